//! The key leaves in one header only; it, and the address's secrets, turn up nowhere else.

use crate::server::{Reply, Server};
use crate::subject::{KEY, client, endpoint, request, subject};
use clarify::model::{AskError, Endpoint, Model, OpenAi, Recording, Store, Stored};
use serde_json::json;
use std::path::Path;
use std::sync::Arc;

fn texts(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let mut found: Vec<_> = files
        .iter()
        .map(|file| std::fs::read_to_string(file).unwrap())
        .collect();
    found.extend(folders.iter().flat_map(|folder| texts(folder)));
    found
}

#[tokio::test]
async fn the_key_and_organisation_travel_in_headers() {
    let server = Server::start([Reply::ok()]);
    let organization = Some(" org-1 ".into());
    client(Endpoint {
        organization,
        ..endpoint(&server)
    })
    .ask()
    .await
    .unwrap();
    let sent = &server.sent()[0];
    assert_eq!(
        sent.header("authorization"),
        Some(format!("Bearer {KEY}").as_str())
    );
    assert_eq!(sent.header("openai-organization"), Some("org-1"));
    assert!(!sent.body.to_string().contains(KEY));
}

#[tokio::test]
async fn without_a_key_no_authorisation_is_sent() {
    let server = Server::start([Reply::ok()]);
    client(Endpoint {
        api_key: None,
        ..endpoint(&server)
    })
    .ask()
    .await
    .unwrap();
    assert_eq!(server.sent()[0].header("authorization"), None);
}

#[tokio::test]
async fn a_query_in_the_base_url_is_sent_and_not_shown() {
    let server = Server::start([Reply::error(
        "400 Bad Request",
        "bad api-version 2024-10-21-preview",
    )]);
    let base_url = format!("{}/?api-version=2024-10-21-preview", server.url());
    let error = client(Endpoint {
        base_url,
        ..endpoint(&server)
    })
    .ask()
    .await
    .unwrap_err();
    let head = &server.sent()[0].head;
    assert!(
        head.starts_with("POST /v1/chat/completions?api-version=2024-10-21-preview "),
        "{head}"
    );
    assert!(!error.to_string().contains("2024"), "{error}");
}

#[tokio::test]
async fn a_key_that_a_server_echoes_is_not_in_errors_or_retries() {
    let echo = format!("Incorrect API key provided: {KEY}");
    for reply in [
        Reply::error("401 Unauthorized", &echo),
        Reply::new("503 Service Unavailable", "", &echo),
        Reply::new("200 OK", "", &echo),
        Reply::new("307 Temporary Redirect", &format!("Location: /{KEY}\r\n"), ""),
        Reply::json("400 Bad Request", json!({"error": {"message": "m", "type": KEY}})),
    ] {
        let server = Server::start([reply]);
        let subject = subject(&server);
        let error = subject.ask().await.unwrap_err();
        let told = format!("{error} {error:?} {:?}", subject.retries.lock().unwrap());
        assert!(!told.contains(KEY), "{told}");
    }
}

#[tokio::test]
async fn nothing_secret_is_in_a_recording_or_the_store() {
    let folder = tempfile::tempdir().unwrap();
    // A hostile server: it answers with the key it was sent.
    let server = Server::start([Reply::text(&format!("{{\"key\":\"{KEY}\"}}"))]);
    let on_warning = Arc::new(|warning: &AskError| panic!("{warning}"));
    let store = Store::new(folder.path().join("store"));
    let stored = Stored::new(subject(&server).client, "asked", store, false, on_warning);
    let recording = Recording::new(stored, "asked", folder.path().join("tape"), None);
    recording.ask(&request("one")).await.unwrap();
    let files = texts(folder.path());
    assert_eq!(files.len(), 2);
    for text in files {
        assert!(text.contains("[redacted]") && text.contains("Question one"));
        for secret in [KEY, "Bearer", "127.0.0.1", "http://"] {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
    }
}

#[tokio::test]
async fn a_key_that_cannot_be_sent_is_a_setting_to_mend() {
    let server = Server::start([Reply::ok()]);
    let api_key = Some(format!("{KEY}\nsecond line").into());
    let Err(error) = OpenAi::new(
        Endpoint {
            api_key,
            ..endpoint(&server)
        },
        Arc::new(|_| ()),
    ) else {
        panic!("accepted")
    };
    assert!(
        matches!(error, AskError::Settings(_)) && !error.to_string().contains(KEY),
        "{error}"
    );
}

#[tokio::test]
async fn a_key_with_a_line_break_at_its_end_is_trimmed() {
    let server = Server::start([Reply::ok()]);
    let api_key = Some(format!("{KEY}\n").into());
    client(Endpoint {
        api_key,
        ..endpoint(&server)
    })
    .ask()
    .await
    .unwrap();
    assert_eq!(
        server.sent()[0].header("authorization"),
        Some(format!("Bearer {KEY}").as_str())
    );
}
