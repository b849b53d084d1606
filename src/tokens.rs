//! Counting tokens: a cheap estimate for planning, and tiktoken's count where it matters. The only file that names
//! tiktoken_rs. Refuses to know what a token costs or what is counted.

use std::fmt;
use std::iter;
use std::ops::{Add, AddAssign};
use tiktoken_rs::{CoreBPE, cl100k_base_singleton, o200k_base_singleton};

/// A number of tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tokens(pub usize);

/// Written with a comma between thousands: `12,345`.
impl fmt::Display for Tokens {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.to_string();
        let groups = digits.as_bytes().rchunks(3).rev();
        let groups: Vec<_> = groups.map(String::from_utf8_lossy).collect();
        out.pad(&groups.join(","))
    }
}

impl Add for Tokens {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl AddAssign for Tokens {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl iter::Sum for Tokens {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::default(), Add::add)
    }
}

/// Estimates the tokens of a text without a tokenizer, for planning.
///
/// Deterministic and cheap: four ASCII characters count as one token, a Chinese, Japanese or Korean character as one,
/// any other character beyond ASCII as a half; the sum is rounded up. English prose comes out a little high.
pub fn estimate(text: &str) -> Tokens {
    let quarters: usize = text.chars().map(quarters).sum();
    Tokens(quarters.div_ceil(4))
}

fn quarters(character: char) -> usize {
    match u32::from(character) {
        0..=0x7F => 1,
        0x1100..=0x11FF | 0x2E80..=0xA4CF | 0xAC00..=0xD7FF | 0xF900..=0xFAFF | 0xFE30..=0xFE4F => 4,
        0xFF00..=0xFFEF | 0x2_0000..=0x3_FFFF => 4,
        _ => 2,
    }
}

/// The vocabulary in which a model's tokens are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoding {
    vocabulary: Vocabulary,
    exact: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Vocabulary {
    Cl100k,
    O200k,
}

/// The longest piece given to the tokenizer at once, in bytes: it panics on a million spaces in a row.
const PIECE: usize = 32 * 1024;

/// Families of models that read o200k.
const O200K: &[&str] = &[
    "gpt-4o",
    "chatgpt-4o",
    "gpt-4.1",
    "gpt-4.5",
    "gpt-5",
    "gpt-oss",
    "o1",
    "o3",
    "o4",
];

/// Families of models that read cl100k; asked after those of o200k.
const CL100K: &[&str] = &["gpt-4", "gpt-3.5", "gpt-35"];

impl Encoding {
    /// Returns the encoding of a model, by its name; a route before a slash (`openai/gpt-5`) is passed over.
    ///
    /// A model of no known family is counted in o200k, and [`Encoding::is_exact`] says so.
    pub fn for_model(name: &str) -> Self {
        let name = name.rsplit('/').next().unwrap_or(name).to_ascii_lowercase();
        let of = |families: &[&str]| families.iter().any(|family| is_of(&name, family));
        let (vocabulary, exact) = match () {
            () if of(O200K) => (Vocabulary::O200k, true),
            () if of(CL100K) => (Vocabulary::Cl100k, true),
            () => (Vocabulary::O200k, false),
        };
        Self { vocabulary, exact }
    }

    /// Tells whether the model is known to be counted in this encoding; otherwise counts are an estimate.
    pub fn is_exact(self) -> bool {
        self.exact
    }

    /// Returns the encoding's name.
    pub fn name(self) -> &'static str {
        match self.vocabulary {
            Vocabulary::Cl100k => "cl100k_base",
            Vocabulary::O200k => "o200k_base",
        }
    }

    /// Counts the tokens of a text.
    ///
    /// The vocabulary is loaded at the first count, which takes some tenths of a second. The text is counted in
    /// pieces cut at line breaks, which can put the count off by one token a piece.
    pub fn count(self, text: &str) -> Tokens {
        let tokenizer = self.tokenizer();
        pieces(text)
            .map(|piece| Tokens(tokenizer.count_ordinary(piece)))
            .sum()
    }

    fn tokenizer(self) -> &'static CoreBPE {
        match self.vocabulary {
            Vocabulary::Cl100k => cl100k_base_singleton(),
            Vocabulary::O200k => o200k_base_singleton(),
        }
    }
}

/// Tells whether a name is the family's, or the family's with a version, size or date after it.
fn is_of(name: &str, family: &str) -> bool {
    name.strip_prefix(family)
        .is_some_and(|rest| !rest.starts_with(|next: char| next.is_ascii_digit()))
}

fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    iter::from_fn(move || {
        let (piece, after) = rest.split_at(cut(rest));
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

/// Finds where the next piece ends: after the last line break that fits, else at the last character that fits.
fn cut(text: &str) -> usize {
    if text.len() <= PIECE {
        return text.len();
    }
    match memchr::memrchr(b'\n', &text.as_bytes()[..PIECE]) {
        Some(line_break) => line_break + 1,
        None => (0..=PIECE)
            .rev()
            .find(|&end| text.is_char_boundary(end))
            .unwrap_or(PIECE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_parted_by_commas() {
        let written = [0, 999, 1_000, 1_234_567].map(|number| Tokens(number).to_string());
        assert_eq!(written, ["0", "999", "1,000", "1,234,567"]);
        assert_eq!(format!("{:>7}", Tokens(1_000)), "  1,000");
    }

    #[test]
    fn an_estimate_is_four_ascii_characters_a_token_rounded_up() {
        assert_eq!(estimate(""), Tokens(0));
        assert_eq!(estimate("four"), Tokens(1));
        assert_eq!(estimate("fiver"), Tokens(2));
    }

    #[test]
    fn an_estimate_counts_cjk_characters_whole_and_other_letters_half() {
        assert_eq!(estimate("要求仕様"), Tokens(4));
        assert_eq!(estimate("требования"), Tokens(5));
    }

    #[test]
    fn known_families_are_counted_exactly_and_others_in_o200k() {
        for (model, encoding, exact) in [
            ("gpt-4", "cl100k_base", true),
            ("gpt-4-turbo", "cl100k_base", true),
            ("gpt-3.5-turbo-0125", "cl100k_base", true),
            ("gpt-4o-mini", "o200k_base", true),
            ("gpt-4.1-nano", "o200k_base", true),
            ("gpt-5.1-2025-11-13", "o200k_base", true),
            ("openai/gpt-5-mini", "o200k_base", true),
            ("gpt-oss-120b", "o200k_base", true),
            ("o3-mini", "o200k_base", true),
            ("o4-mini", "o200k_base", true),
            ("o10", "o200k_base", false),
            ("gpt-6-sol", "o200k_base", false),
            ("llama-3.3-70b", "o200k_base", false),
            ("", "o200k_base", false),
        ] {
            let found = Encoding::for_model(model);
            assert_eq!((found.name(), found.is_exact()), (encoding, exact), "{model}");
        }
    }

    #[test]
    fn counts_are_those_of_tiktoken() {
        assert_eq!(Encoding::for_model("gpt-4o").count("hello world"), Tokens(2));
        assert_eq!(Encoding::for_model("gpt-4").count("hello world"), Tokens(2));
        assert_eq!(Encoding::for_model("gpt-4o").count(""), Tokens(0));
    }

    #[test]
    fn special_tokens_in_a_document_are_counted_as_text() {
        assert!(Encoding::for_model("gpt-4o").count("<|endoftext|>") > Tokens(1));
    }

    #[test]
    fn three_megabytes_of_spaces_are_counted() {
        let counted = Encoding::for_model("gpt-4o").count(&" ".repeat(3_000_000));
        assert!(counted > Tokens(1_000) && counted < Tokens(3_000_000));
    }

    #[test]
    fn pieces_are_cut_at_line_breaks_or_characters_and_lose_nothing() {
        let long_line = "é".repeat(40_000);
        let lines = format!("{}\n{long_line}\nend", "a".repeat(100));
        for text in [long_line.as_str(), lines.as_str(), "", "short"] {
            let cut: Vec<_> = pieces(text).collect();
            assert_eq!(cut.concat(), text);
            assert!(cut.iter().all(|piece| piece.len() <= PIECE));
        }
        assert!(pieces(&lines).next().unwrap().ends_with('\n'));
    }
}
