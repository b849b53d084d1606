//! An endpoint that takes the same time for every answer, however many are asked for at once.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

pub struct Server {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<Value>>>,
}

impl Server {
    pub fn start(latency: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::<Mutex<Vec<Value>>>::default();
        let inner = seen.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let seen = inner.clone();
                thread::spawn(move || while serve(&stream, latency, &seen).is_some() {});
            }
        });
        Self { address, seen }
    }

    pub fn url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    pub fn requests(&self) -> usize {
        self.seen.lock().unwrap().len()
    }

    /// The bodies so far, one a line.
    pub fn bodies(&self) -> String {
        self.seen
            .lock()
            .unwrap()
            .iter()
            .map(|body| format!("{body}\n"))
            .collect()
    }
}

fn serve(stream: &TcpStream, latency: Duration, seen: &Mutex<Vec<Value>>) -> Option<()> {
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    // The time runs from the first byte, so that reading the rest is part of it.
    let due = Instant::now() + latency;
    loop {
        line.clear();
        reader.read_line(&mut line).ok()?;
        if line.trim_end().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    seen.lock().unwrap().push(serde_json::from_slice(&body).ok()?);
    thread::sleep(due.saturating_duration_since(Instant::now()));
    let content =
        json!({"goals": [], "coverage": [], "flags": [], "assumptions": [], "questions": [], "summary": ""});
    let answer = json!({
        "id": "c", "object": "chat.completion", "created": 1, "model": "m",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": content.to_string()}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 1000, "completion_tokens": 20, "total_tokens": 1020},
    })
    .to_string();
    let mut out = stream;
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        answer.len()
    );
    out.write_all(format!("{head}{answer}").as_bytes()).ok()
}
