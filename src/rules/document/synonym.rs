//! One thing under several names. Which names may be one thing is data: `lexicon/synonyms.toml`.
//!
//! Two names that differ in most products count only where the document says the same of both, as in “the customer's
//! delivery address” and “the user's delivery address”; none count where one sentence, or a definition, tells them
//! apart.

use crate::domain::{FlagKind, Span};
use crate::rules::check::Hit;
use crate::rules::passage::Passage;
use crate::rules::subject::Subject;
use crate::rules::text::{head, tail};
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// How far the rule looks to either side of a name, in bytes.
const REACH: usize = 60;

/// How many things must be said of both names of a loose pair.
const ALIKE: usize = 2;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    close: Vec<Vec<Vec<String>>>,
    loose: Vec<Vec<Vec<String>>>,
    weak: HashSet<String>,
}

/// A name, as a place in the lists: which group of names, and which name of the group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Name {
    group: usize,
    index: usize,
}

struct Names {
    automaton: AhoCorasick,
    /// The names that each form stands for, by the automaton's patterns.
    of_form: Vec<Vec<Name>>,
    /// How many groups, from the first, hold close names.
    close: usize,
    weak: HashSet<String>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("../lexicon/synonyms.toml"))
        .expect("the list compiled in is valid: a test reads it");
    Names::of(file)
});

impl Names {
    fn of(file: File) -> Self {
        let close = file.close.len();
        let mut forms: Vec<String> = Vec::new();
        let mut of_form: Vec<Vec<Name>> = Vec::new();
        for (group, names) in file.close.into_iter().chain(file.loose).enumerate() {
            for (index, form) in names
                .into_iter()
                .enumerate()
                .flat_map(|(index, forms)| forms.into_iter().map(move |form| (index, form)))
            {
                match forms.iter().position(|known| *known == form) {
                    Some(known) => of_form[known].push(Name { group, index }),
                    None => {
                        forms.push(form);
                        of_form.push(vec![Name { group, index }]);
                    }
                }
            }
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .kind(Some(AhoCorasickKind::DFA))
            .ascii_case_insensitive(true)
            .build(&forms)
            .expect("the list compiled in makes an automaton: a test builds it");
        Self {
            automaton,
            of_form,
            close,
            weak: file.weak,
        }
    }
}

/// What a document does with a name.
#[derive(Default)]
struct Usage {
    first: Option<Span>,
    count: usize,
    /// The words that stand right before it, and right behind it.
    neighbours: HashSet<String>,
}

#[derive(Default)]
struct Usages {
    names: HashMap<Name, Usage>,
    /// Pairs that one sentence holds, or that are defined.
    apart: HashSet<(Name, Name)>,
}

/// Finds names that stand for one thing.
pub fn inconsistent(subject: &Subject<'_>) -> Vec<Hit> {
    let mut usages = Usages::default();
    for passage in subject.passages {
        usages.read(subject, passage);
    }
    let mut names: Vec<Name> = usages.names.keys().copied().collect();
    names.sort_unstable();
    let groups = names.chunk_by(|one, other| one.group == other.group);
    let mut told = HashSet::new();
    groups
        .filter_map(|group| usages.confused(group, subject))
        .filter(|hit| told.insert(hit.message.clone()))
        .collect()
}

impl Usages {
    fn read(&mut self, subject: &Subject<'_>, passage: &Passage) {
        let text = passage.prose.text();
        let mut sentence = (usize::MAX, Vec::<Name>::new());
        for found in NAMES.automaton.find_iter(text) {
            let (start, end) = (found.start(), found.end());
            if !is_whole(text, start, end) || passage.prose.is_quoted(start) {
                continue;
            }
            let here = passage.prose.sentence(start).start;
            if sentence.0 != here {
                sentence = (here, Vec::new());
            }
            for name in &NAMES.of_form[found.pattern().as_usize()] {
                self.tell_apart(&sentence.1, *name);
                if !sentence.1.contains(name) {
                    sentence.1.push(*name);
                }
                let usage = self.names.entry(*name).or_default();
                usage.count += 1;
                usage.first = usage.first.or_else(|| subject.span(passage, start..end));
                usage.neighbours.extend(neighbours(text, start, end));
            }
        }
    }

    fn tell_apart(&mut self, near: &[Name], name: Name) {
        for other in near
            .iter()
            .filter(|other| other.group == name.group && **other != name)
        {
            self.apart.insert((name.min(*other), name.max(*other)));
        }
    }

    /// Makes a hit of the first two names of a group that stand for one thing.
    fn confused(&self, group: &[Name], subject: &Subject<'_>) -> Option<Hit> {
        let pairs = group
            .iter()
            .enumerate()
            .flat_map(|(at, one)| group[at + 1..].iter().map(move |other| (*one, *other)));
        let mut confused = pairs
            .filter(|pair| !self.apart.contains(pair))
            .filter_map(|pair| self.pair(pair, subject));
        confused.next()
    }

    fn pair(&self, (one, other): (Name, Name), subject: &Subject<'_>) -> Option<Hit> {
        let (one_usage, other_usage) = (&self.names[&one], &self.names[&other]);
        let mut alike: Vec<&String> = one_usage
            .neighbours
            .intersection(&other_usage.neighbours)
            .collect();
        alike.sort_unstable();
        let enough = if one.group < NAMES.close { 0 } else { ALIKE };
        let both_used = one_usage.count >= 2 && other_usage.count >= 2 || !alike.is_empty();
        if alike.len() < enough || !both_used {
            return None;
        }
        let (often, rarely) = if one_usage.count >= other_usage.count {
            (one_usage, other_usage)
        } else {
            (other_usage, one_usage)
        };
        let words = [often, rarely].map(|usage| {
            usage
                .first
                .map(|span| subject.document.words_at(span).to_lowercase())
        });
        let [often_words, rarely_words] = [words[0].as_ref()?, words[1].as_ref()?];
        let said = alike
            .first()
            .map_or(String::new(), |word| format!("; both stand with “{word}”"));
        let message = format!(
            "“{rarely_words}” ({}) and “{often_words}” ({}) look like one thing{said}",
            rarely.count, often.count
        );
        let ask = "Are they the same? Choose one word, or say how they differ.";
        Some(
            Hit::new(FlagKind::InconsistentTerm, rarely.first?, message, ask)
                .with(often.first.into_iter().collect()),
        )
    }
}

fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let joins = |char: char| char.is_alphanumeric() || char == '_' || char == '-' || char == '\u{fffc}';
    !text[..start].ends_with(joins) && !text[end..].starts_with(joins)
}

/// Returns the telling words right before and behind a name, each with the side on which it stands.
fn neighbours(text: &str, start: usize, end: usize) -> impl Iterator<Item = String> {
    let is_telling = |word: &&str| {
        let is_word = word.len() >= 3 && word.bytes().all(|byte| byte.is_ascii_lowercase());
        is_word && !NAMES.weak.contains(*word)
    };
    let before = tail(&text[..start], REACH)
        .strip_suffix(' ')
        .and_then(|words| words.rsplit(' ').next());
    let after = head(&text[end..], REACH)
        .trim_start_matches(['\'', '’'])
        .trim_start_matches("s ");
    let after = after
        .trim_start_matches(' ')
        .split(|char: char| !char.is_ascii_alphabetic())
        .next();
    let is_apart = text[end..].starts_with([' ', '\'', '’']);
    let before = before.filter(is_telling).map(|word| format!("{word} …"));
    let after = after
        .filter(|_| is_apart)
        .filter(is_telling)
        .map(|word| format!("… {word}"));
    before.into_iter().chain(after)
}

#[cfg(test)]
mod tests {
    use crate::rules::document::tests::found;

    fn confused(text: &str) -> Vec<String> {
        found("inconsistent-term", text)
    }

    #[test]
    fn close_names_used_side_by_side_are_found_with_both_places() {
        let text = "The cart holds ten items. The cart is kept.\n\nFrom the basket one pays. The basket is emptied.\n";
        assert_eq!(confused(text), ["basket ~ cart"]);
    }

    #[test]
    fn loose_names_of_which_the_same_is_said_are_found() {
        let text = "The customer selects a size. The customer address is checked.\n\nThe user selects a colour. The user address is stored.\n";
        assert_eq!(confused(text), ["user ~ customer"]);
    }

    #[test]
    fn names_that_a_sentence_tells_apart_are_not() {
        let text = "A customer is a user who has paid. The customer selects a size; the customer address is checked.\n\nThe user selects a colour. The user address is stored.\n";
        assert_eq!(confused(text), [""; 0]);
    }

    #[test]
    fn loose_names_of_which_different_things_are_said_are_not() {
        let text = "The customer selects a size. The customer pays.\n\nUsers of the back office print labels. Every user has a badge.\n";
        assert_eq!(confused(text), [""; 0]);
        assert_eq!(
            confused("The supplier confirms. The supplier ships.\n\nOne vendor answered.\n"),
            [""; 0]
        );
    }
}
