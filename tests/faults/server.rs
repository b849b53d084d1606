//! A server that follows a script: each request gets the next reply, the last one again and again.

use serde_json::{Value, json};
use std::collections::VecDeque;
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// What is done to one connection, step by step; after the last step it is closed.
#[derive(Clone)]
pub struct Reply(Vec<Step>);

#[derive(Clone)]
enum Step {
    Send(Vec<u8>),
    Pause(Duration),
    /// Closes without having read the request to its end, which resets the connection.
    Reset,
    /// Looks at the request first.
    Consider(Arc<Consider>),
}

type Consider = dyn Fn(&Sent) -> Reply + Send + Sync;

/// One request, as it came.
#[derive(Clone, Debug)]
pub struct Sent {
    /// The request line and headers.
    pub head: String,
    /// The body, where it is JSON.
    pub body: Value,
    /// The body as it came.
    pub text: String,
    /// When it came.
    pub at: Instant,
}

impl Sent {
    /// Returns the method and path, such as `GET /v1/batches`.
    pub fn line(&self) -> &str {
        let line = self.head.lines().next().unwrap_or_default();
        line.rsplit_once(' ').map_or(line, |(line, _)| line)
    }

    /// Returns what the last message says.
    pub fn question(&self) -> &str {
        let messages = self.body["messages"].as_array().expect("messages");
        messages.last().unwrap()["content"].as_str().unwrap()
    }

    /// Returns a header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(':'));
        let mut values = lines.filter(|(key, _)| key.eq_ignore_ascii_case(name));
        values.next().map(|(_, value)| value.trim())
    }
}

impl Reply {
    /// A status line, such as `429 Too Many Requests`, with a body.
    pub fn new(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Self {
        let body = body.as_ref();
        let length = body.len();
        let head =
            format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n");
        Self(vec![Step::Send([head.as_bytes(), body].concat())])
    }

    /// A status with a JSON body.
    pub fn json(status: &str, body: Value) -> Self {
        Self::new(status, "Content-Type: application/json\r\n", body.to_string())
    }

    /// An error object as OpenAI gives it.
    pub fn error(status: &str, message: &str) -> Self {
        Self::json(
            status,
            json!({"error": {"message": message, "type": "t", "param": null, "code": null}}),
        )
    }

    /// A completion with a text.
    pub fn text(text: &str) -> Self {
        Self::json(
            "200 OK",
            json!({
                "id": "c1", "object": "chat.completion", "created": 1, "model": "served",
                "choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}],
                "usage": {"prompt_tokens": 10, "completion_tokens": 2, "total_tokens": 12},
            }),
        )
    }

    /// A completion with the text `{}`.
    pub fn ok() -> Self {
        Self::text("{}")
    }

    /// A reply that a real server gave, such as `lcp/schema`.
    pub fn recorded(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults/replies");
        let read = |kind: &str| {
            let path = folder.join(format!("{name}.{kind}"));
            std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        };
        let head = String::from_utf8(read("hdr")).expect("headers are text");
        let mut lines = head.lines().filter(|line| !line.trim().is_empty());
        let status = lines
            .next()
            .and_then(|line| line.split_once(' '))
            .expect("a status line")
            .1;
        let framing = ["content-length", "transfer-encoding", "connection"];
        let kept = lines.filter(|line| {
            let name = line.split(':').next().unwrap_or_default().to_ascii_lowercase();
            !framing.contains(&name.as_str())
        });
        let headers: String = kept.map(|line| format!("{}\r\n", line.trim_end())).collect();
        Self::new(status.trim(), &headers, read("body"))
    }

    /// Waits before anything is sent.
    pub fn after(self, pause: Duration) -> Self {
        Self([vec![Step::Pause(pause)], self.0].concat())
    }

    /// Sends all but the last bytes, then waits, then closes.
    pub fn cut(self, missing: usize, pause: Duration) -> Self {
        let Some(Step::Send(bytes)) = self.0.last() else {
            panic!("nothing to cut")
        };
        let kept = bytes[..bytes.len() - missing].to_vec();
        Self(vec![Step::Send(kept), Step::Pause(pause)])
    }

    /// Closes the connection without an answer.
    pub fn hang_up() -> Self {
        Self(Vec::new())
    }

    /// Bytes as they are.
    pub fn raw(bytes: &str) -> Self {
        Self(vec![Step::Send(bytes.as_bytes().to_vec())])
    }

    /// A reply that depends on the request.
    pub fn to(reply: impl Fn(&Sent) -> Self + Send + Sync + 'static) -> Self {
        Self(vec![Step::Consider(Arc::new(reply))])
    }

    /// Resets the connection.
    pub fn reset() -> Self {
        Self(vec![Step::Reset])
    }

    fn resets(&self) -> bool {
        matches!(self.0.first(), Some(Step::Reset))
    }
}

/// A running server; stops when dropped.
pub struct Server {
    address: SocketAddr,
    sent: Arc<Mutex<Vec<Sent>>>,
    stopped: Arc<AtomicBool>,
}

impl Server {
    /// Starts a server that gives these replies in turn.
    pub fn start(script: impl IntoIterator<Item = Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let server = Self {
            address: listener.local_addr().expect("a bound socket"),
            sent: Arc::default(),
            stopped: Arc::default(),
        };
        let (sent, stopped) = (Arc::clone(&server.sent), Arc::clone(&server.stopped));
        let script: Vec<Reply> = script.into_iter().collect();
        thread::spawn(move || serve(&listener, &script, &sent, &stopped));
        server
    }

    /// Returns the base URL.
    pub fn url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// Returns the host and port.
    pub fn host(&self) -> String {
        self.address.to_string()
    }

    /// Returns what was asked so far.
    pub fn sent(&self) -> Vec<Sent> {
        self.sent.lock().unwrap().clone()
    }

    /// Returns how often it was asked.
    pub fn times(&self) -> usize {
        self.sent.lock().unwrap().len()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(self.address);
    }
}

fn serve(listener: &TcpListener, script: &[Reply], sent: &Arc<Mutex<Vec<Sent>>>, stopped: &AtomicBool) {
    for (turn, connection) in listener.incoming().enumerate() {
        if stopped.load(Ordering::Relaxed) {
            return;
        }
        let reply = script[turn.min(script.len() - 1)].clone();
        let sent = Arc::clone(sent);
        // A client that goes away in the middle is part of the game.
        thread::spawn(move || connection.map(|stream| follow(stream, &reply, &sent)));
    }
}

fn follow(mut stream: TcpStream, reply: &Reply, sent: &Mutex<Vec<Sent>>) -> std::io::Result<()> {
    let request = receive(&mut stream, reply.resets())?;
    sent.lock().unwrap().push(request.clone());
    let mut steps: VecDeque<Step> = reply.0.clone().into();
    while let Some(step) = steps.pop_front() {
        match step {
            Step::Send(bytes) => stream.write_all(&bytes)?,
            Step::Pause(pause) => thread::sleep(pause),
            Step::Reset => return Ok(()),
            Step::Consider(reply) => steps.extend(reply(&request).0),
        }
    }
    stream.shutdown(Shutdown::Write)?;
    // Read on, so that closing does not reset what is still on its way.
    std::io::copy(&mut stream, &mut std::io::sink())?;
    Ok(())
}

fn receive(stream: &mut TcpStream, only_start: bool) -> std::io::Result<Sent> {
    let at = Instant::now();
    let mut bytes = Vec::new();
    let mut piece = [0; 4096];
    let limit = if only_start { 16 } else { piece.len() };
    loop {
        let read = stream.read(&mut piece[..limit])?;
        bytes.extend_from_slice(&piece[..read]);
        let head = bytes
            .windows(4)
            .position(|window| window == b"\r\n\r\n")
            .map(|end| end + 4);
        let whole = head.filter(|end| bytes.len() >= end + content_length(&bytes[..*end]));
        if read == 0 || only_start || whole.is_some() {
            let end = head.unwrap_or(bytes.len());
            let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
            let body = serde_json::from_slice(&bytes[end..]).unwrap_or_default();
            let text = String::from_utf8_lossy(&bytes[end..]).into_owned();
            return Ok(Sent { head, body, text, at });
        }
    }
}

fn content_length(head: &[u8]) -> usize {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let value = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    value.and_then(|value| value.trim().parse().ok()).unwrap_or(0)
}
