//! A review: everything that is known about one spec after reading it, and how it became known.

use super::finding::{Anchor, Assumption, Flag, Question};
use super::kind::Severity;
use super::tracking::Tracking;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The version of the JSON report's format. Fields may be added under one version; none changes its meaning.
pub const REVIEW_FORMAT_VERSION: u32 = 1;

/// The reviews of one run, and the documents that could not be reviewed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReviewReport {
    /// Always `clarify.review`.
    pub format: String,
    /// The version of this format.
    pub version: u32,
    /// The program that wrote the report, with its version.
    pub tool: String,
    /// One review a spec, in the order given.
    pub reviews: Vec<Review>,
    /// The documents that failed, in the order given.
    pub errors: Vec<DocumentFailure>,
}

impl ReviewReport {
    /// Makes a report of this program's version.
    pub fn new(reviews: Vec<Review>, errors: Vec<DocumentFailure>) -> Self {
        Self {
            format: "clarify.review".into(),
            version: REVIEW_FORMAT_VERSION,
            tool: concat!("clarify ", env!("CARGO_PKG_VERSION")).into(),
            reviews,
            errors,
        }
    }
}

/// A document that could not be reviewed, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DocumentFailure {
    /// The document's path, as given.
    pub document: String,
    /// What went wrong.
    pub error: String,
    /// What to do about it.
    pub hint: Option<String>,
}

/// How far a review goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Depth {
    /// The wording rules alone: no model was asked.
    Rules,
    /// One reading.
    Quick,
    /// One reading, then a second look at each finding.
    Standard,
    /// One reading for each reader, merged, then a second look at each finding.
    Deep,
}

/// Everything found in one spec.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Review {
    /// The spec's path, as given.
    pub document: String,
    /// The spec's first heading, if it has one.
    pub title: Option<String>,
    /// The spec's length in words.
    pub words: usize,
    /// How far the review went.
    pub depth: Depth,
    /// One or two sentences on the state of the spec, by the model.
    pub summary: Option<String>,
    /// Ambiguities, contradictions, gaps and strategy conflicts, by rank.
    pub flags: Vec<Flag>,
    /// Unstated assumptions, by rank.
    pub assumptions: Vec<Assumption>,
    /// Questions for stakeholders, by rank.
    pub questions: Vec<Question>,
    /// How well each area is covered.
    pub coverage: Vec<Coverage>,
    /// How the spec stands to each goal of the strategy.
    pub strategy: Vec<GoalFit>,
    /// Claims of the model that were not let through.
    pub set_aside: Vec<SetAside>,
    /// The documents the spec was held against, and what had to be left out.
    pub context: Vec<ContextUse>,
    /// What the review cost.
    pub usage: Usage,
    /// Where each answer came from.
    pub provenance: Vec<Provenance>,
    /// Things the reader should know about how this review came about.
    pub warnings: Vec<String>,
    /// How the findings stand against the review before, where they are tracked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracking: Option<Tracking>,
}

/// An area that a spec should cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Area {
    /// Why this is done, for which end.
    ProblemAndGoal,
    /// For whom.
    Users,
    /// What is in and what is out.
    Scope,
    /// What the product does.
    Behaviour,
    /// What is stored, for how long, from where.
    Data,
    /// Boundaries, errors, what happens when something fails.
    EdgeCasesAndFailures,
    /// Performance, security, accessibility and the like.
    Qualities,
    /// Other teams, systems, vendors.
    Dependencies,
    /// How it reaches users and who looks after it.
    RolloutAndSupport,
    /// How one will know that it worked.
    MeasuresOfSuccess,
}

impl Area {
    /// All areas, in reading order.
    pub const ALL: [Area; 10] = [
        Self::ProblemAndGoal,
        Self::Users,
        Self::Scope,
        Self::Behaviour,
        Self::Data,
        Self::EdgeCasesAndFailures,
        Self::Qualities,
        Self::Dependencies,
        Self::RolloutAndSupport,
        Self::MeasuresOfSuccess,
    ];

    /// Returns the area's name for a person.
    pub fn title(self) -> &'static str {
        match self {
            Self::ProblemAndGoal => "problem and goal",
            Self::Users => "users",
            Self::Scope => "scope",
            Self::Behaviour => "behaviour",
            Self::Data => "data",
            Self::EdgeCasesAndFailures => "edge cases and failures",
            Self::Qualities => "qualities",
            Self::Dependencies => "dependencies",
            Self::RolloutAndSupport => "rollout and support",
            Self::MeasuresOfSuccess => "measures of success",
        }
    }
}

/// How well an area is covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum CoverageState {
    /// A team could work from it.
    Clear,
    /// Something is there, something needed is not.
    Partial,
    /// The document does not speak of it.
    Missing,
}

/// How well one area is covered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Coverage {
    /// The area.
    pub area: Area,
    /// How well it is covered.
    pub state: CoverageState,
    /// What is missing, in a few words.
    pub note: Option<String>,
}

/// How a spec stands to a goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Fit {
    /// It works towards the goal.
    Serves,
    /// It works against the goal.
    Conflicts,
    /// It has nothing to do with the goal.
    Silent,
}

impl Fit {
    /// Returns the word that stands for the fit in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Serves => "serves",
            Self::Conflicts => "conflicts",
            Self::Silent => "silent",
        }
    }
}

/// How the spec stands to one goal of the strategy, with the words on both ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GoalFit {
    /// The goal in the strategy's own words.
    pub goal: Anchor,
    /// How the spec stands to it.
    pub fit: Fit,
    /// The spec's own words, where it serves or conflicts.
    pub spec: Option<Anchor>,
    /// Why, in a few words.
    pub note: Option<String>,
}

/// A claim that was not let through, kept so that nothing is hidden.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SetAside {
    /// What was claimed, in a few words.
    pub claim: String,
    /// What sort of claim it was: flag, assumption, question, goal.
    pub sort: String,
    /// The words it rested on.
    pub quote: String,
    /// Why it was set aside.
    pub reason: String,
}

/// A context document and how much of it was sent along.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ContextUse {
    /// The document's path, as given.
    pub document: String,
    /// The part it plays.
    pub role: super::finding::Role,
    /// Its estimated length in tokens.
    pub tokens: usize,
    /// Headings of the sections that did not fit the budget; empty where all was sent.
    pub left_out: Vec<String>,
}

/// What a review, or a run, took.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Usage {
    /// Requests that were sent to a model in this run.
    pub requests: usize,
    /// Answers that came from the store or a tape, and cost nothing in this run.
    pub stored: usize,
    /// Tokens read by the model, in requests sent in this run.
    pub input_tokens: u64,
    /// Tokens written by the model, in requests sent in this run.
    pub output_tokens: u64,
    /// Whether a token count is an estimate because the server gave none.
    pub estimated: bool,
    /// The cost in US dollars of the requests sent in this run, where a price is known.
    pub cost_usd: Option<f64>,
    /// Which price was used, where one was.
    pub price_source: Option<String>,
}

impl Usage {
    /// Adds what another request or review took.
    pub fn add(&mut self, other: &Usage) {
        let sent_before = self.requests > 0;
        self.requests += other.requests;
        self.stored += other.stored;
        self.input_tokens += other.input_tokens;
        self.output_tokens += other.output_tokens;
        self.estimated |= other.estimated;
        if other.requests > 0 {
            self.cost_usd = match (sent_before, self.cost_usd, other.cost_usd) {
                (false, _, cost) => cost,
                (true, Some(sum), Some(cost)) => Some(sum + cost),
                (true, _, _) => None,
            };
            self.price_source = other.price_source.clone().or(self.price_source.take());
        }
    }
}

/// Where an answer came from in this run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// Asked in this run.
    Live,
    /// From the store: asked in an earlier run.
    Store,
    /// From a tape.
    Tape,
}

/// Where one answer came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Provenance {
    /// The exchange's key: the hash of what was asked.
    pub exchange: String,
    /// What was asked for, such as `review.detect`.
    pub purpose: String,
    /// The model that answered, as the server named it.
    pub model: String,
    /// When it answered (RFC 3339).
    pub date: String,
    /// Where the answer came from in this run.
    pub origin: Origin,
    /// What is known about how the exchange was recorded.
    pub note: Option<String>,
}

impl Review {
    /// Returns the worst severity over flags and assumptions that count for a build: those that no baseline took for
    /// granted.
    pub fn worst_counted(&self) -> Option<Severity> {
        let changes = self.tracking.iter().flat_map(|tracking| &tracking.changes);
        let accepted: Vec<_> = changes
            .filter(|change| change.accepted)
            .map(|change| &change.id)
            .collect();
        let flags = self.flags.iter().map(|flag| (&flag.id, flag.severity));
        let claims = self.assumptions.iter().map(|claim| (&claim.id, claim.severity));
        let counted = flags.chain(claims).filter(|(id, _)| !accepted.contains(id));
        counted.map(|(_, severity)| severity).min()
    }

    /// Returns the worst severity over flags and assumptions, if there are any.
    pub fn worst(&self) -> Option<Severity> {
        let flags = self.flags.iter().map(|flag| flag.severity);
        flags
            .chain(self.assumptions.iter().map(|assumption| assumption.severity))
            .min()
    }
}
