//! Clarify reviews draft specs against a strategy.
#![deny(missing_docs)]

pub mod answer;
#[allow(missing_docs)]
pub mod cli;
pub mod context;
pub mod document;
pub mod domain;
pub mod engine;
pub mod model;
pub mod prompt;
pub mod report;
pub mod rules;
pub mod tokens;
