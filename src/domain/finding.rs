//! Findings: flags, unstated assumptions and questions, each tied to words that stand in a document.

use super::kind::{AssumptionKind, FlagKind, Severity};
use super::span::{Position, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Names a finding from run to run: made from its words, kind and section, never from its position.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct FindingId(pub String);

impl fmt::Display for FindingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Says who raised a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// The language model.
    Model,
    /// The wording rules.
    Rules,
    /// Both, on the same words.
    Both,
}

impl Source {
    /// Returns the word that stands for the source in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Model => "model",
            Self::Rules => "rules",
            Self::Both => "both",
        }
    }
}

/// Says what part a document plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The document under review.
    Spec,
    /// What was said in a meeting.
    Notes,
    /// Vision, goals, principles: what the spec is held against.
    Strategy,
    /// Terms and what they mean here.
    Glossary,
    /// Points already settled.
    Decisions,
}

impl Role {
    /// Returns the role's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Spec => "spec",
            Self::Notes => "notes",
            Self::Strategy => "strategy",
            Self::Glossary => "glossary",
            Self::Decisions => "decisions",
        }
    }
}

/// Says how a quote was found in its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Match {
    /// Byte for byte.
    Exact,
    /// The same words, but for white space, typographic signs, letter case or Markdown marks.
    Normalised,
    /// Nearly the same words: the report shows those of the document.
    Approximate,
}

/// Proves a quote: the words as they stand in a document, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Anchor {
    /// The document's path, as given.
    pub document: String,
    /// The part the document plays.
    pub role: Role,
    /// The document's own words, byte for byte those between `byte_start` and `byte_end`.
    pub quote: String,
    /// How the claimed quote was found.
    #[serde(rename = "match")]
    pub matched: Match,
    /// Where the words stand, in bytes.
    #[serde(flatten)]
    pub span: Span,
    /// Where the words begin, for a person.
    #[serde(flatten)]
    pub position: Position,
    /// The heading above the words, if there is one.
    pub section: Option<String>,
    /// The requirement that the words belong to, where a file keeps requirements one a row or item. Its bytes are those
    /// of the text that was read from it, line and column those of the file; of a workbook, row and column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<ItemPlace>,
}

/// A requirement in a file that keeps them one a row or item.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ItemPlace {
    /// The requirement's id, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The file, where the document consists of several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The cell of a workbook, such as `Rules!C12`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cell: Option<String>,
}

impl Anchor {
    /// Says where the words stand, as editors take it: path, line and column; or the cell; and the requirement's id.
    pub fn place(&self) -> String {
        let item = self.item.as_ref();
        let file = item.and_then(|item| item.file.as_deref());
        let file = file.unwrap_or(&self.document);
        let cell = item.and_then(|item| item.cell.as_deref());
        let place = match cell {
            Some(cell) => format!("{file}:{cell}"),
            None => format!("{file}:{}:{}", self.position.line, self.position.column),
        };
        match item.and_then(|item| item.id.as_deref()) {
            Some(id) => format!("{place} ({id})"),
            None => place,
        }
    }

    /// Returns the requirement's id, where the words belong to one of a row or item.
    pub fn item_id(&self) -> Option<&str> {
        self.item.as_ref().and_then(|item| item.id.as_deref())
    }
}

/// Something in the spec that its team could get wrong: an ambiguity, contradiction, gap or strategy conflict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Flag {
    /// The finding's id, stable from run to run.
    pub id: FindingId,
    /// The place in the one order over flags and assumptions; 1 is most important.
    pub rank: usize,
    /// What the flag is about.
    pub kind: FlagKind,
    /// How much it would hurt.
    pub severity: Severity,
    /// Who raised it.
    pub source: Source,
    /// The one decision to take, in a few words.
    pub title: String,
    /// The passages concerned: the first is where the report points; at least one.
    pub anchors: Vec<Anchor>,
    /// The two ways in which the words can be understood; empty, or two or more.
    pub readings: Vec<String>,
    /// A concrete case in which the readings part.
    pub scenario: Option<String>,
    /// What goes wrong if nobody decides.
    pub why: String,
    /// Wording that would settle it; a proposal of the tool.
    pub suggestion: Option<String>,
    /// What the second look, or a check of the tool, changed about this flag.
    pub remarks: Vec<String>,
}

/// Something the spec takes for granted without saying so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Assumption {
    /// The finding's id, stable from run to run.
    pub id: FindingId,
    /// The place in the one order over flags and assumptions; 1 is most important.
    pub rank: usize,
    /// What the assumption is about.
    pub kind: AssumptionKind,
    /// How much it would hurt if it is false.
    pub severity: Severity,
    /// Who raised it.
    pub source: Source,
    /// What is taken for granted.
    pub statement: String,
    /// The passage that relies on it, if there is one.
    pub anchors: Vec<Anchor>,
    /// What fails if it is false.
    pub if_false: String,
    /// The cheapest way to find out.
    pub check: String,
    /// The stakeholder or role that would know.
    pub who: Option<String>,
    /// What the second look, or a check of the tool, changed about this assumption.
    pub remarks: Vec<String>,
}

/// A question for one stakeholder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Question {
    /// The finding's id, stable from run to run.
    pub id: FindingId,
    /// The place among the questions; 1 is most important.
    pub rank: usize,
    /// Always `question`.
    pub kind: QuestionKind,
    /// The severity of the worst finding that the question blocks; `minor` where it blocks none.
    pub severity: Severity,
    /// Who raised it.
    pub source: Source,
    /// The stakeholder or role that decides.
    pub to: String,
    /// The question, in plain words.
    pub text: String,
    /// Why it matters to the one asked.
    pub why: String,
    /// The flags and assumptions that wait for the answer.
    pub blocks: Vec<FindingId>,
    /// The passages of the findings it blocks.
    pub anchors: Vec<Anchor>,
    /// Answers to choose from.
    pub options: Vec<String>,
    /// The option that the tool suggests: a place in `options`, from 0.
    pub suggested: Option<usize>,
    /// What happens if nobody answers.
    pub default: Option<String>,
}

/// The kind of every question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum QuestionKind {
    /// A question for a stakeholder.
    #[default]
    Question,
}
