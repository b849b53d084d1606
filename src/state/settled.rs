//! Settled points as a document: what people answered and dismissed, in the words that a model is told.

use super::survey::{Point, Survey};
use crate::document::Document;
use crate::domain::{Sort, Source};
use std::fmt::Write;

/// The path under which settled points are quoted.
pub const SETTLED_PATH: &str = "settled points";

/// Writes the settled points of a document, or `None` where there is none that a model need know. `label` names the
/// document in prompts.
pub fn settled_points(survey: &Survey, label: String) -> Option<Document> {
    let told = survey
        .settled()
        .filter(|point| point.finding.source != Source::Rules);
    let mut text = String::from("# Settled points\n");
    let mut count = 0;
    for point in told.filter(|point| decided(point).is_some()) {
        count += 1;
        tell(&mut text, point);
    }
    (count > 0).then(|| Document::new(SETTLED_PATH.into(), label, text))
}

fn tell(text: &mut String, point: &Point) {
    let finding = &point.finding;
    let what = match finding.sort {
        Sort::Assumption => "Assumed: ",
        Sort::Flag | Sort::Question => "",
    };
    // Writing to a string cannot fail.
    let _ = write!(text, "\n## {what}{}\n", finding.title);
    for passage in finding.passages.iter().take(2) {
        let _ = write!(text, "\nOn “{}”.\n", passage.quote);
    }
    let _ = write!(text, "\n{}\n", decided(point).unwrap_or_default());
}

/// Returns what was said, where it was said of this point itself: what is answered through a question is told with it.
fn decided(point: &Point) -> Option<String> {
    let finding = &point.finding;
    if let Some(answer) = finding.answer() {
        return Some(format!("Decided by {}: {}", answer.by, folded(&answer.text)));
    }
    let dismissal = finding.dismissal.as_ref()?;
    Some(format!(
        "Not to be raised, says {}: {}",
        dismissal.by,
        folded(&dismissal.reason)
    ))
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
