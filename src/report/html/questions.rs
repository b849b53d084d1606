//! Questions by the person who decides, ready to be copied into a message.

use super::card;
use super::note::Notes;
use super::parts;
use super::people::People;
use crate::domain::Question;
use crate::report::{clean, view, words};
use maud::{Markup, html};
use std::fmt::Write;

/// Lays the questions of a review out, by the person asked, in the order in which each first comes up.
pub fn questions(questions: &[&Question], notes: &Notes<'_>, people: &mut People) -> Markup {
    let groups = by_person(questions, people);
    html! {
        @for (person, questions) in &groups {
            (group(&people.names()[*person], *person, questions, notes))
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

fn group(name: &str, person: usize, questions: &[&Question], notes: &Notes<'_>) -> Markup {
    let copied = format!("{}copy{person}", notes.prefix);
    html! {
        section.person data-person=(person) {
            header {
                h3 { (name) }
                p.fine { (words::count(questions.len(), "question")) }
                (parts::copy_button(&copied, &format!("the questions for {name}")))
            }
            (parts::to_copy(&copied, &message(name, questions)))
            ol.questions { @for question in questions { (item(question, notes)) } }
        }
    }
}

fn item(question: &Question, notes: &Notes<'_>) -> Markup {
    let blocked: Vec<_> = question.blocks.iter().filter_map(|id| notes.get(id)).collect();
    html! {
        li #(notes.question_id(question)) value=(question.rank) {
            p.asked { (question.text) }
            @if !question.why.trim().is_empty() { p { (question.why) } }
            (card::options(question))
            p.fine {
                @if let Some(default) = question.default.as_deref().filter(|default| !default.trim().is_empty()) {
                    span.default { "If nobody answers: " (default) } " "
                }
                @if !blocked.is_empty() {
                    span { "Settles "
                        @for (index, note) in blocked.iter().enumerate() {
                            @if index > 0 { ", " }
                            a href={ "#" (note.id) } aria-label={ "finding " (note.finding.rank()) } { (note.finding.rank()) }
                        }
                    }
                }
            }
        }
    }
}

/// Puts the questions for one person into a plain message.
fn message(name: &str, questions: &[&Question]) -> String {
    let mut text = format!("Questions for {}\n", clean::line(view::short_name(name)));
    for (index, question) in questions.iter().enumerate() {
        let _ = write!(text, "\n{}. {}\n", index + 1, clean::line(&question.text));
        if !question.why.trim().is_empty() {
            let _ = writeln!(text, "   {}", clean::line(&question.why));
        }
        for (option, letter) in question.options.iter().zip('a'..='z') {
            let _ = writeln!(text, "   {letter}) {}", clean::line(option));
        }
        if let Some(default) = question.default.as_deref().filter(|default| !default.trim().is_empty()) {
            let _ = writeln!(text, "   If nobody answers: {}", clean::line(default));
        }
    }
    text
}
