//! The provider's Files and Batches, as far as batches of chat completions need them.

use super::OpenAi;
use crate::model::batch::RemoteBatch;
use crate::model::failure::AskError;
use crate::model::fault::Failed;
use async_openai::traits::RequestOptionsBuilder;
use async_openai::types::InputSource;
use async_openai::types::files::{CreateFileRequest, FileInput, FilePurpose};
use bytes::Bytes;
use serde_json::{Value, json};

/// How many batches are looked through for one that may be ours.
const RECENT: &str = "100";

impl OpenAi {
    /// Uploads the lines of a batch and returns the file's id.
    pub(in crate::model) async fn upload(&self, name: &str, lines: Bytes) -> Result<String, Failed> {
        let source = InputSource::Bytes {
            filename: name.to_owned(),
            bytes: lines,
        };
        let request = CreateFileRequest {
            file: FileInput { source },
            purpose: FilePurpose::Batch,
            expires_after: None,
        };
        let reply: Result<Value, _> = self.client.files().create_byot(request).await;
        let reply = reply.map_err(|error| self.failed(error))?;
        reply["id"]
            .as_str()
            .map(str::to_owned)
            .ok_or_else(|| self.nameless())
    }

    /// Starts a batch of an uploaded file. Is not tried again where the server may have started it all the same.
    pub(in crate::model) async fn start_batch(&self, file: &str) -> Result<RemoteBatch, Failed> {
        let request = json!({
            "input_file_id": file,
            "endpoint": "/v1/chat/completions",
            "completion_window": "24h",
        });
        let reply: Result<Value, _> = self.client.batches().create_byot(request).await;
        let reply = reply.map_err(|error| self.failed(error))?;
        RemoteBatch::read(&reply).ok_or_else(|| self.nameless())
    }

    /// Asks how a batch stands.
    pub(in crate::model) async fn batch(&self, id: &str) -> Result<RemoteBatch, Failed> {
        let reply: Result<Value, _> = self.client.batches().retrieve_byot(id).await;
        let reply = reply.map_err(|error| self.failed(error))?;
        RemoteBatch::read(&reply).ok_or_else(|| self.nameless())
    }

    /// Looks for the batch of an uploaded file among the latest.
    pub(in crate::model) async fn batch_of(&self, file: &str) -> Result<Option<RemoteBatch>, Failed> {
        let batches = self.client.batches().query(&[("limit", RECENT)]);
        let batches = batches.map_err(|error| self.failed(error))?;
        let reply: Result<Value, _> = batches.list_byot().await;
        let reply = reply.map_err(|error| self.failed(error))?;
        let all = reply["data"].as_array().into_iter().flatten();
        let mut ours = all.filter(|batch| batch["input_file_id"] == file);
        Ok(ours.next().and_then(RemoteBatch::read))
    }

    /// Downloads a file.
    pub(in crate::model) async fn content(&self, file: &str) -> Result<Bytes, Failed> {
        let content = self.client.files().content(file).await;
        content.map_err(|error| self.failed(error))
    }

    fn nameless(&self) -> Failed {
        Failed::from(AskError::Protocol {
            host: self.client.config().address.host.clone(),
            message: "the answer has no id".into(),
            attempts: 1,
        })
    }
}
