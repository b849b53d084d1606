//! From claims as written to claims that are proven: every quote anchored, every rule of honesty kept. What fails is set
//! aside with its reason, never dropped and never let through.

use super::anchor::{Finder, Hint};
use super::normalise;
use super::wire::{
    ReviewAnswer, WireAssumption, WireCoverage, WireFlag, WireGoal, WirePassage, WireQuestion,
};
use crate::document::Document;
use crate::domain::{Anchor, AssumptionKind, Coverage, Fit, FlagKind, GoalFit, Role, SetAside, Severity};
use std::collections::HashMap;

/// The documents in which quotes are looked for.
pub struct Evidence<'d> {
    finders: Vec<(Role, Finder<'d>)>,
}

impl<'d> Evidence<'d> {
    /// Takes the spec and the documents it is held against.
    pub fn new(spec: &'d Document, context: impl IntoIterator<Item = (Role, &'d Document)>) -> Self {
        Self::of(std::iter::once((Role::Spec, spec)).chain(context))
    }

    /// Takes documents, the one to look in first at the head.
    pub fn of(documents: impl IntoIterator<Item = (Role, &'d Document)>) -> Self {
        Self {
            finders: documents
                .into_iter()
                .map(|(role, document)| (role, Finder::new(document)))
                .collect(),
        }
    }

    /// Prefers places in these ranges of the first document: of the others the model saw little.
    pub fn preferring(mut self, shown: Vec<std::ops::Range<usize>>) -> Self {
        if !self.finders.is_empty() {
            let (role, first) = self.finders.remove(0);
            self.finders.insert(0, (role, first.preferring(shown)));
        }
        self
    }

    /// Finds a passage: in the document it names, else in any, in their order. `earlier` claims rest on the same words.
    pub fn anchor(&self, passage: &WirePassage, earlier: usize) -> Option<Anchor> {
        let hint = Hint {
            section: Some(passage.section.as_str()).filter(|name| !name.is_empty()),
            earlier,
        };
        let names = |finder: &Finder<'_>| finder.document().label() == passage.document;
        let named = self.finders.iter().filter(|(_, finder)| names(finder));
        let others = self.finders.iter().filter(|(_, finder)| !names(finder));
        named.chain(others).find_map(|(role, finder)| {
            let found = finder.find(&passage.quote, hint)?;
            Some(anchor(finder.document(), *role, found.span, found.matched))
        })
    }
}

/// Makes the anchor of a span that the document handed out.
pub fn anchor(
    document: &Document,
    role: Role,
    span: crate::domain::Span,
    matched: crate::domain::Match,
) -> Anchor {
    let span = document
        .register()
        .map_or(span, |register| register.words_of(span));
    let section = document
        .section_at(span.start())
        .map(|section| section.title.clone());
    Anchor {
        document: document.path().to_owned(),
        role,
        quote: document.words_at(span).to_owned(),
        matched,
        span,
        position: document.position(span.start()),
        section: section.filter(|title| !title.is_empty()),
        item: document.item_place(span.start()),
    }
}

/// What an answer claims, proven.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Claims {
    /// Flags, in the model's order.
    pub flags: Vec<FlagClaim>,
    /// Assumptions, in the model's order.
    pub assumptions: Vec<AssumptionClaim>,
    /// Questions, in the model's order.
    pub questions: Vec<QuestionClaim>,
    /// Coverage of the areas.
    pub coverage: Vec<Coverage>,
    /// Fit to the goals.
    pub goals: Vec<GoalFit>,
    /// What could not be let through.
    pub set_aside: Vec<SetAside>,
    /// The model's word to the author.
    pub summary: Option<String>,
}

/// A flag that is proven, before it has an id and a rank.
#[derive(Clone, Debug, PartialEq)]
pub struct FlagClaim {
    /// How the answer refers to it.
    pub label: String,
    /// What it is about.
    pub kind: FlagKind,
    /// How much it would hurt.
    pub severity: Severity,
    /// The decision to take.
    pub title: String,
    /// The passages; at least one.
    pub anchors: Vec<Anchor>,
    /// None, or two that differ.
    pub readings: Vec<String>,
    /// A case in which the readings part.
    pub scenario: Option<String>,
    /// What goes wrong if nobody decides.
    pub why: String,
    /// Wording that would settle it.
    pub suggestion: Option<String>,
    /// What was changed about the claim.
    pub remarks: Vec<String>,
}

/// An assumption that is proven, before it has an id and a rank.
#[derive(Clone, Debug, PartialEq)]
pub struct AssumptionClaim {
    /// How the answer refers to it.
    pub label: String,
    /// What it is about.
    pub kind: AssumptionKind,
    /// How much it would hurt if it is false.
    pub severity: Severity,
    /// What is taken for granted.
    pub statement: String,
    /// The passage that relies on it.
    pub anchor: Option<Anchor>,
    /// What fails if it is false.
    pub if_false: String,
    /// The cheapest way to find out.
    pub check: String,
    /// Who would know.
    pub who: Option<String>,
    /// What was changed about the claim.
    pub remarks: Vec<String>,
}

/// A question, before it has an id and a rank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionClaim {
    /// The labels of the claims that wait for the answer.
    pub blocks: Vec<String>,
    /// The stakeholder or role.
    pub to: String,
    /// The question.
    pub text: String,
    /// Why it matters to the one asked.
    pub why: String,
    /// Answers to choose from.
    pub options: Vec<String>,
    /// The option suggested, from 0.
    pub suggested: Option<usize>,
    /// What happens if nobody answers.
    pub default: Option<String>,
}

/// Proves an answer against the documents.
pub fn prove(answer: ReviewAnswer, evidence: &Evidence<'_>) -> Claims {
    let mut prover = Prover {
        evidence,
        seen: HashMap::new(),
        set_aside: Vec::new(),
    };
    let flags = answer
        .flags
        .into_iter()
        .filter_map(|flag| prover.flag(flag))
        .collect();
    let assumptions = answer
        .assumptions
        .into_iter()
        .filter_map(|claim| prover.assumption(claim))
        .collect();
    let goals = answer
        .goals
        .into_iter()
        .filter_map(|goal| prover.goal(goal))
        .collect();
    Claims {
        flags,
        assumptions,
        goals,
        questions: answer.questions.into_iter().filter_map(question).collect(),
        coverage: answer.coverage.into_iter().filter_map(coverage).collect(),
        set_aside: prover.set_aside,
        summary: non_empty(answer.summary),
    }
}

struct Prover<'e, 'd> {
    evidence: &'e Evidence<'d>,
    /// How many claims of a sort rested on a quote so far.
    seen: HashMap<(String, String), usize>,
    set_aside: Vec<SetAside>,
}

impl Prover<'_, '_> {
    fn flag(&mut self, flag: WireFlag) -> Option<FlagClaim> {
        let claim = first_of([&flag.title, &flag.why]);
        let sort = flag.kind.known().map_or("flag", FlagKind::code).to_owned();
        let passages: Vec<WirePassage> = flag
            .passages
            .iter()
            .filter(|passage| !passage.quote.is_empty())
            .cloned()
            .collect();
        if claim.is_empty() || passages.is_empty() {
            let reason = if claim.is_empty() {
                "it says nothing"
            } else {
                "it quotes nothing"
            };
            return self.refuse("flag", &claim, &passages, reason);
        }
        let anchors: Vec<Anchor> = passages
            .iter()
            .filter_map(|passage| self.anchor(passage, &sort))
            .collect();
        if anchors.is_empty() {
            return self.refuse("flag", &claim, &passages, "the quote stands in no document");
        }
        let kind = flag.kind.known();
        if let Some(missing) = kind.and_then(|kind| missing_side(kind, &anchors)) {
            return self.refuse("flag", &claim, &passages, missing);
        }
        Some(weighed(flag, claim, anchors))
    }

    fn assumption(&mut self, claim: WireAssumption) -> Option<AssumptionClaim> {
        let passage = claim.passage.filter(|passage| !passage.quote.is_empty());
        let passages: Vec<WirePassage> = passage.into_iter().collect();
        if claim.statement.is_empty() {
            return self.refuse("assumption", &claim.if_false, &passages, "it says nothing");
        }
        let anchor = passages
            .first()
            .and_then(|passage| self.anchor(passage, "assumption"));
        if anchor.is_none() && !passages.is_empty() {
            return self.refuse(
                "assumption",
                &claim.statement,
                &passages,
                "the quote stands in no document",
            );
        }
        Some(AssumptionClaim {
            label: claim.label,
            kind: claim.kind.known().unwrap_or(AssumptionKind::Business),
            severity: claim.severity.unwrap_or(Severity::Minor),
            statement: claim.statement,
            anchor,
            if_false: claim.if_false,
            check: claim.check,
            who: non_empty(claim.who),
            remarks: Vec::new(),
        })
    }

    fn goal(&mut self, goal: WireGoal) -> Option<GoalFit> {
        let passages = [goal.goal.clone()];
        let anchor = self
            .evidence
            .anchor(&goal.goal, 0)
            .filter(|anchor| anchor.role == Role::Strategy);
        let Some(anchor) = anchor else {
            return self.refuse(
                "goal",
                &goal.note,
                &passages,
                "the goal stands in no strategy document",
            );
        };
        let spec = goal
            .spec
            .as_ref()
            .and_then(|passage| self.evidence.anchor(passage, 0));
        let spec = spec.filter(|anchor| anchor.role == Role::Spec);
        let fit = goal.fit.unwrap_or(Fit::Silent);
        if fit != Fit::Silent && spec.is_none() {
            let passages: Vec<WirePassage> = goal.spec.into_iter().collect();
            return self.refuse(
                "goal",
                &goal.note,
                &passages,
                "no words of the spec prove the fit",
            );
        }
        Some(GoalFit {
            goal: anchor,
            fit,
            spec,
            note: non_empty(goal.note),
        })
    }

    fn anchor(&mut self, passage: &WirePassage, sort: &str) -> Option<Anchor> {
        let earlier = self
            .seen
            .entry((sort.to_owned(), normalise::quote(&passage.quote)))
            .or_default();
        let anchor = self.evidence.anchor(passage, *earlier);
        *earlier += 1;
        anchor
    }

    fn refuse<T>(&mut self, sort: &str, claim: &str, passages: &[WirePassage], reason: &str) -> Option<T> {
        let quotes: Vec<&str> = passages.iter().map(|passage| passage.quote.as_str()).collect();
        self.set_aside.push(SetAside {
            claim: claim.to_owned(),
            sort: sort.to_owned(),
            quote: quotes.join(" | "),
            reason: reason.to_owned(),
        });
        None
    }
}

/// Says which side of a claim about two places is not proven.
fn missing_side(kind: FlagKind, anchors: &[Anchor]) -> Option<&'static str> {
    let has_context = anchors.iter().any(|anchor| anchor.role != Role::Spec);
    let has_spec = anchors.iter().any(|anchor| anchor.role == Role::Spec);
    match kind {
        FlagKind::Contradiction if anchors.len() < 2 => Some("only one side of the contradiction was found"),
        FlagKind::StrategyConflict if !has_context => Some("no words of the strategy prove the conflict"),
        FlagKind::StrategyConflict if !has_spec => Some("no words of the spec prove the conflict"),
        FlagKind::GoalWithoutRequirement if !has_context => Some("no words of the strategy prove the goal"),
        _ => None,
    }
}

/// Holds a flag's kind and severity against what it shows.
fn weighed(flag: WireFlag, title: String, anchors: Vec<Anchor>) -> FlagClaim {
    let readings = two_readings(&flag);
    let mut remarks = Vec::new();
    let mut severity = flag.severity.unwrap_or(Severity::Minor);
    let mut kind = flag.kind.known().unwrap_or_else(|| {
        remarks.push("its kind is not in the catalogue".to_owned());
        if readings.is_empty() {
            FlagKind::MissingDecision
        } else {
            FlagKind::AmbiguousScope
        }
    });
    if kind.claims_two_readings() && readings.is_empty() {
        kind = kind.as_wording();
        severity = Severity::Note;
        remarks.push("lowered: it shows no two different readings".to_owned());
    }
    FlagClaim {
        label: flag.label,
        kind,
        severity,
        title,
        anchors,
        scenario: non_empty(flag.scenario),
        why: flag.why,
        suggestion: non_empty(flag.suggestion),
        readings,
        remarks,
    }
}

fn two_readings(flag: &WireFlag) -> Vec<String> {
    let (one, two) = (
        normalise::quote(&flag.reading_one),
        normalise::quote(&flag.reading_two),
    );
    if one.is_empty() || two.is_empty() || one == two {
        return Vec::new();
    }
    vec![flag.reading_one.clone(), flag.reading_two.clone()]
}

fn question(question: WireQuestion) -> Option<QuestionClaim> {
    if question.text.is_empty() {
        return None;
    }
    let options: Vec<String> = question
        .options
        .into_iter()
        .filter(|option| !option.trim().is_empty())
        .collect();
    let wanted = normalise::quote(&question.suggested);
    let suggested = options
        .iter()
        .position(|option| !wanted.is_empty() && normalise::quote(option) == wanted);
    Some(QuestionClaim {
        blocks: question.blocks,
        to: non_empty(question.to).unwrap_or_else(|| "the spec's author".to_owned()),
        text: question.text,
        why: question.why,
        options,
        suggested,
        default: non_empty(question.default),
    })
}

fn coverage(coverage: WireCoverage) -> Option<Coverage> {
    Some(Coverage {
        area: coverage.area?,
        state: coverage.state?,
        note: non_empty(coverage.note),
    })
}

fn non_empty(text: String) -> Option<String> {
    (!text.trim().is_empty()).then_some(text)
}

fn first_of(texts: [&String; 2]) -> String {
    texts
        .into_iter()
        .find(|text| !text.trim().is_empty())
        .cloned()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const SPEC: &str =
        "# Returns\n\nRefunds go to members within 14 days.\n\n# Table\n\nThe code is valid 14 days.\n";
    const GOALS: &str = "# Goals\n\nTrust before growth.\n";

    fn claims(answer: serde_json::Value) -> Claims {
        let spec = Document::new("spec.md".into(), "spec.md".into(), SPEC.into());
        let goals = Document::new("goals.md".into(), "goals.md".into(), GOALS.into());
        let evidence = Evidence::new(&spec, [(Role::Strategy, &goals)]);
        prove(serde_json::from_value(answer).unwrap(), &evidence)
    }

    fn flag(kind: &str, quotes: &[&str]) -> serde_json::Value {
        let passages: Vec<_> = quotes
            .iter()
            .map(|quote| json!({"document": "spec.md", "quote": quote}))
            .collect();
        json!({"flags": [{"label": "F1", "kind": kind, "title": "Which days?", "passages": passages,
            "severity": "major", "reading_one": "calendar days", "reading_two": "working days"}]})
    }

    fn reason(answer: serde_json::Value) -> String {
        let claims = claims(answer);
        assert!(claims.flags.is_empty() && claims.goals.is_empty() && claims.assumptions.is_empty());
        claims.set_aside[0].reason.clone()
    }

    #[test]
    fn a_quote_that_stands_nowhere_sets_its_flag_aside() {
        let answer = flag("ambiguous-timing", &["within thirty days"]);
        assert_eq!(reason(answer), "the quote stands in no document");
    }

    #[test]
    fn a_proven_flag_points_at_the_documents_words() {
        let claims = claims(flag("ambiguous-timing", &["within 14 days"]));
        let anchor = &claims.flags[0].anchors[0];
        assert_eq!(
            (anchor.quote.as_str(), anchor.position.line),
            ("within 14 days", 3)
        );
        assert_eq!(claims.flags[0].readings.len(), 2);
    }

    #[test]
    fn an_ambiguity_without_two_readings_is_a_wording_note() {
        let mut answer = flag("ambiguous-timing", &["within 14 days"]);
        answer["flags"][0]["reading_two"] = json!("Calendar **days**");
        let claims = claims(answer);
        assert_eq!(
            (claims.flags[0].kind, claims.flags[0].severity),
            (FlagKind::VagueTerm, Severity::Note)
        );
    }

    #[test]
    fn claims_about_two_places_need_both() {
        let one_side = flag("contradiction", &["within 14 days", "valid 21 days"]);
        assert_eq!(reason(one_side), "only one side of the contradiction was found");
        let no_strategy = flag("strategy-conflict", &["within 14 days"]);
        assert_eq!(reason(no_strategy), "no words of the strategy prove the conflict");
        let both = claims(flag(
            "strategy-conflict",
            &["within 14 days", "Trust before growth"],
        ));
        assert_eq!(
            both.flags[0].anchors[1].role,
            Role::Strategy,
            "another document than the one named"
        );
    }

    #[test]
    fn goals_are_quoted_on_both_ends() {
        let goal = |quote: &str, spec: serde_json::Value| json!({"goals": [{"goal": {"document": "goals.md", "quote": quote}, "fit": "serves", "spec": spec}]});
        assert_eq!(
            reason(goal("within 14 days", json!(null))),
            "the goal stands in no strategy document"
        );
        assert_eq!(
            reason(goal("Trust before growth", json!(null))),
            "no words of the spec prove the fit"
        );
        let proven = claims(goal(
            "Trust before growth.",
            json!({"quote": "Refunds go to members"}),
        ));
        assert_eq!(proven.goals[0].fit, Fit::Serves);
    }

    #[test]
    fn an_assumption_may_rest_on_no_words_but_not_on_false_ones() {
        let claims_of = |passage: serde_json::Value| {
            claims(
                json!({"assumptions": [{"statement": "Carriers scan", "kind": "dependency", "passage": passage}]}),
            )
        };
        assert!(claims_of(json!(null)).assumptions[0].anchor.is_none());
        assert_eq!(
            claims_of(json!({"quote": "carriers scan all"})).assumptions.len(),
            0
        );
    }

    #[test]
    fn the_suggested_option_is_one_of_the_options() {
        let question = |suggested: &str| {
            let answer = json!({"questions": [{"text": "Which?", "options": ["Calendar days", "Working days"],
                "suggested": suggested}]});
            claims(answer).questions[0].suggested
        };
        assert_eq!(question("working days."), Some(1));
        assert_eq!(question("hours"), None);
    }
}
