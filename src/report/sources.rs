//! The documents that findings point into, by path.

use crate::document::Document;
use std::collections::HashMap;
use std::sync::Arc;

/// Holds the documents of a run by their paths, as given.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    documents: HashMap<String, Arc<Document>>,
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
