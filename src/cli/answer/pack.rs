//! Answers from a filled-in pack: what fits is kept, what does not is told with its line, and nothing stops the rest.

use super::Subject;
use super::kept::{Kept, keep};
use crate::cli::failure::Failure;
use crate::cli::job::{self, Outcome};
use crate::cli::output;
use crate::context::Context;
use crate::domain::{Answer, Sort, TrackedFinding};
use crate::replies::{self, Asked, Given, Misfit, Problem, Read};
use crate::report::plain_line;
use jiff::Timestamp;
use std::io::Write;
use std::path::Path;

/// Reads the pack and keeps its answers.
pub fn take(subjects: &[Subject], file: &Path, by: Option<&str>, at: Timestamp) -> Result<Outcome, Failure> {
    let document = job::read(file, "answers.md", &Context::default())?;
    let replies = replies::read(document.text()).map_err(|error| broken(file, &error))?;
    let read = replies::held_against(&replies, &asked(subjects)?);
    let mut tally = Tally::default();
    for given in &read.answers {
        let answer = Answer {
            text: given.text.clone(),
            authorship: given.authorship,
            by: by.unwrap_or(&given.by).to_owned(),
            at,
        };
        tally.keep(subjects, given, &answer)?;
    }
    output::write(None, |out| tally.write(out, &read))?;
    for problem in &read.problems {
        misfit(file, problem).print();
    }
    let is_whole = read.problems.is_empty() && tally.failed == 0;
    Ok(if is_whole {
        Outcome::Clear
    } else {
        Outcome::Incomplete
    })
}

/// Returns everything that may be answered. What is resolved is among it, so that it is told as such.
fn asked(subjects: &[Subject]) -> Result<Vec<Asked>, Failure> {
    let mut asked = Vec::new();
    for subject in subjects {
        let questions = subject
            .state()?
            .findings
            .into_iter()
            .filter(|finding| finding.sort == Sort::Question);
        asked.extend(questions.map(of_finding));
    }
    Ok(asked)
}

fn of_finding(finding: TrackedFinding) -> Asked {
    Asked {
        to: finding.addressee().unwrap_or("someone").to_owned(),
        id: finding.id,
        suggested: finding.suggested.filter(|place| *place < finding.options.len()),
        options: finding.options,
    }
}

#[derive(Default)]
struct Tally {
    lines: Vec<String>,
    kept: usize,
    known: usize,
    failed: usize,
}

impl Tally {
    /// Keeps an answer in every spec that asks the question.
    fn keep(&mut self, subjects: &[Subject], given: &Given, answer: &Answer) -> Result<(), Failure> {
        for subject in subjects {
            if subject.state()?.finding(&given.id).is_none() {
                continue;
            }
            match keep(subject, &given.id, answer) {
                Ok(Kept::New { lines, .. }) => {
                    self.kept += 1;
                    self.lines.extend(lines);
                }
                Ok(Kept::Known) => self.known += 1,
                Err(failure) => {
                    self.failed += 1;
                    failure.print();
                }
            }
        }
        Ok(())
    }

    fn write(&self, out: &mut dyn Write, read: &Read) -> std::io::Result<()> {
        for line in &self.lines {
            writeln!(out, "{line}")?;
        }
        let parts = [
            (self.known, "known already"),
            (read.empty, "left empty"),
            (read.problems.len() + self.failed, "could not be kept"),
        ];
        let plural = if self.kept == 1 { "" } else { "s" };
        let mut summary = format!("{} answer{plural} kept", self.kept);
        for (number, what) in parts.into_iter().filter(|(number, _)| *number > 0) {
            summary.push_str(&format!(", {number} {what}"));
        }
        writeln!(out, "{summary}")
    }
}

fn broken(file: &Path, error: &replies::PackError) -> Failure {
    let hint = match error {
        replies::PackError::NoQuestion => {
            "name a pack that clarify questions wrote; a line “Reference: q-…” must stand below each answer"
        }
        replies::PackError::NoColumn(_) => "keep the first row of the table as clarify questions wrote it",
        replies::PackError::Version(_) => "use a newer clarify",
        replies::PackError::Table { .. } | replies::PackError::Json(_) => {
            "mend it there, or write the pack anew (clarify questions) and copy the answers over"
        }
    };
    Failure::new(
        format!("{} cannot be read: {error}", file.display()),
        Some(hint.into()),
    )
}

fn misfit(file: &Path, problem: &Problem) -> Failure {
    let place = match problem.line {
        0 => file.display().to_string(),
        line => format!("{}, line {line}", file.display()),
    };
    let hint = match &problem.misfit {
        Misfit::NoReference => "put the line back; clarify questions shows it",
        Misfit::Unknown(_) => {
            "the question may be of another spec: name that as well; clarify questions lists what is open"
        }
        Misfit::SeveralTicked(_) => "tick one, or write what holds after “Answer:”",
        Misfit::NoOption(_) => "give the letter of an option, or write the answer out",
        Misfit::Twice(_) => "keep the one that holds, and read the pack again",
    };
    let message = format!("{place}: {}: “{}”", problem.misfit, plain_line(&problem.words));
    Failure::new(message, Some(hint.into()))
}
