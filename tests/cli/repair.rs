//! Answers that cannot be used: one more chance where that may help, a clear word where it does not.

use crate::answers::{all_kept, flag, raising};
use crate::desk::Desk;
use crate::server::{Reply, Seen, Server};
use serde_json::{Value, json};

const BROKEN: &str = "{\"flags\": [{\"title\": \"cut";

fn answer() -> Value {
    raising(&[flag("F1", "ambiguous-timing", "major", "within 30 days")])
}

/// A desk with a second spec, which a server can tell by its title.
fn with_other() -> Desk {
    let desk = Desk::new();
    desk.put("other.md", "# Other\n\nThe button on the order page is green.\n");
    desk
}

fn is_other(seen: &Seen) -> bool {
    seen.user().contains("# Other")
}

/// Reviews two specs with a server that gives this to every question about the first of them.
fn unusable(reply: impl Fn(usize) -> Reply + Send + Sync + 'static) -> (Server, crate::desk::Run) {
    let desk = with_other();
    let server = Server::new(move |seen, _| match is_other(seen) {
        true => raising(&[]).into(),
        false => reply(seen.body["messages"].as_array().unwrap().len()),
    });
    let run = desk
        .review(&server, &["spec.md", "other.md", "--jobs", "1"])
        .ends(2);
    let run = run.shows(&[
        "other.md: Other (",
        "clear: nothing to raise",
        "1 could not be reviewed",
    ]);
    (server, run)
}

#[test]
fn a_broken_answer_is_shown_to_the_model_with_what_was_wrong() {
    let (desk, broken) = (Desk::new(), Reply::Text(BROKEN.into()));
    let server = Server::in_order(vec![broken, answer().into(), all_kept(&["F1".into()]).into()]);
    let run = desk
        .review(&server, &["spec.md", "-v"])
        .ends(0)
        .shows(&["which is meant?", "3 requests"]);
    run.says(&["asking again: review.detect, since"]);
    let seen = server.seen();
    assert_eq!(seen.len(), 3);
    assert_eq!(seen[1].message(0), seen[0].message(0));
    assert_eq!(seen[1].message(1), seen[0].message(1));
    assert_eq!(
        seen[1].body["messages"][2],
        json!({"role": "assistant", "content": BROKEN})
    );
    assert_eq!(seen[1].body["messages"][3]["role"], "user");
    assert!(
        seen[1].message(3).starts_with("Your answer could not be used: ")
            && seen[1].message(3).contains("EOF")
    );
    assert_eq!(seen[1].body["response_format"], seen[0].body["response_format"]);
}

#[test]
fn an_answer_of_the_wrong_shape_is_told_with_its_place() {
    let (desk, wrong) = (Desk::new(), json!({"flags": [{"passages": [7]}]}));
    let server = Server::in_order(vec![wrong.into(), raising(&[]).into()]);
    desk.review(&server, &["spec.md"]).ends(0);
    assert!(server.seen()[1].message(3).contains("flags[0].passages[0]"));
}

#[test]
fn after_two_bad_answers_the_spec_is_given_up_and_the_other_reviewed() {
    let (server, run) = unusable(|_| Reply::Text("I am sorry.".into()));
    run.shows(&[
        "could not be reviewed: spec.md: the answer of scripted-1-2026 to review.detect cannot be used",
        "the answer holds no JSON object",
        "hint: the model may be too small for this task",
    ]);
    assert_eq!(server.seen().len(), 3);
}

#[test]
fn an_answer_cut_at_its_limit_is_asked_for_again_shorter_then_given_up() {
    let cut = |_| Reply::Message(json!({"role": "assistant", "content": BROKEN}), "length");
    let (server, run) = unusable(cut);
    run.shows(&[
        "it was cut off at the limit on its length",
        "--max-output-tokens",
        "--spec-tokens",
    ]);
    let seen = server.seen();
    assert_eq!(seen.len(), 3);
    assert!(seen[1].message(3).contains("The last answer was too long"));
}

#[test]
fn a_whole_answer_is_taken_whatever_the_server_says_of_its_length() {
    let desk = Desk::new();
    let whole = json!({"role": "assistant", "content": raising(&[]).to_string()});
    let server = Server::in_order(vec![Reply::Message(whole, "length")]);
    desk.review(&server, &["spec.md"]).ends(0);
    assert_eq!(server.seen().len(), 1);
}

#[test]
fn a_refusal_is_told_in_the_models_words_and_not_asked_again() {
    let refusal = json!({"role": "assistant", "content": null, "refusal": "I can't help with that."});
    let (server, run) = unusable(move |_| Reply::Message(refusal.clone(), "stop"));
    run.shows(&[
        "it refused: I can't help with that.",
        "hint: another model may answer",
    ]);
    assert_eq!(server.seen().len(), 2);
}

#[test]
fn a_content_filter_is_named_as_such_and_not_asked_again() {
    let empty = json!({"role": "assistant", "content": ""});
    let (server, run) = unusable(move |_| Reply::Message(empty.clone(), "content_filter"));
    run.shows(&[
        "the provider's content filter stopped it",
        "ask the provider which filter it was",
    ]);
    assert_eq!(server.seen().len(), 2);
}

#[test]
fn an_empty_answer_is_asked_for_once_more() {
    let (server, run) = unusable(|_| Reply::Message(json!({"role": "assistant", "content": null}), "stop"));
    run.shows(&["cannot be used: the answer is empty"]);
    let seen = server.seen();
    assert_eq!(seen.len(), 3);
    assert_eq!(seen[1].message(2), "(no answer)");
}

#[test]
fn where_only_the_second_look_fails_the_first_reading_is_shown_as_such() {
    let desk = Desk::new();
    let server = Server::new(|seen, _| match seen.looks_again() {
        true => Reply::Text("no".into()),
        false => answer().into(),
    });
    let run = desk.review(&server, &["spec.md", "--format", "json"]).ends(2);
    let report = run.json();
    assert_eq!(report["reviews"][0]["depth"], "quick");
    assert_eq!(crate::desk::flags(&report).len(), 1);
    let warnings = &report["reviews"][0]["warnings"];
    assert!(warnings[0].as_str().unwrap().contains("review.verify"));
    let told = warnings[1].as_str().unwrap();
    assert!(told.starts_with("not all findings were looked at a second time"));
    run.says(&["review.verify cannot be used"]);
}
