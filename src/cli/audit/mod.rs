//! `clarify audit`: folders in, one report out.

mod batch;
mod changed;
mod dry_run;
mod folder;
mod journal;
mod reviews;

use super::args::AuditFormatArg;
use super::failure::Failure;
use super::job::{self, Outcome};
use super::output;
use super::progress::Progress;
use super::review;
use super::settings::audit::Settings;
use super::settings::{AnswerSource, Keep};
use super::stack;
use crate::context::Context;
use crate::domain::{AuditReport, ContextUse, DocumentFailure, Review};
use crate::engine::audit::{
    AuditError, AuditPlan, Audited, Auditor, CompareError, Failed, Part, Source, Stop,
};
use crate::engine::{Plan, Reviewer};
use crate::model::{AskError, OnWarning};
use crate::prompt::Templates;
use crate::report::{self, AuditFormat, Sources};
use crate::tokens;
use journal::Journal;
use reviews::Reviews;
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::{Arc, Mutex};

/// What a run works with before anybody is asked.
struct Desk<'a> {
    settings: &'a Settings,
    templates: Templates,
    context: Context,
    sources: Vec<Source>,
    warnings: Vec<String>,
    part: Part,
}

/// Audits the folders and writes the report.
pub fn run(settings: &Settings) -> Result<Outcome, Failure> {
    output::refuse_terminal(
        settings.format == AuditFormatArg::Xlsx,
        settings.output.file.as_deref(),
    )?;
    let desk = Desk::lay(settings)?;
    let journal = Journal::of(settings);
    let anew = match (&journal, settings.retry_failed) {
        (Some(journal), true) => journal.failed()?,
        (None, true) => return Err(no_store()),
        (_, false) => HashSet::new(),
    };
    let plan = desk.audit_plan(anew);
    if settings.job.dry_run {
        return desk.dry_run(&plan);
    }
    let progress = Arc::new(Progress::over_folder(settings.job.quiet, settings.job.verbose));
    if let Some(step) = settings.batch {
        return batch::run(&desk, &plan, step, &progress);
    }
    job::announce(&settings.job, &desk.context, &progress);
    let (audited, reviews, stop) = desk.audit(&plan, &progress)?;
    progress.clear();
    if let Some(journal) = &journal {
        let failed = desk.labels_of_failed(&audited.failed);
        journal
            .write(&failed)
            .unwrap_or_else(|warning| progress.notice(settings.job.quiet, &warning));
    }
    desk.write(audited, &reviews, &stop)
}

fn no_store() -> Failure {
    let hint = "leave out --no-store, or name a folder with --store";
    Failure::new(
        "--retry-failed needs a store, which knows what failed",
        Some(hint.into()),
    )
}

impl<'a> Desk<'a> {
    fn lay(settings: &'a Settings) -> Result<Self, Failure> {
        let templates = Templates::new(settings.job.prompts.as_deref())?;
        let context = Context::read(&settings.job.places, settings.job.stakeholders.clone())?;
        let found = folder::find(settings, &context)?;
        let mut warnings = found.warnings;
        let part = match (&settings.since, settings.shard) {
            (Some(revision), _) => {
                let since = changed::since(revision, &settings.folders, &found.sources, &context)?;
                warnings.extend(since.warnings);
                Part::Since {
                    revision: revision.clone(),
                    changed: since.changed,
                }
            }
            (None, Some((index, of))) => Part::Shard { index, of },
            (None, None) => Part::All,
        };
        Ok(Self {
            settings,
            templates,
            context,
            sources: found.sources,
            warnings,
            part,
        })
    }

    fn audit_plan(&self, anew: HashSet<String>) -> AuditPlan {
        AuditPlan {
            folders: self
                .settings
                .folders
                .iter()
                .map(|folder| folder.display().to_string())
                .collect(),
            part: self.part.clone(),
            jobs: self.settings.job.jobs,
            candidates: self.settings.comparisons,
            rules: self.settings.rules,
            anew,
        }
    }

    fn dry_run(&self, plan: &AuditPlan) -> Result<Outcome, Failure> {
        let reading = review::plan(&self.settings.job, &self.settings.reading);
        let silent = Progress::new(0, true, false);
        let stop = Stop::default();
        let auditor = Auditor {
            reviewer: self.reviewer(&reading, &silent),
            fresh: None,
            sources: &self.sources,
            plan,
            stop: &stop,
            on_review: &|_| {},
        };
        dry_run::run(&auditor, &self.settings.job.source)
    }

    fn reviewer<'r>(&'r self, plan: &'r Plan, progress: &'r Progress) -> Reviewer<'r> {
        Reviewer {
            templates: &self.templates,
            context: &self.context,
            model: None,
            plan,
            observer: progress,
        }
    }

    /// Audits, and keeps the whole reviews where the format shows them.
    fn audit(
        &self,
        plan: &AuditPlan,
        progress: &Arc<Progress>,
    ) -> Result<(Audited, Vec<Review>, Arc<Stop>), Failure> {
        let job = &self.settings.job;
        let stop = Arc::new(Stop::default());
        let stack = stack::build_watched(
            job,
            &self.templates,
            progress,
            &on_warning(&stop, job.quiet, progress),
        )?;
        let reading = Plan {
            price_source: stack.price_source.clone(),
            ..review::plan(job, &self.settings.reading)
        };
        let writer = self.settings.reviews.as_deref().map(|folder| Reviews {
            folder,
            with_pages: self.format() == AuditFormat::Html,
            stop: &stop,
            context: &self.context,
        });
        let (keeps_reviews, reviews) = (self.format().shows_reviews(), Mutex::new(Vec::new()));
        let on_review = |review: &Review| {
            if let Some(writer) = &writer {
                writer.write(review, &self.sources);
            }
            if keeps_reviews && let Ok(mut reviews) = reviews.lock() {
                reviews.push(review.clone());
            }
        };
        let auditor = Auditor {
            reviewer: Reviewer {
                model: stack.model.as_deref(),
                ..self.reviewer(&reading, progress)
            },
            fresh: stack.fresh.as_deref(),
            sources: &self.sources,
            plan,
            stop: &stop,
            on_review: &on_review,
        };
        let prepared = auditor.prepare();
        progress.expect(prepared.chosen.len());
        let runtime = job::runtime()?;
        let told = stop.clone();
        runtime.spawn(async move {
            if tokio::signal::ctrl_c().await.is_ok() {
                told.at_once("interrupted");
            }
        });
        let audited = auditor.run(prepared, runtime.handle());
        runtime.shutdown_background();
        Ok((audited, reviews.into_inner().unwrap_or_default(), stop))
    }

    fn labels_of_failed(&self, failed: &[Failed]) -> Vec<(String, String)> {
        let of_documents = failed.iter().filter_map(|failed| {
            let source = &self.sources[failed.document?];
            Some((source.label.clone(), failed.error.to_string()))
        });
        of_documents.collect()
    }

    fn write(&self, audited: Audited, reviews: &[Review], stop: &Stop) -> Result<Outcome, Failure> {
        let mut report = audited.report;
        report.errors = audited
            .failed
            .into_iter()
            .map(|failed| self.failure(failed))
            .collect();
        report.context = self.context_use();
        report.warnings.splice(0..0, self.warnings.iter().cloned());
        if let Some(reason) = stop.reason().filter(|reason| reason != "interrupted") {
            report
                .warnings
                .insert(0, format!("the run was stopped: {reason}"));
        }
        let output = &self.settings.output;
        let options = review::options(output, self.settings.job.color);
        let (format, sources) = (self.format(), self.sources_of_report());
        output::write(output.file.as_deref(), |out| {
            report::render_audit(format, &report, reviews, &sources, &options, out)
        })?;
        if format != AuditFormat::Text || output.file.is_some() {
            for failure in &report.errors {
                let told = format!("{}: {}", failure.document, failure.error);
                Failure::new(told, failure.hint.clone()).print();
            }
        }
        Ok(outcome(&report, self.settings, stop))
    }

    /// Says from where paths are told, and where the pages of documents lie.
    fn sources_of_report(&self) -> Sources {
        let pages = match (&self.settings.reviews, self.format()) {
            (Some(folder), AuditFormat::Html) => {
                reviews::pages(folder, &self.sources, self.settings.output.file.as_deref())
            }
            _ => HashMap::new(),
        };
        Sources::new().rooted(job::here()).with_pages(pages)
    }

    fn format(&self) -> AuditFormat {
        match self.settings.format {
            AuditFormatArg::Text => AuditFormat::Text,
            AuditFormatArg::Json => AuditFormat::Json,
            AuditFormatArg::Markdown => AuditFormat::Markdown,
            AuditFormatArg::Html => AuditFormat::Html,
            AuditFormatArg::Sarif => AuditFormat::Sarif,
            AuditFormatArg::Github => AuditFormat::Github,
            AuditFormatArg::Junit => AuditFormat::Junit,
            AuditFormatArg::Csv => AuditFormat::Csv,
            AuditFormatArg::Xlsx => AuditFormat::Xlsx,
        }
    }

    fn failure(&self, failed: Failed) -> DocumentFailure {
        let document = failed.document.map_or_else(
            || {
                self.settings
                    .folders
                    .iter()
                    .map(|folder| folder.display().to_string())
                    .collect::<Vec<_>>()
                    .join(", ")
            },
            |number| self.sources[number].shown(),
        );
        job::failed(&document, failed.error)
    }

    fn context_use(&self) -> Vec<ContextUse> {
        let documents = self.context.documents.iter();
        let uses = documents.map(|entry| ContextUse {
            document: entry.document.path().to_owned(),
            role: entry.role,
            tokens: tokens::estimate(entry.document.body()).0,
            left_out: Vec::new(),
        });
        uses.collect()
    }
}

/// An answer that cannot be kept is paid for again: nothing more is asked then.
fn on_warning(stop: &Arc<Stop>, quiet: bool, progress: &Arc<Progress>) -> OnWarning {
    let (stop, tell) = (stop.clone(), stack::on_warning(quiet, progress));
    Arc::new(move |warning: &AskError| {
        if matches!(warning, AskError::Store { .. }) {
            stop.soon(&warning.to_string());
        }
        tell(warning);
    })
}

fn outcome(report: &AuditReport, settings: &Settings, stop: &Stop) -> Outcome {
    if stop.reason().as_deref() == Some("interrupted") {
        return Outcome::Interrupted;
    }
    if !report.errors.is_empty() || !report.left.is_empty() {
        return Outcome::Incomplete;
    }
    let worst = report.worst();
    let reaches = |limit| worst.is_some_and(|worst| worst <= limit);
    if settings.output.fail_on.is_some_and(reaches) {
        Outcome::Found
    } else {
        Outcome::Clear
    }
}

impl From<AuditError> for Failure {
    fn from(error: AuditError) -> Self {
        match error {
            AuditError::Load(error) => error.into(),
            AuditError::Engine(error) => error.into(),
            AuditError::Compare(CompareError::Load(error)) => error.into(),
            AuditError::Compare(CompareError::Prompt(error)) => error.into(),
            AuditError::Compare(CompareError::Changed(_)) => {
                Self::new(error.to_string(), Some("run the same command again".into()))
            }
        }
    }
}

/// Tells whether answers of this run are kept in a store, and where.
fn store_folder(settings: &Settings) -> Option<&Path> {
    match &settings.job.source {
        AnswerSource::Live {
            keep: Keep::Store {
                folder: Some(folder), ..
            },
            ..
        } => Some(folder),
        _ => None,
    }
}
