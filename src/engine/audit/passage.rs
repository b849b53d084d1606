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
    found.retain(|span| {
        let words = document.words_at(*span);
        count_words(words) >= SHORT && !is_signature(words)
    });
    found
}

/// The most words of a line that says who wrote a document and when.
const SIGNATURE: usize = 18;
/// How such a line begins.
const LABELS: [&str; 9] = [
    "owner",
    "author",
    "status",
    "version",
    "date",
    "created",
    "from",
    "to",
    "feature branch",
];

/// Tells whether a passage says who wrote the document, when and in which state: such lines are alike everywhere.
fn is_signature(words: &str) -> bool {
    if count_words(words) > SIGNATURE {
        return false;
    }
    let plain = words
        .trim_start_matches(|letter: char| !letter.is_alphanumeric())
        .to_lowercase();
    let label = plain.split([':', '*']).next().unwrap_or_default().trim();
    LABELS.contains(&label) || (holds_year(words) && is_verbless(&plain))
}

fn holds_year(words: &str) -> bool {
    let numbers = words.split(|letter: char| !letter.is_ascii_digit());
    numbers
        .into_iter()
        .any(|number| number.len() == 4 && number.starts_with("20"))
}

/// Names, functions and dates have no verb; of verbs it knows the most frequent ones.
fn is_verbless(plain: &str) -> bool {
    const VERBS: [&str; 24] = [
        "is", "are", "must", "shall", "will", "should", "may", "can", "has", "have", "be", "was", "were",
        "gets", "goes", "starts", "ends", "until", "from", "by", "within", "opens", "before", "after",
    ];
    !plain.contains('|')
        && !plain
            .split_whitespace()
            .any(|word| VERBS.contains(&word.trim_matches(|letter: char| !letter.is_alphanumeric())))
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
    fn lines_on_who_wrote_it_and_when_are_no_passages() {
        let text = "# T\n\nFinance, Joris Maes. 2 November 2026\n\nOwner: Bram Jacobs, version of 3 May\n\n\
                    Boxes carry no label from 1 January 2027.\n";
        assert_eq!(passages_of(text), ["Boxes carry no label from 1 January 2027."]);
    }

    #[test]
    fn a_long_paragraph_is_taken_by_sentence() {
        let one = "A parcel that nobody fetches within ten days goes back to the warehouse at our own cost.";
        let two = "It costs approx. 3 euros, which the shop pays, and the customer is told by e-mail on the same day.";
        let three = "No further reminder is sent to anybody after that.";
        assert_eq!(passages_of(&format!("{one} {two} {three}\n")), [one, two, three]);
    }
}
