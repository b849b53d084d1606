//! The report for a person at a terminal: what to decide first, in few words.

pub(super) mod chart;
pub(super) mod excerpt;
mod finding;
mod footer;
pub(super) mod page;
mod sections;

use super::view::{self, View};
use super::{Options, Sources, clean, tracked, words};
use crate::domain::{DocumentFailure, Review, ReviewReport, Severity};
pub(in crate::report) use page::{Ink, Page};
use std::io::{self, Write};

/// Says that no model was asked, and how to ask one.
const RULES_ONLY: &str = "Only the wording rules ran: no model was asked. To ask one, set OPENAI_BASE_URL, \
                          OPENAI_MODEL and, where the server wants one, OPENAI_API_KEY; or pass --base-url and --model.";

/// Writes the report.
pub fn render(
    report: &ReviewReport,
    sources: &Sources,
    options: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    let page = &mut Page::new(out, options);
    for (index, review) in report.reviews.iter().enumerate() {
        if index > 0 {
            rule(page)?;
        }
        if view::is_notice_due(report, index) {
            page.put("", 0, RULES_ONLY)?;
            page.gap()?;
        }
        write_review(page, review, sources, options)?;
    }
    failures(page, report)?;
    total(page, report)
}

/// Draws a line between two specs.
fn rule(page: &mut Page<'_>) -> io::Result<()> {
    page.gap()?;
    page.line(&"─".repeat(page.width()))?;
    page.gap()
}

fn write_review(
    page: &mut Page<'_>,
    review: &Review,
    sources: &Sources,
    options: &Options,
) -> io::Result<()> {
    let view = View::new(review, options.max);
    headline(page, &view)?;
    findings(page, &view, sources)?;
    sections::questions(page, &view)?;
    sections::coverage(page, review)?;
    sections::strategy(page, review)?;
    since(page, review)?;
    footer::set_aside(page, review, options.show_set_aside)?;
    footer::context(page, review)?;
    footer::warnings(page, review)?;
    footer::origin(page, review)
}

/// Writes path and title, the verdict, and the model's word on the whole.
fn headline(page: &mut Page<'_>, view: &View<'_>) -> io::Result<()> {
    let title = view
        .review
        .title
        .as_deref()
        .map(|title| format!(": {}", clean::line(title)));
    let path = clean::line(&view.review.document);
    let title = page.ink(Ink::Strong, &format!("{path}{}", title.unwrap_or_default()));
    let length = words::count(view.review.words, "word");
    page.put("", 2, &format!("{title} ({length})"))?;
    if let Some(tracking) = &view.review.tracking {
        page.put("", 2, &page.ink(Ink::Strong, &tracked::lead(tracking)))?;
        for remark in tracked::remarks(tracking, view.review.depth) {
            page.put("", 2, &remark)?;
        }
    }
    let worst = view.review.worst().unwrap_or(Severity::Note);
    let verdict = page.ink(Ink::Of(worst), &view.verdict());
    page.put("", 2, &verdict)?;
    match view.review.summary.as_deref().map(clean::line) {
        Some(summary) if !summary.is_empty() => page.put("", 0, &summary),
        _ => Ok(()),
    }
}

/// Writes what was resolved, is open again and is new since the review before.
fn since(page: &mut Page<'_>, review: &Review) -> io::Result<()> {
    let told = review.tracking.as_ref().map(tracked::told).unwrap_or_default();
    if told.is_empty() {
        return Ok(());
    }
    page.gap()?;
    tracked::write_changes(page, &told)
}

/// Writes the findings shown, and counts the others.
fn findings(page: &mut Page<'_>, view: &View<'_>, sources: &Sources) -> io::Result<()> {
    for shown in &view.findings {
        page.gap()?;
        finding::write(page, view, *shown, sources)?;
    }
    if view.rest.is_empty() {
        return Ok(());
    }
    page.gap()?;
    let rest: Vec<String> = view
        .rest
        .iter()
        .map(|(noun, count)| format!("{count} {noun}"))
        .collect();
    let left = view.findings_left();
    page.put(
        "",
        2,
        &format!("and {left} more: {} (--all shows them)", rest.join(", ")),
    )
}

/// Writes which documents could not be reviewed, and what to do about it; of neighbours with one remedy, once.
fn failures(page: &mut Page<'_>, report: &ReviewReport) -> io::Result<()> {
    for (index, alike) in report
        .errors
        .chunk_by(|one, two| one.hint == two.hint)
        .enumerate()
    {
        if index > 0 || !report.reviews.is_empty() {
            page.gap()?;
        }
        for failure in alike {
            page.put("", 2, &failed(report, failure))?;
        }
        if let Some(hint) = &alike[0].hint {
            page.labelled(2, "hint: ", "  hint: ".len(), hint)?;
        }
    }
    Ok(())
}

/// Says what went wrong with a document, naming it once.
fn failed(report: &ReviewReport, failure: &DocumentFailure) -> String {
    let (document, error) = (clean::line(&failure.document), clean::line(&failure.error));
    let what = if view::is_partial(report, failure) {
        "could not be reviewed in full"
    } else {
        "could not be reviewed"
    };
    if error.contains(&document) {
        format!("{what}: {error}")
    } else {
        format!("{what}: {document}: {error}")
    }
}

/// Sums up a run over several documents.
fn total(page: &mut Page<'_>, report: &ReviewReport) -> io::Result<()> {
    let errors = report.errors.iter();
    let unread = errors
        .filter(|failure| !view::is_partial(report, failure))
        .count();
    if report.reviews.len() + unread < 2 {
        return Ok(());
    }
    page.gap()?;
    let reviewed = words::count(report.reviews.len(), "spec");
    let failed = match unread {
        0 => String::new(),
        unread => format!("; {unread} could not be reviewed"),
    };
    page.put(
        "",
        2,
        &format!("{reviewed}: {}{failed}", view::severities(&view::total(report))),
    )
}
