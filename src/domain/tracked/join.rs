//! Two states of one document made one, as after a merge of branches: nothing that either side holds is lost.

use super::act::{Act, Answer, Event, What};
use super::finding::{Status, TrackedFinding};
use super::{Run, TrackedDocument};
use jiff::Timestamp;

impl TrackedDocument {
    /// Joins another state of the same document into this one. What both sides hold is taken from the one that did
    /// something last; answers and histories of both are kept, and where answers differ the finding is open.
    pub fn join(&mut self, other: TrackedDocument) {
        if last(&other.runs) > last(&self.runs) {
            self.sections = other.sections;
            self.title = other.title;
            self.summary = other.summary;
            self.coverage = other.coverage;
            self.goals = other.goals;
        }
        self.runs.extend(other.runs);
        self.runs.sort_by_key(|run| run.at);
        self.runs.dedup_by_key(|run| run.at);
        self.formerly.extend(other.formerly);
        self.formerly.sort();
        self.formerly.dedup();
        for finding in other.findings {
            match self.finding_mut(&finding.id) {
                Some(own) => own.join(finding),
                None => self.insert(finding),
            }
        }
        self.open_what_disputes_hold();
    }

    /// Joins findings that stand twice under one id, as a merge by lines can leave them.
    pub fn join_twins(&mut self) {
        for finding in std::mem::take(&mut self.findings) {
            match self.finding_mut(&finding.id) {
                Some(own) => own.join(finding),
                None => self.findings.push(finding),
            }
        }
        self.open_what_disputes_hold();
    }

    /// Opens what was answered through a question on whose answer people do not agree.
    fn open_what_disputes_hold(&mut self) {
        let disputed = self.findings.iter().filter(|finding| finding.is_disputed());
        let disputed: Vec<_> = disputed
            .filter_map(|finding| Some((finding.id.clone(), finding.answers.last()?.at)))
            .collect();
        for (id, at) in disputed {
            self.unsettle(
                &id,
                &Act {
                    by: Act::TOOL.into(),
                    at,
                },
            );
        }
    }
}

impl TrackedFinding {
    fn join(&mut self, mut other: TrackedFinding) {
        // Within one second, the one of whom more is told did something last.
        let moved = |finding: &Self| (latest(&finding.history), finding.history.len());
        if moved(&other) > moved(self) {
            std::mem::swap(self, &mut other);
        }
        self.deferral = self.deferral.take().or(other.deferral);
        self.accepted = self.accepted.or(other.accepted);
        self.history.extend(other.history);
        self.history.sort();
        self.history.dedup();
        if matches!(self.status, Status::Answered | Status::Open) {
            self.join_answers(other.answers);
        }
    }

    fn join_answers(&mut self, others: Vec<Answer>) {
        let reopened = self.history.iter().filter(|event| event.what == What::Reopened);
        let reopened = reopened.map(|event| event.at).max();
        for answer in others
            .into_iter()
            .filter(|answer| reopened.is_none_or(|at| answer.at > at))
        {
            match self.answers.iter_mut().find(|own| own.by == answer.by) {
                Some(own) if own.at < answer.at => *own = answer,
                Some(_) => {}
                None => self.answers.push(answer),
            }
        }
        self.answers.sort_by_key(|answer| answer.at);
        if self.is_disputed() {
            let at = self
                .answers
                .iter()
                .map(|answer| answer.at)
                .max()
                .unwrap_or_default();
            self.status = Status::Open;
            let known = |event: &Event| event.what == What::Disputed && event.at >= at;
            if !self.history.iter().any(known) {
                self.note(
                    &Act {
                        by: Act::TOOL.into(),
                        at,
                    },
                    What::Disputed,
                    None,
                );
            }
        } else if !self.answers.is_empty() {
            self.status = Status::Answered;
        }
    }
}

fn last(runs: &[Run]) -> Option<Timestamp> {
    runs.iter().map(|run| run.at).max()
}

fn latest(history: &[Event]) -> Option<Timestamp> {
    history.iter().map(|event| event.at).max()
}
