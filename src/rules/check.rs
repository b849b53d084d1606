//! The check: a document's passages held against the vocabulary and the rules that look at sentences, as hits in order.

use super::language::{self, Language, Tongue};
use super::lexicon::Loudness;
use super::passage::{Passage, passages};
use super::placeholder;
use super::policy::{Levels, Policy};
use super::profile::Profile;
use super::sentence;
use super::sight::Sight;
use super::suppression::Suppressions;
use super::text::Prose;
use super::vocabulary::{Found, Vocabulary};
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
    /// Whether it is worth saying only where no model reads the document.
    pub low: bool,
    /// Where the words stand.
    pub span: Span,
    /// The lexicon's term, where one was found.
    pub term: Option<String>,
    /// What is wrong with the words, in few words.
    pub message: String,
    /// What to ask about them.
    pub ask: String,
}

/// What came of checking a document.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// The hits that are not suppressed, in the order of their spans; no two of one kind overlap.
    pub hits: Vec<Hit>,
    /// What the reader should know about how the check came about, but for suppressions.
    pub warnings: Vec<String>,
    /// The document's suppressions, for findings from elsewhere.
    pub suppressions: Suppressions,
}

/// Checks a document's wording under a policy. Code, HTML, front matter, headings, block quotes, quoted speech and
/// addresses are passed over. Takes time linear in the text.
pub fn check(document: &Document, policy: &Policy) -> Checked {
    let levels = policy.levels_for(document.path());
    let first = &language::spoken()[0];
    let passages = passages(document, &first.grammar);
    let tongue = language::recognise(&passages);
    let reading = Reading::new(document, policy.vocabulary(), &levels, tongue, &passages);
    let mut hits: Vec<Hit> = passages
        .iter()
        .flat_map(|passage| reading.hits_in(passage))
        .collect();
    let blocks = document.blocks().iter();
    hits.extend(blocks.flat_map(|block| reminders_in(block, document)));
    let suppressions = Suppressions::of(document);
    let weighed = hits.into_iter().filter_map(|hit| levels.weigh(hit));
    let mut hits = settled(weighed.collect());
    hits.retain(|hit| !suppressions.hide(hit.kind, hit.span));
    let warnings = match tongue {
        Tongue::Spoken(_) => Vec::new(),
        Tongue::Foreign(name) => vec![foreign(name)],
    };
    Checked {
        hits,
        warnings,
        suppressions,
    }
}

fn foreign(language: &str) -> String {
    format!(
        "this document looks {language}: the wording rules speak English only, so they looked for placeholders and your own terms alone"
    )
}

/// What a document's passages are read with.
struct Reading<'a> {
    document: &'a Document,
    vocabulary: &'a Vocabulary,
    levels: &'a Levels,
    /// The document's language and its place among those spoken.
    language: Option<(usize, &'static Language)>,
    profile: Profile,
}

impl<'a> Reading<'a> {
    fn new(
        document: &'a Document,
        vocabulary: &'a Vocabulary,
        levels: &'a Levels,
        tongue: Tongue,
        passages: &[Passage],
    ) -> Self {
        let language = match tongue {
            Tongue::Spoken(index) => Some((index, &language::spoken()[index])),
            Tongue::Foreign(_) => None,
        };
        let grammar = &language
            .map_or(&language::spoken()[0], |(_, language)| language)
            .grammar;
        let profile = Profile::of(passages.iter().map(|passage| &passage.prose), grammar);
        Self {
            document,
            vocabulary,
            levels,
            language,
            profile,
        }
    }

    fn hits_in(&self, passage: &Passage) -> Vec<Hit> {
        let prose = &passage.prose;
        let index = self.language.map(|(index, _)| index);
        let terms = self.vocabulary.find(prose.text(), index, self.levels.terms());
        let mut hits: Vec<Hit> = terms
            .iter()
            .filter_map(|found| self.worded(found, passage))
            .collect();
        let brackets = placeholder::brackets(prose.text()).into_iter();
        hits.extend(brackets.filter_map(|range| bracket(range, prose, self.document)));
        if let Some((_, language)) = self.language {
            let objections = sentence::objections(passage, self.profile, &language.grammar);
            hits.extend(
                objections
                    .into_iter()
                    .filter_map(|one| one.hit(prose, self.document)),
            );
        }
        hits
    }

    fn worded(&self, found: &Found<'_>, passage: &Passage) -> Option<Hit> {
        let entry = found.entry;
        let language = self
            .language
            .map_or(&language::spoken()[0], |(_, language)| language);
        let sight = &Sight {
            prose: &passage.prose,
            range: found.range.clone(),
            profile: self.profile,
            standing: passage.standing,
            form: passage.form,
            grammar: &language.grammar,
        };
        let is_silent = passage.prose.is_quoted(found.range.start)
            || sight.is_in_address()
            || (!entry.exact && sight.is_name())
            || entry.unless.iter().any(|gate| gate.silences(sight));
        if is_silent {
            return None;
        }
        let low = found.loudness == Loudness::Low
            || sight.is_benefit()
            || entry.lower.iter().any(|gate| gate.silences(sight));
        let words = format!("“{}”", sight.words());
        Some(Hit {
            kind: entry.kind,
            severity: entry.severity(low),
            low,
            span: self.document.span(passage.prose.source(found.range.clone()))?,
            term: Some(found.term.to_owned()),
            message: entry.message.replace("{}", &words),
            ask: entry.ask.replace("{}", &words),
        })
    }
}

fn bracket(range: Range<usize>, prose: &Prose, document: &Document) -> Option<Hit> {
    if prose.is_quoted(range.start) {
        return None;
    }
    let words = &prose.text()[range.clone()];
    Some(Hit {
        kind: FlagKind::Placeholder,
        severity: FlagKind::Placeholder.default_severity(),
        low: false,
        span: document.span(prose.source(range.clone()))?,
        term: None,
        message: format!("“{words}” is still to be filled in"),
        ask: "What belongs here, and who decides it by when?".into(),
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
            low: false,
            span,
            term: Some(document.words_at(span).to_owned()),
            message: format!("“{}” in a comment", document.words_at(span)),
            ask: "Is the point settled? If so, remove the comment; if not, raise it where readers see it."
                .into(),
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
