//! The recordings that come with the project replay, and what they claim is proven by the bytes of the fixtures.

use serde_json::Value;
use std::path::Path;
use std::process::Command;

fn replayed(spec: &str) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_clarify"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_clear()
        .args([
            "review",
            spec,
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
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(anchor["document"].as_str().unwrap());
    let bytes = std::fs::read(path).unwrap();
    let place = |name: &str| usize::try_from(anchor[name].as_u64().unwrap()).unwrap();
    let words = &bytes[place("byte_start")..place("byte_end")];
    assert_eq!(
        std::str::from_utf8(words).unwrap(),
        anchor["quote"].as_str().unwrap()
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
        let report = replayed(spec);
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
    let report = replayed("fixtures/specs/supplier-portal.md");
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
