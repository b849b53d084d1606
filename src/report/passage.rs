//! The words a finding points at, cut out of their document with just enough around them to be understood.

use super::{Sources, clean, words};
use crate::document::{BlockKind, Document};
use crate::domain::Anchor;
use std::ops::Range;

/// The columns up to which words around a quote are shown with it.
const CONTEXT_COLUMNS: usize = 44;

/// One row of an excerpt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What the row shows.
    pub text: String,
    /// The bytes of `text` that belong to the quote, on character boundaries.
    pub mark: Range<usize>,
}

impl Row {
    /// Makes a row of nothing but quoted words.
    fn quoted(text: String) -> Self {
        let mark = 0..text.len();
        Self { text, mark }
    }
}

/// Lays a quote out in rows of at most `width` columns and at most `max` rows: one row with the words around it where
/// it fits, its first rows otherwise. Empty for a quote without words.
pub fn rows(anchor: &Anchor, sources: &Sources, width: usize, max: usize) -> Vec<Row> {
    let paragraphs = paragraphs(&anchor.quote);
    match paragraphs.as_slice() {
        [quote] if words::columns(quote) <= width => {
            let (before, after) = around(anchor, sources).unwrap_or_default();
            vec![window(&before, quote, &after, width)]
        }
        _ => first_rows(&paragraphs, width, max),
    }
}

/// Splits a quote into paragraphs, each folded into one line: at blank lines, list items, table rows and headings.
pub fn paragraphs(quote: &str) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut is_new = true;
    for line in quote.lines() {
        let folded = clean::line(line);
        match paragraphs.last_mut() {
            Some(open) if !is_new && !begins_block(&folded) => {
                open.push(' ');
                open.push_str(&folded);
            }
            _ if !folded.is_empty() => paragraphs.push(folded.clone()),
            _ => {}
        }
        is_new = folded.is_empty();
    }
    paragraphs
        .iter_mut()
        .for_each(|paragraph| paragraph.truncate(paragraph.trim_end().len()));
    paragraphs
}

fn begins_block(line: &str) -> bool {
    let marker = line.split(' ').next().unwrap_or_default();
    let is_number = marker.ends_with(['.', ')']) && marker.starts_with(|first: char| first.is_ascii_digit());
    line.is_empty()
        || is_number
        || line.starts_with('|')
        || matches!(marker, "-" | "*" | "+" | "•" | ">" | "#" | "##" | "###")
}

/// Returns the words of the same sentence before and after the quote, or `None` where the document does not hold the
/// quote at its span.
fn around(anchor: &Anchor, sources: &Sources) -> Option<(String, String)> {
    let document = sources.get(&anchor.document)?;
    let span = anchor.span.range();
    if document.text().get(span.clone())? != anchor.quote {
        return None;
    }
    let pool = pool(document, anchor);
    let before = document.text().get(pool.start..span.start).unwrap_or_default();
    let after = document.text().get(span.end..pool.end).unwrap_or_default();
    Some((
        clean::fold(last_sentence(before)).trim_start().to_owned(),
        clean::fold(first_sentence(after, &anchor.quote))
            .trim_end()
            .to_owned(),
    ))
}

/// Returns the bytes from which words around the quote may be taken: its paragraph, or else its lines.
fn pool(document: &Document, anchor: &Anchor) -> Range<usize> {
    let is_prose = |kind| !matches!(kind, BlockKind::Code | BlockKind::Html | BlockKind::FrontMatter);
    let blocks = document.blocks().iter();
    let mut blocks = blocks.filter(|block| is_prose(block.kind) && block.span.contains(anchor.span));
    match blocks.next() {
        Some(block) => block.span.range(),
        None => document.lines_of(anchor.span),
    }
}

fn last_sentence(before: &str) -> &str {
    let mut ends = before
        .char_indices()
        .filter(|(at, found)| ends_sentence(*found, &before[at + found.len_utf8()..]));
    ends.next_back()
        .map_or(before, |(at, found)| &before[at + found.len_utf8()..])
}

fn first_sentence<'a>(after: &'a str, quote: &str) -> &'a str {
    if quote.ends_with(['.', '?', '!', '。']) {
        return "";
    }
    let mut ends = after
        .char_indices()
        .filter(|(at, found)| ends_sentence(*found, &after[at + found.len_utf8()..]));
    ends.next()
        .map_or(after, |(at, found)| &after[..at + found.len_utf8()])
}

fn ends_sentence(found: char, next: &str) -> bool {
    match found {
        '.' | '?' | '!' => next.starts_with(char::is_whitespace),
        '。' | '？' | '！' => true,
        _ => false,
    }
}

/// Lays out one row: the quote, and as many of the words around it as the row, and good measure, allow.
fn window(before: &str, quote: &str, after: &str, width: usize) -> Row {
    let room = width.min(CONTEXT_COLUMNS).saturating_sub(words::columns(quote));
    let before = ending(before, room.saturating_sub(words::columns(after)).max(room / 2));
    let after = beginning(after, room.saturating_sub(words::columns(&before)));
    let mark = before.len()..before.len() + quote.len();
    Row {
        text: format!("{before}{quote}{after}"),
        mark,
    }
}

/// Returns the last words that fit, with `…` before them where some do not.
fn ending(text: &str, room: usize) -> String {
    if words::columns(text) <= room {
        return text.to_owned();
    }
    let mut start = text.len();
    for word in words::words(text).collect::<Vec<_>>().iter().rev() {
        let next = start - word.word.len() - word.whitespace.len();
        if words::columns(&text[next..]) + 2 > room {
            break;
        }
        start = next;
    }
    mark_cut(&text[start..], room, |kept| format!("… {kept}"))
}

/// Returns the first words that fit, with `…` after them where some do not.
fn beginning(text: &str, room: usize) -> String {
    if words::columns(text) <= room {
        return text.to_owned();
    }
    let mut end = 0;
    let pieces = words::words(text).map(|word| word.word.len() + word.whitespace.len());
    for length in pieces {
        if words::columns(text[..end + length].trim_end()) + 2 > room {
            break;
        }
        end += length;
    }
    mark_cut(text[..end].trim_end(), room, |kept| format!("{kept} …"))
}

fn mark_cut(kept: &str, room: usize, marked: impl Fn(&str) -> String) -> String {
    if room < 2 { String::new() } else { marked(kept) }
}

/// Wraps the paragraphs of a long quote and keeps the first rows, the last of them marked where some are left out.
fn first_rows(paragraphs: &[String], width: usize, max: usize) -> Vec<Row> {
    let mut rows = paragraphs
        .iter()
        .flat_map(|paragraph| words::wrap(paragraph, width.saturating_sub(2)));
    let mut kept: Vec<Row> = rows.by_ref().take(max).map(Row::quoted).collect();
    if let (Some(last), Some(_)) = (kept.last_mut(), rows.next()) {
        last.text.push_str(" …");
    }
    kept
}
