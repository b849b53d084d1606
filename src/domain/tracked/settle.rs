//! What can be done with findings: answered, dismissed, handed on, resolved, opened again. Each step is written into the
//! finding's history, so that nothing that a person said is lost.

use super::TrackedDocument;
use super::act::{Act, Answer, Deferral, Settlement, What};
use super::finding::{Sort, Status, TrackedFinding};
use crate::domain::finding::FindingId;
use jiff::civil::Date;

/// Says why something cannot be done with a finding.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TrackError {
    /// There is none with this id.
    #[error("there is no finding {id}")]
    UnknownId {
        /// The id as given.
        id: FindingId,
    },
    /// Nothing was said.
    #[error("no {what} is given for {id}")]
    Empty {
        /// The finding.
        id: FindingId,
        /// What is missing: an answer, a reason, a name.
        what: &'static str,
    },
    /// The text no longer gives rise to it.
    #[error("{id} is resolved: the text no longer gives rise to it")]
    Resolved {
        /// The finding.
        id: FindingId,
    },
}

/// What an answer brought about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answered {
    /// The flags and assumptions that waited for this answer alone, and are answered with it.
    pub settled: Vec<FindingId>,
    /// The answers of others, in other words, that stand beside this one: the question stays open until they agree.
    pub disputed: Vec<Answer>,
    /// The same person's earlier answer.
    pub replaced: Option<Answer>,
}

impl TrackedDocument {
    /// Answers a finding: most often a question, and with it what waits for it alone. A person's new answer takes the
    /// place of the old; where somebody else answered in other words, both answers stand and the finding stays open.
    pub fn answer(&mut self, id: &FindingId, answer: Answer) -> Result<Answered, TrackError> {
        let act = Act {
            by: answer.by.clone(),
            at: answer.at,
        };
        said(id, &answer.text, "answer")?;
        let finding = self.unresolved(id)?;
        let mine = finding.answers.iter().position(|other| other.by == answer.by);
        let replaced = mine.map(|index| finding.answers.remove(index));
        let text = answer.text.clone();
        finding.answers.push(answer);
        finding.dismissal = None;
        finding.note(&act, What::Answered, Some(text));
        if finding.is_disputed() {
            let disputed = finding.answers[..finding.answers.len() - 1].to_vec();
            finding.status = Status::Open;
            finding.note(&act.by_tool(), What::Disputed, None);
            self.unsettle(id, &act);
            return Ok(Answered {
                disputed,
                replaced,
                ..Answered::default()
            });
        }
        finding.status = Status::Answered;
        Ok(Answered {
            settled: self.settle(id, &act),
            replaced,
            ..Answered::default()
        })
    }

    /// Answers the flags and assumptions that wait for no question but those answered.
    fn settle(&mut self, question: &FindingId, act: &Act) -> Vec<FindingId> {
        let waiting = self.finding(question).map(|finding| finding.blocks.clone());
        let is_settled = |id: &FindingId| {
            let mut questions = self.questions_on(id);
            questions.all(|question| !matches!(question.status, Status::Open))
        };
        let mut settled: Vec<FindingId> = waiting.unwrap_or_default();
        settled.retain(is_settled);
        settled.retain(|id| {
            let open = self
                .finding_mut(id)
                .filter(|finding| finding.status == Status::Open);
            let answered = open.map(|finding| {
                finding.status = Status::Answered;
                finding.note(act, What::Answered, Some(format!("by {question}")));
            });
            answered.is_some()
        });
        settled
    }

    /// Opens the flags and assumptions again that were answered through a question alone.
    pub(super) fn unsettle(&mut self, question: &FindingId, act: &Act) {
        let waiting = self.finding(question).map(|finding| finding.blocks.clone());
        for id in waiting.unwrap_or_default() {
            let through = self
                .finding_mut(&id)
                .filter(|finding| finding.status == Status::Answered && finding.answers.is_empty());
            if let Some(finding) = through {
                finding.status = Status::Open;
                finding.note(
                    &act.by_tool(),
                    What::Reopened,
                    Some(format!("{question} is open again")),
                );
            }
        }
    }

    /// Says that a finding is not to be raised, why, and until when.
    pub fn dismiss(
        &mut self,
        id: &FindingId,
        reason: &str,
        until: Option<Date>,
        act: &Act,
    ) -> Result<(), TrackError> {
        said(id, reason, "reason")?;
        let finding = self.unresolved(id)?;
        finding.status = Status::Dismissed;
        finding.dismissal = Some(Settlement {
            reason: reason.trim().to_owned(),
            by: act.by.clone(),
            at: act.at,
            until,
        });
        let note = match until {
            Some(until) => format!("{} (until {until})", reason.trim()),
            None => reason.trim().to_owned(),
        };
        finding.note(act, What::Dismissed, Some(note));
        Ok(())
    }

    /// Hands a finding on to someone else; it stays open.
    pub fn defer(&mut self, id: &FindingId, to: &str, act: &Act) -> Result<(), TrackError> {
        said(id, to, "name")?;
        let finding = self.unresolved(id)?;
        finding.deferral = Some(Deferral {
            to: to.trim().to_owned(),
            by: act.by.clone(),
            at: act.at,
        });
        finding.note(act, What::Deferred, Some(format!("to {}", to.trim())));
        Ok(())
    }

    /// Says that the text no longer gives rise to a finding, or decides it.
    pub fn resolve(&mut self, id: &FindingId, why: &str, act: &Act) -> Result<(), TrackError> {
        let finding = self.known(id)?;
        if finding.status != Status::Resolved {
            finding.status = Status::Resolved;
            finding.note(act, What::Resolved, Some(why.to_owned()));
        }
        Ok(())
    }

    /// Opens a finding again. What was answered, or why it was dismissed, stays in its history.
    pub fn reopen(&mut self, id: &FindingId, why: &str, act: &Act) -> Result<(), TrackError> {
        let finding = self.known(id)?;
        if finding.status != Status::Open {
            finding.status = Status::Open;
            finding.dismissal = None;
            finding.answers.clear();
            finding.note(act, What::Reopened, Some(why.to_owned()));
            self.unsettle(id, act);
        }
        Ok(())
    }

    /// Opens the findings again whose dismissal held until a day before `today`. Returns which.
    pub fn expire(&mut self, today: Date, act: &Act) -> Vec<FindingId> {
        let mut expired = Vec::new();
        for finding in &mut self.findings {
            let until = finding.dismissal.as_ref().and_then(|dismissal| dismissal.until);
            if finding.status == Status::Dismissed && until.is_some_and(|until| until < today) {
                finding.status = Status::Open;
                let reason = finding.dismissal.take().map(|dismissal| dismissal.reason);
                finding.note(act, What::Expired, reason.map(|reason| format!("was: {reason}")));
                expired.push(finding.id.clone());
            }
        }
        expired
    }

    /// Takes every open flag and assumption for granted, so that only others fail a build. Returns how many there are.
    pub fn accept(&mut self, act: &Act) -> usize {
        let open = self.findings.iter_mut();
        let open = open.filter(|finding| finding.status == Status::Open && finding.sort != Sort::Question);
        let mut accepted = 0;
        for finding in open {
            accepted += 1;
            if finding.accepted.replace(act.at).is_none() {
                finding.note(act, What::Accepted, None);
            }
        }
        accepted
    }

    fn known(&mut self, id: &FindingId) -> Result<&mut TrackedFinding, TrackError> {
        let found = self.finding_mut(id);
        found.ok_or_else(|| TrackError::UnknownId { id: id.clone() })
    }

    fn unresolved(&mut self, id: &FindingId) -> Result<&mut TrackedFinding, TrackError> {
        let finding = self.known(id)?;
        if finding.status == Status::Resolved {
            return Err(TrackError::Resolved { id: id.clone() });
        }
        Ok(finding)
    }
}

fn said(id: &FindingId, words: &str, what: &'static str) -> Result<(), TrackError> {
    if words.trim().is_empty() {
        return Err(TrackError::Empty { id: id.clone(), what });
    }
    Ok(())
}
