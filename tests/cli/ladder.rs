//! Servers that do not know every form of asking: the program asks ever more simply, and remembers what worked.

use crate::answers::{all_kept, flag, raising};
use crate::desk::{Desk, files};
use crate::server::{Reply, Seen, Server};
use serde_json::{Value, json};

fn answer() -> Value {
    raising(&[flag("F1", "ambiguous-timing", "major", "within 30 days")])
}

/// A server that takes only these types of `response_format`; `null` stands for none.
fn knowing(types: &'static [&'static str]) -> Server {
    Server::new(move |seen, _| {
        if !types.contains(&asked_form(seen).as_str()) {
            let error = json!({"error": {"message": "response_format is not supported", "type": "invalid_request_error"}});
            return Reply::Status(400, error.to_string());
        }
        match seen.looks_again() {
            true => all_kept(&seen.candidates()).into(),
            false => answer().into(),
        }
    })
}

fn asked_form(seen: &Seen) -> String {
    seen.body["response_format"]["type"]
        .as_str()
        .unwrap_or("null")
        .to_owned()
}

fn forms(server: &Server) -> Vec<String> {
    server.seen().iter().map(asked_form).collect()
}

#[test]
fn a_server_without_schemas_is_asked_for_an_object_and_the_next_request_starts_there() {
    let (desk, server) = (Desk::new(), knowing(&["json_object"]));
    desk.review(&server, &["spec.md"])
        .ends(0)
        .shows(&["which is meant?"]);
    assert_eq!(forms(&server), ["json_schema", "json_object", "json_object"]);
    let seen = server.seen();
    assert!(!seen[0].user().contains("JSON schema:"));
    assert!(seen[1].user().contains("JSON schema:\n{\"") && seen[1].user().contains("\"reading_one\""));
}

#[test]
fn a_server_without_any_form_is_asked_in_words_and_the_next_request_starts_there() {
    let (desk, server) = (Desk::new(), knowing(&["null"]));
    desk.review(&server, &["spec.md"])
        .ends(0)
        .shows(&["which is meant?"]);
    assert_eq!(forms(&server), ["json_schema", "json_object", "null", "null"]);
    assert!(server.seen()[3].user().contains("JSON schema:\n{\""));
}

#[test]
fn how_an_answer_was_asked_for_does_not_change_what_is_kept() {
    let desk = Desk::new();
    desk.review(&knowing(&["null"]), &["spec.md"]).ends(0);
    let strict = knowing(&["json_schema"]);
    desk.review(&strict, &["spec.md"]).ends(0).shows(&["2 stored on"]);
    assert_eq!(strict.seen().len(), 0);
}

#[test]
fn a_refusal_of_something_else_is_told_at_once() {
    let desk = Desk::new();
    let body = json!({"error": {"message": "no such model: scripted-1", "code": "model_not_found"}});
    let server = Server::in_order(vec![Reply::Status(404, body.to_string())]);
    let run = desk.review(&server, &["spec.md"]).ends(2);
    run.shows(&[
        "answered 404: no such model: scripted-1",
        "check --model and --base-url",
    ]);
    assert_eq!(server.seen().len(), 1);
}

#[test]
fn an_answer_in_a_fence_with_words_round_it_is_read() {
    let desk = Desk::new();
    let text = format!("Sure! Here it is:\n```json\n{}\n```\nHope this helps.", answer());
    let server = Server::in_order(vec![Reply::Text(text), all_kept(&["F1".into()]).into()]);
    desk.review(&server, &["spec.md"])
        .ends(0)
        .shows(&["which is meant?"]);
    assert_eq!(server.seen().len(), 2);
}

#[test]
fn the_next_run_starts_where_the_last_one_ended_unless_nothing_is_to_be_kept() {
    let (desk, server) = (Desk::new(), knowing(&["null"]));
    let quick = ["spec.md", "--depth", "quick", "--refresh"];
    desk.review(&server, &quick).ends(0);
    desk.review(&server, &quick).ends(0);
    assert_eq!(forms(&server), ["json_schema", "json_object", "null", "null"]);
    desk.review(&server, &["spec.md", "--depth", "quick", "--no-store"])
        .ends(0);
    assert_eq!(forms(&server)[4..], ["json_schema", "json_object", "null"]);
    let other = Desk::new();
    other
        .review(&server, &["spec.md", "--depth", "quick", "--no-store"])
        .ends(0);
    assert!(files(&other.home()).is_empty(), "and nothing is remembered");
}
