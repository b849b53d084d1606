//! Splitting a long spec into parts that fit one request: at sections, else at blocks, else at lines.

use crate::document::Document;
use crate::prompt::review::Part;
use crate::tokens::{self, Tokens};
use std::ops::Range;

/// Returns the parts of a spec, each of at most `limit` tokens by estimate where lines allow; none where the whole fits.
pub fn parts(spec: &Document, limit: Tokens) -> Vec<Part> {
    let text = spec.text();
    if tokens::estimate(text) <= limit {
        return Vec::new();
    }
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for piece in pieces(spec, limit) {
        match ranges.last_mut() {
            Some(last) if tokens::estimate(&text[last.start..piece.end]) <= limit => last.end = piece.end,
            _ => ranges.push(piece),
        }
    }
    ranges.retain(|range| !text[range.clone()].trim().is_empty());
    let of = ranges.len();
    ranges
        .into_iter()
        .enumerate()
        .map(|(index, range)| Part {
            number: index + 1,
            of,
            range,
        })
        .collect()
}

/// Gathers stretches of a spec into groups of at most `limit` tokens by estimate, where lines allow.
pub fn groups(spec: &Document, stretches: &[Range<usize>], limit: Tokens) -> Vec<Vec<Range<usize>>> {
    let size = |range: &Range<usize>| tokens::estimate(&spec.text()[range.clone()]).0;
    let is_in = |piece: &Range<usize>| {
        stretches
            .iter()
            .any(|range| range.start <= piece.start && piece.end <= range.end)
    };
    let mut groups: Vec<(usize, Vec<Range<usize>>)> = Vec::new();
    for piece in pieces(spec, limit).into_iter().filter(is_in) {
        let own = size(&piece);
        match groups.last_mut() {
            Some((total, group)) if *total + own <= limit.0 => {
                *total += own;
                match group.last_mut() {
                    Some(last) if last.end == piece.start => last.end = piece.end,
                    _ => group.push(piece),
                }
            }
            _ => groups.push((own, vec![piece])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// Cuts the text into pieces in order: sections, and where one is too long its blocks, and where one is too long its
/// lines. Together the pieces are the text.
fn pieces(spec: &Document, limit: Tokens) -> Vec<Range<usize>> {
    let fits = |range: &Range<usize>| tokens::estimate(&spec.text()[range.clone()]) <= limit;
    let sections = spec.sections().iter().map(|section| section.span.start());
    let mut pieces = Vec::new();
    for section in between(sections, 0..spec.text().len()) {
        if fits(&section) {
            pieces.push(section);
            continue;
        }
        let blocks = spec
            .blocks()
            .iter()
            .map(|block| line_start(spec.text(), block.span.start()));
        for block in between(blocks, section) {
            if fits(&block) {
                pieces.push(block);
            } else {
                pieces.extend(lines(spec.text(), block, limit));
            }
        }
    }
    pieces
}

fn line_start(text: &str, offset: usize) -> usize {
    text[..offset].rfind('\n').map_or(0, |end| end + 1)
}

/// Cuts a range at the offsets that lie within it.
fn between(offsets: impl Iterator<Item = usize>, range: Range<usize>) -> Vec<Range<usize>> {
    let mut cuts: Vec<usize> = offsets
        .filter(|offset| range.contains(offset) && *offset > range.start)
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    let starts = std::iter::once(range.start).chain(cuts.iter().copied());
    let ends = cuts.iter().copied().chain([range.end]);
    starts.zip(ends).map(|(start, end)| start..end).collect()
}

/// Cuts a range into pieces of whole lines, and a line that is too long into pieces of whole characters.
fn lines(text: &str, range: Range<usize>, limit: Tokens) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut offset = range.start;
    for line in text[range].split_inclusive('\n') {
        // A token is at least a byte, so that many bytes fit in any case.
        let mut start = 0;
        while start < line.len() {
            let whole = tokens::estimate(&line[start..]) <= limit;
            let end = if whole {
                line.len()
            } else {
                line.ceil_char_boundary(start + limit.0.max(1))
            };
            found.push(offset + start..offset + end);
            start = end;
        }
        offset += line.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn document(text: &str) -> Document {
        Document::new("x.md".into(), "x.md".into(), text.into())
    }

    #[test]
    fn what_fits_is_not_split() {
        assert!(parts(&document("# A\n\nshort\n"), Tokens(100)).is_empty());
    }

    #[test]
    fn stretches_are_gathered_until_they_are_too_long_for_one_request() {
        let text = format!(
            "# A\n\n{}\n\n# B\n\nsame\n\n# C\n\nend\n\n# D\n\n{}\n",
            "a b ".repeat(90),
            "c d ".repeat(90)
        );
        let spec = document(&text);
        let ranges: Vec<_> = spec
            .sections()
            .iter()
            .map(|section| section.span.range())
            .collect();
        let changed = [ranges[0].clone(), ranges[2].clone(), ranges[3].clone()];
        let all = groups(&spec, &changed, Tokens(1_000));
        assert_eq!(all, [[ranges[0].clone(), ranges[2].start..ranges[3].end]]);
        let two = groups(&spec, &changed, Tokens(150));
        assert_eq!(two.len(), 2);
        assert!(
            two.iter()
                .flatten()
                .all(|range| !range.contains(&ranges[1].start))
        );
    }

    #[test]
    fn parts_begin_at_sections_where_they_can() {
        let text = format!(
            "# A\n\n{}\n\n# B\n\n{}\n\n# C\n\nend\n",
            "a b ".repeat(100),
            "c d ".repeat(100)
        );
        let spec = document(&text);
        let parts = parts(&spec, Tokens(150));
        let starts: Vec<_> = parts
            .iter()
            .map(|part| &text[part.range.start..part.range.start + 3])
            .collect();
        assert_eq!(starts, ["# A", "# B"]);
        assert_eq!((parts[1].number, parts[1].of), (2, 2));
    }

    proptest! {
        #[test]
        fn parts_are_in_order_and_lose_no_word(text in "(# [a-z]{1,5}\n|[a-zäöü尽 ]{0,80}\n|- [a-z ]{0,40}\n|\n){0,40}") {
            let spec = document(&text);
            let parts = parts(&spec, Tokens(20));
            let joined: String = parts.iter().map(|part| &text[part.range.clone()]).collect();
            if !parts.is_empty() {
                let words = |text: &str| text.split_whitespace().collect::<String>();
                prop_assert_eq!(words(&joined), words(&text));
            }
        }
    }
}
