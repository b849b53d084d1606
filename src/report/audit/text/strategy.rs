//! The goals and the documents, side by side.

use super::Cut;
use crate::domain::{AuditReport, DocumentEntry, Fit, Goal, Severity};
use crate::report::audit::wording;
use crate::report::text::page::{Ink, Page};
use crate::report::{clean, words};
use std::io;

/// A matrix with more documents than this would be too wide for any terminal.
const WIDEST: usize = 60;
/// The columns of one document.
const COLUMN_OF_DOCUMENT: usize = 2;
/// The fewest columns in which a goal's name is understood.
const GOAL: usize = 28;

/// Writes how the documents stand to the goals, and which have no measure.
pub fn coverage(page: &mut Page<'_>, report: &AuditReport, cut: &Cut) -> io::Result<()> {
    let coverage = &report.coverage;
    if coverage.judged {
        page.heading("Strategy")?;
        let documents = report.documents.len();
        let name = page.width().saturating_sub(documents * COLUMN_OF_DOCUMENT + 2);
        if documents <= WIDEST && name >= GOAL {
            matrix(page, report, name.min(60))?;
        } else {
            coverage
                .goals
                .iter()
                .take(cut.goals)
                .try_for_each(|goal| counted(page, goal))?;
        }
        let unserved: Vec<String> = coverage
            .goals
            .iter()
            .filter(|goal| goal.is_unserved())
            .map(|goal| clean::line(&goal.title))
            .collect();
        listed(page, "Goals that no document serves", &unserved.join("; "))?;
        let none = wording::names(report, &coverage.serving_none, cut.names);
        listed(page, "Documents that serve no goal", &none)?;
    }
    let without = wording::names(report, &coverage.without_measure, cut.names);
    listed(page, "Documents without a measure of success", &without)
}

fn listed(page: &mut Page<'_>, label: &str, names: &str) -> io::Result<()> {
    if names.is_empty() {
        return Ok(());
    }
    page.gap()?;
    let head = page.ink(Ink::Strong, &format!("{label}: "));
    page.put("", 2, &format!("{head}{}", clean::line(names)))
}

/// Writes what documents serve or break, and counts the limits that nobody touches. The numbers of the documents stand
/// upright, so that there is room for the names of the goals.
fn matrix(page: &mut Page<'_>, report: &AuditReport, name: usize) -> io::Result<()> {
    let count = report.documents.len();
    let digits = |digit: fn(usize) -> String| -> String {
        (1..=count).map(|number| format!(" {}", digit(number))).collect()
    };
    let tens = |number: usize| {
        if number < 10 {
            " ".to_owned()
        } else {
            (number / 10).to_string()
        }
    };
    let units = |number: usize| (number % 10).to_string();
    if count > 9 {
        let head = page.ink(Ink::Faint, &format!("{:name$}{}", "", digits(tens)));
        page.line(&head)?;
    }
    let head = page.ink(
        Ink::Faint,
        &format!("{:<name$}{}", marks(page).legend(), digits(units)),
    );
    page.line(&head)?;
    let is_shown = |goal: &&Goal| !goal.is_limit || !goal.documents.is_empty();
    for goal in report.coverage.goals.iter().filter(is_shown) {
        let title = words::clip(&clean::line(&goal.title), name - 1);
        let pad = name.saturating_sub(words::columns(&title));
        let fits = report.documents.iter().map(|entry| fit(goal, entry));
        let marks: String = fits
            .map(|fit| format!(" {}", marks(page).of(page, fit)))
            .collect();
        page.line(&format!("{title}{:pad$}{marks}", ""))?;
    }
    match report
        .coverage
        .goals
        .iter()
        .filter(|goal| !is_shown(goal))
        .count()
    {
        0 => Ok(()),
        untouched => page.line(&format!(
            "and {} that no document touches",
            words::count(untouched, "limit")
        )),
    }
}

/// The marks for a document that serves a goal, one in conflict with it, and one that is silent.
struct Marks([char; 3]);

fn marks(page: &Page<'_>) -> Marks {
    Marks(if page.is_drawn_on() {
        ['●', '✗', '·']
    } else {
        ['+', '!', '·']
    })
}

impl Marks {
    fn legend(&self) -> String {
        let [serves, conflicts, _] = self.0;
        format!("{serves} serves, {conflicts} conflicts")
    }

    fn of(&self, page: &Page<'_>, fit: Fit) -> String {
        let [serves, conflicts, silent] = self.0;
        match fit {
            Fit::Serves => page.ink(Ink::Strong, &serves.to_string()),
            Fit::Conflicts => page.ink(Ink::Of(Severity::Blocker), &conflicts.to_string()),
            Fit::Silent => page.ink(Ink::Faint, &silent.to_string()),
        }
    }
}

fn fit(goal: &Goal, entry: &DocumentEntry) -> Fit {
    let mut standings = goal.documents.iter();
    let standing = standings.find(|standing| standing.document == entry.document);
    standing.map_or(Fit::Silent, |standing| standing.fit)
}

fn counted(page: &mut Page<'_>, goal: &Goal) -> io::Result<()> {
    let counts = format!(
        "serves {:>4}, conflicts {:>4}",
        goal.count(Fit::Serves),
        goal.count(Fit::Conflicts)
    );
    let room = page.width().saturating_sub(words::columns(&counts) + 2);
    let title = words::clip(&clean::line(&goal.title), room);
    let pad = room.saturating_sub(words::columns(&title)) + 2;
    page.line(&format!("{title}{:pad$}{counts}", ""))
}
