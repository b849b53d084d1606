//! The lexicon: terms as data, read from TOML that is compiled in, and the automaton that finds them.

use super::gate::Gate;
use crate::domain::{FlagKind, Severity};
use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};
use serde::Deserialize;
use std::ops::Range;
use std::sync::LazyLock;

static ENGLISH: LazyLock<Lexicon> = LazyLock::new(|| {
    Lexicon::parse(include_str!("lexicon/en.toml"))
        .expect("the lexicon compiled in is valid: a test reads it")
});

/// Says whether a term is looked for, and how loudly it is reported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Loudness {
    /// Reported with the kind's own severity.
    #[default]
    On,
    /// Reported as a note.
    Low,
    /// Known, but not looked for.
    Off,
}

/// Terms that share a kind, a message, a question and their gates.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// What a hit is about.
    pub kind: FlagKind,
    #[serde(default)]
    default: Loudness,
    terms: Vec<String>,
    /// Whether letter case counts.
    #[serde(default)]
    exact: bool,
    /// What to say of a hit; `{}` stands for the words as written.
    pub message: String,
    /// What to ask about a hit.
    pub ask: String,
    /// When to stay silent.
    #[serde(default)]
    pub unless: Vec<Gate>,
    /// Where the terms come from.
    source: String,
}

impl Entry {
    /// Tells whether letter case counts.
    pub fn exact(&self) -> bool {
        self.exact
    }

    /// Returns the severity of a hit.
    pub fn severity(&self) -> Severity {
        match self.default {
            Loudness::On => self.kind.default_severity(),
            Loudness::Low | Loudness::Off => Severity::Note,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Phrases that look like a term and are none.
    idioms: Vec<String>,
    entry: Vec<Entry>,
}

/// Says why a lexicon cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LexiconError {
    /// It is no TOML of the right shape.
    #[error("the lexicon could not be read: {0}")]
    Shape(#[from] toml::de::Error),
    /// Its terms could not be compiled.
    #[error("the lexicon's terms could not be compiled: {0}")]
    Terms(#[from] aho_corasick::BuildError),
    /// A term stands in it twice, or is blank, or an entry names no source.
    #[error("the lexicon has a blank or repeated term, or an entry without a source: {0:?}")]
    Entry(String),
}

struct Term {
    words: String,
    /// The entry it belongs to; none for an idiom.
    entry: Option<usize>,
}

/// The terms of a language, ready to be looked for.
pub struct Lexicon {
    entries: Vec<Entry>,
    terms: Vec<Term>,
    automaton: AhoCorasick,
}

/// A term found in a text.
pub struct Found<'a> {
    /// The entry it belongs to.
    pub entry: &'a Entry,
    /// The term as the lexicon has it.
    pub term: &'a str,
    /// Where it stands.
    pub range: Range<usize>,
}

impl Lexicon {
    /// Returns the English terms.
    pub fn english() -> &'static Self {
        &ENGLISH
    }

    fn parse(toml: &str) -> Result<Self, LexiconError> {
        let file: File = toml::from_str(toml)?;
        let idioms = file.idioms.into_iter().map(|words| Term { words, entry: None });
        let listed = file
            .entry
            .iter()
            .enumerate()
            .filter(|(_, entry)| entry.default != Loudness::Off);
        let looked_for = listed.flat_map(|(index, entry)| {
            entry.terms.iter().map(move |words| Term {
                words: words.clone(),
                entry: Some(index),
            })
        });
        let terms: Vec<_> = idioms.chain(looked_for).collect();
        refuse_flaws(&terms, &file.entry)?;
        let automaton = AhoCorasickBuilder::new()
            .match_kind(MatchKind::Standard)
            .ascii_case_insensitive(true)
            .build(terms.iter().map(|term| &term.words))?;
        Ok(Self {
            entries: file.entry,
            terms,
            automaton,
        })
    }

    /// Finds the terms that stand in a text as whole words: of those that overlap the leftmost, of those the longest.
    pub fn find<'a>(&'a self, text: &str) -> Vec<Found<'a>> {
        let mut candidates: Vec<_> = self
            .automaton
            .find_overlapping_iter(text)
            .map(|found| (found.range(), &self.terms[found.pattern().as_usize()]))
            .filter(|(range, term)| self.stands(term, range, text))
            .collect();
        candidates.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
        let mut free_from = 0;
        candidates.retain(|(range, _)| {
            let is_free = range.start >= free_from;
            free_from = if is_free { range.end } else { free_from };
            is_free
        });
        candidates
            .into_iter()
            .filter_map(|(range, term)| self.found(term, range))
            .collect()
    }

    fn stands(&self, term: &Term, range: &Range<usize>, text: &str) -> bool {
        let is_exact = term.entry.is_some_and(|index| self.entries[index].exact);
        (!is_exact || text[range.clone()] == term.words) && is_whole(text, range)
    }

    fn found<'a>(&'a self, term: &'a Term, range: Range<usize>) -> Option<Found<'a>> {
        let entry = &self.entries[term.entry?];
        Some(Found {
            entry,
            term: &term.words,
            range,
        })
    }
}

fn refuse_flaws(terms: &[Term], entries: &[Entry]) -> Result<(), LexiconError> {
    let mut seen = std::collections::HashSet::new();
    for term in terms {
        if term.words.trim() != term.words
            || term.words.is_empty()
            || !seen.insert(term.words.to_ascii_lowercase())
        {
            return Err(LexiconError::Entry(term.words.clone()));
        }
    }
    match entries
        .iter()
        .find(|entry| entry.source.is_empty() || entry.ask.is_empty())
    {
        Some(entry) => Err(LexiconError::Entry(entry.message.clone())),
        None => Ok(()),
    }
}

/// Tells whether a range begins and ends at the border of a word. A hyphen, a dot or an underscore between letters
/// binds them into one word (`fast-track`, `file.many`); characters of scripts without blanks do not.
fn is_whole(text: &str, range: &Range<usize>) -> bool {
    let (before, within, after) = (&text[..range.start], &text[range.clone()], &text[range.end..]);
    let starts_in_word = within.starts_with(is_word) && binds(before.chars().rev());
    let ends_in_word = within.ends_with(is_word) && binds(after.chars());
    !starts_in_word && !ends_in_word
}

fn binds(mut chars: impl Iterator<Item = char>) -> bool {
    match chars.next() {
        Some('-' | '.' | '‑') => chars.next().is_some_and(is_word),
        Some(next) => is_word(next) || next == '_',
        None => false,
    }
}

fn is_word(char: char) -> bool {
    char.is_alphanumeric()
        && !matches!(char, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'.. )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_english_lexicon_is_valid() {
        let error = Lexicon::parse(include_str!("lexicon/en.toml")).err();
        assert!(error.is_none(), "{error:?}");
    }

    #[test]
    fn repeated_terms_are_refused() {
        let entry = "[[entry]]\nkind = \"vague-term\"\nterms = [\"Fast\"]\nmessage = \"m\"\nask = \"a\"\nsource = \"s\"\n";
        assert!(Lexicon::parse(&format!("idioms = []\n{entry}")).is_ok());
        assert!(Lexicon::parse(&format!("idioms = [\"fast\"]\n{entry}")).is_err());
    }

    #[test]
    fn only_whole_words_count() {
        let terms = |text: &str| Lexicon::english().find(text).len();
        assert_eq!(terms("breakfast, fast-track, fast.com, FAST_MODE, steadfast"), 0);
        assert_eq!(terms("It must be fast."), 1);
    }

    #[test]
    fn every_message_names_the_words() {
        assert!(
            Lexicon::english()
                .entries
                .iter()
                .all(|entry| entry.message.contains("{}"))
        );
    }
}
