//! The requests of a review: a first reading, and a second look at what it raised.

use super::documents;
use super::fence;
use super::templates::{PromptError, Templates};
use crate::answer::schema;
use crate::answer::wire::{ReviewAnswer, VerifyAnswer};
use crate::context::Excerpt;
use crate::document::Document;
use crate::domain::{AssumptionKind, FlagKind, Reader, Stakeholder};
use crate::model::{AnswerForm, Message, Request, Speaker};
use minijinja::{Value, context};
use serde::Serialize;
use serde_json::Map;
use std::ops::Range;

/// What a request of a review is made of.
pub struct Material<'a> {
    /// The spec.
    pub spec: &'a Document,
    /// Which part of the spec, where it is too long for one request.
    pub part: Option<Part>,
    /// What of the spec changed since an earlier review, where only that is asked about.
    pub focus: Option<Focus>,
    /// The context documents, as chosen for this spec.
    pub context: &'a [Excerpt],
    /// The people who decide.
    pub stakeholders: &'a [Stakeholder],
    /// Further body parameters for the model.
    pub parameters: &'a Map<String, serde_json::Value>,
}

/// A part of a long spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its number, from 1.
    pub number: usize,
    /// How many parts there are.
    pub of: usize,
    /// Its bytes.
    pub range: Range<usize>,
}

/// What of a spec is asked about in a second review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Focus {
    /// The bytes that are shown, in order; of other sections only the heading is.
    pub ranges: Vec<Range<usize>>,
    /// What the other sections say that may bear on them.
    pub elsewhere: String,
}

/// A finding of the first reading, as shown to the second look.
#[derive(Clone, Debug, Serialize)]
pub struct Candidate {
    /// How the second look refers to it.
    pub label: String,
    /// Its kind's code.
    pub kind: &'static str,
    /// Its severity so far.
    pub severity: &'static str,
    /// The decision, or the assumption.
    pub title: String,
    /// The words it rests on.
    pub quotes: Vec<String>,
    /// Its readings.
    pub readings: Vec<String>,
    /// Why it matters.
    pub why: String,
}

/// The field by which the answer to a first reading is known.
pub const DETECT_FIELD: &str = "flags";
/// The template of a first reading.
const DETECT_TASK: &str = "review/detect.md";
/// The field by which the answer to a second look is known.
pub const VERIFY_FIELD: &str = "verdicts";

/// Makes the request for a first reading, through the eyes of `reader` where one is given.
pub fn detect(
    templates: &Templates,
    material: &Material<'_>,
    reader: Option<Reader>,
) -> Result<Request, PromptError> {
    let reader = reader.map(|reader| context! { name => reader.name(), task => reader.task() });
    let form = AnswerForm {
        name: "review".into(),
        schema: schema::strict::<ReviewAnswer>(),
    };
    request(
        templates,
        material,
        "review.detect",
        context! { reader => reader },
        DETECT_TASK,
        form,
        &[],
    )
}

/// Makes the request for a second look at the candidates. `elsewhere` holds what other parts of the spec say on them.
pub fn verify(
    templates: &Templates,
    material: &Material<'_>,
    candidates: &[Candidate],
    elsewhere: &str,
) -> Result<Request, PromptError> {
    let form = AnswerForm {
        name: "verdicts".into(),
        schema: schema::strict::<VerifyAnswer>(),
    };
    let shown: Vec<&str> = candidates.iter().flat_map(shown_texts).collect();
    let more = context! {
        candidates => Value::from(minijinja::value::Serde(candidates)),
        elsewhere => elsewhere.trim_end(),
    };
    request(
        templates,
        material,
        "review.verify",
        more,
        "review/verify.md",
        form,
        &shown,
    )
}

fn shown_texts(candidate: &Candidate) -> impl Iterator<Item = &str> {
    let inner = candidate
        .quotes
        .iter()
        .chain(&candidate.readings)
        .map(String::as_str);
    inner.chain([candidate.title.as_str(), candidate.why.as_str()])
}

fn request(
    templates: &Templates,
    material: &Material<'_>,
    purpose: &str,
    more: Value,
    task: &str,
    form: AnswerForm,
    shown: &[&str],
) -> Result<Request, PromptError> {
    let excerpts: Vec<String> = material.context.iter().map(Excerpt::text).collect();
    let texts: Vec<&str> = excerpts
        .iter()
        .map(String::as_str)
        .chain([material.spec.text()])
        .collect();
    let fence = fence::marker(&texts, shown);
    let system = templates.render(
        "review/system.md",
        context! { fence => fence.as_str(), kinds => flag_kinds(), assumption_kinds => assumption_kinds() },
    )?;
    let documents = document_values(material, &excerpts, &fence);
    let mut user = templates.render(task, context! { ..more, ..documents.clone() })?;
    if let Some(focus) = material.focus.as_ref().filter(|_| task == DETECT_TASK) {
        let elsewhere = context! { elsewhere => focus.elsewhere.trim_end() };
        user.push_str(&templates.render("review/again.md", context! { ..elsewhere, ..documents })?);
    }
    Ok(Request {
        purpose: purpose.into(),
        messages: vec![
            Message::new(Speaker::System, system),
            Message::new(Speaker::User, user),
        ],
        form,
        parameters: material.parameters.clone(),
    })
}

fn document_values(material: &Material<'_>, excerpts: &[String], fence: &str) -> Value {
    let context = documents::context(material.context, excerpts);
    let text = match &material.focus {
        Some(focus) => documents::focus_text(material.spec, &focus.ranges),
        None => documents::part_text(material.spec, material.part.as_ref()),
    };
    let spec = context! { label => fence::attribute(material.spec.label()), text => text };
    let part = material
        .part
        .as_ref()
        .map(|part| context! { number => part.number, of => part.of });
    let outline = if part.is_some() {
        documents::outline(material.spec)
    } else {
        Vec::new()
    };
    context! {
        fence => fence,
        context => context,
        stakeholders => Value::from(minijinja::value::Serde(material.stakeholders)),
        spec => spec,
        part => part,
        outline => outline,
    }
}

fn flag_kinds() -> Vec<Value> {
    FlagKind::of_model()
        .map(|kind| context! { code => kind.code(), flags => kind.page().flags })
        .collect()
}

fn assumption_kinds() -> Vec<Value> {
    let kinds = AssumptionKind::ALL.iter();
    kinds
        .map(|kind| context! { code => kind.code(), flags => kind.page().flags })
        .collect()
}
