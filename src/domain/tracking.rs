//! What a review found against the one before: new, still open, resolved, settled, open again.

use super::finding::FindingId;
use super::kind::Severity;
use super::tracked::Sort;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How the findings of a document stand against those of the review before. Flags and assumptions are counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tracking {
    /// The state file in which it is remembered.
    pub state: String,
    /// When the review before was made (RFC 3339); `None` where this is the first.
    pub previous: Option<String>,
    /// Raised for the first time.
    pub new: usize,
    /// Raised before, and open since.
    pub open: usize,
    /// Open again: the text changed under an answer or dismissal, a dismissal ran out, or something came back.
    pub reopened: usize,
    /// Open before, and resolved by the text as it is now.
    pub resolved: usize,
    /// Answered, and not yet in the text.
    pub answered: usize,
    /// Dismissed with a reason.
    pub dismissed: usize,
    /// Of those that are open: taken for granted by a baseline, and so not counted by `--fail-on`.
    pub accepted: usize,
    /// Open questions.
    pub questions: usize,
    /// Claims of the model that a settled point covers, and that were not raised therefore.
    pub settled_again: usize,
    /// How many sections the document has.
    pub sections: usize,
    /// About how many of them a model was asked in this run; those that did not change cost nothing.
    pub asked: usize,
    /// What became of each finding: all that are open, answered or dismissed, and those resolved in this run.
    pub changes: Vec<Change>,
}

/// What became of a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Change {
    /// The finding's id.
    pub id: FindingId,
    /// What sort of finding it is.
    pub sort: Sort,
    /// Its kind's code.
    pub kind: String,
    /// How much it would hurt.
    pub severity: Severity,
    /// The decision to take, the assumption, or the question.
    pub title: String,
    /// How it stands.
    pub fate: Fate,
    /// Whether a baseline took it for granted.
    pub accepted: bool,
    /// Why, in a few words: the answer, the reason, what resolved it.
    pub note: Option<String>,
}

/// How a finding stands against the review before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Fate {
    /// The text no longer gives rise to it.
    Resolved,
    /// Raised for the first time.
    New,
    /// Open again.
    Reopened,
    /// Raised before, and open since.
    Open,
    /// Answered, and not yet in the text.
    Answered,
    /// Dismissed with a reason.
    Dismissed,
}

impl Fate {
    /// All of them, in the order of a report.
    pub const ALL: [Self; 6] = [
        Self::Resolved,
        Self::New,
        Self::Reopened,
        Self::Open,
        Self::Answered,
        Self::Dismissed,
    ];

    /// Returns the words that stand for it in a report.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Resolved => "resolved",
            Self::New => "new",
            Self::Reopened => "open again",
            Self::Open => "still open",
            Self::Answered => "answered",
            Self::Dismissed => "dismissed",
        }
    }
}

impl Tracking {
    /// Marks every open flag and assumption as taken for granted.
    pub fn accept(&mut self) {
        let is_open = |change: &&mut Change| {
            change.sort != Sort::Question && matches!(change.fate, Fate::New | Fate::Open | Fate::Reopened)
        };
        self.changes
            .iter_mut()
            .filter(is_open)
            .for_each(|change| change.accepted = true);
        self.accepted = self.changes.iter().filter(|change| change.accepted).count();
    }

    /// Counts flags and assumptions by how they stand.
    pub fn count(&self, fate: Fate) -> usize {
        match fate {
            Fate::Resolved => self.resolved,
            Fate::New => self.new,
            Fate::Reopened => self.reopened,
            Fate::Open => self.open,
            Fate::Answered => self.answered,
            Fate::Dismissed => self.dismissed,
        }
    }

    /// Puts the counts into words, without those of nothing: "6 resolved, 2 new, 3 still open".
    pub fn counts(&self) -> String {
        let counts = Fate::ALL
            .into_iter()
            .map(|fate| (self.count(fate), fate.as_str()));
        let said: Vec<String> = counts
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        if said.is_empty() {
            "nothing open".into()
        } else {
            said.join(", ")
        }
    }
}
