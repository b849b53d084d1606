//! Clarify.
#![deny(missing_docs)]

pub mod answer;
pub mod context;
pub mod document;
pub mod domain;
pub mod engine;
pub mod model;
pub mod prompt;
pub mod rules;
pub mod tokens;
