//! Fitting words to columns: measuring, wrapping and clipping, by the width a terminal gives each character.

use textwrap::core::Word;
use textwrap::{Options, WordSeparator, WordSplitter};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The columns that a text takes.
pub fn columns(text: &str) -> usize {
    text.width()
}

/// Breaks text into rows of at most `width` columns. Words are broken only where one is wider than a row, and where
/// a script without spaces allows it; so paths and options stay whole.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    textwrap::wrap(text, options(width))
        .into_iter()
        .map(Into::into)
        .collect()
}

/// Returns the settings of [`wrap`].
pub fn options<'a>(width: usize) -> Options<'a> {
    Options::new(width.max(1))
        .word_separator(WordSeparator::Custom(words))
        .word_splitter(WordSplitter::NoHyphenation)
}

/// Splits text where a row may end.
pub fn words(line: &str) -> Box<dyn Iterator<Item = Word<'_>> + '_> {
    Box::new(WordSeparator::AsciiSpace.find_words(line).flat_map(parts))
}

/// Splits a word of a script without spaces where a row may end; any other word is one part.
fn parts(word: Word<'_>) -> Box<dyn Iterator<Item = Word<'_>> + '_> {
    let is_wide = word.chars().any(|letter| letter.width() == Some(2));
    if !is_wide || !word.penalty.is_empty() {
        return Box::new(std::iter::once(word));
    }
    let mut parts: Vec<Word<'_>> = WordSeparator::UnicodeBreakProperties
        .find_words(word.word)
        .collect();
    if let Some(last) = parts.last_mut() {
        last.whitespace = word.whitespace;
    }
    Box::new(parts.into_iter())
}

/// Cuts text at a word's end so that it takes at most `width` columns, the `…` that marks the cut included.
pub fn clip(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let kept = wrap(text, width.saturating_sub(2)).into_iter().next();
    format!("{} …", kept.unwrap_or_default())
}

/// Names a number of things: `1 note`, `2 notes`.
pub fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", grouped(number as u64))
}

/// Writes a number with a comma between groups of three digits.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Counts equal things: each with its number, the most frequent first, then in their own order.
pub fn tally<T: Ord>(things: impl IntoIterator<Item = T>) -> Vec<(T, usize)> {
    let mut counts = std::collections::BTreeMap::new();
    for thing in things {
        *counts.entry(thing).or_insert(0) += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_without_spaces_are_wrapped_and_paths_are_not() {
        assert_eq!(wrap("尽快响应客户的问题", 8), ["尽快响应", "客户的问", "题"]);
        assert_eq!(
            wrap("see specs/a-b/c.md now", 14),
            ["see", "specs/a-b/c.md", "now"]
        );
        assert_eq!(wrap("use --show-all now", 14), ["use --show-all", "now"]);
    }

    #[test]
    fn what_is_clipped_fits_and_says_so() {
        assert_eq!(clip("one two three", 9), "one two …");
        assert_eq!(clip("one", 9), "one");
        assert!(columns(&clip("尽快响应客户的问题", 9)) <= 9);
    }

    #[test]
    fn numbers_are_grouped_and_nouns_agree() {
        assert_eq!(count(1, "request"), "1 request");
        assert_eq!(count(1_234_567, "token"), "1,234,567 tokens");
        assert_eq!(grouped(100), "100");
    }

    #[test]
    fn the_most_frequent_comes_first() {
        assert_eq!(tally(["b", "a", "c", "b"]), [("b", 2), ("a", 1), ("c", 1)]);
    }
}
