//! What `clarify audit` can be told.

use super::{FailOn, JobArgs, ReadingArgs};
use clap::{Args, ValueEnum, ValueHint};
use std::path::PathBuf;

const AUDIT_EXAMPLES: &str = "\
Examples:
  clarify audit requirements/ --strategy strategy/
  clarify audit requirements/ --rules-only                      with no model: copies, broken references, wording
  clarify audit requirements/ --strategy strategy/ --dry-run    documents, requests, tokens and cost
  clarify audit requirements/ --since origin/main --fail-on blocker     in CI: what changed, and its neighbours
  clarify audit requirements/ --shard 2/8 --store /mnt/shared   one of eight machines; a run without --shard reports all

A run that was stopped goes on where it was: run the same command again.";

#[derive(Debug, Args)]
#[command(after_help = AUDIT_EXAMPLES)]
pub struct AuditArgs {
    /// The folders, or single files, to audit
    #[arg(value_name = "DIR", required_unless_present = "print_config", value_hint = ValueHint::AnyPath)]
    pub folders: Vec<PathBuf>,

    #[command(flatten)]
    pub selection: SelectionArgs,
    #[command(flatten)]
    pub reading: ReadingArgs,
    #[command(flatten)]
    pub job: JobArgs,
    #[command(flatten)]
    pub output: AuditOutputArgs,
}

/// Which documents are audited.
#[derive(Debug, Args)]
#[command(next_help_heading = "Selection")]
pub struct SelectionArgs {
    /// Only files that match, as .gitignore writes it, repeatable
    #[arg(long, value_name = "GLOB")]
    pub include: Vec<String>,
    /// No files or folders that match, repeatable
    #[arg(long, value_name = "GLOB")]
    pub exclude: Vec<String>,
    /// Only what git says changed since a revision, and documents that have something in common with it
    #[arg(long, value_name = "REV", conflicts_with = "shard")]
    pub since: Option<String>,
    /// Only the I-th of N parts, for several machines with one --store
    #[arg(long, value_name = "I/N", value_parser = crate::cli::values::shard)]
    pub shard: Option<(usize, usize)>,
    /// Ask anew about the documents that failed in the last run, even where an answer is kept
    #[arg(long, conflicts_with_all = ["rules_only", "replay", "record", "no_store"])]
    pub retry_failed: bool,
    /// Use the provider's Batch API: submit what is missing, see how it stands, collect the answers into the store
    #[arg(long, value_name = "STEP", value_enum, conflicts_with_all = ["rules_only", "replay", "record", "no_store", "dry_run", "retry_failed"])]
    pub batch: Option<BatchArg>,
    /// The most passages of a document to hold against like ones of others; 0 leaves it out [default: 5]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(0..=50))]
    pub comparisons: Option<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum BatchArg {
    /// Hand out every request whose answer is not kept; repeat it after collecting, for what follows from the answers
    Submit,
    /// Ask how the batches stand
    Status,
    /// Put what is answered into the store; a plain run then reports from it
    Collect,
}

/// What comes out of an audit.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub struct AuditOutputArgs {
    /// The form of the report [default: text]
    #[arg(long, value_enum)]
    pub format: Option<AuditFormatArg>,
    /// Write the report to a file; it is replaced only when the report is whole
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
    /// Write the whole review of each document into a folder, as JSON (`clarify schema review`) and, with --format html, as
    /// a page
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub reviews: Option<PathBuf>,
    /// Show at most this many findings across documents, and twice as many documents; the rest are counted [default: 10]
    #[arg(long, value_name = "N", conflicts_with = "all")]
    pub max: Option<usize>,
    /// Show everything
    #[arg(long)]
    pub all: bool,
    /// Show the claims between documents that could not be proven
    #[arg(long)]
    pub show_set_aside: bool,
    /// Exit with 1 when a finding is at least this severe [default: never]
    #[arg(long, value_name = "SEVERITY", value_enum)]
    pub fail_on: Option<FailOn>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum AuditFormatArg {
    /// For the terminal
    #[default]
    Text,
    /// For programs: complete and versioned (`clarify schema audit`)
    Json,
    /// For a wiki page or a pull request
    Markdown,
    /// For a browser: one file, complete, that needs no network; with --reviews a page of each document too
    Html,
    /// For code scanning: SARIF 2.1.0, every finding of every document
    Sarif,
    /// For GitHub Actions: annotations of the files, the worst ten of each level
    Github,
    /// For test results: JUnit XML; a case fails from --fail-on on
    Junit,
    /// For a spreadsheet, as one list
    Csv,
    /// For a spreadsheet, as a workbook; needs --output on a terminal
    Xlsx,
}
