//! The folder under audit: its documents in order, read one at a time, and the first pass over them, which needs no model.

use super::reference::Named;
use super::retrieve::Index;
use super::sketch::{DocumentSketch, Sketcher};
use crate::document::{self, Columns, Document, LoadError};
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

/// A document of the folder, not read yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Where it is.
    pub path: PathBuf,
    /// The short name it goes by in prompts: the same on every machine that has the folder.
    pub label: String,
    /// Which columns of a sheet hold what.
    pub columns: Arc<Columns>,
}

impl Source {
    /// Reads the document.
    pub fn read(&self) -> Result<Document, LoadError> {
        document::read_spec(&self.path, self.label.clone(), &self.columns)
    }

    /// Returns the path as it is shown.
    pub fn shown(&self) -> String {
        self.path.display().to_string()
    }

    /// Returns the shard, from 0, to which the document belongs where there are `of`: by its label alone.
    pub fn shard(&self, of: usize) -> usize {
        let hash = blake3::hash(self.label.as_bytes());
        let number = u64::from_le_bytes(hash.as_bytes()[..8].try_into().unwrap_or_default());
        (number % of.max(1) as u64) as usize
    }
}

/// What the first pass learnt of a folder.
#[derive(Debug, Default)]
pub struct Scan {
    /// The passages of all documents.
    pub index: Index,
    /// What each document calls by name.
    pub names: Vec<Names>,
    /// The documents that could not be read, by number.
    pub failures: Vec<(usize, LoadError)>,
}

/// What a document calls by name.
#[derive(Debug, Default)]
pub struct Names {
    /// The ids it gives to requirements.
    pub defined: Vec<Named>,
    /// The ids it mentions beyond those.
    pub mentioned: Vec<Named>,
    /// The ids that its requirements name as their parents and the like.
    pub parents: Vec<Named>,
    /// The documents it links to.
    pub links: Vec<Named>,
    /// Whether it speaks of a measure of success.
    pub measures: bool,
}

/// How many documents are held at once.
const AT_ONCE: usize = 256;

/// Passes over all documents once, on all processors, and holds none for longer than it takes to sketch it.
pub fn scan(sources: &[Source]) -> Scan {
    let mut scan = Scan::default();
    for chunk in sources.chunks(AT_ONCE) {
        for sketch in sketches(chunk) {
            let number = scan.names.len();
            let sketch = sketch.unwrap_or_else(|error| {
                scan.failures.push((number, error));
                DocumentSketch::default()
            });
            scan.index.add(&sketch);
            scan.names.push(Names {
                defined: sketch.defined,
                mentioned: sketch.mentioned,
                parents: sketch.parents,
                links: sketch.links,
                measures: sketch.measures,
            });
        }
    }
    scan.index.close();
    scan
}

fn sketches(sources: &[Source]) -> Vec<Result<DocumentSketch, LoadError>> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(8);
    let share = sources.len().div_ceil(threads).max(1);
    thread::scope(|scope| {
        let running: Vec<_> = sources
            .chunks(share)
            .map(|share| {
                scope.spawn(move || {
                    let sketcher = Sketcher::default();
                    let sketch = |source: &Source| source.read().map(|document| sketcher.sketch(&document));
                    share.iter().map(sketch).collect::<Vec<_>>()
                })
            })
            .collect();
        let join = |share: thread::ScopedJoinHandle<'_, Vec<_>>| match share.join() {
            Ok(sketches) => sketches,
            Err(panic) => std::panic::resume_unwind(panic),
        };
        running.into_iter().flat_map(join).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_that_cannot_be_read_keeps_its_number() {
        let folder = tempfile::tempdir().unwrap();
        let source = |name: &str, text: &[u8]| {
            std::fs::write(folder.path().join(name), text).unwrap();
            Source {
                path: folder.path().join(name),
                label: name.into(),
                ..Source::default()
            }
        };
        let sources = [
            source("a.md", b"# A\n\nThe tent is sewn by hand here.\n"),
            source("b.md", b"\xff\xfe"),
            source("c.md", b"# C\n\nThe boat is glued by hand here.\n"),
        ];
        let scan = scan(&sources);
        assert_eq!(scan.index.documents(), 3);
        assert_eq!(scan.failures[0].0, 1);
        assert_eq!(scan.index.document(scan.index.of_document(2).start), 2);
    }

    #[test]
    fn every_document_is_in_one_shard_whatever_its_path() {
        let source = |path: &str, label: &str| Source {
            path: path.into(),
            label: label.into(),
            ..Source::default()
        };
        let one = source("/home/a/specs/x.md", "specs/x.md");
        assert_eq!(one.shard(7), source("C:/b/specs/x.md", "specs/x.md").shard(7));
        let shards: std::collections::HashSet<usize> = (0..50)
            .map(|number| source("", &format!("specs/{number}.md")).shard(4))
            .collect();
        assert_eq!(shards.len(), 4);
    }
}
