//! The batches of one endpoint and model, and how they stand.

use super::journal::{Journal, Part};
use super::remote::RemoteBatch;
use crate::model::failure::AskError;
use crate::model::openai::OpenAi;
use crate::model::store::Store;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// How much goes into one batch. OpenAI takes 50,000 lines and 200 MB; less is set here, since a part is held in memory
/// as a whole, on its way in and on its way out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartLimits {
    /// Lines at most.
    pub lines: usize,
    /// Bytes at most; a line that is longer by itself goes alone.
    pub bytes: usize,
}

impl Default for PartLimits {
    fn default() -> Self {
        Self {
            lines: 5_000,
            bytes: 50_000_000,
        }
    }
}

/// The batches of one endpoint and model.
pub struct Batches<'a> {
    pub(super) client: &'a OpenAi,
    pub(super) store: &'a Store,
    pub(super) journal: Journal,
    pub(super) limits: PartLimits,
}

/// How a batch stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchState {
    /// The provider's id.
    pub batch: String,
    /// The provider's word: `in_progress`, `completed`, `expired` and the like.
    pub status: String,
    /// Whether nothing more is to come of it.
    pub is_over: bool,
    /// When it was submitted (RFC 3339).
    pub submitted: String,
    /// Requests in it.
    pub total: u64,
    /// Requests that are answered.
    pub completed: u64,
    /// Requests that failed.
    pub failed: u64,
    /// Why it was refused as a whole, where it was.
    pub problem: Option<String>,
}

impl<'a> Batches<'a> {
    /// Takes the batches that the journal in `folder` knows of. Answers go into the store.
    pub fn new(client: &'a OpenAi, store: &'a Store, folder: impl Into<PathBuf>) -> Self {
        Self {
            client,
            store,
            journal: Journal::new(folder.into()),
            limits: PartLimits::default(),
        }
    }

    /// Sets how much goes into one batch.
    pub fn in_parts_of(self, limits: PartLimits) -> Self {
        Self { limits, ..self }
    }

    /// Returns the journal's file.
    pub fn journal(&self) -> PathBuf {
        self.journal.path()
    }

    /// Asks the provider how each batch stands that is not collected yet, in the order of submission. A batch that it
    /// cannot be asked about is an error of its own.
    ///
    /// # Errors
    ///
    /// [`AskError::Journal`] where the journal cannot be read.
    pub async fn status(&self) -> Result<Vec<Result<BatchState, AskError>>, AskError> {
        let mut states = Vec::new();
        for part in self.open_parts()? {
            if let Some(batch) = &part.batch {
                let remote = self.client.batch(batch).await;
                let remote = remote.map_err(|failed| failed.error);
                states.push(remote.map(|remote| state(&part, &remote)));
            }
        }
        Ok(states)
    }

    /// Returns the keys of the requests that are out: prepared or with the provider, and not collected yet.
    ///
    /// # Errors
    ///
    /// [`AskError::Journal`] where the journal cannot be read.
    pub fn out(&self) -> Result<HashSet<String>, AskError> {
        let parts = self.open_parts()?.into_iter();
        Ok(parts.flat_map(|part| part.keys).collect())
    }

    /// Gives up a batch that cannot be collected: its requests can be submitted again, and what it answered is lost.
    /// Returns whether there was such a batch.
    ///
    /// # Errors
    ///
    /// [`AskError::Journal`] or [`AskError::Store`] where the journal cannot be read or written.
    pub fn forget(&self, batch: &str) -> Result<bool, AskError> {
        let locked = self.journal.lock()?;
        let parts = self.open_parts()?;
        match parts.iter().find(|part| part.batch.as_deref() == Some(batch)) {
            Some(part) => locked.finish(&part.id, "forgotten").map(|()| true),
            None => Ok(false),
        }
    }

    /// Returns the parts of this endpoint and model that are not done with.
    pub(super) fn open_parts(&self) -> Result<Vec<Part>, AskError> {
        let endpoint = self.client.identity();
        let parts = self.journal.parts()?.into_iter();
        let is_ours = |part: &Part| part.endpoint == endpoint && part.model == self.client.model();
        Ok(parts.filter(|part| is_ours(part) && !part.finished).collect())
    }
}

impl Batches<'_> {
    /// Tells whether the store holds an answer that can be given again. A file that cannot be used counts as none.
    pub(super) fn is_kept(&self, key: &str) -> bool {
        let found = self.store.get(key, self.client.model()).ok().flatten();
        found.is_some_and(|exchange| exchange.answer.is_reusable())
    }

    /// Returns the folder of the store.
    pub fn store(&self) -> &Path {
        self.store.folder()
    }
}

pub(super) fn state(part: &Part, remote: &RemoteBatch) -> BatchState {
    BatchState {
        batch: remote.id.clone(),
        status: remote.status.clone(),
        is_over: remote.is_over(),
        submitted: part.date.clone(),
        total: remote.total.max(part.keys.len() as u64),
        completed: remote.completed,
        failed: remote.failed,
        problem: remote.problem.clone(),
    }
}
