//! The settings of what carries decisions into a spec.

use super::review::DEFAULT_SPEC_TOKENS;
use super::{AnswerSource, Job, SettingsError};
use crate::cli::args::ApplyArgs;
use crate::cli::config::Found;
use crate::cli::{folder_of, keeping};
use crate::state::Folder;
use std::path::PathBuf;

/// The settings of what carries decisions into a spec.
#[derive(Debug)]
pub struct Settings {
    pub spec: PathBuf,
    pub write: bool,
    /// The file that answers are written into; none where they go into the spec.
    pub decisions_file: Option<PathBuf>,
    pub state: Folder,
    pub spec_tokens: usize,
    pub job: Job,
}

/// Puts flags, environment, file and defaults together. `key_is_typed` says that the key stood on the command line.
pub fn resolve(args: ApplyArgs, found: &Found, key_is_typed: bool) -> Result<Settings, SettingsError> {
    let config = &found.config;
    let (own, job) = args.split();
    let source = if own.no_edits {
        AnswerSource::Rules { wanted: true }
    } else {
        super::source(&job, config, key_is_typed)?
    };
    let named = own.state.as_deref().or(config.review.state.as_deref());
    let tokens = own.spec_tokens.or(config.review.spec_tokens);
    Ok(Settings {
        state: keeping::place(named, found, &folder_of(&own.spec)),
        decisions_file: own.decisions_file.or_else(|| config.apply.decisions_file.clone()),
        spec: own.spec,
        write: own.write,
        spec_tokens: tokens.unwrap_or(DEFAULT_SPEC_TOKENS),
        job: Job::new(job, found, source),
    })
}
