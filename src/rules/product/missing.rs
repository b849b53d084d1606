//! What a product spec leaves out: whom it is for, what it does not cover, and who decides.

use super::brief::Brief;
use super::cues::{ANY_USER, OUT, OUT_HEADING, OWNER, PEOPLE, USER_HEADING, WHICH_USER};
use crate::domain::{FlagKind, Severity};
use crate::rules::check::Hit;
use crate::rules::text::head;
use regex::Regex;
use std::sync::LazyLock;

/// How much of the head of a document is read for its owner, in bytes.
const HEAD: usize = 3000;

static SCOPE_HEADING: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i-u)\bscope\b").expect("the pattern is valid"));

/// Names at the head of a document that need no label: “@name”, “by Ada Byron”, “… - Ada Byron”, a letter's greeting.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"@[A-Za-z][A-Za-z0-9_-]+|(?-u:\b)[Bb]y [A-Z][a-z]+ [A-Z]|^[^A-Za-z]{0,9}(?:Hi|Dear|Hello) [A-Z]",
    )
    .expect("the pattern is valid")
});

static SIGNED_TITLE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r" (?:-|–|—|by) [A-Z][a-z]+ [A-Z][a-z]+$").expect("the pattern is valid"));

/// Finds a spec that names no user: nobody, or just “users”.
pub fn user(brief: &Brief<'_>) -> Vec<Hit> {
    if brief.heading(&USER_HEADING).is_some()
        || brief.passage(&PEOPLE).is_some()
        || brief.passage(&WHICH_USER).is_some()
    {
        return Vec::new();
    }
    let ask = "Who is it for, in which situation, and who else meets it?";
    let hit = match brief.passage(&ANY_USER) {
        Some((passage, at)) => {
            let Some(span) = brief.subject.sentence(passage, at) else {
                return Vec::new();
            };
            Hit::new(
                FlagKind::MissingUser,
                span,
                "“users” is all that the document says of whom it is for".to_owned(),
                ask,
            )
            .weighing(Severity::Note)
        }
        None => Hit::new(
            FlagKind::MissingUser,
            brief.opening,
            "no user, customer or other person is named".to_owned(),
            ask,
        ),
    };
    vec![hit.of_absence()]
}

/// Finds a spec that never says what it leaves out.
pub fn out_of_scope(brief: &Brief<'_>) -> Vec<Hit> {
    let is_told = brief.headings(&OUT_HEADING).any(|heading| {
        heading.name != "scope" && !heading.name.ends_with(" scope")
            || OUT_HEADING_ONLY.is_match(&heading.name)
    });
    if is_told || brief.passage(&OUT).is_some() {
        return Vec::new();
    }
    let place = brief
        .heading(&SCOPE_HEADING)
        .map_or(brief.opening, |heading| heading.span);
    let message = "nothing is said to be out of scope (looked for non-goals, exclusions, limits, later work)";
    let ask = "What will people expect that this does not include? Name two or three things.";
    vec![Hit::new(FlagKind::MissingOutOfScope, place, message.to_owned(), ask).of_absence()]
}

static OUT_HEADING_ONLY: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i-u)\b(?:out|not|outside|off|beyond)\b").expect("the pattern is valid"));

/// Finds a spec without an author, owner or decision maker.
pub fn owner(brief: &Brief<'_>) -> Vec<Hit> {
    let top = head(brief.subject.document.text(), HEAD);
    let title = brief
        .subject
        .headings
        .first()
        .map_or("", |heading| heading.section.title.as_str());
    if OWNER.is_match(&top.to_ascii_lowercase())
        || NAMED.is_match(top)
        || SIGNED_TITLE.is_match(title)
        || brief.passage(&DECIDES).is_some()
        || brief.heading(&OWNER).is_some()
    {
        return Vec::new();
    }
    let message =
        "no owner, author or decision maker is named (looked for them at the head, and for who decides)";
    let ask = "Who wrote it, and who decides when two people disagree?";
    vec![Hit::new(FlagKind::MissingOwner, brief.opening, message.to_owned(), ask).of_absence()]
}

/// Words anywhere in a document that say who decides.
static DECIDES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?x-u) \b (?: decision[-\ ]makers? | decided\ by | owned\ by | is\ accountable | product\ (?:owner|manager)\ (?:is|decides) | [a-z]+\ decides\ (?:on|whether|which|what|when) | (?:owner|dri):\ [a-z] | sign(?:s|ed)?\ off )")
        .expect("the pattern is valid")
});
