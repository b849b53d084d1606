//! Briefs: what one team needs from the notes, and the page that tells the author what became of every fact.

mod author;
mod fact;

pub use author::{
    AuthorPage, Difference, FactCoverage, GoalStance, GoalTouch, HeldBack, LeftOut, OpenPoint, Told,
    Unsupported,
};
pub use fact::{BackQuestion, Fact, FactId, FactKind, SensitiveReason, Sensitivity};

use super::finding::Anchor;
use super::review::{ContextUse, DocumentFailure, Provenance, SetAside, Usage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The version of the JSON report's format. Fields may be added under one version; none changes its meaning.
pub const BRIEF_FORMAT_VERSION: u32 = 1;

/// The briefs of one run, what they rest on, and what could not be done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BriefReport {
    /// Always `clarify.brief`.
    pub format: String,
    /// The version of this format.
    pub version: u32,
    /// The program that wrote the report, with its version.
    pub tool: String,
    /// The notes, in the order given.
    pub notes: Vec<Notes>,
    /// Everything the notes say, in their order: the one list that every brief is written from.
    pub facts: Vec<Fact>,
    /// One brief a team.
    pub briefs: Vec<Brief>,
    /// What the author should know before sending anything.
    pub author: AuthorPage,
    /// Claims of the model that were not let through.
    pub set_aside: Vec<SetAside>,
    /// The documents the notes were held against, and what had to be left out.
    pub context: Vec<ContextUse>,
    /// What the run cost.
    pub usage: Usage,
    /// Where each answer came from.
    pub provenance: Vec<Provenance>,
    /// Things the author should know about how the briefs came about.
    pub warnings: Vec<String>,
    /// What could not be done.
    pub errors: Vec<DocumentFailure>,
}

impl BriefReport {
    /// Makes an empty report of this program's version.
    pub fn new() -> Self {
        Self {
            format: "clarify.brief".into(),
            version: BRIEF_FORMAT_VERSION,
            tool: concat!("clarify ", env!("CARGO_PKG_VERSION")).into(),
            notes: Vec::new(),
            facts: Vec::new(),
            briefs: Vec::new(),
            author: AuthorPage::default(),
            set_aside: Vec::new(),
            context: Vec::new(),
            usage: Usage::default(),
            provenance: Vec::new(),
            warnings: Vec::new(),
            errors: Vec::new(),
        }
    }

    /// Returns a fact by its id.
    pub fn fact(&self, id: &FactId) -> Option<&Fact> {
        self.facts.iter().find(|fact| fact.id == *id)
    }

    /// Returns the notes that are not final by their own words.
    pub fn unsettled_notes(&self) -> impl Iterator<Item = &Notes> {
        self.notes.iter().filter(|notes| notes.standing.is_unsettled())
    }
}

impl Default for BriefReport {
    fn default() -> Self {
        Self::new()
    }
}

/// A document of notes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Notes {
    /// The path, as given.
    pub document: String,
    /// The first heading, if there is one.
    pub title: Option<String>,
    /// The length in words.
    pub words: usize,
    /// How settled the notes are by their own words.
    pub standing: Standing,
    /// The words that say so.
    pub standing_quote: Option<Anchor>,
}

/// How settled notes are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// The notes call themselves a draft, or not finished.
    Draft,
    /// The notes say that they, or what they report, still have to be approved.
    Unapproved,
    /// The notes say that they are approved or final.
    Approved,
    /// The notes do not say.
    #[default]
    Unsaid,
}

impl Standing {
    /// Tells whether what the notes say may still change, by their own words.
    pub fn is_unsettled(self) -> bool {
        matches!(self, Self::Draft | Self::Unapproved)
    }
}

/// What one team needs from the notes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Brief {
    /// The team.
    pub team: String,
    /// Why the team should care, tied to a goal of the strategy.
    pub why: Option<Why>,
    /// What was decided.
    pub decided: Vec<Sentence>,
    /// What changes for this team.
    pub changes: Vec<Sentence>,
    /// What does not change.
    pub unchanged: Vec<Sentence>,
    /// What is not decided yet.
    pub open: Vec<Sentence>,
    /// What is needed from this team.
    pub needed: Vec<Sentence>,
    /// Facts that concern the team and that no sentence of the model passed on: shown in the notes' own words.
    pub quoted: Vec<FactId>,
    /// What the team will ask.
    pub questions: Vec<TeamQuestion>,
    /// What the tool suggests, which the notes do not say.
    pub suggestions: Vec<String>,
    /// The length in words, suggestions included.
    pub words: usize,
    /// The Flesch-Kincaid grade of the sentences; none where there are none.
    pub reading_grade: Option<f64>,
}

impl Brief {
    /// Tells whether the notes hold nothing for this team.
    pub fn is_empty(&self) -> bool {
        self.sentences().next().is_none() && self.quoted.is_empty()
    }

    /// Returns the sentences that tell what the notes say, in reading order; questions and suggestions left out.
    pub fn sentences(&self) -> impl Iterator<Item = &Sentence> {
        let why = self.why.iter().map(|why| &why.sentence);
        why.chain(&self.decided)
            .chain(&self.changes)
            .chain(&self.unchanged)
            .chain(&self.open)
            .chain(&self.needed)
    }

    /// Returns the facts that reach the team.
    pub fn facts(&self) -> impl Iterator<Item = &FactId> {
        let answers = self
            .questions
            .iter()
            .filter_map(|question| question.answer.as_ref());
        let cited = self
            .sentences()
            .chain(answers)
            .flat_map(|sentence| &sentence.facts);
        cited.chain(&self.quoted)
    }
}

/// One sentence of a brief and the facts it passes on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Sentence {
    /// The sentence.
    pub text: String,
    /// The facts it passes on; at least one.
    pub facts: Vec<FactId>,
}

/// Why a team should care.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Why {
    /// The reason.
    pub sentence: Sentence,
    /// The goal of the strategy, in its own words.
    pub goal: Option<Anchor>,
}

/// A question that a team will ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TeamQuestion {
    /// The question, foreseen by the tool.
    pub text: String,
    /// The answer, where the notes hold one.
    pub answer: Option<Sentence>,
}
