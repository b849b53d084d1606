//! The client under test, with short times, and what it is asked.

use crate::server::Server;
use clarify::model::{
    AnswerForm, Answered, AskError, Backoff, Endpoint, Message, Model, OpenAi, Request, Retry, Speaker,
};
use serde_json::{Map, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A key that must not turn up anywhere but in a header.
pub const KEY: &str = "sk-test-0123456789abcdefghijklmnop";

/// A client, and the retries it told of.
pub struct Subject {
    pub client: OpenAi,
    pub retries: Arc<Mutex<Vec<Retry>>>,
}

/// The endpoint of a server, with short times.
pub fn endpoint(server: &Server) -> Endpoint {
    let milliseconds = Duration::from_millis;
    Endpoint {
        api_key: Some(KEY.into()),
        timeout: Duration::from_secs(20),
        max_attempts: 3,
        backoff: Backoff {
            min: milliseconds(1),
            max: milliseconds(4),
        },
        ..Endpoint::new(
            server.url(),
            "asked",
            "Answer with one JSON object of this schema: {schema}",
        )
    }
}

/// A client of an endpoint.
pub fn client(endpoint: Endpoint) -> Subject {
    let retries = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&retries);
    let on_retry = Arc::new(move |retry: &Retry| told.lock().unwrap().push(retry.clone()));
    let client = OpenAi::new(endpoint, on_retry).expect("the settings are sound");
    Subject { client, retries }
}

/// A client of a server, with short times.
pub fn subject(server: &Server) -> Subject {
    client(endpoint(server))
}

impl Subject {
    /// Asks a question.
    pub async fn ask(&self) -> Result<Answered, AskError> {
        self.client.ask(&request("one")).await
    }
}

/// A request that differs from others by its topic.
pub fn request(topic: &str) -> Request {
    Request {
        purpose: "test".into(),
        messages: vec![
            Message::new(Speaker::System, "You review specs."),
            Message::new(Speaker::User, format!("Question {topic}")),
        ],
        form: AnswerForm {
            name: "review".into(),
            schema: json!({"type": "object", "properties": {}, "required": [], "additionalProperties": false}),
        },
        parameters: Map::new(),
    }
}
