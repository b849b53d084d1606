//! The languages the rules speak, and the recognition of the one a document is written in.
//!
//! A language is two files under `lexicon/`: its terms and its small words. To add one, add the files and a line to
//! [`SPOKEN`]. Terms that mean the same everywhere (`TBD`) stand in `lexicon/any`.

use super::grammar::{Grammar, words};
use super::lexicon::Lexicon;
use super::passage::Passage;
use std::sync::LazyLock;
use whatlang::{Detector, Lang};

/// How much prose it takes before a language is named, in bytes of letters: below, guesses are wrong too often.
const ENOUGH: usize = 240;

/// How much prose is looked at, in bytes: the detector is by far the slowest part of a check, and this much settles it.
const SAMPLE: usize = 2 * 1024;

/// One word in how many is a small word in text that is plainly of a language. English prose has two in five; other
/// languages share a few of its small words (“in”, “was”, “of”), about one word in ten.
const PLAIN: usize = 4;

/// A language that the rules speak.
#[derive(Debug)]
pub struct Language {
    /// What it is for the detector.
    code: Lang,
    /// Its terms.
    pub lexicon: Lexicon,
    /// Its small words.
    pub grammar: Grammar,
}

impl Language {
    /// Tells whether so many of a text's words are small words of this language that there is no need to ask the detector.
    fn plainly_speaks(&self, text: &str) -> bool {
        let is_small = |word: &str| self.grammar.stops.has(word) || self.grammar.determiners.has(word);
        let (all, small) = words(text).fold((0, 0), |(all, small), word| {
            (all + 1, small + usize::from(is_small(word)))
        });
        all > 0 && small * PLAIN >= all
    }
}

/// The files of each language spoken: the terms, then the small words.
const SPOKEN: [(Lang, &str, &str); 1] = [(
    Lang::Eng,
    include_str!("lexicon/en/terms.toml"),
    include_str!("lexicon/en/words.toml"),
)];

static LANGUAGES: LazyLock<Vec<Language>> = LazyLock::new(|| {
    let read = |(code, terms, words)| Language {
        code,
        lexicon: Lexicon::parse(terms).expect("the terms compiled in are valid: a test reads them"),
        grammar: Grammar::parse(words).expect("the words compiled in are valid: a test reads them"),
    };
    SPOKEN.map(read).into()
});

static ANY: LazyLock<Lexicon> = LazyLock::new(|| {
    Lexicon::parse(include_str!("lexicon/any/terms.toml"))
        .expect("the terms compiled in are valid: a test reads them")
});

/// Returns the languages spoken, the one assumed of short texts first.
pub fn spoken() -> &'static [Language] {
    &LANGUAGES
}

/// Returns the terms that mean the same in every language.
pub fn shared() -> &'static Lexicon {
    &ANY
}

/// What a document is written in, as far as can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tongue {
    /// One of the languages spoken, by its place among them; also where too little is there to tell.
    Spoken(usize),
    /// A language that the rules do not speak, by its English name.
    Foreign(&'static str),
}

/// Recognises the language of a document's prose. Says nothing foreign of short texts and of doubtful ones.
pub fn recognise(passages: &[Passage]) -> Tongue {
    let mut sample = String::new();
    for passage in passages {
        sample.push_str(passage.prose.text());
        sample.push('\n');
        if sample.len() > SAMPLE {
            break;
        }
    }
    if let Some(place) = spoken()
        .iter()
        .position(|language| language.plainly_speaks(&sample))
    {
        return Tongue::Spoken(place);
    }
    let letters = sample.chars().filter(|char| char.is_alphabetic());
    if letters.map(char::len_utf8).sum::<usize>() < ENOUGH {
        return Tongue::Spoken(0);
    }
    match Detector::new().detect(&sample) {
        Some(info) if info.is_reliable() => {
            let known = spoken().iter().position(|language| language.code == info.lang());
            known.map_or(Tongue::Foreign(info.lang().eng_name()), Tongue::Spoken)
        }
        _ => Tongue::Spoken(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_languages_compiled_in_are_valid() {
        assert_eq!(spoken()[0].code, Lang::Eng);
        assert!(spoken()[0].grammar.binding.has("Must"));
        assert!(!shared().entries.is_empty());
    }

    #[test]
    fn every_message_names_the_words() {
        let all = spoken().iter().flat_map(|language| &language.lexicon.entries);
        assert!(
            all.chain(&shared().entries)
                .all(|entry| entry.message.contains("{}"))
        );
    }
}
