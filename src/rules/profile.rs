//! What a whole document says about its own way of speaking: which words bind in it.

use super::grammar::Grammar;
use super::passage::Passage;
use super::signs::Signs;

/// How many binding words make a document one that states its requirements with them.
const ENOUGH: usize = 3;

/// A document's way of stating requirements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    binding: usize,
    wishing: usize,
    defined: bool,
}

impl Profile {
    /// Reads the profile off a document's passages.
    pub fn of(passages: &[Passage], grammar: &Grammar) -> Self {
        let sum = |count: fn(&Signs) -> usize| passages.iter().map(|passage| count(&passage.signs)).sum();
        Self {
            binding: sum(|signs| signs.binding),
            wishing: sum(|signs| signs.wishing),
            defined: passages.iter().any(|passage| defines_modals(passage, grammar)),
        }
    }

    /// Tells whether requirements are stated with “must” or “shall” rather than “should”.
    pub fn binds(self) -> bool {
        self.binding >= ENOUGH && self.binding >= self.wishing
    }

    /// Tells whether the document says what its modal verbs mean (RFC 2119).
    pub fn defines_modals(self) -> bool {
        self.defined
    }
}

/// Tells whether a passage names a standard that defines modal verbs.
fn defines_modals(passage: &Passage, grammar: &Grammar) -> bool {
    passage.signs.has_digit && grammar.modal_standards.stand_in(passage.prose.text())
}
