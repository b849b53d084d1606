//! The vocabulary: the terms of all languages and of the settings, and the automaton that finds them.

use super::language;
use super::lexicon::{Entry, Loudness};
use crate::domain::FlagKind;
use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, MatchKind};
use std::ops::Range;

/// A term, or an idiom that only looks like one.
#[derive(Debug)]
struct Term {
    words: String,
    /// The language it belongs to, by its place among those spoken; none for all.
    language: Option<usize>,
    /// The entry it belongs to; none for an idiom.
    entry: Option<usize>,
}

/// Terms ready to be looked for.
#[derive(Debug)]
pub struct Vocabulary {
    entries: Vec<Entry>,
    terms: Vec<Term>,
    automaton: Option<AhoCorasick>,
    /// The terms that the automaton looks for, in its order.
    live: Vec<usize>,
}

/// A term found in a text.
pub struct Found<'a> {
    /// The entry it belongs to.
    pub entry: &'a Entry,
    /// The term as the lexicon has it.
    pub term: &'a str,
    /// How loudly it is reported.
    pub loudness: Loudness,
    /// Where it stands.
    pub range: Range<usize>,
}

impl Vocabulary {
    /// Gathers the terms of all languages. Nothing is found before [`look_for`](Self::look_for).
    pub fn built_in() -> Self {
        let mut vocabulary = Self {
            entries: Vec::new(),
            terms: Vec::new(),
            automaton: None,
            live: Vec::new(),
        };
        let spoken = language::spoken().iter().enumerate();
        let lexicons = spoken.map(|(index, language)| (Some(index), &language.lexicon));
        for (language, lexicon) in std::iter::once((None, language::shared())).chain(lexicons) {
            for words in &lexicon.idioms {
                let words = words.clone();
                vocabulary.terms.push(Term {
                    words,
                    language,
                    entry: None,
                });
            }
            for entry in &lexicon.entries {
                vocabulary.push(entry.clone(), language);
            }
        }
        vocabulary
    }

    fn push(&mut self, entry: Entry, language: Option<usize>) {
        let index = Some(self.entries.len());
        for words in &entry.terms {
            let words = words.clone();
            self.terms.push(Term {
                words,
                language,
                entry: index,
            });
        }
        self.entries.push(entry);
    }

    /// Adds a term to a rule.
    pub fn add(&mut self, kind: FlagKind, term: &str) {
        self.push(Entry::added(kind, term.to_owned()), None);
    }

    /// Returns the places of a rule's term; there are none where it is not known.
    pub fn places(&self, kind: FlagKind, term: &str) -> Vec<usize> {
        let is_it = |known: &Term| {
            let entry = known.entry.map(|index| &self.entries[index]);
            entry.is_some_and(|entry| entry.kind == kind) && known.words.eq_ignore_ascii_case(term)
        };
        let terms = self.terms.iter().enumerate();
        terms
            .filter(|(_, known)| is_it(known))
            .map(|(place, _)| place)
            .collect()
    }

    /// Returns how loudly each term is reported by default.
    pub fn defaults(&self) -> Vec<Loudness> {
        let terms = self.terms.iter();
        terms
            .map(|term| {
                term.entry
                    .map_or(Loudness::On, |index| self.entries[index].default)
            })
            .collect()
    }

    /// Returns the terms of a rule with their default loudness.
    pub fn terms_of(&self, kind: FlagKind) -> impl Iterator<Item = (&str, Loudness)> {
        let of_kind = self.entries.iter().filter(move |entry| entry.kind == kind);
        of_kind.flat_map(|entry| entry.terms.iter().map(|term| (term.as_str(), entry.default)))
    }

    /// Tells whether one decision settles all places of a rule's term in a document.
    pub fn is_said_once(&self, kind: FlagKind, term: &str) -> bool {
        let mut entries = self.entries.iter();
        entries.any(|entry| entry.once && entry.kind == kind && entry.terms.iter().any(|known| known == term))
    }

    /// Prepares to look for those terms that `is_wanted`, by their places.
    pub fn look_for(&mut self, is_wanted: impl Fn(usize) -> bool) -> Result<(), aho_corasick::BuildError> {
        self.live = (0..self.terms.len()).filter(|place| is_wanted(*place)).collect();
        let automaton = AhoCorasickBuilder::new()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::DFA))
            .ascii_case_insensitive(true)
            .build(self.live.iter().map(|place| &self.terms[*place].words))?;
        self.automaton = Some(automaton);
        Ok(())
    }

    /// Finds the terms of a language, and those of all, that stand in a text as whole words: of those that overlap the
    /// leftmost, of those the longest.
    pub fn find<'a>(&'a self, text: &str, language: Option<usize>, loudness: &[Loudness]) -> Vec<Found<'a>> {
        let Some(automaton) = &self.automaton else {
            return Vec::new();
        };
        let mut candidates: Vec<(Range<usize>, usize)> = automaton
            .find_overlapping_iter(text)
            .map(|found| (found.range(), self.live[found.pattern().as_usize()]))
            .filter(|(range, place)| {
                let term = &self.terms[*place];
                loudness[*place] != Loudness::Off
                    && (term.language.is_none() || term.language == language)
                    && self.stands(term, range, text)
            })
            .collect();
        candidates.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
        let mut free_from = 0;
        candidates.retain(|(range, _)| {
            let is_free = range.start >= free_from;
            free_from = if is_free { range.end } else { free_from };
            is_free
        });
        let found = candidates.into_iter();
        found
            .filter_map(|(range, place)| {
                let term = &self.terms[place];
                Some(Found {
                    entry: &self.entries[term.entry?],
                    term: &term.words,
                    loudness: loudness[place],
                    range,
                })
            })
            .collect()
    }

    fn stands(&self, term: &Term, range: &Range<usize>, text: &str) -> bool {
        let is_exact = term.entry.is_some_and(|index| self.entries[index].exact);
        (!is_exact || text[range.clone()] == term.words) && is_whole(text, range)
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

    fn all() -> Vocabulary {
        let mut vocabulary = Vocabulary::built_in();
        let loudness = vocabulary.defaults();
        vocabulary
            .look_for(|place| loudness[place] != Loudness::Off)
            .unwrap();
        vocabulary
    }

    fn terms(text: &str, language: Option<usize>) -> usize {
        let vocabulary = all();
        vocabulary.find(text, language, &vocabulary.defaults()).len()
    }

    #[test]
    fn only_whole_words_count() {
        assert_eq!(
            terms("breakfast, fast-track, fast.com, FAST_MODE, steadfast", Some(0)),
            0
        );
        assert_eq!(terms("It must be fast.", Some(0)), 1);
    }

    #[test]
    fn a_language_is_not_looked_for_in_another() {
        assert_eq!(terms("It must be fast: TBD", None), 1);
    }
}
