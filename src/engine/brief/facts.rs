//! The one list of facts: proven claims with ids and numbers, duplicates joined, what is sensitive marked.

use super::gather::Gathered;
use super::hold;
use crate::answer::facts::{FactClaim, GoalClaim, NotesClaims};
use crate::answer::leak::HeldBack;
use crate::answer::support::{self, Ground, Known, Person, hedges, names};
use crate::context::Excerpt;
use crate::document::Document;
use crate::domain::brief::{BackQuestion, Fact, FactId, GoalTouch, Sensitivity, Standing};
use crate::domain::{Anchor, SetAside, Source, Stakeholder, Team};
use crate::engine::identity::Identities;
use std::collections::HashMap;
use std::sync::Arc;

/// Everything the notes say.
#[derive(Debug, Default)]
pub struct FactList {
    /// The facts, in the order of the notes, numbered from 1.
    pub facts: Vec<Fact>,
    /// How the notes stand to the goals.
    pub goals: Vec<GoalTouch>,
    /// How settled documents of notes are.
    pub standings: Vec<(Standing, Anchor)>,
    /// What was set aside.
    pub set_aside: Vec<SetAside>,
    /// Names that are known.
    pub known: Known,
}

impl FactList {
    /// Makes the list of what was claimed about the notes, part by part.
    pub fn new(
        claims: Vec<NotesClaims>,
        notes: &[Arc<Document>],
        teams: &[Team],
        context: &[Excerpt],
        people: &[Stakeholder],
    ) -> Self {
        let gathered = Gathered::new(claims, notes);
        let mut ids = Identities::default();
        let claims = gathered.claims.iter();
        let given: Vec<FactId> = claims.map(|(_, claim)| ids.fact(claim.anchors.first())).collect();
        let mut list = Self {
            known: known(notes, teams, context, people),
            ..Self::default()
        };
        for (index, ((_, claim), id)) in gathered.claims.iter().zip(&given).enumerate() {
            list.facts.push(fact(claim, id.clone(), index + 1, teams));
        }
        list.connect(&gathered, &given);
        list.standings = gathered.standings;
        list.set_aside = gathered.set_aside;
        hold::mark_sensitive(&mut list.facts, notes);
        list.mend_statements();
        list
    }

    /// Follows the labels by which the claims of a part name one another.
    fn connect(&mut self, gathered: &Gathered, given: &[FactId]) {
        let labels = gathered
            .claims
            .iter()
            .map(|(part, claim)| (*part, claim.label.clone()));
        let ids: HashMap<(usize, String), &FactId> = labels.zip(given).collect();
        let named =
            |part: usize, label: &String| ids.get(&gathered.meant(part, label)).map(|id| (*id).clone());
        for ((part, claim), id) in gathered.claims.iter().zip(given) {
            for earlier in claim.replaces.iter().filter_map(|label| named(*part, label)) {
                self.take_back(&earlier, id);
            }
        }
        for (part, goal) in &gathered.goals {
            let facts = goal
                .facts
                .iter()
                .filter_map(|label| named(*part, label))
                .collect();
            self.take_goal(goal, facts);
        }
    }

    /// Returns a fact's label in prompts.
    pub fn label(fact: &Fact) -> String {
        format!("N{}", fact.number)
    }

    fn take_back(&mut self, earlier: &FactId, later: &FactId) {
        let number = |id: &FactId| {
            self.facts
                .iter()
                .find(|fact| fact.id == *id)
                .map(|fact| fact.number)
        };
        if number(earlier) >= number(later) {
            return;
        }
        if let Some(fact) = self.facts.iter_mut().find(|fact| fact.id == *earlier) {
            fact.taken_back_by = Some(later.clone());
        }
    }

    /// A goal that several parts of the notes speak of is one goal; any part that touches it outweighs silence.
    fn take_goal(&mut self, claim: &GoalClaim, facts: Vec<FactId>) {
        let same = |touch: &&mut GoalTouch| {
            touch.goal.document == claim.goal.document && touch.goal.span == claim.goal.span
        };
        match self.goals.iter_mut().find(same) {
            Some(touch) => {
                if touch.facts.is_empty() {
                    touch.stance = claim.stance;
                    touch.note = claim.note.clone();
                }
                touch.facts.extend(facts);
            }
            None => self.goals.push(GoalTouch {
                goal: claim.goal.clone(),
                stance: claim.stance,
                facts,
                note: claim.note.clone(),
            }),
        }
    }

    /// Shows a fact in the notes' own words where the model's hold a figure or name that its quotes do not, lose a hedge,
    /// or give away what is held back.
    fn mend_statements(&mut self) {
        let texts = |sensitive: bool| {
            let facts = self
                .facts
                .iter()
                .filter(move |fact| fact.sensitivity.is_some() == sensitive);
            facts.flat_map(|fact| fact.anchors.iter().map(|anchor| anchor.quote.as_str()))
        };
        let held = HeldBack::new(texts(true), texts(false), &self.known.names);
        let known = &self.known;
        for fact in &mut self.facts {
            let problem = statement_problem(fact, known, &held);
            if let Some(problem) = problem {
                fact.statement = fact
                    .anchors
                    .first()
                    .map(|anchor| one_line(&anchor.quote))
                    .unwrap_or_default();
                fact.remarks
                    .push(format!("shown in the notes' own words: {problem}"));
            }
        }
    }
}

fn statement_problem(fact: &Fact, known: &Known, held: &HeldBack) -> Option<String> {
    if fact.statement.trim().is_empty() {
        return Some("the model gave no statement".into());
    }
    let label = FactList::label(fact);
    let ground = ground(fact, &label);
    if let Some(fault) = support::unproven(&fact.statement, std::slice::from_ref(&ground), known).first() {
        return Some(fault.to_string());
    }
    // Where several quotes prove a fact, only the words that the model itself named are sure to bear on all of it.
    let binding = match ground.quotes.as_slice() {
        [one] => hedges::of(one),
        _ => fact.hedge.as_deref().map(hedges::of).unwrap_or_default(),
    };
    if let Some(hedge) = hedges::lost(&fact.statement, &binding).first() {
        return Some(format!("the model's lost “{}”", hedge.text));
    }
    let leak = fact
        .sensitivity
        .is_none()
        .then(|| held.given_away(&fact.statement))
        .flatten();
    leak.map(|_| "the model's held words that are held back".into())
}

/// Returns what a fact brings to a proof.
pub fn ground<'f>(fact: &'f Fact, label: &'f str) -> Ground<'f> {
    let sections = fact.anchors.iter().filter_map(|anchor| anchor.section.as_deref());
    let beside = [&fact.speaker, &fact.owner, &fact.due]
        .into_iter()
        .filter_map(|words| words.as_deref());
    Ground {
        label,
        kind: fact.kind,
        quotes: fact.anchors.iter().map(|anchor| anchor.quote.as_str()).collect(),
        beside: beside.chain(sections).collect(),
        speaker: fact.speaker.as_deref(),
    }
}

fn known(notes: &[Arc<Document>], teams: &[Team], context: &[Excerpt], people: &[Stakeholder]) -> Known {
    let mut known = Known::default();
    for document in notes {
        known.names.extend(names::known(document.text()));
        known
            .free
            .extend(document.title().into_iter().flat_map(names::stems));
    }
    for excerpt in context {
        known
            .free
            .extend(excerpt.document.title().into_iter().flat_map(names::stems));
        known.context.extend(names::stems(excerpt.document.text()));
    }
    for team in teams {
        known.free.extend(names::stems(&team.name));
    }
    known.people = people
        .iter()
        .map(|person| Person::new(&person.name, &person.role))
        .collect();
    known
}

fn fact(claim: &FactClaim, id: FactId, number: usize, teams: &[Team]) -> Fact {
    let named = teams
        .iter()
        .filter(|team| claim.teams.iter().any(|name| team.is_called(name)));
    let mut concerned: Vec<String> = named.map(|team| team.name.clone()).collect();
    let for_nobody = claim.for_nobody.clone().filter(|_| concerned.is_empty());
    if concerned.is_empty() && for_nobody.is_none() {
        // Nobody is left out for want of a word.
        concerned = teams.iter().map(|team| team.name.clone()).collect();
    }
    Fact {
        id,
        number,
        kind: claim.kind,
        statement: claim.statement.clone(),
        anchors: claim.anchors.clone(),
        speaker: claim.speaker.clone(),
        hedge: claim.hedge.clone(),
        owner: claim.owner.clone(),
        due: claim.due.clone(),
        question: claim.question.clone().map(|(text, to)| BackQuestion { text, to }),
        sensitivity: claim.sensitive.clone().map(|(reason, note, loss)| Sensitivity {
            reason,
            note: non_empty(note),
            loss: non_empty(loss),
            source: Source::Model,
        }),
        taken_back_by: None,
        teams: concerned,
        for_nobody,
        remarks: claim.remarks.clone(),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn non_empty(text: String) -> Option<String> {
    (!text.trim().is_empty()).then_some(text)
}
