//! Quoted words as a compiler shows code: the row, and a line under the words that matter.

use crate::domain::Severity;
use crate::report::passage::Row;
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

/// The columns that an excerpt takes on top of its rows.
pub const GUTTER: usize = 3;

/// Draws rows with their marks underlined, one string a line, without a line break at the end.
pub fn draw(rows: &[Row], severity: Severity, is_styled: bool) -> Vec<String> {
    let texts: Vec<&str> = rows.iter().map(|row| row.text.as_str()).collect();
    let source = texts.join("\n");
    let snippet = Snippet::source(source.as_str())
        .line_numbering(false)
        .fold(false)
        .annotations(
            marks(rows)
                .into_iter()
                .map(|mark| AnnotationKind::Primary.span(mark)),
        );
    let drawn = renderer(is_styled).render(&[Group::with_level(level(severity)).element(snippet)]);
    // The first line is the place for a path, which the finding's own head shows.
    drawn
        .lines()
        .skip(1)
        .map(|line| line.trim_end().to_owned())
        .collect()
}

/// Returns the marks as bytes of the rows joined by line breaks.
fn marks(rows: &[Row]) -> Vec<std::ops::Range<usize>> {
    let mut start = 0;
    let mut marks = Vec::with_capacity(rows.len());
    for row in rows {
        marks.push(start + row.mark.start..start + row.mark.end);
        start += row.text.len() + 1;
    }
    marks
}

fn renderer(is_styled: bool) -> Renderer {
    let renderer = if is_styled {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    // Rows are cut to the terminal before; the renderer is not to cut them again.
    renderer
        .decor_style(DecorStyle::Unicode)
        .term_width(usize::from(u16::MAX))
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Blocker | Severity::Major => Level::ERROR,
        Severity::Minor => Level::WARNING,
        Severity::Note => Level::INFO,
    }
}
