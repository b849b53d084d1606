//! The pool of claims: what several readings of one spec raised, under labels of its own, duplicates joined; and what the
//! second look says of them.

use super::again::Carried;
use crate::answer::normalise::alike;
use crate::answer::prove::{AssumptionClaim, Claims, Evidence, FlagClaim, QuestionClaim};
use crate::answer::wire::{VerifyAnswer, WireVerdict};
use crate::document::Document;
use crate::domain::{Anchor, Coverage, FindingId, GoalFit, Role, SetAside, Severity};
use crate::prompt::review::Candidate;
use crate::rules::Suppressions;
use crate::state::coincide;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Everything that was claimed about one spec.
#[derive(Debug, Default)]
pub struct Pool {
    /// The flags.
    pub flags: Vec<FlagClaim>,
    /// The assumptions.
    pub assumptions: Vec<AssumptionClaim>,
    /// The questions; what they block is named by the pool's labels.
    pub questions: Vec<QuestionClaim>,
    /// The coverage of the areas, the best of all readings.
    pub coverage: Vec<Coverage>,
    /// The fit to the goals, the most telling of all readings.
    pub goals: Vec<GoalFit>,
    /// What was set aside.
    pub set_aside: Vec<SetAside>,
    /// The first reading's word to the author.
    pub summary: Option<String>,
    /// The labels in the order of harm that the second look gave.
    pub order: Vec<String>,
    /// The ids of the claims that are carried over from an earlier review, by label.
    pub known: HashMap<String, FindingId>,
    /// The known findings that the text decides now, and how.
    pub decided: Vec<(FindingId, String)>,
    /// The number of the part of the spec that each claim was first raised in, by label.
    raised_in: HashMap<String, usize>,
}

/// The number of no part: what is carried over from sections that did not change is not looked at again.
const NO_PART: usize = 0;

impl Pool {
    /// Sets aside the flags that the document itself suppresses.
    pub fn suppress(&mut self, spec: &Document, suppressions: &Suppressions) {
        let hides = |flag: &mut FlagClaim| {
            let anchor = flag
                .anchors
                .first()
                .filter(|anchor| anchor.document == spec.path());
            anchor
                .is_some_and(|anchor| anchor.role == Role::Spec && suppressions.hide(flag.kind, anchor.span))
        };
        let hidden = self.flags.extract_if(.., hides).map(|flag| SetAside {
            claim: flag.title,
            sort: "flag".into(),
            quote: flag
                .anchors
                .into_iter()
                .map(|anchor| anchor.quote)
                .next()
                .unwrap_or_default(),
            reason: "suppressed in the document".into(),
        });
        self.set_aside.extend(hidden);
    }

    /// Takes in what is carried over from an earlier review, before anything else. `part_of` tells which part of the spec
    /// will be asked about a place.
    pub fn carry(&mut self, carried: Carried, part_of: impl Fn(usize) -> usize) {
        let parts: HashMap<&str, usize> = carried
            .touched
            .iter()
            .map(|(label, at)| (label.as_str(), part_of(*at)))
            .collect();
        let ids: HashMap<&str, &FindingId> = carried
            .ids
            .iter()
            .map(|(label, id)| (label.as_str(), id))
            .collect();
        let mut labels = HashMap::new();
        for flag in carried.claims.flags {
            self.take_flag(flag, 0, &mut labels);
        }
        for assumption in carried.claims.assumptions {
            self.take_assumption(assumption, 0, &mut labels);
        }
        for question in carried.claims.questions {
            self.take_question(question, 0, &labels);
        }
        for (given, own) in labels {
            let part = parts.get(given.as_str()).copied().unwrap_or(NO_PART);
            self.raised_in.insert(own.clone(), part);
            if let Some(id) = ids.get(given.as_str()) {
                self.known.insert(own, (*id).clone());
            }
        }
    }

    /// Takes in what one reading of a part claimed. What an earlier reading raised already is joined with it; within one
    /// reading no claim is taken for another's twin.
    pub fn take(&mut self, claims: Claims, part: usize) {
        let mut labels = HashMap::new();
        let earlier = self.flags.len();
        for flag in claims.flags {
            self.take_flag(flag, earlier, &mut labels);
        }
        let earlier = self.assumptions.len();
        for assumption in claims.assumptions {
            self.take_assumption(assumption, earlier, &mut labels);
        }
        let earlier = self.questions.len();
        for question in claims.questions {
            self.take_question(question, earlier, &labels);
        }
        for label in labels.into_values() {
            self.raised_in.entry(label).or_insert(part);
        }
        self.take_coverage(claims.coverage);
        self.take_goals(claims.goals);
        self.set_aside.extend(claims.set_aside);
        self.summary = self.summary.take().or(claims.summary);
    }

    fn take_flag(&mut self, mut flag: FlagClaim, earlier: usize, labels: &mut HashMap<String, String>) {
        let given = std::mem::take(&mut flag.label);
        let known = &self.known;
        let is_twin = |other: &FlagClaim| {
            same_flag(other, &flag) || known.contains_key(&other.label) && same_point(other, &flag)
        };
        if let Some(twin) = self.flags[..earlier].iter_mut().find(|other| is_twin(other)) {
            twin.severity = twin.severity.min(flag.severity);
            labels.insert(given, twin.label.clone());
            return;
        }
        flag.label = format!("F{}", self.flags.len() + 1);
        labels.insert(given, flag.label.clone());
        self.flags.push(flag);
    }

    fn take_assumption(
        &mut self,
        mut claim: AssumptionClaim,
        earlier: usize,
        labels: &mut HashMap<String, String>,
    ) {
        let given = std::mem::take(&mut claim.label);
        let known = &self.known;
        let is_known = |other: &AssumptionClaim| {
            known.contains_key(&other.label)
                && other
                    .anchor
                    .as_ref()
                    .zip(claim.anchor.as_ref())
                    .is_some_and(|(own, new)| coincide(own, new))
        };
        let is_twin = |other: &AssumptionClaim| {
            other.kind == claim.kind && (alike(&other.statement, &claim.statement) || is_known(other))
        };
        if let Some(twin) = self.assumptions[..earlier]
            .iter_mut()
            .find(|other| is_twin(other))
        {
            twin.severity = twin.severity.min(claim.severity);
            labels.insert(given, twin.label.clone());
            return;
        }
        claim.label = format!("A{}", self.assumptions.len() + 1);
        labels.insert(given, claim.label.clone());
        self.assumptions.push(claim);
    }

    /// A question that waits for claims which were all set aside goes with them.
    fn take_question(
        &mut self,
        mut question: QuestionClaim,
        earlier: usize,
        labels: &HashMap<String, String>,
    ) {
        let asked_for = question.blocks.len();
        let known = |label: &String| self.known.contains_key(label);
        question.blocks = question
            .blocks
            .iter()
            .filter_map(|label| labels.get(label).cloned())
            .collect();
        if asked_for > 0 && question.blocks.is_empty() {
            return self.set_question_aside(question, "what it asks about was set aside");
        }
        // What is asked about a known point alone was asked before.
        let asks_the_same = |other: &QuestionClaim| {
            let on_known = !question.blocks.is_empty() && question.blocks.iter().all(known);
            alike(&other.text, &question.text)
                || on_known && question.blocks.iter().all(|label| other.blocks.contains(label))
        };
        if !self.questions[..earlier].iter().any(asks_the_same) {
            self.questions.push(question);
        }
    }

    fn set_question_aside(&mut self, question: QuestionClaim, reason: &str) {
        self.set_aside.push(SetAside {
            claim: question.text,
            sort: "question".into(),
            quote: String::new(),
            reason: reason.into(),
        });
    }

    fn take_coverage(&mut self, coverage: Vec<Coverage>) {
        for entry in coverage {
            match self.coverage.iter_mut().find(|known| known.area == entry.area) {
                Some(known) if entry.state < known.state => *known = entry,
                Some(_) => {}
                None => self.coverage.push(entry),
            }
        }
        self.coverage.sort_by_key(|entry| entry.area);
    }

    fn take_goals(&mut self, goals: Vec<GoalFit>) {
        for goal in goals {
            let same = |known: &GoalFit| {
                known.goal.document == goal.goal.document && known.goal.span.overlaps(goal.goal.span)
            };
            match self.goals.iter_mut().find(|known| same(known)) {
                Some(known) if weight(&goal) > weight(known) => *known = goal,
                Some(_) => {}
                None => self.goals.push(goal),
            }
        }
    }

    /// Returns the claims that were raised in a part of the spec, for a second look. Their labels count within the part,
    /// so that what is asked about one part does not hang on what was raised in another.
    pub fn candidates(&self, part: usize) -> Vec<Candidate> {
        let flags = self.flags_of(part).enumerate();
        let flags = flags.map(|(index, flag)| flag_candidate(flag, index + 1));
        let assumptions = self.assumptions_of(part).enumerate();
        let assumptions = assumptions.map(|(index, claim)| assumption_candidate(claim, index + 1));
        flags.chain(assumptions).collect()
    }

    fn flags_of(&self, part: usize) -> impl Iterator<Item = &FlagClaim> {
        self.flags
            .iter()
            .filter(move |flag| self.raised_in.get(&flag.label) == Some(&part))
    }

    fn assumptions_of(&self, part: usize) -> impl Iterator<Item = &AssumptionClaim> {
        self.assumptions
            .iter()
            .filter(move |claim| self.raised_in.get(&claim.label) == Some(&part))
    }

    /// Returns the pool's labels by the labels that the candidates of a part were shown under.
    fn own_labels(&self, part: usize) -> HashMap<String, String> {
        let flags = self.flags_of(part).map(|flag| &flag.label).enumerate();
        let assumptions = self.assumptions_of(part).map(|claim| &claim.label).enumerate();
        let flags = flags.map(|(index, own)| (format!("F{}", index + 1), own.clone()));
        let assumptions = assumptions.map(|(index, own)| (format!("A{}", index + 1), own.clone()));
        flags.chain(assumptions).collect()
    }

    /// Applies the second look at a part: it may lower, join and settle, and it orders; it never makes a claim vanish
    /// without a trace, and never raises one.
    pub fn apply(&mut self, answer: VerifyAnswer, part: usize, evidence: &Evidence<'_>) {
        let own = self.own_labels(part);
        let own_label = |label: &str| own.get(label).cloned().unwrap_or_default();
        let mut gone = BTreeMap::new();
        for mut verdict in answer.verdicts {
            verdict.label = own_label(&verdict.label);
            verdict.same_as = own_label(&verdict.same_as);
            self.apply_verdict(&verdict, evidence, &mut gone);
            if !self.order.contains(&verdict.label) {
                self.order.push(verdict.label);
            }
        }
        self.set_claims_aside(&gone);
    }

    fn apply_verdict(
        &mut self,
        verdict: &WireVerdict,
        evidence: &Evidence<'_>,
        gone: &mut BTreeMap<String, Fate>,
    ) {
        let settled = verdict
            .settled_by
            .as_ref()
            .and_then(|passage| evidence.anchor(passage, 0));
        let known = self.known.get(&verdict.label).cloned();
        let Some(mut claim) = self.claim_mut(&verdict.label) else {
            return;
        };
        if let Some(severity) = verdict.severity {
            claim.lower(severity, None);
        }
        if let Some(anchor) = settled.filter(|anchor| !claim.rests_on(anchor)) {
            let place = format!("{}:{}", anchor.document, anchor.position.line);
            if anchor.role == Role::Spec
                && let Some(id) = known
            {
                let reason = format!("the text decides it at {place}");
                self.decided.push((id, reason.clone()));
                gone.insert(verdict.label.clone(), Fate::Settled(reason));
                return;
            }
            if anchor.role == Role::Decisions {
                gone.insert(
                    verdict.label.clone(),
                    Fate::Settled(format!("settled by the decision at {place}")),
                );
                return;
            }
            claim.lower(
                Severity::Note,
                Some(format!("second look: settled at {place}, “{}”", anchor.quote)),
            );
        } else if verdict.difference.is_empty() {
            claim.lower(
                Severity::Minor,
                Some("second look: two builders would do the same".to_owned()),
            );
        }
        let twin = verdict.same_as.clone();
        let twin_stays =
            twin != verdict.label && !gone.contains_key(&twin) && self.claim_mut(&twin).is_some();
        let is_known = |label: &String| self.known.contains_key(label);
        if twin_stays && is_known(&verdict.label) && !is_known(&twin) {
            // What is known stays under its id; the new claim goes into it.
            gone.insert(twin, Fate::Joined(verdict.label.clone()));
        } else if twin_stays {
            gone.insert(verdict.label.clone(), Fate::Joined(twin));
        }
    }

    fn claim_mut(&mut self, label: &str) -> Option<ClaimMut<'_>> {
        let flag = self.flags.iter_mut().find(|flag| flag.label == label);
        if let Some(flag) = flag {
            return Some(ClaimMut::Flag(flag));
        }
        self.assumptions
            .iter_mut()
            .find(|claim| claim.label == label)
            .map(ClaimMut::Assumption)
    }

    /// Moves the claims that are gone to those set aside, and their questions to their twins.
    fn set_claims_aside(&mut self, gone: &BTreeMap<String, Fate>) {
        for flag in self.flags.extract_if(.., |flag| gone.contains_key(&flag.label)) {
            let quote = flag
                .anchors
                .first()
                .map(|anchor| anchor.quote.clone())
                .unwrap_or_default();
            self.set_aside
                .push(aside("flag", flag.title, quote, &gone[&flag.label]));
        }
        for claim in self
            .assumptions
            .extract_if(.., |claim| gone.contains_key(&claim.label))
        {
            let quote = claim.anchor.map(|anchor| anchor.quote).unwrap_or_default();
            self.set_aside
                .push(aside("assumption", claim.statement, quote, &gone[&claim.label]));
        }
        for mut question in std::mem::take(&mut self.questions) {
            let had = question.blocks.len();
            question.blocks = question
                .blocks
                .iter()
                .filter_map(|label| survivor(label, gone))
                .collect();
            question.blocks.dedup();
            let twin = self
                .questions
                .iter()
                .any(|other| !had.eq(&0) && other.blocks == question.blocks);
            if had > 0 && question.blocks.is_empty() {
                self.set_question_aside(question, "what it asks about is settled");
            } else if twin && gone.values().any(|fate| matches!(fate, Fate::Joined(_))) {
                self.set_question_aside(question, "another question asks for the same decision");
            } else {
                self.questions.push(question);
            }
        }
    }
}

/// What became of a claim after the second look.
enum Fate {
    /// A decision settles it.
    Settled(String),
    /// Another claim asks for the same.
    Joined(String),
}

/// Returns the label under which a claim lives on.
fn survivor(label: &str, gone: &BTreeMap<String, Fate>) -> Option<String> {
    let mut label = label.to_owned();
    let mut seen = HashSet::new();
    while seen.insert(label.clone()) {
        match gone.get(&label) {
            None => return Some(label),
            Some(Fate::Settled(_)) => return None,
            Some(Fate::Joined(twin)) => label = twin.clone(),
        }
    }
    None
}

fn aside(sort: &str, claim: String, quote: String, fate: &Fate) -> SetAside {
    let reason = match fate {
        Fate::Settled(reason) => reason.clone(),
        Fate::Joined(_) => "another finding asks for the same decision".to_owned(),
    };
    SetAside {
        claim,
        sort: sort.into(),
        quote,
        reason,
    }
}

/// A claim whose severity may be lowered.
enum ClaimMut<'a> {
    Flag(&'a mut FlagClaim),
    Assumption(&'a mut AssumptionClaim),
}

impl ClaimMut<'_> {
    fn lower(&mut self, severity: Severity, remark: Option<String>) {
        let (own, remarks) = match self {
            Self::Flag(flag) => (&mut flag.severity, &mut flag.remarks),
            Self::Assumption(claim) => (&mut claim.severity, &mut claim.remarks),
        };
        if severity > *own {
            *own = severity;
            remarks.extend(remark);
        }
    }

    fn rests_on(&self, anchor: &Anchor) -> bool {
        let own: &[Anchor] = match self {
            Self::Flag(flag) => &flag.anchors,
            Self::Assumption(claim) => claim.anchor.as_slice(),
        };
        own.iter()
            .any(|own| own.document == anchor.document && own.span.overlaps(anchor.span))
    }
}

fn flag_candidate(flag: &FlagClaim, number: usize) -> Candidate {
    Candidate {
        label: format!("F{number}"),
        kind: flag.kind.code(),
        severity: flag.severity.as_str(),
        title: flag.title.clone(),
        quotes: flag.anchors.iter().map(|anchor| folded(&anchor.quote)).collect(),
        readings: flag.readings.clone(),
        why: flag.why.clone(),
    }
}

fn assumption_candidate(claim: &AssumptionClaim, number: usize) -> Candidate {
    Candidate {
        label: format!("A{number}"),
        kind: claim.kind.code(),
        severity: claim.severity.as_str(),
        title: format!("Assumed: {}", claim.statement),
        quotes: claim.anchor.iter().map(|anchor| folded(&anchor.quote)).collect(),
        readings: Vec::new(),
        why: claim.if_false.clone(),
    }
}

fn folded(quote: &str) -> String {
    quote.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn weight(goal: &GoalFit) -> u8 {
    match goal.fit {
        crate::domain::Fit::Conflicts => 2,
        crate::domain::Fit::Serves => 1,
        crate::domain::Fit::Silent => 0,
    }
}

/// Tells whether a claim is a known one in other words: on the same words, of the same kind, or of the same family with a
/// like title.
fn same_point(known: &FlagClaim, claim: &FlagClaim) -> bool {
    let (Some(own), Some(new)) = (known.anchors.first(), claim.anchors.first()) else {
        return false;
    };
    let same_family = known.kind.family() == claim.kind.family() && alike(&known.title, &claim.title);
    coincide(own, new) && (known.kind == claim.kind || same_family)
}

fn same_flag(one: &FlagClaim, two: &FlagClaim) -> bool {
    let (Some(a), Some(b)) = (one.anchors.first(), two.anchors.first()) else {
        return false;
    };
    one.kind == two.kind
        && a.document == b.document
        && a.span.overlaps(b.span)
        && alike(&one.title, &two.title)
}
