//! The request that shows a model what was wrong with its answer.

use super::templates::{PromptError, Templates};
use crate::model::{Message, Request, Speaker};
use minijinja::context;

/// What was wrong with an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What was wrong, as a fragment.
    pub message: String,
    /// Whether the answer was cut off at its limit.
    pub cut: bool,
}

/// Makes the request that follows an unusable answer: the same conversation, the answer, and what was wrong with it.
pub fn repair(
    templates: &Templates,
    request: &Request,
    answer: &str,
    problem: &Problem,
) -> Result<Request, PromptError> {
    let text = templates.render(
        "repair.md",
        context! { problem => problem.message.as_str(), cut => problem.cut },
    )?;
    let answer = if answer.trim().is_empty() {
        "(no answer)"
    } else {
        answer
    };
    let turns = [
        Message::new(Speaker::Assistant, answer),
        Message::new(Speaker::User, text),
    ];
    let mut repaired = request.clone();
    repaired.purpose = format!("{}.repair", request.purpose);
    repaired.messages.extend(turns);
    Ok(repaired)
}
