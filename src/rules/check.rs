//! The check: a document's passages held against the vocabulary and the rules that look at sentences, as hits in order.

use super::language::{self, Language, Tongue};
use super::lexicon::Loudness;
use super::passage::{Passage, passages};
use super::placeholder;
use super::policy::{Levels, Policy};
use super::profile::Profile;
use super::sentence;
use super::sight::Sight;
use super::subject::Subject;
use super::suppression::Suppressions;
use super::text::Prose;
use super::vocabulary::{Found, Vocabulary};
use crate::document::{Block, BlockKind, Document};
use crate::domain::{FlagKind, Severity, Span};
use std::cmp::Reverse;
use std::collections::HashMap;
use std::hash::Hash;
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
            low: false,
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

    /// Says it low where that is so.
    pub(super) fn low_where(self, low: bool) -> Self {
        let severity = if low { Severity::Note } else { self.severity };
        Self {
            low,
            severity,
            ..self
        }
    }

    /// Names the term that was found.
    pub(super) fn of_term(self, term: &str) -> Self {
        let term = Some(term.to_owned());
        Self { term, ..self }
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

/// Checks a document under a policy: its wording, whether it agrees with itself, and whether it tells what a product spec
/// must. For wording, code, HTML, front matter, headings, block quotes, quoted speech and addresses are passed over. Takes
/// time linear in the text.
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
    if let Tongue::Spoken(_) = tongue {
        let subject = Subject::new(document, &passages);
        hits.extend(super::document::hits(&subject));
        hits.extend(super::product::hits(&subject));
    }
    let suppressions = Suppressions::of(document);
    let weighed = hits.into_iter().filter_map(|hit| levels.weigh(hit));
    let mut hits = settled(weighed.collect());
    hits.retain(|hit| !suppressions.hide(hit.kind, hit.span));
    let hits = gathered(hits, |hit| decision(hit, policy.vocabulary()));
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
        let profile = Profile::of(passages, grammar);
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
            is_told: self.profile.binds() && passage.is_narrative(self.document),
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
        let span = self.document.span(passage.prose.source(found.range.clone()))?;
        let (message, ask) = (
            entry.message.replace("{}", &words),
            entry.ask.replace("{}", &words),
        );
        Some(
            Hit::new(entry.kind, span, message, ask)
                .of_term(found.term)
                .low_where(low),
        )
    }
}

fn bracket(range: Range<usize>, prose: &Prose, document: &Document) -> Option<Hit> {
    if prose.is_quoted(range.start) {
        return None;
    }
    let words = &prose.text()[range.clone()];
    let span = document.span(prose.source(range.clone()))?;
    Some(Hit::new(
        FlagKind::Placeholder,
        span,
        format!("“{words}” is still to be filled in"),
        "What belongs here, and who decides it by when?",
    ))
}

fn reminders_in(block: &Block, document: &Document) -> Vec<Hit> {
    if block.kind != BlockKind::Html {
        return Vec::new();
    }
    let base = block.span.start();
    let ranges = placeholder::reminders(document.words_at(block.span)).into_iter();
    ranges
        .filter_map(|range| document.span(base + range.start..base + range.end))
        .map(|span| {
            let words = document.words_at(span);
            let ask =
                "Is the point settled? If so, remove the comment; if not, raise it where readers see it.";
            Hit::new(
                FlagKind::Placeholder,
                span,
                format!("“{words}” in a comment"),
                ask,
            )
            .of_term(words)
            .weighing(Severity::Note)
        })
        .collect()
}

/// Makes one hit of those that share a key: the first, with the places of the others. Hits without a key stay apart.
pub fn gathered<K: Eq + Hash>(hits: Vec<Hit>, key: impl Fn(&Hit) -> Option<K>) -> Vec<Hit> {
    let mut gathered: Vec<Hit> = Vec::with_capacity(hits.len());
    let mut firsts: HashMap<K, usize> = HashMap::new();
    for hit in hits {
        let first = key(&hit).map(|key| *firsts.entry(key).or_insert(gathered.len()));
        match first.and_then(|first| gathered.get_mut(first)) {
            Some(first) => first.also.extend(std::iter::once(hit.span).chain(hit.also)),
            None => gathered.push(hit),
        }
    }
    gathered
}

/// Returns what hits share that one decision settles for the whole document.
fn decision(hit: &Hit, vocabulary: &Vocabulary) -> Option<FlagKind> {
    let term = hit.term.as_deref().filter(|_| !hit.low)?;
    vocabulary.is_said_once(hit.kind, term).then_some(hit.kind)
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
