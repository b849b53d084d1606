//! The audit for a spreadsheet: one row for each document, finding between documents, standing to a goal, open question,
//! failure, and thing left to do, all under one head.

use crate::domain::{Anchor, AuditReport, CrossFinding, DocumentEntry, Fit, Goal, OpenQuestion};
use crate::report::audit::wording;
use crate::report::clean;
use ::csv::Writer;
use std::io::{self, Write};

const HEAD: [&str; 18] = [
    "row",
    "id",
    "document",
    "line",
    "verdict",
    "severity",
    "kind",
    "title",
    "quote",
    "other_document",
    "other_line",
    "other_quote",
    "to",
    "blockers",
    "major",
    "questions",
    "item",
    "other_item",
];

/// One row, by the names of its cells.
#[derive(Default)]
struct Row {
    cells: [String; HEAD.len()],
}

impl Row {
    fn new(row: &str) -> Self {
        Self::default().with("row", row)
    }

    fn with(mut self, name: &str, value: impl ToString) -> Self {
        if let Some(index) = HEAD.iter().position(|head| *head == name) {
            self.cells[index] = disarmed(&value.to_string());
        }
        self
    }

    fn at(self, anchor: Option<&Anchor>) -> Self {
        match anchor {
            Some(anchor) => self
                .with("document", &anchor.document)
                .with("line", anchor.position.line)
                .with("quote", &anchor.quote)
                .with("item", anchor.item_id().unwrap_or_default()),
            None => self,
        }
    }

    fn against(self, anchor: Option<&Anchor>) -> Self {
        match anchor {
            Some(anchor) => self
                .with("other_document", &anchor.document)
                .with("other_line", anchor.position.line)
                .with("other_quote", &anchor.quote)
                .with("other_item", anchor.item_id().unwrap_or_default()),
            None => self,
        }
    }
}

/// Strangers' words in one line, which no spreadsheet takes for a formula.
fn disarmed(text: &str) -> String {
    let line = clean::line(text);
    if line.starts_with(['=', '+', '-', '@', '\t']) {
        format!("'{line}")
    } else {
        line
    }
}

/// Writes the report.
pub fn render(report: &AuditReport, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = Writer::from_writer(out);
    writer.write_record(HEAD).map_err(io::Error::from)?;
    let rows = report.documents.iter().map(|entry| document(report, entry));
    let rows = rows.chain(report.across.iter().map(cross_finding));
    let rows = rows.chain(report.coverage.goals.iter().flat_map(goal));
    let rows = rows.chain(
        report
            .questions
            .iter()
            .flat_map(|asked| asked.questions.iter().map(|open| question(&asked.to, open))),
    );
    let failures = report.errors.iter().map(|failure| {
        Row::new("failure")
            .with("document", &failure.document)
            .with("title", &failure.error)
    });
    let left = report.left.iter().map(|left| {
        Row::new("left")
            .with("document", &left.document)
            .with("kind", &left.work)
            .with("title", &left.reason)
    });
    for row in rows.chain(failures).chain(left) {
        writer.write_record(&row.cells).map_err(io::Error::from)?;
    }
    writer.flush()
}

fn document(report: &AuditReport, entry: &DocumentEntry) -> Row {
    let lead = entry.leading.first();
    let row = Row::new("document");
    let row = row.at(lead.and_then(|lead| lead.anchor.as_ref()));
    row.with("document", &entry.document)
        .with("verdict", wording::title(report, entry.verdict))
        .with(
            "severity",
            lead.map(|lead| lead.severity.as_str()).unwrap_or_default(),
        )
        .with("kind", lead.map(|lead| lead.kind.as_str()).unwrap_or_default())
        .with("title", lead.map(|lead| lead.title.as_str()).unwrap_or_default())
        .with("blockers", entry.findings.blocker)
        .with("major", entry.findings.major)
        .with("questions", entry.questions)
}

fn cross_finding(finding: &CrossFinding) -> Row {
    Row::new("across")
        .at(finding.sides.first())
        .against(finding.sides.get(1))
        .with("id", &finding.id)
        .with("severity", finding.severity)
        .with("kind", finding.kind)
        .with("title", &finding.title)
        .with(
            "to",
            finding
                .question
                .as_ref()
                .map(|question| question.to.as_str())
                .unwrap_or_default(),
        )
}

fn goal(goal: &Goal) -> Vec<Row> {
    let fit = |fit: Fit| match fit {
        Fit::Serves => "serves",
        Fit::Conflicts => "conflicts",
        Fit::Silent => "silent",
    };
    if goal.documents.is_empty() {
        let row = Row::new("goal")
            .against(Some(&goal.goal))
            .with("title", &goal.title);
        return vec![row.with(
            "kind",
            if goal.is_limit {
                "kept by all"
            } else {
                "served by none"
            },
        )];
    }
    let rows = goal.documents.iter().map(|standing| {
        Row::new("goal")
            .at(standing.words.as_ref())
            .against(Some(&goal.goal))
            .with("document", &standing.document)
            .with("kind", fit(standing.fit))
            .with("title", &goal.title)
    });
    rows.collect()
}

fn question(to: &str, open: &OpenQuestion) -> Row {
    Row::new("question")
        .with("id", &open.id)
        .with("document", open.documents.join("; "))
        .with("severity", open.severity)
        .with("title", &open.text)
        .with("to", to)
}
