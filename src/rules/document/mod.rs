//! The rules over a whole document: whether it agrees with itself. Each rule, or a closely related pair, has a file.
//! They see words, numbers and names, not meaning: where two things may well be different things, they stay silent.

use super::check::Hit;
use super::subject::Subject;

mod abbreviation;
mod date;
mod event;
mod identifier;
mod link;
mod quantity;
mod reference;
mod synonym;
mod term;
mod value;

/// A rule over a whole document.
type Rule = fn(&Subject<'_>) -> Vec<Hit>;

const RULES: [Rule; 10] = [
    abbreviation::unexpanded,
    term::undefined,
    synonym::inconsistent,
    value::contradicting,
    value::without_unit,
    reference::dangling,
    link::dangling,
    identifier::doubtful,
    date::ambiguous,
    event::without_failure,
];

/// Holds a document against itself.
pub fn hits(subject: &Subject<'_>) -> Vec<Hit> {
    RULES.iter().flat_map(|rule| rule(subject)).collect()
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::document::Document;
    use crate::rules::check::check;
    use crate::rules::policy::Policy;

    /// Checks a text and shows each hit of the code as its words, with those of the other places behind it.
    pub fn found(code: &str, text: &str) -> Vec<String> {
        found_in("a.md", code, text)
    }

    /// As [`found`], for a document of that path.
    pub fn found_in(path: &str, code: &str, text: &str) -> Vec<String> {
        let document = Document::new(path.into(), "a".into(), text.into());
        let places = |hit: &Hit| {
            let also = hit.also.iter().map(|span| document.words_at(*span));
            std::iter::once(document.words_at(hit.span))
                .chain(also)
                .collect::<Vec<_>>()
                .join(" ~ ")
        };
        let hits = check(&document, &Policy::default())
            .hits
            .into_iter()
            .filter(|hit| hit.kind.code() == code);
        hits.map(|hit| places(&hit)).collect()
    }
}
