//! A folder of requirements that collide, and a model that answers an audit of it.

use crate::answers::{all_kept, passage};
use crate::desk::Desk;
use crate::server::{Reply, Seen, Server};
use serde_json::{Value, json};

pub const PARCELS: &str = "\
# Parcels

A parcel must wait at the pick-up point for 7 days before it goes back.

The customer shows the code from the message.
";

pub const MESSAGES: &str = "\
# Messages

At the pick-up point a parcel must wait for 10 days before it goes back, so the reminder comes on day 5.

Refunds are paid by the finance team every evening.
";

pub const OFFICE: &str = "\
# Office

Plants on the third floor are watered by the team that sits nearest.

See [the rota](rota.md).
";

/// Puts the folder on a desk.
pub fn folder() -> Desk {
    let desk = Desk::new();
    desk.put("reqs/parcels.md", PARCELS);
    desk.put("reqs/messages.md", MESSAGES);
    desk.put("reqs/sub/office.md", OFFICE);
    desk
}

/// What a request of an audit is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Goals,
    Comparison,
    Reading,
    SecondLook,
}

pub fn purpose(seen: &Seen) -> Purpose {
    let user = seen.user();
    if user.contains("Each pair above shows") {
        Purpose::Comparison
    } else if user.contains("List what these strategy documents bind") {
        Purpose::Goals
    } else if seen.looks_again() {
        Purpose::SecondLook
    } else {
        Purpose::Reading
    }
}

/// The label of the document that is read.
pub fn read_document(seen: &Seen) -> String {
    let (_, rest) = seen.user().rsplit_once("role=\"spec\" label=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

/// Answers as a model would that finds one collision and one question a document.
pub fn answer(seen: &Seen) -> Reply {
    match purpose(seen) {
        Purpose::Goals => goals().into(),
        Purpose::Comparison => judgements(seen).into(),
        Purpose::SecondLook => all_kept(&seen.candidates()).into(),
        Purpose::Reading => reading(&read_document(seen)).into(),
    }
}

/// A server that answers so.
pub fn server() -> Server {
    Server::new(|seen, _| answer(seen))
}

pub fn goals() -> Value {
    json!({"goals": [
        {"goal": passage("strategy.md", "Every customer is paid back in money."), "sort": "limit", "title": "Money back"},
        {"goal": passage("strategy.md", "Cut contacts per 100 orders from 14 to 11."), "sort": "goal", "title": "Fewer contacts"},
    ]})
}

/// The answer to the first reading of a document.
pub fn reading(label: &str) -> Value {
    let quote = match label {
        "reqs/parcels.md" => "shows the code",
        "reqs/messages.md" => "Refunds are paid",
        _ => "third floor",
    };
    let goals = match label {
        "reqs/messages.md" => json!([{
            "goal": passage("strategy.md", "paid back in money"), "fit": "serves",
            "spec": passage(label, "Refunds are paid"), "note": "pays",
        }]),
        _ => json!([]),
    };
    json!({
        "goals": goals,
        "coverage": [{"area": "measures-of-success", "state": "missing", "note": "none"}],
        "flags": [{
            "label": "F1", "kind": "missing-case", "severity": "major", "title": format!("What if it fails in {label}?"),
            "passages": [passage(label, quote)], "why": "Nobody knows",
        }],
        "assumptions": [],
        "questions": [{
            "blocks": ["F1"], "to": "Mara Lindt", "text": "What happens if the code is lost?", "why": "It decides",
            "options": ["send it again", "refuse"], "suggested": "refuse", "default": "nothing",
        }],
        "summary": "",
    })
}

/// The answer to a comparison: every pair that speaks of days is a contradiction, any other is none.
pub fn judgements(seen: &Seen) -> Value {
    let verdicts: Vec<Value> = pairs(seen)
        .into_iter()
        .map(|(label, left, right)| {
            let line = |text: &str| text.lines().find(|line| line.contains(" days ")).unwrap_or_default().to_owned();
            let (left, right) = (line(&left), line(&right));
            if left.is_empty() || right.is_empty() {
                return json!({"label": label, "verdict": "none"});
            }
            json!({
                "label": label, "verdict": "contradiction", "left": left, "right": right,
                "title": "How long does a parcel wait?", "left_says": "one week or so", "right_says": "ten days or so",
                "scenario": "Put there on 1 March, fetched on 9 March", "why": "Parcels go back too early",
                "to": "Hanneke Roelofs", "question": "Does a parcel wait 7 or 10 days?", "severity": "blocker",
            })
        })
        .collect();
    json!({"verdicts": verdicts})
}

/// The pairs of a comparison: label, left and right text.
pub fn pairs(seen: &Seen) -> Vec<(String, String, String)> {
    let shown = seen.user().split("\nPair ").skip(1).map(|pair| {
        let label = pair.lines().next().unwrap().to_owned();
        let mut sides = pair.split("<document-").skip(1).map(|side| {
            let (_, text) = side.split_once(">\n").unwrap();
            text.split("\n</document-").next().unwrap().to_owned()
        });
        (label, sides.next().unwrap(), sides.next().unwrap())
    });
    let first = seen.user().starts_with("Pair ");
    assert!(!first, "the context comes before the pairs");
    shown.collect()
}
