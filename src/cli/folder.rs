//! A folder of files that people may edit: what nobody edited is written anew, what somebody did is not overwritten.

use super::failure::Failure;
use super::output;
use crate::report::brief::{BriefFile, is_unedited};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Refuses a place that can be no folder, before anything is asked.
pub fn check(folder: &Path) -> Result<(), Failure> {
    if folder.exists() && !folder.is_dir() {
        let message = format!("{} is a file, not a folder", folder.display());
        return Err(Failure::new(message, Some("name a folder: --out DIR".into())));
    }
    Ok(())
}

/// Writes files into a folder, each by rename. Where one of them was edited since it was written, or is somebody else's,
/// nothing is written, unless `force` says so.
pub fn write(folder: &Path, files: &[BriefFile], force: bool) -> Result<(), Failure> {
    std::fs::create_dir_all(folder).map_err(|error| {
        let hint = "check that you may write there";
        Failure::new(
            format!("the folder {} could not be made: {error}", folder.display()),
            Some(hint.into()),
        )
    })?;
    if !force {
        refuse_edited(folder, files)?;
    }
    for file in files {
        let path = folder.join(&file.name);
        output::write(Some(&path), |out: &mut dyn Write| {
            out.write_all(file.content.as_bytes())
        })?;
    }
    Ok(())
}

fn refuse_edited(folder: &Path, files: &[BriefFile]) -> Result<(), Failure> {
    let edited: Vec<PathBuf> = files
        .iter()
        .map(|file| (folder.join(&file.name), file))
        .filter(|(path, file)| is_somebodys(path, file))
        .map(|(path, _)| path)
        .collect();
    if edited.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = edited.iter().map(|path| path.display().to_string()).collect();
    let was = if names.len() == 1 {
        "was edited or is not clarify's"
    } else {
        "were edited or are not clarify's"
    };
    let message = format!("{} {was}; nothing was written", names.join(", "));
    let hint = "move it away, name another folder with --out, or overwrite it with --force; the answers are kept, so a second \
                run costs nothing";
    Err(Failure::new(message, Some(hint.into())))
}

fn is_somebodys(path: &Path, file: &BriefFile) -> bool {
    // What is there and cannot be read as text is not ours either.
    path.symlink_metadata().is_ok()
        && std::fs::read_to_string(path).map_or(true, |found| found != file.content && !is_unedited(&found))
}
