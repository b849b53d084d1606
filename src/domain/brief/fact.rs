//! Facts: single statements taken from notes, each tied to words that stand there.

use crate::domain::{Anchor, Source};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Names a fact from run to run: made from its words, never from their position.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct FactId(pub String);

impl fmt::Display for FactId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// What a fact is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FactKind {
    /// Something that was decided or agreed.
    Decision,
    /// An aim or target.
    Goal,
    /// A figure that matters by itself: a result, a budget, a size.
    Number,
    /// When something happens, or must have happened.
    Date,
    /// A limit or condition to keep to.
    Constraint,
    /// Who answers for something.
    Owner,
    /// Something that somebody was asked, or agreed, to do.
    Action,
    /// What comes before what, where that changed.
    Priority,
    /// Something that is not decided yet.
    OpenPoint,
    /// What one person thinks, prefers or fears, without a decision.
    Opinion,
    /// Two statements that cannot both hold: in the notes, or of the notes and the strategy.
    Contradiction,
    /// What happened or how things are, told to explain the rest.
    Background,
}

impl FactKind {
    /// Returns the kind's name for a person.
    pub fn title(self) -> &'static str {
        match self {
            Self::Decision => "decision",
            Self::Goal => "goal",
            Self::Number => "number",
            Self::Date => "date",
            Self::Constraint => "constraint",
            Self::Owner => "owner",
            Self::Action => "action",
            Self::Priority => "change of priority",
            Self::OpenPoint => "open point",
            Self::Opinion => "opinion",
            Self::Contradiction => "contradiction",
            Self::Background => "background",
        }
    }

    /// Tells whether a fact of this kind leaves something open.
    pub fn is_open(self) -> bool {
        matches!(self, Self::OpenPoint | Self::Opinion | Self::Contradiction)
    }
}

/// Why a fact is held back unless the author lets it through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SensitiveReason {
    /// The notes say that it is not for sharing.
    MarkedConfidential,
    /// A named person's performance, conduct, departure or hiring.
    People,
    /// What somebody earns.
    Pay,
    /// Jobs that are to go.
    Layoffs,
    /// Somebody's health or family.
    Health,
    /// A dispute, an investigation, a lawyer's advice.
    Legal,
    /// Buying, selling or merging companies.
    Acquisition,
    /// Results or plans that must not be known before they are announced.
    Unannounced,
    /// A customer or partner who must not be named.
    CustomerUnderNda,
}

impl SensitiveReason {
    /// Returns the reason for a person.
    pub fn title(self) -> &'static str {
        match self {
            Self::MarkedConfidential => "marked as not for sharing",
            Self::People => "about a person",
            Self::Pay => "pay",
            Self::Layoffs => "layoffs",
            Self::Health => "health or family",
            Self::Legal => "a legal matter",
            Self::Acquisition => "an acquisition or sale",
            Self::Unannounced => "not announced yet",
            Self::CustomerUnderNda => "a customer who must not be named",
        }
    }
}

/// What makes a fact sensitive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Sensitivity {
    /// The reason.
    pub reason: SensitiveReason,
    /// What exactly, in a few words.
    pub note: Option<String>,
    /// What a team would lose by not knowing.
    pub loss: Option<String>,
    /// Who noticed: the model, the tool's own word list, or both.
    pub source: Source,
}

/// A question to take back to the executives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BackQuestion {
    /// The question.
    pub text: String,
    /// The person or role that can answer.
    pub to: String,
}

/// One statement of the notes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Fact {
    /// The fact's id, stable from run to run.
    pub id: FactId,
    /// The place among the facts of this run, from 1: what briefs cite.
    pub number: usize,
    /// What it is.
    pub kind: FactKind,
    /// What is said, in one sentence; the model's words where they hold, else those of the notes.
    pub statement: String,
    /// The words of the notes it rests on, and for a contradiction those it collides with; at least one.
    pub anchors: Vec<Anchor>,
    /// Who said it, where the notes say so.
    pub speaker: Option<String>,
    /// The words that keep it from being certain, as written.
    pub hedge: Option<String>,
    /// Who answers for it, or decides it, in the notes' words.
    pub owner: Option<String>,
    /// By when, in the notes' words.
    pub due: Option<String>,
    /// What to ask the executives about it.
    pub question: Option<BackQuestion>,
    /// Why it is held back, where it is sensitive.
    pub sensitivity: Option<Sensitivity>,
    /// A later fact of the notes that takes this one back.
    pub taken_back_by: Option<FactId>,
    /// The teams that it concerns.
    pub teams: Vec<String>,
    /// Why it concerns no team, where it concerns none.
    pub for_nobody: Option<String>,
    /// What a check of the tool changed about this fact.
    pub remarks: Vec<String>,
}
