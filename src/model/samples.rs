//! Made-up requests and a model that answers them, for the unit tests of this floor.

use super::Model;
use super::exchange::{Answer, Answered, Conveyed, Exchange, Finish, TokenCount};
use super::failure::AskError;
use super::request::{AnswerForm, Message, Request, Speaker};
use crate::domain::Origin;
use futures::FutureExt;
use futures::future::BoxFuture;
use serde_json::{Map, json};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// Makes a request that differs from others by its topic.
pub(super) fn request(topic: &str) -> Request {
    Request {
        purpose: "review.detect".into(),
        messages: vec![Message::new(Speaker::User, format!("Question {topic}"))],
        form: AnswerForm {
            name: "form".into(),
            schema: json!({"type": "object"}),
        },
        parameters: Map::new(),
    }
}

/// Makes an answer that is whole.
pub(super) fn answer(text: &str) -> Answer {
    Answer {
        model: "served".into(),
        text: text.into(),
        refusal: None,
        finish: Finish::Stop,
        conveyed: Conveyed::JsonSchema,
        tokens: Some(TokenCount {
            input: 100,
            cached_input: 0,
            output: 10,
        }),
        system_fingerprint: None,
    }
}

/// Makes an exchange with a model.
pub(super) fn exchange(topic: &str, model: &str) -> Exchange {
    Exchange::new(&request(topic), model, answer("{}"), None)
}

/// A model that gives one answer, and counts how often it was asked.
pub(super) struct Parrot {
    pub answer: Answer,
    pub asked: AtomicUsize,
}

impl Parrot {
    pub fn new(answer: Answer) -> Self {
        Self {
            answer,
            asked: AtomicUsize::new(0),
        }
    }

    pub fn times(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

impl Model for Parrot {
    fn ask<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<Answered, AskError>> {
        async move {
            self.asked.fetch_add(1, Ordering::Relaxed);
            tokio::task::yield_now().await;
            let exchange = Exchange::new(request, "m", self.answer.clone(), None);
            Ok(Answered::new(exchange, Origin::Live))
        }
        .boxed()
    }
}

/// Collects what is told to a callback.
pub(super) type Told = Arc<Mutex<Vec<String>>>;

/// Makes a callback for warnings, and what it collects.
pub(super) fn listener() -> (super::OnWarning, Told) {
    let told = Told::default();
    let heard = Arc::clone(&told);
    let on_warning = Arc::new(move |warning: &AskError| heard.lock().unwrap().push(warning.to_string()));
    (on_warning, told)
}
