//! Missing actor: something that people do must be done, and nobody is named who does it.

use super::{Objection, Token};
use crate::domain::FlagKind;
use crate::rules::grammar::Grammar;
use crate::rules::passage::{Form, Passage};
use crate::rules::profile::Profile;
use crate::rules::standing::Standing;

/// How many words may stand between “must” and the participle: “must not yet be approved”.
const REACH: usize = 4;

/// Finds duties in the passive (“must be approved”) in sentences that name nobody before it, and nobody behind “by”. A plan (“will be
/// reviewed”) and a duty that follows a procedure are said low.
pub fn missing(
    passage: &Passage,
    profile: Profile,
    text: &str,
    tokens: &[Token<'_>],
    grammar: &Grammar,
) -> Vec<Objection> {
    let mut found = Vec::new();
    if passage.standing == Standing::Story || passage.form != Form::Statement {
        return found;
    }
    for (index, token) in tokens.iter().enumerate() {
        let binds = grammar.binding.has(token.word) || (!profile.binds() && grammar.duties.has(token.word));
        if !binds {
            continue;
        }
        let Some(deed) = deed(tokens, index, grammar) else {
            continue;
        };
        let clause = clause(text, tokens, index);
        let names_somebody = tokens[clause..index]
            .iter()
            .any(|token| grammar.actors.has(token.word));
        let behind = &tokens[deed + 1..];
        let names_us = behind.iter().any(|token| grammar.speakers.has(token.word));
        if !names_somebody && !names_us && !says_by_whom(behind, grammar) {
            let follows_procedure = behind.iter().any(|token| grammar.procedures.has(token.word));
            let is_plan = grammar.announcing.has(token.word) && passage.standing != Standing::Asked;
            let range = token.at..tokens[deed].end();
            let words = &text[range.clone()];
            found.push(Objection {
                kind: FlagKind::MissingActor,
                low: follows_procedure || is_plan,
                message: format!("“{words}” does not say by whom"),
                ask: "Which person, team or system does it? Name it as the subject of the sentence.".into(),
                range,
            });
        }
    }
    found
}

/// Finds the participle that belongs to a modal verb: behind “be”, at most an adverb in between. What must not be done
/// needs nobody to do it.
fn deed(tokens: &[Token<'_>], modal: usize, grammar: &Grammar) -> Option<usize> {
    let near = &tokens[modal + 1..tokens.len().min(modal + 1 + REACH)];
    let be = near
        .iter()
        .position(|token| token.word.eq_ignore_ascii_case("be"))?;
    if near[..be].iter().any(|token| grammar.tempering.has(token.word)) {
        return None;
    }
    let behind = modal + 1 + be + 1;
    let candidates = [behind, behind + 1];
    let is_adverb = |index: usize| index == behind || tokens[behind].word.ends_with("ly");
    candidates
        .into_iter()
        .filter(|index| *index < tokens.len() && is_adverb(*index))
        .find(|index| grammar.deeds.has(tokens[*index].word))
}

/// Returns the first word of the clause that holds a word.
fn clause(text: &str, tokens: &[Token<'_>], index: usize) -> usize {
    let parts = |at: usize| text[tokens[at].end()..tokens[at + 1].at].contains([';', ':']);
    (0..index).rev().find(|at| parts(*at)).map_or(0, |at| at + 1)
}

fn says_by_whom(behind: &[Token<'_>], grammar: &Grammar) -> bool {
    let mut pairs = behind.windows(2);
    pairs.any(|pair| pair[0].word.eq_ignore_ascii_case("by") && !grammar.limits.has(pair[1].word))
}
