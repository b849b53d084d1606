//! Findings between documents: both sides quoted and anchored.

use crate::domain::finding::{Anchor, FindingId, Source};
use crate::domain::kind::Severity;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Names what is wrong between two documents. Each code has a page: `clarify explain CODE`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CrossKind {
    /// One subject, two rules.
    CrossContradiction,
    /// One word, two meanings.
    TermWithTwoMeanings,
    /// One thing, two names.
    ThingWithTwoNames,
    /// One relies on what the other does not offer.
    UnmetDependency,
    /// The same demand, twice.
    DuplicateRequirement,
    /// One id, two requirements.
    DuplicateId,
    /// A document or id that is not there.
    DanglingReference,
}

impl CrossKind {
    /// All of them, in the catalogue's order.
    pub const ALL: &'static [Self] = &[
        Self::CrossContradiction,
        Self::TermWithTwoMeanings,
        Self::ThingWithTwoNames,
        Self::UnmetDependency,
        Self::DuplicateRequirement,
        Self::DuplicateId,
        Self::DanglingReference,
    ];

    /// Returns the stable kebab-case code.
    pub fn code(self) -> &'static str {
        match self {
            Self::CrossContradiction => "cross-contradiction",
            Self::TermWithTwoMeanings => "term-with-two-meanings",
            Self::ThingWithTwoNames => "thing-with-two-names",
            Self::UnmetDependency => "unmet-dependency",
            Self::DuplicateRequirement => "duplicate-requirement",
            Self::DuplicateId => "duplicate-id",
            Self::DanglingReference => "dangling-reference",
        }
    }
}

impl fmt::Display for CrossKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

/// Something that is wrong between documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CrossFinding {
    /// The finding's id, stable from run to run.
    pub id: FindingId,
    /// The place in the order; 1 is most important.
    pub rank: usize,
    /// What it is about.
    pub kind: CrossKind,
    /// How much it would hurt.
    pub severity: Severity,
    /// Who raised it.
    pub source: Source,
    /// The one decision to take, in a few words.
    pub title: String,
    /// The words on each side, in the order of the documents; a reference to nothing has one side.
    pub sides: Vec<Anchor>,
    /// Further documents that hold the same words, beyond those quoted.
    pub also: Vec<String>,
    /// What each side says, in a few words; empty where the quotes say it.
    pub readings: Vec<String>,
    /// A concrete case in which the sides part.
    pub scenario: Option<String>,
    /// What goes wrong if nobody decides.
    pub why: String,
    /// Who should be asked what, where a person has to decide.
    pub question: Option<CrossQuestion>,
    /// What a check of the tool changed about this finding.
    pub remarks: Vec<String>,
}

/// What to ask about a finding between documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CrossQuestion {
    /// The stakeholder or role that decides.
    pub to: String,
    /// The question, in plain words.
    pub text: String,
}

impl CrossFinding {
    /// Returns the paths of the documents concerned, each once.
    pub fn documents(&self) -> Vec<&str> {
        let quoted = self.sides.iter().map(|side| side.document.as_str());
        let mut paths: Vec<&str> = Vec::new();
        for path in quoted.chain(self.also.iter().map(String::as_str)) {
            if !paths.contains(&path) {
                paths.push(path);
            }
        }
        paths
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_the_word_in_the_json() {
        for kind in CrossKind::ALL {
            assert_eq!(
                serde_json::to_value(kind).unwrap(),
                serde_json::json!(kind.code())
            );
        }
    }
}
