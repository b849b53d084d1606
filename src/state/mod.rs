//! State files: what is remembered of each document, one file each, made to be read, committed and merged. Owns where they
//! lie, how they are written and how a broken one is refused. Refuses to decide what becomes of a finding.

mod conflict;
mod decided;
mod file;
mod folder;
mod footing;
mod record;
mod remember;
mod settled;
mod survey;
#[cfg(test)]
mod tests;

pub use conflict::sides;
pub use file::{FileError, from_text, to_text};
pub use folder::{FOLDER_NAME, Folder, StateError, StateFile};
pub use footing::Footing;
pub use footing::{hash, stands_at};
pub use record::{Reading, tracking};
pub use settled::{SETTLED_PATH, settled_points};
pub use survey::{Point, Survey, coincide};
