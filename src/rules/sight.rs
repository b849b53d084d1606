//! What a gate sees of a hit: its sentence within reach, the document's way of speaking, the headings above. Never the
//! whole document.

use super::grammar::{Grammar, Words, words};
use super::measure::holds_measure;
use super::passage::Form;
use super::profile::Profile;
use super::standing::Standing;
use super::text::{OPAQUE, Prose};
use std::ops::Range;

/// How far a gate looks to either side, in bytes.
const REACH: usize = 120;

/// How many words the noun behind a quality takes at most.
const NOUN: usize = 4;

/// What a gate may look at.
#[derive(Clone, Debug)]
pub struct Sight<'a> {
    /// The prose of the block.
    pub prose: &'a Prose,
    /// Where the term stands in it.
    pub range: Range<usize>,
    /// The document's way of stating requirements.
    pub profile: Profile,
    /// Where the block stands.
    pub standing: Standing,
    /// Whether the block tells of what its document states as requirements elsewhere.
    pub is_told: bool,
    /// How the block states what it states.
    pub form: Form,
    /// The language's small words.
    pub grammar: &'a Grammar,
}

impl<'a> Sight<'a> {
    /// Returns the words of the term, as written.
    pub fn words(&self) -> &'a str {
        &self.prose.text()[self.range.clone()]
    }

    /// Tells whether the term stands in a web or mail address or a path.
    pub fn is_in_address(&self) -> bool {
        let text = self.prose.text();
        let from = floor(text, self.range.start.saturating_sub(REACH));
        let head = &text[from..self.range.start];
        let start = from + head.rfind(' ').map_or(0, |at| at + 1);
        let tail = &text[self.range.end..ceil(text, self.range.end + REACH)];
        let token = &text[start..self.range.end + tail.find(' ').unwrap_or(tail.len())];
        !self.words().contains(' ')
            && (token.contains("://") || token.contains('@') || token.starts_with("www."))
    }

    fn sentence(&self) -> Range<usize> {
        self.prose.sentence(self.range.start)
    }

    /// Returns what stands before the term in its sentence, within reach.
    fn before(&self) -> &'a str {
        let text = self.prose.text();
        let start = floor(text, self.range.start.saturating_sub(REACH));
        text[start.max(self.sentence().start)..self.range.start].trim()
    }

    /// Returns what stands after the term in its sentence, within reach.
    pub fn after(&self) -> &'a str {
        let text = self.prose.text();
        let end = ceil(text, self.range.end + REACH);
        let end = end.min(self.sentence().end.max(self.range.end));
        text[self.range.end..end].trim()
    }

    /// Tells whether the sentence is a question, with or without its mark.
    pub fn is_question(&self) -> bool {
        let sentence = &self.prose.text()[self.sentence()];
        let beginning = &sentence[..ceil(sentence, REACH)];
        let first = words(beginning).next().unwrap_or_default();
        sentence.trim_end().ends_with('?') || self.grammar.asking.has(first)
    }

    /// Tells whether we speak of ourselves before the term, but not of what we need.
    pub fn is_first_person(&self) -> bool {
        let mut before = words(self.before()).peekable();
        while let Some(word) = before.next() {
            let next = before.peek().copied().unwrap_or_default();
            if self.grammar.speakers.has(word) && !self.grammar.needs.has(next) {
                return true;
            }
        }
        false
    }

    /// Tells whether the term’s clause begins as a condition.
    pub fn is_condition(&self) -> bool {
        let before = self.before();
        let clause = &before[before.rfind([',', ':', ';']).map_or(0, |at| at + 1)..];
        words(clause)
            .next()
            .is_some_and(|word| self.grammar.conditions.has(word))
    }

    /// Tells whether the sentence goes on to say what the term means.
    pub fn is_explained(&self) -> bool {
        let after = self.after();
        after.starts_with(['(', '—', '–', '-', OPAQUE])
            || after.contains(':')
            || self.grammar.explaining_next.begin(after)
            || self.grammar.explaining_later.stand_in(after)
    }

    /// Tells whether a measure stands in reach.
    pub fn is_measured(&self) -> bool {
        holds_measure(self.before(), self.grammar) || holds_measure(self.after(), self.grammar)
    }

    /// Tells whether a measure, or what a comparison is made with, stands in reach.
    pub fn is_compared(&self) -> bool {
        self.is_measured() || self.has_one_of(&self.grammar.bases)
    }

    /// Tells whether one of these words stands right before the term.
    pub fn follows(&self, list: &Words) -> bool {
        words(self.before())
            .next_back()
            .is_some_and(|word| list.has(word))
    }

    /// Tells whether a word before the term takes its claim back.
    pub fn is_tempered(&self) -> bool {
        let mut near = words(self.before()).rev().take(5);
        self.follows(&self.grammar.tempering)
            || near.any(|word| self.grammar.negating.has(word) || word.ends_with("n't"))
    }

    /// Tells whether the term judges what is there.
    pub fn is_judgement(&self) -> bool {
        self.follows(&self.grammar.judging) || self.before().ends_with([':', '—', '–'])
    }

    /// Tells whether the sentence gives examples before the term, or the term stands in brackets.
    pub fn is_example(&self) -> bool {
        self.grammar.exampling.stand_in(self.before()) || self.is_in_brackets()
    }

    /// Tells whether the term stands in brackets.
    pub fn is_in_brackets(&self) -> bool {
        let before = self.before();
        before.rfind('(') > before.rfind(')')
    }

    /// Tells whether the term stands before the colon with which a passage introduces itself.
    pub fn is_in_label(&self) -> bool {
        let label = |text: &'a str| text.split_once(':').map(|(label, _)| label);
        let demands = |text| words(text).any(|word| self.grammar.demands.has(word));
        self.sentence().start == 0
            && !demands(self.before())
            && label(self.after()).is_some_and(|rest| words(rest).count() <= NOUN && !demands(rest))
    }

    /// Tells whether brackets open within a few words behind the term, before any other mark, and give no mere example.
    pub fn is_specified(&self) -> bool {
        let after = self.after();
        let mark = after.find(|char: char| !char.is_alphanumeric() && !matches!(char, ' ' | '-' | '/'));
        mark.is_some_and(|at| {
            let (noun, brackets) = after.split_at(at);
            let inside = brackets.strip_prefix('(').filter(|_| noun.ends_with(' '));
            words(noun).count() <= NOUN && inside.is_some_and(|inside| !self.grammar.exampling.begin(inside))
        })
    }

    /// Tells whether the passage stands apart from requirements: under no heading that asks for something, and without a
    /// binding word near the term.
    pub fn is_aside(&self) -> bool {
        let text = self.prose.text();
        let near =
            floor(text, self.range.start.saturating_sub(REACH * 4))..ceil(text, self.range.end + REACH * 4);
        self.standing != Standing::Asked && !words(&text[near]).any(|word| self.grammar.binding.has(word))
    }

    /// Tells whether the sentence states a requirement, or stands among requirements.
    pub fn states_requirement(&self) -> bool {
        match self.standing {
            _ if self.is_told && self.form == Form::Story => false,
            Standing::Asked => !self.is_told || self.demands(),
            Standing::Story => false,
            Standing::Open => self.demands(),
        }
    }

    /// Tells whether the term stands in the benefit of a user story, which explains and asks for nothing.
    pub fn is_benefit(&self) -> bool {
        self.form == Form::Story && self.grammar.benefits.stand_in(self.before())
    }

    /// Tells whether the sentence says what users can do, in a document without stronger words.
    pub fn offers(&self) -> bool {
        !self.profile.binds() && self.has_one_of(&self.grammar.offers)
    }

    /// Tells whether the sentence demands something.
    pub fn demands(&self) -> bool {
        let is_outcome = || words(self.before()).any(|word| self.grammar.outcome_steps.has(word));
        self.has_demand()
            || (!self.profile.binds() && self.has_one_of(&self.grammar.wishes))
            || self.is_announced()
            || (self.form == Form::Scenario && is_outcome())
    }

    /// Tells whether a word stands in reach that demands, and does not only tell an effect of what was just said.
    fn has_demand(&self) -> bool {
        let grammar = self.grammar;
        let mut last = "";
        let mut both = words(self.before()).chain(words(self.after())).peekable();
        while let Some(word) = both.next() {
            let next = both.peek().copied().unwrap_or_default();
            let is_effect = grammar.pointing.has(last) && grammar.effects.has(next);
            if grammar.demands.has(word) && !(grammar.wishing.has(word) && is_effect) {
                return true;
            }
            last = word;
        }
        false
    }

    /// Tells whether the term is the first word of its sentence.
    pub fn opens_sentence(&self) -> bool {
        words(self.before()).next().is_none()
    }

    /// Tells whether a “will” stands shortly before.
    fn is_announced(&self) -> bool {
        let near: Vec<_> = words(self.before()).rev().take(7).collect();
        let is_effect = || {
            near.windows(2)
                .any(|pair| self.grammar.announcing.has(pair[0]) && self.grammar.pointing.has(pair[1]))
                && near.iter().any(|word| self.grammar.effects.has(word))
        };
        near.iter().any(|word| self.grammar.announcing.has(word))
            && !is_effect()
            && !near.iter().any(|word| self.grammar.guesses.has(word))
    }

    /// Tells whether one of these words stands in reach.
    pub fn has_one_of(&self, list: &Words) -> bool {
        words(self.before())
            .chain(words(self.after()))
            .any(|word| list.has(word))
    }

    /// Tells whether “there is” stands before the term, without a demand.
    pub fn is_existential(&self) -> bool {
        let before: Vec<_> = words(self.before()).rev().take(4).collect();
        before.iter().any(|word| self.grammar.existing.has(word))
            && !before.iter().any(|word| self.grammar.demands.has(word))
    }

    /// Tells whether the word after a “should” makes it a guess, or a condition turned round.
    pub fn is_likelihood(&self) -> bool {
        let next = words(self.after()).next().unwrap_or_default();
        let is_effect = || self.follows(&self.grammar.pointing) && self.grammar.effects.has(next);
        self.grammar.likely.has(next) || is_effect()
    }

    /// Tells whether the verb that belongs to the term is left out.
    pub fn is_elliptical(&self) -> bool {
        self.after().starts_with(['(', ')', ',', '.', ';'])
    }

    /// Tells whether the word after the term makes it a name for something else.
    pub fn is_compound(&self) -> bool {
        words(self.after())
            .next()
            .is_some_and(|word| self.grammar.things.has(word))
    }

    /// Tells whether the word is written as a name: with a capital inside a sentence.
    pub fn is_name(&self) -> bool {
        let words = self.words();
        let follows = self
            .before()
            .ends_with(|char: char| char.is_alphanumeric() || char == ',');
        let leads = self.after().starts_with(char::is_uppercase);
        words.starts_with(char::is_uppercase) && words.contains(char::is_lowercase) && (follows || leads)
    }

    /// Tells whether the clause of a “should” is an opinion or a question.
    pub fn is_opinion(&self) -> bool {
        words(self.before())
            .rev()
            .take(3)
            .any(|word| self.grammar.opinions.has(word))
    }
}

fn floor(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at)
}

fn ceil(text: &str, at: usize) -> usize {
    text.ceil_char_boundary(at)
}
