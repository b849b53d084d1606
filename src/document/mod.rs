//! Documents: reading them, their lines, sections and blocks; requirements one a row or item, laid out as such. Owns every span: none is made but on a character
//! boundary. Refuses to judge what is written.

mod lines;
mod load;
mod outline;
mod replace;
mod requirements;
mod walk;

pub use load::{LoadError, MAX_BYTES, from_bytes, read, read_file};
pub use outline::{Block, BlockKind, Link, Outline, Section};
pub use replace::replaced;
pub use requirements::{
    Column, Columns, ColumnsError, FormatError, Item, REQUIREMENT_ENDINGS, Register, read_spec,
};
pub use walk::{ENDINGS, GlobError, Selection, WalkError, Walked, documents_in, selected_in};

use crate::domain::{ItemPlace, Position, Span};
use lines::Lines;
use std::ops::Range;

/// A document as read: its text, byte for byte, with lines and outline.
#[derive(Clone, Debug)]
pub struct Document {
    path: String,
    label: String,
    text: String,
    lines: Lines,
    outline: Outline,
    /// The way back to the file, where the text was made of requirements one a row or item.
    register: Option<Register>,
}

impl Document {
    /// Reads lines and outline off a text. `path` is shown to people, `label` names the document in prompts. A path
    /// that ends in `.txt` or `.text` is read as plain text, any other as Markdown.
    pub fn new(path: String, label: String, text: String) -> Self {
        let base = mark_length(&text);
        let outline = if is_plain(&path) {
            outline::of_plain_text(&text[base..], base)
        } else {
            outline::of_markdown(&text[base..], base)
        };
        Self {
            lines: Lines::new(&text),
            path,
            label,
            text,
            outline,
            register: None,
        }
    }

    /// Makes a document of requirements that were laid out: its text is made of theirs, its positions are those of the
    /// file.
    fn of_requirements(path: String, label: String, laid: requirements::Laid) -> Self {
        Self {
            lines: Lines::new(&laid.text),
            path,
            label,
            text: laid.text,
            outline: laid.outline,
            register: Some(laid.register),
        }
    }

    /// Returns the requirements one by one, where the file keeps them so.
    pub fn register(&self) -> Option<&Register> {
        self.register.as_ref()
    }

    /// Returns the requirement that a byte belongs to, and where in the file, if the file keeps them one by one.
    pub fn item_place(&self, offset: usize) -> Option<ItemPlace> {
        self.register.as_ref().map(|register| register.place(offset))
    }

    /// Returns the path, as given.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the short name the document goes by in prompts.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// Returns the whole text, byte for byte as stored.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the text without a byte order mark.
    pub fn body(&self) -> &str {
        self.text.trim_start_matches('\u{feff}')
    }

    /// Returns the sections, in order.
    pub fn sections(&self) -> &[Section] {
        &self.outline.sections
    }

    /// Returns the blocks, in order.
    pub fn blocks(&self) -> &[Block] {
        &self.outline.blocks
    }

    /// Returns the links and images of a Markdown document, in order.
    pub fn links(&self) -> &[Link] {
        &self.outline.links
    }

    /// Returns the Markdown parser's events, each with its bytes, by which the document can be laid out; `None` for plain
    /// text, which has blocks alone.
    pub fn events(&self) -> Option<impl Iterator<Item = (pulldown_cmark::Event<'_>, Range<usize>)>> {
        let base = mark_length(&self.text);
        let shifted = move |(event, range): (_, Range<usize>)| (event, range.start + base..range.end + base);
        (!is_plain(&self.path) && self.register.is_none())
            .then(|| outline::events(&self.text[base..]).map(shifted))
    }

    /// Returns the title: the first heading, or what a file of requirements calls itself.
    pub fn title(&self) -> Option<&str> {
        if let Some(register) = &self.register {
            return register.title();
        }
        self.sections()
            .iter()
            .map(|section| section.title.as_str())
            .find(|title| !title.is_empty())
    }

    /// Counts the words: stretches without white space that hold a letter or digit.
    pub fn words(&self) -> usize {
        self.text
            .split_whitespace()
            .filter(|word| word.contains(char::is_alphanumeric))
            .count()
    }

    /// Hands out the span of a byte range, or `None` where it is out of bounds or cuts a character.
    pub fn span(&self, range: Range<usize>) -> Option<Span> {
        self.text.get(range.clone())?;
        Span::new(range.start, range.end)
    }

    /// Returns the words of a span that this document handed out.
    pub fn words_at(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    /// Returns line and column in the file of a byte on a character boundary; in a workbook, row and column.
    pub fn position(&self, offset: usize) -> Position {
        match &self.register {
            Some(register) => register.position(offset, &self.text),
            None => self.lines.position(offset, &self.text),
        }
    }

    /// Returns the bytes of the lines, without the last line's end, that hold the span.
    pub fn lines_of(&self, span: Span) -> Range<usize> {
        let last = span.end().max(span.start() + 1) - 1;
        let start = self.lines.start_of(self.lines.index_of(span.start()), &self.text);
        let end = self.lines.start_of(self.lines.index_of(last) + 1, &self.text);
        start
            ..start
                + self.text[start..end.max(start)]
                    .trim_end_matches(['\n', '\r'])
                    .len()
    }

    /// Returns the section that holds a byte.
    pub fn section_at(&self, offset: usize) -> Option<&Section> {
        let index = self
            .sections()
            .partition_point(|section| section.span.start() <= offset);
        self.sections()[..index].last()
    }
}

/// Tells by the name whether a document is plain text rather than Markdown.
fn is_plain(path: &str) -> bool {
    let name = path.to_ascii_lowercase();
    name.ends_with(".txt") || name.ends_with(".text")
}

/// Returns the length of the byte order mark, where there is one.
fn mark_length(text: &str) -> usize {
    if text.starts_with('\u{feff}') {
        '\u{feff}'.len_utf8()
    } else {
        0
    }
}
