//! Which facts are held back: those that the model or the tool's own words mark, and those that share their words.

use crate::document::Document;
use crate::domain::brief::{Fact, SensitiveReason, Sensitivity};
use crate::domain::{Anchor, Role, Source};
use crate::rules::sensitive::{self, Passage};
use std::collections::HashMap;
use std::sync::Arc;

/// Adds what the tool's own words find to what the model marked, and holds back what shares words with either.
pub fn mark_sensitive(facts: &mut [Fact], notes: &[Arc<Document>]) {
    let passages: HashMap<&str, Vec<Passage>> = notes
        .iter()
        .map(|document| (document.path(), sensitive::passages(document)))
        .collect();
    for fact in facts.iter_mut() {
        let touched = fact
            .anchors
            .iter()
            .filter(|anchor| anchor.role == Role::Notes)
            .flat_map(|anchor| {
                let found = passages.get(anchor.document.as_str()).into_iter().flatten();
                found.filter(|passage| passage.touches(anchor.span))
            });
        // A mark says more than a topic.
        if let Some(passage) = touched.min_by_key(|passage| passage.reason) {
            mark(fact, passage);
        }
    }
    spread(facts, &passages);
}

/// Holds back what shares words with a sensitive fact, unless the sensitive words themselves are known and stand
/// elsewhere: "Eva is on sick leave, so nothing leaves after 22:00" may tell its second half.
fn spread(facts: &mut [Fact], passages: &HashMap<&str, Vec<Passage>>) {
    let is_explained = |anchor: &Anchor| {
        let mut all = passages.get(anchor.document.as_str()).into_iter().flatten();
        all.any(|passage| passage.touches(anchor.span))
    };
    let marked = facts.iter().filter_map(|fact| {
        let reason = fact.sensitivity.as_ref()?.reason;
        Some((fact.number, fact.anchors.clone(), reason))
    });
    let marked: Vec<(usize, Vec<Anchor>, SensitiveReason)> = marked.collect();
    for fact in facts.iter_mut().filter(|fact| fact.sensitivity.is_none()) {
        let shares = |held: &Anchor| {
            let is_shared = fact.anchors.iter().any(|own| overlap(own, held));
            is_shared && !is_explained(held)
        };
        let source = marked.iter().find(|(_, anchors, _)| anchors.iter().any(shares));
        if let Some((number, _, reason)) = source {
            fact.sensitivity = Some(Sensitivity {
                reason: *reason,
                note: Some(format!("shares its words with fact {number}")),
                loss: None,
                source: Source::Rules,
            });
        }
    }
}

fn mark(fact: &mut Fact, passage: &Passage) {
    match &mut fact.sensitivity {
        Some(known) => known.source = Source::Both,
        None => {
            fact.sensitivity = Some(Sensitivity {
                reason: passage.reason,
                note: Some(format!("the notes say “{}”", passage.word)),
                loss: None,
                source: Source::Rules,
            });
        }
    }
}

/// Tells whether two anchors share words of the notes.
pub fn overlap(one: &Anchor, other: &Anchor) -> bool {
    one.role == Role::Notes && one.document == other.document && one.span.overlaps(other.span)
}
