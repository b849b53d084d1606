//! The nouns, without any input or output: spans, kinds, findings, reviews, facts, briefs. Refuses to know where they come from.

pub mod brief;
pub mod catalogue;
mod finding;
mod kind;
mod reader;
mod review;
mod span;
mod stakeholder;
mod team;

pub use finding::{Anchor, Assumption, FindingId, Flag, Match, Question, QuestionKind, Role, Source};
pub use kind::{AssumptionKind, Family, FlagKind, Severity};
pub use reader::Reader;
pub use review::{
    Area, ContextUse, Coverage, CoverageState, Depth, DocumentFailure, Fit, GoalFit, Origin, Provenance,
    REVIEW_FORMAT_VERSION, Review, ReviewReport, SetAside, Usage,
};
pub use span::{Position, Span};
pub use stakeholder::Stakeholder;
pub use team::Team;
