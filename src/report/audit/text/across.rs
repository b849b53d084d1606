//! The findings between documents: both sides, word for word.

use super::{COLUMN, Cut, INDENT};
use crate::domain::{Anchor, AuditReport, CrossFinding, Severity};
use crate::report::audit::wording;
use crate::report::text::excerpt;
use crate::report::text::page::{Ink, Page};
use crate::report::{Sources, clean, passage, words};
use std::io;

/// Writes the findings between documents, by rank.
pub fn across(page: &mut Page<'_>, report: &AuditReport, cut: &Cut) -> io::Result<()> {
    if report.across.is_empty() {
        return Ok(());
    }
    page.heading("Across documents")?;
    for (index, finding) in report.across.iter().take(cut.across).enumerate() {
        if index > 0 {
            page.gap()?;
        }
        cross_finding(page, report, finding)?;
    }
    let rest = report.across.get(cut.across..).unwrap_or_default();
    if rest.is_empty() {
        return Ok(());
    }
    let tally = words::tally(rest.iter().map(|finding| finding.kind.code()));
    let tally: Vec<String> = tally
        .into_iter()
        .map(|(kind, count)| format!("{count} {kind}"))
        .collect();
    page.gap()?;
    page.put(
        "",
        2,
        &format!("and {} more: {} (--all shows them)", rest.len(), tally.join(", ")),
    )
}

fn cross_finding(page: &mut Page<'_>, report: &AuditReport, finding: &CrossFinding) -> io::Result<()> {
    let severity = page.ink(Ink::Of(finding.severity), &format!("{}:", finding.severity));
    let title = page.ink(Ink::Strong, &clean::line(&finding.title));
    page.put(
        &format!("{:>2}. ", finding.rank),
        INDENT,
        &format!("{severity} {title}"),
    )?;
    let about = page.ink(
        Ink::Faint,
        &format!("{}  {} {}", finding.kind, finding.source.as_str(), finding.id),
    );
    page.line(&format!("{:INDENT$}{about}", ""))?;
    for side in &finding.sides {
        quote(page, finding.severity, side)?;
    }
    if !finding.also.is_empty() {
        page.labelled(
            INDENT,
            "also: ",
            COLUMN,
            &wording::names(report, &finding.also, 6),
        )?;
    }
    for (reading, name) in finding.readings.iter().zip(["first: ", "second: "]) {
        page.labelled(INDENT, name, COLUMN, reading)?;
    }
    match (&finding.scenario, finding.why.is_empty()) {
        (Some(case), _) => page.labelled(INDENT, "case: ", COLUMN, case)?,
        (None, false) => page.labelled(INDENT, "why: ", COLUMN, &finding.why)?,
        _ => {}
    }
    for remark in &finding.remarks {
        page.labelled(INDENT, "remark: ", COLUMN, remark)?;
    }
    match &finding.question {
        Some(question) => page.labelled(INDENT, "ask: ", COLUMN, &question.to),
        None => Ok(()),
    }
}

fn quote(page: &mut Page<'_>, severity: Severity, anchor: &Anchor) -> io::Result<()> {
    page.line(&format!("{:INDENT$}{}", "", clean::line(&anchor.place())))?;
    let width = page.width().saturating_sub(INDENT + excerpt::GUTTER);
    let rows = passage::rows(anchor, &Sources::new(), width, 2);
    if rows.is_empty() {
        return Ok(());
    }
    let indent = " ".repeat(INDENT - 1);
    for line in excerpt::draw(&rows, severity, page.is_coloured()) {
        page.line(&format!("{indent}{line}"))?;
    }
    Ok(())
}
