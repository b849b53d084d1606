//! Reports: a finished review, or briefs, as text for a terminal, as JSON for programs and as Markdown for a pull request.
//!
//! One renderer a file, all over the same data; order, counts and cuts are decided once, in `view`. Documents, model
//! answers and paths are strangers' words: `clean` disarms them for a terminal, `markdown::escape` for Markdown.
//! Refuses to ask, to judge and to print: renderers write to the writer they are given.

mod audit;
pub mod brief;
mod clean;
mod footing;
mod html;
mod json;
mod markdown;
mod passage;
mod ranked;
#[cfg(test)]
mod samples;
mod sources;
#[cfg(test)]
mod tests;
mod text;
mod view;
mod words;

pub use audit::{AuditFormat, audit_schema, render_audit};
pub use clean::line as plain_line;
pub use json::schema;
pub use sources::Sources;

use crate::domain::ReviewReport;
use std::io;

/// Names the formats that a review can be written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// For a person at a terminal.
    #[default]
    Text,
    /// For programs: everything, in the published format (see [`schema`]).
    Json,
    /// For a pull request or a wiki (GitHub Flavored Markdown).
    Markdown,
    /// For a browser: one file with the spec itself, complete.
    Html,
}

/// Says how much is shown, and how wide. JSON and HTML ignore all of it: they are complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// The most findings that are shown for one spec; `None` shows all findings and all questions.
    pub max: Option<usize>,
    /// Whether claims that were set aside are listed, not only counted.
    pub show_set_aside: bool,
    /// The columns of the terminal.
    pub width: usize,
    /// Whether the text is coloured.
    pub color: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            max: Some(10),
            show_set_aside: false,
            width: 80,
            color: false,
        }
    }
}

/// Writes the report in a format. `sources` holds the documents that the findings point into; a passage of a document
/// that is not there is shown by its quote alone.
pub fn render(
    format: Format,
    report: &ReviewReport,
    sources: &Sources,
    options: &Options,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    match format {
        Format::Text => text::render(report, sources, options, out),
        Format::Json => json::write(report, out),
        Format::Markdown => markdown::render(report, options, out),
        Format::Html => html::render(report, sources, out),
    }
}
