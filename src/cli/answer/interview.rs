//! The interview: one open question after the other, each answer kept before the next is asked.

use super::kept::{Kept, keep};
use super::table::{self, Open};
use super::{Subject, moment};
use crate::cli::failure::Failure;
use crate::cli::job::{self, Outcome};
use crate::cli::{keeping, output};
use crate::domain::pack::Pack;
use crate::domain::{Act, Answer, Authorship};
use crate::report::{plain_line, render_question};
use dialoguer::console::Term;
use dialoguer::theme::{ColorfulTheme, SimpleTheme, Theme};
use dialoguer::{Input, Select};
use jiff::civil::Date;
use std::io::{self, IsTerminal};

/// What the person at the terminal chose.
enum Step {
    /// An answer that is the person's own.
    Own(String),
    /// The tool's suggestion.
    Suggestion(String),
    /// One of the answers on which people do not agree.
    Settle(Answer),
    /// Somebody else decides.
    Defer(String),
    /// It is not to be asked.
    Dismiss(String),
    /// Later.
    Skip,
    /// No more.
    Stop,
}

/// What an entry of the menu leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Entry {
    Answer(usize),
    Option(usize),
    Write,
    Skip,
    Defer,
    Dismiss,
    Stop,
}

/// Asks the open questions of the specs.
pub fn run(subjects: &[Subject], by: Option<&str>, on: Option<Date>) -> Result<Outcome, Failure> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        let hint = "fill in a pack (clarify questions SPEC --output pack.md) and read it: clarify answer SPEC --from pack.md";
        return Err(Failure::new("the interview needs a terminal", Some(hint.into())));
    }
    let (pack, open) = table::laid(subjects)?;
    if open.is_empty() {
        say("no question is open")?;
        return Ok(Outcome::Clear);
    }
    let desk = Desk {
        subjects,
        pack: &pack,
        me: keeping::act(by, &subjects[open[0].subject].folder).by,
        on,
        term: Term::stderr(),
    };
    // A signal would end the program with the cursor hidden; with a listener, the prompt returns it as an error.
    let runtime = job::runtime()?;
    let _listening = runtime.spawn(async { while tokio::signal::ctrl_c().await.is_ok() {} });
    desk.ask_all(&open)
}

struct Desk<'a> {
    subjects: &'a [Subject],
    pack: &'a Pack,
    /// In whose name answers are kept.
    me: String,
    on: Option<Date>,
    term: Term,
}

impl Desk<'_> {
    fn ask_all(&self, open: &[Open]) -> Result<Outcome, Failure> {
        say(&format!(
            "{} open, the most important first. You answer as {}. Esc or Ctrl-C stops; nothing is lost.",
            count(open.len()),
            plain_line(&self.me)
        ))?;
        let mut answered = 0;
        for (index, question) in open.iter().enumerate() {
            self.show(question, index + 1, open.len())?;
            match self.step(question) {
                Ok(Step::Stop) => {
                    self.leave(answered, open.len())?;
                    return Ok(Outcome::Clear);
                }
                Ok(step) => answered += usize::from(self.take(question, step)?),
                Err(error) => {
                    let _ = self.term.show_cursor();
                    self.leave(answered, open.len())?;
                    return if is_interrupt(&error) {
                        Ok(Outcome::Interrupted)
                    } else {
                        Err(broken(&error))
                    };
                }
            }
        }
        self.leave(answered, open.len())?;
        Ok(Outcome::Clear)
    }

    fn show(&self, open: &Open, number: usize, of: usize) -> Result<(), Failure> {
        let whom = match plain_line(&open.to) {
            to if to.is_empty() => String::new(),
            to => format!(", for {to}"),
        };
        say(&format!("\n{number} of {of}, {}{whom}", open.question.severity))?;
        let width = textwrap::termwidth().clamp(40, 100);
        let mut shown = Vec::new();
        let rendered = render_question(self.pack, &open.question, width, &mut shown);
        rendered.map_err(|error| broken(&dialoguer::Error::IO(error)))?;
        say(String::from_utf8_lossy(&shown).trim_end())?;
        for answer in &open.answers {
            say(&format!(
                "{} answered: {}",
                plain_line(&answer.by),
                plain_line(&answer.text)
            ))?;
        }
        Ok(())
    }

    /// Lets the person choose, and asks for words where the choice needs them. No words lead back to the menu.
    fn step(&self, open: &Open) -> dialoguer::Result<Step> {
        let entries = entries(open);
        let labels: Vec<String> = entries.iter().map(|entry| label(*entry, open)).collect();
        let theme = self.theme();
        loop {
            let menu = Select::with_theme(theme.as_ref())
                .items(&labels)
                .default(0)
                .max_length(12);
            let Some(chosen) = menu.interact_on_opt(&self.term)? else {
                return Ok(Step::Stop);
            };
            let step = match entries[chosen] {
                Entry::Option(place) => Some(option(open, place)),
                Entry::Answer(place) => Some(Step::Settle(open.answers[place].clone())),
                Entry::Skip => Some(Step::Skip),
                Entry::Stop => Some(Step::Stop),
                Entry::Write => self.words("Answer")?.map(Step::Own),
                Entry::Defer => self.words("Who decides")?.map(Step::Defer),
                Entry::Dismiss => self.words("Why it need not be asked")?.map(Step::Dismiss),
            };
            if let Some(step) = step {
                return Ok(step);
            }
        }
    }

    fn words(&self, prompt: &str) -> dialoguer::Result<Option<String>> {
        let theme = self.theme();
        let input = Input::<String>::with_theme(theme.as_ref())
            .with_prompt(format!("{prompt} (leave it empty to go back)"));
        let words = input.allow_empty(true).interact_text_on(&self.term)?;
        Ok(Some(words.trim().to_owned()).filter(|words| !words.is_empty()))
    }

    fn theme(&self) -> Box<dyn Theme> {
        let is_coloured = anstream::AutoStream::choice(&io::stderr()) != anstream::ColorChoice::Never;
        if is_coloured {
            Box::new(ColorfulTheme::default())
        } else {
            Box::new(SimpleTheme)
        }
    }

    /// Keeps what was chosen, at once. Returns whether it settles the question.
    fn take(&self, open: &Open, step: Step) -> Result<bool, Failure> {
        let subject = &self.subjects[open.subject];
        match step {
            Step::Own(text) => self.keep(open, text, Authorship::Own),
            Step::Suggestion(text) => self.keep(open, text, Authorship::AcceptedSuggestion),
            Step::Settle(answer) => self.settle(open, &answer),
            Step::Defer(to) => {
                subject.folder.update(&subject.name, |state| {
                    state.defer(&open.id, &to, &self.act()).map_err(Failure::from)
                })?;
                say(&format!("{} now goes to {}", open.id, plain_line(&to)))?;
                Ok(false)
            }
            Step::Dismiss(reason) => {
                subject.folder.update(&subject.name, |state| {
                    state
                        .dismiss(&open.id, &reason, None, &self.act())
                        .map_err(Failure::from)
                })?;
                say(&format!("{} is dismissed: {}", open.id, plain_line(&reason)))?;
                Ok(true)
            }
            Step::Skip | Step::Stop => Ok(false),
        }
    }

    fn act(&self) -> Act {
        Act {
            by: self.me.clone(),
            at: moment(self.on),
        }
    }

    fn keep(&self, open: &Open, text: String, authorship: Authorship) -> Result<bool, Failure> {
        let Act { by, at } = self.act();
        let answer = Answer {
            text,
            authorship,
            by,
            at,
        };
        match keep(&self.subjects[open.subject], &open.id, &answer)? {
            Kept::New { lines, holds } => {
                lines.iter().try_for_each(|line| say(line))?;
                Ok(holds)
            }
            Kept::Known => Ok(open.answers.is_empty()),
        }
    }

    /// Lets one of several answers hold: the others stay in the history alone.
    fn settle(&self, open: &Open, answer: &Answer) -> Result<bool, Failure> {
        let subject = &self.subjects[open.subject];
        let why = format!("{} has the answer of {} hold", self.me, answer.by);
        subject.folder.update(&subject.name, |state| {
            let others = state.finding_mut(&open.id).map(|finding| &mut finding.answers);
            if let Some(answers) = others {
                answers.retain(|other| other.by == answer.by);
            }
            if let Some(finding) = state.finding_mut(&open.id) {
                finding.note(&self.act(), crate::domain::What::Answered, Some(why.clone()));
            }
            state.answer(&open.id, answer.clone()).map_err(Failure::from)
        })?;
        say(&format!(
            "{}: {} ({})",
            open.id,
            plain_line(&answer.text),
            plain_line(&answer.by)
        ))?;
        Ok(true)
    }

    fn leave(&self, answered: usize, of: usize) -> Result<(), Failure> {
        let left = of - answered;
        let rest = match left {
            0 => "none is left".to_owned(),
            left => format!("{} still open", count(left)),
        };
        say(&format!("\n{answered} settled, {rest}"))
    }
}

fn option(open: &Open, place: usize) -> Step {
    let text = open.question.options[place].clone();
    if open.question.suggested == Some(place) {
        Step::Suggestion(text)
    } else {
        Step::Own(text)
    }
}

/// Returns the entries of the menu: answers that differ, the options, and what else can be done.
fn entries(open: &Open) -> Vec<Entry> {
    let answers = (0..open.answers.len()).map(Entry::Answer);
    let options = (0..open.question.options.len()).map(Entry::Option);
    let rest = [
        Entry::Write,
        Entry::Skip,
        Entry::Defer,
        Entry::Dismiss,
        Entry::Stop,
    ];
    answers.chain(options).chain(rest).collect()
}

fn label(entry: Entry, open: &Open) -> String {
    match entry {
        Entry::Answer(place) => {
            let answer = &open.answers[place];
            format!(
                "{}'s answer holds: {}",
                plain_line(&answer.by),
                plain_line(&answer.text)
            )
        }
        Entry::Option(place) => {
            let hint = if open.question.suggested == Some(place) {
                " (suggested by clarify)"
            } else {
                ""
            };
            format!("{}{hint}", plain_line(&open.question.options[place]))
        }
        Entry::Write => "write an answer …".into(),
        Entry::Skip => "skip for now".into(),
        Entry::Defer => "somebody else decides …".into(),
        Entry::Dismiss => "need not be asked: dismiss it …".into(),
        Entry::Stop => "stop here".into(),
    }
}

fn count(number: usize) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} question{plural}")
}

fn say(text: &str) -> Result<(), Failure> {
    Ok(output::write(None, |out| writeln!(out, "{text}"))?)
}

fn is_interrupt(error: &dialoguer::Error) -> bool {
    let dialoguer::Error::IO(error) = error;
    error.kind() == io::ErrorKind::Interrupted
}

fn broken(error: &dialoguer::Error) -> Failure {
    let hint = "what was answered so far is kept; a filled-in pack works everywhere: clarify answer SPEC --from FILE";
    Failure::new(
        format!("the terminal could not be used: {error}"),
        Some(hint.into()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::pack::PackQuestion;
    use crate::domain::{FindingId, Severity};

    fn open() -> Open {
        let question = PackQuestion {
            ids: vec![FindingId("q-1".into())],
            documents: Vec::new(),
            severity: Severity::Blocker,
            text: "Which data?".into(),
            why: String::new(),
            passages: Vec::new(),
            options: vec!["Orders \u{1b}[2J only".into(), "No score".into()],
            suggested: Some(0),
            default: None,
            waiting: Vec::new(),
            choice: None,
            answer: None,
        };
        Open {
            subject: 0,
            id: FindingId("q-1".into()),
            to: String::new(),
            question,
            answers: Vec::new(),
        }
    }

    #[test]
    fn the_menu_marks_the_suggestion_and_ends_with_a_way_out() {
        let open = open();
        let labels: Vec<String> = entries(&open)
            .into_iter()
            .map(|entry| label(entry, &open))
            .collect();
        assert_eq!(labels[0], "Orders ␛[2J only (suggested by clarify)");
        assert_eq!(labels[1], "No score");
        assert_eq!(labels.last().unwrap(), "stop here");
    }

    #[test]
    fn the_suggestion_is_recorded_as_such_and_another_option_as_the_persons() {
        assert!(matches!(option(&open(), 0), Step::Suggestion(_)));
        assert!(matches!(option(&open(), 1), Step::Own(_)));
    }
}
