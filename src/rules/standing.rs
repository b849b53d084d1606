//! Where a passage stands: among requirements, or in the story told round them. Read off the headings above it and off
//! the words with which a paragraph introduces itself (“Rationale: …”).

use super::grammar::{Grammar, words};
use super::text::{head, tail};
use crate::document::Section;

/// How much of a title is read, in bytes.
const TITLE: usize = 80;

/// How far into a paragraph its introduction may reach, in bytes.
const LEAD: usize = 40;

/// How much of the end of a lead-in is read, in bytes.
const LEAD_IN: usize = 160;

/// Says what kind of passage something stands in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// Among requirements, goals or criteria.
    Asked,
    /// Nothing tells.
    #[default]
    Open,
    /// In what explains, recalls or rules out.
    Story,
}

impl Standing {
    /// Reads the standing off a section's heading and those above it: the nearest that tells decides. The document's
    /// own title counts only for what stands directly under it.
    pub fn of_section(section: &Section, grammar: &Grammar) -> Self {
        let above = section.parents.iter().skip(1).rev();
        std::iter::once(&section.title)
            .chain(above)
            .map(|title| Self::of_title(title, grammar))
            .find(|standing| *standing != Self::Open)
            .unwrap_or_default()
    }

    /// Reads the standing off a paragraph that begins with a short introduction and a colon; otherwise keeps it.
    pub fn or_lead(self, paragraph: &str, grammar: &Grammar) -> Self {
        let opening = head(paragraph, LEAD + 1);
        let lead = opening.find(':').map(|end| &opening[..end]);
        match lead.map(|lead| Self::of_title(lead, grammar)) {
            Some(Self::Story) => Self::Story,
            _ => self,
        }
    }

    /// Reads off a lead-in (“The app shall:”) where the items below it stand.
    pub fn of_lead_in(text: &str, standing: Self, grammar: &Grammar) -> Self {
        let ending = tail(text, LEAD_IN);
        let sentence = ending.rsplit(". ").next().unwrap_or(ending);
        if grammar.exemplary.stand_in(sentence) {
            Self::Story
        } else if words(sentence).any(|word| grammar.binding.has(word)) {
            Self::Asked
        } else if words(sentence).any(|word| grammar.hypothetical.has(word)) {
            Self::Story
        } else {
            match Self::of_title(sentence, grammar) {
                Self::Story if sentence.len() <= LEAD => Self::Story,
                _ => standing,
            }
        }
    }

    /// Takes on the standing that a lead-in gives, but for what is told anyway.
    pub fn led_by(self, lead: Self) -> Self {
        match (self, lead) {
            (Self::Story, _) | (_, Self::Open) => self,
            (_, lead) => lead,
        }
    }

    fn of_title(title: &str, grammar: &Grammar) -> Self {
        let title = head(title, TITLE);
        if grammar.story.stand_in(title) {
            Self::Story
        } else if grammar.asked.stand_in(title) {
            Self::Asked
        } else {
            Self::Open
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::rules::language;

    fn english() -> &'static Grammar {
        &language::spoken()[0].grammar
    }

    fn standing(text: &str, words: &str) -> Standing {
        let document = Document::new("a.md".into(), "a".into(), text.into());
        let at = text.find(words).expect("the words are in the text");
        Standing::of_section(document.section_at(at).expect("there is a section"), english())
    }

    #[test]
    fn the_nearest_heading_that_tells_decides() {
        let text = "# Goals of loyalty\n\n## Background\n\none\n\n### Success criteria\n\ntwo\n\n### Details\n\nthree\n\n## Checkout\n\nfour\n";
        assert_eq!(standing(text, "one"), Standing::Story);
        assert_eq!(standing(text, "two"), Standing::Asked);
        assert_eq!(standing(text, "three"), Standing::Story);
        assert_eq!(standing(text, "four"), Standing::Open);
    }

    #[test]
    fn a_paragraph_may_introduce_itself() {
        assert_eq!(
            Standing::Asked.or_lead("Why this priority: it is quick", english()),
            Standing::Story
        );
        assert_eq!(
            Standing::Asked.or_lead("Customers see: the price", english()),
            Standing::Asked
        );
    }
}
