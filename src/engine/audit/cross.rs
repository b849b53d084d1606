//! The findings between documents, from the model and without one, in order and with ids.

use super::Auditor;
use super::known::Draft;
use super::rollup::Gathered;
use crate::answer::across::CrossClaim;
use crate::answer::prove::anchor;
use crate::domain::{
    Anchor, CrossFinding, CrossKind, CrossQuestion, FindingId, Match, Role, Severity, Source as Raised,
};
use crate::engine::identity::Identities;
use std::collections::{BTreeMap, HashSet};

/// Puts the model's claims and what needs no model in order, and gives them ids. Of what a model has judged, its word
/// counts.
pub fn across(auditor: &Auditor<'_>, gathered: &mut Gathered, drafts: Vec<Draft>) -> Vec<CrossFinding> {
    let chosen: HashSet<usize> = gathered.chosen.iter().copied().collect();
    let is_open = |pair: (usize, usize)| {
        !gathered.judged.contains(&pair) && !gathered.judged.contains(&(pair.1, pair.0))
    };
    let drafts = drafts.into_iter().filter(|draft| {
        draft.sides.iter().any(|(document, _)| chosen.contains(document)) && draft.pair.is_none_or(is_open)
    });
    let mut findings = read_sides(auditor, drafts.collect());
    findings.extend(std::mem::take(&mut gathered.claims).into_iter().map(of_claim));
    let mut seen = HashSet::new();
    findings.retain(|finding| seen.insert(places(finding)));
    findings.sort_by(|a, b| order(a).cmp(&order(b)));
    let mut ids = Identities::default();
    for (index, finding) in findings.iter_mut().enumerate() {
        finding.rank = index + 1;
        finding.id = ids.across(finding.kind.code(), &finding.sides);
    }
    findings
}

/// Returns kind and places, by which a finding is known as the same.
fn places(finding: &CrossFinding) -> (CrossKind, Vec<(String, usize)>) {
    let mut places: Vec<(String, usize)> = finding
        .sides
        .iter()
        .map(|side| (side.document.clone(), side.span.start()))
        .collect();
    places.sort();
    (finding.kind, places)
}

type Order<'f> = (
    Severity,
    CrossKind,
    bool,
    std::cmp::Reverse<usize>,
    Vec<(&'f str, usize)>,
);

fn order(finding: &CrossFinding) -> Order<'_> {
    let places = finding
        .sides
        .iter()
        .map(|side| (side.document.as_str(), side.span.start()));
    (
        finding.severity,
        finding.kind,
        finding.source == Raised::Rules,
        std::cmp::Reverse(finding.also.len()),
        places.collect(),
    )
}

fn of_claim(claim: CrossClaim) -> CrossFinding {
    let settled = claim
        .settled
        .as_ref()
        .map(|anchor| format!("settled at {}, “{}”", anchor.place(), anchor.quote));
    CrossFinding {
        id: FindingId(String::new()),
        rank: 0,
        kind: claim.kind,
        severity: claim.severity,
        source: Raised::Model,
        title: claim.title,
        sides: claim.sides.into(),
        also: Vec::new(),
        readings: claim.readings,
        scenario: claim.scenario,
        why: claim.why,
        question: claim.question.map(|(to, text)| CrossQuestion { to, text }),
        remarks: settled.into_iter().collect(),
    }
}

/// Reads the documents of drafts once more, one at a time, for the words on each side.
fn read_sides(auditor: &Auditor<'_>, drafts: Vec<Draft>) -> Vec<CrossFinding> {
    let mut wanted: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    for (number, draft) in drafts.iter().enumerate() {
        for (side, (document, _)) in draft.sides.iter().enumerate() {
            wanted.entry(*document).or_default().push((number, side));
        }
    }
    let mut anchors: Vec<Vec<Option<Anchor>>> =
        drafts.iter().map(|draft| vec![None; draft.sides.len()]).collect();
    for (document, places) in wanted {
        let Ok(document) = auditor.sources[document].read() else {
            continue;
        };
        for (number, side) in places {
            let span = drafts[number].sides[side].1;
            // A document that was changed meanwhile may have no such place any more.
            let range = match drafts[number].kind {
                // An id by itself shows nothing of what it stands for.
                CrossKind::DuplicateId => span.start()..document.lines_of(span).end.max(span.end()),
                _ => span.range(),
            };
            if let Some(span) = document.span(range) {
                anchors[number][side] = Some(anchor(&document, Role::Spec, span, Match::Exact));
            }
        }
    }
    let whole = drafts.into_iter().zip(anchors).filter_map(|(draft, sides)| {
        let sides: Vec<_> = sides.into_iter().collect::<Option<_>>()?;
        Some(of_draft(auditor, draft, sides))
    });
    whole.collect()
}

fn of_draft(auditor: &Auditor<'_>, draft: Draft, sides: Vec<Anchor>) -> CrossFinding {
    CrossFinding {
        id: FindingId(String::new()),
        rank: 0,
        kind: draft.kind,
        severity: draft.severity,
        source: Raised::Rules,
        title: draft.title,
        sides,
        also: draft
            .also
            .iter()
            .map(|document| auditor.sources[*document].shown())
            .collect(),
        readings: Vec::new(),
        scenario: None,
        why: draft.why,
        question: None,
        remarks: Vec::new(),
    }
}
