//! Unclear reference: a pronoun with two or more nouns in reach that it could stand for.
//!
//! Nouns are not known here, only what looks like a noun phrase: words behind an article or the like, up to a word that
//! is none. So the rule counts candidates that agree with the pronoun in number, and speaks where there are several.

use super::{Objection, Token};
use crate::domain::FlagKind;
use crate::rules::grammar::Grammar;
use crate::rules::passage::Passage;

/// What looks like a noun phrase.
#[derive(Debug)]
struct Candidate<'a> {
    head: &'a str,
    first: usize,
    last: usize,
}

/// Finds pronouns with several candidates.
pub fn unclear(
    _passage: &Passage,
    text: &str,
    before: &[Token<'_>],
    tokens: &[Token<'_>],
    grammar: &Grammar,
) -> Vec<Objection> {
    let mut found = Vec::new();
    for index in 0..tokens.len() {
        let Some(plural) = number(tokens[index].word, grammar) else {
            continue;
        };
        if is_empty(tokens, index, grammar) {
            continue;
        }
        let here = candidates(text, &tokens[..index], plural, grammar);
        let _ = before;
        if let Some(words) = rivals(text, tokens, index, &here, grammar) {
            let range = tokens[index].at..tokens[index].end();
            found.push(Objection {
                kind: FlagKind::UnclearReference,
                low: false,
                message: format!("“{}” could stand for {words}", &text[range.clone()]),
                ask: "Which one is meant? Repeat the noun.".into(),
                range,
            });
        }
    }
    found
}

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
fn candidates<'a>(text: &str, tokens: &[Token<'a>], plural: bool, grammar: &Grammar) -> Vec<Candidate<'a>> {
    let mut found: Vec<Candidate<'a>> = Vec::new();
    let mut index = 0;
    while index < tokens.len() {
        if !grammar.determiners.has(tokens[index].word) {
            index += 1;
            continue;
        }
        let first = index + 1;
        let mut last = index;
        while last + 1 < tokens.len()
            && !grammar.stops.has(tokens[last + 1].word)
            && !grammar.determiners.has(tokens[last + 1].word)
            && (last == index || is_near(text, tokens[last], tokens[last + 1]))
            && last - index < 4
        {
            last += 1;
        }
        if last > index && is_plural(tokens[last].word) == plural {
            found.push(Candidate {
                head: tokens[last].word,
                first,
                last,
            });
        }
        index = last + 1;
    }
    found
}

fn is_near(text: &str, one: Token<'_>, next: Token<'_>) -> bool {
    !text[one.end()..next.at].contains([',', ';', ':', '(', ')', '.'])
}

fn is_plural(word: &str) -> bool {
    word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us") && !word.ends_with("is")
}

/// Names the rivals where there are several.
fn rivals(
    text: &str,
    tokens: &[Token<'_>],
    _index: usize,
    here: &[Candidate<'_>],
    _grammar: &Grammar,
) -> Option<String> {
    let mut heads: Vec<&Candidate<'_>> = Vec::new();
    for candidate in here.iter().rev() {
        if !heads
            .iter()
            .any(|known| known.head.eq_ignore_ascii_case(candidate.head))
        {
            heads.push(candidate);
        }
    }
    let [one, other, ..] = heads.as_slice() else {
        return None;
    };
    let name = |candidate: &Candidate<'_>| {
        let range = tokens[candidate.first].at..tokens[candidate.last].end();
        format!("“{}”", &text[range])
    };
    Some(format!("{} or {}", name(other), name(one)))
}
