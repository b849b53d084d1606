//! A second review: what an earlier one raised is carried over where its words stand, what people settled is not raised
//! again, and a model is asked about what changed.

use super::pool::Pool;
use crate::answer::prove::{AssumptionClaim, Claims, FlagClaim, QuestionClaim};
use crate::document::Document;
use crate::domain::{Anchor, AssumptionKind, FindingId, Fit, FlagKind, GoalFit, Match, Role, SetAside, Sort};
use crate::rules::Hit;
use crate::state::{Point, Survey};

/// What a second review found out about what was known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Again {
    /// The known findings that the text decides now, and how.
    pub decided: Vec<(FindingId, String)>,
    /// How many sections a model was asked about.
    pub asked: usize,
    /// Claims that a settled point covers, and that were not raised therefore.
    pub settled_again: usize,
}

/// The claims of what is carried over, with the ids under which they are known, in the same order.
pub struct Carried {
    /// The claims.
    pub claims: Claims,
    /// The ids of flags and assumptions, by their labels.
    pub ids: Vec<(String, FindingId)>,
    /// Where those stand whose words are in a section that changed, by their labels: the second look takes them up again.
    pub touched: Vec<(String, usize)>,
}

/// Makes claims of the open points whose words stand.
pub fn carried(survey: &Survey) -> Carried {
    let mut carried = Carried {
        claims: Claims::default(),
        ids: Vec::new(),
        touched: Vec::new(),
    };
    for (index, point) in survey.carried().enumerate() {
        let label = format!("K{}", index + 1);
        if add(&mut carried.claims, point, &label) {
            let changed = point.anchors.iter().find(|anchor| survey.is_changed_at(anchor));
            carried
                .touched
                .extend(changed.map(|anchor| (label.clone(), anchor.span.start())));
            carried.ids.push((label, point.finding.id.clone()));
        }
    }
    let label = |id: &FindingId| {
        carried
            .ids
            .iter()
            .find(|(_, known)| known == id)
            .map(|(label, _)| label.clone())
    };
    let questions = survey
        .carried()
        .filter(|point| point.finding.sort == Sort::Question);
    let questions = questions.filter_map(|point| {
        let blocks: Vec<String> = point.finding.blocks.iter().filter_map(label).collect();
        // One that waits for what is not there any more is over.
        (point.finding.blocks.is_empty() || !blocks.is_empty()).then(|| question(point, blocks))
    });
    carried.claims.questions = questions.collect();
    carried
}

/// Adds the claim of a flag or assumption. Returns whether it was one.
fn add(claims: &mut Claims, point: &Point, label: &str) -> bool {
    match point.finding.sort {
        Sort::Flag => claims.flags.extend(flag(point, label)),
        Sort::Assumption => claims.assumptions.extend(assumption(point, label)),
        Sort::Question => return false,
    }
    true
}

fn flag(point: &Point, label: &str) -> Option<FlagClaim> {
    let known = &point.finding;
    Some(FlagClaim {
        label: label.to_owned(),
        kind: FlagKind::from_code(&known.kind)?,
        severity: known.severity,
        title: known.title.clone(),
        anchors: point.anchors.clone(),
        readings: known.readings.clone(),
        scenario: known.scenario.clone(),
        why: known.why.clone(),
        suggestion: known.suggestion.clone(),
        remarks: known.remarks.clone(),
    })
}

fn assumption(point: &Point, label: &str) -> Option<AssumptionClaim> {
    let known = &point.finding;
    Some(AssumptionClaim {
        label: label.to_owned(),
        kind: AssumptionKind::from_code(&known.kind)?,
        severity: known.severity,
        statement: known.title.clone(),
        anchor: point.anchors.first().cloned(),
        if_false: known.why.clone(),
        check: known.check.clone().unwrap_or_default(),
        who: known.who.clone(),
        remarks: known.remarks.clone(),
    })
}

fn question(point: &Point, blocks: Vec<String>) -> QuestionClaim {
    let known = &point.finding;
    QuestionClaim {
        blocks,
        to: known.to.clone().unwrap_or_default(),
        text: known.title.clone(),
        why: known.why.clone(),
        options: known.options.clone(),
        suggested: known.suggested,
        default: known.default.clone(),
    }
}

/// Sets aside the claims that a settled point covers. Returns how many there are.
pub fn set_settled_aside(claims: &mut Claims, survey: &Survey) -> usize {
    let mut aside = Vec::new();
    claims.flags.retain(|flag| {
        let point = survey.settling(Sort::Flag, flag.kind.code(), &flag.anchors, &flag.title);
        aside.extend(point.map(|point| self::aside(point, "flag", &flag.title, flag.anchors.first())));
        point.is_none()
    });
    claims.assumptions.retain(|claim| {
        let anchors = claim.anchor.as_slice();
        let point = survey.settling(Sort::Assumption, claim.kind.code(), anchors, &claim.statement);
        aside.extend(point.map(|point| self::aside(point, "assumption", &claim.statement, anchors.first())));
        point.is_none()
    });
    claims.questions.retain(|question| {
        let point = survey.settling_question(&question.text);
        aside.extend(point.map(|point| self::aside(point, "question", &question.text, None)));
        point.is_none()
    });
    let count = aside.len();
    claims.set_aside.extend(aside);
    count
}

fn aside(point: &Point, sort: &str, claim: &str, anchor: Option<&Anchor>) -> SetAside {
    SetAside {
        claim: claim.to_owned(),
        sort: sort.to_owned(),
        quote: anchor.map(|anchor| anchor.quote.clone()).unwrap_or_default(),
        reason: format!("{} is {}", point.finding.id, point.finding.status),
    }
}

/// Takes out the rules' hits that somebody settled.
pub fn without_settled(hits: &mut Vec<Hit>, spec: &Document, survey: &Survey) {
    hits.retain(|hit| {
        let own = crate::answer::prove::anchor(spec, Role::Spec, hit.span, Match::Exact);
        let point = survey.settling(
            Sort::Flag,
            hit.kind.code(),
            std::slice::from_ref(&own),
            &hit.message,
        );
        point.is_none()
    });
}

/// Adds what the earlier review said of the areas and the goals, where a reading of the changed sections said nothing of
/// them.
pub fn complete(pool: &mut Pool, survey: &Survey) {
    for known in &survey.coverage {
        if !pool.coverage.iter().any(|entry| entry.area == known.area) {
            pool.coverage.push(known.clone());
        }
    }
    pool.coverage.sort_by_key(|entry| entry.area);
    for goal in survey.goals.iter().cloned() {
        let same = |known: &GoalFit| {
            known.goal.document == goal.goal.document && known.goal.span.overlaps(goal.goal.span)
        };
        match pool.goals.iter_mut().find(|known| same(known)) {
            // What an unchanged section does for or against a goal still holds.
            Some(known) if known.fit == Fit::Silent => *known = goal,
            Some(_) => {}
            None => pool.goals.push(goal),
        }
    }
    pool.summary = pool.summary.take().or_else(|| survey.summary.clone());
}
