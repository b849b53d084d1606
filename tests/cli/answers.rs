//! Answers as a model would write them, built from quotes of a test's own documents.

use serde_json::{Value, json};

/// The spec that most tests review.
pub const SPEC: &str = "\
# Returns

## Window

A customer may return an order within 30 days.

## Refund

The refund is paid to the original card 2 hours after hand-over.
The refund is paid to the original card once the parcel is inspected.
Guests are refunded by voucher.

## Scope

Exchanges are out of scope.
";

/// The strategy that most tests hold it against.
pub const STRATEGY: &str = "\
# Goals

Every customer is paid back in money.

Cut contacts per 100 orders from 14 to 11.
";

/// Words of a document.
pub fn passage(document: &str, quote: &str) -> Value {
    json!({"document": document, "section": "", "quote": quote})
}

/// A flag on words of the spec, with two readings and a scenario.
pub fn flag(label: &str, kind: &str, severity: &str, quote: &str) -> Value {
    json!({
        "label": label,
        "passages": [passage("spec.md", quote)],
        "kind": kind,
        "title": format!("{label}: which is meant?"),
        "reading_one": "from the order",
        "reading_two": "from the delivery",
        "scenario": "Ordered on 1 March, delivered on 9 March, returned on 3 April: paid or refused?",
        "why": "Two teams count two ways",
        "suggestion": "within 30 days of …",
        "severity": severity,
    })
}

/// An assumption that rests on words of the spec.
pub fn assumption(label: &str, severity: &str, quote: &str) -> Value {
    json!({
        "label": label,
        "passage": passage("spec.md", quote),
        "kind": "technical",
        "statement": "Every card takes a refund",
        "if_false": "Money comes back unpaid",
        "check": "Ask the payment provider",
        "who": "Finance",
        "severity": severity,
    })
}

/// A question that the findings with these labels wait for.
pub fn question(blocks: &[&str]) -> Value {
    json!({
        "blocks": blocks,
        "to": "Mara Lindt",
        "text": "From which day do the 30 days run?",
        "why": "It decides whom you refund",
        "options": ["from the order", "from the delivery"],
        "suggested": "from the delivery",
        "default": "the days run from the order",
    })
}

/// The answer to a first reading that raises these flags and nothing else.
pub fn raising(flags: &[Value]) -> Value {
    json!({"goals": [], "coverage": [], "flags": flags, "assumptions": [], "questions": [], "summary": ""})
}

/// The answer to a first reading with one of everything.
pub fn full() -> Value {
    json!({
        "goals": [{
            "goal": passage("strategy.md", "Every customer is paid back in money."),
            "fit": "conflicts",
            "spec": passage("spec.md", "Guests are refunded by voucher."),
            "note": "a voucher is no money",
        }],
        "coverage": [
            {"area": "behaviour", "state": "partial", "note": "late parcels"},
            {"area": "measures-of-success", "state": "missing", "note": "no figure"},
        ],
        "flags": [
            flag("F1", "ambiguous-timing", "major", "within 30 days"),
            {
                "label": "F2", "kind": "strategy-conflict", "severity": "blocker",
                "title": "May guests be paid in vouchers?", "why": "The strategy promises money",
                "passages": [
                    passage("spec.md", "Guests are refunded by voucher."),
                    passage("strategy.md", "Every customer is paid back in money."),
                ],
            },
        ],
        "assumptions": [assumption("A1", "minor", "the original card")],
        "questions": [question(&["F1"])],
        "summary": "Settle the window first.",
    })
}

/// A verdict that keeps a candidate as it is.
pub fn kept(label: &str) -> Value {
    json!({"label": label, "settled_by": null, "difference": "they would build two things", "same_as": ""})
}

/// The answer to a second look that keeps these candidates as they are.
pub fn all_kept(labels: &[String]) -> Value {
    let verdicts: Vec<Value> = labels.iter().map(|label| kept(label)).collect();
    json!({"verdicts": verdicts})
}

/// The answer to a second look with these verdicts.
pub fn verdicts(verdicts: &[Value]) -> Value {
    json!({"verdicts": verdicts})
}
