//! The lexicon: terms as data, read from TOML. What is done with them is for the
//! [`vocabulary`](super::vocabulary) to say.

use super::gate::Gate;
use crate::domain::FlagKind;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// Says whether a rule or a term is looked for, and how loudly it is reported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Loudness {
    /// Known, but not looked for.
    Off,
    /// Reported as a note, and not at all where a model reads the document too.
    Low,
    /// Reported with the rule's severity.
    #[default]
    On,
}

impl Loudness {
    /// Returns the word that stands for it in the settings.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Low => "low",
            Self::On => "on",
        }
    }
}

/// Terms that share a kind, a message, a question and their gates.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// What a hit is about.
    pub kind: FlagKind,
    /// How loudly its terms are reported.
    #[serde(default)]
    pub default: Loudness,
    /// What is looked for.
    pub terms: Vec<String>,
    /// Whether letter case counts.
    #[serde(default)]
    pub exact: bool,
    /// Whether one decision settles all its places in a document, so that they are one hit.
    #[serde(default)]
    pub once: bool,
    /// What to say of a hit; `{}` stands for the words as written.
    pub message: String,
    /// What to ask about a hit.
    pub ask: String,
    /// When to stay silent.
    #[serde(default)]
    pub unless: Vec<Gate>,
    /// When to say it low.
    #[serde(default)]
    pub lower: Vec<Gate>,
    /// Where the terms come from.
    source: String,
}

impl Entry {
    /// Makes the entry of a term that the settings add to a rule.
    pub fn added(kind: FlagKind, term: String) -> Self {
        Self {
            kind,
            default: Loudness::Off,
            terms: vec![term],
            exact: false,
            once: false,
            message: "{} is on your list of words to settle".into(),
            ask: kind.page().ask.into(),
            unless: Vec::new(),
            lower: Vec::new(),
            source: "clarify.toml".into(),
        }
    }
}

/// The terms of a language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lexicon {
    /// Phrases that look like a term and are none.
    pub idioms: Vec<String>,
    /// The terms, by what is said of them.
    #[serde(rename = "entry")]
    pub entries: Vec<Entry>,
}

/// Says why a lexicon cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LexiconError {
    /// It is no TOML of the right shape.
    #[error("the lexicon could not be read: {0}")]
    Shape(#[from] toml::de::Error),
    /// A term stands in it twice, or is blank, or an entry names no source.
    #[error("the lexicon has a blank or repeated term, or an entry without a source: {0:?}")]
    Entry(String),
}

impl Lexicon {
    /// Reads a lexicon.
    pub fn parse(toml: &str) -> Result<Self, LexiconError> {
        let lexicon: Self = toml::from_str(toml)?;
        let mut seen = HashSet::new();
        let terms = lexicon.entries.iter().flat_map(|entry| &entry.terms);
        for term in lexicon.idioms.iter().chain(terms) {
            let is_blank = term.is_empty() || term.trim() != term;
            if is_blank || !seen.insert(term.to_ascii_lowercase()) {
                return Err(LexiconError::Entry(term.clone()));
            }
        }
        let mut entries = lexicon.entries.iter();
        match entries.find(|entry| entry.source.is_empty() || entry.ask.is_empty()) {
            Some(entry) => Err(LexiconError::Entry(entry.message.clone())),
            None => Ok(lexicon),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeated_and_blank_terms_are_refused() {
        let entry = |term: &str| {
            format!(
                "[[entry]]\nkind = \"vague-term\"\nterms = [\"{term}\"]\nmessage = \"m\"\nask = \"a\"\nsource = \"s\"\n"
            )
        };
        assert!(Lexicon::parse(&format!("idioms = []\n{}", entry("Fast"))).is_ok());
        assert!(Lexicon::parse(&format!("idioms = [\"fast\"]\n{}", entry("Fast"))).is_err());
        assert!(Lexicon::parse(&format!("idioms = []\n{}", entry(" "))).is_err());
    }
}
