//! The answers as a model writes them: untrusted, and forgiving about what is missing or unknown. The JSON schemas sent
//! with a request are derived from these types; a field's place is the order in which the model thinks.

pub mod audit;

use crate::domain::{Area, AssumptionKind, CoverageState, Fit, FlagKind, Severity};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{DeserializeOwned, IntoDeserializer};
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;

/// The answer to a first reading of a spec.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReviewAnswer {
    /// The goals, principles and limits of the strategy that this spec serves, breaks, or should have served; at most 12.
    /// Empty without strategy.
    #[serde(deserialize_with = "list")]
    pub goals: Vec<WireGoal>,
    /// One entry for each of the ten areas.
    #[serde(deserialize_with = "list")]
    pub coverage: Vec<WireCoverage>,
    /// The worst first; one decision each.
    #[serde(deserialize_with = "list")]
    pub flags: Vec<WireFlag>,
    /// The worst first; only those whose failure would hurt.
    #[serde(deserialize_with = "list")]
    pub assumptions: Vec<WireAssumption>,
    /// The most pressing first.
    #[serde(deserialize_with = "list")]
    pub questions: Vec<WireQuestion>,
    /// One sentence for the author: the state of the draft and what to settle first. At most 30 words.
    #[serde(deserialize_with = "text")]
    pub summary: String,
}

/// Words of a document.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
pub struct WirePassage {
    /// The document's label, as given in its opening tag.
    #[serde(deserialize_with = "text")]
    pub document: String,
    /// The nearest heading above the words; empty if there is none.
    #[serde(deserialize_with = "text")]
    pub section: String,
    /// The words, copied letter by letter from the document: the shortest stretch that shows the point, at most 15 words.
    #[serde(deserialize_with = "text")]
    pub quote: String,
}

/// A goal of the strategy and how the spec stands to it.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
pub struct WireGoal {
    /// The goal in the strategy's own words.
    pub goal: WirePassage,
    /// How the spec stands to it.
    #[serde(deserialize_with = "known")]
    #[schemars(with = "Fit")]
    pub fit: Option<Fit>,
    /// The spec's own words that serve or hurt the goal; null where it is silent.
    pub spec: Option<WirePassage>,
    /// Why, in at most 15 words.
    #[serde(deserialize_with = "text")]
    pub note: String,
}

/// How well an area is covered.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
pub struct WireCoverage {
    /// The area.
    #[serde(deserialize_with = "known")]
    #[schemars(with = "Area")]
    pub area: Option<Area>,
    /// How well it is covered.
    #[serde(deserialize_with = "known")]
    #[schemars(with = "CoverageState")]
    pub state: Option<CoverageState>,
    /// What is missing, in at most 8 words; empty where it is clear.
    #[serde(deserialize_with = "text")]
    pub note: String,
}

/// The kinds of flags that a model is asked for.
struct RaisedKind;

impl JsonSchema for RaisedKind {
    fn schema_name() -> Cow<'static, str> {
        "RaisedKind".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let codes: Vec<&str> = FlagKind::of_model().map(FlagKind::code).collect();
        json_schema!({ "type": "string", "enum": codes })
    }
}

/// An ambiguity, contradiction, gap or strategy conflict.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
pub struct WireFlag {
    /// F1, F2, …
    #[serde(deserialize_with = "text")]
    pub label: String,
    /// The words it rests on: first those to change; then, for a contradiction or conflict, those they collide with.
    #[serde(deserialize_with = "list")]
    pub passages: Vec<WirePassage>,
    /// What it is about.
    #[serde(deserialize_with = "code")]
    #[schemars(with = "RaisedKind")]
    pub kind: Code<FlagKind>,
    /// The one decision to take, in at most 10 words.
    #[serde(deserialize_with = "text")]
    pub title: String,
    /// How one competent reader would build it, in at most 10 words; empty where the words have one meaning.
    #[serde(deserialize_with = "text")]
    pub reading_one: String,
    /// How another would, in at most 10 words; empty where the words have one meaning.
    #[serde(deserialize_with = "text")]
    pub reading_two: String,
    /// A concrete case, with figures or names, in which the two readings part, in at most 16 words; empty without readings.
    #[serde(deserialize_with = "text")]
    pub scenario: String,
    /// What goes wrong if nobody decides, as concretely as the documents allow, in at most 14 words.
    #[serde(deserialize_with = "text")]
    pub why: String,
    /// Wording that would settle it, in at most 20 words, with … for what only a person can decide; may be empty.
    #[serde(deserialize_with = "text")]
    pub suggestion: String,
    /// How much it would hurt.
    #[serde(deserialize_with = "known")]
    #[schemars(with = "Severity")]
    pub severity: Option<Severity>,
}

/// Something taken for granted.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
pub struct WireAssumption {
    /// A1, A2, …
    #[serde(deserialize_with = "text")]
    pub label: String,
    /// The words that rely on it; null where no passage does.
    pub passage: Option<WirePassage>,
    /// What it is about.
    #[serde(deserialize_with = "code")]
    #[schemars(with = "AssumptionKind")]
    pub kind: Code<AssumptionKind>,
    /// What is taken for granted, in at most 14 words.
    #[serde(deserialize_with = "text")]
    pub statement: String,
    /// What fails if it is false, in at most 10 words.
    #[serde(deserialize_with = "text")]
    pub if_false: String,
    /// The cheapest way to find out, in at most 10 words.
    #[serde(deserialize_with = "text")]
    pub check: String,
    /// The stakeholder's name, or a role, that would know.
    #[serde(deserialize_with = "text")]
    pub who: String,
    /// How much it would hurt.
    #[serde(deserialize_with = "known")]
    #[schemars(with = "Severity")]
    pub severity: Option<Severity>,
}

/// A question for one stakeholder.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
pub struct WireQuestion {
    /// Labels of the flags and assumptions that wait for the answer.
    #[serde(deserialize_with = "list")]
    pub blocks: Vec<String>,
    /// The stakeholder's name from the list, or a role if nobody on the list decides this.
    #[serde(deserialize_with = "text")]
    pub to: String,
    /// One question in plain words for that person, at most 22 words.
    #[serde(deserialize_with = "text")]
    pub text: String,
    /// What the answer changes for that person, in at most 14 words.
    #[serde(deserialize_with = "text")]
    pub why: String,
    /// Two or three answers to choose from, at most 8 words each.
    #[serde(deserialize_with = "list")]
    pub options: Vec<String>,
    /// The option that fits the documents best, word for word; empty if the documents give no reason to prefer one.
    #[serde(deserialize_with = "text")]
    pub suggested: String,
    /// What will happen if nobody answers, in at most 12 words.
    #[serde(deserialize_with = "text")]
    pub default: String,
}

/// The answer to the second look.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
pub struct VerifyAnswer {
    /// One for each candidate; the one that would hurt most comes first.
    #[serde(deserialize_with = "list")]
    pub verdicts: Vec<WireVerdict>,
}

/// What the second look says of one candidate.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
pub struct WireVerdict {
    /// The candidate's label.
    #[serde(deserialize_with = "text")]
    pub label: String,
    /// Words in the documents that already settle the point in full; null where nothing does.
    pub settled_by: Option<WirePassage>,
    /// What two competent builders would do differently, in at most 15 words; empty where they would do the same.
    #[serde(deserialize_with = "text")]
    pub difference: String,
    /// The label of another candidate that asks for the same decision and says it better; empty if there is none.
    #[serde(deserialize_with = "text")]
    pub same_as: String,
    /// How much it would hurt.
    #[serde(deserialize_with = "known")]
    #[schemars(with = "Severity")]
    pub severity: Option<Severity>,
}

/// A code as written: one the catalogue knows, or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Code<T> {
    /// A code of the catalogue.
    Known(T),
    /// Another word.
    Unknown(String),
}

impl<T> Default for Code<T> {
    fn default() -> Self {
        Self::Unknown(String::new())
    }
}

impl<T: Copy> Code<T> {
    /// Returns the code, where the catalogue knows it.
    pub fn known(&self) -> Option<T> {
        match self {
            Self::Known(code) => Some(*code),
            Self::Unknown(_) => None,
        }
    }
}

/// Reads text; null is empty, numbers and truth values are written out.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Loose {
        Text(String),
        Number(serde_json::Number),
        Truth(bool),
        Nothing(()),
    }
    Ok(match Loose::deserialize(deserializer)? {
        Loose::Text(text) => text.trim().to_owned(),
        Loose::Number(number) => number.to_string(),
        Loose::Truth(truth) => truth.to_string(),
        Loose::Nothing(()) => String::new(),
    })
}

/// Reads a list; null is empty.
pub(super) fn list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    Ok(Option::<Vec<T>>::deserialize(deserializer)?.unwrap_or_default())
}

/// Reads a word of a fixed set, whatever its case and separators; anything else is nothing.
pub(super) fn known<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    Ok(parsed(&text(deserializer)?))
}

/// Reads a code of the catalogue; keeps what it does not know.
fn code<'de, D: Deserializer<'de>, T: DeserializeOwned>(deserializer: D) -> Result<Code<T>, D::Error> {
    let word = text(deserializer)?;
    Ok(parsed(&word).map_or(Code::Unknown(word), Code::Known))
}

fn parsed<T: DeserializeOwned>(word: &str) -> Option<T> {
    let word = word.to_lowercase().replace(['_', ' '], "-");
    let deserializer: serde::de::value::StringDeserializer<serde::de::value::Error> =
        word.into_deserializer();
    T::deserialize(deserializer).ok()
}
