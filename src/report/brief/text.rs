//! Sheets as text for a terminal.

use super::BriefOptions;
use super::sheet::{Block, Run, Sheet, Words};
use crate::report::text::{Ink, Page};
use crate::report::{Options, clean};
use std::io::{self, Write};

/// Writes sheets one after another.
pub fn render(sheets: &[Sheet], options: &BriefOptions, out: &mut dyn Write) -> io::Result<()> {
    let page_options = Options {
        width: options.width,
        color: options.color,
        ..Options::default()
    };
    let mut page = Page::new(out, &page_options);
    for (index, sheet) in sheets.iter().enumerate() {
        if index > 0 {
            page.gap()?;
            let rule = "─".repeat(page.width());
            page.line(&rule)?;
            page.gap()?;
        }
        write(sheet, &mut page)?;
    }
    Ok(())
}

fn write(sheet: &Sheet, page: &mut Page<'_>) -> io::Result<()> {
    let title = page.ink(Ink::Strong, &clean::line(&sheet.title).to_uppercase());
    page.put("", 0, &title)?;
    let mut follows_heading = false;
    for block in &sheet.blocks {
        match block {
            Block::Heading(heading) => {
                page.gap()?;
                let heading = page.ink(Ink::Strong, &clean::line(heading));
                page.put("", 0, &heading)?;
            }
            Block::Paragraph(words) => {
                if !follows_heading {
                    page.gap()?;
                }
                put(page, "", 0, words)?;
            }
            Block::List(items) => items.iter().try_for_each(|item| put(page, "- ", 2, item))?,
            Block::Table(head, rows) => rows
                .iter()
                .try_for_each(|row| put(page, "- ", 2, &in_a_row(head, row)))?,
        }
        follows_heading = matches!(block, Block::Heading(_));
    }
    if !sheet.footnotes.is_empty() {
        page.gap()?;
    }
    for footnote in &sheet.footnotes {
        let head = format!("[{}] ", footnote.number);
        put(page, &head, head.len(), &footnote.words)?;
    }
    Ok(())
}

/// Folds a row into one line: a terminal is too narrow for columns of sentences. The first columns are known by what
/// they hold, the others by their names.
fn in_a_row(head: &[&str], row: &[Words]) -> Words {
    let mut folded = Words::new();
    for (index, (name, words)) in head.iter().zip(row).enumerate() {
        let is_blank = words
            .iter()
            .all(|run| matches!(run, Run::Plain(text) if text.trim().is_empty()));
        if is_blank {
            continue;
        }
        let is_number = index == 1 && head[0].is_empty();
        if !folded.is_empty() {
            end_cell(&mut folded, if is_number { ". " } else { "; " });
        }
        if index > 1 && !name.is_empty() {
            folded.push(Run::Plain(format!("{name}: ")));
        }
        folded.extend(words.iter().cloned());
    }
    folded
}

/// Parts two cells; a full stop gives way to what parts them.
fn end_cell(folded: &mut Words, mark: &str) {
    if let Some(Run::Plain(text)) = folded.last_mut() {
        text.truncate(text.trim_end_matches('.').len());
    }
    folded.push(Run::Plain(mark.to_owned()));
}

fn put(page: &mut Page<'_>, head: &str, hang: usize, words: &Words) -> io::Result<()> {
    let mut head = head.to_owned();
    for part in words.split(|run| *run == Run::Break) {
        let text: String = part.iter().map(run).collect();
        page.put(&head, hang, text.trim_end())?;
        head = " ".repeat(hang);
    }
    Ok(())
}

fn run(run: &Run) -> String {
    match run {
        Run::Plain(text) | Run::Strong(text) => clean::fold(text),
        Run::Quote(text) => format!("“{}”", clean::line(text)),
        Run::Code(text) => clean::line(text),
        Run::Cite(number) => format!(" [{number}]"),
        Run::Break => String::new(),
    }
}
