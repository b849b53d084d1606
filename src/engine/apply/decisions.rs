//! What was decided about a spec, as its state remembers it, held against the text as it is now.

use crate::answer::anchor::{Finder, Hint};
use crate::document::Document;
use crate::domain::amendment::Decision;
use crate::domain::{FindingId, Passage, Role, Sort, Span, Status, TrackedDocument, TrackedFinding};

/// What was decided about a spec.
#[derive(Clone, Debug, Default)]
pub struct Decided {
    /// The decisions whose passages still stand in the text, the most important first.
    pub decisions: Vec<Decision>,
    /// Answered findings whose passages have all gone since they were raised.
    pub outdated: Vec<FindingId>,
    /// Questions on whose answer people do not agree.
    pub disputed: Vec<FindingId>,
}

/// Gathers what was decided about a spec, and is not known to stand in it already. `is_recorded` tells which ids are.
pub fn decided(
    state: &TrackedDocument,
    spec: &Document,
    is_recorded: impl Fn(&FindingId) -> bool,
) -> Decided {
    let finder = Finder::new(spec);
    let mut decided = Decided::default();
    for finding in state.findings.iter().filter(|finding| !is_recorded(&finding.id)) {
        if finding.is_disputed() {
            decided.disputed.push(finding.id.clone());
        }
        let Some(decision) = decision(state, finding, &finder) else {
            continue;
        };
        let had_places = decision.passages.iter().any(|passage| passage.role == Role::Spec);
        if had_places && decision.places.is_empty() {
            decided.outdated.push(decision.id);
        } else {
            decided.decisions.push(decision);
        }
    }
    decided
}

/// Makes a decision of a finding that was answered by itself, not through a question that it waits for.
fn decision(state: &TrackedDocument, finding: &TrackedFinding, finder: &Finder<'_>) -> Option<Decision> {
    let answer = finding.answer().filter(|_| finding.status == Status::Answered)?;
    let passages = state.passages(finding);
    let waiting = finding.blocks.iter().filter_map(|id| state.finding(id));
    Some(Decision {
        id: finding.id.clone(),
        question: question(finding),
        answer: answer.text.clone(),
        authorship: answer.authorship,
        by: answer.by.clone(),
        on: answer.at.strftime("%Y-%m-%d").to_string(),
        places: places(&passages, finder),
        passages,
        waiting: waiting.map(|waiting| waiting.title.clone()).collect(),
    })
}

fn question(finding: &TrackedFinding) -> String {
    match finding.sort {
        Sort::Assumption => format!("Is it so? {}", finding.title),
        Sort::Flag | Sort::Question => finding.title.clone(),
    }
}

fn places(passages: &[Passage], finder: &Finder<'_>) -> Vec<Span> {
    let own = passages.iter().filter(|passage| passage.role == Role::Spec);
    let found = own.filter_map(|passage| {
        let hint = Hint {
            section: passage.section.as_deref(),
            earlier: 0,
        };
        finder.find(&passage.quote, hint)
    });
    found.map(|found| found.span).collect()
}
