//! Holding a sentence against the words it is said to rest on: do its figures and names stand there, do the hedges
//! survive, does an opinion stay one? Rules over words alone, with nothing asked of a model: what they let through may
//! still be badly put, but it holds no figure or name that was not said.

pub mod figures;
pub mod hedges;
pub mod names;

use super::brief::BriefPart;
use crate::domain::brief::FactKind;
use figures::{Figure, Fit};
use std::collections::HashSet;

/// What a fact brings to a sentence's proof.
#[derive(Clone, Debug)]
pub struct Ground<'f> {
    /// How the fact is called, for messages.
    pub label: &'f str,
    /// What it is.
    pub kind: FactKind,
    /// Its words in the notes.
    pub quotes: Vec<&'f str>,
    /// What else is proven of it: who said it, who answers for it, the headings above it.
    pub beside: Vec<&'f str>,
    /// Who said it.
    pub speaker: Option<&'f str>,
}

/// What holds for all sentences of a run.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Names that the notes use, in the form of [`names::stem`].
    pub names: HashSet<String>,
    /// Words that may stand capitalised in any sentence: the teams' names and the documents' titles.
    pub free: HashSet<String>,
    /// Words of the documents that the notes are held against, which a suggestion or question may name.
    pub context: HashSet<String>,
    /// People who are known beyond the notes: whom the notes call by a part of the name may be called by all of it.
    pub people: Vec<Person>,
}

/// Somebody who is known by name.
#[derive(Clone, Debug, Default)]
pub struct Person {
    /// The parts of the name, in the form of [`names::stem`].
    pub name: HashSet<String>,
    /// The words of the role.
    pub role: HashSet<String>,
}

impl Person {
    /// Takes a name and a role apart.
    pub fn new(name: &str, role: &str) -> Self {
        Self {
            name: names::stems(name),
            role: names::stems(role),
        }
    }
}

/// Says what is wrong with a sentence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It names no fact.
    #[error("it names no fact that proves it")]
    NoFact,
    /// It names a fact that does not exist, or must not be used.
    #[error("there is no fact {0}")]
    UnknownFact(String),
    /// A figure stands in no proof.
    #[error("“{0}” stands in none of the quotes of {1}")]
    Figure(String, String),
    /// A rough figure was made exact.
    #[error("“{0}” is only about so much in {1}")]
    LostAbout(String, String),
    /// A bound was lost or made up.
    #[error("“{0}” is bounded otherwise in {1} (at least, at most)")]
    OtherBound(String, String),
    /// A name stands in no proof.
    #[error("the name “{0}” stands in none of the quotes of {1}")]
    Name(String, String),
    /// A hedge was lost.
    #[error("{1} says “{0}”, and the sentence says it without")]
    LostHedge(String, String),
    /// An opinion is told as if it were settled.
    #[error("{0} is an opinion{1}, and the sentence tells it as settled")]
    OpinionAsFact(String, String),
    /// Something open is told as decided.
    #[error("{0} is no decision ({1}), and stands among what was decided")]
    NotDecided(String, &'static str),
    /// Something settled is told as open.
    #[error("nothing about {0} is open, and it stands among what is not decided")]
    NotOpen(String),
    /// An ask that the facts do not make.
    #[error("no action, owner, date, constraint or open point asks for it: it belongs in the suggestions")]
    NotAsked,
    /// A word of decision that no fact holds.
    #[error("“{0}” is firmer than {1}")]
    Firmer(String, String),
    /// Most of it is not in the facts.
    #[error("it says more than {0}: {1}")]
    SaysMore(String, String),
}

/// Returns what is wrong with a sentence of a part of a brief, given the facts it names.
pub fn faults(sentence: &str, part: BriefPart, grounds: &[Ground<'_>], known: &Known) -> Vec<Fault> {
    if grounds.is_empty() {
        return vec![Fault::NoFact];
    }
    let labels = labels(grounds);
    let mut faults = figure_faults(sentence, grounds, &labels);
    faults.extend(name_faults(sentence, grounds, known, &labels));
    faults.extend(hedge_faults(sentence, part, grounds));
    faults.extend(standing_faults(sentence, part, grounds));
    faults.extend(firmer(sentence, grounds, &labels));
    faults.extend(says_more(sentence, grounds, known, &labels));
    faults
}

/// Returns the figures and names of a text of the tool's own that stand in none of the proofs, nor, for names, in what
/// the notes are held against.
pub fn invented(text: &str, grounds: &[Ground<'_>], known: &Known) -> Vec<Fault> {
    let is_known =
        |fault: &Fault| matches!(fault, Fault::Name(name, _) if names::stands_in(name, &known.context));
    let faults = unproven(text, grounds, known).into_iter();
    faults.filter(|fault| !is_known(fault)).collect()
}

/// Returns the figures and names of a text that stand in none of the proofs.
pub fn unproven(text: &str, grounds: &[Ground<'_>], known: &Known) -> Vec<Fault> {
    let labels = labels(grounds);
    let mut faults = figure_faults(text, grounds, &labels);
    faults.extend(name_faults(text, grounds, known, &labels));
    faults
}

fn labels(grounds: &[Ground<'_>]) -> String {
    match grounds {
        [] => "any fact".into(),
        many if many.len() > 4 => "the facts".into(),
        few => few
            .iter()
            .map(|ground| ground.label)
            .collect::<Vec<_>>()
            .join(", "),
    }
}

impl Ground<'_> {
    fn texts(&self) -> impl Iterator<Item = &str> {
        self.quotes.iter().chain(&self.beside).copied()
    }
}

fn figure_faults(sentence: &str, grounds: &[Ground<'_>], labels: &str) -> Vec<Fault> {
    let proof: Vec<Figure> = grounds
        .iter()
        .flat_map(Ground::texts)
        .flat_map(figures::of)
        .collect();
    let sentence = figures::of(sentence);
    let faults = sentence.iter().filter_map(|figure| {
        let (text, labels) = (figure.text.clone(), labels.to_owned());
        match figure.fit(&proof) {
            Fit::Stands => None,
            Fit::LostAbout => Some(Fault::LostAbout(text, labels)),
            Fit::OtherBound => Some(Fault::OtherBound(text, labels)),
            Fit::Missing => Some(Fault::Figure(text, labels)),
        }
    });
    faults.collect()
}

fn name_faults(sentence: &str, grounds: &[Ground<'_>], known: &Known, labels: &str) -> Vec<Fault> {
    let stems: HashSet<String> = grounds
        .iter()
        .flat_map(Ground::texts)
        .flat_map(names::stems)
        .collect();
    let is_alias = |name: &str| {
        let name = names::stem(name);
        let mut people = known
            .people
            .iter()
            .filter(|person| person.name.contains(&name) || person.role.contains(&name));
        people.any(|person| person.name.iter().any(|part| stems.contains(part)))
    };
    let stands =
        |name: &&str| names::stands_in(name, &stems) || names::stands_in(name, &known.free) || is_alias(name);
    let mut missing: Vec<&str> = names::of(sentence, &known.names)
        .into_iter()
        .filter(|name| !stands(name))
        .collect();
    missing.dedup();
    missing
        .into_iter()
        .map(|name| Fault::Name(name.to_owned(), labels.to_owned()))
        .collect()
}

/// What is told as open needs no other hedge.
fn hedge_faults(sentence: &str, part: BriefPart, grounds: &[Ground<'_>]) -> Vec<Fault> {
    if part == BriefPart::Open {
        return Vec::new();
    }
    let mut faults = Vec::new();
    for ground in grounds {
        let quotes = hedges::spoken_of(sentence, &ground.quotes);
        let hedges: Vec<hedges::Hedge> = quotes.into_iter().flat_map(hedges::of).collect();
        if let Some(hedge) = hedges::lost(sentence, &hedges).first() {
            faults.push(Fault::LostHedge(hedge.text.clone(), ground.label.to_owned()));
        }
    }
    faults
}

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

fn standing_faults(sentence: &str, part: BriefPart, grounds: &[Ground<'_>]) -> Vec<Fault> {
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

fn firmer(sentence: &str, grounds: &[Ground<'_>], labels: &str) -> Option<Fault> {
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

/// The least part of a sentence's telling words that stands in its proof.
const LEAST_SHARED: f64 = 0.25;
/// Shorter sentences hold too few words to judge by.
const FEWEST_WORDS: usize = 5;

fn says_more(sentence: &str, grounds: &[Ground<'_>], known: &Known, labels: &str) -> Option<Fault> {
    let mine = hedges::content(sentence);
    let mut proof: HashSet<String> = grounds
        .iter()
        .flat_map(Ground::texts)
        .flat_map(hedges::content)
        .collect();
    proof.extend(known.free.iter().cloned());
    let mut alien: Vec<&String> = mine
        .iter()
        .filter(|word| !proof.iter().any(|known| is_kin(word, known)))
        .collect();
    let shared = mine.len() - alien.len();
    let says_more = mine.len() >= FEWEST_WORDS && (shared as f64) < mine.len() as f64 * LEAST_SHARED;
    alien.sort();
    let words = alien
        .iter()
        .take(4)
        .map(|word| word.as_str())
        .collect::<Vec<_>>()
        .join(", ");
    says_more.then(|| Fault::SaysMore(labels.to_owned(), format!("{words} …")))
}

/// Tells whether two words share a root of four letters or more.
fn is_kin(one: &str, two: &str) -> bool {
    let shared = one.chars().zip(two.chars()).take_while(|(a, b)| a == b).count();
    one == two || (shared >= 4 && shared + 3 >= one.chars().count().min(two.chars().count()))
}

#[cfg(test)]
mod tests;
