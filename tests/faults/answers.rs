//! Usable answers in odd shapes are used.

use crate::server::{Reply, Server};
use crate::subject::subject;
use clarify::domain::Origin;
use clarify::model::{Answer, Finish, TokenCount};
use serde_json::{Value, json};

async fn answer(reply: Reply) -> Answer {
    let server = Server::start([reply]);
    let answered = subject(&server).ask().await.unwrap();
    assert_eq!(
        (answered.origin, answered.cost_usd, server.times()),
        (Origin::Live, None, 1)
    );
    answered.exchange.answer
}

fn with(choice: Value) -> Reply {
    Reply::json("200 OK", json!({"model": "served", "choices": [choice]}))
}

#[tokio::test]
async fn answers_of_every_recorded_server_are_read() {
    for (name, model, text) in [
        ("llama/plain", "qwen2.5-coder-1.5b", "Hello!"),
        ("llama/schema", "qwen2.5-coder-1.5b", "{ \"name\": \"Ada\""),
        ("lcp/schema2", "smollm2", "{ \"name\": \"Ada\" }"),
        ("litellm/ok", "mock-ok", "{\"ok\":true"),
        ("litellm/l_ok", "local", "{\n  \"name\""),
        ("litellm-chaos/ok", "chaos", "Hello! This is a mock"),
        ("mistralrs/plain", "models", "Hello!"),
        ("portkey/ok", "gpt-4o-mini", "Hello! This is a mock"),
    ] {
        let answer = answer(Reply::recorded(name)).await;
        assert_eq!(
            (answer.model.as_str(), answer.finish),
            (model, Finish::Stop),
            "{name}"
        );
        assert!(answer.text.starts_with(text), "{name}: {}", answer.text);
        assert!(answer.tokens.is_some() && answer.refusal.is_none(), "{name}");
    }
}

#[tokio::test]
async fn the_model_that_answered_need_not_be_the_one_asked() {
    let answer = answer(Reply::recorded("llama/badmodel")).await;
    assert_eq!(
        (answer.model.as_str(), answer.finish),
        ("qwen2.5-coder-1.5b", Finish::Length)
    );
    assert_eq!(answer.system_fingerprint.as_deref(), Some("b1-7e4c0a9"));
}

#[tokio::test]
async fn tokens_are_counted_with_those_from_the_cache() {
    let answer = answer(Reply::recorded("llama/length")).await;
    let expected = TokenCount {
        input: 34,
        cached_input: 24,
        output: 5,
    };
    assert_eq!(answer.tokens, Some(expected));
}

#[tokio::test]
async fn an_answer_cut_at_its_length_stays_cut_even_where_it_is_whole() {
    for name in ["llama/length_mct", "mistralrs/s_schema", "lcp/badschema"] {
        assert_eq!(
            answer(Reply::recorded(name)).await.finish,
            Finish::Length,
            "{name}"
        );
    }
}

#[tokio::test]
async fn a_refusal_is_an_answer_of_its_own() {
    let refused =
        with(json!({"message": {"content": null, "refusal": "I cannot help"}, "finish_reason": "stop"}));
    let answer = answer(refused).await;
    assert_eq!(
        (answer.refusal.as_deref(), answer.text.as_str()),
        (Some("I cannot help"), "")
    );
    assert!(!answer.is_reusable());
}

#[tokio::test]
async fn what_a_filter_stopped_is_told() {
    let filtered = with(json!({"message": {"content": ""}, "finish_reason": "content_filter"}));
    assert_eq!(answer(filtered).await.finish, Finish::ContentFilter);
}

#[tokio::test]
async fn bare_and_overfull_answers_are_read() {
    let message = json!({"content": "{}", "tool_calls": null, "annotations": [{"type": "x"}], "reasoning_content": "hm"});
    for (name, reply) in [
        ("bare", with(json!({"message": {"content": "{}"}}))),
        (
            "overfull",
            with(json!({"index": 0, "logprobs": {}, "message": message, "finish_reason": "eos"})),
        ),
        (
            "parts",
            with(json!({"message": {"content": [{"type": "text", "text": "{}"}]}, "finish_reason": "STOP"})),
        ),
        (
            "odd envelope",
            Reply::json(
                "200 OK",
                json!({
                    "id": null, "created": 1.5, "service_tier": "on_demand", "error": null,
                    "choices": [{"message": {"content": "{}"}, "finish_reason": ""}],
                    "usage": {"prompt_tokens": 1, "completion_tokens": 2, "prompt_tokens_details": null, "cost": 0.001},
                }),
            ),
        ),
        (
            "byte order mark",
            Reply::new(
                "200 OK",
                "",
                "\u{feff}{\"choices\":[{\"message\":{\"content\":\"{}\"}}]}",
            ),
        ),
        (
            "leading blanks",
            Reply::new(
                "200 OK",
                "",
                "\n\n  {\"choices\":[{\"message\":{\"content\":\"{}\"}}]}",
            ),
        ),
    ] {
        let answer = answer(reply).await;
        assert_eq!(
            (answer.text.as_str(), answer.finish),
            ("{}", Finish::Stop),
            "{name}"
        );
    }
}

#[tokio::test]
async fn prose_around_an_answer_is_left_to_the_reader() {
    let answer = answer(Reply::text("Sure!\n```json\n{}\n```")).await;
    assert_eq!(answer.text, "Sure!\n```json\n{}\n```");
}
