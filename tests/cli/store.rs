//! Answers are kept: nothing is paid twice, and a store in a bad state is no reason to stop.

use crate::answers::{SPEC, full, raising};
use crate::desk::{Desk, files, read};
use crate::server::Server;
use serde_json::Value;
use std::fs;
use std::process::Stdio;

/// A report without what tells one run from another.
fn timeless(mut report: Value) -> Value {
    for review in report["reviews"].as_array_mut().unwrap() {
        let review = review.as_object_mut().unwrap();
        review.remove("provenance");
        review.remove("usage");
    }
    report
}

#[test]
fn a_second_run_asks_nothing_and_reports_the_same() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    let args = ["spec.md", "--strategy", "strategy.md"];
    let first = desk.json(&server, &args);
    let second = desk.json(&server, &args);
    assert_eq!(server.seen().len(), 2);
    assert_eq!(second["reviews"][0]["usage"]["stored"], 2);
    assert_eq!(second["reviews"][0]["usage"]["requests"], 0);
    assert_eq!(second["reviews"][0]["provenance"][1]["origin"], "store");
    assert_eq!(timeless(first), timeless(second));
    desk.review(&server, &args)
        .shows(&["2 stored on", "No request was sent: this run cost nothing"]);
}

#[test]
fn answers_are_kept_in_the_cache_folder_for_the_user_alone() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    desk.review(&server, &["spec.md"]).ends(0);
    let kept = files(&desk.store());
    assert_eq!(kept.len(), 2);
    #[cfg(unix)]
    for file in kept {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(file).unwrap().permissions().mode() & 0o077, 0);
    }
}

#[test]
fn a_named_store_is_used_in_place_of_the_cache_folder() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    desk.review(&server, &["spec.md", "--store", "kept"]).ends(0);
    assert_eq!(
        (files(&desk.path("kept")).len(), files(&desk.home()).len()),
        (2, 0)
    );
    desk.review(&server, &["spec.md", "--store", "kept"]).ends(0);
    assert_eq!(server.seen().len(), 2);
}

#[test]
fn refreshing_asks_again_and_keeps_the_new_answer() {
    let desk = Desk::new();
    desk.review(&Server::reading(full()), &["spec.md"]).ends(0);
    let server = Server::reading(raising(&[]));
    desk.review(&server, &["spec.md", "--refresh"]).ends(0);
    assert_eq!(server.seen().len(), 1);
    desk.review(&server, &["spec.md"]).ends(0);
    assert_eq!(server.seen().len(), 1);
}

#[test]
fn without_a_store_nothing_is_kept_and_all_is_asked_again() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    desk.review(&server, &["spec.md", "--no-store"]).ends(0);
    desk.review(&server, &["spec.md", "--no-store"]).ends(0);
    assert_eq!((server.seen().len(), files(&desk.home()).len()), (4, 0));
}

#[test]
fn a_changed_spec_another_model_or_another_setting_is_asked_again() {
    let (desk, server) = (Desk::new(), Server::reading(raising(&[])));
    desk.review(&server, &["spec.md"]).ends(0);
    desk.review(&server, &["spec.md", "--model", "scripted-2"])
        .ends(0);
    desk.put("clarify.toml", "[model.parameters]\nseed = 7\n");
    desk.review(&server, &["spec.md"]).ends(0);
    desk.put("spec.md", SPEC.replace("30 days", "31 days"));
    desk.review(&server, &["spec.md"]).ends(0);
    assert_eq!(server.seen().len(), 4);
}

#[test]
fn from_another_folder_with_absolute_paths_the_same_is_asked() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    desk.put(
        "strategy/goals.md",
        "# Goals\n\nEvery customer is paid back in money.\n",
    );
    desk.review(&server, &["spec.md", "--strategy", "strategy"])
        .ends(0);
    let (spec, strategy) = (desk.path("spec.md"), desk.path("strategy/"));
    let mut command = desk.with(&server, &["review", spec.to_str().unwrap()]);
    command.arg("--strategy").arg(strategy).current_dir(desk.home());
    let run = crate::desk::run(&mut command).ends(0);
    assert_eq!(server.seen().len(), 2);
    run.shows(&["2 stored on"]);
}

#[test]
fn a_broken_kept_file_is_a_warning_and_asked_for_again() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    desk.review(&server, &["spec.md"]).ends(0);
    let kept = files(&desk.store());
    let text = fs::read_to_string(&kept[0]).unwrap();
    fs::write(&kept[0], &text[..text.len() / 2]).unwrap();
    let run = desk.review(&server, &["spec.md"]).ends(0);
    run.says(&["cannot be used: it is broken"])
        .shows(&["1 live on", "1 stored on"]);
    assert_eq!(server.seen().len(), 3);
    assert_eq!(desk.review(&server, &["spec.md"]).ends(0).err, "");
    assert_eq!(server.seen().len(), 3);
}

#[test]
fn a_kept_file_that_was_changed_is_not_believed() {
    let (desk, server) = (Desk::new(), Server::reading(raising(&[])));
    desk.review(&server, &["spec.md"]).ends(0);
    let kept = files(&desk.store());
    let text = fs::read_to_string(&kept[0]).unwrap();
    fs::write(&kept[0], text.replace("within 30 days", "within 60 days")).unwrap();
    desk.review(&server, &["spec.md"])
        .ends(0)
        .says(&["it was changed or renamed"]);
    assert_eq!(server.seen().len(), 2);
}

#[test]
fn a_store_that_cannot_be_written_is_a_warning() {
    let (desk, server) = (Desk::new(), Server::reading(raising(&[])));
    desk.put("file", "no folder");
    let run = desk
        .review(&server, &["spec.md", "--store", "file/store"])
        .ends(0);
    run.says(&["could not be stored in", "a later run has to pay for it again"])
        .shows(&["Returns"]);
}

/// The program where no file can grow: as on a full disk, a file can be made and not be written.
#[cfg(unix)]
#[test]
fn on_a_full_disk_the_run_goes_on_and_says_what_is_not_kept() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    let program = env!("CARGO_BIN_EXE_clarify");
    let script = format!("trap '' XFSZ; ulimit -f 0; exec {program} review spec.md");
    let command = desk.bare_with(&server, &[]);
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", &script]).current_dir(desk.path(""));
    shell.env_clear();
    for (name, value) in command.get_envs() {
        shell.env(name, value.unwrap_or_default());
    }
    let run = read(shell.output().unwrap()).ends(0);
    run.says(&["could not be stored in", "a later run has to pay for it again"])
        .shows(&["which is meant?", "2 live on"]);
    assert_eq!(files(&desk.home()).len(), 0, "no half file is left");
    desk.review(&server, &["spec.md"]).ends(0);
    assert_eq!((server.seen().len(), files(&desk.store()).len()), (4, 2));
}

#[test]
fn two_runs_at_once_share_a_store() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    let start = || {
        let mut command = desk.bare_with(&server, &["review", "spec.md", "--format", "json"]);
        command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    };
    let both = [start(), start()];
    let runs = both.map(|child| read(child.wait_with_output().unwrap()).ends(0));
    assert_eq!(timeless(runs[0].json()), timeless(runs[1].json()));
    assert_eq!(runs.map(|run| run.err), ["", ""]);
    assert_eq!(files(&desk.store()).len(), 2, "and no file is left half written");
}
