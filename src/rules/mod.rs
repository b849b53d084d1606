//! The wording rules: what can be said about a spec without a model. Owns the lexicon (words as data), the policy that
//! says which rules hold where, and the check that holds a document's prose against them. Refuses to understand: where
//! a rule would have to, it stays silent.
//!
//! To add a word, edit `lexicon/en/terms.toml`. To teach a rule when to be silent, add a `Gate` and name it there. To add
//! a language, see `language`.

mod check;
mod document;
mod gate;
mod grammar;
mod language;
mod lexicon;
mod measure;
mod passage;
mod placeholder;
mod policy;
mod product;
mod profile;
pub mod readability;
mod roster;
pub mod sensitive;
mod sentence;
mod settings;
mod sight;
mod signs;
mod standing;
mod subject;
mod suppression;
#[cfg(test)]
mod tests;
mod text;
mod vocabulary;

pub use check::{Checked, Hit, check, gathered};
pub use lexicon::Loudness;
pub use policy::{Levels, Policy, PolicyError, RuleLevel};
pub use roster::raised;
pub use settings::{PathSettings, RuleSetting, RuleSettings};
pub use suppression::Suppressions;
pub use vocabulary::Vocabulary;
