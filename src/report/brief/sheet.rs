//! A sheet: headings, paragraphs, lists and tables, before they are Markdown or text. The words in it are strangers' and
//! are disarmed by whoever writes them.

use crate::domain::Anchor;
use crate::domain::brief::{BriefReport, Standing};

/// One page of the report, or one file.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// The heading above all.
    pub title: String,
    /// What follows.
    pub blocks: Vec<Block>,
    /// The facts that sentences cite, each with its quotes.
    pub footnotes: Vec<Footnote>,
    /// What tells the footnotes of this sheet from those of another.
    pub mark: String,
}

/// A block of a sheet.
#[derive(Clone, Debug)]
pub enum Block {
    /// A heading.
    Heading(String),
    /// A paragraph.
    Paragraph(Words),
    /// A list.
    List(Vec<Words>),
    /// A table: its head and rows.
    Table(Vec<&'static str>, Vec<Vec<Words>>),
}

/// Words in one line of reading.
pub type Words = Vec<Run>;

/// Words of one look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Run {
    /// Plain words.
    Plain(String),
    /// Words that stand out.
    Strong(String),
    /// Words of a document.
    Quote(String),
    /// A path, an id, something to type.
    Code(String),
    /// A mark that leads to a footnote.
    Cite(usize),
    /// A new line.
    Break,
}

/// What a cited fact rests on.
#[derive(Clone, Debug)]
pub struct Footnote {
    /// The fact's number.
    pub number: usize,
    /// Its words.
    pub words: Words,
}

impl Sheet {
    /// Adds a heading and a list under it, where the list holds something.
    pub fn list(&mut self, heading: &str, items: Vec<Words>) {
        if !items.is_empty() {
            self.blocks.push(Block::Heading(heading.to_owned()));
            self.blocks.push(Block::List(items));
        }
    }

    /// Adds a heading and a table under it, where the table holds something.
    pub fn table(&mut self, heading: &str, head: Vec<&'static str>, rows: Vec<Vec<Words>>) {
        if !rows.is_empty() {
            self.blocks.push(Block::Heading(heading.to_owned()));
            self.blocks.push(Block::Table(head, rows));
        }
    }

    /// Adds a paragraph.
    pub fn paragraph(&mut self, words: Words) {
        self.blocks.push(Block::Paragraph(words));
    }
}

/// Plain words.
pub fn plain(text: impl Into<String>) -> Run {
    Run::Plain(text.into())
}

/// Words that stand out.
pub fn strong(text: impl Into<String>) -> Run {
    Run::Strong(text.into())
}

/// A document's words and where they stand.
pub fn quoted(anchor: &Anchor) -> Words {
    let place = format!("{}:{}", anchor.document, anchor.position.line);
    vec![
        Run::Quote(anchor.quote.clone()),
        plain(" ("),
        Run::Code(place),
        plain(")"),
    ]
}

/// Says, where notes are not settled by their own words, that they are not.
pub fn standing(report: &BriefReport) -> Vec<Words> {
    let unsettled = report.unsettled_notes();
    let said = unsettled.map(|notes| {
        let word = match notes.standing {
            Standing::Draft => "These notes are a draft",
            _ => "These notes are not approved yet",
        };
        let mut words = vec![strong(format!("{word}; what they say may still change."))];
        if let Some(anchor) = &notes.standing_quote {
            words.push(plain(" "));
            words.extend(quoted(anchor));
        }
        words
    });
    said.collect()
}
