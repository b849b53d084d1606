//! Sheets as GitHub Flavored Markdown.

use super::sheet::{Block, Run, Sheet, Words};
use crate::report::markdown::escape::{cell, code, text};
use std::io::{self, Write};

/// Writes sheets one after another.
pub fn render(sheets: &[Sheet], out: &mut dyn Write) -> io::Result<()> {
    for (index, sheet) in sheets.iter().enumerate() {
        if index > 0 {
            writeln!(out, "\n---\n")?;
        }
        write(sheet, out)?;
    }
    Ok(())
}

/// Returns one sheet as text.
pub fn to_string(sheet: &Sheet) -> io::Result<String> {
    let mut out = Vec::new();
    write(sheet, &mut out)?;
    String::from_utf8(out).map_err(io::Error::other)
}

/// Writes one sheet.
pub fn write(sheet: &Sheet, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {}", text(&sheet.title))?;
    for block in &sheet.blocks {
        writeln!(out)?;
        match block {
            Block::Heading(heading) => writeln!(out, "## {}", text(heading))?,
            Block::Paragraph(words) => writeln!(out, "{}", line(words, sheet, "\\\n"))?,
            Block::List(items) => {
                for item in items {
                    writeln!(out, "- {}", line(item, sheet, "\\\n  "))?;
                }
            }
            Block::Table(head, rows) => table(head, rows, sheet, out)?,
        }
    }
    if !sheet.footnotes.is_empty() {
        writeln!(out)?;
    }
    for footnote in &sheet.footnotes {
        writeln!(
            out,
            "[^{}-{}]: {}",
            sheet.mark,
            footnote.number,
            line(&footnote.words, sheet, " ")
        )?;
    }
    Ok(())
}

fn table(head: &[&str], rows: &[Vec<Words>], sheet: &Sheet, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "| {} |", head.join(" | "))?;
    writeln!(out, "|{}", " --- |".repeat(head.len()))?;
    for row in rows {
        let cells: Vec<String> = row
            .iter()
            .map(|words| cell(&line(words, sheet, "<br>")))
            .collect();
        writeln!(out, "| {} |", cells.join(" | "))?;
    }
    Ok(())
}

fn line(words: &Words, sheet: &Sheet, line_break: &str) -> String {
    let runs = words.iter().map(|run| match run {
        Run::Plain(plain) => spaced(plain, text),
        Run::Strong(strong) => spaced(strong, |words| format!("**{}**", text(words))),
        Run::Quote(quote) => format!("“{}”", text(quote)),
        Run::Code(typed) => code(typed),
        Run::Cite(number) => format!("[^{}-{number}]", sheet.mark),
        Run::Break => line_break.to_owned(),
    });
    runs.collect()
}

/// Keeps the white space round words outside of what is done to them.
fn spaced(words: &str, dress: impl Fn(&str) -> String) -> String {
    let inner = words.trim();
    if inner.is_empty() {
        return words.to_owned();
    }
    let (before, after) = (words.starts_with(' '), words.ends_with(' '));
    format!(
        "{}{}{}",
        if before { " " } else { "" },
        dress(inner),
        if after { " " } else { "" }
    )
}
