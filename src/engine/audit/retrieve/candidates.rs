//! Candidates: the pairs of passages that are worth a model's judgement, a bounded number for each document.

use super::index::{Index, Place};
use super::likeness::{Likeness, likeness};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::num::NonZero;
use std::ops::Range;

/// The most candidates that are judged for one document.
pub const MOST_CANDIDATES: usize = 5;
/// The most pairs that are remembered for one document before the best of all are chosen.
const REMEMBERED: usize = 24;
/// The most passages that are looked at for one passage.
const REACH: usize = 1500;
/// The most passages that are compared in full with one passage.
const COMPARED: usize = 12;
/// A pair that scores less is not worth a question.
const WORTH: f32 = 0.12;
/// The most candidates in which one passage takes part.
const MOST_OF_ONE_PASSAGE: usize = 2;
/// The most candidates between the same two documents, as long as there are others.
const MOST_OF_TWO_DOCUMENTS: usize = 2;
/// A term that more passages define is no term of this folder's own.
const MOST_DEFINITIONS: usize = 12;

/// A pair of passages to be judged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// The passage of the document for which it is judged.
    pub place: Place,
    /// The passage of another document.
    pub other: Place,
    /// What they have in common.
    pub likeness: Likeness,
}

/// Chooses the candidates of every document, at most `most` each, the best first. A pair is judged once, for the document
/// that has room. Passages that say the same in the same words are no candidates: no judgement is needed.
pub fn candidates(index: &Index, most: usize) -> Vec<Vec<Candidate>> {
    let mut pairs = remembered(index);
    pairs.extend(of_definitions(index));
    let mut pairs: Vec<Candidate> = unique(pairs);
    pairs.sort_by(|a, b| {
        let by_score = b.likeness.score().total_cmp(&a.likeness.score());
        by_score.then((a.place, a.other).cmp(&(b.place, b.other)))
    });
    let mut choice = Choice {
        index,
        most,
        chosen: vec![Vec::new(); index.documents()],
        used: HashMap::new(),
        between: HashMap::new(),
    };
    // Two documents that are alike throughout would otherwise leave no room for what others say.
    let rest: Vec<Candidate> = pairs
        .into_iter()
        .filter(|pair| !choice.take(*pair, MOST_OF_TWO_DOCUMENTS))
        .collect();
    for pair in rest {
        choice.take(pair, usize::MAX);
    }
    choice.chosen
}

/// What was chosen so far.
struct Choice<'i> {
    index: &'i Index,
    most: usize,
    chosen: Vec<Vec<Candidate>>,
    used: HashMap<Place, usize>,
    between: HashMap<(usize, usize), usize>,
}

impl Choice<'_> {
    /// Takes a pair for the document that has more pairs already, or for the other where that one has no room. Returns whether it was taken.
    fn take(&mut self, pair: Candidate, most_between: usize) -> bool {
        let is_used_up = |place: &Place| {
            self.used
                .get(place)
                .is_some_and(|count| *count >= MOST_OF_ONE_PASSAGE)
        };
        let (one, other) = (self.index.document(pair.place), self.index.document(pair.other));
        let between = self.between.get(&(one, other)).copied().unwrap_or_default();
        if is_used_up(&pair.place) || is_used_up(&pair.other) || between >= most_between {
            return false;
        }
        // Few requests with many pairs cost less than many with few.
        let room = |document: usize| self.chosen[document].len() < self.most;
        let is_fuller = self.chosen[one].len() >= self.chosen[other].len();
        let (owner, owned) = match (room(one), room(other)) {
            (true, false) => (one, pair),
            (true, true) if is_fuller => (one, pair),
            (_, true) => (other, turned(pair)),
            (false, false) => return false,
        };
        self.chosen[owner].push(owned);
        *self.used.entry(pair.place).or_default() += 1;
        *self.used.entry(pair.other).or_default() += 1;
        *self.between.entry((one, other)).or_default() += 1;
        true
    }
}

fn turned(pair: Candidate) -> Candidate {
    Candidate {
        place: pair.other,
        other: pair.place,
        ..pair
    }
}

/// Keeps one of each pair, with the earlier passage first.
fn unique(pairs: Vec<Candidate>) -> Vec<Candidate> {
    let mut seen = HashSet::new();
    let in_order = pairs.into_iter().map(|pair| {
        if pair.place > pair.other {
            turned(pair)
        } else {
            pair
        }
    });
    in_order
        .filter(|pair| seen.insert((pair.place, pair.other)))
        .collect()
}

/// Finds for each document the pairs that score best, on all processors.
fn remembered(index: &Index) -> Vec<Candidate> {
    let documents = index.documents();
    let threads = std::thread::available_parallelism()
        .map_or(1, NonZero::get)
        .min(8);
    let share = documents.div_ceil(threads).max(1);
    std::thread::scope(|scope| {
        let shares = (0..documents).step_by(share).map(|from| {
            scope.spawn(move || {
                let mut search = Search::new(index);
                (from..(from + share).min(documents))
                    .flat_map(|document| search.of_document(document))
                    .collect()
            })
        });
        let running: Vec<std::thread::ScopedJoinHandle<'_, Vec<Candidate>>> = shares.collect();
        running
            .into_iter()
            .flat_map(|share| share.join().unwrap_or_default())
            .collect()
    })
}

/// Sums up what each passage shares with one that is looked for.
struct Search<'i> {
    index: &'i Index,
    sums: Vec<f32>,
    touched: Vec<u32>,
}

impl<'i> Search<'i> {
    fn new(index: &'i Index) -> Self {
        Self {
            index,
            sums: vec![0.0; index.passages()],
            touched: Vec::new(),
        }
    }

    fn of_document(&mut self, document: usize) -> Vec<Candidate> {
        let own = self.index.of_document(document);
        let mut found: Vec<Candidate> = own
            .clone()
            .flat_map(|place| self.of_passage(place, &own))
            .collect();
        found.sort_by(|a, b| {
            b.likeness
                .score()
                .total_cmp(&a.likeness.score())
                .then(a.other.cmp(&b.other))
        });
        found.truncate(REMEMBERED);
        found
    }

    fn of_passage(&mut self, place: Place, own: &Range<Place>) -> Vec<Candidate> {
        self.sum_up(place, own);
        let mut best: Vec<(f32, u32)> = self
            .touched
            .iter()
            .map(|other| (self.sums[*other as usize], *other))
            .collect();
        for other in self.touched.drain(..) {
            self.sums[other as usize] = 0.0;
        }
        let by_sum = |a: &(f32, u32), b: &(f32, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        // Some of the best may say the same in the same words, and fall out below.
        if best.len() > 3 * COMPARED {
            best.select_nth_unstable_by(3 * COMPARED, by_sum);
            best.truncate(3 * COMPARED);
        }
        best.sort_unstable_by(by_sum);
        let others = best.into_iter().map(|(_, other)| other as usize);
        let others = others
            .filter(|other| self.index.words(*other) != self.index.words(place))
            .take(COMPARED);
        let pairs = others.map(|other| Candidate {
            place,
            other,
            likeness: likeness(self.index, place, other),
        });
        pairs.filter(|pair| pair.likeness.score() >= WORTH).collect()
    }

    /// The rarest terms first, until enough passages were looked at: so the work for a passage is bounded however large
    /// the folder is.
    fn sum_up(&mut self, place: Place, own: &Range<Place>) {
        let mut terms: Vec<u32> = self.index.terms(place).to_vec();
        terms.sort_by_key(|term| (self.index.postings(*term).len(), *term));
        let mut left = REACH;
        for term in terms {
            let postings = self.index.postings(term);
            let Some(rest) = left.checked_sub(postings.len()) else {
                break;
            };
            left = rest;
            let weight = self.index.weight(term) * self.index.weight(term);
            for other in postings.iter().filter(|other| !own.contains(&(**other as usize))) {
                let sum = &mut self.sums[*other as usize];
                if *sum == 0.0 {
                    self.touched.push(*other);
                }
                *sum += weight;
            }
        }
    }
}

/// Pairs the definitions of one term, whatever words they use.
fn of_definitions(index: &Index) -> Vec<Candidate> {
    let mut by_term: BTreeMap<u64, Vec<Place>> = BTreeMap::new();
    for (place, term) in index.definitions() {
        by_term.entry(term).or_default().push(place);
    }
    let mut pairs = Vec::new();
    for places in by_term
        .values_mut()
        .filter(|places| places.len() <= MOST_DEFINITIONS)
    {
        places.sort_unstable();
        for (number, place) in places.iter().enumerate() {
            for other in &places[number + 1..] {
                let is_other = index.document(*place) != index.document(*other);
                if is_other && index.words(*place) != index.words(*other) {
                    pairs.push(Candidate {
                        place: *place,
                        other: *other,
                        likeness: likeness(index, *place, *other),
                    });
                }
            }
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::engine::audit::sketch::Sketcher;

    fn index(texts: &[&str]) -> Index {
        let sketcher = Sketcher::default();
        let mut index = Index::default();
        for text in texts {
            index.add(&sketcher.sketch(&Document::new("x.md".into(), "x.md".into(), (*text).into())));
        }
        index.close();
        index
    }

    const PARCELS: &str = "# Parcels\n\nA parcel waits at the pick-up point for 7 days.\n\nThe courier rings once before leaving a card.\n";
    const RETURNS: &str = "# Returns\n\nAt the pick-up point a parcel waits for 10 days.\n\nRefunds are paid by the finance team every evening.\n";
    const OFFICE: &str = "# Office\n\nPlants are watered on Mondays by whoever comes first.\n";

    #[test]
    fn another_figure_for_the_same_thing_is_the_best_candidate_and_is_judged_once() {
        let index = index(&[PARCELS, RETURNS, OFFICE]);
        let found = candidates(&index, MOST_CANDIDATES);
        let all: Vec<&Candidate> = found.iter().flatten().collect();
        assert_eq!(all.len(), 1, "{all:?}");
        assert!(all[0].likeness.figures_differ);
        assert!(found[2].is_empty());
    }

    #[test]
    fn the_same_words_are_no_candidate() {
        let index = index(&[PARCELS, PARCELS]);
        assert!(
            candidates(&index, MOST_CANDIDATES)
                .iter()
                .flatten()
                .next()
                .is_none()
        );
    }

    #[test]
    fn no_document_has_more_candidates_than_allowed() {
        let limits = |days: usize| -> String {
            let rules = (0..26u8).map(|number| {
                let name = char::from(b'a' + number).to_string().repeat(4);
                format!(
                    "- Tent {name}tent must ship within {} days to the customer\n",
                    usize::from(number) + days
                )
            });
            rules.collect()
        };
        let texts: Vec<String> = (1..6).map(limits).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let found = candidates(&index(&texts), MOST_CANDIDATES);
        assert!(found.iter().all(|of_one| of_one.len() <= MOST_CANDIDATES));
        assert!(found.iter().flatten().count() > 5);
    }

    #[test]
    fn two_definitions_of_a_term_are_paired_though_they_share_no_other_word() {
        let index = index(&[
            "# Glossary\n\n- **Active customer**: somebody with an order this year\n",
            "# Reach\n\nAn active customer means anybody who opened our app last month.\n",
            OFFICE,
        ]);
        let found = candidates(&index, MOST_CANDIDATES);
        assert!(found.iter().flatten().any(|pair| pair.likeness.define_same));
    }
}
