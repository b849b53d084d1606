//! The audit as rows: one for each document, finding between documents, standing to a goal, open question, failure, and
//! thing left to do; and those of each document's own review where it is at hand.

use crate::domain::{Anchor, AuditReport, CrossFinding, DocumentEntry, Goal, OpenQuestion, Review};
use crate::report::audit::wording;
use crate::report::table::{Row, Sheet, Table, failure, rows_of_review};

/// The columns of the one list.
const HEAD: [&str; 25] = [
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
    "source",
    "readings",
    "case",
    "why",
    "suggestion",
    "check",
    "options",
    "item",
    "other_item",
];

const SHEETS: [Sheet; 4] = [
    Sheet {
        name: "Documents",
        sorts: &["document", "failure", "left"],
        head: &[
            "document",
            "verdict",
            "blockers",
            "major",
            "questions",
            "severity",
            "kind",
            "title",
            "quote",
            "line",
        ],
    },
    Sheet {
        name: "Findings",
        sorts: &["across", "finding", "assumption"],
        head: &[
            "document",
            "line",
            "severity",
            "kind",
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
            "source",
            "id",
            "item",
            "other_item",
        ],
    },
    Sheet {
        name: "Goals",
        sorts: &["goal"],
        head: &[
            "title",
            "kind",
            "document",
            "line",
            "quote",
            "other_document",
            "other_line",
            "other_quote",
        ],
    },
    Sheet {
        name: "Questions",
        sorts: &["question"],
        head: &[
            "to",
            "title",
            "severity",
            "why",
            "options",
            "suggestion",
            "unanswered",
            "document",
            "id",
        ],
    },
];

/// Lays the audit out. `reviews` adds the findings of each document.
pub fn of_audit(report: &AuditReport, reviews: &[Review]) -> Table {
    let documents = report.documents.iter().map(|entry| document(report, entry));
    let across = report.across.iter().map(cross_finding);
    let goals = report.coverage.goals.iter().flat_map(goal);
    let questions = report.questions.iter().flat_map(|asked| {
        let open = asked.questions.iter();
        open.map(|open| question(&asked.to, open))
    });
    let failures = report.errors.iter().map(failure);
    let left = report.left.iter().map(|left| {
        Row::new("left")
            .with("document", &left.document)
            .with("kind", &left.work)
            .with("title", &left.reason)
    });
    // A document's own questions stand merged in the audit's.
    let within = reviews
        .iter()
        .flat_map(rows_of_review)
        .filter(|row| row.sort() != "question");
    Table {
        rows: documents
            .chain(across)
            .chain(within)
            .chain(goals)
            .chain(questions)
            .chain(failures)
            .chain(left)
            .collect(),
        head: &HEAD,
        sheets: &SHEETS,
    }
}

fn document(report: &AuditReport, entry: &DocumentEntry) -> Row {
    let row = Row::new("document").with("document", &entry.document);
    let row = match entry.leading.first() {
        Some(lead) => row
            .at(lead.anchor.as_ref())
            .with("severity", lead.severity.as_str())
            .with("kind", &lead.kind)
            .with("title", &lead.title),
        None => row,
    };
    row.with("verdict", wording::title(report, entry.verdict))
        .counting("blockers", entry.findings.blocker)
        .counting("major", entry.findings.major)
        .counting("questions", entry.questions)
}

fn cross_finding(finding: &CrossFinding) -> Row {
    let to = finding.question.as_ref().map(|question| question.to.as_str());
    Row::new("across")
        .at(finding.sides.first())
        .against(finding.sides.get(1))
        .with("id", &finding.id.0)
        .with("severity", finding.severity.as_str())
        .with("kind", finding.kind.code())
        .with("source", finding.source.as_str())
        .with("title", &finding.title)
        .with_all("readings", &finding.readings)
        .with("case", finding.scenario.as_deref().unwrap_or_default())
        .with("why", &finding.why)
        .with("to", to.unwrap_or_default())
}

fn goal(goal: &Goal) -> Vec<Row> {
    let row = |words: Option<&Anchor>| {
        Row::new("goal")
            .at(words)
            .against(Some(&goal.goal))
            .with("title", &goal.title)
    };
    if goal.documents.is_empty() {
        return vec![row(None).with(
            "kind",
            if goal.is_limit {
                "kept by all"
            } else {
                "served by none"
            },
        )];
    }
    let rows = goal.documents.iter().map(|standing| {
        row(standing.words.as_ref())
            .with("document", &standing.document)
            .with("kind", standing.fit.as_str())
    });
    rows.collect()
}

fn question(to: &str, open: &OpenQuestion) -> Row {
    let suggested = open.suggested.and_then(|index| open.options.get(index));
    Row::new("question")
        .with("id", &open.id.0)
        .with_all("document", &open.documents)
        .with("severity", open.severity.as_str())
        .with("title", &open.text)
        .with("to", to)
        .with("why", &open.why)
        .with_all("options", &open.options)
        .with("suggestion", suggested.map(String::as_str).unwrap_or_default())
        .with("unanswered", open.default.as_deref().unwrap_or_default())
}
