//! How many requests are under way at once: the one place that decides it.

use super::{Answered, AskError, Model, Request};
use futures::future::BoxFuture;
use tokio::sync::Semaphore;

/// A model that is asked at most so many things at once; further requests wait in the order in which they came.
pub struct AtOnce<M> {
    inner: M,
    places: Semaphore,
}

impl<M: Model> AtOnce<M> {
    /// Wraps a model. At least one request is let through.
    pub fn new(inner: M, most: usize) -> Self {
        Self {
            inner,
            places: Semaphore::new(most.clamp(1, Semaphore::MAX_PERMITS)),
        }
    }
}

impl<M: Model> Model for AtOnce<M> {
    fn ask<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<Answered, AskError>> {
        Box::pin(async move {
            let _place = self
                .places
                .acquire()
                .await
                .map_err(|error| AskError::Settings(error.to_string()))?;
            self.inner.ask(request).await
        })
    }
}
