//! Whether a decision stands in the text by now: its figures and most of its words, in one block of what changed.

use crate::answer::normalise;
use crate::document::{BlockKind, Document};
use std::collections::HashSet;
use std::ops::Range;

/// The share of an answer's words, in hundredths, that must stand in one block.
const SHARE: usize = 60;
/// An answer of fewer telling words is known by the words of its question only, and so not at all.
const FEWEST: usize = 2;

/// Tells whether an answer's words stand in a block of the ranges.
pub fn is_decided(answer: &str, spec: &Document, ranges: &[Range<usize>]) -> bool {
    let wanted = words(answer);
    if wanted.len() < FEWEST {
        return false;
    }
    let blocks = spec
        .blocks()
        .iter()
        .filter(|block| block.kind != BlockKind::Heading);
    let mut changed = blocks.filter(|block| ranges.iter().any(|range| range.contains(&block.span.start())));
    changed.any(|block| {
        let said = words(spec.words_at(block.span));
        let shared = wanted.intersection(&said).count();
        let has_figures = wanted
            .iter()
            .filter(|word| is_figure(word))
            .all(|word| said.contains(word));
        has_figures && shared * 100 >= SHARE * wanted.len()
    })
}

/// Returns the words that tell something: figures, and words of more than three letters.
fn words(text: &str) -> HashSet<String> {
    let normal = normalise::quote(text);
    let words = normal.split(|letter: char| !letter.is_alphanumeric());
    words
        .filter(|word| word.chars().count() > 3 || is_figure(word))
        .map(str::to_owned)
        .collect()
}

fn is_figure(word: &str) -> bool {
    word.contains(|letter: char| letter.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decided(answer: &str, text: &str) -> bool {
        let spec = Document::new("x.md".into(), "x.md".into(), text.into());
        is_decided(answer, &spec, std::slice::from_ref(&(0..text.len())))
    }

    #[test]
    fn an_answer_stands_in_the_text_with_its_figures() {
        let text = "# Window\n\nThe window starts when the carrier scans the parcel, and lasts 14 days.\n";
        assert!(decided(
            "It starts when the carrier scans the parcel: 14 days.",
            text
        ));
        assert!(!decided(
            "It starts when the carrier scans the parcel: 21 days.",
            text
        ));
        assert!(!decided("The customer's deposit in the locker starts it.", text));
        assert!(!decided("Yes", text));
    }
}
