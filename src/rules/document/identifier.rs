//! Identifiers of requirements: two of one name, one that is named but not there, and requirements without any.
//!
//! A document's identifiers are learned from the document: what stands at the head of three or more list items,
//! paragraphs, headings or rows, such as `FR-001` or `R12`, makes a family; other letters and digits (`SHA-256`) do not.

use crate::document::BlockKind;
use crate::domain::{FlagKind, Span};
use crate::rules::check::Hit;
use crate::rules::passage::Passage;
use crate::rules::subject::Subject;
use crate::rules::text::{head, tail};
use regex::Regex;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// How many of a kind make a family of identifiers.
const FAMILY: usize = 3;

/// How far the rule looks to either side of an identifier, in bytes.
const REACH: usize = 80;

static IDENTIFIER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u)\b([A-Z][A-Za-z]{0,9}(?:[-.][A-Z][A-Z0-9]{0,9})*[-.]?)([0-9]{1,5}(?:\.[0-9]{1,3}){0,3})([a-z]?)\b").expect("the pattern is valid")
});

/// Words near an identifier that place it in another document.
static ELSEWHERE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?xi-u) \b (?: specs? | rfcs? | see\ also | other | from | upstream | jira | issue | ticket | epic | adr | prd | former | previous | old | deprecated | removed | retired | superseded | reserved | deleted | merged ) \b | [0-9]{3} | \# | (?u:\x{fffc})")
        .expect("the pattern is valid")
});

static DEMAND: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i-u)\b(?:must|shall)\b").expect("the pattern is valid"));

/// An identifier where its requirement begins.
struct Definition<'a> {
    family: &'a str,
    name: &'a str,
    kind: BlockKind,
    span: Span,
    /// What follows it in its block.
    rest: &'a str,
    /// The place of the passage that it opens; none for a heading.
    passage: Option<usize>,
}

/// The identifiers that a document gives.
struct Register<'a> {
    definitions: Vec<Definition<'a>>,
    families: HashMap<&'a str, usize>,
}

impl<'a> Register<'a> {
    fn of(subject: &'a Subject<'_>) -> Self {
        let mut definitions = Vec::new();
        for heading in &subject.headings {
            definitions.extend(defined(
                &heading.section.title,
                heading.span,
                BlockKind::Heading,
                None,
            ));
        }
        for (place, passage) in subject.passages.iter().enumerate() {
            let block = subject.block(passage);
            definitions.extend(defined(passage.prose.text(), block.span, block.kind, Some(place)));
        }
        let mut families: HashMap<&str, usize> = HashMap::new();
        for definition in &definitions {
            *families.entry(definition.family).or_default() += 1;
        }
        definitions.retain(|definition| families[definition.family] >= FAMILY);
        families.retain(|_, count| *count >= FAMILY);
        Self {
            definitions,
            families,
        }
    }
}

/// Returns the identifier at the head of a text.
fn defined<'a>(
    text: &'a str,
    whole: Span,
    kind: BlockKind,
    passage: Option<usize>,
) -> Option<Definition<'a>> {
    let opening = text.trim_start_matches(|char: char| !char.is_alphanumeric());
    let could_be = opening.starts_with(|char: char| char.is_ascii_uppercase())
        && head(opening, REACH / 2).bytes().any(|byte| byte.is_ascii_digit());
    let found = could_be
        .then(|| IDENTIFIER.captures(head(opening, REACH)))
        .flatten()?;
    let name = found.get(0).filter(|name| name.start() == 0)?.as_str();
    let rest = &opening[name.len()..];
    let goes_on = rest.trim_start_matches(['*', ']', ')', ' ']);
    let ends_well = rest.is_empty()
        || rest.starts_with([':', ']', ')', '*'])
        || rest.starts_with(". ")
        || rest == "."
        || goes_on.starts_with([':', '(', '['])
        || goes_on.starts_with(['—', '–', '-', '|'])
        || (kind == BlockKind::Heading && rest.starts_with(' '));
    let span = Span::new(whole.start(), whole.end())?;
    ends_well.then(|| Definition {
        family: &opening[..found.get(1).map_or(0, |family| family.end())],
        name,
        kind,
        span,
        rest,
        passage,
    })
}

/// Finds identifiers given twice, identifiers of a family that are named but never given, and requirements without one.
pub fn doubtful(subject: &Subject<'_>) -> Vec<Hit> {
    let register = Register::of(subject);
    if register.families.is_empty() {
        return Vec::new();
    }
    let mut hits = twins(subject, &register);
    hits.extend(lost(subject, &register));
    hits.extend(missing(subject, &register));
    hits
}

/// Finds identifiers that open two requirements of one shape. A table that lists them again, or a paragraph that comes
/// back to one, repeats no requirement.
fn twins(subject: &Subject<'_>, register: &Register<'_>) -> Vec<Hit> {
    let mut first: HashMap<(&str, BlockKind), &Definition<'_>> = HashMap::new();
    let mut hits = Vec::new();
    for definition in register
        .definitions
        .iter()
        .filter(|definition| states(definition))
    {
        match first.entry((definition.name, definition.kind)) {
            std::collections::hash_map::Entry::Vacant(place) => {
                place.insert(definition);
            }
            std::collections::hash_map::Entry::Occupied(place) => {
                let (here, there) = (span_of(subject, definition), span_of(subject, place.get()));
                if let (Some(here), Some(there)) = (here, there) {
                    hits.push(twin(definition.name, here, there));
                }
            }
        }
    }
    hits
}

/// Tells whether an identifier is followed by a requirement of its own.
fn states(definition: &Definition<'_>) -> bool {
    let is_told = matches!(
        definition.kind,
        BlockKind::ListItem | BlockKind::Paragraph | BlockKind::Heading
    );
    is_told && definition.rest.split_whitespace().nth(2).is_some()
}

fn twin(name: &str, here: Span, there: Span) -> Hit {
    let message = format!("“{name}” is the identifier of two requirements");
    Hit::new(
        FlagKind::DuplicateIdentifier,
        here,
        message,
        "Which of the two keeps the identifier? Give the other one a new one.",
    )
    .with(vec![there])
}

/// Returns where the identifier itself stands.
fn span_of(subject: &Subject<'_>, definition: &Definition<'_>) -> Option<Span> {
    let Some(passage) = definition.passage.map(|place| &subject.passages[place]) else {
        let words = subject.document.words_at(definition.span);
        let start = definition.span.start() + head(words, 2 * REACH).find(definition.name)?;
        return subject.document.span(start..start + definition.name.len());
    };
    let start = head(passage.prose.text(), 2 * REACH).find(definition.name)?;
    subject.span(passage, start..start + definition.name.len())
}

/// Finds identifiers of a family that no requirement carries.
fn lost(subject: &Subject<'_>, register: &Register<'_>) -> Vec<Hit> {
    let carried: HashSet<(&str, String)> = register
        .definitions
        .iter()
        .map(|known| (known.family, number(known)))
        .collect();
    let mut told = HashSet::new();
    let mut hits = Vec::new();
    for passage in subject.passages.iter().filter(|passage| passage.signs.has_digit) {
        let text = passage.prose.text();
        for found in IDENTIFIER.captures_iter(text) {
            let (Some(whole), Some(family), Some(digits)) = (found.get(0), found.get(1), found.get(2)) else {
                continue;
            };
            let is_known = register.families.contains_key(family.as_str());
            if !is_known
                || carried.contains(&(family.as_str(), plain(digits.as_str())))
                || is_elsewhere(text, whole.start(), whole.end())
            {
                continue;
            }
            if told.insert(whole.as_str())
                && let Some(span) = subject.span(passage, whole.range())
            {
                let message = format!(
                    "“{}” is nowhere in this document, though others of its kind are",
                    whole.as_str()
                );
                hits.push(Hit::new(
                    FlagKind::DanglingReference,
                    span,
                    message,
                    "Which requirement is meant? Correct the number, or bring the requirement back.",
                ));
            }
        }
    }
    hits
}

fn number(definition: &Definition<'_>) -> String {
    let digits =
        definition.name[definition.family.len()..].trim_end_matches(|char: char| char.is_ascii_lowercase());
    plain(digits)
}

/// Spells a number without the zeros before it.
fn plain(digits: &str) -> String {
    digits.trim_start_matches('0').to_owned()
}

fn is_elsewhere(text: &str, start: usize, end: usize) -> bool {
    const JOINTS: &[char] = &['-', '_', '/', '.', '#', '@', '+'];
    let (before, after) = (tail(&text[..start], REACH / 2), head(&text[end..], REACH / 2));
    before.ends_with(JOINTS)
        || after.starts_with(['-', '_', '/', '+'])
        || ELSEWHERE.is_match(before)
        || after.starts_with(" of ")
        || after.starts_with(" in ")
}

/// Finds requirements without an identifier among list items that have one.
fn missing(subject: &Subject<'_>, register: &Register<'_>) -> Vec<Hit> {
    let mut counts: HashMap<(usize, BlockKind, usize), usize> = HashMap::new();
    let mut named = HashSet::new();
    for (definition, place) in register
        .definitions
        .iter()
        .filter_map(|known| Some((known, known.passage?)))
    {
        let passage = &subject.passages[place];
        if states(definition) && DEMAND.is_match(passage.prose.text()) {
            *counts.entry(level(subject, passage)).or_default() += 1;
        }
        named.insert(place);
    }
    let unnamed = subject.passages.iter().enumerate().filter(|(place, passage)| {
        !named.contains(place)
            && subject.block(passage).kind == BlockKind::ListItem
            && counts
                .get(&level(subject, passage))
                .is_some_and(|count| *count >= FAMILY)
            && !IDENTIFIER.is_match(head(passage.prose.text(), 30))
            && DEMAND.is_match(passage.prose.text())
    });
    unnamed
        .filter_map(|(_, passage)| unnumbered(subject.sentence(passage, 0)?))
        .collect()
}

fn unnumbered(span: Span) -> Option<Hit> {
    let message = "a requirement without an identifier, among others that have one".to_owned();
    Some(Hit::new(
        FlagKind::MissingIdentifier,
        span,
        message,
        "Is it a requirement of its own? Number it, or make it part of the one above.",
    ))
}

/// Returns where a passage stands: its section, its kind, and how far it is indented.
fn level(subject: &Subject<'_>, passage: &Passage) -> (usize, BlockKind, usize) {
    let block = subject.block(passage);
    let line = subject.document.lines_of(block.span);
    let before = head(&subject.document.text()[line.start..], REACH);
    let indent = before.len() - before.trim_start().len();
    (subject.section_index(passage), block.kind, indent)
}

#[cfg(test)]
mod tests {
    use crate::rules::document::tests::found;

    const LIST: &str = "# Refunds\n\n- **FR-1**: The shop must refund cards.\n- **FR-2**: The shop must refund vouchers.\n- **FR-3**: The shop must mail a receipt.\n";

    #[test]
    fn an_identifier_given_twice_is_found_with_both_places() {
        let text = format!("{LIST}- **FR-2**: The shop must refund gift cards.\n");
        assert_eq!(found("duplicate-identifier", &text), ["FR-2 ~ FR-2"]);
        let headings =
            "## R1 Cards are refunded\n\n## R2 Vouchers are refunded\n\n## R1 Gift cards are refunded\n";
        assert_eq!(found("duplicate-identifier", headings), ["R1 ~ R1"]);
    }

    #[test]
    fn a_table_or_sentence_that_comes_back_to_an_identifier_is_none() {
        let text = format!(
            "{LIST}\n| id | test |\n|---|---|\n| FR-1 | refund a card by hand |\n| FR-2 | refund a voucher |\n\nFR-1 and FR-2 need Finance.\n"
        );
        assert_eq!(found("duplicate-identifier", &text), [""; 0]);
        assert_eq!(found("dangling-reference", &text), [""; 0]);
    }

    #[test]
    fn an_identifier_that_no_requirement_carries_is_found() {
        let text = format!("{LIST}\nRefunds follow FR-9, hashed with SHA-256 as in UTF-8.\n");
        assert_eq!(found("dangling-reference", &text), ["FR-9"]);
    }

    #[test]
    fn an_identifier_of_another_document_is_not() {
        let text =
            format!("{LIST}\nSee FR-9 of the payment spec, FR-012-b, spec 45 FR-11, FR-001 and FR-3.\n");
        assert_eq!(found("dangling-reference", &text), [""; 0]);
    }

    #[test]
    fn a_requirement_without_an_identifier_among_those_with_one_is_found() {
        let text = format!("{LIST}- The receipt must list the tax.\n");
        assert_eq!(
            found("missing-identifier", &text),
            ["The receipt must list the tax."]
        );
    }

    #[test]
    fn what_explains_or_stands_in_another_list_is_not() {
        let text = format!(
            "{LIST}  - It must list the tax.\n- See the glossary.\n\n## Other\n\n- The clerk must smile.\n"
        );
        assert_eq!(found("missing-identifier", &text), [""; 0]);
        assert_eq!(
            found(
                "missing-identifier",
                "- The clerk must smile.\n- The gate must open.\n"
            ),
            [""; 0]
        );
    }
}
