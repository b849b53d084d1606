//! Keeps what must not be shown or stored out of words and bodies, and makes strangers' words fit for a terminal.

use bytes::Bytes;
use secrecy::{ExposeSecret, SecretString};

/// What must never be shown or stored: the key, and a password or query in the base URL.
#[derive(Clone, Default)]
pub(super) struct Secrets(Vec<SecretString>);

/// What stands where a secret stood.
const REDACTED: &str = "[redacted]";
/// The shortest secret taken out of words; a shorter one is a placeholder such as `ollama`.
const SHORTEST: usize = 8;
/// The shortest secret taken out of bodies: an answer about a document must not lose an ordinary word.
const SHORTEST_IN_BODY: usize = 16;
/// The longest line shown, in characters.
const SHOWN: usize = 300;

impl Secrets {
    /// Collects secrets, leaving out those too short to be told from words.
    pub fn new(secrets: impl IntoIterator<Item = String>) -> Self {
        let long = secrets.into_iter().filter(|secret| secret.len() >= SHORTEST);
        Self(long.map(SecretString::from).collect())
    }

    /// Makes words fit to be shown: one line, no secrets, no control or bidirectional characters, a bounded length.
    pub fn clean(&self, words: &str) -> String {
        let hidden = self.0.iter().fold(words.to_owned(), |words, secret| {
            words.replace(secret.expose_secret(), REDACTED)
        });
        let harmless = hidden.replace(is_invisible, " ");
        let line = harmless.split_whitespace().collect::<Vec<_>>().join(" ");
        clip(&line)
    }

    /// Takes secrets out of a body, should a server echo them.
    pub fn redact(&self, body: Bytes) -> Bytes {
        self.0.iter().fold(body, |body, secret| {
            let secret = secret.expose_secret().as_bytes();
            let echoed = secret.len() >= SHORTEST_IN_BODY && memchr::memmem::find(&body, secret).is_some();
            if echoed {
                replace(&body, secret).into()
            } else {
                body
            }
        })
    }
}

fn replace(body: &[u8], secret: &[u8]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(body.len());
    let mut from = 0;
    for at in memchr::memmem::find_iter(body, secret) {
        kept.extend_from_slice(&body[from..at]);
        kept.extend_from_slice(REDACTED.as_bytes());
        from = at + secret.len();
    }
    kept.extend_from_slice(&body[from..]);
    kept
}

fn clip(line: &str) -> String {
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}

fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cleaned_of_escapes_bidi_marks_and_length() {
        let words = format!("a\u{1b}[31m\nb\u{202e}c{}", "x".repeat(400));
        let shown = Secrets::default().clean(&words);
        assert!(shown.starts_with("a [31m b c"));
        assert!(shown.ends_with('…') && shown.chars().count() == SHOWN + 1);
    }

    #[test]
    fn secrets_are_taken_out_of_words_and_bodies() {
        let secrets = Secrets::new(["sk-a-long-secret-key".to_owned(), "ollama".to_owned()]);
        let shown = secrets.clean("key sk-a-long-secret-key, try ollama");
        assert_eq!(shown, "key [redacted], try ollama");
        let body = secrets.redact(Bytes::from_static(b"{sk-a-long-secret-keysk-a-long-secret-key}"));
        assert_eq!(body, "{[redacted][redacted]}".as_bytes());
    }

    #[test]
    fn a_short_secret_is_taken_out_of_words_and_left_in_answers() {
        let secrets = Secrets::new(["not-needed".to_owned()]);
        assert_eq!(secrets.clean("key not-needed refused"), "key [redacted] refused");
        assert_eq!(
            secrets.redact(Bytes::from_static(b"is not-needed here")),
            "is not-needed here".as_bytes()
        );
    }
}
