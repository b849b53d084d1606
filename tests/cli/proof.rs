//! What is let through: proven quotes, two readings, both sides; and what the second look may do.

use crate::answers::{SPEC, assumption, flag, kept, passage, question, raising, verdicts};
use crate::desk::{Desk, flags};
use crate::server::Server;
use serde_json::{Value, json};

const TITLE: &str = "F1: which is meant?";

fn timing() -> Value {
    flag("F1", "ambiguous-timing", "major", "within 30 days")
}

fn set_aside(report: &Value) -> Vec<(String, String)> {
    let list = report["reviews"][0]["set_aside"].as_array().unwrap().iter();
    let word = |aside: &Value, name: &str| aside[name].as_str().unwrap().to_owned();
    list.map(|aside| (word(aside, "sort"), word(aside, "reason")))
        .collect()
}

#[test]
fn a_false_quote_is_set_aside_and_counted_and_never_printed_as_a_finding() {
    let desk = Desk::new();
    let mut answer = raising(&[
        flag("F1", "ambiguous-timing", "blocker", "within 45 working days"),
        timing(),
    ]);
    answer["flags"][0]["title"] = json!("An invention?");
    answer["flags"][1]["label"] = json!("F2");
    answer["assumptions"] = json!([assumption("A1", "major", "words that nobody wrote here")]);
    let mut invented = question(&["F1"]);
    invented["text"] = json!("What of the invention?");
    answer["questions"] = json!([invented, question(&["F2"])]);
    let server = Server::reading(answer);
    let run = desk.review(&server, &["spec.md"]).ends(0).shows(&[
        "1 major",
        "Set aside: 3 claims",
        "the quote stands in no document: 2",
    ]);
    for claim in [
        "An invention?",
        "Every card takes a refund",
        "What of the invention?",
        "45 working",
    ] {
        assert!(!run.out.contains(claim), "{claim}");
    }
    assert!(!server.seen()[1].user().contains("An invention?"));
    let run = desk.review(&server, &["spec.md", "--show-set-aside"]);
    run.shows(&[
        "An invention?",
        "45 working days",
        "What of the invention?",
        "what it asks about was set aside",
    ]);
}

#[test]
fn a_quote_with_other_marks_and_breaks_is_found_and_shown_as_it_stands() {
    let desk = Desk::new();
    desk.put(
        "spec.md",
        SPEC.replace("an order within 30 days", "an **order**\nwithin “30 days”"),
    );
    let server = Server::reading(raising(&[flag(
        "F1",
        "ambiguous-timing",
        "major",
        "order within \"30 days\"",
    )]));
    let report = desk.json(&server, &["spec.md"]);
    let anchor = &flags(&report)[0]["anchors"][0];
    assert_eq!(anchor["match"], "normalised");
    assert!(
        anchor["quote"]
            .as_str()
            .unwrap()
            .ends_with("order**\nwithin “30 days"),
        "{anchor}"
    );
}

#[test]
fn an_ambiguity_without_two_readings_is_a_note_on_wording() {
    let desk = Desk::new();
    let mut answer = raising(&[timing(), timing()]);
    answer["flags"][0]["reading_two"] = json!("");
    answer["flags"][1]["reading_two"] = json!("From the  order");
    let report = desk.json(&Server::reading(answer), &["spec.md"]);
    for flag in flags(&report) {
        assert_eq!(
            (&flag["kind"], &flag["severity"]),
            (&json!("vague-term"), &json!("note"))
        );
        assert_eq!(flag["remarks"][0], "lowered: it shows no two different readings");
        assert_eq!(flag["readings"], json!([]));
    }
}

#[test]
fn a_contradiction_needs_both_sides() {
    let desk = Desk::new();
    let mut answer = raising(&[flag("F1", "contradiction", "major", "2 hours after hand-over")]);
    let second = |answer: &mut Value, quote: &str| {
        let first = answer["flags"][0]["passages"][0].clone();
        answer["flags"][0]["passages"] = json!([first, passage("spec.md", quote)]);
    };
    second(&mut answer, "never stands here at all");
    let report = desk.json(&Server::reading(answer.clone()), &["spec.md"]);
    let reason = "only one side of the contradiction was found";
    assert_eq!(set_aside(&report), [("flag".to_owned(), reason.to_owned())]);
    assert!(flags(&report).is_empty());
    second(&mut answer, "once the parcel is inspected");
    let report = desk.json(&Server::reading(answer), &["spec.md", "--no-store"]);
    assert_eq!(flags(&report)[0]["anchors"].as_array().unwrap().len(), 2);
}

#[test]
fn a_strategy_conflict_needs_words_of_the_strategy() {
    let desk = Desk::new();
    let conflict = flag(
        "F1",
        "strategy-conflict",
        "blocker",
        "Guests are refunded by voucher.",
    );
    let server = Server::reading(raising(&[conflict]));
    let report = desk.json(&server, &["spec.md", "--strategy", "strategy.md"]);
    let reason = "no words of the strategy prove the conflict";
    assert_eq!(set_aside(&report), [("flag".to_owned(), reason.to_owned())]);
}

#[test]
fn what_a_decision_settles_is_set_aside_together_with_its_question() {
    let desk = Desk::new();
    desk.put(
        "decisions.md",
        "# Decisions\n\nThe 30 days run from the delivery.\n",
    );
    let mut answer = raising(&[timing()]);
    answer["questions"] = json!([question(&["F1"])]);
    let mut verdict = kept("F1");
    verdict["settled_by"] = passage("decisions.md", "The 30 days run from the delivery.");
    let server = Server::reviewing(answer, verdicts(&[verdict]));
    let report = desk.json(&server, &["spec.md", "--decisions", "decisions.md"]);
    let expected = [
        ("flag", "settled by the decision at decisions.md:3"),
        ("question", "what it asks about is settled"),
    ];
    assert_eq!(
        set_aside(&report),
        expected.map(|(sort, reason)| (sort.to_owned(), reason.to_owned()))
    );
    assert!(flags(&report).is_empty());
    assert_eq!(report["reviews"][0]["questions"], json!([]));
}

#[test]
fn a_settlement_that_stands_nowhere_settles_nothing() {
    let desk = Desk::new();
    let mut verdict = kept("F1");
    verdict["settled_by"] = passage("decisions.md", "The 30 days run from the delivery.");
    let server = Server::reviewing(raising(&[timing()]), verdicts(&[verdict]));
    assert_eq!(flags(&desk.json(&server, &["spec.md"]))[0]["severity"], "major");
}

#[test]
fn what_another_place_of_the_spec_settles_becomes_a_note_with_that_place() {
    let desk = Desk::new();
    let mut verdict = kept("F1");
    verdict["settled_by"] = passage("spec.md", "Exchanges are out of scope.");
    let server = Server::reviewing(raising(&[timing()]), verdicts(&[verdict]));
    let report = desk.json(&server, &["spec.md"]);
    let flag = &flags(&report)[0];
    assert_eq!(flag["severity"], "note");
    assert_eq!(
        flag["remarks"][0],
        "second look: settled at spec.md:15, “Exchanges are out of scope.”"
    );
}

#[test]
fn the_second_look_may_lower_a_severity_and_never_raise_it() {
    let desk = Desk::new();
    let second = flag("F2", "missing-case", "minor", "Guests are refunded by voucher.");
    let (mut lower, mut raise) = (kept("F1"), kept("F2"));
    lower["severity"] = json!("minor");
    raise["severity"] = json!("blocker");
    let server = Server::reviewing(raising(&[timing(), second]), verdicts(&[raise, lower]));
    let report = desk.json(&server, &["spec.md"]);
    let graded: Vec<_> = flags(&report)
        .iter()
        .map(|flag| (flag["title"].clone(), flag["severity"].clone()))
        .collect();
    let minor = |title: &str| (json!(title), json!("minor"));
    assert_eq!(
        graded,
        [minor("F2: which is meant?"), minor(TITLE)],
        "in the order of the second look"
    );
}

#[test]
fn what_two_builders_would_do_alike_is_minor_and_twins_are_joined() {
    let desk = Desk::new();
    let twin = flag(
        "F2",
        "missing-decision",
        "major",
        "return an order within 30 days",
    );
    let (mut alike, mut joined) = (kept("F1"), kept("F2"));
    alike["difference"] = json!("");
    joined["same_as"] = json!("F1");
    let mut answer = raising(&[timing(), twin]);
    answer["questions"] = json!([question(&["F2"])]);
    let server = Server::reviewing(answer, verdicts(&[alike, joined]));
    let report = desk.json(&server, &["spec.md"]);
    let left = flags(&report);
    assert_eq!((left.len(), &left[0]["severity"]), (1, &json!("minor")));
    assert_eq!(
        report["reviews"][0]["questions"][0]["blocks"],
        json!([left[0]["id"]])
    );
    assert_eq!(set_aside(&report).len(), 1);
}

#[test]
fn a_finding_keeps_its_id_when_text_comes_before_it_and_its_section_moves() {
    let desk = Desk::new();
    let mut answer = raising(&[timing()]);
    answer["questions"] = json!([question(&["F1"])]);
    answer["assumptions"] = json!([assumption("A1", "minor", "the original card 2 hours")]);
    let server = Server::reading(answer);
    let ids = |report: &Value| {
        let review = &report["reviews"][0];
        [
            flags(report)[0]["id"].clone(),
            review["assumptions"][0]["id"].clone(),
            review["questions"][0]["id"].clone(),
        ]
    };
    let before = ids(&desk.json(&server, &["spec.md"]));
    let window = "## Window\n\nA customer may return an order within 30 days.\n\n";
    let moved = SPEC.replace(window, "An introduction that is new.\n\n") + "\n" + window;
    desk.put("spec.md", moved);
    assert_eq!(ids(&desk.json(&server, &["spec.md"])), before);
    assert_eq!(server.seen().len(), 4);
    desk.put("spec.md", SPEC.replace("## Window", "## Returning"));
    assert_ne!(
        ids(&desk.json(&server, &["spec.md"]))[0],
        before[0],
        "another section is another finding"
    );
}
