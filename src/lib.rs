//! Clarify.
#![deny(missing_docs)]

pub mod document;
pub mod domain;
pub mod model;
pub mod rules;
