//! What `clarify brief` can be told.

use super::JobArgs;
use clap::{Args, ValueEnum, ValueHint};
use std::path::PathBuf;

const BRIEF_EXAMPLES: &str = "\
Examples:
  clarify brief notes.md --strategy strategy/ --out briefs/
  clarify brief notes.md --team engineering --team support      only these, on the screen
  clarify brief notes.md --release n-1a2b3c4d:support           let support know one sensitive point
  pbpaste | clarify brief - --strategy strategy/                from the clipboard

Sensitive points are held back; author.md lists them, what is open, and what became of each fact. The teams are \
engineering, design, data, marketing, sales and support, unless [[teams]] of clarify.toml names others.";

#[derive(Debug, Args)]
#[command(after_help = BRIEF_EXAMPLES)]
pub struct BriefArgs {
    /// The notes of one meeting: Markdown or plain text files; `-` reads standard input
    #[arg(value_name = "NOTES", required_unless_present = "print_config", value_hint = ValueHint::FilePath)]
    pub notes: Vec<PathBuf>,

    #[command(flatten)]
    pub audience: AudienceArgs,
    #[command(flatten)]
    pub job: JobArgs,
    #[command(flatten)]
    pub output: BriefOutputArgs,
}

/// Who is told what.
#[derive(Debug, Args)]
#[command(next_help_heading = "Audience")]
pub struct AudienceArgs {
    /// A team to write a brief for, repeatable [default: all]
    #[arg(long, value_name = "NAME", value_parser = crate::cli::values::team)]
    pub team: Vec<String>,
    /// Let a sensitive fact through, to all teams or to one, repeatable
    #[arg(long, value_name = "ID[:TEAM]", value_parser = crate::cli::values::release)]
    pub release: Vec<crate::engine::Release>,
    /// The longest stretch of notes to send in one request; longer notes are read in parts
    #[arg(long, value_name = "TOKENS")]
    pub notes_tokens: Option<usize>,
}

/// What comes out.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub struct BriefOutputArgs {
    /// Write brief-TEAM.md for each team, and author.md, into a folder
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub out: Option<PathBuf>,
    /// Overwrite files that were edited
    #[arg(long, requires = "out")]
    pub force: bool,
    /// The form of the report on standard output [default: text, or with --out a summary]
    #[arg(long, value_enum)]
    pub format: Option<BriefFormatArg>,
    /// Show under each brief the words of the notes that its sentences rest on
    #[arg(long)]
    pub citations: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum BriefFormatArg {
    /// For the terminal
    Text,
    /// For programs: complete and versioned (`clarify schema brief`)
    Json,
    /// For a mail or a wiki page
    Markdown,
    /// For a browser: one file for the author, from which each brief can be copied
    Html,
}
