//! How likely it is that two passages speak of one subject and differ on it.

use super::index::{Index, Place};
use crate::engine::audit::sketch::Figure;

/// What two passages have in common, and where they part.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Likeness {
    /// How much of what they speak of is the same, from 0 to 1.
    pub subject: f32,
    /// How telling that is: one rare word tells more than three common ones.
    pub mass: f32,
    /// They count the same thing and give other figures.
    pub figures_differ: bool,
    /// One forbids what the other demands or allows.
    pub manners_oppose: bool,
    /// They define the same term.
    pub define_same: bool,
    /// One calls the other's document by its title.
    pub names_document: bool,
    /// Both state a rule.
    pub both_demand: bool,
    /// Terms that only one of them has.
    pub apart: usize,
}

impl Likeness {
    /// Returns the worth of having the pair judged.
    pub fn score(&self) -> f32 {
        let mut signs = 0.0;
        if self.figures_differ {
            signs += 0.9;
        }
        if self.manners_oppose {
            signs += 0.4;
        }
        if self.names_document {
            signs += 0.7;
        }
        // The more the subject is the same, the more it tells that something about it is not.
        let mut score = self.subject * self.mass / (self.mass + HALF_MASS) * (1.0 + self.subject * signs);
        // Lines that rule on nothing are alike everywhere.
        if !self.both_demand {
            score *= 0.75;
        }
        if self.define_same {
            score = score.max(0.3) * 1.6;
        }
        score
    }
}

/// The mass at which a likeness counts half.
const HALF_MASS: f32 = 9.0;

/// Compares two passages.
pub fn likeness(index: &Index, one: Place, other: Place) -> Likeness {
    let (mut shared, mut all_one, mut all_other) = (0.0, 0.0, 0.0);
    let (mut shared_plain, mut common) = (0.0, 0);
    let (left, right) = (index.terms(one), index.terms(other));
    let square = |term: &u32| index.weight(*term) * index.weight(*term);
    all_one += left.iter().map(square).sum::<f32>();
    all_other += right.iter().map(square).sum::<f32>();
    let mut at = 0;
    for term in left {
        while right.get(at).is_some_and(|other| other < term) {
            at += 1;
        }
        if right.get(at) == Some(term) {
            shared += square(term);
            shared_plain += index.weight(*term);
            common += 1;
        }
    }
    let (manner, opposite) = (index.manner(one), index.manner(other));
    let defines = index.defines(one);
    Likeness {
        subject: shared / (all_one * all_other).sqrt().max(f32::MIN_POSITIVE),
        mass: shared_plain,
        figures_differ: differ(index.figures(one), index.figures(other)),
        manners_oppose: manner.opposes(opposite),
        define_same: defines.is_some() && defines == index.defines(other),
        names_document: names(index, one, index.document(other)) || names(index, other, index.document(one)),
        both_demand: manner.demands() && opposite.demands(),
        apart: left.len() + right.len() - 2 * common,
    }
}

/// Tells whether two passages count the same thing with other figures.
pub fn differ(one: &[Figure], other: &[Figure]) -> bool {
    one.iter().any(|figure| {
        let same_unit = |counted: &&Figure| counted.unit == figure.unit;
        let mut counted = other.iter().filter(same_unit).peekable();
        counted.peek().is_some() && counted.all(|counted| counted.number != figure.number)
    })
}

/// Tells whether a passage holds all telling words of a document's title.
fn names(index: &Index, place: Place, document: usize) -> bool {
    let title = index.title(document);
    let terms = index.terms(place);
    let telling = title.iter().filter(|term| index.postings(**term).len() < COMMON);
    let telling: Vec<&u32> = telling.collect();
    telling.len() >= 2 && telling.iter().all(|term| terms.binary_search(term).is_ok())
}

/// A word in this many passages does not tell one document from another.
const COMMON: usize = 200;
