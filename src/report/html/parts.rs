//! Small parts that pages are put together of.

use crate::domain::{Anchor, Severity};
use crate::report::{passage, words};
use maud::{Markup, html};

/// The most paragraphs of one quote that are shown.
const MAX_PARAGRAPHS: usize = 8;

/// A word with a capital at its beginning.
pub fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// How severe something is: the word, in its colour.
pub fn severity(severity: Severity) -> Markup {
    html! { span.severity.(severity.as_str()) { (capital(severity.as_str())) } }
}

/// How many findings there are of each severity, as a row of figures; leaves out what there is none of.
pub fn counts(counts: &[usize; Severity::ALL.len()]) -> Markup {
    html! {
        ul.counts {
            @for (severity, count) in Severity::ALL.into_iter().zip(counts).filter(|(_, count)| **count > 0) {
                li class=(severity.as_str()) { strong { (words::grouped(*count as u64)) } " " (plural(severity, *count)) }
            }
        }
    }
}

fn plural(severity: Severity, count: usize) -> String {
    match severity {
        Severity::Blocker | Severity::Note if count != 1 => format!("{severity}s"),
        _ => severity.to_string(),
    }
}

/// Words of a document and where they stand; `place` is the id of the passage, where the page shows it.
pub fn quote(anchor: &Anchor, place: Option<&str>) -> Markup {
    let paragraphs = passage::paragraphs(&anchor.quote);
    html! {
        figure.quote {
            blockquote {
                @for paragraph in paragraphs.iter().take(MAX_PARAGRAPHS) { p { (paragraph) } }
                @if paragraphs.len() > MAX_PARAGRAPHS { p { "…" } }
            }
            figcaption { (source(anchor, place)) }
        }
    }
}

/// Says where words stand.
pub fn source(anchor: &Anchor, place: Option<&str>) -> Markup {
    let position = anchor.position;
    let path = format!("{}:{}:{}", anchor.document, position.line, position.column);
    html! {
        @match place {
            Some(id) => a href={ "#" (id) } { "line " (position.line) },
            None => span.path { (path) },
        }
        @if let Some(section) = anchor.section.as_deref().filter(|section| !section.trim().is_empty()) {
            ", " (section)
        }
        @if anchor.matched == crate::domain::Match::Approximate { " (quote approximate)" }
    }
}

/// A button that copies what an element of the page holds. It is shown only where the script runs.
pub fn copy_button(of: &str, what: &str) -> Markup {
    html! {
        button.copy type="button" hidden data-copy=(of) { "Copy" span.unseen { " " (what) } }
    }
}

/// The text that a copy button copies: plain, and not shown.
pub fn to_copy(id: &str, text: &str) -> Markup {
    html! { template #(id) { (text) } }
}

/// A list of notes in small print, folded until it is wanted.
pub fn folded(title: &str, lines: &[Markup]) -> Markup {
    html! {
        @if !lines.is_empty() {
            details.folded {
                summary { (title) }
                ul { @for line in lines { li { (line) } } }
            }
        }
    }
}
