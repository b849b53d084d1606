//! Combined requirement: one sentence that demands several things.

use super::{Objection, Token};
use crate::domain::FlagKind;
use crate::rules::grammar::Grammar;
use crate::rules::passage::{Form, Passage};
use crate::rules::standing::Standing;

/// Finds the second of two or more binding verbs in a sentence, each in a clause of its own.
pub fn combined(passage: &Passage, text: &str, tokens: &[Token<'_>], grammar: &Grammar) -> Option<Objection> {
    let is_single = passage.signs.binding < 2;
    if is_single || passage.standing == Standing::Story || passage.form != Form::Statement {
        return None;
    }
    let binding: Vec<usize> = (0..tokens.len())
        .filter(|index| grammar.binding.has(tokens[*index].word) && demands(text, tokens, *index, grammar))
        .collect();
    let second = tokens.get(*binding.get(1)?)?;
    Some(Objection {
        kind: FlagKind::CombinedRequirement,
        low: false,
        range: second.at..second.end(),
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
