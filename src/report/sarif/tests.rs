//! Logs of the made-up reviews, held against the published schema and against the documents.

use crate::domain::Anchor;
use crate::report::samples::{self, Sample, rendered};
use crate::report::{Format, Options};
use serde_json::Value;

/// The standard's own schema; where it comes from stands beside it.
const SCHEMA: &str = include_str!("../../../fixtures/schemas/sarif-2.1.0.json");

fn log(sample: &Sample) -> Value {
    serde_json::from_str(&rendered(Format::Sarif, sample, &Options::default())).unwrap()
}

fn run(sample: &Sample) -> Value {
    log(sample)["runs"][0].clone()
}

fn results(run: &Value) -> &[Value] {
    run["results"].as_array().unwrap()
}

#[test]
fn every_log_keeps_to_the_published_schema() {
    // A bracket too many, which only JavaScript's expressions bear.
    let schema = SCHEMA.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}$");
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let samples = samples::all().into_iter().chain([("many", samples::many(500))]);
    for (name, sample) in samples {
        let log = log(&sample);
        let errors: Vec<String> = validator
            .iter_errors(&log)
            .map(|error| error.to_string())
            .collect();
        assert_eq!(errors, Vec::<String>::new(), "{name}");
    }
    let mut wrong = log(&samples::typical());
    wrong["runs"][0]["results"][0]["level"] = "blocker".into();
    assert!(!validator.is_valid(&wrong), "the schema looks at levels");
}

#[test]
fn every_result_names_its_rule_which_is_there_once_with_help() {
    let run = run(&samples::many(500));
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for result in results(&run) {
        let rule = &rules[result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], result["ruleId"]);
    }
    let mut ids: Vec<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), rules.len());
    for rule in rules {
        assert!(rule["help"]["text"].as_str().unwrap().contains("Why it hurts: "));
        assert!(rule["help"]["markdown"].as_str().unwrap().contains("**Ask:** "));
    }
}

#[test]
fn severities_become_levels_and_are_kept_beside_them() {
    let run = run(&samples::many(500));
    for result in results(&run) {
        let level = match result["properties"]["severity"].as_str().unwrap() {
            "blocker" | "major" => "error",
            "minor" => "warning",
            _ => "note",
        };
        assert_eq!(result["level"], level);
    }
}

#[test]
fn fingerprints_are_made_of_ids_and_differ_where_ids_do_not() {
    let mut sample = samples::typical();
    let review = &mut sample.report.reviews[0];
    let twin = review.flags[0].id.clone();
    review.flags[1].id = twin.clone();
    let run = run(&sample);
    let hash = |index: usize| results(&run)[index]["partialFingerprints"]["primaryLocationLineHash"].clone();
    assert_eq!(
        (hash(0), hash(1)),
        (format!("{twin}:1").into(), format!("{twin}:2").into())
    );
    let mut moved = samples::typical();
    moved.report.reviews[0].flags[0].anchors[0].position.line += 7;
    let before = self::run(&samples::typical());
    assert_eq!(
        results(&before)[0]["partialFingerprints"],
        results(&self::run(&moved))[0]["partialFingerprints"]
    );
}

/// The characters of a document in a region.
fn words_in(text: &str, region: &Value) -> String {
    let number = |name: &str| region[name].as_u64().unwrap() as usize;
    let text = text.trim_start_matches('\u{feff}');
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let offset = |line: usize, column: usize| {
        lines[..line - 1]
            .iter()
            .map(|line| line.chars().count())
            .sum::<usize>()
            + column
            - 1
    };
    let start = offset(number("startLine"), number("startColumn"));
    let end = offset(number("endLine"), number("endColumn"));
    text.chars().skip(start).take(end - start).collect()
}

#[test]
fn regions_hold_the_quoted_words_in_code_points() {
    for (name, sample) in samples::all() {
        let run = run(&sample);
        assert_eq!(run["columnKind"], "unicodeCodePoints");
        let mut regions = results(&run).iter();
        let own = |anchors: &[Anchor], document: &str| {
            let mut own = anchors.iter().filter(|anchor| anchor.document == document);
            own.next().cloned()
        };
        let anchors = sample.report.reviews.iter().flat_map(|review| {
            let flags = review.flags.iter().map(|flag| (flag.rank, &flag.anchors));
            let taken = review
                .assumptions
                .iter()
                .map(|taken| (taken.rank, &taken.anchors));
            let mut all: Vec<_> = flags.chain(taken).collect();
            all.sort_by_key(|(rank, _)| *rank);
            all.into_iter()
                .map(move |(_, anchors)| own(anchors, &review.document))
        });
        for anchor in anchors {
            let result = regions.next().unwrap();
            let Some(anchor) = anchor else { continue };
            let text = sample.sources.get(&anchor.document).unwrap().text();
            let region = &result["locations"][0]["physicalLocation"]["region"];
            assert_eq!(words_in(text, region), anchor.quote.trim_end(), "{name}");
        }
    }
}

#[test]
fn locations_are_relative_to_the_root_and_percent_encoded() {
    let run = run(&samples::wide());
    let location = &results(&run)[0]["locations"][0]["physicalLocation"]["artifactLocation"];
    assert_eq!(location["uri"], "sp%C3%A9cs/%E9%80%80%E8%B4%A7.md");
    assert_eq!(location["uriBaseId"], "%SRCROOT%");
    assert!(run["originalUriBaseIds"]["%SRCROOT%"].is_object());
}

#[test]
fn strangers_words_become_no_link_and_no_command() {
    let raw = rendered(Format::Sarif, &samples::hostile(), &Options::default());
    let is_bad = |found: char| (found.is_control() && found != '\n') || crate::report::clean::reorders(found);
    assert!(!raw.contains(is_bad));
    let run = run(&samples::hostile());
    let message = results(&run)[0]["message"]["text"].as_str().unwrap();
    assert!(message.contains(r"\[x\](javascript:alert(1))"), "{message}");
    assert!(!message.contains(crate::report::clean::is_unseen) && !message.contains('\u{1b}'));
}

#[test]
fn failures_are_notifications_of_a_run_that_did_not_succeed() {
    let run = run(&samples::failed());
    let invocation = &run["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let errors = invocation["toolExecutionNotifications"]
        .as_array()
        .unwrap()
        .iter();
    assert_eq!(
        errors
            .filter(|notification| notification["level"] == "error")
            .count(),
        2
    );
    assert_eq!(
        self::run(&samples::clear())["invocations"][0]["executionSuccessful"],
        true
    );
}
