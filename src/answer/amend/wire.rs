//! The edits as a model writes them.

use crate::answer::wire::{list, text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The answer to decisions that are to be carried into a spec.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct EditsAnswer {
    /// One entry for each decision, in order.
    #[serde(deserialize_with = "list")]
    pub decisions: Vec<WireBearing>,
    /// The edits, in the order of the spec.
    #[serde(deserialize_with = "list")]
    pub edits: Vec<WireEdit>,
}

/// What one decision bears on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct WireBearing {
    /// The decision's label.
    #[serde(deserialize_with = "text")]
    pub label: String,
    /// Every place in the spec that says otherwise than the decision, or leaves open what it settles: its heading or
    /// requirement number, in a few words each; empty if there is none.
    #[serde(deserialize_with = "list")]
    pub places: Vec<String>,
    /// Why no words of the spec change, in at most 15 words; empty where some do.
    #[serde(deserialize_with = "text")]
    pub no_edit_because: String,
}

/// One change of one passage.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct WireEdit {
    /// E1, E2, …
    #[serde(deserialize_with = "text")]
    pub label: String,
    /// The labels of the decisions that it carries out.
    #[serde(deserialize_with = "list")]
    pub decisions: Vec<String>,
    /// The nearest heading above the passage.
    #[serde(deserialize_with = "text")]
    pub section: String,
    /// The words to change, copied letter by letter with their marks, from one paragraph, list item or table cell.
    #[serde(deserialize_with = "text")]
    pub passage: String,
    /// What stands in their place, whole: also the words of the passage that stay. Empty if the passage falls.
    #[serde(deserialize_with = "text")]
    pub replacement: String,
}

/// The answer to edits that did not hold.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct MendedEdits {
    /// One for each label that was shown.
    #[serde(deserialize_with = "list")]
    pub mended: Vec<WireMendedEdit>,
}

/// An edit written anew, or given up.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct WireMendedEdit {
    /// The label that was shown.
    #[serde(deserialize_with = "text")]
    pub label: String,
    /// The edits that take its place; empty if it is given up.
    #[serde(deserialize_with = "list")]
    pub edits: Vec<WireEdit>,
    /// Why it is given up, in at most 15 words; empty where it is not.
    #[serde(deserialize_with = "text")]
    pub given_up_because: String,
}
