//! Asking a language model: requests, the exchange format, the live client, the store and tapes, and the limits on
//! what may be spent. Refuses to know what is asked, or to look into an answer.
//!
//! Wrappers stack: `Stored` over `Budgeted` over `OpenAi` over the transport; a `Tape` stands alone.

mod exchange;
mod failure;
mod request;

pub use exchange::{
    Answer, Answered, Asked, Conveyed, EXCHANGE_FORMAT_VERSION, Exchange, Finish, Recorded, TokenCount,
};
pub use failure::AskError;
pub use request::{AnswerForm, Message, Request, Speaker};

use futures::future::BoxFuture;

/// Something that answers requests: a live endpoint, the store, a tape.
pub trait Model: Send + Sync {
    /// Answers one request.
    fn ask<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<Answered, AskError>>;
}
