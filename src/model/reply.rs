//! Reads a chat completion leniently: servers leave out, rename and add fields. Refuses to judge the text.

use super::exchange::{Answer, Conveyed, Finish, TokenCount};
use serde_json::Value;

/// Reads the first choice of a completion.
pub(super) fn read(reply: &Value, asked: &str, conveyed: Conveyed) -> Answer {
    let choice = &reply["choices"][0];
    let message = &choice["message"];
    Answer {
        model: filled(&reply["model"]).unwrap_or(asked).to_owned(),
        text: text(&message["content"]).unwrap_or_default(),
        refusal: refusal(message),
        finish: finish(&choice["finish_reason"]),
        conveyed,
        tokens: tokens(&reply["usage"]),
        system_fingerprint: filled(&reply["system_fingerprint"]).map(str::to_owned),
    }
}

/// Counts the tokens that a completion took, read and written, where the server tells.
pub(super) fn tokens_in(body: &[u8]) -> Option<u64> {
    let reply: Value = serde_json::from_slice(body).ok()?;
    tokens(&reply["usage"]).map(|count| count.input + count.output)
}

fn filled(value: &Value) -> Option<&str> {
    value.as_str().filter(|text| !text.trim().is_empty())
}

/// Content is a string, or a list of parts.
fn text(content: &Value) -> Option<String> {
    match content {
        Value::String(text) => Some(text.clone()),
        Value::Array(parts) => Some(parts.iter().filter_map(|part| part["text"].as_str()).collect()),
        _ => None,
    }
}

fn refusal(message: &Value) -> Option<String> {
    let parts = message["content"].as_array().into_iter().flatten();
    let in_part = parts.filter_map(|part| filled(&part["refusal"])).next();
    filled(&message["refusal"]).or(in_part).map(str::to_owned)
}

/// Reads why the model stopped; servers write OpenAI's words, their engine's or none.
fn finish(reason: &Value) -> Finish {
    let word = reason.as_str().unwrap_or_default();
    match word.to_ascii_lowercase().as_str() {
        "" | "stop" | "eos" | "eos_token" | "stop_sequence" | "end_turn" | "complete" => Finish::Stop,
        "length" | "max_tokens" | "max_length" | "model_length" => Finish::Length,
        "content_filter" | "safety" => Finish::ContentFilter,
        _ => Finish::Other(word.to_owned()),
    }
}

/// Reads the usage, where it tells both directions; the total stands in for one of them.
fn tokens(usage: &Value) -> Option<TokenCount> {
    let total = number(&usage["total_tokens"]);
    let (prompt, completion) = (
        number(&usage["prompt_tokens"]),
        number(&usage["completion_tokens"]),
    );
    let rest = |other: Option<u64>| total?.checked_sub(other?);
    let input = prompt.or_else(|| rest(completion))?;
    let output = completion.or_else(|| rest(prompt))?;
    let cached = number(&usage["prompt_tokens_details"]["cached_tokens"])
        .or_else(|| number(&usage["prompt_cache_hit_tokens"]));
    Some(TokenCount {
        input,
        cached_input: cached.unwrap_or(0).min(input),
        output,
    })
}

/// Reads a count, also one written as a fraction.
fn number(value: &Value) -> Option<u64> {
    let fraction = || value.as_f64().filter(|count| *count >= 0.0);
    value.as_u64().or_else(|| fraction().map(|count| count as u64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read_choice(choice: Value) -> Answer {
        read(&json!({ "choices": [choice] }), "asked", Conveyed::Text)
    }

    #[test]
    fn a_reply_of_the_barest_kind_is_read() {
        let answer = read_choice(json!({"message": {"content": "{}"}}));
        assert_eq!(
            (answer.model.as_str(), answer.text.as_str(), answer.finish),
            ("asked", "{}", Finish::Stop)
        );
        assert_eq!(
            (answer.refusal, answer.tokens, answer.system_fingerprint),
            (None, None, None)
        );
    }

    #[test]
    fn content_is_read_from_parts_and_none_is_empty() {
        let parts =
            json!({"message": {"content": [{"type": "text", "text": "a"}, {"type": "x"}, {"text": "b"}]}});
        assert_eq!(read_choice(parts).text, "ab");
        assert_eq!(read_choice(json!({"message": {"content": null}})).text, "");
        assert_eq!(read_choice(json!({})).text, "");
    }

    #[test]
    fn reasoning_is_left_out() {
        let choice = json!({"message": {"content": "x", "reasoning_content": "hm", "reasoning": "hm"}});
        assert_eq!(read_choice(choice).text, "x");
    }

    #[test]
    fn a_refusal_is_read_from_message_or_part() {
        let message = json!({"message": {"content": null, "refusal": "no"}});
        let part = json!({"message": {"content": [{"type": "refusal", "refusal": "no"}]}});
        for choice in [message, part] {
            assert_eq!(read_choice(choice).refusal.as_deref(), Some("no"));
        }
        assert_eq!(
            read_choice(json!({"message": {"content": "", "refusal": ""}})).refusal,
            None
        );
    }

    #[test]
    fn every_word_for_stopping_is_understood() {
        for (word, expected) in [
            (json!("stop"), Finish::Stop),
            (json!("STOP"), Finish::Stop),
            (json!("eos"), Finish::Stop),
            (json!(""), Finish::Stop),
            (json!(null), Finish::Stop),
            (json!("length"), Finish::Length),
            (json!("MAX_TOKENS"), Finish::Length),
            (json!("content_filter"), Finish::ContentFilter),
            (json!("tool_calls"), Finish::Other("tool_calls".into())),
        ] {
            assert_eq!(
                read_choice(json!({"finish_reason": word})).finish,
                expected,
                "{word}"
            );
        }
    }

    #[test]
    fn usage_is_read_whole_partial_or_not_at_all() {
        let count =
            |usage: Value| tokens(&usage).map(|count| (count.input, count.cached_input, count.output));
        assert_eq!(
            count(json!({"prompt_tokens": 10, "completion_tokens": 2})),
            Some((10, 0, 2))
        );
        assert_eq!(
            count(json!({"prompt_tokens": 10, "total_tokens": 12})),
            Some((10, 0, 2))
        );
        assert_eq!(
            count(json!({"total_tokens": 12, "completion_tokens": 2})),
            Some((10, 0, 2))
        );
        let details = json!({"prompt_tokens": 10.0, "completion_tokens": 2, "prompt_tokens_details": {"cached_tokens": 8}});
        assert_eq!(count(details), Some((10, 8, 2)));
        let nulls = json!({"prompt_tokens": 1, "completion_tokens": 1, "prompt_tokens_details": null});
        assert_eq!(count(nulls), Some((1, 0, 1)));
        assert_eq!(count(json!({"prompt_tokens": 10})), None);
        assert_eq!(count(json!({"total_tokens": 10})), None);
        assert_eq!(count(json!(null)), None);
    }
}
