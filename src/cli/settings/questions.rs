//! The settings of question packs.

use super::review::{Reading, reading};
use super::{AnswerSource, Job, SettingsError};
use crate::cli::args::{PackFormatArg, QuestionsArgs};
use crate::cli::config::Found;
use crate::cli::{folder_of, keeping};
use crate::report::PackFormat;
use crate::state::Folder;
use std::path::PathBuf;

/// The settings of question packs.
#[derive(Debug)]
pub struct Settings {
    /// The specs, each with the folder in which its state is kept.
    pub specs: Vec<(PathBuf, Folder)>,
    pub to: Option<String>,
    /// The day by which answers are wanted.
    pub wanted_by: Option<String>,
    pub format: PackFormat,
    pub file: Option<PathBuf>,
    pub job: Job,
    pub reading: Reading,
}

/// Puts flags, environment, file and defaults together. `key_is_typed` says that the key stood on the command line.
pub fn resolve(args: QuestionsArgs, found: &Found, key_is_typed: bool) -> Result<Settings, SettingsError> {
    let config = &found.config;
    let source = if args.reading.rules_only {
        AnswerSource::Rules { wanted: true }
    } else {
        super::source(&args.job, config, key_is_typed)?
    };
    let named = args.state.as_deref().or(config.review.state.as_deref());
    let specs = args.specs.into_iter().map(|spec| {
        let folder = keeping::place(named, found, &folder_of(&spec));
        (spec, folder)
    });
    Ok(Settings {
        specs: specs.collect(),
        to: args.to,
        wanted_by: args.by,
        format: format(args.format),
        file: args.output,
        reading: reading(&args.reading, config),
        job: Job::new(args.job, found, source),
    })
}

fn format(typed: Option<PackFormatArg>) -> PackFormat {
    match typed {
        None | Some(PackFormatArg::Markdown) => PackFormat::Markdown,
        Some(PackFormatArg::Text) => PackFormat::Text,
        Some(PackFormatArg::Csv) => PackFormat::Csv,
        Some(PackFormatArg::Json) => PackFormat::Json,
    }
}
