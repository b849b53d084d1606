//! Finding the documents in a folder.

use super::requirements::{self, REQUIREMENT_ENDINGS};
use ignore::overrides::{Override, OverrideBuilder};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The endings of files that are read as text.
pub const ENDINGS: [&str; 4] = ["md", "markdown", "txt", "text"];

/// Says why a folder could not be walked.
#[derive(Debug, thiserror::Error)]
#[error("{} could not be read: {source}", path.display())]
pub struct WalkError {
    /// The folder.
    pub path: PathBuf,
    /// The cause.
    source: ignore::Error,
}

/// Which of a folder's documents are meant, by globs as `.gitignore` writes them, relative to the folder.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Only files that match one of these; all where there are none.
    pub include: Vec<String>,
    /// No file or folder that matches one of these.
    pub exclude: Vec<String>,
}

/// Says why globs cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the glob {glob:?} cannot be used: {message}")]
pub struct GlobError {
    /// The glob, as given.
    pub glob: String,
    message: String,
}

impl Selection {
    /// Says which glob is wrong, if one is.
    pub fn check(&self) -> Result<(), GlobError> {
        let mut globs = self.include.iter().chain(&self.exclude);
        globs.try_for_each(|glob| {
            let mut builder = OverrideBuilder::new("");
            let built = builder.add(glob).and_then(|builder| builder.build());
            built.map(|_| ()).map_err(|error| GlobError {
                glob: glob.clone(),
                message: error.to_string(),
            })
        })
    }

    fn overrides(&self, folder: &Path) -> Result<Override, ignore::Error> {
        let mut builder = OverrideBuilder::new(folder);
        for glob in &self.include {
            builder.add(glob)?;
        }
        for glob in &self.exclude {
            builder.add(&format!("!{glob}"))?;
        }
        builder.build()
    }
}

/// What was found under a folder.
#[derive(Debug, Default)]
pub struct Walked {
    /// The documents, sorted by path: files, and folders that doorstop keeps requirements in.
    pub documents: Vec<PathBuf>,
    /// What could not be looked into.
    pub troubles: Vec<String>,
}

/// Lists the documents under a folder, sorted by path. Hidden files, and those that `.gitignore` and
/// `.clarifyignore` name, are left out; links are followed, loops are not.
pub fn documents_in(folder: &Path) -> Result<Vec<PathBuf>, WalkError> {
    let mut found = Vec::new();
    for entry in walk(folder, Override::empty()) {
        match entry {
            Ok(entry) if entry.path().is_file() && is_document(entry.path()) => found.push(entry.into_path()),
            Ok(_) => {}
            Err(error) if is_loop(&error) => {}
            Err(source) => {
                return Err(WalkError {
                    path: folder.to_owned(),
                    source,
                });
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Lists the documents under a folder as [`documents_in`] does, requirements one a row or item included, but only those
/// selected, and goes on where a part of the folder cannot be looked into.
///
/// # Errors
///
/// Where the folder itself cannot be read, or a glob cannot be used.
pub fn selected_in(folder: &Path, selection: &Selection) -> Result<Walked, WalkError> {
    let broken = |source| WalkError {
        path: folder.to_owned(),
        source,
    };
    let overrides = selection.overrides(folder).map_err(broken)?;
    std::fs::read_dir(folder).map_err(|error| broken(error.into()))?;
    let (mut documents, mut troubles) = (BTreeSet::new(), Vec::new());
    for entry in walk(folder, overrides) {
        match entry {
            Ok(entry) if entry.path().is_file() => documents.extend(spec_of(entry.path(), folder)),
            Ok(_) => {}
            Err(error) if is_loop(&error) => {}
            Err(error) => troubles.push(error.to_string()),
        }
    }
    Ok(Walked {
        documents: documents.into_iter().collect(),
        troubles,
    })
}

/// Returns the spec that a file below `root` is, or belongs to.
fn spec_of(file: &Path, root: &Path) -> Option<PathBuf> {
    if requirements::may_be_item(file) {
        let folders = file.ancestors().skip(1);
        let mut below = folders.take_while(|folder| folder.starts_with(root));
        return below
            .find(|folder| requirements::is_doorstop(folder))
            .map(Path::to_owned);
    }
    let ending = requirements::ending(file)?;
    let is_spec = is_document(file) || REQUIREMENT_ENDINGS.contains(&ending.as_str());
    // Excel marks a workbook that is open with such a file.
    let is_lock = file
        .file_name()
        .is_some_and(|name| name.to_string_lossy().starts_with("~$"));
    (is_spec && !is_lock).then(|| file.to_owned())
}

fn walk(folder: &Path, overrides: Override) -> ignore::Walk {
    ignore::WalkBuilder::new(folder)
        .add_custom_ignore_filename(".clarifyignore")
        .overrides(overrides)
        .follow_links(true)
        .require_git(false)
        .parents(false)
        .build()
}

fn is_document(path: &Path) -> bool {
    requirements::ending(path).is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

fn is_loop(error: &ignore::Error) -> bool {
    match error {
        ignore::Error::Loop { .. } => true,
        ignore::Error::WithPath { err, .. } | ignore::Error::WithDepth { err, .. } => is_loop(err),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ignored_and_other_files_are_left_out_and_loops_survived() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir(at("sub")).unwrap();
        for name in [
            "b.md",
            "a.TXT",
            "c.png",
            "draft.md",
            "sub/d.markdown",
            ".hidden.md",
        ] {
            std::fs::write(at(name), "x").unwrap();
        }
        std::fs::write(at(".clarifyignore"), "draft.md\n").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(folder.path(), at("sub/loop")).unwrap();
        let found = documents_in(folder.path()).unwrap();
        let names: Vec<_> = found
            .iter()
            .map(|path| path.strip_prefix(folder.path()).unwrap().to_str().unwrap())
            .collect();
        assert_eq!(names, ["a.TXT", "b.md", "sub/d.markdown"]);
    }

    #[test]
    fn globs_choose_and_leave_out_and_a_broken_link_stops_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir(at("old")).unwrap();
        for name in ["a.md", "b.txt", "old/c.md", "notes.md"] {
            std::fs::write(at(name), "x").unwrap();
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink(at("gone.md"), at("broken.md")).unwrap();
        let found = |include: &[&str], exclude: &[&str]| {
            let owned = |globs: &[&str]| globs.iter().map(|glob| (*glob).to_owned()).collect();
            let selection = Selection {
                include: owned(include),
                exclude: owned(exclude),
            };
            let walked = selected_in(folder.path(), &selection).unwrap();
            let names = walked.documents.iter();
            let names = names.map(|path| {
                path.strip_prefix(folder.path())
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .to_owned()
            });
            names.collect::<Vec<_>>()
        };
        assert_eq!(found(&[], &[]), ["a.md", "b.txt", "notes.md", "old/c.md"]);
        assert_eq!(found(&["*.md"], &["old/", "notes*"]), ["a.md"]);
        let wrong = Selection {
            include: vec!["a[".into()],
            exclude: vec![],
        };
        assert!(wrong.check().unwrap_err().to_string().contains("a["));
        assert!(selected_in(&at("nowhere"), &Selection::default()).is_err());
    }
}
