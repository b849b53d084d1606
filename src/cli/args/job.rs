//! What every job that asks a model, and every one that reads a spec, can be told.

use clap::{Args, ValueEnum, ValueHint};
use std::path::PathBuf;

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
    #[arg(long, value_name = "READER", value_parser = crate::cli::values::reader)]
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
    #[arg(long, value_name = "SECONDS", value_parser = crate::cli::values::seconds)]
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
    #[arg(long, value_name = "USD", value_parser = crate::cli::values::dollars)]
    pub max_cost: Option<f64>,
    /// Stop before more tokens than this are read and written
    #[arg(long, value_name = "TOKENS")]
    pub max_tokens: Option<u64>,
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
pub enum ColorArg {
    Auto,
    Always,
    Never,
}
