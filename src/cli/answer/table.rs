//! What lies on the table in an interview: the open questions of all specs, the most important first.

use super::Subject;
use crate::answer::anchor::Finder;
use crate::cli::failure::Failure;
use crate::domain::pack::{Pack, PackQuestion};
use crate::domain::{Answer, FindingId, Status};
use crate::engine::pack::{Asking, gather, of_finding};

/// An open question.
pub struct Open {
    /// The spec that asks it, as a place among the subjects.
    pub subject: usize,
    /// The question's id.
    pub id: FindingId,
    /// Whom it is for.
    pub to: String,
    /// The question as a pack shows it.
    pub question: PackQuestion,
    /// The answers of people who do not agree.
    pub answers: Vec<Answer>,
}

/// Returns the open questions, and a pack that names the specs.
pub fn laid(subjects: &[Subject]) -> Result<(Pack, Vec<Open>), Failure> {
    let (mut open, mut asking) = (Vec::new(), Vec::new());
    for (index, subject) in subjects.iter().enumerate() {
        let (state, document) = (subject.state()?, subject.document()?);
        let finder = Finder::new(&document);
        open.extend(state.questions(Status::Open).map(|finding| Open {
            subject: index,
            id: finding.id.clone(),
            to: finding.addressee().unwrap_or_default().to_owned(),
            question: of_finding(&state, finding, &finder),
            answers: finding.answers.clone(),
        }));
        asking.push(Asking::of_state(&state, &document));
    }
    // A stable sort: within a spec the order of importance stays.
    open.sort_by_key(|open| open.question.severity);
    Ok((gather(asking, &[], None), open))
}
