//! `clarify review`: specs in, one report out.

use super::args::{ColorArg, FormatArg};
use super::failure::Failure;
use super::job::{self, Outcome, failed};
use super::progress::Progress;
use super::settings::{AnswerSource, Job, Output, Reading, Settings};
use super::tracker::{Before, Tracker};
use super::{dry_run, output, parallel, stack};
use crate::context::Context;
use crate::document::{Document, LoadError};
use crate::domain::{Depth, ReviewReport};
use crate::engine::{EngineError, Plan, Reviewed, Reviewer};
use crate::model::Model;
use crate::prompt::Templates;
use crate::report::{self, Format, Options, Sources};
use crate::state::Survey;
use crate::tokens::Tokens;
use futures::StreamExt;
use std::sync::Arc;

/// Everything a run works with.
struct Run<'a> {
    settings: &'a Settings,
    templates: Templates,
    context: Context,
    plan: Plan,
    progress: Arc<Progress>,
    /// What is known of each spec, in their order, where it is tracked.
    before: Vec<Option<Before>>,
}

/// Reviews the specs and writes the report.
pub fn run(settings: &Settings) -> Result<Outcome, Failure> {
    output::refuse_terminal(
        settings.output.format == FormatArg::Xlsx,
        settings.output.file.as_deref(),
    )?;
    let progress = Arc::new(Progress::new(
        settings.specs.len(),
        settings.job.quiet,
        settings.job.verbose,
    ));
    let templates = Templates::new(settings.job.prompts.as_deref())?;
    let context = Context::read(&settings.job.places, settings.job.stakeholders.clone())?;
    let specs = parallel::each(&settings.specs, |path| {
        job::read_spec(path, &settings.reading.columns, &context).map(Arc::new)
    });
    let plan = plan(&settings.job, &settings.reading);
    let before = before(settings, &context, &plan, &specs)?;
    let run = Run {
        settings,
        templates,
        context,
        plan,
        progress,
        before,
    };
    if settings.job.dry_run {
        let known = run
            .before
            .iter()
            .map(|before| before.as_ref().map(|before| before.survey.clone()));
        let readable = specs.iter().zip(known);
        let readable: Vec<_> = readable
            .filter_map(|(spec, known)| Some((spec.as_ref().ok()?.clone(), known)))
            .collect();
        let failures = specs.iter().filter(|spec| spec.is_err()).count();
        specs
            .into_iter()
            .filter_map(Result::err)
            .for_each(|error| Failure::from(error).print());
        let plans = dry_run::of_review(&run.reviewer(None), &readable)?;
        dry_run::run(&settings.job.source, plans)?;
        return Ok(if failures == 0 {
            Outcome::Clear
        } else {
            Outcome::Incomplete
        });
    }
    job::announce(&settings.job, &run.context, &run.progress);
    for notice in run
        .before
        .iter()
        .flatten()
        .filter_map(|before| before.notice.as_deref())
    {
        run.progress.notice(settings.job.quiet, notice);
    }
    let (mut results, interrupted) = run.review_all(&specs)?;
    run.progress.clear();
    let unkept = run.remember(&specs, &mut results);
    unkept.iter().for_each(Failure::print);
    let outcome = run.write(specs, results, interrupted)?;
    Ok(if unkept.is_empty() {
        outcome
    } else {
        Outcome::Incomplete
    })
}

/// Returns how specs are to be read.
pub fn plan(job: &Job, reading: &Reading) -> Plan {
    let depth = match job.source {
        AnswerSource::Rules { .. } => Depth::Rules,
        _ => reading.depth,
    };
    Plan {
        depth,
        readers: reading.readers.clone(),
        spec_tokens: Tokens(reading.spec_tokens),
        context_tokens: Tokens(job.context_tokens),
        parameters: job.parameters.clone(),
        price_source: None,
        policy: job.policy.clone(),
    }
}

/// Finds what is known of each spec, before anything is asked or paid.
fn before(
    settings: &Settings,
    context: &Context,
    plan: &Plan,
    specs: &[Result<Arc<Document>, LoadError>],
) -> Result<Vec<Option<Before>>, Failure> {
    let Some(tracking) = &settings.tracking else {
        return Ok(specs.iter().map(|_| None).collect());
    };
    let tracker = Tracker::new(tracking, context, plan.depth);
    let specs = specs
        .iter()
        .map(|spec| spec.as_ref().ok().map(|spec| tracker.before(spec)).transpose());
    specs.collect()
}

type Outcomes = Vec<Option<Result<Reviewed, EngineError>>>;

impl Run<'_> {
    fn reviewer<'r>(&'r self, model: Option<&'r dyn Model>) -> Reviewer<'r> {
        Reviewer {
            templates: &self.templates,
            context: &self.context,
            model,
            plan: &self.plan,
            observer: self.progress.as_ref(),
        }
    }

    /// Reviews every spec that could be read, several at a time. A second value tells whether the person stopped it.
    fn review_all(&self, specs: &[Result<Arc<Document>, LoadError>]) -> Result<(Outcomes, bool), Failure> {
        let stack = stack::build(&self.settings.job, &self.templates, &self.progress)?;
        let plan = Plan {
            price_source: stack.price_source.clone(),
            ..self.plan.clone()
        };
        let reviewer = Reviewer {
            plan: &plan,
            ..self.reviewer(stack.model.as_deref())
        };
        if stack.model.is_none() {
            let all: Vec<_> = specs.iter().zip(self.known()).collect();
            let review = |(spec, known): &(&Result<Arc<Document>, LoadError>, Option<&Survey>)| {
                let spec = spec.as_ref().ok()?;
                Some(Ok(reviewer.review_by_rules(spec, *known)))
            };
            return Ok((parallel::each(&all, review), false));
        }
        let mut outcomes: Outcomes = specs.iter().map(|_| None).collect();
        let readable = specs.iter().zip(self.known()).enumerate();
        let readable =
            readable.filter_map(|(index, (spec, known))| Some((index, spec.as_ref().ok()?, known)));
        let runtime = job::runtime()?;
        let interrupted = runtime.block_on(async {
            let reviews = readable.map(|(index, spec, known)| {
                let review = reviewer.review_again(spec, known);
                async move { (index, review.await) }
            });
            let mut reviews = futures::stream::iter(reviews).buffer_unordered(self.settings.job.jobs);
            // One listener for the whole run: a signal that falls between two would be lost.
            let mut stopped = std::pin::pin!(tokio::signal::ctrl_c());
            loop {
                tokio::select! {
                    next = reviews.next() => match next {
                        Some((index, outcome)) => outcomes[index] = Some(outcome),
                        None => return false,
                    },
                    _ = &mut stopped => return true,
                }
            }
        });
        Ok((outcomes, interrupted))
    }

    /// Returns what is known of each spec.
    fn known(&self) -> impl Iterator<Item = Option<&Survey>> {
        self.before
            .iter()
            .map(|before| before.as_ref().map(|before| &before.survey))
    }

    /// Takes the reviews that were done into the states of their documents. A state that cannot be kept does not keep
    /// the report, which is paid, from being written.
    fn remember(&self, specs: &[Result<Arc<Document>, LoadError>], outcomes: &mut Outcomes) -> Vec<Failure> {
        let Some(settings) = &self.settings.tracking else {
            return Vec::new();
        };
        let mut failures = Vec::new();
        let tracker = Tracker::new(settings, &self.context, self.plan.depth);
        for ((spec, before), outcome) in specs.iter().zip(&self.before).zip(outcomes) {
            if let (Ok(spec), Some(before), Some(Ok(reviewed))) = (spec, before, outcome) {
                failures.extend(tracker.after(spec, before, reviewed).err());
            }
        }
        failures
    }

    fn report(&self, specs: Vec<Result<Arc<Document>, LoadError>>, outcomes: Outcomes) -> ReviewReport {
        let (mut reviews, mut errors) = (Vec::new(), Vec::new());
        for ((path, spec), outcome) in self.settings.specs.iter().zip(specs).zip(outcomes) {
            let document = spec
                .as_ref()
                .map_or_else(|_| path.display().to_string(), |spec| spec.path().to_owned());
            match (spec, outcome) {
                (Err(error), _) => errors.push(failed(&document, error)),
                (Ok(_), Some(Ok(reviewed))) => {
                    reviews.push(reviewed.review);
                    let incomplete = reviewed.incomplete.into_iter();
                    errors.extend(incomplete.map(|error| failed(&document, error)));
                }
                (Ok(_), Some(Err(error))) => errors.push(failed(&document, error)),
                (Ok(_), None) => errors.push(failed(
                    &document,
                    job::interrupted(&self.settings.job, "its review was done"),
                )),
            }
        }
        ReviewReport::new(reviews, errors)
    }

    /// Writes the report and says how the run ended.
    fn write(
        &self,
        specs: Vec<Result<Arc<Document>, LoadError>>,
        outcomes: Outcomes,
        interrupted: bool,
    ) -> Result<Outcome, Failure> {
        let context = self.context.documents.iter().map(|entry| entry.document.clone());
        let sources: Sources = context.chain(specs.iter().flatten().cloned()).collect();
        let sources = sources.rooted(job::here());
        let report = self.report(specs, outcomes);
        let output = &self.settings.output;
        let (format, options) = (
            job::format(output.format),
            options(output, self.settings.job.color),
        );
        output::write(output.file.as_deref(), |out| {
            report::render(format, &report, &sources, &options, out)
        })?;
        if format != Format::Text || output.file.is_some() {
            report.errors.iter().for_each(|failure| {
                Failure::new(failure.error.clone(), failure.hint.clone()).print();
            });
        }
        Ok(outcome(&report, output, interrupted))
    }
}

fn outcome(report: &ReviewReport, output: &Output, interrupted: bool) -> Outcome {
    let worst = report
        .reviews
        .iter()
        .filter_map(|review| review.worst_counted())
        .min();
    let reaches = output
        .fail_on
        .is_some_and(|limit| worst.is_some_and(|worst| worst <= limit));
    match (interrupted, report.errors.is_empty(), reaches) {
        (true, ..) => Outcome::Interrupted,
        (false, false, _) => Outcome::Incomplete,
        (false, true, true) => Outcome::Found,
        (false, true, false) => Outcome::Clear,
    }
}

/// Returns how much is shown, and how wide.
pub fn options(output: &Output, color: ColorArg) -> Options {
    let to_file = output.file.is_some();
    Options {
        max: output.max,
        show_set_aside: output.show_set_aside,
        width: job::width(to_file),
        color: job::is_coloured(color, to_file),
        charts: !to_file && job::is_drawn_on(),
        compact: output.compact,
        fail_on: output.fail_on,
    }
}
