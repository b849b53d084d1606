//! From facts as a model writes them to facts that are proven: every quote anchored in the notes, every name, date and
//! hedge beside it found there. What fails is set aside with its reason, or taken off the fact with a remark.

use super::brief::{FactsAnswer, WireFact, WireGoalTouch, WireProof, WireStanding};
use super::normalise;
use super::prove::Evidence;
use super::wire::WirePassage;
use crate::document::Document;
use crate::domain::brief::{FactKind, GoalStance, SensitiveReason, Standing};
use crate::domain::{Anchor, Role, SetAside};
use std::collections::HashMap;

/// How the time of a fact is called in remarks.
const WHEN: &str = "by when";

/// What an answer says of the notes, proven.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NotesClaims {
    /// How settled documents of notes are, each with the words that say so.
    pub standings: Vec<(Standing, Anchor)>,
    /// The facts, in the model's order.
    pub facts: Vec<FactClaim>,
    /// How the notes stand to the goals.
    pub goals: Vec<GoalClaim>,
    /// What could not be let through.
    pub set_aside: Vec<SetAside>,
}

/// A fact that is proven, before it has an id.
#[derive(Clone, Debug, PartialEq)]
pub struct FactClaim {
    /// How the answer refers to it.
    pub label: String,
    /// What it is.
    pub kind: FactKind,
    /// What is said, in the model's words.
    pub statement: String,
    /// The words it rests on; the first stand in the notes.
    pub anchors: Vec<Anchor>,
    /// Who said it.
    pub speaker: Option<String>,
    /// What keeps it from being certain.
    pub hedge: Option<String>,
    /// Who answers for it or decides it.
    pub owner: Option<String>,
    /// By when.
    pub due: Option<String>,
    /// What to ask, and whom.
    pub question: Option<(String, String)>,
    /// Labels of the facts it takes back.
    pub replaces: Vec<String>,
    /// Why it is sensitive, what exactly, and what a team would lose.
    pub sensitive: Option<(SensitiveReason, String, String)>,
    /// The teams that it concerns, as written.
    pub teams: Vec<String>,
    /// Why it concerns none.
    pub for_nobody: Option<String>,
    /// What was changed about the claim.
    pub remarks: Vec<String>,
}

/// How the notes stand to a goal.
#[derive(Clone, Debug, PartialEq)]
pub struct GoalClaim {
    /// The goal in the strategy's words.
    pub goal: Anchor,
    /// How the notes stand to it.
    pub stance: GoalStance,
    /// Labels of the facts that touch it.
    pub facts: Vec<String>,
    /// Why.
    pub note: Option<String>,
}

/// Proves an answer against the notes and what they are held against.
pub fn prove(answer: FactsAnswer, notes: &[&Document], evidence: &Evidence<'_>) -> NotesClaims {
    let texts: Vec<String> = notes.iter().map(|document| padded(document.text())).collect();
    let mut prover = Prover {
        evidence,
        texts,
        seen: HashMap::new(),
        set_aside: Vec::new(),
    };
    let standings = answer
        .standing
        .into_iter()
        .filter_map(|standing| prover.standing(standing))
        .collect();
    let facts = answer
        .facts
        .into_iter()
        .filter_map(|fact| prover.fact(fact))
        .collect();
    let goals = answer
        .goals
        .into_iter()
        .filter_map(|goal| prover.goal(goal))
        .collect();
    NotesClaims {
        standings,
        facts,
        goals,
        set_aside: prover.set_aside,
    }
}

struct Prover<'e, 'd> {
    evidence: &'e Evidence<'d>,
    /// The notes in normal form, with a blank at either end.
    texts: Vec<String>,
    /// How many facts of a kind rested on a quote so far.
    seen: HashMap<String, usize>,
    set_aside: Vec<SetAside>,
}

impl Prover<'_, '_> {
    fn standing(&self, standing: WireStanding) -> Option<(Standing, Anchor)> {
        let found = standing
            .standing
            .filter(|standing| *standing != Standing::Unsaid)?;
        let anchor = self.evidence.anchor(&standing.passage?, 0)?;
        (anchor.role == Role::Notes).then_some((found, anchor))
    }

    fn fact(&mut self, fact: WireFact) -> Option<FactClaim> {
        let mut anchors: Vec<Anchor> = fact
            .passages
            .iter()
            .filter_map(|proof| self.anchor(proof))
            .collect();
        // The notes' own words come first, whatever they collide with.
        anchors.sort_by_key(|anchor| anchor.role != Role::Notes);
        anchors.dedup();
        let kind = fact.kind.unwrap_or(FactKind::Background);
        if let Some(reason) = refusal(&fact, kind, &anchors) {
            let quotes: Vec<&str> = fact.passages.iter().map(|proof| proof.quote.as_str()).collect();
            self.set_aside.push(SetAside {
                claim: fact.statement.clone(),
                sort: "fact".into(),
                quote: quotes.join(" | "),
                reason: reason.into(),
            });
            return None;
        }
        let mut remarks = Vec::new();
        let lost = fact.passages.len() - anchors.len().min(fact.passages.len());
        if lost > 0
            && fact
                .passages
                .iter()
                .any(|proof| self.evidence.anchor(&passage(proof), 0).is_none())
        {
            remarks.push("a quote that stands in no document was left out".to_owned());
        }
        let quoted = padded(
            &anchors
                .iter()
                .map(|anchor| anchor.quote.as_str())
                .collect::<Vec<_>>()
                .join("\n"),
        );
        Some(FactClaim {
            kind,
            speaker: self.in_notes(fact.speaker, "who said it", &mut remarks),
            owner: self.in_notes(fact.owner, "who answers for it", &mut remarks),
            due: self.in_notes(when(fact.due), WHEN, &mut remarks),
            hedge: non_empty(fact.hedge).filter(|hedge| quoted.contains(normalise::quote(hedge).trim())),
            question: non_empty(fact.question).map(|text| (text, fact.question_to)),
            sensitive: fact
                .sensitive
                .map(|reason| (reason, fact.sensitive_note, fact.loss)),
            statement: fact.statement,
            label: fact.label,
            replaces: fact.replaces,
            teams: fact.teams,
            for_nobody: non_empty(fact.for_nobody),
            anchors,
            remarks,
        })
    }

    fn anchor(&mut self, proof: &WireProof) -> Option<Anchor> {
        let earlier = self.seen.entry(normalise::quote(&proof.quote)).or_default();
        let anchor = self.evidence.anchor(&passage(proof), *earlier);
        *earlier += 1;
        anchor
    }

    /// Lets words through that stand in the notes, whole words only; of several people each by himself.
    fn in_notes(&self, words: String, what: &str, remarks: &mut Vec<String>) -> Option<String> {
        let words = non_empty(words)?;
        let normal = padded(&words);
        let stands = |words: &str| self.texts.iter().any(|text| text.contains(words));
        let joins = |word: &str| matches!(word, "and" | "or" | "with" | "the" | "by");
        let is_known = |word: &str| joins(word) || stands(&format!(" {word} "));
        if stands(&normal) || (what != WHEN && normal.split_whitespace().all(is_known)) {
            return Some(words);
        }
        remarks.push(format!("{what} was left out: the notes do not say “{words}”"));
        None
    }

    fn goal(&mut self, touch: WireGoalTouch) -> Option<GoalClaim> {
        let anchor = self
            .evidence
            .anchor(&touch.goal, 0)
            .filter(|anchor| anchor.role == Role::Strategy);
        let Some(goal) = anchor else {
            self.set_aside.push(SetAside {
                claim: touch.note,
                sort: "goal".into(),
                quote: touch.goal.quote,
                reason: "the goal stands in no strategy document".into(),
            });
            return None;
        };
        let stance = touch.stance.unwrap_or(GoalStance::Ignores);
        Some(GoalClaim {
            goal,
            stance,
            facts: touch.facts,
            note: non_empty(touch.note),
        })
    }
}

/// Empties a time that is none: notes say "no date" where they name none.
fn when(due: String) -> String {
    const NONE: [&str; 5] = ["none", "unknown", "open", "tbd", "n/a"];
    let plain = normalise::quote(&due);
    let says_none = plain.starts_with("no ") || plain.starts_with("not ") || NONE.contains(&plain.trim());
    if says_none { String::new() } else { due }
}

fn refusal(fact: &WireFact, kind: FactKind, anchors: &[Anchor]) -> Option<&'static str> {
    let in_notes = anchors.iter().any(|anchor| anchor.role == Role::Notes);
    match () {
        () if fact.passages.iter().all(|proof| proof.quote.is_empty()) => Some("it quotes nothing"),
        () if anchors.is_empty() => Some("the quote stands in no document"),
        () if !in_notes => Some("no words of the notes prove it"),
        () if kind == FactKind::Contradiction && anchors.len() < 2 => {
            Some("only one side of the contradiction was found")
        }
        () => None,
    }
}

fn passage(proof: &WireProof) -> WirePassage {
    WirePassage {
        document: proof.document.clone(),
        section: proof.section.clone(),
        quote: proof.quote.clone(),
    }
}

/// Brings words into normal form with single blanks between and round them, so that only whole words are found.
fn padded(text: &str) -> String {
    let normal = normalise::quote(text);
    let words = normal
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let mut padded = String::from(" ");
    for word in words {
        padded.push_str(word);
        padded.push(' ');
    }
    padded
}

fn non_empty(text: String) -> Option<String> {
    (!text.trim().is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const NOTES: &str = "# Planning (draft)\n\nMads: Austria opens on 1 September, maybe with a shop in Graz.\n\nLater: Austria opens on 15 September.\n";
    const GOALS: &str = "# Goals\n\nOpen Austria by 1 September 2027.\n";

    fn claims(answer: serde_json::Value) -> NotesClaims {
        let notes = Document::new("notes.md".into(), "notes.md".into(), NOTES.into());
        let goals = Document::new("goals.md".into(), "goals.md".into(), GOALS.into());
        let evidence = Evidence::of([(Role::Notes, &notes), (Role::Strategy, &goals)]);
        prove(serde_json::from_value(answer).unwrap(), &[&notes], &evidence)
    }

    fn fact(more: serde_json::Value) -> serde_json::Value {
        let mut fact = json!({"label": "N1", "kind": "date", "statement": "Austria opens on 1 September.",
            "passages": [{"document": "notes.md", "quote": "Austria opens on 1 September, maybe with a shop in Graz."}]});
        fact.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        json!({"facts": [fact]})
    }

    #[test]
    fn a_fact_points_at_the_notes_own_words() {
        let claims = claims(fact(
            json!({"speaker": "Mads", "hedge": "maybe", "due": "1 September"}),
        ));
        let fact = &claims.facts[0];
        assert_eq!(
            (fact.anchors[0].role, fact.anchors[0].position.line),
            (Role::Notes, 3)
        );
        assert_eq!(
            (fact.speaker.as_deref(), fact.hedge.as_deref()),
            (Some("Mads"), Some("maybe"))
        );
        assert!(fact.remarks.is_empty());
    }

    #[test]
    fn what_the_notes_do_not_say_is_taken_off_the_fact() {
        let claims = claims(fact(
            json!({"speaker": "Pieter", "owner": "Mad", "hedge": "perhaps"}),
        ));
        let fact = &claims.facts[0];
        assert_eq!((&fact.speaker, &fact.owner, &fact.hedge), (&None, &None, &None));
        assert_eq!(fact.remarks.len(), 2, "half a name is no name");
    }

    #[test]
    fn a_fact_without_words_of_the_notes_is_set_aside() {
        let invented = claims(fact(
            json!({"passages": [{"quote": "Austria opens on 14 August"}]}),
        ));
        assert_eq!(invented.set_aside[0].reason, "the quote stands in no document");
        let strategy_only = claims(fact(
            json!({"passages": [{"quote": "Open Austria by 1 September 2027."}]}),
        ));
        assert_eq!(
            strategy_only.set_aside[0].reason,
            "no words of the notes prove it"
        );
    }

    #[test]
    fn a_contradiction_shows_both_sides_the_notes_first() {
        let sides = json!({"kind": "contradiction", "passages": [
            {"document": "goals.md", "quote": "Open Austria by 1 September 2027."},
            {"document": "notes.md", "quote": "Austria opens on 15 September."}]});
        let proven = claims(fact(sides));
        let roles: Vec<Role> = proven.facts[0].anchors.iter().map(|anchor| anchor.role).collect();
        assert_eq!(roles, [Role::Notes, Role::Strategy]);
        let one_side = claims(fact(json!({"kind": "contradiction"})));
        assert_eq!(
            one_side.set_aside[0].reason,
            "only one side of the contradiction was found"
        );
    }

    #[test]
    fn the_standing_is_quoted_from_the_notes() {
        let said = claims(
            json!({"facts": [], "standing": [{"standing": "draft", "passage": {"quote": "Planning (draft)"}}]}),
        );
        assert_eq!(said.standings[0].0, Standing::Draft);
        let invented = claims(
            json!({"facts": [], "standing": [{"standing": "approved", "passage": {"quote": "approved by all"}}]}),
        );
        assert!(invented.standings.is_empty());
    }

    #[test]
    fn a_time_that_is_none_is_no_time() {
        let due = |due: &str| claims(fact(json!({ "due": due }))).facts.remove(0).due;
        assert_eq!(due("No date"), None);
        assert_eq!(due("TBD"), None);
        assert_eq!(due("1 September").as_deref(), Some("1 September"));
    }
}
