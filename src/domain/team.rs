//! The teams that briefs are written for.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A team and what it cares about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Team {
    /// The team's name.
    pub name: String,
    /// What it looks for in notes.
    #[serde(default)]
    pub cares_about: Vec<String>,
}

/// The teams that every company is taken to have, and what each looks for.
const DEFAULT: [(&str, &[&str]); 6] = [
    (
        "engineering",
        &[
            "what to build, change or stop",
            "order of work and dates",
            "limits and dependencies",
            "operations and quality",
        ],
    ),
    (
        "design",
        &[
            "what users see and do",
            "research",
            "scope of an experience",
            "accessibility and language",
        ],
    ),
    (
        "data",
        &[
            "measures, targets and baselines",
            "experiments",
            "what is collected, kept or shared",
        ],
    ),
    (
        "marketing",
        &[
            "what may be announced, where and when",
            "audiences and markets",
            "messages and campaigns",
        ],
    ),
    (
        "sales",
        &[
            "what may be promised to customers",
            "prices, terms and markets",
            "timing of what is sold",
        ],
    ),
    (
        "support",
        &[
            "what customers will ask or notice",
            "rules and exceptions to apply",
            "staffing, hours and languages",
        ],
    ),
];

impl Team {
    /// Returns the teams that are served unless others are named.
    pub fn defaults() -> Vec<Team> {
        let teams = DEFAULT.iter();
        teams
            .map(|(name, cares_about)| Team {
                name: (*name).to_owned(),
                cares_about: cares_about.iter().map(|matter| (*matter).to_owned()).collect(),
            })
            .collect()
    }

    /// Tells whether this is the team's name, whatever its case and the white space round it.
    pub fn is_called(&self, name: &str) -> bool {
        self.name.trim().to_lowercase() == name.trim().to_lowercase()
    }
}
