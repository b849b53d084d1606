//! Where remembered passages stand in the text as it is now: the same words, told apart by the sentence and the section
//! round them; words that changed a little; or nowhere.

use crate::answer::anchor::{Finder, Hint};
use crate::answer::normalise;
use crate::answer::prove::anchor;
use crate::document::{Document, Section};
use crate::domain::{Anchor, GoalFit, Match, Passage, Role, Span, TrackedFinding, TrackedGoal};
use std::collections::{BTreeMap, HashSet};

/// How a finding's passages stand in the text as it is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Footing {
    /// As they were read: moved, wrapped anew or set in other letters at most. So too where there is no passage.
    Stands,
    /// The words are nearly there, or stand in another sentence.
    Changed,
    /// They are not there any more.
    Gone,
}

/// A quote of this many words is a passage by itself; a shorter one means its sentence.
const TELLING_WORDS: usize = 4;

/// Looks for passages in a document and in those it is held against.
pub struct Ground<'d> {
    spec: Finder<'d>,
    context: Vec<(Role, Finder<'d>)>,
}

impl<'d> Ground<'d> {
    /// Takes the document and its context.
    pub fn new(spec: &'d Document, context: impl IntoIterator<Item = (Role, &'d Document)>) -> Self {
        Self {
            spec: Finder::new(spec),
            context: context
                .into_iter()
                .map(|(role, document)| (role, Finder::new(document)))
                .collect(),
        }
    }

    /// Returns how each finding stands, with its anchors in the text as it is now, in the findings' order. No two
    /// findings of a kind are given the same place of the same words; those that come first choose first where the
    /// sentences round the words do not tell.
    pub fn footings(&self, findings: &[&TrackedFinding]) -> Vec<(Footing, Vec<Anchor>)> {
        let first = self.first_places(findings);
        let footing = |(finding, first): (&&TrackedFinding, Option<Place>)| self.footing(finding, first);
        findings.iter().zip(first).map(footing).collect()
    }

    /// Returns how the document stood to a goal, where the words on both ends still stand.
    pub fn goal(&self, known: &TrackedGoal) -> Option<GoalFit> {
        let standing = |passage: &Passage| {
            let place = if is_own(passage) {
                self.place(passage)
            } else {
                None
            };
            let (footing, anchor) = self.stand(passage, place);
            anchor.filter(|_| footing == Footing::Stands)
        };
        let spec = match &known.spec {
            Some(passage) => Some(standing(passage)?),
            None => None,
        };
        Some(GoalFit {
            goal: standing(&known.goal)?,
            fit: known.fit,
            spec,
            note: known.note.clone(),
        })
    }

    /// Gives each finding the place of its first passage in the spec.
    fn first_places(&self, findings: &[&TrackedFinding]) -> Vec<Option<Place>> {
        let mut groups: BTreeMap<(&str, String), Vec<usize>> = BTreeMap::new();
        for (index, finding) in findings.iter().enumerate() {
            if let Some(passage) = finding.passages.first().filter(|passage| is_own(passage)) {
                let words = normalise::quote(&passage.quote);
                groups
                    .entry((finding.kind.as_str(), words))
                    .or_default()
                    .push(index);
            }
        }
        let mut chosen = vec![None; findings.len()];
        for members in groups.values() {
            let passages: Vec<&Passage> = members
                .iter()
                .map(|index| &findings[*index].passages[0])
                .collect();
            for (member, place) in members.iter().zip(self.assign(&passages)) {
                chosen[*member] = place;
            }
        }
        chosen
    }

    /// Gives passages of the same words a place each, those first that fit best.
    fn assign(&self, passages: &[&Passage]) -> Vec<Option<Place>> {
        let spans = self.spec.places(&passages[0].quote);
        let sentences: Vec<String> = spans
            .iter()
            .map(|span| sentence_hash(self.spec.document(), *span))
            .collect();
        let mut pairs = Vec::new();
        for (one, passage) in passages.iter().enumerate() {
            for (other, span) in spans.iter().enumerate() {
                let in_sentence = passage.within.as_ref() == Some(&sentences[other]);
                let in_section = passage.section == heading(self.spec.document(), *span);
                pairs.push((std::cmp::Reverse((in_sentence, in_section)), one, other));
            }
        }
        pairs.sort();
        let mut places = vec![None; passages.len()];
        let mut taken = HashSet::new();
        for (std::cmp::Reverse((in_sentence, _)), one, other) in pairs {
            if places[one].is_none() && taken.insert(other) {
                places[one] = Some(Place {
                    span: spans[other],
                    in_sentence,
                });
            }
        }
        places
    }

    fn footing(&self, finding: &TrackedFinding, first: Option<Place>) -> (Footing, Vec<Anchor>) {
        let mut footing = Footing::Stands;
        let mut anchors = Vec::new();
        for (index, passage) in finding.passages.iter().enumerate() {
            let place = if index == 0 && is_own(passage) {
                first
            } else {
                self.place(passage)
            };
            let (found, anchor) = self.stand(passage, place);
            footing = worse(footing, found);
            anchors.extend(anchor);
        }
        (footing, anchors)
    }

    /// Returns how a passage stands, given the place of its words where they stand in the spec.
    fn stand(&self, passage: &Passage, place: Option<Place>) -> (Footing, Option<Anchor>) {
        if !is_own(passage) {
            let found = self.elsewhere(passage);
            if !self.context.iter().any(|(role, _)| *role == passage.role) {
                // Nothing of that sort is at hand, so nothing can be said against it.
                return (Footing::Stands, None);
            }
            let footing = if found.is_some() {
                Footing::Stands
            } else {
                Footing::Changed
            };
            return (footing, found);
        }
        let document = self.spec.document();
        match place {
            Some(place) => {
                let is_telling = passage.quote.split_whitespace().count() >= TELLING_WORDS;
                let stands = place.in_sentence || is_telling || passage.within.is_none();
                let footing = if stands { Footing::Stands } else { Footing::Changed };
                (
                    footing,
                    Some(anchor(document, passage.role, place.span, Match::Exact)),
                )
            }
            // Every place of the words belongs to another finding.
            None if !self.spec.places(&passage.quote).is_empty() => (Footing::Gone, None),
            None => match self.near(passage) {
                Some(near) => (Footing::Changed, Some(near)),
                None => (Footing::Gone, None),
            },
        }
    }

    /// Finds nearly the same words.
    fn near(&self, passage: &Passage) -> Option<Anchor> {
        let section = passage.section.as_deref();
        let near = self.spec.find(&passage.quote, Hint { section, earlier: 0 })?;
        Some(anchor(
            self.spec.document(),
            passage.role,
            near.span,
            Match::Approximate,
        ))
    }

    fn place(&self, passage: &Passage) -> Option<Place> {
        self.assign(&[passage]).pop().flatten()
    }

    fn elsewhere(&self, passage: &Passage) -> Option<Anchor> {
        let of_role = self.context.iter().filter(|(role, _)| *role == passage.role);
        let mut found = of_role.filter_map(|(role, finder)| {
            let span = *finder.places(&passage.quote).first()?;
            Some(anchor(finder.document(), *role, span, Match::Exact))
        });
        found.next()
    }
}

/// Finds where a passage stands in its own document, or where nearly the same words do.
pub fn stands_at(document: &Document, passage: &Passage) -> Option<Anchor> {
    let ground = Ground::new(document, []);
    let own = Passage {
        document: None,
        ..passage.clone()
    };
    ground.stand(&own, ground.place(&own)).1
}

/// A place of a passage's words.
#[derive(Clone, Copy, Debug)]
struct Place {
    span: Span,
    in_sentence: bool,
}

fn worse(one: Footing, other: Footing) -> Footing {
    match (one, other) {
        (Footing::Gone, _) | (_, Footing::Gone) => Footing::Gone,
        (Footing::Changed, _) | (_, Footing::Changed) => Footing::Changed,
        _ => Footing::Stands,
    }
}

fn is_own(passage: &Passage) -> bool {
    passage.document.is_none()
}

fn heading(document: &Document, span: Span) -> Option<String> {
    let section = document.section_at(span.start())?;
    (!section.title.is_empty()).then(|| section.title.clone())
}

/// Makes the passage by which an anchor is remembered. `name` names documents from the folder of the states.
pub fn passage(spec: &Document, anchor: &Anchor, name: &dyn Fn(&str) -> String) -> Passage {
    let is_own = anchor.document == spec.path();
    let words: Vec<&str> = anchor.quote.split_whitespace().collect();
    Passage {
        quote: words.join(" "),
        document: (!is_own).then(|| name(&anchor.document)),
        role: anchor.role,
        section: anchor.section.clone(),
        within: is_own.then(|| sentence_hash(spec, anchor.span)),
    }
}

/// Hashes the words of a section, whatever their wrapping, letter case and emphasis.
pub fn section_hash(document: &Document, section: &Section) -> String {
    hash(document.words_at(section.span))
}

/// Hashes words in normal form.
pub fn hash(words: &str) -> String {
    let normal = normalise::Normalised::new(words);
    blake3::hash(normal.text().trim().as_bytes()).to_hex()[..16].to_owned()
}

/// Hashes the sentence that a span stands in.
fn sentence_hash(document: &Document, span: Span) -> String {
    hash(sentence(document, span))[..8].to_owned()
}

/// Returns the sentence, or sentences, of a block that hold a span.
fn sentence(document: &Document, span: Span) -> &str {
    let blocks = document.blocks().iter().map(|block| block.span);
    let block = blocks
        .filter(|block| block.contains(span))
        .min_by_key(|block| block.len());
    let range = block.map_or_else(|| document.lines_of(span), Span::range);
    let text = &document.text()[range.clone()];
    let (from, to) = (
        span.start() - range.start,
        span.end().max(span.start()) - range.start,
    );
    let start = ends(&text[..from]).last().unwrap_or(0);
    // The words may end with the sentence's own stop.
    let last = text.floor_char_boundary(to.saturating_sub(1)).max(from);
    let end = ends(&text[last..]).next().map_or(text.len(), |end| last + end);
    &text[start..end]
}

/// Returns where sentences end: behind a stop that white space follows.
fn ends(text: &str) -> impl Iterator<Item = usize> + '_ {
    let stops = text.match_indices(['.', '!', '?']);
    let ends = stops.map(|(at, stop)| at + stop.len());
    ends.filter(|end| text[*end..].starts_with(char::is_whitespace))
}
