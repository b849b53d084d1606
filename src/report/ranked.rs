//! Flags and assumptions as one sort of thing: what is ranked in one order and shown in one list.

use crate::domain::catalogue::Page;
use crate::domain::{Anchor, Assumption, Family, FindingId, Flag, Severity, Source};

/// A flag or an assumption: what is ranked in one order.
#[derive(Clone, Copy, Debug)]
pub enum Finding<'a> {
    /// An ambiguity, contradiction, gap or strategy conflict.
    Flag(&'a Flag),
    /// Something taken for granted.
    Assumption(&'a Assumption),
}

impl<'a> Finding<'a> {
    /// Returns the finding's id.
    pub fn id(self) -> &'a FindingId {
        match self {
            Self::Flag(flag) => &flag.id,
            Self::Assumption(assumption) => &assumption.id,
        }
    }

    /// Returns the place in the one order.
    pub fn rank(self) -> usize {
        match self {
            Self::Flag(flag) => flag.rank,
            Self::Assumption(assumption) => assumption.rank,
        }
    }

    /// Returns how much it would hurt.
    pub fn severity(self) -> Severity {
        match self {
            Self::Flag(flag) => flag.severity,
            Self::Assumption(assumption) => assumption.severity,
        }
    }

    /// Returns who raised it.
    pub fn source(self) -> &'static str {
        let source = match self {
            Self::Flag(flag) => flag.source,
            Self::Assumption(assumption) => assumption.source,
        };
        match source {
            Source::Model | Source::Rules => source.as_str(),
            Source::Both => "model+rules",
        }
    }

    /// Tells whether only the rules raised it.
    pub fn is_by_rules(self) -> bool {
        match self {
            Self::Flag(flag) => flag.source == Source::Rules,
            Self::Assumption(assumption) => assumption.source == Source::Rules,
        }
    }

    /// Returns its severity, and that it is an assumption where it is one.
    pub fn grade(self) -> String {
        match self {
            Self::Flag(flag) => flag.severity.to_string(),
            Self::Assumption(assumption) => {
                format!("{} {}", assumption.severity, Family::Assumption.as_str())
            }
        }
    }

    /// Returns the code of its kind.
    pub fn code(self) -> &'static str {
        match self {
            Self::Flag(flag) => flag.kind.code(),
            Self::Assumption(assumption) => assumption.kind.code(),
        }
    }

    /// Returns the page of its kind.
    pub fn page(self) -> &'static Page {
        match self {
            Self::Flag(flag) => flag.kind.page(),
            Self::Assumption(assumption) => assumption.kind.page(),
        }
    }

    /// Returns what it is, in a word or two: the code, and for assumptions that word.
    pub fn noun(self) -> String {
        match self {
            Self::Flag(_) => self.code().to_owned(),
            Self::Assumption(_) => format!("{} {}", self.code(), Family::Assumption.as_str()),
        }
    }

    /// Returns the line that stands for it.
    pub fn title(self) -> &'a str {
        match self {
            Self::Flag(flag) => &flag.title,
            Self::Assumption(assumption) => &assumption.statement,
        }
    }

    /// Returns its passages.
    pub fn anchors(self) -> &'a [Anchor] {
        match self {
            Self::Flag(flag) => &flag.anchors,
            Self::Assumption(assumption) => &assumption.anchors,
        }
    }

    /// Returns what the second look changed.
    pub fn remarks(self) -> &'a [String] {
        match self {
            Self::Flag(flag) => &flag.remarks,
            Self::Assumption(assumption) => &assumption.remarks,
        }
    }
}
