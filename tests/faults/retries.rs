//! What passes is tried again after the right wait; what lasts is not.

use crate::server::{Reply, Server};
use crate::subject::{client, endpoint, request, subject};
use clarify::model::{AskError, Endpoint, Model, OpenAi};
use serde_json::json;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

async fn recovers(fault: Reply, name: &str) -> Server {
    let server = Server::start([fault, Reply::ok()]);
    let subject = subject(&server);
    let answered = subject
        .ask()
        .await
        .unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(
        (answered.exchange.answer.text.as_str(), server.times()),
        ("{}", 2),
        "{name}"
    );
    assert_eq!(subject.retries.lock().unwrap().len(), 1, "{name}");
    server
}

/// Asks a server that always fails; returns the error and how often it was asked.
async fn gives_up(fault: Reply) -> (AskError, usize) {
    let server = Server::start([fault]);
    let error = subject(&server).ask().await.unwrap_err();
    (error, server.times())
}

fn waited(server: &Server) -> Duration {
    let sent = server.sent();
    sent[1].at - sent[0].at
}

#[tokio::test]
async fn passing_statuses_are_tried_again() {
    for status in [408, 409, 425, 429, 500, 502, 503, 504, 520, 521, 524, 529] {
        recovers(Reply::error(&format!("{status} X"), "later"), &status.to_string()).await;
    }
}

#[tokio::test]
async fn lasting_statuses_are_not_tried_again() {
    for status in [400, 401, 402, 403, 404, 405, 413, 422, 501] {
        let (error, times) = gives_up(Reply::error(&format!("{status} X"), "never")).await;
        assert_eq!(times, 1, "{status}");
        assert!(
            matches!(error, AskError::Status { status: told, attempts: 1, .. } if told == status),
            "{error}"
        );
    }
}

#[tokio::test]
async fn attempts_are_bounded_and_told() {
    let server = Server::start([Reply::error("503 Service Unavailable", "busy")]);
    let subject = subject(&server);
    let error = subject.ask().await.unwrap_err();
    assert!(
        matches!(
            error,
            AskError::Status {
                attempts: 3,
                retry_after: None,
                ..
            }
        ),
        "{error}"
    );
    assert_eq!(
        error.to_string(),
        format!("{} answered 503 (3 attempts): busy", server.host())
    );
    let retries = subject.retries.lock().unwrap();
    let told: Vec<_> = retries
        .iter()
        .map(|retry| (retry.attempt, retry.of, retry.what.as_str()))
        .collect();
    assert_eq!(told, [(1, 3, "503: busy"), (2, 3, "503: busy")]);
    assert_eq!((server.times(), &retries[0].host), (3, &server.host()));
}

#[tokio::test]
async fn a_wait_in_seconds_is_kept() {
    let server = recovers(limited("Retry-After: 1\r\n"), "seconds").await;
    assert!(waited(&server) >= Duration::from_secs(1));
}

#[tokio::test]
async fn a_wait_in_fractions_or_milliseconds_is_kept_under_any_name() {
    for header in [
        "Retry-After: 0.3\r\n",
        "retry-after-ms: 300\r\nRetry-After: 1\r\n",
        "llm_provider-retry-after: 0.3\r\n",
        "llm_provider-retry-after-ms: 300\r\nllm_provider-retry-after: 1\r\n",
    ] {
        let server = recovers(limited(header), header).await;
        assert!(waited(&server) >= Duration::from_millis(300), "{header}");
    }
}

#[tokio::test]
async fn a_wait_until_a_date_is_kept() {
    let date = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(2));
    let server = recovers(limited(&format!("Retry-After: {date}\r\n")), "date").await;
    // A date has whole seconds: of two seconds ahead, at least one is left.
    assert!(waited(&server) >= Duration::from_millis(900));
}

#[tokio::test]
async fn a_wait_beyond_the_limit_fails_at_once_and_is_told() {
    let (error, times) = gives_up(limited("Retry-After: 3600\r\n")).await;
    assert_eq!(times, 1);
    assert!(error.to_string().ends_with("; it asks to wait 60 min"), "{error}");
    let hour = Duration::from_secs(3600);
    assert!(matches!(error, AskError::Status { status: 429, retry_after: Some(wait), .. } if wait == hour));
}

fn limited(headers: &str) -> Reply {
    let body =
        json!({"error": {"message": "slow down", "type": "rate_limit_error", "code": "rate_limit_exceeded"}});
    Reply::new("429 Too Many Requests", headers, body.to_string())
}

#[tokio::test]
async fn a_limit_in_any_body_is_tried_again() {
    for (name, body) in [
        ("html", "<html><head><title>Slow down</title></head></html>"),
        ("empty", ""),
        (
            "integer code",
            r#"{"error":{"message":"x","type":"y","code":429}}"#,
        ),
        ("text", "slow down"),
    ] {
        recovers(Reply::new("429 Too Many Requests", "", body), name).await;
    }
}

#[tokio::test]
async fn lost_answers_are_tried_again() {
    for (name, fault) in [
        ("hung up", Reply::hang_up()),
        ("reset", Reply::reset()),
        ("cut", Reply::ok().cut(20, Duration::ZERO)),
        ("cut in the head", Reply::raw("HTTP/1.1 200 OK\r\nContent-Le")),
    ] {
        recovers(fault, name).await;
    }
}

#[tokio::test]
async fn garbage_in_a_success_is_tried_again() {
    for (name, fault) in [
        (
            "html",
            Reply::new(
                "200 OK",
                "Content-Type: text/html\r\n",
                "<html><title>Login</title></html>",
            ),
        ),
        ("empty", Reply::new("200 OK", "", "")),
        (
            "no choices",
            Reply::json("200 OK", json!({"id": "x", "choices": []})),
        ),
        (
            "half",
            Reply::new("200 OK", "", r#"{"choices":[{"message":{"con"#),
        ),
        (
            "stream",
            Reply::new(
                "200 OK",
                "Content-Type: text/event-stream\r\n",
                "data: {}\n\ndata: [DONE]\n\n",
            ),
        ),
        ("error", Reply::error("200 OK", "upstream down")),
        (
            "in a choice",
            Reply::json(
                "200 OK",
                json!({"choices": [{"error": {"code": 502, "message": "down"}}]}),
            ),
        ),
    ] {
        recovers(fault, name).await;
    }
}

#[tokio::test]
async fn garbage_that_stays_is_no_chat_completion() {
    let (error, times) = gives_up(Reply::new("200 OK", "", "<html><title>Login</title></html>")).await;
    assert_eq!(times, 3);
    assert!(matches!(error, AskError::Protocol { attempts: 3, .. }), "{error}");
    assert!(
        error
            .to_string()
            .ends_with("(3 attempts): the answer is not JSON: Login"),
        "{error}"
    );
}

#[tokio::test]
async fn an_error_in_a_success_that_names_a_lasting_status_is_not_tried_again() {
    let body = json!({"error": {"message": "no such model", "code": 404}});
    let (error, times) = gives_up(Reply::json("200 OK", body)).await;
    assert_eq!(times, 1);
    assert!(matches!(error, AskError::Status { status: 200, .. }), "{error}");
}

#[tokio::test]
async fn a_stalled_answer_runs_out_of_time_and_is_tried_again() {
    let stall = Duration::from_secs(5);
    for (name, fault) in [
        ("no byte", Reply::ok().after(stall)),
        ("half", Reply::ok().cut(20, stall)),
    ] {
        let server = Server::start([fault, Reply::ok()]);
        let timeout = Duration::from_millis(300);
        let subject = client(Endpoint {
            timeout,
            ..endpoint(&server)
        });
        assert!(subject.ask().await.is_ok(), "{name}");
        let told = subject.retries.lock().unwrap()[0].what.clone();
        assert_eq!(told, "the time allowed for an answer ran out", "{name}");
    }
}

#[tokio::test]
async fn an_answer_that_stays_out_is_a_network_error_that_ran_out_of_time() {
    let server = Server::start([Reply::ok().after(Duration::from_secs(5))]);
    let (timeout, max_attempts) = (Duration::from_millis(100), 2);
    let error = client(Endpoint {
        timeout,
        max_attempts,
        ..endpoint(&server)
    })
    .ask()
    .await
    .unwrap_err();
    assert!(
        matches!(
            error,
            AskError::Network {
                timed_out: true,
                attempts: 2,
                ..
            }
        ),
        "{error}"
    );
}

#[tokio::test]
async fn an_answer_that_queues_within_the_time_is_waited_for() {
    let server = Server::start([Reply::ok().after(Duration::from_millis(700))]);
    let connect_timeout = Duration::from_millis(200);
    assert!(
        client(Endpoint {
            connect_timeout,
            ..endpoint(&server)
        })
        .ask()
        .await
        .is_ok()
    );
    assert_eq!(server.times(), 1);
}

#[tokio::test]
async fn a_server_that_is_not_there_is_a_network_error() {
    let base_url = Server::start([Reply::ok()]).url();
    // The server is gone, its port most likely still free.
    let server = Server::start([Reply::ok()]);
    let gone = Endpoint {
        base_url,
        ..endpoint(&server)
    };
    let error = client(gone).ask().await.unwrap_err();
    assert!(
        matches!(
            error,
            AskError::Network {
                timed_out: false,
                attempts: 3,
                ..
            }
        ),
        "{error}"
    );
    assert!(error.to_string().contains("could not connect"), "{error}");
}

#[tokio::test]
async fn encryption_where_there_is_none_does_not_show_the_address() {
    let server = Server::start([Reply::reset()]);
    let base_url = server.url().replace("http://", "https://user:hunter2hunter2@");
    let max_attempts = 1;
    let secure = Endpoint {
        base_url,
        max_attempts,
        ..endpoint(&server)
    };
    // A machine without any certificates refuses the setting already.
    let error = match OpenAi::new(secure, Arc::new(|_| ())) {
        Ok(client) => client.ask(&request("x")).await.unwrap_err(),
        Err(error) => error,
    };
    assert!(
        matches!(error, AskError::Network { .. } | AskError::Settings(_)),
        "{error}"
    );
    assert!(!error.to_string().contains("hunter2"), "{error}");
}
