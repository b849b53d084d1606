//! Remembers from one run to the next how a server wants to be asked, in a file for each endpoint and model.
//!
//! The file's name is a hash; no address stands in it. What cannot be read or written is as if it were not there: then
//! the server is asked as if for the first time.

use super::{Dialect, LimitName};
use crate::model::exchange::Conveyed;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

const FORMAT: &str = "clarify.dialect";
const VERSION: u32 = 1;
/// How long it holds: a server may have learnt more since.
const HOLDS: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Where the dialect of one endpoint and model is remembered; nowhere, where there is no folder for it.
#[derive(Clone, Debug)]
pub(in crate::model) struct Memory {
    path: Option<PathBuf>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Remembered {
    format: String,
    version: u32,
    learned: Timestamp,
    conveyed: Conveyed,
    limit: LimitName,
}

impl Memory {
    /// Names the place for what `identity` stands for: a hash of endpoint and model.
    pub fn of(folder: Option<&Path>, identity: &str) -> Self {
        Self {
            path: folder.map(|folder| folder.join(format!("{identity}.json"))),
        }
    }

    /// Returns what worked within the last days.
    pub fn recall(&self) -> Option<Dialect> {
        self.recall_at(Timestamp::now())
    }

    fn recall_at(&self, now: Timestamp) -> Option<Dialect> {
        let bytes = fs::read(self.path.as_ref()?).ok()?;
        let remembered: Remembered = serde_json::from_slice(&bytes).ok()?;
        let age = now.duration_since(remembered.learned);
        // A date in the future is that of a wrong clock.
        let holds = (SignedDuration::ZERO..HOLDS).contains(&age);
        let is_ours = remembered.format == FORMAT && remembered.version == VERSION;
        (is_ours && holds).then_some(Dialect {
            conveyed: remembered.conveyed,
            limit: remembered.limit,
        })
    }

    /// Keeps what worked just now.
    pub fn keep(&self, dialect: Dialect) {
        let remembered = Remembered {
            format: FORMAT.into(),
            version: VERSION,
            learned: Timestamp::now(),
            conveyed: dialect.conveyed,
            limit: dialect.limit,
        };
        // Lost, it costs one request in the next run.
        let _ = self.write(&remembered);
    }

    /// Forgets what does not hold any more.
    pub fn forget(&self) {
        if let Some(path) = &self.path {
            let _ = fs::remove_file(path);
        }
    }

    fn write(&self, remembered: &Remembered) -> std::io::Result<()> {
        let Some((path, folder)) = self.path.as_ref().and_then(|path| Some((path, path.parent()?))) else {
            return Ok(());
        };
        fs::create_dir_all(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(&serde_json::to_vec(remembered)?)?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: Dialect = Dialect {
        conveyed: Conveyed::Text,
        limit: LimitName::Total,
    };

    #[test]
    fn what_worked_is_recalled_for_a_week() {
        let folder = tempfile::tempdir().unwrap();
        let memory = Memory::of(Some(&folder.path().join("new")), "id");
        assert_eq!(memory.recall(), None);
        memory.keep(TEXT);
        let hours = |hours| Timestamp::now() + SignedDuration::from_hours(hours);
        assert_eq!(memory.recall_at(hours(6 * 24)), Some(TEXT));
        assert_eq!(memory.recall_at(hours(8 * 24)), None);
        assert_eq!(memory.recall_at(hours(-1)), None);
        memory.forget();
        assert_eq!(memory.recall(), None);
    }

    #[test]
    fn what_cannot_be_read_is_as_if_it_were_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let memory = Memory::of(Some(folder.path()), "id");
        memory.keep(TEXT);
        let path = folder.path().join("id.json");
        let whole = fs::read_to_string(&path).unwrap();
        for text in [
            whole.replace("\"version\":1", "\"version\":2"),
            whole.replace(FORMAT, "clarify.exchange"),
            whole.replace("\"text\"", "\"xml\""),
            whole[..20].to_owned(),
            String::new(),
        ] {
            assert_ne!(text, whole);
            fs::write(&path, text).unwrap();
            assert_eq!(memory.recall(), None);
        }
    }

    #[test]
    fn without_a_folder_or_where_it_cannot_be_made_nothing_is_remembered() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("file"), "").unwrap();
        for memory in [
            Memory::of(None, "id"),
            Memory::of(Some(&folder.path().join("file")), "id"),
        ] {
            memory.keep(TEXT);
            assert_eq!(memory.recall(), None);
        }
    }
}
