//! What is known of a document as it is now: how each remembered finding stands in it, which sections changed since it was
//! last read, and which points are settled.

use super::footing::{Footing, Ground, section_hash};
use crate::answer::normalise::{self, alike};
use crate::document::Document;
use crate::domain::{
    Anchor, Coverage, Family, FlagKind, GoalFit, Role, Sort, Source, Status, TrackedDocument, TrackedFinding,
};
use std::collections::HashMap;
use std::ops::Range;

/// A remembered finding, and how it stands in the text as it is now.
#[derive(Clone, Debug)]
pub struct Point {
    /// The finding.
    pub finding: TrackedFinding,
    /// How its passages stand.
    pub footing: Footing,
    /// Its passages in the text as it is now, as far as they were found.
    pub anchors: Vec<Anchor>,
}

/// What is known of a document from earlier reviews, held against its text as it is now.
#[derive(Clone, Debug)]
pub struct Survey {
    /// The findings, in the state's order.
    pub points: Vec<Point>,
    /// The bytes of each section, and whether its words changed since a model last read them.
    pub sections: Vec<(Range<usize>, bool)>,
    /// Whether a model has read the document before.
    pub was_read: bool,
    /// The model's word on the document.
    pub summary: Option<String>,
    /// How well each area was covered.
    pub coverage: Vec<Coverage>,
    /// How the document stood to the goals whose words, and its own, stand.
    pub goals: Vec<GoalFit>,
}

impl Survey {
    /// Holds a state against the text. With `whole`, every section counts as changed.
    pub fn new<'d>(
        state: &TrackedDocument,
        spec: &'d Document,
        context: impl IntoIterator<Item = (Role, &'d Document)>,
        whole: bool,
    ) -> Self {
        let is_over = |finding: &&TrackedFinding| finding.status == Status::Resolved;
        // What is resolved chooses its place last.
        let (over, live): (Vec<_>, Vec<_>) = state.findings.iter().partition(is_over);
        let ground = Ground::new(spec, context);
        let ordered: Vec<&TrackedFinding> = live.into_iter().chain(over).collect();
        let footings = ground.footings(&ordered);
        let points = ordered
            .into_iter()
            .zip(footings)
            .map(|(finding, (footing, anchors))| Point {
                finding: finding.clone(),
                footing,
                anchors,
            });
        Self {
            points: points.collect(),
            sections: changed(state, spec, whole),
            was_read: !state.sections.is_empty(),
            summary: state.summary.clone(),
            coverage: state.coverage.clone(),
            goals: state.goals.iter().filter_map(|goal| ground.goal(goal)).collect(),
        }
    }

    /// Returns the bytes of the sections that changed, neighbours in one.
    pub fn changed(&self) -> Vec<Range<usize>> {
        let mut ranges: Vec<Range<usize>> = Vec::new();
        for (range, _) in self.sections.iter().filter(|(_, is_changed)| *is_changed) {
            match ranges.last_mut() {
                Some(last) if last.end == range.start => last.end = range.end,
                _ => ranges.push(range.clone()),
            }
        }
        ranges
    }

    /// Counts the sections that changed.
    pub fn changes(&self) -> usize {
        self.sections.iter().filter(|(_, is_changed)| *is_changed).count()
    }

    /// Tells whether every section changed, so that the document is read as if for the first time.
    pub fn is_all_new(&self) -> bool {
        self.sections.iter().all(|(_, is_changed)| *is_changed)
    }

    /// Tells whether an anchor in the spec stands in a section that changed.
    pub fn is_changed_at(&self, anchor: &Anchor) -> bool {
        let at = anchor.span.start();
        self.sections
            .iter()
            .any(|(range, is_changed)| *is_changed && range.contains(&at))
    }

    /// Returns the open points that a model raised and whose words stand: they need not be raised again.
    pub fn carried(&self) -> impl Iterator<Item = &Point> {
        self.points.iter().filter(|point| {
            point.finding.status == Status::Open
                && point.finding.source != Source::Rules
                && point.footing == Footing::Stands
        })
    }

    /// Returns the settled points whose words stand.
    pub fn settled(&self) -> impl Iterator<Item = &Point> {
        let is_settled = |status| matches!(status, Status::Answered | Status::Dismissed);
        self.points
            .iter()
            .filter(move |point| is_settled(point.finding.status) && point.footing == Footing::Stands)
    }

    /// Finds the settled point that covers a flag or assumption: one of the same kind on the same words.
    pub fn settling(&self, sort: Sort, kind: &str, anchors: &[Anchor], title: &str) -> Option<&Point> {
        self.settled().find(|point| {
            let finding = &point.finding;
            let same_words = match (point.anchors.first(), anchors.first()) {
                (Some(own), Some(other)) => coincide(own, other),
                (None, None) => alike(&finding.title, title),
                _ => false,
            };
            finding.sort == sort && finding.kind == kind && same_words
        })
    }

    /// Finds the settled question that asks the same.
    pub fn settling_question(&self, text: &str) -> Option<&Point> {
        let questions = self
            .settled()
            .filter(|point| point.finding.sort == Sort::Question);
        questions
            .into_iter()
            .find(|point| alike(&point.finding.title, text))
    }

    /// Finds the point that a finding was known as, among those of `free`: first of the same kind on the same words, then
    /// of the same family on the same words and with a like title. Rewording does not make a finding new.
    pub fn known_as<'p>(
        points: impl Iterator<Item = &'p Point> + Clone,
        sort: Sort,
        kind: &str,
        anchors: &[Anchor],
        title: &str,
    ) -> Option<&'p Point> {
        let of_sort = points.filter(|point| point.finding.sort == sort);
        let Some(anchor) = anchors.first() else {
            let same = |point: &&Point| point.finding.kind == kind && alike(&point.finding.title, title);
            return of_sort.filter(|point| point.anchors.is_empty()).find(same);
        };
        let on_words = |point: &&Point| point.anchors.first().is_some_and(|own| coincide(own, anchor));
        let of_kind = of_sort
            .clone()
            .filter(on_words)
            .filter(|point| point.finding.kind == kind);
        let best = of_kind.max_by_key(|point| {
            let own = &point.anchors[0];
            (
                own.span == anchor.span,
                point.footing == Footing::Stands,
                alike(&point.finding.title, title),
                shared(own, anchor),
            )
        });
        let family = family(kind);
        best.or_else(|| {
            of_sort.filter(on_words).find(|point| {
                point.finding.source != Source::Rules
                    && self::family(&point.finding.kind) == family
                    && alike(&point.finding.title, title)
            })
        })
    }

    /// Finds the point of a question: one in the same words, else one that waits for the same.
    pub fn known_question<'p>(
        points: impl Iterator<Item = &'p Point> + Clone,
        blocks: &[crate::domain::FindingId],
        text: &str,
    ) -> Option<&'p Point> {
        let questions = points.filter(|point| point.finding.sort == Sort::Question);
        let words = normalise::quote(text);
        let same_words = |point: &&Point| normalise::quote(&point.finding.title) == words;
        let same_blocks = |point: &&Point| {
            let own = &point.finding.blocks;
            !own.is_empty() && own.len() == blocks.len() && own.iter().all(|id| blocks.contains(id))
        };
        let found = questions.clone().find(same_words);
        found.or_else(|| questions.clone().find(same_blocks)).or_else(|| {
            questions
                .into_iter()
                .find(|point| alike(&point.finding.title, text))
        })
    }
}

fn family(kind: &str) -> Option<Family> {
    FlagKind::from_code(kind).map(FlagKind::family)
}

/// Tells whether two anchors are about the same words: they share at least half of the shorter.
pub fn coincide(one: &Anchor, other: &Anchor) -> bool {
    let shorter = one.span.len().min(other.span.len());
    one.document == other.document && 2 * shared(one, other) >= shorter.max(1)
}

fn shared(one: &Anchor, other: &Anchor) -> usize {
    let end = one.span.end().min(other.span.end());
    end.saturating_sub(one.span.start().max(other.span.start()))
}

/// Tells for each section whether its words are none of those that were read.
fn changed(state: &TrackedDocument, spec: &Document, whole: bool) -> Vec<(Range<usize>, bool)> {
    let mut read: HashMap<&str, usize> = HashMap::new();
    for section in &state.sections {
        *read.entry(section.words.as_str()).or_default() += 1;
    }
    let sections = spec.sections().iter().map(|section| {
        let is_known = match read.get_mut(section_hash(spec, section).as_str()) {
            Some(left) if *left > 0 => {
                *left -= 1;
                true
            }
            _ => false,
        };
        let is_blank = spec.words_at(section.span).trim().is_empty();
        (section.span.range(), !is_blank && (whole || !is_known))
    });
    sections.collect()
}
