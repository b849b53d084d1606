//! What every job does round its work: telling where it asks, running until it is done or stopped, saying what failed.

use super::args::{ColorArg, FormatArg};
use super::failure::Failure;
use super::progress::Progress;
use super::settings::{AnswerSource, Job, Keep};
use crate::context::Context;
use crate::document::{self, Columns, Document, LoadError};
use crate::domain::DocumentFailure;
use crate::report::Format;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// How a run ended, but for failures that stopped it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing at or above the threshold was found.
    Clear,
    /// Something at or above the threshold was found.
    Found,
    /// Something could not be done.
    Incomplete,
    /// The person stopped it.
    Interrupted,
}

/// Reads a document of the job: a file, or standard input under a name of its own.
pub fn read(path: &Path, unnamed: &str, context: &Context) -> Result<Document, LoadError> {
    if path.as_os_str() == "-" {
        let label = context.label_for(unnamed, path);
        return document::read(std::io::stdin().lock(), "<stdin>".into(), label);
    }
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    document::read_file(path, context.label_for(&name, path))
}

/// Reads a spec of the job: a file, a doorstop folder, or standard input.
pub fn read_spec(path: &Path, columns: &Columns, context: &Context) -> Result<Document, LoadError> {
    if path.as_os_str() == "-" {
        return read(path, "spec.md", context);
    }
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    document::read_spec(path, context.label_for(&name, path), columns)
}

/// Tells what was noticed about the context, and which endpoint is asked where a file names it.
pub fn announce(job: &Job, context: &Context, progress: &Progress) {
    for warning in &context.warnings {
        progress.notice(job.quiet, warning);
    }
    if let AnswerSource::Live { endpoint, .. } = &job.source
        && endpoint.from_file
    {
        let file = job.config_path.as_deref().unwrap_or(Path::new("clarify.toml"));
        let host = endpoint.base_url.split('@').next_back().unwrap_or_default();
        progress.notice(job.quiet, &format!("asking {host}, as {} says", file.display()));
    }
}

/// Starts the threads on which requests wait.
pub fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    let built = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    built.map_err(|error| Failure::new(format!("the program could not start its threads: {error}"), None))
}

/// Says that the person stopped the run before something was done, and what the next run will find.
pub fn interrupted(job: &Job, before: &str) -> Failure {
    let hint = match &job.source {
        AnswerSource::Live {
            keep: Keep::Nothing, ..
        } => "run the same command again; with a store, what was answered would be kept",
        _ => "run the same command again: what was answered so far is kept and not paid twice",
    };
    Failure::new(format!("interrupted before {before}"), Some(hint.into()))
}

/// Makes a failure an entry of the report.
pub fn failed(document: &str, error: impl Into<Failure>) -> DocumentFailure {
    let failure = error.into();
    DocumentFailure {
        document: document.to_owned(),
        error: failure.message,
        hint: failure.hint,
    }
}

/// Returns the format that an argument names.
pub fn format(format: FormatArg) -> Format {
    match format {
        FormatArg::Text => Format::Text,
        FormatArg::Json => Format::Json,
        FormatArg::Markdown => Format::Markdown,
        FormatArg::Html => Format::Html,
        FormatArg::Sarif => Format::Sarif,
        FormatArg::Github => Format::Github,
        FormatArg::Rdjson => Format::Rdjson,
        FormatArg::Junit => Format::Junit,
        FormatArg::Csv => Format::Csv,
        FormatArg::Xlsx => Format::Xlsx,
    }
}

/// The widest that text is set, for the sake of reading.
const WIDEST: usize = 100;

/// Returns the columns of the terminal, or those of a page where there is none.
pub fn width(to_file: bool) -> usize {
    if !to_file && std::io::stdout().is_terminal() {
        textwrap::termwidth().clamp(40, WIDEST)
    } else {
        80
    }
}

/// Returns the folder in which the program runs; empty where the system does not tell.
pub fn here() -> PathBuf {
    std::env::current_dir().unwrap_or_default()
}

/// Tells whether standard output is a terminal that can place characters.
pub fn is_drawn_on() -> bool {
    std::io::stdout().is_terminal() && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// Tells whether what is written is coloured.
pub fn is_coloured(color: ColorArg, to_file: bool) -> bool {
    match color {
        ColorArg::Always => true,
        ColorArg::Never => false,
        ColorArg::Auto if to_file => false,
        ColorArg::Auto => anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never,
    }
}
