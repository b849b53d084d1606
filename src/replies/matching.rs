//! Replies held against the questions: which option was meant, whose answer it is, what fits no question.

use crate::domain::pack::{Reply, Ticked, letter};
use crate::domain::{Authorship, FindingId};

/// A question that an answer may be for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Its id.
    pub id: FindingId,
    /// Whom it is addressed to.
    pub to: String,
    /// Answers to choose from.
    pub options: Vec<String>,
    /// The option that the tool suggests: a place in `options`, from 0.
    pub suggested: Option<usize>,
}

/// An answer, ready to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The question.
    pub id: FindingId,
    /// The answer.
    pub text: String,
    /// Whose words it is in.
    pub authorship: Authorship,
    /// Who gave it, where the pack says so; else the one asked.
    pub by: String,
    /// Where in the pack it stands.
    pub line: usize,
}

/// What a pack came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// The answers that fit a question.
    pub answers: Vec<Given>,
    /// How many questions were left empty.
    pub empty: usize,
    /// What fits no question.
    pub problems: Vec<Problem>,
}

/// A reply that cannot be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where in the pack it stands.
    pub line: usize,
    /// What was written.
    pub words: String,
    /// Why it cannot be kept.
    pub misfit: Misfit,
}

/// Says why a reply cannot be kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Misfit {
    /// The reference is gone.
    #[error("it stands without its “Reference:” line")]
    NoReference,
    /// There is no such question.
    #[error("there is no question {0} any more")]
    Unknown(FindingId),
    /// More than one option is ticked.
    #[error("{0} options are ticked: it is not clear which holds")]
    SeveralTicked(usize),
    /// The option does not exist.
    #[error("there is no option {0}")]
    NoOption(char),
    /// The pack answers the question twice.
    #[error("the pack answers {0} twice, and not alike")]
    Twice(FindingId),
}

/// Holds replies against the questions that were asked.
pub fn held_against(replies: &[Reply], asked: &[Asked]) -> Read {
    let mut read = Read::default();
    for reply in replies {
        if reply.is_empty() {
            read.empty += 1;
        } else if reply.ids.is_empty() {
            read.problems.push(problem(reply, Misfit::NoReference));
        } else {
            reply.ids.iter().for_each(|id| read.take(reply, id, asked));
        }
    }
    read
}

impl Read {
    fn take(&mut self, reply: &Reply, id: &FindingId, asked: &[Asked]) {
        let answer = match asked.iter().find(|asked| asked.id == *id) {
            None => Err(Misfit::Unknown(id.clone())),
            Some(asked) => answer(reply, asked),
        };
        let twin = self.answers.iter().position(|known| known.id == *id);
        match (answer, twin) {
            (Err(misfit), _) => self.problems.push(problem(reply, misfit)),
            (Ok(answer), None) => self.answers.push(answer),
            (Ok(answer), Some(twin)) if self.answers[twin].text == answer.text => {}
            (Ok(_), Some(twin)) => {
                // Neither is kept: which of them holds is for a person to say.
                let first = self.answers.remove(twin);
                let misfit = Misfit::Twice(id.clone());
                self.problems.push(Problem {
                    line: first.line,
                    words: first.text,
                    misfit: misfit.clone(),
                });
                self.problems.push(problem(reply, misfit));
            }
        }
    }
}

fn problem(reply: &Reply, misfit: Misfit) -> Problem {
    let ticked = reply
        .ticked
        .iter()
        .map(|ticked| match (ticked.letter, &ticked.text) {
            (Some(letter), Some(text)) => format!("{letter}) {text}"),
            (letter, text) => text.clone().or(letter.map(String::from)).unwrap_or_default(),
        });
    let words: Vec<String> = ticked.chain(reply.text.clone()).collect();
    Problem {
        line: reply.line,
        words: words.join(" / "),
        misfit,
    }
}

fn answer(reply: &Reply, asked: &Asked) -> Result<Given, Misfit> {
    let ticked = match reply.ticked.as_slice() {
        [] => None,
        [one] => Some(chosen(one, asked)?),
        many => return Err(Misfit::SeveralTicked(many.len())),
    };
    let written = reply.text.as_deref();
    // Who writes nothing but an option's letter or words means the option.
    let (choice, words) = match (ticked, written) {
        (None, Some(text)) => (named(text, asked).map(Choice::Option), Some(text)),
        (ticked, written) => (ticked, written),
    };
    let (text, authorship) = match (choice, words) {
        (Some(Choice::Option(place)), words) => {
            let option = &asked.options[place];
            let added = words.filter(|words| named(words, asked) != Some(place));
            let is_suggestion = asked.suggested == Some(place) && added.is_none();
            let authorship = if is_suggestion {
                Authorship::AcceptedSuggestion
            } else {
                Authorship::Own
            };
            (joined(option, added), authorship)
        }
        (Some(Choice::Words(own)), words) => (joined(&own, words), Authorship::Own),
        (None, words) => (words.unwrap_or_default().to_owned(), Authorship::Own),
    };
    let by = reply.by.clone().unwrap_or_else(|| asked.to.clone());
    Ok(Given {
        id: asked.id.clone(),
        text,
        authorship,
        by,
        line: reply.line,
    })
}

enum Choice {
    Option(usize),
    Words(String),
}

/// Finds the option that was ticked. Whoever changed its words means the words.
fn chosen(ticked: &Ticked, asked: &Asked) -> Result<Choice, Misfit> {
    let by_words = ticked.text.as_deref().map(|text| (text, place_of(text, asked)));
    let by_letter =
        |letter: char| (0..asked.options.len()).find(|place| self::letter(*place) == letter.to_string());
    match (by_words, ticked.letter) {
        (Some((_, Some(place))), _) => Ok(Choice::Option(place)),
        (Some((text, None)), _) => Ok(Choice::Words(text.to_owned())),
        (None, Some(letter)) => by_letter(letter)
            .map(Choice::Option)
            .ok_or(Misfit::NoOption(letter)),
        (None, None) => Ok(Choice::Words(String::new())),
    }
}

fn place_of(text: &str, asked: &Asked) -> Option<usize> {
    asked.options.iter().position(|option| bare(option) == bare(text))
}

/// Returns words for comparison, whatever their marks, blanks and case.
fn bare(text: &str) -> String {
    let words = text
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// Finds the option that a text names: by its letter alone, its words alone, or both.
fn named(text: &str, asked: &Asked) -> Option<usize> {
    let text = text
        .trim()
        .trim_end_matches('.')
        .trim_end_matches("(suggested by clarify)");
    let short = text
        .strip_prefix("Option ")
        .or_else(|| text.strip_prefix("option "))
        .unwrap_or(text);
    let (head, rest) = short.split_once(')').unwrap_or((short, ""));
    let by_letter = (0..asked.options.len()).find(|place| head.trim().eq_ignore_ascii_case(&letter(*place)));
    match by_letter {
        Some(place) if rest.trim().is_empty() || place_of(rest, asked) == Some(place) => Some(place),
        _ => place_of(text, asked),
    }
}

fn joined(first: &str, second: Option<&str>) -> String {
    match second {
        None => first.to_owned(),
        Some(second) if first.ends_with(['.', '!', '?']) => format!("{first} {second}"),
        Some(second) => format!("{first}. {second}"),
    }
}
