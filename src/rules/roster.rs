//! The roster: which kinds of findings the rules raise, and how loudly by default.

use super::lexicon::Loudness;
use crate::domain::FlagKind;

/// The kinds that rules raise, by family.
const RAISED: &[FlagKind] = &[
    FlagKind::VagueTerm,
    FlagKind::UnboundedQuantity,
    FlagKind::OpenEndedList,
    FlagKind::EscapeClause,
    FlagKind::WeakModal,
    FlagKind::UnclearReference,
    FlagKind::MissingActor,
    FlagKind::ComparativeWithoutBase,
    FlagKind::Placeholder,
    FlagKind::CombinedRequirement,
    FlagKind::SubjectiveQuality,
    FlagKind::VagueTiming,
    FlagKind::Superlative,
    FlagKind::AndOr,
    FlagKind::Absolute,
    FlagKind::NegativeRequirement,
    FlagKind::UnexpandedAbbreviation,
    FlagKind::UndefinedTerm,
    FlagKind::InconsistentTerm,
    FlagKind::Contradiction,
    FlagKind::MissingUnit,
    FlagKind::DanglingReference,
    FlagKind::DuplicateIdentifier,
    FlagKind::MissingIdentifier,
    FlagKind::AmbiguousDate,
    FlagKind::MissingCase,
    FlagKind::MissingProblem,
    FlagKind::SolutionWithoutProblem,
    FlagKind::MissingUser,
    FlagKind::MissingMetric,
    FlagKind::IncompleteMeasure,
    FlagKind::MissingOutOfScope,
    FlagKind::MissingOwner,
    FlagKind::OutputNotOutcome,
];

/// Returns the kinds that rules raise.
pub fn raised() -> impl Iterator<Item = FlagKind> {
    RAISED.iter().copied()
}

/// Returns how loudly a kind is reported unless something is set.
pub fn default_level(kind: FlagKind) -> Loudness {
    match kind {
        FlagKind::NegativeRequirement | FlagKind::UnclearReference => Loudness::Low,
        _ => Loudness::On,
    }
}
