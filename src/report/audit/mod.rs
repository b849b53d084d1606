//! An audit as text for a terminal, as Markdown for a wiki, as rows, and as JSON for programs; what is pointed out at places
//! goes to the renderers of reviews.

mod markdown;
mod table;
#[cfg(test)]
mod tests;
mod text;
pub(super) mod wording;

use super::issue::Listing;
use super::{Options, Sources, csv, github, html, json, junit, sarif, xlsx};
use crate::domain::{AUDIT_FORMAT_VERSION, AuditReport, Review};
use std::io;

/// Names the formats that an audit can be written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum AuditFormat {
    /// For a person at a terminal.
    #[default]
    Text,
    /// For programs: everything, in the published format (see [`audit_schema`]).
    Json,
    /// For a wiki or a pull request (GitHub Flavored Markdown).
    Markdown,
    /// For a browser: one file, complete.
    Html,
    /// For code scanning: SARIF 2.1.0.
    Sarif,
    /// For a run of GitHub Actions: workflow commands that annotate the files.
    Github,
    /// For what shows test results: JUnit XML.
    Junit,
    /// For a spreadsheet: one row a document, finding, goal, question or failure.
    Csv,
    /// For a spreadsheet: a workbook with a sheet each of documents, findings, goals and questions.
    Xlsx,
}

impl AuditFormat {
    /// Tells whether the format shows every finding of every document, and so needs the whole reviews.
    pub fn shows_reviews(self) -> bool {
        match self {
            Self::Text | Self::Json | Self::Markdown | Self::Html => false,
            Self::Sarif | Self::Github | Self::Junit | Self::Csv | Self::Xlsx => true,
        }
    }
}

/// Writes the report of an audit in a format. `reviews` holds the whole reviews of its documents where the format shows
/// them; `sources` says from which folder paths are told, and where the pages of documents lie.
pub fn render_audit(
    format: AuditFormat,
    report: &AuditReport,
    reviews: &[Review],
    sources: &Sources,
    options: &Options,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let listing = || Listing::of_audit(report, reviews);
    match format {
        AuditFormat::Text => text::render(report, options, out),
        AuditFormat::Json => json::write(report, out),
        AuditFormat::Markdown => markdown::render(report, options, out),
        AuditFormat::Html => html::render_audit(report, sources, out),
        AuditFormat::Sarif => sarif::render(&listing(), sources, out),
        AuditFormat::Github => github::render(&listing(), sources, options, out),
        AuditFormat::Junit => junit::render(&listing(), options, out),
        AuditFormat::Csv => csv::render(&table::of_audit(report, reviews), out),
        AuditFormat::Xlsx => xlsx::render(&table::of_audit(report, reviews), out),
    }
}

/// Returns the JSON Schema (draft 2020-12) of an audit's JSON report.
pub fn audit_schema() -> serde_json::Value {
    json::schema_of::<AuditReport>("clarify.audit", "clarify audit report", AUDIT_FORMAT_VERSION)
}
