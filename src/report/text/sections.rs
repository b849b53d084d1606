//! What stands behind the findings: questions with their addresses, coverage, and the strategy.

use super::page::{Ink, Page};
use crate::domain::pack::letter;
use crate::domain::{Anchor, Coverage, CoverageState, Fit, GoalFit, Question, Review};
use crate::report::view::{self, View};
use crate::report::{clean, words};
use std::io;
use std::path::Path;

/// The column at which the words of a section's lines begin.
const COLUMN: usize = 11;

/// Writes the questions, by rank, each with its address, its options and what waits for it.
pub fn questions(page: &mut Page<'_>, view: &View<'_>) -> io::Result<()> {
    if view.questions.is_empty() {
        return Ok(());
    }
    page.heading("Questions")?;
    for question in &view.questions {
        write_question(page, view, question)?;
    }
    match view.questions_left {
        0 => Ok(()),
        left => page.line(&format!("and {left} more (--all shows them)")),
    }
}

fn write_question(page: &mut Page<'_>, view: &View<'_>, question: &Question) -> io::Result<()> {
    let to = page.ink(Ink::Strong, &clean::line(view::address(&question.to)));
    let asked = format!("{to}: {}", clean::line(&question.text));
    page.put(&format!("{:>2}. ", question.rank), 4, &asked)?;
    for (index, option) in question.options.iter().enumerate() {
        let mark = if question.suggested == Some(index) {
            " (suggested by clarify)"
        } else {
            ""
        };
        page.put(
            &format!("    {}) ", letter(index)),
            7,
            &format!("{}{mark}", clean::line(option)),
        )?;
    }
    let ending = ending(view, question);
    if ending.is_empty() {
        Ok(())
    } else {
        page.put("    ", 4, &page.ink(Ink::Faint, &ending))
    }
}

/// Says what happens without an answer, and which findings wait for it.
fn ending(view: &View<'_>, question: &Question) -> String {
    let default = question
        .default
        .as_deref()
        .map(clean::line)
        .filter(|default| !default.is_empty());
    let default = default.map(|default| format!("unanswered: {default}"));
    [default, view.blocks(question)]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("; ")
}

/// Writes the areas a spec should cover, one paragraph for each state.
pub fn coverage(page: &mut Page<'_>, review: &Review) -> io::Result<()> {
    if review.coverage.is_empty() {
        return Ok(());
    }
    page.heading("Coverage")?;
    for (state, label) in [
        (CoverageState::Missing, "missing"),
        (CoverageState::Partial, "partial"),
        (CoverageState::Clear, "clear"),
    ] {
        let areas = review.coverage.iter().filter(|coverage| coverage.state == state);
        let areas: Vec<String> = areas.map(area).collect();
        if !areas.is_empty() {
            page.labelled(1, label, COLUMN, &areas.join("; "))?;
        }
    }
    Ok(())
}

fn area(coverage: &Coverage) -> String {
    let title = coverage.area.title();
    match &coverage.note {
        Some(note) if !note.trim().is_empty() => format!("{title} ({})", clean::line(note)),
        _ => title.to_owned(),
    }
}

/// Writes how the spec stands to each goal: a conflict with the words on both ends, anything else with the goal's.
pub fn strategy(page: &mut Page<'_>, review: &Review) -> io::Result<()> {
    if review.strategy.is_empty() {
        return Ok(());
    }
    page.heading("Strategy")?;
    let mut goals: Vec<&GoalFit> = review.strategy.iter().collect();
    goals.sort_by_key(|goal| order(goal.fit));
    goals.into_iter().try_for_each(|goal| write_goal(page, goal))
}

fn write_goal(page: &mut Page<'_>, goal: &GoalFit) -> io::Result<()> {
    words_at(page, goal.fit.as_str(), &goal.goal)?;
    match &goal.spec {
        Some(spec) if goal.fit == Fit::Conflicts => words_at(page, "", spec),
        _ => Ok(()),
    }
}

/// Writes a passage's words, cut to fit one line, and in which file they stand.
fn words_at(page: &mut Page<'_>, label: &str, anchor: &Anchor) -> io::Result<()> {
    let file = Path::new(&anchor.document)
        .file_name()
        .map(|name| name.to_string_lossy());
    let within = anchor
        .item_id()
        .map_or_else(|| anchor.position.line.to_string(), clean::line);
    let place = format!("{}:{within}", clean::line(&file.unwrap_or_default()));
    let room = page.width().saturating_sub(COLUMN + words::columns(&place) + 4);
    let quote = words::clip(&clean::line(&anchor.quote), room.max(20));
    let label = page.ink(Ink::Faint, &format!("{label:<width$}", width = COLUMN - 1));
    let place = page.ink(Ink::Faint, &place);
    page.line(&format!(" {label}“{quote}” {place}"))
}

fn order(fit: Fit) -> usize {
    match fit {
        Fit::Conflicts => 0,
        Fit::Serves => 1,
        Fit::Silent => 2,
    }
}
