//! Where an edit's passage stands: once, in one block.

use super::wire::WireEdit;
use crate::answer::anchor::{Finder, Hint};
use crate::answer::normalise;
use crate::document::{Block, BlockKind, Document};
use crate::domain::Span;
use std::ops::Range;

/// Finds the passage of an edit, or says why it cannot be changed.
pub fn find(spec: &Document, finder: &Finder<'_>, edit: &WireEdit) -> Result<Span, String> {
    let places = occurrences(spec.text(), &edit.passage);
    let here: Vec<&Range<usize>> = places
        .iter()
        .filter(|place| is_in(spec, place.start, &edit.section))
        .collect();
    let place = match (places.as_slice(), here.as_slice()) {
        ([], _) => return Err(nearest(spec, finder, edit)),
        ([place], _) => place.clone(),
        (_, [place]) => (*place).clone(),
        _ => return Err("its passage stands in several places: copy more of the words round it".into()),
    };
    let span = spec.span(place).ok_or("its passage cuts a character")?;
    if spec.words_at(span).contains('\n') && block(spec, span).is_none() {
        return Err(
            "its passage runs over more than one paragraph, list item or cell: make several edits".into(),
        );
    }
    Ok(span)
}

/// Returns every place of a passage, whatever white space parts its words.
fn occurrences(text: &str, passage: &str) -> Vec<Range<usize>> {
    let words: Vec<&str> = passage.split_whitespace().collect();
    let Some((first, rest)) = words.split_first() else {
        return Vec::new();
    };
    let starts = text.match_indices(first).map(|(start, _)| start);
    starts
        .filter_map(|start| Some(start..end_of(text, start + first.len(), rest)?))
        .collect()
}

fn end_of(text: &str, from: usize, words: &[&str]) -> Option<usize> {
    words.iter().try_fold(from, |end, word| {
        let next = text[end..].trim_start();
        let start = text.len() - next.len();
        (start > end && next.starts_with(word)).then_some(start + word.len())
    })
}

fn is_in(spec: &Document, offset: usize, section: &str) -> bool {
    let title = spec
        .section_at(offset)
        .map(|found| normalise::quote(&found.title));
    !section.is_empty() && title == Some(normalise::quote(section))
}

/// Says what the spec has in place of a passage that does not stand there.
fn nearest(spec: &Document, finder: &Finder<'_>, edit: &WireEdit) -> String {
    let section = Some(edit.section.as_str()).filter(|name| !name.is_empty());
    match finder.find(&edit.passage, Hint { section, earlier: 0 }) {
        Some(near) => {
            let words = spec.words_at(near.span);
            format!("its passage is not copied letter by letter; the spec says “{words}”")
        }
        None => "its passage does not stand in the spec".into(),
    }
}

/// Returns the block that holds a span, or its lines where none does; a cell's block is its row.
pub fn around(spec: &Document, span: Span) -> Span {
    let block = block(spec, span)
        .filter(|block| !is_cell(block))
        .map(|block| block.span);
    block.or_else(|| spec.span(spec.lines_of(span))).unwrap_or(span)
}

/// Tells whether a span touches a row of a table.
pub fn is_in_row(spec: &Document, span: Span) -> bool {
    spec.blocks()
        .iter()
        .any(|block| is_cell(block) && block.span.overlaps(span))
}

fn block(spec: &Document, span: Span) -> Option<&Block> {
    let holding = spec.blocks().iter().filter(|block| block.span.contains(span));
    holding.min_by_key(|block| block.span.len())
}

fn is_cell(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Cell | BlockKind::HeadCell)
}
