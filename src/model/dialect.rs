//! How one server wants to be asked: how the form of the answer is conveyed, and what the limit on its length is called.
//!
//! A dialect starts at what OpenAI documents and gives way where a server refuses: `json_schema`, then `json_object`
//! with the schema in the prompt, then the prompt alone. What worked is kept by the caller, and from run to run in a [`Memory`].

mod memory;

pub(super) use memory::Memory;

use super::exchange::Conveyed;
use super::fault::Failed;
use super::request::{AnswerForm, Message, Request, Speaker};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

const COMPLETION: &str = "max_completion_tokens";
const TOTAL: &str = "max_tokens";

/// Body parameters that are not the caller's to set.
pub(super) const RESERVED: &[&str] = &[
    "messages",
    "model",
    "stream",
    "n",
    "response_format",
    TOTAL,
    COMPLETION,
];

/// How one server wants to be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Dialect {
    /// How the form is conveyed.
    pub conveyed: Conveyed,
    limit: LimitName,
}

/// What the limit on an answer's length is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum LimitName {
    /// Both names: old servers know the one, new ones the other.
    Both,
    /// `max_completion_tokens` alone.
    Completion,
    /// `max_tokens` alone.
    Total,
}

impl Dialect {
    /// Returns what is tried first.
    pub fn first(is_openai: bool) -> Self {
        let limit = if is_openai {
            LimitName::Completion
        } else {
            LimitName::Both
        };
        Self {
            conveyed: Conveyed::JsonSchema,
            limit,
        }
    }

    /// Returns what is tried after a refusal, where the refusal is of something that can be put differently.
    pub fn after(self, failed: &Failed) -> Option<Self> {
        if failed.problem.is_overflow() {
            return None;
        }
        match failed.status {
            200 | 400 | 422 | 500 | 501 if failed.problem.refuses_form() => self.simpler(),
            400 | 422 => self.renamed(failed.problem.names_first(&[COMPLETION, TOTAL])?),
            _ => None,
        }
    }

    /// Tells whether a refusal is about how was asked, and not about what.
    pub fn is_refused(failed: &Failed) -> bool {
        let problem = &failed.problem;
        let is_refusal = matches!(failed.status, 200 | 400 | 422 | 500 | 501) && !problem.is_overflow();
        is_refusal && (problem.refuses_form() || problem.names_first(&[COMPLETION, TOTAL]).is_some())
    }

    /// Keeps what worked: never a more demanding form than one that had to be given up.
    pub fn learn(&mut self, worked: Self) {
        self.conveyed = self.conveyed.max(worked.conveyed);
        self.limit = worked.limit;
    }

    fn simpler(self) -> Option<Self> {
        let conveyed = match self.conveyed {
            Conveyed::JsonSchema => Conveyed::JsonObject,
            Conveyed::JsonObject => Conveyed::Text,
            Conveyed::Text => return None,
        };
        Some(Self { conveyed, ..self })
    }

    /// Each name is given up once at most, and never both: a limit that is set stays set.
    fn renamed(self, refused: &str) -> Option<Self> {
        let limit = match (self.limit, refused) {
            (LimitName::Both, TOTAL) => LimitName::Completion,
            (LimitName::Both | LimitName::Completion, COMPLETION) => LimitName::Total,
            _ => return None,
        };
        Some(Self { limit, ..self })
    }

    /// Puts a request into the body of a call.
    pub fn body(self, model: &str, request: &Request, limit: Option<u32>, instruction: &str) -> Value {
        let mut body = Map::new();
        body.insert("model".into(), json!(model));
        body.insert("messages".into(), json!(self.messages(request, instruction)));
        if let Some(format) = self.response_format(&request.form) {
            body.insert("response_format".into(), format);
        }
        for name in self.limit_names() {
            body.extend(limit.map(|limit| (name.to_owned(), json!(limit))));
        }
        body.insert("stream".into(), json!(false));
        body.extend(request.parameters.clone());
        Value::Object(body)
    }

    fn limit_names(self) -> Vec<&'static str> {
        match self.limit {
            LimitName::Both => vec![COMPLETION, TOTAL],
            LimitName::Completion => vec![COMPLETION],
            LimitName::Total => vec![TOTAL],
        }
    }

    fn response_format(self, form: &AnswerForm) -> Option<Value> {
        match self.conveyed {
            Conveyed::JsonSchema => Some(json!({
                "type": "json_schema",
                "json_schema": { "name": form.name, "strict": true, "schema": form.schema },
            })),
            Conveyed::JsonObject => Some(json!({ "type": "json_object" })),
            Conveyed::Text => None,
        }
    }

    /// Appends the schema to the last message of the user, unless the server takes it by itself.
    fn messages(self, request: &Request, instruction: &str) -> Vec<Message> {
        let mut messages = request.messages.clone();
        if self.conveyed == Conveyed::JsonSchema {
            return messages;
        }
        let told = instruction.replace("{schema}", &request.form.schema.to_string());
        match messages
            .iter_mut()
            .rfind(|message| message.speaker == Speaker::User)
        {
            Some(last) => last.content = format!("{}\n\n{told}", last.content),
            None => messages.push(Message::new(Speaker::User, told)),
        }
        messages
    }
}

#[cfg(test)]
mod tests {
    use super::super::failure::AskError;
    use super::super::problem::Problem;
    use super::super::secrets::Secrets;
    use super::*;

    fn refused(status: u16, words: &str) -> Failed {
        let problem = Problem::read(words.as_bytes(), &Secrets::default());
        Failed {
            status,
            problem,
            ..Failed::from(AskError::Settings(String::new()))
        }
    }

    fn request() -> Request {
        Request {
            purpose: "test".into(),
            messages: vec![
                Message::new(Speaker::User, "first"),
                Message::new(Speaker::Assistant, "answer"),
                Message::new(Speaker::User, "last"),
                Message::new(Speaker::Assistant, "prefill"),
            ],
            form: AnswerForm {
                name: "form".into(),
                schema: json!({"type": "object"}),
            },
            parameters: json!({"seed": 7}).as_object().cloned().unwrap(),
        }
    }

    #[test]
    fn the_form_is_conveyed_ever_more_simply() {
        let strict = Dialect::first(false);
        let refusal = refused(400, "response_format is not supported");
        let object = strict.after(&refusal).unwrap();
        let text = object.after(&refusal).unwrap();
        assert_eq!(
            (object.conveyed, text.conveyed),
            (Conveyed::JsonObject, Conveyed::Text)
        );
        assert_eq!(text.after(&refusal), None);
    }

    #[test]
    fn other_refusals_are_not_answered_by_a_simpler_form() {
        for (status, words) in [
            (400, "Invalid model name passed in model=nope"),
            (
                400,
                "This model's maximum context length is 2048 tokens. json_schema",
            ),
            (401, "response_format"),
            (404, "json_schema"),
            (429, "json_schema"),
            (500, "boom"),
        ] {
            assert_eq!(
                Dialect::first(false).after(&refused(status, words)),
                None,
                "{words}"
            );
        }
    }

    #[test]
    fn a_refused_name_of_the_limit_is_given_up_and_the_other_kept() {
        let both = Dialect::first(false);
        let old = refused(
            400,
            "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens'",
        );
        let new = refused(
            422,
            r#"{"detail":[{"loc":["body","max_completion_tokens"],"msg":"extra"}]}"#,
        );
        assert_eq!(both.after(&old).unwrap().limit_names(), [COMPLETION]);
        assert_eq!(both.after(&new).unwrap().limit_names(), [TOTAL]);
        assert_eq!(Dialect::first(true).after(&new).unwrap().limit_names(), [TOTAL]);
        assert_eq!(both.after(&new).unwrap().after(&old), None);
    }

    #[test]
    fn what_was_given_up_by_one_request_is_not_taken_up_again_by_another() {
        let mut known = Dialect::first(false);
        let text = Dialect {
            conveyed: Conveyed::Text,
            ..known
        };
        known.learn(text);
        known.learn(Dialect::first(false));
        assert_eq!(known.conveyed, Conveyed::Text);
    }

    #[test]
    fn a_strict_schema_leaves_the_messages_alone() {
        let body = Dialect::first(true).body("m", &request(), Some(9), "Answer in JSON: {schema}");
        assert_eq!(body["messages"], json!(request().messages));
        assert_eq!(body["response_format"]["json_schema"]["strict"], true);
        assert_eq!((&body["seed"], &body["stream"]), (&json!(7), &json!(false)));
        assert_eq!(
            (&body[COMPLETION], body.get(TOTAL), body.get("n")),
            (&json!(9), None, None)
        );
    }

    #[test]
    fn in_plain_text_the_schema_follows_the_last_message_of_the_user() {
        let text = Dialect {
            conveyed: Conveyed::Text,
            ..Dialect::first(false)
        };
        let body = text.body("m", &request(), None, "Answer in JSON: {schema}");
        assert_eq!(
            body["messages"][2]["content"],
            "last\n\nAnswer in JSON: {\"type\":\"object\"}"
        );
        assert!(body.get("response_format").is_none() && body.get(TOTAL).is_none());
    }
}
