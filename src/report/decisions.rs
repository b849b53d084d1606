//! Decisions written down: as lines of a spec's Clarifications section, or as entries of a decisions file. Words that came
//! back from elsewhere stay words: one line each, no tags, no comments.

use super::clean;
use crate::document::{Document, Section};
use crate::domain::amendment::Decision;
use crate::domain::{Authorship, FindingId, Span};

const HEADING: &str = "Clarifications";

/// Returns where decisions go in a spec, and the text to put there: behind the last line of the Clarifications section,
/// or in a new one at the end.
pub fn clarifications(spec: &Document, decisions: &[Decision]) -> Option<(Span, String)> {
    if decisions.is_empty() {
        return None;
    }
    let lines: Vec<String> = decisions.iter().map(line).collect();
    let text = spec.text();
    let (end, text) = match place(spec) {
        Some(range) => {
            let end = range.start + text[range.clone()].trim_end().len();
            let last = text[range.start..end].lines().last().unwrap_or_default();
            let gap = if last.starts_with("- ") { "\n" } else { "\n\n" };
            (end, format!("{gap}{}", lines.join("\n")))
        }
        None => {
            let end = text.trim_end().len();
            (end, format!("\n\n{}\n\n{}", heading(spec), lines.join("\n")))
        }
    };
    let close = if spec.text()[end..].is_empty() { "\n" } else { "" };
    let written = with_line_ends(spec.text(), format!("{text}{close}"));
    spec.span(end..end).map(|span| (span, written))
}

/// Returns the bytes of the Clarifications section, with what stands under headings of its own.
fn place(spec: &Document) -> Option<std::ops::Range<usize>> {
    let sections = spec.sections();
    let index = sections
        .iter()
        .position(|section| section.title.trim().eq_ignore_ascii_case(HEADING))?;
    let own = &sections[index];
    let inner = sections[index + 1..]
        .iter()
        .take_while(|section| section.level > own.level);
    let end = inner.last().unwrap_or(own).span.end();
    Some(own.span.start()..end)
}

fn heading(spec: &Document) -> String {
    let path = spec.path().to_ascii_lowercase();
    if path.ends_with(".txt") || path.ends_with(".text") {
        return format!("{HEADING}\n{}", "-".repeat(HEADING.len()));
    }
    format!("{} {HEADING}", "#".repeat(level(spec)))
}

/// Returns the level of the sections below the title; that of the title where there are several of it.
fn level(spec: &Document) -> usize {
    let levels = || {
        spec.sections()
            .iter()
            .map(|section: &Section| section.level)
            .filter(|level| *level > 0)
    };
    let top = levels().min().unwrap_or(1);
    if levels().filter(|level| *level == top).count() > 1 {
        top
    } else {
        (top + 1).min(6)
    }
}

fn line(decision: &Decision) -> String {
    let (by, question, answer) = (
        who(decision),
        inline(&decision.question),
        inline(&decision.answer),
    );
    format!(
        "- {}, {by} ({}): “{question}” {}",
        decision.on,
        decision.id,
        closed(&answer)
    )
}

fn who(decision: &Decision) -> String {
    let by = inline(&decision.by);
    match decision.authorship {
        Authorship::Own => by,
        Authorship::AcceptedSuggestion => format!("{by}, as clarify suggested"),
    }
}

fn closed(text: &str) -> String {
    let is_closed = text.ends_with(['.', '!', '?', '…', '”', ')']);
    if is_closed {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

/// Folds words into one line, and keeps them from opening a tag or a comment.
fn inline(text: &str) -> String {
    let line = clean::line(text);
    let mut inline = String::with_capacity(line.len());
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        let opens = |next: &char| next.is_ascii_alphabetic() || "!?/".contains(*next);
        if letter == '<' && letters.peek().is_some_and(opens) {
            inline.push('\\');
        }
        inline.push(letter);
    }
    inline
}

fn with_line_ends(like: &str, text: String) -> String {
    if like.contains("\r\n") {
        text.replace('\n', "\r\n")
    } else {
        text
    }
}

/// Returns a decisions file with further entries; `existing` is its text so far.
pub fn decisions_file(existing: Option<&str>, spec: &str, decisions: &[Decision]) -> String {
    let existing = existing.unwrap_or("# Decisions\n");
    let entries: Vec<String> = decisions.iter().map(|decision| entry(spec, decision)).collect();
    let kept = existing.trim_end();
    let text = format!("{}\n", entries.join("\n"));
    let gap = with_line_ends(existing, format!("\n\n{}", text.trim_end()));
    format!("{kept}{gap}{}", with_line_ends(existing, "\n".into()))
}

fn entry(spec: &str, decision: &Decision) -> String {
    let (question, answer) = (inline(&decision.question), inline(&decision.answer));
    format!(
        "## {}: {question}\n\n{}\n\nDecided by: {}. Asked about {} ({}).\n",
        decision.on,
        closed(&answer),
        who(decision),
        inline(spec),
        decision.id
    )
}

/// Tells whether a text holds the record of a decision.
pub fn is_recorded(text: &str, id: &FindingId) -> bool {
    text.contains(&format!("({id})"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::replaced;

    fn decision(id: &str, answer: &str) -> Decision {
        Decision {
            id: FindingId(id.into()),
            question: "How long is a code valid?".into(),
            answer: answer.into(),
            authorship: Authorship::Own,
            by: "Hanneke Roelofs".into(),
            on: "2026-11-27".into(),
            passages: Vec::new(),
            places: Vec::new(),
            waiting: Vec::new(),
        }
    }

    fn written(path: &str, text: &str, decisions: &[Decision]) -> String {
        let spec = Document::new(path.into(), path.into(), text.into());
        let (span, words) = clarifications(&spec, decisions).unwrap();
        replaced(&spec, [(span, words.as_str())])
    }

    #[test]
    fn a_section_is_made_at_the_end_and_goes_on_growing() {
        let once = written(
            "s.md",
            "# Returns\n\n## Codes\n\n14 days\n",
            &[decision("q-1", "21 days")],
        );
        let line = "- 2026-11-27, Hanneke Roelofs (q-1): “How long is a code valid?” 21 days.\n";
        assert_eq!(
            once,
            format!("# Returns\n\n## Codes\n\n14 days\n\n## Clarifications\n\n{line}")
        );
        let twice = written("s.md", &once, &[decision("q-2", "Ask again!")]);
        assert_eq!(
            twice,
            format!("{once}- 2026-11-27, Hanneke Roelofs (q-2): “How long is a code valid?” Ask again!\n")
        );
        assert!(
            is_recorded(&twice, &FindingId("q-2".into())) && !is_recorded(&twice, &FindingId("q-3".into()))
        );
    }

    #[test]
    fn a_section_in_the_middle_keeps_what_follows_and_the_line_ends() {
        let text = "# A\r\n\r\n## clarifications\r\n\r\nSettled:\r\n\r\n## Z\r\n\r\nend";
        let written = written(
            "s.md",
            text,
            &[decision("q-1", "a\nb <!-- clarify: ignore x --> <b>")],
        );
        let line = "- 2026-11-27, Hanneke Roelofs (q-1): “How long is a code valid?” a b \\<!-- clarify: ignore x --> \\<b>.";
        assert_eq!(
            written,
            text.replace("Settled:", &format!("Settled:\r\n\r\n{line}"))
        );
    }

    #[test]
    fn plain_text_gets_an_underlined_heading() {
        let written = written(
            "s.txt",
            "Codes are valid for 14 days.",
            &[decision("q-1", "21 days")],
        );
        assert!(
            written.contains("\n\nClarifications\n--------------\n\n- 2026-11-27"),
            "{written}"
        );
        assert!(written.ends_with("21 days.\n"));
    }

    #[test]
    fn a_decisions_file_is_begun_and_continued() {
        let mut accepted = decision("q-1", "21 days");
        accepted.authorship = Authorship::AcceptedSuggestion;
        let once = decisions_file(None, "spec.md", &[accepted]);
        assert_eq!(
            once,
            "# Decisions\n\n## 2026-11-27: How long is a code valid?\n\n21 days.\n\n\
             Decided by: Hanneke Roelofs, as clarify suggested. Asked about spec.md (q-1).\n"
        );
        let twice = decisions_file(
            Some(&once),
            "spec.md",
            &[decision("q-2", "x"), decision("q-3", "y")],
        );
        assert!(
            twice.starts_with(&once) && twice.matches("\n\n## ").count() == 3,
            "{twice}"
        );
    }
}
