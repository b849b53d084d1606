//! Finding the documents in a folder.

use std::path::{Path, PathBuf};

/// The endings of files that are read as documents.
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

/// Lists the documents under a folder, sorted by path. Hidden files, and those that `.gitignore` and
/// `.clarifyignore` name, are left out; links are followed, loops are not.
pub fn documents_in(folder: &Path) -> Result<Vec<PathBuf>, WalkError> {
    let mut found = Vec::new();
    let walk = ignore::WalkBuilder::new(folder)
        .add_custom_ignore_filename(".clarifyignore")
        .follow_links(true)
        .require_git(false)
        .parents(false)
        .build();
    for entry in walk {
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

fn is_document(path: &Path) -> bool {
    let ending = path
        .extension()
        .and_then(|ending| ending.to_str())
        .map(str::to_ascii_lowercase);
    ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
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
}
