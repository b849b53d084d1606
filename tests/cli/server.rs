//! An endpoint that speaks Chat Completions as a test scripts it, and remembers what it was asked.

use crate::answers;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

/// Longer than any step of a test takes; only a test that fails waits so long.
const PATIENCE: Duration = Duration::from_secs(20);

/// A request as it came in.
#[derive(Clone, Debug)]
pub struct Seen {
    pub line: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Value,
}

/// What the server does with a request.
#[derive(Clone, Debug)]
pub enum Reply {
    /// A completion with this content.
    Text(String),
    /// This message in place of the usual one, with the reason for stopping.
    Message(Value, &'static str),
    /// This status and body.
    Status(u16, String),
    /// No answer while the server lives.
    Hang,
}

impl From<Value> for Reply {
    fn from(content: Value) -> Self {
        Self::Text(content.to_string())
    }
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The content of the message at this place.
    pub fn message(&self, index: usize) -> &str {
        self.body["messages"][index]["content"].as_str().unwrap()
    }

    /// The first message of the user, which holds the documents.
    pub fn user(&self) -> &str {
        self.message(1)
    }

    pub fn looks_again(&self) -> bool {
        self.user().contains("Take a second look")
    }

    /// The labels of the candidates that a second look is to judge.
    pub fn candidates(&self) -> Vec<String> {
        let (_, shown) = self.user().split_once("role=\"candidates\"").expect("candidates");
        let label = |line: &str| Some(line.split_once(" [")?.0.to_owned());
        let is_label = |label: &String| label.starts_with(['F', 'A']) && label[1..].parse::<u32>().is_ok();
        shown.lines().filter_map(label).filter(is_label).collect()
    }
}

#[derive(Default)]
struct State {
    seen: Vec<Seen>,
    stopped: bool,
}

type Shared = Arc<(Mutex<State>, Condvar)>;
type Script = Arc<dyn Fn(&Seen, usize) -> Reply + Send + Sync>;

/// A server on a port of its own; it stops when dropped.
pub struct Server {
    address: SocketAddr,
    shared: Shared,
}

impl Server {
    /// Answers by a script, which is also given the request's number from 0.
    pub fn new(script: impl Fn(&Seen, usize) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Shared::default();
        let (inner, script): (Shared, Script) = (shared.clone(), Arc::new(script));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if inner.0.lock().unwrap().stopped {
                    break;
                }
                let (shared, script) = (inner.clone(), script.clone());
                thread::spawn(move || serve(stream, &shared, &script));
            }
        });
        Self { address, shared }
    }

    /// Gives these replies in order; anything beyond them is refused.
    pub fn in_order(replies: Vec<Reply>) -> Self {
        Self::new(move |_, number| {
            let end = || Reply::Status(400, "the script is at its end".into());
            replies.get(number).cloned().unwrap_or_else(end)
        })
    }

    /// Answers each first reading with this, and keeps every candidate at the second look.
    pub fn reading(answer: Value) -> Self {
        Self::new(move |seen, _| match seen.looks_again() {
            true => answers::all_kept(&seen.candidates()).into(),
            false => answer.clone().into(),
        })
    }

    /// Answers first readings with the one, second looks with the other.
    pub fn reviewing(answer: Value, verdicts: Value) -> Self {
        Self::new(move |seen, _| match seen.looks_again() {
            true => verdicts.clone().into(),
            false => answer.clone().into(),
        })
    }

    pub fn host(&self) -> String {
        self.address.to_string()
    }

    pub fn url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// The requests so far.
    pub fn seen(&self) -> Vec<Seen> {
        self.shared.0.lock().unwrap().seen.clone()
    }

    /// Waits until so many requests have come in.
    pub fn wait_for(&self, requests: usize) {
        let (state, changed) = &*self.shared;
        let waiting = |state: &mut State| state.seen.len() < requests;
        let state = state.lock().unwrap();
        let (_state, waited) = changed.wait_timeout_while(state, PATIENCE, waiting).unwrap();
        assert!(!waited.timed_out(), "{requests} requests never came");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.0.lock().unwrap().stopped = true;
        self.shared.1.notify_all();
        // Wakes the thread that waits for connections, so that the port is closed.
        let _ = TcpStream::connect(self.address);
    }
}

fn serve(mut stream: TcpStream, shared: &Shared, script: &Script) {
    let Some(seen) = read(&stream) else { return };
    let (state, changed) = &**shared;
    let number = {
        let mut state = state.lock().unwrap();
        state.seen.push(seen.clone());
        state.seen.len() - 1
    };
    changed.notify_all();
    // A client that went away is none of the server's business.
    let _ = match script(&seen, number) {
        Reply::Text(text) => completion(
            &mut stream,
            &json!({"role": "assistant", "content": text}),
            "stop",
        ),
        Reply::Message(message, reason) => completion(&mut stream, &message, reason),
        Reply::Status(status, body) => write(&mut stream, status, &body),
        Reply::Hang => {
            let state = state.lock().unwrap();
            let _unused = changed.wait_timeout_while(state, PATIENCE, |state| !state.stopped);
            Ok(())
        }
    };
}

fn read(stream: &TcpStream) -> Option<Seen> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut headers = Vec::new();
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok()?;
        let Some((name, value)) = header.trim_end().split_once(": ") else {
            break;
        };
        headers.push((name.to_ascii_lowercase(), value.to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length")?;
    let mut body = vec![0; length.1.parse().ok()?];
    reader.read_exact(&mut body).ok()?;
    let body = serde_json::from_slice(&body).ok()?;
    let line = line.trim_end().to_owned();
    Some(Seen { line, headers, body })
}

fn completion(stream: &mut TcpStream, message: &Value, reason: &str) -> std::io::Result<()> {
    let body = json!({
        "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "scripted-1-2026",
        "choices": [{"index": 0, "message": message, "finish_reason": reason}],
        "usage": {"prompt_tokens": 1000, "completion_tokens": 200, "total_tokens": 1200},
    });
    write(stream, 200, &body.to_string())
}

fn write(stream: &mut TcpStream, status: u16, body: &str) -> std::io::Result<()> {
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status} Scripted\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
    )
}
