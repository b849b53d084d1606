//! Without a model: the wording rules alone, said openly; and the exit code that tells a pipeline what was found.

use crate::answers::{assumption, flag, full, raising};
use crate::desk::{Desk, run};
use crate::server::Server;
use serde_json::json;

/// Words that the rules stumble over.
const WORDING: &str = "# Limits\n\nThe page must load quickly.\n\nThe limit is TBD.\n";

#[test]
fn without_an_endpoint_the_rules_run_and_the_first_line_says_that_only_they_did() {
    let desk = Desk::new();
    desk.put("wording.md", WORDING);
    let run = run(&mut desk.clarify(&["review", "wording.md"])).ends(0);
    let first = run.out.lines().next().unwrap();
    assert!(
        first.starts_with("Only the wording rules ran: no model was asked."),
        "{first}"
    );
    assert_eq!(run.err, "");
    run.shows(&[
        "OPENAI_BASE_URL",
        "placeholder",
        "wording.md:5:14",
        "vague-timing",
        "wording.md:3:20",
    ]);
}

#[test]
fn a_report_by_rules_alone_names_no_model_and_no_questions() {
    let desk = Desk::new();
    desk.put("wording.md", WORDING);
    let report = run(&mut desk.clarify(&["review", "wording.md", "--format", "json"])).json();
    let review = &report["reviews"][0];
    assert_eq!(
        (&review["depth"], &review["provenance"]),
        (&json!("rules"), &json!([]))
    );
    let sources: Vec<_> = review["flags"]
        .as_array()
        .unwrap()
        .iter()
        .map(|flag| &flag["source"])
        .collect();
    assert_eq!(sources, ["rules", "rules"]);
}

#[test]
fn rules_only_asks_nobody_though_an_endpoint_is_configured() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    let run = desk.review(&server, &["spec.md", "--rules-only"]).ends(0);
    assert!(run.out.starts_with("Only the wording rules ran"));
    assert_eq!(server.seen().len(), 0);
}

#[test]
fn rules_alone_never_call_a_spec_clear() {
    let desk = Desk::new();
    desk.put(
        "plain.md",
        "# Colours\n\nThe button on the order page is green.\n",
    );
    let run = run(&mut desk.clarify(&["review", "plain.md"])).ends(0);
    run.shows(&["nothing raised by the wording rules"]);
}

#[test]
fn words_that_model_and_rules_both_raise_are_one_finding() {
    let (desk, answer) = (
        Desk::new(),
        raising(&[flag("F1", "missing-metric", "minor", "load quickly")]),
    );
    desk.put("wording.md", WORDING);
    let report = desk.json(&Server::reading(answer), &["wording.md"]);
    let list = report["reviews"][0]["flags"].as_array().unwrap();
    let found: Vec<_> = list
        .iter()
        .map(|flag| (flag["kind"].clone(), flag["source"].clone()))
        .collect();
    assert!(
        found.contains(&(json!("missing-metric"), json!("both"))),
        "{found:?}"
    );
    assert!(!found.iter().any(|(kind, _)| kind == "vague-timing"), "{found:?}");
}

#[test]
fn a_pipeline_learns_of_findings_at_or_above_its_limit() {
    let desk = Desk::new();
    desk.put(
        "plain.md",
        "# Colours\n\nThe button on the order page is green.\n",
    );
    let worst = |severity: &str| {
        let mut answer = raising(&[flag("F1", "missing-case", severity, "The button")]);
        answer["flags"][0]["passages"][0]["document"] = json!("plain.md");
        Server::reading(answer)
    };
    let codes = |severity: &str| {
        let server = worst(severity);
        ["note", "minor", "major", "blocker", "never"].map(|limit| {
            desk.review(&server, &["plain.md", "--no-store", "--fail-on", limit])
                .code
                .unwrap()
        })
    };
    assert_eq!(codes("note"), [1, 0, 0, 0, 0]);
    assert_eq!(codes("minor"), [1, 1, 0, 0, 0]);
    assert_eq!(codes("major"), [1, 1, 1, 0, 0]);
    assert_eq!(codes("blocker"), [1, 1, 1, 1, 0]);
}

#[test]
fn a_pipeline_without_a_model_learns_what_the_rules_found() {
    let desk = Desk::new();
    desk.put("wording.md", WORDING);
    let code = |limit: &str| {
        run(&mut desk.clarify(&["review", "wording.md", "--rules-only", "--fail-on", limit])).code
    };
    assert_eq!(["note", "blocker"].map(code), [Some(1), Some(0)]);
}

#[test]
fn assumptions_count_for_a_pipeline_too() {
    let (desk, mut answer) = (Desk::new(), raising(&[]));
    answer["assumptions"] = json!([assumption("A1", "major", "the original card 2 hours")]);
    let server = Server::reading(answer);
    desk.review(&server, &["spec.md", "--fail-on", "major"]).ends(1);
    desk.review(&server, &["spec.md", "--fail-on", "blocker"]).ends(0);
}

#[test]
fn by_default_findings_are_no_failure_and_one_limit_may_stand_in_the_file() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    desk.review(&server, &["spec.md"]).ends(0);
    desk.put("clarify.toml", "[review]\nfail_on = \"major\"\n");
    desk.review(&server, &["spec.md"]).ends(1);
    desk.review(&server, &["spec.md", "--fail-on", "never"]).ends(0);
}

#[test]
fn a_document_that_could_not_be_reviewed_weighs_more_than_findings() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    desk.review(&server, &["spec.md", "missing.md", "--fail-on", "note"])
        .ends(2);
}
