//! What the findings of a page can be filtered by. Without the script the filters are not shown, and every finding is.

use super::card;
use super::note::Note;
use super::parts;
use super::people::People;
use crate::domain::Severity;
use crate::report::words;
use maud::{Markup, html};
use std::collections::BTreeMap;

/// Lays the filters out over the findings of all reviews of a page.
pub fn filters(notes: &[&Note<'_>], people: &People) -> Markup {
    html! {
        form.filters aria-label="Filter the findings" hidden {
            (severities(notes))
            (select("kind", "Kind", &kinds(notes)))
            (select("people", "Stakeholder", &concerned(notes, people)))
            (select("source", "Raised by", &sources(notes)))
            p.status { output { (words::count(notes.len(), "finding")) } button type="reset" { "Show all" } }
        }
    }
}

fn severities(notes: &[&Note<'_>]) -> Markup {
    let count = |severity| {
        notes
            .iter()
            .filter(|note| note.finding.severity() == severity)
            .count()
    };
    let found = Severity::ALL.into_iter().filter(|severity| count(*severity) > 0);
    html! {
        fieldset {
            legend { "Severity" }
            @for severity in found {
                label class=(severity.as_str()) {
                    input type="checkbox" name="severity" value=(severity.as_str()) checked;
                    (parts::capital(severity.as_str())) " " span.count { (count(severity)) }
                }
            }
        }
    }
}

/// A choice: the value, the words and how many findings it leaves.
type Choice = (String, String, usize);

fn select(name: &str, label: &str, choices: &[Choice]) -> Markup {
    html! {
        @if choices.len() > 1 {
            label { span { (label) }
                select name=(name) {
                    option value="" { "Any" }
                    @for (value, words, count) in choices { option value=(value) { (words) " (" (count) ")" } }
                }
            }
        }
    }
}

fn kinds(notes: &[&Note<'_>]) -> Vec<Choice> {
    let mut kinds: BTreeMap<&str, (&str, usize)> = BTreeMap::new();
    for note in notes {
        let kind = kinds
            .entry(card::kind(note.finding))
            .or_insert((note.finding.code(), 0));
        kind.1 += 1;
    }
    let choices = kinds.into_iter();
    choices
        .map(|(title, (code, count))| (code.to_owned(), title.to_owned(), count))
        .collect()
}

fn concerned(notes: &[&Note<'_>], people: &People) -> Vec<Choice> {
    let count = |person: usize| notes.iter().filter(|note| note.people.contains(&person)).count();
    let choices = people.names().iter().enumerate();
    choices
        .map(|(person, name)| (person.to_string(), name.clone(), count(person)))
        .filter(|(_, _, count)| *count > 0)
        .collect()
}

fn sources(notes: &[&Note<'_>]) -> Vec<Choice> {
    let count = |source: &str| {
        notes
            .iter()
            .filter(|note| note.finding.source().contains(source))
            .count()
    };
    let choices = [("model", "The model"), ("rules", "The wording rules")].into_iter();
    choices
        .map(|(source, words)| (source.to_owned(), words.to_owned(), count(source)))
        .filter(|(_, _, count)| *count > 0)
        .collect()
}
