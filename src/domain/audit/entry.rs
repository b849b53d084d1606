//! One document of an audit, in few words: the whole review stays where it was made.

use super::verdict::Verdict;
use crate::domain::finding::{Anchor, FindingId};
use crate::domain::kind::Severity;
use crate::domain::review::CoverageState;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One document of an audit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DocumentEntry {
    /// The document's path, as found.
    pub document: String,
    /// The document's first heading, if it has one.
    pub title: Option<String>,
    /// The document's length in words.
    pub words: usize,
    /// Whether its team can start.
    pub verdict: Verdict,
    /// One or two sentences on the state of the document, by the model.
    pub summary: Option<String>,
    /// Its flags and assumptions, counted by severity.
    pub findings: SeverityCounts,
    /// How many questions it leaves open.
    pub questions: usize,
    /// The findings between it and other documents.
    pub across: Vec<FindingId>,
    /// Its most important findings, by rank.
    pub leading: Vec<LeadFinding>,
    /// How well it says how one will know that it worked; `None` where nobody judged.
    pub measures: Option<CoverageState>,
    /// What the reader should know about how its review came about.
    pub warnings: Vec<String>,
}

/// A finding of a document, without its details.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LeadFinding {
    /// The finding's id, as in the document's review.
    pub id: FindingId,
    /// The kind's code.
    pub kind: String,
    /// How much it would hurt.
    pub severity: Severity,
    /// The decision to take, or the assumption.
    pub title: String,
    /// The words it rests on, where there are any.
    pub anchor: Option<Anchor>,
}

/// How many findings there are of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SeverityCounts {
    /// Blockers.
    pub blocker: usize,
    /// Major findings.
    pub major: usize,
    /// Minor findings.
    pub minor: usize,
    /// Notes.
    pub note: usize,
}

impl SeverityCounts {
    /// Counts one more.
    pub fn add(&mut self, severity: Severity) {
        *self.of_mut(severity) += 1;
    }

    /// Returns how many there are of a severity.
    pub fn of(&self, severity: Severity) -> usize {
        match severity {
            Severity::Blocker => self.blocker,
            Severity::Major => self.major,
            Severity::Minor => self.minor,
            Severity::Note => self.note,
        }
    }

    fn of_mut(&mut self, severity: Severity) -> &mut usize {
        match severity {
            Severity::Blocker => &mut self.blocker,
            Severity::Major => &mut self.major,
            Severity::Minor => &mut self.minor,
            Severity::Note => &mut self.note,
        }
    }

    /// Returns the worst severity of which there is any.
    pub fn worst(&self) -> Option<Severity> {
        Severity::ALL.into_iter().find(|severity| self.of(*severity) > 0)
    }

    /// Returns the counts, the worst first.
    pub fn in_order(&self) -> [usize; 4] {
        [self.blocker, self.major, self.minor, self.note]
    }
}

impl FromIterator<Severity> for SeverityCounts {
    fn from_iter<I: IntoIterator<Item = Severity>>(severities: I) -> Self {
        let mut counts = Self::default();
        severities.into_iter().for_each(|severity| counts.add(severity));
        counts
    }
}
