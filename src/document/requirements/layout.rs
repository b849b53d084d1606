//! Laying items out as one text, with its outline and the way back to the file.
//!
//! An item reads `ID: words`, under its title where it has one; what else is said of it follows, each on its own line
//! behind its name, and last the ids that it refers to.

use super::draft::{Draft, Entry, Field, Found, Markup};
use super::register::{ID_ENDS, Item, Piece, Register};
use crate::document::lines::Lines;
use crate::document::outline::{self, Block, BlockKind, Heading, Outline};
use crate::domain::Span;
use std::ops::Range;

/// How references are announced in the text.
const REFERS: &str = "Refers to: ";

/// A document of requirements, laid out.
pub struct Laid {
    /// Its text.
    pub text: String,
    /// The outline of that text.
    pub outline: Outline,
    /// The way back.
    pub register: Register,
}

/// Lays out all that a file holds.
pub fn lay_out(found: Found) -> Laid {
    let mut page = Page::default();
    let deeper = usize::from(found.title.is_some());
    if let Some(title) = &found.title {
        page.heading(1, title);
    }
    for entry in &found.entries {
        match entry {
            Entry::Heading { level, words } => page.heading(level + deeper, words),
            Entry::Prose(words) => page.prose(words, found.markup),
            Entry::Item(draft) => page.item(draft, found.markup),
        }
    }
    let sections = outline::sections(&page.headings, &page.text, 0);
    let with_lines = found.files.into_iter().map(|file| {
        let lines = Lines::new(&file.text);
        (file, lines)
    });
    Laid {
        text: page.text,
        outline: Outline {
            sections,
            blocks: page.blocks,
            links: page.links,
        },
        register: Register {
            items: page.items,
            pieces: page.pieces,
            files: with_lines.collect(),
            sheets: found.sheets,
            title: found.title.map(|title| title.words),
            remarks: found.remarks,
        },
    }
}

#[derive(Default)]
struct Page {
    text: String,
    headings: Vec<Heading>,
    /// The level of the last heading that is no item's title.
    level: usize,
    blocks: Vec<Block>,
    links: Vec<outline::Link>,
    items: Vec<Item>,
    pieces: Vec<Piece>,
}

impl Page {
    fn heading(&mut self, level: usize, words: &Field) {
        self.level = level;
        self.titled(level, words);
    }

    fn titled(&mut self, level: usize, words: &Field) {
        let start = self.text.len();
        let line = Field {
            words: words.words.split_whitespace().collect::<Vec<_>>().join(" "),
            origin: words.origin,
        };
        self.text.push_str(&"#".repeat(level.min(6)));
        self.text.push(' ');
        let range = self.words(start, &line);
        self.headings.push(Heading {
            level,
            title: line.words,
            range: start..range.end,
        });
        self.block(BlockKind::Heading, start..range.end, vec![span(range)]);
        self.text.push_str("\n\n");
    }

    fn prose(&mut self, words: &Field, markup: Markup) {
        let start = self.text.len();
        self.field(start, words, markup);
        self.text.push('\n');
    }

    fn item(&mut self, draft: &Draft, markup: Markup) {
        let start = self.text.len();
        let (title, texts) = match (&draft.title, draft.text.as_slice()) {
            (Some(title), []) => (None, std::slice::from_ref(title)),
            (title, texts) => (title.as_ref(), texts),
        };
        if let Some(title) = title {
            self.titled(self.level + 1, title);
        }
        let mut head = self.text.len();
        let mut id_span = None;
        if let Some(id) = &draft.id {
            id_span = Some(span(self.words(head, id)));
            self.text.push_str(ID_ENDS);
        }
        for (index, words) in texts.iter().enumerate() {
            // The id leads the first of them.
            head = if index == 0 { head } else { self.text.len() };
            self.field(head, words, markup);
        }
        for (name, words) in &draft.also {
            let head = self.text.len();
            self.text.push_str(name);
            self.text.push_str(": ");
            self.field(head, words, markup);
        }
        let links = self.links(&draft.links);
        self.items.push(Item {
            id: draft.id.as_ref().map(|id| id.words.clone()).unwrap_or_default(),
            id_span,
            span: span(start..self.text.len()),
            links,
        });
        self.text.push('\n');
    }

    fn links(&mut self, links: &[Field]) -> Vec<Span> {
        if links.is_empty() {
            return Vec::new();
        }
        let mut head = self.text.len();
        self.text.push_str(REFERS);
        let mut spans = Vec::new();
        for (index, link) in links.iter().enumerate() {
            if index > 0 {
                head = self.text.len();
                self.text.push_str(", ");
            }
            spans.push(span(self.words(head, link)));
        }
        self.text.push('\n');
        spans
    }

    /// Writes words of one place; what was put before them since `label` goes with them.
    fn words(&mut self, label: usize, field: &Field) -> Range<usize> {
        let start = self.text.len();
        self.text.push_str(&field.words);
        let end = self.text.len();
        self.pieces.push(Piece {
            label: label.max(self.pieces.last().map_or(0, |last| last.end)),
            start,
            end,
            origin: field.origin,
        });
        start..end
    }

    /// Writes a field and reads its blocks; the first of them takes in what was put before it since `head`.
    fn field(&mut self, head: usize, field: &Field, markup: Markup) {
        let range = self.words(head, field);
        let body = &self.text[range.clone()];
        let outline = match markup {
            Markup::Plain => outline::of_plain_text(body, range.start),
            Markup::Markdown => outline::of_markdown(body, range.start),
        };
        self.links.extend(outline.links);
        for (index, mut block) in outline.blocks.into_iter().enumerate() {
            if block.kind == BlockKind::Heading {
                block.kind = BlockKind::Paragraph;
            }
            if index == 0 {
                block.span = span(head..block.span.end());
                block.runs = led_by(head, block.runs);
            }
            self.blocks.push(block);
        }
        self.text.push('\n');
    }

    fn block(&mut self, kind: BlockKind, range: Range<usize>, runs: Vec<Span>) {
        self.blocks.push(Block {
            kind,
            quoted: false,
            span: span(range),
            runs,
        });
    }
}

/// Lets the first run begin with what leads the block.
fn led_by(head: usize, mut runs: Vec<Span>) -> Vec<Span> {
    if let Some(first) = runs.first_mut() {
        *first = span(head..first.end());
    }
    runs
}

fn span(range: Range<usize>) -> Span {
    Span::new(range.start, range.end.max(range.start)).expect("start is not behind end")
}
