//! Help, explanations and mistakes in what is typed.

use crate::desk::{Desk, Run, one_line, run};

fn clarify(args: &[&str]) -> Run {
    run(&mut Desk::new().clarify(args))
}

#[test]
fn help_tells_commands_exit_codes_and_where_to_start() {
    for args in [["--help"], ["help"]] {
        clarify(&args).ends(0).shows(&[
            "review",
            "explain",
            "schema",
            "completions",
            "man",
            "Exit codes: 0 nothing at or above --fail-on was found",
            "130 interrupted",
            "clarify review spec.md --strategy strategy/",
        ]);
    }
}

#[test]
fn help_on_reviewing_gives_examples_and_names_the_environment() {
    clarify(&["review", "--help"]).ends(0).shows(&[
        "Examples: clarify review spec.md",
        "--dry-run",
        "export OPENAI_API_KEY=",
        "http://localhost:11434/v1",
        "[env: OPENAI_BASE_URL",
    ]);
}

#[test]
fn a_mistyped_flag_or_command_is_answered_with_the_right_one() {
    clarify(&["review", "spec.md", "--strategie", "x"])
        .ends(2)
        .says(&["--strategie", "'--strategy'", "--help"]);
    clarify(&["reveiw", "spec.md"])
        .ends(2)
        .says(&["reveiw", "'review'"]);
    clarify(&["review", "spec.md", "--depth", "standart"])
        .ends(2)
        .says(&["'standard'"]);
    clarify(&["review", "spec.md", "--fail-on", "mayor"])
        .ends(2)
        .says(&["'major'"]);
}

#[test]
fn nothing_typed_shows_the_help() {
    let run = clarify(&[]).ends(2);
    run.says(&["Usage: clarify <COMMAND>"]);
}

#[test]
fn flags_that_exclude_each_other_are_told() {
    for pair in [
        ["--record=a", "--replay=b"],
        ["--no-store", "--refresh"],
        ["--rules-only", "--replay=b"],
        ["--all", "--max=3"],
        ["--quiet", "--verbose"],
        ["--rules-only", "--dry-run"],
    ] {
        let args = ["review", "spec.md", pair[0], pair[1]];
        clarify(&args).ends(2).says(&["cannot be used with"]);
    }
}

#[test]
fn values_out_of_range_are_told_with_what_fits() {
    for (flag, words) in [
        ("--attempts=0", "1..=20"),
        ("--jobs=0", "1..=1000"),
        ("--timeout=soon", "give whole seconds, such as 120"),
        ("--max-output-tokens=1", "256.."),
        ("--reader=cat", "the readers are engineering"),
    ] {
        clarify(&["review", "spec.md", flag]).ends(2).says(&[words]);
    }
}

/// The codes that `clarify explain` lists.
fn codes(list: &str) -> Vec<&str> {
    let entries = list
        .lines()
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    entries
        .filter_map(|line| line.split_whitespace().next())
        .collect()
}

#[test]
fn every_kind_of_finding_that_is_listed_has_a_page() {
    let list = clarify(&["explain"]).ends(0);
    let codes = codes(&list.out);
    assert!(codes.len() >= 34, "{codes:?}");
    for code in ["vague-term", "ambiguous-timing", "strategy-conflict", "timeline"] {
        assert!(codes.contains(&code), "{code}");
    }
    for code in codes {
        let page = clarify(&["explain", code]).ends(0);
        assert!(page.out.starts_with(code));
        page.shows(&[
            "What it flags",
            "Why it hurts",
            "Example",
            "Ask instead",
            "Source",
        ]);
    }
}

#[test]
fn an_unknown_kind_is_answered_with_the_nearest_or_the_list() {
    clarify(&["explain", "vague-therm"])
        .ends(2)
        .says(&["vague-therm", "did you mean vague-term?"]);
    clarify(&["explain", "zzz"])
        .ends(2)
        .says(&["no kind of finding called zzz", "`clarify explain` lists all"]);
}

#[test]
fn completions_are_there_for_each_shell() {
    for (shell, word) in [
        ("bash", "_clarify()"),
        ("zsh", "#compdef clarify"),
        ("fish", "complete -c clarify"),
    ] {
        let run = clarify(&["completions", shell]).ends(0);
        assert!(run.out.contains(word) && run.out.contains("fail-on"), "{shell}");
    }
    clarify(&["completions", "csh"]).ends(2).says(&["bash", "fish"]);
}

#[test]
fn the_manual_covers_every_command_and_the_exit_codes() {
    let page = clarify(&["man"]).ends(0).out;
    assert!(page.contains(".TH clarify"));
    for word in ["clarify\\-review", "clarify\\-explain", "fail\\-on", "Exit codes"] {
        assert!(one_line(&page).contains(word), "{word}");
    }
}

#[test]
fn the_version_is_told() {
    assert_eq!(
        clarify(&["--version"]).ends(0).out,
        concat!("clarify ", env!("CARGO_PKG_VERSION"), "\n")
    );
}
