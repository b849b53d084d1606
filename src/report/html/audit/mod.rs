//! The page of an audit: the whole folder at a glance, the goals and the documents side by side, what lies between
//! documents, each document, and who decides what.

mod across;
mod documents;
mod goals;

use super::parts;
use super::questions::{self, Asking};
use super::shell::{self, Page};
use crate::domain::{Asked, AuditReport, Depth, OneThing, Verdict};
use crate::report::audit::wording;
use crate::report::{Sources, footing, words};
use documents::Documents;
use maud::{Markup, html};
use std::io;

/// Writes the page. It is complete: nothing is cut. Where `sources` know of pages of the documents' own reviews, it leads
/// to them.
pub fn render(report: &AuditReport, sources: &Sources, out: &mut dyn io::Write) -> io::Result<()> {
    let documents = Documents::new(report, sources);
    let folders = report.scope.folders.join(", ");
    let page = Page {
        title: &folders,
        job: "Audit",
        tool: &report.tool,
        contents: contents(report),
        body: body(report, &documents, &folders),
    };
    shell::write(&page, out)
}

fn contents(report: &AuditReport) -> Vec<(String, String)> {
    let all = [
        ("documents", "Documents", true),
        ("strategy", "Strategy", report.coverage.judged),
        ("across", "Across documents", !report.across.is_empty()),
        ("questions", "Questions", !report.questions.is_empty()),
        ("about", "About", true),
    ];
    let there = all.into_iter().filter(|(_, _, is_there)| *is_there);
    there
        .map(|(id, words, _)| (id.to_owned(), words.to_owned()))
        .collect()
}

fn body(report: &AuditReport, documents: &Documents<'_>, folders: &str) -> Markup {
    html! {
        header.head {
            h1 { (folders) }
            p.about { (wording::scope(report)) }
            @if report.depth == Depth::Rules { p.notice { (wording::RULES_ONLY) } }
            (verdicts(report))
            @if let Some(thing) = &report.one_thing { (one_thing(thing, documents)) }
        }
        (part("documents", "Documents, the worst first", documents.table()))
        @if report.coverage.judged { (part("strategy", "The strategy and the documents", goals::goals(report, documents))) }
        @if !report.across.is_empty() { (part("across", "Across documents", across::across(report, documents))) }
        (part("each", "Document by document", documents.sections()))
        @if !report.questions.is_empty() { (part("questions", "Questions, by who decides", asked(report, documents))) }
        (part("about", "How this came about", about(report)))
    }
}

fn part(id: &str, title: &str, inner: Markup) -> Markup {
    html! {
        section.part.(id) aria-labelledby=(id) { h2 #(id) { (title) } (inner) }
    }
}

/// How a verdict looks.
pub fn look(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Blocked => "blocker",
        Verdict::NeedsAnswers => "major",
        Verdict::Ready => "good",
        Verdict::Unknown => "note",
    }
}

fn verdicts(report: &AuditReport) -> Markup {
    let counted = Verdict::ALL
        .into_iter()
        .map(|verdict| (verdict, report.verdicts.of(verdict)));
    html! {
        ul.counts {
            @for (verdict, count) in counted.filter(|(_, count)| *count > 0) {
                li class=(look(verdict)) { strong { (words::grouped(count as u64)) } " " (wording::title(report, verdict)) }
            }
        }
    }
}

fn one_thing(thing: &OneThing, documents: &Documents<'_>) -> Markup {
    let waiting = match thing.documents.len() {
        1 => "1 document waits: ".to_owned(),
        count => format!("{count} documents wait: "),
    };
    html! {
        div.one-thing {
            p.label { "If you fix one thing" }
            p.summary { (thing.text) }
            p.fine { @if let Some(to) = &thing.to { (to) " decides. " } (waiting) (documents.names(&thing.documents)) }
        }
    }
}

fn asked(report: &AuditReport, documents: &Documents<'_>) -> Markup {
    html! { @for (index, asked) in report.questions.iter().enumerate() { (person(index, asked, documents)) } }
}

fn person(index: usize, asked: &Asked, documents: &Documents<'_>) -> Markup {
    let questions: Vec<Asking<'_>> = asked.questions.iter().map(Asking::from).collect();
    html! {
        section.person {
            (questions::head(&format!("copy{index}"), &asked.to, &questions))
            ol.questions {
                @for open in &asked.questions {
                    li {
                        (questions::asking(open.into()))
                        p.fine { (parts::severity(open.severity)) ", for " (documents.names(&open.documents)) }
                    }
                }
            }
        }
    }
}

fn about(report: &AuditReport) -> Markup {
    let set_aside: Vec<Markup> = report
        .set_aside
        .iter()
        .map(|aside| html! { (aside.claim) " (" q { (aside.quote) } "): " (aside.reason) })
        .collect();
    let context: Vec<Markup> = report
        .context
        .iter()
        .map(|used| html! { code { (used.document) } ", " (used.role.as_str()) })
        .collect();
    let cost = footing::cost(&report.usage);
    html! {
        @for warning in &report.warnings { p.notice { (warning) } }
        @if !report.errors.is_empty() {
            h3 { "Failed" }
            ul.failures {
                @for failure in &report.errors {
                    li { code { (failure.document) } ": " (failure.error) @if let Some(hint) = &failure.hint { " (" (hint) ")" } }
                }
            }
        }
        @if !report.left.is_empty() {
            h3 { "Left to do" }
            ul.failures { @for line in wording::left(report) { li { (line) } } }
            p { (wording::GO_ON) }
        }
        p { (wording::rules(&report.rules)) }
        @if !report.answers.is_empty() { p { (wording::answers(&report.answers)) "." } }
        @if !cost.is_empty() { p { (cost) "." } }
        (kinds(report))
        (parts::folded(&format!("{} set aside, since nothing proves them", words::count(report.set_aside.len(), "claim")), &set_aside))
        (parts::folded(&format!("Held against {}", words::count(report.context.len(), "document")), &context))
    }
}

fn kinds(report: &AuditReport) -> Markup {
    let name = |code: &str| {
        crate::domain::catalogue::page(code).map_or_else(|| code.to_owned(), |page| page.title.to_owned())
    };
    let lines: Vec<Markup> = report
        .kinds
        .iter()
        .map(|kind| html! { (name(&kind.kind)) ": " (kind.findings) " in " (words::count(kind.documents, "document")) })
        .collect();
    parts::folded("How often each kind of finding was raised", &lines)
}
