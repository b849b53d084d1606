//! A writer of small workbooks, for tests and fixtures.

use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A sheet: its name and its rows.
pub type Sheet<'s> = (&'s str, &'s [&'s [&'s str]]);

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// Returns the parts of a workbook, by name. Cells that read as numbers are numbers, all others shared strings.
pub fn parts(sheets: &[Sheet<'_>]) -> Vec<(String, String)> {
    let mut strings: Vec<&str> = Vec::new();
    let mut parts = Vec::new();
    for (number, (_, rows)) in sheets.iter().enumerate() {
        let rows: String = rows
            .iter()
            .enumerate()
            .map(|(row, cells)| {
                let cells = cells.iter().enumerate().filter(|(_, words)| !words.is_empty());
                let cells: String = cells
                    .map(|(column, words)| cell(row, column, words, &mut strings))
                    .collect();
                format!("<row r=\"{}\">{cells}</row>", row + 1)
            })
            .collect();
        let sheet = format!("{XML}<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>");
        parts.push((format!("xl/worksheets/sheet{}.xml", number + 1), sheet));
    }
    let shared: String = strings
        .iter()
        .map(|words| format!("<si><t>{}</t></si>", escaped(words)))
        .collect();
    parts.push((
        "xl/sharedStrings.xml".into(),
        format!("{XML}<sst xmlns=\"{MAIN}\">{shared}</sst>"),
    ));
    parts.extend(frame(sheets));
    parts
}

fn cell<'s>(row: usize, column: usize, words: &'s str, strings: &mut Vec<&'s str>) -> String {
    let place = format!("{}{}", char::from(b'A' + column as u8), row + 1);
    if words.parse::<f64>().is_ok() {
        return format!("<c r=\"{place}\"><v>{words}</v></c>");
    }
    strings.push(words);
    format!("<c r=\"{place}\" t=\"s\"><v>{}</v></c>", strings.len() - 1)
}

fn frame(sheets: &[Sheet<'_>]) -> Vec<(String, String)> {
    let numbered = || {
        sheets
            .iter()
            .enumerate()
            .map(|(index, (name, _))| (index + 1, name))
    };
    let listed: String = numbered()
        .map(|(number, name)| {
            let name = escaped(name);
            format!("<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>")
        })
        .collect();
    let related: String = numbered()
        .map(|(number, _)| {
            format!(
                "<Relationship Id=\"rId{number}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
            )
        })
        .collect();
    let content = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let typed: String = numbered()
        .map(|(number, _)| {
            format!(
                "<Override PartName=\"/xl/worksheets/sheet{number}.xml\" ContentType=\"{content}.worksheet+xml\"/>"
            )
        })
        .collect();
    vec![
        (
            "xl/workbook.xml".into(),
            format!(
                "{XML}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{listed}</sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels".into(),
            format!(
                "{XML}<Relationships xmlns=\"{PACKAGE}/relationships\">{related}<Relationship Id=\"rIdS\" Type=\"{OFFICE}/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"
            ),
        ),
        (
            "_rels/.rels".into(),
            format!(
                "{XML}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "[Content_Types].xml".into(),
            format!(
                "{XML}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{content}.sheet.main+xml\"/>{typed}<Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"{content}.sharedStrings+xml\"/></Types>"
            ),
        ),
    ]
}

fn escaped(words: &str) -> String {
    words
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}

/// Packs parts into an archive.
pub fn packed(parts: &[(String, String)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive
            .start_file(name.as_str(), SimpleFileOptions::default())
            .unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}
