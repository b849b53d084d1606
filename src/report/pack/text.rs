//! A pack for a chat: plain text in short lines.

use super::wording;
use crate::domain::pack::{ANSWER, ANSWERED_BY, Desk, Pack, PackQuestion, REFERENCE, letter};
use crate::report::{clean, passage, words};
use std::io::{self, Write};

/// The fewest columns that a pack is laid out for.
const MIN_WIDTH: usize = 40;

/// Writes the pack.
pub fn render(pack: &Pack, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let mut sheet = Sheet {
        out,
        width: width.max(MIN_WIDTH),
    };
    sheet.put("", &wording::title(pack))?;
    sheet.put("", &wording::summary(pack))?;
    if pack.questions() > 0 {
        sheet.gap()?;
        sheet.put("", wording::HOW)?;
    }
    let mut number = 0;
    for desk in &pack.desks {
        write_desk(&mut sheet, pack, desk, &mut number)?;
    }
    Ok(())
}

/// Lines of at most a given width.
struct Sheet<'a> {
    out: &'a mut dyn Write,
    width: usize,
}

impl Sheet<'_> {
    /// Writes clean text with `head` before its first row and blanks before the others.
    fn put(&mut self, head: &str, text: &str) -> io::Result<()> {
        self.put_under(head, &" ".repeat(words::columns(head)), text)
    }

    /// Writes clean text with `head` before its first row and `indent` before the others.
    fn put_under(&mut self, head: &str, indent: &str, text: &str) -> io::Result<()> {
        let room = self.width - words::columns(head);
        for (index, row) in words::wrap(text, room).iter().enumerate() {
            let before = if index == 0 { head } else { indent };
            writeln!(self.out, "{}", format!("{before}{row}").trim_end())?;
        }
        Ok(())
    }

    fn gap(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }
}

fn write_desk(sheet: &mut Sheet<'_>, pack: &Pack, desk: &Desk, number: &mut usize) -> io::Result<()> {
    sheet.gap()?;
    sheet.put("", &format!("FOR {}", wording::addressee(desk)))?;
    sheet.put("", &format!("{ANSWERED_BY} {}", wording::answered_by(desk)))?;
    for question in &desk.questions {
        *number += 1;
        write_question(sheet, pack, question, *number)?;
    }
    Ok(())
}

fn write_question(
    sheet: &mut Sheet<'_>,
    pack: &Pack,
    question: &PackQuestion,
    number: usize,
) -> io::Result<()> {
    sheet.gap()?;
    put_question(sheet, pack, question, &format!("Question {number}. "))?;
    write_form(sheet, question)
}

/// Writes a question with all that its answer needs, but without the form.
pub fn render_question(
    pack: &Pack,
    question: &PackQuestion,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let width = width.max(MIN_WIDTH);
    put_question(&mut Sheet { out, width }, pack, question, "")
}

fn put_question(sheet: &mut Sheet<'_>, pack: &Pack, question: &PackQuestion, head: &str) -> io::Result<()> {
    sheet.put(head, &clean::line(&question.text))?;
    let asked_in = wording::asked_in(pack, question).map(|specs| format!("Asked in: {specs}"));
    let why = Some(clean::line(&question.why)).filter(|why| !why.is_empty());
    let why = why.map(|why| format!("Why it matters to you: {why}"));
    for line in asked_in.into_iter().chain(why) {
        sheet.put("", &line)?;
    }
    write_passages(sheet, pack, question)?;
    if let Some(default) = wording::default(question) {
        sheet.put("", &format!("If nobody answers: {default}"))?;
    }
    sheet.put("", &wording::urgency(question))
}

fn write_passages(sheet: &mut Sheet<'_>, pack: &Pack, question: &PackQuestion) -> io::Result<()> {
    let (shown, left) = wording::passages(question);
    for anchor in shown {
        for paragraph in passage::paragraphs(&anchor.quote) {
            sheet.put_under("> ", "> ", &paragraph)?;
        }
        sheet.put_under("> ", "> ", &format!("({})", wording::place(pack, anchor)))?;
    }
    match left {
        0 => Ok(()),
        left => sheet.put("", &format!("and {left} more in the spec")),
    }
}

fn write_form(sheet: &mut Sheet<'_>, question: &PackQuestion) -> io::Result<()> {
    for (place, option) in question.options.iter().enumerate() {
        let letter = letter(place);
        let mark = wording::mark(question, &letter);
        let hint = if question.suggested == Some(place) {
            " (suggested by clarify)"
        } else {
            ""
        };
        sheet.put(
            &format!("[{mark}] {letter}) "),
            &format!("{}{hint}", clean::line(option)),
        )?;
    }
    let answer = question.answer.as_deref().map(clean::line).unwrap_or_default();
    sheet.put("", &format!("{ANSWER} {answer}"))?;
    sheet.put(
        "",
        &format!("{REFERENCE} {}", wording::ids(&question.ids).join(", ")),
    )
}
