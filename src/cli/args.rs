//! The command line as typed. What it means is for [`settings`](super::settings) to say.

mod answers;
mod audit;
mod brief;
mod job;
mod tracked;

pub use answers::{AnswerArgs, ApplyArgs, PackFormatArg, QuestionsArgs};
pub use audit::{AuditArgs, AuditFormatArg, AuditOutputArgs, BatchArg};
pub use brief::{BriefArgs, BriefFormatArg};
pub use job::{
    ColorArg, ContextArgs, DepthArg, EndpointArgs, ExchangeArgs, JobArgs, LimitArgs, ReadingArgs, RunArgs,
};
pub use tracked::{
    DiffArgs, DiffFormatArg, DismissArgs, MergeStateArgs, StateArgs, StatusArgs, TrackingArgs,
};

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use std::path::PathBuf;

const AFTER_HELP: &str = "\
Exit codes:
  0    nothing at or above --fail-on was found
  1    something at or above --fail-on was found
  2    something could not be done, wholly or for one document
  130  interrupted; every answer so far is kept

Start here:
  clarify review spec.md                          wording rules only: no model, no network
  clarify review spec.md --strategy strategy/     the whole review, with a model
  clarify brief notes.md --strategy strategy/ --out briefs/     what each team needs from a meeting's notes
  clarify audit requirements/ --strategy strategy/     a whole folder";

/// Shows you, before your team does, where your words can be built two ways.
#[derive(Debug, Parser)]
#[command(name = "clarify", version, after_help = AFTER_HELP, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Review draft specs before sharing them
    Review(Box<ReviewArgs>),
    /// Turn exec notes into a brief for each team
    Brief(Box<BriefArgs>),
    /// Audit a folder of requirements: which are ready, where they collide, which goals nobody serves
    Audit(Box<AuditArgs>),
    /// Write the open questions as a pack for each stakeholder
    Questions(Box<QuestionsArgs>),
    /// Answer open questions: in an interview, or from a pack that came back
    Answer(Box<AnswerArgs>),
    /// Carry answers into the text: as a diff, or into the file
    Apply(Box<ApplyArgs>),
    /// Show what became of a spec's findings since the review before; asks nothing
    Diff(DiffArgs),
    /// Dismiss tracked findings, with a reason
    Dismiss(DismissArgs),
    /// Show how tracked documents stand, and whether they are getting clearer
    Status(StatusArgs),
    /// Explain a kind of finding, list all kinds, or show one tracked finding whole
    Explain(ExplainArgs),
    /// Join two states of one document after a merge that failed; nothing is lost
    MergeState(MergeStateArgs),
    /// Print the JSON schema of a report
    Schema(SchemaArgs),
    /// Print completions for a shell
    Completions(CompletionsArgs),
    /// Print the manual page
    Man,
}

const REVIEW_EXAMPLES: &str = "\
Examples:
  clarify review spec.md --strategy strategy/ --glossary glossary.md
  clarify review specs/*.md --strategy strategy/ --format markdown --output review.md
  clarify review spec.md --strategy strategy/ --dry-run         what would be asked, and what it would cost
  clarify review spec.md --rules-only --fail-on minor           in CI, with no model
  pbpaste | clarify review -                                    from the clipboard

The endpoint is any OpenAI-compatible one:
  export OPENAI_API_KEY=…  OPENAI_MODEL=…                       OpenAI
  clarify review spec.md --base-url http://localhost:11434/v1 --model llama3.3     a local server";

#[derive(Debug, Args)]
#[command(after_help = REVIEW_EXAMPLES)]
pub struct ReviewArgs {
    /// The specs: Markdown or plain text files; `-` reads standard input
    #[arg(value_name = "SPEC", required_unless_present = "print_config", value_hint = ValueHint::FilePath)]
    pub specs: Vec<PathBuf>,

    #[command(flatten)]
    pub reading: ReadingArgs,
    #[command(flatten)]
    pub tracking: TrackingArgs,
    #[command(flatten)]
    pub job: JobArgs,
    #[command(flatten)]
    pub output: OutputArgs,
}

/// What comes out.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub struct OutputArgs {
    /// The form of the report [default: text]
    #[arg(long, value_enum)]
    pub format: Option<FormatArg>,
    /// Write Markdown as one short comment for a pull request: counts first, details folded
    #[arg(long)]
    pub compact: bool,
    /// Write the report to a file; it is replaced only when the report is whole
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
    /// Show at most this many findings; the rest are counted [default: 10]. What programs and spreadsheets read is complete
    #[arg(long, value_name = "N", conflicts_with = "all")]
    pub max: Option<usize>,
    /// Show every finding
    #[arg(long)]
    pub all: bool,
    /// Show the claims of the model that could not be proven, or that the second look found settled
    #[arg(long)]
    pub show_set_aside: bool,
    /// Exit with 1 when a finding is at least this severe [default: never]
    #[arg(long, value_name = "SEVERITY", value_enum)]
    pub fail_on: Option<FailOn>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormatArg {
    /// For the terminal
    Text,
    /// For programs: complete and versioned (`clarify schema`)
    Json,
    /// For a pull request or a wiki page
    Markdown,
    /// For a browser: one file, complete, that needs no network
    Html,
    /// For code scanning: SARIF 2.1.0, every finding
    Sarif,
    /// For GitHub Actions: annotations of the files, the worst ten of each level
    Github,
    /// For reviewdog: its Diagnostic Format
    Rdjson,
    /// For test results: JUnit XML; a case fails from --fail-on on
    Junit,
    /// For a spreadsheet: findings and questions as one list
    Csv,
    /// For a spreadsheet: a workbook of findings and questions; needs --output on a terminal
    Xlsx,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FailOn {
    Blocker,
    Major,
    Minor,
    Note,
    Never,
}

impl FailOn {
    /// Returns the severity that is meant; `None` stands for never.
    pub fn severity(self) -> Option<crate::domain::Severity> {
        use crate::domain::Severity;
        match self {
            Self::Blocker => Some(Severity::Blocker),
            Self::Major => Some(Severity::Major),
            Self::Minor => Some(Severity::Minor),
            Self::Note => Some(Severity::Note),
            Self::Never => None,
        }
    }
}

#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// The kind, such as `ambiguous-timing`, or the id of a tracked finding, such as `f-1a2b3c4d`; without one, all kinds
    /// are listed
    #[arg(value_name = "CODE|ID")]
    pub code: Option<String>,

    #[command(flatten)]
    pub state: StateArgs,
    /// Colour what is shown
    #[arg(long, value_enum, default_value = "auto")]
    pub color: ColorArg,
}

#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// Which report
    #[arg(value_enum)]
    pub report: SchemaArg,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum SchemaArg {
    /// The report of `clarify review --format json`
    Review,
    /// The report of `clarify brief --format json`
    Brief,
    /// The report of `clarify audit --format json`
    Audit,
    /// The pack of `clarify questions --format json`
    Questions,
}

#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
