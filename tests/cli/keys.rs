//! Keys reach the server and nothing else: no output, no file, whatever the server does.

use crate::answers::full;
use crate::desk::{Desk, KEY, Run, files, run};
use crate::server::{Reply, Server};
use serde_json::json;
use std::fs;

/// Fails if the secret stands in what was said, or in any file of the desk.
#[track_caller]
fn hidden(desk: &Desk, run: &Run, secret: &str) {
    assert!(!run.out.contains(secret), "{}", run.out);
    assert!(!run.err.contains(secret), "{}", run.err);
    for file in files(&desk.home()).into_iter().chain(files(&desk.path(""))) {
        let text = String::from_utf8_lossy(&fs::read(&file).unwrap()).into_owned();
        assert!(!text.contains(secret), "{}", file.display());
    }
}

#[test]
fn a_key_stands_in_no_report_store_tape_or_message() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    for more in [
        &["-v"][..],
        &["--format", "json", "-o", "report.json"],
        &["--record", "tape", "-v"],
        &["--dry-run"],
    ] {
        let run = desk.review(&server, &[&["spec.md"], more].concat()).ends(0);
        hidden(&desk, &run, KEY);
    }
    assert!(files(&desk.path("tape")).len() == 2 && desk.path("report.json").exists());
    assert!(
        server
            .seen()
            .iter()
            .all(|seen| seen.header("authorization").unwrap().ends_with(KEY))
    );
}

#[test]
fn a_server_that_echoes_the_key_in_an_error_gives_nothing_away() {
    let desk = Desk::new();
    let body = json!({"error": {"message": format!("Incorrect API key provided: {KEY}."), "code": KEY}});
    let server = Server::new(move |_, _| Reply::Status(401, body.to_string()));
    for format in ["text", "json", "markdown"] {
        let run = desk
            .review(&server, &["spec.md", "-v", "--format", format])
            .ends(2);
        hidden(&desk, &run, KEY);
        run.shows(&["Incorrect API key provided: ", "redacted", "check the key"]);
    }
}

#[test]
fn a_server_that_echoes_the_key_in_an_answer_gives_nothing_away() {
    let desk = Desk::new();
    let mut answer = full();
    answer["summary"] = json!(format!("The key is {KEY}."));
    let server = Server::reading(answer);
    let run = desk
        .review(&server, &["spec.md", "-v", "--show-set-aside"])
        .ends(0)
        .shows(&["The key is [redacted]."]);
    hidden(&desk, &run, KEY);
    let run = desk.review(&server, &["spec.md", "--record", "tape"]).ends(0);
    hidden(&desk, &run, KEY);
}

#[test]
fn a_password_in_the_address_is_told_nobody() {
    let (desk, server) = (
        Desk::new(),
        Server::new(|_, _| Reply::Status(403, "forbidden".into())),
    );
    let url = format!("http://reader:hunter2hunter2@{}/v1", server.host());
    let mut command = desk.with(&server, &["review", "spec.md", "-v", "--base-url", &url]);
    let run = crate::desk::run(&mut command).ends(2);
    hidden(&desk, &run, "hunter2");
    let run = crate::desk::run(&mut desk.with(
        &server,
        &["review", "spec.md", "--print-config", "--base-url", &url],
    ));
    hidden(&desk, &run, "hunter2");
    desk.put("clarify.toml", format!("[model]\nbase_url = \"{url}\"\n"));
    let mut command = desk.clarify(&["review", "spec.md", "--model", "scripted-1"]);
    let run = crate::desk::run(&mut command).ends(2);
    assert!(
        !run.err.contains("hunter2") && !run.out.contains("hunter2"),
        "{}",
        run.err
    );
}

#[test]
fn a_key_that_cannot_be_sent_is_refused_without_repeating_it() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    let mut command = desk.with(&server, &["review", "spec.md"]);
    let run = run(command.env("OPENAI_API_KEY", "“sk-quoted-by-an-editor”")).ends(2);
    hidden(&desk, &run, "sk-quoted");
    run.says(&["the API key holds a character that cannot be sent"]);
    assert_eq!(server.seen().len(), 0);
}

#[test]
fn help_does_not_show_the_key_of_the_environment() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    let run = run(&mut desk.with(&server, &["review", "--help"]))
        .ends(0)
        .shows(&["OPENAI_API_KEY"]);
    hidden(&desk, &run, KEY);
}

#[test]
fn a_key_in_the_settings_file_is_refused_without_printing_it() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    for line in [
        "api_key = \"sk-in-a-file\"",
        "\"api_key\" = 'sk-in-a-file'",
        "token = \"sk-in-a-file\"",
    ] {
        desk.put("clarify.toml", format!("[model]\nname = \"m\"\n{line}\n"));
        let run = desk.review(&server, &["spec.md"]).ends(2);
        assert!(!run.err.contains("sk-in-a-file"), "{}", run.err);
        run.says(&[
            "clarify.toml holds a key in line 3",
            "api_key_env = \"MY_API_KEY\"",
        ]);
    }
    for line in [
        "model = { name = \"m\", api_key = \"sk-in-a-file\" }",
        "api_key: sk-in-a-file",
        "OPENAI_API_KEY=sk-in-a-file",
    ] {
        desk.put("clarify.toml", line);
        let run = desk.review(&server, &["spec.md"]).ends(2);
        assert!(!run.err.contains("sk-in-a-file"), "{}", run.err);
        run.says(&["clarify.toml holds a key in line 1"]);
    }
    assert_eq!(server.seen().len(), 0);
}

#[test]
fn a_key_meant_for_one_endpoint_does_not_go_to_that_of_the_file() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    let file = format!(
        "[model]\nname = \"m\"\nbase_url = \"{}\"\napi_key_env = \"GATEWAY_API_KEY\"\n",
        server.url()
    );
    desk.put("clarify.toml", file);
    let mut command = desk.clarify(&["review", "spec.md"]);
    run(command.env("OPENAI_API_KEY", KEY))
        .ends(2)
        .says(&["the variable GATEWAY_API_KEY"]);
    assert_eq!(server.seen().len(), 0);
    let mut command = desk.clarify(&["review", "spec.md"]);
    command
        .env("OPENAI_API_KEY", KEY)
        .env("GATEWAY_API_KEY", "gateway-0123456789");
    run(&mut command)
        .ends(0)
        .says(&["asking http://127.0.0.1", "as clarify.toml says"]);
    assert_eq!(
        server.seen()[0].header("authorization"),
        Some("Bearer gateway-0123456789")
    );
}
