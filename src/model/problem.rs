//! Reads what a server says went wrong, in whichever shape it says it, into one form fit to be shown.

use super::secrets::Secrets;
use serde_json::Value;

/// How much of an error is read for words, in bytes or characters.
const READ: usize = 16 * 1024;
/// The normalised kind of an error that says the request is longer than the model reads.
pub(super) const CONTEXT_OVERFLOW: &str = "context_length_exceeded";

/// What a server says went wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Problem {
    /// The provider's code or type; empty where it gave none.
    pub kind: String,
    /// The provider's words, fit to be shown.
    pub message: String,
    /// The HTTP status that the error object itself names, for errors that come in a success.
    pub code: Option<u16>,
    /// Kind, parameter and message in lower case, to look for words in.
    words: String,
}

impl Problem {
    /// Reads a body: OpenAI's object, a string, `detail`, a flat `message`, text, HTML.
    pub fn read(body: &[u8], secrets: &Secrets) -> Self {
        match serde_json::from_slice::<Value>(body) {
            Ok(Value::Array(list)) => Self::from_json(list.first().unwrap_or(&Value::Null), secrets),
            Ok(json) => Self::from_json(&json, secrets),
            Err(_) => Self::new("", "", &text_of(body), None, secrets),
        }
    }

    /// Reads a parsed body.
    pub fn from_json(json: &Value, secrets: &Secrets) -> Self {
        let error = json.get("error").filter(|error| !error.is_null()).unwrap_or(json);
        let kind = kind_of(error);
        let param = error.get("param").and_then(Value::as_str).unwrap_or_default();
        Self::new(&kind, param, &message_of(error), code_of(error), secrets)
    }

    fn new(kind: &str, param: &str, message: &str, code: Option<u16>, secrets: &Secrets) -> Self {
        let message: String = message.chars().take(READ).collect();
        let words = format!("{kind} {param} {message}").to_lowercase();
        let kind = if overflows(&words) { CONTEXT_OVERFLOW } else { kind };
        Self {
            kind: secrets.clean(kind),
            message: secrets.clean(&message),
            code,
            words,
        }
    }

    /// Says something else, in words fit to be shown.
    pub fn saying(self, words: &str) -> Self {
        Self {
            message: words.to_owned(),
            ..self
        }
    }

    /// Tells whether the request is longer than the model reads.
    pub fn is_overflow(&self) -> bool {
        self.kind == CONTEXT_OVERFLOW
    }

    /// Tells whether a quota or budget is used up, so that asking again is useless.
    ///
    /// Google's per-minute limits use the words of a quota too, and say when to come back.
    pub fn is_spent(&self) -> bool {
        let budget = self.has("budget") && self.has_any(&["exceed", "crossed", "over budget"]);
        budget || (self.has_any(SPENT) && !self.has("please retry in"))
    }

    /// Tells whether the key or the right to ask is refused, whatever the status says.
    pub fn is_unauthorised(&self) -> bool {
        self.has_any(UNAUTHORISED)
    }

    /// Tells whether a gateway rests its upstreams after errors that it does not name (LiteLLM).
    pub fn is_cooldown(&self) -> bool {
        self.has_any(&["in_cooldown", "are in cooldown"])
    }

    /// Tells whether the form asked for in `response_format` is refused.
    pub fn refuses_form(&self) -> bool {
        !self.is_overflow() && self.has_any(FORM)
    }

    /// Finds which of some parameters is refused: the one the error names, else the one its message names first.
    pub fn names_first<'a>(&self, parameters: &[&'a str]) -> Option<&'a str> {
        let position = |name: &&str| self.words.find(*name);
        let named = parameters.iter().filter(|name| position(name).is_some());
        named.min_by_key(|name| position(name)).copied()
    }

    fn has(&self, word: &str) -> bool {
        self.words.contains(word)
    }

    fn has_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.has(word))
    }
}

const SPENT: &[&str] = &[
    "insufficient_quota",
    "exceeded your current quota",
    "billing_hard_limit",
    "billing hard limit",
    "billing_not_active",
    "billing details",
    "insufficient balance",
    "insufficient credit",
    "insufficient funds",
    "credit balance is too low",
    "payment required",
];

const UNAUTHORISED: &[&str] = &[
    "authenticationerror",
    "authentication_error",
    "invalid_api_key",
    "invalid api key",
    "incorrect api key",
    "unauthorized",
    "permission_denied",
];

const FORM: &[&str] = &[
    "response_format",
    "response format",
    "json_schema",
    "json schema",
    "json_object",
    "json mode",
    "structured output",
    "structured_output",
    "structuredoutput",
    "guided_json",
    "guided decoding",
    "grammar",
];

const OVERFLOW: &[&str] = &[
    "context_length_exceeded",
    "exceed_context_size",
    "contextwindowexceeded",
    "maximum context length",
    "context length exceeded",
    "exceeds the available context size",
    "exceeds the context window",
    "exceeds the model's context",
    "exceeds the maximum number of tokens",
    "prompt sequence length is greater",
    "prompt is too long",
    "input is too long",
    "reduce the length of the messages",
];

fn overflows(words: &str) -> bool {
    OVERFLOW.iter().any(|word| words.contains(word))
}

/// Prefers a code in words to a type: it is the more telling of the two.
fn kind_of(error: &Value) -> String {
    let text = |name: &str| error.get(name).and_then(Value::as_str).map(str::to_owned);
    let code = text("code").filter(|code| code.parse::<u32>().is_err());
    let number = || {
        error
            .get("code")
            .filter(|code| code.is_number())
            .map(Value::to_string)
    };
    code.or_else(|| text("type"))
        .or_else(|| text("code"))
        .or_else(number)
        .unwrap_or_default()
}

fn code_of(error: &Value) -> Option<u16> {
    let code = error.get("code").or_else(|| error.get("status"))?;
    let number = code
        .as_u64()
        .or_else(|| code.as_str().and_then(|text| text.parse().ok()))?;
    u16::try_from(number)
        .ok()
        .filter(|code| (400..600).contains(code))
}

fn message_of(error: &Value) -> String {
    let names = ["message", "detail", "msg", "html-message", "error"];
    let found = names.iter().find_map(|name| error.get(name).map(words_of));
    found.unwrap_or_else(|| words_of(error))
}

/// Puts a value into words: FastAPI gives a list of objects with `loc` and `msg`.
fn words_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Array(list) => list.iter().map(words_of).collect::<Vec<_>>().join("; "),
        Value::Object(fields) => match (fields.get("loc"), fields.get("msg").or(fields.get("message"))) {
            (Some(place), Some(message)) => format!("{}: {}", path_of(place), words_of(message)),
            (None, Some(message)) => words_of(message),
            (_, None) => value.to_string(),
        },
        other => other.to_string(),
    }
}

fn path_of(place: &Value) -> String {
    let step = |step: &Value| step.as_str().map_or_else(|| step.to_string(), str::to_owned);
    match place {
        Value::Array(steps) => steps.iter().map(step).collect::<Vec<_>>().join("."),
        other => step(other),
    }
}

/// Reads a body that is not JSON: a page's title, else its words without tags, else the text.
fn text_of(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(&body[..body.len().min(READ)]);
    let lower = text.to_ascii_lowercase();
    if !lower.contains("<html") && !lower.contains("<!doctype html") {
        return text.into_owned();
    }
    let title = lower.find("<title>").map(|at| at + "<title>".len());
    let end = lower.find("</title>");
    match (title, end) {
        (Some(start), Some(end)) if start <= end => text[start..end].to_owned(),
        _ => without_tags(&text),
    }
}

fn without_tags(page: &str) -> String {
    let mut inside = false;
    let outside = page.chars().map(|character| {
        inside = (inside || character == '<') && character != '>';
        if inside || character == '>' {
            ' '
        } else {
            character
        }
    });
    outside.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Problem {
        Problem::read(body.as_bytes(), &Secrets::default())
    }

    #[test]
    fn every_shape_of_error_gives_its_kind_and_words() {
        for (body, kind, message) in [
            (
                r#"{"error":{"message":"m","type":"t","param":null,"code":"c"}}"#,
                "c",
                "m",
            ),
            (r#"{"error":{"message":"m","type":"t","code":"429"}}"#, "t", "m"),
            (r#"{"error":{"message":"m","type":"t","code":400}}"#, "t", "m"),
            (r#"{"error":{"message":"m","code":400}}"#, "400", "m"),
            (r#"{"error":"model not found"}"#, "", "model not found"),
            (r#"{"detail":"Not Found"}"#, "", "Not Found"),
            (
                r#"{"detail":[{"loc":["body","model"],"msg":"field required"}]}"#,
                "",
                "body.model: field required",
            ),
            (r#"{"message":"flat"}"#, "", "flat"),
            (r#"{"status":"failure","message":"gateway"}"#, "", "gateway"),
            (
                r#"{"object":"error","message":"m","type":"BadRequestError","code":400}"#,
                "BadRequestError",
                "m",
            ),
            (r#"[{"error":{"message":"m","status":"UNAVAILABLE"}}]"#, "", "m"),
            ("Internal Server Error", "", "Internal Server Error"),
            (
                "<html><head><title>502 Bad\nGateway</title></head></html>",
                "",
                "502 Bad Gateway",
            ),
            ("<html><body><h1>nginx</h1></body></html>", "", "nginx"),
            ("", "", ""),
        ] {
            let problem = read(body);
            assert_eq!(
                (problem.kind.as_str(), problem.message.as_str()),
                (kind, message),
                "{body}"
            );
        }
    }

    #[test]
    fn a_rate_limit_that_points_to_the_billing_page_is_not_spent() {
        let limit = "Rate limit reached for gpt-4o on tokens per min (TPM): Limit 30000. Please try again in 2s. You can \
                     increase your rate limit at https://platform.openai.com/account/billing.";
        assert!(!read(limit).is_spent());
    }

    #[test]
    fn used_up_quotas_and_budgets_are_spent() {
        for words in [
            "You exceeded your current quota, please check your plan and billing details.",
            "No deployments available - crossed budget: Exceeded budget for provider openai: 0.000225 >= 2e-05",
            "ExceededBudget: User=x over budget. Spend=1, Budget=1",
            "Budget has been exceeded! Current cost: 1, Max budget: 1",
            "Your credit balance is too low",
        ] {
            assert!(read(words).is_spent(), "{words}");
        }
        assert!(!read("You exceeded your current quota. Please retry in 31.5s.").is_spent());
    }

    #[test]
    fn the_parameter_an_error_names_first_is_the_refused_one() {
        let both = ["max_completion_tokens", "max_tokens"];
        let problem = read(
            "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
        );
        assert_eq!(problem.names_first(&both), Some("max_tokens"));
        assert_eq!(read("something else").names_first(&both), None);
    }
}
