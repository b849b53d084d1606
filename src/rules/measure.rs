//! Measures: whether a passage says how much.

use super::grammar::Grammar;

/// Marks that may stand before a number.
const SIGNS: &[char] = &['(', '~', '<', '>', '≤', '≥', '=', '$', '€', '£', '+', '-', '–'];

/// Marks before a number that stand apart from it, and make it a limit.
const MARKS: &[&str] = &["<", ">", "≤", "≥", "=", "p50", "p95", "p99"];

/// Tells whether a text holds a number with a sign or unit, or with a limit before it: “under 300 ms”, “< 5”, “10 %”.
pub fn holds_measure(text: &str, grammar: &Grammar) -> bool {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let mut before = "";
    let mut tokens = text.split_whitespace().peekable();
    while let Some(token) = tokens.next() {
        let next = tokens.peek().copied().unwrap_or_default();
        if is_measure(before, token, next, grammar) {
            return true;
        }
        before = token;
    }
    false
}

fn is_measure(before: &str, token: &str, next: &str, grammar: &Grammar) -> bool {
    let number = token.trim_start_matches(SIGNS);
    let unit = number.trim_start_matches(|char: char| char.is_ascii_digit() || ".,-–x".contains(char));
    let is_number = number.starts_with(|char: char| char.is_ascii_digit());
    let is_signed = number.len() < token.trim_start_matches('(').len();
    let is_limited = grammar.limits.has(before) || MARKS.contains(&before);
    is_number && (is_signed || is_limited || is_unit(unit, grammar) || is_unit(next, grammar))
}

fn is_unit(word: &str, grammar: &Grammar) -> bool {
    let word = word.trim_matches(|char: char| !char.is_alphanumeric() && char != '%');
    grammar.units.has(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::language;

    fn holds(text: &str) -> bool {
        holds_measure(text, &language::spoken()[0].grammar)
    }

    #[test]
    fn numbers_with_units_signs_or_limits_are_measures() {
        for text in [
            "(p95 under 300 ms)",
            "in <2s",
            "10 % of calls",
            "95% pass",
            "at most 3",
            "€20",
            "up to 25 MB",
            "≤ 5",
        ] {
            assert!(holds(text), "{text}");
        }
    }

    #[test]
    fn other_numbers_are_not() {
        for text in ["FR-012", "phase 2", "in 2026", "v2.0", "see issue 12", ""] {
            assert!(!holds(text), "{text}");
        }
    }
}
