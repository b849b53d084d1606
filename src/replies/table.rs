//! A pack filled in as a spreadsheet: columns by their heads, in any order, with whatever separator the program writes.

use super::PackError;
use crate::domain::FindingId;
use crate::domain::pack::Reply;
use ::csv::{ReaderBuilder, StringRecord};

const REFERENCE: &str = "reference";
const ANSWER: &str = "answer";
const ANSWERED_BY: &str = "answered by";

/// Tells whether a text is a table with a column of references.
pub fn is_table(text: &str) -> bool {
    let head = text.lines().next().unwrap_or_default();
    let cells = head.split(separator(head) as char);
    cells.count() > 1 && head.to_lowercase().contains(REFERENCE) && !head.trim_start().starts_with(['#', '>'])
}

/// Reads the replies, in order.
pub fn read(text: &str) -> Result<Vec<Reply>, PackError> {
    let head = text.lines().next().unwrap_or_default();
    let mut reader = ReaderBuilder::new()
        .delimiter(separator(head))
        .flexible(true)
        .from_reader(text.as_bytes());
    let columns = reader.headers().map_err(|error| broken(&error))?.clone();
    let column = |name: &str| {
        columns
            .iter()
            .position(|head| head.trim().eq_ignore_ascii_case(name))
    };
    let reference = column(REFERENCE).ok_or(PackError::NoColumn(REFERENCE))?;
    let answer = column(ANSWER).ok_or(PackError::NoColumn(ANSWER))?;
    let by = column(ANSWERED_BY);
    let rows = reader.records().map(|row| {
        let row = row.map_err(|error| broken(&error))?;
        Ok(reply(&row, reference, answer, by))
    });
    rows.filter(|reply| {
        reply
            .as_ref()
            .map_or(true, |reply| !(reply.is_empty() && reply.ids.is_empty()))
    })
    .collect()
}

fn reply(row: &StringRecord, reference: usize, answer: usize, by: Option<usize>) -> Reply {
    let ids = row.get(reference).unwrap_or_default().split([',', ';', ' ']);
    let ids = ids.map(str::trim).filter(|id| !id.is_empty());
    Reply {
        ids: ids.map(|id| FindingId(id.to_owned())).collect(),
        ticked: Vec::new(),
        text: cell(row, Some(answer)),
        by: cell(row, by),
        line: row
            .position()
            .map_or(0, |place| usize::try_from(place.line()).unwrap_or(0)),
    }
}

fn cell(row: &StringRecord, column: Option<usize>) -> Option<String> {
    let text = row.get(column?)?.split_whitespace().collect::<Vec<_>>().join(" ");
    // The sign that keeps a spreadsheet from taking words for a formula is none of theirs.
    let text = match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest.to_owned(),
        _ => text,
    };
    Some(text).filter(|text| !text.is_empty())
}

fn separator(head: &str) -> u8 {
    let count = |sign: char| head.matches(sign).count();
    let signs = [(',', b','), (';', b';'), ('\t', b'\t')];
    let most = signs.into_iter().rev().max_by_key(|(sign, _)| count(*sign));
    most.map_or(b',', |(_, byte)| byte)
}

fn broken(error: &::csv::Error) -> PackError {
    PackError::Table {
        line: error.position().map_or(0, ::csv::Position::line),
        message: match error.kind() {
            ::csv::ErrorKind::Utf8 { .. } => "it is not UTF-8".into(),
            _ => error.to_string(),
        },
    }
}
