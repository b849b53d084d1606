//! The roster: which kinds of findings the rules raise, and how loudly by default.

use super::lexicon::Loudness;
use crate::domain::FlagKind;

/// Kinds that are raised by terms.
const BY_TERMS: &[FlagKind] = &[
    FlagKind::VagueTerm,
    FlagKind::UnboundedQuantity,
    FlagKind::OpenEndedList,
    FlagKind::EscapeClause,
    FlagKind::WeakModal,
    FlagKind::ComparativeWithoutBase,
    FlagKind::Placeholder,
    FlagKind::SubjectiveQuality,
    FlagKind::VagueTiming,
    FlagKind::SuperlativeWithoutTarget,
    FlagKind::AndOr,
    FlagKind::Absolute,
    FlagKind::NegativeRequirement,
];

/// Kinds that are raised by a look at sentences.
const BY_SENTENCES: &[FlagKind] = &[
    FlagKind::UnclearReference,
    FlagKind::MissingActor,
    FlagKind::CombinedRequirement,
];

/// Returns the kinds that rules raise.
pub fn raised() -> impl Iterator<Item = FlagKind> {
    BY_TERMS.iter().chain(BY_SENTENCES).copied()
}

/// Tells whether a kind is raised by terms, so that terms can be set for it.
pub fn has_terms(kind: FlagKind) -> bool {
    BY_TERMS.contains(&kind)
}

/// Returns how loudly a kind is reported unless something is set.
pub fn default_level(kind: FlagKind) -> Loudness {
    match kind {
        FlagKind::NegativeRequirement => Loudness::Low,
        _ => Loudness::On,
    }
}
