//! Question packs to be pasted into mail, a chat or a ticket, for a spreadsheet, and for programs. The Markdown, text, CSV
//! and JSON forms have room for answers and are read back by `replies`.

mod csv;
mod markdown;
#[cfg(test)]
mod tests;
mod text;
mod wording;

pub use text::render_question;

use crate::domain::pack::Pack;
use std::io;

/// Names the forms of a pack.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PackFormat {
    /// For mail, a ticket or a wiki (GitHub Flavored Markdown).
    #[default]
    Markdown,
    /// For a chat.
    Text,
    /// For a spreadsheet.
    Csv,
    /// For programs.
    Json,
}

/// Writes a pack in a form. Text is set in `width` columns.
pub fn render_pack(format: PackFormat, pack: &Pack, width: usize, out: &mut dyn io::Write) -> io::Result<()> {
    match format {
        PackFormat::Markdown => markdown::render(pack, out),
        PackFormat::Text => text::render(pack, width, out),
        PackFormat::Csv => csv::render(pack, out),
        PackFormat::Json => {
            serde_json::to_writer_pretty(&mut *out, pack).map_err(io::Error::from)?;
            writeln!(out)
        }
    }
}

/// Returns the JSON schema of a pack.
pub fn pack_schema() -> serde_json::Value {
    schemars::schema_for!(Pack).into()
}
