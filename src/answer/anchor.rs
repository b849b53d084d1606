//! Proving quotes: where in a document do these words stand? Exact, else in normal form, else approximate above a
//! high threshold; else nowhere. Positions come from here alone, never from a model.

use super::approximate::WordIndex;
use super::normalise::{self, Normalised};
use crate::document::Document;
use crate::domain::{Match, Span};
use std::ops::Range;
use std::sync::OnceLock;

/// The shortest quote, in bytes of its normal form, that proves anything.
const SHORTEST: usize = 3;
/// The shortest quote, in bytes of its normal form, that is looked for approximately.
const SHORTEST_APPROXIMATE: usize = 24;
/// An approximate match differs in at most one byte of this many.
const BYTES_PER_DIFFERENCE: usize = 7;
/// The most bytes that "first … last" may leave out.
const LONGEST_ELISION: usize = 600;

/// Says which of several places is meant.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hint<'a> {
    /// The heading above the words, as far as the claim knew it.
    pub section: Option<&'a str>,
    /// How many earlier claims of the same sort rest on the same words.
    pub earlier: usize,
}

/// A quote found in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where it stands.
    pub span: Span,
    /// How it was found.
    pub matched: Match,
}

/// Looks for quotes in one document; prepares what it needs once, when first needed.
pub struct Finder<'d> {
    document: &'d Document,
    normal: OnceLock<Normalised>,
    words: OnceLock<WordIndex>,
    /// Where words are meant to stand that stand in several places; empty where no place is preferred.
    shown: Vec<Range<usize>>,
}

impl<'d> Finder<'d> {
    /// Makes a finder for a document.
    pub fn new(document: &'d Document) -> Self {
        Self {
            document,
            normal: OnceLock::new(),
            words: OnceLock::new(),
            shown: Vec::new(),
        }
    }

    /// Prefers places in these ranges, since the one who quotes was shown them alone.
    pub fn preferring(mut self, shown: Vec<Range<usize>>) -> Self {
        self.shown = shown;
        self
    }

    /// Returns the document that is searched.
    pub fn document(&self) -> &'d Document {
        self.document
    }

    /// Finds the words of a quote, or `None` where they do not stand in the document.
    pub fn find(&self, quote: &str, hint: Hint<'_>) -> Option<Found> {
        let pattern = normalise::quote(quote);
        if pattern.len() < SHORTEST {
            return None;
        }
        let by_words = [
            (Match::Exact, self.exact(quote.trim())),
            (Match::Normalised, self.normalised(&pattern)),
            (Match::Approximate, self.elided(&pattern)),
        ];
        for (matched, places) in by_words {
            if let Some(range) = self.choose(places, hint) {
                return self.document.span(range).map(|span| Found { span, matched });
            }
        }
        let span = self.document.span(self.approximate(&pattern)?)?;
        Some(Found {
            span,
            matched: Match::Approximate,
        })
    }

    /// Returns every place at which the words of a quote stand, in order: but for white space, typographic signs, letter
    /// case and Markdown marks.
    pub fn places(&self, quote: &str) -> Vec<Span> {
        let pattern = normalise::quote(quote);
        let ranges = if pattern.len() < SHORTEST {
            self.exact(quote.trim())
        } else {
            self.normalised(&pattern)
        };
        let spans = ranges.into_iter().filter_map(|range| self.document.span(range));
        spans.collect()
    }

    fn normal(&self) -> &Normalised {
        self.normal.get_or_init(|| Normalised::new(self.document.text()))
    }

    fn exact(&self, quote: &str) -> Vec<Range<usize>> {
        occurrences(self.document.text(), quote)
    }

    fn normalised(&self, pattern: &str) -> Vec<Range<usize>> {
        let normal = self.normal();
        occurrences(normal.text(), pattern)
            .into_iter()
            .map(|range| normal.source(range))
            .collect()
    }

    /// Finds a quote of the form "first … last".
    fn elided(&self, pattern: &str) -> Vec<Range<usize>> {
        let Some((first, last)) = pattern.split_once("...") else {
            return Vec::new();
        };
        let (first, last) = (first.trim(), last.trim());
        if first.len() < SHORTEST || last.len() < SHORTEST || last.contains("...") {
            return Vec::new();
        }
        let normal = self.normal();
        let lasts = occurrences(normal.text(), last);
        let ends = occurrences(normal.text(), first).into_iter().filter_map(|start| {
            let end = lasts.iter().find(|end| end.start >= start.end)?;
            (end.start - start.end <= LONGEST_ELISION).then(|| normal.source(start.start..end.end))
        });
        ends.collect()
    }

    /// Finds nearly the same words, provided that numbers and negations are the same.
    fn approximate(&self, pattern: &str) -> Option<Range<usize>> {
        if pattern.len() < SHORTEST_APPROXIMATE {
            return None;
        }
        let normal = self.normal();
        let words = self.words.get_or_init(|| WordIndex::new(normal.text()));
        let near = words.nearest(normal.text(), pattern, pattern.len() / BYTES_PER_DIFFERENCE)?;
        let range = whole_words(normal.text(), near.range);
        let found = normal.text().get(range.clone())?;
        (telling_words(found).eq(telling_words(pattern))).then(|| normal.source(range))
    }

    /// Chooses among several places: one that was shown, the section named, then the order of the claims.
    fn choose(&self, mut places: Vec<Range<usize>>, hint: Hint<'_>) -> Option<Range<usize>> {
        let is_shown = |place: &Range<usize>| self.shown.iter().any(|shown| shown.contains(&place.start));
        if places.iter().any(is_shown) {
            places.retain(is_shown);
        }
        if places.len() < 2 {
            return places.into_iter().next();
        }
        let named: Vec<_> = places
            .iter()
            .filter(|place| self.is_in_section(place.start, hint.section))
            .collect();
        let candidates = if named.is_empty() {
            places.iter().collect()
        } else {
            named
        };
        Some(candidates[hint.earlier.min(candidates.len() - 1)].clone())
    }

    fn is_in_section(&self, offset: usize, heading: Option<&str>) -> bool {
        let (Some(heading), Some(section)) = (heading, self.document.section_at(offset)) else {
            return false;
        };
        let heading = normalise::quote(heading);
        let title = normalise::quote(&section.title);
        !heading.is_empty() && !title.is_empty() && (heading == title || heading.ends_with(&title))
    }
}

/// Returns every place of a pattern that does not cut a word.
fn occurrences(text: &str, pattern: &str) -> Vec<Range<usize>> {
    if pattern.is_empty() {
        return Vec::new();
    }
    let places = memchr::memmem::find_iter(text.as_bytes(), pattern.as_bytes());
    let ranges = places.map(|start| start..start + pattern.len());
    ranges
        .filter(|range| !cuts_word(text, range.start) && !cuts_word(text, range.end))
        .collect()
}

/// Tells whether an offset lies inside a word written with letters of an alphabet.
fn cuts_word(text: &str, offset: usize) -> bool {
    let is_letter = |letter: char| letter.is_alphanumeric() && (letter as u32) < 0x2E80;
    text[..offset].ends_with(is_letter) && text[offset..].starts_with(is_letter)
}

/// Widens a byte range to whole characters and words.
fn whole_words(text: &str, range: Range<usize>) -> Range<usize> {
    let (mut start, mut end) = (range.start, range.end);
    while start > 0 && (!text.is_char_boundary(start) || cuts_word(text, start)) {
        start -= 1;
    }
    while end < text.len() && (!text.is_char_boundary(end) || cuts_word(text, end)) {
        end += 1;
    }
    let inner = &text[start..end];
    let (before, after) = (
        inner.len() - inner.trim_start().len(),
        inner.len() - inner.trim_end().len(),
    );
    start + before..(end - after).max(start + before)
}

/// Returns the words that turn a meaning round: numbers, negations and words of obligation.
fn telling_words(text: &str) -> impl Iterator<Item = &str> {
    const TELLING: [&str; 14] = [
        "not", "no", "never", "none", "without", "except", "unless", "only", "must", "shall", "may",
        "before", "after", "n't",
    ];
    let words =
        text.split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | ';' | ':' | '(' | ')'));
    words.map(|word| word.trim_end_matches('.')).filter(|word| {
        word.contains(|letter: char| letter.is_numeric()) || TELLING.contains(word) || word.ends_with("n't")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'d>(document: &'d Document, quote: &str, section: Option<&str>) -> Option<(&'d str, Match)> {
        let found = Finder::new(document).find(quote, Hint { section, earlier: 0 })?;
        Some((document.words_at(found.span), found.matched))
    }

    fn document(text: &str) -> Document {
        Document::new("x.md".into(), "x.md".into(), text.into())
    }

    #[test]
    fn exact_words_win() {
        let text = document("Refunds are paid **within 30 days** of the order.");
        assert_eq!(
            found(&text, "paid **within", None),
            Some(("paid **within", Match::Exact))
        );
        assert_eq!(found(&text, "refund", None), None, "half a word proves nothing");
    }

    #[test]
    fn emphasis_links_wraps_and_signs_do_not_matter() {
        let text =
            document("A “gold”\r\nmember – [see terms](https://x.y/z) –\r\n> gets **free\r\n> returns**.");
        assert_eq!(
            found(&text, "\"gold\" member - see terms - gets free returns.", None)
                .map(|(_, matched)| matched),
            Some(Match::Normalised)
        );
    }

    #[test]
    fn an_elision_spans_what_it_leaves_out() {
        let text = document("Orders above €200 are checked by hand, but only on working days, by Finance.");
        let expected = "Orders above €200 are checked by hand, but only on working days";
        assert_eq!(
            found(&text, "Orders above €200 … on working days", None),
            Some((expected, Match::Approximate))
        );
    }

    #[test]
    fn a_slip_in_a_long_quote_is_forgiven_and_the_documents_words_shown() {
        let text =
            document("The carrier scans each parcel when the driver empties the locker in the evening.");
        let quote = "the carrier scans every parcel when the driver empties the locker in the evening";
        let expected = "The carrier scans each parcel when the driver empties the locker in the evening";
        assert_eq!(found(&text, quote, None), Some((expected, Match::Approximate)));
    }

    #[test]
    fn another_number_or_negation_is_no_slip() {
        let text =
            document("The customer must return the item within 30 days of the order date, in its box.");
        assert_eq!(
            found(
                &text,
                "The customer must return the item within 14 days of the order date",
                None
            ),
            None
        );
        assert_eq!(
            found(
                &text,
                "The customer must not return the item within 30 days of the order",
                None
            ),
            None
        );
    }

    #[test]
    fn repeated_words_are_resolved_by_section_and_order() {
        let text = document("# A\n\nwithin a day\n\n# B\n\nwithin a day\n\nand within a day\n");
        let finder = Finder::new(&text);
        let start = |section, earlier| {
            finder
                .find("within a day", Hint { section, earlier })
                .map(|found| text.position(found.span.start()).line)
        };
        assert_eq!(start(None, 0), Some(3));
        assert_eq!(start(Some("B"), 0), Some(7));
        assert_eq!(start(Some("B"), 1), Some(9));
        assert_eq!(start(Some("nowhere"), 1), Some(7));
    }

    #[test]
    fn words_across_table_cells_are_found() {
        let text = document("| What | How long |\n|---|---|\n| QR code | 14 days |\n");
        assert_eq!(found(&text, "QR code: 14 days", None), None);
        assert_eq!(
            found(&text, "QR code 14 days", None),
            Some(("QR code | 14 days", Match::Normalised))
        );
    }
}
