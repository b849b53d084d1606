//! Events without a failure: “when X, the system shall Y” in a section where nothing says what happens otherwise.
//!
//! In the terms of EARS: an event-driven requirement with no unwanted-behaviour sibling (“if X, then the system shall”).

use crate::domain::{FlagKind, Severity};
use crate::rules::check::Hit;
use crate::rules::passage::Passage;
use crate::rules::standing::Standing;
use crate::rules::subject::Subject;
use regex::Regex;
use std::sync::LazyLock;

/// “When …, the system shall …” at the head of a sentence; not the When of Given, When, Then.
static EVENT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?x-u) (?: ^ | [.:]\ | ^[A-Z]{1,6}-?[0-9]+[.:)]?\ ) ( (?: When | Once | As\ soon\ as | Upon | After ) \ (?u:[^.;]){3,160}? ,\ (?u:[^.;]){1,80}? \b (?: shall | must | will ) \b )")
        .expect("the pattern is valid")
});

/// Words that speak of something going wrong, or of the other case.
static UNWANTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?xi-u) \b (?: if | unless | otherwise | else | fail\w* | error\w* | invalid | reject\w* | refus\w* | den(?:y|ies|ied) | declin\w*
            | unavailable | unreachable | offline | time[sd]?[-\ ]?out | timeout\w* | cannot | can't | couldn't | unable | except\w* | missing
            | expire[sd]? | conflict\w* | retry | retries | fall(?:s)?\ back | fallback | even\ when | without | lost | corrupt\w*
            | cancel\w* | abort\w* | wrong | incorrect | not | no | never ) \b",
    )
    .expect("the pattern is valid")
});

/// Finds, for each section, the first event where no sentence of the section says what happens when it goes wrong. A
/// document that keeps its failures in a section of their own is left alone.
pub fn without_failure(subject: &Subject<'_>) -> Vec<Hit> {
    let keeps_failures = |name: &str| {
        [
            "edge case",
            "error",
            "failure",
            "exception",
            "unwanted",
            "what can go wrong",
            "degrad",
            "recovery",
            "negative",
        ]
        .iter()
        .any(|word| name.contains(word))
    };
    if subject
        .headings
        .iter()
        .any(|heading| keeps_failures(&heading.name))
    {
        return Vec::new();
    }
    let sections = subject
        .passages
        .chunk_by(|one, other| subject.section_index(one) == subject.section_index(other));
    sections
        .filter_map(|section| of_section(subject, section))
        .collect()
}

fn of_section(subject: &Subject<'_>, section: &[Passage]) -> Option<Hit> {
    let told = |passage: &&Passage| passage.standing != Standing::Story;
    let mut events = section
        .iter()
        .filter(told)
        .filter_map(|passage| Some((passage, event_in(passage)?)));
    let (passage, at) = events.next()?;
    if section
        .iter()
        .any(|passage| UNWANTED.is_match(passage.prose.text()))
    {
        return None;
    }
    let span = subject.sentence(passage, at)?;
    let also: Vec<_> = events
        .filter_map(|(passage, at)| subject.sentence(passage, at))
        .collect();
    let message = match also.len() {
        0 => "the event has no sentence for when it fails".to_owned(),
        more => format!("{} events, and no sentence for when one fails", more + 1),
    };
    let ask = "What should happen when it fails, comes twice or never comes? “If …, then the system shall …”";
    Some(
        Hit::new(FlagKind::MissingCase, span, message, ask)
            .weighing(Severity::Minor)
            .with(also),
    )
}

fn event_in(passage: &Passage) -> Option<usize> {
    let text = passage.prose.text();
    let may_open = ["When ", "Once ", "As soon as ", "Upon ", "After "]
        .iter()
        .any(|word| text.contains(word));
    may_open
        .then(|| EVENT.captures(text))
        .flatten()?
        .get(1)
        .map(|event| event.start())
}

#[cfg(test)]
mod tests {
    use crate::rules::document::tests::found;

    fn lonely(text: &str) -> Vec<String> {
        found("missing-case", text)
    }

    #[test]
    fn an_event_that_nothing_can_go_wrong_with_is_found() {
        let text = "## Payment\n\nWhen the customer pays, the shop shall send a ticket by mail.\n\n- R2: When the ticket is scanned, the gate shall open.\n";
        let pair = "When the customer pays, the shop shall send a ticket by mail. ~ R2: When the ticket is scanned, the gate shall open.";
        assert_eq!(lonely(text), [pair]);
    }

    #[test]
    fn an_event_with_an_unwanted_sibling_is_not() {
        for text in [
            "## Payment\n\nWhen the customer pays, the shop shall send a ticket.\n\nIf the card is refused, then the seats stay held for 10 minutes.\n",
            "## Payment\n\nWhen the customer pays, the shop shall send a ticket.\n\n## Edge cases\n\nThe bank is slow.\n",
            "## Background\n\nWhen the customer paid, the shop would send a ticket, which the clerk must stamp.\n",
            "1. **Given** a ticket, **When** it is scanned, **Then** the gate opens.\n",
            "The tickets are ready when the customer pays, and the gate must open.\n",
        ] {
            assert_eq!(lonely(text), [""; 0], "{text}");
        }
    }
}
