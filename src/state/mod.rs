//! State files: what is remembered of each document, one file each, made to be read, committed and merged. Owns where they
//! lie, how they are written and how a broken one is refused. Refuses to decide what becomes of a finding.

mod conflict;
mod file;
mod folder;
#[cfg(test)]
mod tests;

pub use conflict::sides;
pub use file::{FileError, from_text, to_text};
pub use folder::{FOLDER_NAME, Folder, StateError, StateFile};
