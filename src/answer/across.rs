//! From what is said of two passages to claims that are proven: each side's quote in the stretch that was shown of that
//! side's document, and nowhere else.

use super::anchor::{Finder, Hint};
use super::prove::{Evidence, anchor};
use super::wire::audit::{JudgeAnswer, Relation, WireJudgement};
use crate::document::Document;
use crate::domain::{Anchor, CrossKind, Role, SetAside, Severity};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// A stretch of a document, as shown to the model.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The document.
    pub document: Arc<Document>,
    /// The bytes that were shown.
    pub range: Range<usize>,
}

/// What is claimed of two passages, proven.
#[derive(Clone, Debug, PartialEq)]
pub struct CrossClaim {
    /// Which pair it is about.
    pub label: String,
    /// What it is about.
    pub kind: CrossKind,
    /// How much it would hurt.
    pub severity: Severity,
    /// The decision to take.
    pub title: String,
    /// The words on each side.
    pub sides: [Anchor; 2],
    /// What each side says; none, or both.
    pub readings: Vec<String>,
    /// A case in which the sides part.
    pub scenario: Option<String>,
    /// What goes wrong if nobody decides.
    pub why: String,
    /// Who is to be asked what.
    pub question: Option<(String, String)>,
    /// Where it is settled already, if it is.
    pub settled: Option<Anchor>,
}

/// What was said of all pairs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judged {
    /// What is wrong, proven, in the model's order.
    pub claims: Vec<CrossClaim>,
    /// The labels of the pairs of which something was said.
    pub labels: Vec<String>,
    /// What could not be let through.
    pub set_aside: Vec<SetAside>,
}

/// Proves what is said of the pairs with these labels. `settled` holds the decisions and the glossary.
pub fn prove(answer: JudgeAnswer, pairs: &HashMap<String, [Shown; 2]>, settled: &Evidence<'_>) -> Judged {
    let mut judged = Judged::default();
    for verdict in answer.verdicts {
        let Some(pair) = pairs.get(&verdict.label) else {
            continue;
        };
        if judged.labels.contains(&verdict.label) {
            continue;
        }
        judged.labels.push(verdict.label.clone());
        let Some(kind) = verdict.verdict.and_then(kind) else {
            continue;
        };
        match claim(&verdict, kind, pair, settled) {
            Ok(claim) => judged.claims.push(claim),
            Err(reason) => judged.set_aside.push(aside(&verdict, reason)),
        }
    }
    judged
}

fn kind(relation: Relation) -> Option<CrossKind> {
    match relation {
        Relation::None => None,
        Relation::Contradiction => Some(CrossKind::CrossContradiction),
        Relation::TwoMeanings => Some(CrossKind::TermWithTwoMeanings),
        Relation::TwoNames => Some(CrossKind::ThingWithTwoNames),
        Relation::Dependency => Some(CrossKind::UnmetDependency),
        Relation::Duplicate => Some(CrossKind::DuplicateRequirement),
    }
}

fn claim(
    verdict: &WireJudgement,
    kind: CrossKind,
    [left, right]: &[Shown; 2],
    settled: &Evidence<'_>,
) -> Result<CrossClaim, &'static str> {
    if verdict.title.is_empty() {
        return Err("it says nothing");
    }
    let left = side(left, &verdict.left).ok_or("the left side's quote was not shown")?;
    let right = side(right, &verdict.right).ok_or("the right side's quote was not shown")?;
    let settled = verdict
        .settled_by
        .as_ref()
        .and_then(|passage| settled.anchor(passage, 0));
    let is_asked = settled.is_none() && !verdict.question.is_empty() && !verdict.to.is_empty();
    let readings = [&verdict.left_says, &verdict.right_says];
    Ok(CrossClaim {
        label: verdict.label.clone(),
        kind,
        severity: verdict.severity.unwrap_or(kind.default_severity()),
        title: verdict.title.clone(),
        sides: [left, right],
        readings: if readings.iter().all(|reading| !reading.is_empty()) {
            readings.map(String::clone).to_vec()
        } else {
            Vec::new()
        },
        scenario: Some(verdict.scenario.clone()).filter(|scenario| !scenario.is_empty()),
        why: verdict.why.clone(),
        question: is_asked.then(|| (verdict.to.clone(), verdict.question.clone())),
        settled: settled.filter(|anchor| anchor.role != Role::Spec),
    })
}

/// Finds a side's quote in what was shown of its document.
fn side(shown: &Shown, quote: &str) -> Option<Anchor> {
    let document = &shown.document;
    let text = document.text().get(shown.range.clone())?;
    let stretch = Document::new(document.path().into(), document.label().into(), text.into());
    let found = Finder::new(&stretch).find(quote, Hint::default())?;
    let start = shown.range.start + found.span.start();
    let span = document.span(start..start + found.span.len())?;
    Some(anchor(document, Role::Spec, span, found.matched))
}

fn aside(verdict: &WireJudgement, reason: &str) -> SetAside {
    SetAside {
        claim: verdict.title.clone(),
        sort: "comparison".into(),
        quote: format!("{} | {}", verdict.left, verdict.right),
        reason: reason.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::wire::WirePassage;

    const LEFT: &str = "# A\n\nKept for 7 days.\n\n# B\n\nA parcel is kept for 7 days at the shop.\n";
    const RIGHT: &str = "# C\n\nAfter 10 days a parcel goes back.\n";

    fn document(path: &str, text: &str) -> Arc<Document> {
        Arc::new(Document::new(path.into(), path.into(), text.into()))
    }

    fn judged(verdict: WireJudgement) -> Judged {
        let (left, right) = (document("left.md", LEFT), document("right.md", RIGHT));
        let decisions = document("decisions.md", "A parcel waits for 10 days.\n");
        let shown = |document: &Arc<Document>, from: &str| Shown {
            document: document.clone(),
            range: document.text().find(from).unwrap()..document.text().len(),
        };
        let pairs = HashMap::from([("P1".to_owned(), [shown(&left, "# B"), shown(&right, "# C")])]);
        let evidence = Evidence::new(&left, [(Role::Decisions, decisions.as_ref())]);
        prove(
            JudgeAnswer {
                verdicts: vec![verdict],
            },
            &pairs,
            &evidence,
        )
    }

    fn verdict() -> WireJudgement {
        WireJudgement {
            label: "P1".into(),
            verdict: Some(Relation::Contradiction),
            left: "kept for 7 days".into(),
            right: "After 10 days".into(),
            title: "How long is a parcel kept?".into(),
            to: "Hanneke Roelofs".into(),
            question: "7 or 10?".into(),
            ..WireJudgement::default()
        }
    }

    #[test]
    fn each_side_is_found_in_its_own_stretch() {
        let judged = judged(verdict());
        let claim = &judged.claims[0];
        assert_eq!(claim.sides[0].section.as_deref(), Some("B"));
        assert_eq!(&LEFT[claim.sides[0].span.range()], "kept for 7 days");
        assert_eq!(claim.sides[1].document, "right.md");
        assert_eq!(claim.severity, Severity::Major);
        assert!(claim.question.is_some());
    }

    #[test]
    fn a_quote_from_the_other_side_proves_nothing() {
        let mut swapped = verdict();
        std::mem::swap(&mut swapped.left, &mut swapped.right);
        let judged = judged(swapped);
        assert!(judged.claims.is_empty());
        assert_eq!(judged.set_aside[0].reason, "the left side's quote was not shown");
    }

    #[test]
    fn what_a_decision_settles_is_not_asked() {
        let mut settled = verdict();
        settled.settled_by = Some(WirePassage {
            document: "decisions.md".into(),
            section: String::new(),
            quote: "waits for 10 days".into(),
        });
        let judged = judged(settled);
        assert_eq!(
            judged.claims[0].settled.as_ref().unwrap().document,
            "decisions.md"
        );
        assert_eq!(judged.claims[0].question, None);
    }

    #[test]
    fn none_and_unknown_pairs_claim_nothing() {
        let none = WireJudgement {
            verdict: Some(Relation::None),
            ..verdict()
        };
        let stranger = WireJudgement {
            label: "P9".into(),
            ..verdict()
        };
        assert_eq!(judged(none).labels, ["P1"]);
        assert_eq!(judged(stranger), Judged::default());
    }
}
