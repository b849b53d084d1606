//! The one list of facts: proven claims with ids and numbers, duplicates joined, what is sensitive marked.

use crate::answer::facts::{FactClaim, GoalClaim, NotesClaims};
use crate::answer::leak::HeldBack;
use crate::answer::normalise;
use crate::answer::support::{self, Ground, Known, Person, hedges, names};
use crate::context::Excerpt;
use crate::document::Document;
use crate::domain::brief::{BackQuestion, Fact, FactId, GoalTouch, SensitiveReason, Sensitivity, Standing};
use crate::domain::{Anchor, Role, SetAside, Source, Stakeholder, Team};
use crate::engine::identity::Identities;
use crate::rules::sensitive::{self, Passage};
use std::collections::{BTreeMap, HashMap};
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
        let mut gathered = Gathered::default();
        claims.into_iter().for_each(|claims| gathered.take(claims));
        gathered.in_order(notes);
        let mut list = Self {
            known: known(notes, teams, context, people),
            standings: gathered.standings,
            set_aside: gathered.set_aside,
            ..Self::default()
        };
        let mut ids = Identities::default();
        let given: Vec<FactId> = gathered
            .claims
            .iter()
            .map(|(_, claim)| ids.fact(claim.anchors.first()))
            .collect();
        let id_of: BTreeMap<(usize, &str), &FactId> = gathered
            .claims
            .iter()
            .zip(&given)
            .map(|((batch, claim), id)| ((*batch, claim.label.as_str()), id))
            .collect();
        let joined = |batch: usize, label: &String| {
            let label = gathered
                .joined
                .get(&(batch, label.clone()))
                .cloned()
                .unwrap_or((batch, label.clone()));
            id_of.get(&(label.0, label.1.as_str())).map(|id| (*id).clone())
        };
        for (index, ((_, claim), id)) in gathered.claims.iter().zip(&given).enumerate() {
            list.facts.push(fact(claim, id.clone(), index + 1, teams));
        }
        for ((batch, claim), id) in gathered.claims.iter().zip(&given) {
            for earlier in claim.replaces.iter().filter_map(|label| joined(*batch, label)) {
                list.take_back(&earlier, id);
            }
        }
        for (batch, goal) in &gathered.goals {
            let facts = goal
                .facts
                .iter()
                .filter_map(|label| joined(*batch, label))
                .collect();
            list.take_goal(goal, facts);
        }
        list.mark_sensitive(notes);
        list.mend_statements();
        list
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

    /// Adds what the tool's own words find to what the model marked, and holds back what shares words with either.
    fn mark_sensitive(&mut self, notes: &[Arc<Document>]) {
        let passages: HashMap<&str, Vec<Passage>> = notes
            .iter()
            .map(|document| (document.path(), sensitive::passages(document)))
            .collect();
        for fact in &mut self.facts {
            let touched = fact
                .anchors
                .iter()
                .filter(|anchor| anchor.role == Role::Notes)
                .flat_map(|anchor| {
                    let found = passages.get(anchor.document.as_str()).into_iter().flatten();
                    found.filter(|passage| passage.touches(anchor.span))
                });
            // A mark says more than a topic.
            if let Some(passage) = touched.min_by_key(|passage| passage.reason) {
                mark(fact, passage);
            }
        }
        self.spread(&passages);
    }

    /// Holds back what shares words with a sensitive fact, unless the sensitive words themselves are known and stand
    /// elsewhere: "Eva is on sick leave, so nothing leaves after 22:00" may tell its second half.
    fn spread(&mut self, passages: &HashMap<&str, Vec<Passage>>) {
        let is_explained = |anchor: &Anchor| {
            let mut all = passages.get(anchor.document.as_str()).into_iter().flatten();
            all.any(|passage| passage.touches(anchor.span))
        };
        let marked = self.facts.iter().filter_map(|fact| {
            let reason = fact.sensitivity.as_ref()?.reason;
            Some((fact.number, fact.anchors.clone(), reason))
        });
        let marked: Vec<(usize, Vec<Anchor>, SensitiveReason)> = marked.collect();
        for fact in self.facts.iter_mut().filter(|fact| fact.sensitivity.is_none()) {
            let shares = |held: &Anchor| {
                let is_shared = fact.anchors.iter().any(|own| overlap(own, held));
                is_shared && !is_explained(held)
            };
            let source = marked.iter().find(|(_, anchors, _)| anchors.iter().any(shares));
            if let Some((number, _, reason)) = source {
                fact.sensitivity = Some(Sensitivity {
                    reason: *reason,
                    note: Some(format!("shares its words with fact {number}")),
                    loss: None,
                    source: Source::Rules,
                });
            }
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

fn mark(fact: &mut Fact, passage: &Passage) {
    match &mut fact.sensitivity {
        Some(known) => known.source = Source::Both,
        None => {
            fact.sensitivity = Some(Sensitivity {
                reason: passage.reason,
                note: Some(format!("the notes say “{}”", passage.word)),
                loss: None,
                source: Source::Rules,
            });
        }
    }
}

fn overlap(one: &Anchor, other: &Anchor) -> bool {
    one.role == Role::Notes && one.document == other.document && one.span.overlaps(other.span)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn non_empty(text: String) -> Option<String> {
    (!text.trim().is_empty()).then_some(text)
}

/// The claims of all parts, with the part that each comes from.
#[derive(Default)]
struct Gathered {
    claims: Vec<(usize, FactClaim)>,
    goals: Vec<(usize, GoalClaim)>,
    standings: Vec<(Standing, Anchor)>,
    set_aside: Vec<SetAside>,
    /// Which claim a duplicate was joined with.
    joined: HashMap<(usize, String), (usize, String)>,
    parts: usize,
}

impl Gathered {
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
