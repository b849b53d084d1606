//! The answers about briefs as a model writes them: facts of notes, the brief of one team, and what mends it.

use super::wire::{WirePassage, known, list, text};
use crate::domain::brief::{FactKind, GoalStance, SensitiveReason, Standing};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The answer to a reading of notes.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FactsAnswer {
    /// How settled the notes are by their own words; one entry for each document of notes.
    #[serde(deserialize_with = "list")]
    pub standing: Vec<WireStanding>,
    /// Everything that the notes say, in their order.
    #[serde(deserialize_with = "list")]
    pub facts: Vec<WireFact>,
    /// Every goal of the strategy, and how the notes stand to it. Empty without strategy.
    #[serde(deserialize_with = "list")]
    pub goals: Vec<WireGoalTouch>,
}

/// How settled a document of notes is.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
pub struct WireStanding {
    /// The words that say so; null where the notes do not say.
    pub passage: Option<WirePassage>,
    /// How settled they are.
    #[serde(deserialize_with = "known")]
    #[schemars(with = "Standing")]
    pub standing: Option<Standing>,
}

/// Words of the notes, or of a document that they collide with.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
pub struct WireProof {
    /// The document's label, as given in its opening tag.
    #[serde(deserialize_with = "text")]
    pub document: String,
    /// The nearest heading above the words; empty if there is none.
    #[serde(deserialize_with = "text")]
    pub section: String,
    /// The words, copied letter by letter: one line or sentence, with every figure, date, name, condition and hedge.
    #[serde(deserialize_with = "text")]
    pub quote: String,
}

/// A statement of the notes.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
pub struct WireFact {
    /// N1, N2, …
    #[serde(deserialize_with = "text")]
    pub label: String,
    /// The words that prove it: one to three.
    #[serde(deserialize_with = "list")]
    pub passages: Vec<WireProof>,
    /// What it is.
    #[serde(deserialize_with = "known")]
    #[schemars(with = "FactKind")]
    pub kind: Option<FactKind>,
    /// The fact in one plain sentence, at most 25 words, with its hedge.
    #[serde(deserialize_with = "text")]
    pub statement: String,
    /// Who said it, as the notes name them; empty where they do not say.
    #[serde(deserialize_with = "text")]
    pub speaker: String,
    /// The words that keep it from being certain, as written; empty where it is certain.
    #[serde(deserialize_with = "text")]
    pub hedge: String,
    /// Who answers for it or decides it, as the notes name them; empty where they do not say.
    #[serde(deserialize_with = "text")]
    pub owner: String,
    /// By when, as the notes word it; empty where they do not say.
    #[serde(deserialize_with = "text")]
    pub due: String,
    /// For an open point or contradiction: the question to take back to the executives, at most 22 words; else empty.
    #[serde(deserialize_with = "text")]
    pub question: String,
    /// Whom to ask; empty without a question.
    #[serde(deserialize_with = "text")]
    pub question_to: String,
    /// Labels of earlier facts that this one takes back or changes.
    #[serde(deserialize_with = "list")]
    pub replaces: Vec<String>,
    /// Why it must not reach a team unless the author lets it; null for everything that may be shared.
    #[serde(deserialize_with = "known")]
    #[schemars(with = "Option<SensitiveReason>")]
    pub sensitive: Option<SensitiveReason>,
    /// What exactly is sensitive, in at most 12 words; empty where nothing is.
    #[serde(deserialize_with = "text")]
    pub sensitive_note: String,
    /// What a team would lose by not knowing it, in at most 18 words; empty where nothing is sensitive.
    #[serde(deserialize_with = "text")]
    pub loss: String,
    /// The names of the teams that it concerns.
    #[serde(deserialize_with = "list")]
    pub teams: Vec<String>,
    /// Why it concerns none of the teams, in at most 10 words; empty where it concerns one.
    #[serde(deserialize_with = "text")]
    pub for_nobody: String,
}

/// How the notes stand to a goal.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
pub struct WireGoalTouch {
    /// The goal in the strategy's own words.
    pub goal: WirePassage,
    /// Labels of the facts that touch it; empty where the notes ignore it.
    #[serde(deserialize_with = "list")]
    pub facts: Vec<String>,
    /// How the notes stand to it.
    #[serde(deserialize_with = "known")]
    #[schemars(with = "GoalStance")]
    pub stance: Option<GoalStance>,
    /// Why, in at most 15 words.
    #[serde(deserialize_with = "text")]
    pub note: String,
}

/// The brief of one team.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default)]
pub struct BriefAnswer {
    /// Why this team should care.
    pub why: Option<WireWhy>,
    /// What was decided that this team must know.
    #[serde(deserialize_with = "list")]
    pub decided: Vec<WireSentence>,
    /// What this team will do, stop or do differently.
    #[serde(deserialize_with = "list")]
    pub changes: Vec<WireSentence>,
    /// What stays as it is.
    #[serde(deserialize_with = "list")]
    pub unchanged: Vec<WireSentence>,
    /// What is not decided yet.
    #[serde(deserialize_with = "list")]
    pub open: Vec<WireSentence>,
    /// What was asked of this team.
    #[serde(deserialize_with = "list")]
    pub needed: Vec<WireSentence>,
    /// What this team will ask first.
    #[serde(deserialize_with = "list")]
    pub questions: Vec<WireTeamQuestion>,
    /// What the facts do not say; at most two, at most 25 words each.
    #[serde(deserialize_with = "list")]
    pub suggestions: Vec<String>,
    /// Facts that concern this team and are not passed on.
    #[serde(deserialize_with = "list")]
    pub left_out: Vec<WireLeftOut>,
}

/// A sentence and what proves it.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default)]
pub struct WireSentence {
    /// Labels of the facts that prove it; at least one.
    #[serde(deserialize_with = "list")]
    pub facts: Vec<String>,
    /// The sentence, at most 25 words, without labels.
    #[serde(deserialize_with = "text")]
    pub text: String,
}

/// Why a team should care.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default)]
pub struct WireWhy {
    /// Labels of the facts that prove it; at least one.
    #[serde(deserialize_with = "list")]
    pub facts: Vec<String>,
    /// The label of the goal it serves; empty if none fits.
    #[serde(deserialize_with = "text")]
    pub goal: String,
    /// One line, at most 30 words, without labels.
    #[serde(deserialize_with = "text")]
    pub text: String,
}

/// A question that a team will ask.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default)]
pub struct WireTeamQuestion {
    /// The question, at most 18 words.
    #[serde(deserialize_with = "text")]
    pub question: String,
    /// Labels of the facts that hold the answer; empty where they do not.
    #[serde(deserialize_with = "list")]
    pub facts: Vec<String>,
    /// The answer, at most 25 words; empty where the facts hold none.
    #[serde(deserialize_with = "text")]
    pub answer: String,
}

/// A fact that was not passed on.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default)]
pub struct WireLeftOut {
    /// The fact's label.
    #[serde(deserialize_with = "text")]
    pub fact: String,
    /// Why, in at most 10 words.
    #[serde(deserialize_with = "text")]
    pub reason: String,
}

/// The answer that mends a brief.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
pub struct MendAnswer {
    /// One entry for each label that was shown.
    #[serde(deserialize_with = "list")]
    pub mended: Vec<WireMended>,
}

/// The parts of a brief that hold sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum BriefPart {
    /// Why the team should care.
    Why,
    /// What was decided.
    Decided,
    /// What changes for the team.
    Changes,
    /// What stays as it is.
    Unchanged,
    /// What is not decided yet.
    Open,
    /// What was asked of the team.
    Needed,
    /// The answer to a question.
    Answer,
    /// What the tool suggests.
    Suggestion,
}

impl BriefPart {
    /// Returns the part's name, as in the answer.
    pub fn name(self) -> &'static str {
        match self {
            Self::Why => "why",
            Self::Decided => "decided",
            Self::Changes => "changes",
            Self::Unchanged => "unchanged",
            Self::Open => "open",
            Self::Needed => "needed",
            Self::Answer => "answer",
            Self::Suggestion => "suggestion",
        }
    }
}

/// A sentence written anew.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
pub struct WireMended {
    /// The label that was shown.
    #[serde(deserialize_with = "text")]
    pub label: String,
    /// The part of the brief it belongs to.
    #[serde(deserialize_with = "known")]
    #[schemars(with = "BriefPart")]
    pub part: Option<BriefPart>,
    /// Labels of the facts that prove it.
    #[serde(deserialize_with = "list")]
    pub facts: Vec<String>,
    /// The sentence, without labels; empty to leave it out.
    #[serde(deserialize_with = "text")]
    pub text: String,
    /// Why it is left out, in at most 10 words; empty where it is not.
    #[serde(deserialize_with = "text")]
    pub left_out_because: String,
}
