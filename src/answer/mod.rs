//! Reading answers: from a model's text to claims, and from a claim's quote to words that stand in a document. This is
//! where trust is decided. Refuses to know how an answer was obtained.

pub mod across;
pub mod amend;
pub mod anchor;
mod approximate;
pub mod brief;
pub mod facts;
pub mod leak;
pub mod normalise;
pub mod parse;
pub mod prove;
pub mod schema;
pub mod support;
pub mod wire;
