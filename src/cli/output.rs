//! Where a report goes: standard output, or a file that is replaced only when the report is whole.

use super::failure::Failure;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Says why a report could not be written.
#[derive(Debug, thiserror::Error)]
#[error("the report could not be written to {}: {source}", path.display())]
pub struct OutputError {
    /// The file, or `-` for standard output.
    pub path: PathBuf,
    /// The cause.
    source: io::Error,
}

/// Refuses to write what is no text on a terminal, before anything is asked.
pub fn refuse_terminal(is_binary: bool, file: Option<&Path>) -> Result<(), Failure> {
    if is_binary && file.is_none() && io::stdout().is_terminal() {
        let hint = "name a file: --output report.xlsx";
        return Err(Failure::new(
            "a workbook is not for a terminal",
            Some(hint.into()),
        ));
    }
    Ok(())
}

/// Writes what `render` writes. A reader that went away, such as `head`, is no error.
pub fn write(
    file: Option<&Path>,
    render: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), OutputError> {
    let written = match file {
        Some(path) => write_file(path, render),
        None => write_stdout(render),
    };
    let path = file.map_or_else(|| PathBuf::from("-"), Path::to_owned);
    written.map_err(|source| OutputError { path, source })
}

fn write_stdout(render: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    match render(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
            // What is still buffered has nowhere to go.
            let _ = out.into_parts();
            Ok(())
        }
        written => written,
    }
}

fn write_file(path: &Path, render: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let mut part = io::BufWriter::new(tempfile::NamedTempFile::new_in(folder)?);
    render(&mut part)?;
    let part = part.into_inner().map_err(io::IntoInnerError::into_error)?;
    readable_by_others(part.as_file())?;
    part.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Temporary files are for their owner alone; a report is for whoever may read files here by default.
#[cfg(unix)]
pub fn readable_by_others(file: &std::fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
pub fn readable_by_others(_: &std::fs::File) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_only_by_a_whole_report() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.md");
        std::fs::write(&path, "old").unwrap();
        let broken = write(Some(&path), |out| {
            out.write_all(b"half")?;
            Err(io::Error::other("disk full"))
        });
        assert!(broken.unwrap_err().to_string().contains("disk full"));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "old");
        write(Some(&path), |out| out.write_all(b"new")).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
