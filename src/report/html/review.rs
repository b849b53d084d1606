//! The page of a review: each spec with its findings, one after another.

use super::note::{Note, Notes};
use super::people::People;
use super::shell::{self, Page};
use super::{card, document, filters, parts, questions, summary};
use crate::domain::{DocumentFailure, Review, ReviewReport};
use crate::report::view::{self, View};
use crate::report::{Sources, footing, words};
use maud::{Markup, PreEscaped, html};
use std::io;

/// Writes the page of a report. Its findings are complete: nothing is cut.
pub fn render(report: &ReviewReport, sources: &Sources, out: &mut dyn io::Write) -> io::Result<()> {
    let mut people = People::default();
    let sheets: Vec<Sheet<'_>> = report
        .reviews
        .iter()
        .enumerate()
        .map(|(index, review)| {
            let prefix = if report.reviews.len() > 1 {
                format!("s{}-", index + 1)
            } else {
                String::new()
            };
            Sheet::new(review, sources, prefix, &mut people)
        })
        .collect();
    let body = body(report, &sheets, &mut people);
    let page = Page {
        title: &title(report),
        job: "Review",
        tool: &report.tool,
        contents: contents(&sheets),
        body,
    };
    shell::write(&page, out)
}

/// A review, and everything its part of the page is made of.
struct Sheet<'a> {
    view: View<'a>,
    notes: Notes<'a>,
    spec: Option<&'a crate::document::Document>,
}

impl<'a> Sheet<'a> {
    fn new(review: &'a Review, sources: &'a Sources, prefix: String, people: &mut People) -> Self {
        let view = View::new(review, None);
        let spec = sources.get(&review.document);
        let notes = Notes::new(&view, spec, prefix, people);
        Self { view, notes, spec }
    }

    fn id(&self, part: &str) -> String {
        format!("{}{part}", self.notes.prefix)
    }
}

fn title(report: &ReviewReport) -> String {
    match report.reviews.as_slice() {
        [review] => review.title.clone().unwrap_or_else(|| review.document.clone()),
        reviews => words::count(reviews.len(), "spec"),
    }
}

fn contents(sheets: &[Sheet<'_>]) -> Vec<(String, String)> {
    let [sheet] = sheets else {
        let name = |sheet: &Sheet<'_>| {
            let review = sheet.view.review;
            (
                sheet.id("top"),
                review.title.clone().unwrap_or_else(|| review.document.clone()),
            )
        };
        return sheets.iter().map(name).collect();
    };
    let review = sheet.view.review;
    let all = [
        ("spec", "The spec", true),
        ("questions", "Questions", !review.questions.is_empty()),
        ("strategy", "Strategy", !review.strategy.is_empty()),
        ("about", "About", true),
    ];
    let there = all.into_iter().filter(|(_, _, is_there)| *is_there);
    there
        .map(|(id, words, _)| (sheet.id(id), words.to_owned()))
        .collect()
}

fn body(report: &ReviewReport, sheets: &[Sheet<'_>], people: &mut People) -> Markup {
    let notes: Vec<&Note<'_>> = sheets.iter().flat_map(|sheet| &sheet.notes.notes).collect();
    let is_several = sheets.len() > 1;
    html! {
        @if is_several {
            header.head { h1 { (words::count(sheets.len(), "spec")) } (parts::counts(&view::total(report))) }
        }
        @if !is_several { @for sheet in sheets { (summary::headline(&sheet.view)) (summary::overview(sheet.view.review, &sheet.notes)) } }
        @if notes.len() > 1 { (filters::filters(&notes, people)) }
        @for sheet in sheets { (review(sheet, is_several, people)) }
        (failures(report))
    }
}

fn review(sheet: &Sheet<'_>, is_several: bool, people: &mut People) -> Markup {
    let review = sheet.view.review;
    html! {
        div.review #(sheet.id("top")) {
            @if is_several { (summary::headline(&sheet.view)) (summary::overview(review, &sheet.notes)) }
            (spec(sheet))
            @if !review.questions.is_empty() {
                section.part aria-labelledby=(sheet.id("questions")) {
                    h2 #(sheet.id("questions")) { "Questions, by who decides" }
                    (questions::of_review(&sheet.view.questions, &sheet.notes, people))
                }
            }
            @if !review.strategy.is_empty() {
                section.part aria-labelledby=(sheet.id("strategy")) {
                    h2 #(sheet.id("strategy")) { "The strategy, goal by goal" }
                    (summary::strategy(&review.strategy))
                }
            }
            (about(sheet))
        }
    }
}

/// Lays out the spec with the cards beside it, and the cards that stand beside none of its words.
fn spec(sheet: &Sheet<'_>) -> Markup {
    let elsewhere: Vec<&Note<'_>> = sheet.notes.elsewhere().collect();
    html! {
        section.part aria-labelledby=(sheet.id("spec")) {
            h2.unseen #(sheet.id("spec")) { "The spec and its findings" }
            @if let (Some(spec), Some(ink)) = (sheet.spec, &sheet.notes.ink) {
                @let card = |passage: usize| sheet.notes.at(passage).map(|note| card::card(&sheet.notes, note));
                div.spec { div.text { (PreEscaped(document::html(spec, ink, &card))) } }
            }
            @if !elsewhere.is_empty() {
                div.beyond {
                    h3 { @if sheet.spec.is_some() { "Said nowhere in the spec" } @else { "Findings" } }
                    @for note in &elsewhere { (card::card(&sheet.notes, note)) }
                }
            }
        }
    }
}

/// Lays out how the review came about.
fn about(sheet: &Sheet<'_>) -> Markup {
    let review = sheet.view.review;
    let set_aside: Vec<Markup> = review
        .set_aside
        .iter()
        .map(|aside| html! { (aside.claim) " (" q { (aside.quote) } "): " (aside.reason) })
        .collect();
    let context: Vec<Markup> = review
        .context
        .iter()
        .map(|used| {
            html! {
                code { (used.document) } ", " (used.role.as_str())
                @if !used.left_out.is_empty() { "; not sent for want of room: " (used.left_out.join("; ")) }
            }
        })
        .collect();
    let footing = [footing::answers(&review.provenance), footing::cost(&review.usage)];
    html! {
        section.part.about aria-labelledby=(sheet.id("about")) {
            h2 #(sheet.id("about")) { "How this came about" }
            @for warning in &review.warnings { p.notice { (warning) } }
            @for line in footing.iter().filter(|line| !line.is_empty()) { p { (line) "." } }
            (parts::folded(&format!("{} set aside, since nothing proves them", words::count(review.set_aside.len(), "claim")), &set_aside))
            (parts::folded(&format!("Held against {}", words::count(review.context.len(), "document")), &context))
        }
    }
}

fn failures(report: &ReviewReport) -> Markup {
    html! {
        @if !report.errors.is_empty() {
            section.part aria-labelledby="failed" {
                h2 #failed { "Could not be reviewed" }
                ul.failures { @for failure in &report.errors { (failed(report, failure)) } }
            }
        }
    }
}

fn failed(report: &ReviewReport, failure: &DocumentFailure) -> Markup {
    html! {
        li {
            code { (failure.document) } @if view::is_partial(report, failure) { " (in full)" } ": " (failure.error)
            @if let Some(hint) = &failure.hint { " (" (hint) ")" }
        }
    }
}
