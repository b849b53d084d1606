//! Replies: what people wrote into a question pack, read back from Markdown or text, from a spreadsheet's CSV, or from JSON,
//! and held against the questions that were asked. Nothing is guessed: what cannot be told is said, with its line, and
//! the rest is taken. Refuses to know where packs come from and where answers go.

mod json;
mod markdown;
mod matching;
mod table;
#[cfg(test)]
mod tests;

pub use matching::{Asked, Given, Misfit, Problem, Read, held_against};

use crate::domain::pack::Reply;

/// Says why a text is no filled-in pack.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// There is no question in it.
    #[error("it holds no question of a pack: no line begins with “Reference:”")]
    NoQuestion,
    /// The table has no column that is needed.
    #[error("the table has no column “{0}”")]
    NoColumn(&'static str),
    /// The table cannot be read.
    #[error("the table cannot be read at line {line}: {message}")]
    Table {
        /// The line, from 1; 0 where it is not known.
        line: u64,
        /// What is wrong.
        message: String,
    },
    /// The JSON is no pack.
    #[error("the JSON is no pack: {0}")]
    Json(String),
    /// The pack was written by a later version.
    #[error("the pack is of version {0}, which this program does not know")]
    Version(u32),
}

/// Reads a filled-in pack, whatever its form.
pub fn read(text: &str) -> Result<Vec<Reply>, PackError> {
    let body = text.trim_start_matches('\u{feff}');
    if body.trim_start().starts_with('{') {
        json::read(body)
    } else if table::is_table(body) {
        table::read(body)
    } else {
        markdown::read(body)
    }
}
