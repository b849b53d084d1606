//! A report for a spreadsheet: one list of rows under one head. No cell is taken for a formula.

use super::table::{Cell, Table};
use ::csv::Writer;
use std::io::{self, Write};

/// Writes the rows; the first column says what each holds.
pub fn render(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = Writer::from_writer(out);
    writer.write_record(table.head).map_err(plain)?;
    for row in &table.rows {
        let cells = table.head.iter().map(|name| match *name {
            "row" => row.sort().to_owned(),
            name => row.cell(name).map(shown).unwrap_or_default(),
        });
        writer.write_record(cells).map_err(plain)?;
    }
    writer.flush()
}

/// Keeps the kind of an error: a reader that went away is none.
fn plain(error: ::csv::Error) -> io::Error {
    match error.into_kind() {
        ::csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Words(lines) => disarmed(&lines.join(" / ")),
        Cell::Number(number) => number.to_string(),
    }
}

/// Returns words that no spreadsheet takes for a formula. Where the list separator is a semicolon, a cell may also begin behind
/// one.
pub fn disarmed(line: &str) -> String {
    let cells = line.split(';').map(|cell| {
        let words = cell.trim_start();
        let is_formula = words.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
        format!(
            "{}{}{words}",
            &cell[..cell.len() - words.len()],
            if is_formula { "'" } else { "" }
        )
    });
    cells.collect::<Vec<_>>().join(";")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::samples::{self, rendered};
    use crate::report::{Format, Options};

    #[test]
    fn formulas_are_words() {
        assert_eq!(disarmed("=cmd|' /C calc'!A0"), "'=cmd|' /C calc'!A0");
        for starter in ['=', '+', '-', '@', '＝'] {
            assert_eq!(disarmed(&format!("{starter}1")), format!("'{starter}1"));
        }
        assert_eq!(disarmed("a; =1;b"), "a; '=1;b");
        assert_eq!(disarmed("2 - 1 = 1"), "2 - 1 = 1");
    }

    #[test]
    fn no_cell_of_a_hostile_review_begins_a_formula() {
        let report = rendered(Format::Csv, &samples::hostile(), &Options::default());
        let mut cells = 0;
        for record in ::csv::Reader::from_reader(report.as_bytes()).records() {
            for cell in &record.unwrap() {
                let starts = cell
                    .split(';')
                    .any(|cell| cell.trim_start().starts_with(['=', '+', '-', '@']));
                assert!(
                    !starts && !cell.contains(|found: char| found.is_control()),
                    "{cell:?}"
                );
                cells += usize::from(cell.contains("'=") || cell.contains("'@") || cell.contains("'+"));
            }
        }
        assert!(cells > 0, "the sample holds formulas");
    }
}
