//! A finding as a card: one line that says what is to be decided, and, unfolded, all that shows why.

use super::note::{Note, Notes};
use super::{parts, questions};
use crate::domain::{Anchor, AssumptionKind, FlagKind, Question, Role, Severity};
use crate::report::ranked::Finding;
use crate::report::view;
use maud::{Markup, html};

/// Lays a card out.
pub fn card(notes: &Notes<'_>, note: &Note<'_>) -> Markup {
    let finding = note.finding;
    let severity = finding.severity();
    let title = format!("{}-title", note.id);
    html! {
        article.card.(severity.as_str()) #(note.id) tabindex="-1" aria-labelledby=(title)
            data-severity=(severity.as_str()) data-kind=(finding.code()) data-source=(sources(finding))
            data-people=(numbers(&note.people)) data-home=[notes.home(note)] {
            details open[severity == Severity::Blocker] {
                summary {
                    span.rank.(severity.as_str()) { (finding.rank()) }
                    span.grade { (parts::severity(severity)) " " span.kind { (kind(finding)) } }
                    strong.title #(title) { (finding.title()) }
                }
                (body(notes, note))
            }
        }
    }
}

/// Returns the name of a finding's kind.
pub fn kind(finding: Finding<'_>) -> &'static str {
    match finding {
        Finding::Flag(flag) => FlagKind::page(flag.kind).title,
        Finding::Assumption(assumption) => AssumptionKind::page(assumption.kind).title,
    }
}

/// Returns those who raised a finding, as the filter knows them.
fn sources(finding: Finding<'_>) -> &'static str {
    match finding.source() {
        "model+rules" => "model rules",
        source => source,
    }
}

fn numbers(people: &[usize]) -> String {
    let numbers: Vec<String> = people.iter().map(ToString::to_string).collect();
    numbers.join(" ")
}

fn body(notes: &Notes<'_>, note: &Note<'_>) -> Markup {
    html! {
        div.body {
            (passages(notes, note))
            @match note.finding {
                Finding::Flag(flag) => {
                    (readings(&flag.readings))
                    (point("Case", flag.scenario.as_deref()))
                    (point("Why it matters", Some(&flag.why)))
                    (point("Suggested wording", flag.suggestion.as_deref()))
                }
                Finding::Assumption(assumption) => {
                    (point("If it is false", Some(&assumption.if_false)))
                    (point("Cheapest check", Some(&assumption.check)))
                    (point("Who would know", assumption.who.as_deref()))
                }
            }
            @for question in &note.questions { (ask(notes, question)) }
            @for remark in note.finding.remarks() { (point("Remark", Some(remark))) }
            p.fine { "Raised by " (note.finding.source().replace('+', " and ")) " · " code { (note.finding.code()) } " · " code { (note.finding.id()) } }
        }
    }
}

/// Shows the words that are not marked beside the card: further passages, and those of other documents.
fn passages(notes: &Notes<'_>, note: &Note<'_>) -> Markup {
    let anchors = note.finding.anchors().iter().enumerate();
    html! {
        @for (index, anchor) in anchors {
            @let is_beside = note.home.is_some() && note.passages.get(index) == Some(&note.home);
            @if is_beside {
                p.fine.beside { (parts::source(anchor, notes.place(note, index))) }
            } @else {
                (passage(anchor, notes.place(note, index)))
            }
        }
    }
}

fn passage(anchor: &Anchor, place: Option<&str>) -> Markup {
    let label = match anchor.role {
        Role::Spec | Role::Notes => "And here",
        Role::Strategy => "The strategy says",
        Role::Glossary => "The glossary says",
        Role::Decisions => "Decided before",
    };
    html! {
        div.elsewhere.(anchor.role.as_str()) {
            @if anchor.role != Role::Spec || place.is_some() { p.label { (label) } }
            (parts::quote(anchor, place))
        }
    }
}

/// Shows the ways in which the words can be understood, side by side.
pub fn readings(readings: &[String]) -> Markup {
    html! {
        @if !readings.is_empty() {
            div.readings {
                @for (index, reading) in readings.iter().enumerate() {
                    div { p.label { "Reading " (index + 1) } p { (reading) } }
                }
            }
        }
    }
}

/// Writes a label and the words behind it, where there are any.
pub fn point(label: &str, words: Option<&str>) -> Markup {
    html! {
        @if let Some(words) = words.filter(|words| !words.trim().is_empty()) {
            div.point { p.label { (label) } p { (words) } }
        }
    }
}

fn ask(notes: &Notes<'_>, question: &Question) -> Markup {
    html! {
        div.point.ask {
            p.label { "Ask " (view::short_name(view::address(&question.to))) }
            p { a href={ "#" (notes.question_id(question)) } { (question.text) } }
            (questions::options(question.into()))
        }
    }
}
