//! The pages of the recordings that come with the project.

use std::path::PathBuf;
use std::process::Command;

/// A page in a folder of its own.
pub struct Page {
    pub path: PathBuf,
    _folder: tempfile::TempDir,
}

impl Page {
    /// Keeps a page in a file.
    pub fn of(html: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("page.html");
        std::fs::write(&path, html).unwrap();
        Self {
            path,
            _folder: folder,
        }
    }

    fn replayed(args: &[&str]) -> Self {
        let output = Command::new(env!("CARGO_BIN_EXE_clarify"))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .env_clear()
            .args(args)
            .args([
                "--strategy",
                "fixtures/strategy",
                "--replay",
                "fixtures/recordings",
                "--format",
                "html",
            ])
            .output()
            .unwrap();
        let page = String::from_utf8(output.stdout).unwrap();
        assert!(
            page.starts_with("<!DOCTYPE html>"),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        Self::of(&page)
    }

    pub fn review() -> Self {
        Self::replayed(&["review", "fixtures/specs/instant-returns.md"])
    }

    pub fn audit() -> Self {
        Self::replayed(&["audit", "fixtures/requirements"])
    }

    pub fn brief() -> Self {
        let notes = "fixtures/notes/leadership-offsite.md";
        Self::replayed(&[
            "brief",
            notes,
            "--team",
            "marketing",
            "--team",
            "sales",
            "--team",
            "support",
            "--citations",
        ])
    }
}
