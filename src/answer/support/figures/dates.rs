//! Dates, quarters, weeks, weekdays and times.

use super::{Figure, Portion, Value};
use regex::{Captures, Regex};
use std::ops::Range;
use std::sync::LazyLock;

const MONTH: &str = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?";

/// Reads one form of a date off what its pattern caught.
type Reader = fn(&Captures<'_>) -> Option<Vec<Value>>;

/// The forms, the more telling before the less.
static FORMS: LazyLock<Vec<(Regex, Reader)>> = LazyLock::new(|| {
    let forms: [(String, Reader); 16] = [
        (r"\b(\d{4})-(\d{2})-(\d{2})\b".into(), iso),
        (r"\b(\d{1,2})[./](\d{1,2})[./](\d{4}|\d{2})\b".into(), numeric),
        (
            format!(r"\b(?:(?P<first>\d{{1,2}})(?:st|nd|rd|th)?\s*(?:-|–|to|and|until|till)\s*)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(?P<month>{MONTH})\b\.?(?:,?\s+(?P<year>\d{{4}}))?"),
            day_month,
        ),
        (
            format!(r"\b(?P<month>{MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<year>\d{{4}}))?"),
            day_month,
        ),
        (
            format!(r"\b(?:(?P<part>early|beginning of|start of|mid|middle of|late|end of|end)[\s-]+(?:in\s+)?)?(?P<month>{MONTH})\b\.?(?:\s+(?P<year>\d{{4}}))?"),
            month,
        ),
        (r"\bQ([1-4])\b(?:[\s/-]*(?:FY\s?)?'?(\d{4}|\d{2})\b)?".into(), |found| quarter(found, 4)),
        (r"\bFY\s?'?(\d{2,4})[\s-]?Q([1-4])\b".into(), fiscal_quarter),
        (r"\bH([12])\b(?:[\s/-]*(?:FY\s?)?'?(\d{4}|\d{2})\b)?".into(), |found| quarter(found, 2)),
        (r"\b(first|second|third|fourth|last|1st|2nd|3rd|4th)\s+(quarter)(?:\s+(?:of\s+)?(\d{4}))?\b".into(), worded_portion),
        // The half of a budget is no time.
        (r"\b(first|second|last|1st|2nd)\s+(half)\s+(?:of\s+)?(?:the\s+year|this\s+year|next\s+year|(\d{4}))\b".into(), worded_portion),
        (r"\bFY\s?'?(\d{4}|\d{2})\b".into(), fiscal_year),
        (r"\b(?:(?P<part>early|beginning of|start of|mid|middle of|late|end of)[\s-]+)?(?P<year>19\d{2}|20\d{2})\b".into(), year),
        (r"\b(?:week|wk|cw|kw)\s?(\d{1,2})\b".into(), |found| Some(vec![Value::Week(found[1].parse().ok()?)])),
        (r"\b(\d{1,2}):(\d{2})(?:\s?(am|pm))?\b".into(), clock),
        (r"\b(\d{1,2})\s?(am|pm)\b".into(), hour),
        (
            r"\b(?:(?:next|this|last|coming)\s+(?:week|month|quarter|year|spring|summer|autumn|fall|winter)|tomorrow|yesterday|(?:by\s+)?end of (?:the\s+)?(?:week|month|quarter|year|day)|EO[DWMQY]|year[- ]end)\b".into(),
            relative,
        ),
    ];
    let compiled = forms
        .into_iter()
        .filter_map(|(pattern, reader)| Some((Regex::new(&format!("(?i){pattern}")).ok()?, reader)));
    compiled.collect()
});

static WEEKDAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?:(?i:(mon|tues|wednes|thurs|fri|satur|sun)days?)|(Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun))\b").ok()
});

/// Finds the dates and the like.
pub fn of(text: &str) -> Vec<Figure> {
    let mut found: Vec<Figure> = Vec::new();
    for (pattern, reader) in FORMS.iter() {
        for captures in pattern.captures_iter(text) {
            let Some(whole) = captures.get(0) else { continue };
            if is_taken(&found, &whole.range()) || is_word_only(text, &captures) {
                continue;
            }
            if let Some(values) = reader(&captures) {
                // Two days of one month are two figures.
                found.extend(
                    values
                        .chunks(chunk(&captures, values.len()))
                        .map(|values| Figure::new(text, whole.range(), values.to_vec())),
                );
            }
        }
    }
    for captures in WEEKDAY.iter().flat_map(|pattern| pattern.captures_iter(text)) {
        let name = captures.get(1).or(captures.get(2));
        if let (Some(whole), Some(name)) = (captures.get(0), name)
            && !is_taken(&found, &whole.range())
        {
            found.extend(weekday(name.as_str()).map(|day| Figure::new(text, whole.range(), vec![day])));
        }
    }
    found
}

/// Two days and their month are two figures; readings of one date are one.
fn chunk(captures: &Captures<'_>, values: usize) -> usize {
    let is_pair = captures.len() > 1 && captures.name("first").is_some();
    if is_pair { 1 } else { values.max(1) }
}

fn is_taken(found: &[Figure], range: &Range<usize>) -> bool {
    found
        .iter()
        .any(|figure| figure.range.start < range.end && range.start < figure.range.end)
}

/// Tells whether what looks like a month is a word: "may", "march", or either at the head of a sentence.
fn is_word_only(text: &str, captures: &Captures<'_>) -> bool {
    let Some(month) = captures.name("month") else {
        return false;
    };
    let has_more = captures.name("day").is_some() || captures.name("year").is_some();
    let word = month.as_str();
    if has_more
        || !matches!(
            word.to_lowercase().as_str(),
            "may" | "march" | "mar" | "sep" | "dec"
        )
    {
        return false;
    }
    let before = text[..month.start()].trim_end();
    let leads = before
        .rsplit(char::is_whitespace)
        .next()
        .unwrap_or_default()
        .to_lowercase();
    let is_led = matches!(
        leads.as_str(),
        "in" | "by"
            | "until"
            | "till"
            | "since"
            | "from"
            | "to"
            | "before"
            | "after"
            | "of"
            | "for"
            | "this"
            | "next"
            | "last"
            | "mid"
            | "early"
            | "late"
            | "end"
            | "and"
            | "or"
    );
    !(word.starts_with(char::is_uppercase) && (is_led || captures.name("part").is_some()))
}

fn date(year: Option<u16>, month: u8, day: Option<u8>, part: Option<Portion>) -> Option<Value> {
    let is_real = (1..=12).contains(&month) && day.is_none_or(|day| (1..=31).contains(&day));
    is_real.then_some(Value::Date {
        year,
        month: Some(month),
        day,
        part,
    })
}

fn iso(found: &Captures<'_>) -> Option<Vec<Value>> {
    Some(vec![date(
        Some(found[1].parse().ok()?),
        found[2].parse().ok()?,
        Some(found[3].parse().ok()?),
        None,
    )?])
}

/// Reads day before month, and month before day where that is possible too.
fn numeric(found: &Captures<'_>) -> Option<Vec<Value>> {
    let (one, two, year) = (
        found[1].parse().ok()?,
        found[2].parse().ok()?,
        full_year(&found[3])?,
    );
    let readings: Vec<Value> = [
        date(Some(year), two, Some(one), None),
        date(Some(year), one, Some(two), None),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!readings.is_empty()).then_some(readings)
}

fn full_year(digits: &str) -> Option<u16> {
    let year: u16 = digits.parse().ok()?;
    Some(if year < 100 { 2000 + year } else { year })
}

fn month_number(name: &str) -> Option<u8> {
    const STEMS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let stem = name.get(..3)?.to_lowercase();
    STEMS
        .iter()
        .position(|month| *month == stem)
        .and_then(|index| u8::try_from(index + 1).ok())
}

fn named_year(found: &Captures<'_>) -> Option<u16> {
    found.name("year").and_then(|year| full_year(year.as_str()))
}

fn day_month(found: &Captures<'_>) -> Option<Vec<Value>> {
    if ends_sentence(found) {
        return None;
    }
    let (month, year) = (month_number(&found["month"])?, named_year(found));
    let days = ["first", "day"].into_iter().filter_map(|name| found.name(name));
    let values: Vec<Value> = days
        .filter_map(|day| date(year, month, Some(day.as_str().parse().ok()?), None))
        .collect();
    (!values.is_empty()).then_some(values)
}

/// Tells whether a full stop parts the month from the number behind it: "by mid July. 3 for now".
fn ends_sentence(found: &Captures<'_>) -> bool {
    let (Some(whole), Some(month), Some(day)) = (found.get(0), found.name("month"), found.name("day")) else {
        return false;
    };
    let name = month.as_str().to_lowercase();
    let is_shortened = name == "sept" || (name.len() == 3 && name != "may");
    let behind = &whole.as_str()[month.end() - whole.start()..];
    day.start() > month.end() && behind.starts_with('.') && !is_shortened
}

fn part(found: &Captures<'_>) -> Option<Portion> {
    let word = found.name("part")?.as_str().to_lowercase();
    Some(match word.as_str() {
        "early" | "beginning of" | "start of" => Portion::Early,
        "mid" | "middle of" => Portion::Middle,
        _ => Portion::End,
    })
}

fn month(found: &Captures<'_>) -> Option<Vec<Value>> {
    Some(vec![date(
        named_year(found),
        month_number(&found["month"])?,
        None,
        part(found),
    )?])
}

fn year(found: &Captures<'_>) -> Option<Vec<Value>> {
    let year = named_year(found)?;
    let date = Value::Date {
        year: Some(year),
        month: None,
        day: None,
        part: part(found),
    };
    Some(vec![
        date,
        Value::Number {
            amount: f64::from(year),
            unit: None,
        },
    ])
}

fn quarter(found: &Captures<'_>, of: u8) -> Option<Vec<Value>> {
    let year = found.get(2).and_then(|year| full_year(year.as_str()));
    Some(vec![Value::Portion {
        of,
        number: found[1].parse().ok()?,
        year,
    }])
}

fn fiscal_quarter(found: &Captures<'_>) -> Option<Vec<Value>> {
    Some(vec![Value::Portion {
        of: 4,
        number: found[2].parse().ok()?,
        year: full_year(&found[1]),
    }])
}

fn worded_portion(found: &Captures<'_>) -> Option<Vec<Value>> {
    let of = if found[2].eq_ignore_ascii_case("half") {
        2
    } else {
        4
    };
    let number = match found[1].to_lowercase().as_str() {
        "first" | "1st" => 1,
        "second" | "2nd" => 2,
        "third" | "3rd" => 3,
        _ => of,
    };
    let year = found.get(3).and_then(|year| full_year(year.as_str()));
    Some(vec![Value::Portion { of, number, year }])
}

fn fiscal_year(found: &Captures<'_>) -> Option<Vec<Value>> {
    Some(vec![Value::Date {
        year: full_year(&found[1]),
        month: None,
        day: None,
        part: None,
    }])
}

fn clock(found: &Captures<'_>) -> Option<Vec<Value>> {
    time(
        found[1].parse().ok()?,
        found[2].parse().ok()?,
        found.get(3).map(|half| half.as_str()),
    )
}

fn hour(found: &Captures<'_>) -> Option<Vec<Value>> {
    time(found[1].parse().ok()?, 0, Some(&found[2]))
}

fn time(hour: u8, minute: u8, half: Option<&str>) -> Option<Vec<Value>> {
    let hour = match half.map(str::to_lowercase).as_deref() {
        Some("pm") if hour < 12 => hour + 12,
        Some("am") if hour == 12 => 0,
        _ => hour,
    };
    (hour < 25 && minute < 60).then(|| vec![Value::Time(hour, minute)])
}

fn relative(found: &Captures<'_>) -> Option<Vec<Value>> {
    let words = found[0].to_lowercase().replace('-', " ");
    let words = words.trim_start_matches("by ").replace(" the ", " ");
    let known = match words.as_str() {
        "eod" => "end of day",
        "eow" => "end of week",
        "eom" => "end of month",
        "eoq" => "end of quarter",
        "eoy" | "year end" => "end of year",
        other => other,
    };
    Some(vec![Value::Relative(known.to_owned())])
}

fn weekday(name: &str) -> Option<Value> {
    const STEMS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let stem = name.get(..3)?.to_lowercase();
    let index = STEMS.iter().position(|day| *day == stem)?;
    u8::try_from(index + 1).ok().map(Value::Weekday)
}
