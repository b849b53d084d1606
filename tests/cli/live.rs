//! A review with a model: what is asked, and what is shown.

use crate::answers::{self, SPEC, STRATEGY, flag, full, raising};
use crate::desk::{Desk, KEY};
use crate::server::{Seen, Server};
use serde_json::json;

const GLOSSARY: &str = "# Glossary\n\n- **Parcel**: one box with a label.\n";
const DECISIONS: &str = "# Decisions\n\n## Who pays\n\nReturn shipping stays free.\n";
const PEOPLE: &str = "\
[[stakeholders]]
name = \"Mara Lindt\"
role = \"Finance\"
decides = [\"refund rules\"]
";

fn with_context() -> Desk {
    let desk = Desk::new();
    desk.put("glossary.md", GLOSSARY);
    desk.put("decisions.md", DECISIONS);
    desk.put("clarify.toml", PEOPLE);
    desk
}

const CONTEXT: [&str; 7] = [
    "spec.md",
    "--strategy",
    "strategy.md",
    "--glossary",
    "glossary.md",
    "--decisions",
    "decisions.md",
];

/// The marker of the fence, as the user's message has it.
fn marker(seen: &Seen) -> String {
    let (_, rest) = seen.user().split_once("<document-").expect("a fence");
    rest[..rest.find(' ').unwrap()].to_owned()
}

fn fenced(marker: &str, role: &str, label: &str, text: &str) -> String {
    let text = text.trim_end();
    format!("<document-{marker} role=\"{role}\" label=\"{label}\">\n{text}\n</document-{marker}>")
}

#[test]
fn a_request_goes_to_chat_completions_with_key_model_and_strict_schema() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    desk.review(&server, &["spec.md", "--strategy", "strategy.md"])
        .ends(0);
    let first = &server.seen()[0];
    assert_eq!(first.line, "POST /v1/chat/completions HTTP/1.1");
    assert_eq!(
        first.header("authorization"),
        Some(format!("Bearer {KEY}").as_str())
    );
    assert_eq!(first.body["model"], "scripted-1");
    assert_eq!(first.body["response_format"]["type"], "json_schema");
    let form = &first.body["response_format"]["json_schema"];
    assert_eq!((&form["strict"], &form["name"]), (&json!(true), &json!("review")));
    let schema = jsonschema::validator_for(&form["schema"]).unwrap();
    assert!(
        schema.is_valid(&answered_in_full()),
        "a whole answer fits the schema"
    );
    let messages = first.body["messages"].as_array().unwrap();
    let roles: Vec<_> = messages
        .iter()
        .map(|message| message["role"].as_str().unwrap())
        .collect();
    assert_eq!(roles, ["system", "user"]);
}

/// An answer with every field that the strict schema demands.
fn answered_in_full() -> serde_json::Value {
    let mut answer = raising(&[flag("F1", "ambiguous-timing", "major", "within 30 days")]);
    answer["summary"] = json!("Settle the window first.");
    answer
}

#[test]
fn documents_are_fenced_with_a_marker_that_stands_in_none_of_them() {
    let (desk, server) = (with_context(), Server::reading(full()));
    desk.review(&server, &CONTEXT).ends(0);
    let first = &server.seen()[0];
    let marker = marker(first);
    let documents = [
        ("strategy", "strategy.md", STRATEGY),
        ("glossary", "glossary.md", GLOSSARY),
        ("decisions", "decisions.md", DECISIONS),
        ("spec", "spec.md", SPEC),
    ];
    for (role, label, text) in documents {
        assert!(!text.contains(&marker));
        assert!(
            first.user().contains(&fenced(&marker, role, label, text)),
            "{label}"
        );
    }
    assert!(first.message(0).contains(&format!("<document-{marker} …>")));
    assert!(first.user().contains("- Mara Lindt, Finance: refund rules"));
}

#[test]
fn without_stakeholders_questions_go_to_roles() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    desk.review(&server, &["spec.md"]).ends(0);
    assert!(
        server.seen()[0]
            .user()
            .contains("address each question to a role")
    );
}

#[test]
fn a_temperature_is_sent_only_where_one_is_configured() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    desk.review(&server, &["spec.md"]).ends(0);
    desk.put(
        "clarify.toml",
        "[model.parameters]\ntemperature = 0.25\nseed = 7\n",
    );
    desk.review(&server, &["spec.md"]).ends(0);
    let seen = server.seen();
    assert_eq!(seen[0].body.get("temperature"), None);
    assert_eq!(seen[0].body.get("n"), None);
    let configured = &seen[2].body;
    assert_eq!(
        (&configured["temperature"], &configured["seed"]),
        (&json!(0.25), &json!(7))
    );
}

#[test]
fn the_second_look_is_shown_the_candidates_and_the_same_documents() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    desk.review(&server, &["spec.md", "--strategy", "strategy.md"])
        .ends(0);
    let seen = server.seen();
    assert_eq!(seen.len(), 2);
    assert_eq!(seen[1].candidates(), ["F1", "F2", "A1"]);
    let user = seen[1].user();
    assert!(user.contains("F1 [ambiguous-timing, major] F1: which is meant?"));
    assert!(user.contains("\"within 30 days\"") && user.contains("reading: from the delivery"));
    assert_eq!(
        marker(&seen[0]),
        marker(&seen[1]),
        "so that a provider's cache is hit"
    );
    assert_eq!(seen[0].message(0), seen[1].message(0));
    assert_eq!(seen[1].body["response_format"]["json_schema"]["name"], "verdicts");
}

#[test]
fn a_quick_review_asks_once_and_a_deep_one_once_for_each_reader() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    desk.review(&server, &["spec.md", "--depth", "quick"]).ends(0);
    assert_eq!(server.seen().len(), 1);
    let deep = [
        "spec.md", "--depth", "deep", "--reader", "legal", "--reader", "test",
    ];
    desk.review(&server, &deep).ends(0);
    let seen = server.seen();
    let eyes = |name: &str| {
        seen.iter()
            .filter(|seen| seen.user().contains(&format!("with the eyes of {name}")))
            .count()
    };
    assert_eq!((seen.len(), eyes("legal"), eyes("test")), (4, 1, 1));
    assert_eq!(
        seen[3].candidates(),
        ["F1", "A1"],
        "what two readers raise is one finding"
    );
}

#[test]
fn nothing_raised_means_no_second_look_and_a_clear_report() {
    let (desk, server) = (Desk::new(), Server::reading(answers::raising(&[])));
    desk.put(
        "clear.md",
        "# Colours\n\nThe button on the order page is green (#0A7D32).\n",
    );
    let run = desk
        .review(&server, &["clear.md"])
        .ends(0)
        .shows(&["clear: nothing to raise"]);
    assert_eq!(server.seen().len(), 1);
    assert_eq!(run.err, "");
}

#[test]
fn several_specs_are_reviewed_in_the_order_given() {
    let (desk, server) = (Desk::new(), Server::reading(answers::raising(&[])));
    let names = ["c.md", "a.md", "b.md"];
    names.iter().for_each(|name| {
        desk.put(name, format!("# {name}\n\nThe button is green.\n"));
    });
    let report = desk.json(&server, &names);
    let reviewed: Vec<_> = report["reviews"].as_array().unwrap().iter().collect();
    let reviewed: Vec<_> = reviewed
        .iter()
        .map(|review| review["document"].as_str().unwrap())
        .collect();
    assert_eq!(reviewed, names);
}

#[test]
fn a_spec_in_the_folder_of_its_strategy_is_not_its_own_context() {
    let (desk, server) = (Desk::new(), Server::reading(raising(&[])));
    desk.put("strategy/spec.md", SPEC);
    desk.put("strategy/goals.md", STRATEGY);
    for spec in ["strategy/spec.md", "./strategy/spec.md"] {
        desk.review(&server, &[spec, "--strategy", "strategy"]).ends(0);
    }
    let seen = server.seen();
    assert_eq!(seen.len(), 1, "however its path is written");
    assert_eq!(
        seen[0].user().matches("Guests are refunded by voucher.").count(),
        1
    );
}
