//! `clarify explain ID`: one tracked finding whole.

use super::args::ExplainArgs;
use super::failure::Failure;
use super::{job, keeping, output};
use crate::document::{self, Document};
use crate::domain::{FindingId, Match, Passage, Sort, TrackedDocument, TrackedFinding};
use crate::report::{self, Options, Shown};
use crate::state::{self, Folder};
use std::path::Path;

/// Prints one finding.
pub fn run(args: &ExplainArgs, id: &str) -> Result<(), Failure> {
    let folder = keeping::folder(&args.state, Path::new("."))?;
    let id = FindingId(id.to_owned());
    let kept = keeping::holding(&folder, &id, None)?;
    let Some(finding) = kept.finding(&id) else {
        return Err(keeping::unknown(&folder, &id, &[]));
    };
    let shown = Shown {
        document: &kept.document,
        finding,
        places: places(&folder, &kept, finding),
        related: related(&kept, finding),
    };
    let options = Options {
        width: job::width(false),
        color: job::is_coloured(args.color, false),
        ..Options::default()
    };
    Ok(output::write(None, |out| {
        report::render_finding(&shown, &options, out)
    })?)
}

/// Finds where the passages stand now, in the documents as they are.
fn places(folder: &Folder, kept: &TrackedDocument, finding: &TrackedFinding) -> Vec<Option<(String, Match)>> {
    let read = |name: &str| document::read_file(&folder.document(name), name.to_owned()).ok();
    let spec = read(&kept.document);
    let place = |passage: &Passage| {
        let other = passage.document.as_deref().and_then(read);
        let document: &Document = match passage.document {
            Some(_) => other.as_ref()?,
            None => spec.as_ref()?,
        };
        let anchor = state::stands_at(document, passage)?;
        let position = anchor.position;
        Some((
            format!("{}:{}:{}", document.path(), position.line, position.column),
            anchor.matched,
        ))
    };
    finding.passages.iter().map(place).collect()
}

/// Returns what a question blocks, or the questions that a finding waits for.
fn related(kept: &TrackedDocument, finding: &TrackedFinding) -> Vec<(String, String)> {
    let named = |finding: &TrackedFinding| (finding.id.0.clone(), finding.title.clone());
    match finding.sort {
        Sort::Question => finding
            .blocks
            .iter()
            .filter_map(|id| kept.finding(id))
            .map(named)
            .collect(),
        _ => kept.questions_on(&finding.id).map(named).collect(),
    }
}
