//! A language's small words: what demands, wishes, tempers or begins a condition in it. Data (`lexicon/*/words.toml`);
//! what it means that one stands somewhere is for [`sight`](super::sight) and the rules to say.

use serde::Deserialize;

/// Splits a text into words.
pub fn words(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.split(|char: char| !char.is_alphanumeric() && !matches!(char, '\'' | '’' | '%'))
        .filter(|word| !word.is_empty())
}

/// A list of words.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub struct Words(Vec<String>);

impl Words {
    /// Tells whether a word stands in the list, whatever its letter case.
    pub fn has(&self, word: &str) -> bool {
        self.0.iter().any(|known| word.eq_ignore_ascii_case(known))
    }

    /// Tells whether a text begins with one of the list's words.
    pub fn begin(&self, text: &str) -> bool {
        self.0.iter().any(|word| text.starts_with(word.as_str()))
    }

    /// Tells whether one of the list's words stands somewhere in a text in lower case, also within a word.
    pub fn stand_in(&self, lower: &str) -> bool {
        self.0.iter().any(|word| lower.contains(word.as_str()))
    }
}

/// The small words of a language. What each list is for stands in `lexicon/en/words.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Grammar {
    pub things: Words,
    pub demands: Words,
    pub offers: Words,
    pub bases: Words,
    pub asking: Words,
    pub speakers: Words,
    pub needs: Words,
    pub tempering: Words,
    pub guesses: Words,
    pub conditions: Words,
    pub likely: Words,
    pub opinions: Words,
    pub limits: Words,
    pub units: Words,
    pub story: Words,
    pub asked: Words,
    pub binding: Words,
    pub wishing: Words,
    pub duties: Words,
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
    pub benefits: Words,
    pub exemplary: Words,
    pub explaining_next: Words,
    pub explaining_later: Words,
    pub exampling: Words,
    pub judging: Words,
    pub negating: Words,
    pub existing: Words,
    pub hypothetical: Words,
    pub announcing: Words,
    pub definite: Words,
    pub modal_standards: Words,
}
