//! What one team may be told: the facts that are neither held back from it nor taken back, and the leak check against
//! the rest.

use super::facts::{FactList, ground};
use super::{BriefPlan, Release};
use crate::answer::leak::HeldBack;
use crate::answer::support::{Ground, Known};
use crate::domain::Team;
use crate::domain::brief::{Fact, FactId, GoalTouch};
use crate::prompt::brief::{ShownFact, ShownGoal};

/// What one team may be told.
pub struct View<'l> {
    /// The team.
    pub team: &'l Team,
    /// The facts it may be told, each with its label.
    pub shown: Vec<(String, &'l Fact)>,
    /// The goals of the strategy that the notes touch, each with its label.
    pub goals: Vec<(String, &'l GoalTouch)>,
    /// What it must not be told.
    pub held: HeldBack,
    /// Names that are known.
    pub known: &'l Known,
    releases: &'l [Release],
}

/// Tells whether the author lets a fact through to a team.
pub fn is_released(fact: &FactId, team: &str, releases: &[Release]) -> bool {
    let same = |name: &str| name.trim().eq_ignore_ascii_case(team.trim());
    releases
        .iter()
        .any(|release| release.fact == *fact && release.team.as_deref().is_none_or(same))
}

impl<'l> View<'l> {
    /// Looks at the list with a team's eyes.
    pub fn new(team: &'l Team, list: &'l FactList, plan: &'l BriefPlan) -> Self {
        let is_held =
            |fact: &Fact| fact.sensitivity.is_some() && !is_released(&fact.id, &team.name, &plan.releases);
        let shown: Vec<(String, &Fact)> = list
            .facts
            .iter()
            .filter(|fact| !is_held(fact) && fact.taken_back_by.is_none())
            .map(|fact| (FactList::label(fact), fact))
            .collect();
        let quotes = |fact: &'l Fact| fact.anchors.iter().map(|anchor| anchor.quote.as_str());
        let held = list.facts.iter().filter(|fact| is_held(fact)).flat_map(quotes);
        let goals = list.goals.iter().map(|touch| touch.goal.quote.as_str());
        let public = shown.iter().flat_map(|(_, fact)| quotes(fact)).chain(goals);
        let touched = list.goals.iter().filter(|touch| {
            touch
                .facts
                .iter()
                .any(|id| shown.iter().any(|(_, fact)| fact.id == *id))
        });
        Self {
            held: HeldBack::new(held, public, &list.known.names),
            goals: touched
                .enumerate()
                .map(|(index, touch)| (format!("G{}", index + 1), touch))
                .collect(),
            known: &list.known,
            releases: &plan.releases,
            team,
            shown,
        }
    }

    /// Returns the facts that concern the team: those that say so, and those that the author let through to it by name.
    pub fn concerning(&self) -> impl Iterator<Item = &(String, &'l Fact)> {
        let is_named = |fact: &Fact| {
            let mut releases = self.releases.iter().filter(|release| release.fact == fact.id);
            releases.any(|release| {
                release
                    .team
                    .as_deref()
                    .is_some_and(|team| self.team.is_called(team))
            })
        };
        self.shown
            .iter()
            .filter(move |(_, fact)| fact.teams.contains(&self.team.name) || is_named(fact))
    }

    /// Finds a fact by its label, however it is dressed: `N3`, `n3`, `[N3]`.
    pub fn fact(&self, label: &str) -> Option<&(String, &'l Fact)> {
        let number: String = label.chars().filter(char::is_ascii_digit).collect();
        let is_label = label
            .trim_matches(|letter: char| !letter.is_alphanumeric())
            .to_ascii_uppercase()
            .starts_with('N');
        self.shown
            .iter()
            .find(|(known, _)| is_label && known[1..] == number)
    }

    /// Finds a goal by its label.
    pub fn goal(&self, label: &str) -> Option<&'l GoalTouch> {
        let label = label.trim_matches(|letter: char| !letter.is_alphanumeric());
        self.goals
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(label))
            .map(|(_, touch)| *touch)
    }

    /// Returns what every shown fact brings to a proof.
    pub fn grounds(&self) -> Vec<Ground<'_>> {
        self.shown
            .iter()
            .map(|(label, fact)| ground(fact, label))
            .collect()
    }

    /// Returns the facts as the writer sees them.
    pub fn shown_facts(&self) -> Vec<ShownFact> {
        self.shown
            .iter()
            .map(|(label, fact)| shown(label, fact))
            .collect()
    }

    /// Returns the goals as the writer sees them.
    pub fn shown_goals(&self) -> Vec<ShownGoal> {
        let goals = self.goals.iter();
        goals
            .map(|(label, touch)| ShownGoal {
                label: label.clone(),
                quote: one_line(&touch.goal.quote),
            })
            .collect()
    }
}

fn shown(label: &str, fact: &Fact) -> ShownFact {
    ShownFact {
        label: label.to_owned(),
        kind: fact.kind.title(),
        is_open: fact.kind.is_open(),
        statement: one_line(&fact.statement),
        quotes: fact
            .anchors
            .iter()
            .map(|anchor| one_line(&anchor.quote))
            .collect(),
        section: fact.anchors.first().and_then(|anchor| anchor.section.clone()),
        speaker: fact.speaker.clone(),
        hedges: fact.hedge.iter().cloned().collect(),
        owner: fact.owner.clone(),
        due: fact.due.clone(),
        teams: fact.teams.clone(),
    }
}

/// Folds white space, so that a quote stands on one line of a prompt.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
