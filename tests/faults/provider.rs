//! A provider with Files and Batches, as a test wants it: answers come from a function of the question.

use crate::server::{Reply, Sent, Server};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

/// What the provider has and does.
#[derive(Default)]
pub struct State {
    /// Uploaded files and output files, by id.
    pub files: BTreeMap<String, String>,
    pub batches: Vec<Value>,
    /// Replies given to the next requests of a line, such as `POST /v1/batches`, in place of what is usual; the request
    /// is carried out all the same where the flag says so.
    pub instead: Vec<(&'static str, bool, Reply)>,
}

pub struct Provider {
    pub server: Server,
    state: Arc<Mutex<State>>,
}

impl Provider {
    pub fn new() -> Self {
        let state = Arc::<Mutex<State>>::default();
        let shared = Arc::clone(&state);
        let server = Server::start([Reply::to(move |sent| shared.lock().unwrap().reply(sent))]);
        Self { server, state }
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// How often a request was made.
    pub fn times(&self, line: &str) -> usize {
        let sent = self.server.sent();
        sent.iter().filter(|sent| sent.line() == line).count()
    }
}

impl State {
    fn reply(&mut self, sent: &Sent) -> Reply {
        let line = sent.line().split('?').next().unwrap_or_default().to_owned();
        match self.instead.iter().position(|(wanted, ..)| *wanted == line) {
            Some(place) => {
                let (_, carried_out, reply) = self.instead.remove(place);
                if carried_out {
                    self.usual(&line, sent);
                }
                reply
            }
            None => self.usual(&line, sent),
        }
    }

    fn usual(&mut self, line: &str, sent: &Sent) -> Reply {
        let ok = |body: Value| Reply::json("200 OK", body);
        match line.split('/').collect::<Vec<_>>()[..] {
            ["POST ", "v1", "files"] => {
                let id = format!("file-{}", self.files.len());
                self.files.insert(id.clone(), lines_in(&sent.text));
                ok(json!({"id": id, "object": "file", "purpose": "batch"}))
            }
            ["POST ", "v1", "batches"] => {
                let id = format!("batch_{}", self.batches.len());
                let batch =
                    json!({"id": id, "status": "in_progress", "input_file_id": sent.body["input_file_id"]});
                self.batches.push(batch.clone());
                ok(batch)
            }
            ["GET ", "v1", "batches"] => ok(json!({"object": "list", "data": self.batches})),
            ["GET ", "v1", "batches", id] => match self.batches.iter().find(|batch| batch["id"] == id) {
                Some(batch) => ok(batch.clone()),
                None => Reply::error("404 Not Found", "no such batch"),
            },
            ["GET ", "v1", "files", id, "content"] => match self.files.get(id) {
                Some(text) => Reply::new("200 OK", "Content-Type: application/octet-stream\r\n", text),
                None => Reply::error("404 Not Found", "no such file"),
            },
            ["POST ", "v1", "chat", "completions"] => Reply::text("live"),
            _ => Reply::error("404 Not Found", "no such path"),
        }
    }

    /// The requests of a batch, as they came.
    pub fn requests(&self, batch: usize) -> Vec<Value> {
        let file = self.batches[batch]["input_file_id"].as_str().unwrap();
        let lines = self.files[file].lines();
        lines.map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// Ends a batch: each request becomes a line of the output file, of the error file, or nothing.
    pub fn end(&mut self, batch: usize, status: &str, line: impl Fn(&str) -> Option<Line>) {
        let (mut output, mut errors) = (String::new(), String::new());
        for request in self.requests(batch) {
            let id = &request["custom_id"];
            let messages = request["body"]["messages"].as_array().unwrap();
            match line(messages.last().unwrap()["content"].as_str().unwrap()) {
                Some(Line::Answer(text)) => output += &answer(id, &text),
                Some(Line::Error(status, body)) => {
                    errors += &format!(
                        "{}\n",
                        json!({"custom_id": id, "response": {"status_code": status, "body": body}, "error": null})
                    );
                }
                Some(Line::Expired) => {
                    let error = json!({"code": "batch_expired", "message": "This request could not be executed before the completion window expired."});
                    errors += &format!("{}\n", json!({"custom_id": id, "response": null, "error": error}));
                }
                None => {}
            }
        }
        self.finish(batch, status, output, errors);
    }

    /// Ends a batch with these files; an empty one is none.
    pub fn finish(&mut self, batch: usize, status: &str, output: String, errors: String) {
        for (name, text) in [("output_file_id", output), ("error_file_id", errors)] {
            let id = format!("file-{name}-{batch}");
            self.batches[batch][name] = if text.is_empty() { Value::Null } else { json!(id) };
            self.files.insert(id, text);
        }
        self.batches[batch]["status"] = json!(status);
    }
}

/// What becomes of a request.
pub enum Line {
    Answer(String),
    Error(u16, Value),
    Expired,
}

/// A line of an output file.
pub fn answer(id: &Value, text: &str) -> String {
    let body = json!({
        "id": "c", "object": "chat.completion", "model": "served-batch",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 10, "completion_tokens": 2, "total_tokens": 12},
    });
    let line = json!({"id": "r", "custom_id": id, "response": {"status_code": 200, "request_id": "q", "body": body}, "error": null});
    format!("{line}\n")
}

/// Takes the lines out of a form.
fn lines_in(form: &str) -> String {
    let lines = form.lines().filter(|line| line.starts_with('{'));
    lines.map(|line| format!("{line}\n")).collect()
}
