//! The requests that carry decisions into a spec: the edits they imply, and the mending of those that do not hold.

use super::documents;
use super::fence;
use super::review::Part;
use super::templates::{PromptError, Templates};
use crate::answer::amend::{EditsAnswer, MendedEdits};
use crate::answer::schema;
use crate::document::Document;
use crate::domain::amendment::{Decision, RefusedEdit};
use crate::model::{AnswerForm, Message, Request, Speaker};
use minijinja::{Value, context};
use serde_json::Map;

/// The field by which proposed edits are known.
pub const EDIT_FIELD: &str = "edits";
/// The field by which mended edits are known.
pub const MEND_FIELD: &str = "mended";

/// What edits are asked for with.
pub struct Carrying<'a> {
    /// The spec.
    pub spec: &'a Document,
    /// Which part of the spec, where it is too long for one request.
    pub part: Option<Part>,
    /// The decisions, each with its label.
    pub decisions: &'a [(String, &'a Decision)],
    /// Further body parameters for the model.
    pub parameters: &'a Map<String, serde_json::Value>,
}

/// Makes the request for the edits that decisions imply. Neither days nor the tool's part in an answer go with it, so
/// that the same answers make the same request.
pub fn edit(templates: &Templates, carrying: &Carrying<'_>) -> Result<Request, PromptError> {
    let decisions = carrying.decisions;
    let answers: Vec<&str> = decisions
        .iter()
        .flat_map(|(_, decision)| texts(decision))
        .collect();
    let fence = fence::marker(&[carrying.spec.text()], &answers);
    let part = carrying.part.as_ref();
    let values = context! {
        fence => fence.as_str(),
        part => part.map(|part| context! { number => part.number, of => part.of }),
        outline => part.map(|_| documents::outline(carrying.spec)).unwrap_or_default(),
        spec => context! {
            label => fence::attribute(carrying.spec.label()),
            text => documents::part_text(carrying.spec, part),
        },
        decisions => decisions.iter().map(|(label, decision)| shown(label, decision)).collect::<Vec<_>>(),
    };
    let system = templates.render("apply/system.md", context! { fence => fence.as_str() })?;
    let user = templates.render("apply/edit.md", values)?;
    Ok(Request {
        purpose: "apply.edit".into(),
        messages: vec![
            Message::new(Speaker::System, system),
            Message::new(Speaker::User, user),
        ],
        form: AnswerForm {
            name: "edits".into(),
            schema: schema::strict::<EditsAnswer>(),
        },
        parameters: carrying.parameters.clone(),
    })
}

fn texts(decision: &Decision) -> impl Iterator<Item = &str> {
    let quotes = decision.passages.iter().map(|passage| passage.quote.as_str());
    let own = [&decision.by, &decision.question, &decision.answer];
    own.into_iter()
        .chain(&decision.waiting)
        .map(String::as_str)
        .chain(quotes)
}

fn shown(label: &str, decision: &Decision) -> Value {
    let passages = decision.passages.iter().map(|passage| {
        context! {
            document => passage.role.as_str(),
            section => passage.section.as_deref().map(line),
            quote => line(&passage.quote),
        }
    });
    context! {
        label => label,
        by => line(&decision.by),
        question => line(&decision.question),
        answer => line(&decision.answer),
        passages => passages.collect::<Vec<_>>(),
        waiting => decision.waiting.iter().map(|point| line(point)).collect::<Vec<_>>(),
    }
}

/// Folds white space, so that no text takes a line of its own among the decisions.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Makes the request that follows edits of which some do not hold: the same conversation, the edits, what is wrong.
pub fn mend(
    templates: &Templates,
    request: &Request,
    answer: &str,
    faults: &[(String, RefusedEdit)],
) -> Result<Request, PromptError> {
    let shown = faults.iter().map(|(label, refused)| {
        context! {
            label => label,
            passage => line(&refused.passage),
            replacement => line(&refused.replacement),
            reasons => &refused.reasons,
        }
    });
    let text = templates.render("apply/mend.md", context! { faults => shown.collect::<Vec<_>>() })?;
    let mut mending = request.clone();
    mending.purpose = "apply.mend".into();
    mending.form = AnswerForm {
        name: "mended".into(),
        schema: schema::strict::<MendedEdits>(),
    };
    mending.messages.push(Message::new(Speaker::Assistant, answer));
    mending.messages.push(Message::new(Speaker::User, text));
    Ok(mending)
}
