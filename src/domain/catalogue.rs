//! The catalogue: a page for every kind of finding, shown by `clarify explain CODE`, and the definition of the kind in
//! the model's prompt. Owns what a kind means; refuses to find anything.

mod across;
mod assumption;
mod document;
mod meaning;
mod product;
mod strategy;
mod wording;

use super::audit::CrossKind;
use super::kind::{AssumptionKind, Family, FlagKind, Severity};
use serde::Serialize;

/// Tells what a kind of finding is, why it hurts and what to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Page {
    /// The kind's stable code.
    pub code: &'static str,
    /// The family the kind belongs to.
    pub family: Family,
    /// The kind's name for people.
    pub title: &'static str,
    /// What it flags, in one line: also the definition that the model is given.
    pub flags: &'static str,
    /// Why it hurts.
    pub hurts: &'static str,
    /// A sentence of a made-up spec that has the flaw.
    pub example: &'static str,
    /// What to ask, or to write instead.
    pub ask: &'static str,
    /// Where the criterion comes from: a standard, a guide, a book, or clarify itself.
    pub source: &'static str,
}

/// Finds the page of a code.
pub fn page(code: &str) -> Option<&'static Page> {
    pages().find(|page| page.code == code)
}

/// Returns all pages: flags, assumptions, then what lies between documents, in the order of [`FlagKind::ALL`],
/// [`AssumptionKind::ALL`] and [`CrossKind::ALL`].
pub fn pages() -> impl Iterator<Item = &'static Page> {
    let flags = FlagKind::ALL.iter().map(|kind| kind.page());
    let assumptions = AssumptionKind::ALL.iter().map(|kind| kind.page());
    let across = CrossKind::ALL.iter().map(|kind| kind.page());
    flags.chain(assumptions).chain(across)
}

impl FlagKind {
    /// Returns the kind's page in the catalogue.
    pub fn page(self) -> &'static Page {
        match self {
            Self::VagueTerm => &wording::VAGUE_TERM,
            Self::UnboundedQuantity => &wording::UNBOUNDED_QUANTITY,
            Self::OpenEndedList => &wording::OPEN_ENDED_LIST,
            Self::EscapeClause => &wording::ESCAPE_CLAUSE,
            Self::WeakModal => &wording::WEAK_MODAL,
            Self::UnclearReference => &wording::UNCLEAR_REFERENCE,
            Self::MissingActor => &wording::MISSING_ACTOR,
            Self::ComparativeWithoutBase => &wording::COMPARATIVE_WITHOUT_BASE,
            Self::Placeholder => &wording::PLACEHOLDER,
            Self::CombinedRequirement => &wording::COMBINED_REQUIREMENT,
            Self::SubjectiveQuality => &wording::SUBJECTIVE_QUALITY,
            Self::VagueTiming => &wording::VAGUE_TIMING,
            Self::Superlative => &wording::SUPERLATIVE,
            Self::AndOr => &wording::AND_OR,
            Self::Absolute => &wording::ABSOLUTE,
            Self::NegativeRequirement => &wording::NEGATIVE_REQUIREMENT,
            Self::UnexpandedAbbreviation => &document::UNEXPANDED_ABBREVIATION,
            Self::DanglingReference => &document::DANGLING_REFERENCE,
            Self::DuplicateIdentifier => &document::DUPLICATE_IDENTIFIER,
            Self::MissingIdentifier => &document::MISSING_IDENTIFIER,
            Self::MissingUnit => &document::MISSING_UNIT,
            Self::AmbiguousDate => &document::AMBIGUOUS_DATE,
            Self::MissingProblem => &product::MISSING_PROBLEM,
            Self::MissingUser => &product::MISSING_USER,
            Self::IncompleteMeasure => &product::INCOMPLETE_MEASURE,
            Self::MissingOutOfScope => &product::MISSING_OUT_OF_SCOPE,
            Self::MissingOwner => &product::MISSING_OWNER,
            Self::AmbiguousScope => &meaning::AMBIGUOUS_SCOPE,
            Self::AmbiguousCondition => &meaning::AMBIGUOUS_CONDITION,
            Self::AmbiguousTiming => &meaning::AMBIGUOUS_TIMING,
            Self::UndefinedTerm => &meaning::UNDEFINED_TERM,
            Self::InconsistentTerm => &meaning::INCONSISTENT_TERM,
            Self::Contradiction => &meaning::CONTRADICTION,
            Self::MissingCase => &meaning::MISSING_CASE,
            Self::MissingDecision => &meaning::MISSING_DECISION,
            Self::UntestableOutcome => &meaning::UNTESTABLE_OUTCOME,
            Self::MissingMetric => &meaning::MISSING_METRIC,
            Self::StrategyConflict => &strategy::STRATEGY_CONFLICT,
            Self::NoGoal => &strategy::NO_GOAL,
            Self::GoalWithoutRequirement => &strategy::GOAL_WITHOUT_REQUIREMENT,
            Self::OutputNotOutcome => &strategy::OUTPUT_NOT_OUTCOME,
            Self::SolutionWithoutProblem => &strategy::SOLUTION_WITHOUT_PROBLEM,
            Self::ConflictingIncentives => &strategy::CONFLICTING_INCENTIVES,
        }
    }

    /// Returns how much a flag of the kind hurts where nothing more is known about it.
    pub fn default_severity(self) -> Severity {
        match self {
            Self::Contradiction | Self::StrategyConflict => Severity::Blocker,
            Self::Placeholder
            | Self::AmbiguousScope
            | Self::AmbiguousCondition
            | Self::AmbiguousTiming
            | Self::MissingCase
            | Self::MissingDecision
            | Self::UntestableOutcome
            | Self::MissingMetric
            | Self::NoGoal
            | Self::GoalWithoutRequirement
            | Self::SolutionWithoutProblem
            | Self::DuplicateIdentifier
            | Self::ConflictingIncentives => Severity::Major,
            Self::VagueTerm
            | Self::UnboundedQuantity
            | Self::OpenEndedList
            | Self::EscapeClause
            | Self::UnclearReference
            | Self::WeakModal
            | Self::MissingActor
            | Self::ComparativeWithoutBase
            | Self::SubjectiveQuality
            | Self::VagueTiming
            | Self::Superlative
            | Self::AndOr
            | Self::Absolute
            | Self::UndefinedTerm
            | Self::InconsistentTerm
            | Self::DanglingReference
            | Self::MissingUnit
            | Self::AmbiguousDate
            | Self::MissingProblem
            | Self::MissingUser
            | Self::IncompleteMeasure
            | Self::MissingOutOfScope
            | Self::OutputNotOutcome => Severity::Minor,
            Self::CombinedRequirement
            | Self::NegativeRequirement
            | Self::UnexpandedAbbreviation
            | Self::MissingIdentifier
            | Self::MissingOwner => Severity::Note,
        }
    }
}

impl CrossKind {
    /// Returns the kind's page in the catalogue.
    pub fn page(self) -> &'static Page {
        match self {
            Self::CrossContradiction => &across::CROSS_CONTRADICTION,
            Self::TermWithTwoMeanings => &across::TERM_WITH_TWO_MEANINGS,
            Self::ThingWithTwoNames => &across::THING_WITH_TWO_NAMES,
            Self::UnmetDependency => &across::UNMET_DEPENDENCY,
            Self::DuplicateRequirement => &across::DUPLICATE_REQUIREMENT,
            Self::DuplicateId => &across::DUPLICATE_ID,
            Self::DanglingReference => &across::DANGLING_REFERENCE,
        }
    }

    /// Returns how much a finding of the kind hurts where nothing more is known about it.
    pub fn default_severity(self) -> Severity {
        match self {
            Self::CrossContradiction | Self::UnmetDependency | Self::DuplicateId => Severity::Major,
            Self::TermWithTwoMeanings | Self::DuplicateRequirement | Self::DanglingReference => {
                Severity::Minor
            }
            Self::ThingWithTwoNames => Severity::Note,
        }
    }
}

impl AssumptionKind {
    /// Returns the kind's page in the catalogue.
    pub fn page(self) -> &'static Page {
        match self {
            Self::User => &assumption::USER,
            Self::Business => &assumption::BUSINESS,
            Self::Technical => &assumption::TECHNICAL,
            Self::Dependency => &assumption::DEPENDENCY,
            Self::Data => &assumption::DATA,
            Self::Legal => &assumption::LEGAL,
            Self::Operational => &assumption::OPERATIONAL,
            Self::Timeline => &assumption::TIMELINE,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_kind_has_the_page_of_its_own_code_and_family() {
        for kind in FlagKind::ALL {
            assert_eq!(kind.page().code, kind.code());
            assert_eq!(kind.page().family, kind.family());
        }
        for kind in AssumptionKind::ALL {
            assert_eq!(kind.page().code, kind.code());
            assert_eq!(kind.page().family, kind.family());
        }
        for kind in CrossKind::ALL {
            assert_eq!(kind.page().code, kind.code());
            assert_eq!(kind.page().family, Family::Across);
        }
    }

    #[test]
    fn a_page_is_found_by_its_code_and_only_by_that() {
        assert_eq!(page("vague-term"), Some(&wording::VAGUE_TERM));
        assert_eq!(page("timeline"), Some(&assumption::TIMELINE));
        assert_eq!(page("Vague-Term"), None);
        let kinds = FlagKind::ALL.len() + AssumptionKind::ALL.len() + CrossKind::ALL.len();
        assert_eq!(pages().count(), kinds);
    }

    #[test]
    fn definitions_are_one_short_line_each_and_all_different() {
        let mut seen = HashSet::new();
        for page in pages() {
            assert!(page.flags.split_whitespace().count() <= 18, "{}", page.code);
            assert!(
                !page.flags.contains('\n') && page.flags.ends_with('.'),
                "{}",
                page.code
            );
            assert!(seen.insert(page.flags), "{}", page.code);
        }
    }

    #[test]
    fn no_part_of_a_page_is_empty_or_padded() {
        for page in pages() {
            for part in [
                page.title,
                page.flags,
                page.hurts,
                page.example,
                page.ask,
                page.source,
            ] {
                assert!(
                    !part.is_empty() && part == part.trim() && !part.contains("  "),
                    "{}",
                    page.code
                );
            }
        }
    }
}
