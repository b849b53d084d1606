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
/// The most further places of one finding that are named.
const PLACES: usize = 5;
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
    let (quoted, others) = parted(finding.anchors());
    for (index, anchor) in quoted.iter().enumerate() {
        if index > 0 {
            page.line(&format!("{:INDENT$}{}  {}", "", location(anchor), doubt(anchor)))?;
        }
        quote(page, finding, anchor, sources)?;
    }
    if !others.is_empty() {
        page.labelled(
            INDENT,
            "also: ",
            COLUMN,
            &places(&others, quoted.first().copied()),
        )?;
    }
    for (label, words) in view.points(finding) {
        page.labelled(INDENT, &format!("{label}: "), COLUMN, words)?;
    }
    Ok(())
}

/// Parts the passages to quote from those whose place is enough. The same words are quoted once.
fn parted(anchors: &[Anchor]) -> (Vec<&Anchor>, Vec<&Anchor>) {
    let mut quoted: Vec<&Anchor> = Vec::new();
    let mut others = Vec::new();
    for anchor in anchors {
        let is_new = quoted
            .iter()
            .all(|shown| !shown.quote.eq_ignore_ascii_case(&anchor.quote));
        if is_new && quoted.len() < QUOTED {
            quoted.push(anchor);
        } else {
            others.push(anchor);
        }
    }
    (quoted, others)
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

/// Names places, the first few one by one, those in the document of the first passage by line and column alone.
fn places(anchors: &[&Anchor], first: Option<&Anchor>) -> String {
    let document = first.map(|first| format!("{}:", clean::line(&first.document)));
    let place = |anchor: &Anchor| {
        let place = location(anchor);
        let rest = document
            .as_deref()
            .and_then(|document| place.strip_prefix(document));
        rest.map(str::to_owned).unwrap_or(place)
    };
    let (named, counted) = anchors.split_at(anchors.len().min(PLACES));
    let named: Vec<String> = named.iter().map(|anchor| place(anchor)).collect();
    match counted.len() {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::samples;

    #[test]
    fn the_same_words_are_quoted_once() {
        let mut anchors = samples::typical().report.reviews[0].flags[0].anchors.clone();
        anchors.truncate(1);
        let again = Anchor {
            position: crate::domain::Position { line: 99, column: 1 },
            ..anchors[0].clone()
        };
        anchors.push(again);
        let (quoted, others) = parted(&anchors);
        assert_eq!((quoted.len(), others.len()), (1, 1));
        assert_eq!(others[0].position.line, 99);
    }
}
