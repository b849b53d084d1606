//! The line index of a text: from byte offsets to lines and columns, and back to the text of a line.

use crate::domain::Position;

/// Knows where each line of a text begins.
#[derive(Clone, Debug)]
pub struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    /// Reads the line starts off a text. A line ends with LF; CR LF counts as one end.
    pub fn new(text: &str) -> Self {
        let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|end| end + 1);
        Self {
            starts: std::iter::once(0).chain(ends).collect(),
        }
    }

    /// Returns the line that holds the byte, counted from 0.
    pub fn index_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset) - 1
    }

    /// Returns the byte at which a line, counted from 0, begins; the text's length behind the last line.
    pub fn start_of(&self, index: usize, text: &str) -> usize {
        self.starts.get(index).copied().unwrap_or(text.len())
    }

    /// Returns line and column of a byte on a character boundary; a byte order mark takes no column.
    pub fn position(&self, offset: usize, text: &str) -> Position {
        let index = self.index_of(offset);
        let before = &text[self.starts[index]..offset];
        let column = before.trim_start_matches('\u{feff}').chars().count() + 1;
        Position {
            line: index + 1,
            column,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_no_byte_order_mark() {
        let text = "\u{feff}é x\r\n尽快 y";
        let lines = Lines::new(text);
        let x = text.find('x').unwrap();
        let y = text.find('y').unwrap();
        assert_eq!(lines.position(x, text), Position { line: 1, column: 3 });
        assert_eq!(lines.position(y, text), Position { line: 2, column: 4 });
    }

    #[test]
    fn the_end_of_a_text_has_a_position() {
        let text = "a\n";
        assert_eq!(
            Lines::new(text).position(2, text),
            Position { line: 2, column: 1 }
        );
    }
}
