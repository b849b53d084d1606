//! Numbers in digits and words, with their units; and the words that make them rough or bounds.

use super::{Bound, Figure, Unit, Value};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

static DIGITS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?xi)
        (?P<before>€|\$|£|\b(?:EUR|USD|GBP|DKK|CHF|SEK|NOK)\s?)?\s?
        (?P<digits>\d{1,3}(?:[\u{20}\u{a0}\u{202f}’']\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)*)
        (?:\s?(?P<times>k|m|mn|mio|bn|b|million|millions|billion|thousand|hundred|dozen)\b)?
        (?:\s?(?P<unit>%|percentage\ points?\b|percent\b|per\ cent\b|pp\b|points?\b|pts?\b|€|euros?\b|EUR\b|\$|dollars?\b|USD\b|£|pounds?\b|GBP\b|kr\b|DKK\b|CHF\b))?",
    )
    .ok()
});

static ROUGH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:\b(?:about|around|roughly|approximately|approx\.?|circa|ca\.?|some|nearly|almost|somewhere near|or so)|~|≈)\s*(?:the\s+)?$").ok()
});

static LEAST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:\b(?:at least|no less than|not less than|no fewer than|minimum(?: of)?|min\.?|more than|over|above|from|upwards of)|>=?|≥)\s*$").ok()
});

static MOST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:\b(?:at most|no more than|not more than|up to|maximum(?: of)?|max\.?|less than|fewer than|under|below|at or below|within)|<=?|≤)\s*$").ok()
});

static MORE_AFTER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)^\s*(?:\+|or more|or above|and up|at least|minimum|min\b)").ok());

static LESS_AFTER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)^\s*(?:or less|or fewer|or below|at most|maximum|max\b|tops)").ok());

static RANGE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)^\s*(?:-|–|—|to|and|or|until|/)\s*$").ok());

fn matches(pattern: &LazyLock<Option<Regex>>, text: &str) -> bool {
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

/// Tells whether the words round a number make it rough.
pub fn is_about(before: &str, after: &str) -> bool {
    matches(&ROUGH, before)
        || after.trim_start().starts_with("or so")
        || after.starts_with("-ish")
        || after.starts_with("ish")
}

/// Tells which bound the words round a number make it. "from" is one only where no "to" follows.
pub fn bound(before: &str, after: &str) -> Option<Bound> {
    let is_from = before.trim_end().to_lowercase().ends_with("from");
    match () {
        () if matches(&MOST, before) || matches(&LESS_AFTER, after) => Some(Bound::Most),
        () if is_from => None,
        () if matches(&LEAST, before) || matches(&MORE_AFTER, after) => Some(Bound::Least),
        () => None,
    }
}

/// Adds the numbers that are no part of a date.
pub fn add(text: &str, found: &mut Vec<Figure>) {
    let dates: Vec<Range<usize>> = found.iter().map(|figure| figure.range.clone()).collect();
    let is_free = |range: &Range<usize>| {
        !dates
            .iter()
            .any(|date| date.start < range.end && range.start < date.end)
    };
    let mut numbers: Vec<Figure> = in_digits(text)
        .into_iter()
        .filter(|figure| is_free(&figure.range))
        .collect();
    let taken: Vec<Range<usize>> = numbers.iter().map(|figure| figure.range.clone()).collect();
    let words = in_words(text).into_iter().filter(|figure| is_free(&figure.range));
    numbers.extend(words.filter(|figure| {
        !taken
            .iter()
            .any(|range| range.start < figure.range.end && figure.range.start < range.end)
    }));
    numbers.sort_by_key(|figure| figure.range.start);
    share_units(text, &mut numbers);
    found.extend(numbers);
}

fn in_digits(text: &str) -> Vec<Figure> {
    let Some(pattern) = DIGITS.as_ref() else {
        return Vec::new();
    };
    let found = pattern.captures_iter(text).filter_map(|captures| {
        let digits = captures.name("digits")?;
        if belongs_to_word(text, &digits.range()) {
            return None;
        }
        let times = captures.name("times");
        let factor = times.map_or(1.0, |times| factor(times.as_str()));
        let unit = captures
            .name("unit")
            .or(captures.name("before"))
            .and_then(|unit| unit_of(unit.as_str()));
        let values = amounts(digits.as_str()).into_iter().map(|amount| Value::Number {
            amount: amount * factor,
            unit,
        });
        let start = captures
            .name("before")
            .map_or(digits.start(), |before| before.start());
        let end = captures.get(0)?.end();
        Some(Figure::new(text, start..end, values.collect()))
    });
    found.collect()
}

/// Digits inside a word, such as `B2B` or `v3`, are part of a name.
fn belongs_to_word(text: &str, range: &Range<usize>) -> bool {
    let letter = |found: char| found.is_alphabetic() || found == '_';
    let after: String = text[range.end..].chars().take(4).collect();
    let is_suffix = [
        "k", "m", "b", "bn", "mn", "pp", "st", "nd", "rd", "th", "x", "h", "s", "d", "w", "y", "kr", "pt",
        "pts", "min", "ms", "kg", "g",
    ]
    .iter()
    .any(|suffix| {
        let word: String = after.chars().take_while(|found| found.is_alphabetic()).collect();
        word.eq_ignore_ascii_case(suffix)
    });
    text[..range.start].ends_with(letter)
        || (text[range.end..].starts_with(letter) && !is_suffix && !after.starts_with(['€', '£']))
}

/// Reads digits: with a comma or a point before the last three, both readings.
fn amounts(digits: &str) -> Vec<f64> {
    let plain: String = digits
        .chars()
        .filter(|found| found.is_ascii_digit() || matches!(found, '.' | ','))
        .collect();
    let separators: Vec<char> = plain.chars().filter(|found| !found.is_ascii_digit()).collect();
    let (decimal_comma, decimal_point) = (plain.replace('.', "").replace(',', "."), plain.replace(',', ""));
    let whole = plain.replace(['.', ','], "");
    let last = plain.rsplit(['.', ',']).next().unwrap_or_default().len();
    let readings = match separators.as_slice() {
        [] => vec![whole],
        [','] if last == 3 => vec![whole, decimal_comma],
        ['.'] if last == 3 => vec![decimal_point, whole],
        [','] => vec![decimal_comma],
        ['.'] => vec![decimal_point],
        [.., ','] if separators.contains(&'.') => vec![decimal_comma],
        [.., '.'] if separators.contains(&',') => vec![decimal_point],
        _ => vec![whole],
    };
    readings
        .iter()
        .filter_map(|reading| reading.parse().ok())
        .collect()
}

fn factor(times: &str) -> f64 {
    match times.to_lowercase().as_str() {
        "dozen" => 12.0,
        "hundred" => 100.0,
        "k" | "thousand" => 1_000.0,
        "bn" | "b" | "billion" => 1_000_000_000.0,
        _ => 1_000_000.0,
    }
}

fn unit_of(unit: &str) -> Option<Unit> {
    Some(match unit.trim().to_lowercase().as_str() {
        "%" | "percent" | "per cent" => Unit::Percent,
        "pp" | "point" | "points" | "pt" | "pts" | "percentage point" | "percentage points" => Unit::Points,
        "€" | "eur" | "euro" | "euros" => Unit::Money("EUR"),
        "$" | "usd" | "dollar" | "dollars" => Unit::Money("USD"),
        "£" | "gbp" | "pound" | "pounds" => Unit::Money("GBP"),
        "dkk" | "kr" => Unit::Money("DKK"),
        "chf" => Unit::Money("CHF"),
        "sek" => Unit::Money("SEK"),
        "nok" => Unit::Money("NOK"),
        _ => return None,
    })
}

/// Gives the first number of a range the unit that follows the second: "31 to 36%".
fn share_units(text: &str, numbers: &mut [Figure]) {
    for index in 1..numbers.len() {
        let (head, tail) = numbers.split_at_mut(index);
        let (Some(first), Some(second)) = (head.last_mut(), tail.first()) else {
            continue;
        };
        let between = text.get(first.range.end..second.range.start).unwrap_or_default();
        let Some(Value::Number { unit: Some(unit), .. }) = second.values.first() else {
            continue;
        };
        let unit_follows = second.text.starts_with(|first: char| first.is_ascii_digit());
        if unit_follows && matches(&RANGE, between) {
            for value in &mut first.values {
                if let Value::Number { unit: own @ None, .. } = value {
                    *own = Some(*unit);
                }
            }
        }
    }
}

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];

/// What may follow "one" where it counts.
const COUNTED: [&str; 14] = [
    "day", "week", "month", "quarter", "year", "hour", "minute", "percent", "hundred", "thousand", "million",
    "billion", "sprint", "working",
];

/// Words and where they stand; hyphens part words.
fn words(text: &str) -> Vec<(String, Range<usize>)> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        match (letter.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                found.push((text[from..at].to_lowercase(), from..at));
                start = None;
            }
            _ => {}
        }
    }
    found
}

fn in_words(text: &str) -> Vec<Figure> {
    let words = words(text);
    let mut found = Vec::new();
    let mut index = 0;
    while index < words.len() {
        match spelled(&words[index..]) {
            Some((amount, count)) => {
                let next = words
                    .get(index + count)
                    .map(|(word, _)| word.trim_end_matches('s'));
                let is_pronoun = count == 1
                    && words[index].0 == "one"
                    && !next.is_some_and(|next| COUNTED.contains(&next));
                if !is_pronoun {
                    let unit = next.and_then(unit_of);
                    let range = words[index].1.start..words[index + count - 1].1.end;
                    found.push(Figure::new(text, range, vec![Value::Number { amount, unit }]));
                }
                index += count;
            }
            None => index += 1,
        }
    }
    found
}

/// Reads a number spelled out at the head of the words; says how many words it took.
fn spelled(words: &[(String, Range<usize>)]) -> Option<(f64, usize)> {
    let (mut total, mut current, mut count, mut last) = (0.0, 0.0, 0, 0);
    while let Some((word, _)) = words.get(count) {
        let small = SMALL
            .iter()
            .position(|known| known == word)
            .map(|value| value as f64);
        let tens = TENS
            .iter()
            .position(|known| known == word)
            .map(|index| (index as f64 + 2.0) * 10.0);
        match (small.or(tens), word.as_str()) {
            // A number ends where the next begins: "two, three".
            (Some(value), _)
                if current == 0.0
                    || current >= 100.0
                    || (current >= 20.0 && current % 10.0 == 0.0 && value < 10.0) =>
            {
                current += value
            }
            (Some(_), _) => break,
            (None, "hundred") if last > 0 => current *= 100.0,
            (None, "thousand") if last > 0 => {
                total += current * 1_000.0;
                current = 0.0;
            }
            (None, "million") if last > 0 => {
                total += current * 1_000_000.0;
                current = 0.0;
            }
            (None, "dozen") if last == 0 => current = 12.0,
            (None, "and") if last > 0 && current >= 100.0 => {
                count += 1;
                continue;
            }
            _ => break,
        }
        count += 1;
        last = count;
    }
    (last > 0).then_some((total + current, last))
}
