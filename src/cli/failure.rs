//! Failures as people meet them: what went wrong, and what to do about it. Every error is converted here, once.

use super::config::ConfigError;
use super::output::OutputError;
use super::settings::SettingsError;
use crate::context::ContextError;
use crate::document::LoadError;
use crate::domain::TrackError;
use crate::engine::{EngineError, Unusable};
use crate::model::AskError;
use crate::prompt::PromptError;
use crate::report::plain_line;
use crate::state::{FileError, StateError};
use std::path::Path;
use std::time::Duration;

/// Something that could not be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What went wrong.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Failure {
    /// Makes a failure.
    pub fn new(message: impl Into<String>, hint: Option<String>) -> Self {
        Self {
            message: message.into(),
            hint,
        }
    }

    /// Writes the failure to standard error.
    pub fn print(&self) {
        let message: Vec<String> = self.message.lines().map(kept_layout).collect();
        eprintln!("error: {}", message.join("\n"));
        if let Some(hint) = &self.hint {
            eprintln!("  help: {}", plain_line(hint));
        }
    }
}

/// Disarms a line and keeps its indentation, so that a caret stays under its word.
fn kept_layout(line: &str) -> String {
    let indent = line.len() - line.trim_start_matches(' ').len();
    format!("{}{}", &line[..indent], plain_line(line))
}

fn hinted(error: &impl std::fmt::Display, hint: &str) -> Failure {
    Failure::new(error.to_string(), Some(hint.to_owned()))
}

impl From<LoadError> for Failure {
    fn from(error: LoadError) -> Self {
        Self::new(error.to_string(), Some(error.hint()))
    }
}

impl From<ContextError> for Failure {
    fn from(error: ContextError) -> Self {
        match error {
            ContextError::Load(error) => error.into(),
            ContextError::Walk(_) => hinted(
                &error,
                "check the path given to --strategy, --glossary or --decisions",
            ),
            ContextError::NothingIn { .. } => {
                hinted(&error, "name a folder with .md or .txt files, or a file")
            }
        }
    }
}

impl From<StateError> for Failure {
    fn from(error: StateError) -> Self {
        let hint = match &error {
            StateError::Unreadable { .. } => "check that it is a text file and that you may read it".into(),
            StateError::Broken { path, error } => broken_state_hint(path, error),
            StateError::Unwritable { .. } => {
                "check that you may write there and that the disk has room".into()
            }
            StateError::Busy { .. } => "run the same command again".into(),
        };
        Self::new(error.to_string(), Some(hint))
    }
}

fn broken_state_hint(path: &Path, error: &FileError) -> String {
    let path = path.display();
    match error {
        FileError::Conflict { .. } => {
            format!("join both sides, so that nothing is lost: clarify merge-state {path}")
        }
        FileError::Newer { .. } => "use a newer clarify".into(),
        FileError::Nonsense(_) => {
            format!(
                "nothing was changed: mend it by hand, or take an earlier version of it (git checkout -- {path})"
            )
        }
    }
}

impl From<TrackError> for Failure {
    fn from(error: TrackError) -> Self {
        let hint = match &error {
            TrackError::UnknownId { .. } => {
                "clarify status lists the documents; a tracked review shows the ids"
            }
            TrackError::Empty { .. } => "say it in a few words",
            TrackError::Resolved { .. } => "nothing needs to be done",
        };
        hinted(&error, hint)
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        let hint = match &error {
            ConfigError::Unreadable { .. } => "check the path given to --config",
            ConfigError::HoldsKey { .. } => {
                "take the key out, put it into an environment variable and name that: api_key_env = \"MY_API_KEY\""
            }
            ConfigError::TrustsItself { .. } => {
                "take it out; your own file, clarify/config.toml in your folder for settings, is the place for it"
            }
            ConfigError::Invalid { .. } => "the README lists the settings",
        };
        hinted(&error, hint)
    }
}

impl From<SettingsError> for Failure {
    fn from(error: SettingsError) -> Self {
        let hint = match &error {
            SettingsError::Untrusted { address, own, .. } => {
                return untrusted(&error, address, own.as_deref());
            }
            SettingsError::NoModel(_) => {
                "name one with --model or OPENAI_MODEL, or run the rules alone: --rules-only"
            }
            SettingsError::NoKey(_) => "set it, or take api_key_env out if the endpoint needs no key",
            SettingsError::StrangeKeyName(_) => "name a variable such as MY_GATEWAY_API_KEY",
            SettingsError::NotCompact(_) => "leave out one of the two",
            SettingsError::NothingToAsk => {
                "set OPENAI_API_KEY and OPENAI_MODEL, or --base-url and --model; a recording is replayed with --replay DIR"
            }
            SettingsError::NothingToTrack => {
                "save it as a file, or leave out --track, --state, --baseline and --whole"
            }
            SettingsError::UnknownTeam { .. } => {
                "name a team of clarify.toml ([[teams]]) or a built-in one: engineering, design, data, marketing, sales, support"
            }
            SettingsError::Address(_) => "see clarify review --help",
            SettingsError::NoEndpoint(_) => "set OPENAI_API_KEY and OPENAI_MODEL, or --base-url and --model",
        };
        hinted(&error, hint)
    }
}

/// Says exactly what to type for a project's endpoint that is to be trusted.
fn untrusted(error: &SettingsError, address: &str, own: Option<&Path>) -> Failure {
    let own = own.map_or_else(
        || "your own settings file".to_owned(),
        |path| path.display().to_string(),
    );
    let hint = format!(
        "if you trust it, add --trust-project-endpoint, or for good this line at the top of {own}: \
         trusted_endpoints = [\"{address}\"]"
    );
    Failure::new(error.to_string(), Some(hint))
}

impl From<PromptError> for Failure {
    fn from(error: PromptError) -> Self {
        hinted(&error, "mend the template, or leave --prompts out")
    }
}

impl From<OutputError> for Failure {
    fn from(error: OutputError) -> Self {
        let hint = if error.path.is_dir() {
            "this is a folder: name a file in it"
        } else {
            "check that the folder exists, that you may write there and that the disk has room"
        };
        hinted(&error, hint)
    }
}

impl From<EngineError> for Failure {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::Prompt(error) => error.into(),
            EngineError::Ask(error) => error.into(),
            EngineError::Unusable { ref why, .. } => {
                let hint = match why {
                    Unusable::Refused(_) => {
                        "another model may answer, or the spec holds something it will not read"
                    }
                    Unusable::Filtered => "ask the provider which filter it was, or use another endpoint",
                    Unusable::Cut => {
                        "allow longer answers (--max-output-tokens) or shorter parts (--spec-tokens)"
                    }
                    Unusable::Unreadable(_) => {
                        "the model may be too small for this task: try another, or --refresh to ask again"
                    }
                };
                hinted(&error, hint)
            }
        }
    }
}

impl From<AskError> for Failure {
    fn from(error: AskError) -> Self {
        let hint = ask_hint(&error);
        Self::new(error.to_string(), Some(hint))
    }
}

fn ask_hint(error: &AskError) -> String {
    match error {
        AskError::Status { status, kind, retry_after, message, .. } => {
            status_hint(*status, kind, message, *retry_after).into_owned()
        }
        AskError::Network { timed_out: true, .. } => "allow more time (--timeout), or try another model".into(),
        AskError::Network { .. } => "check the address (--base-url), the network and any proxy".into(),
        AskError::Protocol { .. } => {
            "check that the address is that of an OpenAI-compatible endpoint, up to and with /v1".into()
        }
        AskError::Budget { .. } => {
            "raise --max-cost or --max-tokens and run again: what was answered so far is kept".into()
        }
        AskError::NotOnTape { .. } => {
            "a document, the context, a prompt or a setting differs from the recording; record it anew: the same \
             command with --record DIR in place of --replay, and an endpoint"
                .into()
        }
        AskError::BadExchange { .. } => "delete the file and record it anew with --record".into(),
        AskError::Store { .. } => {
            "check that you may write there and that the disk has room; with --store DIR beside --record, answers are \
             kept there as well"
                .into()
        },
        AskError::Journal { .. } => {
            "what it tells of is with the provider and may be paid already: mend it rather than delete it".into()
        }
        AskError::Settings(_) => "see clarify --help".into(),
    }
}

fn status_hint(
    status: u16,
    kind: &str,
    message: &str,
    retry_after: Option<Duration>,
) -> std::borrow::Cow<'static, str> {
    if let Some(wait) = retry_after {
        return format!(
            "the server asks to wait {} s: run the same command again then",
            wait.as_secs()
        )
        .into();
    }
    let is_quota = kind == "insufficient_quota" || message.to_lowercase().contains("quota");
    match status {
        _ if kind == "context_length_exceeded" => {
            "send less at once: lower --spec-tokens and --context-tokens, or use a model with a larger window"
                .into()
        }
        401 | 403 => "check the key (OPENAI_API_KEY) and that it may use this model".into(),
        404 => "check --model and --base-url (most servers want it to end in /v1)".into(),
        429 if is_quota => "the account has no credit left: check its plan and billing".into(),
        429 => "the server is busy or the rate limit is reached: try again later, or set --rpm, --tpm or fewer --jobs".into(),
        400 | 422 => "the server did not accept the request: check [model.parameters] and --model".into(),
        500.. => "the server has trouble: run the same command again later; what was answered is kept".into(),
        _ => "see what the server says".into(),
    }
}
