//! How the form of the answer is conveyed, step by step, and what the limit on its length is called.

use crate::server::{Reply, Server};
use crate::subject::{KEY, Subject, client, endpoint, subject};
use clarify::model::{AskError, Conveyed, Endpoint};
use serde_json::{Value, json};

/// Returns how each request conveyed the form.
fn steps(server: &Server) -> Vec<String> {
    let step = |body: &Value| {
        body["response_format"]["type"]
            .as_str()
            .unwrap_or("text")
            .to_owned()
    };
    server.sent().iter().map(|sent| step(&sent.body)).collect()
}

async fn conveyed(subject: &Subject) -> Conveyed {
    subject.ask().await.unwrap().exchange.answer.conveyed
}

#[tokio::test]
async fn a_schema_is_sent_strict_first() {
    let server = Server::start([Reply::recorded("llama/schema")]);
    assert_eq!(conveyed(&subject(&server)).await, Conveyed::JsonSchema);
    let body = &server.sent()[0].body;
    let format = &body["response_format"]["json_schema"];
    assert_eq!(
        (&format["name"], &format["strict"]),
        (&json!("review"), &json!(true))
    );
    assert_eq!(format["schema"]["additionalProperties"], false);
    assert_eq!(body["messages"][1]["content"], "Question one");
    assert_eq!(body["stream"], false);
}

#[tokio::test]
async fn a_500_that_refuses_the_schema_falls_back_at_once() {
    let server = Server::start([Reply::recorded("lcp/schema"), Reply::recorded("lcp/schema2")]);
    let subject = subject(&server);
    assert_eq!(conveyed(&subject).await, Conveyed::JsonObject);
    assert_eq!(steps(&server), ["json_schema", "json_object"]);
    assert!(subject.retries.lock().unwrap().is_empty());
    let told = server.sent()[1].body["messages"][1]["content"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(
        told.starts_with("Question one\n\nAnswer with one JSON object of this schema: {\"type\":"),
        "{told}"
    );
}

#[tokio::test]
async fn an_object_that_is_refused_too_falls_back_to_text() {
    for first in ["mistralrs/pattern", "mistralrs/badschema"] {
        let server = Server::start([
            Reply::recorded(first),
            Reply::recorded("mistralrs/json_object"),
            Reply::recorded("mistralrs/plain"),
        ]);
        assert_eq!(conveyed(&subject(&server)).await, Conveyed::Text);
        assert_eq!(steps(&server), ["json_schema", "json_object", "text"]);
    }
}

#[tokio::test]
async fn schemas_that_a_server_cannot_build_a_grammar_for_fall_back() {
    for name in [
        "llama/badpattern",
        "llama/badref",
        "llama/badschema",
        "llama/badrf",
        "litellm/l_badpattern",
    ] {
        let server = Server::start([Reply::recorded(name), Reply::ok()]);
        assert_eq!(conveyed(&subject(&server)).await, Conveyed::JsonObject, "{name}");
    }
}

#[tokio::test]
async fn the_step_that_worked_is_remembered() {
    let server = Server::start([Reply::recorded("lcp/schema"), Reply::ok()]);
    let subject = subject(&server);
    for _ in 0..3 {
        assert_eq!(conveyed(&subject).await, Conveyed::JsonObject);
    }
    assert_eq!(
        steps(&server),
        ["json_schema", "json_object", "json_object", "json_object"]
    );
}

#[tokio::test]
async fn refusals_of_something_else_do_not_fall_back() {
    for name in [
        "litellm/badmodel",
        "lcp/overflow",
        "llama/nomessages",
        "litellm-chaos/r401",
        "portkey/noconf",
    ] {
        let server = Server::start([Reply::recorded(name)]);
        assert!(subject(&server).ask().await.is_err(), "{name}");
        assert_eq!(steps(&server), ["json_schema"], "{name}");
    }
}

#[tokio::test]
async fn a_server_that_refuses_every_form_is_told_as_it_is() {
    let server = Server::start([Reply::error(
        "400 Bad Request",
        "response_format is not supported",
    )]);
    let error = subject(&server).ask().await.unwrap_err();
    assert!(matches!(error, AskError::Status { status: 400, .. }), "{error}");
    assert_eq!(steps(&server), ["json_schema", "json_object", "text"]);
}

#[tokio::test]
async fn a_limit_is_sent_under_both_names_and_the_refused_one_is_dropped_for_good() {
    let refusal =
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens'.";
    for (words, kept, dropped) in [
        (refusal, "max_completion_tokens", "max_tokens"),
        (
            "Unrecognized request argument supplied: max_completion_tokens",
            "max_tokens",
            "max_completion_tokens",
        ),
    ] {
        let server = Server::start([Reply::error("400 Bad Request", words), Reply::ok()]);
        let max_output_tokens = Some(500);
        let subject = client(Endpoint {
            max_output_tokens,
            ..endpoint(&server)
        });
        subject.ask().await.unwrap();
        subject.ask().await.unwrap();
        let bodies: Vec<Value> = server.sent().into_iter().map(|sent| sent.body).collect();
        assert_eq!(
            (&bodies[0][kept], &bodies[0][dropped]),
            (&json!(500), &json!(500))
        );
        for body in &bodies[1..] {
            assert_eq!((&body[kept], body.get(dropped)), (&json!(500), None));
        }
    }
}

#[tokio::test]
async fn without_a_limit_none_is_sent() {
    let server = Server::start([Reply::ok()]);
    subject(&server).ask().await.unwrap();
    let body = &server.sent()[0].body;
    assert!(body.get("max_tokens").is_none() && body.get("max_completion_tokens").is_none());
}

fn remembering(server: &Server, folder: &std::path::Path) -> Subject {
    client(Endpoint {
        dialects: Some(folder.to_owned()),
        max_output_tokens: Some(500),
        ..endpoint(server)
    })
}

#[tokio::test]
async fn what_a_server_understood_is_remembered_by_the_next_run() {
    let folder = tempfile::tempdir().unwrap();
    let refused = Reply::error("400 Bad Request", "response_format is not supported");
    let server = Server::start([refused.clone(), refused, Reply::ok()]);
    assert_eq!(
        conveyed(&remembering(&server, folder.path())).await,
        Conveyed::Text
    );
    assert_eq!(
        conveyed(&remembering(&server, folder.path())).await,
        Conveyed::Text
    );
    assert_eq!(steps(&server), ["json_schema", "json_object", "text", "text"]);
    // Another model of the same server, and another server, may know more.
    let other = client(Endpoint {
        model: "other".into(),
        dialects: Some(folder.path().to_owned()),
        ..endpoint(&server)
    });
    assert_eq!(conveyed(&other).await, Conveyed::JsonSchema);
    let elsewhere = Server::start([Reply::ok()]);
    assert_eq!(
        conveyed(&remembering(&elsewhere, folder.path())).await,
        Conveyed::JsonSchema
    );
    let files: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(files.len(), 1);
    let file = files[0].as_ref().unwrap();
    let text = std::fs::read_to_string(file.path()).unwrap();
    assert!(!text.contains("127.0.0.1") && !text.contains(KEY), "{text}");
}

#[tokio::test]
async fn what_is_remembered_and_refused_now_is_forgotten_and_learnt_anew() {
    let folder = tempfile::tempdir().unwrap();
    let old = Reply::error(
        "400 Bad Request",
        "Unsupported parameter: 'max_completion_tokens'",
    );
    let new = Reply::error("400 Bad Request", "Unsupported parameter: 'max_tokens'");
    let server = Server::start([old, Reply::ok(), new.clone(), new, Reply::ok()]);
    assert!(remembering(&server, folder.path()).ask().await.is_ok());
    assert!(remembering(&server, folder.path()).ask().await.is_ok());
    let names = |body: &Value| ["max_tokens", "max_completion_tokens"].map(|name| body.get(name).is_some());
    let asked: Vec<_> = server.sent().iter().map(|sent| names(&sent.body)).collect();
    let (both, total, completion) = ([true, true], [true, false], [false, true]);
    assert_eq!(asked, [both, total, total, both, completion]);
}
