//! One answer, kept: written into the state at once, and what it brought about, in words.

use super::Subject;
use crate::cli::failure::Failure;
use crate::domain::{Answer, Answered, Authorship, FindingId, TrackedDocument};
use crate::report::plain_line;

/// What came of an answer.
pub enum Kept {
    /// It is kept, and these lines tell what it brought about.
    New {
        /// What it brought about.
        lines: Vec<String>,
        /// Whether it holds: nobody answered otherwise.
        holds: bool,
    },
    /// It was known already, in the same words from the same person.
    Known,
}

/// Keeps an answer.
pub fn keep(subject: &Subject, id: &FindingId, answer: &Answer) -> Result<Kept, Failure> {
    let answered = subject.folder.update(&subject.name, |state| {
        if is_known(state, id, answer) {
            return Ok(None);
        }
        state.answer(id, answer.clone()).map(Some).map_err(Failure::from)
    })?;
    Ok(match answered {
        Some(answered) => Kept::New {
            lines: told(id, answer, &answered),
            holds: answered.disputed.is_empty(),
        },
        None => Kept::Known,
    })
}

fn is_known(state: &TrackedDocument, id: &FindingId, answer: &Answer) -> bool {
    let same = |known: &Answer| known.by == answer.by && known.text == answer.text;
    state
        .finding(id)
        .is_some_and(|finding| finding.answers.iter().any(same))
}

fn told(id: &FindingId, answer: &Answer, answered: &Answered) -> Vec<String> {
    let how = match answer.authorship {
        Authorship::Own => "",
        Authorship::AcceptedSuggestion => ", as clarify suggested",
    };
    let mut lines = vec![format!(
        "{id}: {} ({}{how})",
        plain_line(&answer.text),
        plain_line(&answer.by)
    )];
    if let Some(old) = &answered.replaced {
        lines.push(format!("  in place of: {}", plain_line(&old.text)));
    }
    for other in &answered.disputed {
        let (by, text) = (plain_line(&other.by), plain_line(&other.text));
        lines.push(format!("  {by} answered otherwise: {text}"));
    }
    if !answered.disputed.is_empty() {
        lines.push("  both answers are kept, and the question stays open until they agree".into());
    }
    if !answered.settled.is_empty() {
        let ids: Vec<String> = answered.settled.iter().map(ToString::to_string).collect();
        lines.push(format!("  settles {}", ids.join(", ")));
    }
    lines
}
