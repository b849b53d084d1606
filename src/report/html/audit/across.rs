//! What lies between documents: both passages, side by side.

use super::documents::Documents;
use crate::domain::{AuditReport, CrossFinding};
use crate::report::html::{card, parts};
use crate::report::view;
use maud::{Markup, html};

/// Lays out the findings between documents, by rank.
pub fn across(report: &AuditReport, documents: &Documents<'_>) -> Markup {
    html! { @for finding in &report.across { (item(finding, documents)) } }
}

fn item(finding: &CrossFinding, documents: &Documents<'_>) -> Markup {
    let id = format!("x{}", finding.rank);
    html! {
        article.card.crossing.(finding.severity.as_str()) #(id) tabindex="-1" aria-labelledby={ (id) "-title" } {
            div.crossing-head {
                span.rank.(finding.severity.as_str()) { (finding.rank) }
                span.grade { (parts::severity(finding.severity)) " " span.kind { (finding.kind.page().title) } }
                h3.title #{ (id) "-title" } { (finding.title) }
            }
            div.body {
                div.ends {
                    @for (index, side) in finding.sides.iter().enumerate() {
                        div {
                            p.label { (documents.name(&side.document)) }
                            @if let Some(reading) = finding.readings.get(index) { p { (reading) } }
                            (parts::quote(side, None))
                        }
                    }
                }
                @if !finding.also.is_empty() { p.fine { "Also in " (documents.names(&finding.also)) } }
                (card::point("Case", finding.scenario.as_deref()))
                (card::point("Why it matters", Some(&finding.why)))
                @if let Some(question) = &finding.question {
                    (card::point(&format!("Ask {}", view::short_name(view::address(&question.to))), Some(&question.text)))
                }
                @for remark in &finding.remarks { (card::point("Remark", Some(remark))) }
                p.fine { "Raised by " (finding.source.as_str()) " · " code { (finding.kind) } " · " code { (finding.id) } }
            }
        }
    }
}
