//! What the rules over a whole document look at: its passages, headings and title, and the spans of what they find.

use super::passage::Passage;
use super::text::OPAQUE;
use crate::document::{Block, BlockKind, Document, Section};
use crate::domain::Span;
use std::ops::Range;

/// A document as the rules over the whole of it see it.
pub struct Subject<'a> {
    /// The document.
    pub document: &'a Document,
    /// Its prose, in order, without what it quotes.
    pub passages: &'a [Passage],
    /// Its headings, in order.
    pub headings: Vec<Heading<'a>>,
}

/// A heading, with the words that it is known by.
pub struct Heading<'a> {
    /// The section it opens.
    pub section: &'a Section,
    /// The section's place among the document's sections.
    pub index: usize,
    /// The heading's words, in small letters.
    pub name: String,
    /// Where the heading's words stand.
    pub span: Span,
}

impl<'a> Subject<'a> {
    /// Gathers what there is to see of a document.
    pub fn new(document: &'a Document, passages: &'a [Passage]) -> Self {
        Self {
            document,
            passages,
            headings: headings(document),
        }
    }

    /// Returns the block of a passage.
    pub fn block(&self, passage: &Passage) -> &'a Block {
        &self.document.blocks()[passage.block]
    }

    /// Returns the place, among the document's sections, of the section that holds a passage.
    pub fn section_index(&self, passage: &Passage) -> usize {
        let start = self.block(passage).span.start();
        let sections = self.document.sections();
        sections
            .partition_point(|section| section.span.start() <= start)
            .saturating_sub(1)
    }

    /// Returns the span of a stretch of a passage, without the blanks round it.
    pub fn span(&self, passage: &Passage, range: Range<usize>) -> Option<Span> {
        let is_edge = |char: char| char.is_whitespace() || char == OPAQUE;
        let words = &passage.prose.text()[range.clone()];
        let start = range.start + (words.len() - words.trim_start_matches(is_edge).len());
        let words = words.trim_matches(is_edge);
        let found = (!words.is_empty()).then(|| passage.prose.source(start..start + words.len()));
        found.and_then(|range| self.document.span(range))
    }

    /// Returns the span of the sentence that holds a byte of a passage.
    pub fn sentence(&self, passage: &Passage, at: usize) -> Option<Span> {
        self.span(passage, passage.prose.sentence(at))
    }

    /// Returns the span of the title, or where there is none, of the first sentence.
    pub fn opening(&self) -> Option<Span> {
        let title = self.headings.first().map(|heading| heading.span);
        title.or_else(|| self.passages.iter().find_map(|passage| self.sentence(passage, 0)))
    }
}

fn headings(document: &Document) -> Vec<Heading<'_>> {
    let titled = document
        .blocks()
        .iter()
        .filter(|block| block.kind == BlockKind::Heading);
    let mut sections = document.sections().iter().enumerate().peekable();
    let mut found = Vec::new();
    for block in titled {
        let is_before = |(_, section): &(usize, &Section)| section.span.start() < block.span.start();
        while sections.next_if(is_before).is_some() {}
        let own = sections.next_if(|(_, section)| section.span.start() == block.span.start());
        if let Some((index, section)) = own
            && let Some(span) = words_of(block)
        {
            found.push(Heading {
                section,
                index,
                name: section.title.to_lowercase(),
                span,
            });
        }
    }
    found
}

fn words_of(block: &Block) -> Option<Span> {
    let (first, last) = (block.runs.first()?, block.runs.last()?);
    Span::new(first.start(), last.end()).filter(|span| !span.is_empty())
}
