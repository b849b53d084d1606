//! Questions by the person who decides, ready to be copied into a message.

use super::note::Notes;
use super::parts;
use super::people::People;
use crate::domain::{OpenQuestion, Question};
use crate::report::{clean, view, words};
use maud::{Markup, html};
use std::fmt::Write;

/// A question as it is put to somebody, of whichever report.
#[derive(Clone, Copy)]
pub struct Asking<'q> {
    text: &'q str,
    why: &'q str,
    options: &'q [String],
    suggested: Option<usize>,
    default: Option<&'q str>,
}

impl<'q> From<&'q Question> for Asking<'q> {
    fn from(question: &'q Question) -> Self {
        Self {
            text: &question.text,
            why: &question.why,
            options: &question.options,
            suggested: question.suggested,
            default: question.default.as_deref(),
        }
    }
}

impl<'q> From<&'q OpenQuestion> for Asking<'q> {
    fn from(question: &'q OpenQuestion) -> Self {
        Self {
            text: &question.text,
            why: &question.why,
            options: &question.options,
            suggested: question.suggested,
            default: question.default.as_deref(),
        }
    }
}

/// Lays the questions of a review out, by the person asked, in the order in which each first comes up.
pub fn of_review(questions: &[&Question], notes: &Notes<'_>, people: &mut People) -> Markup {
    let groups = by_person(questions, people);
    html! {
        @for (person, questions) in &groups {
            @let name = &people.names()[*person];
            @let asked: Vec<Asking<'_>> = questions.iter().map(|question| Asking::from(*question)).collect();
            section.person data-person=(person) {
                (head(&format!("{}copy{person}", notes.prefix), name, &asked))
                ol.questions { @for question in questions { (item(question, notes)) } }
            }
        }
    }
}

/// Groups questions by the person asked.
fn by_person<'q>(questions: &[&'q Question], people: &mut People) -> Vec<(usize, Vec<&'q Question>)> {
    let mut groups: Vec<(usize, Vec<&Question>)> = Vec::new();
    for question in questions {
        let person = people.number(&question.to);
        match groups.iter_mut().find(|(known, _)| *known == person) {
            Some((_, group)) => group.push(question),
            None => groups.push((person, vec![question])),
        }
    }
    groups
}

/// Names the person asked, and offers a message with all questions.
pub fn head(id: &str, name: &str, questions: &[Asking<'_>]) -> Markup {
    html! {
        header {
            h3 { (name) }
            p.fine { (words::count(questions.len(), "question")) }
            (parts::copy_button(id, &format!("the questions for {name}")))
        }
        (parts::to_copy(id, &message(name, questions)))
    }
}

fn item(question: &Question, notes: &Notes<'_>) -> Markup {
    let blocked: Vec<_> = question.blocks.iter().filter_map(|id| notes.get(id)).collect();
    html! {
        li #(notes.question_id(question)) value=(question.rank) {
            (asking(question.into()))
            @if !blocked.is_empty() {
                p.fine { "Settles "
                    @for (index, note) in blocked.iter().enumerate() {
                        @if index > 0 { ", " }
                        a href={ "#" (note.id) } aria-label={ "finding " (note.finding.rank()) } { (note.finding.rank()) }
                    }
                }
            }
        }
    }
}

/// Lays out what is asked, why, and the answers to choose from.
pub fn asking(question: Asking<'_>) -> Markup {
    html! {
        p.asked { (question.text) }
        @if !question.why.trim().is_empty() { p { (question.why) } }
        (options(question))
        @if let Some(default) = question.default.filter(|default| !default.trim().is_empty()) {
            p.fine { "If nobody answers: " (default) }
        }
    }
}

/// Lists the answers to choose from, the suggested one said to be so.
pub fn options(question: Asking<'_>) -> Markup {
    html! {
        @if !question.options.is_empty() {
            ul.options {
                @for (index, option) in question.options.iter().enumerate() {
                    li { (option) @if question.suggested == Some(index) { " " span.suggested { "suggested by clarify" } } }
                }
            }
        }
    }
}

/// Puts the questions for one person into a plain message.
fn message(name: &str, questions: &[Asking<'_>]) -> String {
    let mut text = format!("Questions for {}\n", clean::line(view::short_name(name)));
    for (index, question) in questions.iter().enumerate() {
        let _ = write!(text, "\n{}. {}\n", index + 1, clean::line(question.text));
        if !question.why.trim().is_empty() {
            let _ = writeln!(text, "   {}", clean::line(question.why));
        }
        for (option, letter) in question.options.iter().zip('a'..='z') {
            let _ = writeln!(text, "   {letter}) {}", clean::line(option));
        }
        if let Some(default) = question.default.filter(|default| !default.trim().is_empty()) {
            let _ = writeln!(text, "   If nobody answers: {}", clean::line(default));
        }
    }
    text
}
