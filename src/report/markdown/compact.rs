//! The report as one comment on a pull request: counts first, one line a finding, the details folded away. It begins with a
//! mark by which the next run finds the comment and updates it in place, and keeps within what GitHub takes.

use super::escape::{code, html, text};
use super::{RULES_ONLY, finding, sections};
use crate::domain::{Change, Fate, Review, ReviewReport, Severity, Sort, Tracking};
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
        write_review(&mut comment, review, report.reviews.len() > 1, options)?;
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
        [
            Review {
                tracking: Some(tracking),
                ..
            },
        ] => counts(tracking),
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

/// Writes one review; where it is one of several, the head did not say what changed in it.
fn write_review(
    comment: &mut Comment,
    review: &Review,
    is_one_of_several: bool,
    options: &Options,
) -> io::Result<()> {
    let view = arranged(review, options.max);
    comment.write(|out| about(out, &view, is_one_of_several))?;
    resolved(comment, review)?;
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

/// Orders a review as a comment shows it: where findings are tracked, the new ones first and those still open last, so that
/// a cut leaves out what was known before.
fn arranged(review: &Review, max: Option<usize>) -> View<'_> {
    let Some(tracking) = &review.tracking else {
        return View::new(review, max);
    };
    let mut view = View::new(review, None);
    let fate = |finding: &Finding<'_>| {
        let change = tracking.changes.iter().find(|change| change.id == *finding.id());
        change.map_or(Fate::New, |change| change.fate)
    };
    let is_slight = |finding: &Finding<'_>| finding.severity() == Severity::Note && finding.is_by_rules();
    view.findings
        .sort_by_key(|finding| (is_slight(finding), fate(finding), finding.rank()));
    let worth = view.findings.iter().filter(|finding| !is_slight(finding)).count();
    let rest = view
        .findings
        .split_off(max.map_or(view.findings.len(), |max| max.min(worth)));
    view.rest = words::tally(rest.into_iter().map(Finding::noun));
    view
}

/// Lists what the text resolved since the review before, folded.
fn resolved(comment: &mut Comment, review: &Review) -> io::Result<()> {
    let changes = review.tracking.iter().flat_map(|tracking| &tracking.changes);
    let gone: Vec<&Change> = changes
        .filter(|change| change.fate == Fate::Resolved && change.sort != Sort::Question)
        .collect();
    if gone.is_empty() {
        return Ok(());
    }
    comment.write(|out| {
        fold(out, &format!("<b>{} resolved</b>", gone.len()), |out| {
            writeln!(out)?;
            gone.iter().try_for_each(|change| {
                let note = change.note.as_deref().map(|note| format!(" ({})", text(note)));
                writeln!(out, "- {}{}", text(&change.title), note.unwrap_or_default())
            })
        })
    })
}

/// Counts findings by how they stand against the review before: the new ones first.
fn counts(tracking: &Tracking) -> String {
    let order = [
        Fate::New,
        Fate::Reopened,
        Fate::Open,
        Fate::Resolved,
        Fate::Answered,
        Fate::Dismissed,
    ];
    let counted = order.into_iter().filter(|fate| tracking.count(*fate) > 0);
    let counted: Vec<String> = counted
        .map(|fate| format!("{} {}", tracking.count(fate), fate.as_str()))
        .collect();
    if counted.is_empty() {
        "nothing open".into()
    } else {
        counted.join(", ")
    }
}

fn about(out: &mut dyn Write, view: &View<'_>, is_one_of_several: bool) -> io::Result<()> {
    let review = view.review;
    writeln!(out, "\n**{}**: {}", code(&review.document), view.verdict())?;
    if let Some(tracking) = review.tracking.as_ref().filter(|_| is_one_of_several) {
        writeln!(out, "\n{}", counts(tracking))?;
    }
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
        "{}. {}<b>{}</b>: {}{}",
        finding.rank(),
        standing(view.review, finding),
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

/// Says that a finding is new, or open again; nothing where it was known before, or nothing is tracked.
fn standing(review: &Review, finding: Finding<'_>) -> &'static str {
    let mut changes = review.tracking.iter().flat_map(|tracking| &tracking.changes);
    match changes
        .find(|change| change.id == *finding.id())
        .map(|change| change.fate)
    {
        Some(Fate::New) => "new: ",
        Some(Fate::Reopened) => "open again: ",
        _ => "",
    }
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
    fn a_tracked_review_leads_with_what_is_new_and_a_cut_keeps_it() {
        let comment = compact(&samples::tracked(), Some(2));
        assert!(
            comment.contains("### clarify: 1 new, 1 open again, "),
            "{comment}"
        );
        let at = |words: &str| {
            comment
                .find(words)
                .unwrap_or_else(|| panic!("{words} is not in {comment}"))
        };
        assert!(at("<b>1 resolved</b>") < at("3. new: ") && at("3. new: ") < at("5. open again: "));
        assert!(
            !comment.contains("1. <b>blocker</b>"),
            "what was known is left out first"
        );
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
