//! What is said of a quantity: one value in one place and another elsewhere, or a number without its unit.
//!
//! Two values belong together only where they are said of the same words, “the return window is 30 days” and “a return
//! window of 14 days”. What a sentence, row or heading tells apart (before and after, minimum and maximum, one variant
//! and another) is left alone.

use super::quantity::{Dimension, Quantity, quantities};
use crate::document::BlockKind;
use crate::domain::{FlagKind, Severity, Span};
use crate::rules::check::Hit;
use crate::rules::passage::Passage;
use crate::rules::subject::Subject;
use crate::rules::text::{head, tail};
use regex::Regex;
use std::collections::HashMap;
use std::sync::LazyLock;

/// How far the rule looks to either side of a number, in bytes.
const REACH: usize = 100;

/// Words that begin or end the name of a quantity and do not belong to it.
const EDGES: &[&str] = &[
    "a", "an", "the", "this", "that", "its", "their", "our", "each", "every", "per", "new", "default",
    "total", "and", "or", "of", "for", "to", "in", "on", "at", "by", "with", "from", "within", "after",
    "before", "is", "are", "be", "must", "shall", "should", "will", "can", "may", "has", "have", "up", "any",
    "all", "when", "if", "as", "than", "then", "use", "uses", "set",
];

/// Names that are said of many things.
const GENERAL: &[&str] = &[
    "time", "times", "value", "total", "number", "amount", "target", "baseline", "goal", "rest", "limit",
    "period", "it", "window", "duration", "size", "timeout", "interval", "maximum", "minimum", "default",
    "users", "score", "rate", "cost", "price", "step", "phase", "effort", "estimate", "example", "test",
    "result", "notes", "delay", "ttl", "share", "increase", "decrease",
];

/// Words that make a value one of several by intent.
static TOLD_APART: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x-u) \b (?: from | today | currently | baseline | previous(?:ly)? | before | was | were | old | instead | than | e\.g | example | such\ as
            | min | minimum | max | maximum | at\ least | at\ most | up\ to | more | less | over | under | below | above | about | around | roughly
            | or | between | p50 | p95 | p99 | median | average | mean | test(?:s|ing)? | simulat\w* | given | when | if | unless | except | override\w* | second | another
            | after | elapsed | remaining | every | older | configur\w* | custom | changed? | chang(?:e|es|ing) ) \b",
    )
    .expect("the pattern is valid")
});

/// Words behind a value that say when it holds.
static DATED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x-u) ^ \ \(? (?: today | now | currently | at\ present | before | previously | then | by\ default
            | (?: in | for | if | when | unless | on | per ) \ )",
    )
    .expect("the pattern is valid")
});

/// “… is”, “… of”, “… :” between a name and its value.
static SAID: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?x-u) (?: \ (?: is | are | of | lasts | stays | remains | equals | (?:must|shall|will|should)\ (?:be|last|stay|remain) )(?:\ (?:limited\ to|exactly|set\ to|fixed\ at|valid\ for|open\ for|active\ for))? | : | \ = | \ \() \ ?(?:exactly\ )?$").expect("the pattern is valid")
});

/// A quantity and the words that name what it is.
struct Value {
    name: String,
    quantity: Quantity,
    span: Span,
    /// The block it stands in: values of one row or sentence are told apart by it.
    place: usize,
}

/// Finds quantities that have one value here and another there.
pub fn contradicting(subject: &Subject<'_>) -> Vec<Hit> {
    let mut first: HashMap<String, Value> = HashMap::new();
    let mut hits = Vec::new();
    for value in values(subject) {
        match first.get(&value.name) {
            Some(known) if differ(known, &value) => hits.push(contradiction(subject, known, &value)),
            Some(_) => {}
            None => {
                first.insert(value.name.clone(), value);
            }
        }
    }
    hits
}

fn contradiction(subject: &Subject<'_>, known: &Value, value: &Value) -> Hit {
    let [here, there] = [value, known].map(|value| subject.document.words_at(value.span));
    let message = format!("“{}” is {here} here and {there} elsewhere", value.name);
    Hit::new(
        FlagKind::Contradiction,
        value.span,
        message,
        "Which of the two holds? Give the value once, and refer to it.",
    )
    .weighing(Severity::Major)
    .with(vec![known.span])
}

fn differ(one: &Value, other: &Value) -> bool {
    let times = [Dimension::Time, Dimension::WorkingTime];
    let is_time = |value: &Value| times.contains(&value.quantity.dimension);
    let comparable = one.quantity.dimension == other.quantity.dimension || (is_time(one) && is_time(other));
    let same = one.quantity.dimension == other.quantity.dimension
        && (one.quantity.amount - other.quantity.amount).abs() <= 0.02 * one.quantity.amount.abs();
    comparable && !same && one.place != other.place
}

/// Returns the values that a document gives to things with a name.
fn values(subject: &Subject<'_>) -> Vec<Value> {
    let mut values = Vec::new();
    let mut label: Option<(usize, String)> = None;
    for passage in subject.passages {
        let text = passage.prose.lower();
        let kind = subject.block(passage).kind;
        let follows = label.take().filter(|(block, _)| block + 1 == passage.block);
        let cells: Vec<Quantity> = quantities(text).collect();
        if kind == BlockKind::Cell {
            if let (Some((_, name)), [quantity]) = (&follows, cells.as_slice())
                && leads_line(subject, passage, 2)
            {
                values.extend(value(subject, passage, name.clone(), quantity.clone()));
            }
            label = leads_line(subject, passage, 1)
                .then(|| label_of(text))
                .flatten()
                .map(|name| (passage.block, name));
        }
        for quantity in cells {
            let name = named(text, &quantity);
            values.extend(name.and_then(|name| value(subject, passage, name, quantity)));
        }
    }
    values
}

/// Tells whether a cell is the first, or the second, of its row.
fn leads_line(subject: &Subject<'_>, passage: &Passage, which: usize) -> bool {
    let block = subject.block(passage);
    let line = subject.document.lines_of(block.span);
    let before = &subject.document.text()[line.start..block.span.start()];
    let rule = usize::from(before.trim_start().starts_with('|'));
    before.len() <= 4 * REACH && before.matches('|').count() == which - 1 + rule
}

fn value(subject: &Subject<'_>, passage: &Passage, name: String, quantity: Quantity) -> Option<Value> {
    let span = subject.span(passage, quantity.range.clone())?;
    Some(Value {
        name,
        quantity,
        span,
        place: passage.block,
    })
}

/// Returns the name that a cell gives to the value beside it.
fn label_of(text: &str) -> Option<String> {
    name_of(
        head(text, REACH)
            .split(['(', ',', ':'])
            .next()?
            .split_whitespace()
            .collect(),
    )
}

/// Returns the name of what a sentence gives a value to.
fn named(text: &str, quantity: &Quantity) -> Option<String> {
    let (before, after) = (
        tail(&text[..quantity.range.start], REACH),
        head(&text[quantity.range.end..], REACH),
    );
    let near = before.rsplit(['.', ';', '|']).next().unwrap_or_default();
    if TOLD_APART.is_match(near) || DATED.is_match(after) {
        return None;
    }
    match SAID.find(near) {
        Some(said) => subject_of(&near[..said.start()]),
        None => object_of(&text[quantity.range.clone()], after),
    }
}

/// Returns the last noun phrase before “is” or “of”.
fn subject_of(words_before: &str) -> Option<String> {
    let clause = words_before
        .rsplit([',', ':', '(', ')', '"', '“', '—', '–'])
        .next()?;
    let mut name: Vec<&str> = clause
        .split_whitespace()
        .rev()
        .take_while(|word| !is_edge(word))
        .take(4)
        .collect();
    name.reverse();
    name_of(name)
}

/// Returns what follows a quantity used as an adjective: “30-day return window”.
fn object_of(quantity: &str, after: &str) -> Option<String> {
    let rest = after.strip_prefix(' ').filter(|_| quantity.contains('-'))?;
    let end = rest
        .find(|char: char| !(char.is_alphanumeric() || char == ' ' || char == '-'))
        .unwrap_or(rest.len());
    name_of(
        rest[..end]
            .split_whitespace()
            .take_while(|word| !is_edge(word))
            .take(2)
            .collect(),
    )
}

fn is_edge(word: &str) -> bool {
    is_among(word.trim_matches(|char: char| !char.is_alphanumeric()), EDGES)
}

/// Spells a name in small letters; none for a name that is said of many things.
fn name_of(name: Vec<&str>) -> Option<String> {
    let words: Vec<String> = name
        .iter()
        .map(|word| {
            word.trim_matches(|char: char| !char.is_alphanumeric())
                .to_lowercase()
        })
        .filter(|word| !word.is_empty())
        .collect();
    let telling = words
        .iter()
        .filter(|word| {
            !is_among(word, GENERAL)
                && !is_among(word, EDGES)
                && word.chars().all(|char| char.is_alphabetic() || char == '-')
        })
        .count();
    (words.len() >= 2
        && telling >= 1
        && !words
            .iter()
            .any(|word| word.starts_with(|char: char| char.is_ascii_digit())))
    .then(|| words.join(" "))
}

/// Nouns whose value has a unit, and that are no count.
static MEASURED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x-u) \b ( time-?out | latency | delay | duration | response\ time | load(?:ing)?\ time | wait(?:ing)?\ time | interval | retention(?:\ period)?
            | ttl | time\ to\ live | grace\ period | cool-?down | expiry | validity | weight | temperature | distance | bandwidth | file\ size | page\ size | image\ size
            | price | fee | budget | refund\ limit | return\ window | lifetime )
          ( \ (?: is | are | of | must\ be | shall\ be | will\ be | should\ be | to | under | below | exceeds? | must\ not\ exceed | shall\ not\ exceed | at\ most | at\ least
            | less\ than | more\ than | up\ to | is\ set\ to | set\ to | defaults\ to ){1,2} \  | :\ | \ = \  )
          ( [0-9]{1,7}(?:\.[0-9]{1,3})? ) (?: [.;,)] (?: \ | $ ) | $ )",
    )
    .expect("the pattern is valid")
});

static WITHIN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?x-u) \b (?: respond\w* | load\w* | answer\w* | appear\w* | complet\w* | finish\w* | deliver\w* | expire[sd]? | refund\w* | repl(?:y|ies) | start\w* | display\w* | shown | sent | return\w* ) \ (?: in | within | after ) \ ( [0-9]{1,7}(?:\.[0-9]{1,3})? ) (?: [.;,] (?: \ | $ ) | $ )")
        .expect("the pattern is valid")
});

/// Finds numbers of measured things that lack a unit.
pub fn without_unit(subject: &Subject<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for passage in subject.passages.iter().filter(|passage| passage.signs.has_digit) {
        let text = passage.prose.lower();
        for found in MEASURED.captures_iter(text).chain(WITHIN.captures_iter(text)) {
            let number = found.get(3).or_else(|| found.get(1));
            let is_told = found[0].contains('\u{fffc}')
                || found
                    .get(0)
                    .is_some_and(|whole| passage.prose.is_quoted(whole.start()));
            hits.extend(
                number
                    .filter(|number| !is_told && !is_zero_or_year(number.as_str()))
                    .and_then(|number| bare(subject, passage, number)),
            );
        }
    }
    hits
}

fn is_zero_or_year(number: &str) -> bool {
    number
        .parse()
        .is_ok_and(|number: f64| number == 0.0 || (2000.0..2100.0).contains(&number))
}

fn bare(subject: &Subject<'_>, passage: &Passage, number: regex::Match<'_>) -> Option<Hit> {
    let from = number.start() - tail(&passage.prose.text()[..number.start()], REACH / 3).len();
    let words = &passage.prose.text()[from..number.end()];
    let lead = words.len() - words.split_once(' ').map_or(words, |(_, rest)| rest).len();
    let sentence = passage.prose.sentence(number.start());
    let start = (from + lead).max(sentence.start);
    let span = subject.span(passage, start..number.end())?;
    let message = format!("“{}” has no unit", number.as_str());
    Some(Hit::new(
        FlagKind::MissingUnit,
        span,
        message,
        format!("{} what? Write the unit.", number.as_str()),
    ))
}

fn is_among(word: &str, list: &[&str]) -> bool {
    list.iter().any(|known| word.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use crate::rules::document::tests::found;

    fn contradictions(text: &str) -> Vec<String> {
        found("contradiction", text)
    }

    #[test]
    fn one_quantity_with_two_values_is_found_with_both_places() {
        let text = "The return window is 30 days.\n\nItems go back within a return window of 14 days.\n";
        assert_eq!(contradictions(text), ["14 days ~ 30 days"]);
        let table = "| Parameter | Value |\n|---|---|\n| QR code validity | 14 days |\n\nThe QR code validity is 21 days.\n";
        assert_eq!(contradictions(table), ["21 days ~ 14 days"]);
        assert_eq!(
            contradictions("A 48-hour grace period applies.\n\nThe grace period is 2 hours.\n"),
            ["2 hours ~ 48-hour"]
        );
        assert_eq!(
            contradictions("The upload limit is 20 MB.\n\nThe upload limit: 20 KB\n"),
            ["20 KB ~ 20 MB"]
        );
    }

    #[test]
    fn equal_values_and_different_things_are_not() {
        for text in [
            "The return window is 30 days.\n\nThe extended return window is 60 days.\n",
            "The return window is 1 day.\n\nThe return window is 24 hours.\n",
            "The refund share is 12 % today.\n\nThe refund share is 8 % in June; before, the refund share was 20 %.\n",
            "The refund limit is at most 200 euros.\n\nThe refund limit is 2 days.\n",
            "| Measure | From | To |\n|---|---|---|\n| Refund time | 8 days | 2 days |\n",
            "The timeout is 3 s.\n\nThe timeout is 5 s.\n",
        ] {
            assert_eq!(contradictions(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_number_without_its_unit_is_found() {
        assert_eq!(
            found("missing-unit", "The session timeout is 30."),
            ["session timeout is 30"]
        );
        assert_eq!(
            found(
                "missing-unit",
                "Search results must load within 2, also on phones."
            ),
            ["results must load within 2"]
        );
    }

    #[test]
    fn a_number_with_its_unit_and_a_count_are_not() {
        for text in [
            "The session timeout is 30 s. The delay is 5 minutes; the fee is €3.",
            "The delay must be 0. Retention: 2027.",
            "Each order holds at most 10 items, and it was delivered in 2026.",
        ] {
            assert_eq!(found("missing-unit", text), [""; 0], "{text}");
        }
    }
}
