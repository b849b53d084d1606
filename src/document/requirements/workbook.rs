//! Workbooks (XLSX): each sheet with a known head, one requirement a row. Cells are taken one by one, since what a sheet
//! says of its size may be wrong.

use super::archive;
use super::columns::Columns;
use super::draft::{Entry, Field, Found, Origin};
use super::error::FormatError;
use super::sheet;
use crate::document::MAX_BYTES;
use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx};
use std::collections::BTreeMap;
use std::io::Cursor;

const FORMAT: &str = "an XLSX workbook";
/// The furthest column that is looked at, from 0.
const LAST_COLUMN: u32 = 255;

/// The most cells of a sheet, empty ones before the last of a row included.
const CELLS: usize = 1_000_000;

type Rows = Vec<Vec<Option<Field>>>;

/// Reads a workbook.
pub fn read(bytes: &[u8], columns: &Columns) -> Result<Found, FormatError> {
    archive::open(bytes, FORMAT)?;
    let mut workbook: Xlsx<_> =
        Xlsx::new(Cursor::new(bytes)).map_err(|error| FormatError::malformed(FORMAT, error))?;
    let names: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    let mut found = Found::default();
    let mut first_error = None;
    for (number, name) in names.iter().enumerate() {
        let sheet = rows(&mut workbook, name, number)?;
        if sheet.is_empty() {
            continue;
        }
        match sheet::entries(sheet, columns) {
            Ok((entries, left)) => {
                found
                    .remarks
                    .extend(sheet::left_out(left, &format!(" of sheet “{name}”")));
                found.entries.extend(heading(&names, name, &entries));
                found.entries.extend(entries);
            }
            Err(error) => {
                found
                    .remarks
                    .push(format!("the sheet “{name}” {error}: it was left out"));
                first_error = first_error.or(Some(error));
            }
        }
    }
    found.sheets = names;
    match first_error {
        Some(error) if found.entries.is_empty() => Err(error),
        _ => Ok(found),
    }
}

/// Heads a sheet with its name, where there are several.
fn heading(names: &[String], name: &str, entries: &[Entry]) -> Option<Entry> {
    let first = entries.iter().find_map(|entry| match entry {
        Entry::Item(item) => item.text.first().or(item.title.as_ref()),
        _ => None,
    })?;
    let words = Field::of(name, first.origin)?;
    (names.len() > 1).then_some(Entry::Heading { level: 1, words })
}

fn rows(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str, sheet: usize) -> Result<Rows, FormatError> {
    let broken = |error| FormatError::malformed(FORMAT, error);
    let mut cells = workbook.worksheet_cells_reader(name).map_err(broken)?;
    let mut rows: BTreeMap<u32, Vec<Option<Field>>> = BTreeMap::new();
    let (mut length, mut count) = (0, 0);
    while let Some(cell) = cells.next_cell().map_err(broken)? {
        let (row, column) = cell.get_position();
        let origin = Origin::Cell { sheet, row, column };
        let Some(field) = Field::of(&words(cell.get_value()), origin) else {
            continue;
        };
        length += field.words.len() as u64;
        if column <= LAST_COLUMN {
            let row = rows.entry(row).or_default();
            let index = column as usize;
            count += (index + 1).saturating_sub(row.len());
            row.resize(row.len().max(index + 1), None);
            row[index] = Some(field);
        }
        if length > MAX_BYTES || count > CELLS {
            return Err(FormatError::Bomb);
        }
    }
    Ok(rows.into_values().collect())
}

/// Spells what a cell holds as the person sees it, as far as that is known without its format.
fn words(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(words) => words.clone(),
        DataRef::SharedString(words) => (*words).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(truth) => if *truth { "TRUE" } else { "FALSE" }.to_owned(),
        DataRef::DateTimeIso(date) | DataRef::DurationIso(date) => date.clone(),
        DataRef::DateTime(date) => {
            let (year, month, day, hour, minute, ..) = date.to_ymd_hms_milli();
            match (hour, minute) {
                (0, 0) => format!("{year:04}-{month:02}-{day:02}"),
                _ => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}"),
            }
        }
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}
