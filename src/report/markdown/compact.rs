//! The report as one comment on a pull request: counts first, one line a finding, the details folded away. It begins with a
//! mark by which the next run finds the comment and updates it in place, and keeps within what GitHub takes.

use super::escape::{code, html, text};
use super::{RULES_ONLY, finding, sections};
use crate::domain::{Review, ReviewReport};
use crate::report::ranked::Finding;
use crate::report::view::{self, View};
use crate::report::{Options, words};
use std::io::{self, Write};

/// What every comment begins with; shown to nobody.
const MARK: &str = "<!-- clarify-comment -->";

/// The longest comment that GitHub takes, less what it takes to say that something was left out.
const ROOM: usize = 65_536 - 536;

/// A comment that grows until it is full.
struct Comment {
    text: String,
    length: usize,
    left_out: usize,
}

impl Comment {
    fn new() -> Self {
        Self {
            text: String::new(),
            length: 0,
            left_out: 0,
        }
    }

    /// Adds a part whole, or counts it as left out.
    fn add(&mut self, part: &str) {
        let length = part.encode_utf16().count();
        if self.length + length > ROOM {
            self.left_out += 1;
            return;
        }
        self.text.push_str(part);
        self.length += length;
    }

    /// Adds what `write` writes.
    fn write(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        let mut part = Vec::new();
        write(&mut part)?;
        self.add(&String::from_utf8_lossy(&part));
        Ok(())
    }
}

/// Writes the comment.
pub fn render(report: &ReviewReport, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let mut comment = Comment::new();
    comment.add(&format!("{MARK}\n"));
    comment.write(|out| headline(out, report))?;
    for review in &report.reviews {
        write_review(&mut comment, review, options)?;
    }
    out.write_all(comment.text.as_bytes())?;
    match comment.left_out {
        0 => Ok(()),
        left => writeln!(
            out,
            "\n**{} left out**: GitHub takes no comment of more than 65,536 characters. Fewer are shown with `--max`; the \
             whole report is in `--format markdown` without `--compact`.",
            if left == 1 {
                "1 part is".to_owned()
            } else {
                format!("{} parts are", words::grouped(left as u64))
            }
        ),
    }
}

fn headline(out: &mut dyn Write, report: &ReviewReport) -> io::Result<()> {
    let verdict = match report.reviews.as_slice() {
        [review] => View::new(review, Some(0)).verdict(),
        reviews => {
            let specs = words::count(reviews.len(), "spec");
            format!("{} in {specs}", view::severities(&view::total(report)))
        }
    };
    writeln!(out, "### clarify: {verdict}")?;
    if view::is_notice_due(report, 0) {
        writeln!(out, "\n{RULES_ONLY}")?;
    }
    if !report.errors.is_empty() {
        writeln!(out)?;
    }
    for failure in &report.errors {
        writeln!(
            out,
            "- **Could not be reviewed:** {}: {}",
            code(&failure.document),
            text(&failure.error)
        )?;
    }
    Ok(())
}

fn write_review(comment: &mut Comment, review: &Review, options: &Options) -> io::Result<()> {
    let view = View::new(review, options.max);
    comment.write(|out| about(out, &view))?;
    for finding in &view.findings {
        comment.write(|out| folded(out, &view, *finding))?;
    }
    if !view.rest.is_empty() {
        let rest: Vec<String> = view
            .rest
            .iter()
            .map(|(noun, count)| format!("{count} {noun}"))
            .collect();
        comment.add(&format!(
            "\nand {} more: {} (`--all` shows them)\n",
            view.findings_left(),
            rest.join(", ")
        ));
    }
    if !view.questions.is_empty() {
        let count = words::count(review.questions.len(), "question");
        comment.write(|out| {
            fold(out, &format!("<b>{count}</b>"), |out| {
                sections::questions(out, &view)
            })
        })?;
    }
    comment.write(|out| {
        let body = |out: &mut dyn Write| {
            sections::coverage(out, review)?;
            sections::strategy(out, review)?;
            sections::small_print(out, review, options.show_set_aside)
        };
        fold(out, "Coverage, strategy and about this review", body)
    })
}

fn about(out: &mut dyn Write, view: &View<'_>) -> io::Result<()> {
    let review = view.review;
    writeln!(out, "\n**{}**: {}", code(&review.document), view.verdict())?;
    match review.summary.as_deref().map(text) {
        Some(summary) if !summary.is_empty() => writeln!(out, "\n{summary}"),
        _ => Ok(()),
    }
}

/// Writes one finding: its line, and the rest folded under it.
fn folded(out: &mut dyn Write, view: &View<'_>, finding: Finding<'_>) -> io::Result<()> {
    let place = finding
        .anchors()
        .first()
        .map(|anchor| format!(" (line {})", anchor.position.line));
    let line = format!(
        "{}. <b>{}</b>: {}{}",
        finding.rank(),
        html(&finding.grade()),
        html(finding.title()),
        place.unwrap_or_default()
    );
    fold(out, &line, |out| {
        writeln!(
            out,
            "\n{}, raised by {}, {}",
            finding.code(),
            finding.source(),
            code(&finding.id().0)
        )?;
        for anchor in finding.anchors() {
            finding::quote(out, "", anchor)?;
        }
        finding::points(out, view, finding, "")
    })
}

/// Writes a line, which must be fit for HTML, and what is folded under it.
fn fold(
    out: &mut dyn Write,
    line: &str,
    body: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    writeln!(out, "\n<details><summary>{line}</summary>")?;
    body(out)?;
    writeln!(out, "\n</details>")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Format;
    use crate::report::samples::{self, Sample, rendered};
    use pulldown_cmark::{Event, Parser, Tag};

    fn compact(sample: &Sample, max: Option<usize>) -> String {
        rendered(
            Format::Markdown,
            sample,
            &Options {
                max,
                compact: true,
                ..Options::default()
            },
        )
    }

    #[test]
    fn a_comment_begins_with_the_mark_and_the_counts() {
        let comment = compact(&samples::typical(), Some(10));
        let mut lines = comment.lines();
        assert_eq!(lines.next(), Some(MARK));
        assert!(
            lines.next().unwrap().starts_with("### clarify: 2 blockers, "),
            "{comment}"
        );
        assert_eq!(comment.matches(MARK).count(), 1);
    }

    #[test]
    fn whatever_is_opened_is_closed() {
        for (name, sample) in samples::all() {
            let comment = compact(&sample, None);
            assert_eq!(
                comment.matches("<details>").count(),
                comment.matches("</details>").count(),
                "{name}"
            );
        }
    }

    #[test]
    fn five_hundred_findings_are_cut_at_whole_ones_and_said_to_be() {
        let comment = compact(&samples::many(500), None);
        let length = comment.encode_utf16().count();
        assert!((60_000..=65_536).contains(&length), "{length}");
        assert!(comment.contains("left out**: GitHub takes no comment of more than 65,536 characters"));
        assert_eq!(
            comment.matches("<details>").count(),
            comment.matches("</details>").count()
        );
        assert!(!compact(&samples::many(500), Some(10)).contains("left out"));
    }

    #[test]
    fn strangers_words_are_neither_markdown_nor_html() {
        let comment = compact(&samples::hostile(), None);
        for event in Parser::new(&comment) {
            match event {
                Event::Html(html) | Event::InlineHtml(html) => {
                    let html = html
                        .replace("<details>", "")
                        .replace("</details>", "")
                        .replace("<summary>", "");
                    let html = html
                        .replace("\u{200b}://", "")
                        .replace("</summary>", "")
                        .replace("<b>", "")
                        .replace("</b>", "")
                        .replace(MARK, "");
                    assert!(
                        !html.contains('<') && !html.contains("@everyone") && !html.contains("://"),
                        "{html}"
                    );
                }
                Event::Start(tag) => assert!(!matches!(tag, Tag::Link { .. } | Tag::Image { .. }), "{tag:?}"),
                _ => {}
            }
        }
    }
}
