//! Unclear reference: a pronoun with two or more nouns in reach that it could stand for, or with none.
//!
//! Nouns are not known here, only what looks like a noun phrase: words behind an article or the like, up to a word that
//! is none. So the rule counts candidates that agree with the pronoun in number. Prose is full of such pronouns and most
//! readers cope: only in a sentence that demands something is it more than a note.

use super::{Objection, Token};
use crate::domain::FlagKind;
use crate::rules::grammar::Grammar;
use crate::rules::passage::Passage;
use crate::rules::standing::Standing;

/// The most words in what looks like a noun phrase, without its article.
const LONGEST: usize = 4;

/// How far before a pronoun candidates are looked for, in words.
const REACH: usize = 60;

/// What looks like a noun phrase: its first and last word.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    first: usize,
    last: usize,
}

/// Finds pronouns with several candidates in their sentence, or with none. `is_first` says that nothing stands before
/// the sentence in its passage.
pub fn unclear(
    passage: &Passage,
    text: &str,
    is_first: bool,
    tokens: &[Token<'_>],
    grammar: &Grammar,
) -> Vec<Objection> {
    let demands = || {
        let asks = |token: &Token<'_>| grammar.binding.has(token.word) || grammar.wishing.has(token.word);
        passage.standing != Standing::Story && tokens.iter().any(asks)
    };
    let mut found = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let Some(is_plural) = number(token.word, grammar) else {
            continue;
        };
        if is_empty(tokens, index, grammar) {
            continue;
        }
        let start = index.saturating_sub(REACH);
        let candidates = candidates(text, &tokens[start..index], is_plural, grammar);
        let rivals = distinct(&candidates, &tokens[start..index]);
        let range = token.at..token.end();
        let word = &text[range.clone()];
        let (message, low) = match rivals.as_slice() {
            [other, .., one] => {
                let name = |rival: &Candidate| rival.words(text, &tokens[start..index]);
                let message = format!("“{word}” could stand for “{}” or “{}”", name(one), name(other));
                (message, !demands() || rivals.len() > 3)
            }
            [] if is_first && !may_hold(&tokens[..index], is_plural, grammar) => {
                (format!("“{word}” has nothing before it to stand for"), true)
            }
            _ => continue,
        };
        found.push(Objection {
            kind: FlagKind::UnclearReference,
            low,
            message,
            ask: "Who or what is meant? Repeat the noun.".into(),
            range,
        });
    }
    found
}

impl Candidate {
    fn words<'a>(&self, text: &'a str, tokens: &[Token<'_>]) -> &'a str {
        &text[tokens[self.first].at..tokens[self.last].end()]
    }
}

/// Tells whether a word is a pronoun for several things, or for one.
fn number(word: &str, grammar: &Grammar) -> Option<bool> {
    if grammar.singular_pronouns.has(word) {
        Some(false)
    } else if grammar.plural_pronouns.has(word) {
        Some(true)
    } else {
        None
    }
}

/// Tells whether an “it” stands for nothing: “it is possible to”.
fn is_empty(tokens: &[Token<'_>], index: usize, grammar: &Grammar) -> bool {
    let behind = &tokens[index + 1..tokens.len().min(index + 5)];
    let first = behind
        .first()
        .is_some_and(|token| grammar.empty_verbs.has(token.word));
    first
        && behind
            .iter()
            .any(|token| grammar.empty_adjectives.has(token.word))
}

/// Finds what looks like noun phrases of a number.
fn candidates(text: &str, tokens: &[Token<'_>], plural: bool, grammar: &Grammar) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut index = 0;
    while index < tokens.len() {
        if !grammar.determiners.has(tokens[index].word) {
            index += 1;
            continue;
        }
        let first = index + 1;
        let mut last = index;
        while last + 1 < tokens.len()
            && goes_on(text, tokens[last], tokens[last + 1], last == index, grammar)
            && last - index < LONGEST
        {
            last += 1;
        }
        if last > index && is_plural(tokens[last].word) == plural {
            found.push(Candidate { first, last });
        }
        index = last + 1;
    }
    found
}

fn goes_on(text: &str, one: Token<'_>, next: Token<'_>, is_first: bool, grammar: &Grammar) -> bool {
    let is_apart = text[one.end()..next.at].contains([',', ';', ':', '(', ')', '.']);
    !grammar.stops.has(next.word) && !grammar.determiners.has(next.word) && (is_first || !is_apart)
}

fn is_plural(word: &str) -> bool {
    word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us") && !word.ends_with("is")
}

/// Leaves one candidate for each head, the nearest first.
fn distinct(candidates: &[Candidate], tokens: &[Token<'_>]) -> Vec<Candidate> {
    let mut kept: Vec<Candidate> = Vec::new();
    for candidate in candidates.iter().rev() {
        let head = |one: &Candidate| tokens[one.last].word;
        if !kept
            .iter()
            .any(|known| head(known).eq_ignore_ascii_case(head(candidate)))
        {
            kept.push(*candidate);
        }
    }
    kept
}

/// Tells whether some word could be a noun of the number, even without an article.
fn may_hold(tokens: &[Token<'_>], plural: bool, grammar: &Grammar) -> bool {
    let mut words = tokens.iter().map(|token| token.word);
    words.any(|word| {
        !grammar.stops.has(word) && !grammar.determiners.has(word) && (is_plural(word) || !plural)
    })
}
