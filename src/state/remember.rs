//! Findings of a review as they are remembered: with all their words, without their places.

use super::footing::passage;
use crate::document::Document;
use crate::domain::{
    Anchor, Assumption, FindingId, Flag, GoalFit, Passage, Question, Severity, Sort, Source, Status,
    TrackedFinding, TrackedGoal,
};

/// Makes what is remembered of findings of one document.
pub struct Memory<'a> {
    /// The document.
    pub spec: &'a Document,
    /// Names documents from the folder of the states.
    pub name: &'a dyn Fn(&str) -> String,
}

impl Memory<'_> {
    /// Remembers a flag.
    pub fn flag(&self, flag: &Flag) -> TrackedFinding {
        TrackedFinding {
            why: flag.why.clone(),
            readings: flag.readings.clone(),
            scenario: flag.scenario.clone(),
            suggestion: flag.suggestion.clone(),
            remarks: flag.remarks.clone(),
            passages: self.passages(&flag.anchors),
            ..bare(
                &flag.id,
                Sort::Flag,
                flag.kind.code(),
                flag.severity,
                flag.source,
                &flag.title,
            )
        }
    }

    /// Remembers an assumption.
    pub fn assumption(&self, claim: &Assumption) -> TrackedFinding {
        let (kind, statement) = (claim.kind.code(), &claim.statement);
        TrackedFinding {
            why: claim.if_false.clone(),
            check: Some(claim.check.clone()).filter(|check| !check.is_empty()),
            who: claim.who.clone(),
            remarks: claim.remarks.clone(),
            passages: self.passages(&claim.anchors),
            ..bare(
                &claim.id,
                Sort::Assumption,
                kind,
                claim.severity,
                claim.source,
                statement,
            )
        }
    }

    /// Remembers a question. Its passages are those of what it blocks.
    pub fn question(&self, question: &Question) -> TrackedFinding {
        let (severity, source) = (question.severity, question.source);
        TrackedFinding {
            to: Some(question.to.clone()),
            why: question.why.clone(),
            options: question.options.clone(),
            suggested: question.suggested.filter(|index| *index < question.options.len()),
            default: question.default.clone(),
            blocks: question.blocks.clone(),
            ..bare(
                &question.id,
                Sort::Question,
                "question",
                severity,
                source,
                &question.text,
            )
        }
    }

    /// Remembers how the document stood to a goal.
    pub fn goal(&self, goal: &GoalFit) -> TrackedGoal {
        TrackedGoal {
            fit: goal.fit,
            note: goal.note.clone(),
            goal: self.passage(&goal.goal),
            spec: goal.spec.as_ref().map(|anchor| self.passage(anchor)),
        }
    }

    /// Remembers where words stood.
    pub fn passage(&self, anchor: &Anchor) -> Passage {
        passage(self.spec, anchor, self.name)
    }

    fn passages(&self, anchors: &[Anchor]) -> Vec<Passage> {
        anchors.iter().map(|anchor| self.passage(anchor)).collect()
    }
}

fn bare(
    id: &FindingId,
    sort: Sort,
    kind: &str,
    severity: Severity,
    source: Source,
    title: &str,
) -> TrackedFinding {
    TrackedFinding {
        id: id.clone(),
        sort,
        kind: kind.to_owned(),
        severity,
        source,
        status: Status::Open,
        title: title.split_whitespace().collect::<Vec<_>>().join(" "),
        to: None,
        why: String::new(),
        readings: Vec::new(),
        scenario: None,
        suggestion: None,
        check: None,
        who: None,
        remarks: Vec::new(),
        options: Vec::new(),
        suggested: None,
        default: None,
        blocks: Vec::new(),
        accepted: None,
        passages: Vec::new(),
        answers: Vec::new(),
        dismissal: None,
        deferral: None,
        history: Vec::new(),
    }
}
