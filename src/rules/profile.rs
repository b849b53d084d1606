//! What a whole document says about its own way of speaking: which words bind in it.

use super::grammar::{Grammar, words};
use super::text::Prose;

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
    /// Reads the profile off a document's prose.
    pub fn of<'a>(blocks: impl Iterator<Item = &'a Prose>, grammar: &Grammar) -> Self {
        blocks.fold(Self::default(), |profile, prose| {
            profile.and(prose.text(), grammar)
        })
    }

    /// Tells whether requirements are stated with “must” or “shall” rather than “should”.
    pub fn binds(self) -> bool {
        self.binding >= ENOUGH && self.binding >= self.wishing
    }

    /// Tells whether the document says what its modal verbs mean (RFC 2119).
    pub fn defines_modals(self) -> bool {
        self.defined
    }

    fn and(self, text: &str, grammar: &Grammar) -> Self {
        let mut profile = self;
        for word in words(text) {
            profile.binding += usize::from(grammar.binding.has(word));
            profile.wishing += usize::from(grammar.wishing.has(word));
        }
        profile.defined = self.defined || defines_modals(text, grammar);
        profile
    }
}

/// Tells whether a text names a standard that defines modal verbs. Only texts with a number are worth a closer look.
fn defines_modals(text: &str, grammar: &Grammar) -> bool {
    (text.contains("2119") || text.contains("14")) && grammar.modal_standards.stand_in(&text.to_lowercase())
}
