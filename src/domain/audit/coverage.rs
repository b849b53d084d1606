//! The goals of the strategy, and the documents that serve them.

use crate::domain::finding::Anchor;
use crate::domain::review::Fit;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How all documents stand to all goals.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GoalCoverage {
    /// Whether a model judged it; without one the rest is empty but for `without_measure`.
    pub judged: bool,
    /// The goals, in the strategy's order. A document that is not named under a goal is silent on it.
    pub goals: Vec<Goal>,
    /// Documents that serve no goal.
    pub serving_none: Vec<String>,
    /// Documents that do not say how one will know that they worked.
    pub without_measure: Vec<String>,
}

/// A goal of the strategy, in its own words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Goal {
    /// The goal as quoted.
    pub goal: Anchor,
    /// The goal's name in a few words.
    pub title: String,
    /// Whether documents can be expected to work towards it, rather than only to keep it: a limit is kept, a goal served.
    pub is_limit: bool,
    /// The documents that serve it or work against it, in their order.
    pub documents: Vec<Standing>,
}

/// How one document stands to one goal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Standing {
    /// The document's path.
    pub document: String,
    /// How it stands: `serves` or `conflicts`.
    pub fit: Fit,
    /// The document's own words.
    pub words: Option<Anchor>,
    /// Why, in a few words.
    pub note: Option<String>,
}

impl Goal {
    /// Counts the documents that stand to the goal in one way.
    pub fn count(&self, fit: Fit) -> usize {
        self.documents
            .iter()
            .filter(|standing| standing.fit == fit)
            .count()
    }

    /// Tells whether it is a goal that no document serves.
    pub fn is_unserved(&self) -> bool {
        !self.is_limit && self.count(Fit::Serves) == 0
    }
}
