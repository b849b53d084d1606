//! What an edit does to the layout: nothing, but for a block that falls with the whole of its words.

use super::place;
use crate::document::{BlockKind, Document, replaced};
use crate::domain::Span;
use crate::domain::amendment::{Decision, Edit};

/// Returns a text with the line ends of the spec.
pub fn with_line_ends(spec: &Document, text: &str) -> String {
    let plain = text.replace("\r\n", "\n");
    if spec.text().contains("\r\n") {
        plain.replace('\n', "\r\n")
    } else {
        plain
    }
}

/// Widens a passage that falls: to the lines of its paragraph or list item where nothing of that is left, else by one of
/// the two blanks that it would leave.
pub fn widened(spec: &Document, span: Span, replacement: &str) -> Span {
    if !replacement.is_empty() {
        return span;
    }
    let text = spec.text();
    let block = spec.blocks().iter().find(|block| block.span.contains(span));
    let falls = block.filter(|block| {
        let is_lines = matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem);
        is_lines && text[block.span.range()].trim() == text[span.range()].trim()
    });
    let range = match falls {
        Some(block) => {
            let lines = spec.lines_of(block.span);
            let blank = if block.kind == BlockKind::Paragraph { 2 } else { 1 };
            lines.start..after_line_ends(text, lines.end, blank)
        }
        None if text[..span.start()].ends_with(' ') && is_blank_or_end(&text[span.end()..]) => {
            span.start() - 1..span.end()
        }
        None => span.range(),
    };
    spec.span(range).unwrap_or(span)
}

fn is_blank_or_end(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with([' ', '\n', '\r'])
}

fn after_line_ends(text: &str, from: usize, most: usize) -> usize {
    let mut end = from;
    for _ in 0..most {
        let rest = &text[end..];
        end += if rest.starts_with("\r\n") {
            2
        } else {
            usize::from(rest.starts_with('\n'))
        };
    }
    end
}

/// Says where an edit changes the layout, or brings in mark-up or links that nobody wrote.
pub fn faults(spec: &Document, edit: &Edit, decisions: &[&Decision]) -> Vec<String> {
    let mut faults = Vec::new();
    let (passage, replacement) = (&edit.passage.quote, &edit.replacement);
    if tags(replacement) > tags(passage) {
        faults.push("it brings in HTML or a comment".to_owned());
    }
    let is_known = |address: &&str| {
        let answers = decisions.iter().map(|decision| decision.answer.as_str());
        answers
            .chain([passage.as_str()])
            .any(|text| text.contains(*address))
    };
    if let Some(address) = addresses(replacement).find(|address| !is_known(address)) {
        faults.push(format!("it brings in the link {address}"));
    }
    let cells = |text: &str| text.replace("\\|", "").matches('|').count();
    let splits_row = place::is_in_row(spec, edit.passage.span) && cells(replacement) != cells(passage);
    if splits_row || shape_after(spec, edit) != expected_shape(spec, edit) {
        faults.push(
            "it changes the layout: no headings, rows, cells, lists or paragraphs may come or go".to_owned(),
        );
    }
    faults
}

fn tags(text: &str) -> usize {
    let opens = |at: usize| {
        text[at + 1..].starts_with(|next: char| next.is_ascii_alphabetic() || "!?/".contains(next))
    };
    text.match_indices('<').filter(|(at, _)| opens(*at)).count()
}

fn addresses(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|letter: char| letter.is_whitespace() || "()<>\"".contains(letter));
    words.filter(|word| word.contains("://") || word.starts_with("www.") || word.starts_with("javascript:"))
}

type Shape = Vec<(BlockKind, bool)>;

fn shape(spec: &Document, without: Option<Span>) -> Shape {
    let blocks = spec
        .blocks()
        .iter()
        .filter(|block| !without.is_some_and(|gone| gone.contains(block.span)));
    blocks.map(|block| (block.kind, block.quoted)).collect()
}

fn expected_shape(spec: &Document, edit: &Edit) -> Shape {
    let falls = edit.replacement.is_empty().then_some(edit.passage.span);
    shape(
        spec,
        falls.filter(|span| span.contains(place::around(spec, *span))),
    )
}

fn shape_after(spec: &Document, edit: &Edit) -> Shape {
    let text = replaced(spec, [(edit.passage.span, edit.replacement.as_str())]);
    shape(
        &Document::new(spec.path().to_owned(), spec.label().to_owned(), text),
        None,
    )
}
