//! Normalising a text for comparison, with a way back to its bytes: letter case, accents, white space, typographic
//! signs and Markdown marks do not count.

use std::collections::HashSet;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// A text in normal form; every byte of it knows which bytes of the source it stands for.
#[derive(Debug, Default)]
pub struct Normalised {
    text: String,
    /// For each byte of `text`: where the character it came from begins in the source.
    starts: Vec<u32>,
    /// For each byte of `text`: where the character it came from ends in the source.
    ends: Vec<u32>,
}

impl Normalised {
    /// Brings a text of less than 4 GiB into normal form.
    pub fn new(source: &str) -> Self {
        let mut writer = Writer {
            out: Self::with_capacity(source.len()),
            after_space: true,
        };
        let mut rest = source;
        while !rest.is_empty() {
            let offset = source.len() - rest.len();
            let taken = writer.take(rest, offset);
            rest = &rest[taken..];
        }
        writer.out
    }

    fn with_capacity(bytes: usize) -> Self {
        Self {
            text: String::with_capacity(bytes),
            starts: Vec::with_capacity(bytes),
            ends: Vec::with_capacity(bytes),
        }
    }

    /// Returns the text in normal form.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the source bytes that a range of the normal form stands for. The range is not empty and within bounds.
    pub fn source(&self, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
        self.starts[range.start] as usize..self.ends[range.end - 1] as usize
    }

    fn push(&mut self, letter: char, from: usize, to: usize) {
        self.text.push(letter);
        for _ in 0..letter.len_utf8() {
            self.starts.push(from as u32);
            self.ends.push(to as u32);
        }
    }
}

/// Brings a quote into normal form, without the signs that writers put round quotes.
pub fn quote(source: &str) -> String {
    let normal = Normalised::new(source);
    let is_wrapping = |letter: char| {
        letter.is_whitespace() || matches!(letter, '"' | '\'' | '.' | ',' | ';' | ':' | '-' | '>')
    };
    normal.text.trim_matches(is_wrapping).to_owned()
}

/// Tells whether two short texts share at least half of their words (Jaccard index of 0.5 or more).
pub fn alike(one: &str, two: &str) -> bool {
    let words = |text: &str| -> HashSet<String> {
        let text = quote(text);
        text.split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| word.len() > 2)
            .map(str::to_owned)
            .collect()
    };
    let (one, two) = (words(one), words(two));
    let shared = one.intersection(&two).count();
    2 * shared >= one.union(&two).count().max(1)
}

/// Writes the normal form, character by character.
struct Writer {
    out: Normalised,
    after_space: bool,
}

impl Writer {
    /// Takes the first character, or mark, of `rest`, which stands at `offset`. Returns its length in bytes.
    fn take(&mut self, rest: &str, offset: usize) -> usize {
        let Some(letter) = rest.chars().next() else {
            return 0;
        };
        if let Some(length) = self.mark(letter, rest) {
            return length;
        }
        let length = letter.len_utf8();
        if is_space(letter) {
            self.space(offset, length);
            return length;
        }
        self.letter(letter, offset, offset + length);
        length
    }

    /// Recognises what is not part of the words. Returns its length in bytes.
    fn mark(&mut self, letter: char, rest: &str) -> Option<usize> {
        match letter {
            '*' | '_' | '`' | '\\' | '#' | '~' => Some(1),
            '<' if rest.starts_with("<!--") => Some("<!--".len()),
            '-' if rest.starts_with("-->") => Some("-->".len()),
            '-' | '–' | '—' | '•' | '>' if self.after_space && is_alone(letter, rest) => {
                Some(letter.len_utf8())
            }
            '[' if rest.starts_with("[^") => Some(closing(rest, 2, ']').unwrap_or(1)),
            '[' | '!' if letter == '[' || rest.starts_with("![") => Some(1),
            ']' if rest.starts_with("](") => Some(closing(rest, 2, ')').unwrap_or(1)),
            ']' if rest.starts_with("][") => Some(closing(rest, 2, ']').unwrap_or(1)),
            ']' => Some(1),
            '<' => html_tag(rest),
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => Some(letter.len_utf8()),
            _ => None,
        }
    }

    fn space(&mut self, offset: usize, length: usize) {
        if !self.after_space {
            self.out.push(' ', offset, offset + length);
        }
        self.after_space = true;
    }

    fn letter(&mut self, letter: char, from: usize, to: usize) {
        self.after_space = false;
        if letter.is_ascii() {
            return self.out.push(letter.to_ascii_lowercase(), from, to);
        }
        if let Some(plain) = plain_sign(letter) {
            return plain.chars().for_each(|sign| self.out.push(sign, from, to));
        }
        decompose_compatible(letter, |part| {
            if !is_combining_mark(part) {
                part.to_lowercase()
                    .for_each(|small| self.out.push(small, from, to));
            }
        });
        // A combining mark belongs to the letter before it, so that a span never ends between the two.
        if is_combining_mark(letter)
            && let Some(end) = self.out.ends.last_mut()
        {
            *end = to as u32;
        }
    }
}

/// Tells whether white space follows: a dash, or the mark of a block quote, between white space is no word.
fn is_alone(letter: char, rest: &str) -> bool {
    rest[letter.len_utf8()..].chars().next().is_none_or(is_space)
}

/// Table pipes count as white space, so that a row can be quoted with or without them.
fn is_space(letter: char) -> bool {
    letter.is_whitespace() || letter == '|'
}

fn plain_sign(letter: char) -> Option<&'static str> {
    match letter {
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' => Some("\""),
        '‘' | '’' | '‚' | '‛' | '‹' | '›' | '′' => Some("'"),
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => Some("-"),
        '…' => Some("..."),
        _ => None,
    }
}

/// Returns the length of `rest` up to and with the closing sign, looking no further than the line, or 400 bytes.
fn closing(rest: &str, from: usize, sign: char) -> Option<usize> {
    let found = rest
        .char_indices()
        .skip(from)
        .take_while(|(at, letter)| *at < 400 && *letter != '\n');
    found
        .into_iter()
        .find(|(_, letter)| *letter == sign)
        .map(|(at, _)| at + 1)
}

/// Returns the length of an HTML tag opening at the start of `rest`.
fn html_tag(rest: &str) -> Option<usize> {
    let second = rest[1..].chars().next()?;
    if !(second.is_ascii_alphabetic() || second == '/') {
        return None;
    }
    rest.char_indices()
        .take(200)
        .find(|(_, letter)| *letter == '>')
        .map(|(at, _)| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normal(source: &str) -> String {
        Normalised::new(source).text
    }

    #[test]
    fn marks_signs_and_white_space_do_not_count() {
        assert_eq!(
            normal("A **bold**\n  [link](http://x/a_b) “said” – it…"),
            "a bold link \"said\" it..."
        );
        assert_eq!(normal("| Cell \\| one | two |"), "cell one two ");
        assert_eq!(
            normal("see[^late] `code_name` ~~old~~ a<br>b"),
            "see codename old ab"
        );
        assert_eq!(normal("- one\n- two, twenty-one"), "one two, twenty-one");
        assert_eq!(normal("a <!-- note --> b"), "a note b");
        assert_eq!(normal("> 5 >3 and a < b"), "5 >3 and a < b");
    }

    #[test]
    fn composed_and_combining_letters_are_the_same() {
        assert_eq!(normal("Zoe\u{308} René"), normal("Zoë Rene\u{301}"));
    }

    #[test]
    fn the_way_back_covers_whole_characters() {
        let source = "Rene\u{301} **kauft** 尽快";
        let normal = Normalised::new(source);
        let name = normal.source(0..4);
        assert_eq!(&source[name], "Rene\u{301}");
        let at = normal.text().find("尽快").unwrap();
        assert_eq!(&source[normal.source(at..at + 6)], "尽快");
    }

    #[test]
    fn quotes_lose_the_signs_around_them() {
        assert_eq!(quote("“within 30 days.”"), "within 30 days");
    }
}
