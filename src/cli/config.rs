//! Settings files as written: a project's `clarify.toml` over the user's own file. Every entry is optional, unknown
//! entries are refused with their place.

use super::args::FailOn;
use crate::domain::{Reader, Stakeholder};
use crate::model::Price;
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
    pub store: StoreConfig,
    /// US dollars per million tokens, by the model's name.
    pub prices: BTreeMap<String, Price>,
    pub stakeholders: Vec<Stakeholder>,
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
    pub prompts: Option<PathBuf>,
    pub max: Option<usize>,
    pub fail_on: Option<FailOn>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DepthConfig {
    Quick,
    Standard,
    Deep,
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
        return Ok(Found {
            path: None,
            own,
            config: own_config,
        });
    };
    let mut config = read(&path)?;
    if !config.trusted_endpoints.is_empty() {
        return Err(ConfigError::TrustsItself { path });
    }
    config.endpoint_from = config.model.base_url.is_some().then(|| path.clone());
    Ok(Found {
        path: Some(path),
        own,
        config: config.over(own_config),
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
    config.place_at(path.parent().unwrap_or(Path::new("")));
    Ok(config)
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
fn shortened(path: PathBuf) -> PathBuf {
    let inner = std::env::current_dir()
        .ok()
        .and_then(|here| path.strip_prefix(here).ok().map(Path::to_owned));
    inner.unwrap_or(path)
}

/// Takes a list of the one file as a whole, or that of the other where the one has none.
fn filled<T>(list: Vec<T>, other: Vec<T>) -> Vec<T> {
    if list.is_empty() { other } else { list }
}

impl Config {
    /// Lays these settings over others, entry by entry.
    fn over(self, below: Self) -> Self {
        let mut prices = below.prices;
        prices.extend(self.prices);
        Self {
            model: self.model.over(below.model),
            context: self.context.over(below.context),
            review: self.review.over(below.review),
            store: StoreConfig {
                folder: self.store.folder.or(below.store.folder),
                enabled: self.store.enabled.or(below.store.enabled),
            },
            prices,
            stakeholders: filled(self.stakeholders, below.stakeholders),
            trusted_endpoints: filled(self.trusted_endpoints, below.trusted_endpoints),
            endpoint_from: self.endpoint_from.or(below.endpoint_from),
        }
    }

    /// Makes paths relative to the settings file's folder.
    fn place_at(&mut self, folder: &Path) {
        let context = &mut self.context;
        let lists = [
            &mut context.strategy,
            &mut context.glossary,
            &mut context.decisions,
        ];
        let single = [self.review.prompts.as_mut(), self.store.folder.as_mut()];
        let all = lists.into_iter().flatten().chain(single.into_iter().flatten());
        all.for_each(|path| *path = folder.join(&*path));
    }
}

impl ModelConfig {
    fn over(self, below: Self) -> Self {
        let mut parameters = below.parameters;
        parameters.extend(self.parameters);
        // A key goes with the address that it was named for.
        let key_below = below.api_key_env.filter(|_| self.base_url.is_none());
        Self {
            name: self.name.or(below.name),
            base_url: self.base_url.or(below.base_url),
            api_key_env: self.api_key_env.or(key_below),
            organization: self.organization.or(below.organization),
            timeout: self.timeout.or(below.timeout),
            attempts: self.attempts.or(below.attempts),
            jobs: self.jobs.or(below.jobs),
            rpm: self.rpm.or(below.rpm),
            tpm: self.tpm.or(below.tpm),
            max_output_tokens: self.max_output_tokens.or(below.max_output_tokens),
            parameters,
        }
    }
}

impl ContextConfig {
    fn over(self, below: Self) -> Self {
        Self {
            strategy: filled(self.strategy, below.strategy),
            glossary: filled(self.glossary, below.glossary),
            decisions: filled(self.decisions, below.decisions),
            tokens: self.tokens.or(below.tokens),
        }
    }
}

impl ReviewConfig {
    fn over(self, below: Self) -> Self {
        Self {
            depth: self.depth.or(below.depth),
            readers: filled(self.readers, below.readers),
            spec_tokens: self.spec_tokens.or(below.spec_tokens),
            prompts: self.prompts.or(below.prompts),
            max: self.max.or(below.max),
            fail_on: self.fail_on.or(below.fail_on),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads the settings of a folder, whatever the tester's own file says.
    fn find(named: Option<&Path>, start: &Path) -> Result<Found, ConfigError> {
        find_over(Config::default(), None, named, start)
    }

    fn parsed(text: &str) -> Config {
        toml::from_str(text).unwrap()
    }

    #[test]
    fn the_file_of_the_project_lies_over_that_of_the_user_entry_by_entry() {
        let own = parsed(
            "trusted_endpoints = [\"https://t/v1\"]\n[model]\nname = \"own\"\njobs = 9\n[model.parameters]\nseed = 1\ntop_p = 1\n\
             [review]\nmax = 3\n[prices.a]\ninput = 1\noutput = 1\n[context]\nstrategy = [\"own\"]\nglossary = [\"own\"]\n",
        );
        let project = parsed(
            "[model]\nname = \"project\"\n[model.parameters]\nseed = 2\n[prices.b]\ninput = 2\noutput = 2\n\
             [context]\nstrategy = [\"project\"]\n",
        );
        let both = project.over(own);
        assert_eq!(
            (both.model.name.as_deref(), both.model.jobs),
            (Some("project"), Some(9))
        );
        assert_eq!(
            (&both.model.parameters["seed"], &both.model.parameters["top_p"]),
            (&2.into(), &1.into())
        );
        assert_eq!((both.review.max, both.prices.len()), (Some(3), 2));
        assert_eq!(
            (both.context.strategy, both.context.glossary),
            (vec!["project".into()], vec!["own".into()])
        );
        assert_eq!(both.trusted_endpoints, ["https://t/v1"]);
    }

    #[test]
    fn a_key_that_the_user_named_for_one_address_does_not_go_with_that_of_a_project() {
        let own = || parsed("[model]\nbase_url = \"https://own/v1\"\napi_key_env = \"OWN_API_KEY\"\n");
        let elsewhere = parsed("[model]\nbase_url = \"https://project/v1\"\n").over(own());
        assert_eq!(elsewhere.model.api_key_env, None);
        let same = parsed("[model]\nname = \"m\"\n").over(own());
        assert_eq!(same.model.api_key_env.as_deref(), Some("OWN_API_KEY"));
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
