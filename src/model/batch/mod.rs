//! Many requests handed to the provider's own Batch API at once, their answers collected into the store.
//!
//! [`Batches::submit`] sends what is neither kept nor already out, [`Batches::status`] tells how it stands,
//! [`Batches::collect`] puts what is answered where a plain run finds it. In between, everything stands in a journal and
//! in files of requests beside it, so that answers are kept whatever has become of the documents since.

mod batches;
mod collect;
mod journal;
mod lines;
mod remote;
mod submit;

pub use batches::{BatchState, Batches, PartLimits};
pub use collect::{Collected, LineFailure};
pub use submit::Submitted;

pub(super) use remote::RemoteBatch;
