//! A person stops a run: what is done is shown, what was answered is kept.
#![cfg(unix)]

use crate::answers::{full, raising};
use crate::desk::{Desk, read};
use crate::notes::{GOALS, NOTES, brief, briefing, facts, takes_apart};
use crate::server::{Reply, Server};
use std::process::{Child, Command, Stdio};

/// What Ctrl-C does.
fn interrupt(child: &Child) {
    let kill = format!("kill -INT {}", child.id());
    assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
}

#[test]
fn what_is_done_is_shown_and_the_next_run_asks_only_what_is_missing() {
    let desk = Desk::new();
    desk.put("other.md", "# Other\n\nThe button on the order page is green.\n");
    let hanging = Server::new(
        |seen, _| match (seen.user().contains("# Other"), seen.looks_again()) {
            (true, _) => Reply::Hang,
            (false, true) => crate::answers::all_kept(&seen.candidates()).into(),
            (false, false) => full().into(),
        },
    );
    let args = ["review", "spec.md", "other.md", "--jobs", "1", "--attempts", "1"];
    let mut command = desk.bare_with(&hanging, &args);
    let child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // With one job the third request is the first of the second spec.
    hanging.wait_for(3);
    interrupt(&child);
    let run = read(child.wait_with_output().unwrap()).ends(130);
    run.shows(&[
        "spec.md: Returns",
        "which is meant?",
        "could not be reviewed: other.md: interrupted before its review was done",
        "run the same command again: what was answered so far is kept",
    ]);
    let server = Server::reading(raising(&[]));
    desk.review(&server, &args[1..])
        .ends(0)
        .shows(&["2 stored on", "other.md: Other", "1 live on"]);
    assert_eq!(server.seen().len(), 1);
}

#[test]
fn an_answer_that_came_before_the_interruption_is_not_paid_twice() {
    let desk = Desk::new();
    let hanging = Server::new(|seen, _| match seen.looks_again() {
        true => Reply::Hang,
        false => full().into(),
    });
    let mut command = desk.bare_with(
        &hanging,
        &["review", "spec.md", "--format", "json", "-o", "report.json"],
    );
    let child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    hanging.wait_for(2);
    interrupt(&child);
    let run = read(child.wait_with_output().unwrap()).ends(130);
    run.says(&[
        "interrupted before its review was done",
        "run the same command again",
    ]);
    let server = Server::reading(full());
    desk.review(&server, &["spec.md"]).ends(0).shows(&["1 stored on"]);
    assert_eq!(server.seen().len(), 1);
    assert!(server.seen()[0].looks_again());
}

#[test]
fn a_stopped_brief_leaves_no_half_written_folder_and_keeps_the_facts() {
    let desk = Desk::new();
    desk.put("notes.md", NOTES);
    desk.put("goals.md", GOALS);
    let hanging = Server::new(|seen, _| match takes_apart(seen) {
        true => facts().into(),
        false => Reply::Hang,
    });
    let args = [
        "brief",
        "notes.md",
        "--strategy",
        "goals.md",
        "--team",
        "support",
        "--out",
        "out",
        "--attempts",
        "1",
    ];
    let mut command = desk.bare_with(&hanging, &args);
    let child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    hanging.wait_for(2);
    interrupt(&child);
    let run = read(child.wait_with_output().unwrap()).ends(130);
    run.says(&[
        "interrupted before the briefs were done",
        "run the same command again",
    ]);
    assert!(!desk.path("out").exists());
    let server = briefing(brief());
    crate::desk::run(&mut desk.with(&server, &args)).ends(0);
    assert_eq!(server.seen().len(), 1, "the facts are kept");
}
