//! Clarify reviews draft specs against a strategy, and turns the notes of a meeting into a brief for each team.
//!
//! The modules, from the ground up; each imports only from those below it, which `tests/architecture.rs` enforces:
//!
//! - [`domain`]: nouns without input or output; [`tokens`]: counting
//! - [`document`]: files become documents with byte-true spans
//! - [`model`]: asking a model, at its pace or in batches, the store, tapes, limits; [`rules`]: wording rules;
//!   [`context`]: what a spec is held against
//! - [`answer`]: text to claims, a claim's quote to words that stand in a document, a sentence to the words it rests on;
//!   [`report`]: reviews, briefs and question packs as text; [`replies`]: filled-in packs as answers
//! - [`state`]: what is remembered of a document from review to review
//! - [`prompt`]: documents made into requests
//! - [`engine`]: the jobs, end to end
//! - [`cli`]: the only floor that prints
//!
//! A spec and its context become requests; the model's text becomes claims; claims that are proven, merged with the rules'
//! hits and ranked, become a review; a report shows it. Notes become facts in the same way; briefs are written from the
//! facts alone, and each of their sentences is held against the facts it names.
#![deny(missing_docs)]
#![deny(
    clippy::dbg_macro,
    clippy::exit,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::unwrap_used
)]

pub mod answer;
#[allow(missing_docs)]
pub mod cli;
pub mod context;
pub mod document;
pub mod domain;
pub mod engine;
pub mod model;
pub mod prompt;
pub mod replies;
pub mod report;
pub mod rules;
pub mod state;
pub mod tokens;
