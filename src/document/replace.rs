//! A document's text with passages replaced; every other byte stays.

use super::Document;
use crate::domain::Span;

/// Returns the text of a document with other words in the place of spans that it handed out, which do not overlap.
pub fn replaced<'t>(document: &Document, edits: impl IntoIterator<Item = (Span, &'t str)>) -> String {
    let mut edits: Vec<(Span, &str)> = edits.into_iter().collect();
    edits.sort_by_key(|(span, _)| *span);
    let source = document.text();
    let mut text = String::with_capacity(source.len());
    let mut end = 0;
    for (span, words) in edits {
        text.push_str(&source[end..span.start()]);
        text.push_str(words);
        end = span.end();
    }
    text.push_str(&source[end..]);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_outside_the_passages_stays() {
        let document = Document::new(
            "x.md".into(),
            "x.md".into(),
            "\u{feff}one\r\ntwo  three\r\n".into(),
        );
        let span = |words: &str| {
            let start = document.text().find(words).unwrap();
            document.span(start..start + words.len()).unwrap()
        };
        let edits = [(span("three"), "3"), (span("one"), "uno, due")];
        assert_eq!(replaced(&document, edits), "\u{feff}uno, due\r\ntwo  3\r\n");
        assert_eq!(replaced(&document, []), document.text());
    }
}
