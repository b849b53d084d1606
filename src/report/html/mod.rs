//! Reports as one HTML file that needs nothing else: no network, no other file. The page of a review shows the spec itself
//! with its passages marked and the findings beside them; that of an audit a whole folder; that of briefs what each team
//! is sent and what the author alone should know.
//!
//! Templates escape every word by themselves (maud), styles and script stand in files of their own and are put into the
//! page at build, and a policy in its head lets no other style or script run and no request leave. Refuses to cut: a page
//! can be filtered, so it is complete.

mod audit;
mod brief;
mod card;
mod document;
mod filters;
mod ink;
mod note;
mod parts;
mod people;
mod questions;
mod review;
mod shell;
mod summary;
#[cfg(test)]
mod tests;

pub use audit::render as render_audit;
pub use brief::render as render_brief;
pub use review::render;
