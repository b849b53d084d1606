//! The whole circle on a fixture, with answers recorded from a large model: a tracked review, the pack of its questions,
//! the pack filled in and read back, the answers carried into the text, and a second review that finds them settled.

use crate::desk::{Desk, Run, run};
use std::fs;
use std::path::{Path, PathBuf};

const SPEC: &str = "specs/instant-returns.md";
/// How many questions of the pack are answered.
const ANSWERED: usize = 14;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// The fixtures that the recordings were made with, where they may be changed.
fn desk() -> Desk {
    let desk = Desk::new();
    let names = [
        SPEC,
        "clarify.toml",
        "glossary.md",
        "decisions.md",
        "strategy/goals-2027.md",
        "strategy/north-star.md",
    ];
    for name in names {
        desk.put(name, fs::read(fixtures().join(name)).unwrap());
    }
    desk
}

fn on(desk: &Desk, args: &[&str]) -> Run {
    let tape = fixtures().join("recordings");
    let all = args.iter().copied().chain(["--replay", tape.to_str().unwrap()]);
    run(&mut desk.clarify(&all.collect::<Vec<_>>()))
}

fn review(desk: &Desk) -> Run {
    on(desk, &["review", SPEC, "--strategy", "strategy", "--track"])
}

fn filled() -> PathBuf {
    fixtures().join("answers/instant-returns.md")
}

/// Takes the answers out of a filled-in pack.
fn emptied(pack: &str) -> String {
    let lines = pack.replace("- [x]", "- [ ]");
    let lines = lines.lines().map(|line| match line.strip_prefix("**Answer:**") {
        Some(_) => "**Answer:**",
        None => line,
    });
    lines.map(|line| format!("{line}\n")).collect()
}

/// The finding's part of the state file.
fn finding<'s>(state: &'s str, id: &str) -> &'s str {
    let start = state
        .find(&format!("id = \"{id}\""))
        .unwrap_or_else(|| panic!("{id} is not in the state"));
    let rest = &state[start..];
    rest.split("\n[[finding]]").next().unwrap()
}

fn status<'s>(state: &'s str, id: &str) -> &'s str {
    let part = finding(state, id);
    part.split_once("status = \"")
        .unwrap()
        .1
        .split('"')
        .next()
        .unwrap()
}

fn state(desk: &Desk) -> String {
    fs::read_to_string(desk.path(".clarify/specs/instant-returns.md.toml")).unwrap()
}

#[test]
fn answered_questions_are_carried_into_the_text_and_not_raised_again() {
    let desk = desk();
    review(&desk).ends(0);
    let pack = run(&mut desk.clarify(&["questions", SPEC])).ends(0);
    let answers = fs::read_to_string(filled()).unwrap();
    assert_eq!(
        emptied(&answers),
        pack.out,
        "the filled-in fixture is the pack as it is written"
    );

    let from = filled();
    let read = [
        "answer",
        SPEC,
        "--from",
        from.to_str().unwrap(),
        "--on",
        "2026-11-27",
    ];
    let kept = run(&mut desk.clarify(&read)).ends(0);
    let kept = kept.shows(&["14 answers kept, 10 left empty"]);
    let settled: Vec<&str> = kept
        .out
        .lines()
        .filter_map(|line| line.trim().strip_prefix("settles "))
        .flat_map(|ids| ids.split(", "))
        .collect();
    assert!(settled.len() >= ANSWERED, "{settled:?}");

    let before = fs::read_to_string(desk.path(SPEC)).unwrap();
    on(&desk, &["apply", SPEC, "--write"])
        .ends(0)
        .says(&["14 answers written into its section Clarifications"]);
    let after = fs::read_to_string(desk.path(SPEC)).unwrap();
    assert!(
        after.contains("| QR code validity | 21 days after the return is started |"),
        "{after}"
    );
    assert!(!after.contains("at least three orders") && !after.contains("product pages viewed"));
    let untouched = |line: &&str| line.starts_with("**R1.**") || line.starts_with("**R15.**");
    for line in before.lines().filter(untouched) {
        assert!(after.contains(line), "{line}");
    }

    let second = review(&desk)
        .ends(0)
        .shows(&["19 resolved, 18 new, 20 still open"]);
    let state = state(&desk);
    for id in &settled {
        assert_eq!(status(&state, id), "resolved", "{id}\n{}", second.out);
    }
    let asked = answers
        .lines()
        .filter(|line| line.starts_with("Reference:"))
        .count();
    let resolved = answers
        .lines()
        .filter_map(|line| line.strip_prefix("Reference: `")?.strip_suffix('`'))
        .filter(|id| status(&state, id) == "resolved");
    assert_eq!(
        (asked, resolved.count()),
        (24, ANSWERED),
        "what was left empty stays open"
    );
}
