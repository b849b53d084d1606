//! Settings files as written: a project's `clarify.toml` over the user's own file. Every entry is optional, unknown
//! entries are refused with their place.

mod layers;

use super::args::FailOn;
use crate::document::Columns;
use crate::domain::{Depth, Reader, Stakeholder, Team};
use crate::model::Price;
use crate::rules::{Policy, PolicyError, RuleSettings};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The name of a project's settings file.
pub const FILE_NAME: &str = "clarify.toml";

/// Says why the settings file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// It could not be read.
    #[error("the settings file {} could not be read: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
    },
    /// It holds a key.
    #[error("the settings file {} holds a key in line {line}", path.display())]
    HoldsKey {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
    },
    /// A project trusts its own endpoint.
    #[error("the settings file {} holds `trusted_endpoints`, which is not for a project to say", path.display())]
    TrustsItself {
        /// The file.
        path: PathBuf,
    },
    /// It is no valid settings file.
    #[error("the settings file {} has an error:\n{message}", path.display())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// What is wrong, with its place.
        message: String,
    },
}

/// The settings file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    pub model: ModelConfig,
    pub context: ContextConfig,
    pub review: ReviewConfig,
    pub brief: BriefConfig,
    pub audit: AuditConfig,
    pub apply: ApplyConfig,
    pub store: StoreConfig,
    pub rules: RuleSettings,
    /// US dollars per million tokens, by the model's name.
    pub prices: BTreeMap<String, Price>,
    pub stakeholders: Vec<Stakeholder>,
    /// The teams that briefs are written for, in place of the built-in ones.
    pub teams: Vec<Team>,
    /// Endpoints of projects that keys may be sent to; stands in the user's own file alone.
    pub trusted_endpoints: Vec<String>,
    /// The project's file, where the endpoint's address comes from it and not from the user's own.
    #[serde(skip)]
    pub endpoint_from: Option<PathBuf>,
}

/// Whom to ask.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ModelConfig {
    pub name: Option<String>,
    pub base_url: Option<String>,
    /// The name of the environment variable that holds the key. A key itself never stands in a file.
    pub api_key_env: Option<String>,
    pub organization: Option<String>,
    /// Seconds.
    pub timeout: Option<u64>,
    pub attempts: Option<u8>,
    pub jobs: Option<u16>,
    /// Requests a minute.
    pub rpm: Option<u32>,
    /// Tokens a minute.
    pub tpm: Option<u64>,
    pub max_output_tokens: Option<u32>,
    /// Further body parameters, such as `temperature`, as the server knows them.
    pub parameters: serde_json::Map<String, serde_json::Value>,
}

/// What specs are held against. Paths are relative to the settings file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ContextConfig {
    pub strategy: Vec<PathBuf>,
    pub glossary: Vec<PathBuf>,
    pub decisions: Vec<PathBuf>,
    pub tokens: Option<usize>,
}

/// How to read and what to show.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ReviewConfig {
    pub depth: Option<DepthConfig>,
    pub readers: Vec<Reader>,
    pub spec_tokens: Option<usize>,
    /// Which columns of a sheet hold what, such as `text=Description`.
    pub columns: Vec<Columns>,
    pub prompts: Option<PathBuf>,
    pub max: Option<usize>,
    pub fail_on: Option<FailOn>,
    /// Whether findings are remembered from review to review.
    pub track: Option<bool>,
    /// Where they are remembered.
    pub state: Option<PathBuf>,
}

/// Which documents of a folder are audited, and how they are judged.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AuditConfig {
    /// How far the review of each document goes; that of `[review]` where it is not set.
    pub depth: Option<DepthConfig>,
    pub include: Vec<String>,
    pub exclude: Vec<String>,
    /// A document with a finding at least this severe is blocked.
    pub blocked_at: Option<FailOn>,
    /// A document with a finding at least this severe needs answers.
    pub needs_answers_at: Option<FailOn>,
    pub comparisons: Option<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DepthConfig {
    Quick,
    Standard,
    Deep,
}

/// How to read notes and what to show.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct BriefConfig {
    pub notes_tokens: Option<usize>,
    pub citations: Option<bool>,
}

impl DepthConfig {
    /// Returns the depth that is meant.
    pub fn depth(self) -> Depth {
        match self {
            Self::Quick => Depth::Quick,
            Self::Standard => Depth::Standard,
            Self::Deep => Depth::Deep,
        }
    }
}

/// Where decisions are written down.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ApplyConfig {
    /// A file of decisions, in place of a section in each spec.
    pub decisions_file: Option<PathBuf>,
}

/// Where answers are kept.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StoreConfig {
    pub folder: Option<PathBuf>,
    pub enabled: Option<bool>,
}

/// The settings of the files, and where they were found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The project's file.
    pub path: Option<PathBuf>,
    /// The user's own file.
    pub own: Option<PathBuf>,
    /// The one over the other.
    pub config: Config,
    /// What the rules' settings come to.
    pub policy: Policy,
}

/// Reads the file named, else the nearest `clarify.toml` in `start` or a folder above it, over the user's own file.
/// Either may be missing.
pub fn find(named: Option<&Path>, start: &Path) -> Result<Found, ConfigError> {
    let own = own_path().filter(|path| path.is_file());
    let config = own.as_deref().map(read).transpose()?.unwrap_or_default();
    find_over(config, own, named, start)
}

fn find_over(
    own_config: Config,
    own: Option<PathBuf>,
    named: Option<&Path>,
    start: &Path,
) -> Result<Found, ConfigError> {
    let path = match named {
        Some(path) => Some(path.to_owned()),
        None => nearest(start),
    };
    let Some(path) = path else {
        let policy = policy(&own_config, own.as_deref(), Path::new(""))?;
        return Ok(Found {
            path: None,
            own,
            config: own_config,
            policy,
        });
    };
    let mut config = read(&path)?;
    if !config.trusted_endpoints.is_empty() {
        return Err(ConfigError::TrustsItself { path });
    }
    config.endpoint_from = config.model.base_url.is_some().then(|| path.clone());
    let config = config.over(own_config);
    let policy = policy(&config, Some(&path), path.parent().unwrap_or(Path::new("")))?;
    Ok(Found {
        path: Some(path),
        own,
        config,
        policy,
    })
}

/// Makes the policy of all files together. Patterns are relative to the project's file, or where there is none, to the
/// current folder.
fn policy(config: &Config, path: Option<&Path>, root: &Path) -> Result<Policy, ConfigError> {
    Policy::new(&config.rules, root).map_err(|error| ConfigError::Invalid {
        path: path.unwrap_or(root).to_owned(),
        message: error.to_string(),
    })
}

/// Returns where the user's own settings file would be.
pub fn own_path() -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    let base = etcetera::choose_base_strategy().ok()?;
    Some(base.config_dir().join("clarify").join("config.toml"))
}

fn read(path: &Path) -> Result<Config, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Unreadable {
        path: path.to_owned(),
        source,
    })?;
    // An error of the parser would show the line, and so the key.
    if let Some(line) = line_with_key(&text) {
        let path = path.to_owned();
        return Err(ConfigError::HoldsKey { path, line });
    }
    let mut config: Config = toml::from_str(&text).map_err(|error| ConfigError::Invalid {
        path: path.to_owned(),
        message: error.to_string(),
    })?;
    let folder = path.parent().unwrap_or(Path::new(""));
    config.place_at(folder);
    // The rules of each file are tried alone, so that a mistake is shown with its place.
    Policy::validate(&config.rules).map_err(|error| ConfigError::Invalid {
        path: path.to_owned(),
        message: placed(&error, &text),
    })?;
    Ok(config)
}

/// Shows an error in the rules' settings as the parser shows its own: with the line and what stands there.
fn placed(error: &PolicyError, text: &str) -> String {
    let Some(place) = &error.place else {
        return error.to_string();
    };
    let before = &text[..place.start];
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let column = before[start..].chars().count() + 1;
    let shown = text[start..].lines().next().unwrap_or_default();
    format!("line {line}, column {column}\n{line} | {shown}\n{error}")
}

fn line_with_key(text: &str) -> Option<usize> {
    text.lines().position(sets_key).map(|index| index + 1)
}

/// Tells whether a line gives a value to a key or the like: by itself, in an inline table, or as other formats write it.
fn sets_key(line: &str) -> bool {
    let mut signs = line.match_indices(['=', ':']);
    signs.any(|(at, sign)| {
        let before = &line[..at];
        let name = match sign {
            "=" => before.rsplit(['{', ',', '.']).next().unwrap_or_default(),
            _ => before,
        };
        names_secret(name.trim().trim_matches(['"', '\'']))
    })
}

fn names_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase().replace('-', "_");
    let last = name.rsplit('_').next().unwrap_or_default();
    matches!(last, "key" | "apikey" | "token" | "secret" | "password")
        && name
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

fn nearest(start: &Path) -> Option<PathBuf> {
    let start = std::path::absolute(start).ok()?;
    let found = start
        .ancestors()
        .map(|folder| folder.join(FILE_NAME))
        .find(|path| path.is_file())?;
    Some(shortened(found))
}

/// Shows a path under the current folder as people would type it.
pub fn shortened(path: PathBuf) -> PathBuf {
    let inner = std::env::current_dir()
        .ok()
        .and_then(|here| path.strip_prefix(here).ok().map(Path::to_owned));
    inner.unwrap_or(path)
}

impl Config {
    /// Makes paths relative to the settings file's folder.
    fn place_at(&mut self, folder: &Path) {
        let context = &mut self.context;
        let lists = [
            &mut context.strategy,
            &mut context.glossary,
            &mut context.decisions,
        ];
        let single = [
            self.review.prompts.as_mut(),
            self.review.state.as_mut(),
            self.store.folder.as_mut(),
            self.apply.decisions_file.as_mut(),
        ];
        let all = lists.into_iter().flatten().chain(single.into_iter().flatten());
        all.for_each(|path| *path = folder.join(&*path));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads the settings of a folder, whatever the tester's own file says.
    fn find(named: Option<&Path>, start: &Path) -> Result<Found, ConfigError> {
        find_over(Config::default(), None, named, start)
    }

    #[test]
    fn a_project_cannot_trust_its_own_endpoint() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE_NAME);
        std::fs::write(&path, "trusted_endpoints = [\"https://evil.example/v1\"]\n").unwrap();
        let error = find(None, folder.path()).unwrap_err();
        assert!(matches!(error, ConfigError::TrustsItself { .. }), "{error}");
    }

    #[test]
    fn the_nearest_file_above_is_found_and_its_paths_are_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("a/b");
        std::fs::create_dir_all(&inner).unwrap();
        std::fs::write(
            folder.path().join(FILE_NAME),
            "[context]\nstrategy = [\"strategy\"]\n",
        )
        .unwrap();
        let found = find(None, &inner).unwrap();
        assert!(found.path.unwrap().ends_with(FILE_NAME));
        assert!(found.config.context.strategy[0].starts_with(folder.path()));
    }

    #[test]
    fn a_misspelt_entry_is_shown_with_its_line_and_the_names_that_exist() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.toml");
        std::fs::write(&path, "[model]\nname = \"m\"\nbase_ulr = \"x\"\n").unwrap();
        let error = find(Some(&path), folder.path()).unwrap_err().to_string();
        assert!(error.contains("line 3") && error.contains("base_url"), "{error}");
        assert!(find(Some(Path::new("/nowhere.toml")), folder.path()).is_err());
    }

    #[test]
    fn a_key_in_the_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.toml");
        std::fs::write(&path, "[model]\napi_key = \"sk-secret\"\n").unwrap();
        let error = find(Some(&path), folder.path()).unwrap_err().to_string();
        assert!(
            error.contains("holds a key in line 2") && !error.contains("sk-secret"),
            "{error}"
        );
    }
}
