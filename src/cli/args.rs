//! The command line as typed. What it means is for [`settings`](super::settings) to say.

mod answers;

pub use answers::{AnswerArgs, ApplyArgs, PackFormatArg, QuestionsArgs};

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
    #[arg(long, value_name = "NAME", value_parser = super::values::team)]
    pub team: Vec<String>,
    /// Let a sensitive fact through, to all teams or to one, repeatable
    #[arg(long, value_name = "ID[:TEAM]", value_parser = super::values::release)]
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
    #[arg(long, value_name = "I/N", value_parser = super::values::shard)]
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

/// What every job that asks a model can be told.
#[derive(Debug, Args)]
pub struct JobArgs {
    #[command(flatten)]
    pub context: ContextArgs,
    #[command(flatten)]
    pub endpoint: EndpointArgs,
    #[command(flatten)]
    pub exchanges: ExchangeArgs,
    #[command(flatten)]
    pub limits: LimitArgs,
    #[command(flatten)]
    pub run: RunArgs,
}

/// What the spec is held against.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Context")]
pub struct ContextArgs {
    /// Strategy: goals, principles, vision; a file or a folder, repeatable
    #[arg(long, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub strategy: Vec<PathBuf>,
    /// Glossary: what terms mean here; a file or a folder, repeatable
    #[arg(long, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub glossary: Vec<PathBuf>,
    /// Decisions: points already settled, never asked again; a file or a folder, repeatable
    #[arg(long, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub decisions: Vec<PathBuf>,
    /// The most context to send with a request; beyond that, what bears least on the spec is left out, and said so
    #[arg(long, value_name = "TOKENS")]
    pub context_tokens: Option<usize>,
}

/// How to read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Reading")]
pub struct ReadingArgs {
    /// How far to go [default: standard]
    #[arg(long, value_enum)]
    pub depth: Option<DepthArg>,
    /// Run the wording rules alone: no model, no network, no cost
    #[arg(long, conflicts_with_all = ["depth", "replay", "record", "dry_run"])]
    pub rules_only: bool,
    /// Whose eyes a deep review reads with, repeatable [default: engineering test legal support]
    #[arg(long, value_name = "READER", value_parser = super::values::reader)]
    pub reader: Vec<crate::domain::Reader>,
    /// The longest stretch of a spec to send in one request; longer specs are read in parts
    #[arg(long, value_name = "TOKENS")]
    pub spec_tokens: Option<usize>,
    /// Which column of a sheet, or attribute of a ReqIF object, holds what: text, id, title, also (something else to
    /// read) or links, by its head or its number, repeatable [default: known by their heads]
    #[arg(long, value_name = "WHAT=NAME")]
    pub column: Vec<crate::document::Columns>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DepthArg {
    /// One reading
    Quick,
    /// One reading, then a second look at each finding
    Standard,
    /// One reading for each reader, then a second look at each finding
    Deep,
}

/// Whom to ask.
#[derive(Debug, Args)]
#[command(next_help_heading = "Model")]
pub struct EndpointArgs {
    /// The endpoint, up to and with /v1 [default with a key: https://api.openai.com/v1]
    #[arg(long, value_name = "URL", env = "OPENAI_BASE_URL", value_hint = ValueHint::Url)]
    pub base_url: Option<String>,
    /// The key; the environment is a better place for it than the command line, where others can see it
    #[arg(long, value_name = "KEY", env = "OPENAI_API_KEY", hide_env_values = true)]
    pub api_key: Option<String>,
    /// Send documents and key to the endpoint that the project's clarify.toml names. Without this they are sent to an
    /// endpoint that you name yourself, here, in the environment or in your own settings file, to one of the
    /// `trusted_endpoints` of that file, or to this machine
    #[arg(long)]
    pub trust_project_endpoint: bool,
    /// The model to ask
    #[arg(long, value_name = "NAME", env = "OPENAI_MODEL")]
    pub model: Option<String>,
    /// The organisation to ask as
    #[arg(
        long,
        visible_alias = "organisation",
        value_name = "ID",
        env = "OPENAI_ORG_ID"
    )]
    pub organization: Option<String>,
    /// How long to wait for one answer [default: 600]
    #[arg(long, value_name = "SECONDS", value_parser = super::values::seconds)]
    pub timeout: Option<u64>,
    /// How often to try in all when the server is busy or the line breaks [default: 5]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=20))]
    pub attempts: Option<u8>,
    /// How many requests may be under way at once; fewer while the server says that it is too many [default: 4]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub jobs: Option<u16>,
    /// How many requests may be sent within any minute [default: no limit]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub rpm: Option<u32>,
    /// How many tokens may be read and written within any minute [default: no limit]
    #[arg(long, value_name = "TOKENS", value_parser = clap::value_parser!(u64).range(1..))]
    pub tpm: Option<u64>,
    /// The longest answer to allow
    #[arg(long, value_name = "TOKENS", value_parser = clap::value_parser!(u32).range(256..))]
    pub max_output_tokens: Option<u32>,
    /// A folder of prompt templates that override the built-in ones
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub prompts: Option<PathBuf>,
}

/// What happens to answers.
#[derive(Debug, Args)]
#[command(next_help_heading = "Exchanges")]
pub struct ExchangeArgs {
    /// Record every exchange into a folder, to replay it later. Answers are kept there alone, unless --store names a
    /// store too: then what it holds is copied rather than paid again, and what is asked is kept in both
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, conflicts_with = "replay")]
    pub record: Option<PathBuf>,
    /// Say in each recorded exchange how it came about
    #[arg(long, value_name = "TEXT", requires = "record")]
    pub record_note: Option<String>,
    /// Take every answer from a folder of recorded exchanges: no network at all
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub replay: Option<PathBuf>,
    /// Where answers are kept, so that nothing is paid twice [default: the user's cache folder]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub store: Option<PathBuf>,
    /// Neither keep answers nor use kept ones, nor remember how the server wants to be asked
    #[arg(long, conflicts_with_all = ["store", "refresh"])]
    pub no_store: bool,
    /// Ask again even where an answer is kept
    #[arg(long, conflicts_with = "replay")]
    pub refresh: bool,
}

/// How much may be spent.
#[derive(Debug, Args)]
#[command(next_help_heading = "Limits")]
pub struct LimitArgs {
    /// Show what would be asked and what it would cost; send nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Stop before more than this is spent
    #[arg(long, value_name = "USD", value_parser = super::values::dollars)]
    pub max_cost: Option<f64>,
    /// Stop before more tokens than this are read and written
    #[arg(long, value_name = "TOKENS")]
    pub max_tokens: Option<u64>,
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

/// How the run goes and what it says.
#[derive(Debug, Args)]
#[command(next_help_heading = "Run")]
pub struct RunArgs {
    /// Colour the report
    #[arg(long, value_enum, default_value = "auto")]
    pub color: ColorArg,
    /// Say nothing but the report and errors
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Tell each step
    #[arg(short, long)]
    pub verbose: bool,
    /// The project's settings file [default: clarify.toml in the document's folder or one above it]. It lies over your
    /// own, clarify/config.toml in your folder for settings (on Linux ~/.config)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub config: Option<PathBuf>,
    /// Print the settings that hold, and do nothing else
    #[arg(long)]
    pub print_config: bool,
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

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ColorArg {
    Auto,
    Always,
    Never,
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
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = super::values::day)]
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
