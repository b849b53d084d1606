//! The way back: from the text of a document of requirements to the items, and to where the words stand in the file.

use super::draft::{File, Origin};
use crate::document::lines::Lines;
use crate::domain::{ItemPlace, Position, Span};

/// What parts an id from the words of its requirement.
pub const ID_ENDS: &str = ": ";

/// A requirement of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The id, as the file gives it; empty where it gives none.
    pub id: String,
    /// Where the document's text names it.
    pub id_span: Option<Span>,
    /// Everything of the item in the document's text.
    pub span: Span,
    /// The ids that it names as its parents and the like, and where.
    pub links: Vec<Span>,
}

/// A stretch of the document's text whose words come from one place.
#[derive(Clone, Copy, Debug)]
pub struct Piece {
    /// Where what is put before the words begins: an id, a label.
    pub label: usize,
    /// Where the words begin.
    pub start: usize,
    /// Where they end.
    pub end: usize,
    /// Where they stand.
    pub origin: Origin,
}

/// The items of a document, and where everything in it stands.
#[derive(Clone, Debug, Default)]
pub struct Register {
    pub(super) items: Vec<Item>,
    pub(super) pieces: Vec<Piece>,
    pub(super) files: Vec<(File, Lines)>,
    pub(super) sheets: Vec<String>,
    pub(super) title: Option<String>,
    pub(super) remarks: Vec<String>,
}

impl Register {
    /// Returns the requirements, in order.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// Returns the title that the file gives itself.
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// Returns what was left out.
    pub fn remarks(&self) -> &[String] {
        &self.remarks
    }

    /// Returns the item that holds a byte of the document's text.
    pub fn item_at(&self, offset: usize) -> Option<&Item> {
        let index = self.items.partition_point(|item| item.span.start() <= offset);
        let item = &self.items[..index].last()?;
        (offset <= item.span.end()).then_some(item)
    }

    /// Leaves out of a span the id or label that was put before the words of a requirement: in the file they are apart.
    pub fn words_of(&self, span: Span) -> Span {
        let mut start = span.start();
        let first = self.pieces.partition_point(|piece| piece.label <= start);
        let mut pieces = self.pieces[first.saturating_sub(1)..].iter().peekable();
        if let Some(id) = pieces.next_if(|piece| self.is_id(piece))
            && span.end() > id.end + ID_ENDS.len()
        {
            start = start.max(id.end);
        }
        if let Some(piece) = pieces.next().filter(|piece| piece.label <= start) {
            start = start.max(piece.start);
        }
        Span::new(start, span.end())
            .filter(|cut| !cut.is_empty())
            .unwrap_or(span)
    }

    fn is_id(&self, piece: &Piece) -> bool {
        let item = self.item_at(piece.start);
        item.and_then(|item| item.id_span)
            .is_some_and(|id| id.range() == (piece.start..piece.end))
    }

    /// Returns line and column in the file; of a workbook, row and column.
    pub fn position(&self, offset: usize, text: &str) -> Position {
        let Some(piece) = self.piece_at(offset) else {
            return Position { line: 1, column: 1 };
        };
        match piece.origin {
            Origin::Cell { row, column, .. } => Position {
                line: row as usize + 1,
                column: column as usize + 1,
            },
            Origin::Bytes { file, at } => {
                let words = &text[piece.start..piece.end];
                let within = offset.clamp(piece.start, piece.end) - piece.start;
                let (file, lines) = &self.files[file];
                let at = follow(words, within, &file.text, at);
                lines.position(at, &file.text)
            }
        }
    }

    /// Returns the item, and file and cell where the document's path does not say them.
    pub fn place(&self, offset: usize) -> ItemPlace {
        let origin = self.piece_at(offset).map(|piece| piece.origin);
        let (file, cell) = match origin {
            Some(Origin::Bytes { file, .. }) => (self.files[file].0.path.clone(), None),
            Some(Origin::Cell { sheet, row, column }) => (None, Some(self.cell(sheet, row, column))),
            None => (None, None),
        };
        let id = self.item_at(offset).map(|item| item.id.clone());
        ItemPlace {
            id: id.filter(|id| !id.is_empty()),
            file,
            cell,
        }
    }

    fn cell(&self, sheet: usize, row: u32, column: u32) -> String {
        format!("{}!{}{}", self.sheets[sheet], letters(column), row + 1)
    }

    fn piece_at(&self, offset: usize) -> Option<&Piece> {
        let index = self.pieces.partition_point(|piece| piece.label <= offset);
        self.pieces[..index].last()
    }
}

/// Spells a column, from 0, as spreadsheets do.
fn letters(column: u32) -> String {
    let letter = char::from(b'A' + (column % 26) as u8);
    match column / 26 {
        0 => letter.to_string(),
        more => format!("{}{letter}", letters(more - 1)),
    }
}

/// How many letters of a file's escapes may stand before the one that they stand for.
const ESCAPES: usize = 12;

/// Follows words through the file that they were read from, and returns the byte of the file at which the byte `within`
/// of the words stands: white space may differ, and marks, escapes and tags may come between.
fn follow(words: &str, within: usize, file: &str, from: usize) -> usize {
    let mut at = from.min(file.len());
    for (index, letter) in words.char_indices() {
        if letter.is_whitespace() {
            continue;
        }
        let found = next(letter, file, at);
        if index >= within {
            return found.unwrap_or(at);
        }
        at = found.map_or(at, |found| found + letter.len_utf8());
    }
    at
}

fn next(letter: char, file: &str, from: usize) -> Option<usize> {
    let (mut passed, mut in_tag) = (0, false);
    for (index, found) in file[from..].char_indices() {
        match found {
            '>' if in_tag => in_tag = false,
            _ if in_tag => {}
            found if found == letter => return Some(from + index),
            '<' => in_tag = true,
            found if found.is_whitespace() => {}
            _ if passed == ESCAPES => return None,
            _ => passed += 1,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_spelled_as_spreadsheets_spell_them() {
        assert_eq!([0, 25, 26, 701, 702].map(letters), ["A", "Z", "AA", "ZZ", "AAA"]);
    }

    #[test]
    fn words_are_followed_through_quotes_tags_entities_and_folded_lines() {
        let at = |words: &str, word: &str, file: &str| {
            let found = follow(words, words.find(word).unwrap(), file, 0);
            file[found..].to_owned()
        };
        assert_eq!(at("say \"yes\" now", "now", "\"say \"\"yes\"\" now\""), "now\"");
        assert_eq!(at("a & b c", "c", "<p>a &amp; <b>b</b>\n  c</p>"), "c</p>");
        assert_eq!(at("one two three", "three", "one\n  two\n  three\n"), "three\n");
    }

    #[test]
    fn words_that_are_not_in_the_file_lead_to_no_place_beyond_it() {
        assert_eq!(follow("abc", 2, "x", 0), 0);
        assert_eq!(follow("abc", 9, "", 7), 0);
    }
}
