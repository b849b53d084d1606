//! The requests of a brief: the notes taken apart into facts, one team's brief written from them, and its mending.

use super::documents;
use super::fence;
use super::templates::{PromptError, Templates};
use crate::answer::brief::{BriefAnswer, FactsAnswer, MendAnswer};
use crate::answer::schema;
use crate::context::Excerpt;
use crate::document::Document;
use crate::domain::{Stakeholder, Team};
use crate::model::{AnswerForm, Message, Request, Speaker};
use crate::prompt::review::Part;
use minijinja::{Value, context, value::Serde};
use serde::Serialize;
use serde_json::Map;

/// The field by which the answer to a reading of notes is known.
pub const FACTS_FIELD: &str = "facts";
/// The field by which a brief is known.
pub const WRITE_FIELD: &str = "decided";
/// The field by which the mending of a brief is known.
pub const MEND_FIELD: &str = "mended";

/// What notes are read with.
pub struct Reading<'a> {
    /// The notes that one request holds, each whole or in part.
    pub notes: &'a [(&'a Document, Option<Part>)],
    /// The context documents, as chosen for these notes.
    pub context: &'a [Excerpt],
    /// The people who decide.
    pub stakeholders: &'a [Stakeholder],
    /// The teams that facts may concern.
    pub teams: &'a [Team],
    /// Further body parameters for the model.
    pub parameters: &'a Map<String, serde_json::Value>,
}

/// What a brief is written from.
pub struct Writing<'a> {
    /// The facts that this team may be told.
    pub facts: &'a [ShownFact],
    /// The goals of the strategy.
    pub goals: &'a [ShownGoal],
    /// The labels of the facts that concern the team.
    pub concerns: &'a [String],
    /// The team.
    pub team: &'a Team,
    /// Further body parameters for the model.
    pub parameters: &'a Map<String, serde_json::Value>,
}

/// A fact as shown to the writer.
#[derive(Clone, Debug, Serialize)]
pub struct ShownFact {
    /// How sentences name it.
    pub label: String,
    /// Its kind's name.
    pub kind: &'static str,
    /// Whether it leaves something open.
    pub is_open: bool,
    /// What is said.
    pub statement: String,
    /// The words it rests on.
    pub quotes: Vec<String>,
    /// The heading above them.
    pub section: Option<String>,
    /// Who said it.
    pub speaker: Option<String>,
    /// The words that keep it from being certain.
    pub hedges: Vec<String>,
    /// Who answers for it or decides it.
    pub owner: Option<String>,
    /// By when.
    pub due: Option<String>,
    /// The teams that it concerns.
    pub teams: Vec<String>,
}

/// A goal as shown to the writer.
#[derive(Clone, Debug, Serialize)]
pub struct ShownGoal {
    /// How a brief names it.
    pub label: String,
    /// The strategy's words.
    pub quote: String,
}

/// A point of a brief that does not hold, as shown to the writer.
#[derive(Clone, Debug, Serialize)]
pub struct ShownFault {
    /// How the answer names it.
    pub label: String,
    /// The part of the brief; empty for a fact that is missing.
    pub part: &'static str,
    /// The sentence; empty for a fact that is missing.
    pub text: String,
    /// What is wrong.
    pub reasons: Vec<String>,
}

/// Makes the request that takes notes apart into facts.
pub fn facts(templates: &Templates, reading: &Reading<'_>) -> Result<Request, PromptError> {
    let excerpts: Vec<String> = reading.context.iter().map(Excerpt::text).collect();
    let notes: Vec<&str> = reading
        .notes
        .iter()
        .map(|(document, _)| document.text())
        .collect();
    let texts: Vec<&str> = excerpts.iter().map(String::as_str).chain(notes).collect();
    let fence = fence::marker(&texts, &[]);
    let values = context! {
        fence => fence.as_str(),
        context => documents::context(reading.context, &excerpts),
        stakeholders => Value::from(Serde(reading.stakeholders)),
        teams => Value::from(Serde(reading.teams)),
        notes => reading.notes.iter().map(|(document, part)| notes_value(document, part.as_ref())).collect::<Vec<_>>(),
    };
    let user = templates.render("brief/facts.md", values)?;
    request(
        templates,
        "brief.facts",
        &fence,
        user,
        schema::strict::<FactsAnswer>(),
        reading.parameters,
    )
}

fn notes_value(document: &Document, part: Option<&Part>) -> Value {
    let place = part.map(|part| context! { number => part.number, of => part.of });
    let outline = if part.is_some() {
        documents::outline(document)
    } else {
        Vec::new()
    };
    context! {
        label => fence::attribute(document.label()),
        text => documents::part_text(document, part),
        part => place,
        outline => outline,
    }
}

/// Makes the request for one team's brief. Requests for several teams begin alike.
pub fn write(templates: &Templates, writing: &Writing<'_>) -> Result<Request, PromptError> {
    let quotes = writing
        .facts
        .iter()
        .flat_map(|fact| fact.quotes.iter().chain([&fact.statement]));
    let goals = writing.goals.iter().map(|goal| &goal.quote);
    let texts: Vec<&str> = quotes.chain(goals).map(String::as_str).collect();
    let fence = fence::marker(&texts, &[]);
    let values = context! {
        fence => fence.as_str(),
        facts => Value::from(Serde(writing.facts)),
        goals => Value::from(Serde(writing.goals)),
        concerns => writing.concerns.to_vec(),
        team => Value::from(Serde(writing.team)),
    };
    let user = templates.render("brief/write.md", values)?;
    request(
        templates,
        "brief.write",
        &fence,
        user,
        schema::strict::<BriefAnswer>(),
        writing.parameters,
    )
}

/// Makes the request that follows a brief of which some points do not hold: the same conversation, the brief, the points.
pub fn mend(
    templates: &Templates,
    request: &Request,
    answer: &str,
    faults: &[ShownFault],
) -> Result<Request, PromptError> {
    let text = templates.render("brief/mend.md", context! { faults => Value::from(Serde(faults)) })?;
    let mut mending = request.clone();
    mending.purpose = "brief.mend".into();
    mending.form = AnswerForm {
        name: "mended".into(),
        schema: schema::strict::<MendAnswer>(),
    };
    mending.messages.push(Message::new(Speaker::Assistant, answer));
    mending.messages.push(Message::new(Speaker::User, text));
    Ok(mending)
}

fn request(
    templates: &Templates,
    purpose: &str,
    fence: &str,
    user: String,
    schema: serde_json::Value,
    parameters: &Map<String, serde_json::Value>,
) -> Result<Request, PromptError> {
    let system = templates.render("brief/system.md", context! { fence => fence })?;
    let name = purpose.rsplit('.').next().unwrap_or(purpose);
    Ok(Request {
        purpose: purpose.into(),
        messages: vec![
            Message::new(Speaker::System, system),
            Message::new(Speaker::User, user),
        ],
        form: AnswerForm {
            name: name.into(),
            schema,
        },
        parameters: parameters.clone(),
    })
}
