//! What the commands that settle and show tracked findings can be told.

use super::ColorArg;
use clap::{Args, ValueEnum, ValueHint};
use std::path::PathBuf;

/// What is remembered from review to review.
#[derive(Debug, Args)]
#[command(next_help_heading = "Tracking")]
pub struct TrackingArgs {
    /// Remember the findings in a state file beside clarify.toml: a second review then tells what is new, still open and
    /// resolved, asks a model about changed sections alone, and raises no settled point again
    #[arg(long)]
    pub track: bool,
    /// Do not, though the settings file says so
    #[arg(long, conflicts_with_all = ["track", "state", "baseline", "whole"])]
    pub no_track: bool,
    /// The folder of state files, and track [default: .clarify beside clarify.toml, else the nearest .clarify]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub state: Option<PathBuf>,
    /// Take everything that is open now for granted, and track: from then on only new findings count for --fail-on
    #[arg(long)]
    pub baseline: bool,
    /// Ask about sections that did not change, too
    #[arg(long)]
    pub whole: bool,
    /// Who has the review made [default: git's user.name, else $USER]
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
}

/// Where findings are remembered, for commands that settle and show them.
#[derive(Debug, Args)]
#[command(next_help_heading = "State")]
pub struct StateArgs {
    /// The folder of state files [default: .clarify beside clarify.toml, else the nearest .clarify]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub state: Option<PathBuf>,
    /// The project's settings file [default: clarify.toml in the document's folder or one above it]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub config: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct DiffArgs {
    /// The spec
    #[arg(value_name = "SPEC", value_hint = ValueHint::FilePath)]
    pub spec: PathBuf,
    /// The form of what is shown
    #[arg(long, value_enum, default_value = "text")]
    pub format: DiffFormatArg,

    #[command(flatten)]
    pub state: StateArgs,
    /// Colour what is shown
    #[arg(long, value_enum, default_value = "auto")]
    pub color: ColorArg,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DiffFormatArg {
    /// For the terminal
    Text,
    /// For a pull request or a wiki page
    Markdown,
    /// For programs
    Json,
}

const DISMISS_EXAMPLES: &str = "\
Examples:
  clarify dismiss f-1a2b3c4d --reason \"agreed with operations on 3 May\"
  clarify dismiss f-1a2b3c4d a-5e6f7a8b --reason \"after the pilot\" --until 2027-03-31";

#[derive(Debug, Args)]
#[command(after_help = DISMISS_EXAMPLES)]
pub struct DismissArgs {
    /// The ids of the findings, as reports show them
    #[arg(value_name = "ID", required = true)]
    pub ids: Vec<String>,
    /// Why they are not to be raised; kept with them, and told to the model
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// The last day on which it holds; then they are open again [default: for good]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = crate::cli::values::day)]
    pub until: Option<jiff::civil::Date>,
    /// The spec, where several have a finding of this id
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub spec: Option<PathBuf>,
    /// Who dismisses them [default: git's user.name, else $USER]
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,

    #[command(flatten)]
    pub state: StateArgs,
}

#[derive(Debug, Args)]
pub struct StatusArgs {
    /// The folder, or one spec
    #[arg(value_name = "DIR", default_value = ".", value_hint = ValueHint::AnyPath)]
    pub folder: PathBuf,

    #[command(flatten)]
    pub state: StateArgs,
    /// Colour what is shown
    #[arg(long, value_enum, default_value = "auto")]
    pub color: ColorArg,
}

const MERGE_STATE_EXAMPLES: &str = "\
Examples:
  clarify merge-state .clarify/spec.md.toml                     a file with the marks of a failed merge
  git config merge.clarify.driver 'clarify merge-state %A %B'   and in .gitattributes: .clarify/** merge=clarify";

#[derive(Debug, Args)]
#[command(after_help = MERGE_STATE_EXAMPLES)]
pub struct MergeStateArgs {
    /// The state file; what is joined is written here
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub ours: PathBuf,
    /// The other state of the same document; without it, FILE holds both sides of a failed merge
    #[arg(value_name = "OTHER", value_hint = ValueHint::FilePath)]
    pub theirs: Option<PathBuf>,
}
