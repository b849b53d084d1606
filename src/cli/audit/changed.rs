//! `--since`: what git says changed.

use crate::cli::failure::Failure;
use crate::context::Context;
use crate::engine::audit::Source;
use std::collections::{BTreeSet, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What changed.
pub struct Since {
    /// The numbers of the documents that changed.
    pub changed: BTreeSet<usize>,
    /// What the reader should know.
    pub warnings: Vec<String>,
}

/// Asks git what changed in the folders since a revision, files that it does not know yet included.
pub fn since(
    revision: &str,
    folders: &[PathBuf],
    sources: &[Source],
    context: &Context,
) -> Result<Since, Failure> {
    let mut files = HashSet::new();
    for folder in folders {
        files.extend(changed_in(folder, revision)?);
    }
    for entry in &context.documents {
        let path = Path::new(entry.document.path());
        // The context may lie outside of any repository, and then nothing is known of it.
        files.extend(changed_in(path, revision).unwrap_or_default());
    }
    let is_changed = |path: &Path| {
        // A document can be a folder of items.
        let holds = |path: &PathBuf| path.is_dir() && files.iter().any(|file| file.starts_with(path));
        path.canonicalize()
            .is_ok_and(|path| files.contains(&path) || holds(&path))
    };
    let changed = sources
        .iter()
        .enumerate()
        .filter(|(_, source)| is_changed(&source.path));
    let context = context.documents.iter().map(|entry| entry.document.path());
    let context: Vec<&str> = context.filter(|path| is_changed(Path::new(path))).collect();
    let warning = (!context.is_empty()).then(|| {
        format!(
            "{} changed since {revision} too: documents that did not change may read differently now, and are not looked at",
            context.join(", ")
        )
    });
    Ok(Since {
        changed: changed.map(|(number, _)| number).collect(),
        warnings: warning.into_iter().collect(),
    })
}

fn changed_in(place: &Path, revision: &str) -> Result<Vec<PathBuf>, Failure> {
    if revision.is_empty() || revision.starts_with('-') {
        return Err(Failure::new(
            format!("{revision:?} is no revision"),
            Some("name a commit, branch or tag, such as --since origin/main".into()),
        ));
    }
    let folder = if place.is_dir() {
        place
    } else {
        place.parent().unwrap_or(Path::new(""))
    };
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let mut files = git(
        folder,
        &["diff", "--name-only", "-z", "--relative", revision, "--"],
    )?;
    files.extend(git(
        folder,
        &["ls-files", "--others", "--exclude-standard", "-z"],
    )?);
    let real = files
        .into_iter()
        .filter_map(|file| folder.join(file).canonicalize().ok());
    Ok(real.collect())
}

/// Runs git without a shell and returns the paths that it lists.
fn git(folder: &Path, arguments: &[&str]) -> Result<Vec<String>, Failure> {
    let output = Command::new("git").arg("-C").arg(folder).args(arguments).output();
    let output = output.map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Failure::new(
            "--since needs git, and there is none on the path",
            Some("install git, or name the files that changed".into()),
        ),
        _ => Failure::new(format!("git could not be started: {error}"), None),
    })?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said
            .lines()
            .next()
            .unwrap_or_default()
            .trim_start_matches("fatal: ")
            .to_owned();
        return Err(Failure::new(
            format!("git cannot say what changed in {}: {said}", folder.display()),
            Some("check that the folder is in a repository and that it knows the revision (in CI: fetch enough history)".into()),
        ));
    }
    let paths = output
        .stdout
        .split(|byte| *byte == 0)
        .filter(|path| !path.is_empty());
    Ok(paths
        .map(|path| String::from_utf8_lossy(path).into_owned())
        .collect())
}
