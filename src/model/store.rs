//! Keeps every answer that was paid for, so that a stopped run resumes and nothing is asked twice.

use super::Model;
use super::exchange::{Answered, Exchange};
use super::exchange_file::{self, Readers};
use super::failure::AskError;
use super::request::Request;
use crate::domain::Origin;
use futures::FutureExt;
use futures::future::BoxFuture;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A folder of exchanges, in subfolders by the first two digits of their keys. Several processes may share it.
#[derive(Clone, Debug)]
pub struct Store {
    folder: PathBuf,
}

impl Store {
    /// Names the folder; it is made when the first exchange is put into it.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
        }
    }

    /// Returns the folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Finds the exchange of a request with a model.
    ///
    /// # Errors
    ///
    /// [`AskError::BadExchange`] where its file cannot be used.
    pub fn get(&self, key: &str, model: &str) -> Result<Option<Exchange>, AskError> {
        let path = self.shelf(key).join(exchange_file::name(key, model));
        let found = exchange_file::read(&path, key)?;
        match found {
            Some(exchange) if exchange.request.model != model => {
                Err(exchange_file::bad(&path, "it is an exchange with another model"))
            }
            found => Ok(found),
        }
    }

    /// Keeps an exchange, in place of an earlier one of the same request and model.
    ///
    /// # Errors
    ///
    /// [`AskError::Store`] where it cannot be written.
    pub fn put(&self, exchange: &Exchange) -> Result<PathBuf, AskError> {
        exchange_file::write(&self.shelf(&exchange.key), exchange, Readers::Owner)
    }

    fn shelf(&self, key: &str) -> PathBuf {
        self.folder.join(key.get(..2).unwrap_or("xx"))
    }
}

/// What is told of trouble that does not stop a run: a cached file that cannot be used, an answer that cannot be kept.
pub type OnWarning = Arc<dyn Fn(&AskError) + Send + Sync>;

/// A model whose answers are kept, and given again in place of asking.
pub struct Stored<M> {
    inner: M,
    model: String,
    store: Store,
    refresh: bool,
    on_warning: OnWarning,
}

impl<M: Model> Stored<M> {
    /// Wraps the model of that name. With `refresh` it is asked anew, and the answer kept in place of the old one.
    pub fn new(
        inner: M,
        model: impl Into<String>,
        store: Store,
        refresh: bool,
        on_warning: OnWarning,
    ) -> Self {
        Self {
            inner,
            model: model.into(),
            store,
            refresh,
            on_warning,
        }
    }

    /// Finds an answer that can be given again; a file that cannot be used counts as none.
    fn kept(&self, request: &Request) -> Option<Exchange> {
        if self.refresh {
            return None;
        }
        let found = self.store.get(&request.key(), &self.model);
        let found = found.unwrap_or_else(|error| {
            (self.on_warning)(&error);
            None
        });
        found.filter(|exchange| exchange.answer.is_reusable())
    }

    /// Keeps an answer before it is read. One that cannot be kept is still given: it is paid for.
    fn keep(&self, exchange: &Exchange) {
        if let Err(error) = self.store.put(exchange) {
            (self.on_warning)(&error);
        }
    }
}

// Files are read and written in place, not on a thread for blocking work: they are small, and take microseconds
// beside the seconds of a model.
impl<M: Model> Model for Stored<M> {
    fn ask<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<Answered, AskError>> {
        async move {
            if let Some(exchange) = self.kept(request) {
                return Ok(Answered::new(exchange, Origin::Store));
            }
            let answered = self.inner.ask(request).await?;
            self.keep(&answered.exchange);
            Ok(answered)
        }
        .boxed()
    }
}

#[cfg(test)]
mod tests {
    use super::super::exchange::Finish;
    use super::super::samples::{Parrot, Told, answer, exchange, listener, request};
    use super::*;
    use std::fs;

    fn stored(folder: &Path, parrot: Parrot, refresh: bool) -> (Stored<Parrot>, Told) {
        let (on_warning, told) = listener();
        let store = Store::new(folder);
        (Stored::new(parrot, "m", store, refresh, on_warning), told)
    }

    #[test]
    fn an_exchange_lies_in_the_subfolder_of_its_first_two_digits() {
        let folder = tempfile::tempdir().unwrap();
        let exchange = exchange("a", "m");
        let path = Store::new(folder.path()).put(&exchange).unwrap();
        let expected = folder
            .path()
            .join(&exchange.key[..2])
            .join(format!("{}.m.json", exchange.key));
        assert_eq!(path, expected);
    }

    #[tokio::test]
    async fn a_second_question_is_answered_from_the_store_for_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let (model, _) = stored(folder.path(), Parrot::new(answer("{}")), false);
        let first = model.ask(&request("a")).await.unwrap();
        let second = model.ask(&request("a")).await.unwrap();
        assert_eq!((first.origin, second.origin), (Origin::Live, Origin::Store));
        assert_eq!((second.exchange, second.cost_usd), (first.exchange, Some(0.0)));
        assert_eq!(model.inner.times(), 1);
    }

    #[tokio::test]
    async fn refreshing_asks_anew_and_replaces() {
        let folder = tempfile::tempdir().unwrap();
        Store::new(folder.path()).put(&exchange("a", "m")).unwrap();
        let (model, _) = stored(folder.path(), Parrot::new(answer("new")), true);
        assert_eq!(model.ask(&request("a")).await.unwrap().origin, Origin::Live);
        let kept = model.store.get(&request("a").key(), "m").unwrap().unwrap();
        assert_eq!(kept.answer.text, "new");
    }

    #[tokio::test]
    async fn an_answer_that_is_not_whole_is_kept_but_not_given_again() {
        let folder = tempfile::tempdir().unwrap();
        let cut = super::super::Answer {
            finish: Finish::Length,
            ..answer("{\"a\":")
        };
        let (model, _) = stored(folder.path(), Parrot::new(cut), false);
        for _ in 0..2 {
            assert_eq!(model.ask(&request("a")).await.unwrap().origin, Origin::Live);
        }
        assert!(model.store.get(&request("a").key(), "m").unwrap().is_some());
        assert_eq!(model.inner.times(), 2);
    }

    #[tokio::test]
    async fn a_broken_file_is_told_and_counts_as_a_miss() {
        let folder = tempfile::tempdir().unwrap();
        let path = Store::new(folder.path()).put(&exchange("a", "m")).unwrap();
        fs::write(&path, "{").unwrap();
        let (model, told) = stored(folder.path(), Parrot::new(answer("{}")), false);
        assert_eq!(model.ask(&request("a")).await.unwrap().origin, Origin::Live);
        assert!(told.lock().unwrap()[0].contains("broken"));
        assert_eq!(model.ask(&request("a")).await.unwrap().origin, Origin::Store);
    }

    #[tokio::test]
    async fn an_answer_that_cannot_be_kept_is_told_and_still_given() {
        let folder = tempfile::tempdir().unwrap();
        let blocked = folder.path().join("a-file");
        fs::write(&blocked, "").unwrap();
        let (model, told) = stored(&blocked, Parrot::new(answer("{}")), false);
        assert_eq!(model.ask(&request("a")).await.unwrap().exchange.answer.text, "{}");
        assert!(
            told.lock()
                .unwrap()
                .iter()
                .any(|warning| warning.contains("could not be stored"))
        );
    }

    #[tokio::test]
    async fn answers_of_different_models_do_not_stand_in_for_each_other() {
        let folder = tempfile::tempdir().unwrap();
        Store::new(folder.path()).put(&exchange("a", "other")).unwrap();
        let (model, _) = stored(folder.path(), Parrot::new(answer("{}")), false);
        assert_eq!(model.ask(&request("a")).await.unwrap().origin, Origin::Live);
    }
}
