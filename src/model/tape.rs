//! Tapes: folders of exchanges that replay a run without any network, and how they are recorded.

use super::Model;
use super::exchange::{Answered, Exchange};
use super::exchange_file::{self, Readers};
use super::failure::AskError;
use super::request::Request;
use crate::domain::Origin;
use futures::FutureExt;
use futures::future::BoxFuture;
use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A model whose exchanges are written to a tape.
///
/// An answer that the tape already holds is given without asking, so that a recording that was stopped resumes.
pub struct Recording<M> {
    inner: M,
    model: String,
    folder: PathBuf,
    note: Option<String>,
    refresh: bool,
}

impl<M: Model> Recording<M> {
    /// Wraps the model of that name. The note says how the answers came about; the folder is made when first needed.
    pub fn new(inner: M, model: impl Into<String>, folder: impl Into<PathBuf>, note: Option<String>) -> Self {
        Self {
            inner,
            model: model.into(),
            folder: folder.into(),
            note,
            refresh: false,
        }
    }

    /// Asks anew also for what the tape holds, and records over it.
    pub fn refreshing(self, refresh: bool) -> Self {
        Self { refresh, ..self }
    }

    /// Finds an answer on the tape that can be given again; a file that cannot be used is recorded over.
    fn recorded(&self, request: &Request) -> Option<Exchange> {
        if self.refresh {
            return None;
        }
        recorded(&self.folder, &request.key(), &self.model)
    }

    fn record(&self, exchange: &mut Exchange) -> Result<(), AskError> {
        if self.note.is_some() {
            exchange.recorded.note.clone_from(&self.note);
        }
        exchange_file::write(&self.folder, exchange, Readers::Umask)?;
        Ok(())
    }
}

impl<M: Model> Model for Recording<M> {
    fn ask<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<Answered, AskError>> {
        async move {
            if let Some(exchange) = self.recorded(request) {
                return Ok(Answered::new(exchange, Origin::Tape));
            }
            let mut answered = self.inner.ask(request).await?;
            self.record(&mut answered.exchange)?;
            Ok(answered)
        }
        .boxed()
    }
}

/// Finds an answer of a model on the tape in a folder that a recording gives again.
pub fn recorded(folder: &Path, key: &str, model: &str) -> Option<Exchange> {
    let path = folder.join(exchange_file::name(key, model));
    let found = exchange_file::read(&path, key).ok().flatten();
    found.filter(|exchange| exchange.request.model == model && exchange.answer.is_reusable())
}

/// A recorded run. Asks nobody: what it does not hold is an error.
#[derive(Debug)]
pub struct Tape {
    folder: PathBuf,
    preferred: Option<String>,
    /// The files of each key. They are read when asked for, so that a large tape starts at once.
    files: HashMap<String, Vec<PathBuf>>,
}

impl Tape {
    /// Opens the tape in a folder; a store's folder is one too. Answers of any model will do, those of the preferred
    /// one first, else the newest.
    ///
    /// # Errors
    ///
    /// [`AskError::Settings`] where the folder cannot be read or holds no exchange.
    pub fn open(folder: impl Into<PathBuf>, preferred: Option<String>) -> Result<Self, AskError> {
        let folder = folder.into();
        let shown = folder.display();
        let files = index(&folder)
            .map_err(|error| AskError::Settings(format!("the tape {shown} cannot be read: {error}")))?;
        if files.is_empty() {
            let advice = "record one with --record";
            return Err(AskError::Settings(format!(
                "the tape {shown} holds no exchange; {advice}"
            )));
        }
        Ok(Self {
            folder,
            preferred,
            files,
        })
    }

    /// Returns how many requests the tape answers.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Tells whether the tape answers nothing.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    fn find(&self, request: &Request) -> Result<Exchange, AskError> {
        let key = request.key();
        let files = self.files.get(&key).ok_or_else(|| self.missing(request, &key))?;
        let preferred = self
            .preferred
            .as_ref()
            .map(|model| exchange_file::name(&key, model));
        let of_preferred = preferred.and_then(|name| files.iter().find(|file| file.ends_with(&name)));
        match of_preferred {
            Some(file) => self.read(file, &key),
            None => self.newest(files, &key),
        }
    }

    /// Dates are RFC 3339 in UTC to the second, so that their order is that of their letters; of two of the same second
    /// the model's name decides, so that replaying twice gives the same.
    fn newest(&self, files: &[PathBuf], key: &str) -> Result<Exchange, AskError> {
        let read: Result<Vec<_>, _> = files.iter().map(|file| self.read(file, key)).collect();
        let newest = read?
            .into_iter()
            .max_by_key(|exchange| (exchange.recorded.date.clone(), exchange.request.model.clone()));
        newest.ok_or_else(|| exchange_file::bad(&self.folder, "it holds no file of this key"))
    }

    fn read(&self, file: &Path, key: &str) -> Result<Exchange, AskError> {
        let read = exchange_file::read(file, key).map_err(with_advice)?;
        read.ok_or_else(|| with_advice(exchange_file::bad(file, "it is gone since the tape was opened")))
    }

    fn missing(&self, request: &Request, key: &str) -> AskError {
        AskError::NotOnTape {
            tape: self.folder.clone(),
            purpose: request.purpose.clone(),
            key: key.to_owned(),
        }
    }
}

impl Model for Tape {
    fn ask<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<Answered, AskError>> {
        let found = self.find(request);
        async move { Ok(Answered::new(found?, Origin::Tape)) }.boxed()
    }
}

fn with_advice(error: AskError) -> AskError {
    match error {
        AskError::BadExchange { path, message } => AskError::BadExchange {
            path,
            message: format!("{message}; delete it and record it anew with --record"),
        },
        other => other,
    }
}

/// Lists the exchanges in a folder and, as in a store, in its subfolders of two digits, by key.
fn index(folder: &Path) -> io::Result<HashMap<String, Vec<PathBuf>>> {
    let mut files: HashMap<String, Vec<PathBuf>> = HashMap::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        match entry.file_name().to_str() {
            Some(name) if is_shelf(name) && entry.file_type()?.is_dir() => {
                for inner in fs::read_dir(entry.path())? {
                    add(&mut files, inner?.path());
                }
            }
            _ => add(&mut files, entry.path()),
        }
    }
    Ok(files)
}

fn is_shelf(name: &str) -> bool {
    name.len() == 2 && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn add(files: &mut HashMap<String, Vec<PathBuf>>, path: PathBuf) {
    let name = path.file_name().and_then(|name| name.to_str());
    if let Some(key) = name.and_then(exchange_file::key_in) {
        files.entry(key.to_owned()).or_default().push(path);
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{Parrot, answer, exchange, request};
    use super::super::store::Store;
    use super::*;

    fn put(folder: &Path, exchange: &Exchange) -> PathBuf {
        exchange_file::write(folder, exchange, Readers::Umask).unwrap()
    }

    fn dated(model: &str, date: &str) -> Exchange {
        let mut exchange = exchange("a", model);
        exchange.recorded.date = date.into();
        exchange.answer.text = model.into();
        exchange
    }

    async fn ask(tape: &Tape, topic: &str) -> Result<Answered, AskError> {
        tape.ask(&request(topic)).await
    }

    #[tokio::test]
    async fn what_is_recorded_replays_with_its_note() {
        let folder = tempfile::tempdir().unwrap();
        let parrot = Parrot::new(answer("{}"));
        let recording = Recording::new(parrot, "m", folder.path(), Some("by hand".into()));
        recording.ask(&request("a")).await.unwrap();
        let tape = Tape::open(folder.path(), None).unwrap();
        let replayed = ask(&tape, "a").await.unwrap();
        assert_eq!((replayed.origin, replayed.cost_usd), (Origin::Tape, Some(0.0)));
        assert_eq!(replayed.exchange.recorded.note.as_deref(), Some("by hand"));
        assert_eq!(tape.len(), 1);
    }

    #[tokio::test]
    async fn a_recording_that_was_stopped_resumes_without_asking_again() {
        let folder = tempfile::tempdir().unwrap();
        put(folder.path(), &exchange("a", "m"));
        let recording = Recording::new(Parrot::new(answer("{}")), "m", folder.path(), None);
        assert_eq!(recording.ask(&request("a")).await.unwrap().origin, Origin::Tape);
        assert_eq!(recording.ask(&request("b")).await.unwrap().origin, Origin::Live);
        assert_eq!(recording.inner.times(), 1);
    }

    #[tokio::test]
    async fn an_answer_that_cannot_be_recorded_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let blocked = folder.path().join("a-file");
        fs::write(&blocked, "").unwrap();
        let recording = Recording::new(Parrot::new(answer("{}")), "m", blocked, None);
        let error = recording.ask(&request("a")).await.unwrap_err();
        assert!(matches!(error, AskError::Store { .. }), "{error}");
    }

    #[tokio::test]
    async fn the_preferred_model_comes_first_and_else_the_newest() {
        let folder = tempfile::tempdir().unwrap();
        put(folder.path(), &dated("old", "2026-01-01T00:00:00Z"));
        put(folder.path(), &dated("new", "2026-02-01T00:00:00Z"));
        for (preferred, expected) in [(None, "new"), (Some("old"), "old"), (Some("absent"), "new")] {
            let tape = Tape::open(folder.path(), preferred.map(str::to_owned)).unwrap();
            let replayed = ask(&tape, "a").await.unwrap();
            assert_eq!(replayed.exchange.answer.text, expected, "{preferred:?}");
        }
    }

    #[tokio::test]
    async fn what_the_tape_does_not_hold_is_an_error_that_names_it() {
        let folder = tempfile::tempdir().unwrap();
        put(folder.path(), &exchange("a", "m"));
        let tape = Tape::open(folder.path(), None).unwrap();
        let error = ask(&tape, "b").await.unwrap_err();
        let expected = request("b").key();
        assert!(matches!(error, AskError::NotOnTape { key, .. } if key == expected));
    }

    #[tokio::test]
    async fn a_broken_file_says_how_to_record_it_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = put(folder.path(), &exchange("a", "m"));
        fs::write(&path, "{").unwrap();
        let tape = Tape::open(folder.path(), None).unwrap();
        let error = ask(&tape, "a").await.unwrap_err().to_string();
        assert!(error.contains("broken") && error.contains("--record"), "{error}");
    }

    #[tokio::test]
    async fn a_file_under_a_wrong_name_is_not_believed() {
        let folder = tempfile::tempdir().unwrap();
        let path = put(folder.path(), &exchange("a", "m"));
        let wrong = folder.path().join(exchange_file::name(&request("b").key(), "m"));
        fs::rename(path, wrong).unwrap();
        let tape = Tape::open(folder.path(), None).unwrap();
        assert!(matches!(ask(&tape, "b").await, Err(AskError::BadExchange { .. })));
    }

    #[tokio::test]
    async fn a_stores_folder_replays_too() {
        let folder = tempfile::tempdir().unwrap();
        Store::new(folder.path()).put(&exchange("a", "m")).unwrap();
        let tape = Tape::open(folder.path(), None).unwrap();
        assert!(ask(&tape, "a").await.is_ok());
    }

    #[test]
    fn a_folder_without_exchanges_is_no_tape() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("README.md"), "").unwrap();
        for missing in [folder.path().to_owned(), folder.path().join("absent")] {
            let error = Tape::open(missing, None).unwrap_err();
            assert!(matches!(error, AskError::Settings(_)), "{error}");
        }
    }
}
