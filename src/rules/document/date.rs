//! Dates that can be read two ways: day and month in either order, or days that depend on when they are read.

use crate::domain::{FlagKind, Severity, Span};
use crate::rules::check::Hit;
use crate::rules::passage::Passage;
use crate::rules::subject::Subject;
use crate::rules::text::{head, tail};
use regex::{Captures, Regex};
use std::sync::LazyLock;

/// How far the rule looks to either side of a date, in bytes.
const REACH: usize = 120;

static NUMERIC: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u:\b)([0-9]{1,2})[/-]([0-9]{1,2})[/-](20[0-9]{2}|[0-9]{2})(?-u:\b)")
        .expect("the pattern is valid")
});

static RELATIVE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x-u) \b (?: (?: by | in | before | until | during | from | after | early | late | later | (?: start | middle | end )\ of ) \ (?:the\ )? )?
            (?: (?: next | coming | following ) \ (?: week | month | quarter | half[-\ ]year | year | spring | summer | autumn | fall | winter | sprint
                | january | february | march | april | june | july | august | september | october | november | december )
              | this \ (?: quarter | half[-\ ]year | spring | summer | autumn | fall | winter | sprint ) ) \b
          | \b (?: by | before | until ) \ (?:the\ )? (?: end\ of\ (?: the\ | this\ )? (?: week | month | quarter | year | summer )
            | spring | summer | autumn | fall | winter ) \b",
    )
    .expect("the pattern is valid")
});

/// Words that make a sentence a plan.
static PLAN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x-u) \b (?: we | we'll | will | must | shall | should | would | plan(?:ned|s)? | launch(?:es)? | ship(?:s|ped)?
            | releas(?:e|es|ed) | deliver(?:ed|s)? | roll(?:s|ed)?[-\ ]?out | rollout | start(?:s|ing)? | go(?:es)?\ live | deadline | due
            | target(?:s|ed)? | pilot | migrat(?:e|es|ed) | finish(?:ed|es)? | complet(?:e|es|ed) | expect(?:ed)? | follow(?:s)? | aim(?:s)?
            | decid(?:e|es|ed) | budget | freeze | brief | need(?:s|ed)? ) \b",
    )
    .expect("the pattern is valid")
});

/// Words that make a relative date one that the product shows or counts with, or that fix it.
static LIVING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x-u) \b (?: each | every | per | e\.g | i\.e | for\ example | such\ as | compare[ds]? | as\ an? | given | when | if | last
            | previous | user(?:s)? | customer(?:s)? | select(?:s|ed)? | show(?:s|n)? | display(?:s|ed)? | filter | 20[0-9]{2} | working | business | calendar ) \b",
    )
    .expect("the pattern is valid")
});

/// Finds dates with two readings, and plans whose dates move with their reader.
pub fn ambiguous(subject: &Subject<'_>) -> Vec<Hit> {
    let order = Order::of(subject);
    let passages = subject.passages.iter();
    passages
        .flat_map(|passage| {
            let numeric = numeric(subject, passage, order);
            numeric.into_iter().chain(relative(subject, passage))
        })
        .collect()
}

/// In which order a document writes day and month, where it shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Order {
    day_first: bool,
    month_first: bool,
}

impl Order {
    fn of(subject: &Subject<'_>) -> Self {
        let texts = subject
            .passages
            .iter()
            .filter(|passage| may_hold_numeric(passage))
            .map(|passage| passage.prose.text());
        let dates = texts.flat_map(|text| NUMERIC.captures_iter(text));
        dates.fold(Self::default(), |order, date| {
            let [first, second] = [1, 2].map(|part| number(&date, part));
            Self {
                day_first: order.day_first || (first > 12 && second <= 12),
                month_first: order.month_first || (second > 12 && first <= 12),
            }
        })
    }

    /// Tells whether other dates of the document settle how the doubtful ones are read.
    fn shows(self) -> bool {
        self.day_first != self.month_first
    }
}

fn number(date: &Captures<'_>, part: usize) -> u32 {
    date[part].parse().unwrap_or(0)
}

fn numeric(subject: &Subject<'_>, passage: &Passage, order: Order) -> Vec<Hit> {
    if order.shows() || !may_hold_numeric(passage) {
        return Vec::new();
    }
    let text = passage.prose.text();
    let doubtful = NUMERIC.captures_iter(text).filter(|date| {
        let [first, second] = [1, 2].map(|part| number(date, part));
        first != second && (1..=12).contains(&first) && (1..=12).contains(&second)
    });
    let dates = doubtful
        .filter_map(|date| date.get(0))
        .filter(|date| is_apart(text, date.start(), date.end()));
    let hit = |date: regex::Match<'_>| {
        let span = subject.span(passage, date.range())?;
        Some(Hit::new(
            FlagKind::AmbiguousDate,
            span,
            format!(
                "“{}” can be read with the day first or the month first",
                date.as_str()
            ),
            "Which day is meant? Write the month as a word, or the year first.",
        ))
    };
    dates.filter_map(hit).collect()
}

fn may_hold_numeric(passage: &Passage) -> bool {
    let bytes = passage.prose.text().as_bytes();
    passage.signs.has_digit
        && bytes
            .windows(2)
            .any(|pair| pair[0].is_ascii_digit() && matches!(pair[1], b'/' | b'-'))
}

/// Tells whether a date is no part of a longer number, path or version.
fn is_apart(text: &str, start: usize, end: usize) -> bool {
    const JOINTS: &[char] = &['/', '-', '_', '.', '#', ':'];
    let after = head(&text[end..], 2);
    let is_version = after
        .strip_prefix('.')
        .is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    !text[..start].ends_with(JOINTS) && !after.starts_with(['/', '-', '_']) && !is_version
}

fn relative(subject: &Subject<'_>, passage: &Passage) -> Vec<Hit> {
    let text = passage.prose.lower();
    if !passage.signs.has_season {
        return Vec::new();
    }
    let dates = RELATIVE.find_iter(text).filter(|date| {
        let sentence = passage.prose.sentence(date.start());
        let before = tail(&text[sentence.start.min(date.start())..date.start()], REACH);
        let after = head(&text[date.end()..sentence.end.max(date.end())], REACH);
        let is_plan = PLAN.is_match(before) || PLAN.is_match(after);
        let is_living = LIVING.is_match(before) || LIVING.is_match(after);
        is_plan
            && !is_living
            && !passage.prose.is_quoted(date.start())
            && !after.starts_with(|char: char| char.is_alphanumeric())
    });
    dates
        .filter_map(|date| {
            moving(
                &passage.prose.text()[date.range()],
                subject.span(passage, date.range())?,
            )
        })
        .collect()
}

fn moving(words: &str, span: Span) -> Option<Hit> {
    let message = format!("“{words}” depends on when it is read");
    let hit = Hit::new(
        FlagKind::AmbiguousDate,
        span,
        message,
        "Which date is meant? Give it with its year.",
    );
    Some(hit.weighing(Severity::Minor))
}

#[cfg(test)]
mod tests {
    use crate::rules::document::tests::found;

    fn ambiguous(text: &str) -> Vec<String> {
        found("ambiguous-date", text)
    }

    #[test]
    fn a_date_with_day_and_month_in_doubt_is_found() {
        assert_eq!(ambiguous("The pilot ends on 03/04/2027."), ["03/04/2027"]);
        assert_eq!(ambiguous("Freeze: 5-6-27, thaw: 7/7/27."), ["5-6-27"]);
    }

    #[test]
    fn a_date_that_reads_one_way_is_not() {
        for text in [
            "The pilot ends on 2027-04-03, or on 3 April 2027.",
            "It started on 25/03/2027 and ends on 03/04/2027.",
            "See /logs/01/02/2027/x, 10/12 and the ratio 1/2/3.",
            "Version 1-2-34-5 and 1/2/2027/3.",
        ] {
            assert_eq!(ambiguous(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_plan_whose_date_moves_with_its_reader_is_found() {
        assert_eq!(ambiguous("All shops follow next quarter."), ["next quarter"]);
        assert_eq!(
            ambiguous("I would like to brief the team before the end of the month."),
            ["before the end of the month"]
        );
        assert_eq!(ambiguous("The rest follow by the summer."), ["by the summer"]);
    }

    #[test]
    fn what_the_product_counts_or_a_year_fixes_is_not() {
        for text in [
            "Buyers must see what they ordered this month.",
            "The score must compare this week with the one before it each day.",
            "We will launch next quarter (Q2 2027).",
            "The used amount shown must be that of this month, compared with the limit.",
            "He said “we launch next week”, and we will not.",
        ] {
            assert_eq!(ambiguous(text), [""; 0], "{text}");
        }
    }
}
