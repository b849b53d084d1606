//! Where a passage stands: among requirements, or in the story told round them. Read off the headings above it and off
//! the words with which a paragraph introduces itself (“Rationale: …”).

use super::words::{ASKED, STORY};
use crate::document::Section;

/// How much of a title is read, in bytes.
const TITLE: usize = 80;

/// How far into a paragraph its introduction may reach, in bytes.
const LEAD: usize = 40;

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
    pub fn of_section(section: &Section) -> Self {
        let above = section.parents.iter().skip(1).rev();
        std::iter::once(&section.title)
            .chain(above)
            .map(|title| Self::of_title(title))
            .find(|standing| *standing != Self::Open)
            .unwrap_or_default()
    }

    /// Reads the standing off a paragraph that begins with a short introduction and a colon; otherwise keeps it.
    pub fn or_lead(self, paragraph: &str) -> Self {
        let lead = paragraph
            .find(':')
            .filter(|end| *end <= LEAD)
            .map(|end| &paragraph[..end]);
        match lead.map(Self::of_title) {
            Some(Self::Story) => Self::Story,
            _ => self,
        }
    }

    fn of_title(title: &str) -> Self {
        let title: String = title.chars().take(TITLE).collect::<String>().to_lowercase();
        let names = |list: &[&str]| list.iter().any(|word| title.contains(word));
        if names(STORY) {
            Self::Story
        } else if names(ASKED) {
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

    fn standing(text: &str, words: &str) -> Standing {
        let document = Document::new("a.md".into(), "a".into(), text.into());
        let at = text.find(words).expect("the words are in the text");
        Standing::of_section(document.section_at(at).expect("there is a section"))
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
            Standing::Asked.or_lead("Why this priority: it is quick"),
            Standing::Story
        );
        assert_eq!(
            Standing::Asked.or_lead("Customers see: the price"),
            Standing::Asked
        );
    }
}
