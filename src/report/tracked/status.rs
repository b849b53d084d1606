//! How documents stand, and whether they are getting clearer: counts, and a bar for each review.

use crate::domain::{Run, Severity, SeverityCounts, Status, TrackedDocument};
use crate::report::text::{Ink, Page};
use crate::report::{Options, clean, words};
use std::io::{self, Write};

/// The columns of the longest bar, where the page is wide enough.
const BAR: usize = 40;
/// The columns that a line of the chart takes beside its bar.
const BESIDE: usize = 40;
/// The most reviews that are shown of one document: the latest.
const REVIEWS: usize = 12;

/// Says whether a document is getting clearer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trend {
    /// There is nothing to compare with.
    First,
    /// Less harm is open than at the review before.
    Clearer,
    /// As much.
    Level,
    /// More.
    Worse,
    /// Nothing at or above minor is open.
    Clear,
}

impl Trend {
    /// Compares the last two reviews of a document.
    pub fn of(runs: &[Run]) -> Self {
        let Some((last, before)) = runs.split_last() else {
            return Self::First;
        };
        if last.open.worst().is_none_or(|worst| worst == Severity::Note) {
            return Self::Clear;
        }
        match before.last() {
            None => Self::First,
            Some(before) => match weight(&last.open).cmp(&weight(&before.open)) {
                std::cmp::Ordering::Less => Self::Clearer,
                std::cmp::Ordering::Equal => Self::Level,
                std::cmp::Ordering::Greater => Self::Worse,
            },
        }
    }

    /// Returns the words that stand for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::First => "reviewed once: nothing to compare with yet",
            Self::Clearer => "getting clearer",
            Self::Level => "as clear as at the review before",
            Self::Worse => "less clear than at the review before",
            Self::Clear => "clear: nothing at or above minor is open",
        }
    }
}

/// Weighs what is open: by the worst first, notes not at all.
fn weight(counts: &SeverityCounts) -> [usize; 3] {
    [counts.blocker, counts.major, counts.minor]
}

/// Writes how each document stands.
pub fn render_status(states: &[TrackedDocument], options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let page = &mut Page::new(out, options);
    for (index, state) in states.iter().enumerate() {
        if index > 0 {
            page.gap()?;
        }
        write_state(page, state)?;
    }
    if states.len() > 1 {
        page.gap()?;
        total(page, states)?;
    }
    Ok(())
}

fn write_state(page: &mut Page<'_>, state: &TrackedDocument) -> io::Result<()> {
    let title = state
        .title
        .as_deref()
        .map(|title| format!(": {}", clean::line(title)));
    let name = format!("{}{}", clean::line(&state.document), title.unwrap_or_default());
    page.put("", 2, &page.ink(Ink::Strong, &name))?;
    page.put("", 2, Trend::of(&state.runs).as_str())?;
    for status in Status::ALL {
        let counts = state.count(status);
        let said = match said(&counts) {
            said if said.is_empty() => "none".to_owned(),
            said => said,
        };
        page.labelled(2, &format!("{status}: "), 13, &said)?;
    }
    let questions = state.questions(Status::Open);
    let (mut open, mut disputed) = (0, 0);
    for question in questions {
        open += 1;
        disputed += usize::from(question.is_disputed());
    }
    let disputed = if disputed > 0 {
        format!(", {disputed} answered in different ways")
    } else {
        String::new()
    };
    let answered = state.questions(Status::Answered).count();
    page.labelled(
        2,
        "questions: ",
        13,
        &format!("{open} open{disputed}, {answered} answered"),
    )?;
    chart(page, &state.runs)
}

/// Draws a bar for each review: what was open, by severity.
fn chart(page: &mut Page<'_>, runs: &[Run]) -> io::Result<()> {
    let shown = &runs[runs.len().saturating_sub(REVIEWS)..];
    let most = shown
        .iter()
        .map(|run| serious(&run.open))
        .max()
        .unwrap_or_default();
    if shown.len() < 2 || most == 0 {
        return Ok(());
    }
    page.gap()?;
    let room = page.width().saturating_sub(BESIDE).clamp(1, BAR);
    for run in shown {
        let day = run.at.to_string();
        let bar = bar(page, &run.open, most, room);
        let settled = serious(&run.answered) + serious(&run.resolved) + serious(&run.dismissed);
        let day = day.get(..10).unwrap_or(&day).to_owned();
        page.line(&format!(
            "  {day}  {bar} {} open, {settled} settled",
            serious(&run.open)
        ))?;
    }
    let legend: Vec<String> = Severity::ALL[..3]
        .iter()
        .map(|severity| page.ink(Ink::Of(*severity), &format!("{} {severity}", mark(*severity))))
        .collect();
    page.line(&format!("  {:12}{}", "", legend.join("  ")))
}

/// Draws a bar of at most `room` columns; a count of one takes at least one.
fn bar(page: &Page<'_>, counts: &SeverityCounts, most: usize, room: usize) -> String {
    let mut bar = String::new();
    let mut width = 0;
    for severity in &Severity::ALL[..3] {
        let count = counts.of(*severity);
        let columns = if most <= room {
            count
        } else {
            (count * room).div_ceil(most)
        };
        width += columns;
        bar.push_str(&page.ink(Ink::Of(*severity), &mark(*severity).repeat(columns)));
    }
    let space = most.min(room).saturating_sub(width);
    format!("{bar}{:space$}", "")
}

/// Signs that tell the severities apart where there is no colour.
fn mark(severity: Severity) -> &'static str {
    match severity {
        Severity::Blocker => "█",
        Severity::Major => "▓",
        Severity::Minor | Severity::Note => "░",
    }
}

/// Counts what is at least minor.
fn serious(counts: &SeverityCounts) -> usize {
    counts.blocker + counts.major + counts.minor
}

fn said(counts: &SeverityCounts) -> String {
    let counts = Severity::ALL.map(|severity| (counts.of(severity), severity));
    let said = counts.into_iter().filter(|(count, _)| *count > 0);
    let said = said.map(|(count, severity)| match severity {
        Severity::Blocker | Severity::Note => words::count(count, severity.as_str()),
        Severity::Major | Severity::Minor => format!("{count} {severity}"),
    });
    said.collect::<Vec<_>>().join(", ")
}

fn total(page: &mut Page<'_>, states: &[TrackedDocument]) -> io::Result<()> {
    let mut open = SeverityCounts::default();
    for finding in states.iter().flat_map(|state| &state.findings) {
        if finding.status == Status::Open && finding.sort != crate::domain::Sort::Question {
            open.add(finding.severity);
        }
    }
    let clearer = states
        .iter()
        .filter(|state| matches!(Trend::of(&state.runs), Trend::Clearer | Trend::Clear));
    let line = format!(
        "{}: {} open; {} clear or getting clearer",
        words::count(states.len(), "document"),
        if said(&open).is_empty() {
            "nothing".to_owned()
        } else {
            said(&open)
        },
        clearer.count()
    );
    page.put("", 2, &line)
}
