//! The author's page: what became of every fact, and what to settle before anything is sent.

use super::fact::{FactId, Sensitivity};
use crate::domain::Anchor;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the author should know before sending anything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AuthorPage {
    /// Each fact, and which teams got it, or why none did.
    pub coverage: Vec<FactCoverage>,
    /// The sensitive facts.
    pub held_back: Vec<HeldBack>,
    /// What is open or contradictory, and whom to ask what.
    pub open_points: Vec<OpenPoint>,
    /// Facts that contradict one another, or the strategy.
    pub contradictions: Vec<FactId>,
    /// Sentences that were kept out of the briefs, and why.
    pub unsupported: Vec<Unsupported>,
    /// Where two briefs would have told different stories.
    pub differences: Vec<Difference>,
    /// How the notes stand to each goal of the strategy.
    pub goals: Vec<GoalTouch>,
}

/// What became of one fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FactCoverage {
    /// The fact.
    pub fact: FactId,
    /// The teams whose briefs pass it on.
    pub teams: Vec<String>,
    /// Teams that it concerns and whose briefs leave it out, each with the reason.
    pub left_out: Vec<LeftOut>,
    /// Why it reached no team, where it reached none.
    pub reason: Option<String>,
}

/// A team whose brief leaves a fact out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LeftOut {
    /// The team.
    pub team: String,
    /// Why.
    pub reason: String,
}

/// A sensitive fact and who may know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HeldBack {
    /// The fact.
    pub fact: FactId,
    /// Why it is sensitive.
    pub sensitivity: Sensitivity,
    /// The teams that would have got it.
    pub concerns: Vec<String>,
    /// The teams for which the author let it through.
    pub released_to: Vec<String>,
}

/// Something to settle with the executives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OpenPoint {
    /// The fact.
    pub fact: FactId,
    /// The question to take back.
    pub question: String,
    /// Whom to ask.
    pub to: String,
    /// By when it is to be settled, in the notes' words.
    pub by: Option<String>,
}

/// A sentence that was kept out of a brief.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Unsupported {
    /// The team whose brief it was written for.
    pub team: String,
    /// The part of the brief.
    pub part: String,
    /// The sentence.
    pub text: String,
    /// The facts it cites, as far as they exist.
    pub facts: Vec<FactId>,
    /// What is wrong with it.
    pub reasons: Vec<String>,
    /// Whether a second writing took its place.
    pub mended: bool,
}

/// A fact that two briefs would have told differently.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Difference {
    /// The fact.
    pub fact: FactId,
    /// The teams, and what each would have read.
    pub told: Vec<Told>,
    /// What differs.
    pub what: String,
}

/// What one team would have read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Told {
    /// The team.
    pub team: String,
    /// The words.
    pub text: String,
}

/// How notes stand to a goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum GoalStance {
    /// They work towards it.
    Serves,
    /// They change it: its target, its date, its place among the goals.
    Moves,
    /// They work against it.
    Conflicts,
    /// They do not speak of it.
    Ignores,
}

/// How the notes stand to one goal of the strategy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GoalTouch {
    /// The goal in the strategy's own words.
    pub goal: Anchor,
    /// How the notes stand to it.
    pub stance: GoalStance,
    /// The facts that touch it.
    pub facts: Vec<FactId>,
    /// Why, in a few words.
    pub note: Option<String>,
}
