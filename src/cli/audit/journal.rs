//! The journal of an audit: which documents failed in the last run, kept beside the answers.

use super::{Settings, store_folder};
use crate::cli::failure::Failure;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::io::Write;
use std::path::{Path, PathBuf};

const FORMAT: &str = "clarify.audit-journal";
const VERSION: u32 = 1;

/// The journal of one audit: of these folders, and this part of them.
pub struct Journal {
    path: PathBuf,
}

/// The journal as stored.
#[derive(Debug, Serialize, Deserialize)]
struct Stored {
    format: String,
    version: u32,
    failed: Vec<Entry>,
}

/// A document that failed.
#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    /// The document's label.
    document: String,
    error: String,
}

impl Journal {
    /// Names the journal; there is none where no answers are kept.
    pub fn of(settings: &Settings) -> Option<Self> {
        let mut hasher = blake3::Hasher::new();
        for folder in &settings.folders {
            let real = folder.canonicalize().unwrap_or_else(|_| folder.clone());
            hasher.update(real.as_os_str().as_encoded_bytes());
            hasher.update(&[0]);
        }
        hasher.update(format!("{:?}", settings.shard).as_bytes());
        let name = format!("{}.json", &hasher.finalize().to_hex()[..16]);
        let folder = store_folder(settings)?;
        Some(Self {
            path: folder.join("audits").join(name),
        })
    }

    /// Returns the labels of the documents that failed in the last run.
    pub fn failed(&self) -> Result<HashSet<String>, Failure> {
        let path = self.path.display();
        let text = std::fs::read_to_string(&self.path).map_err(|_| {
            Failure::new(
                "no earlier run of this audit is known, so nothing can be tried again",
                Some("run it without --retry-failed first, with the same folders and --store".into()),
            )
        })?;
        let again = Some("run it without --retry-failed once: that writes it anew".to_owned());
        let stored: Stored = serde_json::from_str(&text).map_err(|error| {
            Failure::new(
                format!("the journal {path} cannot be read: {error}"),
                again.clone(),
            )
        })?;
        if (stored.format.as_str(), stored.version) != (FORMAT, VERSION) {
            return Err(Failure::new(
                format!("the journal {path} is of another version of clarify"),
                again,
            ));
        }
        Ok(stored.failed.into_iter().map(|entry| entry.document).collect())
    }

    /// Writes which documents failed, in place of what was written before.
    pub fn write(&self, failed: &[(String, String)]) -> Result<(), String> {
        let failed = failed.iter().map(|(document, error)| Entry {
            document: document.clone(),
            error: error.clone(),
        });
        let stored = Stored {
            format: FORMAT.into(),
            version: VERSION,
            failed: failed.collect(),
        };
        let folder = self.path.parent().unwrap_or(Path::new(""));
        let written = std::fs::create_dir_all(folder).and_then(|()| {
            let mut part = tempfile::NamedTempFile::new_in(folder)?;
            part.write_all(&serde_json::to_vec_pretty(&stored)?)?;
            part.persist(&self.path).map_err(|error| error.error)
        });
        let path = self.path.display();
        written
            .map(|_| ())
            .map_err(|error| format!("what failed could not be noted in {path}: {error}"))
    }
}
