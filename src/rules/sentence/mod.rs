//! Rules that look at whole sentences: who acts, what a pronoun stands for, how many requirements one sentence holds.

mod actor;
mod combined;
mod reference;

use super::check::Hit;
use super::grammar::Grammar;
use super::passage::Passage;
use super::profile::Profile;
use super::text::Prose;
use crate::document::Document;
use crate::domain::FlagKind;
use std::ops::Range;

/// Words of a passage that a rule objects to.
#[derive(Debug, PartialEq, Eq)]
pub struct Objection {
    kind: FlagKind,
    low: bool,
    range: Range<usize>,
    message: String,
    ask: String,
}

impl Objection {
    /// Makes a hit of it, but for quoted speech.
    pub fn hit(self, prose: &Prose, document: &Document) -> Option<Hit> {
        if prose.is_quoted(self.range.start) {
            return None;
        }
        let span = document.span(prose.source(self.range))?;
        Some(Hit::new(self.kind, span, self.message, self.ask).low_where(self.low))
    }
}

/// A word and where it stands in the prose.
#[derive(Clone, Copy, Debug)]
struct Token<'a> {
    word: &'a str,
    at: usize,
}

impl Token<'_> {
    fn end(&self) -> usize {
        self.at + self.word.len()
    }
}

/// The words of a sentence that are looked at together: rules look back and forth over a sentence, so that one without
/// an end would take time beyond measure. Nobody writes a longer one.
const LONGEST: usize = 400;

/// How many bytes a word takes with its blank, at least on average: enough room for the words of a sentence.
const SHORT: usize = 5;

/// Returns what the rules object to in a passage.
pub fn objections(passage: &Passage, profile: Profile, grammar: &Grammar) -> Vec<Objection> {
    let text = passage.prose.text();
    let mut found = Vec::new();
    if !is_promising(passage, profile) {
        return found;
    }
    let mut is_first = true;
    for range in passage.prose.sentences() {
        let tokens = tokens(text, range);
        for tokens in tokens.chunks(LONGEST) {
            found.extend(actor::missing(passage, profile, text, tokens, grammar));
            found.extend(combined::combined(passage, text, tokens, grammar));
            found.extend(reference::unclear(passage, text, is_first, tokens, grammar));
            is_first = false;
        }
    }
    found
}

/// Tells whether a passage holds a word that one of the rules begins with.
fn is_promising(passage: &Passage, profile: Profile) -> bool {
    let signs = passage.signs;
    signs.binding > 0 || signs.has_pronoun || (signs.has_duty && !profile.binds())
}

/// Splits a sentence into words with their places.
fn tokens(text: &str, range: Range<usize>) -> Vec<Token<'_>> {
    let base = text.as_ptr() as usize;
    let words = super::grammar::words(&text[range.clone()]);
    let mut tokens = Vec::with_capacity(range.len() / SHORT);
    tokens.extend(words.map(|word| Token {
        word,
        at: word.as_ptr() as usize - base,
    }));
    tokens
}
