//! A report as a workbook: a sheet for each sort of row, its head frozen and bold, with filters and wrapped text. What
//! documents and answers say is written as strings, never as formulas or links; only clarify's own counts are numbers.

use super::table::{Cell, Row, Sheet, Table};
use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet, XlsxError};
use std::io::{self, Write};

/// The most characters that a cell can hold, counted as the format counts them.
const MOST: usize = 32_767;

/// Writes the workbook.
pub fn render(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    let bytes = workbook(table).map_err(io::Error::other)?;
    out.write_all(&bytes)
}

fn workbook(table: &Table) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    for sheet in table.sheets {
        let rows: Vec<&Row> = table
            .rows
            .iter()
            .filter(|row| sheet.sorts.contains(&row.sort()))
            .collect();
        fill(workbook.add_worksheet(), sheet, &rows)?;
    }
    workbook.save_to_buffer()
}

fn fill(worksheet: &mut Worksheet, sheet: &Sheet, rows: &[&Row]) -> Result<(), XlsxError> {
    let bold = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Top);
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    worksheet.set_name(sheet.name)?;
    worksheet.set_freeze_panes(1, 0)?;
    for (column, name) in (0..).zip(sheet.head) {
        worksheet.set_column_width(column, width(name))?;
        worksheet.write_string_with_format(0, column, name.replace('_', " "), &bold)?;
    }
    for (number, row) in (1..).zip(rows) {
        for (column, name) in (0..).zip(sheet.head) {
            match row.cell(name) {
                Some(Cell::Words(lines)) => {
                    let words = fitting(&lines.join("\n"));
                    worksheet.write_string_with_format(number, column, words, &wrapped)?;
                }
                Some(Cell::Number(count)) => {
                    worksheet.write_number_with_format(number, column, *count as f64, &wrapped)?;
                }
                None => {}
            }
        }
    }
    let last = u16::try_from(sheet.head.len().saturating_sub(1)).unwrap_or(u16::MAX);
    worksheet.autofilter(0, 0, u32::try_from(rows.len()).unwrap_or(u32::MAX), last)?;
    Ok(())
}

/// Returns how wide a column is set, in characters: sentences need room, words and numbers do not.
fn width(name: &str) -> f64 {
    match name {
        "title" | "quote" | "other_quote" | "why" | "readings" | "case" | "suggestion" | "options"
        | "check" => 44.0,
        "document" | "other_document" | "unanswered" | "to" | "section" | "kind" | "remarks"
        | "documents" => 24.0,
        _ => 11.0,
    }
}

/// Cuts what a cell cannot hold, and says so.
fn fitting(words: &str) -> String {
    let mut length = 0;
    let end = words.char_indices().find(|(_, letter)| {
        length += letter.len_utf16();
        length > MOST - 2
    });
    match end {
        Some((at, _)) => format!("{} …", &words[..at]),
        None => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::samples::{self, Sample};
    use crate::report::{Options, render as render_in};
    use calamine::{Data, Reader, Xlsx};
    use std::io::Cursor;

    fn read(sample: &Sample) -> Xlsx<Cursor<Vec<u8>>> {
        let mut out = Vec::new();
        render_in(
            crate::report::Format::Xlsx,
            &sample.report,
            &sample.sources,
            &Options::default(),
            &mut out,
        )
        .unwrap();
        Xlsx::new(Cursor::new(out)).unwrap()
    }

    #[test]
    fn findings_and_questions_have_a_sheet_each() {
        let mut book = read(&samples::many(500));
        assert_eq!(book.sheet_names(), ["Findings", "Questions"]);
        let findings = book.worksheet_range("Findings").unwrap();
        assert_eq!(findings.height(), 501);
        assert_eq!(findings.get((0, 5)), Some(&Data::String("title".into())));
        assert_eq!(
            findings.get((1, 2)),
            Some(&Data::Float(1.0)),
            "ranks are numbers, to be sorted by"
        );
        assert_eq!(book.worksheet_range("Questions").unwrap().height(), 21);
    }

    #[test]
    fn a_review_without_findings_is_a_workbook_of_heads() {
        let mut book = read(&samples::clear());
        let questions = book.worksheet_range("Questions").unwrap();
        assert_eq!(questions.height(), 1);
        assert_eq!(questions.get((0, 0)), Some(&Data::String("to".into())));
    }

    #[test]
    fn hostile_words_are_strings_and_no_cell_holds_a_formula() {
        let mut book = read(&samples::hostile());
        for name in ["Findings", "Questions"] {
            let formulas = book.worksheet_formula(name).unwrap();
            assert!(formulas.used_cells().all(|(_, _, formula)| formula.is_empty()));
            let cells = book.worksheet_range(name).unwrap();
            let words: Vec<String> = cells.used_cells().map(|(_, _, cell)| cell.to_string()).collect();
            assert!(words.iter().any(|word| word.starts_with("=cmd")), "{words:?}");
            assert!(
                !words
                    .iter()
                    .any(|word| word.contains(['\u{1b}', '\u{202e}', '\r'])),
                "{words:?}"
            );
        }
    }

    #[test]
    fn what_a_cell_cannot_hold_is_cut_and_marked() {
        let long = fitting(&"👍".repeat(40_000));
        assert!(long.encode_utf16().count() <= MOST && long.ends_with(" …"));
        assert_eq!(fitting("short"), "short");
    }
}
