//! What a whole document says about its own way of speaking: which words bind in it.

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
    pub fn of<'a>(blocks: impl Iterator<Item = &'a Prose>) -> Self {
        blocks.fold(Self::default(), |profile, prose| profile.and(prose.text()))
    }

    /// Tells whether requirements are stated with “must” or “shall” rather than “should”.
    pub fn binds(self) -> bool {
        self.binding >= ENOUGH && self.binding >= self.wishing
    }

    /// Tells whether the document says what its modal verbs mean (RFC 2119).
    pub fn defines_modals(self) -> bool {
        self.defined
    }

    fn and(self, text: &str) -> Self {
        let count = |verbs: &[&str]| {
            let words = text.split(|char: char| !char.is_alphabetic());
            words
                .filter(|word| verbs.iter().any(|verb| word.eq_ignore_ascii_case(verb)))
                .count()
        };
        Self {
            binding: self.binding + count(&["must", "shall"]),
            wishing: self.wishing + count(&["should"]),
            defined: self.defined || text.contains("RFC 2119") || text.contains("RFC2119"),
        }
    }
}
