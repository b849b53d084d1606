//! One finding as text: what is to be decided, where, the words themselves, and what explains them.

use super::excerpt;
use super::page::{Ink, Page};
use crate::domain::{Anchor, Match};
use crate::report::ranked::Finding;
use crate::report::view::View;
use crate::report::{Sources, clean, passage, words};
use std::io;

/// The column at which everything but the head begins.
const INDENT: usize = 4;
/// The column at which the words behind a label begin.
const COLUMN: usize = INDENT + "question 1: ".len();
/// The most columns of an id.
const MAX_ID: usize = 24;
/// The most passages of one finding that are quoted; of others, only the place is given.
const QUOTED: usize = 2;
/// The most rows of one passage.
const ROWS: usize = 2;

/// Writes a finding.
pub fn write(
    page: &mut Page<'_>,
    view: &View<'_>,
    finding: Finding<'_>,
    sources: &Sources,
) -> io::Result<()> {
    head(page, finding)?;
    place(page, finding)?;
    let (quoted, others) = finding.anchors().split_at(finding.anchors().len().min(QUOTED));
    for (index, anchor) in quoted.iter().enumerate() {
        if index > 0 {
            page.line(&format!("{:INDENT$}{}  {}", "", location(anchor), doubt(anchor)))?;
        }
        quote(page, finding, anchor, sources)?;
    }
    if !others.is_empty() {
        let places: Vec<String> = others.iter().map(location).collect();
        page.labelled(INDENT, "also: ", COLUMN, &places.join(", "))?;
    }
    for (label, words) in view.points(finding) {
        page.labelled(INDENT, &format!("{label}: "), COLUMN, words)?;
    }
    Ok(())
}

/// Writes rank, severity and title.
fn head(page: &mut Page<'_>, finding: Finding<'_>) -> io::Result<()> {
    let severity = page.ink(Ink::Of(finding.severity()), &format!("{}:", finding.grade()));
    let title = page.ink(Ink::Strong, &clean::line(finding.title()));
    page.put(
        &format!("{:>2}. ", finding.rank()),
        INDENT,
        &format!("{severity} {title}"),
    )
}

/// Writes where the finding points and what it is; who raised it and its id stand at the far end.
fn place(page: &mut Page<'_>, finding: Finding<'_>) -> io::Result<()> {
    let anchor = finding.anchors().first();
    let id = words::clip(&clean::line(&finding.id().0), MAX_ID);
    let doubt = anchor.map(doubt).filter(|doubt| !doubt.is_empty());
    let doubt = doubt.map(|doubt| format!("{doubt}, ")).unwrap_or_default();
    let end = format!("{doubt}{} {id}", finding.source());
    let place = anchor.map_or_else(|| "not stated anywhere".into(), location);
    let mut start = format!("{:INDENT$}{place}  {}", "", finding.code());
    if words::columns(&start) > page.width() {
        page.line(&format!("{:INDENT$}{place}", ""))?;
        start = format!("{:INDENT$}{}", "", finding.code());
    }
    let space = page.width().saturating_sub(words::columns(&end));
    let faint = page.ink(Ink::Faint, &end);
    match space.checked_sub(words::columns(&start)) {
        Some(space @ 2..) => page.line(&format!("{start}{:space$}{faint}", "")),
        _ => {
            page.line(&start)?;
            page.line(&format!("{:space$}{faint}", ""))
        }
    }
}

/// Returns path, line and column as editors take them, or the cell of a workbook; and the requirement's id.
fn location(anchor: &Anchor) -> String {
    clean::line(&anchor.place())
}

/// Returns a mark where the words are not quite those claimed.
fn doubt(anchor: &Anchor) -> &'static str {
    match anchor.matched {
        Match::Exact | Match::Normalised => "",
        Match::Approximate => "quote approximate",
    }
}

fn quote(page: &mut Page<'_>, finding: Finding<'_>, anchor: &Anchor, sources: &Sources) -> io::Result<()> {
    let width = page.width().saturating_sub(INDENT + excerpt::GUTTER);
    let rows = passage::rows(anchor, sources, width, ROWS);
    if rows.is_empty() {
        return Ok(());
    }
    // The gutter brings a space of its own.
    let indent = " ".repeat(INDENT - 1);
    for line in excerpt::draw(&rows, finding.severity(), page.is_coloured()) {
        page.line(&format!("{indent}{line}"))?;
    }
    Ok(())
}
