//! Holding a sentence against the words it is said to rest on: do its figures and names stand there, do the hedges
//! survive, does an opinion stay one? Rules over words alone, with nothing asked of a model: what they let through may
//! still be badly put, but it holds no figure or name that was not said.

mod fault;
pub mod figures;
pub mod hedges;
pub mod names;
mod standing;

pub use fault::Fault;

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

/// Returns what is wrong with a sentence of a part of a brief, given the facts it names.
pub fn faults(sentence: &str, part: BriefPart, grounds: &[Ground<'_>], known: &Known) -> Vec<Fault> {
    if grounds.is_empty() {
        return vec![Fault::NoFact];
    }
    let labels = labels(grounds);
    let mut faults = figure_faults(sentence, grounds, &labels);
    faults.extend(name_faults(sentence, grounds, known, &labels));
    faults.extend(hedge_faults(sentence, part, grounds));
    faults.extend(standing::faults(sentence, part, grounds));
    faults.extend(standing::firmer(sentence, grounds, &labels));
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
