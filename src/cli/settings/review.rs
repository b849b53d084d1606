//! The settings of a review.

use super::{AnswerSource, Job, SettingsError};
use crate::cli::args::{DepthArg, FailOn, FormatArg, OutputArgs, ReadingArgs, ReviewArgs, TrackingArgs};
use crate::cli::config::{Config, DepthConfig, Found};
use crate::cli::{folder_of, job, keeping};
use crate::document::Columns;
use crate::domain::{Depth, Reader, Severity};
use crate::state::Folder;
use std::collections::HashSet;
use std::path::PathBuf;

pub(super) const DEFAULT_MAX_FINDINGS: usize = 10;
/// About 64 KB of English text.
pub(super) const DEFAULT_SPEC_TOKENS: usize = 16_000;

/// The settings of a review.
#[derive(Debug)]
pub struct Settings {
    pub specs: Vec<PathBuf>,
    pub job: Job,
    pub reading: Reading,
    pub output: Output,
    /// What is remembered, where something is.
    pub tracking: Option<TrackingSettings>,
}

/// What is remembered from review to review.
#[derive(Debug)]
pub struct TrackingSettings {
    pub folder: Folder,
    /// In whose name, where one was given.
    pub by: Option<String>,
    /// Whether what is open now is taken for granted.
    pub baseline: bool,
    /// Whether sections that did not change are read again.
    pub whole: bool,
}

/// How to read.
#[derive(Debug)]
pub struct Reading {
    pub depth: Depth,
    pub readers: Vec<Reader>,
    pub spec_tokens: usize,
    /// Which columns of a sheet hold what.
    pub columns: Columns,
}

/// What comes out.
#[derive(Debug)]
pub struct Output {
    pub format: FormatArg,
    pub file: Option<PathBuf>,
    /// Whether Markdown is one short comment.
    pub compact: bool,
    pub max: Option<usize>,
    pub show_set_aside: bool,
    pub fail_on: Option<Severity>,
}

/// Puts flags, environment, file and defaults together. `key_is_typed` says that the key stood on the command line.
pub fn resolve(args: ReviewArgs, found: &Found, key_is_typed: bool) -> Result<Settings, SettingsError> {
    let config = &found.config;
    let source = if args.reading.rules_only {
        AnswerSource::Rules { wanted: true }
    } else {
        super::source(&args.job, config, key_is_typed)?
    };
    let specs = once_each(args.specs);
    Ok(Settings {
        tracking: tracking(args.tracking, found, &specs)?,
        specs,
        job: Job::new(args.job, found, source),
        reading: reading(&args.reading, config),
        output: output(args.output, config.review.max, config.review.fail_on)?,
    })
}

fn tracking(
    args: TrackingArgs,
    found: &Found,
    specs: &[PathBuf],
) -> Result<Option<TrackingSettings>, SettingsError> {
    let is_typed = args.track || args.state.is_some() || args.baseline || args.whole;
    let is_written = found.config.review.track.unwrap_or(false) && !args.no_track;
    let has_stdin = specs.iter().any(|spec| spec.as_os_str() == "-");
    match (is_typed, has_stdin) {
        (true, true) => return Err(SettingsError::NothingToTrack),
        (false, true) => return Ok(None),
        (false, false) if !is_written => return Ok(None),
        _ => {}
    }
    let named = args.state.as_deref().or(found.config.review.state.as_deref());
    let start = specs
        .first()
        .map_or_else(|| PathBuf::from("."), |spec| folder_of(spec));
    Ok(Some(TrackingSettings {
        folder: keeping::place(named, found, &start),
        by: args.by,
        baseline: args.baseline,
        whole: args.whole,
    }))
}

/// Keeps the first of specs that are named twice, also by different paths.
fn once_each(specs: Vec<PathBuf>) -> Vec<PathBuf> {
    let mut seen = HashSet::new();
    let is_new = |spec: &PathBuf| seen.insert(spec.canonicalize().unwrap_or_else(|_| spec.clone()));
    specs.into_iter().filter(is_new).collect()
}

pub(super) fn reading(args: &ReadingArgs, config: &Config) -> Reading {
    let typed = args.depth.map(|depth| match depth {
        DepthArg::Quick => Depth::Quick,
        DepthArg::Standard => Depth::Standard,
        DepthArg::Deep => Depth::Deep,
    });
    let written = config.review.depth.map(DepthConfig::depth);
    let readers = [&args.reader, &config.review.readers];
    let chosen = readers.into_iter().find(|readers| !readers.is_empty()).cloned();
    let review = &config.review;
    let columns = if args.column.is_empty() {
        &review.columns
    } else {
        &args.column
    };
    Reading {
        depth: typed.or(written).unwrap_or(Depth::Standard),
        readers: chosen.unwrap_or_else(|| Reader::DEFAULT.to_vec()),
        spec_tokens: args
            .spec_tokens
            .or(review.spec_tokens)
            .unwrap_or(DEFAULT_SPEC_TOKENS),
        columns: columns.iter().cloned().collect(),
    }
}

fn output(args: OutputArgs, max: Option<usize>, fail_on: Option<FailOn>) -> Result<Output, SettingsError> {
    let format = match (args.format, args.compact) {
        (None | Some(FormatArg::Markdown), true) => FormatArg::Markdown,
        (Some(other), true) => return Err(SettingsError::NotCompact(job::format(other).name())),
        (format, false) => format.unwrap_or(FormatArg::Text),
    };
    let max = args.max.or(max).unwrap_or(DEFAULT_MAX_FINDINGS);
    let fail_on = args.fail_on.or(fail_on).unwrap_or(FailOn::Never).severity();
    Ok(Output {
        format,
        file: args.output,
        compact: args.compact,
        max: (!args.all).then_some(max),
        show_set_aside: args.show_set_aside,
        fail_on,
    })
}
