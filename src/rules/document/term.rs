//! Terms used as if they were defined: “an Eligible Order”, in a document that defines other terms of that kind, or
//! that writes the same words small elsewhere, and does not define this one.

use crate::document::BlockKind;
use crate::domain::{FlagKind, Span};
use crate::rules::check::Hit;
use crate::rules::passage::Passage;
use crate::rules::subject::Subject;
use crate::rules::text::head;
use aho_corasick::AhoCorasick;
use regex::Regex;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// How far into a block a definition may begin, in bytes.
const REACH: usize = 120;

/// How often a term must be used.
const USES: usize = 2;

/// A noun phrase in capitals behind a small article: no name of a product or place has one.
static CAPITALISED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?x-u) \b (?: [Aa]n? | [Ee]ach | [Ee]very | [Aa]ny | per | [Nn]o ) \ ( [A-Z][a-z]{2,20} (?: \ [A-Z][a-z]{2,20} ){1,2} ) \b").expect("the pattern is valid")
});

/// A block that opens with a term and says what it is.
static DEFINITION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?x-u) ^ (?u:[^A-Za-z]){0,6} (?: (?: An? | The ) \ )? ( [A-Za-z][A-Za-z\ -]{2,50}? ) (?u:[^A-Za-z]){0,4} (?: : | \ means\ | \ –\  | \ —\  | \ is\ (?:an?|the|any)\  | \ refers\ to ) ")
        .expect("the pattern is valid")
});

/// Finds terms in capitals that a document uses as defined and does not define.
pub fn undefined(subject: &Subject<'_>) -> Vec<Hit> {
    let mut open: Vec<_> = uses(subject)
        .into_iter()
        .filter(|(_, used)| used.count >= USES)
        .collect();
    if open.is_empty() {
        return Vec::new();
    }
    let glossary = Glossary::of(subject);
    open.retain(|(term, _)| !glossary.terms.contains(&singular(term)));
    open.sort_unstable_by_key(|(_, used)| used.first);
    if !glossary.is_kept {
        open.retain(|(_, used)| used.count > USES);
        keep_common(subject, &mut open);
    }
    open.into_iter().map(|(term, used)| hit(&term, &used)).collect()
}

/// Keeps the terms that the document also writes in small letters, and which so are no names.
fn keep_common(subject: &Subject<'_>, open: &mut Vec<(String, Used)>) {
    let small = open.iter().map(|(term, _)| term.to_lowercase());
    let Ok(automaton) = AhoCorasick::new(small) else {
        return;
    };
    let texts = subject.passages.iter().map(|passage| passage.prose.text());
    let found: HashSet<usize> = texts
        .flat_map(|text| automaton.find_iter(text))
        .map(|found| found.pattern().as_usize())
        .collect();
    let mut places = 0..;
    open.retain(|_| places.next().is_some_and(|place| found.contains(&place)));
}

struct Used {
    first: Span,
    count: usize,
}

fn hit(term: &str, used: &Used) -> Hit {
    let message = format!(
        "“{term}” is written like a defined term ({} times) and defined nowhere",
        used.count
    );
    Hit::new(
        FlagKind::UndefinedTerm,
        used.first,
        message,
        format!("What exactly is a “{term}” here? Define it once, or write it small."),
    )
}

fn uses(subject: &Subject<'_>) -> HashMap<String, Used> {
    let mut uses: HashMap<String, Used> = HashMap::new();
    for passage in subject.passages {
        for found in CAPITALISED.captures_iter(passage.prose.text()) {
            let Some(term) = found.get(1).filter(|term| !passage.prose.is_quoted(term.start())) else {
                continue;
            };
            if let Some(used) = uses.get_mut(term.as_str()) {
                used.count += 1;
            } else if let Some(first) = subject.span(passage, term.range()) {
                uses.insert(term.as_str().to_owned(), Used { first, count: 1 });
            }
        }
    }
    uses
}

/// What a document defines.
struct Glossary {
    terms: HashSet<String>,
    /// Whether a section is there for definitions.
    is_kept: bool,
}

impl Glossary {
    fn of(subject: &Subject<'_>) -> Self {
        let is_for_terms = |name: &str| {
            ["glossary", "definition", "terms", "terminology"]
                .iter()
                .any(|word| name.contains(word))
        };
        let kept = subject
            .headings
            .iter()
            .filter(|heading| is_for_terms(&heading.name))
            .map(|heading| heading.index);
        let kept: HashSet<usize> = kept.collect();
        let mut terms: HashSet<String> = subject
            .headings
            .iter()
            .map(|heading| singular(&heading.section.title))
            .collect();
        for passage in subject.passages {
            terms.extend(defined(subject, passage));
        }
        Self {
            terms,
            is_kept: !kept.is_empty(),
        }
    }
}

fn defined(subject: &Subject<'_>, passage: &Passage) -> Option<String> {
    let text = head(passage.prose.text(), REACH);
    let is_label = subject.block(passage).kind == BlockKind::Cell;
    let term = DEFINITION
        .captures(text)
        .and_then(|found| found.get(1))
        .map(|term| term.as_str());
    term.or(is_label.then_some(text)).map(singular)
}

/// Spells a term small and without the mark of its plural.
fn singular(term: &str) -> String {
    let term = term.trim().to_lowercase();
    term.strip_suffix('s').map_or(term.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use crate::rules::document::tests::found;

    fn undefined(text: &str) -> Vec<String> {
        found("undefined-term", text)
    }

    const USES: &str = "The shop refunds an Eligible Order at once. Each Eligible Order carries a code.";

    #[test]
    fn a_term_in_capitals_that_the_definitions_leave_out_is_found() {
        let text = format!("{USES}\n\n## Definitions\n\n- **Return Window**: 30 days.\n");
        assert_eq!(undefined(&text), ["Eligible Order"]);
        assert_eq!(
            undefined(&format!(
                "{USES}\n\nAny Eligible Order waits. Which eligible order comes first?\n"
            )),
            ["Eligible Order"]
        );
    }

    #[test]
    fn a_defined_term_and_a_name_are_not() {
        assert_eq!(
            undefined(&format!(
                "{USES}\n\n## Definitions\n\n- **Eligible Orders**: orders above €50.\n"
            )),
            [""; 0]
        );
        assert_eq!(
            undefined(&format!("{USES}\n\nAn Eligible Order is an order above €50.\n")),
            [""; 0]
        );
        assert_eq!(
            undefined("Each Golden Gate bridge, and any Golden Gate toll, is in California.\n"),
            [""; 0]
        );
    }
}
