//! One state file as text: TOML, a field a line, in one stable order.

use super::conflict;
use crate::domain::{STATE_FORMAT, STATE_FORMAT_VERSION, Sort, TrackedDocument, TrackedFinding};
use serde::Deserialize;

/// Says why a text is no state file.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It holds both sides of a merge.
    #[error("it holds the marks of a merge that did not succeed, from line {line} on")]
    Conflict {
        /// The line of the first mark, from 1.
        line: usize,
    },
    /// A newer program wrote it.
    #[error(
        "a newer clarify wrote it: its format is version {version}, and this program knows up to {STATE_FORMAT_VERSION}"
    )]
    Newer {
        /// Its version.
        version: u32,
    },
    /// It is something else, or was edited into nonsense.
    #[error("it is not as clarify writes it: {0}")]
    Nonsense(String),
}

const HEAD: &str = "\
# What clarify remembers of this document from review to review. Made to be read, committed and merged;
# clarify status DIR sums it up, clarify explain ID shows one finding whole.

";

/// Writes a state as text.
pub fn to_text(state: &TrackedDocument) -> Result<String, FileError> {
    let body = toml::to_string_pretty(state).map_err(|error| FileError::Nonsense(error.to_string()))?;
    Ok(format!("{HEAD}{body}"))
}

/// What every version of the format has.
#[derive(Deserialize)]
struct Head {
    format: String,
    version: u32,
}

/// Reads a state off a text. Findings that stand twice under one id, as a merge by lines can leave them, are joined.
pub fn from_text(text: &str) -> Result<TrackedDocument, FileError> {
    if let Some(line) = conflict::line(text) {
        return Err(FileError::Conflict { line });
    }
    let head: Head = read(text)?;
    if head.format != STATE_FORMAT {
        return Err(FileError::Nonsense(format!("its format is not {STATE_FORMAT}")));
    }
    if head.version > STATE_FORMAT_VERSION {
        return Err(FileError::Newer {
            version: head.version,
        });
    }
    let mut state: TrackedDocument = read(text)?;
    state.findings.iter().try_for_each(check)?;
    state.join_twins();
    state.runs.sort_by_key(|run| run.at);
    Ok(state)
}

fn read<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, FileError> {
    toml::from_str(text).map_err(|error| FileError::Nonsense(error.to_string().trim_end().to_owned()))
}

/// Refuses what a finding cannot be, so that nobody has to ask again.
fn check(finding: &TrackedFinding) -> Result<(), FileError> {
    let id = &finding.id;
    let wrong = |what: &str| Err(FileError::Nonsense(format!("finding {id} {what}")));
    if id.0.is_empty()
        || id
            .0
            .contains(|letter: char| letter.is_whitespace() || letter.is_control())
    {
        return Err(FileError::Nonsense("a finding has no id".into()));
    }
    if finding
        .suggested
        .is_some_and(|index| index >= finding.options.len())
    {
        return wrong("suggests an option that is not there");
    }
    if finding.status == crate::domain::Status::Dismissed && finding.dismissal.is_none() {
        return wrong("is dismissed without a [finding.dismissal]: give reason, by and at");
    }
    if finding.sort == Sort::Question && finding.to.is_none() {
        return wrong("is a question to nobody: give `to`");
    }
    Ok(())
}
