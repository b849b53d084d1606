//! The lines of a batch: requests as they go in, answers and errors as they come out. vLLM's batch runner reads and writes
//! the same.

use crate::model::exchange::{Answer, Conveyed};
use crate::model::problem::Problem;
use crate::model::secrets::Secrets;
use crate::model::{reply, response};
use serde_json::{Value, json};

/// Writes the line of a request, ended by a line break.
pub(super) fn input(key: &str, body: &Value) -> Vec<u8> {
    let line = json!({
        "custom_id": key,
        "method": "POST",
        "url": "/v1/chat/completions",
        "body": body,
    });
    let mut line = line.to_string().into_bytes();
    line.push(b'\n');
    line
}

/// One line of an output or error file.
#[derive(Debug)]
pub(super) struct Output {
    /// The request that it is about.
    pub key: String,
    /// The answer, or what came in its place.
    pub outcome: Result<Answer, Refused>,
}

/// What came in place of an answer.
#[derive(Debug)]
pub(super) struct Refused {
    /// The HTTP status; 0 where there is none.
    pub status: u16,
    pub problem: Problem,
}

/// Reads a line; none where it is broken or tells of no request.
pub(super) fn output(line: &[u8], model: &str, conveyed: Conveyed) -> Option<Output> {
    let json: Value = serde_json::from_slice(line).ok()?;
    let key = json["custom_id"].as_str()?.to_owned();
    let body = &json["response"]["body"];
    let status = json["response"]["status_code"].as_u64();
    let status = status.and_then(|status| u16::try_from(status).ok()).unwrap_or(0);
    let refused = |problem| Err(Refused { status, problem });
    let secrets = Secrets::default();
    let outcome = match response::problem_in(body) {
        None if status < 300 => Ok(reply::read(body, model, conveyed)),
        _ if !json["error"].is_null() => refused(Problem::from_json(&json["error"], &secrets)),
        Some(problem) if status < 300 => refused(problem),
        _ => refused(Problem::from_json(body, &secrets)),
    };
    Some(Output { key, outcome })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(line: Value) -> Result<String, (u16, String)> {
        let output = output(line.to_string().as_bytes(), "m", Conveyed::JsonSchema).unwrap();
        assert_eq!(output.key, "k");
        let answer = output.outcome.map(|answer| answer.text);
        answer.map_err(|refused| (refused.status, refused.problem.message))
    }

    #[test]
    fn an_answer_is_read_as_a_live_one_would_be() {
        let body = json!({"choices": [{"message": {"content": "{}"}, "finish_reason": "stop"}]});
        let line = json!({"custom_id": "k", "response": {"status_code": 200, "body": body}, "error": null});
        assert_eq!(outcome(line), Ok("{}".into()));
        // vLLM writes no status for an answer.
        assert_eq!(
            outcome(json!({"custom_id": "k", "response": {"body": body}})),
            Ok("{}".into())
        );
    }

    #[test]
    fn whatever_came_in_place_of_an_answer_is_told() {
        let error = json!({"error": {"message": "too long", "type": "invalid_request_error"}});
        for (line, status, words) in [
            (
                json!({"response": {"status_code": 400, "body": error}, "error": null}),
                400,
                "too long",
            ),
            (
                json!({"response": null, "error": {"code": "batch_expired", "message": "expired"}}),
                0,
                "expired",
            ),
            (
                json!({"response": {"status_code": 200, "body": error}}),
                200,
                "too long",
            ),
            (
                json!({"response": {"status_code": 200, "body": {"choices": []}}}),
                200,
                "the answer has no choices",
            ),
            (
                json!({"response": {"status_code": 500, "body": "boom"}}),
                500,
                "boom",
            ),
        ] {
            let mut line = line;
            line["custom_id"] = json!("k");
            assert_eq!(outcome(line.clone()), Err((status, words.into())), "{line}");
        }
    }

    #[test]
    fn a_broken_line_and_one_without_its_request_are_none() {
        for line in [
            "",
            "{",
            "{\"custom_id\": \"k\", \"resp",
            "{\"response\": {}}",
            "[]",
        ] {
            assert!(output(line.as_bytes(), "m", Conveyed::Text).is_none(), "{line}");
        }
    }
}
