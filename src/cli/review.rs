//! `clarify review`: specs in, one report out.

use super::args::{ColorArg, FormatArg};
use super::failure::Failure;
use super::progress::Progress;
use super::settings::{AnswerSource, Output, Settings};
use super::{dry_run, output, stack};
use crate::context::Context;
use crate::document::{self, Document, LoadError};
use crate::domain::{Depth, DocumentFailure, ReviewReport};
use crate::engine::{EngineError, Plan, Reviewed, Reviewer};
use crate::model::Model;
use crate::prompt::Templates;
use crate::report::{self, Format, Options, Sources};
use crate::tokens::Tokens;
use futures::StreamExt;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How a run ended, but for failures that stopped it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing at or above the threshold was found.
    Clear,
    /// Something at or above the threshold was found.
    Found,
    /// Something could not be done.
    Incomplete,
    /// The person stopped it.
    Interrupted,
}

/// Everything a run works with.
struct Run<'a> {
    settings: &'a Settings,
    templates: Templates,
    context: Context,
    plan: Plan,
    progress: Arc<Progress>,
}

/// Reviews the specs and writes the report.
pub fn run(settings: &Settings) -> Result<Outcome, Failure> {
    let progress = Arc::new(Progress::new(
        settings.specs.len(),
        settings.job.quiet,
        settings.job.verbose,
    ));
    let templates = Templates::new(settings.job.prompts.as_deref())?;
    let context = Context::read(&settings.job.places, settings.job.stakeholders.clone())?;
    let specs: Vec<Result<Arc<Document>, LoadError>> = settings
        .specs
        .iter()
        .map(|path| read_spec(path, &context).map(Arc::new))
        .collect();
    let run = Run {
        settings,
        templates,
        context,
        plan: plan(settings),
        progress,
    };
    if settings.job.dry_run {
        let readable: Vec<Arc<Document>> = specs.iter().flatten().cloned().collect();
        let failures = specs.iter().filter(|spec| spec.is_err()).count();
        specs
            .into_iter()
            .filter_map(Result::err)
            .for_each(|error| Failure::from(error).print());
        dry_run::run(&run.reviewer(None), &settings.job.source, &readable)?;
        return Ok(if failures == 0 {
            Outcome::Clear
        } else {
            Outcome::Incomplete
        });
    }
    run.announce();
    let (results, interrupted) = run.review_all(&specs)?;
    run.progress.clear();
    run.write(specs, results, interrupted)
}

fn read_spec(path: &Path, context: &Context) -> Result<Document, LoadError> {
    if path.as_os_str() == "-" {
        let label = context.label_for("spec.md", path);
        return document::read(std::io::stdin().lock(), "<stdin>".into(), label);
    }
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    document::read_file(path, context.label_for(&name, path))
}

fn plan(settings: &Settings) -> Plan {
    let reading = &settings.reading;
    let depth = match settings.job.source {
        AnswerSource::Rules { .. } => Depth::Rules,
        _ => reading.depth,
    };
    Plan {
        depth,
        readers: reading.readers.clone(),
        spec_tokens: Tokens(reading.spec_tokens),
        context_tokens: Tokens(settings.job.context_tokens),
        parameters: settings.job.parameters.clone(),
        price_source: None,
    }
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

    fn announce(&self) {
        let quiet = self.settings.job.quiet;
        for warning in &self.context.warnings {
            self.progress.notice(quiet, warning);
        }
        if let AnswerSource::Live { endpoint, .. } = &self.settings.job.source
            && endpoint.from_file
        {
            let file = self
                .settings
                .job
                .config_path
                .as_deref()
                .unwrap_or(Path::new("clarify.toml"));
            let host = endpoint.base_url.split('@').next_back().unwrap_or_default();
            self.progress
                .notice(quiet, &format!("asking {host}, as {} says", file.display()));
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
        let mut outcomes: Outcomes = specs.iter().map(|_| None).collect();
        let readable = specs
            .iter()
            .enumerate()
            .filter_map(|(index, spec)| Some((index, spec.as_ref().ok()?)));
        let runtime = runtime()?;
        let interrupted = runtime.block_on(async {
            let reviews = readable.map(|(index, spec)| {
                let review = reviewer.review(spec);
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

    /// Writes the report and says how the run ended.
    fn write(
        &self,
        specs: Vec<Result<Arc<Document>, LoadError>>,
        outcomes: Outcomes,
        interrupted: bool,
    ) -> Result<Outcome, Failure> {
        let context = self.context.documents.iter().map(|entry| entry.document.clone());
        let sources: Sources = context.chain(specs.iter().flatten().cloned()).collect();
        let report = report(&self.settings.specs, specs, outcomes);
        let output = &self.settings.output;
        let (format, options) = (format(output.format), options(output, self.settings.job.color));
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

fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    let built = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    built.map_err(|error| Failure::new(format!("the program could not start its threads: {error}"), None))
}

fn report(
    paths: &[PathBuf],
    specs: Vec<Result<Arc<Document>, LoadError>>,
    outcomes: Outcomes,
) -> ReviewReport {
    let (mut reviews, mut errors) = (Vec::new(), Vec::new());
    for ((path, spec), outcome) in paths.iter().zip(specs).zip(outcomes) {
        let document = spec
            .as_ref()
            .map_or_else(|_| path.display().to_string(), |spec| spec.path().to_owned());
        match (spec, outcome) {
            (Err(error), _) => errors.push(failed(&document, error)),
            (Ok(_), Some(Ok(reviewed))) => {
                reviews.push(reviewed.review);
                errors.extend(
                    reviewed
                        .incomplete
                        .into_iter()
                        .map(|error| failed(&document, error)),
                );
            }
            (Ok(_), Some(Err(error))) => errors.push(failed(&document, error)),
            (Ok(_), None) => errors.push(failed(&document, interrupted())),
        }
    }
    ReviewReport::new(reviews, errors)
}

fn interrupted() -> Failure {
    let hint = "run the same command again: what was answered so far is kept and not paid twice";
    Failure::new("interrupted before its review was done", Some(hint.into()))
}

fn failed(document: &str, error: impl Into<Failure>) -> DocumentFailure {
    let failure = error.into();
    DocumentFailure {
        document: document.to_owned(),
        error: failure.message,
        hint: failure.hint,
    }
}

fn outcome(report: &ReviewReport, output: &Output, interrupted: bool) -> Outcome {
    let worst = report.reviews.iter().filter_map(|review| review.worst()).min();
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

fn format(format: FormatArg) -> Format {
    match format {
        FormatArg::Text => Format::Text,
        FormatArg::Json => Format::Json,
        FormatArg::Markdown => Format::Markdown,
    }
}

/// The widest that text is set, for the sake of reading.
const WIDEST: usize = 100;

fn options(output: &Output, color: ColorArg) -> Options {
    let on_terminal = output.file.is_none() && std::io::stdout().is_terminal();
    let width = if on_terminal {
        textwrap::termwidth().clamp(40, WIDEST)
    } else {
        80
    };
    let color = match color {
        ColorArg::Always => true,
        ColorArg::Never => false,
        ColorArg::Auto if output.file.is_some() => false,
        ColorArg::Auto => anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never,
    };
    Options {
        max: output.max,
        show_set_aside: output.show_set_aside,
        width,
        color,
    }
}
