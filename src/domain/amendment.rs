//! Answers on their way into a spec: what was decided, the edits that it implies, and what was left out.

use super::finding::{Anchor, FindingId};
use super::review::{Provenance, Usage};
use super::span::Span;
use super::tracked::{Authorship, Passage};

/// A question that was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The question's id.
    pub id: FindingId,
    /// The question.
    pub question: String,
    /// The answer.
    pub answer: String,
    /// Whose words the answer is in.
    pub authorship: Authorship,
    /// Who answered.
    pub by: String,
    /// The day on which it was answered, as `2026-11-27`.
    pub on: String,
    /// The passages that the question is about, of the spec and of what it is held against.
    pub passages: Vec<Passage>,
    /// Where those of the spec stand.
    pub places: Vec<Span>,
    /// What waited for the answer, in a few words each.
    pub waiting: Vec<String>,
}

/// A change of one passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The decisions that it carries out.
    pub decisions: Vec<FindingId>,
    /// The passage, in the spec's own words.
    pub passage: Anchor,
    /// What is to stand there.
    pub replacement: String,
}

/// A change that was proposed and does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedEdit {
    /// The decisions that it was to carry out.
    pub decisions: Vec<FindingId>,
    /// The words that it was to change, as proposed.
    pub passage: String,
    /// What was to stand there.
    pub replacement: String,
    /// Why it was refused.
    pub reasons: Vec<String>,
}

/// A decision that changes no passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unplaced {
    /// The decision.
    pub decision: FindingId,
    /// Why no passage changes.
    pub reason: String,
}

/// What the decisions change in one spec.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Amendment {
    /// The changes, in the order of the text; no two share a byte.
    pub edits: Vec<Edit>,
    /// Decisions that change no passage.
    pub unplaced: Vec<Unplaced>,
    /// What was proposed and does not hold.
    pub refused: Vec<RefusedEdit>,
    /// What it took.
    pub usage: Usage,
    /// Where the answers of the model came from.
    pub provenance: Vec<Provenance>,
}
