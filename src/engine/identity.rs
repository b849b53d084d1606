//! Ids that stay: made from a finding's words, kind and section, never from where they stand.

use crate::answer::normalise;
use crate::domain::brief::FactId;
use crate::domain::{Anchor, FindingId, Sort, Status};
use crate::state::{Point, Survey};
use std::collections::{HashMap, HashSet};

/// Hands out ids; two findings that are alike in words, kind and section are told apart by their order. What is known from
/// earlier reviews keeps its id, however it is worded now; nothing else is given that id.
#[derive(Debug, Default)]
pub struct Identities<'a> {
    given: HashMap<String, usize>,
    known: &'a [Point],
    used: HashSet<&'a FindingId>,
}

impl<'a> Identities<'a> {
    /// Hands out the ids under which findings are known already.
    pub fn knowing(survey: Option<&'a Survey>) -> Self {
        Self {
            known: survey.map_or(&[], |survey| &survey.points),
            ..Self::default()
        }
    }

    /// Keeps ids for findings that are carried over under them.
    pub fn keep<'i>(&mut self, ids: impl Iterator<Item = &'i FindingId>) {
        for id in ids {
            let own = self.known.iter().find(|point| point.finding.id == *id);
            self.used.extend(own.map(|point| &point.finding.id));
        }
    }

    /// Makes the id of a flag.
    pub fn flag(&mut self, kind: &str, title: &str, anchors: &[Anchor]) -> FindingId {
        let known = Survey::known_as(self.free(), Sort::Flag, kind, anchors, title);
        if let Some(id) = self.again(known) {
            return id;
        }
        let anchor = anchors.first();
        self.make("f", &[kind, &words(anchor), &section(anchor)])
    }

    /// Makes the id of an assumption; one that rests on no words is known by its statement.
    pub fn assumption(&mut self, kind: &str, statement: &str, anchors: &[Anchor]) -> FindingId {
        let known = Survey::known_as(self.free(), Sort::Assumption, kind, anchors, statement);
        if let Some(id) = self.again(known) {
            return id;
        }
        let anchor = anchors.first();
        let words = if anchor.is_some() {
            words(anchor)
        } else {
            normalise::quote(statement)
        };
        self.make("a", &[kind, &words, &section(anchor)])
    }

    /// Makes the id of a question: that of what it blocks, else of its text.
    pub fn question(&mut self, blocks: &[FindingId], text: &str) -> FindingId {
        let known = Survey::known_question(self.free(), blocks, text);
        if let Some(id) = self.again(known) {
            return id;
        }
        let mut blocks: Vec<&str> = blocks.iter().map(|id| id.0.as_str()).collect();
        blocks.sort_unstable();
        let about = if blocks.is_empty() {
            normalise::quote(text)
        } else {
            blocks.join(" ")
        };
        self.make("q", &[&about])
    }

    /// Makes the id of a fact: of its words alone, so that headings round them may change.
    pub fn fact(&mut self, anchor: Option<&Anchor>) -> FactId {
        FactId(self.make("n", &[&words(anchor)]).0)
    }

    /// Makes the id of a finding between documents, whichever side comes first.
    pub fn across(&mut self, kind: &str, sides: &[Anchor]) -> FindingId {
        let mut words: Vec<String> = sides
            .iter()
            .map(|side| format!("{}\u{1e}{}", words(Some(side)), section(Some(side))))
            .collect();
        words.sort_unstable();
        self.make("x", &[kind, &words.join("\u{1e}")])
    }

    /// Returns the known points whose ids were not given yet.
    fn free(&self) -> impl Iterator<Item = &'a Point> + Clone + use<'a> {
        let (known, used) = (self.known, self.used.clone());
        known
            .iter()
            .filter(move |point| !used.contains(&point.finding.id))
    }

    fn again(&mut self, known: Option<&'a Point>) -> Option<FindingId> {
        let id = &known?.finding.id;
        self.used.insert(id);
        Some(id.clone())
    }

    fn make(&mut self, letter: &str, parts: &[&str]) -> FindingId {
        let hash = blake3::hash(parts.join("\u{1f}").as_bytes()).to_hex();
        let id = format!("{letter}-{}", &hash[..8]);
        loop {
            let given = self.given.entry(id.clone()).or_default();
            *given += 1;
            let made = FindingId(if *given == 1 {
                id.clone()
            } else {
                format!("{id}-{given}")
            });
            let known = self.known.iter().find(|point| point.finding.id == made);
            match known {
                None => return made,
                // The same words in the same section again: it came back.
                Some(point) if is_over(point) && self.used.insert(&point.finding.id) => return made,
                Some(_) => {}
            }
        }
    }
}

fn is_over(point: &Point) -> bool {
    point.finding.status == Status::Resolved
}

fn words(anchor: Option<&Anchor>) -> String {
    anchor
        .map(|anchor| normalise::quote(&anchor.quote))
        .unwrap_or_default()
}

fn section(anchor: Option<&Anchor>) -> String {
    anchor
        .and_then(|anchor| anchor.section.as_deref())
        .map(normalise::quote)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::prove::anchor;
    use crate::document::Document;
    use crate::domain::{Match, Role};

    fn id(text: &str, quote: &str) -> FindingId {
        let document = Document::new("x.md".into(), "x.md".into(), text.into());
        let start = text.find(quote).unwrap();
        let span = document.span(start..start + quote.len()).unwrap();
        let anchor = anchor(&document, Role::Spec, span, Match::Exact);
        Identities::default().flag("ambiguous-timing", "", &[anchor])
    }

    #[test]
    fn an_id_survives_edits_elsewhere_and_changes_of_wrapping_and_emphasis() {
        let first = id("# Window\n\nwithin 30 days\n", "within 30 days");
        assert_eq!(
            first,
            id(
                "intro\n\n# Before\n\nx\n\n## Window\n\nNow: **within\n30** days\n",
                "within\n30** days"
            )
        );
        assert_ne!(first, id("# Window\n\nwithin 14 days\n", "within 14 days"));
        assert_ne!(first, id("# Other\n\nwithin 30 days\n", "within 30 days"));
    }

    #[test]
    fn twins_are_told_apart() {
        let mut ids = Identities::default();
        let (one, two) = (ids.question(&[], "Who?"), ids.question(&[], "Who?"));
        assert_eq!(format!("{one}-2"), two.0);
    }
}
