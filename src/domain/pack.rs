//! Question packs: the open questions of one or several specs, by whom they are for, and what was written into a pack
//! that came back.

use super::finding::FindingId;
use super::kind::Severity;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The version of the JSON pack's format. Fields may be added under one version; none changes its meaning.
pub const PACK_FORMAT_VERSION: u32 = 1;

/// The open questions of one or several specs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// Always `clarify.questions`.
    pub format: String,
    /// The version of this format.
    pub version: u32,
    /// The program that wrote the pack, with its version.
    pub tool: String,
    /// The specs that the questions are about.
    pub documents: Vec<PackDocument>,
    /// The day by which answers are wanted, where one was given.
    pub wanted_by: Option<String>,
    /// The questions, by whom they are for; whoever has the most pressing one comes first.
    pub desks: Vec<Desk>,
}

impl Pack {
    /// The name of the format.
    pub const FORMAT: &'static str = "clarify.questions";

    /// Counts the questions.
    pub fn questions(&self) -> usize {
        self.desks.iter().map(|desk| desk.questions.len()).sum()
    }
}

/// A spec that questions are about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PackDocument {
    /// The spec's path, as given.
    pub path: String,
    /// The spec's first heading, if it has one.
    pub title: Option<String>,
}

impl PackDocument {
    /// Returns what people call the spec: its title, else its path.
    pub fn name(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.path)
    }
}

/// The questions for one person or role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Desk {
    /// The name or role that the questions are addressed to.
    pub to: String,
    /// The function of a person who is known.
    pub role: Option<String>,
    /// Who filled the pack in; the one asked, unless somebody else is named.
    #[serde(default)]
    pub answered_by: Option<String>,
    /// The questions, the most pressing first.
    pub questions: Vec<PackQuestion>,
}

/// A question of a pack, with room for its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PackQuestion {
    /// The question's ids: one for each spec that asks it.
    pub ids: Vec<FindingId>,
    /// The paths of the specs that ask it, in the order of the ids.
    pub documents: Vec<String>,
    /// How much it would hurt to leave it open.
    pub severity: Severity,
    /// The question, in plain words.
    pub text: String,
    /// Why it matters to the one asked.
    pub why: String,
    /// The words it is about.
    pub passages: Vec<PackPassage>,
    /// Answers to choose from.
    pub options: Vec<String>,
    /// The option that the tool suggests: a place in `options`, from 0.
    pub suggested: Option<usize>,
    /// What happens if nobody answers.
    pub default: Option<String>,
    /// What waits for the answer, in a few words each.
    pub waiting: Vec<String>,
    /// The letter of the option that was chosen; for whoever fills the pack in.
    #[serde(default)]
    pub choice: Option<String>,
    /// The answer in other words, or what is to be said with the option; for whoever fills the pack in.
    #[serde(default)]
    pub answer: Option<String>,
}

impl PackQuestion {
    /// Says by when the lack of an answer stops the work.
    pub fn blocks(&self) -> &'static str {
        match self.severity {
            Severity::Blocker => "work cannot start before it is answered",
            Severity::Major => "needed before this part is built: a wrong guess would mean building it again",
            Severity::Minor | Severity::Note => "can wait until this part is being built",
        }
    }
}

/// Words that a question is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PackPassage {
    /// The document's path, as given.
    pub document: String,
    /// The line in which they begin, from 1, where it is known.
    pub line: Option<usize>,
    /// The heading above them.
    pub section: Option<String>,
    /// The words.
    pub quote: String,
}

/// What was written into a pack for one question: not yet held against the question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// The ids that the pack gives.
    pub ids: Vec<FindingId>,
    /// The options that were ticked.
    pub ticked: Vec<Ticked>,
    /// What was written.
    pub text: Option<String>,
    /// Who wrote it, where the pack says so.
    pub by: Option<String>,
    /// Where in the pack it stands: a line or row, from 1; 0 where there are none.
    pub line: usize,
}

impl Reply {
    /// Tells whether nothing was filled in.
    pub fn is_empty(&self) -> bool {
        self.ticked.is_empty() && self.text.is_none()
    }
}

/// An option as it was ticked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticked {
    /// Its letter.
    pub letter: Option<char>,
    /// Its words, as they stand in the pack.
    pub text: Option<String>,
}

/// Returns the letter of an option, from its place; its number where letters run out.
pub fn letter(place: usize) -> String {
    match ('a'..='z').nth(place) {
        Some(letter) => letter.to_string(),
        None => (place + 1).to_string(),
    }
}

/// What stands before the room for an answer, in every form of a pack that is read back.
pub const ANSWER: &str = "Answer:";
/// What stands before the ids by which an answer finds its question.
pub const REFERENCE: &str = "Reference:";
/// What stands before the name of whoever fills the pack in.
pub const ANSWERED_BY: &str = "Answered by:";
