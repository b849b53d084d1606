//! One finding as text: what is to be decided, where, the words themselves, and what explains them.

use super::excerpt;
use super::page::{Ink, Page};
use crate::domain::{Anchor, Family, Match};
use crate::report::view::{Finding, View};
use crate::report::{Sources, clean, passage, words};
use std::io;

/// The column at which everything but the head begins.
const INDENT: usize = 4;
/// The column at which the words behind a label begin.
const COLUMN: usize = INDENT + "question 1  ".len();
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
            page.line(&format!("{:INDENT$}{}", "", location(page, anchor)))?;
        }
        quote(page, finding, anchor, sources, ROWS[index.min(1)])?;
    }
    for (label, words) in view.points(finding) {
        page.labelled(INDENT, &format!("{label} "), COLUMN, words)?;
    }
    Ok(())
}

/// Writes rank, severity and title.
fn head(page: &mut Page<'_>, finding: Finding<'_>) -> io::Result<()> {
    let severity = match finding {
        Finding::Flag(_) => finding.severity().to_string(),
        Finding::Assumption(_) => format!("{} {}", finding.severity(), Family::Assumption.as_str()),
    };
    let severity = page.ink(Ink::Of(finding.severity()), &format!("{severity}:"));
    let title = page.ink(Ink::Strong, &clean::line(finding.title()));
    page.put(
        &format!("{:>2}. ", finding.rank()),
        INDENT,
        &format!("{severity} {title}"),
    )
}

/// Writes where the finding points and what it is; who raised it and its id stand at the far end.
fn place(page: &mut Page<'_>, finding: Finding<'_>, anchor: Option<&Anchor>) -> io::Result<()> {
    let id = clean::line(&finding.id().0);
    let end = format!("{} {id}", finding.source().as_str());
    let start = anchor.map_or_else(|| "not written anywhere".into(), |anchor| location(page, anchor));
    let start = format!("{start}  {}", finding.code());
    let used = INDENT + words::columns(&start) + words::columns(&end);
    let space = page.width().saturating_sub(used).max(2);
    let end = page.ink(Ink::Faint, &end);
    page.line(&format!("{:INDENT$}{start}{:space$}{end}", "", ""))
}

/// Returns path, line and column as editors take them, and a mark where the words are not quite those claimed.
fn location(_page: &Page<'_>, anchor: &Anchor) -> String {
    let mark = match anchor.matched {
        Match::Exact | Match::Normalised => "",
        Match::Approximate => " (quote approximate)",
    };
    let path = clean::line(&anchor.document);
    format!("{path}:{}:{}{mark}", anchor.position.line, anchor.position.column)
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
