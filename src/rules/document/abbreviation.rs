//! Abbreviations that a document never spells out.
//!
//! An abbreviation is expanded where words with its initials stand in a row anywhere in the document, where brackets
//! follow it or hold it behind a word with its first letter, or where a line begins with it and goes on to say what it
//! is. Which letters need no expansion is data: `lexicon/abbreviations.toml`.

use crate::domain::{FlagKind, Span};
use crate::rules::check::Hit;
use crate::rules::passage::Passage;
use crate::rules::subject::Subject;
use crate::rules::text::{Sort, head, tail};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// How far the rule looks to either side of an abbreviation, in bytes.
const REACH: usize = 120;

/// The most letters of an abbreviation.
const LONGEST: usize = 6;

/// Words that an abbreviation may leave out: “jobs to be done”, “terms of service”.
const SMALL: [&str; 8] = ["of", "and", "the", "for", "to", "in", "a", "on"];

/// Words that requirements shout beside any name.
const MODALS: [&str; 8] = ["MUST", "SHALL", "SHOULD", "MAY", "WILL", "CAN", "NOT", "ONLY"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    known: Vec<String>,
    words: Vec<String>,
}

/// Which letters need no expansion.
struct Known {
    abbreviations: HashSet<Letters>,
    /// Words that are no abbreviations.
    words: HashSet<Letters>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("../lexicon/abbreviations.toml"))
        .expect("the list compiled in is valid: a test reads it");
    let packed = |names: &[String]| names.iter().filter_map(|name| Letters::of(name)).collect();
    Known {
        abbreviations: packed(&file.known),
        words: packed(&file.words),
    }
});

impl Known {
    fn holds(&self, letters: Letters) -> bool {
        self.abbreviations.contains(&letters) || self.words.contains(&letters)
    }
}

/// Up to six letters, packed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
struct Letters(u64);

impl Letters {
    /// Packs a word's letters in capitals; none for a word that is too long or not of ASCII letters and digits.
    fn of(word: &str) -> Option<Self> {
        let fits = word.len() <= LONGEST && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
        fits.then(|| {
            word.bytes()
                .fold(Self::default(), |letters, byte| letters.and(byte))
        })
    }

    fn and(self, byte: u8) -> Self {
        Self(self.0 << 8 | u64::from(byte.to_ascii_uppercase()))
    }
}

/// An abbreviation and its uses.
struct Use<'a> {
    name: &'a str,
    span: Span,
    count: usize,
    is_expanded: bool,
}

/// The abbreviations that a document uses, in the order of their first uses.
struct Uses<'a> {
    list: Vec<Use<'a>>,
    places: HashMap<Letters, usize>,
    /// For each first letter, the second ones that occur, as bits.
    seconds: [u64; 128],
    /// For each first letter, the lengths that occur, as bits.
    lengths: [u8; 128],
    /// Which letters, in either case, are first ones.
    begins: [bool; 256],
}

/// Finds abbreviations that are never expanded, each where it first stands.
pub fn unexpanded(subject: &Subject<'_>) -> Vec<Hit> {
    let mut uses = Uses {
        list: Vec::new(),
        places: HashMap::new(),
        seconds: [0; 128],
        lengths: [0; 128],
        begins: [false; 256],
    };
    for passage in subject.passages {
        uses.read(subject, passage);
    }
    if uses.list.is_empty() {
        return Vec::new();
    }
    for passage in subject.passages {
        uses.expand(passage.prose.text());
    }
    for heading in &subject.headings {
        uses.expand(&heading.section.title);
    }
    let open = uses.list.iter().filter(|used| !used.is_expanded);
    open.map(hit).collect()
}

fn hit(used: &Use<'_>) -> Hit {
    let times = match used.count {
        1 => "once".to_owned(),
        count => format!("{count} times"),
    };
    Hit::new(
        FlagKind::UnexpandedAbbreviation,
        used.span,
        format!("“{}” is used {times} and never spelled out", used.name),
        format!(
            "What does “{}” stand for? Spell it out where it first stands.",
            used.name
        ),
    )
}

impl<'a> Uses<'a> {
    /// Takes the abbreviations of a passage in.
    fn read(&mut self, subject: &Subject<'a>, passage: &'a Passage) {
        let text = passage.prose.text();
        if !may_abbreviate(text) {
            return;
        }
        for (at, word) in tokens(text) {
            let Some(name) = abbreviation(word) else { continue };
            let Some(letters) = Letters::of(name).filter(|letters| !KNOWN.holds(*letters)) else {
                continue;
            };
            if stands_alone(text, at, at + word.len()) {
                self.count(subject, passage, (at, name, letters));
                let (before, after) = (tail(&text[..at], REACH), head(&text[at + word.len()..], REACH));
                if is_explained(before, after, name) {
                    self.settle(letters);
                }
            }
        }
    }

    fn count(&mut self, subject: &Subject<'a>, passage: &'a Passage, found: (usize, &'a str, Letters)) {
        let (at, name, letters) = found;
        if let Some(place) = self.places.get(&letters) {
            self.list[*place].count += 1;
        } else if let Some(span) = subject.span(passage, at..at + name.len()) {
            self.places.insert(letters, self.list.len());
            self.seconds[usize::from(name.as_bytes()[0])] |= bit(name.as_bytes()[1]);
            self.lengths[usize::from(name.as_bytes()[0])] |= 1 << name.len();
            self.begins[usize::from(name.as_bytes()[0])] = true;
            self.begins[usize::from(name.as_bytes()[0].to_ascii_lowercase())] = true;
            self.list.push(Use {
                name,
                span,
                count: 1,
                is_expanded: false,
            });
        }
    }

    fn settle(&mut self, letters: Letters) {
        if let Some(place) = self.places.get(&letters) {
            self.list[*place].is_expanded = true;
        }
    }

    /// Looks in a text for words whose initials spell an abbreviation, and for the abbreviation in small letters: then
    /// it is a word that was shouted.
    fn expand(&mut self, text: &str) {
        for (at, byte) in text.bytes().enumerate() {
            if !self.begins[usize::from(byte)] || text[..at].ends_with(char::is_alphanumeric) {
                continue;
            }
            let initial = byte.to_ascii_uppercase();
            let lengths = self.lengths[usize::from(initial)];
            let mut words = tokens(&text[at..]).map(|(_, word)| word);
            let (first, second) = (words.next().unwrap_or_default(), words.next());
            if first.len() <= LONGEST
                && lengths & (1 << first.len()) != 0
                && first.bytes().all(|byte| byte.is_ascii_lowercase())
                && let Some(letters) = Letters::of(first)
            {
                self.settle(letters);
            }
            if second.is_some_and(|second| self.may_spell(initial, second)) {
                self.spell(&text[at..], lengths);
            }
        }
    }

    /// Tells whether the second of the words fits an abbreviation, or may be left out of one.
    fn may_spell(&self, first: u8, second: &str) -> bool {
        let initial = second.as_bytes()[0].to_ascii_uppercase();
        self.seconds[usize::from(first & 127)] & bit(initial) != 0 || SMALL.contains(&second)
    }

    /// Settles each abbreviation that the first words spell, with or without their small words. They reach no further
    /// than their clause.
    fn spell(&mut self, text: &str, lengths: u8) {
        let mut all = (Letters::default(), 0);
        let mut telling = (Letters::default(), 0);
        let mut end = 0;
        for (at, word) in tokens(text).take_while(|(at, _)| *at < REACH) {
            if text.as_bytes()[end..at]
                .iter()
                .any(|byte| b".;:!?()".contains(byte))
            {
                break;
            }
            end = at + word.len();
            let initial = word.as_bytes()[0];
            self.spell_on(&mut all, initial, lengths);
            if !SMALL.contains(&word) {
                self.spell_on(&mut telling, initial, lengths);
            }
            if telling.1 >= LONGEST {
                break;
            }
        }
    }

    fn spell_on(&mut self, (letters, count): &mut (Letters, usize), initial: u8, lengths: u8) {
        *count += 1;
        if *count <= LONGEST {
            *letters = letters.and(initial);
            if *count >= 2 && lengths & (1 << *count) != 0 {
                self.settle(*letters);
            }
        }
    }
}

/// Tells whether a capital letter stands in a text with another, or a digit, behind it.
fn may_abbreviate(text: &str) -> bool {
    let is_sign = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    let mut pairs = text.as_bytes().windows(2);
    pairs.any(|pair| pair[0].is_ascii_uppercase() && is_sign(&pair[1]))
}

/// Returns the bit of a letter or digit.
fn bit(sign: u8) -> u64 {
    1 << (sign & 63)
}

static ALPHANUMERIC: Sort = Sort::of_words(b"", char::is_alphanumeric);

/// Returns the words of a text, with their places.
fn tokens(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + ALPHANUMERIC.stretch(&text[at..], false);
        at = start + ALPHANUMERIC.stretch(&text[start..], true);
        (at > start).then(|| (start, &text[start..at]))
    })
}

/// Returns the abbreviation that a word is, without the mark of its plural.
fn abbreviation(word: &str) -> Option<&str> {
    let bytes = word.as_bytes();
    if !(bytes[0].is_ascii_uppercase() && (2..=LONGEST + 1).contains(&bytes.len())) {
        return None;
    }
    let name = word.strip_suffix('s').unwrap_or(word);
    let is_sign = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    let is_roman = name.bytes().all(|byte| b"IVX".contains(&byte));
    let ends_well = name.ends_with(|char: char| char.is_ascii_uppercase());
    (name.len() >= 2 && name.len() <= LONGEST && name.bytes().all(is_sign) && ends_well && !is_roman)
        .then_some(name)
}

/// Tells whether a word is no part of an identifier, path, name or shouted phrase.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    const JOINTS: &[char] = &[
        '-', '_', '.', '/', '\\', '@', '#', '$', '%', '&', '+', '=', '\u{fffc}', '\'', '’',
    ];
    let (before, after) = (tail(&text[..start], REACH), head(&text[end..], REACH));
    let joins_on = after.starts_with(JOINTS) && !(after.starts_with(['.', '\'', '’']) && is_end(after));
    !before.ends_with(JOINTS)
        && !joins_on
        && !is_shouted(before.trim_end().rsplit(' ').next())
        && !is_shouted(first(after))
}

fn is_end(after: &str) -> bool {
    let mut rest = after.chars().skip(1);
    rest.next()
        .is_none_or(|char| !char.is_ascii_alphanumeric() || char == 's')
}

fn first(after: &str) -> Option<&str> {
    after.strip_prefix(' ')?.split(' ').next()
}

/// Tells whether a neighbouring word is in capitals, but no abbreviation: then the phrase is shouted.
fn is_shouted(word: Option<&str>) -> bool {
    let word = word
        .unwrap_or_default()
        .trim_matches(|char: char| !char.is_alphanumeric());
    let is_shouted = word.len() >= 2 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_word =
        || word.len() >= LONGEST || Letters::of(word).is_some_and(|letters| KNOWN.words.contains(&letters));
    is_shouted && is_word() && !MODALS.contains(&word)
}

/// Tells whether an abbreviation is explained where it stands.
fn is_explained(before: &str, after: &str, name: &str) -> bool {
    let opens_line = before.len() < REACH / 2
        && before
            .trim_matches(|char: char| !char.is_alphanumeric())
            .is_empty();
    let goes_on = [":", " –", " —", " - ", " =", " is ", " are "]
        .iter()
        .any(|sign| after.starts_with(sign));
    let is_spelled = [
        " means",
        " stands for",
        " is short for",
        ", short for",
        ", that is",
        ", i.e",
        ", or ",
    ]
    .iter()
    .any(|sign| after.starts_with(sign));
    let holds_words = after.strip_prefix(" (").and_then(|rest| rest.split(')').next());
    is_spelled
        || (opens_line && goes_on)
        || holds_words.is_some_and(|inside| inside.trim().contains(' '))
        || is_in_brackets(before, after, name)
}

/// Tells whether the abbreviation stands in brackets behind words that begin as it does.
fn is_in_brackets(before: &str, after: &str, name: &str) -> bool {
    let Some(words) = before.strip_suffix('(') else {
        return false;
    };
    let mut near = words
        .split([' ', '-', '/'])
        .rev()
        .filter(|word| !word.is_empty())
        .take(LONGEST);
    let initial = &name[..1];
    after.starts_with([')', ',', ';', 's'])
        && near.any(|word| {
            word.get(..1)
                .is_some_and(|first| first.eq_ignore_ascii_case(initial))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::document::tests::found;

    fn unexpanded(text: &str) -> Vec<String> {
        found("unexpanded-abbreviation", text)
    }

    #[test]
    fn an_abbreviation_that_is_never_spelled_out_is_found_once() {
        let text = "The DPO signs off each export. Without the DPO nothing leaves the warehouse.";
        assert_eq!(unexpanded(text), ["DPO"]);
        assert_eq!(unexpanded("All RMAs are printed at the dock."), ["RMA"]);
    }

    #[test]
    fn an_abbreviation_spelled_out_anywhere_is_not() {
        for text in [
            "The DPO signs. Ask the data protection officer first.",
            "The Data Protection Officer (DPO) signs. The DPO is Aylin.",
            "The RMA (return merchandise authorisation) is printed.",
            "## Terms of service\n\nThe customer accepts the TOS.",
            "We sort by jobs to be done. Each JTBD has a page.",
            "- **RMA**: the number of a return\n\nThe RMA is printed.",
            "A point of sale (PoS) system, and a picking error (PICK). PICK errors are counted.",
        ] {
            assert_eq!(unexpanded(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn household_words_identifiers_and_shouting_are_not() {
        for text in [
            "The PDF is sent by SMS, as the API of the USA wants.",
            "FR-12 and SC-3 and ABC_DEF and `XYZ` and /QED/file.",
            "The page MUST NOT load twice, and ONLY the owner sees it.",
            "It is SAFE to retry. A safe retry has no effect.",
            "PLEASE COMPLETE THE ENTIRE FORM RDY DOCUMENTATION",
            "Phase II and chapter XIV.",
        ] {
            assert_eq!(unexpanded(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn the_list_of_known_letters_can_be_read() {
        assert!(KNOWN.holds(Letters::of("pdf").unwrap()));
        assert!(!KNOWN.holds(Letters::of("rma").unwrap()));
    }
}
