//! Changing a file that belongs to somebody: whole or not at all, and only where it still is what was read.

use crate::cli::failure::Failure;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// Reads a file that may not be there yet.
pub fn read_existing(path: &Path) -> Result<Option<String>, Failure> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => {
            let hint = "check that it is a text file and that you may read it";
            Err(Failure::new(
                format!("{} could not be read: {error}", path.display()),
                Some(hint.into()),
            ))
        }
    }
}

/// Refuses a file that is no longer what was read of it; `None` stands for one that was not there.
pub fn refuse_changed(path: &Path, read: Option<&str>) -> Result<(), Failure> {
    if read_existing(path)?.as_deref() == read {
        return Ok(());
    }
    let message = format!(
        "{} changed while the edits were being proposed; nothing was written",
        path.display()
    );
    Err(Failure::new(
        message,
        Some("run the same command again: what was answered so far is kept".into()),
    ))
}

/// Writes a file by rename, with the permissions it had, where it still is what was read of it. A link stays a link: the
/// file that it leads to is changed.
pub fn replace(path: &Path, read: Option<&str>, text: &str) -> Result<(), Failure> {
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
    let part = written(folder.unwrap_or(Path::new(".")), &target, text);
    let part = part.map_err(|error| unwritable(path, &error))?;
    refuse_changed(path, read)?;
    part.persist(&target)
        .map_err(|error| unwritable(path, &error.error))?;
    Ok(())
}

fn written(folder: &Path, target: &Path, text: &str) -> io::Result<tempfile::NamedTempFile> {
    let mut part = tempfile::NamedTempFile::new_in(folder)?;
    part.write_all(text.as_bytes())?;
    match fs::metadata(target) {
        Ok(old) => part.as_file().set_permissions(old.permissions())?,
        Err(_) => crate::cli::output::readable_by_others(part.as_file())?,
    }
    Ok(part)
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    let hint = "check that you may write there and that the disk has room";
    Failure::new(
        format!("{} could not be written: {error}", path.display()),
        Some(hint.into()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_somebody_changed_meanwhile_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("spec.md");
        fs::write(&path, "theirs").unwrap();
        assert!(replace(&path, Some("read"), "ours").is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "theirs");
        assert!(
            replace(&path, None, "ours").is_err(),
            "it was not there when it was looked for"
        );
        replace(&path, Some("theirs"), "ours").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "ours");
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            1,
            "nothing is left beside it"
        );
    }

    #[cfg(unix)]
    #[test]
    fn permissions_and_links_stay() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("spec.md"), folder.path().join("link.md"));
        fs::write(&path, "a").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o660)).unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        replace(&link, Some("a"), "b").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "b");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o660);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }
}
