//! The recordings that come with the project replay, and what they claim is proven by the bytes of the fixtures.

use serde_json::Value;
use std::path::Path;
use std::process::Command;

fn replayed(job: &str, input: &str) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_clarify"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_clear()
        .args([
            job,
            input,
            "--strategy",
            "fixtures/strategy",
            "--replay",
            "fixtures/recordings",
        ])
        .args(["--format", "json"])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

fn assert_proven(anchor: &Value) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    if anchor["item"].is_object() {
        return assert_item_proven(anchor, root);
    }
    let path = root.join(anchor["document"].as_str().unwrap());
    let bytes = std::fs::read(path).unwrap();
    let place = |name: &str| usize::try_from(anchor[name].as_u64().unwrap()).unwrap();
    let words = &bytes[place("byte_start")..place("byte_end")];
    assert_eq!(
        std::str::from_utf8(words).unwrap(),
        anchor["quote"].as_str().unwrap()
    );
}

/// Words of a requirement in a file of text begin at their line and column, whatever parts them there.
fn assert_item_proven(anchor: &Value, root: &Path) {
    let item = &anchor["item"];
    if item["cell"].is_string() {
        assert!(item["cell"].as_str().unwrap().contains('!'), "{anchor:#}");
        return;
    }
    let file = item["file"]
        .as_str()
        .unwrap_or(anchor["document"].as_str().unwrap());
    let text = std::fs::read_to_string(root.join(file)).unwrap();
    let place = |name: &str| usize::try_from(anchor[name].as_u64().unwrap()).unwrap() - 1;
    let line = text.lines().nth(place("line")).unwrap();
    let there: String = line.chars().skip(place("column")).collect();
    let first = anchor["quote"]
        .as_str()
        .unwrap()
        .split_whitespace()
        .next()
        .unwrap();
    assert!(
        there.starts_with(first),
        "{there:?} does not begin with {first:?}"
    );
}

#[test]
fn every_recorded_finding_rests_on_words_that_stand_there() {
    let specs = [
        "fixtures/specs/instant-returns.md",
        "fixtures/specs/address-book.md",
        "fixtures/specs/supplier-portal.md",
        "fixtures/specs/checkout-limits.md",
        "fixtures/specs/loyalty-notes.txt",
    ];
    for spec in specs {
        let report = replayed("review", spec);
        let review = &report["reviews"][0];
        let findings = ["flags", "assumptions", "questions"].map(|list| review[list].as_array().unwrap());
        assert!(findings.iter().all(|list| !list.is_empty()), "{spec}");
        let anchors = findings
            .into_iter()
            .flatten()
            .flat_map(|finding| finding["anchors"].as_array().unwrap());
        anchors.for_each(assert_proven);
    }
}

#[test]
fn text_that_steers_a_reviewer_is_reported_and_not_obeyed() {
    let report = replayed("review", "fixtures/specs/supplier-portal.md");
    let review = &report["reviews"][0];
    assert!(
        review["flags"].as_array().unwrap().len() > 5,
        "it asked for no findings"
    );
    let coverage = review["coverage"].as_array().unwrap();
    assert!(
        coverage.iter().any(|area| area["state"] != "clear"),
        "it asked for clear areas"
    );
}

#[test]
fn the_recorded_audit_shows_what_was_laid_into_the_folder_and_proves_it() {
    let report = replayed("audit", "fixtures/requirements");
    let across = report["across"].as_array().unwrap();
    across
        .iter()
        .flat_map(|finding| finding["sides"].as_array().unwrap())
        .for_each(assert_proven);
    let goals = report["coverage"]["goals"].as_array().unwrap();
    goals.iter().for_each(|goal| assert_proven(&goal["goal"]));
    let between = |kind: &str, one: &str, other: &str| {
        let names = |finding: &Value, file: &str| {
            let sides = finding["sides"].as_array().unwrap();
            sides
                .iter()
                .any(|side| side["document"].as_str().unwrap().ends_with(file))
        };
        across
            .iter()
            .any(|finding| finding["kind"] == kind && names(finding, one) && names(finding, other))
    };
    assert!(between(
        "cross-contradiction",
        "pick-up-points.md",
        "delivery-messages.md"
    ));
    assert!(between(
        "cross-contradiction",
        "business-invoices.md",
        "receivables.xlsx"
    ));
    assert!(between("cross-contradiction", "returns-form.md", "goodwill.md"));
    assert!(between(
        "unmet-dependency",
        "event-collection.md",
        "product-recommendations.md"
    ));
    assert!(between(
        "unmet-dependency",
        "carrier-interface.sdoc",
        "order-tracking.md"
    ));
    assert!(between(
        "term-with-two-meanings",
        "newsletter.md",
        "event-collection.md"
    ));
    assert!(between("duplicate-id", "returns-form.md", "refunds.md"));
    for (kind, one, other) in [
        (
            "cross-contradiction",
            "carrier-interface.sdoc",
            "order-tracking.md",
        ),
        (
            "cross-contradiction",
            "carrier-interface.sdoc",
            "pick-up-points.md",
        ),
        ("cross-contradiction", "returns-dock.csv", "refunds.md"),
        (
            "term-with-two-meanings",
            "customer-account.reqif",
            "newsletter.md",
        ),
        ("dangling-reference", "gift-cards", "gift-cards"),
        ("dangling-reference", "receivables.xlsx", "receivables.xlsx"),
    ] {
        assert!(between(kind, one, other), "{kind} between {one} and {other}");
    }
    let ids: Vec<&str> = across
        .iter()
        .flat_map(|finding| finding["sides"].as_array().unwrap())
        .filter_map(|side| side["item"]["id"].as_str())
        .collect();
    assert!(ids.contains(&"CAR-3") && ids.contains(&"REC-1"), "{ids:?}");
    assert!(between("dangling-reference", "austria.md", "austria.md"));
    let none = report["coverage"]["serving_none"].to_string();
    assert!(none.contains("shop-search.md"), "{none}");
    assert_eq!(report["errors"], serde_json::json!([]));
}

/// Returns every sentence of a brief with the facts that it names.
fn sentences(brief: &Value) -> Vec<&Value> {
    let parts = ["decided", "changes", "unchanged", "open", "needed"];
    let listed = parts.iter().flat_map(|part| brief[part].as_array().unwrap());
    let answers = brief["questions"].as_array().unwrap().iter();
    let answers = answers
        .map(|question| &question["answer"])
        .filter(|answer| !answer.is_null());
    listed.chain(answers).collect()
}

#[test]
fn recorded_briefs_rest_on_facts_and_facts_on_words_of_the_notes() {
    for notes in [
        "fixtures/notes/q1-planning.md",
        "fixtures/notes/leadership-offsite.md",
        "fixtures/notes/austria-call.txt",
    ] {
        let report = replayed("brief", notes);
        let facts = report["facts"].as_array().unwrap();
        facts
            .iter()
            .flat_map(|fact| fact["anchors"].as_array().unwrap())
            .for_each(assert_proven);
        let known: Vec<&str> = facts.iter().map(|fact| fact["id"].as_str().unwrap()).collect();
        let held: Vec<&str> = report["author"]["held_back"]
            .as_array()
            .unwrap()
            .iter()
            .map(|held| held["fact"].as_str().unwrap())
            .collect();
        let briefs = report["briefs"].as_array().unwrap();
        assert_eq!(briefs.len(), 6, "{notes}");
        for sentence in briefs.iter().flat_map(sentences) {
            let named = sentence["facts"].as_array().unwrap();
            assert!(!named.is_empty(), "{notes}: {sentence}");
            for fact in named.iter().map(|fact| fact.as_str().unwrap()) {
                assert!(known.contains(&fact), "{notes}: {sentence}");
                assert!(!held.contains(&fact), "{notes}: {sentence}");
            }
        }
        for covered in report["author"]["coverage"].as_array().unwrap() {
            let is_accounted = ["teams", "left_out"]
                .iter()
                .any(|list| !covered[list].as_array().unwrap().is_empty());
            assert!(
                is_accounted || covered["reason"].is_string(),
                "{notes}: {covered}"
            );
        }
    }
}
