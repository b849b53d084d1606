//! The forms of a report that programs and spreadsheets read, through the real program: a hostile spec and a hostile answer
//! stay words in each of them.

use crate::answers::{flag, full, raising};
use crate::desk::{Desk, Run, run};
use crate::folder::{folder, server};
use crate::server::Server;
use calamine::{Data, Reader, Xlsx};
use serde_json::{Value, json};

/// A spec that the rules find fault with, in words that mean something to a terminal, a workflow, a spreadsheet, XML and
/// Markdown.
const HOSTILE: &str = "# Export\n\n::error::x%0A::warning::y ##[error]z It should be fast, etc.\n\n\
=cmd|' /C calc'!A0 should be robust \u{1b}]8;;http://evil.example\u{7}here\u{1b}]8;;\u{7} \u{202e}txet\u{2069} <script>alert(1)</script> \
[x](javascript:alert(1)) <svg onload=alert(1)> ]]> &amp; TBD\n";

const HOSTILE_NAME: &str = "specs/Größe a,b:c%0A.md";

fn review(desk: &Desk, args: &[&str]) -> Run {
    let all: Vec<&str> = ["review"].iter().chain(args).copied().collect();
    run(&mut desk.clarify(&all))
}

/// Reviews the usual spec with an answer whose every word is hostile.
fn answered(format: &str) -> String {
    let mut one = flag("F1", "missing-case", "major", "within 30 days");
    for field in ["title", "why"] {
        one[field] = json!(
            "=1+1 %0A::error::x\n::set-output name=a::b ##[error]y \u{1b}[31m\u{202e} <script>alert(1)</script> [x](javascript:alert(1)) @everyone"
        );
    }
    let (desk, server) = (Desk::new(), Server::reading(raising(&[one])));
    desk.review(&server, &["spec.md", "--format", format, "--all"])
        .ends(0)
        .out
}

fn has_no_controls(out: &str) {
    let bad: Vec<char> = out
        .chars()
        .filter(|found| (found.is_control() && *found != '\n') || ('\u{202a}'..='\u{202e}').contains(found))
        .collect();
    assert!(bad.is_empty(), "{bad:?}");
}

/// Fails if a line is a command that clarify did not mean.
fn commands_are_ours(out: &str) {
    for line in out.lines().map(str::trim_start) {
        let ours = [
            "::error file=",
            "::warning file=",
            "::notice file=",
            "::group::",
            "::endgroup::",
        ];
        let is_ours = ours.iter().any(|ours| line.starts_with(ours));
        assert!(is_ours || !line.starts_with("::"), "{line}");
        assert!(!line.contains("##["), "{line}");
    }
}

#[test]
fn a_workflow_takes_no_command_from_a_spec_its_name_or_an_answer() {
    let desk = Desk::new();
    desk.put(HOSTILE_NAME, HOSTILE);
    let out = review(
        &desk,
        &[HOSTILE_NAME, "--rules-only", "--format", "github", "--all"],
    )
    .ends(0)
    .out;
    has_no_controls(&out);
    commands_are_ours(&out);
    assert!(
        out.contains("::error file=specs/Größe a%2Cb%3Ac%250A.md,line=5,"),
        "{out}"
    );
    let out = answered("github");
    has_no_controls(&out);
    commands_are_ours(&out);
    assert!(
        out.contains("::=1+1 %250A::error::x ::set-output name=a::b # #[error]y"),
        "{out}"
    );
}

#[test]
fn code_scanning_gets_encoded_paths_and_no_links_of_strangers() {
    let desk = Desk::new();
    let path = desk.put(HOSTILE_NAME, HOSTILE);
    let out = review(
        &desk,
        &[path.to_str().unwrap(), "--rules-only", "--format", "sarif"],
    )
    .ends(0)
    .out;
    has_no_controls(&out);
    let log: Value = serde_json::from_str(&out).unwrap();
    let run = &log["runs"][0];
    let location = &run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"];
    assert_eq!(
        location["uri"], "specs/Gr%C3%B6%C3%9Fe%20a%2Cb%3Ac%250A.md",
        "from the folder it ran in"
    );
    assert_eq!(location["uriBaseId"], "%SRCROOT%");
    let log: Value = serde_json::from_str(&answered("sarif")).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let result = results
        .iter()
        .find(|result| result["ruleId"] == "missing-case")
        .unwrap();
    let message = result["message"]["text"].as_str().unwrap();
    assert!(
        message.contains(r"\[x\](javascript:alert(1))") && !message.contains(" [x]"),
        "{message}"
    );
}

#[test]
fn reviewdog_gets_bytes_and_markdown_that_shows_what_was_written() {
    let desk = Desk::new();
    desk.put("s.md", "# É\n\nÜber 尽快 👩🏽 it should be fast.\n");
    let out = review(&desk, &["s.md", "--rules-only", "--format", "rdjson", "--all"])
        .ends(0)
        .out;
    let result: Value = serde_json::from_str(&out).unwrap();
    let diagnostics = result["diagnostics"].as_array().unwrap().iter();
    let mut fast = diagnostics.filter(|diagnostic| diagnostic["message"].as_str().unwrap().contains("fast"));
    assert_eq!(
        fast.next().unwrap()["location"],
        json!({"path": "s.md", "range": {"start": {"line": 3, "column": 36}, "end": {"line": 3, "column": 40}}})
    );
    let out = answered("rdjson");
    has_no_controls(&out);
    let result: Value = serde_json::from_str(&out).unwrap();
    let messages = result["diagnostics"].as_array().unwrap().iter();
    let messages: Vec<&str> = messages
        .map(|diagnostic| diagnostic["message"].as_str().unwrap())
        .collect();
    assert!(
        !messages
            .iter()
            .any(|message| message.contains("<script") && !message.contains("\\<script"))
    );
    assert!(!messages.iter().any(|message| message.contains("@everyone")));
}

#[test]
fn a_case_of_junit_fails_from_the_limit_of_the_exit_code_on() {
    let desk = Desk::new();
    desk.put("s.md", HOSTILE);
    let args = ["s.md", "--rules-only", "--format", "junit"];
    let usual = review(&desk, &args).ends(0).out;
    assert!(
        usual.contains("failures=\"0\"") && !usual.contains("<failure"),
        "{usual}"
    );
    let strict: Vec<&str> = args.iter().chain(&["--fail-on", "major"]).copied().collect();
    let out = review(&desk, &strict).ends(1).out;
    let report = quick_junit::Report::deserialize_from_str(&out).unwrap();
    assert!(report.failures >= 1 && report.failures < report.tests, "{out}");
    has_no_controls(&out);
    assert!(!out.contains("<script") && !out.contains("<svg"), "{out}");
    let answer = answered("junit");
    quick_junit::Report::deserialize_from_str(&answer).unwrap();
    has_no_controls(&answer);
}

#[test]
fn a_list_for_a_spreadsheet_holds_no_formula() {
    let desk = Desk::new();
    desk.put("s.md", HOSTILE);
    for out in [
        review(&desk, &["s.md", "--rules-only", "--format", "csv"])
            .ends(0)
            .out,
        answered("csv"),
    ] {
        let mut rows = 0;
        for record in csv::Reader::from_reader(out.as_bytes()).records() {
            let record = record.unwrap();
            assert!(
                !record
                    .iter()
                    .any(|cell| cell.starts_with(['=', '+', '-', '@', '\t', '\r'])),
                "{record:?}"
            );
            rows += 1;
        }
        assert!(rows > 0);
        has_no_controls(&out);
    }
    assert!(answered("csv").contains(",'=1+1 "));
}

#[test]
fn a_workbook_holds_strings_and_goes_to_a_file() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    desk.review(
        &server,
        &[
            "spec.md",
            "--strategy",
            "strategy.md",
            "--format",
            "xlsx",
            "--output",
            "r.xlsx",
        ],
    )
    .ends(0);
    let mut book: Xlsx<_> = calamine::open_workbook(desk.path("r.xlsx")).unwrap();
    assert_eq!(book.sheet_names(), ["Findings", "Questions"]);
    let questions = book.worksheet_range("Questions").unwrap();
    assert_eq!(questions.get((1, 0)), Some(&Data::String("Mara Lindt".into())));
    desk.put("s.md", HOSTILE);
    review(
        &desk,
        &["s.md", "--rules-only", "--format", "xlsx", "--output", "h.xlsx"],
    )
    .ends(0);
    let mut book: Xlsx<_> = calamine::open_workbook(desk.path("h.xlsx")).unwrap();
    assert!(
        book.worksheet_formula("Findings")
            .unwrap()
            .used_cells()
            .all(|(_, _, formula)| formula.is_empty())
    );
    let piped = desk
        .clarify(&["review", "s.md", "--rules-only", "--format", "xlsx"])
        .output()
        .unwrap();
    assert!(piped.stdout.starts_with(b"PK"), "a pipe is no terminal");
}

#[test]
fn a_comment_is_markdown_and_nothing_else() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    let args = ["spec.md", "--strategy", "strategy.md", "--compact"];
    let out = desk.review(&server, &args).ends(0).out;
    assert!(
        out.starts_with("<!-- clarify-comment -->\n### clarify: "),
        "{out}"
    );
    review(
        &desk,
        &["spec.md", "--rules-only", "--compact", "--format", "json"],
    )
    .ends(2)
    .says(&[
        "--compact is a form of --format markdown, and json was asked for",
        "leave out one of the two",
    ]);
}

#[test]
fn an_audit_for_programs_holds_what_lies_between_documents_and_in_each() {
    let (desk, server) = (folder(), server());
    let audit = |format: &str, more: &[&str]| {
        let usual = [
            "audit",
            "reqs",
            "--strategy",
            "strategy.md",
            "--depth",
            "quick",
            "--format",
            format,
        ];
        let all: Vec<&str> = usual.iter().chain(more).copied().collect();
        run(&mut desk.with(&server, &all))
    };
    let log: Value = serde_json::from_str(&audit("sarif", &[]).ends(0).out).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let of = |rule: &str| results.iter().filter(|result| result["ruleId"] == rule).count();
    assert_eq!(
        (of("cross-contradiction"), of("missing-case")),
        (1, 3),
        "{results:#?}"
    );
    let across = results
        .iter()
        .find(|result| result["ruleId"] == "cross-contradiction")
        .unwrap();
    assert_eq!(across["relatedLocations"].as_array().unwrap().len(), 1);
    assert_eq!(log["runs"][0]["artifacts"].as_array().unwrap().len(), 3);

    let out = audit("junit", &["--fail-on", "blocker"]).ends(1).out;
    let report = quick_junit::Report::deserialize_from_str(&out).unwrap();
    assert_eq!((report.test_suites.len(), report.failures), (3, 1));

    audit("github", &[]).ends(0).shows(&[
        "::error file=reqs/messages.md,line=3,",
        "::group::reqs/parcels.md: ",
    ]);

    audit("xlsx", &["--output", "audit.xlsx"]).ends(0);
    let mut book: Xlsx<_> = calamine::open_workbook(desk.path("audit.xlsx")).unwrap();
    assert_eq!(
        book.sheet_names(),
        ["Documents", "Findings", "Goals", "Questions"]
    );
    assert_eq!(book.worksheet_range("Documents").unwrap().height(), 4);
}

/// The commands of a text's lines of one sort, as they would be typed.
fn commands<'t>(text: &'t str, start: &str) -> Vec<Vec<&'t str>> {
    let lines = text
        .lines()
        .filter_map(|line| line.trim_start().split_once(start));
    let commands: Vec<Vec<&str>> = lines.map(|(_, rest)| rest.split_whitespace().collect()).collect();
    assert!(!commands.is_empty(), "{start}");
    commands
}

#[test]
fn the_workflow_and_the_hook_call_the_program_as_it_is() {
    let readme = include_str!("../../README.md");
    let hook = include_str!("../../.pre-commit-hooks.yaml");
    let mut all = commands(readme, "run: clarify ");
    let mut hooked = commands(hook, "entry: clarify ").remove(0);
    let (_, args) = hook.split_once("args: [").unwrap();
    let args = args.split(']').next().unwrap();
    hooked.extend(args.split(", ").chain(["spec.md"]));
    all.push(hooked);
    let desk = Desk::new();
    for command in all {
        let command: Vec<&str> = command.into_iter().chain(["--print-config"]).collect();
        run(&mut desk.clarify(&command)).ends(0);
    }
    assert!(
        readme.contains("startswith(\"<!-- clarify-comment -->\")"),
        "as --compact begins"
    );
}
