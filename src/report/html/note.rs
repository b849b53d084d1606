//! The findings of one review as its page shows them: where each stands in the spec, whom it concerns, and what its
//! parts are called in the page.

use super::ink::{Ink, Passage};
use super::people::People;
use crate::document::Document;
use crate::domain::{Anchor, FindingId, Question};
use crate::report::ranked::Finding;
use crate::report::view::View;
use std::collections::HashMap;

/// A finding and what the page knows about it.
pub struct Note<'a> {
    /// The finding.
    pub finding: Finding<'a>,
    /// The id of its card.
    pub id: String,
    /// Who is asked about it, by their numbers.
    pub people: Vec<usize>,
    /// The questions that it waits for.
    pub questions: Vec<&'a Question>,
    /// For each of its anchors the passage in the spec that is marked for it.
    pub passages: Vec<Option<usize>>,
    /// The passage beside which its card stands.
    pub home: Option<usize>,
}

/// The findings of a review, and the passages of its spec.
pub struct Notes<'a> {
    /// The findings, by rank.
    pub notes: Vec<Note<'a>>,
    /// What is marked in the spec; none where its text is not at hand.
    pub ink: Option<Ink>,
    /// What the ids of this review begin with.
    pub prefix: String,
    by_id: HashMap<&'a FindingId, usize>,
    by_home: HashMap<usize, usize>,
}

impl<'a> Notes<'a> {
    /// Finds out where each finding stands. `prefix` tells the ids of this review from those of others in the page.
    pub fn new(view: &View<'a>, spec: Option<&Document>, prefix: String, people: &mut People) -> Self {
        let mut notes: Vec<Note<'a>> = view
            .findings
            .iter()
            .map(|finding| note(view, *finding, &prefix, people))
            .collect();
        let passages = spec.map(|spec| passages(&mut notes, spec)).unwrap_or_default();
        let ink = spec.map(|spec| Ink::new(spec, passages));
        for note in &mut notes {
            let is_seen = |passage: &usize| ink.as_ref().is_some_and(|ink| ink.is_seen(*passage));
            note.passages
                .iter_mut()
                .for_each(|passage| *passage = passage.filter(is_seen));
            note.home = note.passages.iter().flatten().next().copied();
        }
        let homes = notes.iter().enumerate();
        Self {
            by_home: homes
                .filter_map(|(index, note)| Some((note.home?, index)))
                .collect(),
            by_id: notes
                .iter()
                .enumerate()
                .map(|(index, note)| (note.finding.id(), index))
                .collect(),
            notes,
            ink,
            prefix,
        }
    }

    /// Returns the finding with an id.
    pub fn get(&self, id: &FindingId) -> Option<&Note<'a>> {
        self.by_id.get(id).map(|index| &self.notes[*index])
    }

    /// Returns the finding whose card stands beside a passage.
    pub fn at(&self, passage: usize) -> Option<&Note<'a>> {
        self.by_home.get(&passage).map(|index| &self.notes[*index])
    }

    /// Returns the findings whose cards stand beside no passage.
    pub fn elsewhere(&self) -> impl Iterator<Item = &Note<'a>> {
        self.notes.iter().filter(|note| note.home.is_none())
    }

    /// Returns the id of the passage beside which a finding's card stands.
    pub fn home(&self, note: &Note<'a>) -> Option<&str> {
        self.ink
            .as_ref()
            .zip(note.home)
            .map(|(ink, home)| ink.passage(home).id.as_str())
    }

    /// Returns the id of the passage that is marked for an anchor of a finding.
    pub fn place(&self, note: &Note<'a>, anchor: usize) -> Option<&str> {
        let passage = (*note.passages.get(anchor)?)?;
        self.ink.as_ref().map(|ink| ink.passage(passage).id.as_str())
    }

    /// Returns the id of a question.
    pub fn question_id(&self, question: &Question) -> String {
        format!("{}q{}", self.prefix, question.rank)
    }
}

fn note<'a>(view: &View<'a>, finding: Finding<'a>, prefix: &str, people: &mut People) -> Note<'a> {
    let asked = view.questions.iter().copied();
    let questions: Vec<&Question> = asked
        .filter(|question| question.blocks.contains(finding.id()))
        .collect();
    let mut concerned: Vec<usize> = questions
        .iter()
        .map(|question| people.number(&question.to))
        .collect();
    if let Finding::Assumption(assumption) = finding {
        let who = assumption.who.iter().filter(|who| !who.trim().is_empty());
        concerned.extend(who.map(|who| people.number(who)));
    }
    concerned.sort_unstable();
    concerned.dedup();
    Note {
        finding,
        id: format!("{prefix}f{}", finding.rank()),
        people: concerned,
        questions,
        passages: Vec::new(),
        home: None,
    }
}

/// Gathers the passages of all findings, and tells each finding which are its own.
fn passages(notes: &mut [Note<'_>], spec: &Document) -> Vec<Passage> {
    let mut passages = Vec::new();
    for note in notes {
        for (part, anchor) in note.finding.anchors().iter().enumerate() {
            let is_here = stands_in(anchor, spec);
            note.passages.push(is_here.then_some(passages.len()));
            if is_here {
                passages.push(Passage {
                    span: anchor.span,
                    severity: note.finding.severity(),
                    number: note.finding.rank(),
                    id: format!("{}-{}", note.id, part + 1),
                    card: note.id.clone(),
                });
            }
        }
    }
    passages
}

/// Tells whether a document holds an anchor's words where the anchor says.
fn stands_in(anchor: &Anchor, document: &Document) -> bool {
    anchor.document == document.path()
        && document.text().get(anchor.span.range()) == Some(anchor.quote.as_str())
}
