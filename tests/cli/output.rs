//! Where the report goes and how it looks on the way.

use crate::answers::full;
use crate::desk::{Desk, run};
use crate::server::Server;
use std::fs;
use std::process::{Command, Stdio};

#[test]
fn a_report_goes_to_a_file_and_nothing_else_is_said() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    let run = desk
        .review(&server, &["spec.md", "-o", "review.md", "--format", "markdown"])
        .ends(0);
    assert_eq!((run.out, run.err), (String::new(), String::new()));
    let report = fs::read_to_string(desk.path("review.md")).unwrap();
    assert!(report.contains("which is meant?") && report.ends_with('\n'));
}

#[test]
fn a_file_that_cannot_be_written_is_told_with_a_remedy_and_the_answers_are_kept() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    let run = desk
        .review(&server, &["spec.md", "-o", "nowhere/review.md"])
        .ends(2);
    run.says(&[
        "the report could not be written to nowhere/review.md",
        "help: check that the folder exists",
    ]);
    desk.review(&server, &["spec.md"]).ends(0);
    assert_eq!(server.seen().len(), 2);
}

#[test]
fn a_folder_in_place_of_a_file_is_told_so() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    desk.review(&server, &["spec.md", "-o", "."]).ends(2).says(&[
        "the report could not be written to .",
        "help: this is a folder: name a file in it",
    ]);
}

#[test]
fn an_old_report_stays_when_there_is_no_new_one() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    desk.put("review.md", "the old one");
    desk.review(&server, &["spec.md", "-o", "review.md", "--strategy", "nowhere"])
        .ends(2);
    assert_eq!(fs::read_to_string(desk.path("review.md")).unwrap(), "the old one");
    desk.review(&server, &["spec.md", "-o", "review.md"]).ends(0);
    assert!(
        fs::read_to_string(desk.path("review.md"))
            .unwrap()
            .contains("which is meant?")
    );
    let names: Vec<_> = fs::read_dir(desk.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(names.len(), 3, "no half-written file is left: {names:?}");
}

#[test]
fn what_could_not_be_reviewed_is_also_told_where_the_report_goes_to_a_file() {
    let desk = Desk::new();
    let run = run(&mut desk.clarify(&["review", "spec.md", "missing.md", "-o", "review.txt"])).ends(2);
    run.says(&["error: missing.md could not be read", "help: check the path"]);
    assert!(
        fs::read_to_string(desk.path("review.txt"))
            .unwrap()
            .contains("missing.md")
    );
}

#[test]
fn a_reader_that_goes_away_is_no_trouble() {
    let desk = Desk::new();
    // Longer than a pipe holds.
    desk.put(
        "long.md",
        "# Long\n\n".to_owned() + &"- The limit is TBD.\n".repeat(3000),
    );
    for args in [
        &["review", "long.md", "--all"][..],
        &["review", "long.md", "--format", "json"],
        &["schema", "review"],
    ] {
        let mut child = desk
            .bare(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let head = Command::new("head")
            .arg("-1")
            .stdin(child.stdout.take().unwrap())
            .output()
            .unwrap();
        let run = crate::desk::read(child.wait_with_output().unwrap()).ends(0);
        assert_eq!(run.err, "");
        assert!(!head.stdout.is_empty());
    }
}

#[test]
fn quiet_says_nothing_but_the_report_and_errors() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    desk.put("strategy/a.md", "");
    desk.put("strategy/b.md", "# Goals\n\nGrow.\n");
    let args = ["spec.md", "--strategy", "strategy"];
    desk.review(&server, &args).ends(0).says(&["left out"]);
    let run = desk.review(&server, &[&args[..], &["--quiet"]].concat()).ends(0);
    assert_eq!(run.err, "");
    desk.review(&server, &["spec.md", "missing.md", "-q", "--format", "json"])
        .ends(2)
        .says(&["error: missing.md"]);
}

#[test]
fn verbose_tells_each_step() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    let steps = |run: crate::desk::Run| run.err.lines().map(str::to_owned).collect::<Vec<_>>();
    let told = steps(desk.review(&server, &["spec.md", "-v"]).ends(0));
    assert_eq!(
        told,
        [
            "clarify: reading spec.md",
            "clarify: asking: review.detect",
            "clarify: answered: review.detect (asked now)",
            "clarify: asking: review.verify",
            "clarify: answered: review.verify (asked now)",
            "clarify: finished spec.md",
        ]
    );
    let again = steps(desk.review(&server, &["spec.md", "-v"]).ends(0));
    assert_eq!(
        again[2],
        "clarify: answered: review.detect (kept from an earlier run)"
    );
}

#[test]
fn colours_come_only_where_they_are_wanted() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    let coloured = |args: &[&str], name: &str, value: &str| {
        let mut command = desk.with(&server, &[&["review", "spec.md"], args].concat());
        run(command.env(name, value)).ends(0).out.contains('\u{1b}')
    };
    assert!(!coloured(&[], "TERM", "xterm-256color"), "into a pipe");
    assert!(coloured(&["--color", "always"], "TERM", "xterm-256color"));
    assert!(!coloured(&["--color", "never"], "CLICOLOR_FORCE", "1"));
    assert!(coloured(&[], "CLICOLOR_FORCE", "1"));
    assert!(!coloured(&[], "NO_COLOR", "1"));
    assert!(
        coloured(&["--color", "always"], "NO_COLOR", "1"),
        "what is typed wins"
    );
}
