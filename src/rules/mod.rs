//! The wording rules: what can be said about a spec without a model. Owns the lexicon (words as data) and the check
//! that holds a document's prose against it. Refuses to understand: where a rule would have to, it stays silent.
//!
//! To add a word, edit `lexicon/en.toml`. To teach a rule when to be silent, add a `Gate` and name it there.

mod check;
mod gate;
mod lexicon;
mod measure;
mod placeholder;
mod profile;
pub mod readability;
pub mod sensitive;
mod sight;
mod standing;
#[cfg(test)]
mod tests;
mod text;
#[rustfmt::skip]
mod words;

pub use check::{Hit, check};
