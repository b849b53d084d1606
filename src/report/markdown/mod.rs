//! The report to be pasted into a pull request or a wiki, as GitHub Flavored Markdown: whole, or as one short comment.

mod compact;
pub(in crate::report) mod escape;
mod finding;
mod sections;

pub use compact::render as compact;

use super::view::{self, View};
use super::{Options, tracked, words};
use crate::domain::{Review, ReviewReport};
use escape::{code, text};
use std::io::{self, Write};

/// Says that no model was asked, and how to ask one.
const RULES_ONLY: &str = "Only the wording rules ran: no model was asked. To ask one, set `OPENAI_BASE_URL`, \
                          `OPENAI_MODEL` and, where the server wants one, `OPENAI_API_KEY`; or pass `--base-url` and \
                          `--model`.";

/// Writes the report.
pub fn render(report: &ReviewReport, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    for (index, review) in report.reviews.iter().enumerate() {
        if index > 0 {
            writeln!(out, "\n---\n")?;
        }
        if view::is_notice_due(report, index) {
            writeln!(out, "{RULES_ONLY}\n")?;
        }
        write_review(out, review, options)?;
    }
    failures(out, report)
}

fn write_review(out: &mut dyn Write, review: &Review, options: &Options) -> io::Result<()> {
    let view = View::new(review, options.max);
    headline(out, &view)?;
    findings(out, &view)?;
    sections::questions(out, &view)?;
    sections::coverage(out, review)?;
    sections::strategy(out, review)?;
    sections::since(out, review)?;
    sections::small_print(out, review, options.show_set_aside)
}

fn headline(out: &mut dyn Write, view: &View<'_>) -> io::Result<()> {
    let review = view.review;
    let title = review.title.as_deref().map(|title| format!(": {}", text(title)));
    writeln!(
        out,
        "## Review of {}{}\n",
        code(&review.document),
        title.unwrap_or_default()
    )?;
    if let Some(tracking) = &review.tracking {
        writeln!(out, "**{}**\n", tracked::lead(tracking))?;
        for remark in tracked::remarks(tracking, review.depth) {
            writeln!(out, "{remark}\n")?;
        }
    }
    if view.is_clear() {
        writeln!(
            out,
            "**{}** in {}",
            view.verdict(),
            words::count(review.words, "word")
        )?;
    } else {
        counts(out, view)?;
    }
    match review.summary.as_deref().map(text) {
        Some(summary) if !summary.is_empty() => writeln!(out, "\n{summary}"),
        _ => Ok(()),
    }
}

fn counts(out: &mut dyn Write, view: &View<'_>) -> io::Result<()> {
    let [blockers, majors, minors, notes] = view.counts;
    writeln!(out, "| blockers | major | minor | notes | questions | words |")?;
    writeln!(out, "| ---: | ---: | ---: | ---: | ---: | ---: |")?;
    let questions = view.review.questions.len();
    let words = words::grouped(view.review.words as u64);
    writeln!(
        out,
        "| {blockers} | {majors} | {minors} | {notes} | {questions} | {words} |"
    )
}

fn findings(out: &mut dyn Write, view: &View<'_>) -> io::Result<()> {
    if view.findings.is_empty() && view.rest.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n### Findings")?;
    for shown in &view.findings {
        writeln!(out)?;
        finding::write(out, view, *shown)?;
    }
    if view.rest.is_empty() {
        return Ok(());
    }
    let rest: Vec<String> = view
        .rest
        .iter()
        .map(|(noun, count)| format!("{count} {noun}"))
        .collect();
    writeln!(
        out,
        "\nand {} more: {} (`--all` shows them)",
        view.findings_left(),
        rest.join(", ")
    )
}

/// Writes which documents could not be reviewed, and sums up a run over several.
fn failures(out: &mut dyn Write, report: &ReviewReport) -> io::Result<()> {
    if !report.errors.is_empty() {
        let gap = if report.reviews.is_empty() { "" } else { "\n" };
        writeln!(out, "{gap}### Could not be reviewed\n")?;
    }
    for failure in &report.errors {
        let hint = failure.hint.as_deref().map(|hint| format!(" ({})", text(hint)));
        let error = text(&failure.error);
        let part = if view::is_partial(report, failure) {
            " (in full)"
        } else {
            ""
        };
        writeln!(
            out,
            "- {}{part}: {error}{}",
            code(&failure.document),
            hint.unwrap_or_default()
        )?;
    }
    if report.reviews.len() < 2 {
        return Ok(());
    }
    let specs = words::count(report.reviews.len(), "spec");
    writeln!(out, "\n**{specs}: {}**", view::severities(&view::total(report)))
}
