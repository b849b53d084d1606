//! The digest of a review: what an audit keeps of it once the review itself is written or dropped.

use crate::domain::{
    AnswerOrigin, Area, DocumentEntry, Fit, GoalFit, LeadFinding, Provenance, Question, Review, Severity,
    SeverityCounts, Usage, Verdict,
};
use std::collections::BTreeMap;

/// How many findings of a document an audit shows.
const LEADING: usize = 3;

/// What is kept of one document's review.
#[derive(Clone, Debug)]
pub struct Digest {
    /// The document's entry; its verdict is not given yet.
    pub entry: DocumentEntry,
    /// Its questions.
    pub questions: Vec<Question>,
    /// How it stands to the goals on which it is not silent.
    pub goals: Vec<GoalFit>,
    /// How often each kind was raised in it.
    pub kinds: Vec<(&'static str, usize)>,
    /// What the review took.
    pub usage: Usage,
    /// Where its answers came from.
    pub answers: Vec<AnswerOrigin>,
}

/// Makes the digest of a review.
pub fn digest(review: Review) -> Digest {
    let severities = review.flags.iter().map(|flag| flag.severity);
    let severities = severities.chain(review.assumptions.iter().map(|claim| claim.severity));
    let measures = review
        .coverage
        .iter()
        .find(|coverage| coverage.area == Area::MeasuresOfSuccess);
    Digest {
        entry: DocumentEntry {
            document: review.document.clone(),
            title: review.title.clone(),
            words: review.words,
            verdict: Verdict::Unknown,
            summary: review.summary.clone(),
            findings: severities.collect::<SeverityCounts>(),
            questions: review.questions.len(),
            across: Vec::new(),
            leading: leading(&review),
            measures: measures.map(|coverage| coverage.state),
            warnings: review.warnings.clone(),
        },
        kinds: kinds(&review),
        answers: origins(&review.provenance),
        usage: review.usage,
        questions: review.questions,
        goals: review
            .strategy
            .into_iter()
            .filter(|goal| goal.fit != Fit::Silent)
            .collect(),
    }
}

/// Takes the findings of the first ranks that are more than a matter of wording.
fn leading(review: &Review) -> Vec<LeadFinding> {
    let flags = review.flags.iter().map(|flag| {
        let lead = LeadFinding {
            id: flag.id.clone(),
            kind: flag.kind.code().into(),
            severity: flag.severity,
            title: flag.title.clone(),
            anchor: flag.anchors.first().cloned(),
        };
        (flag.rank, lead)
    });
    let assumptions = review.assumptions.iter().map(|claim| {
        let lead = LeadFinding {
            id: claim.id.clone(),
            kind: claim.kind.code().into(),
            severity: claim.severity,
            title: claim.statement.clone(),
            anchor: claim.anchors.first().cloned(),
        };
        (claim.rank, lead)
    });
    let mut all: Vec<(usize, LeadFinding)> = flags.chain(assumptions).collect();
    all.retain(|(_, lead)| lead.severity < Severity::Note);
    all.sort_by_key(|(rank, _)| *rank);
    all.into_iter().take(LEADING).map(|(_, lead)| lead).collect()
}

fn kinds(review: &Review) -> Vec<(&'static str, usize)> {
    let codes = review.flags.iter().map(|flag| flag.kind.code());
    let codes = codes.chain(review.assumptions.iter().map(|claim| claim.kind.code()));
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    for code in codes {
        *counts.entry(code).or_default() += 1;
    }
    counts.into_iter().collect()
}

/// Counts answers by model, place and day.
pub fn origins(provenance: &[Provenance]) -> Vec<AnswerOrigin> {
    let mut origins = Vec::new();
    for answer in provenance {
        let origin = AnswerOrigin {
            model: answer.model.clone(),
            origin: answer.origin,
            day: answer.date.split('T').next().unwrap_or_default().to_owned(),
            note: answer.note.clone(),
            answers: 1,
        };
        add(&mut origins, origin);
    }
    origins
}

/// Adds answers to those of the same model, place and day.
pub fn add(origins: &mut Vec<AnswerOrigin>, more: AnswerOrigin) {
    let same = |known: &&mut AnswerOrigin| {
        known.model == more.model
            && known.origin == more.origin
            && known.day == more.day
            && known.note == more.note
    };
    match origins.iter_mut().find(same) {
        Some(known) => known.answers += more.answers,
        None => origins.push(more),
    }
}
