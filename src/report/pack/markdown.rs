//! A pack for mail, a ticket or a wiki, as GitHub Flavored Markdown.

use super::wording;
use crate::domain::pack::{ANSWER, ANSWERED_BY, Desk, Pack, PackQuestion, REFERENCE, letter};
use crate::report::markdown::escape::{code, text};
use crate::report::passage;
use std::io::{self, Write};

/// Writes the pack.
pub fn render(pack: &Pack, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {}\n", text(&wording::title(pack)))?;
    writeln!(out, "{}\n", text(&wording::summary(pack)))?;
    if pack.questions() > 0 {
        writeln!(out, "{}", wording::HOW)?;
    }
    let mut number = 0;
    for desk in &pack.desks {
        write_desk(out, pack, desk, &mut number)?;
    }
    Ok(())
}

fn write_desk(out: &mut dyn Write, pack: &Pack, desk: &Desk, number: &mut usize) -> io::Result<()> {
    writeln!(out, "\n## {}\n", text(&wording::addressee(desk)))?;
    writeln!(out, "{ANSWERED_BY} {}", text(&wording::answered_by(desk)))?;
    for question in &desk.questions {
        *number += 1;
        write_question(out, pack, question, *number)?;
    }
    Ok(())
}

fn write_question(
    out: &mut dyn Write,
    pack: &Pack,
    question: &PackQuestion,
    number: usize,
) -> io::Result<()> {
    writeln!(out, "\n### {number}. {}\n", text(&question.text))?;
    if let Some(specs) = wording::asked_in(pack, question) {
        writeln!(out, "Asked in: {}\n", text(&specs))?;
    }
    if !question.why.trim().is_empty() {
        writeln!(out, "Why it matters to you: {}\n", text(&question.why))?;
    }
    write_passages(out, pack, question)?;
    if let Some(default) = wording::default(question) {
        writeln!(out, "If nobody answers: {}\n", text(&default))?;
    }
    writeln!(out, "{}\n", text(&wording::urgency(question)))?;
    write_form(out, question)
}

fn write_passages(out: &mut dyn Write, pack: &Pack, question: &PackQuestion) -> io::Result<()> {
    let (shown, left) = wording::passages(question);
    for anchor in shown {
        for paragraph in passage::paragraphs(&anchor.quote) {
            writeln!(out, "> {}", text(&paragraph))?;
        }
        writeln!(out, "> ({})\n", text(&wording::place(pack, anchor)))?;
    }
    match left {
        0 => Ok(()),
        left => writeln!(out, "and {left} more in the spec\n"),
    }
}

fn write_form(out: &mut dyn Write, question: &PackQuestion) -> io::Result<()> {
    for (place, option) in question.options.iter().enumerate() {
        let letter = letter(place);
        let mark = wording::mark(question, &letter);
        let hint = if question.suggested == Some(place) {
            " *(suggested by clarify)*"
        } else {
            ""
        };
        writeln!(out, "- [{mark}] {letter}) {}{hint}", text(option))?;
    }
    if !question.options.is_empty() {
        writeln!(out)?;
    }
    let answer = question.answer.as_deref().map(text).unwrap_or_default();
    writeln!(out, "{}\n", format!("**{ANSWER}** {answer}").trim_end())?;
    let ids: Vec<String> = wording::ids(&question.ids).iter().map(|id| code(id)).collect();
    writeln!(out, "{REFERENCE} {}", ids.join(", "))
}
