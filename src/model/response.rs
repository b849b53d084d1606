//! Tells a whole HTTP response that holds what was asked for from one that holds an error, whatever its status says.

use super::fault::Fault;
use super::problem::Problem;
use super::retry::retry_after;
use super::secrets::Secrets;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde_json::Value;
use std::time::SystemTime;

/// What a success holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    /// A chat completion.
    Completion,
    /// A JSON object of the Files or Batches endpoints.
    Object,
    /// The content of a file, whatever it is.
    Content,
}

impl Expected {
    /// Tells from the path that is asked.
    pub fn at(path: &str) -> Self {
        match path {
            _ if path.ends_with("/chat/completions") => Self::Completion,
            _ if path.ends_with("/content") => Self::Content,
            _ => Self::Object,
        }
    }
}

/// Lets the body through where it holds what is expected, without a byte order mark.
pub(super) fn judge(
    expected: Expected,
    status: StatusCode,
    headers: &HeaderMap,
    body: Bytes,
    secrets: &Secrets,
) -> Result<Bytes, Fault> {
    if status.is_success() {
        return match expected {
            Expected::Completion => completion(status, body, secrets),
            Expected::Object => object(status, body, secrets),
            Expected::Content => Ok(without_mark(body)),
        };
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
    let body = without_mark(body);
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

fn object(status: StatusCode, body: Bytes, secrets: &Secrets) -> Result<Bytes, Fault> {
    let body = without_mark(body);
    let json: Value = serde_json::from_slice(&body).unwrap_or_default();
    let holds_it = json["id"].is_string() || json["data"].is_array();
    match json.get("error").filter(|error| !error.is_null() && !holds_it) {
        _ if holds_it => Ok(body),
        Some(_) => Err(Fault::Answered {
            status: status.as_u16(),
            problem: Problem::from_json(&json, secrets),
            asked: None,
        }),
        None if json.is_object() => Err(Fault::Garbage("the answer has no id".into())),
        None => Err(Fault::Garbage(what_instead(&Value::Null, &body, secrets))),
    }
}

fn without_mark(body: Bytes) -> Bytes {
    match body.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => body.slice_ref(rest),
        None => body,
    }
}

/// Says what is wrong with a completion that came in a line of a file; nothing, where it is one.
pub(super) fn problem_in(json: &Value) -> Option<Problem> {
    let secrets = Secrets::default();
    let error = error_in(json).map(|error| Problem::from_json(error, &secrets));
    let bare =
        || (!json["choices"][0].is_object()).then(|| Problem::default().saying("the answer has no choices"));
    error.or_else(bare)
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
            Expected::Completion,
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
    fn objects_of_files_and_batches_are_told_from_errors_and_content_is_let_through() {
        let judged = |expected, body: &'static str| {
            let secrets = Secrets::default();
            judge(
                expected,
                StatusCode::OK,
                &HeaderMap::new(),
                Bytes::from(body),
                &secrets,
            )
        };
        assert!(judged(Expected::Object, r#"{"id":"batch_1","error":null}"#).is_ok());
        assert!(judged(Expected::Object, r#"{"object":"list","data":[]}"#).is_ok());
        assert!(matches!(
            judged(Expected::Object, r#"{"error":{"message":"down"}}"#),
            Err(Fault::Answered { .. })
        ));
        for body in ["<html><title>Welcome</title></html>", "", "{}", "[]"] {
            let garbage = judged(Expected::Object, body);
            assert!(matches!(garbage, Err(Fault::Garbage(_))), "{body}");
        }
        assert!(judged(Expected::Content, "{\"broken\":").is_ok());
        let at = ["/v1/chat/completions", "/v1/files/file-1/content", "/v1/batches"].map(Expected::at);
        assert_eq!(at, [Expected::Completion, Expected::Content, Expected::Object]);
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
