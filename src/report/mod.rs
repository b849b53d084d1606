//! Reports: a finished review, audit, set of briefs or question pack in the forms in which people and programs read it.
//!
//! One renderer a file, all over the same data; order, counts and cuts are decided once: in `view` for what people read,
//! in `issue` for what is shown at a place of a document, in `table` for what is read in rows. Documents, model answers
//! and paths are strangers' words: `clean` disarms them for a terminal, `markdown::escape` for Markdown, each other format
//! in its own file. Refuses to ask, to judge and to print: renderers write to the writer they are given.

mod audit;
pub mod brief;
mod clean;
mod csv;
pub mod decisions;
mod diff;
mod footing;
mod github;
mod html;
mod issue;
mod json;
mod junit;
mod markdown;
mod pack;
mod passage;
mod place;
mod ranked;
mod rdjson;
#[cfg(test)]
mod samples;
mod sarif;
mod sources;
mod table;
#[cfg(test)]
mod tests;
mod text;
mod tracked;
mod view;
mod words;
mod xlsx;

pub use audit::{AuditFormat, audit_schema, render_audit};
pub use clean::line as plain_line;
pub use diff::unified;
pub use json::schema;
pub use pack::{PackFormat, pack_schema, render_pack, render_question};
pub use sources::Sources;
pub use tracked::{Diff, DiffFormat, Shown, Trend, render_diff, render_finding, render_status};

use crate::domain::{ReviewReport, Severity};
use issue::Listing;
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
    /// For code scanning: SARIF 2.1.0.
    Sarif,
    /// For a run of GitHub Actions: workflow commands that annotate the files.
    Github,
    /// For reviewdog: its Diagnostic Format in one JSON object.
    Rdjson,
    /// For what shows test results: JUnit XML.
    Junit,
    /// For a spreadsheet: one row a finding, question or failure.
    Csv,
    /// For a spreadsheet: a workbook with a sheet of findings and one of questions.
    Xlsx,
}

impl Format {
    /// Returns the format's name, as on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Sarif => "sarif",
            Self::Github => "github",
            Self::Rdjson => "rdjson",
            Self::Junit => "junit",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }
}

/// Says how much is shown, and how wide. What programs read is complete and ignores most of it.
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
    /// Whether text may draw bars and marks, as on a terminal.
    pub charts: bool,
    /// Whether Markdown is one short comment with the details folded away.
    pub compact: bool,
    /// The severity from which on a finding counts as a failed test; `None` stands for never.
    pub fail_on: Option<Severity>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            max: Some(10),
            show_set_aside: false,
            width: 80,
            color: false,
            charts: false,
            compact: false,
            fail_on: None,
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
        Format::Markdown if options.compact => markdown::compact(report, options, out),
        Format::Markdown => markdown::render(report, options, out),
        Format::Html => html::render(report, sources, out),
        Format::Sarif => sarif::render(&Listing::of_review(report), sources, out),
        Format::Github => github::render(&Listing::of_review(report), sources, options, out),
        Format::Rdjson => rdjson::render(&Listing::of_review(report), sources, options, out),
        Format::Junit => junit::render(&Listing::of_review(report), options, out),
        Format::Csv => csv::render(&table::of_review(report), out),
        Format::Xlsx => xlsx::render(&table::of_review(report), out),
    }
}
