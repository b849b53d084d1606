//! `clarify answer`: open questions of tracked specs in, answers kept one by one.

mod interview;
mod kept;
mod pack;
mod table;

use super::args::AnswerArgs;
use super::failure::Failure;
use super::job::{self, Outcome};
use super::keeping;
use crate::context::Context;
use crate::document::Document;
use crate::domain::{Act, TrackedDocument};
use crate::state::Folder;
use jiff::Timestamp;
use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// A tracked spec that is being answered about.
struct Subject {
    path: PathBuf,
    folder: Folder,
    /// What the spec goes by in the state files.
    name: String,
}

impl Subject {
    fn new(args: &AnswerArgs, path: &Path) -> Result<Self, Failure> {
        let folder = keeping::folder(&args.state, &super::folder_of(path))?;
        let name = folder.name_of(path);
        let subject = Self {
            path: path.to_owned(),
            folder,
            name,
        };
        subject.state().map(|_| subject)
    }

    fn state(&self) -> Result<TrackedDocument, Failure> {
        let state = self.folder.load(&self.name)?;
        state.ok_or_else(|| keeping::untracked(&self.path))
    }

    fn document(&self) -> Result<Document, Failure> {
        Ok(job::read(&self.path, "spec.md", &Context::default())?)
    }
}

/// Reads a filled-in pack, or asks the person at the terminal.
pub fn run(args: &AnswerArgs) -> Result<Outcome, Failure> {
    let subjects = args.specs.iter().map(|path| Subject::new(args, path));
    let subjects: Vec<Subject> = subjects.collect::<Result<_, _>>()?;
    match &args.from {
        Some(file) => pack::take(&subjects, file, args.by.as_deref(), moment(args.on)),
        None => interview::run(&subjects, args.by.as_deref(), args.on),
    }
}

/// Returns the moment that stands for a day: now for today, else the day's beginning.
fn moment(on: Option<Date>) -> Timestamp {
    let now = Act::now("").at;
    let today = now.strftime("%Y-%m-%d").to_string();
    let other = on.map(|day| day.to_string()).filter(|day| *day != today);
    let begun = other.and_then(|day| format!("{day}T00:00:00Z").parse().ok());
    begun.unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_keeps_its_date_and_today_is_now() {
        let day: Date = "2026-03-09".parse().unwrap();
        assert_eq!(moment(Some(day)).to_string(), "2026-03-09T00:00:00Z");
        let now = moment(None);
        let today: Date = now.strftime("%Y-%m-%d").to_string().parse().unwrap();
        assert!(moment(Some(today)) >= now);
    }
}
