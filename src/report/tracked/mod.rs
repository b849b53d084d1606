//! Reports on what is tracked: how findings stand against the review before, one finding whole, and the trend of
//! documents.

mod diff;
mod finding;
mod status;
#[cfg(test)]
mod tests;

pub(super) use diff::write_list;
pub use diff::{Diff, DiffFormat, render_diff};
pub use finding::{Shown, render_finding};
pub use status::{Trend, render_status};

use super::text::{Ink, Page};
use super::{clean, words};
use crate::domain::{Change, Depth, Fate, Sort, Tracking};
use std::io;

/// Says in one line how the findings stand against the review before.
pub(super) fn lead(tracking: &Tracking) -> String {
    let accepted = match tracking.accepted {
        0 => String::new(),
        count => format!(" ({count} of the open ones in the baseline)"),
    };
    let since = tracking.previous.as_deref().map_or_else(
        || "tracked for the first time".to_owned(),
        |at| format!("since {}", at.get(..10).unwrap_or(at)),
    );
    format!("{since}: {}{accepted}", tracking.counts())
}

/// Says what a second review asked about, and what it did not raise again.
pub(super) fn remarks(tracking: &Tracking, depth: Depth) -> Vec<String> {
    let mut remarks = Vec::new();
    let is_second = tracking.previous.is_some() && depth != Depth::Rules;
    match tracking.asked {
        0 if is_second => {
            remarks.push("No section changed since the last review, so nothing was asked.".to_owned())
        }
        asked if is_second && asked < tracking.sections => {
            let sections = words::count(tracking.sections, "section");
            remarks.push(format!(
                "{asked} of {sections} changed since the last review: only they were asked about."
            ));
        }
        _ => {}
    }
    match tracking.settled_again {
        0 => {}
        1 => remarks
            .push("1 point that is settled was raised again by the model, and is not shown.".to_owned()),
        count => remarks.push(format!(
            "{count} points that are settled were raised again by the model, and are not shown."
        )),
    }
    remarks
}

/// The fates that a report tells of beside its findings.
const TOLD: [Fate; 3] = [Fate::Resolved, Fate::Reopened, Fate::New];

/// Returns the changes to tell of, by how they stand: nothing where everything is new.
pub(super) fn told(tracking: &Tracking) -> Vec<(Fate, Vec<&Change>)> {
    if tracking.previous.is_none() {
        return Vec::new();
    }
    of_fates(tracking, &TOLD)
}

fn of_fates<'t>(tracking: &'t Tracking, fates: &[Fate]) -> Vec<(Fate, Vec<&'t Change>)> {
    let of = |fate: &Fate| {
        tracking
            .changes
            .iter()
            .filter(|change| change.fate == *fate)
            .collect::<Vec<_>>()
    };
    let groups = fates.iter().map(|fate| (*fate, of(fate)));
    groups.filter(|(_, changes)| !changes.is_empty()).collect()
}

/// Writes what became of findings, each on a line of its own.
pub(super) fn write_changes(page: &mut Page<'_>, groups: &[(Fate, Vec<&Change>)]) -> io::Result<()> {
    for (fate, changes) in groups {
        let heading = page.ink(Ink::Strong, fate.as_str());
        page.line(&heading)?;
        for change in changes {
            let severity = page.ink(Ink::Of(change.severity), change.severity.as_str());
            let said = format!(
                "{} {severity}: {}{}",
                clean::line(&change.id.0),
                sorted(change),
                why(change)
            );
            page.put("  ", 6, &said)?;
        }
    }
    Ok(())
}

fn sorted(change: &Change) -> String {
    let title = clean::line(&change.title);
    match change.sort {
        Sort::Flag => title,
        Sort::Assumption => format!("assumed: {title}"),
        Sort::Question => format!("question: {title}"),
    }
}

fn why(change: &Change) -> String {
    let baseline = if change.accepted { " (in the baseline)" } else { "" };
    let note = change
        .note
        .as_deref()
        .map(clean::line)
        .filter(|note| !note.is_empty());
    format!(
        "{}{baseline}",
        note.map(|note| format!(" ({note})")).unwrap_or_default()
    )
}
