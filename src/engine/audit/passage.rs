//! Passages: the stretches of a document that say one thing each, and so can be held against those of others.

use crate::document::{Block, BlockKind, Document};
use crate::domain::Span;

/// Paragraphs and items with more words than this are taken sentence by sentence.
const LONG: usize = 40;
/// A passage with fewer words than this says too little to be compared.
const SHORT: usize = 4;

/// Lists the passages of a document, in order: paragraphs, items and table rows, the long ones by sentence. Code, HTML,
/// front matter and headings are none.
pub fn passages(document: &Document) -> Vec<Span> {
    let mut found = Vec::new();
    let mut row: Option<std::ops::Range<usize>> = None;
    for block in document.blocks() {
        if block.kind == BlockKind::Cell {
            let line = document.lines_of(block.span);
            if row.as_ref() != Some(&line) {
                found.extend(document.span(line.clone()));
                row = Some(line);
            }
        } else if is_prose(block) {
            split(document, block.span, &mut found);
        }
    }
    found.retain(|span| count_words(document.words_at(*span)) >= SHORT);
    found
}

fn is_prose(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem)
}

fn count_words(text: &str) -> usize {
    let words = text.split_whitespace();
    words.filter(|word| word.contains(char::is_alphanumeric)).count()
}

fn split(document: &Document, span: Span, found: &mut Vec<Span>) {
    let text = document.words_at(span);
    if count_words(text) <= LONG {
        found.push(span);
        return;
    }
    let mut start = 0;
    for end in sentence_ends(text) {
        if count_words(&text[start..end]) >= SHORT {
            let trimmed = start + (text[start..end].len() - text[start..end].trim_start().len());
            let stop = start + text[start..end].trim_end().len();
            found.extend(document.span(span.start() + trimmed..span.start() + stop));
            start = end;
        }
    }
}

/// Returns where sentences end: behind a full stop, question or exclamation mark that white space and a capital, digit
/// or mark follow; and at the end.
fn sentence_ends(text: &str) -> Vec<usize> {
    let mut ends: Vec<usize> = text
        .match_indices(['.', '?', '!'])
        .map(|(at, _)| at + 1)
        .filter(|end| {
            let rest = &text[*end..];
            let next = rest.trim_start();
            next.len() < rest.len() && next.starts_with(|letter: char| !letter.is_lowercase())
        })
        .collect();
    ends.push(text.len());
    ends
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passages_of(text: &str) -> Vec<String> {
        let document = Document::new("x.md".into(), "x.md".into(), text.into());
        let spans = passages(&document);
        spans
            .into_iter()
            .map(|span| document.words_at(span).to_owned())
            .collect()
    }

    #[test]
    fn items_and_rows_are_passages_and_headings_and_code_are_not() {
        let text = "# A long heading of several words\n\n- the first item says this\n- short\n\n\
                    | Thing | Limit |\n|---|---|\n| parcels a day at Venlo | 900 |\n\n```\nlet it be code for once\n```\n";
        assert_eq!(
            passages_of(text),
            ["the first item says this", "| parcels a day at Venlo | 900 |"]
        );
    }

    #[test]
    fn a_long_paragraph_is_taken_by_sentence() {
        let one = "A parcel that nobody fetches within ten days goes back to the warehouse at our own cost.";
        let two = "It costs approx. 3 euros, which the shop pays, and the customer is told by e-mail on the same day.";
        let three = "No further reminder is sent to anybody after that.";
        assert_eq!(passages_of(&format!("{one} {two} {three}\n")), [one, two, three]);
    }
}
