//! From claims to findings: merged with the rules' hits, put in order, given ids and ranks.
//!
//! Order: severity; then what the model raised before what only the rules did; then the second look's order of harm, or
//! without one the order in which the model raised things.

use super::identity::Identities;
use super::pool::Pool;
use crate::answer::prove::{AssumptionClaim, FlagClaim, QuestionClaim, anchor};
use crate::document::Document;
use crate::domain::{
    Anchor, Assumption, FindingId, Flag, FlagKind, Match, Question, QuestionKind, Role, Severity, Source,
};
use crate::rules::{Hit, gathered};
use crate::state::Survey;
use std::collections::HashMap;

/// The findings of a review, ranked.
#[derive(Debug, Default)]
pub struct Findings {
    /// The flags, by rank.
    pub flags: Vec<Flag>,
    /// The assumptions, by rank.
    pub assumptions: Vec<Assumption>,
    /// The questions, by rank.
    pub questions: Vec<Question>,
}

/// Merges, orders and names what the model claimed and what the rules hit.
pub fn findings(
    spec: &Document,
    pool: &mut Pool,
    hits: Vec<Hit>,
    model_read: bool,
    known: Option<&Survey>,
) -> Findings {
    let order = std::mem::take(&mut pool.order);
    let carried = std::mem::take(&mut pool.known);
    let mut ids = Identities::knowing(known);
    ids.keep(carried.values());
    let mut labels = HashMap::new();
    let mut entries = entries(spec, pool, hits, model_read, &order);
    entries.sort_by_key(Entry::key);
    let mut findings = Findings::default();
    for (index, entry) in entries.into_iter().enumerate() {
        let label = entry.label.clone();
        let kept = label.as_ref().and_then(|label| carried.get(label)).cloned();
        let id = findings.push(entry, index + 1, kept, &mut ids);
        labels.extend(label.map(|label| (label, id)));
    }
    let questions = std::mem::take(&mut pool.questions);
    findings.questions = ranked_questions(questions, &findings, &labels, &mut ids);
    findings
}

/// A flag or assumption on its way to its rank.
struct Entry {
    label: Option<String>,
    source: Source,
    place: usize,
    body: Body,
}

enum Body {
    Flag(FlagClaim),
    Assumption(AssumptionClaim),
}

impl Entry {
    fn key(&self) -> (Severity, bool, usize) {
        let severity = match &self.body {
            Body::Flag(flag) => flag.severity,
            Body::Assumption(claim) => claim.severity,
        };
        (severity, self.source == Source::Rules, self.place)
    }
}

fn entries(
    spec: &Document,
    pool: &mut Pool,
    hits: Vec<Hit>,
    model_read: bool,
    order: &[String],
) -> Vec<Entry> {
    let place = |label: &str, index: usize| {
        order
            .iter()
            .position(|known| known == label)
            .unwrap_or(order.len() + index)
    };
    let mut entries = Vec::new();
    for (index, flag) in std::mem::take(&mut pool.flags).into_iter().enumerate() {
        let place = place(&flag.label, index);
        let label = Some(flag.label.clone());
        entries.push(Entry {
            label,
            source: Source::Model,
            place,
            body: Body::Flag(flag),
        });
    }
    let behind = entries.len();
    for (index, claim) in std::mem::take(&mut pool.assumptions).into_iter().enumerate() {
        let place = place(&claim.label, behind + index);
        let label = Some(claim.label.clone());
        entries.push(Entry {
            label,
            source: Source::Model,
            place,
            body: Body::Assumption(claim),
        });
    }
    // Only what the model raised is there to be joined: looking over the hits too would take time by their square.
    let claimed = entries.len();
    let hits = hits.into_iter().filter(|hit| !(model_read && hit.low));
    let alone = hits
        .filter(|hit| !joins(&mut entries[..claimed], spec, hit))
        .collect();
    // Beside what a model raised, eight times `TODO` is one thing to see to.
    let says_the_same = |hit: &Hit| model_read.then(|| (hit.kind, hit.message.clone()));
    let alone = gathered(alone, says_the_same);
    for hit in alone {
        let place = order.len() + entries.len();
        entries.push(Entry {
            label: None,
            source: Source::Rules,
            place,
            body: Body::Flag(rule_flag(spec, hit, model_read)),
        });
    }
    entries
}

/// Lets a hit join a flag of the model: one on the same words, or, where the hit is about something that the document
/// lacks, one that says the same anywhere. The model judges better where the words that are there do not fill the gap.
fn joins(entries: &mut [Entry], spec: &Document, hit: &Hit) -> bool {
    let says_the_same = |entry: &&mut Entry| match &entry.body {
        Body::Flag(flag) if entry.source != Source::Rules && hit.absent => flag.kind == hit.kind,
        Body::Flag(flag) if entry.source != Source::Rules => rests_on(flag, spec, hit),
        _ => false,
    };
    let found = entries.iter_mut().find(says_the_same);
    found.map(|entry| entry.source = Source::Both).is_some()
}

/// Tells whether a flag of the model is about words of a hit. A flag of the hit's own kind may rest on any of its places;
/// of another kind, it must rest on the words at which the hit points.
fn rests_on(flag: &FlagClaim, spec: &Document, hit: &Hit) -> bool {
    let own = flag
        .anchors
        .iter()
        .filter(|anchor| anchor.document == spec.path() && anchor.role == Role::Spec);
    let also = hit.also.iter().filter(|_| flag.kind == hit.kind);
    let places: Vec<_> = std::iter::once(&hit.span).chain(also).collect();
    own.into_iter()
        .any(|anchor| places.iter().any(|place| anchor.span.overlaps(**place)))
}

/// Makes a flag of a rule's hit. Where a model has read the spec and did not stumble, the hit is a note, unless it is a
/// placeholder, which no reading fills.
fn rule_flag(spec: &Document, hit: Hit, model_read: bool) -> FlagClaim {
    let weight = if model_read && hit.kind != FlagKind::Placeholder {
        Severity::Note
    } else {
        hit.severity
    };
    let places = std::iter::once(hit.span).chain(hit.also);
    FlagClaim {
        label: String::new(),
        kind: hit.kind,
        severity: weight.max(hit.severity),
        title: hit.message,
        anchors: places
            .map(|span| anchor(spec, Role::Spec, span, Match::Exact))
            .collect(),
        readings: Vec::new(),
        scenario: None,
        why: String::new(),
        suggestion: Some(hit.ask),
        remarks: Vec::new(),
    }
}

impl Findings {
    fn push(
        &mut self,
        entry: Entry,
        rank: usize,
        kept: Option<FindingId>,
        ids: &mut Identities<'_>,
    ) -> FindingId {
        match entry.body {
            Body::Flag(claim) => {
                let flag = flag(claim, entry.source, rank, kept, ids);
                let id = flag.id.clone();
                self.flags.push(flag);
                id
            }
            Body::Assumption(claim) => {
                let assumption = assumption(claim, rank, kept, ids);
                let id = assumption.id.clone();
                self.assumptions.push(assumption);
                id
            }
        }
    }

    /// Returns rank, severity and first passage of a flag or assumption.
    fn about(&self, id: &FindingId) -> Option<(usize, Severity, Option<&Anchor>)> {
        let flags = self
            .flags
            .iter()
            .map(|flag| (&flag.id, flag.rank, flag.severity, flag.anchors.first()));
        let assumptions = self
            .assumptions
            .iter()
            .map(|claim| (&claim.id, claim.rank, claim.severity, claim.anchors.first()));
        let mut all = flags.chain(assumptions);
        all.find(|(known, ..)| *known == id)
            .map(|(_, rank, severity, anchor)| (rank, severity, anchor))
    }
}

fn flag(
    claim: FlagClaim,
    source: Source,
    rank: usize,
    kept: Option<FindingId>,
    ids: &mut Identities<'_>,
) -> Flag {
    Flag {
        id: kept.unwrap_or_else(|| ids.flag(claim.kind.code(), &claim.title, &claim.anchors)),
        rank,
        kind: claim.kind,
        severity: claim.severity,
        source,
        title: claim.title,
        anchors: claim.anchors,
        readings: claim.readings,
        scenario: claim.scenario,
        why: claim.why,
        suggestion: claim.suggestion,
        remarks: claim.remarks,
    }
}

fn assumption(
    claim: AssumptionClaim,
    rank: usize,
    kept: Option<FindingId>,
    ids: &mut Identities<'_>,
) -> Assumption {
    let made = |ids: &mut Identities<'_>| {
        ids.assumption(claim.kind.code(), &claim.statement, claim.anchor.as_slice())
    };
    Assumption {
        id: kept.unwrap_or_else(|| made(ids)),
        rank,
        kind: claim.kind,
        severity: claim.severity,
        source: Source::Model,
        statement: claim.statement,
        anchors: claim.anchor.into_iter().collect(),
        if_false: claim.if_false,
        check: claim.check,
        who: claim.who,
        remarks: claim.remarks,
    }
}

/// Ranks questions by the most important finding that waits for each.
fn ranked_questions(
    claims: Vec<QuestionClaim>,
    findings: &Findings,
    labels: &HashMap<String, FindingId>,
    ids: &mut Identities<'_>,
) -> Vec<Question> {
    let mut questions: Vec<(usize, Question)> = claims
        .into_iter()
        .map(|claim| {
            let blocks: Vec<FindingId> = claim
                .blocks
                .iter()
                .filter_map(|label| labels.get(label).cloned())
                .collect();
            let about: Vec<_> = blocks.iter().filter_map(|id| findings.about(id)).collect();
            let rank = about.iter().map(|(rank, ..)| *rank).min().unwrap_or(usize::MAX);
            (rank, question(claim, blocks, &about, ids))
        })
        .collect();
    questions.sort_by_key(|(rank, _)| *rank);
    let questions = questions.into_iter().enumerate();
    questions
        .map(|(index, (_, question))| Question {
            rank: index + 1,
            ..question
        })
        .collect()
}

fn question(
    claim: QuestionClaim,
    blocks: Vec<FindingId>,
    about: &[(usize, Severity, Option<&Anchor>)],
    ids: &mut Identities<'_>,
) -> Question {
    Question {
        id: ids.question(&blocks, &claim.text),
        rank: 0,
        kind: QuestionKind::Question,
        severity: about
            .iter()
            .map(|(_, severity, _)| *severity)
            .min()
            .unwrap_or(Severity::Minor),
        source: Source::Model,
        to: claim.to,
        text: claim.text,
        why: claim.why,
        anchors: about.iter().filter_map(|(.., anchor)| anchor.cloned()).collect(),
        blocks,
        options: claim.options,
        suggested: claim.suggested,
        default: claim.default,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;

    const SPEC: &str =
        "# Refunds\n\nThe return window is 30 days.\n\nItems go back within a return window of 14 days.\n";

    fn spec(text: &str) -> Document {
        Document::new("spec.md".into(), "spec.md".into(), text.into())
    }

    fn claim(spec: &Document, kind: FlagKind, quote: &str) -> FlagClaim {
        let start = spec.text().find(quote).unwrap();
        let span = spec.span(start..start + quote.len()).unwrap();
        FlagClaim {
            label: "F1".into(),
            kind,
            severity: Severity::Major,
            title: "of the model".into(),
            anchors: vec![anchor(spec, Role::Spec, span, Match::Exact)],
            readings: Vec::new(),
            scenario: None,
            why: String::new(),
            suggestion: None,
            remarks: Vec::new(),
        }
    }

    fn ranked(spec: &Document, claims: Vec<FlagClaim>, hits: Vec<Hit>) -> Vec<(FlagKind, Source, usize)> {
        let mut pool = Pool::default();
        pool.flags = claims;
        let findings = findings(spec, &mut pool, hits, true, None);
        findings
            .flags
            .iter()
            .map(|flag| (flag.kind, flag.source, flag.anchors.len()))
            .collect()
    }

    #[test]
    fn a_hit_on_two_places_shows_both() {
        let spec = spec(SPEC);
        assert_eq!(
            ranked(
                &spec,
                Vec::new(),
                rules::check(&spec, &rules::Policy::default()).hits
            ),
            [(FlagKind::Contradiction, Source::Rules, 2)]
        );
    }

    #[test]
    fn the_same_placeholder_in_many_places_is_one_finding_beside_those_of_a_model() {
        let spec = spec("# Refunds\n\nTODO\n\nThe fee is TBD.\n\nWho pays? TODO\n");
        let hits = || rules::check(&spec, &rules::Policy::default()).hits;
        let of = |model_read| {
            let flags = findings(&spec, &mut Pool::default(), hits(), model_read, None).flags;
            let placeholders = flags
                .into_iter()
                .filter(|flag| flag.kind == FlagKind::Placeholder);
            placeholders.map(|flag| flag.anchors.len()).collect::<Vec<_>>()
        };
        assert_eq!(of(true), [2, 1]);
        assert_eq!(of(false), [1, 1, 1]);
    }

    #[test]
    fn a_hit_joins_a_flag_of_its_kind_on_any_of_its_places() {
        let spec = spec(SPEC);
        let same = claim(&spec, FlagKind::Contradiction, "return window is 30 days");
        assert_eq!(
            ranked(
                &spec,
                vec![same],
                rules::check(&spec, &rules::Policy::default()).hits
            ),
            [(FlagKind::Contradiction, Source::Both, 1)]
        );
        let other = claim(&spec, FlagKind::MissingCase, "return window is 30 days");
        assert_eq!(
            ranked(
                &spec,
                vec![other],
                rules::check(&spec, &rules::Policy::default()).hits
            )
            .len(),
            2
        );
    }

    #[test]
    fn what_the_document_lacks_gives_way_to_the_model_saying_so_anywhere_and_to_nothing_else() {
        let spec = spec(SPEC);
        let title = spec.span(2..9).unwrap();
        let lacks = |kind: FlagKind| Hit {
            kind,
            severity: Severity::Major,
            low: false,
            span: title,
            term: None,
            message: "lacks".into(),
            ask: "?".into(),
            also: Vec::new(),
            absent: true,
        };
        let claims = || {
            vec![
                claim(&spec, FlagKind::MissingMetric, "Items go back"),
                claim(&spec, FlagKind::NoGoal, "Refunds"),
            ]
        };
        let hits = vec![lacks(FlagKind::MissingMetric), lacks(FlagKind::MissingOwner)];
        let kinds: Vec<_> = ranked(&spec, claims(), hits)
            .into_iter()
            .map(|(kind, source, _)| (kind, source))
            .collect();
        assert_eq!(
            kinds,
            [
                (FlagKind::MissingMetric, Source::Both),
                (FlagKind::NoGoal, Source::Model),
                (FlagKind::MissingOwner, Source::Rules)
            ]
        );
    }
}
