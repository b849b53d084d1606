//! Which questions to one person ask the same: by the telling words they share.

use std::collections::{BTreeMap, HashMap};

/// From here on two questions to one person are the same: this share of their telling words is common.
const SAME: f32 = 0.6;
/// A word that more questions to one person hold does not tell them apart.
const COMMON: usize = 64;

/// The telling words of the questions to one person so far.
#[derive(Default)]
pub struct Alike {
    terms: Vec<Vec<u64>>,
    holding: HashMap<u64, Vec<usize>>,
}

impl Alike {
    /// Returns the place of the earlier question that asks the same; where none does, takes this one in as the next.
    pub fn place(&mut self, terms: Vec<u64>) -> Option<usize> {
        let same = self.same(&terms);
        if same.is_none() {
            for term in &terms {
                self.holding.entry(*term).or_default().push(self.terms.len());
            }
            self.terms.push(terms);
        }
        same
    }

    fn same(&self, terms: &[u64]) -> Option<usize> {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        let lists = terms.iter().filter_map(|term| self.holding.get(term));
        for index in lists.filter(|list| list.len() <= COMMON).flatten() {
            *shared.entry(*index).or_default() += 1;
        }
        let likeness = |index: usize, common: usize| {
            let all = self.terms[index].len() + terms.len() - common;
            common as f32 / all.max(1) as f32
        };
        let alike = shared
            .into_iter()
            .map(|(index, common)| (likeness(index, common), index));
        let best = alike
            .filter(|(likeness, _)| *likeness >= SAME)
            .max_by(|a, b| a.0.total_cmp(&b.0));
        best.map(|(_, index)| index)
    }
}

/// Returns whom a question is for, for comparison: without the role in brackets, and whatever the case.
pub fn addressee(to: &str) -> String {
    let short = to.split(['(', ',']).next().unwrap_or_default().trim();
    if short.is_empty() {
        to.trim().to_lowercase()
    } else {
        short.to_lowercase()
    }
}
