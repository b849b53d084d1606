//! An audit: what is known about a whole folder of documents, each by itself, each against the others, and all of them
//! against the strategy.

mod across;
mod coverage;
mod entry;
mod verdict;

pub use across::{CrossFinding, CrossKind, CrossQuestion};
pub use coverage::{Goal, GoalCoverage, Standing};
pub use entry::{DocumentEntry, LeadFinding, SeverityCounts};
pub use verdict::{Verdict, VerdictCounts, VerdictRules};

use super::finding::{FindingId, Source};
use super::kind::Severity;
use super::review::{ContextUse, Depth, DocumentFailure, Origin, SetAside, Usage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The version of the JSON report's format. Fields may be added under one version; none changes its meaning.
pub const AUDIT_FORMAT_VERSION: u32 = 1;

/// Everything that an audit found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AuditReport {
    /// Always `clarify.audit`.
    pub format: String,
    /// The version of this format.
    pub version: u32,
    /// The program that wrote the report, with its version.
    pub tool: String,
    /// What was audited, and which part of it.
    pub scope: Scope,
    /// How far the reviews went.
    pub depth: Depth,
    /// By which rules the verdicts were given.
    pub rules: VerdictRules,
    /// How many documents got which verdict.
    pub verdicts: VerdictCounts,
    /// The one decision that would help most, where there is one.
    pub one_thing: Option<OneThing>,
    /// One entry a document, the worst first.
    pub documents: Vec<DocumentEntry>,
    /// What was found between documents, by rank.
    pub across: Vec<CrossFinding>,
    /// How often each kind of finding was raised, the most frequent first.
    pub kinds: Vec<KindCount>,
    /// How the documents stand to the goals of the strategy.
    pub coverage: GoalCoverage,
    /// The open questions of all documents, by the one who decides; the one with most to decide first.
    pub questions: Vec<Asked>,
    /// What was not done, since a limit was reached or the run was stopped; run again to go on.
    pub left: Vec<Left>,
    /// The documents that failed, and why.
    pub errors: Vec<DocumentFailure>,
    /// Claims of the model on two documents that were not let through.
    pub set_aside: Vec<SetAside>,
    /// The documents that all were held against.
    pub context: Vec<ContextUse>,
    /// What the run took.
    pub usage: Usage,
    /// Where the answers came from.
    pub answers: Vec<AnswerOrigin>,
    /// Things the reader should know about how the report came about.
    pub warnings: Vec<String>,
}

/// What was audited.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Scope {
    /// The folders and files, as given.
    pub folders: Vec<String>,
    /// How many documents were found there.
    pub found: usize,
    /// How many of them this report is about.
    pub audited: usize,
    /// Their length in words.
    pub words: usize,
    /// Which part of the folder this run took, as `I/N`; `None` where it took all of it.
    pub shard: Option<String>,
    /// The revision since which documents were taken as changed; `None` where all were taken.
    pub since: Option<String>,
    /// How many of the documents are there only since they have something in common with a changed one.
    pub neighbours: usize,
}

/// The one decision that would help most.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OneThing {
    /// The decision, in a few words.
    pub text: String,
    /// Who decides, where that is known.
    pub to: Option<String>,
    /// The findings it would settle.
    pub findings: Vec<FindingId>,
    /// The documents that wait for it.
    pub documents: Vec<String>,
}

/// How often a kind of finding was raised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct KindCount {
    /// The kind's code; `clarify explain CODE` tells what it means.
    pub kind: String,
    /// How many findings of the kind there are.
    pub findings: usize,
    /// In how many documents.
    pub documents: usize,
}

/// The open questions for one person or role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Asked {
    /// The stakeholder or role that decides.
    pub to: String,
    /// The questions, by how many documents wait and how much it would hurt.
    pub questions: Vec<OpenQuestion>,
}

/// A question that one or more documents wait for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OpenQuestion {
    /// The question's id: that of its first document's question.
    pub id: FindingId,
    /// The question, in plain words.
    pub text: String,
    /// Why it matters to the one asked.
    pub why: String,
    /// How much it would hurt to leave it open.
    pub severity: Severity,
    /// Answers to choose from.
    pub options: Vec<String>,
    /// The option that the tool suggests: a place in `options`, from 0.
    pub suggested: Option<usize>,
    /// What happens if nobody answers.
    pub default: Option<String>,
    /// The documents that wait for the answer.
    pub documents: Vec<String>,
    /// The findings that wait for the answer, over all documents.
    pub blocks: Vec<FindingId>,
    /// Who raised it.
    pub source: Source,
}

/// Something that was not done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Left {
    /// What was to be done, such as `review` or `comparison`.
    pub work: String,
    /// The document concerned.
    pub document: String,
    /// Why it was not done.
    pub reason: String,
}

/// Answers of one model, from one place and day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AnswerOrigin {
    /// The model, as the server named it.
    pub model: String,
    /// Where the answers came from in this run.
    pub origin: Origin,
    /// The day on which they were given.
    pub day: String,
    /// What is known about how they were recorded.
    pub note: Option<String>,
    /// How many there are.
    pub answers: usize,
}

impl AuditReport {
    /// Returns the worst severity over all documents and what lies between them.
    pub fn worst(&self) -> Option<Severity> {
        let within = self.documents.iter().filter_map(|entry| entry.findings.worst());
        within
            .chain(self.across.iter().map(|finding| finding.severity))
            .min()
    }
}
