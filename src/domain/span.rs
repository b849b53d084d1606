//! Places in a document: byte spans, and the line and column a person reads.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Marks a half-open range of bytes in a document, as stored on disk (a byte order mark counts).
///
/// `start <= end` holds by construction. Both ends lie on character boundaries when the span was handed out by
/// [`Document::span`](crate::document::Document::span).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Span {
    /// First byte of the passage, counted from 0.
    #[serde(rename = "byte_start")]
    start: usize,
    /// The byte after the last one of the passage, counted from 0.
    #[serde(rename = "byte_end")]
    end: usize,
}

impl Span {
    /// Makes a span, or `None` where `start` lies behind `end`.
    pub fn new(start: usize, end: usize) -> Option<Self> {
        (start <= end).then_some(Self { start, end })
    }

    /// Returns the first byte, counted from 0.
    pub fn start(self) -> usize {
        self.start
    }

    /// Returns the byte after the last one, counted from 0.
    pub fn end(self) -> usize {
        self.end
    }

    /// Returns the length in bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Tells whether the span holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Returns the span as a range, to index with.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start..self.end
    }

    /// Tells whether the two spans share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Tells whether `other` lies within this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// Names a place as editors do: line and column from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Position {
    /// The line, counted from 1.
    pub line: usize,
    /// The character within the line, counted from 1.
    pub column: usize,
}
