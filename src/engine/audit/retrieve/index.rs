//! An inverted index over the passages of a folder, as flat tables: some hundred bytes a passage, words not among them.
//!
//! The `bm25` crate, whose tokenizer makes the terms, keeps a map a passage and scores every passage that shares any
//! term: at 10,000 documents of 30 passages it took 240 MB, and 0.2 s for each of 300,000 queries.

use crate::engine::audit::sketch::{DocumentSketch, Figure, Manner};
use std::collections::HashMap;
use std::ops::Range;

/// A passage of the folder, by its number over all documents.
pub type Place = usize;

/// Everything that retrieval knows of a folder.
#[derive(Debug, Default)]
pub struct Index {
    /// For each document, its first passage; and the number of all passages.
    first: Vec<u32>,
    document: Vec<u32>,
    start: Vec<u32>,
    end: Vec<u32>,
    words: Vec<u64>,
    manner: Vec<Manner>,
    defines: HashMap<u32, u64>,
    terms: Table<u32>,
    figures: Table<Figure>,
    titles: Table<u32>,
    postings: Table<u32>,
    weights: Vec<f32>,
    known: HashMap<u64, u32>,
}

/// Lists of different lengths in one vector.
#[derive(Debug)]
struct Table<T> {
    items: Vec<T>,
    starts: Vec<u32>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            starts: vec![0],
        }
    }
}

impl<T> Table<T> {
    fn push(&mut self, items: impl IntoIterator<Item = T>) {
        self.items.extend(items);
        self.starts.push(self.items.len() as u32);
    }

    fn get(&self, index: usize) -> &[T] {
        &self.items[self.starts[index] as usize..self.starts[index + 1] as usize]
    }
}

impl Index {
    /// Takes in the next document of the folder.
    pub fn add(&mut self, sketch: &DocumentSketch) {
        let document = self.first.len() as u32;
        self.first.push(self.document.len() as u32);
        for passage in &sketch.passages {
            let place = self.document.len() as u32;
            self.document.push(document);
            self.start.push(passage.start);
            self.end.push(passage.end);
            self.words.push(passage.words);
            self.manner.push(passage.manner);
            self.defines.extend(passage.defines.map(|term| (place, term)));
            let mut terms: Vec<u32> = passage.terms.iter().map(|term| self.number_of(*term)).collect();
            terms.sort_unstable();
            self.terms.push(terms);
            self.figures.push(passage.figures.iter().copied());
        }
        let mut title: Vec<u32> = sketch.title.iter().map(|term| self.number_of(*term)).collect();
        title.sort_unstable();
        self.titles.push(title);
    }

    fn number_of(&mut self, term: u64) -> u32 {
        let next = self.known.len() as u32;
        *self.known.entry(term).or_insert(next)
    }

    /// Closes the index: from here on it can be searched, and takes nothing more in.
    pub fn close(&mut self) {
        let terms = self.known.len();
        self.known = HashMap::new();
        let mut counts = vec![0u32; terms + 1];
        for term in &self.terms.items {
            counts[*term as usize + 1] += 1;
        }
        for term in 0..terms {
            counts[term + 1] += counts[term];
        }
        let passages = self.document.len() as f32;
        self.weights = (0..terms)
            .map(|term| (1.0 + passages / (1.0 + (counts[term + 1] - counts[term]) as f32)).ln())
            .collect();
        let mut next = counts.clone();
        let mut postings = vec![0u32; self.terms.items.len()];
        for place in 0..self.document.len() {
            for term in self.terms.get(place) {
                postings[next[*term as usize] as usize] = place as u32;
                next[*term as usize] += 1;
            }
        }
        self.postings = Table {
            items: postings,
            starts: counts,
        };
    }

    /// Returns how many documents there are.
    pub fn documents(&self) -> usize {
        self.first.len()
    }

    /// Returns how many passages there are.
    pub fn passages(&self) -> usize {
        self.document.len()
    }

    /// Returns the passages of a document.
    pub fn of_document(&self, document: usize) -> Range<Place> {
        let end = self
            .first
            .get(document + 1)
            .map_or(self.document.len(), |first| *first as usize);
        self.first[document] as usize..end
    }

    /// Returns the document that holds a passage.
    pub fn document(&self, place: Place) -> usize {
        self.document[place] as usize
    }

    /// Returns where a passage stands in its document.
    pub fn range(&self, place: Place) -> Range<usize> {
        self.start[place] as usize..self.end[place] as usize
    }

    /// Returns the hash of everything a passage says.
    pub fn words(&self, place: Place) -> u64 {
        self.words[place]
    }

    /// Returns how a passage demands.
    pub fn manner(&self, place: Place) -> Manner {
        self.manner[place]
    }

    /// Returns the figures of a passage.
    pub fn figures(&self, place: Place) -> &[Figure] {
        self.figures.get(place)
    }

    /// Returns the terms of a passage, in order.
    pub fn terms(&self, place: Place) -> &[u32] {
        self.terms.get(place)
    }

    /// Returns the terms of a document's title, in order.
    pub fn title(&self, document: usize) -> &[u32] {
        self.titles.get(document)
    }

    /// Returns the passages that hold a term, in order.
    pub fn postings(&self, term: u32) -> &[u32] {
        self.postings.get(term as usize)
    }

    /// Returns how telling a term is: the rarer, the more.
    pub fn weight(&self, term: u32) -> f32 {
        self.weights[term as usize]
    }

    /// Returns the hash of the term that a passage defines.
    pub fn defines(&self, place: Place) -> Option<u64> {
        self.defines.get(&(place as u32)).copied()
    }

    /// Returns all passages that define a term.
    pub fn definitions(&self) -> impl Iterator<Item = (Place, u64)> {
        self.defines.iter().map(|(place, term)| (*place as usize, *term))
    }
}
