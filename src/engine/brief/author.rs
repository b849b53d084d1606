//! The author's page: what became of each fact, what is held back, what is open and whom to ask.

use super::facts::FactList;
use super::view::is_released;
use super::write::Written;
use super::{BriefPlan, compare};
use crate::domain::DocumentFailure;
use crate::domain::brief::{
    AuthorPage, BriefReport, Fact, FactCoverage, FactKind, HeldBack, LeftOut, OpenPoint,
};

/// Completes a report with the facts, the briefs and the author's page.
pub fn finish(report: &mut BriefReport, list: FactList, written: Vec<Written>, plan: &BriefPlan) {
    report.author = AuthorPage {
        coverage: list
            .facts
            .iter()
            .map(|fact| coverage(fact, &list, &written, plan))
            .collect(),
        held_back: list
            .facts
            .iter()
            .filter_map(|fact| held_back(fact, plan))
            .collect(),
        open_points: list.facts.iter().filter_map(open_point).collect(),
        contradictions: of_kind(&list, FactKind::Contradiction)
            .map(|fact| fact.id.clone())
            .collect(),
        unsupported: written
            .iter()
            .flat_map(|written| written.unsupported.clone())
            .collect(),
        differences: Vec::new(),
        goals: list.goals,
    };
    report.errors.extend(strange_releases(&list.facts, plan));
    report.set_aside = list.set_aside;
    report.facts = list.facts;
    report.briefs = written
        .into_iter()
        .filter(|written| written.is_written)
        .map(|written| written.brief)
        .collect();
    report.author.differences = compare::differences(&report.facts, &report.briefs);
}

fn of_kind(list: &FactList, kind: FactKind) -> impl Iterator<Item = &Fact> {
    list.facts.iter().filter(move |fact| fact.kind == kind)
}

fn coverage(fact: &Fact, list: &FactList, written: &[Written], plan: &BriefPlan) -> FactCoverage {
    let told = written
        .iter()
        .filter(|written| written.brief.facts().any(|id| *id == fact.id));
    let teams: Vec<String> = told.map(|written| written.brief.team.clone()).collect();
    let left_out: Vec<LeftOut> = written
        .iter()
        .flat_map(|written| &written.left_out)
        .filter(|(id, _)| *id == fact.id)
        .map(|(_, left)| left.clone())
        .collect();
    let reason = teams
        .is_empty()
        .then(|| reason(fact, list, written, plan, &left_out))
        .flatten();
    FactCoverage {
        fact: fact.id.clone(),
        teams,
        left_out,
        reason,
    }
}

/// Says why a fact reached no team.
fn reason(
    fact: &Fact,
    list: &FactList,
    written: &[Written],
    plan: &BriefPlan,
    left_out: &[LeftOut],
) -> Option<String> {
    let is_free = plan
        .teams
        .iter()
        .any(|team| is_released(&fact.id, &team.name, &plan.releases));
    if let Some(sensitivity) = fact.sensitivity.as_ref().filter(|_| !is_free) {
        return Some(format!("held back: {}", sensitivity.reason.title()));
    }
    if let Some(later) = fact
        .taken_back_by
        .as_ref()
        .and_then(|id| list.facts.iter().find(|fact| fact.id == *id))
    {
        return Some(format!("taken back later, by fact {}", later.number));
    }
    if let Some(left) = left_out.first() {
        return Some(format!("left out for {}: {}", left.team, left.reason));
    }
    let served = plan.teams.iter().filter(|team| fact.teams.contains(&team.name));
    let served: Vec<&str> = served.map(|team| team.name.as_str()).collect();
    if served.is_empty() {
        let others = fact.teams.join(", ");
        let nobody = fact.for_nobody.clone().map(|why| format!("for no team: {why}"));
        return nobody.or_else(|| Some(format!("concerns only {others}, for which no brief was asked")));
    }
    let failed = written
        .iter()
        .filter(|written| !written.is_written)
        .map(|written| written.brief.team.as_str());
    let failed: Vec<&str> = failed.filter(|team| served.contains(team)).collect();
    (!failed.is_empty()).then(|| format!("the brief for {} could not be written", failed.join(", ")))
}

fn held_back(fact: &Fact, plan: &BriefPlan) -> Option<HeldBack> {
    let sensitivity = fact.sensitivity.clone()?;
    let teams = plan
        .teams
        .iter()
        .filter(|team| is_released(&fact.id, &team.name, &plan.releases));
    Some(HeldBack {
        fact: fact.id.clone(),
        sensitivity,
        concerns: fact.teams.clone(),
        released_to: teams.map(|team| team.name.clone()).collect(),
    })
}

/// Returns what to take back to the executives. What was settled later is open no more.
fn open_point(fact: &Fact) -> Option<OpenPoint> {
    let is_open = matches!(fact.kind, FactKind::OpenPoint | FactKind::Contradiction);
    if (!is_open && fact.question.is_none()) || fact.taken_back_by.is_some() {
        return None;
    }
    let asked = fact.question.clone();
    let to = asked
        .as_ref()
        .map(|question| question.to.clone())
        .filter(|to| !to.trim().is_empty());
    let statement = fact.statement.trim_end_matches('.');
    Some(OpenPoint {
        fact: fact.id.clone(),
        question: asked.map_or_else(
            || format!("Who settles this, and by when: {statement}?"),
            |question| question.text,
        ),
        to: to
            .or_else(|| fact.owner.clone())
            .or_else(|| fact.speaker.clone())
            .unwrap_or_else(|| "the executives".into()),
        by: fact.due.clone(),
    })
}

/// Says which releases let nothing through.
fn strange_releases(facts: &[Fact], plan: &BriefPlan) -> Vec<DocumentFailure> {
    let held: Vec<&Fact> = facts.iter().filter(|fact| fact.sensitivity.is_some()).collect();
    let known: Vec<&str> = held.iter().map(|fact| fact.id.0.as_str()).collect();
    let strange = plan
        .releases
        .iter()
        .filter(|release| !known.contains(&release.fact.0.as_str()));
    let failure = |id: &str| DocumentFailure {
        document: "--release".into(),
        error: format!("no fact {id} is held back"),
        hint: Some(if known.is_empty() {
            "nothing is held back in these notes".into()
        } else {
            format!("held back are {}", known.join(", "))
        }),
    };
    strange.map(|release| failure(&release.fact.0)).collect()
}
