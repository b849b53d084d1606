//! An exchange: one request to a model and its raw answer, as stored. No key, header or address ever enters it.

use super::request::{AnswerForm, Message, Request};
use crate::domain::Origin;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The version of the stored format.
pub const EXCHANGE_FORMAT_VERSION: u32 = 1;

/// One request and its answer, as stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exchange {
    /// Always `clarify.exchange`.
    pub format: String,
    /// The version of this format.
    pub version: u32,
    /// The hash of what was asked.
    pub key: String,
    /// What it was for.
    pub purpose: String,
    /// When the answer came, and from where.
    pub recorded: Recorded,
    /// What was asked.
    pub request: Asked,
    /// What was answered, before anything was read into it.
    pub answer: Answer,
}

/// When an answer came, and from where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    /// When the answer arrived (RFC 3339, UTC, whole seconds).
    pub date: String,
    /// The program and its version.
    pub tool: String,
    /// How the answer came about, as told by the one who recorded it (`--record-note`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What was asked, as stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// The model asked for.
    pub model: String,
    /// The conversation.
    pub messages: Vec<Message>,
    /// The form of the answer.
    pub form: AnswerForm,
    /// Further body parameters.
    #[serde(default)]
    pub parameters: Map<String, Value>,
}

/// Why a model stopped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finish {
    /// It was done, or the server did not say.
    Stop,
    /// It ran into a limit on its length.
    Length,
    /// A filter of the provider stopped it.
    ContentFilter,
    /// Another reason, in the server's word.
    Other(String),
}

/// What a model answered, raw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The model that answered, as the server named it.
    pub model: String,
    /// The text, untouched.
    pub text: String,
    /// The words of a refusal, where the server marks one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<String>,
    /// Why the model stopped.
    pub finish: Finish,
    /// How the form of the answer was conveyed.
    pub conveyed: Conveyed,
    /// Tokens, as the server counted them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tokens: Option<TokenCount>,
    /// The server's fingerprint of the system that answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system_fingerprint: Option<String>,
}

/// How the form of an answer is conveyed to the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Conveyed {
    /// `response_format: json_schema`, strict.
    JsonSchema,
    /// `response_format: json_object`, with the schema in the prompt.
    JsonObject,
    /// The schema in the prompt alone.
    Text,
}

/// Tokens as a server counted them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TokenCount {
    /// Tokens read.
    pub input: u64,
    /// Of those, tokens read from the provider's prompt cache.
    #[serde(default)]
    pub cached_input: u64,
    /// Tokens written.
    pub output: u64,
}

/// An exchange, and where it came from in this run.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered {
    /// The exchange.
    pub exchange: Exchange,
    /// Where it came from.
    pub origin: Origin,
    /// What it cost in this run, in US dollars, where a price is known; 0 where nothing was sent.
    pub cost_usd: Option<f64>,
    /// Tokens as counted here, where the server gave no count; the cost is then an estimate too.
    pub estimated: Option<TokenCount>,
}

impl Answered {
    /// Makes an answered request that no price is known of; from a store or tape it costs nothing.
    pub fn new(exchange: Exchange, origin: Origin) -> Self {
        let cost_usd = match origin {
            Origin::Live => None,
            Origin::Store | Origin::Tape => Some(0.0),
        };
        Self {
            exchange,
            origin,
            cost_usd,
            estimated: None,
        }
    }

    /// Returns the tokens read and written: the server's count, else the one made here.
    pub fn tokens(&self) -> Option<TokenCount> {
        self.exchange.answer.tokens.or(self.estimated)
    }
}

impl Exchange {
    /// Puts a request and its answer together, dated now.
    pub fn new(request: &Request, model: &str, answer: Answer, note: Option<String>) -> Self {
        Self {
            format: "clarify.exchange".into(),
            version: EXCHANGE_FORMAT_VERSION,
            key: request.key(),
            purpose: request.purpose.clone(),
            recorded: Recorded {
                date: jiff::Timestamp::now()
                    .round(jiff::Unit::Second)
                    .unwrap_or_default()
                    .to_string(),
                tool: concat!("clarify ", env!("CARGO_PKG_VERSION")).into(),
                note,
            },
            request: Asked {
                model: model.into(),
                messages: request.messages.clone(),
                form: request.form.clone(),
                parameters: request.parameters.clone(),
            },
            answer,
        }
    }

    /// Returns the key of what was asked, computed anew: the stored one where nothing was changed.
    pub fn computed_key(&self) -> String {
        let Asked {
            messages,
            form,
            parameters,
            ..
        } = self.request.clone();
        let purpose = String::new();
        Request {
            purpose,
            messages,
            form,
            parameters,
        }
        .key()
    }
}

impl Answer {
    /// Tells whether the answer is whole and has content, and so may be given again in place of asking.
    pub fn is_reusable(&self) -> bool {
        self.finish == Finish::Stop && self.refusal.is_none() && !self.text.trim().is_empty()
    }
}
