//! The settings as meant: flags over environment over the project's `clarify.toml` over the user's own file over
//! defaults, with nothing left open. What every job needs is a [`Job`]; each job adds its own.

mod answers;
pub mod apply;
pub mod audit;
mod brief;
pub mod questions;
mod review;

pub use answers::{AnswerSource, EndpointSettings, Keep, Spending, source};
pub use brief::{BriefSettings, resolve_brief};
pub use review::{Output, Reading, Settings, TrackingSettings, resolve};

use super::args::{ColorArg, ContextArgs, JobArgs};
use super::config::{Config, ContextConfig, Found};
use crate::context::Place;
use crate::domain::{Role, Stakeholder};
use crate::model::AskError;
use crate::rules::{Policy, RuleSettings};
use serde_json::{Map, Value};
use std::path::PathBuf;

const DEFAULT_TIMEOUT_S: u64 = 600;
const DEFAULT_ATTEMPTS: u8 = 5;
const DEFAULT_JOBS: u16 = 4;
/// About 64 KB of English text.
const DEFAULT_CONTEXT_TOKENS: usize = 16_000;

/// Says why the settings do not hold together.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// There is an endpoint but no model.
    #[error("no model is named for {0}")]
    NoModel(String),
    /// The variable that should hold the key is not set.
    #[error("the variable {0}, named by api_key_env in the settings file, is not set")]
    NoKey(String),
    /// The name of the variable does not look like that of a key.
    #[error("api_key_env names {0}, which does not end in API_KEY")]
    StrangeKeyName(String),
    /// The address comes from a project's file, and documents and the key would go there.
    #[error("{} sets the endpoint {address}: your documents and your key would be sent there", file.display())]
    Untrusted {
        /// The project's file.
        file: PathBuf,
        /// The address, without user, password and query.
        address: String,
        /// Where the user's own file is or would be.
        own: Option<PathBuf>,
    },
    /// The address is none.
    #[error(transparent)]
    Address(#[from] AskError),
    /// A recording or a dry run needs an endpoint.
    #[error("{0} needs a model to ask, and none is configured")]
    NoEndpoint(&'static str),
    /// A brief needs answers.
    #[error("a brief cannot be written without a model, and none is configured")]
    NothingToAsk,
    /// What comes from standard input has no name to be remembered by.
    #[error("standard input cannot be tracked: it has no name to be remembered by")]
    NothingToTrack,
    /// Only Markdown has a short form.
    #[error("--compact is a form of --format markdown, and {0} was asked for")]
    NotCompact(&'static str),
    /// A team's name looks like a slip.
    #[error("there is no team {name}; did you mean {meant}?")]
    UnknownTeam {
        /// The name as typed.
        name: String,
        /// The team that was probably meant.
        meant: String,
    },
}

/// What every job works with.
#[derive(Debug)]
pub struct Job {
    pub config_path: Option<PathBuf>,
    /// The user's own settings file.
    pub own_config_path: Option<PathBuf>,
    pub places: Vec<Place>,
    /// The most tokens of context in one request, by estimate.
    pub context_tokens: usize,
    pub stakeholders: Vec<Stakeholder>,
    /// The folder of templates that override the built-in ones.
    pub prompts: Option<PathBuf>,
    pub source: AnswerSource,
    /// Further body parameters for the model.
    pub parameters: Map<String, Value>,
    pub jobs: usize,
    pub dry_run: bool,
    /// Which rules hold where.
    pub policy: Policy,
    /// The rules' settings as written.
    pub rules: RuleSettings,
    pub color: ColorArg,
    pub quiet: bool,
    pub verbose: bool,
}

impl Job {
    /// Puts flags, environment, file and defaults together.
    pub fn new(args: JobArgs, found: &Found, source: AnswerSource) -> Self {
        let config = &found.config;
        Self {
            config_path: found.path.clone(),
            own_config_path: found.own.clone(),
            places: places(&args.context, &config.context),
            context_tokens: args
                .context
                .context_tokens
                .or(config.context.tokens)
                .unwrap_or(DEFAULT_CONTEXT_TOKENS),
            stakeholders: config.stakeholders.clone(),
            source,
            prompts: prompts(&args, config),
            parameters: config.model.parameters.clone(),
            jobs: jobs(&args, config),
            dry_run: args.limits.dry_run,
            policy: found.policy.clone(),
            rules: config.rules.clone(),
            color: args.run.color,
            quiet: args.run.quiet,
            verbose: args.run.verbose,
        }
    }
}

fn jobs(args: &JobArgs, config: &Config) -> usize {
    usize::from(args.endpoint.jobs.or(config.model.jobs).unwrap_or(DEFAULT_JOBS))
}

fn prompts(args: &JobArgs, config: &Config) -> Option<PathBuf> {
    args.endpoint
        .prompts
        .clone()
        .or_else(|| config.review.prompts.clone())
}

/// Flags of a role replace the file's entries of that role.
fn places(typed: &ContextArgs, written: &ContextConfig) -> Vec<Place> {
    let roles = [
        (Role::Strategy, &typed.strategy, &written.strategy),
        (Role::Glossary, &typed.glossary, &written.glossary),
        (Role::Decisions, &typed.decisions, &written.decisions),
    ];
    let chosen = roles.into_iter().flat_map(|(role, typed, written)| {
        let paths = if typed.is_empty() { written } else { typed };
        paths.iter().map(move |path| Place {
            role,
            path: path.clone(),
        })
    });
    chosen.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::{Cli, Command};
    use crate::domain::Depth;
    use clap::Parser;
    use std::time::Duration;

    fn resolved(flags: &[&str], file: &str) -> Result<Settings, SettingsError> {
        // The environment of the one who runs the tests must not matter, so every variable is overridden by a flag.
        let fixed = ["clarify", "review", "spec.md"];
        let defaults = [
            ("--base-url", ""),
            ("--api-key", ""),
            ("--model", ""),
            ("--organization", ""),
        ];
        let missing = defaults
            .iter()
            .filter(|(flag, _)| !flags.contains(flag))
            .flat_map(|(flag, value)| [*flag, *value]);
        let all: Vec<&str> = fixed
            .into_iter()
            .chain(missing)
            .chain(flags.iter().copied())
            .collect();
        let Command::Review(args) = Cli::parse_from(all).command else {
            unreachable!("review was typed")
        };
        let found = Found {
            config: toml::from_str(file).unwrap(),
            ..Found::default()
        };
        resolve(*args, &found, flags.contains(&"--api-key"))
    }

    fn endpoint(flags: &[&str], file: &str) -> EndpointSettings {
        match resolved(flags, file).unwrap().job.source {
            AnswerSource::Live { endpoint, .. } => *endpoint,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn without_an_endpoint_only_the_rules_run() {
        let settings = resolved(&[], "").unwrap();
        assert!(matches!(
            settings.job.source,
            AnswerSource::Rules { wanted: false }
        ));
        assert!(matches!(
            resolved(&["--dry-run"], ""),
            Err(SettingsError::NoEndpoint("--dry-run"))
        ));
    }

    #[test]
    fn a_key_alone_means_openai_and_needs_a_model() {
        assert!(matches!(
            resolved(&["--api-key", "k"], ""),
            Err(SettingsError::NoModel(_))
        ));
        let endpoint = endpoint(&["--api-key", "k", "--model", "m"], "");
        assert_eq!(
            (endpoint.base_url.as_str(), endpoint.model.as_str()),
            ("https://api.openai.com/v1", "m")
        );
    }

    #[test]
    fn flags_win_over_the_file() {
        let file = "[model]\nname = \"file\"\nbase_url = \"http://file/v1\"\ntimeout = 7\n[review]\ndepth = \"deep\"\nmax = 3\n";
        let endpoint = endpoint(&["--model", "flag"], file);
        assert_eq!(
            (endpoint.base_url.as_str(), endpoint.model.as_str()),
            ("http://file/v1", "flag")
        );
        assert_eq!(endpoint.timeout, Duration::from_secs(7));
        let settings = resolved(&["--depth", "quick", "--all"], file).unwrap();
        assert_eq!(
            (settings.reading.depth, settings.output.max),
            (Depth::Quick, None)
        );
    }

    #[test]
    fn the_file_names_a_variable_for_the_key_and_only_such_a_one() {
        let file = |name: &str| {
            format!("[model]\nname = \"m\"\nbase_url = \"http://f/v1\"\napi_key_env = \"{name}\"\n")
        };
        assert!(matches!(
            resolved(&[], &file("HOME")),
            Err(SettingsError::StrangeKeyName(_))
        ));
        let unset = "CLARIFY_TEST_UNSET_API_KEY";
        assert!(matches!(
            resolved(&[], &file(unset)),
            Err(SettingsError::NoKey(_))
        ));
        assert!(endpoint(&["--api-key", "typed"], &file(unset)).api_key.is_some());
    }

    #[test]
    fn typed_places_replace_those_of_the_file_role_by_role() {
        let file = "[context]\nstrategy = [\"s\"]\nglossary = [\"g.md\"]\n";
        let settings = resolved(&["--strategy", "other"], file).unwrap();
        let paths: Vec<_> = settings
            .job
            .places
            .iter()
            .map(|place| place.path.to_str().unwrap())
            .collect();
        assert_eq!(paths, ["other", "g.md"]);
    }
}
