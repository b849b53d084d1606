//! Refusals of real servers, as recorded: read right, and not asked again in vain.

use crate::server::{Reply, Server};
use crate::subject::{client, endpoint, request, subject};
use clarify::model::{AskError, Endpoint, Model};
use serde_json::json;

async fn refused(reply: Reply) -> (AskError, usize) {
    let server = Server::start([reply]);
    let error = subject(&server).ask().await.unwrap_err();
    (error, server.times())
}

#[tokio::test]
async fn errors_of_every_server_keep_their_status_kind_and_words() {
    for (name, status, kind, words) in [
        ("lcp/notfound", 404, "", "Not Found"),
        (
            "litellm/badmodel",
            400,
            "invalid_request_error",
            "Invalid model name passed in model=nope",
        ),
        ("litellm/notfound", 404, "", "Not Found"),
        ("litellm-chaos/r401", 401, "authentication_error", "Unauthorized"),
        (
            "litellm-chaos/r404",
            404,
            "invalid_request_error",
            "Resource not found",
        ),
        (
            "llama/nomessages",
            400,
            "invalid_request_error",
            "'messages' is required",
        ),
        ("llama/temp", 400, "invalid_request_error", "Field 'temperature'"),
        ("llama/notfound", 404, "not_found_error", "File Not Found"),
        (
            "mistralrs/badjson",
            400,
            "",
            "Failed to parse the request body as JSON",
        ),
        ("mistralrs/nomsgs", 422, "", "missing field `messages`"),
        ("mistralrs/notfound", 404, "", "Not Found"),
        ("portkey/noconf", 400, "", "x-portkey-config"),
    ] {
        let (error, times) = refused(Reply::recorded(name)).await;
        let AskError::Status {
            status: told,
            kind: told_kind,
            message,
            ..
        } = error
        else {
            panic!("{name}: {error}")
        };
        assert_eq!((told, told_kind.as_str(), times), (status, kind, 1), "{name}");
        assert!(message.contains(words), "{name}: {message}");
    }
}

#[tokio::test]
async fn servers_in_trouble_are_asked_again_whatever_their_body() {
    for (name, words) in [
        ("lcp/badjson", "Internal Server Error"),
        ("litellm/noauth", "Internal Server Error"),
        ("litellm/r500", "mock internal server error"),
        ("litellm-chaos/sf_disconnect", "APIConnectionError"),
        ("litellm-chaos/slow", "timed out"),
        ("litellm-chaos/sf_malformed", "not JSON"),
        ("llama/image", "image input is not supported"),
        ("mistralrs/badmodel", "Requested model 'nope' is not available"),
        ("mistralrs/s_overs", "Prompt sequence length is greater"),
        ("portkey/dead", "fetch failed"),
        ("portkey/sf_disconnect", "Something went wrong"),
        ("portkey/timeout", "Request exceeded the timeout"),
    ] {
        let (error, times) = refused(Reply::recorded(name)).await;
        assert!(error.to_string().contains(words), "{name}: {error}");
        assert_eq!(times, 3, "{name}");
    }
}

#[tokio::test]
async fn a_request_that_is_too_long_is_told_alike_by_all() {
    for name in [
        "lcp/overflow",
        "litellm/l_overflow",
        "litellm/rctx",
        "llama/overflow",
        "mistralrs/s_over",
    ] {
        let (error, times) = refused(Reply::recorded(name)).await;
        let AskError::Status { kind, .. } = &error else {
            panic!("{name}: {error}")
        };
        assert_eq!((kind.as_str(), times), ("context_length_exceeded", 1), "{name}");
    }
}

#[tokio::test]
async fn a_budget_or_quota_that_is_used_up_is_not_asked_again() {
    let quota = Reply::json(
        "429 Too Many Requests",
        json!({"error": {
            "message": "You exceeded your current quota, please check your plan and billing details.",
            "type": "insufficient_quota", "param": null, "code": "insufficient_quota",
        }}),
    );
    for (name, reply) in [
        ("budget", Reply::recorded("litellm-chaos/bud2")),
        ("quota", quota),
    ] {
        let (error, times) = refused(reply).await;
        assert!(
            matches!(
                error,
                AskError::Status {
                    status: 429,
                    attempts: 1,
                    ..
                }
            ),
            "{name}: {error}"
        );
        assert_eq!(times, 1, "{name}");
    }
}

#[tokio::test]
async fn a_limit_behind_a_gateway_is_asked_again_after_the_renamed_wait() {
    let server = Server::start([
        Reply::recorded("litellm/r429"),
        Reply::recorded("portkey/r429retry"),
    ]);
    assert!(subject(&server).ask().await.is_ok());
    let server = Server::start([Reply::recorded("litellm-chaos/r503"), Reply::ok()]);
    assert!(subject(&server).ask().await.is_ok());
    let sent = server.sent();
    assert!((sent[1].at - sent[0].at).as_secs() >= 1);
}

#[tokio::test]
async fn a_cooldown_after_a_refused_key_is_not_asked_again() {
    let cooldown = Reply::recorded("litellm-chaos/after");
    let server = Server::start([Reply::recorded("litellm-chaos/r401"), cooldown]);
    let subject = subject(&server);
    assert!(matches!(
        subject.ask().await,
        Err(AskError::Status { status: 401, .. })
    ));
    assert!(matches!(
        subject.ask().await,
        Err(AskError::Status {
            status: 429,
            attempts: 1,
            ..
        })
    ));
    assert_eq!(server.times(), 2);
}

#[tokio::test]
async fn a_redirect_is_told_and_not_followed() {
    let location = "Location: https://user:pass@elsewhere.example/v1?token=abc\r\n";
    let (error, times) = refused(Reply::new("307 Temporary Redirect", location, "")).await;
    assert_eq!(times, 1);
    let words = error.to_string();
    assert!(
        words.contains("307") && words.contains("redirects to elsewhere.example/v1"),
        "{words}"
    );
    assert!(!words.contains("pass") && !words.contains("abc"), "{words}");
}

#[tokio::test]
async fn a_base_url_without_path_is_suspected_when_nothing_is_found() {
    let server = Server::start([Reply::recorded("litellm/notfound")]);
    let base_url = format!("http://{}/", server.host());
    let error = client(Endpoint {
        base_url,
        ..endpoint(&server)
    })
    .ask()
    .await
    .unwrap_err();
    assert!(error.to_string().contains("/v1"), "{error}");
    assert!(server.sent()[0].head.starts_with("POST /chat/completions "));
}

#[tokio::test]
async fn parameters_that_clarify_sets_itself_are_refused_before_sending() {
    let server = Server::start([Reply::ok()]);
    for name in [
        "messages",
        "model",
        "stream",
        "n",
        "response_format",
        "max_tokens",
        "max_completion_tokens",
    ] {
        let mut asked = request("x");
        asked.parameters.insert(name.into(), json!(1));
        let error = subject(&server).client.ask(&asked).await.unwrap_err();
        assert!(
            matches!(&error, AskError::Settings(words) if words.contains(name)),
            "{error}"
        );
    }
    assert_eq!(server.times(), 0);
}

#[tokio::test]
async fn words_of_a_server_are_short_and_harmless() {
    let message = format!("\u{1b}[2J\u{202e}bad\n{}", "long ".repeat(200));
    let (error, _) = refused(Reply::error("400 Bad Request", &message)).await;
    let words = error.to_string();
    assert!(words.chars().count() < 400 && words.ends_with('…'), "{words}");
    assert!(!words.contains(['\u{1b}', '\u{202e}', '\n']), "{words}");
}
