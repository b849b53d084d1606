//! What settings and comments say about the rules, end to end.

use crate::answers::{flag, raising};
use crate::desk::{Desk, run};
use crate::server::Server;
use serde_json::Value;

const SPEC: &str = "# Lockers\n\nThe locker must open quickly and be robust.\n\nThe fee is TBD.\n";

/// Lists the codes and words of a report's flags, leaving out notes.
fn raised(report: &Value, index: usize) -> Vec<(String, String)> {
    let flags = report["reviews"][index]["flags"].as_array().unwrap().iter();
    let worth = flags.filter(|flag| flag["severity"] != "note");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    worth
        .map(|flag| (text(&flag["kind"]), text(&flag["anchors"][0]["quote"])))
        .collect()
}

fn pairs(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter()
        .map(|(kind, words)| ((*kind).to_owned(), (*words).to_owned()))
        .collect()
}

#[test]
fn the_settings_file_says_which_rules_and_words_hold_where() {
    let desk = Desk::new();
    desk.put("spec.md", SPEC);
    desk.put("drafts/spec.md", SPEC);
    desk.put(
        "clarify.toml",
        "[rules]\nvague-timing = \"off\"\n[rules.vague-term.terms]\nrobust = \"off\"\nlocker = \"on\"\n[[rules.paths]]\nfiles = [\"drafts/\"]\nplaceholder = \"off\"\nvague-timing = \"on\"\n",
    );
    let report = run(&mut desk.clarify(&[
        "review",
        "spec.md",
        "drafts/spec.md",
        "--rules-only",
        "--format",
        "json",
    ]))
    .json();
    assert_eq!(
        raised(&report, 0),
        pairs(&[("placeholder", "TBD"), ("vague-term", "locker")])
    );
    assert_eq!(
        raised(&report, 1),
        pairs(&[("vague-term", "locker"), ("vague-timing", "quickly")])
    );
}

#[test]
fn mistakes_in_the_rules_settings_are_shown_with_their_line_and_what_there_is() {
    let desk = Desk::new();
    desk.put("spec.md", SPEC);
    let told = |settings: &str, expected: &[&str]| {
        desk.put("clarify.toml", settings);
        let run = run(&mut desk.clarify(&["review", "spec.md", "--rules-only"])).ends(2);
        for words in expected {
            assert!(run.err.contains(words), "{words} is not in {}", run.err);
        }
    };
    told(
        "[rules]\n\nvague-trem = \"off\"\n",
        &["clarify.toml", "line 3", "vague-term"],
    );
    told(
        "[rules.placeholder]\nlevl = \"off\"\n",
        &["line 2", "level", "severity", "terms"],
    );
    told(
        "[rules]\nplaceholder = \"quiet\"\n",
        &["line 2", "`off`", "`low`", "`on`"],
    );
    told(
        "[rules.vague-term.terms]\nrobusd = \"off\"\n",
        &["clarify.toml", "line 2", "did you mean “robust”?"],
    );
    told(
        "[rules.missing-actor.terms]\ndone = \"on\"\n",
        &["line 2", "has no terms"],
    );
    told("[[rules.paths]]\nfiles = [\"a{b\"]\n", &["line 2", "no pattern"]);
}

#[test]
fn the_rules_that_hold_are_printed() {
    let desk = Desk::new();
    desk.put(
        "clarify.toml",
        "[rules]\nplaceholder = { severity = \"blocker\" }\nvague-term.terms.snappy = \"on\"\n[[rules.paths]]\nfiles = [\"drafts/\"]\nplaceholder = \"low\"\n",
    );
    let run = run(&mut desk.clarify(&["review", "--print-config"])).ends(0);
    let printed: toml::Table = run.out.parse().unwrap();
    let rules = &printed["rules"];
    assert_eq!(rules["placeholder"]["severity"].as_str(), Some("blocker"));
    assert_eq!(rules["negative-requirement"]["level"].as_str(), Some("low"));
    assert_eq!(rules["vague-term"]["terms"]["snappy"].as_str(), Some("on"));
    assert_eq!(rules["paths"][0]["placeholder"]["level"].as_str(), Some("low"));
    desk.put("clarify.toml", &run.out);
    let again = crate::desk::run(&mut desk.clarify(&["review", "--print-config"])).ends(0);
    assert_eq!(again.out, run.out);
}

#[test]
fn a_comment_settles_what_it_names_and_one_that_settles_nothing_is_told() {
    let desk = Desk::new();
    desk.put(
        "spec.md",
        "# Lockers\n\n<!-- clarify: ignore vague-timing agreed with ops on 3 May -->\nThe locker must open quickly.\n\n<!-- clarify: ignore placeholder -->\nThe fee is 3 euros.\n",
    );
    let report = run(&mut desk.clarify(&["review", "spec.md", "--rules-only", "--format", "json"])).json();
    assert_eq!(raised(&report, 0), []);
    let warnings = report["reviews"][0]["warnings"].to_string();
    assert!(
        warnings.contains("line 6") && warnings.contains("no reason"),
        "{warnings}"
    );
    assert!(warnings.contains("nothing of kind placeholder"), "{warnings}");
    assert!(!warnings.contains("line 3"), "{warnings}");
}

#[test]
fn a_comment_settles_what_the_model_raises_too_and_nothing_is_lost() {
    let desk = Desk::new();
    desk.put(
        "spec.md",
        "# Lockers\n\n<!-- clarify: ignore missing-case lockers are never full -->\nThe locker opens for the courier.\n",
    );
    let answer = raising(&[flag("F1", "missing-case", "major", "The locker opens")]);
    let report = desk.json(&Server::reading(answer), &["spec.md"]);
    let review = &report["reviews"][0];
    assert_eq!(raised(&report, 0), []);
    assert_eq!(review["set_aside"][0]["reason"], "suppressed in the document");
    assert!(
        !review["warnings"].to_string().contains("line 3"),
        "{}",
        review["warnings"]
    );
}

#[test]
fn a_spec_in_another_language_is_told_so_and_not_flagged() {
    let desk = Desk::new();
    desk.put(
        "lastenheft.md",
        "# Schließfächer\n\nDas Schließfach muss sich schnell öffnen und robust sein. Der Bote legt das Paket hinein, schließt die Tür und bekommt eine Bestätigung auf sein Telefon. Wird das Paket nicht innerhalb von drei Tagen abgeholt, geht es an den Absender zurück. Die Gebühr beträgt TBD Euro je Tag und wird mit der Rechnung am Monatsende eingezogen.\n",
    );
    let run = run(&mut desk.clarify(&["review", "lastenheft.md", "--rules-only"])).ends(0);
    let run = run.shows(&["looks German", "English only", "“TBD”"]);
    assert!(!run.out.contains("robust"), "{}", run.out);
}

#[test]
fn notes_of_the_rules_are_counted_and_shown_on_demand() {
    let desk = Desk::new();
    desk.put(
        "spec.md",
        "# Lockers\n\nThe locker must not open twice for other couriers.\n",
    );
    let brief = run(&mut desk.clarify(&["review", "spec.md", "--rules-only"])).ends(0);
    let brief = brief.shows(&["and 2 more: 1 negative-requirement, 1 vague-term"]);
    assert!(!brief.out.contains("“other”"), "{}", brief.out);
    run(&mut desk.clarify(&["review", "spec.md", "--rules-only", "--all"]))
        .ends(0)
        .shows(&["“other”", "“not”"]);
}

#[test]
fn many_specs_are_read_at_once_and_reported_in_the_order_given() {
    let desk = Desk::new();
    let names: Vec<String> = (0..300).map(|number| format!("s{number:03}.md")).collect();
    for name in &names {
        desk.put(name, SPEC);
    }
    let mut args = vec!["review", "--rules-only", "--format", "json", "--fail-on", "major"];
    args.extend(names.iter().map(String::as_str));
    args.push("missing.md");
    let told = run(&mut desk.clarify(&args)).ends(2);
    let report: Value = serde_json::from_str(&told.out).unwrap();
    let seen: Vec<&str> = report["reviews"]
        .as_array()
        .unwrap()
        .iter()
        .map(|review| review["document"].as_str().unwrap())
        .collect();
    assert_eq!(seen, names);
    assert_eq!(report["errors"].as_array().unwrap().len(), 1);
}
