//! From the text of an answer to typed claims: strict that there is one JSON value of the right shape, forgiving about
//! what surrounds it and what it leaves out.

use serde::de::DeserializeOwned;
use serde_json::Value;

/// Says why a text is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// There is no text.
    #[error("the answer is empty")]
    Empty,
    /// There is no JSON object in it.
    #[error("the answer holds no JSON object: {0}")]
    NoJson(String),
    /// The JSON has another shape.
    #[error("the answer does not fit its schema at {at}: {message}")]
    Shape {
        /// The path within the answer.
        at: String,
        /// What was wrong.
        message: String,
    },
}

/// Reads the JSON object that a text holds, whether bare, in a code fence, or with words round it. `field` is one that
/// the object must have.
pub fn parse<T: DeserializeOwned>(text: &str, field: &str) -> Result<T, ParseError> {
    if text.trim().is_empty() {
        return Err(ParseError::Empty);
    }
    let value = object_with(text, field)?;
    serde_path_to_error::deserialize(value).map_err(|error| ParseError::Shape {
        at: error.path().to_string(),
        message: error.inner().to_string(),
    })
}

/// How many opening braces are tried.
const MOST_STARTS: usize = 50;

fn object_with(text: &str, field: &str) -> Result<Value, ParseError> {
    let mut first_error = None;
    for (start, _) in text.match_indices('{').take(MOST_STARTS) {
        let mut values = serde_json::Deserializer::from_str(&text[start..]).into_iter::<Value>();
        match values.next() {
            Some(Ok(value)) if value.get(field).is_some() => return Ok(value),
            Some(Err(error)) => first_error = first_error.or(Some(error)),
            _ => {}
        }
    }
    let message = first_error.map_or_else(
        || format!("no object has a field `{field}`"),
        |error| error.to_string(),
    );
    Err(ParseError::NoJson(message))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::wire::{Code, ReviewAnswer, WireFlag};
    use crate::domain::{FlagKind, Severity};

    fn flags(text: &str) -> Result<Vec<WireFlag>, ParseError> {
        parse::<ReviewAnswer>(text, "flags").map(|answer| answer.flags)
    }

    #[test]
    fn fences_and_words_round_the_object_are_ignored() {
        for text in [
            r#"{"flags": []}"#,
            "```json\n{\"flags\": []}\n```",
            "Here {as asked} is it: {\"x\": 1} {\"flags\": []} Hope it helps",
            "\u{feff}{\"flags\": null}",
        ] {
            assert_eq!(flags(text).map(|flags| flags.len()), Ok(0), "{text}");
        }
    }

    #[test]
    fn missing_null_and_unknown_fields_are_forgiven() {
        let text = r#"{"flags": [{"title": null, "kind": "Ambiguous_Timing", "severity": "MAJOR", "extra": 1,
            "passages": [{"quote": 30}]}, {"kind": "surprise", "severity": "huge"}]}"#;
        let flags = flags(text).unwrap();
        assert_eq!(flags[0].kind, Code::Known(FlagKind::AmbiguousTiming));
        assert_eq!(flags[0].severity, Some(Severity::Major));
        assert_eq!(flags[0].passages[0].quote, "30");
        assert_eq!(flags[1].kind, Code::Unknown("surprise".into()));
        assert_eq!(flags[1].severity, None);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        assert_eq!(flags(" \n"), Err(ParseError::Empty).map(|()| vec![]));
        assert!(
            flags("I am sorry")
                .unwrap_err()
                .to_string()
                .contains("no JSON object")
        );
        assert!(
            flags("{\"flags\": [{\"title\": \"cut")
                .unwrap_err()
                .to_string()
                .contains("EOF")
        );
        let error = flags(r#"{"flags": [{"passages": [{"quote": "x"}, 7]}]}"#)
            .unwrap_err()
            .to_string();
        assert!(error.contains("flags[0].passages[1]"), "{error}");
    }
}
