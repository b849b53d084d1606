//! The arguments of what happens between two reviews: asking, answering, carrying decisions into the text.

use super::{ContextArgs, EndpointArgs, ExchangeArgs, JobArgs, LimitArgs, ReadingArgs, RunArgs, StateArgs};
use clap::{Args, ValueEnum, ValueHint};
use std::path::PathBuf;

const QUESTIONS_EXAMPLES: &str = "\
Examples:
  clarify questions spec.md                                     all open questions, by whom they are for
  clarify questions specs/*.md --to \"Aylin Demir\" --by 2026-12-04 --output aylin.md
  clarify questions spec.md --format csv --output questions.csv

A spec that is tracked (clarify review --track) is not read again: its open questions are taken. Another is reviewed, \
from kept answers where there are some. A pack that comes back filled in is read by clarify answer --from.";

#[derive(Debug, Args)]
#[command(after_help = QUESTIONS_EXAMPLES)]
pub struct QuestionsArgs {
    /// The specs
    #[arg(value_name = "SPEC", required_unless_present = "print_config", value_hint = ValueHint::FilePath)]
    pub specs: Vec<PathBuf>,
    /// Only the questions for one person, by name or role
    #[arg(long, value_name = "NAME")]
    pub to: Option<String>,
    /// Say by which day answers are wanted
    #[arg(long, value_name = "DAY")]
    pub by: Option<String>,
    /// The form of the pack [default: markdown]
    #[arg(long, value_enum)]
    pub format: Option<PackFormatArg>,
    /// Write the pack to a file
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
    /// The folder of state files [default: .clarify beside clarify.toml, else the nearest .clarify]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub state: Option<PathBuf>,

    #[command(flatten)]
    pub reading: ReadingArgs,
    #[command(flatten)]
    pub job: JobArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PackFormatArg {
    /// For mail, a ticket or a wiki
    Markdown,
    /// For a chat
    Text,
    /// For a spreadsheet
    Csv,
    /// For programs (`clarify schema questions`)
    Json,
}

const ANSWER_EXAMPLES: &str = "\
Examples:
  clarify answer spec.md                                        an interview, the most important question first
  clarify answer spec.md --from aylin.md                        a question pack that came back filled in
  clarify answer spec.md --from questions.csv --by \"Aylin Demir\" --on 2026-11-27

The spec must be tracked: clarify review spec.md --track. Each answer is kept as it is given.";

#[derive(Debug, Args)]
#[command(after_help = ANSWER_EXAMPLES)]
pub struct AnswerArgs {
    /// The specs that the questions are about
    #[arg(value_name = "SPEC", required = true, value_hint = ValueHint::FilePath)]
    pub specs: Vec<PathBuf>,
    /// Read the answers from a filled-in pack: Markdown, text, CSV or JSON; `-` reads standard input
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub from: Option<PathBuf>,
    /// Who answers [default: in an interview you, from a pack whoever it names]
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// The day on which it was answered [default: today]
    #[arg(long, value_name = "DATE", value_parser = crate::cli::values::day)]
    pub on: Option<jiff::civil::Date>,

    #[command(flatten)]
    pub state: StateArgs,
}

const APPLY_EXAMPLES: &str = "\
Examples:
  clarify apply spec.md                                         show what the answers change, as a diff
  clarify apply spec.md --write                                 change the file
  clarify apply spec.md | git apply                             the same, by way of git
  clarify apply spec.md --decisions-file decisions.md --write   keep the answers in a file of their own

Without a model the answers are written down, in a section called Clarifications or the decisions file, and no other \
words change.";

#[derive(Debug, Args)]
#[command(after_help = APPLY_EXAMPLES)]
pub struct ApplyArgs {
    /// The spec
    #[arg(value_name = "SPEC", value_hint = ValueHint::FilePath)]
    pub spec: PathBuf,
    /// Change the file, rather than show what would change
    #[arg(long, conflicts_with = "dry_run")]
    pub write: bool,
    /// Write the answers into this file, rather than into the spec's section called Clarifications
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub decisions_file: Option<PathBuf>,
    /// The folder of state files [default: .clarify beside clarify.toml, else the nearest .clarify]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub state: Option<PathBuf>,
    /// Ask no model: only write the answers down
    #[arg(long, conflicts_with_all = ["replay", "record", "dry_run"])]
    pub no_edits: bool,
    /// The longest stretch of a spec to send in one request; longer specs are read in parts
    #[arg(long, value_name = "TOKENS")]
    pub spec_tokens: Option<usize>,

    #[command(flatten)]
    pub endpoint: EndpointArgs,
    #[command(flatten)]
    pub exchanges: ExchangeArgs,
    #[command(flatten)]
    pub limits: LimitArgs,
    #[command(flatten)]
    pub run: RunArgs,
}

impl ApplyArgs {
    /// Parts what every job is told from what is for this one alone.
    pub fn split(self) -> (ApplyOptions, JobArgs) {
        let job = JobArgs {
            context: ContextArgs::default(),
            endpoint: self.endpoint,
            exchanges: self.exchanges,
            limits: self.limits,
            run: self.run,
        };
        let own = ApplyOptions {
            spec: self.spec,
            write: self.write,
            decisions_file: self.decisions_file,
            state: self.state,
            no_edits: self.no_edits,
            spec_tokens: self.spec_tokens,
        };
        (own, job)
    }
}

/// What is for `apply` alone.
#[derive(Debug)]
pub struct ApplyOptions {
    pub spec: PathBuf,
    pub write: bool,
    pub decisions_file: Option<PathBuf>,
    pub state: Option<PathBuf>,
    pub no_edits: bool,
    pub spec_tokens: Option<usize>,
}
