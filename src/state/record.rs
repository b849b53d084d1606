//! A review taken into the state: what is new, what is still open, what the text resolved, what came back. Decides by ids
//! and by how passages stand; the review has been held against the same survey before.

use super::decided::is_decided;
use super::footing::{Footing, section_hash};
use super::remember::Memory;
use super::survey::{Point, Survey};
use crate::document::Document;
use crate::domain::{
    Act, Change, Depth, Fate, FindingId, Passage, Review, Run, Sort, Source, Status, TrackedDocument,
    TrackedFinding, TrackedSection, Tracking, What,
};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::collections::HashSet;

/// A review, and what it rests on.
pub struct Reading<'a> {
    /// The document.
    pub spec: &'a Document,
    /// The review; its findings bear the ids under which they are known.
    pub review: &'a Review,
    /// What was known before it.
    pub survey: &'a Survey,
    /// The known findings of which the review found that the text decides them now, and how.
    pub decided: &'a [(FindingId, String)],
    /// How many sections a model was asked about.
    pub asked: usize,
    /// Claims that a settled point covers.
    pub settled_again: usize,
    /// Whether all of it could be done: else nothing is taken for read or resolved.
    pub is_complete: bool,
    /// A hash of the context.
    pub context: Option<String>,
    /// Names documents from the folder of the states.
    pub name: &'a dyn Fn(&str) -> String,
    /// Who has it made, and when.
    pub act: &'a Act,
}

impl Reading<'_> {
    /// Takes the review into the state, and tells what became of each finding.
    pub fn record(&self, state: &mut TrackedDocument) -> Tracking {
        let previous = state.runs.last().map(|run| run.at);
        let at = later_than(previous, self.act.at);
        let act = Act {
            by: Act::TOOL.into(),
            at,
        };
        state.expire(TimeZone::UTC.to_datetime(at).date(), &act);
        let raised = self.take_in(state, &act);
        for point in &self.survey.points {
            if !raised.contains(&point.finding.id) {
                self.settle_absent(state, point, &act);
            }
        }
        self.close_questions(state, &act);
        self.keep_reading(state);
        let run = self.run(state, at);
        state.runs.push(run);
        self.tracking(state, previous, at)
    }

    /// Takes in every finding of the review. Returns their ids.
    fn take_in(&self, state: &mut TrackedDocument, act: &Act) -> HashSet<FindingId> {
        let memory = Memory {
            spec: self.spec,
            name: self.name,
        };
        let review = self.review;
        let mut ranked: Vec<(usize, TrackedFinding)> = review
            .flags
            .iter()
            .map(|flag| (flag.rank, memory.flag(flag)))
            .collect();
        ranked.extend(
            review
                .assumptions
                .iter()
                .map(|claim| (claim.rank, memory.assumption(claim))),
        );
        ranked.sort_by_key(|(rank, _)| *rank);
        let findings = ranked.into_iter().map(|(_, finding)| finding);
        let questions = review.questions.iter().map(|question| memory.question(question));
        let all: Vec<TrackedFinding> = findings.chain(questions).collect();
        let ids = all.iter().map(|finding| finding.id.clone()).collect();
        for finding in all {
            self.take(state, finding, act);
        }
        ids
    }

    fn take(&self, state: &mut TrackedDocument, mut finding: TrackedFinding, act: &Act) {
        let id = finding.id.clone();
        let Some(known) = state.finding_mut(&id) else {
            finding.note(act, What::Raised, None);
            return state.insert(finding);
        };
        let got_worse = finding.severity < known.severity;
        refresh(known, finding);
        if got_worse {
            known.accepted = None;
        }
        // What was settled while the review was under way stays settled: the survey does not know of it yet.
        let was = self.survey.points.iter().find(|point| point.finding.id == id);
        let was_settled = was.is_some_and(|point| point.finding.status == known.status);
        let why = match known.status {
            Status::Resolved => "it came back",
            Status::Answered | Status::Dismissed if was_settled => "the text changed under it",
            _ => return,
        };
        // The finding is there: it was just refreshed.
        let _ = state.reopen(&id, why, act);
    }

    /// Decides on a finding that the review did not raise.
    fn settle_absent(&self, state: &mut TrackedDocument, point: &Point, act: &Act) {
        let id = &point.finding.id;
        let Some(known) = state
            .finding_mut(id)
            .filter(|known| known.status != Status::Resolved)
        else {
            return;
        };
        if point.footing == Footing::Stands {
            restate(
                known,
                point,
                &Memory {
                    spec: self.spec,
                    name: self.name,
                },
            );
        }
        if known.sort == Sort::Question {
            return;
        }
        if let Some(why) = self.resolved(known, point) {
            // The finding is there: it was just looked at.
            let _ = state.resolve(id, &why, act);
        }
    }

    /// Returns why the text no longer gives rise to a finding that was not raised, or `None` where it may well do.
    fn resolved(&self, known: &TrackedFinding, point: &Point) -> Option<String> {
        let decided = self.decided.iter().find(|(id, _)| *id == known.id);
        if let Some((_, why)) = decided {
            return Some(why.clone());
        }
        let of_rules = known.source == Source::Rules;
        let is_read = self.is_complete && (of_rules || self.model_read());
        match (point.footing, known.status) {
            _ if !is_read => None,
            (Footing::Gone, _) => Some("the passage is gone".into()),
            (Footing::Changed, _) => Some("the passage changed, and it was not raised again".into()),
            (Footing::Stands, Status::Open) if of_rules => Some("it is not raised any more".into()),
            (Footing::Stands, Status::Open) => {
                Some("it is suppressed in the document, or another finding asks for the same".into())
            }
            (Footing::Stands, Status::Answered) => self.stands_decided(known, point),
            (Footing::Stands, _) => None,
        }
    }

    /// Tells whether an answer to a finding, or to a question that it waited for, stands in what changed.
    fn stands_decided(&self, known: &TrackedFinding, point: &Point) -> Option<String> {
        let questions = self.survey.points.iter().map(|point| &point.finding);
        let questions = questions.filter(|question| question.blocks.contains(&known.id));
        let mut answers = std::iter::once(&point.finding)
            .chain(questions)
            .filter_map(TrackedFinding::answer);
        let changed = self.survey.changed();
        let found = answers.any(|answer| is_decided(&answer.text, self.spec, &changed));
        found.then(|| "the decision stands in the text".into())
    }

    /// Closes the questions whose answer nothing waits for any more, and those that the review did not ask again.
    fn close_questions(&self, state: &mut TrackedDocument, act: &Act) {
        if !(self.is_complete && self.model_read()) {
            return;
        }
        let over = |id: &FindingId| {
            state
                .finding(id)
                .is_none_or(|finding| finding.status == Status::Resolved)
        };
        let asked = |id: &FindingId| self.review.questions.iter().any(|question| question.id == *id);
        let questions = state
            .findings
            .iter()
            .filter(|finding| finding.sort == Sort::Question);
        let closed = questions.filter(|question| match question.status {
            Status::Resolved | Status::Dismissed => false,
            Status::Open if asked(&question.id) => false,
            _ if question.blocks.is_empty() => {
                let answer = question.answer();
                answer.is_some_and(|answer| is_decided(&answer.text, self.spec, &self.survey.changed()))
            }
            _ => question.blocks.iter().all(over),
        });
        let closed: Vec<FindingId> = closed.map(|question| question.id.clone()).collect();
        for id in closed {
            // The question is there: it was just looked at.
            let _ = state.resolve(&id, "what it asks about is resolved", act);
        }
    }

    fn model_read(&self) -> bool {
        self.review.depth != Depth::Rules
    }

    /// Keeps what a model said of the whole, and which sections it has read.
    fn keep_reading(&self, state: &mut TrackedDocument) {
        let review = self.review;
        state.title = review.title.clone();
        if !(self.is_complete && self.model_read()) {
            return;
        }
        let memory = Memory {
            spec: self.spec,
            name: self.name,
        };
        state.summary = review.summary.clone();
        state.coverage = review.coverage.clone();
        state.goals = review.strategy.iter().map(|goal| memory.goal(goal)).collect();
        let sections = self.spec.sections().iter().map(|section| TrackedSection {
            heading: section.title.clone(),
            words: section_hash(self.spec, section),
        });
        state.sections = sections.collect();
    }

    fn run(&self, state: &TrackedDocument, at: Timestamp) -> Run {
        let open_questions = state.questions(Status::Open).count();
        Run {
            at,
            by: self.act.by.clone(),
            depth: self.review.depth,
            context: self.context.clone().filter(|_| self.model_read()),
            words: self.review.words,
            asked: self.asked,
            open: state.count(Status::Open),
            answered: state.count(Status::Answered),
            dismissed: state.count(Status::Dismissed),
            resolved: state.count(Status::Resolved),
            questions: open_questions,
        }
    }

    fn tracking(&self, state: &TrackedDocument, previous: Option<Timestamp>, at: Timestamp) -> Tracking {
        Tracking {
            settled_again: self.settled_again,
            sections: self.survey.sections.len(),
            asked: self.asked,
            ..tracking(state, previous, at)
        }
    }
}

/// Tells how the findings of a state stand after the run made at `at`, against the run before.
pub fn tracking(state: &TrackedDocument, previous: Option<Timestamp>, at: Timestamp) -> Tracking {
    let since = |finding: &TrackedFinding, what: &[What]| {
        let mut history = finding.history.iter();
        history.any(|event| event.at >= at && what.contains(&event.what))
    };
    let fate = |finding: &TrackedFinding| match finding.status {
        Status::Resolved => since(finding, &[What::Resolved]).then_some(Fate::Resolved),
        Status::Answered => Some(Fate::Answered),
        Status::Dismissed => Some(Fate::Dismissed),
        Status::Open if since(finding, &[What::Raised]) => Some(Fate::New),
        Status::Open if since(finding, &[What::Reopened, What::Expired]) => Some(Fate::Reopened),
        Status::Open => Some(Fate::Open),
    };
    let mut changes: Vec<Change> = Vec::new();
    for finding in &state.findings {
        changes.extend(fate(finding).map(|fate| change(finding, fate)));
    }
    changes.sort_by_key(|change| change.fate);
    let count = |fate: Fate| {
        let all = changes.iter();
        all.filter(|change| change.fate == fate && change.sort != Sort::Question)
            .count()
    };
    Tracking {
        state: String::new(),
        previous: previous.map(|at| at.to_string()),
        new: count(Fate::New),
        open: count(Fate::Open),
        reopened: count(Fate::Reopened),
        resolved: count(Fate::Resolved),
        answered: count(Fate::Answered),
        dismissed: count(Fate::Dismissed),
        accepted: changes.iter().filter(|change| change.accepted).count(),
        questions: state.questions(Status::Open).count(),
        settled_again: 0,
        sections: state.sections.len(),
        asked: state.runs.last().map_or(0, |run| run.asked),
        changes,
    }
}

fn change(finding: &TrackedFinding, fate: Fate) -> Change {
    let note = match fate {
        Fate::New | Fate::Open => finding
            .is_disputed()
            .then(|| "answered in different ways".to_owned()),
        _ => finding.history.last().and_then(|event| event.note.clone()),
    };
    Change {
        id: finding.id.clone(),
        sort: finding.sort,
        kind: finding.kind.clone(),
        severity: finding.severity,
        title: finding.title.clone(),
        fate,
        accepted: finding.accepted.is_some() && finding.status == Status::Open,
        note,
    }
}

/// Takes over how a finding reads now, and keeps what became of it.
fn refresh(known: &mut TrackedFinding, fresh: TrackedFinding) {
    // Where the context was not at hand, its passages are not forgotten.
    let shown: Vec<&str> = fresh
        .passages
        .iter()
        .map(|passage| passage.quote.as_str())
        .collect();
    let unseen = known.passages.iter().filter(|passage| passage.document.is_some());
    let unseen = unseen.filter(|passage| !shown.contains(&passage.quote.as_str()));
    let unseen: Vec<Passage> = unseen.cloned().collect();
    *known = TrackedFinding {
        passages: fresh.passages.into_iter().chain(unseen).collect(),
        status: known.status,
        accepted: known.accepted,
        answers: std::mem::take(&mut known.answers),
        dismissal: known.dismissal.take(),
        deferral: known.deferral.take(),
        history: std::mem::take(&mut known.history),
        ..fresh
    };
}

/// Remembers the section and the sentence in which the passages of a finding stand now.
fn restate(known: &mut TrackedFinding, point: &Point, memory: &Memory<'_>) {
    if known.passages.len() != point.anchors.len() {
        return;
    }
    for (passage, anchor) in known.passages.iter_mut().zip(&point.anchors) {
        let now = memory.passage(anchor);
        (passage.section, passage.within) = (now.section, now.within);
    }
}

/// Returns a time behind that of the run before, so that what belongs to which run can be told.
fn later_than(previous: Option<Timestamp>, now: Timestamp) -> Timestamp {
    let next = previous.and_then(|previous| previous.checked_add(SignedDuration::from_secs(1)).ok());
    next.map_or(now, |next| now.max(next))
}
