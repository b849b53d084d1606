//! The documents that findings point into, by path, and the folder from which paths are told.

use crate::document::Document;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Holds the documents of a run by their paths, as given.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    documents: HashMap<String, Arc<Document>>,
    root: PathBuf,
    pages: HashMap<String, String>,
}

impl Sources {
    /// Makes an empty set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a document under its path; a later one under the same path takes its place.
    pub fn insert(&mut self, document: Arc<Document>) {
        self.documents.insert(document.path().to_owned(), document);
    }

    /// Sets the folder from which paths are told where a format wants them relative.
    pub fn rooted(mut self, root: PathBuf) -> Self {
        self.root = root;
        self
    }

    /// Returns the folder from which paths are told; empty where none was set.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Sets where the pages of documents' own reviews lie, by the documents' paths, as seen from the report.
    pub fn with_pages(mut self, pages: HashMap<String, String>) -> Self {
        self.pages = pages;
        self
    }

    /// Returns where the page of a document's own review lies, where there is one.
    pub fn page(&self, path: &str) -> Option<&str> {
        self.pages.get(path).map(String::as_str)
    }

    /// Returns the document with this path.
    pub fn get(&self, path: &str) -> Option<&Document> {
        self.documents.get(path).map(Arc::as_ref)
    }
}

impl FromIterator<Arc<Document>> for Sources {
    fn from_iter<T: IntoIterator<Item = Arc<Document>>>(documents: T) -> Self {
        let mut sources = Self::new();
        documents
            .into_iter()
            .for_each(|document| sources.insert(document));
        sources
    }
}
