//! Notes of a meeting, and answers about them as a model would write them.

use crate::server::{Reply, Seen, Server};
use serde_json::{Value, json};

/// The notes that most tests brief.
pub const NOTES: &str = "\
# Planning (draft)

- Decided: Austria opens on 1 September 2027 with 3 agents. Leonie hires them.
- The locker pilot starts maybe in Q3.
- Mads: the printed catalogue should go.
- Who pays for Austrian returns is open, Pieter decides by 10 December.
- Support: German macros for Austria by 15 July.

## Not for sharing

- Outdoor Kolding wants to sell for about 4.2M, talks with Bram begin in May.
";

/// What they are held against.
pub const GOALS: &str =
    "# Goals\n\nOpen Austria by 1 September 2027.\n\nCut packaging from 212 g to 160 g.\n";

fn proof(quote: &str) -> Value {
    json!([{"document": "notes.md", "section": "", "quote": quote}])
}

fn fact(label: &str, kind: &str, quote: &str, teams: &[&str]) -> Value {
    json!({
        "label": label, "passages": proof(quote), "kind": kind, "statement": quote, "speaker": "", "hedge": "",
        "owner": "", "due": "", "question": "", "question_to": "", "replaces": [], "sensitive": null,
        "sensitive_note": "", "loss": "", "teams": teams, "for_nobody": "",
    })
}

/// The facts of the notes: N1 to N6, of which N6 is sensitive.
pub fn facts() -> Value {
    let both = ["support", "sales"];
    let mut opinion = fact("N3", "opinion", "Mads: the printed catalogue should go.", &both);
    opinion["speaker"] = json!("Mads");
    let mut open = fact(
        "N4",
        "open-point",
        "Who pays for Austrian returns is open, Pieter decides by 10 December.",
        &both,
    );
    open["owner"] = json!("Pieter");
    open["due"] = json!("10 December");
    open["question"] = json!("Who pays for Austrian returns?");
    open["question_to"] = json!("Pieter");
    let mut secret = fact(
        "N6",
        "background",
        "Outdoor Kolding wants to sell for about 4.2M, talks with Bram begin in May.",
        &["sales"],
    );
    secret["sensitive"] = json!("acquisition");
    secret["loss"] = json!("Sales may meet Kolding unprepared.");
    json!({
        "standing": [{"standing": "draft", "passage": proof("Planning (draft)")[0]}],
        "facts": [
            fact("N1", "decision", "Austria opens on 1 September 2027 with 3 agents. Leonie hires them.", &both),
            fact("N2", "date", "The locker pilot starts maybe in Q3.", &both),
            opinion,
            open,
            fact("N5", "action", "Support: German macros for Austria by 15 July.", &["support"]),
            secret,
        ],
        "goals": [
            {"goal": {"document": "goals.md", "quote": "Open Austria by 1 September 2027."}, "facts": ["N1"], "stance": "serves", "note": "it is the date"},
            {"goal": {"document": "goals.md", "quote": "Cut packaging from 212 g to 160 g."}, "facts": [], "stance": "ignores", "note": ""},
        ],
    })
}

pub fn sentence(text: &str, facts: &[&str]) -> Value {
    json!({"text": text, "facts": facts})
}

/// A brief of which every sentence holds.
pub fn brief() -> Value {
    json!({
        "why": {"text": "The opening of Austria brings customers who will write to you.", "facts": ["N1"], "goal": "G1"},
        "decided": [sentence("Austria opens on 1 September 2027 with three agents.", &["N1"])],
        "changes": [sentence("The locker pilot may start in Q3.", &["N2"])],
        "unchanged": [],
        "open": [sentence("Who pays for Austrian returns.", &["N4"])],
        "needed": [sentence("German macros for Austria are needed by 15 July.", &["N5"])],
        "questions": [{"question": "Does the printed catalogue go?", "facts": ["N3"], "answer": "Mads thinks that the printed catalogue should go."}],
        "suggestions": ["Ask who tests the macros."],
        "left_out": [],
    })
}

/// The brief with one sentence more among what was decided.
pub fn brief_saying(text: &str, facts: &[&str]) -> Value {
    let mut brief = brief();
    brief["decided"]
        .as_array_mut()
        .unwrap()
        .push(sentence(text, facts));
    brief
}

pub fn takes_apart(seen: &Seen) -> bool {
    seen.user().contains("Take the notes apart")
}

pub fn mends(seen: &Seen) -> bool {
    seen.body["messages"].as_array().unwrap().len() > 3
}

/// The team that a request asks a brief for.
pub fn team(seen: &Seen) -> String {
    let (_, rest) = seen
        .user()
        .rsplit_once("Now write the brief for one team: ")
        .unwrap();
    rest.split([',', '.']).next().unwrap().to_owned()
}

/// The labels of the points that went back to the writer.
pub fn points(seen: &Seen) -> Vec<String> {
    let shown = seen.message(3).lines();
    let label = |line: &str| Some(line.split([' ', ':']).next()?.to_owned());
    let is_label = |label: &String| {
        label.len() > 1 && label.starts_with(['S', 'N']) && label[1..].parse::<u32>().is_ok()
    };
    shown.filter_map(label).filter(is_label).collect()
}

/// Answers with the usual facts, with this brief for every team, and mends nothing.
pub fn briefing(brief: Value) -> Server {
    briefing_and_mending(brief, json!({"mended": []}))
}

/// Answers with the usual facts, with this brief for every team, and mends with that.
pub fn briefing_and_mending(brief: Value, mended: Value) -> Server {
    Server::new(move |seen, _| match (takes_apart(seen), mends(seen)) {
        (true, _) => facts().into(),
        (_, true) => mended.clone().into(),
        _ => brief.clone().into(),
    })
}

/// Answers with these facts, and with the usual brief.
pub fn reading(facts: Value) -> Server {
    Server::new(move |seen, _| -> Reply {
        match (takes_apart(seen), mends(seen)) {
            (true, _) => facts.clone().into(),
            (_, true) => json!({"mended": []}).into(),
            _ => brief().into(),
        }
    })
}
