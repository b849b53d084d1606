//! The folder of state files: which file is whose, reading, and changing one so that no writer undoes another's work.

use super::file::{self, FileError};
use super::footing::section_hash;
use crate::answer::anchor::Finder;
use crate::document::Document;
use crate::domain::{FindingId, TrackedDocument};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

/// The name of the folder, beside `clarify.toml`.
pub const FOLDER_NAME: &str = ".clarify";

/// The ending of a state file's name, behind the name of its document.
const ENDING: &str = ".toml";

/// The longest name of a file or folder that is taken over from a document's path.
const LONGEST: usize = 100;

/// How often a change is tried where somebody else writes at the same moment.
const ATTEMPTS: usize = 20;

/// Says why a state file cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// The file system said no.
    #[error("the state file {} could not be read: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// It is none, or none that this program can read.
    #[error("the state file {} cannot be used: {error}", path.display())]
    Broken {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        error: FileError,
    },
    /// The file system said no.
    #[error("the state file {} could not be written: {source}", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// Others wrote it each time before this program could.
    #[error("the state file {} is being changed by another program", path.display())]
    Busy {
        /// The file.
        path: PathBuf,
    },
}

/// The folder in which the state files lie, and the folder from which documents are named.
#[derive(Clone, Debug)]
pub struct Folder {
    folder: PathBuf,
    root: PathBuf,
}

/// A state file as it was read.
#[derive(Debug)]
pub struct StateFile {
    /// Where it lies.
    pub path: PathBuf,
    /// What it holds, or why it cannot be used.
    pub state: Result<TrackedDocument, StateError>,
}

impl Folder {
    /// Names the folder of the state files, and the folder from which documents are named in them.
    pub fn new(folder: PathBuf, root: PathBuf) -> Self {
        Self { folder, root }
    }

    /// Returns the folder of the state files.
    pub fn path(&self) -> &Path {
        &self.folder
    }

    /// Returns the folder from which documents are named.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the name of a document in the state files: its path from the root, with `/` between its parts.
    pub fn name_of(&self, document: &Path) -> String {
        let (root, document) = (settled(&self.root), settled(document));
        let shared = root.components().zip(document.components());
        let shared = shared.take_while(|(one, other)| one == other).count();
        let up = root.components().skip(shared).map(|_| "..".to_owned());
        let down = document.components().skip(shared);
        let down = down.map(|part| part.as_os_str().to_string_lossy().into_owned());
        up.chain(down).collect::<Vec<_>>().join("/")
    }

    /// Returns where a document of this name is, as seen from the current folder.
    pub fn document(&self, name: &str) -> PathBuf {
        let path = self.root.join(name);
        path.strip_prefix(".").map(Path::to_owned).unwrap_or(path)
    }

    /// Returns the file that holds the state of a document. It lies within the folder whatever the document's name is.
    pub fn file_of(&self, name: &str) -> PathBuf {
        let parts: Vec<String> = Path::new(name)
            .components()
            .filter_map(|part| match part {
                Component::Normal(part) => Some(safe(&part.to_string_lossy())),
                Component::ParentDir => Some("up".into()),
                _ => None,
            })
            .collect();
        let mut own = parts.join("/");
        if own != name {
            own.push('-');
            own.push_str(&blake3::hash(name.as_bytes()).to_hex()[..8]);
        }
        self.folder.join(format!("{own}{ENDING}"))
    }

    /// Reads the state of a document; `None` where there is none yet.
    pub fn load(&self, name: &str) -> Result<Option<TrackedDocument>, StateError> {
        let path = self.file_of(name);
        let text = text_of(&path)?;
        text.map(|text| parsed(&path, &text)).transpose()
    }

    /// Finds the state of a document that was kept under another name: one whose document is not there any more, and
    /// whose sections are mostly those of this one.
    pub fn renamed(&self, name: &str, document: &Document) -> Result<Option<TrackedDocument>, StateError> {
        let states = self.load_all()?.into_iter().filter_map(|file| file.state.ok());
        let lost = states.filter(|state| state.document != name && !self.document(&state.document).exists());
        let alike = lost.filter_map(|state| {
            let likeness = likeness(&state, document);
            (likeness >= SAME).then_some((likeness, state))
        });
        let best = alike.max_by_key(|(likeness, _)| *likeness);
        Ok(best.map(|(_, state)| state))
    }

    /// Reads every state file, in the order of their paths. One that cannot be used does not hide the others.
    pub fn load_all(&self) -> Result<Vec<StateFile>, StateError> {
        let mut paths = Vec::new();
        files_in(&self.folder, &mut paths)?;
        paths.sort();
        let read = paths.into_iter().filter_map(|path| {
            let state = match text_of(&path) {
                Ok(text) => parsed(&path, &text?),
                Err(error) => Err(error),
            };
            Some(StateFile { path, state })
        });
        Ok(read.collect())
    }

    /// Finds the documents, by name, that have a finding with this id, and the ids that are most like it where there
    /// is none.
    pub fn find(&self, id: &FindingId) -> Result<(Vec<TrackedDocument>, Vec<FindingId>), StateError> {
        let files = self.load_all()?.into_iter();
        let all: Vec<TrackedDocument> = files.map(|file| file.state).collect::<Result<_, _>>()?;
        let near = near(id, &all);
        let holding = all.into_iter().filter(|state| state.finding(id).is_some());
        Ok((holding.collect(), near))
    }

    /// Changes the state of a document and writes it by rename. Where another program writes at the same moment, the
    /// change is made anew on what that one wrote, so that neither is lost. Nothing is written where the change fails or
    /// changes nothing.
    pub fn update<R, E: From<StateError>>(
        &self,
        name: &str,
        mut change: impl FnMut(&mut TrackedDocument) -> Result<R, E>,
    ) -> Result<R, E> {
        let path = self.file_of(name);
        let unwritable = |source| StateError::Unwritable {
            path: path.clone(),
            source,
        };
        let parent = path.parent().unwrap_or(&self.folder);
        for _ in 0..ATTEMPTS {
            let before = text_of(&path)?;
            let mut state = match &before {
                Some(text) => parsed(&path, text)?,
                None => TrackedDocument::new(name.to_owned()),
            };
            let result = change(&mut state)?;
            let after = file::to_text(&state).map_err(|error| StateError::Broken {
                path: path.clone(),
                error,
            })?;
            if before.as_ref() == Some(&after) {
                return Ok(result);
            }
            fs::create_dir_all(parent).map_err(unwritable)?;
            let _lock = lock(&self.folder);
            if text_of(&path)? == before {
                write(&path, parent, &after).map_err(unwritable)?;
                return Ok(result);
            }
        }
        Err(StateError::Busy { path }.into())
    }

    /// Removes the state of a document that now goes by another name.
    pub fn remove(&self, name: &str) -> Result<(), StateError> {
        let path = self.file_of(name);
        match fs::remove_file(&path) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                Err(StateError::Unwritable { path, source })
            }
            _ => Ok(()),
        }
    }
}

/// From here on, in hundredths, a document is one that was known under another name.
const SAME: usize = 50;

/// Returns how many of the passages of a state stand in a document, in hundredths.
fn likeness(state: &TrackedDocument, document: &Document) -> usize {
    let finder = Finder::new(document);
    let passages = state.findings.iter().flat_map(|finding| &finding.passages);
    let own: Vec<&str> = passages
        .filter(|passage| passage.document.is_none() && passage.quote.len() >= TELLING)
        .map(|passage| passage.quote.as_str())
        .collect();
    let sections: Vec<&str> = state
        .sections
        .iter()
        .map(|section| section.words.as_str())
        .collect();
    let hashes: Vec<String> = document
        .sections()
        .iter()
        .map(|section| section_hash(document, section))
        .collect();
    let standing = own
        .iter()
        .filter(|quote| !finder.places(quote).is_empty())
        .count();
    let known = sections
        .iter()
        .filter(|words| hashes.iter().any(|hash| hash == *words))
        .count();
    (standing + known) * 100 / (own.len() + sections.len()).max(1)
}

/// A quote of this many bytes is hardly in two documents by chance.
const TELLING: usize = 20;

/// Holds the folder for the moment of a write, where the system can. What was read is compared in any case.
fn lock(folder: &Path) -> Option<File> {
    let file = File::open(folder).ok()?;
    file.lock().ok()?;
    Some(file)
}

fn write(path: &Path, parent: &Path, text: &str) -> io::Result<()> {
    let mut part = tempfile::NamedTempFile::new_in(parent)?;
    part.write_all(text.as_bytes())?;
    part.as_file().sync_all()?;
    readable_by_others(part.as_file())?;
    part.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Temporary files are for their owner alone; what is committed is for whoever may read files here by default.
#[cfg(unix)]
fn readable_by_others(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_by_others(_: &File) -> io::Result<()> {
    Ok(())
}

fn text_of(path: &Path) -> Result<Option<String>, StateError> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(StateError::Unreadable {
            path: path.to_owned(),
            source,
        }),
    }
}

fn parsed(path: &Path, text: &str) -> Result<TrackedDocument, StateError> {
    file::from_text(text).map_err(|error| StateError::Broken {
        path: path.to_owned(),
        error,
    })
}

/// Gathers the state files of a folder and those in it, without following links.
fn files_in(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), StateError> {
    let unreadable = |source| StateError::Unreadable {
        path: folder.to_owned(),
        source,
    };
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(unreadable)?,
    };
    for entry in entries {
        let entry = entry.map_err(unreadable)?;
        let kind = entry.file_type().map_err(unreadable)?;
        let path = entry.path();
        if kind.is_dir() {
            files_in(&path, found)?;
        } else if path.to_string_lossy().ends_with(ENDING) && !is_temporary(&path) {
            found.push(path);
        }
    }
    Ok(())
}

fn is_temporary(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| name.to_string_lossy().starts_with(".tmp"))
}

/// Returns a path as the file system knows it, or where it leads nowhere, from the root on.
fn settled(path: &Path) -> PathBuf {
    let absolute = || std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    path.canonicalize().unwrap_or_else(|_| {
        let absolute = absolute();
        // A file that was deleted or renamed is still in its folder.
        match (absolute.parent().map(Path::canonicalize), absolute.file_name()) {
            (Some(Ok(parent)), Some(name)) => parent.join(name),
            _ => absolute,
        }
    })
}

/// Makes a part of a path one that every file system takes.
fn safe(part: &str) -> String {
    let kept =
        |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_' | ' ' | '+' | '(' | ')');
    let replaced: String = part
        .chars()
        .map(|letter| if kept(letter) { letter } else { '_' })
        .collect();
    let end = replaced.floor_char_boundary(LONGEST);
    replaced[..end].trim_matches([' ']).to_owned()
}

/// From here on two ids are so much alike that one may be meant for the other.
const NEAR: f64 = 0.85;
/// The most ids that are offered.
const OFFERED: usize = 3;

fn near(id: &FindingId, all: &[TrackedDocument]) -> Vec<FindingId> {
    let known = all
        .iter()
        .flat_map(|state| &state.findings)
        .map(|finding| &finding.id);
    let mut alike: Vec<(f64, &FindingId)> = known
        .map(|known| (strsim::jaro_winkler(&known.0, &id.0), known))
        .filter(|(likeness, _)| *likeness >= NEAR)
        .collect();
    alike.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(other.1)));
    alike.dedup_by_key(|(_, id)| *id);
    alike
        .into_iter()
        .take(OFFERED)
        .map(|(_, id)| id.clone())
        .collect()
}
