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
/// The most rows of the first passage, and of each further one.
const ROWS: [usize; 2] = [3, 2];

/// Writes a finding.
pub fn write(
    page: &mut Page<'_>,
    view: &View<'_>,
    finding: Finding<'_>,
    sources: &Sources,
) -> io::Result<()> {
    head(page, finding)?;
    let anchors = finding.anchors();
    place(page, finding, anchors.first())?;
    for (index, anchor) in anchors.iter().enumerate() {
        if index > 0 {
            page.line(&format!("{:INDENT$}{}  {}", "", location(anchor), doubt(anchor)))?;
        }
        quote(page, finding, anchor, sources, ROWS[index.min(1)])?;
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
fn place(page: &mut Page<'_>, finding: Finding<'_>, anchor: Option<&Anchor>) -> io::Result<()> {
    let id = words::clip(&clean::line(&finding.id().0), MAX_ID);
    let doubt = anchor.map(doubt).filter(|doubt| !doubt.is_empty());
    let doubt = doubt.map(|doubt| format!("{doubt}, ")).unwrap_or_default();
    let end = format!("{doubt}{} {id}", finding.source());
    let place = anchor.map_or_else(|| "not stated anywhere".into(), location);
    let start = format!("{:INDENT$}{place}  {}", "", finding.code());
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

/// Returns path, line and column as editors take them.
fn location(anchor: &Anchor) -> String {
    let path = clean::line(&anchor.document);
    format!("{path}:{}:{}", anchor.position.line, anchor.position.column)
}

/// Returns a mark where the words are not quite those claimed.
fn doubt(anchor: &Anchor) -> &'static str {
    match anchor.matched {
        Match::Exact | Match::Normalised => "",
        Match::Approximate => "quote approximate",
    }
}

fn quote(
    page: &mut Page<'_>,
    finding: Finding<'_>,
    anchor: &Anchor,
    sources: &Sources,
    max: usize,
) -> io::Result<()> {
    let width = page.width().saturating_sub(INDENT + excerpt::GUTTER);
    let rows = passage::rows(anchor, sources, width, max);
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
