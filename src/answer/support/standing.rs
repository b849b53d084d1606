//! How settled a sentence is against how settled its facts are: an opinion stays an opinion, what is open stays open, and
//! nothing is asked that nobody asked.

use super::fault::Fault;
use super::{Ground, hedges, names};
use crate::answer::brief::BriefPart;
use crate::domain::brief::FactKind;

/// Words that leave an opinion with the one who holds it.
const ATTRIBUTION: [&str; 26] = [
    "think",
    "say",
    "said",
    "believe",
    "prefer",
    "view",
    "opinion",
    "argue",
    "suggest",
    "feel",
    "felt",
    "fear",
    "worri",
    "worry",
    "concern",
    "doubt",
    "rais",
    "propos",
    "want",
    "wish",
    "warn",
    "like",
    "push",
    "object",
    "according",
    "ask",
];

/// Says where a sentence is told as more, or less, settled than its facts are.
pub fn faults(sentence: &str, part: BriefPart, grounds: &[Ground<'_>]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let is_settled_part = !matches!(part, BriefPart::Open | BriefPart::Suggestion);
    if is_settled_part && let Some(ground) = grounds.iter().find(|ground| ground.kind == FactKind::Opinion) {
        let is_backed = grounds
            .iter()
            .any(|other| !other.kind.is_open() && other.kind != FactKind::Background);
        if !is_backed && !keeps_opinion(sentence, ground) {
            let whose = ground
                .speaker
                .map(|name| format!(" of {name}"))
                .unwrap_or_default();
            faults.push(Fault::OpinionAsFact(ground.label.to_owned(), whose));
        }
    }
    let (first, all_open) = (&grounds[0], grounds.iter().all(|ground| ground.kind.is_open()));
    match part {
        BriefPart::Decided if all_open => {
            faults.push(Fault::NotDecided(first.label.to_owned(), first.kind.title()))
        }
        BriefPart::Open if !grounds.iter().any(leaves_open) => {
            faults.push(Fault::NotOpen(first.label.to_owned()))
        }
        BriefPart::Needed if !grounds.iter().any(asks) => faults.push(Fault::NotAsked),
        _ => {}
    }
    faults
}

fn keeps_opinion(sentence: &str, ground: &Ground<'_>) -> bool {
    let lower = sentence.to_lowercase();
    let words = names::stems(sentence);
    let is_named = ground
        .speaker
        .is_some_and(|speaker| names::stems(speaker).iter().any(|part| words.contains(part)));
    let starts = |word: &str| {
        lower
            .split(|letter: char| !letter.is_alphanumeric())
            .any(|found| found.starts_with(word))
    };
    is_named
        || ATTRIBUTION.iter().any(|word| starts(word))
        || hedges::of(sentence)
            .iter()
            .any(|hedge| hedge.sort == hedges::Sort::Possibility)
}

fn leaves_open(ground: &Ground<'_>) -> bool {
    ground.kind.is_open()
        || ground
            .quotes
            .iter()
            .any(|quote| !hedges::of(quote).is_empty() || quote.contains('?'))
}

fn asks(ground: &Ground<'_>) -> bool {
    let kinds = [
        FactKind::Action,
        FactKind::Owner,
        FactKind::Date,
        FactKind::Constraint,
        FactKind::OpenPoint,
    ];
    kinds.contains(&ground.kind)
}

/// Words that turn talk into a decision.
const FIRM: [&str; 9] = [
    "decided",
    "approved",
    "agreed",
    "confirmed",
    "committed",
    "guaranteed",
    "mandatory",
    "signed off",
    "promised",
];

/// Finds a word of decision that no fact holds.
pub fn firmer(sentence: &str, grounds: &[Ground<'_>], labels: &str) -> Option<Fault> {
    let is_decision = grounds.iter().any(|ground| ground.kind == FactKind::Decision);
    let lower = sentence.to_lowercase();
    let proof = grounds
        .iter()
        .flat_map(Ground::texts)
        .collect::<Vec<_>>()
        .join("\n")
        .to_lowercase();
    let is_firm = |word: &&&str| {
        let stem = word.trim_end_matches("ed");
        let at = lower.find(**word);
        // "not decided" and "to be confirmed" are the contrary.
        at.is_some_and(|at| !is_negated(&lower[..at])) && !proof.contains(stem)
    };
    let soft = ["decided", "agreed"];
    let word = FIRM
        .iter()
        .filter(|word| !(is_decision && soft.contains(word)))
        .find(is_firm)?;
    Some(Fault::Firmer((*word).to_owned(), labels.to_owned()))
}

fn is_negated(before: &str) -> bool {
    let words: Vec<&str> = before.split_whitespace().rev().take(4).collect();
    words.iter().any(|word| {
        matches!(
            *word,
            "not"
                | "nothing"
                | "no"
                | "be"
                | "until"
                | "if"
                | "once"
                | "whether"
                | "when"
                | "never"
                | "nobody"
                | "unless"
                | "before"
                | "still"
        ) || word.ends_with("n't")
    })
}
