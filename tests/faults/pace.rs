//! Many requests at once against servers that want fewer: one refusal slows all, and all are answered.

use crate::server::{Reply, Sent, Server};
use crate::subject::{Subject, client, endpoint, request};
use clarify::model::{AskError, Backoff, Endpoint, Model, PaceLimits, Request};
use futures::future::join_all;
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const TAKES: Duration = Duration::from_millis(40);

fn jobs(jobs: usize) -> PaceLimits {
    PaceLimits {
        jobs,
        ..PaceLimits::default()
    }
}

fn paced(server: &Server, pace: PaceLimits) -> Subject {
    let max_attempts = 5;
    client(Endpoint {
        pace,
        max_attempts,
        ..endpoint(server)
    })
}

fn echo(sent: &Sent) -> Reply {
    Reply::text(sent.question()).after(TAKES)
}

fn slow_down(headers: &str) -> Reply {
    let body = json!({"error": {"message": "slow down", "type": "rate_limit_error", "code": null}});
    Reply::new("429 Too Many Requests", headers, body.to_string())
}

/// Asks so many questions at once; returns what was answered, in their order.
async fn ask_all(subject: &Subject, questions: usize) -> Vec<Result<String, AskError>> {
    let requests: Vec<Request> = (0..questions)
        .map(|number| request(&number.to_string()))
        .collect();
    let outcomes = join_all(requests.iter().map(|request| subject.client.ask(request))).await;
    let text =
        |outcome: Result<clarify::model::Answered, _>| outcome.map(|answered| answered.exchange.answer.text);
    outcomes.into_iter().map(text).collect()
}

#[track_caller]
fn all_answered(outcomes: Vec<Result<String, AskError>>) {
    for (number, outcome) in outcomes.into_iter().enumerate() {
        assert_eq!(outcome.unwrap(), format!("Question {number}"));
    }
}

/// The milliseconds after the first at which each request came.
fn times(server: &Server) -> Vec<u128> {
    let sent = server.sent();
    sent.iter().map(|one| (one.at - sent[0].at).as_millis()).collect()
}

#[tokio::test]
async fn a_burst_of_refusals_pauses_all_and_is_not_met_by_a_storm() {
    let refusals = (0..8).map(|_| slow_down("Retry-After: 1\r\n"));
    let server = Server::start(refusals.chain([Reply::to(echo)]));
    let subject = paced(&server, jobs(8));
    all_answered(ask_all(&subject, 24).await);
    let times = times(&server);
    assert_eq!(times.len(), 24 + 8, "each refused attempt was made once more");
    let first = times.iter().filter(|time| **time < 900).count();
    assert_eq!(first, 8, "nobody asked during the pause: {times:?}");
    // Half as many as before are under way at first.
    let soon = times[8..]
        .iter()
        .filter(|time| **time < times[8] + TAKES.as_millis() / 2)
        .count();
    assert!(soon <= 4, "{times:?}");
}

#[tokio::test]
async fn a_busy_server_that_names_a_wait_is_left_alone_by_all() {
    let busy = Reply::new("503 Service Unavailable", "Retry-After: 1\r\n", "busy");
    let server = Server::start([busy, Reply::to(echo)]);
    let subject = paced(&server, jobs(1));
    all_answered(ask_all(&subject, 4).await);
    let times = times(&server);
    assert!(times.len() == 5 && times[1] >= 1000, "{times:?}");
}

#[tokio::test]
async fn a_server_that_takes_few_at_once_answers_all_the_same() {
    // Refuses whatever comes while three are under way, and does not say for how long.
    let under_way = Arc::new(AtomicUsize::new(0));
    let server = Server::start([Reply::to(move |sent| {
        if under_way.fetch_add(1, Ordering::SeqCst) >= 3 {
            under_way.fetch_sub(1, Ordering::SeqCst);
            return slow_down("");
        }
        std::thread::sleep(TAKES);
        under_way.fetch_sub(1, Ordering::SeqCst);
        Reply::text(sent.question())
    })]);
    let subject = paced(&server, jobs(24));
    all_answered(ask_all(&subject, 120).await);
    let refused = server.times() - 120;
    // Twenty-one of the first round; from then on one now and again, when one more was tried.
    assert!(refused < 70, "{refused} were refused");
    assert_eq!(refused, subject.retries.lock().unwrap().len());
}

#[tokio::test]
async fn waiting_to_try_again_holds_nobody_up() {
    let asked: Mutex<BTreeMap<String, usize>> = Mutex::default();
    let server = Server::start([Reply::to(move |sent| {
        let mut asked = asked.lock().unwrap();
        let times = asked.entry(sent.question().to_owned()).or_default();
        *times += 1;
        // A fault of this one question: the others are none the slower.
        match (sent.question(), *times) {
            ("Question 0", 1) => Reply::new("500 Oops", "retry-after-ms: 700\r\n", "oops"),
            _ => echo(sent),
        }
    })]);
    let subject = paced(&server, jobs(1));
    all_answered(ask_all(&subject, 5).await);
    let order: Vec<String> = server
        .sent()
        .iter()
        .map(|sent| sent.question().to_owned())
        .collect();
    assert_eq!(order[5], "Question 0");
    assert_eq!(
        order[1..5],
        ["Question 1", "Question 2", "Question 3", "Question 4"]
    );
}

#[tokio::test]
async fn a_server_that_asks_for_an_hour_is_not_asked_by_the_others_either() {
    let server = Server::start([slow_down("Retry-After: 3600\r\n")]);
    let subject = paced(&server, jobs(1));
    let started = Instant::now();
    let outcomes = ask_all(&subject, 10).await;
    assert!(started.elapsed() < Duration::from_secs(2));
    assert_eq!(server.times(), 1);
    for outcome in outcomes {
        let error = outcome.unwrap_err();
        assert!(
            matches!(error, AskError::Status { status: 429, retry_after: Some(wait), .. } if wait.as_secs() > 3590),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_used_up_quota_makes_nobody_wait() {
    let quota =
        json!({"error": {"message": "You exceeded your current quota", "code": "insufficient_quota"}});
    let server = Server::start([Reply::json("429 Too Many Requests", quota), Reply::to(echo)]);
    let backoff = Backoff {
        min: Duration::from_secs(1),
        max: Duration::from_secs(1),
    };
    let subject = client(Endpoint {
        pace: jobs(1),
        backoff,
        ..endpoint(&server)
    });
    let started = Instant::now();
    let outcomes = ask_all(&subject, 4).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 3);
    assert!(
        started.elapsed() < Duration::from_millis(900),
        "{:?}",
        started.elapsed()
    );
}

#[tokio::test]
async fn so_many_and_no_more_are_under_way() {
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let seen = Arc::clone(&most);
    let server = Server::start([Reply::to(move |sent| {
        most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        std::thread::sleep(TAKES);
        now.fetch_sub(1, Ordering::SeqCst);
        Reply::text(sent.question())
    })]);
    all_answered(ask_all(&paced(&server, jobs(6)), 30).await);
    assert_eq!(seen.load(Ordering::SeqCst), 6);
}
