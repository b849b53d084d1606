//! What every form of a pack says in the same words.

use crate::domain::FindingId;
use crate::domain::pack::{Desk, Pack, PackPassage, PackQuestion};
use crate::report::{clean, words};

/// The most passages that are shown for a question.
pub const MAX_PASSAGES: usize = 3;

/// Returns the heading of a pack.
pub fn title(pack: &Pack) -> String {
    match pack.documents.as_slice() {
        [one] => format!("Questions about {}", clean::line(one.name())),
        many => format!("Questions about {}", words::count(many.len(), "spec")),
    }
}

/// Says how many questions there are, and for whom.
pub fn summary(pack: &Pack) -> String {
    let questions = words::count(pack.questions(), "question");
    let by = match pack.wanted_by.as_deref().map(clean::line) {
        Some(day) => format!(" Answers are wanted by {day}."),
        None => String::new(),
    };
    match pack.desks.as_slice() {
        [one] => format!("{questions} for {}.{by}", addressee(one)),
        many => format!("{questions} for {} people.{by}", many.len()),
    }
}

/// Says how a pack is filled in.
pub const HOW: &str = "To answer, put an x between the brackets of an option, or write after “Answer:”, or both. \
                       Leave out what you cannot answer. Please keep the lines that begin with “Reference:”.";

/// Returns whom questions are for, with the role where it is known.
pub fn addressee(desk: &Desk) -> String {
    let to = match clean::line(&desk.to) {
        name if name.is_empty() => "whoever decides".to_owned(),
        name => name,
    };
    match desk.role.as_deref().map(clean::line) {
        Some(role) if !role.is_empty() => format!("{to}, {role}"),
        _ => to,
    }
}

/// Says who fills a part in, unless somebody else writes a name over it.
pub fn answered_by(desk: &Desk) -> String {
    clean::line(desk.answered_by.as_deref().unwrap_or(&desk.to))
}

/// Says where a passage stands: in which document, at which line, under which heading.
pub fn place(pack: &Pack, anchor: &PackPassage) -> String {
    let spec = pack
        .documents
        .iter()
        .find(|document| document.path == anchor.document);
    let name = match spec {
        Some(spec) if pack.documents.len() == 1 => clean::line(spec.name()),
        _ => clean::line(&anchor.document),
    };
    let line = anchor
        .line
        .map(|line| format!(", line {line}"))
        .unwrap_or_default();
    let section = anchor
        .section
        .as_deref()
        .map(clean::line)
        .filter(|section| !section.is_empty());
    let section = section
        .map(|section| format!(", under “{section}”"))
        .unwrap_or_default();
    format!("{name}{line}{section}")
}

/// Returns the passages that are shown, and how many are not: each words once, those of the specs first.
pub fn passages(question: &PackQuestion) -> (Vec<&PackPassage>, usize) {
    let mut shown: Vec<&PackPassage> = Vec::new();
    let is_spec = |anchor: &&PackPassage| question.documents.contains(&anchor.document);
    let (specs, others): (Vec<&PackPassage>, Vec<&PackPassage>) = question.passages.iter().partition(is_spec);
    for anchor in specs.into_iter().chain(others) {
        let is_known = |known: &&PackPassage| *known == anchor;
        if !shown.iter().any(is_known) {
            shown.push(anchor);
        }
    }
    let left = shown.len().saturating_sub(MAX_PASSAGES);
    shown.truncate(MAX_PASSAGES);
    (shown, left)
}

/// Says what happens without an answer.
pub fn default(question: &PackQuestion) -> Option<String> {
    question
        .default
        .as_deref()
        .map(clean::line)
        .filter(|default| !default.is_empty())
}

/// Says by when the lack of an answer stops the work, and what waits.
pub fn urgency(question: &PackQuestion) -> String {
    let when = question.blocks();
    let (first, rest) = when.split_at(1);
    let waiting: Vec<String> = question.waiting.iter().map(|title| clean::line(title)).collect();
    let waits = match waiting.as_slice() {
        [] => String::new(),
        [one] => format!(" Waiting for it: {one}"),
        many => format!(" Waiting for it: {}", many.join(" / ")),
    };
    format!("{}{rest}.{waits}", first.to_uppercase())
}

/// Returns what stands between the brackets of an option.
pub fn mark(question: &PackQuestion, letter: &str) -> char {
    if question.choice.as_deref() == Some(letter) {
        'x'
    } else {
        ' '
    }
}

/// Returns the ids of a question, in one line.
pub fn ids(ids: &[FindingId]) -> Vec<String> {
    ids.iter().map(|id| clean::line(&id.0)).collect()
}

/// Says which specs ask, where a pack is about several.
pub fn asked_in(pack: &Pack, question: &PackQuestion) -> Option<String> {
    if pack.documents.len() < 2 {
        return None;
    }
    let name = |path: &String| {
        let found = pack.documents.iter().find(|document| document.path == *path);
        clean::line(found.map_or(path.as_str(), |document| document.name()))
    };
    let mut names: Vec<String> = question.documents.iter().map(name).collect();
    names.dedup();
    Some(names.join(", "))
}
