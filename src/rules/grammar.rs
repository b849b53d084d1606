//! A language's small words: what demands, wishes, tempers or begins a condition in it. Data (`lexicon/*/words.toml`);
//! what it means that one stands somewhere is for [`sight`](super::sight) and the rules to say.

use super::text::Sort;
use aho_corasick::{AhoCorasick, Anchored, BuildError, Input, StartKind};
use serde::Deserialize;

/// Splits a text into words.
pub fn words(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    Split { rest: text }
}

/// The words of a text that were not handed out yet.
struct Split<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Split<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let rest = &self.rest[OF_WORD.stretch(self.rest, false)..];
        let (word, rest) = rest.split_at(OF_WORD.stretch(rest, true));
        self.rest = rest;
        (!word.is_empty()).then_some(word)
    }
}

impl DoubleEndedIterator for Split<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        let rest = self.rest.trim_end_matches(|char| !is_of_word(char));
        let start = rest.trim_end_matches(is_of_word).len();
        let (rest, word) = rest.split_at(start);
        self.rest = rest;
        (!word.is_empty()).then_some(word)
    }
}

/// What words are made of.
static OF_WORD: Sort = Sort::of_words(b"'%", is_of_word);

fn is_of_word(char: char) -> bool {
    char.is_alphanumeric() || matches!(char, '\'' | '’' | '%')
}

/// A list of words, kept by their first letters: nearly every word of a text is asked for in many lists and stands in
/// none, so that this has to be quick to say.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub struct Words {
    /// In the order of their first letters.
    all: Vec<String>,
    /// By first letter: where its words begin.
    starts: [usize; INITIALS + 1],
    /// By first letter: the [`mark`]s of its words.
    marks: [u64; INITIALS],
}

/// The letters from a to z, and one for all others.
const INITIALS: usize = 27;

/// Returns the place of a word's first letter.
fn initial(word: &str) -> usize {
    match word.as_bytes().first() {
        Some(letter) if letter.is_ascii_alphabetic() => usize::from(letter.to_ascii_lowercase() - b'a'),
        _ => INITIALS - 1,
    }
}

/// Returns a bit by a word's last letter and its length, whatever its letter case.
fn mark(word: &str) -> u64 {
    let last = word.as_bytes().last().copied().unwrap_or_default();
    1 << ((usize::from(last.to_ascii_lowercase()) + 5 * word.len()) & 63)
}

impl From<Vec<String>> for Words {
    fn from(mut all: Vec<String>) -> Self {
        all.sort_by_key(|word| initial(word));
        let mut marks = [0; INITIALS];
        for word in &all {
            marks[initial(word)] |= mark(word);
        }
        let starts = std::array::from_fn(|letter| all.partition_point(|word| initial(word) < letter));
        Self { all, starts, marks }
    }
}

impl Words {
    /// Tells whether a word stands in the list, whatever its letter case.
    #[inline]
    pub fn has(&self, word: &str) -> bool {
        let letter = initial(word);
        self.marks[letter] & mark(word) != 0 && self.lists(letter, word)
    }

    fn lists(&self, letter: usize, word: &str) -> bool {
        self.all[self.starts[letter]..self.starts[letter + 1]]
            .iter()
            .any(|known| word.eq_ignore_ascii_case(known))
    }
}

/// A list of phrases, found all at once, in whatever letter case.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "Vec<String>")]
pub struct Phrases {
    automaton: AhoCorasick,
}

impl TryFrom<Vec<String>> for Phrases {
    type Error = BuildError;

    fn try_from(phrases: Vec<String>) -> Result<Self, BuildError> {
        AhoCorasick::builder()
            .start_kind(StartKind::Both)
            .ascii_case_insensitive(true)
            .build(phrases)
            .map(|automaton| Self { automaton })
    }
}

impl Phrases {
    /// Tells whether a text begins with one of the phrases.
    pub fn begin(&self, text: &str) -> bool {
        self.automaton.is_match(Input::new(text).anchored(Anchored::Yes))
    }

    /// Tells whether one of the phrases stands somewhere in a text, also within a word.
    pub fn stand_in(&self, text: &str) -> bool {
        self.automaton.is_match(text)
    }
}

/// The small words of a language. What each list is for stands in `lexicon/en/words.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Grammar {
    pub things: Words,
    pub demands: Words,
    pub wishes: Words,
    pub offers: Words,
    pub bases: Words,
    pub asking: Words,
    pub speakers: Words,
    pub needs: Words,
    pub tempering: Words,
    pub guesses: Words,
    pub conditions: Words,
    pub likely: Words,
    pub pointing: Words,
    pub effects: Words,
    pub opinions: Words,
    pub limits: Words,
    pub units: Words,
    pub story: Phrases,
    pub asked: Phrases,
    pub binding: Words,
    pub wishing: Words,
    pub duties: Words,
    pub procedures: Words,
    pub deeds: Words,
    pub actors: Words,
    pub subordinate: Words,
    pub singular_pronouns: Words,
    pub plural_pronouns: Words,
    pub determiners: Words,
    pub stops: Words,
    pub empty_verbs: Words,
    pub empty_adjectives: Words,
    pub story_openers: Words,
    pub steps: Words,
    pub outcome_steps: Words,
    pub benefits: Phrases,
    pub exemplary: Phrases,
    pub explaining_next: Phrases,
    pub explaining_later: Phrases,
    pub exampling: Phrases,
    pub judging: Words,
    pub negating: Words,
    pub existing: Words,
    pub hypothetical: Words,
    pub announcing: Words,
    pub definite: Words,
    pub seasons: Words,
    pub modal_standards: Phrases,
    /// The words that are signs, of whatever sort: see [`signs`](super::signs).
    #[serde(skip)]
    pub signs: Words,
}

impl Grammar {
    /// Reads the small words of a language.
    pub fn parse(toml: &str) -> Result<Self, toml::de::Error> {
        let mut grammar: Self = toml::from_str(toml)?;
        let lists = [
            &grammar.binding,
            &grammar.wishing,
            &grammar.duties,
            &grammar.singular_pronouns,
            &grammar.plural_pronouns,
            &grammar.seasons,
        ];
        let all: Vec<String> = lists.iter().flat_map(|list| list.all.iter().cloned()).collect();
        grammar.signs = all.into();
        Ok(grammar)
    }
}
