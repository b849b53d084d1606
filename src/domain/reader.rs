//! Readers: the functions whose eyes a text is read with (perspective-based reading, Basili et al. 1996).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A function that has to work from a spec.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Reader {
    Engineering,
    Design,
    Test,
    Data,
    Security,
    Legal,
    Support,
    Marketing,
    Sales,
    Operations,
}

impl Reader {
    /// All readers.
    pub const ALL: [Reader; 10] = [
        Self::Engineering,
        Self::Design,
        Self::Test,
        Self::Data,
        Self::Security,
        Self::Legal,
        Self::Support,
        Self::Marketing,
        Self::Sales,
        Self::Operations,
    ];

    /// Those that a deep review reads with unless told otherwise.
    pub const DEFAULT: [Reader; 4] = [Self::Engineering, Self::Test, Self::Legal, Self::Support];

    /// Returns the reader's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Engineering => "engineering",
            Self::Design => "design",
            Self::Test => "test",
            Self::Data => "data",
            Self::Security => "security",
            Self::Legal => "legal",
            Self::Support => "support",
            Self::Marketing => "marketing",
            Self::Sales => "sales",
            Self::Operations => "operations",
        }
    }

    /// Says what this reader has to do with the spec, and so stumbles over.
    pub fn task(self) -> &'static str {
        match self {
            Self::Engineering => {
                "build it: order of steps, boundaries, states, interfaces, what happens on failure"
            }
            Self::Design => {
                "design it: who is in front of it, what they see, choose and undo, access for everyone"
            }
            Self::Test => "write its acceptance tests: expected results, limits, what counts as done",
            Self::Data => {
                "define its data and measures: sources, retention, baselines, targets, who reads them"
            }
            Self::Security => "attack and protect it: secrets, permissions, abuse, what may be logged",
            Self::Legal => "answer for it: consent, personal data, consumer rights, contracts, liability",
            Self::Support => {
                "answer its users: what they will ask, what can be undone, who is told when it breaks"
            }
            Self::Marketing => "announce it: for whom, what may be promised, when, in which countries",
            Self::Sales => "sell it: to whom, at which price, what is included, what may be promised",
            Self::Operations => "run it: capacity, rollout, rollback, monitoring, manual work, suppliers",
        }
    }
}
