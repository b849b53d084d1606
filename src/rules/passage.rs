//! Passages: the blocks of prose in a document, built once and shared by all rules, each with what tells how to read it.

use super::grammar::{Grammar, words};
use super::signs::Signs;
use super::standing::Standing;
use super::text::{Prose, head};
use crate::document::{Block, BlockKind, Document};
use crate::domain::Span;

/// How far into a passage its form shows, in bytes.
const OPENING: usize = 200;

/// How far into a passage its number or identifier shows, in bytes.
const NUMBER: usize = 12;

/// Says how a passage states what it states.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// In sentences.
    #[default]
    Statement,
    /// As a user story: “As a …, I want …, so that …”.
    Story,
    /// As a scenario: “Given …, when …, then …”.
    Scenario,
}

/// A block's prose, and how to read it.
#[derive(Debug)]
pub struct Passage {
    /// The prose.
    pub prose: Prose,
    /// Where it stands.
    pub standing: Standing,
    /// How it states what it states.
    pub form: Form,
    /// What its words promise.
    pub signs: Signs,
    /// The block's place among the document's blocks.
    pub block: usize,
}

impl Passage {
    /// Tells whether the passage is a user story, or a paragraph without number and modal verb.
    pub fn is_narrative(&self, document: &Document) -> bool {
        let is_numbered = || head(self.prose.text(), NUMBER).contains(|char: char| char.is_ascii_digit());
        let is_paragraph = document.blocks()[self.block].kind == BlockKind::Paragraph;
        let is_modal = self.signs.binding + self.signs.wishing > 0;
        match self.form {
            Form::Story => true,
            Form::Statement => is_paragraph && !is_modal && !is_numbered(),
            Form::Scenario => false,
        }
    }
}

/// Returns the passages of a document, in order.
pub fn passages(document: &Document, grammar: &Grammar) -> Vec<Passage> {
    let mut section: Option<(Span, Standing)> = None;
    let mut lead = Standing::Open;
    let mut passages = Vec::new();
    for (index, block) in document.blocks().iter().enumerate() {
        if block.kind != BlockKind::ListItem && block.kind != BlockKind::Html {
            lead = Standing::Open;
        }
        if !is_prose(block) {
            continue;
        }
        if !section.is_some_and(|(span, _)| span.contains(block.span)) {
            let here = document.section_at(block.span.start());
            section = here.map(|here| (here.span, Standing::of_section(here, grammar)));
        }
        let prose = Prose::of(document, block);
        let above = section.map_or(Standing::Open, |(_, standing)| standing);
        let standing = above.led_by(lead).or_lead(prose.text(), grammar);
        if prose.text().trim_end().ends_with(':') {
            lead = Standing::of_lead_in(prose.text(), standing, grammar);
        }
        let form = form(prose.text(), grammar);
        passages.push(Passage {
            signs: Signs::of(prose.text(), grammar),
            prose,
            standing,
            form,
            block: index,
        });
    }
    passages
}

fn is_prose(block: &Block) -> bool {
    !block.quoted
        && matches!(
            block.kind,
            BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Cell
        )
}

fn form(text: &str, grammar: &Grammar) -> Form {
    let mut opening = words(&text[..text.floor_char_boundary(OPENING)]).peekable();
    let first = opening.peek().copied().unwrap_or_default();
    if grammar.story_openers.has(first) {
        let all: Vec<&str> = opening.collect();
        let wants = all
            .windows(2)
            .any(|pair| grammar.speakers.has(pair[0]) && grammar.needs.has(pair[1]));
        return if wants { Form::Story } else { Form::Statement };
    }
    let steps = || words(text).filter(|word| grammar.steps.has(word));
    if grammar.steps.has(first) && (steps().nth(1).is_some() || text.starts_with("Then ")) {
        Form::Scenario
    } else {
        Form::Statement
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::language;

    fn read(text: &str) -> Vec<Passage> {
        let document = Document::new("a.md".into(), "a".into(), text.into());
        passages(&document, &language::spoken()[0].grammar)
    }

    fn standings(text: &str) -> Vec<Standing> {
        read(text).iter().map(|passage| passage.standing).collect()
    }

    #[test]
    fn items_belong_to_their_lead_in() {
        assert_eq!(
            standings("The courier app shall:\n\n- show the route\n- keep the scan\n\nThat is all."),
            [Standing::Open, Standing::Asked, Standing::Asked, Standing::Open]
        );
        assert_eq!(
            standings("# Goals\n\nFor example:\n\n- a quick note\n"),
            [Standing::Asked, Standing::Story]
        );
    }

    #[test]
    fn stories_and_scenarios_are_recognised() {
        let forms: Vec<Form> = read(
            "As a courier, I want to see the gate code, so that I lose less time.\n\nGiven a paid order, when it is cancelled, then the money goes back.\n\nAs a rule, parcels are scanned.\n",
        )
        .iter()
        .map(|passage| passage.form)
        .collect();
        assert_eq!(forms, [Form::Story, Form::Scenario, Form::Statement]);
    }
}
