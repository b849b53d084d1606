//! Goals that name something to make or a date, and not what changes for anyone.

use super::brief::Brief;
use super::cues::{OUTCOME, OUTPUT};
use crate::document::BlockKind;
use crate::domain::{FlagKind, Span};
use crate::rules::check::Hit;
use crate::rules::passage::Passage;
use crate::rules::text::head;
use memchr::memmem;
use regex::Regex;
use std::sync::LazyLock;

/// How far into a goal its verb may stand, in bytes.
const LEAD: usize = 24;

const ASK: &str = "Who will be able to do what, and how will we see that they do?";

static GOALS_HEADING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i-u)\b(?:goals?|objectives?|aims?|key results?)\b").expect("the pattern is valid")
});

static GOAL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?x-u) \b (?: the | our | main | primary | first | second | another ) \ (?: [a-z]+\ ){0,2} (?: goal | objective | aim ) (?: \ (?:of|for)\ (?: [a-z]+\ ?){1,4} )? \ is \ (?: to \ )")
        .expect("the pattern is valid")
});

/// Finds goals that are outputs: a list of nothing else under a heading for goals, or a sentence that calls one a goal.
pub fn output_not_outcome(brief: &Brief<'_>) -> Vec<Hit> {
    let headings = brief
        .headings(&GOALS_HEADING)
        .filter(|heading| !heading.name.contains("non"));
    let mut hits: Vec<_> = headings
        .filter_map(|heading| of_list(brief, &brief.passages_under(heading).collect::<Vec<_>>()))
        .collect();
    hits.extend(
        brief
            .subject
            .passages
            .iter()
            .filter_map(|passage| of_sentence(brief, passage)),
    );
    hits
}

fn of_list(brief: &Brief<'_>, passages: &[&Passage]) -> Option<Hit> {
    let items: Vec<&Passage> = passages
        .iter()
        .copied()
        .filter(|passage| brief.subject.block(passage).kind == BlockKind::ListItem)
        .collect();
    if items.len() < 2 || !items.iter().all(|item| is_output(item.prose.lower())) {
        return None;
    }
    let spans: Vec<Span> = items
        .iter()
        .filter_map(|item| brief.subject.sentence(item, 0))
        .collect();
    let (first, rest) = spans.split_first()?;
    let message = format!(
        "all {} goals name something to make, and none what changes for anyone",
        spans.len()
    );
    Some(Hit::new(FlagKind::OutputNotOutcome, *first, message, ASK).with(rest.to_vec()))
}

/// Tells whether a goal, in small letters, names something to make.
fn is_output(goal: &str) -> bool {
    let makes = OUTPUT
        .find(head(goal, 2 * LEAD))
        .is_some_and(|verb| verb.start() <= 3);
    makes && !OUTCOME.is_match(goal) && !goal.contains('%')
}

fn of_sentence(brief: &Brief<'_>, passage: &Passage) -> Option<Hit> {
    let text = passage.prose.lower();
    memmem::find(text.as_bytes(), b" is to ")?;
    let goal = GOAL.find(text)?;
    let end = passage.prose.sentence(goal.start()).end.max(goal.end());
    let span = is_output(&text[goal.end()..end]).then(|| brief.subject.sentence(passage, goal.start()))??;
    Some(Hit::new(
        FlagKind::OutputNotOutcome,
        span,
        "the goal names something to make, not what changes for anyone".to_owned(),
        ASK,
    ))
}
