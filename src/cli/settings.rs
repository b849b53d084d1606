//! The settings as meant: flags over environment over `clarify.toml` over defaults, with nothing left open.

use super::args::{ColorArg, DepthArg, FailOn, FormatArg, OutputArgs, ReviewArgs};
use super::config::{Config, DepthConfig, Found};
use crate::context::Place;
use crate::domain::{Depth, Reader, Role, Severity, Stakeholder};
use crate::model::{Limits, Price};
use crate::rules::{Policy, RuleSettings};
use secrecy::SecretString;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

const OPENAI_URL: &str = "https://api.openai.com/v1";
const DEFAULT_TIMEOUT_S: u64 = 600;
const DEFAULT_ATTEMPTS: u8 = 5;
const DEFAULT_JOBS: u16 = 4;
const DEFAULT_MAX_FINDINGS: usize = 10;
/// About 64 KB of English text each.
const DEFAULT_SPEC_TOKENS: usize = 16_000;
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
    /// A recording or a dry run needs an endpoint.
    #[error("{0} needs a model to ask, and none is configured")]
    NoEndpoint(&'static str),
}

/// The settings of a review.
#[derive(Debug)]
pub struct Settings {
    pub config_path: Option<PathBuf>,
    pub specs: Vec<PathBuf>,
    pub places: Vec<Place>,
    pub stakeholders: Vec<Stakeholder>,
    pub prompts: Option<PathBuf>,
    pub reading: Reading,
    pub source: AnswerSource,
    pub jobs: usize,
    pub dry_run: bool,
    pub output: Output,
    /// Which wording rules hold where.
    pub policy: Policy,
    /// The rules' settings as written.
    pub rules: RuleSettings,
}

/// How to read.
#[derive(Debug)]
pub struct Reading {
    pub depth: Depth,
    pub readers: Vec<Reader>,
    pub spec_tokens: usize,
    pub context_tokens: usize,
    pub parameters: serde_json::Map<String, serde_json::Value>,
}

/// Where answers come from.
#[derive(Debug)]
pub enum AnswerSource {
    /// Nobody is asked: the rules alone.
    Rules {
        /// Whether that is what was asked for, rather than for want of an endpoint.
        wanted: bool,
    },
    /// From a tape.
    Tape { folder: PathBuf, model: Option<String> },
    /// From an endpoint.
    Live {
        endpoint: Box<EndpointSettings>,
        keep: Keep,
        spending: Spending,
    },
}

/// An endpoint and how to use it.
#[derive(Debug)]
pub struct EndpointSettings {
    pub base_url: String,
    /// Whether the address was taken from the settings file.
    pub from_file: bool,
    pub api_key: Option<SecretString>,
    pub model: String,
    pub organization: Option<String>,
    pub timeout: Duration,
    pub attempts: usize,
    pub max_output_tokens: Option<u32>,
}

/// What happens to live answers.
#[derive(Debug)]
pub enum Keep {
    Nothing,
    Store {
        folder: Option<PathBuf>,
        refresh: bool,
    },
    Tape {
        folder: PathBuf,
        note: Option<String>,
        refresh: bool,
    },
}

/// How much may be spent, and what it costs.
#[derive(Debug)]
pub struct Spending {
    pub limits: Limits,
    pub prices: BTreeMap<String, Price>,
}

/// What comes out.
#[derive(Debug)]
pub struct Output {
    pub format: FormatArg,
    pub file: Option<PathBuf>,
    pub max: Option<usize>,
    pub show_set_aside: bool,
    pub fail_on: Option<Severity>,
    pub color: ColorArg,
    pub quiet: bool,
    pub verbose: bool,
}

/// Puts flags, environment, file and defaults together. `key_is_typed` says that the key stood on the command line.
pub fn resolve(args: ReviewArgs, found: Found, key_is_typed: bool) -> Result<Settings, SettingsError> {
    let Found { path, config, policy } = found;
    Ok(Settings {
        config_path: path,
        places: places(&args, &config),
        reading: reading(&args, &config),
        source: source(&args, &config, key_is_typed)?,
        jobs: usize::from(args.endpoint.jobs.or(config.model.jobs).unwrap_or(DEFAULT_JOBS)),
        dry_run: args.limits.dry_run,
        prompts: args.reading.prompts.or(config.review.prompts),
        specs: args.specs,
        output: output(args.output, config.review.max, config.review.fail_on),
        stakeholders: config.stakeholders,
        policy,
        rules: config.rules,
    })
}

/// Flags of a role replace the file's entries of that role.
fn places(args: &ReviewArgs, config: &Config) -> Vec<Place> {
    let (typed, written) = (&args.context, &config.context);
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

fn reading(args: &ReviewArgs, config: &Config) -> Reading {
    let typed = args.reading.depth.map(|depth| match depth {
        DepthArg::Quick => Depth::Quick,
        DepthArg::Standard => Depth::Standard,
        DepthArg::Deep => Depth::Deep,
    });
    let written = config.review.depth.map(|depth| match depth {
        DepthConfig::Quick => Depth::Quick,
        DepthConfig::Standard => Depth::Standard,
        DepthConfig::Deep => Depth::Deep,
    });
    let readers = [&args.reading.reader, &config.review.readers];
    let chosen = readers.into_iter().find(|readers| !readers.is_empty()).cloned();
    let (review, context) = (&config.review, &config.context);
    Reading {
        depth: typed.or(written).unwrap_or(Depth::Standard),
        readers: chosen.unwrap_or_else(|| Reader::DEFAULT.to_vec()),
        spec_tokens: args
            .reading
            .spec_tokens
            .or(review.spec_tokens)
            .unwrap_or(DEFAULT_SPEC_TOKENS),
        context_tokens: args
            .context
            .context_tokens
            .or(context.tokens)
            .unwrap_or(DEFAULT_CONTEXT_TOKENS),
        parameters: config.model.parameters.clone(),
    }
}

fn source(args: &ReviewArgs, config: &Config, key_is_typed: bool) -> Result<AnswerSource, SettingsError> {
    if args.reading.rules_only {
        return Ok(AnswerSource::Rules { wanted: true });
    }
    let model = non_empty(&args.endpoint.model).or_else(|| config.model.name.clone());
    if let Some(folder) = args.exchanges.replay.clone() {
        return Ok(AnswerSource::Tape { folder, model });
    }
    let Some(endpoint) = endpoint(args, config, model, key_is_typed)? else {
        return match (&args.exchanges.record, args.limits.dry_run) {
            (Some(_), _) => Err(SettingsError::NoEndpoint("--record")),
            (None, true) => Err(SettingsError::NoEndpoint("--dry-run")),
            (None, false) => Ok(AnswerSource::Rules { wanted: false }),
        };
    };
    let limits = Limits {
        max_cost_usd: args.limits.max_cost,
        max_tokens: args.limits.max_tokens,
    };
    let spending = Spending {
        limits,
        prices: config.prices.clone(),
    };
    Ok(AnswerSource::Live {
        endpoint: Box::new(endpoint),
        keep: keep(args, config),
        spending,
    })
}

fn endpoint(
    args: &ReviewArgs,
    config: &Config,
    model: Option<String>,
    key_is_typed: bool,
) -> Result<Option<EndpointSettings>, SettingsError> {
    let (typed, written) = (&args.endpoint, &config.model);
    let typed_url = non_empty(&typed.base_url);
    let from_file = typed_url.is_none() && written.base_url.is_some();
    let api_key = api_key(args, config, key_is_typed, from_file)?;
    let fallback = api_key.is_some().then(|| OPENAI_URL.to_owned());
    let Some(base_url) = typed_url.or_else(|| written.base_url.clone()).or(fallback) else {
        return Ok(None);
    };
    let Some(model) = model else {
        return Err(SettingsError::NoModel(base_url));
    };
    Ok(Some(EndpointSettings {
        base_url,
        from_file,
        api_key,
        model,
        organization: non_empty(&typed.organization).or_else(|| written.organization.clone()),
        timeout: Duration::from_secs(typed.timeout.or(written.timeout).unwrap_or(DEFAULT_TIMEOUT_S)),
        attempts: usize::from(typed.attempts.or(written.attempts).unwrap_or(DEFAULT_ATTEMPTS)),
        max_output_tokens: typed.max_output_tokens.or(written.max_output_tokens),
    }))
}

/// Finds the key: typed, else from the variable that the settings file names for its own endpoint, else from
/// `OPENAI_API_KEY`. So a key meant for one endpoint does not go to another by accident.
fn api_key(
    args: &ReviewArgs,
    config: &Config,
    key_is_typed: bool,
    from_file: bool,
) -> Result<Option<SecretString>, SettingsError> {
    let typed = non_empty(&args.endpoint.api_key).map(SecretString::from);
    let Some(name) = config.model.api_key_env.as_ref().filter(|_| !key_is_typed) else {
        return Ok(typed);
    };
    if !name.ends_with("API_KEY") {
        return Err(SettingsError::StrangeKeyName(name.clone()));
    }
    match std::env::var(name).ok().filter(|key| !key.trim().is_empty()) {
        Some(key) => Ok(Some(SecretString::from(key))),
        None if from_file => Err(SettingsError::NoKey(name.clone())),
        None => Ok(typed),
    }
}

fn keep(args: &ReviewArgs, config: &Config) -> Keep {
    let exchanges = &args.exchanges;
    if let Some(folder) = exchanges.record.clone() {
        return Keep::Tape {
            folder,
            note: exchanges.record_note.clone(),
            refresh: exchanges.refresh,
        };
    }
    let is_off = exchanges.no_store || (exchanges.store.is_none() && config.store.enabled == Some(false));
    if is_off {
        return Keep::Nothing;
    }
    let folder = exchanges
        .store
        .clone()
        .or_else(|| config.store.folder.clone())
        .or_else(default_store);
    Keep::Store {
        folder,
        refresh: exchanges.refresh,
    }
}

/// Returns the folder for answers in the user's cache folder, where the system has one.
fn default_store() -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    let base = etcetera::choose_base_strategy().ok()?;
    Some(base.cache_dir().join("clarify").join("exchanges"))
}

fn output(args: OutputArgs, max: Option<usize>, fail_on: Option<FailOn>) -> Output {
    let max = args.max.or(max).unwrap_or(DEFAULT_MAX_FINDINGS);
    let fail_on = match args.fail_on.or(fail_on).unwrap_or(FailOn::Never) {
        FailOn::Blocker => Some(Severity::Blocker),
        FailOn::Major => Some(Severity::Major),
        FailOn::Minor => Some(Severity::Minor),
        FailOn::Note => Some(Severity::Note),
        FailOn::Never => None,
    };
    Output {
        format: args.format.unwrap_or(FormatArg::Text),
        file: args.output,
        max: (!args.all).then_some(max),
        show_set_aside: args.show_set_aside,
        fail_on,
        color: args.color,
        quiet: args.quiet,
        verbose: args.verbose,
    }
}

/// Takes an empty variable for one that is not set.
fn non_empty(value: &Option<String>) -> Option<String> {
    value
        .as_deref()
        .map(str::trim)
        .filter(|value| !value.is_empty())
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::{Cli, Command};
    use clap::Parser;

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
        resolve(*args, found, flags.contains(&"--api-key"))
    }

    fn endpoint(flags: &[&str], file: &str) -> EndpointSettings {
        match resolved(flags, file).unwrap().source {
            AnswerSource::Live { endpoint, .. } => *endpoint,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn without_an_endpoint_only_the_rules_run() {
        let settings = resolved(&[], "").unwrap();
        assert!(matches!(settings.source, AnswerSource::Rules { wanted: false }));
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
            (OPENAI_URL, "m")
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
            .places
            .iter()
            .map(|place| place.path.to_str().unwrap())
            .collect();
        assert_eq!(paths, ["other", "g.md"]);
    }
}
