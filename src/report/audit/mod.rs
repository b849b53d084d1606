//! An audit as text for a terminal, as JSON for programs, as Markdown for a wiki, and as CSV for a spreadsheet.

mod csv;
mod markdown;
mod text;
pub(super) mod wording;

use super::{Options, json};
use crate::domain::{AUDIT_FORMAT_VERSION, AuditReport};
use std::collections::HashMap;
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
    /// For a spreadsheet: one row a document, finding, goal, question or failure.
    Csv,
    /// For a browser: one file, complete.
    Html,
}

/// Writes the report of an audit in a format.
pub fn render_audit(
    format: AuditFormat,
    report: &AuditReport,
    options: &Options,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    match format {
        AuditFormat::Text => text::render(report, options, out),
        AuditFormat::Json => json::write(report, out),
        AuditFormat::Markdown => markdown::render(report, options, out),
        AuditFormat::Csv => csv::render(report, out),
        AuditFormat::Html => super::html::render_audit(report, &HashMap::new(), out),
    }
}

/// Returns the JSON Schema (draft 2020-12) of an audit's JSON report.
pub fn audit_schema() -> serde_json::Value {
    json::schema_of::<AuditReport>("clarify.audit", "clarify audit report", AUDIT_FORMAT_VERSION)
}
