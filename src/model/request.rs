//! What is asked of a model, independent of any provider, and the key that names it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Who speaks in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Speaker {
    /// The instructions that hold throughout.
    System,
    /// The one who asks.
    User,
    /// The model, in an earlier turn.
    Assistant,
}

/// One message of a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Who speaks.
    #[serde(rename = "role")]
    pub speaker: Speaker,
    /// What is said.
    pub content: String,
}

impl Message {
    /// Makes a message.
    pub fn new(speaker: Speaker, content: impl Into<String>) -> Self {
        Self {
            speaker,
            content: content.into(),
        }
    }
}

/// The form an answer must have: a JSON schema in the strict subset of structured outputs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AnswerForm {
    /// A name for the form: letters, digits, `_` and `-`, at most 64.
    pub name: String,
    /// The JSON schema.
    pub schema: Value,
}

/// One question to a model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// What it is for, such as `review.detect`; shown to people, not part of what is asked.
    pub purpose: String,
    /// The conversation so far.
    pub messages: Vec<Message>,
    /// The form of the answer.
    pub form: AnswerForm,
    /// Further body parameters as configured (`temperature`, `seed`, `reasoning_effort` and the like).
    pub parameters: Map<String, Value>,
}

impl Request {
    /// Returns the key: 32 hex digits of a BLAKE3 hash over messages, form and parameters.
    ///
    /// The purpose, the model, the endpoint and how the form is conveyed are not part of it.
    pub fn key(&self) -> String {
        let asked = serde_json::json!({
            "version": 1,
            "messages": self.messages,
            "form": self.form,
            "parameters": self.parameters,
        });
        blake3::hash(asked.to_string().as_bytes()).to_hex()[..32].to_owned()
    }
}
