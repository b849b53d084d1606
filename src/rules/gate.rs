//! Gates: when a term that was found means nothing. Each looks at a bounded stretch round the hit, never at the whole
//! document.

use super::profile::Profile;
use super::standing::Standing;
use super::text::{OPAQUE, Prose};
use serde::Deserialize;
use std::ops::Range;

/// How far a gate looks to either side, in bytes.
const REACH: usize = 120;

/// Words that may stand between a number and what it measures.
const UNITS: &[&str] = &[
    "%",
    "percent",
    "per",
    "ms",
    "s",
    "sec",
    "secs",
    "second",
    "seconds",
    "min",
    "mins",
    "minute",
    "minutes",
    "h",
    "hour",
    "hours",
    "day",
    "days",
    "week",
    "weeks",
    "month",
    "months",
    "year",
    "years",
    "kb",
    "mb",
    "gb",
    "tb",
    "kib",
    "mib",
    "gib",
    "bytes",
    "px",
    "fps",
    "users",
    "items",
    "rows",
    "requests",
    "clicks",
    "steps",
    "characters",
    "lines",
    "times",
    "euros",
    "dollars",
];

/// Words before a number that make it a limit.
const LIMITS: &[&str] = &[
    "within",
    "under",
    "below",
    "than",
    "to",
    "least",
    "most",
    "over",
    "above",
    "exceed",
    "exceeding",
    "exactly",
    "by",
];

/// Words that name what a comparison is made with.
const BASES: &[&str] = &[
    "than",
    "compared",
    "comparison",
    "versus",
    "vs",
    "relative",
    "existing",
    "current",
    "currently",
    "today",
    "previous",
    "previously",
];

/// Words that make a sentence a requirement.
const DEMANDS: &[&str] = &[
    "must",
    "shall",
    "should",
    "need",
    "needs",
    "required",
    "requires",
    "ensure",
    "ensures",
    "guarantee",
    "want",
    "wants",
    "expect",
    "expects",
    "goal",
    "target",
];

/// Words that make a sentence a requirement where a document has no stronger ones.
const OFFERS: &[&str] = &["can", "allows", "lets", "supports", "provides"];

/// Words that begin a question, also where its mark is missing.
const ASKING: &[&str] = &["how", "what", "what's", "which", "why", "who", "whether"];

/// Words for us.
const SPEAKERS: &[&str] = &["we", "we're", "we've", "we'll", "i", "i'm"];

/// Words after “we” that make it a demand.
const NEEDS: &[&str] = &["need", "want", "must", "expect", "require"];

/// Words that take a claim back.
const TEMPERING: &[&str] = &[
    "not", "no", "never", "without", "cannot", "as", "how", "too", "so",
];

/// Words that make a “will” a guess.
const GUESSES: &[&str] = &["likely", "probably", "we"];

/// Words that begin a condition.
const CONDITIONS: &[&str] = &[
    "given", "when", "whenever", "if", "while", "after", "once", "because", "since", "unless",
];

/// Words after “should” that make it a guess, or a condition turned round.
const LIKELY: &[&str] = &[
    "we",
    "you",
    "the",
    "it",
    "they",
    "i",
    "there",
    "this",
    "any",
    "likely",
    "probably",
    "already",
    "just",
    "help",
    "mean",
    "save",
    "suffice",
    "work",
    "hopefully",
    "still",
    "make",
    "give",
];

/// Says when a term stays silent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gate {
    /// A number with a unit or a limit stands in the same sentence.
    Measured,
    /// The sentence says with what it compares.
    Compared,
    /// The sentence is a question.
    Question,
    /// A word right before takes the claim back: “not fast”, “as fast as”, “none of them relevant”.
    Tempered,
    /// The term judges what is there: “the default is sufficient”.
    Judgement,
    /// The words speak of a thing already known: “the improved banner”.
    Definite,
    /// The list is of examples, in a sentence that demands nothing.
    Example,
    /// The sentence states no requirement, and no heading says that it does.
    NoRequirement,
    /// The sentence holds no word that demands, whatever the heading says.
    NoDemand,
    /// We speak of what we do or think, not of what we need.
    FirstPerson,
    /// The sentence says what would or might be.
    Hypothetical,
    /// The term stands in the condition of a sentence: “given several servers, …”.
    Condition,
    /// What the term means follows: “gracefully, by keeping the draft”.
    Explained,
    /// The sentence says that there is something: “there are several ways”.
    Existential,
    /// The passage explains, recalls or rules out.
    Story,
    /// The document states no requirements with “must” or “shall”, or says what its modal verbs mean.
    NothingElseBinds,
    /// The word is written in capitals.
    Capitals,
    /// The clause speaks of us, of opinions or of expectations.
    Opinion,
    /// The next word is in lower case, as in “a TODO app”.
    Compound,
    /// Another word follows, so that the words mean something else: “and more uncertain”.
    WordFollows,
    /// The sentence turns a condition round, or states what is likely: “should we ever”, “this should help”.
    Likelihood,
}

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
}

impl Gate {
    /// Tells whether the term seen is to be passed over.
    pub fn silences(self, sight: &Sight<'_>) -> bool {
        match self {
            Self::Measured => sight.is_measured(),
            Self::Compared => sight.is_compared(),
            Self::Question => sight.is_question(),
            Self::Tempered => sight.is_tempered(),
            Self::Judgement => sight.is_judgement(),
            Self::Definite => sight.follows(&["the"]),
            Self::Example => !sight.states_requirement() && sight.is_example(),
            Self::NoRequirement => !sight.states_requirement(),
            Self::NoDemand => sight.standing == Standing::Story || !(sight.demands() || sight.offers()),
            Self::FirstPerson => sight.is_first_person(),
            Self::Hypothetical => sight.has_one_of(&["would", "could", "might"]),
            Self::Condition => sight.is_condition(),
            Self::Explained => sight.is_explained(),
            Self::Existential => sight.is_existential(),
            Self::Story => sight.standing == Standing::Story,
            Self::NothingElseBinds => !sight.profile.binds() || sight.profile.defines_modals(),
            Self::Capitals => sight.words().chars().all(|char| !char.is_lowercase()),
            Self::Opinion => sight.is_opinion(),
            Self::Compound => sight.after().starts_with(|char: char| char.is_lowercase()),
            Self::WordFollows => sight.after().starts_with(char::is_alphanumeric),
            Self::Likelihood => sight.is_likelihood(),
        }
    }
}

impl<'a> Sight<'a> {
    /// Returns the words of the term, as written.
    pub fn words(&self) -> &'a str {
        &self.prose.text()[self.range.clone()]
    }

    /// Tells whether the term stands in a web or mail address or a path.
    pub fn is_in_address(&self) -> bool {
        let text = self.prose.text();
        let start = text[..self.range.start].rfind(' ').map_or(0, |at| at + 1);
        let start = start.max(floor(text, self.range.start.saturating_sub(REACH)));
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
    fn after(&self) -> &'a str {
        let text = self.prose.text();
        let end = ceil(text, self.range.end + REACH);
        let end = end.min(self.sentence().end.max(self.range.end));
        text[self.range.end..end].trim()
    }

    fn is_question(&self) -> bool {
        let sentence = &self.prose.text()[self.sentence()];
        let first = words(sentence).next().unwrap_or_default();
        sentence.trim_end().ends_with('?') || is_one_of(first, ASKING)
    }

    fn is_first_person(&self) -> bool {
        let mut before = words(self.before()).peekable();
        while let Some(word) = before.next() {
            let next = before.peek().copied().unwrap_or_default();
            if is_one_of(word, SPEAKERS) && !is_one_of(next, NEEDS) {
                return true;
            }
        }
        false
    }

    fn is_condition(&self) -> bool {
        let before = self.before();
        let clause = &before[before.rfind([',', ':', ';']).map_or(0, |at| at + 1)..];
        words(clause)
            .next()
            .is_some_and(|word| is_one_of(word, CONDITIONS))
    }

    fn is_explained(&self) -> bool {
        let after = self.after();
        after.starts_with(['(', '—', '–', '-', OPAQUE])
            || after.contains(':')
            || ["by ", "without ", "instead of "]
                .iter()
                .any(|sign| after.starts_with(sign))
            || [" by ", "instead of", "i.e.", "meaning"]
                .iter()
                .any(|sign| after.contains(sign))
    }

    fn is_measured(&self) -> bool {
        holds_measure(self.before()) || holds_measure(self.after())
    }

    fn is_compared(&self) -> bool {
        self.is_measured()
            || words(self.after())
                .chain(words(self.before()))
                .any(|word| is_one_of(word, BASES))
    }

    /// Tells whether one of these words stands right before the term.
    fn follows(&self, list: &[&str]) -> bool {
        words(self.before())
            .next_back()
            .is_some_and(|word| is_one_of(word, list))
    }

    fn is_tempered(&self) -> bool {
        let mut near = words(self.before()).rev().take(5);
        self.follows(TEMPERING)
            || near.any(|word| is_one_of(word, &["none", "neither"]) || word.ends_with("n't"))
    }

    fn is_judgement(&self) -> bool {
        self.follows(&["is", "are", "was", "were", "seems"]) || self.before().ends_with([':', '—', '–'])
    }

    fn is_example(&self) -> bool {
        let before = self.before();
        ["e.g.", "like ", "such as ", "for example"]
            .iter()
            .any(|sign| before.contains(sign))
    }

    fn states_requirement(&self) -> bool {
        match self.standing {
            Standing::Asked => true,
            Standing::Story => false,
            Standing::Open => self.demands(),
        }
    }

    fn offers(&self) -> bool {
        !self.profile.binds() && self.has_one_of(OFFERS)
    }

    fn demands(&self) -> bool {
        self.has_one_of(DEMANDS) || self.is_announced()
    }

    /// Tells whether a “will” stands shortly before.
    fn is_announced(&self) -> bool {
        let near: Vec<_> = words(self.before()).rev().take(6).collect();
        near.iter().any(|word| word.eq_ignore_ascii_case("will"))
            && !near.iter().any(|word| is_one_of(word, GUESSES))
    }

    fn has_one_of(&self, list: &[&str]) -> bool {
        words(self.before())
            .chain(words(self.after()))
            .any(|word| is_one_of(word, list))
    }

    fn is_existential(&self) -> bool {
        let before: Vec<_> = words(self.before()).rev().take(4).collect();
        before.iter().any(|word| word.eq_ignore_ascii_case("there"))
            && !before.iter().any(|word| is_one_of(word, DEMANDS))
    }

    fn is_likelihood(&self) -> bool {
        let next = words(self.after()).next().unwrap_or_default();
        is_one_of(next, LIKELY)
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

    fn is_opinion(&self) -> bool {
        let speakers = [
            "we", "you", "i", "think", "believe", "why", "whether", "how", "what", "which", "whoever", "one",
        ];
        words(self.before())
            .rev()
            .take(3)
            .any(|word| is_one_of(word, &speakers))
    }
}

fn words(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.split(|char: char| !char.is_alphanumeric() && char != '\'' && char != '’' && char != '%')
        .filter(|word| !word.is_empty())
}

fn is_one_of(word: &str, list: &[&str]) -> bool {
    list.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// Tells whether a text holds a number with a unit after it, or a limit before it.
fn holds_measure(text: &str) -> bool {
    let mut before = "";
    let mut tokens = text.split_whitespace().peekable();
    while let Some(token) = tokens.next() {
        let number =
            token.trim_start_matches(['(', '~', '<', '>', '≤', '≥', '=', '$', '€', '£', '+', '-', '–']);
        if number.starts_with(|char: char| char.is_ascii_digit()) {
            let has_sign = number.len() < token.trim_start_matches('(').len();
            let unit =
                number.trim_start_matches(|char: char| char.is_ascii_digit() || ".,-–x".contains(char));
            let next = tokens.peek().copied().unwrap_or_default();
            if has_sign
                || is_unit(unit)
                || is_unit(next)
                || is_one_of(before, LIMITS)
                || is_one_of(before, &["<", ">", "≤", "≥", "p50", "p95", "p99"])
            {
                return true;
            }
        }
        before = token;
    }
    false
}

fn is_unit(word: &str) -> bool {
    let word = word.trim_matches(|char: char| !char.is_alphanumeric() && char != '%');
    is_one_of(word, UNITS)
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn ceil(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}
