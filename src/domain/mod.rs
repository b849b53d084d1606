//! The nouns, without any input or output: spans, kinds, findings, reviews, facts, briefs, audits, question packs,
//! amendments, and what is remembered of a document from review to review. Refuses to know where they come from.

pub mod amendment;
mod audit;
pub mod brief;
pub mod catalogue;
mod finding;
mod kind;
pub mod pack;
mod reader;
mod review;
mod span;
mod stakeholder;
mod team;
mod tracked;
mod tracking;

pub use audit::{
    AUDIT_FORMAT_VERSION, AnswerOrigin, Asked, AuditReport, CrossFinding, CrossKind, CrossQuestion,
    DocumentEntry, Goal, GoalCoverage, KindCount, LeadFinding, Left, OneThing, OpenQuestion, Scope,
    SeverityCounts, Standing, Verdict, VerdictCounts, VerdictRules,
};
pub use finding::{
    Anchor, Assumption, FindingId, Flag, ItemPlace, Match, Question, QuestionKind, Role, Source,
};
pub use kind::{AssumptionKind, Family, FlagKind, Severity};
pub use reader::Reader;
pub use review::{
    Area, ContextUse, Coverage, CoverageState, Depth, DocumentFailure, Fit, GoalFit, Origin, Provenance,
    REVIEW_FORMAT_VERSION, Review, ReviewReport, SetAside, Usage,
};
pub use span::{Position, Span};
pub use stakeholder::Stakeholder;
pub use team::Team;
pub use tracked::{
    Act, Answer, Answered, Authorship, Deferral, Event, Passage, Run, STATE_FORMAT, STATE_FORMAT_VERSION,
    Settlement, Sort, Status, TrackError, TrackedDocument, TrackedFinding, TrackedGoal, TrackedSection, What,
};
pub use tracking::{Change, Fate, Tracking};
