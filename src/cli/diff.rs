//! `clarify diff`: how findings stand against the review before. Reads what is kept; asks nothing.

use super::args::{DiffArgs, DiffFormatArg};
use super::failure::Failure;
use super::{folder_of, job, keeping, output};
use crate::context::Context;
use crate::document::Document;
use crate::domain::TrackedDocument;
use crate::report::{self, Diff, DiffFormat, Options};
use crate::state::{self, Survey};
use std::path::Path;

/// Prints what changed in one document.
pub fn run(args: &DiffArgs) -> Result<(), Failure> {
    let folder = keeping::folder(&args.state, &folder_of(&args.spec))?;
    let spec = job::read(&args.spec, "spec.md", &Context::default())?;
    let name = folder.name_of(Path::new(spec.path()));
    let kept = match folder.load(&name)? {
        Some(kept) => Some(kept),
        None => folder.renamed(&name, &spec)?,
    };
    let Some(kept) = kept.filter(|kept| !kept.runs.is_empty()) else {
        return Err(not_tracked(&spec, &folder));
    };
    let mut tracking = match kept.runs.as_slice() {
        [.., before, last] => state::tracking(&kept, Some(before.at), last.at),
        runs => state::tracking(&kept, None, runs[0].at),
    };
    tracking.state = folder.file_of(&kept.document).display().to_string();
    let diff = Diff {
        format: "clarify.diff",
        version: 1,
        document: spec.path().to_owned(),
        tracking,
        unread: unread(&kept, &spec),
    };
    let options = Options {
        width: job::width(false),
        color: job::is_coloured(args.color, false),
        ..Options::default()
    };
    let format = match args.format {
        DiffFormatArg::Text => DiffFormat::Text,
        DiffFormatArg::Markdown => DiffFormat::Markdown,
        DiffFormatArg::Json => DiffFormat::Json,
    };
    Ok(output::write(None, |out| {
        report::render_diff(format, &diff, &options, out)
    })?)
}

/// Returns the headings of the sections that a model has not read as they are now.
fn unread(kept: &TrackedDocument, spec: &Document) -> Vec<String> {
    let survey = Survey::new(kept, spec, [], false);
    if !survey.was_read {
        return Vec::new();
    }
    let sections = spec.sections().iter().zip(&survey.sections);
    let changed = sections.filter(|(_, (_, is_changed))| *is_changed);
    changed.map(|(section, _)| section.title.clone()).collect()
}

fn not_tracked(spec: &Document, folder: &state::Folder) -> Failure {
    let message = format!("{} is not tracked in {}", spec.path(), folder.path().display());
    let hint = format!(
        "review it with tracking first: clarify review {} --track",
        spec.path()
    );
    Failure::new(message, Some(hint))
}
