//! Handing requests to the provider, each once: what is kept or already out is left out, and what a stopped run left
//! half done is brought to its end first.

use super::batches::Batches;
use super::journal::{Event, Locked, Part};
use super::lines;
use super::remote::RemoteBatch;
use crate::model::dialect::Dialect;
use crate::model::failure::AskError;
use crate::model::fault::Failed;
use crate::model::openai::check_parameters;
use crate::model::request::Request;
use bytes::Bytes;
use std::collections::HashSet;

/// What was submitted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Submitted {
    /// The batches that were started, in order, by the provider's ids.
    pub batches: Vec<String>,
    /// Requests in them.
    pub requests: usize,
    /// Requests left out, since their answers are kept.
    pub kept: usize,
    /// Requests left out, since they are out already.
    pub pending: usize,
}

/// Requests on their way into one part.
#[derive(Default)]
struct Filling {
    requests: Vec<Request>,
    keys: Vec<String>,
    lines: Vec<u8>,
}

impl Batches<'_> {
    /// Submits the requests that are neither kept nor out, in parts. A request that comes twice is sent once.
    ///
    /// # Errors
    ///
    /// [`AskError`] where a part could not be prepared, uploaded or started; the parts before it are out, and are left
    /// out when the same is submitted again.
    pub async fn submit(&self, requests: impl IntoIterator<Item = Request>) -> Result<Submitted, AskError> {
        let locked = self.journal.lock()?;
        let mut submitted = Submitted::default();
        self.resume(&locked, &mut submitted).await?;
        let out = self.out()?;
        let mut seen = HashSet::new();
        let dialect = self.client.dialect();
        let mut filling = Filling::default();
        for request in requests {
            check_parameters(&request)?;
            let key = request.key();
            if !seen.insert(key.clone()) {
                continue;
            }
            if self.is_kept(&key) {
                submitted.kept += 1;
            } else if out.contains(&key) {
                submitted.pending += 1;
            } else {
                let line = lines::input(&key, &self.client.body(&request, dialect));
                if filling.is_full_with(&line, self.limits.lines, self.limits.bytes) {
                    let full = std::mem::take(&mut filling);
                    self.send(&locked, full, dialect, &mut submitted).await?;
                }
                filling.add(request, key, &line);
            }
        }
        if !filling.keys.is_empty() {
            self.send(&locked, filling, dialect, &mut submitted).await?;
        }
        Ok(submitted)
    }

    /// Brings parts to the provider that a stopped run had prepared.
    async fn resume(&self, locked: &Locked<'_>, submitted: &mut Submitted) -> Result<(), AskError> {
        for part in self.open_parts()? {
            match (&part.batch, part.file.clone()) {
                (Some(_), _) => {}
                (None, Some(file)) => self.start(locked, &part, &file, true, submitted).await?,
                (None, None) => {
                    let lines = self.lines_of(&part)?;
                    self.upload(locked, &part, lines, submitted).await?;
                }
            }
        }
        Ok(())
    }

    fn lines_of(&self, part: &Part) -> Result<Vec<u8>, AskError> {
        let requests = self.journal.requests(&part.id)?;
        let line = |request: &Request| lines::input(&request.key(), &self.client.body(request, part.dialect));
        Ok(requests.iter().flat_map(line).collect())
    }

    async fn send(
        &self,
        locked: &Locked<'_>,
        filling: Filling,
        dialect: Dialect,
        submitted: &mut Submitted,
    ) -> Result<(), AskError> {
        let Filling {
            requests,
            keys,
            lines,
        } = filling;
        let part = locked.prepare(
            &requests,
            Event::Prepared {
                endpoint: self.client.identity(),
                model: self.client.model().to_owned(),
                dialect,
                date: now(),
                keys,
            },
        )?;
        self.upload(locked, &part, lines, submitted).await
    }

    async fn upload(
        &self,
        locked: &Locked<'_>,
        part: &Part,
        lines: Vec<u8>,
        submitted: &mut Submitted,
    ) -> Result<(), AskError> {
        let name = format!("clarify-{}.jsonl", part.id);
        let uploaded = self.client.upload(&name, Bytes::from(lines)).await;
        let file = match uploaded {
            Ok(file) => file,
            Err(failed) => return Err(given_up(locked, part, failed)),
        };
        let event = Event::Uploaded { file: file.clone() };
        locked.enter(&part.id, event)?;
        self.start(locked, part, &file, false, submitted).await
    }

    /// Starts the batch of an uploaded file. Where an earlier attempt may have started it, it is looked for first: a
    /// batch started twice is paid twice.
    async fn start(
        &self,
        locked: &Locked<'_>,
        part: &Part,
        file: &str,
        may_be_started: bool,
        submitted: &mut Submitted,
    ) -> Result<(), AskError> {
        let mut found = None;
        if may_be_started {
            found = self.client.batch_of(file).await.map_err(|failed| failed.error)?;
        }
        let started = match found {
            Some(batch) => Ok(batch),
            None => self.start_once(file).await,
        };
        let batch = match started {
            Ok(batch) => batch.id,
            Err(failed) => return Err(given_up(locked, part, failed)),
        };
        let event = Event::Started { batch: batch.clone() };
        locked.enter(&part.id, event)?;
        submitted.batches.push(batch);
        submitted.requests += part.keys.len();
        Ok(())
    }

    /// Starts a batch; where the answer was lost, looks whether it runs.
    async fn start_once(&self, file: &str) -> Result<RemoteBatch, Failed> {
        match self.client.start_batch(file).await {
            Err(failed) if failed.uncertain => match self.client.batch_of(file).await {
                Ok(Some(batch)) => Ok(batch),
                _ => Err(failed),
            },
            outcome => outcome,
        }
    }
}

/// Gives up a part that the provider refuses for good, so that its requests can be submitted again. What may pass stays
/// prepared, for the next run to bring to its end.
fn given_up(locked: &Locked<'_>, part: &Part, failed: Failed) -> AskError {
    let lasts = matches!(failed.status, 400..=499) && !matches!(failed.status, 408 | 409 | 425 | 429);
    if lasts && let Err(error) = locked.finish(&part.id, "refused") {
        return error;
    }
    failed.error
}

fn now() -> String {
    let now = jiff::Timestamp::now().round(jiff::Unit::Second);
    now.unwrap_or_default().to_string()
}

impl Filling {
    fn is_full_with(&self, line: &[u8], lines: usize, bytes: usize) -> bool {
        let is_full = self.keys.len() >= lines.max(1) || self.lines.len() + line.len() > bytes;
        is_full && !self.keys.is_empty()
    }

    fn add(&mut self, request: Request, key: String, line: &[u8]) {
        self.requests.push(request);
        self.keys.push(key);
        self.lines.extend_from_slice(line);
    }
}
