//! Reports as rows: what a spreadsheet shows. A row knows its cells by name; each sheet picks the columns it shows.

use super::clean;
use super::ranked::Finding;
use super::view::{self, View};
use crate::domain::{Anchor, DocumentFailure, Flag, Question, Review, ReviewReport};

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Words, one line for each thing said; of strangers, and clean.
    Words(Vec<String>),
    /// A number that clarify counted.
    Number(usize),
}

/// One row: what it is, and its cells by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    sort: &'static str,
    cells: Vec<(&'static str, Cell)>,
}

impl Row {
    /// Makes a row without cells; `sort` says what it holds.
    pub fn new(sort: &'static str) -> Self {
        Self {
            sort,
            cells: Vec::new(),
        }
    }

    /// Returns what the row holds.
    pub fn sort(&self) -> &'static str {
        self.sort
    }

    /// Adds words, cleaned; none where there are none.
    pub fn with(self, name: &'static str, words: impl AsRef<str>) -> Self {
        self.with_all(name, [words])
    }

    /// Adds several lines of words, cleaned; lines without words are left out.
    pub fn with_all(mut self, name: &'static str, lines: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let lines = lines.into_iter().map(|words| clean::line(words.as_ref()));
        let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
        if !lines.is_empty() {
            self.cells.push((name, Cell::Words(lines)));
        }
        self
    }

    /// Adds a number.
    pub fn counting(mut self, name: &'static str, number: usize) -> Self {
        self.cells.push((name, Cell::Number(number)));
        self
    }

    /// Adds where words stand, and the words.
    pub fn at(self, anchor: Option<&Anchor>) -> Self {
        match anchor {
            Some(anchor) => self
                .with("document", &anchor.document)
                .counting("line", anchor.position.line)
                .counting("column", anchor.position.column)
                .with("section", anchor.section.as_deref().unwrap_or_default())
                .with("quote", &anchor.quote)
                .with("item", anchor.item_id().unwrap_or_default()),
            None => self,
        }
    }

    /// Adds the words on the other side, and where they stand.
    pub fn against(self, anchor: Option<&Anchor>) -> Self {
        match anchor {
            Some(anchor) => self
                .with("other_document", &anchor.document)
                .counting("other_line", anchor.position.line)
                .with("other_quote", &anchor.quote)
                .with("other_item", anchor.item_id().unwrap_or_default()),
            None => self,
        }
    }

    /// Returns a cell by its name. The first of a name counts.
    pub fn cell(&self, name: &str) -> Option<&Cell> {
        self.cells
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, cell)| cell)
    }
}

/// A sheet of a workbook: which rows it shows, and of them which cells.
#[derive(Clone, Copy, Debug)]
pub struct Sheet {
    /// The name on its tab.
    pub name: &'static str,
    /// The rows it shows, by what they hold.
    pub sorts: &'static [&'static str],
    /// The columns.
    pub head: &'static [&'static str],
}

/// A report as rows, with the sheets of its workbook and the columns of it as one list.
#[derive(Clone, Debug)]
pub struct Table {
    /// All rows, in the report's order.
    pub rows: Vec<Row>,
    /// The columns of the one list.
    pub head: &'static [&'static str],
    /// The sheets of the workbook.
    pub sheets: &'static [Sheet],
}

const SHEETS: [Sheet; 2] = [
    Sheet {
        name: "Findings",
        sorts: &["finding", "assumption", "failure"],
        head: &[
            "document",
            "line",
            "rank",
            "severity",
            "kind",
            "title",
            "quote",
            "readings",
            "case",
            "why",
            "suggestion",
            "check",
            "to",
            "other_document",
            "other_line",
            "other_quote",
            "section",
            "source",
            "remarks",
            "id",
            "item",
            "other_item",
        ],
    },
    Sheet {
        name: "Questions",
        sorts: &["question"],
        head: &[
            "to",
            "document",
            "rank",
            "severity",
            "title",
            "why",
            "options",
            "suggestion",
            "unanswered",
            "blocks",
            "id",
        ],
    },
];

const HEAD: [&str; 26] = [
    "row",
    "id",
    "document",
    "line",
    "column",
    "section",
    "rank",
    "severity",
    "kind",
    "source",
    "title",
    "quote",
    "other_document",
    "other_line",
    "other_quote",
    "readings",
    "case",
    "why",
    "suggestion",
    "check",
    "to",
    "options",
    "unanswered",
    "blocks",
    "item",
    "other_item",
];

/// Lays a review out: for each document its findings by rank, then its questions; then what failed.
pub fn of_review(report: &ReviewReport) -> Table {
    let reviews = report.reviews.iter().flat_map(rows_of_review);
    Table {
        rows: reviews.chain(report.errors.iter().map(failure)).collect(),
        head: &HEAD,
        sheets: &SHEETS,
    }
}

/// Returns the rows of one document.
pub fn rows_of_review(review: &Review) -> Vec<Row> {
    let view = View::new(review, None);
    let findings = view
        .findings
        .iter()
        .map(|finding| finding_row(&view, review, *finding));
    let questions = view
        .questions
        .iter()
        .map(|question| question_row(&view, review, question));
    findings.chain(questions).collect()
}

/// Returns the row of a document that failed.
pub fn failure(failure: &DocumentFailure) -> Row {
    Row::new("failure")
        .with("document", &failure.document)
        .with("title", &failure.error)
        .with("suggestion", failure.hint.as_deref().unwrap_or_default())
}

fn finding_row(view: &View<'_>, review: &Review, finding: Finding<'_>) -> Row {
    let sort = match finding {
        Finding::Flag(_) => "finding",
        Finding::Assumption(_) => "assumption",
    };
    let asked = view
        .question_for(finding)
        .map(|question| view::address(&question.to));
    let row = Row::new(sort)
        .at(finding.anchors().first())
        .against(finding.anchors().get(1))
        .with("document", &review.document)
        .with("id", &finding.id().0)
        .counting("rank", finding.rank())
        .with("severity", finding.severity().as_str())
        .with("kind", finding.noun())
        .with("source", finding.source())
        .with("title", finding.title())
        .with_all("remarks", finding.remarks());
    match finding {
        Finding::Flag(flag) => with_flag(row, flag).with("to", asked.unwrap_or_default()),
        Finding::Assumption(assumption) => row
            .with("why", &assumption.if_false)
            .with("check", &assumption.check)
            .with("to", asked.or(assumption.who.as_deref()).unwrap_or_default()),
    }
}

fn with_flag(row: Row, flag: &Flag) -> Row {
    row.with_all("readings", &flag.readings)
        .with("case", flag.scenario.as_deref().unwrap_or_default())
        .with("why", &flag.why)
        .with("suggestion", flag.suggestion.as_deref().unwrap_or_default())
}

fn question_row(view: &View<'_>, review: &Review, question: &Question) -> Row {
    let suggested = question.suggested.and_then(|index| question.options.get(index));
    Row::new("question")
        .at(question.anchors.first())
        .with("document", &review.document)
        .with("id", &question.id.0)
        .counting("rank", question.rank)
        .with("severity", question.severity.as_str())
        .with("kind", "question")
        .with("source", question.source.as_str())
        .with("title", &question.text)
        .with("to", view::address(&question.to))
        .with("why", &question.why)
        .with_all("options", &question.options)
        .with("suggestion", suggested.map(String::as_str).unwrap_or_default())
        .with("unanswered", question.default.as_deref().unwrap_or_default())
        .with("blocks", view.blocks(question).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::samples;

    #[test]
    fn no_cell_is_lost_between_rows_and_columns() {
        for (name, sample) in samples::all() {
            let table = of_review(&sample.report);
            for row in &table.rows {
                let on_sheet = table
                    .sheets
                    .iter()
                    .filter(|sheet| sheet.sorts.contains(&row.sort()));
                assert_eq!(on_sheet.count(), 1, "{name}: {}", row.sort());
                for (cell, _) in &row.cells {
                    assert!(table.head.contains(cell) || *cell == "remarks", "{name}: {cell}");
                }
            }
        }
    }

    #[test]
    fn every_finding_and_question_has_a_row() {
        let sample = samples::many(500);
        let rows = of_review(&sample.report).rows;
        assert_eq!(rows.iter().filter(|row| row.sort() == "finding").count(), 500);
        assert_eq!(rows.iter().filter(|row| row.sort() == "question").count(), 20);
    }
}
