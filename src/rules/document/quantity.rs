//! Quantities as they are written: a number, its unit, and what is measured.

use regex::{Captures, Regex};
use std::ops::Range;
use std::sync::LazyLock;

/// Units, what they measure, and how much of its smallest unit each is.
const UNITS: &[(&[&str], Dimension, f64)] = &[
    (
        &["ms", "millisecond", "milliseconds", "msec"],
        Dimension::Time,
        0.001,
    ),
    (&["s", "sec", "secs", "second", "seconds"], Dimension::Time, 1.0),
    (&["min", "mins", "minute", "minutes"], Dimension::Time, 60.0),
    (&["h", "hr", "hrs", "hour", "hours"], Dimension::Time, 3600.0),
    (&["day", "days"], Dimension::Time, 86_400.0),
    (&["week", "weeks"], Dimension::Time, 604_800.0),
    (&["month", "months"], Dimension::Time, 2_629_800.0),
    (&["year", "years"], Dimension::Time, 31_557_600.0),
    (&["byte", "bytes"], Dimension::Size, 1.0),
    (&["kb"], Dimension::Size, 1e3),
    (&["kib"], Dimension::Size, 1024.0),
    (&["mb", "megabyte", "megabytes"], Dimension::Size, 1e6),
    (&["mib"], Dimension::Size, 1_048_576.0),
    (&["gb", "gigabyte", "gigabytes"], Dimension::Size, 1e9),
    (&["gib"], Dimension::Size, 1_073_741_824.0),
    (&["tb", "terabyte", "terabytes"], Dimension::Size, 1e12),
    (&["%", "percent"], Dimension::Share, 1.0),
    (&["€", "eur", "euro", "euros"], Dimension::Euro, 1.0),
    (&["$", "usd", "dollar", "dollars"], Dimension::Dollar, 1.0),
    (&["£", "gbp", "pounds"], Dimension::Pound, 1.0),
];

/// What a unit measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dimension {
    /// Time as it passes.
    Time,
    /// Days on which people work.
    WorkingTime,
    /// Memory and files.
    Size,
    /// Parts of a hundred.
    Share,
    /// Money.
    Euro,
    /// Money.
    Dollar,
    /// Money.
    Pound,
}

/// A number with its unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// What it measures.
    pub dimension: Dimension,
    /// How much, in the smallest unit.
    pub amount: f64,
    /// Where number and unit stand.
    pub range: Range<usize>,
}

static QUANTITY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x-u) \b ([0-9]{1,3}(?:,[0-9]{3})+ | [0-9]{1,9}(?:\.[0-9]{1,4})?) [\ -]? (working\ |business\ |calendar\ )?
            ( ms | milliseconds? | msec | s | secs? | seconds? | mins? | minutes? | h | hrs? | hours? | days? | weeks? | months? | years?
            | bytes? | [kmgt]i?b | (?:mega|giga|tera)bytes? | percent | eur | euros? | usd | dollars? | gbp | pounds? ) \b
          | \b ([0-9]{1,9}(?:\.[0-9]{1,4})?) \ ? %
          | (€ | \$ | £) \ ? ([0-9]{1,3}(?:,[0-9]{3})+ | [0-9]{1,9}(?:\.[0-9]{1,4})?) \b",
    )
    .expect("the pattern is valid")
});

/// Finds the quantities of a text in small letters.
pub fn quantities(text: &str) -> impl Iterator<Item = Quantity> {
    let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
    let found = has_digit.then(|| QUANTITY.captures_iter(text));
    found
        .into_iter()
        .flatten()
        .filter_map(|found| quantity(&found))
        .filter(|quantity| is_apart(text, quantity))
}

fn quantity(found: &Captures<'_>) -> Option<Quantity> {
    let group = |index: usize| found.get(index).map(|part| part.as_str());
    let (number, unit) = match (group(1), group(4)) {
        (Some(number), _) => (number, group(3)?),
        (None, Some(number)) => (number, "%"),
        (None, None) => (group(6)?, group(5)?),
    };
    let (dimension, factor) = unit_of(unit)?;
    let is_working = group(2).is_some_and(|word| !word.to_ascii_lowercase().starts_with("cal"));
    let amount: f64 = number.replace(',', "").parse().ok()?;
    Some(Quantity {
        dimension: if is_working {
            Dimension::WorkingTime
        } else {
            dimension
        },
        amount: amount * factor,
        range: found.get(0)?.range(),
    })
}

fn unit_of(unit: &str) -> Option<(Dimension, f64)> {
    let found = UNITS
        .iter()
        .find(|(names, ..)| names.iter().any(|name| name.eq_ignore_ascii_case(unit)));
    found.map(|(_, dimension, factor)| (*dimension, *factor))
}

/// Tells whether a quantity is no part of a longer number, a range or an identifier.
fn is_apart(text: &str, quantity: &Quantity) -> bool {
    let before = &text[..quantity.range.start];
    !before.ends_with([
        '-', '–', '.', ',', '_', '/', ':', '+', '~', '±', '×', '*', '^', '#',
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amounts(text: &str) -> Vec<(Dimension, f64)> {
        quantities(&text.to_ascii_lowercase())
            .map(|quantity| (quantity.dimension, quantity.amount))
            .collect()
    }

    #[test]
    fn numbers_with_units_are_read() {
        assert_eq!(
            amounts("a 30-day window, 2 hours"),
            [(Dimension::Time, 2_592_000.0), (Dimension::Time, 7200.0)]
        );
        assert_eq!(
            amounts("€1,500 or 12.5 % of 25 MB"),
            [
                (Dimension::Euro, 1500.0),
                (Dimension::Share, 12.5),
                (Dimension::Size, 25e6)
            ]
        );
        assert_eq!(
            amounts("within 5 working days"),
            [(Dimension::WorkingTime, 432_000.0)]
        );
    }

    #[test]
    fn other_numbers_are_not() {
        assert_eq!(amounts("FR-012 says 3-5 minutes, v2.0 s, 1/2 h and 2026"), []);
    }
}
