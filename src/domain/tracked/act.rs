//! What people and reviews did with a finding: answers, dismissals, deferrals, and the history of them all.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Who does something, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// The person's name; `clarify` where a review does it.
    pub by: String,
    /// When, to the second.
    pub at: Timestamp,
}

impl Act {
    /// The name under which reviews act.
    pub const TOOL: &str = "clarify";

    /// Makes the act of a person, now.
    pub fn now(by: impl Into<String>) -> Self {
        let now = Timestamp::now();
        Self {
            by: by.into(),
            at: now.round(jiff::Unit::Second).unwrap_or(now),
        }
    }

    /// Makes the same act, done by a review.
    pub fn by_tool(&self) -> Self {
        Self {
            by: Self::TOOL.into(),
            at: self.at,
        }
    }
}

/// Says whose words an answer is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Authorship {
    /// The person's own: typed, or chosen among the options though it was not the one suggested.
    Own,
    /// The tool's suggestion, which the person accepted.
    AcceptedSuggestion,
}

/// What a person decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The answer.
    pub text: String,
    /// Whose words they are.
    pub authorship: Authorship,
    /// Who gave it.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// Why a finding is dismissed, and for how long.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settlement {
    /// Why.
    pub reason: String,
    /// Who said so.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// The last day on which it holds; for good where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// That a question was handed on to someone else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deferral {
    /// The person or role to ask instead.
    pub to: String,
    /// Who handed it on.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// Names what happened to a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// A review raised it.
    Raised,
    /// It was answered, or the question it waits for was.
    Answered,
    /// It was answered in different ways: which answer holds is open.
    Disputed,
    /// It was handed on.
    Deferred,
    /// It was dismissed.
    Dismissed,
    /// It was taken for granted by a baseline.
    Accepted,
    /// The text changed so that it is no longer there, or is decided in it.
    Resolved,
    /// It is open again: the text changed under its answer or dismissal, or it came back.
    Reopened,
    /// It is open again: its dismissal ran out.
    Expired,
}

impl What {
    /// Returns the word that stands for it in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Raised => "raised",
            Self::Answered => "answered",
            Self::Disputed => "disputed",
            Self::Deferred => "deferred",
            Self::Dismissed => "dismissed",
            Self::Accepted => "accepted",
            Self::Resolved => "resolved",
            Self::Reopened => "reopened",
            Self::Expired => "expired",
        }
    }
}

/// One thing that happened to a finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: What,
    /// Through whom.
    pub by: String,
    /// In what words: the answer, the reason, whom it was handed on to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}
