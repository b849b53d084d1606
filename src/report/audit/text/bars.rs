//! How much was found in each document, as bars.

use super::Cut;
use crate::domain::{AuditReport, DocumentEntry};
use crate::report::audit::wording;
use crate::report::text::chart;
use crate::report::text::page::Page;
use crate::report::{clean, words};
use std::io;

/// The widest that a document's name is set.
const NAME: usize = 30;

/// The most columns of a bar.
const BAR: usize = 48;

/// Draws a bar for each document that is listed, the worst document first; nothing where the page bears no charts.
pub fn severities(page: &mut Page<'_>, report: &AuditReport, cut: &Cut) -> io::Result<()> {
    let shown: Vec<&DocumentEntry> = report.documents.iter().take(cut.documents).collect();
    let most = shown.iter().map(|entry| total(entry)).max().unwrap_or(0);
    if !page.is_drawn_on() || most == 0 {
        return Ok(());
    }
    page.heading("Findings by severity")?;
    for (index, entry) in shown.iter().enumerate() {
        bar(page, report, index, entry, most)?;
    }
    let legend = chart::legend(page);
    page.line(&format!("    {legend}"))
}

fn bar(
    page: &mut Page<'_>,
    report: &AuditReport,
    index: usize,
    entry: &DocumentEntry,
    most: usize,
) -> io::Result<()> {
    let path = words::clip(&clean::line(wording::short(report, &entry.document)), NAME - 1);
    let pad = NAME.saturating_sub(words::columns(&path));
    let count = total(entry).to_string();
    let room = page.width().saturating_sub(NAME + 5 + count.len()).min(BAR);
    let drawn = chart::bar(page, entry.findings.in_order(), most, room);
    page.line(&format!("{:>2}. {path}{:pad$}{drawn} {count}", index + 1, ""))
}

fn total(entry: &DocumentEntry) -> usize {
    entry.findings.in_order().iter().sum()
}
