//! `clarify status`: how the tracked documents stand, and whether they are getting clearer.

use super::args::StatusArgs;
use super::failure::Failure;
use super::job::Outcome;
use super::{job, keeping, output};
use crate::domain::TrackedDocument;
use crate::report::{self, Options};
use std::path::Path;

/// Prints how the documents stand. A state file that cannot be used is told of and does not hide the others.
pub fn run(args: &StatusArgs) -> Result<Outcome, Failure> {
    let folder = keeping::folder(&args.state, &args.folder)?;
    let mut states: Vec<TrackedDocument> = Vec::new();
    let mut outcome = Outcome::Clear;
    for file in folder.load_all()? {
        match file.state {
            Ok(state) => states.push(state),
            Err(error) => {
                Failure::from(error).print();
                outcome = Outcome::Incomplete;
            }
        }
    }
    states.retain(|state| is_below(&folder.document(&state.document), &args.folder));
    if states.is_empty() && outcome == Outcome::Clear {
        let message = format!("nothing is tracked in {}", folder.path().display());
        let hint = "review a spec with tracking first: clarify review spec.md --track";
        return Err(Failure::new(message, Some(hint.into())));
    }
    let options = Options {
        width: job::width(false),
        color: job::is_coloured(args.color, false),
        ..Options::default()
    };
    output::write(None, |out| report::render_status(&states, &options, out))?;
    Ok(outcome)
}

/// Tells whether a document is the one named or lies in the folder named.
fn is_below(document: &Path, place: &Path) -> bool {
    let settled = |path: &Path| path.canonicalize().or_else(|_| std::path::absolute(path));
    match (settled(document), settled(place)) {
        (Ok(document), Ok(place)) => document.starts_with(place),
        _ => true,
    }
}
