//! Putting the answers of batches into the store, whatever became of the batch: what it holds is paid for.

use super::batches::{BatchState, Batches, state};
use super::journal::{Locked, Part};
use super::lines::{self, Output, Refused};
use super::remote::RemoteBatch;
use crate::model::exchange::{Answer, Exchange, Finish, TokenCount};
use crate::model::failure::AskError;
use crate::model::fault::Failed;
use crate::model::request::Request;
use bytes::Bytes;
use std::collections::HashMap;

/// How often a file is downloaded whose last line is broken.
const DOWNLOADS: usize = 3;

/// What was collected.
#[derive(Debug, Default)]
pub struct Collected {
    /// Answers that are kept now.
    pub answered: usize,
    /// Answers that were kept already.
    pub already: usize,
    /// What those answers took, as the provider counts.
    pub tokens: TokenCount,
    /// Requests without an answer that can be used, and why. They can be submitted again, or asked live.
    pub failed: Vec<LineFailure>,
    /// Batches that are done with.
    pub finished: Vec<BatchState>,
    /// Batches that the provider still works on.
    pub pending: Vec<BatchState>,
    /// Batches that could not be collected from this time, and why. They are tried again the next time.
    pub troubles: Vec<(String, AskError)>,
    /// Lines that are broken or tell of no request of the batch.
    pub unreadable: usize,
}

/// A request without an answer that can be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineFailure {
    /// The request's key.
    pub key: String,
    /// What it was for.
    pub purpose: String,
    /// Why there is no answer, in words fit to be shown.
    pub reason: String,
}

impl Batches<'_> {
    /// Collects from every batch that is over. Collecting again is harmless.
    ///
    /// # Errors
    ///
    /// [`AskError::Journal`] where the journal cannot be used. Trouble with one batch does not stop the others.
    pub async fn collect(&self) -> Result<Collected, AskError> {
        let locked = self.journal.lock()?;
        let mut collected = Collected::default();
        for part in self.open_parts()? {
            let Some(batch) = &part.batch else { continue };
            if let Err(error) = self.collect_part(&locked, &part, batch, &mut collected).await {
                collected.troubles.push((batch.clone(), error));
            }
        }
        Ok(collected)
    }

    async fn collect_part(
        &self,
        locked: &Locked<'_>,
        part: &Part,
        batch: &str,
        collected: &mut Collected,
    ) -> Result<(), AskError> {
        let remote = self.client.batch(batch).await.map_err(|failed| failed.error)?;
        if !remote.is_over() {
            collected.pending.push(state(part, &remote));
            return Ok(());
        }
        let requests = self.journal.requests(&part.id)?;
        let mut open: HashMap<String, Request> = requests
            .into_iter()
            .map(|request| (request.key(), request))
            .collect();
        let mut reason = why_missing(&remote);
        for file in [&remote.output_file, &remote.error_file].into_iter().flatten() {
            match self.download(file).await {
                Ok(text) => self.read(&text, part, &mut open, collected)?,
                Err(failed) if failed.status == 404 => {
                    reason = "the provider does not have the answers any more".into();
                }
                Err(failed) => return Err(failed.error),
            }
        }
        // In the order in which they were submitted.
        let missing = part
            .keys
            .iter()
            .filter_map(|key| open.remove(key).map(|request| (key, request)));
        collected.failed.extend(missing.map(|(key, request)| LineFailure {
            key: key.clone(),
            purpose: request.purpose,
            reason: reason.clone(),
        }));
        locked.finish(&part.id, &remote.status)?;
        collected.finished.push(state(part, &remote));
        Ok(())
    }

    /// Downloads a file; again, where its end is broken off.
    async fn download(&self, file: &str) -> Result<Bytes, Failed> {
        let mut text = self.client.content(file).await?;
        for _ in 1..DOWNLOADS {
            if is_whole(&text) {
                break;
            }
            text = self.client.content(file).await?;
        }
        Ok(text)
    }

    fn read(
        &self,
        text: &[u8],
        part: &Part,
        open: &mut HashMap<String, Request>,
        collected: &mut Collected,
    ) -> Result<(), AskError> {
        for line in text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii) {
            if line.is_empty() {
                continue;
            }
            let output = lines::output(line, self.client.model(), part.dialect.conveyed);
            let known = output.and_then(|output| Some((open.remove(&output.key)?, output)));
            match known {
                Some((request, output)) => self.take(part, request, output, collected)?,
                None => collected.unreadable += 1,
            }
        }
        Ok(())
    }

    fn take(
        &self,
        part: &Part,
        request: Request,
        output: Output,
        collected: &mut Collected,
    ) -> Result<(), AskError> {
        let Output { key, outcome } = output;
        let reason = match outcome {
            Ok(answer) => {
                collected.count(answer.tokens);
                let reason = why_unusable(&answer);
                if self.is_kept(&key) {
                    collected.already += 1;
                    return Ok(());
                }
                self.store
                    .put(&Exchange::new(&request, self.client.model(), answer, None))?;
                collected.answered += usize::from(reason.is_none());
                reason
            }
            Err(refused) => {
                let reason = refused.reason();
                self.learn_from(part, refused);
                Some(reason)
            }
        };
        let purpose = request.purpose;
        collected
            .failed
            .extend(reason.map(|reason| LineFailure { key, purpose, reason }));
        Ok(())
    }

    /// Keeps that the server refuses how it was asked, so that what is submitted next is put differently.
    fn learn_from(&self, part: &Part, refused: Refused) {
        let failed = Failed {
            status: refused.status,
            problem: refused.problem,
            ..Failed::from(AskError::Settings(String::new()))
        };
        if let Some(next) = part.dialect.after(&failed) {
            self.client.learn(next);
        }
    }
}

impl Collected {
    fn count(&mut self, tokens: Option<TokenCount>) {
        let Some(tokens) = tokens else { return };
        self.tokens.input += tokens.input;
        self.tokens.cached_input += tokens.cached_input;
        self.tokens.output += tokens.output;
    }
}

impl Refused {
    fn reason(&self) -> String {
        let message = match self.problem.message.as_str() {
            "" => "no further words",
            message => message,
        };
        match self.status {
            0 => message.to_owned(),
            status => format!("{status}: {message}"),
        }
    }
}

/// Tells whether a file of lines ends with a whole line.
fn is_whole(text: &[u8]) -> bool {
    let last = text.trim_ascii_end().rsplit(|byte| *byte == b'\n').next();
    let last = last.unwrap_or_default();
    last.is_empty() || serde_json::from_slice::<serde::de::IgnoredAny>(last).is_ok()
}

fn why_missing(remote: &RemoteBatch) -> String {
    let status = &remote.status;
    match (&remote.problem, status.as_str()) {
        (Some(problem), _) => format!("the batch ended as {status}: {problem}"),
        (None, "completed") => "the batch is completed and holds no line for it".into(),
        (None, _) => format!("the batch ended as {status} before it was answered"),
    }
}

/// Says why an answer is kept and yet not given again.
fn why_unusable(answer: &Answer) -> Option<String> {
    if answer.is_reusable() {
        return None;
    }
    let reason = match (&answer.refusal, &answer.finish) {
        (Some(_), _) => "the model refused".to_owned(),
        (None, Finish::Length) => "the answer was cut off at the limit on its length".into(),
        (None, Finish::ContentFilter) => "the provider's content filter stopped it".into(),
        (None, Finish::Other(word)) => format!("the model stopped for another reason: {word}"),
        (None, Finish::Stop) => "the answer is empty".into(),
    };
    Some(reason)
}
