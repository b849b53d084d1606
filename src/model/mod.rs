//! Asking a language model: requests, the exchange format, the live client and the provider's batches, the store and
//! tapes, and the limits on what may be spent. Refuses to know what is asked, or to look into an answer.
//!
//! Wrappers stack: `Stored` over `Budgeted` over `OpenAi` over the transport, which sends at the pace that is allowed; a
//! `Tape` stands alone.

pub mod batch;
mod budget;
mod dialect;
mod endpoint;
mod exchange;
mod exchange_file;
mod failure;
mod fault;
mod ledger;
mod openai;
mod pace;
mod price;
mod problem;
mod quote;
mod reply;
mod request;
mod response;
mod retry;
#[cfg(test)]
mod samples;
mod secrets;
mod store;
mod tape;
mod transport;

pub use budget::{Budgeted, DEFAULT_OUTPUT_LIMIT, Limits, Meter};
pub use endpoint::{Endpoint, PublicAddress};
pub use exchange::{
    Answer, Answered, Asked, Conveyed, EXCHANGE_FORMAT_VERSION, Exchange, Finish, Recorded, TokenCount,
};
pub use failure::AskError;
pub use openai::OpenAi;
pub use pace::PaceLimits;
pub use price::{LongPrice, Price, PriceSource, PriceTable};
pub use quote::{Quote, Standing};
pub use request::{AnswerForm, Message, Request, Speaker};
pub use retry::{Backoff, OnRetry, Retry};
pub use store::{OnWarning, Store, Stored};
pub use tape::{Recording, Tape, recorded};

use futures::future::BoxFuture;
use std::sync::Arc;

/// Something that answers requests: a live endpoint, the store, a tape.
pub trait Model: Send + Sync {
    /// Answers one request.
    fn ask<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<Answered, AskError>>;
}

impl<M: Model + ?Sized> Model for Box<M> {
    fn ask<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<Answered, AskError>> {
        (**self).ask(request)
    }
}

impl<M: Model + ?Sized> Model for Arc<M> {
    fn ask<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<Answered, AskError>> {
        (**self).ask(request)
    }
}
