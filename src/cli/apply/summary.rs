//! What became of each answer, on standard error: the diff has standard output for itself.

use crate::cli::progress::Progress;
use crate::cli::settings::apply::Settings;
use crate::domain::amendment::{Amendment, Decision, RefusedEdit};

/// Tells what changes, what does not, and what was proposed and left out. `amendment` is none where no model was asked.
pub fn print(
    settings: &Settings,
    progress: &Progress,
    spec: &str,
    decisions: &[Decision],
    amendment: Option<&Amendment>,
) {
    let quiet = settings.job.quiet;
    progress.notice(quiet, &headline(settings, spec, decisions, amendment));
    let Some(amendment) = amendment else {
        let text = "no model was asked: the answers are written down, and no other words change";
        return progress.notice(quiet, text);
    };
    for unplaced in amendment
        .unplaced
        .iter()
        .filter(|unplaced| !unplaced.reason.is_empty())
    {
        let text = format!("{} changes no passage: {}", unplaced.decision, unplaced.reason);
        progress.notice(quiet, &text);
    }
    for refused in &amendment.refused {
        progress.notice(false, &left_out(refused));
    }
}

fn headline(
    settings: &Settings,
    spec: &str,
    decisions: &[Decision],
    amendment: Option<&Amendment>,
) -> String {
    let edits = amendment.map_or(0, |amendment| amendment.edits.len());
    let place = match &settings.decisions_file {
        Some(file) => file.display().to_string(),
        None => "its section Clarifications".to_owned(),
    };
    let (answers, passages) = (count(decisions.len(), "answer"), count(edits, "passage"));
    if settings.write {
        format!("{spec}: {answers} written into {place}, {passages} changed; review it again with --track")
    } else {
        format!("{spec}: {answers} would be written into {place}, {passages} changed; --write does it")
    }
}

fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

fn left_out(refused: &RefusedEdit) -> String {
    let ids: Vec<String> = refused.decisions.iter().map(ToString::to_string).collect();
    let ids = if ids.is_empty() {
        "an edit".to_owned()
    } else {
        ids.join(", ")
    };
    format!(
        "left out, for {ids}: “{}” -> “{}”: {}",
        refused.passage,
        refused.replacement,
        refused.reasons.join("; ")
    )
}
