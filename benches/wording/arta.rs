//! ARTA's labelled requirements: which words mark which smell.
//!
//! A word counts once a requirement and type. Labels and hits are split into words, so that “easy to use” is three; words
//! of three letters or fewer that only join (“as”, “to”, “of”) are left out on both sides, but for those that are labels
//! by themselves (“not”, “no”, “who”). Untyped: is the word a label of any type? Typed: of a type that the hit's kind
//! stands for? A hit of a kind that stands for several types is held to be of whichever of them the label is. By
//! requirement: does it hold a hit, and does it hold a label? Kinds that stand for no type of ARTA are left out of all three.

use crate::score::{HEAD, Score};
use clarify::domain::FlagKind;
use clarify::rules::Policy;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const TYPES: [&str; 8] = [
    "subjective_language",
    "ambiguous_adverbs_adjectives",
    "loopholes",
    "open_ended",
    "superlatives",
    "comparatives",
    "negative_statements",
    "vague_pronouns",
];

/// Words that only join others in a phrase.
const JOINTS: [&str; 14] = [
    "as", "to", "of", "the", "a", "an", "in", "if", "be", "and", "or", "is", "on", "at",
];

/// Returns the types that a kind stands for.
fn types_of(kind: FlagKind) -> &'static [&'static str] {
    match kind {
        FlagKind::VagueTerm => &[
            "ambiguous_adverbs_adjectives",
            "open_ended",
            "subjective_language",
        ],
        FlagKind::SubjectiveQuality => &["subjective_language", "ambiguous_adverbs_adjectives"],
        FlagKind::UnboundedQuantity => &["ambiguous_adverbs_adjectives", "loopholes"],
        FlagKind::VagueTiming => &["ambiguous_adverbs_adjectives"],
        FlagKind::OpenEndedList => &["open_ended"],
        FlagKind::EscapeClause => &["loopholes", "ambiguous_adverbs_adjectives", "open_ended"],
        FlagKind::Superlative => &["superlatives", "loopholes"],
        FlagKind::ComparativeWithoutBase => &["comparatives"],
        FlagKind::NegativeRequirement => &["negative_statements"],
        FlagKind::UnclearReference => &["vague_pronouns"],
        FlagKind::Absolute => &["ambiguous_adverbs_adjectives", "loopholes"],
        _ => &[],
    }
}

type Labels = BTreeMap<&'static str, BTreeSet<String>>;

struct Requirement {
    text: String,
    labels: Labels,
}

/// What was counted over some requirements.
#[derive(Default)]
struct Tally {
    requirements: usize,
    typed: Score,
    untyped: Score,
    by_requirement: Score,
    by_kind: BTreeMap<&'static str, Score>,
    by_type: BTreeMap<&'static str, (usize, usize)>,
    wrong: BTreeMap<String, usize>,
    missed: BTreeMap<String, usize>,
}

/// Prints the tables.
pub fn report(path: &Path, policy: &Policy) {
    let requirements = read(path);
    let halves: [(&str, bool); 2] = [("tuning half", true), ("held-out half", false)];
    for (name, tuning) in halves {
        let mut tally = Tally::default();
        for (row, requirement) in requirements.iter().enumerate() {
            if super::is_for_tuning(row) == tuning {
                tally.take(requirement, policy);
            }
        }
        tally.print(name);
    }
}

fn read(path: &Path) -> Vec<Requirement> {
    let mut reader = csv::Reader::from_path(path).expect("the labelled requirements can be read");
    let head = reader.headers().expect("there is a head").clone();
    let column = |name: &str| {
        head.iter()
            .position(|column| column == name)
            .expect("the column is there")
    };
    let text = column("text");
    let types = TYPES.map(|name| (name, column(name)));
    reader
        .records()
        .map(|record| {
            let record = record.expect("the row can be read");
            let labels = types.iter().map(|(name, at)| (*name, words(&record[*at])));
            Requirement {
                text: record[text].to_owned(),
                labels: labels.collect(),
            }
        })
        .collect()
}

fn words(phrase: &str) -> BTreeSet<String> {
    phrase
        .split(|char: char| !char.is_alphanumeric() && char != '\'' && char != '-')
        .map(str::to_lowercase)
        .filter(|word| !word.is_empty() && !JOINTS.contains(&word.as_str()))
        .collect()
}

impl Tally {
    fn take(&mut self, requirement: &Requirement, policy: &Policy) {
        self.requirements += 1;
        let any: BTreeSet<&String> = requirement.labels.values().flatten().collect();
        let (document, hits) = super::hits(&requirement.text, policy);
        let mut raised: BTreeMap<String, BTreeSet<FlagKind>> = BTreeMap::new();
        for hit in hits.iter().filter(|hit| !types_of(hit.kind).is_empty()) {
            for word in words(document.words_at(hit.span)) {
                raised.entry(word).or_default().insert(hit.kind);
            }
        }
        self.by_requirement.take(!raised.is_empty(), !any.is_empty());
        for word in raised.keys().filter(|word| !any.contains(word)) {
            *self.wrong.entry(word.clone()).or_default() += 1;
        }
        for word in any.iter().filter(|word| !raised.contains_key(**word)) {
            *self.missed.entry((*word).clone()).or_default() += 1;
        }
        let right = raised.keys().filter(|word| any.contains(word)).count();
        self.untyped.add(Score {
            right,
            wrong: raised.len() - right,
            missed: any.len() - right,
            left: 0,
        });
        for (word, kinds) in &raised {
            for kind in kinds {
                let is_right = is_typed(&requirement.labels, word, *kind);
                let score = self.by_kind.entry(kind.code()).or_default();
                score.take(is_right, true);
                if is_right {
                    self.typed.right += 1;
                } else {
                    self.typed.wrong += 1;
                }
            }
        }
        for (name, labels) in &requirement.labels {
            for word in labels {
                let of_type = |kind: &FlagKind| types_of(*kind).contains(name);
                let is_found = raised.get(word).is_some_and(|kinds| kinds.iter().any(of_type));
                let counted = self.by_type.entry(name).or_default();
                counted.1 += 1;
                counted.0 += usize::from(is_found);
                self.typed.missed += usize::from(!is_found);
            }
        }
    }

    fn print(&self, name: &str) {
        println!("\n### ARTA, {name}: {} requirements\n\n{HEAD}", self.requirements);
        println!("{}", self.untyped.row("words, untyped"));
        println!("{}", self.typed.row("words, typed"));
        println!("{}", self.by_requirement.row("requirements"));
        println!("\n| rule | raised | right type | precision |\n|---|---|---|---|");
        for (kind, score) in &self.by_kind {
            let raised = score.right + score.missed;
            println!("| {kind} | {raised} | {} | {:.2} |", score.right, score.recall());
        }
        println!("\n| ARTA's type | labels | found | recall |\n|---|---|---|---|");
        for (name, (found, labels)) in &self.by_type {
            println!(
                "| {name} | {labels} | {found} | {:.2} |",
                *found as f64 / *labels as f64
            );
        }
        if std::env::var_os("CLARIFY_WORDING_WORDS").is_some() {
            println!("\nraised though no label: {}", most(&self.wrong));
            println!("\nlabels not raised: {}", most(&self.missed));
        }
    }
}

fn is_typed(labels: &Labels, word: &str, kind: FlagKind) -> bool {
    types_of(kind).iter().any(|name| labels[name].contains(word))
}

fn most(counts: &BTreeMap<String, usize>) -> String {
    let mut all: Vec<_> = counts.iter().collect();
    all.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let shown = all.iter().take(60).map(|(word, count)| format!("{word} {count}"));
    shown.collect::<Vec<_>>().join(", ")
}
