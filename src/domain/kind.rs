//! The kinds of findings: stable codes, their families and severities. What each one means stands in
//! [`catalogue`](super::catalogue).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Says how much a finding would hurt if nobody looked at it, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Work cannot rightly start: teams would build different things, or something forbidden.
    Blocker,
    /// Work would be redone, or users harmed, if the guess is wrong.
    Major,
    /// Costs a conversation during the work.
    Minor,
    /// A matter of wording.
    Note,
}

impl Severity {
    /// All severities, the worst first.
    pub const ALL: [Severity; 4] = [Self::Blocker, Self::Major, Self::Minor, Self::Note];

    /// Returns the word that stands for the severity in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Blocker => "blocker",
            Self::Major => "major",
            Self::Minor => "minor",
            Self::Note => "note",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Groups kinds by what it takes to see them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Family {
    /// Seen in the words alone.
    Wording,
    /// Seen by holding the document against itself.
    Document,
    /// Seen by asking what a product spec has to tell.
    Product,
    /// Seen by understanding the document.
    Meaning,
    /// Seen by holding the document against the strategy.
    Strategy,
    /// What the document takes for granted.
    Assumption,
    /// Seen by holding documents against each other.
    Across,
}

impl Family {
    /// Returns the family's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Wording => "wording",
            Self::Document => "document",
            Self::Product => "product",
            Self::Meaning => "meaning",
            Self::Strategy => "strategy",
            Self::Assumption => "assumption",
            Self::Across => "across documents",
        }
    }
}

/// Declares an enum of codes with its kebab-case names and families.
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $code:literal in $family:ident,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $(#[allow(missing_docs)] $variant,)+ }

        impl $name {
            /// All of them, in the catalogue's order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Returns the stable kebab-case code.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// Returns the family the kind belongs to.
            pub fn family(self) -> Family {
                match self { $(Self::$variant => Family::$family,)+ }
            }

            /// Finds the kind with this code.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.code() == code)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.code())
            }
        }
    };
}

codes! {
    /// Names what a flag is about. Each code has a page: `clarify explain CODE`.
    FlagKind {
        VagueTerm = "vague-term" in Wording,
        UnboundedQuantity = "unbounded-quantity" in Wording,
        OpenEndedList = "open-ended-list" in Wording,
        EscapeClause = "escape-clause" in Wording,
        WeakModal = "weak-modal" in Wording,
        UnclearReference = "unclear-reference" in Wording,
        MissingActor = "missing-actor" in Wording,
        ComparativeWithoutBase = "comparative-without-base" in Wording,
        Placeholder = "placeholder" in Wording,
        CombinedRequirement = "combined-requirement" in Wording,
        SubjectiveQuality = "subjective-quality" in Wording,
        VagueTiming = "vague-timing" in Wording,
        Superlative = "superlative" in Wording,
        AndOr = "and-or" in Wording,
        Absolute = "absolute" in Wording,
        NegativeRequirement = "negative-requirement" in Wording,
        UnexpandedAbbreviation = "unexpanded-abbreviation" in Document,
        DanglingReference = "dangling-reference" in Document,
        DuplicateIdentifier = "duplicate-identifier" in Document,
        MissingIdentifier = "missing-identifier" in Document,
        MissingUnit = "missing-unit" in Document,
        AmbiguousDate = "ambiguous-date" in Document,
        MissingProblem = "missing-problem" in Product,
        MissingUser = "missing-user" in Product,
        IncompleteMeasure = "incomplete-measure" in Product,
        MissingOutOfScope = "missing-out-of-scope" in Product,
        MissingOwner = "missing-owner" in Product,
        AmbiguousScope = "ambiguous-scope" in Meaning,
        AmbiguousCondition = "ambiguous-condition" in Meaning,
        AmbiguousTiming = "ambiguous-timing" in Meaning,
        UndefinedTerm = "undefined-term" in Meaning,
        InconsistentTerm = "inconsistent-term" in Meaning,
        Contradiction = "contradiction" in Meaning,
        MissingCase = "missing-case" in Meaning,
        MissingDecision = "missing-decision" in Meaning,
        UntestableOutcome = "untestable-outcome" in Meaning,
        MissingMetric = "missing-metric" in Meaning,
        StrategyConflict = "strategy-conflict" in Strategy,
        NoGoal = "no-goal" in Strategy,
        GoalWithoutRequirement = "goal-without-requirement" in Strategy,
        OutputNotOutcome = "output-not-outcome" in Strategy,
        SolutionWithoutProblem = "solution-without-problem" in Strategy,
        ConflictingIncentives = "conflicting-incentives" in Strategy,
    }
}

codes! {
    /// Names what an unstated assumption is about.
    AssumptionKind {
        User = "user" in Assumption,
        Business = "business" in Assumption,
        Technical = "technical" in Assumption,
        Dependency = "dependency" in Assumption,
        Data = "data" in Assumption,
        Legal = "legal" in Assumption,
        Operational = "operational" in Assumption,
        Timeline = "timeline" in Assumption,
    }
}

impl FlagKind {
    /// The kinds that only the wording rules raise: the model is not told of them, and so is not led to look for them.
    const OF_RULES: &[Self] = &[
        Self::SubjectiveQuality,
        Self::VagueTiming,
        Self::Superlative,
        Self::AndOr,
        Self::Absolute,
        Self::NegativeRequirement,
        Self::UnexpandedAbbreviation,
        Self::DanglingReference,
        Self::DuplicateIdentifier,
        Self::MissingIdentifier,
        Self::MissingUnit,
        Self::AmbiguousDate,
        Self::MissingProblem,
        Self::MissingUser,
        Self::IncompleteMeasure,
        Self::MissingOutOfScope,
        Self::MissingOwner,
    ];

    /// Returns the kinds that a model may raise, in the catalogue's order.
    pub fn of_model() -> impl Iterator<Item = Self> {
        let kinds = Self::ALL.iter().copied();
        kinds.filter(|kind| !Self::OF_RULES.contains(kind))
    }

    /// Tells whether the flag claims that words can be read two ways, and so must show both readings.
    pub fn claims_two_readings(self) -> bool {
        matches!(
            self,
            Self::AmbiguousScope | Self::AmbiguousCondition | Self::AmbiguousTiming
        )
    }

    /// Tells whether the flag sets the spec against the strategy, and so must quote a context document.
    pub fn claims_conflict_with_context(self) -> bool {
        matches!(self, Self::StrategyConflict | Self::GoalWithoutRequirement)
    }

    /// Returns the kind that a two-readings flag becomes when no second reading is given.
    pub fn as_wording(self) -> Self {
        if self.claims_two_readings() {
            Self::VagueTerm
        } else {
            self
        }
    }
}
