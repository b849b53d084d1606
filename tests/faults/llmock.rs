//! The live client graded by llmock, a mock server that nobody here wrote. `.ci/llmock.sh` starts it and runs this.

use crate::subject::{Subject, client, request};
use clarify::model::batch::{Batches, Collected};
use clarify::model::{AskError, Backoff, Endpoint, Finish, Model, Store};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// Where llmock listens: host and port.
const ADDRESS: &str = "CLARIFY_LLMOCK";

struct Llmock(String);

impl Llmock {
    fn from_environment() -> Self {
        Self(
            std::env::var(ADDRESS).unwrap_or_else(|_| panic!("{ADDRESS} names no server; use .ci/llmock.sh")),
        )
    }

    fn call(&self, method: &str, path: &str, body: &Value) -> Value {
        let mut stream = TcpStream::connect(&self.0).unwrap();
        let (host, body) = (&self.0, body.to_string());
        let length = body.len();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}"
        )
        .unwrap();
        let mut reply = String::new();
        stream.read_to_string(&mut reply).unwrap();
        let (head, body) = reply.split_once("\r\n\r\n").unwrap();
        assert!(head.contains(" 200 ") || head.contains(" 201 "), "{head}\n{body}");
        serde_json::from_str(body).unwrap()
    }

    /// Queues a behaviour for the next requests.
    fn expect(&self, behaviour: Value) {
        self.call("POST", "/_llmock/scenario", &json!({ "behaviors": [behaviour] }));
    }

    /// Returns the statuses of all attempts so far.
    fn statuses(&self) -> Vec<u64> {
        let reply = self.call("GET", "/_llmock/requests", &json!({}));
        let requests = reply["requests"].as_array().unwrap();
        requests
            .iter()
            .map(|request| request["status"].as_u64().unwrap())
            .collect()
    }

    fn client(&self) -> Subject {
        client(Endpoint {
            api_key: Some("sk-llmock-0123456789".into()),
            timeout: Duration::from_secs(2),
            max_attempts: 5,
            backoff: Backoff {
                min: Duration::from_millis(150),
                max: Duration::from_secs(5),
            },
            ..Endpoint::new(
                format!("http://{}/v1", self.0),
                "gpt-4o-mini",
                "Answer in JSON: {schema}",
            )
        })
    }
}

async fn ask(server: &Llmock, topic: &str) -> (Result<clarify::model::Answered, AskError>, usize) {
    let subject = server.client();
    let outcome = subject.client.ask(&request(topic)).await;
    let retries = subject.retries.lock().unwrap().len();
    (outcome, retries)
}

#[tokio::test]
#[ignore = "needs a running llmock: .ci/llmock.sh"]
async fn llmock_finds_nothing_to_blame() {
    let server = Llmock::from_environment();
    server.call("POST", "/_llmock/reset", &json!({}));

    let (calm, retries) = ask(&server, "calm").await;
    assert_eq!((calm.unwrap().exchange.answer.finish, retries), (Finish::Stop, 0));

    server.expect(json!({"type": "fail", "status": 429, "retry_after": 1, "times": 2}));
    let started = Instant::now();
    let (limited, retries) = ask(&server, "429 with Retry-After").await;
    assert!(limited.is_ok() && retries == 2 && started.elapsed() >= Duration::from_secs(2));

    server.expect(json!({"type": "fail", "status": 429, "times": 3}));
    let (unnamed, retries) = ask(&server, "429 without Retry-After").await;
    assert!(unnamed.is_ok() && retries == 3);

    server.expect(json!({"type": "fail", "status": 500, "times": 3}));
    let (broken, retries) = ask(&server, "500").await;
    assert!(broken.is_ok() && retries == 3);

    server.expect(json!({"type": "delay", "seconds": 20}));
    let started = Instant::now();
    let (stalled, retries) = ask(&server, "stalled").await;
    assert!(stalled.is_ok() && retries == 1 && started.elapsed() < Duration::from_secs(15));

    server.expect(json!({"type": "reply", "text": "{\"flags\": [{\"quo", "finish_reason": "length"}));
    let (cut, retries) = ask(&server, "truncated").await;
    let answer = cut.unwrap().exchange.answer;
    assert_eq!(
        (answer.finish.clone(), answer.is_reusable(), retries),
        (Finish::Length, false, 0)
    );

    server.expect(json!({"type": "fail", "status": 401, "times": 2}));
    let (refused, retries) = ask(&server, "401").await;
    assert!(
        matches!(
            refused,
            Err(AskError::Status {
                status: 401,
                attempts: 1,
                ..
            })
        ) && retries == 0
    );

    let statuses = server.statuses();
    assert_eq!(
        statuses.iter().filter(|status| **status == 401).count(),
        1,
        "{statuses:?}"
    );
    assert_eq!(
        statuses.iter().filter(|status| **status == 429).count(),
        5,
        "{statuses:?}"
    );
}

async fn collected_in_time(batches: &Batches<'_>) -> Collected {
    for _ in 0..60 {
        let collected = batches.collect().await.unwrap();
        if collected.pending.is_empty() {
            return collected;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    panic!("the batch was never completed");
}

#[tokio::test]
#[ignore = "needs a running llmock: .ci/llmock.sh"]
async fn llmock_takes_a_batch_and_gives_every_answer() {
    let server = Llmock::from_environment();
    server.call("POST", "/_llmock/reset", &json!({}));
    let folder = tempfile::tempdir().unwrap();
    let (subject, store) = (server.client(), Store::new(folder.path().join("store")));
    let batches = Batches::new(&subject.client, &store, folder.path().join("state"));
    let requests: Vec<_> = (0..40)
        .map(|number| request(&format!("of batch {number}")))
        .collect();
    let submitted = batches.submit(requests.clone()).await.unwrap();
    assert_eq!((submitted.requests, submitted.batches.len()), (40, 1));
    assert_eq!(batches.submit(requests.clone()).await.unwrap().pending, 40);
    // Asking how it stands is tried again like any other request.
    server.expect(json!({"type": "fail", "status": 500, "times": 1}));
    let state = batches.status().await.unwrap().remove(0).unwrap();
    assert_eq!(
        (state.batch.as_str(), state.total),
        (submitted.batches[0].as_str(), 40)
    );

    let collected = collected_in_time(&batches).await;
    assert_eq!(
        (collected.answered, collected.failed.len(), collected.unreadable),
        (40, 0, 0)
    );
    assert!(collected.tokens.input > 0 && collected.tokens.output > 0);
    assert_eq!(batches.submit(requests.clone()).await.unwrap().kept, 40);
    for request in &requests {
        let kept = store.get(&request.key(), "gpt-4o-mini").unwrap().unwrap();
        assert!(kept.answer.is_reusable());
    }
}
