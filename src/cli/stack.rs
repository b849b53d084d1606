//! The model stack, built from the settings: who answers, what is kept, what may be spent.

use super::failure::Failure;
use super::progress::Progress;
use super::settings::{AnswerSource, EndpointSettings, Job, Keep, Spending};
use crate::model::{
    AskError, Budgeted, Endpoint, Meter, Model, OnRetry, OnWarning, OpenAi, PriceSource, PriceTable,
    Recording, Retry, Store, Stored, Tape,
};
use crate::prompt::Templates;
use crate::tokens::Encoding;
use std::path::Path;
use std::sync::Arc;

/// Who answers, and what costs are computed with.
pub struct Stack {
    /// The model; none where only the rules run.
    pub model: Option<Box<dyn Model>>,
    /// The same model, but one that gives no kept answers; none where answers cannot be had anew.
    pub fresh: Option<Box<dyn Model>>,
    /// Which prices are used.
    pub price_source: Option<String>,
}

/// Builds the stack.
pub fn build(job: &Job, templates: &Templates, progress: &Arc<Progress>) -> Result<Stack, Failure> {
    build_watched(job, templates, progress, &on_warning(job.quiet, progress))
}

/// Builds the stack, with somebody else told of trouble with what is kept.
pub fn build_watched(
    job: &Job,
    templates: &Templates,
    progress: &Arc<Progress>,
    on_warning: &OnWarning,
) -> Result<Stack, Failure> {
    match &job.source {
        AnswerSource::Rules { .. } => Ok(Stack {
            model: None,
            fresh: None,
            price_source: None,
        }),
        AnswerSource::Tape { folder, model } => {
            let tape = Tape::open(folder, model.clone())?;
            Ok(Stack {
                model: Some(Box::new(tape)),
                fresh: None,
                price_source: None,
            })
        }
        AnswerSource::Live {
            endpoint,
            keep,
            spending,
        } => {
            let (meter, price_source) = meter(endpoint, spending)?;
            let live = client(endpoint, &meter, templates, job.quiet, progress)?;
            let budgeted = Box::new(Budgeted::new(live, &endpoint.model, spending.limits, meter)?);
            let live: Arc<dyn Model> = Arc::from(budgeted as Box<dyn Model>);
            let fresh = kept(
                Box::new(live.clone()),
                &endpoint.model,
                &keep.refreshing(),
                on_warning,
            );
            if matches!(keep, Keep::Store { folder: None, .. }) {
                let text = "there is no cache folder, so answers are not kept; name one with --store";
                progress.notice(job.quiet, text);
            }
            Ok(Stack {
                model: Some(kept(Box::new(live), &endpoint.model, keep, on_warning)),
                fresh: Some(fresh),
                price_source: price_source.map(|source| source.to_string()),
            })
        }
    }
}

/// Returns what requests are counted with, and where the price comes from.
pub fn meter(
    endpoint: &EndpointSettings,
    spending: &Spending,
) -> Result<(Meter, Option<PriceSource>), Failure> {
    let found = PriceTable::new(spending.prices.clone())?.price_for(&endpoint.model);
    let (price, source) = found.unzip();
    let encoding = Encoding::for_model(&endpoint.model);
    let max_output_tokens = spending.limits.output_limit(endpoint.max_output_tokens);
    Ok((
        Meter {
            price,
            encoding,
            max_output_tokens,
        },
        source,
    ))
}

/// Makes the live client, with the dialects, the pace and the limits of the settings.
pub fn client(
    settings: &EndpointSettings,
    meter: &Meter,
    templates: &Templates,
    quiet: bool,
    progress: &Arc<Progress>,
) -> Result<OpenAi, Failure> {
    let mut endpoint = Endpoint::new(&settings.base_url, &settings.model, templates.text("schema.md")?);
    endpoint.api_key = settings.api_key.clone();
    endpoint.organization = settings.organization.clone();
    endpoint.timeout = settings.timeout;
    endpoint.max_attempts = settings.attempts;
    endpoint.pace = settings.pace;
    endpoint.dialects = settings.dialects.clone();
    endpoint.max_output_tokens = meter.max_output_tokens;
    Ok(OpenAi::new(endpoint, on_retry(quiet, progress))?)
}

fn kept(live: Box<dyn Model>, model: &str, keep: &Keep, on_warning: &OnWarning) -> Box<dyn Model> {
    let stored = |live, folder: &Path, refresh| -> Box<dyn Model> {
        let store = Store::new(folder);
        Box::new(Stored::new(live, model, store, refresh, on_warning.clone()))
    };
    match keep {
        Keep::Tape {
            folder,
            note,
            refresh,
            store,
        } => {
            let source = match store {
                Some(store) => stored(live, store, *refresh),
                None => live,
            };
            Box::new(Recording::new(source, model, folder, note.clone()).refreshing(*refresh))
        }
        Keep::Store {
            folder: Some(folder),
            refresh,
        } => stored(live, folder, *refresh),
        Keep::Store { folder: None, .. } | Keep::Nothing => live,
    }
}

fn on_retry(quiet: bool, progress: &Arc<Progress>) -> OnRetry {
    let progress = progress.clone();
    Arc::new(move |retry: &Retry| {
        let Retry {
            host,
            what,
            wait,
            attempt,
            of,
        } = retry;
        let wait = wait.as_secs_f64();
        progress.notice(
            quiet,
            &format!("{host}: {what}; trying again in {wait:.1} s ({attempt} of {of})"),
        );
    })
}

pub fn on_warning(quiet: bool, progress: &Arc<Progress>) -> OnWarning {
    let progress = progress.clone();
    Arc::new(move |warning: &AskError| {
        let then = match warning {
            AskError::Store { .. } => "; it is used now, and a later run has to pay for it again",
            _ => "",
        };
        progress.notice(quiet, &format!("{warning}{then}"));
    })
}
