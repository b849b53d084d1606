//! Retrieval: which passages of different documents may speak of the same thing. All local; cost grows with the
//! documents, not with their pairs.

mod candidates;
mod index;
mod likeness;

pub use candidates::{Candidate, MOST_CANDIDATES, candidates};
pub use index::{Index, Place};
pub use likeness::{Likeness, likeness};
