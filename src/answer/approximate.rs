//! Finding the place in a text that is nearly a pattern: Myers' bit-vector algorithm, in blocks, tried only round
//! places that share rare words with the pattern.
//!
//! G. Myers, "A fast bit-vector algorithm for approximate string matching based on dynamic programming", JACM 46(3),
//! 1999; blocks after H. Hyyrö, 2003.

use std::collections::HashMap;
use std::ops::Range;

/// A place that is nearly the pattern.
#[derive(Debug, PartialEq, Eq)]
pub struct Near {
    /// The bytes of the text.
    pub range: Range<usize>,
    /// How many bytes were inserted, left out or changed.
    pub distance: usize,
}

/// Knows where each word of a text stands.
pub struct WordIndex {
    places: HashMap<Box<str>, Vec<u32>>,
}

/// How many of a pattern's rarest words are looked up, and how many places of each.
const WORDS_TRIED: usize = 8;
const PLACES_TRIED: usize = 64;

impl WordIndex {
    /// Reads the words off a text.
    pub fn new(text: &str) -> Self {
        let mut places: HashMap<Box<str>, Vec<u32>> = HashMap::new();
        for (offset, word) in words(text) {
            if let Some(found) = places.get_mut(word) {
                found.push(offset as u32);
            } else {
                places.insert(word.into(), vec![offset as u32]);
            }
        }
        Self { places }
    }

    /// Finds the place most like `pattern`, with at most `limit` bytes of difference.
    pub fn nearest(&self, text: &str, pattern: &str, limit: usize) -> Option<Near> {
        let windows = self.windows(text.len(), pattern, limit);
        let found = windows.into_iter().filter_map(|window| {
            let near = nearest_in(&text.as_bytes()[window.clone()], pattern.as_bytes(), limit)?;
            let range = near.range.start + window.start..near.range.end + window.start;
            Some(Near {
                range,
                distance: near.distance,
            })
        });
        found.min_by_key(|near| near.distance)
    }

    /// Returns where the pattern could stand, going by its rarest words; overlapping windows are joined.
    fn windows(&self, length: usize, pattern: &str, limit: usize) -> Vec<Range<usize>> {
        let mut rare: Vec<(usize, &Vec<u32>)> = words(pattern)
            .filter_map(|(at, word)| Some((at, self.places.get(word)?)))
            .collect();
        rare.sort_by_key(|(_, places)| places.len());
        let mut windows: Vec<Range<usize>> = Vec::new();
        for (at, places) in rare.into_iter().take(WORDS_TRIED) {
            for place in places.iter().take(PLACES_TRIED) {
                let start = (*place as usize).saturating_sub(at + limit);
                windows.push(start..(start + pattern.len() + 2 * limit).min(length));
            }
        }
        windows.sort_by_key(|window| window.start);
        joined(windows)
    }
}

fn joined(windows: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    for window in windows {
        match joined.last_mut() {
            Some(last) if window.start <= last.end => last.end = last.end.max(window.end),
            _ => joined.push(window),
        }
    }
    joined
}

/// Returns each word of a text with its offset.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let words = text
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty());
    words.map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

/// Finds the part of `text` most like `pattern`.
fn nearest_in(text: &[u8], pattern: &[u8], limit: usize) -> Option<Near> {
    let (distance, end) = best_end(text, pattern, limit)?;
    // Read backwards from the end, the best end is the best start.
    let from = end.saturating_sub(pattern.len() + distance + 1);
    let backwards: Vec<u8> = text[from..end].iter().rev().copied().collect();
    let pattern_backwards: Vec<u8> = pattern.iter().rev().copied().collect();
    let (_, length) = best_end(&backwards, &pattern_backwards, distance)?;
    Some(Near {
        range: end - length..end,
        distance,
    })
}

/// Returns the least distance, if it is at most `limit`, and the byte behind its place. At the same distance the
/// first place wins.
fn best_end(text: &[u8], pattern: &[u8], limit: usize) -> Option<(usize, usize)> {
    if pattern.is_empty() {
        return None;
    }
    let mut column = Column::new(pattern);
    let mut best: Option<(usize, usize)> = None;
    for (index, byte) in text.iter().enumerate() {
        let distance = column.advance(*byte);
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, index + 1));
        }
    }
    best
}

const BITS: usize = 64;

/// One column of the edit-distance table, as bit vectors of vertical differences.
struct Column {
    /// For each byte value and block: where the pattern has that byte.
    equal: Vec<u64>,
    rises: Vec<u64>,
    falls: Vec<u64>,
    /// The bit of the pattern's last byte in the last block.
    last: u64,
    distance: usize,
}

impl Column {
    fn new(pattern: &[u8]) -> Self {
        let blocks = pattern.len().div_ceil(BITS);
        let mut equal = vec![0u64; 256 * blocks];
        for (index, byte) in pattern.iter().enumerate() {
            equal[*byte as usize * blocks + index / BITS] |= 1 << (index % BITS);
        }
        Self {
            equal,
            rises: vec![!0; blocks],
            falls: vec![0; blocks],
            last: 1 << ((pattern.len() - 1) % BITS),
            distance: pattern.len(),
        }
    }

    /// Moves on by one byte of the text. Returns the distance of the pattern to the best place that ends here.
    fn advance(&mut self, byte: u8) -> usize {
        let blocks = self.rises.len();
        let mut carry = 0i8;
        for block in 0..blocks {
            let top = if block + 1 == blocks {
                self.last
            } else {
                1 << (BITS - 1)
            };
            let equal = self.equal[byte as usize * blocks + block];
            carry = self.advance_block(block, equal, top, carry);
        }
        self.distance = self.distance.saturating_add_signed(isize::from(carry));
        self.distance
    }

    /// Moves one block on. `carry` is the horizontal difference coming in from the block above; the one going out at
    /// the bit `top` is returned.
    fn advance_block(&mut self, block: usize, equal: u64, top: u64, carry: i8) -> i8 {
        let (rises, falls) = (self.rises[block], self.falls[block]);
        let vertical = equal | falls;
        let equal = equal | u64::from(carry < 0);
        let horizontal = (((equal & rises).wrapping_add(rises)) ^ rises) | equal;
        let mut up = falls | !(horizontal | rises);
        let mut down = rises & horizontal;
        let out = i8::from(up & top != 0) - i8::from(down & top != 0);
        up = (up << 1) | u64::from(carry > 0);
        down = (down << 1) | u64::from(carry < 0);
        self.rises[block] = down | !(vertical | up);
        self.falls[block] = up & vertical;
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The textbook table, to compare with.
    fn least_distance(text: &[u8], pattern: &[u8]) -> usize {
        let mut column: Vec<usize> = (0..=pattern.len()).collect();
        let mut least = pattern.len();
        for byte in text {
            let mut diagonal = column[0];
            for row in 1..=pattern.len() {
                let change = diagonal + usize::from(pattern[row - 1] != *byte);
                diagonal = column[row];
                column[row] = change.min(column[row] + 1).min(column[row - 1] + 1);
            }
            least = least.min(column[pattern.len()]);
        }
        least
    }

    proptest! {
        #[test]
        fn the_least_distance_is_that_of_the_textbook_table(
            text in proptest::collection::vec(0u8..4, 0..200),
            pattern in proptest::collection::vec(0u8..4, 1..150),
        ) {
            let found = best_end(&text, &pattern, pattern.len()).map_or(pattern.len(), |(distance, _)| distance);
            prop_assert_eq!(found, least_distance(&text, &pattern));
        }
    }

    #[test]
    fn a_changed_and_a_missing_word_are_found_round_rare_words() {
        let text =
            "the refund is paid out within five working days after the parcel was scanned by the carrier";
        let pattern = "refund is paid within five business days after the parcel was scanned";
        let near = WordIndex::new(text).nearest(text, pattern, 15).unwrap();
        assert_eq!(
            &text[near.range],
            "refund is paid out within five working days after the parcel was scanned"
        );
    }

    #[test]
    fn strange_words_are_found_nowhere() {
        let text = "the refund is paid out within five working days";
        assert_eq!(
            WordIndex::new(text).nearest(text, "quantum zebras whisper of lunar protocols", 6),
            None
        );
    }
}
