//! Whole reviews in a folder, written as they are done: JSON for programs, and beside it, where pages are wanted, the
//! annotated document.

use crate::cli::output;
use crate::context::Context;
use crate::document::LoadError;
use crate::domain::{Review, ReviewReport};
use crate::engine::audit::{Source, Stop};
use crate::report::{self, Format, Options, Sources};
use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// Writes whole reviews.
pub struct Reviews<'a> {
    /// Where to.
    pub folder: &'a Path,
    /// Whether the annotated document is written too.
    pub with_pages: bool,
    /// What is stopped where a review cannot be written.
    pub stop: &'a Stop,
    /// The documents that findings may point into besides the one under review.
    pub context: &'a Context,
}

/// Says why a review could not be written.
#[derive(Debug, thiserror::Error)]
enum WriteError {
    #[error(transparent)]
    Folder(#[from] std::io::Error),
    #[error(transparent)]
    Output(#[from] output::OutputError),
    #[error(transparent)]
    Load(#[from] LoadError),
}

impl Reviews<'_> {
    /// Writes a review of one of the sources.
    pub fn write(&self, review: &Review, sources: &[Source]) {
        let source = sources.iter().find(|source| source.shown() == review.document);
        if let Err(why) = self.try_write(review, source) {
            let folder = self.folder.display();
            self.stop
                .soon(&format!("a review could not be written to {folder}: {why}"));
        }
    }

    fn try_write(&self, review: &Review, source: Option<&Source>) -> Result<(), WriteError> {
        let label = source.map_or(review.document.as_str(), |source| source.label.as_str());
        let path = place(self.folder, label, "json");
        std::fs::create_dir_all(path.parent().unwrap_or(self.folder))?;
        let report = ReviewReport::new(vec![review.clone()], Vec::new());
        put(&path, Format::Json, &report, &Sources::new())?;
        if let Some(source) = source.filter(|_| self.with_pages) {
            let context = self.context.documents.iter().map(|entry| entry.document.clone());
            let sources = context.chain([Arc::new(source.read()?)]).collect();
            put(
                &place(self.folder, label, "html"),
                Format::Html,
                &report,
                &sources,
            )?;
        }
        Ok(())
    }
}

fn put(
    path: &Path,
    format: Format,
    report: &ReviewReport,
    sources: &Sources,
) -> Result<(), output::OutputError> {
    output::write(Some(path), |out| {
        report::render(format, report, sources, &Options::default(), out)
    })
}

fn place(folder: &Path, label: &str, ending: &str) -> PathBuf {
    folder.join(format!("{label}.{ending}"))
}

/// Returns where the pages of documents lie, by the documents' paths, as seen from the folder of a report. Those that were
/// not written are left out.
pub fn pages(folder: &Path, sources: &[Source], report: Option<&Path>) -> HashMap<String, String> {
    let from = report.and_then(Path::parent).unwrap_or(Path::new(""));
    let written = sources
        .iter()
        .map(|source| (source, place(folder, &source.label, "html")))
        .filter(|(_, page)| page.is_file());
    written
        .filter_map(|(source, page)| Some((source.shown(), relative(from, &page)?)))
        .collect()
}

/// Returns a path as seen from a folder, with `/` between its parts; `None` where it lies on another drive.
fn relative(from: &Path, to: &Path) -> Option<String> {
    let absolute = |path: &Path| std::path::absolute(Path::new(".").join(path)).ok();
    let (from, to) = (absolute(from)?, absolute(to)?);
    let parts = |path: &Path| -> Vec<String> {
        let parts = path.components().filter(|part| *part != Component::CurDir);
        parts
            .map(|part| part.as_os_str().to_string_lossy().into_owned())
            .collect()
    };
    let (from, to) = (parts(&from), parts(&to));
    let shared = from.iter().zip(&to).take_while(|(one, two)| one == two).count();
    let up = std::iter::repeat_n("..", from.len() - shared);
    let down = to[shared..].iter().map(String::as_str);
    (shared > 0).then(|| up.chain(down).collect::<Vec<_>>().join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_found_from_wherever_the_report_lies() {
        let seen = |from: &str, to: &str| relative(Path::new(from), Path::new(to)).unwrap();
        assert_eq!(seen("", "reviews/a.md.html"), "reviews/a.md.html");
        assert_eq!(seen("out", "reviews/b/a.html"), "../reviews/b/a.html");
        assert_eq!(seen("/x/y", "/x/z/a.html"), "../z/a.html");
    }
}
