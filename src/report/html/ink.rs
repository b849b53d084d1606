//! Which words of a document are marked for which passages. Owns the cutting of text at the ends of passages that overlap
//! or lie within each other; refuses to know what a mark looks like.

use crate::document::Document;
use crate::domain::{Severity, Span};
use pulldown_cmark::Event;
use std::ops::Range;

/// A stretch of a document to be marked.
#[derive(Clone, Debug)]
pub struct Passage {
    /// The bytes.
    pub span: Span,
    /// How the mark looks: the severity of its finding.
    pub severity: Severity,
    /// The finding's number, as shown.
    pub number: usize,
    /// The passage's own id in the page.
    pub id: String,
    /// The id of the finding's card.
    pub card: String,
}

/// Passages over the words of a document that a reader sees.
#[derive(Debug)]
pub struct Ink {
    passages: Vec<Passage>,
    /// The bytes from the first to the last word that is seen of each passage.
    seen: Vec<Option<Range<usize>>>,
    /// Every byte at which what is seen of a passage begins or ends, in order.
    cuts: Vec<usize>,
}

/// Words that a reader sees, and where they come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words<'t> {
    /// The words as shown.
    pub text: &'t str,
    /// Their bytes in the document.
    pub range: Range<usize>,
    /// Whether they stand there byte for byte, rather than as an entity or the like, which can only be marked whole.
    pub exact: bool,
}

impl Ink {
    /// Lays passages over a document.
    pub fn new(document: &Document, passages: Vec<Passage>) -> Self {
        let words = seen_words(document);
        let seen: Vec<Option<Range<usize>>> = passages
            .iter()
            .map(|passage| seen_of(passage.span, &words, document.text()))
            .collect();
        let mut cuts: Vec<usize> = seen
            .iter()
            .flatten()
            .flat_map(|seen| [seen.start, seen.end])
            .collect();
        cuts.sort_unstable();
        cuts.dedup();
        Self { passages, seen, cuts }
    }

    /// Returns a passage.
    pub fn passage(&self, index: usize) -> &Passage {
        &self.passages[index]
    }

    /// Tells whether a reader sees any word of a passage: a link's target, for one, is not shown.
    pub fn is_seen(&self, index: usize) -> bool {
        self.seen[index].is_some()
    }

    /// Cuts words where passages begin and end.
    pub fn pieces<'t>(&self, words: &Words<'t>) -> Vec<Words<'t>> {
        if !words.exact {
            return vec![words.clone()];
        }
        let Range { start, end } = words.range;
        let first = self.cuts.partition_point(|cut| *cut <= start);
        let last = self.cuts.partition_point(|cut| *cut < end);
        let inner = self.cuts[first..last.max(first)].iter().copied();
        let inner = inner.filter(|cut| words.text.is_char_boundary(cut - start));
        let ends: Vec<usize> = inner.chain([end]).collect();
        let mut from = start;
        let mut pieces = Vec::with_capacity(ends.len());
        for to in ends {
            pieces.push(Words {
                text: &words.text[from - start..to - start],
                range: from..to,
                exact: true,
            });
            from = to;
        }
        pieces
    }

    /// Returns the passages that a piece belongs to.
    pub fn over(&self, piece: &Words<'_>) -> Vec<usize> {
        let belongs = |index: &usize| {
            let seen = self.seen[*index].as_ref();
            seen.is_some_and(|seen| seen.start < piece.range.end && piece.range.start < seen.end)
        };
        (0..self.passages.len()).filter(belongs).collect()
    }

    /// Returns the passages whose first word is in a piece.
    pub fn beginning_in(&self, piece: &Words<'_>) -> Vec<usize> {
        self.where_end(|seen| piece.range.contains(&seen.start))
    }

    /// Returns the passages whose last word is in a piece.
    pub fn ending_in(&self, piece: &Words<'_>) -> Vec<usize> {
        self.where_end(|seen| piece.range.start < seen.end && seen.end <= piece.range.end)
    }

    fn where_end(&self, is: impl Fn(&Range<usize>) -> bool) -> Vec<usize> {
        let seen = self.seen.iter().enumerate();
        seen.filter(|(_, seen)| seen.as_ref().is_some_and(&is))
            .map(|(index, _)| index)
            .collect()
    }
}

/// Returns the words of an event that are shown as such, and whether they stand in the text byte for byte.
pub fn words_of<'t>(event: &'t Event<'_>, range: &Range<usize>, text: &str) -> Option<Words<'t>> {
    let shown: &str = match event {
        Event::Text(shown) | Event::Code(shown) | Event::Html(shown) | Event::InlineHtml(shown) => shown,
        Event::FootnoteReference(name) => name,
        Event::SoftBreak => "\n",
        _ => return None,
    };
    let source = &text[range.clone()];
    // The marks of inline code stand around its words, those of other words do not belong to them.
    let at = match event {
        Event::Code(_) => {
            let ticks = source.len() - source.trim_start_matches('`').len();
            source[ticks..].find(shown).map(|at| at + ticks)
        }
        _ => (source == shown).then_some(0),
    };
    Some(match at {
        Some(at) => Words {
            text: shown,
            range: range.start + at..range.start + at + shown.len(),
            exact: true,
        },
        None => Words {
            text: shown,
            range: range.clone(),
            exact: false,
        },
    })
}

/// Returns the bytes of everything in a document that a reader sees and that is not blank, in order, and whether each can
/// be cut.
fn seen_words(document: &Document) -> Vec<(Range<usize>, bool)> {
    let Some(events) = document.events() else {
        let blocks = document.blocks().iter();
        return blocks.map(|block| (block.span.range(), true)).collect();
    };
    let mut seen: Vec<(Range<usize>, bool)> = events
        .filter_map(|(event, range)| {
            let words = words_of(&event, &range, document.text())?;
            (!words.text.trim().is_empty()).then_some((words.range, words.exact))
        })
        .collect();
    seen.sort_by_key(|(range, _)| range.start);
    seen
}

/// Returns the bytes from the first to the last word that is seen of a span.
fn seen_of(span: Span, words: &[(Range<usize>, bool)], text: &str) -> Option<Range<usize>> {
    let first = words.partition_point(|(range, _)| range.end <= span.start());
    let mut parts = words[first..]
        .iter()
        .take_while(|(range, _)| range.start < span.end())
        .filter_map(|(range, exact)| {
            if !exact {
                return Some(range.clone());
            }
            let part = range.start.max(span.start())..range.end.min(span.end());
            let words = text.get(part.clone())?;
            let start = part.start + (words.len() - words.trim_start().len());
            (!words.trim().is_empty()).then(|| start..start + words.trim().len())
        });
    let first = parts.next()?;
    let end = parts.last().map_or(first.end, |last| last.end);
    Some(first.start..end)
}
