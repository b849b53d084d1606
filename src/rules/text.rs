//! The prose of a block: its runs joined into one text, with a map back to the document's bytes.
//!
//! White space (also a soft line break) becomes one blank, emphasis marks and struck words vanish, and whatever else
//! stands between two runs (inline code, HTML, a footnote mark) becomes one [`OPAQUE`] character that no term spans.

use super::placeholder;
use crate::document::{Block, Document};
use aho_corasick::AhoCorasick;
use std::ops::Range;
use std::sync::LazyLock;

/// Stands for something in the prose that is no prose.
pub const OPAQUE: char = '\u{fffc}';

/// The longest stretch between quotation marks, in bytes, that counts as quoted.
const LONGEST_QUOTE: usize = 400;

/// Abbreviations whose full stop ends no sentence.
const ABBREVIATIONS: &[&str] = &["e.g", "i.e", "vs", "cf", "approx", "incl"];

static END_MARKS: Marks = Marks {
    ascii: [b'.', b'!', b'?'],
    all: LazyLock::new(|| any_of(&[".", "!", "?", "。", "！", "？"])),
};

static QUOTATION_MARKS: Marks = Marks {
    ascii: [b'"', b'\'', b'"'],
    all: LazyLock::new(|| any_of(&["“", "”", "„", "«", "»", "‘", "’", "\"", "'"])),
};

/// Some marks, looked for all at once. Most texts are of ASCII alone, in which few can stand.
struct Marks {
    ascii: [u8; 3],
    all: LazyLock<AhoCorasick>,
}

impl Marks {
    /// Returns where the marks stand in a text, in order.
    fn find_in<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
        let [one, two, three] = self.ascii;
        let is_ascii = text.is_ascii();
        let narrow = is_ascii.then(|| memchr::memchr3_iter(one, two, three, text.as_bytes()));
        let any = (!is_ascii).then(|| self.all.find_iter(text));
        let narrow = narrow.into_iter().flatten().map(|at| at..at + 1);
        narrow.chain(any.into_iter().flatten().map(|found| found.range()))
    }
}

fn any_of(marks: &[&str]) -> AhoCorasick {
    AhoCorasick::new(marks).expect("a few marks make an automaton")
}

/// A block's prose.
#[derive(Debug, Default)]
pub struct Prose {
    text: String,
    /// The text with its ASCII letters small, byte for byte.
    lower: String,
    /// Where stretches that map byte for byte begin: in the prose, in the document.
    pieces: Vec<(usize, usize)>,
    /// Where sentences end, in the prose.
    ends: Vec<usize>,
    /// What stands between quotation marks, in the prose.
    quoted: Vec<Range<usize>>,
}

impl Prose {
    /// Joins the runs of a block.
    pub fn of(document: &Document, block: &Block) -> Self {
        let text = document.text();
        let mut prose = Self {
            text: String::with_capacity(block.span.end() - block.span.start()),
            ..Self::default()
        };
        let mut last_end = block.span.start();
        let mut is_struck = false;
        for run in &block.runs {
            let gap = text.get(last_end..run.start()).unwrap_or_default();
            if !gap.is_empty() {
                is_struck ^= gap.matches("~~").count() % 2 == 1;
                prose.bridge(gap, run.start());
            }
            if !is_struck {
                prose.append(document.words_at(*run), run.start());
            }
            last_end = run.end();
        }
        let tail = text.get(last_end..block.span.end()).unwrap_or_default();
        if placeholder::is_tag(tail) {
            prose.append(tail, last_end);
        }
        prose.lower = prose.text.to_ascii_lowercase();
        prose.ends = sentence_ends(&prose.text);
        prose.quoted = quoted_stretches(&prose.text);
        prose
    }

    /// Returns the joined text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the joined text with its ASCII letters small.
    pub fn lower(&self) -> &str {
        &self.lower
    }

    /// Returns the document's bytes for a range of the prose that neither begins nor ends with a blank.
    pub fn source(&self, range: Range<usize>) -> Range<usize> {
        let last = range.end.max(range.start + 1) - 1;
        self.offset(range.start)..self.offset(last) + 1
    }

    /// Returns the sentences, in order.
    pub fn sentences(&self) -> impl Iterator<Item = Range<usize>> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let ends = self.ends.iter().copied().chain([self.text.len()]);
        starts.zip(ends).map(|(start, end)| start..end)
    }

    /// Returns the sentence that holds a byte of the prose.
    pub fn sentence(&self, at: usize) -> Range<usize> {
        let index = self.ends.partition_point(|end| *end <= at);
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        start..self.ends.get(index).copied().unwrap_or(self.text.len())
    }

    /// Tells whether a byte of the prose stands between quotation marks.
    pub fn is_quoted(&self, at: usize) -> bool {
        let index = self.quoted.partition_point(|quote| quote.end <= at);
        self.quoted.get(index).is_some_and(|quote| quote.contains(&at))
    }

    fn offset(&self, at: usize) -> usize {
        let index = self.pieces.partition_point(|(prose, _)| *prose <= at);
        match index.checked_sub(1).and_then(|index| self.pieces.get(index)) {
            Some((prose, source)) => source + (at - prose),
            None => at,
        }
    }

    /// Joins what stands before a gap and what begins behind it, at `source`.
    fn bridge(&mut self, gap: &str, source: usize) {
        let has_blank = gap.contains(char::is_whitespace);
        match gap {
            tag if placeholder::is_tag(tag) => self.append(tag, source - tag.len()),
            _ if self.text.is_empty() => {}
            marks if is_transparent(marks) => self.append(if has_blank { " " } else { "" }, source),
            _ => self.push(OPAQUE.encode_utf8(&mut [0; 4]), source),
        }
    }

    fn append(&mut self, words: &str, source: usize) {
        let mut at = 0;
        while at < words.len() {
            let plain = plain_stretch(&words[at..]);
            self.push(&words[at..at + plain], source + at);
            at += plain;
            if let Some(blank) = words[at..].chars().next() {
                if !self.text.ends_with(' ') {
                    self.push(" ", source + at);
                }
                at += blank.len_utf8();
            }
        }
    }

    /// Takes a stretch over as it stands.
    fn push(&mut self, stretch: &str, source: usize) {
        if stretch.is_empty() {
            return;
        }
        let at = self.text.len();
        let continues = self
            .pieces
            .last()
            .is_some_and(|(prose, start)| start + (at - prose) == source);
        if !continues {
            self.pieces.push((at, source));
        }
        self.text.push_str(stretch);
    }
}

/// Measures the beginning of a text that reads the same in prose: up to a white space that is not one blank between
/// words.
fn plain_stretch(words: &str) -> usize {
    let mut at = 0;
    loop {
        let word = INK.stretch(&words[at..], true);
        at += word;
        let goes_on = word > 0 && words.as_bytes().get(at) == Some(&b' ');
        if !goes_on {
            return at;
        }
        at += 1;
    }
}

/// A sort of characters: by first byte whether it belongs, and a test for those beyond ASCII, which alone are decoded.
pub struct Sort {
    bytes: [Belongs; 256],
    others: fn(char) -> bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Belongs {
    No,
    Yes,
    /// The byte begins a character beyond ASCII.
    Ask,
}

/// What is no white space.
static INK: Sort = Sort::of_ink();

impl Sort {
    /// Makes the sort of letters and digits, and of some further ASCII marks.
    pub const fn of_words(marks: &[u8], others: fn(char) -> bool) -> Self {
        let mut bytes = [Belongs::Ask; 256];
        let mut byte: u8 = 0;
        while byte < 128 {
            bytes[byte as usize] = if byte.is_ascii_alphanumeric() {
                Belongs::Yes
            } else {
                Belongs::No
            };
            byte += 1;
        }
        let mut place = 0;
        while place < marks.len() {
            bytes[marks[place] as usize] = Belongs::Yes;
            place += 1;
        }
        Self { bytes, others }
    }

    /// Makes the sort of all but white space.
    const fn of_ink() -> Self {
        let mut bytes = [Belongs::Ask; 256];
        let mut byte: u8 = 0;
        while byte < 128 {
            bytes[byte as usize] = if (byte as char).is_whitespace() {
                Belongs::No
            } else {
                Belongs::Yes
            };
            byte += 1;
        }
        let others = |char: char| !char.is_whitespace();
        Self { bytes, others }
    }

    /// Measures the beginning of a text whose characters all belong, or all do not.
    #[inline]
    pub fn stretch(&self, text: &str, belongs: bool) -> usize {
        let goes_on = if belongs { Belongs::Yes } else { Belongs::No };
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            match self.bytes[usize::from(*byte)] {
                here if here == goes_on => at += 1,
                Belongs::Ask => {
                    let char = text[at..].chars().next().unwrap_or_default();
                    if (self.others)(char) != belongs {
                        break;
                    }
                    at += char.len_utf8();
                }
                _ => break,
            }
        }
        at
    }
}

/// Tells whether what stands between two runs leaves them one text: marks, white space, the tail of a link.
fn is_transparent(gap: &str) -> bool {
    let gap = gap.trim_start_matches(['*', '_', '~']);
    gap.starts_with("](")
        || gap.starts_with("][")
        || gap
            .chars()
            .all(|char| char.is_whitespace() || matches!(char, '*' | '_' | '~' | '[' | ']' | '\\' | '>'))
}

/// Finds the ends of sentences: behind a full stop, question or exclamation mark and the blank after it.
fn sentence_ends(text: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    for mark in END_MARKS.find_in(text) {
        let (at, end) = (mark.start, mark.end);
        let rest = &text[end..];
        let is_wide = mark.len() > 1;
        if is_wide || (rest.starts_with(' ') && !is_abbreviation(&text[..at], rest)) {
            ends.push(end);
        }
    }
    ends
}

fn is_abbreviation(before: &str, after: &str) -> bool {
    let word_start = before
        .rfind(|char: char| char.is_whitespace() || char == '(')
        .map_or(0, |at| at + 1);
    let word = &before[word_start..];
    let goes_on = after.trim_start().starts_with(|char: char| char.is_lowercase());
    ABBREVIATIONS.iter().any(|known| word.eq_ignore_ascii_case(known))
        || (word.eq_ignore_ascii_case("etc") && goes_on)
}

/// Finds what stands between quotation marks, curly or straight.
fn quoted_stretches(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for mark in QUOTATION_MARKS.find_in(text) {
        let (at, rest) = (mark.start, &text[mark.end..]);
        let char = text[at..].chars().next().unwrap_or(' ');
        let before = text[..at].chars().next_back().unwrap_or(' ');
        let after = rest.chars().next().unwrap_or(' ');
        open = match open {
            Some((start, close)) if at - start <= LONGEST_QUOTE => {
                let closes = char == close && !after.is_alphanumeric();
                found.extend(closes.then_some(start..at));
                (!closes).then_some((start, close))
            }
            _ => closing(char, before, after).map(|close| (at, close)),
        };
    }
    if let Some(tail) = quoted_tail(text) {
        found.retain(|quote| quote.end <= tail.start);
        found.push(tail);
    }
    found
}

/// Finds a quotation of any length that a colon introduces and that ends the text.
fn quoted_tail(text: &str) -> Option<Range<usize>> {
    let body = text.trim_end();
    let end = body.strip_suffix(['"', '”'])?.len();
    let start = [": \"", ": “"]
        .iter()
        .filter_map(|mark| Some(text.find(mark)? + 2))
        .min()?;
    (end - start.min(end) > LONGEST_QUOTE).then_some(start..end)
}

/// Returns the mark that closes a quotation which this one opens.
fn closing(mark: char, before: char, after: char) -> Option<char> {
    let opens = !before.is_alphanumeric() && !after.is_whitespace();
    match mark {
        '“' | '„' => Some('”'),
        '«' => Some('»'),
        '‘' if opens => Some('’'),
        '"' if opens => Some('"'),
        '\'' if opens && after.is_alphanumeric() => Some('\''),
        _ => None,
    }
}

/// Returns the first bytes of a text, up to a character boundary: rules look no further, so that their time stays linear.
pub fn head(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

/// Returns the last bytes of a text, from a character boundary.
pub fn tail(text: &str, bytes: usize) -> &str {
    &text[text.ceil_char_boundary(text.len().saturating_sub(bytes))..]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prose(text: &str) -> (Document, Prose) {
        let document = Document::new("a.md".into(), "a".into(), text.into());
        let prose = Prose::of(&document, &document.blocks()[0]);
        (document, prose)
    }

    fn source_of(text: &str, words: &str) -> String {
        let (document, prose) = prose(text);
        let at = prose.text().find(words).expect("the words are in the prose");
        document.text()[prose.source(at..at + words.len())].to_owned()
    }

    #[test]
    fn soft_breaks_become_blanks_and_marks_vanish() {
        assert_eq!(
            prose("Sent **as** [soon](http://x) as\r\n  possible.").1.text(),
            "Sent as soon as possible."
        );
        assert_eq!(
            source_of("Sent **as** _soon_ as\r\n  possible.", "as soon as possible"),
            "as** _soon_ as\r\n  possible"
        );
    }

    #[test]
    fn struck_words_are_gone() {
        assert_eq!(
            prose("~~Many~~ Ten rows, ~~a few~~ two columns").1.text(),
            " Ten rows, two columns"
        );
    }

    #[test]
    fn code_is_opaque() {
        assert_eq!(prose("as `x` needed").1.text(), "as \u{fffc} needed");
    }

    #[test]
    fn offsets_survive_wide_characters_and_a_byte_order_mark() {
        assert_eq!(source_of("\u{feff}支払い　　は **尽快** TBD。次", "TBD"), "TBD");
        assert_eq!(source_of("\u{feff}支払い　　は **尽快** TBD。次", "尽快"), "尽快");
    }

    #[test]
    fn sentences_end_at_marks_but_not_in_abbreviations() {
        let (_, prose) = prose("Use CSV, e.g. for exports, etc. and so. Why not? Done.");
        let text = prose.text();
        let sentence = |word: &str| &text[prose.sentence(text.find(word).expect("is there"))];
        assert_eq!(sentence("CSV"), "Use CSV, e.g. for exports, etc. and so.");
        assert_eq!(sentence("not"), " Why not?");
        assert_eq!(sentence("Done"), " Done.");
    }

    #[test]
    fn quotations_are_known_and_apostrophes_are_none() {
        let (_, prose) = prose("The users' button says \"fast\" or “quick one” or 'easy'. It isn't many.");
        let text = prose.text();
        let quoted = |word: &str| prose.is_quoted(text.find(word).expect("is there"));
        assert!(quoted("fast") && quoted("quick") && quoted("easy"));
        assert!(!quoted("button") && !quoted("or") && !quoted("many"));
    }
}
