//! Documents as templates take them: their text, the part of it, their outline.

use super::fence;
use crate::context::Excerpt;
use crate::document::Document;
use crate::prompt::review::Part;
use minijinja::{Value, context};
use std::ops::Range;

/// Makes the values of the context documents, whose texts are at hand.
pub fn context(excerpts: &[Excerpt], texts: &[String]) -> Vec<Value> {
    let documents = excerpts.iter().zip(texts);
    documents
        .map(|(excerpt, text)| {
            let label = fence::attribute(excerpt.document.label());
            context! { role => excerpt.role.as_str(), label => label, text => text.trim_end() }
        })
        .collect()
}

/// Returns the text of a part of a document, or the whole, without what surrounds it.
pub fn part_text(document: &Document, part: Option<&Part>) -> String {
    let text = match part {
        Some(part) => &document.text()[part.range.clone()],
        None => document.text(),
    };
    text.trim_start_matches('\u{feff}').trim_end().to_owned()
}

/// Returns the text of some stretches of a document; of every other section, its heading alone.
pub fn focus_text(document: &Document, ranges: &[Range<usize>]) -> String {
    let mut text = String::new();
    for section in document.sections() {
        let span = section.span.range();
        let shown = ranges
            .iter()
            .filter(|range| range.start < span.end && range.end > span.start);
        let mut shown = shown
            .map(|range| &document.text()[range.start.max(span.start)..range.end.min(span.end)])
            .peekable();
        if shown.peek().is_some() {
            text.extend(shown);
        } else if !section.title.is_empty() {
            let marks = "#".repeat(section.level);
            text.push_str(&format!(
                "{marks} {}\n[not changed since the last review]\n\n",
                section.title
            ));
        }
    }
    text.trim_start_matches('\u{feff}').trim_end().to_owned()
}

/// Lists the headings, indented by level.
pub fn outline(document: &Document) -> Vec<String> {
    let titled = document
        .sections()
        .iter()
        .filter(|section| !section.title.is_empty());
    titled
        .map(|section| {
            let indent = "  ".repeat(section.level.saturating_sub(1));
            format!("{indent}- {}", section.title)
        })
        .collect()
}
