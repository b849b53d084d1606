//! The goals and the documents, side by side.

use super::documents::Documents;
use crate::domain::{AuditReport, DocumentEntry, Fit, Goal};
use crate::report::audit::wording;
use crate::report::html::parts;
use maud::{Markup, html};

/// Lays out which document serves or breaks which goal, and what is served by none.
pub fn goals(report: &AuditReport, documents: &Documents<'_>) -> Markup {
    let coverage = &report.coverage;
    let unserved: Vec<&Goal> = coverage.goals.iter().filter(|goal| goal.is_unserved()).collect();
    html! {
        (heat_map(report))
        div.sheet.gaps {
            @if !unserved.is_empty() {
                div { p.label { "Goals that no document serves" } ul { @for goal in unserved { li { (goal.title) } } } }
            }
            (listed("Documents that serve no goal", &coverage.serving_none, documents))
            (listed("Documents without a measure of success", &coverage.without_measure, documents))
        }
        (conflicts(report, documents))
    }
}

fn listed(label: &str, paths: &[String], documents: &Documents<'_>) -> Markup {
    html! {
        @if !paths.is_empty() {
            div { p.label { (label) } ul { @for path in paths { li { (documents.name(path)) } } } }
        }
    }
}

fn heat_map(report: &AuditReport) -> Markup {
    html! {
        div.wide.sheet role="region" aria-label="Goals and documents" tabindex="0" {
            table.heat {
                caption { "Which document serves (+) or breaks (!) which goal. The numbers are those of the documents above." }
                thead { tr {
                    th scope="col" { "Goal" }
                    @for (index, entry) in report.documents.iter().enumerate() {
                        th.figure scope="col" { a href={ "#d" (index + 1) } aria-label=(wording::short(report, &entry.document)) { (index + 1) } }
                    }
                } }
                tbody { @for goal in &report.coverage.goals { (row(goal, &report.documents)) } }
            }
        }
    }
}

fn row(goal: &Goal, documents: &[DocumentEntry]) -> Markup {
    html! {
        tr {
            th scope="row" { (goal.title) @if goal.is_limit { " " span.fine { "limit" } } }
            @for entry in documents { (cell(fit(goal, entry))) }
        }
    }
}

fn fit(goal: &Goal, entry: &DocumentEntry) -> Fit {
    let mut standings = goal.documents.iter();
    let found = standings.find(|standing| standing.document == entry.document);
    found.map_or(Fit::Silent, |standing| standing.fit)
}

fn cell(fit: Fit) -> Markup {
    html! {
        @match fit {
            Fit::Serves => td.serves { span aria-hidden="true" { "+" } span.unseen { "serves" } },
            Fit::Conflicts => td.conflicts { span aria-hidden="true" { "!" } span.unseen { "conflicts" } },
            Fit::Silent => td.silent { span aria-hidden="true" { "·" } span.unseen { "silent" } },
        }
    }
}

/// Lays out where documents work against a goal, with the words on both ends.
fn conflicts(report: &AuditReport, documents: &Documents<'_>) -> Markup {
    let broken = report
        .coverage
        .goals
        .iter()
        .filter(|goal| goal.count(Fit::Conflicts) > 0);
    html! {
        ul.goals {
            @for goal in broken {
                li.conflicts {
                    p.verdict { (goal.title) }
                    div.ends { div { p.label { "The strategy says" } (parts::quote(&goal.goal, None)) }
                    ul.breaks {
                        @for standing in goal.documents.iter().filter(|standing| standing.fit == Fit::Conflicts) {
                            li {
                                p { (documents.name(&standing.document)) @if let Some(note) = &standing.note { ": " (note) } }
                                @if let Some(words) = &standing.words { (parts::quote(words, None)) }
                            }
                        }
                    } }
                }
            }
        }
    }
}
