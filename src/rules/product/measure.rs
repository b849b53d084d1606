//! The measures of success: whether there are any, and whether each has a value to reach and one to start from.

use super::brief::Brief;
use super::cues::{BASELINE, CHANGE, COUNTED, MEASURE, MEASURE_HEADING, PLAINLY_COUNTED, TARGET};
use crate::document::{Block, BlockKind};
use crate::domain::{FlagKind, Span};
use crate::rules::check::Hit;
use crate::rules::language;
use crate::rules::measure::holds_measure;
use crate::rules::passage::Passage;
use crate::rules::subject::Heading;
use regex::Regex;
use std::collections::HashSet;
use std::sync::LazyLock;

/// How many measures a hit points at, beside the first.
const SHOWN: usize = 7;

static GOAL_HEADING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i-u)\b(?:goals?|objectives?|aims?|value|benefits?)\b").expect("the pattern is valid")
});

/// Headings under which each line is meant to be a measure.
static MEASURES_HEADING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?xi-u) \b (?: metrics? | measures? | kpis? | key\ results? | success | measurable\ outcomes? | targets? | looks\ like ) \b").expect("the pattern is valid")
});

/// Headings under which each line is a measure, and no acceptance criterion.
static METRICS_HEADING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?xi-u) \b (?: metrics? | measures? | kpis? | key\ results? ) \b")
        .expect("the pattern is valid")
});

static BASELINE_COLUMN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i-u)^(?:baseline|current|today|now|from|before|start|as is)\b")
        .expect("the pattern is valid")
});

static TARGET_COLUMN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i-u)^(?:target|goal|to|after|aim|objective)\b").expect("the pattern is valid")
});

/// Finds a spec without a measure of success.
pub fn missing(brief: &Brief<'_>) -> Vec<Hit> {
    let goals = || {
        brief
            .headings(&GOAL_HEADING)
            .filter(|heading| !heading.name.contains("non") && !heading.name.contains('?'))
    };
    let grammar = &language::spoken()[0].grammar;
    let is_measured = goals().any(|heading| {
        brief
            .passages_under(heading)
            .any(|passage| holds_measure(passage.prose.text(), grammar))
    });
    if is_measured || brief.heading(&MEASURE_HEADING).is_some() || brief.passage(&MEASURE).is_some() {
        return Vec::new();
    }
    let place = goals().next().map_or(brief.opening, |heading| heading.span);
    let message = "no measure of success (looked for metrics, targets, outcomes, success criteria)";
    let ask = "Which number should move, from what to what, by when, and who looks?";
    vec![Hit::new(FlagKind::MissingMetric, place, message.to_owned(), ask).of_absence()]
}

/// What a measure lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lack {
    Target,
    Baseline,
}

/// Finds measures without a target, or that speak of a change and do not say from what.
pub fn incomplete(brief: &Brief<'_>) -> Vec<Hit> {
    let mut seen = HashSet::new();
    let mut hits = Vec::new();
    for heading in brief
        .headings(&MEASURES_HEADING)
        .filter(|heading| heading.span != brief.opening && !heading.name.contains("test"))
    {
        let mut lacks = rows(brief, heading);
        lacks.extend(lines(brief, heading));
        lacks.retain(|(_, span)| seen.insert(*span));
        for lack in [Lack::Target, Lack::Baseline] {
            let spans = lacks
                .iter()
                .filter(|(known, _)| *known == lack)
                .map(|(_, span)| *span);
            hits.extend(hit(lack, spans.collect()));
        }
    }
    hits
}

fn hit(lack: Lack, spans: Vec<Span>) -> Option<Hit> {
    let (first, rest) = spans.split_first()?;
    let what = match lack {
        Lack::Target => "target",
        Lack::Baseline => "baseline",
    };
    let message = match rest.len() {
        0 => format!("a measure without a {what}"),
        more => format!("{} measures without a {what}", more + 1),
    };
    let ask = match lack {
        Lack::Target => "Which value is good enough, by when, and measured where?",
        Lack::Baseline => "Where does it stand today, and where is that measured?",
    };
    Some(
        Hit::new(FlagKind::IncompleteMeasure, *first, message, ask)
            .with(rest.iter().take(SHOWN).copied().collect()),
    )
}

/// Judges the list items and paragraphs under a heading.
fn lines(brief: &Brief<'_>, heading: &Heading<'_>) -> Vec<(Lack, Span)> {
    let told = brief
        .passages_under(heading)
        .filter(|passage| brief.subject.block(passage).kind == BlockKind::ListItem);
    let counted = if METRICS_HEADING.is_match(&heading.name) {
        &COUNTED
    } else {
        &PLAINLY_COUNTED
    };
    told.filter_map(|passage| Some((lack(passage, counted)?, brief.subject.sentence(passage, 0)?)))
        .collect()
}

fn lack(passage: &Passage, counted: &Regex) -> Option<Lack> {
    let text = passage.prose.text();
    let lower = passage.prose.lower();
    let changes = CHANGE.is_match(lower);
    let numbers = numbers(text);
    if !(changes || counted.is_match(lower))
        || text.contains('?')
        || text.starts_with("Given ")
        || text.trim_end().ends_with(':')
    {
        return None;
    }
    if numbers == 0 && !TARGET.is_match(lower) {
        return Some(Lack::Target);
    }
    (changes && numbers == 1 && !BASELINE.is_match(lower)).then_some(Lack::Baseline)
}

/// Counts the numbers of a text that are no identifier at its head and no year.
fn numbers(text: &str) -> usize {
    let text = text
        .split_once(": ")
        .filter(|(head, _)| head.len() < 12 && head.contains(|char: char| char.is_ascii_digit()))
        .map_or(text, |(_, rest)| rest);
    let found = text
        .split(|char: char| !char.is_ascii_digit())
        .filter(|digits| !digits.is_empty());
    found
        .filter(|digits| !(digits.len() == 4 && digits.starts_with("20")))
        .count()
}

/// Judges the rows of the tables under a heading whose columns are headed as baseline or target.
fn rows(brief: &Brief<'_>, heading: &Heading<'_>) -> Vec<(Lack, Span)> {
    let document = brief.subject.document;
    let blocks = document.blocks();
    let from = blocks.partition_point(|block| block.span.start() < heading.section.span.start());
    let own = blocks[from..]
        .iter()
        .take_while(|block| block.span.start() < heading.section.span.end());
    let mut columns: Vec<Option<Lack>> = Vec::new();
    let (mut row, mut found) = (Vec::new(), Vec::new());
    let mut is_head = false;
    for block in own {
        match block.kind {
            BlockKind::HeadCell => {
                if !is_head {
                    columns.clear();
                }
                columns.push(column(document.words_at(block.span)));
            }
            BlockKind::Cell => {
                row.push(block);
                if row.len() == columns.len() {
                    found.extend(holes(brief, &columns, &row));
                    row.clear();
                }
            }
            _ => row.clear(),
        }
        is_head = block.kind == BlockKind::HeadCell;
    }
    found
}

fn column(words: &str) -> Option<Lack> {
    let words = words.trim_matches(|char: char| !char.is_alphanumeric());
    if BASELINE_COLUMN.is_match(words) {
        Some(Lack::Baseline)
    } else {
        TARGET_COLUMN.is_match(words).then_some(Lack::Target)
    }
}

/// Returns what a row leaves open, at the row's first cell.
fn holes(brief: &Brief<'_>, columns: &[Option<Lack>], row: &[&Block]) -> Vec<(Lack, Span)> {
    let Some(label) = row.first().and_then(|cell| label_span(cell)) else {
        return Vec::new();
    };
    let cells = columns.iter().zip(row).skip(1);
    let open = cells.filter(|(_, cell)| is_open(brief.subject.document.words_at(cell.span)));
    open.filter_map(|(lack, _)| Some(((*lack)?, label))).collect()
}

fn label_span(cell: &Block) -> Option<Span> {
    let (first, last) = (cell.runs.first()?, cell.runs.last()?);
    Span::new(first.start(), last.end()).filter(|span| !span.is_empty())
}

/// Tells whether a cell says nothing.
fn is_open(cell: &str) -> bool {
    let words = cell.trim_matches(|char: char| !char.is_alphanumeric());
    words.is_empty()
        || ["tbd", "tbc", "n/a", "unknown", "open"]
            .iter()
            .any(|open| words.eq_ignore_ascii_case(open))
}
