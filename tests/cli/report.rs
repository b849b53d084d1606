//! What a report holds: for a person, and for a program.

use crate::answers::{SPEC, flag, full, passage, raising};
use crate::desk::{Desk, run};
use crate::server::Server;
use serde_json::{Value, json};

const ARGS: [&str; 3] = ["spec.md", "--strategy", "strategy.md"];

/// The parts of a report in which findings stand.
const LISTS: [&str; 3] = ["flags", "assumptions", "questions"];

fn all_findings(report: &Value) -> Vec<Value> {
    let reviews = report["reviews"].as_array().unwrap().iter();
    let lists = reviews.flat_map(|review| LISTS.map(|list| review[list].as_array().unwrap().clone()));
    lists.flatten().collect()
}

/// Checks each anchor of each finding against the bytes of its file; returns how many there were.
#[track_caller]
fn prove(desk: &Desk, report: &Value) -> usize {
    let findings = all_findings(report);
    let anchors = findings
        .iter()
        .flat_map(|finding| finding["anchors"].as_array().unwrap());
    let proven = anchors.map(|anchor| {
        let bytes = std::fs::read(desk.path(anchor["document"].as_str().unwrap())).unwrap();
        let place = |name: &str| anchor[name].as_u64().unwrap() as usize;
        let (start, end) = (place("byte_start"), place("byte_end"));
        assert_eq!(&bytes[start..end], anchor["quote"].as_str().unwrap().as_bytes());
        let before = std::str::from_utf8(&bytes[..start]).unwrap();
        assert_eq!(place("line"), before.matches('\n').count() + 1);
        let line = before.rsplit('\n').next().unwrap().trim_start_matches('\u{feff}');
        assert_eq!(place("column"), line.chars().count() + 1);
    });
    proven.count()
}

#[test]
fn a_person_sees_place_readings_case_question_and_whom_to_ask() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    let run = desk.review(&server, &ARGS).ends(0).shows(&[
        "spec.md: Returns (",
        "1 blocker, 1 major, 1 minor",
        "Settle the window first.",
        "1. blocker: May guests be paid in vouchers?",
        "spec.md:11:1 strategy-conflict",
        "strategy.md:3:1",
        "2. major: F1: which is meant?",
        "spec.md:5:32 ambiguous-timing",
        "reading 1: from the order",
        "reading 2: from the delivery",
        "case: Ordered on 1 March, delivered on 9 March, returned on 3 April: paid or refused?",
        "3. minor assumption: Every card takes a refund",
        "1. Mara Lindt: From which day do the 30 days run?",
        "b) from the delivery (suggested by clarify)",
        "unanswered: the days run from the order",
        "blocks finding 2",
        "missing measures of success (no figure)",
        "conflicts “Every customer is paid back in money.” strategy.md:3",
        "Answered by scripted-1-2026: 2 live on",
        "2 requests, 2,000 tokens in and 400 out",
    ]);
    assert_eq!(run.err, "");
}

#[test]
fn the_report_for_programs_keeps_to_its_published_schema() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    let schema = run(&mut desk.clarify(&["schema", "review"])).ends(0).json();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let report = desk.json(&server, &["spec.md", "missing.md", "--strategy", "strategy.md"]);
    let errors: Vec<_> = schema
        .iter_errors(&report)
        .map(|error| error.to_string())
        .collect();
    assert_eq!(errors, Vec::<String>::new());
    assert!(!schema.is_valid(&json!({"format": "clarify.review", "version": 1})));
    let by_rules = run(&mut desk.clarify(&["review", "spec.md", "--format", "json"])).json();
    assert!(schema.is_valid(&by_rules));
}

#[test]
fn the_report_for_programs_holds_all_that_is_known() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    let report = desk.json(&server, &["spec.md", "missing.md", "--strategy", "strategy.md"]);
    assert_eq!(
        (&report["format"], &report["version"]),
        (&json!("clarify.review"), &json!(1))
    );
    let review = &report["reviews"][0];
    for finding in all_findings(&report) {
        let words = ["id", "kind", "severity", "source"];
        assert!(words.iter().all(|name| finding[*name].is_string()), "{finding}");
        assert!(finding["rank"].as_u64() >= Some(1) && finding["anchors"].is_array());
    }
    assert_eq!(review["coverage"][1]["area"], "measures-of-success");
    assert_eq!(review["strategy"][0]["fit"], "conflicts");
    assert_eq!(review["strategy"][0]["goal"]["document"], "strategy.md");
    assert_eq!(review["set_aside"], json!([]));
    assert_eq!(
        (&review["usage"]["requests"], &review["usage"]["input_tokens"]),
        (&json!(2), &json!(2000))
    );
    assert_eq!(review["usage"]["cost_usd"], json!(null));
    let purposes: Vec<_> = review["provenance"].as_array().unwrap().iter().collect();
    let purposes: Vec<_> = purposes
        .iter()
        .map(|answer| answer["purpose"].as_str().unwrap())
        .collect();
    assert_eq!(purposes, ["review.detect", "review.verify"]);
    assert_eq!(review["provenance"][0]["origin"], "live");
    assert_eq!(report["errors"][0]["document"], "missing.md");
    assert!(
        report["errors"][0]["hint"]
            .as_str()
            .unwrap()
            .contains("check the path")
    );
}

#[test]
fn a_question_is_tied_to_the_finding_that_waits_for_it() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    let report = desk.json(&server, &ARGS);
    let review = &report["reviews"][0];
    let flag = &review["flags"].as_array().unwrap()[1];
    let question = &review["questions"][0];
    assert_eq!(
        (&flag["kind"], &flag["rank"]),
        (&json!("ambiguous-timing"), &json!(2))
    );
    assert_eq!(question["blocks"], json!([flag["id"]]));
    assert_eq!(question["severity"], "major");
    assert_eq!(question["anchors"], flag["anchors"]);
    assert_eq!(question["suggested"], 1);
}

#[test]
fn every_quote_stands_in_its_file_at_the_bytes_given() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    let report = desk.json(&server, &ARGS);
    assert!(prove(&desk, &report) >= 5);
    assert_eq!(report["reviews"][0]["flags"][1]["anchors"][0]["match"], "exact");
}

#[test]
fn bytes_are_those_of_the_file_also_with_byte_order_mark_and_windows_line_ends() {
    let desk = Desk::new();
    let text =
        format!("\u{feff}{}", SPEC.replace("hand-over", "hand–over – “übergeben”")).replace('\n', "\r\n");
    desk.put("spec.md", text);
    let over_lines =
        "The refund is paid to the original card 2 hours after hand-over - \"übergeben\".\nThe refund";
    let flags = [
        flag("F1", "ambiguous-timing", "major", "within 30 days"),
        flag("F2", "contradiction", "major", "Guests are refunded"),
        flag("F3", "missing-case", "minor", over_lines),
        flag("F4", "missing-case", "minor", "# Returns"),
    ];
    let mut answer = raising(&flags);
    let sides = ["Guests are refunded", "after hand–over – “übergeben”."];
    answer["flags"][1]["passages"] = json!(sides.map(|quote| passage("spec.md", quote)));
    let server = Server::reading(answer);
    let report = desk.json(&server, &["spec.md"]);
    assert!(prove(&desk, &report) >= 5);
    let sent = server.seen()[0].user().to_owned();
    assert!(!sent.contains('\u{feff}'));
    let flags = crate::desk::flags(&report);
    let spread = flags
        .iter()
        .find(|flag| flag["title"] == "F3: which is meant?")
        .unwrap();
    assert_eq!(spread["anchors"][0]["match"], "normalised");
    assert!(
        spread["anchors"][0]["quote"]
            .as_str()
            .unwrap()
            .contains(".\r\nThe refund")
    );
}

#[test]
fn markdown_names_findings_and_places_without_colours() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    let args = [
        "spec.md",
        "--strategy",
        "strategy.md",
        "--format",
        "markdown",
        "--color",
        "always",
    ];
    let run = desk.review(&server, &args).ends(0);
    assert!(run.out.contains("spec.md:5") && run.out.contains("May guests be paid in vouchers?"));
    assert!(!run.out.contains('\u{1b}'));
}

#[test]
fn the_rest_is_counted_and_shown_on_demand() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    let args = ["spec.md", "--strategy", "strategy.md", "--max", "1"];
    let run = desk
        .review(&server, &args)
        .ends(0)
        .shows(&["1. blocker", "(--all shows them)"]);
    assert!(!run.out.contains("2. major:"));
    desk.review(&server, &["spec.md", "--strategy", "strategy.md", "--all"])
        .shows(&["2. major:"]);
}
