//! A sketch of a document: of each passage only what it takes to find others that speak of the same; the words
//! themselves are read again when they are needed, so that a folder of any size fits into memory.

use super::passage::passages;
use super::reference::{self, Named};
use crate::document::Document;
use crate::domain::Span;
use bm25::{DefaultTokenizer, Language, Tokenizer};
use std::collections::BTreeSet;

/// What is kept of one passage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PassageSketch {
    /// Where it stands.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    /// Hashes of its word stems, without figures and stop words, sorted.
    pub terms: Vec<u64>,
    /// Its figures, each with the hash of what it counts.
    pub figures: Vec<Figure>,
    /// How it demands.
    pub manner: Manner,
    /// A hash of everything it says: equal where two passages say the same in the same words.
    pub words: u64,
    /// The hash of the term that it defines, if it defines one.
    pub defines: Option<u64>,
}

/// A figure and what it counts, as hashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Figure {
    /// What is counted: the word behind the figure.
    pub unit: u32,
    /// The figure.
    pub number: u32,
}

/// How a passage demands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Manner(u8);

impl Manner {
    const DEMANDS: u8 = 1;
    const PERMITS: u8 = 2;
    const NEGATES: u8 = 4;

    fn of(words: &[&str]) -> Self {
        let has = |list: &[&str]| words.iter().any(|word| list.contains(word));
        let mut marks = 0;
        if has(&[
            "must", "shall", "will", "should", "needs", "required", "has", "have", "is", "are", "be", "gets",
            "goes",
        ]) {
            marks |= Self::DEMANDS;
        }
        if has(&["may", "can", "could", "optional", "optionally"]) {
            marks |= Self::PERMITS;
        }
        if has(&[
            "not", "no", "never", "cannot", "without", "neither", "nor", "none",
        ]) {
            marks |= Self::NEGATES;
        }
        Self(marks)
    }

    /// Tells whether the passage states a rule.
    pub fn demands(self) -> bool {
        self.0 & (Self::DEMANDS | Self::PERMITS) != 0
    }

    /// Tells whether one rules out what the other demands or allows.
    pub fn opposes(self, other: Self) -> bool {
        (self.0 ^ other.0) & Self::NEGATES != 0
    }
}

/// What is kept of one document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DocumentSketch {
    /// The passages, in order.
    pub passages: Vec<PassageSketch>,
    /// Hashes of the stems of its title.
    pub title: Vec<u64>,
    /// The ids it gives to requirements, and where.
    pub defined: Vec<Named>,
    /// The ids it mentions, and where.
    pub mentioned: Vec<Named>,
    /// The ids that its requirements name as their parents and the like, and where.
    pub parents: Vec<Named>,
    /// The relative links it holds, and where.
    pub links: Vec<Named>,
    /// Whether it speaks of a measure of success.
    pub measures: bool,
}

/// Makes sketches.
pub struct Sketcher {
    tokenizer: DefaultTokenizer,
}

impl Default for Sketcher {
    fn default() -> Self {
        Self {
            tokenizer: DefaultTokenizer::new(Language::English),
        }
    }
}

impl Sketcher {
    /// Sketches a document.
    pub fn sketch(&self, document: &Document) -> DocumentSketch {
        let spans = passages(document);
        let mut references = reference::references(document, &spans);
        references
            .mentioned
            .retain(|named| !references.defined.contains(named));
        DocumentSketch {
            passages: spans.iter().map(|span| self.passage(document, *span)).collect(),
            title: document
                .title()
                .map(|title| self.terms(title))
                .unwrap_or_default(),
            defined: references.defined,
            mentioned: references.mentioned,
            parents: references.parents,
            links: references.links,
            measures: measures(document),
        }
    }

    fn passage(&self, document: &Document, span: Span) -> PassageSketch {
        let text = document.words_at(span);
        let lower = text.to_lowercase();
        let words: Vec<&str> = plain_words(&lower).collect();
        let manner = Manner::of(&words);
        let figures = figures(&words);
        let terms = self.terms(without_id(text));
        PassageSketch {
            start: span.start() as u32,
            end: span.end() as u32,
            words: fingerprint(&terms, &figures, manner),
            terms,
            figures,
            manner,
            defines: definition(document, span).map(|term| self.name(&term)),
        }
    }

    /// Returns the hashes of the stems of a text, without those of figures, each once, in order.
    pub fn terms(&self, text: &str) -> Vec<u64> {
        let stems = self.tokenizer.tokenize(text);
        let stems = stems
            .iter()
            .filter(|stem| !stem.contains(|letter: char| letter.is_ascii_digit()));
        let unique: BTreeSet<u64> = stems.map(|stem| hash(stem)).collect();
        unique.into_iter().collect()
    }

    /// Returns the hash of a term's name, whatever its inflection.
    fn name(&self, term: &str) -> u64 {
        hash(&self.tokenizer.tokenize(term).join(" "))
    }
}

fn hash(text: &str) -> u64 {
    let bytes = blake3::hash(text.as_bytes());
    u64::from_le_bytes(bytes.as_bytes()[..8].try_into().unwrap_or_default())
}

fn fingerprint(terms: &[u64], figures: &[Figure], manner: Manner) -> u64 {
    let mut hasher = blake3::Hasher::new();
    for term in terms {
        hasher.update(&term.to_le_bytes());
    }
    for figure in figures {
        hasher.update(&figure.unit.to_le_bytes());
        hasher.update(&figure.number.to_le_bytes());
    }
    hasher.update(&[manner.0]);
    u64::from_le_bytes(hasher.finalize().as_bytes()[..8].try_into().unwrap_or_default())
}

fn plain_words(text: &str) -> impl Iterator<Item = &str> {
    let words = text
        .split(|letter: char| letter.is_whitespace() || matches!(letter, '|' | '/' | '(' | ')' | '`' | '*'));
    words
        .map(|word| {
            word.trim_matches(|letter: char| {
                !letter.is_alphanumeric() && !matches!(letter, '€' | '$' | '£' | '%')
            })
        })
        .filter(|word| !word.is_empty())
}

/// A requirement's own id is no part of what it says.
fn without_id(text: &str) -> &str {
    let body = text.trim_start_matches(|letter: char| !letter.is_alphanumeric());
    match reference::id_at_start(body) {
        Some(id) => &body[id.len()..],
        None => text,
    }
}

const NUMBER_WORDS: [&str; 13] = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
];

/// Words that stand between a figure and what it counts.
const BETWEEN: [&str; 6] = ["calendar", "working", "business", "full", "whole", "more"];

/// Finds the figures, each with the word behind it, sorted.
fn figures(words: &[&str]) -> Vec<Figure> {
    let mut found = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let Some((number, glued)) = number(word) else {
            continue;
        };
        if reference::id_at_start(&word.to_uppercase()).is_some() {
            continue;
        }
        let behind = words[index + 1..].iter().find(|next| !BETWEEN.contains(next));
        let next = behind.filter(|next| self::number(next).is_none());
        let unit = glued.or(next.map(|next| next.trim_end_matches('s').to_owned()));
        found.push(Figure {
            unit: hash(unit.as_deref().unwrap_or_default()) as u32,
            number: hash(&number) as u32,
        });
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Reads a word as a figure, and the unit that is glued to it, such as `30s` or `€5`.
fn number(word: &str) -> Option<(String, Option<String>)> {
    if let Some(value) = NUMBER_WORDS.iter().position(|name| *name == word) {
        // “One” mostly stands for “a”, and “no one” counts nothing.
        return (value > 1).then(|| (value.to_string(), None));
    }
    if !word.contains(|letter: char| letter.is_ascii_digit()) {
        return None;
    }
    let is_figure = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | ',' | ':' | '-');
    let figure: String = word
        .chars()
        .filter(|letter| is_figure(*letter) && *letter != ',')
        .collect();
    let rest: String = word.chars().filter(|letter| !is_figure(*letter)).collect();
    (rest.chars().count() <= 4).then(|| (figure, Some(rest).filter(|rest| !rest.is_empty())))
}

/// Headings under which a list of terms stands.
const GLOSSARIES: [&str; 4] = ["glossary", "definition", "terms", "terminology"];
/// What stands between a term and its meaning.
const MEANINGS: [&str; 7] = [
    " means ",
    " refers to ",
    " is defined as ",
    " stands for ",
    " is the number of ",
    " is a person who ",
    " is anybody who ",
];

/// Returns the term that a passage defines: in a list of terms the words before the colon or dash, elsewhere those
/// before “means” and the like.
fn definition(document: &Document, span: Span) -> Option<String> {
    let text = document.words_at(span);
    let section = document.section_at(span.start());
    let in_glossary = section.is_some_and(|section| {
        let title = section.title.to_lowercase();
        GLOSSARIES.iter().any(|word| title.contains(word))
    });
    let ends = MEANINGS.iter().filter_map(|verb| text.find(verb));
    let end = if in_glossary {
        [": ", ":** ", " - ", " – ", " — ", "**:"]
            .iter()
            .filter_map(|mark| text.find(mark))
            .chain(ends)
            .min()
    } else {
        ends.min()
    }?;
    let term = text[..end].trim_matches(|letter: char| !letter.is_alphanumeric());
    let term = ["a ", "an ", "the ", "A ", "An ", "The "]
        .iter()
        .fold(term, |term, article| term.strip_prefix(article).unwrap_or(term));
    (1..=4)
        .contains(&term.split_whitespace().count())
        .then(|| term.to_lowercase())
}

/// Words in a heading under which it is said how one will know that it worked.
const MEASURES: [&str; 7] = [
    "measure",
    "metric",
    "success",
    "kpi",
    "outcome",
    "target",
    "acceptance",
];

/// Tells whether the document has a section on measures with a figure in it.
fn measures(document: &Document) -> bool {
    document.sections().iter().any(|section| {
        let title = section.title.to_lowercase();
        MEASURES.iter().any(|word| title.contains(word))
            && document
                .words_at(section.span)
                .contains(|letter: char| letter.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sketch(text: &str) -> DocumentSketch {
        Sketcher::default().sketch(&Document::new("x.md".into(), "x.md".into(), text.into()))
    }

    fn first(text: &str) -> PassageSketch {
        sketch(text).passages.remove(0)
    }

    #[test]
    fn the_same_demand_in_another_dress_has_the_same_words_and_another_figure_has_not() {
        let one = first("- **REQ-7**: A customer can store up to 10 delivery addresses.\n");
        let same = first("A customer can store up to 10 delivery address\n");
        assert_eq!(one.words, same.words);
        assert_ne!(
            one.words,
            first("A customer can store up to 12 delivery addresses.\n").words
        );
        assert_ne!(
            one.words,
            first("A customer cannot store up to 10 delivery addresses.\n").words
        );
    }

    #[test]
    fn figures_know_what_they_count() {
        let (ten, days) = (
            first("kept for 10 days at most there\n"),
            first("kept for 14 days at most there\n"),
        );
        assert_eq!(ten.figures.len(), 1);
        assert_eq!(ten.figures[0].unit, days.figures[0].unit);
        assert_ne!(ten.figures[0].number, days.figures[0].number);
        assert_eq!(first("kept for ten days at most there\n").figures, ten.figures);
        assert_eq!(
            first("answers within 30s at the latest\n").figures[0].unit,
            first("within 45s it answers us\n").figures[0].unit
        );
    }

    #[test]
    fn rules_that_allow_and_rules_that_forbid_oppose_each_other() {
        let may = first("Guests may return an order by post\n").manner;
        let never = first("Guests may never return an order by post\n").manner;
        assert!(may.opposes(never) && !may.opposes(may));
    }

    #[test]
    fn definitions_are_found_in_lists_of_terms_and_by_their_verb() {
        let listed = first("# Terms\n\n- **Active customer**: somebody with an order this year\n");
        let said = first("An active customer means somebody who opened the app\n");
        assert!(listed.defines.is_some());
        assert_eq!(listed.defines, said.defines);
        assert_eq!(
            first("# Rules\n\nNote: this is no definition at all\n").defines,
            None
        );
    }
}
