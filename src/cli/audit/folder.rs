//! The documents of the folders that were named, in a stable order, each once and under one label.

use super::Settings;
use crate::cli::failure::Failure;
use crate::context::{Context, label_within};
use crate::document::{GlobError, WalkError, selected_in};
use crate::engine::audit::Source;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What was found.
pub struct Found {
    /// The documents, in the order of the folders and by path in each.
    pub sources: Vec<Source>,
    /// What the reader should know about the search.
    pub warnings: Vec<String>,
}

/// Finds the documents. What is context, such as the strategy, is not audited too.
pub fn find(settings: &Settings, context: &Context) -> Result<Found, Failure> {
    settings.selection.check()?;
    let (mut sources, mut warnings) = (Vec::new(), Vec::new());
    let mut seen: HashSet<PathBuf> = HashSet::new();
    let mut labels: HashSet<String> = HashSet::new();
    let context_paths = context
        .documents
        .iter()
        .filter_map(|entry| canonical(Path::new(entry.document.path())));
    let context_paths: HashSet<PathBuf> = context_paths.collect();
    let mut left_out = 0;
    let columns = Arc::new(settings.reading.columns.clone());
    for root in &settings.folders {
        for (path, label) in documents(root, settings, &mut warnings)? {
            let real = canonical(&path).unwrap_or_else(|| path.clone());
            if context_paths.contains(&real) {
                left_out += 1;
            } else if seen.insert(real) {
                let label = unused(&context.label_for(&label, &path), &labels);
                labels.insert(label.clone());
                let columns = columns.clone();
                sources.push(Source { path, label, columns });
            }
        }
    }
    if left_out > 0 {
        let one = if left_out == 1 {
            "document is"
        } else {
            "documents are"
        };
        warnings.push(format!("{left_out} {one} context here, and so not audited"));
    }
    if sources.is_empty() {
        let folders: Vec<String> = settings
            .folders
            .iter()
            .map(|folder| folder.display().to_string())
            .collect();
        return Err(Failure::new(
            format!("there is no document to audit in {}", folders.join(", ")),
            Some(
                "name a folder with Markdown, text or requirement files (.csv, .xlsx, .sdoc, .reqif, doorstop), and check --include, --exclude and .clarifyignore"
                    .into(),
            ),
        ));
    }
    Ok(Found { sources, warnings })
}

fn documents(
    root: &Path,
    settings: &Settings,
    warnings: &mut Vec<String>,
) -> Result<Vec<(PathBuf, String)>, Failure> {
    if root.is_file() {
        let name = root
            .file_name()
            .unwrap_or(root.as_os_str())
            .to_string_lossy()
            .into_owned();
        return Ok(vec![(root.to_owned(), name)]);
    }
    let walked = selected_in(root, &settings.selection)?;
    warnings.extend(walked.troubles);
    let labelled = walked.documents.into_iter().map(|path| {
        let label = label_within(root, &path).trim_end_matches('/').to_owned();
        (path, label)
    });
    Ok(labelled.collect())
}

fn canonical(path: &Path) -> Option<PathBuf> {
    path.canonicalize().ok()
}

fn unused(wanted: &str, labels: &HashSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{wanted} ({number})"));
    let mut all = std::iter::once(wanted.to_owned()).chain(numbered);
    all.find(|label| !labels.contains(label)).unwrap_or_default()
}

impl From<GlobError> for Failure {
    fn from(error: GlobError) -> Self {
        let hint = "globs are written as in .gitignore, such as --include '*.md' or --exclude archive/";
        Self::new(error.to_string(), Some(hint.into()))
    }
}

impl From<WalkError> for Failure {
    fn from(error: WalkError) -> Self {
        Self::new(
            error.to_string(),
            Some("check the path, and that you may read the folder".into()),
        )
    }
}
