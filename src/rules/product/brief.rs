//! A document taken for a product spec: what the product rules look at, and which documents they leave alone.

use super::cues::{
    MEASURE_HEADING, NO_SPEC, OUT_HEADING, PROBLEM_HEADING, SOLUTION_HEADING, SPEC, SPEC_TITLE, USER_HEADING,
};
use crate::domain::Span;
use crate::rules::passage::Passage;
use crate::rules::subject::{Heading, Subject};
use regex::Regex;

/// The fewest words of a document that can be expected to tell problem, users and measures.
const WORDS: usize = 150;

/// The fewest headings of such a document.
const HEADINGS: usize = 3;

/// The fewest passages that must speak like a spec where no heading does.
const SIGNS: usize = 3;

/// How many parts of a spec must have a heading where none says “spec”.
const PARTS: usize = 2;

/// A document that sets out to be a product spec.
pub struct Brief<'a> {
    /// The document.
    pub subject: &'a Subject<'a>,
    /// Where to put what the document lacks.
    pub opening: Span,
}

impl<'a> Brief<'a> {
    /// Takes a document for a product spec; none where it is too short, a mere list of requirements, or something else
    /// by its title.
    pub fn of(subject: &'a Subject<'a>) -> Option<Self> {
        // A file of requirements one a row or item is a list by its form.
        if subject.document.register().is_some() {
            return None;
        }
        let brief = Self {
            subject,
            opening: subject.opening()?,
        };
        let is_long = subject.headings.len() >= HEADINGS && brief.has_words(WORDS);
        (is_long && brief.is_spec() && !brief.is_mere_list()).then_some(brief)
    }

    /// Finds the first heading that a cue fits and under which something stands.
    pub fn heading<'b>(&'b self, cue: &'b Regex) -> Option<&'b Heading<'a>> {
        self.headings(cue).next()
    }

    /// Finds the headings that a cue fits and under which, or under whose own headings, something stands.
    pub fn headings<'b>(&'b self, cue: &'b Regex) -> impl Iterator<Item = &'b Heading<'a>> {
        let headings = &self.subject.headings;
        headings
            .iter()
            .enumerate()
            .filter(move |(place, heading)| {
                let leads = headings
                    .get(place + 1)
                    .is_some_and(|next| next.section.level > heading.section.level);
                let rest = self.subject.document.words_at(heading.section.span);
                let is_filled = rest.len() > heading.section.title.len() + 20;
                (leads || is_filled) && cue.is_match(&heading.name)
            })
            .map(|(_, heading)| heading)
    }

    /// Finds the first passage that a cue fits, and where.
    pub fn passage(&self, cue: &Regex) -> Option<(&'a Passage, usize)> {
        let mut found = self
            .subject
            .passages
            .iter()
            .filter_map(|passage| Some((passage, cue.find(passage.prose.lower())?.start())));
        found.next()
    }

    /// Returns the passages of a section and of the sections under it.
    pub fn passages_under<'b>(&'b self, heading: &'b Heading<'a>) -> impl Iterator<Item = &'a Passage> + 'b {
        let sections = self.subject.document.sections();
        let level = heading.section.level;
        let behind = sections[heading.index + 1..]
            .iter()
            .position(|section| section.level <= level);
        let end = behind.map_or(usize::MAX, |count| {
            sections[heading.index + 1 + count].span.start()
        });
        let start = heading.section.span.start();
        let from = self
            .subject
            .passages
            .partition_point(|passage| self.subject.block(passage).span.start() < start);
        self.subject.passages[from..]
            .iter()
            .take_while(move |passage| self.subject.block(passage).span.start() < end)
    }

    fn has_words(&self, enough: usize) -> bool {
        self.subject
            .document
            .text()
            .split_whitespace()
            .nth(enough - 1)
            .is_some()
    }

    fn is_spec(&self) -> bool {
        let title = self
            .subject
            .headings
            .first()
            .map_or("", |heading| heading.name.as_str());
        let path = self.subject.document.path();
        let file = path
            .rsplit(['/', '\\'])
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase()
            .replace(['-', '_', '.'], " ");
        let is_other = NO_SPEC.is_match(title) || NO_SPEC.is_match(&file);
        if (is_other && !SPEC_TITLE.is_match(title) && !SPEC_TITLE.is_match(&file)) || self.is_record() {
            return false;
        }
        let speaks = |passage: &&Passage| SPEC.is_match(passage.prose.lower());
        let parts = [
            &PROBLEM_HEADING,
            &USER_HEADING,
            &SOLUTION_HEADING,
            &MEASURE_HEADING,
            &OUT_HEADING,
        ];
        let has_parts = parts
            .into_iter()
            .filter(|part| self.heading(part).is_some())
            .take(PARTS)
            .count()
            == PARTS;
        has_parts
            || self
                .subject
                .headings
                .iter()
                .any(|heading| SPEC.is_match(&heading.name))
            || self.subject.passages.iter().filter(speaks).take(SIGNS).count() == SIGNS
    }

    /// Tells whether the document records a meeting.
    fn is_record(&self) -> bool {
        const SIGNS: [&str; 6] = [
            "attendance",
            "attendees",
            "agenda",
            "minutes",
            "action items",
            "check-in",
        ];
        self.subject
            .headings
            .iter()
            .any(|heading| SIGNS.iter().any(|sign| heading.name.starts_with(sign)))
    }

    /// Tells whether nearly all of the document is demands: then the rest of the spec stands elsewhere.
    fn is_mere_list(&self) -> bool {
        let told = self
            .subject
            .passages
            .iter()
            .filter(|passage| passage.prose.text().len() > 20);
        let (all, demands) = told.fold((0, 0), |(all, demands), passage| {
            let demands_something = [" must ", " shall ", " MUST ", " SHALL "]
                .iter()
                .any(|word| passage.prose.text().contains(word));
            (all + 1, demands + usize::from(demands_something))
        });
        demands * 10 >= all * 7
    }
}
