//! How the findings of one document stand against the review before: as text, as Markdown and for programs.

use super::{lead, of_fates, write_changes};
use crate::domain::{Change, Fate, Tracking};
use crate::report::markdown::escape;
use crate::report::text::{Ink, Page};
use crate::report::{Options, clean, json};
use serde::Serialize;
use std::io::{self, Write};

/// Names the formats that a difference can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiffFormat {
    /// For a person at a terminal.
    Text,
    /// For a pull request or a wiki (GitHub Flavored Markdown).
    Markdown,
    /// For programs.
    Json,
}

/// What changed in one document from review to review.
#[derive(Clone, Debug, Serialize)]
pub struct Diff {
    /// Always `clarify.diff`.
    pub format: &'static str,
    /// The version of this format.
    pub version: u32,
    /// The document's path, as given.
    pub document: String,
    /// How the findings stand.
    pub tracking: Tracking,
    /// The headings of the sections that changed since the last review, and were not read yet.
    pub unread: Vec<String>,
}

/// Writes what changed.
pub fn render_diff(
    format: DiffFormat,
    diff: &Diff,
    options: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        DiffFormat::Text => text(diff, options, out),
        DiffFormat::Markdown => markdown(diff, out),
        DiffFormat::Json => json::write(diff, out),
    }
}

fn text(diff: &Diff, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let page = &mut Page::new(out, options);
    let path = page.ink(Ink::Strong, &clean::line(&diff.document));
    page.put("", 2, &path)?;
    page.put("", 2, &lead(&diff.tracking))?;
    if let Some(unread) = unread(diff) {
        page.put("", 2, &clean::line(&unread))?;
    }
    let groups = of_fates(&diff.tracking, &Fate::ALL);
    if !groups.is_empty() {
        page.gap()?;
    }
    write_changes(page, &groups)
}

fn markdown(diff: &Diff, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "## Findings of {}\n", escape::code(&diff.document))?;
    writeln!(out, "**{}**", lead(&diff.tracking))?;
    if let Some(unread) = unread(diff) {
        writeln!(out, "\n{}", escape::text(&unread))?;
    }
    write_list(out, "What became of them", &of_fates(&diff.tracking, &Fate::ALL))
}

/// Writes what became of findings as a list under a heading; nothing where there is nothing to tell.
pub fn write_list(out: &mut dyn Write, heading: &str, groups: &[(Fate, Vec<&Change>)]) -> io::Result<()> {
    if !groups.is_empty() {
        writeln!(out, "\n### {heading}\n")?;
    }
    for (fate, changes) in groups {
        for change in changes {
            let note = change
                .note
                .as_deref()
                .map(|note| format!(" ({})", escape::text(note)));
            let (id, title) = (escape::code(&change.id.0), escape::text(&change.title));
            let fate = fate.as_str();
            writeln!(
                out,
                "- **{fate}** {id} {}: {title}{}",
                change.severity,
                note.unwrap_or_default()
            )?;
        }
    }
    Ok(())
}

fn unread(diff: &Diff) -> Option<String> {
    let headings = diff.unread.iter().map(|heading| match heading.as_str() {
        "" => "(before the first heading)",
        heading => heading,
    });
    let headings: Vec<&str> = headings.collect();
    (!headings.is_empty()).then(|| {
        format!(
            "changed since that review, and not read yet: {}",
            headings.join("; ")
        )
    })
}
