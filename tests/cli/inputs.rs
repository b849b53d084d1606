//! Documents that cannot be read: each says why and what to do, and the others are reviewed all the same.

use crate::answers::raising;
use crate::desk::{Desk, Run, run};
use crate::server::Server;
use std::fs;

/// Reviews the desk's good spec together with another that cannot be read.
fn beside_a_good_one(desk: &Desk, bad: &str) -> Run {
    let server = Server::reading(raising(&[]));
    let run = desk.review(&server, &[bad, "spec.md"]).ends(2);
    assert_eq!(server.seen().len(), 1, "the good one is read");
    assert!(server.seen()[0].user().contains("label=\"spec.md\""));
    run.shows(&["spec.md: Returns", "could not be reviewed: "])
}

#[track_caller]
fn refused(name: &str, content: &[u8], error: &str, hint: &str) {
    let desk = Desk::new();
    desk.put(name, content);
    let error = format!("could not be reviewed: {name} {error}");
    beside_a_good_one(&desk, name).shows(&[&error, &format!("hint: {hint}")]);
}

#[test]
fn a_missing_file_is_named_with_a_remedy() {
    let run = beside_a_good_one(&Desk::new(), "missing.md");
    run.shows(&[
        "could not be reviewed: missing.md could not be read:",
        "hint: check the path",
    ]);
}

#[test]
fn a_folder_is_no_spec() {
    let desk = Desk::new();
    desk.put("specs/a.md", "# A\n");
    beside_a_good_one(&desk, "specs").shows(&["specs is a folder", "hint: name the files in it"]);
}

#[test]
fn an_empty_file_is_told_so() {
    refused("empty.md", b"", "is empty", "write something first");
    refused(
        "blank.md",
        b"\xef\xbb\xbf \r\n\t\n",
        "is empty",
        "write something first",
    );
}

#[test]
fn what_is_no_text_is_told_what_it_looks_like() {
    let not_text = "is not a text file: it looks like";
    let named = "name a Markdown or plain text file";
    refused("a.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", not_text, named);
    refused(
        "b.md",
        b"# Title\n\nwith a \0 in it\n",
        &format!("{not_text} binary data"),
        named,
    );
    refused(
        "c.md",
        b"%PDF-1.7\n",
        &format!("{not_text} a PDF document"),
        "export it as Markdown",
    );
    refused(
        "d.docx",
        b"PK\x03\x04....",
        &format!("{not_text} a Word"),
        "export it as Markdown",
    );
}

#[test]
fn other_encodings_are_told_with_the_command_that_helps() {
    let utf_16: Vec<u8> = "\u{feff}# Title\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    refused(
        "utf-16.md",
        &utf_16,
        "is not a text file: it looks like UTF-16 text",
        "",
    );
    refused(
        "latin-1.md",
        b"# Caf\xe9\n",
        "is not UTF-8: the byte at offset 5",
        "save it as UTF-8 (for Latin-1: iconv",
    );
}

#[test]
fn a_file_beyond_the_limit_is_not_read() {
    let long = "The button is green.\n".repeat(4 * 1024 * 1024 / 21 + 1);
    refused(
        "long.md",
        long.as_bytes(),
        "is larger than 4 MiB",
        "split it into several documents",
    );
}

#[test]
fn a_path_below_a_file_is_told() {
    let desk = Desk::new();
    desk.put("file", "no folder");
    beside_a_good_one(&desk, "file/spec.md").shows(&["file/spec.md could not be read: ", "hint: check"]);
}

#[cfg(unix)]
#[test]
fn a_file_without_permission_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    let path = desk.put("locked.md", "# Locked\n");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&path).is_ok() {
        eprintln!("not tested: whoever runs this may read every file");
        return;
    }
    beside_a_good_one(&desk, "locked.md").shows(&["locked.md could not be read: ", "hint: allow yourself"]);
}

#[test]
fn failures_are_also_in_the_other_formats_and_on_standard_error() {
    let desk = Desk::new();
    for format in ["json", "markdown"] {
        let args = ["review", "missing.md", "spec.md", "--format", format];
        let run = run(&mut desk.clarify(&args)).ends(2);
        run.shows(&["missing.md"])
            .says(&["error: missing.md could not be read", "help: check the path"]);
    }
}

#[test]
fn standard_input_is_read_for_a_dash() {
    let (desk, server) = (Desk::new(), Server::reading(raising(&[])));
    let mut command = desk.with(&server, &["review", "-"]);
    let run = crate::desk::run(command.write_stdin("# From elsewhere\n\nThe limit is TBD.\n")).ends(0);
    run.shows(&["<stdin>: From elsewhere", "<stdin>:3:14"]);
    assert!(server.seen()[0].user().contains("# From elsewhere"));
    let empty = crate::desk::run(desk.clarify(&["review", "-"]).write_stdin("")).ends(2);
    empty.shows(&["<stdin> is empty"]);
}

#[test]
fn a_missing_strategy_stops_the_review() {
    let (desk, server) = (Desk::new(), Server::reading(raising(&[])));
    let run = desk
        .review(&server, &["spec.md", "--strategy", "nowhere"])
        .ends(2);
    run.says(&["error: nowhere could not be read", "help: check the path"]);
    assert_eq!(
        server.seen().len(),
        0,
        "a review without its strategy would mislead"
    );
}

#[test]
fn a_strategy_folder_without_documents_stops_the_review() {
    let (desk, server) = (Desk::new(), Server::reading(raising(&[])));
    desk.put("strategy/plan.xlsx", "x");
    let run = desk
        .review(&server, &["spec.md", "--strategy", "strategy"])
        .ends(2);
    run.says(&[
        "strategy holds no Markdown or text file",
        "name a folder with .md or .txt files",
    ]);
    assert_eq!(server.seen().len(), 0);
}

#[test]
fn an_empty_file_among_the_strategy_is_passed_over_with_a_warning() {
    let (desk, server) = (Desk::new(), Server::reading(raising(&[])));
    desk.put("strategy/a.md", "");
    desk.put("strategy/b.md", "# Goals\n\nGrow.\n");
    let run = desk
        .review(&server, &["spec.md", "--strategy", "strategy"])
        .ends(0);
    run.says(&["a.md is empty: left out"]);
    assert!(server.seen()[0].user().contains("label=\"strategy/b.md\""));
}

#[test]
fn nothing_to_review_is_a_misuse() {
    let run = run(&mut Desk::new().clarify(&["review"])).ends(2);
    run.says(&["<SPEC>", "--help"]);
}

#[test]
fn a_spec_named_twice_is_reviewed_once() {
    let desk = Desk::new();
    let server = Server::reading(raising(&[]));
    let report = desk.json(&server, &["spec.md", "./spec.md", "spec.md"]);
    assert_eq!(report["reviews"].as_array().unwrap().len(), 1);
    assert_eq!(server.seen().len(), 1);
}

#[test]
fn a_spec_and_a_context_document_of_one_name_are_told_apart() {
    let desk = Desk::new();
    desk.put(
        "context/spec.md",
        "# Terms\n\nReturn: a parcel that comes back.\n",
    );
    let server = Server::reading(raising(&[]));
    desk.review(&server, &["spec.md", "--glossary", "context/spec.md"])
        .ends(0);
    let seen = server.seen();
    assert!(seen[0].user().contains("role=\"glossary\" label=\"spec.md\""));
    assert!(seen[0].user().contains("role=\"spec\" label=\"spec.md (2)\""));
}
