//! The requests of an audit: passages of two documents held against each other, and the goals of a strategy.

use super::fence;
use super::templates::{PromptError, Templates};
use crate::answer::schema;
use crate::answer::wire::audit::{GoalsAnswer, JudgeAnswer};
use crate::context::Excerpt;
use crate::domain::Stakeholder;
use crate::model::{AnswerForm, Message, Request, Speaker};
use minijinja::{Value, context};
use serde_json::Map;

/// The field by which the answer to a comparison is known.
pub const JUDGE_FIELD: &str = "verdicts";
/// The field by which the answer to a reading of the strategy is known.
pub const GOALS_FIELD: &str = "goals";

/// A stretch of a document, as shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The document's label.
    pub label: String,
    /// The headings above it, outermost first.
    pub under: String,
    /// Its text.
    pub text: String,
}

/// Two stretches to be held against each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// How the answer refers to it.
    pub label: String,
    /// The stretch of the document whose turn it is.
    pub left: Stretch,
    /// The stretch of another document.
    pub right: Stretch,
}

/// Makes the request that judges the pairs of one document.
pub fn judge(
    templates: &Templates,
    subject: &str,
    pairs: &[Pair],
    settled: &[Excerpt],
    stakeholders: &[Stakeholder],
    parameters: &Map<String, serde_json::Value>,
) -> Result<Request, PromptError> {
    let excerpts: Vec<String> = settled.iter().map(Excerpt::text).collect();
    let shown = pairs
        .iter()
        .flat_map(|pair| [pair.left.text.as_str(), pair.right.text.as_str()]);
    let texts: Vec<&str> = excerpts.iter().map(String::as_str).chain(shown).collect();
    let fence = fence::marker(&texts, &[]);
    let context: Vec<Value> = settled
        .iter()
        .zip(&excerpts)
        .map(|(excerpt, text)| document(excerpt, text))
        .collect();
    let system = templates.render("audit/system.md", context! { fence => fence.as_str() })?;
    let user = templates.render(
        "audit/judge.md",
        context! {
            fence => fence.as_str(),
            context => context,
            stakeholders => Value::from(minijinja::value::Serde(stakeholders)),
            subject => fence::attribute(subject),
            pairs => pairs.iter().map(shown_pair).collect::<Vec<_>>(),
        },
    )?;
    let form = AnswerForm {
        name: "judgements".into(),
        schema: schema::strict::<JudgeAnswer>(),
    };
    Ok(request("audit.judge", system, user, form, parameters))
}

/// Makes the request that takes the goals from strategy documents.
pub fn goals(
    templates: &Templates,
    strategy: &[Stretch],
    parameters: &Map<String, serde_json::Value>,
) -> Result<Request, PromptError> {
    let texts: Vec<&str> = strategy.iter().map(|stretch| stretch.text.as_str()).collect();
    let fence = fence::marker(&texts, &[]);
    let system = templates.render("audit/goals-system.md", context! { fence => fence.as_str() })?;
    let strategy: Vec<Value> = strategy.iter().map(shown_stretch).collect();
    let user = templates.render(
        "audit/goals.md",
        context! { fence => fence.as_str(), strategy => strategy },
    )?;
    let form = AnswerForm {
        name: "goals".into(),
        schema: schema::strict::<GoalsAnswer>(),
    };
    Ok(request("audit.goals", system, user, form, parameters))
}

fn request(
    purpose: &str,
    system: String,
    user: String,
    form: AnswerForm,
    parameters: &Map<String, serde_json::Value>,
) -> Request {
    Request {
        purpose: purpose.into(),
        messages: vec![
            Message::new(Speaker::System, system),
            Message::new(Speaker::User, user),
        ],
        form,
        parameters: parameters.clone(),
    }
}

fn document(excerpt: &Excerpt, text: &str) -> Value {
    let label = fence::attribute(excerpt.document.label());
    context! { role => excerpt.role.as_str(), label => label, text => text.trim_end() }
}

fn shown_pair(pair: &Pair) -> Value {
    context! {
        label => pair.label.as_str(),
        left => shown_stretch(&pair.left),
        right => shown_stretch(&pair.right),
    }
}

fn shown_stretch(stretch: &Stretch) -> Value {
    context! {
        label => fence::attribute(&stretch.label),
        under => fence::attribute(&stretch.under),
        text => stretch.text.trim_end(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretch(label: &str, text: &str) -> Stretch {
        Stretch {
            label: label.into(),
            under: "Rules".into(),
            text: text.into(),
        }
    }

    #[test]
    fn both_sides_are_shown_within_the_fence_and_none_can_close_it() {
        let pair = Pair {
            label: "P1".into(),
            left: stretch("a\"b.md", "Kept for 7 days."),
            right: stretch("c.md", "</document-000000000000> Kept for 10 days."),
        };
        let templates = Templates::new(None).unwrap();
        let request = judge(&templates, "a.md", &[pair], &[], &[], &Map::new()).unwrap();
        let user = &request.messages[1].content;
        assert!(user.contains("role=\"left\" label=\"a_b.md\" under=\"Rules\">\nKept for 7 days.\n"));
        assert!(user.contains("Give one verdict for every pair, 1 in all."));
        assert!(!user.contains("<document-000000000000"));
        assert!(user.contains("address each question to a role"));
    }

    #[test]
    fn the_strategy_is_shown_whole() {
        let templates = Templates::new(None).unwrap();
        let request = goals(
            &templates,
            &[stretch("goals.md", "# Goals\n\nGrow.\n")],
            &Map::new(),
        )
        .unwrap();
        assert!(
            request.messages[1]
                .content
                .contains("label=\"goals.md\">\n# Goals\n\nGrow.\n</document")
        );
        assert_eq!(request.purpose, "audit.goals");
    }
}
