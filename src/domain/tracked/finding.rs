//! A finding as it is remembered: all that a report shows of it, but for its place, which moves; and what became of it.

use super::act::{Act, Answer, Deferral, Event, Settlement, What};
use crate::domain::finding::{FindingId, Role, Source};
use crate::domain::kind::Severity;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Names what sort of finding something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// A flag.
    Flag,
    /// An unstated assumption.
    Assumption,
    /// A question for a stakeholder.
    Question,
}

impl Sort {
    /// Returns the word that stands for it in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Flag => "flag",
            Self::Assumption => "assumption",
            Self::Question => "question",
        }
    }
}

/// Says how a finding stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Nobody has settled it.
    Open,
    /// It is decided, and the text does not say so yet.
    Answered,
    /// A person said, with a reason, that it is not to be raised.
    Dismissed,
    /// The text no longer gives rise to it.
    Resolved,
}

impl Status {
    /// All of them, in the order of a finding's life.
    pub const ALL: [Self; 4] = [Self::Open, Self::Answered, Self::Dismissed, Self::Resolved];

    /// Returns the word that stands for it in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Answered => "answered",
            Self::Dismissed => "dismissed",
            Self::Resolved => "resolved",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A passage that a finding rests on, known by its words and what stands round them, not by where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Passage {
    /// The document's own words, in one line.
    pub quote: String,
    /// The context document's path, where the words do not stand in the tracked document itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// The part that the document plays.
    pub role: Role,
    /// The heading above the words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// A hash of the sentence that the words stand in: it tells apart the same words in two places.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
}

/// A flag, assumption or question, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrackedFinding {
    /// The finding's id, the same from run to run.
    pub id: FindingId,
    /// What sort of finding it is.
    pub sort: Sort,
    /// Its kind's code.
    pub kind: String,
    /// How much it would hurt.
    pub severity: Severity,
    /// Who raised it.
    pub source: Source,
    /// How it stands.
    pub status: Status,
    /// The decision to take, the assumption, or the question.
    pub title: String,
    /// The stakeholder or role that a question is addressed to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// What goes wrong if nobody decides, if the assumption is false; why the question matters to the one asked.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// The ways in which a flag's words can be understood.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<String>,
    /// A case in which the readings part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scenario: Option<String>,
    /// Wording that would settle a flag; a proposal of the tool.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<String>,
    /// The cheapest way to find out whether an assumption holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<String>,
    /// Who would know whether an assumption holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// What the second look, or a check of the tool, changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<String>,
    /// Answers to choose from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
    /// The option that the tool suggests: a place in `options`, from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggested: Option<usize>,
    /// What happens if nobody answers a question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// The flags and assumptions that wait for a question's answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<FindingId>,
    /// When a baseline took it for granted: while it is open and no worse, it does not fail a build.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted: Option<Timestamp>,
    /// The passages concerned, the first where the report points.
    #[serde(default, rename = "passage", skip_serializing_if = "Vec::is_empty")]
    pub passages: Vec<Passage>,
    /// The answers that stand: one of each person, more than one only while they differ.
    #[serde(default, rename = "answer", skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Answer>,
    /// Why it is dismissed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dismissal: Option<Settlement>,
    /// To whom it was handed on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deferral: Option<Deferral>,
    /// What happened to it, the earliest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<Event>,
}

impl TrackedFinding {
    /// Returns whom a question is for: the one it was handed on to, else the one it was addressed to.
    pub fn addressee(&self) -> Option<&str> {
        let deferred = self.deferral.as_ref().map(|deferral| deferral.to.as_str());
        deferred.or(self.to.as_deref())
    }

    /// Returns the option that the tool suggests.
    pub fn suggested_option(&self) -> Option<&str> {
        self.options.get(self.suggested?).map(String::as_str)
    }

    /// Tells whether people answered in different ways, and nobody said which answer holds.
    pub fn is_disputed(&self) -> bool {
        let mut texts = self.answers.iter().map(|answer| plain(&answer.text));
        let first = texts.next();
        texts.any(|text| Some(text) != first)
    }

    /// Returns the answer that holds: none while there is no answer, or more than one.
    pub fn answer(&self) -> Option<&Answer> {
        self.answers.last().filter(|_| !self.is_disputed())
    }

    /// Tells whether it counts for a build: it is open, and no baseline took it for granted.
    pub fn counts(&self) -> bool {
        self.status == Status::Open && self.accepted.is_none()
    }

    /// Writes an event into the history.
    pub fn note(&mut self, act: &Act, what: What, note: Option<String>) {
        self.history.push(Event {
            at: act.at,
            what,
            by: act.by.clone(),
            note,
        });
    }
}

/// Returns an answer's words without what does not change their meaning: white space, letter case, a closing stop.
fn plain(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ").trim_end_matches('.').to_owned()
}
