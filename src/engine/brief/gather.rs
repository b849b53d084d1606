//! Gathering what was claimed about notes, part by part: duplicates joined, in the order of the notes.

use crate::answer::facts::{FactClaim, GoalClaim, NotesClaims};
use crate::answer::normalise;
use crate::document::Document;
use crate::domain::brief::Standing;
use crate::domain::{Anchor, SetAside};
use std::collections::HashMap;
use std::sync::Arc;

/// The claims of all parts, with the part that each comes from.
#[derive(Default)]
pub struct Gathered {
    /// The facts, each with the number of its part.
    pub claims: Vec<(usize, FactClaim)>,
    /// The goals, each with the number of its part.
    pub goals: Vec<(usize, GoalClaim)>,
    /// How settled documents are.
    pub standings: Vec<(Standing, Anchor)>,
    /// What was set aside.
    pub set_aside: Vec<SetAside>,
    /// Which claim a duplicate was joined with.
    joined: HashMap<(usize, String), (usize, String)>,
    parts: usize,
}

impl Gathered {
    /// Gathers the claims of all parts, in the order of the notes.
    pub fn new(claims: Vec<NotesClaims>, notes: &[Arc<Document>]) -> Self {
        let mut gathered = Self::default();
        claims.into_iter().for_each(|claims| gathered.take(claims));
        gathered.in_order(notes);
        gathered
    }

    /// Returns the label, and its part, of the claim that a label of a part stands for.
    pub fn meant(&self, part: usize, label: &str) -> (usize, String) {
        let own = (part, label.to_owned());
        self.joined.get(&own).cloned().unwrap_or(own)
    }

    fn take(&mut self, claims: NotesClaims) {
        let part = self.parts;
        self.parts += 1;
        for claim in claims.facts {
            match self.claims.iter_mut().find(|(_, known)| is_same(known, &claim)) {
                Some((of, known)) => {
                    self.joined
                        .insert((part, claim.label.clone()), (*of, known.label.clone()));
                    join(known, claim);
                }
                None => self.claims.push((part, claim)),
            }
        }
        self.goals
            .extend(claims.goals.into_iter().map(|goal| (part, goal)));
        self.standings.extend(claims.standings);
        self.set_aside.extend(claims.set_aside);
    }

    /// Puts the facts in the order of the notes.
    fn in_order(&mut self, notes: &[Arc<Document>]) {
        let place = |claim: &FactClaim| {
            let anchor = claim.anchors.first()?;
            let document = notes
                .iter()
                .position(|document| document.path() == anchor.document)?;
            Some((document, anchor.span.start()))
        };
        self.claims.sort_by_key(|(_, claim)| place(claim));
    }
}

/// Two facts are one where they are of one kind and rest on the same words, or say the same.
fn is_same(one: &FactClaim, other: &FactClaim) -> bool {
    let words = |claim: &FactClaim| {
        claim
            .anchors
            .first()
            .map(|anchor| normalise::quote(&anchor.quote))
    };
    let place = |claim: &FactClaim| {
        claim
            .anchors
            .first()
            .map(|anchor| (anchor.document.clone(), anchor.span))
    };
    let says = |claim: &FactClaim| normalise::quote(&claim.statement);
    let alike = strsim::normalized_levenshtein(&says(one), &says(other)) > 0.9;
    one.kind == other.kind && (place(one) == place(other) || words(one) == words(other)) && alike
        || one.kind == other.kind && says(one) == says(other) && !says(one).is_empty()
}

/// Takes over what a duplicate knows more. What one of the two holds sensitive stays so.
fn join(known: &mut FactClaim, other: FactClaim) {
    for anchor in other.anchors {
        if !known.anchors.contains(&anchor) {
            known.anchors.push(anchor);
        }
    }
    known.teams.extend(other.teams);
    known.replaces.extend(other.replaces);
    known.sensitive = known.sensitive.take().or(other.sensitive);
    known.speaker = known.speaker.take().or(other.speaker);
    known.owner = known.owner.take().or(other.owner);
    known.due = known.due.take().or(other.due);
    known.question = known.question.take().or(other.question);
}
