//! Edits as a model proposes them, held against the spec and the answers: each changes words that stand there once, keeps
//! the layout, touches what was decided on, and says nothing that was not said. Refuses to write anything.

mod layout;
mod place;
mod wire;

pub use wire::{EditsAnswer, MendedEdits, WireBearing, WireEdit, WireMendedEdit};

use super::anchor::Finder;
use super::brief::BriefPart;
use super::prove;
use super::support::{self, Ground, Known, hedges, names};
use crate::document::Document;
use crate::domain::amendment::{Decision, Edit, RefusedEdit};
use crate::domain::brief::FactKind;
use crate::domain::{FindingId, Match, Role, Span};
use std::collections::HashSet;

/// What edits are held against.
pub struct Proof<'d> {
    spec: &'d Document,
    finder: Finder<'d>,
    decisions: Vec<(String, &'d Decision)>,
    known: Known,
}

/// A proposed edit, and what became of it.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// How the answer named it.
    pub label: String,
    /// The edit, or why it does not hold.
    pub outcome: Result<Edit, RefusedEdit>,
}

impl<'d> Proof<'d> {
    /// Takes the spec and the decisions, each with the label that a model knows it by.
    pub fn new(spec: &'d Document, decisions: Vec<(String, &'d Decision)>) -> Self {
        let known = Known {
            names: names::known(spec.body()),
            free: names::stems(spec.body()),
            ..Known::default()
        };
        Self {
            spec,
            finder: Finder::new(spec),
            decisions,
            known,
        }
    }

    /// Finds the decision with a label, however it is written.
    pub fn decision(&self, label: &str) -> Option<&'d Decision> {
        let label = label.trim_matches(|letter: char| !letter.is_alphanumeric());
        let named = |(known, _): &&(String, &Decision)| known.eq_ignore_ascii_case(label);
        self.decisions.iter().find(named).map(|(_, decision)| *decision)
    }

    /// Holds edits against the spec, the answers, the edits that stand already, and each other.
    pub fn prove(&self, edits: &[WireEdit], standing: &[Edit]) -> Vec<Proposal> {
        let mut taken: Vec<Span> = standing.iter().map(|edit| edit.passage.span).collect();
        let proposals = edits.iter().map(|wire| {
            let outcome = self
                .prove_one(wire, &taken)
                .map_err(|reasons| self.refused(wire, reasons));
            taken.extend(outcome.iter().map(|edit| edit.passage.span));
            let label = wire.label.clone();
            Proposal { label, outcome }
        });
        proposals.collect()
    }

    fn refused(&self, wire: &WireEdit, reasons: Vec<String>) -> RefusedEdit {
        RefusedEdit {
            decisions: self
                .named(wire)
                .into_iter()
                .map(|decision| decision.id.clone())
                .collect(),
            passage: wire.passage.clone(),
            replacement: wire.replacement.clone(),
            reasons,
        }
    }

    fn named(&self, wire: &WireEdit) -> Vec<&'d Decision> {
        wire.decisions
            .iter()
            .filter_map(|label| self.decision(label))
            .collect()
    }

    fn prove_one(&self, wire: &WireEdit, taken: &[Span]) -> Result<Edit, Vec<String>> {
        let decisions = self.named(wire);
        if decisions.is_empty() {
            return Err(vec!["it names no decision that was given".into()]);
        }
        let span = place::find(self.spec, &self.finder, wire).map_err(|reason| vec![reason])?;
        let replacement = layout::with_line_ends(self.spec, &wire.replacement);
        let span = layout::widened(self.spec, span, &replacement);
        let edit = Edit {
            decisions: decisions.iter().map(|decision| decision.id.clone()).collect(),
            passage: prove::anchor(self.spec, Role::Spec, span, Match::Exact),
            replacement,
        };
        let reasons = self.reasons(&edit, &decisions, taken);
        if reasons.is_empty() {
            Ok(edit)
        } else {
            Err(reasons)
        }
    }

    fn reasons(&self, edit: &Edit, decisions: &[&Decision], taken: &[Span]) -> Vec<String> {
        let mut reasons = Vec::new();
        let passage = &edit.passage;
        if taken.iter().any(|other| other.overlaps(passage.span)) {
            reasons.push("another edit changes some of the same words".to_owned());
        }
        if edit.replacement == passage.quote {
            reasons.push("it changes nothing".to_owned());
        }
        let block = place::around(self.spec, passage.span);
        if !self.concerns(block, decisions) {
            reasons.push("its passage has nothing to do with the decision".to_owned());
        }
        reasons.extend(layout::faults(self.spec, edit, decisions));
        reasons.extend(self.wording_faults(edit, decisions, block));
        reasons
    }

    /// Tells whether a block is one that the decisions were asked about, or speaks of what they speak of.
    fn concerns(&self, block: Span, decisions: &[&Decision]) -> bool {
        let mut asked = decisions.iter().flat_map(|decision| &decision.places);
        asked.any(|place| block.overlaps(*place)) || {
            let subject: HashSet<String> = decisions.iter().flat_map(|decision| subject(decision)).collect();
            let words = hedges::content(self.spec.words_at(block));
            words.intersection(&subject).count() >= FEWEST_SHARED
        }
    }

    fn wording_faults(&self, edit: &Edit, decisions: &[&Decision], block: Span) -> Vec<String> {
        if edit.replacement.is_empty() {
            return Vec::new();
        }
        let asked = decisions.iter().flat_map(|decision| &decision.passages);
        let beside = asked.map(|passage| passage.quote.as_str());
        let beside = beside.chain(decisions.iter().map(|decision| decision.question.as_str()));
        let ground = Ground {
            label: "the answer and the passage",
            kind: FactKind::Decision,
            quotes: decisions
                .iter()
                .map(|decision| decision.answer.as_str())
                .collect(),
            beside: beside.chain([self.spec.words_at(block)]).collect(),
            speaker: None,
        };
        let faults = support::faults(&edit.replacement, BriefPart::Decided, &[ground], &self.known);
        faults.iter().map(ToString::to_string).collect()
    }
}

/// The least number of telling words that a passage shares with a decision which changes it.
const FEWEST_SHARED: usize = 2;

/// Returns the telling words of a decision.
fn subject(decision: &Decision) -> HashSet<String> {
    let passages = decision.passages.iter().map(|passage| passage.quote.as_str());
    let texts = passages.chain([decision.question.as_str(), decision.answer.as_str()]);
    texts
        .chain(decision.waiting.iter().map(String::as_str))
        .flat_map(hedges::content)
        .collect()
}

/// Returns the ids of the decisions that no edit carries out.
pub fn without_edit<'a>(decisions: &'a [Decision], edits: &[Edit]) -> Vec<&'a FindingId> {
    let is_carried = |id: &FindingId| edits.iter().any(|edit| edit.decisions.contains(id));
    decisions
        .iter()
        .map(|decision| &decision.id)
        .filter(|id| !is_carried(id))
        .collect()
}

#[cfg(test)]
mod tests;
