//! One finding as an item of a numbered list.

use super::escape::{code, text};
use crate::domain::{Anchor, Match};
use crate::report::passage;
use crate::report::ranked::Finding;
use crate::report::view::View;
use std::io::{self, Write};

/// The most paragraphs of one quote that are shown.
const MAX_PARAGRAPHS: usize = 8;

/// Writes a finding.
pub fn write(out: &mut dyn Write, view: &View<'_>, finding: Finding<'_>) -> io::Result<()> {
    let number = format!("{}. ", finding.rank());
    let indent = " ".repeat(number.len());
    let title = format!("{}: {}", finding.grade(), text(finding.title()));
    writeln!(out, "{number}**{}**\\", title.trim_end())?;
    let (source, id) = (finding.source(), code(&finding.id().0));
    writeln!(out, "{indent}{}, raised by {source}, {id}", finding.code())?;
    for anchor in finding.anchors() {
        quote(out, &indent, anchor)?;
    }
    points(out, view, finding, &indent)
}

/// Writes the exact words, and where they stand.
pub fn quote(out: &mut dyn Write, indent: &str, anchor: &Anchor) -> io::Result<()> {
    let paragraphs = passage::paragraphs(&anchor.quote);
    writeln!(out)?;
    for paragraph in paragraphs.iter().take(MAX_PARAGRAPHS) {
        writeln!(out, "{indent}> {}\\", text(paragraph))?;
    }
    if paragraphs.len() > MAX_PARAGRAPHS {
        writeln!(out, "{indent}> …\\")?;
    }
    let mark = match anchor.matched {
        Match::Exact | Match::Normalised => "",
        Match::Approximate => " (quote approximate)",
    };
    writeln!(out, "{indent}> {}{mark}", place(anchor))
}

/// Returns path, line and column as code.
pub fn place(anchor: &Anchor) -> String {
    code(&anchor.place())
}

/// Writes what explains a finding, as a list.
pub fn points(out: &mut dyn Write, view: &View<'_>, finding: Finding<'_>, indent: &str) -> io::Result<()> {
    let points = view.points(finding);
    if !points.is_empty() {
        writeln!(out)?;
    }
    for (label, words) in points {
        writeln!(out, "{indent}- {label}: {}", text(words))?;
    }
    Ok(())
}
