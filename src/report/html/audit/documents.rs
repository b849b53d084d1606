//! The documents of an audit: a table of all, and a section for each.

use super::look;
use crate::domain::{AuditReport, CoverageState, DocumentEntry, Fit, Severity, SeverityCounts};
use crate::report::audit::wording;
use crate::report::html::parts;
use crate::report::{Sources, place, view, words};
use maud::{Markup, html};
use std::collections::HashMap;

/// The documents and the numbers by which the page knows them: from 1, the worst first.
pub struct Documents<'a> {
    report: &'a AuditReport,
    sources: &'a Sources,
    numbers: HashMap<&'a str, usize>,
}

impl<'a> Documents<'a> {
    /// Numbers the documents of a report.
    pub fn new(report: &'a AuditReport, sources: &'a Sources) -> Self {
        let entries = report.documents.iter().enumerate();
        Self {
            report,
            sources,
            numbers: entries
                .map(|(index, entry)| (entry.document.as_str(), index + 1))
                .collect(),
        }
    }

    /// Returns a document's name, leading to its section where there is one.
    pub fn name(&self, path: &str) -> Markup {
        let short = wording::short(self.report, path);
        html! {
            @match self.numbers.get(path) {
                Some(number) => a.path href={ "#d" (number) } { (short) },
                None => span.path { (short) },
            }
        }
    }

    /// Names several documents.
    pub fn names(&self, paths: &[String]) -> Markup {
        html! {
            @for (index, path) in paths.iter().enumerate() { @if index > 0 { ", " } (self.name(path)) }
        }
    }

    /// Lays out one row a document.
    pub fn table(&self) -> Markup {
        let most = self
            .report
            .documents
            .iter()
            .map(|entry| total(&entry.findings))
            .max()
            .unwrap_or(0);
        html! {
            div.wide.sheet role="region" aria-label="Documents" tabindex="0" {
                table {
                    thead { tr {
                        th scope="col" { span.unseen { "Number" } } th scope="col" { "Document" } th scope="col" { "Verdict" }
                        th scope="col" { "Findings" } th.figure scope="col" { "Across" } th.figure scope="col" { "Questions" }
                    } }
                    tbody {
                        @for (index, entry) in self.report.documents.iter().enumerate() {
                            tr {
                                td.figure { (index + 1) }
                                th scope="row" { (self.name(&entry.document)) }
                                td { (self.verdict(entry)) }
                                td { (bar(&entry.findings, most)) }
                                td.figure { (entry.across.len()) }
                                td.figure { (entry.questions) }
                            }
                        }
                    }
                }
            }
        }
    }

    fn verdict(&self, entry: &DocumentEntry) -> Markup {
        html! { span.verdict-word.(look(entry.verdict)) { (wording::title(self.report, entry.verdict)) } }
    }

    /// Lays out a section for each document.
    pub fn sections(&self) -> Markup {
        html! {
            @for (index, entry) in self.report.documents.iter().enumerate() { (self.section(index + 1, entry)) }
        }
    }

    fn section(&self, number: usize, entry: &DocumentEntry) -> Markup {
        let id = format!("d{number}");
        html! {
            article.sheet.document #(id) aria-labelledby={ (id) "-title" } {
                header {
                    h3 #{ (id) "-title" } { (number) ". " (entry.title.as_deref().unwrap_or(&entry.document)) }
                    p.fine { span.path { (entry.document) } " · " (words::count(entry.words, "word")) " · " (self.verdict(entry)) }
                }
                @if let Some(summary) = entry.summary.as_deref().filter(|summary| !summary.trim().is_empty()) { p { (summary) } }
                p.fine { (wording::findings(entry)) ", " (words::count(entry.questions, "question")) (measures(entry)) }
                @for warning in &entry.warnings { p.notice { (warning) } }
                @if !entry.leading.is_empty() { (leading(entry)) }
                (self.standings(entry))
                (self.between(entry))
                @if let Some(page) = self.sources.page(&entry.document) { p { a href=(place::link(page)) { "The whole review, in the document itself" } } }
            }
        }
    }

    /// Says which goals a document serves or breaks.
    fn standings(&self, entry: &DocumentEntry) -> Markup {
        let goals = self.report.coverage.goals.iter();
        let standing: Vec<(&str, Fit)> = goals
            .filter_map(|goal| {
                let found = goal
                    .documents
                    .iter()
                    .find(|standing| standing.document == entry.document)?;
                Some((goal.title.as_str(), found.fit))
            })
            .collect();
        let named = |fit: Fit| -> Vec<&str> {
            standing
                .iter()
                .filter(|(_, found)| *found == fit)
                .map(|(title, _)| *title)
                .collect()
        };
        html! {
            @for (fit, class, words) in [(Fit::Conflicts, "conflicts", "Conflicts with"), (Fit::Serves, "serves", "Serves")] {
                @let goals = named(fit);
                @if !goals.is_empty() { p class=(class) { strong { (words) ": " } (goals.join("; ")) } }
            }
        }
    }

    /// Names what lies between a document and others.
    fn between(&self, entry: &DocumentEntry) -> Markup {
        let between = self
            .report
            .across
            .iter()
            .filter(|finding| entry.across.contains(&finding.id));
        html! {
            @if !entry.across.is_empty() {
                p.fine { "Across documents: "
                    @for (index, finding) in between.enumerate() {
                        @if index > 0 { "; " }
                        a href={ "#x" (finding.rank) } { (finding.title) }
                    }
                }
            }
        }
    }
}

fn measures(entry: &DocumentEntry) -> &'static str {
    match entry.measures {
        Some(CoverageState::Missing) => ", no measure of success",
        Some(CoverageState::Partial) => ", a measure of success in part",
        Some(CoverageState::Clear) => ", a clear measure of success",
        None => "",
    }
}

fn leading(entry: &DocumentEntry) -> Markup {
    html! {
        ol.leading {
            @for lead in &entry.leading {
                li {
                    p { strong { (lead.title) } " " (parts::severity(lead.severity)) }
                    @if let Some(anchor) = &lead.anchor { (parts::quote(anchor, None)) }
                }
            }
        }
    }
}

fn total(counts: &SeverityCounts) -> usize {
    counts.in_order().iter().sum()
}

/// Draws counts as a bar, and says them.
fn bar(counts: &SeverityCounts, most: usize) -> Markup {
    let mut at = 0;
    let pieces: Vec<(Severity, usize, usize)> = Severity::ALL
        .into_iter()
        .map(|severity| {
            let piece = (severity, at, counts.of(severity));
            at += counts.of(severity);
            piece
        })
        .collect();
    html! {
        span.bar-words {
            svg.bar-drawn viewBox={ "0 0 " (most.max(1)) " 1" } preserveAspectRatio="none" aria-hidden="true" {
                @for (severity, at, count) in &pieces {
                    @if *count > 0 { rect.(severity.as_str()) x=(at) y="0" width=(count) height="1" {} }
                }
            }
            span { @if at == 0 { "none" } @else { (view::severities(&counts.in_order())) } }
        }
    }
}
