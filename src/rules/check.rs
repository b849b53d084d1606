//! The check: a document's prose against the lexicon, gate by gate, as hits in order.

use super::lexicon::{Found, Lexicon};
use super::placeholder;
use super::profile::Profile;
use super::sight::Sight;
use super::standing::Standing;
use super::subject::Subject;
use super::text::Prose;
use crate::document::{Block, BlockKind, Document};
use crate::domain::{FlagKind, Severity, Span};
use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

/// Words of a document that a rule objects to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What the hit is about.
    pub kind: FlagKind,
    /// How much it would hurt.
    pub severity: Severity,
    /// Where the words stand.
    pub span: Span,
    /// The lexicon's term, where one was found.
    pub term: Option<String>,
    /// What is wrong with the words, in few words.
    pub message: String,
    /// What to ask about them.
    pub ask: String,
    /// Other places that the hit rests on, such as the second of two numbers that differ.
    pub also: Vec<Span>,
    /// Whether the hit is about something that the document lacks, so that its span only shows where it would belong.
    pub absent: bool,
}

impl Hit {
    /// Makes a hit of a kind on words, as severe as the kind is by default.
    pub(super) fn new(kind: FlagKind, span: Span, message: String, ask: impl Into<String>) -> Self {
        Self {
            kind,
            severity: kind.default_severity(),
            span,
            term: None,
            message,
            ask: ask.into(),
            also: Vec::new(),
            absent: false,
        }
    }

    /// Gives the hit another severity.
    pub(super) fn weighing(self, severity: Severity) -> Self {
        Self { severity, ..self }
    }

    /// Adds other places that the hit rests on.
    pub(super) fn with(self, also: Vec<Span>) -> Self {
        Self { also, ..self }
    }

    /// Says that the hit is about something that the document lacks.
    pub(super) fn of_absence(self) -> Self {
        Self { absent: true, ..self }
    }
}

/// Checks a document: its wording, whether it agrees with itself, and whether it tells what a product spec must. Hits come in the order of their spans, and no two of one kind overlap. Code, HTML,
/// front matter, headings, block quotes, quoted speech and addresses are passed over. Takes time linear in the text.
pub fn check(document: &Document) -> Vec<Hit> {
    let passages = passages(document);
    let profile = Profile::of(passages.iter().map(|passage| &passage.prose));
    let mut hits: Vec<_> = passages
        .iter()
        .flat_map(|passage| hits_in(passage, profile, document))
        .collect();
    hits.extend(
        document
            .blocks()
            .iter()
            .flat_map(|block| reminders_in(block, document)),
    );
    let subject = Subject::new(document, &passages);
    hits.extend(super::document::hits(&subject));
    hits.extend(super::product::hits(&subject));
    settled(hits)
}

/// A block's prose, and where it stands.
pub(super) struct Passage {
    pub(super) prose: Prose,
    pub(super) standing: Standing,
    /// The block's place among the document's blocks.
    pub(super) block: usize,
}

fn passages(document: &Document) -> Vec<Passage> {
    let mut section: Option<(Span, Standing)> = None;
    let mut passages = Vec::new();
    let blocks = document.blocks().iter().enumerate();
    for (index, block) in blocks.filter(|(_, block)| is_prose(block)) {
        if !section.is_some_and(|(span, _)| span.contains(block.span)) {
            let here = document.section_at(block.span.start());
            section = here.map(|here| (here.span, Standing::of_section(here)));
        }
        let prose = Prose::of(document, block);
        let standing = section
            .map_or(Standing::Open, |(_, standing)| standing)
            .or_lead(prose.text());
        passages.push(Passage {
            prose,
            standing,
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

fn hits_in(passage: &Passage, profile: Profile, document: &Document) -> Vec<Hit> {
    let prose = &passage.prose;
    let terms = Lexicon::english().find(prose.text());
    let worded = terms.into_iter().filter_map(|found| {
        let range = found.range.clone();
        worded(
            &found,
            &Sight {
                prose,
                range,
                profile,
                standing: passage.standing,
            },
            document,
        )
    });
    let brackets = placeholder::brackets(prose.text());
    let empty = brackets
        .into_iter()
        .filter_map(|range| bracket(range, prose, document));
    worded.chain(empty).collect()
}

fn worded(found: &Found<'_>, sight: &Sight<'_>, document: &Document) -> Option<Hit> {
    let entry = found.entry;
    let is_silent = sight.prose.is_quoted(found.range.start)
        || sight.is_in_address()
        || (!entry.exact() && sight.is_name())
        || entry.unless.iter().any(|gate| gate.silences(sight));
    if is_silent {
        return None;
    }
    let words = format!("“{}”", sight.words());
    Some(Hit {
        kind: entry.kind,
        severity: entry.severity(),
        span: document.span(sight.prose.source(found.range.clone()))?,
        term: Some(found.term.to_owned()),
        message: entry.message.replace("{}", &words),
        ask: entry.ask.replace("{}", &words),
        also: Vec::new(),
        absent: false,
    })
}

fn bracket(range: Range<usize>, prose: &Prose, document: &Document) -> Option<Hit> {
    if prose.is_quoted(range.start) {
        return None;
    }
    let words = &prose.text()[range.clone()];
    Some(Hit {
        kind: FlagKind::Placeholder,
        severity: FlagKind::Placeholder.default_severity(),
        span: document.span(prose.source(range.clone()))?,
        term: None,
        message: format!("“{words}” is still to be filled in"),
        ask: "What belongs here, and who decides it by when?".into(),
        also: Vec::new(),
        absent: false,
    })
}

fn reminders_in(block: &Block, document: &Document) -> Vec<Hit> {
    if block.kind != BlockKind::Html {
        return Vec::new();
    }
    let base = block.span.start();
    let ranges = placeholder::reminders(document.words_at(block.span)).into_iter();
    ranges
        .filter_map(|range| document.span(base + range.start..base + range.end))
        .map(|span| Hit {
            kind: FlagKind::Placeholder,
            severity: Severity::Note,
            span,
            term: Some(document.words_at(span).to_owned()),
            message: format!("“{}” in a comment", document.words_at(span)),
            ask: "Is the point settled? If so, remove the comment; if not, raise it where readers see it."
                .into(),
            also: Vec::new(),
            absent: false,
        })
        .collect()
}

/// Puts hits in order and drops those that overlap an earlier, or longer, one of their kind.
fn settled(mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_by_key(|hit| (hit.span.start(), Reverse(hit.span.end()), hit.kind));
    let mut taken: HashMap<FlagKind, usize> = HashMap::new();
    hits.retain(|hit| {
        let free_from = taken.entry(hit.kind).or_default();
        let is_free = hit.span.start() >= *free_from;
        *free_from = hit.span.end().max(*free_from);
        is_free
    });
    hits
}
