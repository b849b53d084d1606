//! The answers of an audit as a model writes them.

use super::{WirePassage, known, list, text};
use crate::domain::Severity;
use schemars::JsonSchema;
use serde::Deserialize;

/// The answer to a comparison of passages.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
pub struct JudgeAnswer {
    /// One for each pair, in order.
    #[serde(deserialize_with = "list")]
    pub verdicts: Vec<WireJudgement>,
}

/// What is wrong between two passages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// Nothing.
    None,
    /// Both rule on one subject, and both cannot hold.
    Contradiction,
    /// One term, two meanings.
    TwoMeanings,
    /// One thing, two names.
    TwoNames,
    /// One relies on what the other does not offer.
    Dependency,
    /// The same demand twice.
    Duplicate,
}

/// What is said of one pair.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
pub struct WireJudgement {
    /// The pair's label.
    #[serde(deserialize_with = "text")]
    pub label: String,
    /// What the left side rules on, for whom and when, in at most 12 words.
    #[serde(deserialize_with = "text")]
    pub left_rules_on: String,
    /// What the right side rules on, for whom and when, in at most 12 words.
    #[serde(deserialize_with = "text")]
    pub right_rules_on: String,
    /// What is wrong between the two.
    #[serde(deserialize_with = "known")]
    #[schemars(with = "Relation")]
    pub verdict: Option<Relation>,
    /// The left side's words, copied letter by letter: the shortest stretch that shows the point, at most 20 words; empty
    /// for none.
    #[serde(deserialize_with = "text")]
    pub left: String,
    /// The right side's words, copied letter by letter, at most 20 words; empty for none.
    #[serde(deserialize_with = "text")]
    pub right: String,
    /// The one decision to take, in at most 10 words; empty for none.
    #[serde(deserialize_with = "text")]
    pub title: String,
    /// What the left side would have its team do, in at most 10 words; empty for none.
    #[serde(deserialize_with = "text")]
    pub left_says: String,
    /// What the right side would have its team do, in at most 10 words; empty for none.
    #[serde(deserialize_with = "text")]
    pub right_says: String,
    /// A concrete case in which the two part, in at most 16 words; empty for none.
    #[serde(deserialize_with = "text")]
    pub scenario: String,
    /// What goes wrong if nobody decides, in at most 14 words; empty for none.
    #[serde(deserialize_with = "text")]
    pub why: String,
    /// Words of a decision or glossary that say which side holds; null where nothing does.
    pub settled_by: Option<WirePassage>,
    /// The stakeholder's name from the list, or a role; empty where nobody has to decide.
    #[serde(deserialize_with = "text")]
    pub to: String,
    /// One question in plain words for that person, at most 22 words; empty where nobody has to decide.
    #[serde(deserialize_with = "text")]
    pub question: String,
    /// How much it would hurt.
    #[serde(deserialize_with = "known")]
    #[schemars(with = "Severity")]
    pub severity: Option<Severity>,
}

/// The answer to a reading of the strategy.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
pub struct GoalsAnswer {
    /// The goals and limits, in the order of the documents.
    #[serde(deserialize_with = "list")]
    pub goals: Vec<WireStatedGoal>,
}

/// Whether work is meant to move it or must keep it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GoalSort {
    /// Work is meant to move it.
    Goal,
    /// Work must keep it.
    Limit,
}

/// A goal that the strategy states.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
pub struct WireStatedGoal {
    /// The goal in the strategy's own words.
    pub goal: WirePassage,
    /// Whether work is meant to move it or must keep it.
    #[serde(deserialize_with = "known")]
    #[schemars(with = "GoalSort")]
    pub sort: Option<GoalSort>,
    /// What it is called for short, in at most 8 words.
    #[serde(deserialize_with = "text")]
    pub title: String,
}
