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

/// Says when, in the notes' words: "10 December" is "by 10 December", "in August" stays.
pub fn when(due: &str) -> String {
    const LEADING: [&str; 16] = [
        "by", "before", "until", "till", "after", "in", "on", "at", "from", "every", "as", "within", "next",
        "this", "end", "during",
    ];
    let first = due.split_whitespace().next().unwrap_or_default().to_lowercase();
    if LEADING.contains(&first.as_str()) {
        due.trim().to_owned()
    } else {
        format!("by {}", due.trim())
    }
}

/// A document's words and where they stand.
pub fn quoted(anchor: &Anchor) -> Words {
    let place = format!("{}:{}", anchor.document, anchor.position.line);
    vec![
        Run::Quote(unmarked(&anchor.quote)),
        plain(" ("),
        Run::Code(place),
        plain(")"),
    ]
}

/// Leaves out of a quote what only lays it out: bold marks, the bars of a table's row, the mark of a list.
fn unmarked(quote: &str) -> String {
    let quote = quote.replace("**", "").replace("__", "");
    let quote = quote.trim().trim_start_matches(['-', '>', '#', ' ']);
    let cells = quote.split('|').map(str::trim).filter(|cell| !cell.is_empty());
    if quote.starts_with('|') {
        return cells.collect::<Vec<_>>().join(", ");
    }
    quote.to_owned()
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
