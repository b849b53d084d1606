//! Tells a whole HTTP response that holds a chat completion from one that holds an error, whatever its status says.

use super::fault::Fault;
use super::problem::Problem;
use super::retry::retry_after;
use super::secrets::Secrets;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde_json::Value;
use std::time::SystemTime;

/// Lets the body through where it is a chat completion, without a byte order mark.
pub(super) fn judge(
    status: StatusCode,
    headers: &HeaderMap,
    body: Bytes,
    secrets: &Secrets,
) -> Result<Bytes, Fault> {
    if status.is_success() {
        return completion(status, body, secrets);
    }
    let problem = match headers.get(header::LOCATION) {
        Some(location) if status.is_redirection() => redirection(location, secrets),
        _ => problem(status, &body, secrets),
    };
    Err(Fault::Answered {
        status: status.as_u16(),
        problem,
        asked: retry_after(headers, SystemTime::now()),
    })
}

fn completion(status: StatusCode, body: Bytes, secrets: &Secrets) -> Result<Bytes, Fault> {
    let body = match body.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => body.slice_ref(rest),
        None => body,
    };
    let json: Value = serde_json::from_slice(&body).unwrap_or_default();
    if let Some(error) = error_in(&json) {
        return Err(Fault::Answered {
            status: status.as_u16(),
            problem: Problem::from_json(error, secrets),
            asked: None,
        });
    }
    if json["choices"][0].is_object() {
        Ok(body)
    } else {
        Err(Fault::Garbage(what_instead(&json, &body, secrets)))
    }
}

/// Finds the error in a success: instead of choices, or in the first choice (OpenRouter).
fn error_in(json: &Value) -> Option<&Value> {
    let choice = &json["choices"][0];
    if choice["error"].is_object() {
        return Some(choice);
    }
    let failed = json["status"] == "failure" || !json["error"].is_null();
    (!choice.is_object() && failed).then_some(json)
}

fn what_instead(json: &Value, body: &[u8], secrets: &Secrets) -> String {
    match json {
        _ if body.is_empty() => "the answer is empty".into(),
        Value::Null => format!("the answer is not JSON: {}", Problem::read(body, secrets).message),
        _ => "the answer has no choices".into(),
    }
}

fn problem(status: StatusCode, body: &[u8], secrets: &Secrets) -> Problem {
    let problem = Problem::read(body, secrets);
    if problem.message.is_empty() {
        problem.saying(status.canonical_reason().unwrap_or("no further words"))
    } else {
        problem
    }
}

/// Redirects are not followed: they could take the key to another server. The address is told without a user or query.
fn redirection(location: &HeaderValue, secrets: &Secrets) -> Problem {
    let location = String::from_utf8_lossy(location.as_bytes());
    let address = location.split(['?', '#']).next().unwrap_or_default();
    let address = match (address.find("//"), address.rfind('@')) {
        (Some(slashes), Some(at)) if slashes < at => &address[at + 1..],
        _ => address,
    };
    let words = secrets.clean(&format!("it redirects to {address}, which is not followed"));
    Problem::default().saying(&words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(body: &str) -> Result<Bytes, Fault> {
        let secrets = Secrets::default();
        judge(
            StatusCode::OK,
            &HeaderMap::new(),
            Bytes::from(body.to_owned()),
            &secrets,
        )
    }

    #[test]
    fn a_byte_order_mark_before_a_completion_is_taken_off() {
        let body = judged("\u{feff}{\"choices\":[{}]}").unwrap();
        assert_eq!(body, r#"{"choices":[{}]}"#);
    }

    #[test]
    fn an_error_beside_choices_that_are_whole_is_passed_over() {
        assert!(judged(r#"{"error":null,"choices":[{"message":{}}]}"#).is_ok());
    }

    #[test]
    fn an_error_in_a_success_is_an_error() {
        for body in [
            r#"{"error":{"message":"down"}}"#,
            r#"{"error":"down"}"#,
            r#"{"choices":[],"error":{"message":"down"}}"#,
            r#"{"choices":[{"error":{"message":"down"},"finish_reason":"error"}]}"#,
            r#"{"status":"failure","message":"down"}"#,
        ] {
            let Err(Fault::Answered { problem, .. }) = judged(body) else {
                panic!("{body}")
            };
            assert_eq!(problem.message, "down", "{body}");
        }
    }

    #[test]
    fn anything_else_in_a_success_is_garbage() {
        for (body, words) in [
            ("", "empty"),
            ("<html><title>Welcome</title></html>", "not JSON: Welcome"),
            ("{\"choices\":[{\"mess", "not JSON"),
            ("data: {}\n\ndata: [DONE]\n", "not JSON"),
            ("{}", "no choices"),
            (r#"{"choices":null}"#, "no choices"),
            (r#"{"choices":[]}"#, "no choices"),
            ("[]", "no choices"),
        ] {
            let Err(Fault::Garbage(message)) = judged(body) else {
                panic!("{body}")
            };
            assert!(message.contains(words), "{message}");
        }
    }

    #[test]
    fn a_redirect_is_told_without_its_user_and_query() {
        let location = HeaderValue::from_static("https://user:pass@example.org/v1?token=x");
        let problem = redirection(&location, &Secrets::default());
        assert_eq!(
            problem.message,
            "it redirects to example.org/v1, which is not followed"
        );
    }
}
