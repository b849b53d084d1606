//! Tracked documents: what is remembered of a spec from review to review, so that settled points stay settled.

mod act;
mod finding;
mod join;
mod settle;
#[cfg(test)]
mod tests;

pub use act::{Act, Answer, Authorship, Deferral, Event, Settlement, What};
pub use finding::{Passage, Sort, Status, TrackedFinding};
pub use settle::{Answered, TrackError};

use super::audit::SeverityCounts;
use super::finding::FindingId;
use super::kind::Severity;
use super::review::{Coverage, Depth, Fit};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The version of the state files' format. A field may be added under a new version only: what a person edits by hand is
/// checked, and fields that are not known are refused.
pub const STATE_FORMAT_VERSION: u32 = 1;

/// The word that says what a state file is.
pub const STATE_FORMAT: &str = "clarify.state";

/// Everything that is remembered of one document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrackedDocument {
    /// Always `clarify.state`.
    pub format: String,
    /// The version of this format.
    pub version: u32,
    /// The document's path from the folder that the state folder stands in, with `/` between its parts.
    pub document: String,
    /// The paths the document had before it was renamed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<String>,
    /// The document's first heading, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The model's word on the state of the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// The findings, the most important first as they were judged when they were raised; questions behind the others.
    #[serde(default, rename = "finding", skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<TrackedFinding>,
    /// How well each area was covered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coverage: Vec<Coverage>,
    /// How the document stood to each goal.
    #[serde(default, rename = "goal", skip_serializing_if = "Vec::is_empty")]
    pub goals: Vec<TrackedGoal>,
    /// The sections as they were last read, in the document's order.
    #[serde(default, rename = "section", skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<TrackedSection>,
    /// The reviews, the earliest first.
    #[serde(default, rename = "run", skip_serializing_if = "Vec::is_empty")]
    pub runs: Vec<Run>,
}

/// How a document stood to a goal, without the places, which move.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrackedGoal {
    /// How the document stands to it.
    pub fit: Fit,
    /// Why, in a few words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The goal in the strategy's own words.
    pub goal: Passage,
    /// The document's own words, where it serves or conflicts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spec: Option<Passage>,
}

/// A section as it was last read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrackedSection {
    /// Its heading; empty for what stands before the first one.
    pub heading: String,
    /// A hash of its words: white space, letter case and emphasis do not count.
    pub words: String,
}

/// One review, in numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// When it was made; each is later than the one before.
    pub at: Timestamp,
    /// Who had it made.
    pub by: String,
    /// How far it went.
    pub depth: Depth,
    /// A hash of the strategy and the glossary that the document was held against.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<String>,
    /// The document's length in words.
    pub words: usize,
    /// How many sections a model was asked about.
    #[serde(default)]
    pub asked: usize,
    /// Flags and assumptions that were open after it.
    pub open: SeverityCounts,
    /// Flags and assumptions that were answered, and not yet in the text.
    pub answered: SeverityCounts,
    /// Flags and assumptions that were dismissed.
    pub dismissed: SeverityCounts,
    /// Flags and assumptions that were resolved, over all runs.
    pub resolved: SeverityCounts,
    /// Questions that were open after it.
    pub questions: usize,
}

impl TrackedDocument {
    /// Makes the state of a document of which nothing is known yet.
    pub fn new(document: String) -> Self {
        Self {
            format: STATE_FORMAT.into(),
            version: STATE_FORMAT_VERSION,
            document,
            formerly: Vec::new(),
            title: None,
            summary: None,
            findings: Vec::new(),
            coverage: Vec::new(),
            goals: Vec::new(),
            sections: Vec::new(),
            runs: Vec::new(),
        }
    }

    /// Finds a finding by its id.
    pub fn finding(&self, id: &FindingId) -> Option<&TrackedFinding> {
        self.findings.iter().find(|finding| finding.id == *id)
    }

    /// Finds a finding by its id, to change it.
    pub fn finding_mut(&mut self, id: &FindingId) -> Option<&mut TrackedFinding> {
        self.findings.iter_mut().find(|finding| finding.id == *id)
    }

    /// Returns the questions with a status, the most important first.
    pub fn questions(&self, status: Status) -> impl Iterator<Item = &TrackedFinding> {
        let questions = self.findings.iter();
        questions.filter(move |finding| finding.sort == Sort::Question && finding.status == status)
    }

    /// Returns the questions that a flag or assumption waits for.
    pub fn questions_on<'a>(&'a self, id: &'a FindingId) -> impl Iterator<Item = &'a TrackedFinding> {
        self.findings.iter().filter(|finding| finding.blocks.contains(id))
    }

    /// Returns the passages that a finding is about: its own, or for a question that has none, the first of each finding
    /// that waits for its answer.
    pub fn passages(&self, finding: &TrackedFinding) -> Vec<Passage> {
        if !finding.passages.is_empty() {
            return finding.passages.clone();
        }
        let waiting = finding.blocks.iter().filter_map(|id| self.finding(id));
        let mut passages: Vec<Passage> = Vec::new();
        for passage in waiting.filter_map(|waiting| waiting.passages.first()) {
            if !passages.contains(passage) {
                passages.push(passage.clone());
            }
        }
        passages
    }

    /// Takes a new finding in, behind all of its weight: those that are there keep their order, so that a change of one
    /// finding is a change of one place in the file.
    pub fn insert(&mut self, finding: TrackedFinding) {
        let weight = |finding: &TrackedFinding| (finding.sort == Sort::Question, finding.severity);
        let own = weight(&finding);
        let behind = self.findings.iter().rposition(|other| weight(other) <= own);
        self.findings.insert(behind.map_or(0, |index| index + 1), finding);
    }

    /// Counts flags and assumptions with a status.
    pub fn count(&self, status: Status) -> SeverityCounts {
        let findings = self.findings.iter();
        let counted = findings.filter(|finding| finding.sort != Sort::Question && finding.status == status);
        counted.map(|finding| finding.severity).collect()
    }

    /// Returns the worst severity over open flags and assumptions, if there are any.
    pub fn worst(&self) -> Option<Severity> {
        self.count(Status::Open).worst()
    }
}
