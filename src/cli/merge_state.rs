//! `clarify merge-state`: two states of one document made one, so that nothing that either holds is lost.

use super::args::MergeStateArgs;
use super::failure::Failure;
use super::output;
use crate::domain::{Sort, TrackedDocument};
use crate::report::plain_line;
use crate::state::{self, FileError, StateError};
use std::path::Path;

/// Joins the two sides of a file that version control could not merge, or two files, into the first.
pub fn run(args: &MergeStateArgs) -> Result<(), Failure> {
    let text = read(&args.ours)?;
    let (ours, theirs) = match &args.theirs {
        Some(theirs) => (text, read(theirs)?),
        None => state::sides(&text),
    };
    let mut joined = parsed(&args.ours, &ours)?;
    let other = parsed(args.theirs.as_deref().unwrap_or(&args.ours), &theirs)?;
    joined.join(other);
    let text = state::to_text(&joined).map_err(|error| broken(&args.ours, error))?;
    output::write(Some(&args.ours), |out| out.write_all(text.as_bytes()))?;
    let said = said(&args.ours, &joined);
    Ok(output::write(None, |out| out.write_all(said.as_bytes()))?)
}

fn said(path: &Path, joined: &TrackedDocument) -> String {
    let mut said = format!("joined into {}\n", plain_line(&path.display().to_string()));
    for finding in joined.findings.iter().filter(|finding| finding.is_disputed()) {
        let what = if finding.sort == Sort::Question {
            "question"
        } else {
            "finding"
        };
        said.push_str(&format!(
            "{what} {} was answered in different ways, and is open:\n",
            finding.id
        ));
        for answer in &finding.answers {
            said.push_str(&format!(
                "  {}: {}\n",
                plain_line(&answer.by),
                plain_line(&answer.text)
            ));
        }
    }
    said
}

fn read(path: &Path) -> Result<String, Failure> {
    let text = std::fs::read_to_string(path);
    text.map_err(|source| {
        Failure::from(StateError::Unreadable {
            path: path.to_owned(),
            source,
        })
    })
}

fn parsed(path: &Path, text: &str) -> Result<TrackedDocument, Failure> {
    state::from_text(text).map_err(|error| broken(path, error))
}

fn broken(path: &Path, error: FileError) -> Failure {
    Failure::from(StateError::Broken {
        path: path.to_owned(),
        error,
    })
}
