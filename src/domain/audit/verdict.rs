//! Verdicts: whether a document's team can start, by rules that are stated and can be set.

use super::entry::SeverityCounts;
use crate::domain::kind::Severity;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Says whether a document's team can start, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It cannot: something has to be settled first.
    Blocked,
    /// It can, once questions are answered.
    NeedsAnswers,
    /// It can.
    Ready,
    /// It was not reviewed, or not in full.
    Unknown,
}

impl Verdict {
    /// All verdicts, in the order of a report.
    pub const ALL: [Self; 4] = [Self::Blocked, Self::NeedsAnswers, Self::Ready, Self::Unknown];

    /// Returns the verdict's name for a person.
    pub fn title(self) -> &'static str {
        match self {
            Self::Blocked => "blocked",
            Self::NeedsAnswers => "needs answers",
            Self::Ready => "ready",
            Self::Unknown => "not reviewed",
        }
    }
}

/// From which severity on a finding in or between documents changes a verdict; `None` stands for never.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VerdictRules {
    /// A document with a finding at least this severe is blocked.
    pub blocked_at: Option<Severity>,
    /// A document with a finding at least this severe needs answers.
    pub needs_answers_at: Option<Severity>,
}

impl Default for VerdictRules {
    fn default() -> Self {
        Self {
            blocked_at: Some(Severity::Blocker),
            needs_answers_at: Some(Severity::Major),
        }
    }
}

impl VerdictRules {
    /// Judges a document by its findings and those between it and others.
    pub fn judge(&self, counts: &SeverityCounts) -> Verdict {
        let Some(worst) = counts.worst() else {
            return Verdict::Ready;
        };
        let reaches = |limit: Option<Severity>| limit.is_some_and(|limit| worst <= limit);
        if reaches(self.blocked_at) {
            Verdict::Blocked
        } else if reaches(self.needs_answers_at) {
            Verdict::NeedsAnswers
        } else {
            Verdict::Ready
        }
    }
}

/// How many documents got which verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VerdictCounts {
    /// Documents whose team cannot start.
    pub blocked: usize,
    /// Documents that need answers first.
    pub needs_answers: usize,
    /// Documents whose team can start.
    pub ready: usize,
    /// Documents that were not reviewed, or not in full.
    pub unknown: usize,
}

impl VerdictCounts {
    /// Returns how many documents got a verdict.
    pub fn of(&self, verdict: Verdict) -> usize {
        match verdict {
            Verdict::Blocked => self.blocked,
            Verdict::NeedsAnswers => self.needs_answers,
            Verdict::Ready => self.ready,
            Verdict::Unknown => self.unknown,
        }
    }
}

impl FromIterator<Verdict> for VerdictCounts {
    fn from_iter<I: IntoIterator<Item = Verdict>>(verdicts: I) -> Self {
        let mut counts = Self::default();
        for verdict in verdicts {
            match verdict {
                Verdict::Blocked => counts.blocked += 1,
                Verdict::NeedsAnswers => counts.needs_answers += 1,
                Verdict::Ready => counts.ready += 1,
                Verdict::Unknown => counts.unknown += 1,
            }
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_finding_decides_and_the_limits_can_be_moved() {
        let counts = |severities: &[Severity]| severities.iter().copied().collect::<SeverityCounts>();
        let usual = VerdictRules::default();
        assert_eq!(
            usual.judge(&counts(&[Severity::Minor, Severity::Blocker])),
            Verdict::Blocked
        );
        assert_eq!(usual.judge(&counts(&[Severity::Major])), Verdict::NeedsAnswers);
        assert_eq!(usual.judge(&counts(&[Severity::Minor; 9])), Verdict::Ready);
        assert_eq!(usual.judge(&counts(&[])), Verdict::Ready);
        let strict = VerdictRules {
            blocked_at: Some(Severity::Major),
            needs_answers_at: Some(Severity::Note),
        };
        assert_eq!(strict.judge(&counts(&[Severity::Major])), Verdict::Blocked);
        assert_eq!(strict.judge(&counts(&[Severity::Note])), Verdict::NeedsAnswers);
        let never = VerdictRules {
            blocked_at: None,
            needs_answers_at: None,
        };
        assert_eq!(never.judge(&counts(&[Severity::Blocker])), Verdict::Ready);
    }
}
