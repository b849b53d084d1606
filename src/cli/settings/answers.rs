//! Where answers come from: nobody, a tape or an endpoint, and what is kept of them.

use super::{DEFAULT_ATTEMPTS, DEFAULT_TIMEOUT_S, SettingsError};
use crate::cli::args::JobArgs;
use crate::cli::config::{Config, own_path};
use crate::model::{Limits, PaceLimits, Price, PublicAddress};
use secrecy::SecretString;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

const OPENAI_URL: &str = "https://api.openai.com/v1";

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
    /// Whether the address was taken from the project's settings file.
    pub from_file: bool,
    pub api_key: Option<SecretString>,
    pub model: String,
    pub organization: Option<String>,
    pub timeout: Duration,
    pub attempts: usize,
    pub pace: PaceLimits,
    /// The folder in which is remembered how servers want to be asked.
    pub dialects: Option<PathBuf>,
    pub max_output_tokens: Option<u32>,
}

/// What happens to live answers.
#[derive(Clone, Debug)]
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
        /// The store that was named beside the tape: what it holds is copied, what is asked is kept there too.
        store: Option<PathBuf>,
    },
}

impl Keep {
    /// Returns the same, but with answers asked for anew and kept in place of the old ones.
    pub fn refreshing(&self) -> Self {
        match self.clone() {
            Self::Nothing => Self::Nothing,
            Self::Store { folder, .. } => Self::Store {
                folder,
                refresh: true,
            },
            Self::Tape {
                folder, note, store, ..
            } => Self::Tape {
                folder,
                note,
                refresh: true,
                store,
            },
        }
    }
}

/// How much may be spent, and what it costs.
#[derive(Debug)]
pub struct Spending {
    pub limits: Limits,
    pub prices: BTreeMap<String, Price>,
}

/// Says where answers come from. `key_is_typed` says that the key stood on the command line.
pub fn source(args: &JobArgs, config: &Config, key_is_typed: bool) -> Result<AnswerSource, SettingsError> {
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
    args: &JobArgs,
    config: &Config,
    model: Option<String>,
    key_is_typed: bool,
) -> Result<Option<EndpointSettings>, SettingsError> {
    let (typed, written) = (&args.endpoint, &config.model);
    let typed_url = non_empty(&typed.base_url);
    let is_written = typed_url.is_none() && written.base_url.is_some();
    let project = config.endpoint_from.as_deref().filter(|_| is_written);
    let api_key = api_key(args, config, key_is_typed, is_written)?;
    let fallback = api_key.is_some().then(|| OPENAI_URL.to_owned());
    let Some(base_url) = typed_url.or_else(|| written.base_url.clone()).or(fallback) else {
        return Ok(None);
    };
    if let Some(file) = project {
        check_trust(&base_url, file, args, config)?;
    }
    let Some(model) = model else {
        return Err(SettingsError::NoModel(base_url));
    };
    Ok(Some(EndpointSettings {
        base_url,
        from_file: project.is_some(),
        api_key,
        model,
        organization: non_empty(&typed.organization).or_else(|| written.organization.clone()),
        timeout: Duration::from_secs(typed.timeout.or(written.timeout).unwrap_or(DEFAULT_TIMEOUT_S)),
        attempts: usize::from(typed.attempts.or(written.attempts).unwrap_or(DEFAULT_ATTEMPTS)),
        pace: pace(args, config),
        dialects: if is_off(args, config) {
            None
        } else {
            cache("dialects")
        },
        max_output_tokens: typed.max_output_tokens.or(written.max_output_tokens),
    }))
}

/// Refuses to send anything where only a project's file says so: whoever wrote it would get the key of whoever checks
/// the project out, and any document that the file names as context. This machine is trusted; any other address the
/// user has to trust, here or in the file of their own.
fn check_trust(base_url: &str, file: &Path, args: &JobArgs, config: &Config) -> Result<(), SettingsError> {
    let address = PublicAddress::of(base_url)?;
    let mut trusted = config.trusted_endpoints.iter().map(|url| PublicAddress::of(url));
    let is_named = trusted.any(|known| known.is_ok_and(|known| known == address));
    if address.is_loopback || args.endpoint.trust_project_endpoint || is_named {
        return Ok(());
    }
    Err(SettingsError::Untrusted {
        file: file.to_owned(),
        address: address.text,
        own: own_path(),
    })
}

fn pace(args: &JobArgs, config: &Config) -> PaceLimits {
    let (typed, written) = (&args.endpoint, &config.model);
    PaceLimits {
        jobs: super::jobs(args, config),
        requests_per_minute: typed.rpm.or(written.rpm),
        tokens_per_minute: typed.tpm.or(written.tpm),
    }
}

/// Finds the key: typed, else from the variable that the settings file names for its own endpoint, else from
/// `OPENAI_API_KEY`. So a key meant for one endpoint does not go to another by accident.
fn api_key(
    args: &JobArgs,
    config: &Config,
    key_is_typed: bool,
    is_written: bool,
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
        None if is_written => Err(SettingsError::NoKey(name.clone())),
        None => Ok(typed),
    }
}

fn keep(args: &JobArgs, config: &Config) -> Keep {
    let exchanges = &args.exchanges;
    if let Some(folder) = exchanges.record.clone() {
        return Keep::Tape {
            folder,
            note: exchanges.record_note.clone(),
            refresh: exchanges.refresh,
            store: exchanges.store.clone(),
        };
    }
    if is_off(args, config) {
        return Keep::Nothing;
    }
    let folder = exchanges
        .store
        .clone()
        .or_else(|| config.store.folder.clone())
        .or_else(|| cache("exchanges"));
    Keep::Store {
        folder,
        refresh: exchanges.refresh,
    }
}

/// Tells whether nothing is to be kept from run to run.
fn is_off(args: &JobArgs, config: &Config) -> bool {
    let exchanges = &args.exchanges;
    exchanges.no_store || (exchanges.store.is_none() && config.store.enabled == Some(false))
}

/// Returns a folder of clarify's own in the user's cache folder, where the system has one.
fn cache(name: &str) -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    let base = etcetera::choose_base_strategy().ok()?;
    Some(base.cache_dir().join("clarify").join(name))
}

/// Takes an empty variable for one that is not set.
fn non_empty(value: &Option<String>) -> Option<String> {
    value
        .as_deref()
        .map(str::trim)
        .filter(|value| !value.is_empty())
        .map(str::to_owned)
}
