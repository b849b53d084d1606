//! Prompts: documents and context made into requests. Owns the templates under `prompts/`. Refuses to know which model
//! is asked, or what comes back.

pub mod apply;
pub mod audit;
pub mod brief;
mod documents;
mod fence;
mod repair;
pub mod review;
mod templates;

pub use repair::{Problem, repair};
pub use templates::{PromptError, Templates};
