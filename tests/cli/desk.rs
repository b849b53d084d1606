//! A desk to work at: a folder with documents, the program on it, and nothing of the tester's own environment.

use crate::answers::{SPEC, STRATEGY};
use crate::server::Server;
use assert_cmd::Command;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

/// The key that requests are sent with.
pub const KEY: &str = "sk-scripted-0123456789-abcdefghij";

/// A folder of its own for one test.
pub struct Desk {
    folder: tempfile::TempDir,
}

/// What a run of the program gave.
pub struct Run {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Desk {
    /// A desk with the usual spec and strategy on it, in a folder below the home folder.
    pub fn new() -> Self {
        let desk = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        desk.put("spec.md", SPEC);
        desk.put("strategy.md", STRATEGY);
        desk
    }

    pub fn put(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("work").join(name)
    }

    pub fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// The folder in which answers are kept unless told otherwise.
    pub fn store(&self) -> PathBuf {
        self.home().join("cache/clarify/exchanges")
    }

    /// Writes the user's own settings file.
    pub fn own(&self, settings: &str) {
        let folder = self.home().join("config/clarify");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("config.toml"), settings).unwrap();
    }

    /// The program in the desk's folder, with no endpoint.
    pub fn clarify(&self, args: &[&str]) -> Command {
        Command::from_std(self.bare(args))
    }

    /// The same, for tests that have to watch it while it runs.
    pub fn bare(&self, args: &[&str]) -> std::process::Command {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_clarify"));
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.home())
            .env("XDG_CACHE_HOME", self.home().join("cache"))
            .env("XDG_CONFIG_HOME", self.home().join("config"))
            .current_dir(self.path(""))
            .args(args);
        command
    }

    /// The program with the server as its endpoint.
    pub fn with(&self, server: &Server, args: &[&str]) -> Command {
        Command::from_std(self.bare_with(server, args))
    }

    pub fn bare_with(&self, server: &Server, args: &[&str]) -> std::process::Command {
        let mut command = self.bare(args);
        command
            .env("OPENAI_BASE_URL", server.url())
            .env("OPENAI_API_KEY", KEY)
            .env("OPENAI_MODEL", "scripted-1");
        command
    }

    /// Reviews with the server and returns what came out.
    pub fn review(&self, server: &Server, args: &[&str]) -> Run {
        let all: Vec<&str> = ["review"].iter().chain(args).copied().collect();
        run(&mut self.with(server, &all))
    }

    /// Reviews with the server and returns the report for programs.
    pub fn json(&self, server: &Server, args: &[&str]) -> Value {
        let all: Vec<&str> = args.iter().chain(&["--format", "json"]).copied().collect();
        let run = self.review(server, &all);
        run.json()
    }
}

impl Run {
    /// The report for programs, which stands on standard output.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}{}", self.out, self.err))
    }

    /// Fails unless the program ended like this, and shows what it said.
    #[track_caller]
    pub fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "\n{}\n{}", self.out, self.err);
        self
    }

    /// Fails unless both are said on standard error: what went wrong, and what to do about it.
    #[track_caller]
    pub fn says(self, words: &[&str]) -> Self {
        for word in words {
            let words = one_line(&self.err);
            assert!(words.contains(word), "“{word}” is not said:\n{}", self.err);
        }
        self
    }

    /// Fails unless the report holds all of these, wherever its lines break.
    #[track_caller]
    pub fn shows(self, words: &[&str]) -> Self {
        for word in words {
            let words = one_line(&self.out);
            assert!(words.contains(word), "“{word}” is not shown:\n{}", self.out);
        }
        self
    }
}

pub fn run(command: &mut Command) -> Run {
    read(command.output().unwrap())
}

pub fn read(output: Output) -> Run {
    Run {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Joins lines and runs of blanks, so that wrapping does not matter.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The flags of a review that the model raised.
pub fn flags(report: &Value) -> Vec<Value> {
    let flags = report["reviews"][0]["flags"].as_array().unwrap().iter();
    flags.filter(|flag| flag["source"] != "rules").cloned().collect()
}

/// Every file below a folder.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}
