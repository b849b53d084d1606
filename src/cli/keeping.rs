//! Where the states of documents are kept, and in whose name something is done to them.

use super::args::StateArgs;
use super::config::{self, Found};
use super::failure::Failure;
use crate::domain::{Act, FindingId, TrackedDocument};
use crate::state::{FOLDER_NAME, Folder};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Finds the folder of the state files for a document or a folder of them: the one named, else `.clarify` beside
/// `clarify.toml`, else the nearest one at or above `start`, else one in `start`.
pub fn folder(args: &StateArgs, start: &Path) -> Result<Folder, Failure> {
    let found = config::find(args.config.as_deref(), start)?;
    let named = args.state.as_deref().or(found.config.review.state.as_deref());
    Ok(place(named, &found, start))
}

/// Finds the folder where the settings are at hand.
pub fn place(named: Option<&Path>, found: &Found, start: &Path) -> Folder {
    let beside = found.path.as_deref().map(super::folder_of);
    let named = named.map(Path::to_owned);
    let root = beside
        .or_else(|| named.as_deref().map(super::folder_of))
        .or_else(|| nearest(start));
    let root = root.unwrap_or_else(|| start.to_owned());
    let folder = named.unwrap_or_else(|| root.join(FOLDER_NAME));
    Folder::new(folder, root)
}

/// Returns the nearest folder, from `start` upwards, that holds a folder of state files.
fn nearest(start: &Path) -> Option<PathBuf> {
    let start = std::path::absolute(start).ok()?;
    let found = start
        .ancestors()
        .find(|folder| folder.join(FOLDER_NAME).is_dir())?;
    let short = config::shortened(found.to_owned());
    Some(if short.as_os_str().is_empty() {
        PathBuf::from(".")
    } else {
        short
    })
}

/// Finds the document that has a finding; `spec` says which where several do.
pub fn holding(folder: &Folder, id: &FindingId, spec: Option<&Path>) -> Result<TrackedDocument, Failure> {
    let (mut found, near) = folder.find(id)?;
    if let Some(spec) = spec {
        let name = folder.name_of(spec);
        found.retain(|state| state.document == name);
    }
    match found.len() {
        0 => Err(unknown(folder, id, &near)),
        1 => Ok(found.remove(0)),
        _ => {
            let names: Vec<&str> = found.iter().map(|state| state.document.as_str()).collect();
            let message = format!("several documents have a finding {id}: {}", names.join(", "));
            Err(Failure::new(
                message,
                Some("name the document: --spec FILE".into()),
            ))
        }
    }
}

/// Says that no document has a finding, and which ids are like it.
pub fn unknown(folder: &Folder, id: &FindingId, near: &[FindingId]) -> Failure {
    let message = format!(
        "no document tracked in {} has a finding {id}",
        folder.path().display()
    );
    let near: Vec<&str> = near.iter().map(|id| id.0.as_str()).collect();
    let hint = match near.as_slice() {
        [] => {
            "ids are shown by a tracked review and by clarify diff; --state names another folder".to_owned()
        }
        near => format!("did you mean {}?", near.join(" or ")),
    };
    Failure::new(message, Some(hint))
}

/// Makes the act of the person at the keyboard, now: the name given, else git's, else the system's.
pub fn act(by: Option<&str>, folder: &Folder) -> Act {
    let given = by.map(str::to_owned);
    let name = given.or_else(|| git_name(folder.root())).or_else(|| {
        ["USER", "USERNAME"]
            .into_iter()
            .find_map(|name| std::env::var(name).ok())
    });
    let name = name
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty());
    Act::now(name.unwrap_or_else(|| "someone".into()))
}

fn git_name(folder: &Path) -> Option<String> {
    let asked = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["config", "user.name"])
        .output()
        .ok()?;
    let name = String::from_utf8(asked.stdout).ok()?;
    (asked.status.success() && !name.trim().is_empty()).then_some(name)
}

/// Says that nothing is remembered of a spec.
pub fn untracked(spec: &Path) -> Failure {
    let spec = spec.display();
    let hint = format!("track it first: clarify review {spec} --track");
    Failure::new(format!("nothing is remembered of {spec}"), Some(hint))
}
