//! Combined requirement: one sentence that demands several things.

use super::{Objection, Token};
use crate::domain::FlagKind;
use crate::rules::grammar::Grammar;
use crate::rules::passage::{Form, Passage};
use crate::rules::standing::Standing;
use std::ops::Range;

/// Finds sentences with two or more binding verbs, each in a clause of its own.
pub fn combined(
    passage: &Passage,
    text: &str,
    range: &Range<usize>,
    tokens: &[Token<'_>],
    grammar: &Grammar,
) -> Option<Objection> {
    if passage.standing == Standing::Story || passage.form != Form::Statement {
        return None;
    }
    let binding: Vec<usize> = (0..tokens.len())
        .filter(|index| grammar.binding.has(tokens[*index].word) && demands(text, tokens, *index, grammar))
        .collect();
    if binding.len() < 2 {
        return None;
    }
    let sentence = &text[range.clone()];
    let start = range.start + sentence.len() - sentence.trim_start().len();
    let end = tokens.last().map_or(range.end, Token::end);
    Some(Objection {
        kind: FlagKind::CombinedRequirement,
        low: false,
        range: start..end,
        message: format!("{} requirements in one sentence", binding.len()),
        ask: "Can you accept or cut each part alone? Give each its own sentence.".into(),
    })
}

/// Tells whether a binding verb demands something of its own: not in a clause that only tells when, why or which.
fn demands(text: &str, tokens: &[Token<'_>], index: usize, grammar: &Grammar) -> bool {
    let mut at = index;
    while at > 0 {
        let gap = &text[tokens[at - 1].end()..tokens[at].at];
        let joins = tokens[at - 1].word.eq_ignore_ascii_case("and");
        if gap.contains([',', ';', ':', '(', '—', '–']) || joins {
            return !grammar.subordinate.has(tokens[at].word);
        }
        if grammar.subordinate.has(tokens[at].word) {
            return false;
        }
        at -= 1;
    }
    !grammar.subordinate.has(tokens[0].word)
}
