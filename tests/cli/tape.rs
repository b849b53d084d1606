//! Recording a run, and replaying it with no network at all.

use crate::answers::{SPEC, full, raising};
use crate::desk::{Desk, KEY, Run, files, run};
use crate::server::{Reply, Server};
use serde_json::Value;
use std::fs;

const RECORD: [&str; 7] = [
    "review",
    "spec.md",
    "--strategy",
    "strategy.md",
    "--record",
    "tape",
    "--all",
];
const REPLAY: [&str; 7] = [
    "review",
    "spec.md",
    "--strategy",
    "strategy.md",
    "--replay",
    "tape",
    "--all",
];

fn record(desk: &Desk, server: &Server, more: &[&str]) -> Run {
    run(desk.with(server, &RECORD).args(more))
}

fn replay(desk: &Desk, more: &[&str]) -> Run {
    run(desk.clarify(&REPLAY).args(more))
}

fn findings(report: &Value) -> [Value; 6] {
    let parts = [
        "flags",
        "assumptions",
        "questions",
        "coverage",
        "strategy",
        "set_aside",
    ];
    parts.map(|part| report["reviews"][0][part].clone())
}

#[test]
fn a_recorded_run_replays_without_network_or_key() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    let live = record(&desk, &server, &["--format", "json"]).ends(0).json();
    drop(server);
    let replayed = replay(&desk, &["--format", "json"]).ends(0).json();
    assert_eq!(findings(&live), findings(&replayed));
    assert_eq!(replayed["reviews"][0]["provenance"][0]["origin"], "tape");
    assert_eq!(replayed["reviews"][0]["usage"]["requests"], 0);
    assert_eq!(
        replay(&desk, &["--format", "json"]).json(),
        replayed,
        "and does so every time"
    );
    replay(&desk, &[]).shows(&["Answered by scripted-1-2026: 2 taped on", "cost nothing"]);
}

#[test]
fn a_replay_asks_nobody_even_with_an_endpoint_configured() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    record(&desk, &server, &[]).ends(0);
    run(&mut desk.with(&server, &REPLAY)).ends(0);
    assert_eq!(server.seen().len(), 2);
    assert_eq!(
        files(&desk.home()).len(),
        0,
        "a recording goes to its folder alone"
    );
}

#[test]
fn a_changed_spec_is_not_on_the_tape_and_the_remedy_is_told() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    record(&desk, &server, &[]).ends(0);
    desk.put("spec.md", SPEC.replace("30 days", "60 days"));
    replay(&desk, &[]).ends(2).shows(&[
        "could not be reviewed: spec.md: the tape tape holds no answer to this request (review.detect,",
        "record it anew: the same command with --record DIR in place of --replay",
    ]);
}

#[test]
fn a_folder_that_is_no_tape_is_told_so() {
    let desk = Desk::new();
    fs::create_dir(desk.path("tape")).unwrap();
    replay(&desk, &[])
        .ends(2)
        .says(&["the tape tape holds no exchange; record one with --record"]);
    fs::remove_dir(desk.path("tape")).unwrap();
    replay(&desk, &[]).ends(2).says(&["the tape tape cannot be read"]);
}

#[test]
fn a_broken_tape_is_an_error_that_says_how_to_record_it_anew() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    record(&desk, &server, &[]).ends(0);
    for file in files(&desk.path("tape")) {
        let text = fs::read_to_string(&file).unwrap();
        fs::write(file, text.replace("\"version\": 1", "\"version\": 99")).unwrap();
    }
    let run = replay(&desk, &[]).ends(2);
    run.shows(&["it is of version 99, this program reads version 1", "--record"]);
}

#[test]
fn a_tape_holds_neither_key_nor_address() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    record(&desk, &server, &["--record-note", "answers made up for a test"]).ends(0);
    let taped = files(&desk.path("tape"));
    assert_eq!(taped.len(), 2);
    for file in taped {
        let text = fs::read_to_string(file).unwrap();
        for word in [KEY, &server.url(), &server.host(), "127.0.0.1", "uthorization"] {
            assert!(!text.contains(word), "{word}");
        }
        assert!(text.contains("\"note\": \"answers made up for a test\""));
    }
    replay(&desk, &[]).shows(&["answers made up for a test"]);
}

#[test]
fn an_interrupted_recording_goes_on_where_it_stopped() {
    let desk = Desk::new();
    let failing = Server::new(|seen, _| match seen.looks_again() {
        true => Reply::Status(400, "{\"error\": {\"message\": \"out of order\"}}".into()),
        false => full().into(),
    });
    record(&desk, &failing, &[]).ends(2);
    assert_eq!(failing.seen().len(), 2);
    let server = Server::reading(full());
    record(&desk, &server, &[])
        .ends(0)
        .shows(&["1 live on", "1 taped on"]);
    assert_eq!(server.seen().len(), 1);
    replay(&desk, &[]).ends(0);
}

#[test]
fn recording_anew_after_a_change_adds_what_is_missing() {
    let (desk, server) = (Desk::new(), Server::reading(raising(&[])));
    record(&desk, &server, &[]).ends(0);
    desk.put("spec.md", SPEC.replace("30 days", "60 days"));
    record(&desk, &server, &[]).ends(0);
    replay(&desk, &[]).ends(0);
    desk.put("spec.md", SPEC);
    replay(&desk, &[]).ends(0);
    assert_eq!(server.seen().len(), 2);
}

#[test]
fn a_store_replays_as_a_tape() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    desk.review(
        &server,
        &["spec.md", "--store", "tape", "--strategy", "strategy.md"],
    )
    .ends(0);
    replay(&desk, &[]).ends(0).shows(&["2 taped on"]);
}

#[test]
fn recording_without_an_endpoint_is_an_error_with_a_remedy() {
    let desk = Desk::new();
    let run = run(&mut desk.clarify(&RECORD)).ends(2);
    run.says(&[
        "--record needs a model to ask, and none is configured",
        "OPENAI_API_KEY and OPENAI_MODEL",
    ]);
}

#[test]
fn a_recording_is_refreshed_where_that_is_asked_for() {
    let desk = Desk::new();
    let broken = Server::new(|_, _| Reply::Text("I am sorry.".into()));
    record(&desk, &broken, &[])
        .ends(2)
        .shows(&["--refresh to ask again"]);
    let server = Server::reading(full());
    record(&desk, &server, &[]).ends(2);
    assert_eq!(server.seen().len(), 0, "what is on the tape is not asked again");
    record(&desk, &server, &["--refresh"]).ends(0);
    assert_eq!(server.seen().len(), 2);
    replay(&desk, &[]).ends(0);
}

#[test]
fn a_store_that_is_named_beside_the_tape_is_copied_from_and_kept_up() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    let strategy = ["--strategy", "strategy.md", "--store", "kept"];
    // The first reading is in the store already, the second look is not.
    desk.review(
        &server,
        &[&["spec.md", "--depth", "quick"], &strategy[..]].concat(),
    )
    .ends(0);
    let both = ["--store", "kept"];
    record(&desk, &server, &[&both[..], &["--dry-run"]].concat())
        .ends(0)
        .shows(&["kept from an earlier run: costs nothing", "1 request to"]);
    record(
        &desk,
        &server,
        &[&both[..], &["--record-note", "by hand"]].concat(),
    )
    .ends(0)
    .shows(&["1 live on", "1 stored on"]);
    assert_eq!(server.seen().len(), 2, "what is in the store is not paid again");
    assert_eq!(
        (files(&desk.path("tape")).len(), files(&desk.path("kept")).len()),
        (2, 2)
    );
    for file in files(&desk.path("tape")) {
        assert!(fs::read_to_string(file).unwrap().contains("by hand"));
    }
    replay(&desk, &[]).ends(0).shows(&["2 taped on"]);
    record(&desk, &server, &[&both[..], &["--refresh"]].concat()).ends(0);
    assert_eq!(server.seen().len(), 4, "unless it is to be asked anew");
}
