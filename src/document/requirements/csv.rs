//! Sheets as text: values parted by commas, semicolons, tabs or bars.

use super::columns::Columns;
use super::draft::{Field, Found, Origin};
use super::error::FormatError;
use super::sheet;
use std::path::Path;

/// Reads a sheet.
pub fn read(text: String, path: &Path, columns: &Columns) -> Result<Found, FormatError> {
    let (start, delimiter) = delimiter(&text, path);
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(&text.as_bytes()[start..]);
    let mut rows = Vec::new();
    let mut record = ::csv::StringRecord::new();
    loop {
        let more = reader.read_record(&mut record);
        if !more.map_err(|error| FormatError::malformed("a sheet of values", error))? {
            break;
        }
        let at = record.position().map_or(0, |position| position.byte() as usize);
        rows.push(row(&record, &text, start + at, delimiter));
    }
    let (entries, left) = sheet::entries(rows, columns)?;
    Ok(Found {
        entries,
        remarks: sheet::left_out(left, "").into_iter().collect(),
        ..Found::in_file(text)
    })
}

/// Returns where the values begin, and what parts them: as the name says, or a first line as Excel writes it, or else
/// what is most frequent on the first line.
fn delimiter(text: &str, path: &Path) -> (usize, u8) {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let first = text[start..].lines().next().unwrap_or_default();
    let told = first.strip_prefix("sep=").map(str::as_bytes);
    if let Some([delimiter]) = told {
        let behind = text[start..].find('\n').map_or(text.len(), |end| start + end + 1);
        return (behind, *delimiter);
    }
    if super::ending(path).is_some_and(|ending| ending == "tsv") {
        return (start, b'\t');
    }
    let count = |delimiter: &u8| outside_quotes(first, *delimiter);
    let most = [b'|', b'\t', b';', b','].into_iter().max_by_key(count);
    (start, most.unwrap_or(b','))
}

fn outside_quotes(line: &str, delimiter: u8) -> usize {
    let mut is_quoted = false;
    let counted = line.bytes().filter(|byte| {
        is_quoted ^= *byte == b'"';
        !is_quoted && *byte == delimiter
    });
    counted.count()
}

fn row(record: &::csv::StringRecord, text: &str, start: usize, delimiter: u8) -> Vec<Option<Field>> {
    let bytes = text.as_bytes();
    // The reader passes over empty lines before it begins a row.
    let blank = bytes[start..]
        .iter()
        .take_while(|byte| matches!(byte, b'\n' | b'\r'));
    let mut at = start + blank.count();
    let cells = record.iter().map(|cell| {
        let field = Field::of(cell, Origin::Bytes { file: 0, at });
        at = behind(bytes, at, delimiter);
        field
    });
    cells.collect()
}

/// Returns where the cell behind the one at `at` begins.
fn behind(bytes: &[u8], at: usize, delimiter: u8) -> usize {
    let mut is_quoted = false;
    let ends = |byte: &u8| {
        is_quoted ^= *byte == b'"';
        !is_quoted && (*byte == delimiter || *byte == b'\n')
    };
    let rest = bytes.get(at..).unwrap_or_default();
    rest.iter().position(ends).map_or(bytes.len(), |end| at + end + 1)
}

#[cfg(test)]
mod tests {
    use super::super::{finish, layout};
    use super::*;
    use crate::document::Document;

    fn document(text: &str) -> Document {
        let found = read(text.into(), Path::new("x.csv"), &Columns::default()).unwrap();
        finish(found, "x.csv".into(), "x.csv".into()).unwrap()
    }

    fn places(text: &str) -> Vec<String> {
        let document = document(text);
        let register = document.register().unwrap();
        let items = register.items().iter().map(|item| {
            let position = document.position(register.words_of(item.span).start());
            format!("{}:{}:{}", item.id, position.line, position.column)
        });
        items.collect()
    }

    #[test]
    fn every_common_delimiter_and_excels_own_line_are_understood() {
        for text in [
            "id,text\nA-1,one must hold\n",
            "\u{feff}id;text\r\nA-1;one must hold\r\n",
            "id\ttext\nA-1\tone must hold\n",
            "id|text\nA-1|one must hold\n",
        ] {
            assert_eq!(places(text), ["A-1:2:5"], "{text:?}");
        }
        assert_eq!(places("sep=;\nid;text\n\nA-1;one, must; hold\n"), ["A-1:4:5"]);
    }

    #[test]
    fn words_in_quotes_with_new_lines_are_found_where_they_stand() {
        let document = document("id,text\nA-1,\"say \"\"yes\"\"\nand then no\"\nA-2,x y z\n");
        let at = document.text().find("no").unwrap();
        let position = document.position(at);
        assert_eq!((position.line, position.column), (3, 10));
        let last = document.position(document.text().find("x y").unwrap());
        assert_eq!((last.line, last.column), (4, 5));
    }

    #[test]
    fn short_and_long_rows_do_no_harm() {
        let found = read(
            "id,text,prio\nA-1\nA-2,two must hold,1,2,3\n".into(),
            Path::new("x.csv"),
            &Columns::default(),
        );
        let laid = layout::lay_out(found.unwrap());
        assert_eq!(laid.register.items().len(), 1);
    }
}
