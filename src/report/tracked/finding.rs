//! One finding whole: passages, readings, why, how it was found, what people said of it, and its history.

use crate::domain::{Match, Passage, Sort, TrackedFinding};
use crate::report::text::{Ink, Page};
use crate::report::{Options, clean};
use std::io::{self, Write};

/// A finding to show, and where its passages stand now.
#[derive(Clone, Debug)]
pub struct Shown<'a> {
    /// The document's name.
    pub document: &'a str,
    /// The finding.
    pub finding: &'a TrackedFinding,
    /// For each passage, in order: where it stands now, as editors take it, and how it was found.
    pub places: Vec<Option<(String, Match)>>,
    /// The flags, assumptions and questions that have to do with it: their ids and titles.
    pub related: Vec<(String, String)>,
}

/// The column at which everything but the head begins.
const INDENT: usize = 2;
/// The column at which the words behind a label begin.
const COLUMN: usize = INDENT + "suggestion: ".len();

/// Writes a finding whole.
pub fn render_finding(shown: &Shown<'_>, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let page = &mut Page::new(out, options);
    let finding = shown.finding;
    head(page, shown)?;
    for (index, passage) in finding.passages.iter().enumerate() {
        write_passage(page, passage, shown.places.get(index).and_then(Option::as_ref))?;
    }
    for (label, words) in points(finding) {
        page.labelled(INDENT, &format!("{label}: "), COLUMN, &words)?;
    }
    for (id, title) in &shown.related {
        let label = if finding.sort == Sort::Question {
            "blocks"
        } else {
            "waits for"
        };
        page.labelled(INDENT, &format!("{label}: "), COLUMN, &format!("{id} {title}"))?;
    }
    standing(page, finding)?;
    history(page, finding)
}

fn head(page: &mut Page<'_>, shown: &Shown<'_>) -> io::Result<()> {
    let finding = shown.finding;
    let severity = page.ink(Ink::Of(finding.severity), &format!("{}:", finding.severity));
    let title = page.ink(Ink::Strong, &clean::line(&finding.title));
    page.put("", 2, &format!("{severity} {title}"))?;
    let baseline = if finding.accepted.is_some() {
        ", in the baseline"
    } else {
        ""
    };
    let what = format!(
        "{} {}, {} of {}, found by the {}{baseline}",
        clean::line(&finding.id.0),
        finding.status,
        sort(finding),
        clean::line(shown.document),
        found_by(finding)
    );
    page.put("", 2, &page.ink(Ink::Faint, &what))
}

fn sort(finding: &TrackedFinding) -> String {
    match finding.sort {
        Sort::Question => "a question".to_owned(),
        sort => format!("{} {}", clean::line(&finding.kind), sort.as_str()),
    }
}

fn found_by(finding: &TrackedFinding) -> &'static str {
    use crate::domain::Source;
    match finding.source {
        Source::Model => "model",
        Source::Rules => "wording rules",
        Source::Both => "model and the wording rules",
    }
}

fn write_passage(page: &mut Page<'_>, passage: &Passage, place: Option<&(String, Match)>) -> io::Result<()> {
    page.gap()?;
    let section = passage
        .section
        .as_deref()
        .map(|section| format!(" under “{section}”"));
    let place = match place {
        Some((place, Match::Approximate)) => format!("{place}, where the words changed"),
        Some((place, _)) => place.clone(),
        None => "not in the text any more".to_owned(),
    };
    page.put(
        "",
        2,
        &clean::line(&format!("{place}{}", section.unwrap_or_default())),
    )?;
    page.put("  │ ", 4, &clean::line(&passage.quote))
}

/// Returns what explains a finding.
fn points(finding: &TrackedFinding) -> Vec<(String, String)> {
    let mut points: Vec<(String, String)> = Vec::new();
    let readings = finding.readings.iter().enumerate();
    points.extend(readings.map(|(index, reading)| (format!("reading {}", index + 1), reading.clone())));
    let mut add = |label: &str, words: Option<&str>| {
        let words = words.filter(|words| !words.trim().is_empty());
        points.extend(words.map(|words| (label.to_owned(), words.to_owned())));
    };
    add("case", finding.scenario.as_deref());
    let why = if finding.sort == Sort::Assumption {
        "if false"
    } else {
        "why"
    };
    add(why, Some(&finding.why));
    add("check", finding.check.as_deref());
    add("who knows", finding.who.as_deref());
    add("asked of", finding.addressee());
    for (index, option) in finding.options.iter().enumerate() {
        let mark = if finding.suggested == Some(index) {
            " (suggested by clarify)"
        } else {
            ""
        };
        add("option", Some(&format!("{option}{mark}")));
    }
    add("unanswered", finding.default.as_deref());
    add("suggestion", finding.suggestion.as_deref());
    for remark in &finding.remarks {
        add("remark", Some(remark));
    }
    points
}

/// Writes what people said of it.
fn standing(page: &mut Page<'_>, finding: &TrackedFinding) -> io::Result<()> {
    if finding.is_disputed() {
        page.gap()?;
        page.put(
            "",
            2,
            "People answered in different ways; it stays open until they agree:",
        )?;
    }
    for answer in &finding.answers {
        let words = format!("{} ({}, {})", answer.text, answer.by, day(&answer.at));
        page.labelled(INDENT, "answer: ", COLUMN, &words)?;
    }
    match &finding.dismissal {
        None => Ok(()),
        Some(said) => {
            let until = said
                .until
                .map(|until| format!(", until {until}"))
                .unwrap_or_default();
            let words = format!("{} ({}, {}{until})", said.reason, said.by, day(&said.at));
            page.labelled(INDENT, "dismissed: ", COLUMN, &words)
        }
    }
}

fn history(page: &mut Page<'_>, finding: &TrackedFinding) -> io::Result<()> {
    page.heading("History")?;
    for event in &finding.history {
        let note = event.note.as_deref().map(|note| format!(": {note}"));
        let words = format!(
            "{} {} by {}{}",
            day(&event.at),
            event.what.as_str(),
            event.by,
            note.unwrap_or_default()
        );
        page.put("  ", 4, &clean::line(&words))?;
    }
    Ok(())
}

fn day(at: &jiff::Timestamp) -> String {
    let at = at.to_string();
    at.get(..10).unwrap_or(&at).to_owned()
}
