//! What stands behind the findings: questions as a checklist for each person, tables, and the small print.

use super::escape::{cell, code, text};
use super::finding::place;
use crate::domain::{Anchor, CoverageState, GoalFit, Question, Review};
use crate::report::view::{self, View};
use crate::report::{clean, footing, tracked, words};
use std::io::{self, Write};

/// The most columns of a goal's or a spec's words in the strategy table.
const CLIP: usize = 120;

/// Writes the questions, grouped by the person asked, in the order in which each first comes up.
pub fn questions(out: &mut dyn Write, view: &View<'_>) -> io::Result<()> {
    if view.questions.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n### Questions")?;
    for (to, questions) in by_person(&view.questions) {
        writeln!(out, "\n**{}**\n", text(view::address(to)))?;
        for question in questions {
            write_question(out, view, question)?;
        }
    }
    match view.questions_left {
        0 => Ok(()),
        left => writeln!(out, "\nand {left} more (`--all` shows them)"),
    }
}

/// Writes what was resolved, is open again and is new since the review before.
pub fn since(out: &mut dyn Write, review: &Review) -> io::Result<()> {
    let told = review.tracking.as_ref().map(tracked::told).unwrap_or_default();
    tracked::write_list(out, "Since the last review", &told)
}

fn by_person<'a>(questions: &[&'a Question]) -> Vec<(&'a str, Vec<&'a Question>)> {
    let mut groups: Vec<(&str, Vec<&Question>)> = Vec::new();
    for question in questions {
        match groups.iter_mut().find(|(to, _)| *to == question.to) {
            Some((_, group)) => group.push(question),
            None => groups.push((&question.to, vec![question])),
        }
    }
    groups
}

fn write_question(out: &mut dyn Write, view: &View<'_>, question: &Question) -> io::Result<()> {
    let blocked = view
        .blocks(question)
        .map(|blocked| format!(" ({blocked})"))
        .unwrap_or_default();
    writeln!(
        out,
        "- [ ] Question {}: {}{blocked}",
        question.rank,
        text(&question.text)
    )?;
    if !question.why.trim().is_empty() {
        writeln!(out, "  - why: {}", text(&question.why))?;
    }
    for (index, option) in question.options.iter().enumerate() {
        let mark = if question.suggested == Some(index) {
            " (suggested by clarify)"
        } else {
            ""
        };
        writeln!(out, "  - option: {}{mark}", text(option))?;
    }
    match question.default.as_deref().map(text) {
        Some(default) if !default.is_empty() => writeln!(out, "  - if nobody answers: {default}"),
        _ => Ok(()),
    }
}

/// Writes how well each area is covered.
pub fn coverage(out: &mut dyn Write, review: &Review) -> io::Result<()> {
    if review.coverage.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "\n### Coverage\n\n| area | state | what is missing |\n| --- | --- | --- |"
    )?;
    for coverage in &review.coverage {
        let state = match coverage.state {
            CoverageState::Clear => "clear",
            CoverageState::Partial => "partial",
            CoverageState::Missing => "missing",
        };
        let note = coverage.note.as_deref().map(text).unwrap_or_default();
        writeln!(out, "| {} | {state} | {} |", coverage.area.title(), cell(&note))?;
    }
    Ok(())
}

/// Writes how the spec stands to each goal, with the words on both ends.
pub fn strategy(out: &mut dyn Write, review: &Review) -> io::Result<()> {
    if review.strategy.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "\n### Strategy\n\n| goal | fit | the spec's words | why |\n| --- | --- | --- | --- |"
    )?;
    review.strategy.iter().try_for_each(|goal| write_goal(out, goal))
}

fn write_goal(out: &mut dyn Write, goal: &GoalFit) -> io::Result<()> {
    let fit = goal.fit.as_str();
    let spec = goal.spec.as_ref().map(words_at).unwrap_or_default();
    let note = goal.note.as_deref().map(text).unwrap_or_default();
    writeln!(
        out,
        "| {} | {fit} | {spec} | {} |",
        words_at(&goal.goal),
        cell(&note)
    )
}

/// Returns a passage's words, cut to a length that a table bears, and where they stand.
fn words_at(anchor: &Anchor) -> String {
    let quote = words::clip(&clean::line(&anchor.quote), CLIP);
    cell(&format!("{} {}", text(&quote), place(anchor)))
}

/// Writes what was set aside or left out, warnings, and where the answers came from at what cost.
pub fn small_print(out: &mut dyn Write, review: &Review, is_listed: bool) -> io::Result<()> {
    let mut lines = set_aside(review, is_listed);
    for used in review.context.iter().filter(|used| !used.left_out.is_empty()) {
        let left_out: Vec<String> = used.left_out.iter().map(|heading| text(heading)).collect();
        lines.push(format!(
            "- Not sent for want of room: {}: {}",
            code(&used.document),
            left_out.join("; ")
        ));
    }
    lines.extend(
        review
            .warnings
            .iter()
            .map(|warning| format!("- Warning: {}", text(warning))),
    );
    let footing = [footing::answers(&review.provenance), footing::cost(&review.usage)];
    lines.extend(
        footing
            .iter()
            .filter(|line| !line.is_empty())
            .map(|line| format!("- {}", text(line))),
    );
    if !lines.is_empty() {
        writeln!(out, "\n### About this review\n")?;
    }
    lines.iter().try_for_each(|line| writeln!(out, "{line}"))
}

fn set_aside(review: &Review, is_listed: bool) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    lines.extend(view::set_aside(review).map(|counted| format!("- Set aside: {}", text(&counted))));
    if is_listed {
        lines.extend(review.set_aside.iter().map(|aside| {
            let quote = words::clip(&clean::line(&aside.quote), CLIP);
            let (claim, sort, reason) = (text(&aside.claim), text(&aside.sort), text(&aside.reason));
            format!("  - {claim} ({sort}) “{}”: {reason}", text(&quote))
        }));
    }
    lines
}
