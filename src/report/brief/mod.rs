//! Briefs as files and as one report: each brief and the author's page is a sheet, laid out once and written in Markdown
//! or text; JSON is the data itself.

mod author;
mod files;
mod markdown;
mod sheet;
mod summary;
mod team;
mod text;

pub use files::{BriefFile, files, is_unedited};
pub use summary::summary;

use super::json;
use crate::domain::brief::{BRIEF_FORMAT_VERSION, BriefReport};
use serde_json::{Value, json};
pub(super) use sheet::{Block, Run, Sheet, Words};
use std::io;

/// Names the formats that briefs can be written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum BriefFormat {
    /// For a person at a terminal.
    #[default]
    Text,
    /// For programs: everything, in the published format (see [`schema`]).
    Json,
    /// For a mail or a wiki (GitHub Flavored Markdown).
    Markdown,
    /// For a browser: one file for the author, from which each brief can be copied.
    Html,
}

/// Says how much is shown, and how wide. JSON ignores all of it: it is complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BriefOptions {
    /// Whether each sentence shows the notes' words that it rests on.
    pub citations: bool,
    /// The columns of the terminal.
    pub width: usize,
    /// Whether the text is coloured.
    pub color: bool,
}

/// Writes all briefs and the author's page in a format.
pub fn render(
    format: BriefFormat,
    report: &BriefReport,
    options: &BriefOptions,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    match format {
        BriefFormat::Json => json::write(report, out),
        BriefFormat::Text => {
            let sheets = sheets(report, options);
            text::render(&sheets, options, out)
        }
        BriefFormat::Markdown => {
            let sheets = sheets(report, options);
            markdown::render(&sheets, out)
        }
        BriefFormat::Html => {
            let briefs: Vec<(Sheet, String)> = report
                .briefs
                .iter()
                .map(|brief| team::sheet(brief, report, options.citations))
                .map(|sheet| Ok((sheet.clone(), markdown::to_string(&sheet)?)))
                .collect::<io::Result<_>>()?;
            super::html::render_brief(report, &author::sheet(report), &briefs, out)
        }
    }
}

fn sheets(report: &BriefReport, options: &BriefOptions) -> Vec<Sheet> {
    let briefs = report
        .briefs
        .iter()
        .map(|brief| team::sheet(brief, report, options.citations));
    briefs.chain([author::sheet(report)]).collect()
}

/// Returns the JSON Schema (draft 2020-12) of the JSON report.
pub fn schema() -> Value {
    let mut schema = schemars::schema_for!(BriefReport).to_value();
    schema["title"] = json!(format!("clarify brief report, version {BRIEF_FORMAT_VERSION}"));
    schema["properties"]["format"]["const"] = json!("clarify.brief");
    schema["properties"]["version"]["const"] = json!(BRIEF_FORMAT_VERSION);
    schema
}

#[cfg(test)]
mod tests;
