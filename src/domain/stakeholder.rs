//! The people who decide, as written down in `clarify.toml`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Someone to whom questions can be addressed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stakeholder {
    /// The name questions are addressed to.
    pub name: String,
    /// The function in the company.
    pub role: String,
    /// What this person decides.
    #[serde(default)]
    pub decides: Vec<String>,
}
