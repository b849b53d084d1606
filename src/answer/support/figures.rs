//! The figures of a text: numbers in digits and words, with units and multipliers, dates, quarters, weeks, weekdays and
//! times, each in a normal form in which "4.2M" is "4,200,000" and "the third quarter" is "Q3".
//!
//! A sentence's figure stands in the proof where the proof has a figure of the same value that is at least as precise,
//! with the same unit, and with no "about" or "up to" lost on the way.

mod dates;
mod numbers;

use std::ops::Range;

/// What a figure amounts to.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number and its unit.
    Number {
        /// The number, multipliers multiplied.
        amount: f64,
        /// What it counts, where that is written on it.
        unit: Option<Unit>,
    },
    /// A day, month or year, as far as it is given.
    Date {
        /// The year.
        year: Option<u16>,
        /// The month from 1.
        month: Option<u8>,
        /// The day from 1.
        day: Option<u8>,
        /// Which part of the month or year: early, middle, end.
        part: Option<Portion>,
    },
    /// A quarter, or with `of` 2 a half, of a year.
    Portion {
        /// How many of it make a year.
        of: u8,
        /// Which, from 1.
        number: u8,
        /// The year.
        year: Option<u16>,
    },
    /// A week of the year.
    Week(u8),
    /// A day of the week, from 1 for Monday.
    Weekday(u8),
    /// An hour and minute.
    Time(u8, u8),
    /// A time told from now: "next week".
    Relative(String),
}

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Hundredths.
    Percent,
    /// Percentage points.
    Points,
    /// Money, by its code.
    Money(&'static str),
}

/// A part of a month or year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Portion {
    /// Its beginning.
    Early,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// What a figure is bounded by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// At least.
    Least,
    /// At most.
    Most,
}

/// A figure of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// As written.
    pub text: String,
    /// Where, in bytes.
    pub range: Range<usize>,
    /// What it amounts to; more than one where it can be read several ways, the likeliest first.
    pub values: Vec<Value>,
    /// Whether it is said to be about so much.
    pub is_about: bool,
    /// Whether it is said to be a bound.
    pub bound: Option<Bound>,
}

/// What became of a figure of the proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// It stands there.
    Stands,
    /// It stands there, but only about.
    LostAbout,
    /// It stands there, but as a bound, or as none.
    OtherBound,
    /// It does not stand there.
    Missing,
}

/// Finds the figures of a text, in order.
pub fn of(text: &str) -> Vec<Figure> {
    let mut figures = dates::of(text);
    numbers::add(text, &mut figures);
    figures.sort_by_key(|figure| figure.range.start);
    for figure in &mut figures {
        let before = text.get(..figure.range.start).unwrap_or_default();
        let after = text.get(figure.range.end..).unwrap_or_default();
        figure.is_about = numbers::is_about(before, after);
        figure.bound = numbers::bound(before, after);
    }
    figures
}

impl Figure {
    fn new(text: &str, range: Range<usize>, values: Vec<Value>) -> Self {
        Self {
            text: text[range.clone()].trim().trim_end_matches(['.', ',']).to_owned(),
            range,
            values,
            is_about: false,
            bound: None,
        }
    }

    /// Holds a sentence's figure against those of its proof.
    pub fn fit(&self, proof: &[Figure]) -> Fit {
        let Some(value) = self.values.first() else {
            return Fit::Missing;
        };
        let same = proof
            .iter()
            .filter(|other| other.values.iter().any(|known| value.follows_from(known)));
        let fits = same.map(|other| self.nearness(other));
        fits.max_by_key(|fit| match fit {
            Fit::Stands => 3,
            Fit::LostAbout => 2,
            Fit::OtherBound => 1,
            Fit::Missing => 0,
        })
        .unwrap_or(Fit::Missing)
    }

    fn nearness(&self, proof: &Figure) -> Fit {
        let is_number = matches!(self.values.first(), Some(Value::Number { .. }));
        match () {
            () if !is_number => Fit::Stands,
            () if proof.is_about && !self.is_about && self.bound.is_none() => Fit::LostAbout,
            () if proof.bound != self.bound => Fit::OtherBound,
            () => Fit::Stands,
        }
    }

    /// Tells whether two figures could mean the same, however each is read.
    pub fn may_equal(&self, other: &Figure) -> bool {
        self.values
            .iter()
            .any(|one| other.values.iter().any(|two| one.may_equal(two)))
    }
}

impl Value {
    /// Tells whether this may be said by somebody who knows `known`, and nothing more.
    fn follows_from(&self, known: &Value) -> bool {
        match (self, known) {
            (
                Self::Number {
                    amount: one,
                    unit: mine,
                },
                Self::Number {
                    amount: two,
                    unit: theirs,
                },
            ) => equal(*one, *two) && (mine == theirs || mine.is_none() || is_points(*mine, *theirs)),
            (
                Self::Date {
                    year: y1,
                    month: m1,
                    day: d1,
                    part: p1,
                },
                Self::Date {
                    year: y2,
                    month: m2,
                    day: d2,
                    part: p2,
                },
            ) => {
                within(y1, y2) && within(m1, m2) && within(d1, d2) && within(p1, p2) && shares(m1, m2, y1, y2)
            }
            (
                Self::Portion {
                    of: o1,
                    number: n1,
                    year: y1,
                },
                Self::Portion {
                    of: o2,
                    number: n2,
                    year: y2,
                },
            ) => o1 == o2 && n1 == n2 && within(y1, y2),
            // The year of a quarter may be told by itself.
            (
                Self::Date {
                    year: Some(one),
                    month: None,
                    ..
                },
                Self::Portion { year: Some(two), .. },
            ) => one == two,
            (one, two) => one == two,
        }
    }

    fn may_equal(&self, other: &Value) -> bool {
        match (self, other) {
            (Self::Number { amount: one, .. }, Self::Number { amount: two, .. }) => equal(*one, *two),
            (one, two) => one.follows_from(two) || two.follows_from(one),
        }
    }
}

/// "5 percentage points" may be written "5%" in notes.
fn is_points(mine: Option<Unit>, theirs: Option<Unit>) -> bool {
    mine == Some(Unit::Points) && theirs == Some(Unit::Percent)
}

fn within<T: PartialEq>(mine: &Option<T>, known: &Option<T>) -> bool {
    mine.is_none() || mine == known
}

/// A date says something about another only where both name the same month or year.
fn shares<T: PartialEq, U: PartialEq>(
    m1: &Option<T>,
    m2: &Option<T>,
    y1: &Option<U>,
    y2: &Option<U>,
) -> bool {
    (m1.is_some() && m1 == m2) || (y1.is_some() && y1 == y2)
}

fn equal(one: f64, two: f64) -> bool {
    (one - two).abs() <= f64::EPSILON * one.abs().max(two.abs()).max(1.0) * 4.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(sentence: &str, proof: &str) -> Fit {
        let figures = of(sentence);
        assert_eq!(figures.len(), 1, "{figures:?}");
        figures[0].fit(&of(proof))
    }

    #[track_caller]
    fn stands(sentence: &str, proof: &str) {
        assert_eq!(
            fit(sentence, proof),
            Fit::Stands,
            "{:?} / {:?}",
            of(sentence),
            of(proof)
        );
    }

    #[track_caller]
    fn is_missing(sentence: &str, proof: &str) {
        assert_eq!(
            fit(sentence, proof),
            Fit::Missing,
            "{:?} / {:?}",
            of(sentence),
            of(proof)
        );
    }

    #[test]
    fn one_amount_has_many_forms() {
        for form in [
            "4.2M",
            "4,200,000",
            "4.2 million",
            "4 200 000",
            "4.2m",
            "4,2 million",
        ] {
            stands("it brought in 4.2M", &format!("we made {form} there"));
            stands(&format!("it brought in {form}"), "we made 4.2M there");
        }
        stands("EUR 5.60 per order", "bring it to €5.60");
        stands("€5.60 per order", "5,60 € per order");
        stands("20,000 orders", "20k orders");
        stands("twenty-five orders", "25 orders");
        stands("two hundred and fifty orders", "250 orders");
        stands("36%", "from 31 to 36 percent");
        stands("31%", "from 31 to 36 percent");
        stands("3 reasons", "3, and every second box costs €2.10");
        assert!(of("the second half of the budget").is_empty());
        assert_eq!(of("the first half of 2027").len(), 1);
    }

    #[test]
    fn another_amount_unit_or_one_worked_out_is_missing() {
        is_missing("4.3M", "we made 4.2M there");
        is_missing("5 points", "from 31% to 36%");
        is_missing("€36", "from 31% to 36%");
        is_missing("36%", "36 people");
        is_missing("14 days", "two weeks");
    }

    #[test]
    fn dates_are_known_in_their_forms_and_may_lose_detail_but_not_gain_it() {
        for form in [
            "1 September 2027",
            "September 1st, 2027",
            "2027-09-01",
            "1.9.2027",
            "Sept 1, 2027",
            "01/09/2027",
        ] {
            stands("from 1 September 2027", &format!("open by {form}"));
            stands("in September", &format!("open by {form}"));
        }
        is_missing("on 1 September", "in September");
        is_missing("in September 2028", "in September 2027");
        is_missing("by the end of March", "in March");
        stands("in March", "by the end of March");
        stands("in March", "mid-March");
        is_missing("on 14 March", "on 15 March");
        stands("by mid July", "by mid july. 3 for now");
        stands("on 3 January", "due Jan. 3");
    }

    #[test]
    fn quarters_weeks_weekdays_and_times_are_figures() {
        stands("in the third quarter", "in Q3");
        stands("in Q3", "in the third quarter of 2027");
        is_missing("in Q4", "in Q3");
        is_missing("in Q3 2028", "Q3 2027");
        stands("by Friday", "due Fri");
        is_missing("by Thursday", "due Fri");
        stands("in week 12", "CW 12");
        stands("at 10 am", "at 10:00");
        stands("next week", "let's do it next week");
        is_missing("next month", "let's do it next week");
    }

    #[test]
    fn about_and_bounds_stay() {
        assert_eq!(fit("20,000 orders", "about 20k orders"), Fit::LostAbout);
        assert_eq!(fit("some 20,000 orders", "~20k orders"), Fit::Stands);
        assert_eq!(fit("5 people", "up to 5 people"), Fit::OtherBound);
        assert_eq!(fit("at most 5 people", "up to 5 people"), Fit::Stands);
        assert_eq!(fit("at least 5 people", "5 people"), Fit::OtherBound);
    }

    #[test]
    fn may_the_verb_and_one_the_pronoun_are_no_figures() {
        assert!(
            of("You may ask one of them; March on.")
                .iter()
                .all(|figure| figure.text != "may")
        );
        assert!(of("this one may wait").is_empty());
        assert_eq!(of("in May").len(), 1);
        assert_eq!(of("one week").len(), 1);
    }

    #[test]
    fn an_odd_text_is_no_danger() {
        for text in [
            "",
            "€",
            "1",
            "1.",
            "..1..",
            "99999999999999999999999",
            "32 January",
            "13/13/13",
            "Q9",
            "尽快 3 天",
            "½",
        ] {
            of(text);
        }
    }
}
