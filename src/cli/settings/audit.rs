//! The settings of an audit.

use super::review::{DEFAULT_MAX_FINDINGS, Output, Reading, reading};
use super::{AnswerSource, Job, SettingsError};
use crate::cli::args::{
    AuditArgs, AuditFormatArg, AuditOutputArgs, BatchArg, FailOn, FormatArg, ReadingArgs,
};
use crate::cli::config::{AuditConfig, Config, Found};
use crate::document::Selection;
use crate::domain::{Depth, Severity, VerdictRules};
use crate::engine::audit::MOST_CANDIDATES;
use std::path::PathBuf;

/// The settings of an audit.
#[derive(Debug)]
pub struct Settings {
    pub folders: Vec<PathBuf>,
    pub selection: Selection,
    pub since: Option<String>,
    /// The part from 1, and of how many.
    pub shard: Option<(usize, usize)>,
    pub retry_failed: bool,
    /// The step of a batch, where the provider's Batch API is used.
    pub batch: Option<BatchArg>,
    pub comparisons: usize,
    pub rules: VerdictRules,
    pub job: Job,
    pub reading: Reading,
    pub output: Output,
    pub format: AuditFormatArg,
    /// Where whole reviews are written to.
    pub reviews: Option<PathBuf>,
}

/// Puts flags, environment, file and defaults together. `key_is_typed` says that the key stood on the command line.
pub fn resolve(args: AuditArgs, found: &Found, key_is_typed: bool) -> Result<Settings, SettingsError> {
    let config = &found.config;
    let source = if args.reading.rules_only {
        AnswerSource::Rules { wanted: true }
    } else {
        super::source(&args.job, config, key_is_typed)?
    };
    let (selection, written) = (args.selection, &config.audit);
    Ok(Settings {
        folders: args.folders,
        since: selection.since,
        shard: selection.shard,
        retry_failed: selection.retry_failed,
        batch: selection.batch,
        comparisons: selection
            .comparisons
            .or(written.comparisons)
            .map_or(MOST_CANDIDATES, usize::from),
        selection: Selection {
            include: first(selection.include, &written.include),
            exclude: first(selection.exclude, &written.exclude),
        },
        rules: rules(written),
        reading: Reading {
            depth: depth(&args.reading, config),
            ..reading(&args.reading, config)
        },
        job: Job::new(args.job, found, source),
        format: args.output.format.unwrap_or_default(),
        reviews: args.output.reviews.clone(),
        output: output(args.output, config.review.max, config.review.fail_on),
    })
}

/// A depth of the audit's own comes between that which was typed and that of all reviews.
fn depth(args: &ReadingArgs, config: &Config) -> Depth {
    let usual = reading(args, config).depth;
    match config.audit.depth {
        Some(own) if args.depth.is_none() => own.depth(),
        _ => usual,
    }
}

fn first(typed: Vec<String>, written: &[String]) -> Vec<String> {
    if typed.is_empty() { written.to_vec() } else { typed }
}

fn rules(written: &AuditConfig) -> VerdictRules {
    let usual = VerdictRules::default();
    let chosen = |written: Option<FailOn>, usual: Option<Severity>| match written {
        Some(limit) => limit.severity(),
        None => usual,
    };
    VerdictRules {
        blocked_at: chosen(written.blocked_at, usual.blocked_at),
        needs_answers_at: chosen(written.needs_answers_at, usual.needs_answers_at),
    }
}

fn output(args: AuditOutputArgs, max: Option<usize>, fail_on: Option<FailOn>) -> Output {
    let max = args.max.or(max).unwrap_or(DEFAULT_MAX_FINDINGS);
    Output {
        format: FormatArg::Text,
        file: args.output,
        compact: false,
        max: (!args.all).then_some(max),
        show_set_aside: args.show_set_aside,
        fail_on: args.fail_on.or(fail_on).unwrap_or(FailOn::Never).severity(),
    }
}
