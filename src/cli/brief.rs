//! `clarify brief`: notes in, a brief for each team and a page for the author out.

use super::args::BriefFormatArg;
use super::failure::Failure;
use super::job::{self, Outcome};
use super::progress::Progress;
use super::settings::BriefSettings;
use super::{dry_run, folder, output, stack};
use crate::context::Context;
use crate::document::{Document, LoadError};
use crate::domain::DocumentFailure;
use crate::domain::brief::BriefReport;
use crate::engine::{BriefPlan, Briefed, Briefer, EngineError};
use crate::prompt::Templates;
use crate::report::brief::{self as report, BriefFormat, BriefOptions};
use crate::tokens::Tokens;
use std::path::Path;
use std::sync::Arc;

/// Everything a run works with.
struct Run<'a> {
    settings: &'a BriefSettings,
    templates: Templates,
    context: Context,
    plan: BriefPlan,
    progress: Arc<Progress>,
    notes: Vec<Arc<Document>>,
    /// The notes that could not be read.
    unread: Vec<DocumentFailure>,
}

/// Writes the briefs.
pub fn run(settings: &BriefSettings) -> Result<Outcome, Failure> {
    let progress = Arc::new(Progress::new(
        settings.notes.len(),
        settings.job.quiet,
        settings.job.verbose,
    ));
    let templates = Templates::new(settings.job.prompts.as_deref())?;
    let context = Context::read(&settings.job.places, settings.job.stakeholders.clone())?;
    let (notes, unread) = read_notes(settings, &context)?;
    let run = Run {
        settings,
        templates,
        context,
        plan: plan(settings),
        progress,
        notes,
        unread,
    };
    if let Some(folder) = &settings.output.folder {
        folder::check(folder)?;
    }
    if settings.job.dry_run {
        return run.dry_run();
    }
    run.announce();
    let Some(briefed) = run.brief()? else {
        run.progress.clear();
        job::interrupted(&settings.job, "the briefs were done").print();
        return Ok(Outcome::Interrupted);
    };
    run.progress.clear();
    run.write(briefed?)
}

/// Reads the notes. Each that cannot be read is listed and the rest done; where none can, that is a failure.
fn read_notes(
    settings: &BriefSettings,
    context: &Context,
) -> Result<(Vec<Arc<Document>>, Vec<DocumentFailure>), Failure> {
    let (mut notes, mut unread): (Vec<Arc<Document>>, Vec<LoadError>) = (Vec::new(), Vec::new());
    for path in &settings.notes {
        match job::read(path, "notes.md", context) {
            Ok(document) if notes.iter().any(|other| other.path() == document.path()) => {}
            Ok(document) => notes.push(Arc::new(relabelled(document, &notes))),
            Err(error) => unread.push(error),
        }
    }
    if notes.is_empty()
        && let Some(error) = unread.pop()
    {
        return Err(error.into());
    }
    let unread = unread
        .into_iter()
        .map(|error| job::failed("notes", error))
        .collect();
    Ok((notes, unread))
}

/// Gives each document of notes a label of its own, so that a quote names one of them.
fn relabelled(document: Document, others: &[Arc<Document>]) -> Document {
    let is_used = |label: &str| others.iter().any(|other| other.label() == label);
    if !is_used(document.label()) {
        return document;
    }
    let numbered = (2..).map(|number| format!("{} ({number})", document.label()));
    let label = numbered
        .into_iter()
        .find(|label| !is_used(label))
        .unwrap_or_default();
    Document::new(document.path().to_owned(), label, document.text().to_owned())
}

fn plan(settings: &BriefSettings) -> BriefPlan {
    BriefPlan {
        known: settings.known.clone(),
        teams: settings.teams.clone(),
        releases: settings.releases.clone(),
        notes_tokens: Tokens(settings.notes_tokens),
        context_tokens: Tokens(settings.job.context_tokens),
        parameters: settings.job.parameters.clone(),
        price_source: None,
    }
}

impl Run<'_> {
    fn briefer<'r>(&'r self, plan: &'r BriefPlan) -> Briefer<'r> {
        Briefer {
            templates: &self.templates,
            context: &self.context,
            plan,
            observer: self.progress.as_ref(),
        }
    }

    fn announce(&self) {
        let quiet = self.settings.job.quiet;
        job::announce(&self.settings.job, &self.context, &self.progress);
        for name in &self.settings.strangers {
            let text = format!(
                "nothing is known of the team {name}: say what it cares about in [[teams]] of clarify.toml"
            );
            self.progress.notice(quiet, &text);
        }
        if !self
            .settings
            .job
            .places
            .iter()
            .any(|place| place.role == crate::domain::Role::Strategy)
        {
            self.progress.notice(
                quiet,
                "no strategy was given (--strategy): the briefs cannot say which goal they serve",
            );
        }
    }

    /// Prints what would be asked: the notes as they are, and for each team a request that depends on their facts.
    fn dry_run(&self) -> Result<Outcome, Failure> {
        let first = self.briefer(&self.plan).first_requests(&self.notes)?;
        let guess = first.first().cloned();
        let mut planned: Vec<dry_run::Planned> = first.into_iter().map(dry_run::Planned::known).collect();
        for _ in &self.plan.teams {
            planned.extend(
                guess
                    .clone()
                    .map(|request| dry_run::Planned::guess(request, "brief.write")),
            );
        }
        let names: Vec<&str> = self.notes.iter().map(|document| document.path()).collect();
        self.unread.iter().for_each(print);
        dry_run::run(&self.settings.job.source, vec![(names.join(", "), planned)])?;
        Ok(if self.unread.is_empty() {
            Outcome::Clear
        } else {
            Outcome::Incomplete
        })
    }

    /// Writes the briefs; none where the person stopped it.
    fn brief(&self) -> Result<Option<Result<Briefed, EngineError>>, Failure> {
        let stack = stack::build(&self.settings.job, &self.templates, &self.progress)?;
        let Some(model) = stack.model.as_deref() else {
            return Err(super::settings::SettingsError::NothingToAsk.into());
        };
        let plan = BriefPlan {
            price_source: stack.price_source.clone(),
            ..self.plan.clone()
        };
        let briefer = self.briefer(&plan);
        let runtime = job::runtime()?;
        Ok(runtime.block_on(async {
            tokio::select! {
                briefed = briefer.brief(&self.notes, model) => Some(briefed),
                _ = tokio::signal::ctrl_c() => None,
            }
        }))
    }

    /// Writes files and report, and says how the run ended.
    fn write(&self, briefed: Briefed) -> Result<Outcome, Failure> {
        let mut report = briefed.report;
        report.errors.extend(self.unread.iter().cloned());
        let incomplete = briefed.incomplete.into_iter();
        report
            .errors
            .extend(incomplete.map(|(of, error)| job::failed(&of, error)));
        let output = &self.settings.output;
        if let Some(path) = &output.folder {
            let files = report::files(&report, output.citations)
                .map_err(|error| Failure::new(error.to_string(), None))?;
            folder::write(path, &files, output.force)?;
            if output.format.is_none() {
                let shown = path.display().to_string();
                output::write(None, |out| {
                    report::summary(&report, shown.trim_end_matches(['/', '\\']), &files, out)
                })?;
            }
        }
        if output.folder.is_none() || output.format.is_some() {
            self.render(&report)?;
        }
        report.errors.iter().for_each(print);
        Ok(if report.errors.is_empty() {
            Outcome::Clear
        } else {
            Outcome::Incomplete
        })
    }

    fn render(&self, report: &BriefReport) -> Result<(), Failure> {
        let output = &self.settings.output;
        let options = BriefOptions {
            citations: output.citations,
            width: job::width(false),
            color: job::is_coloured(self.settings.job.color, false),
        };
        let format = match output.format {
            None | Some(BriefFormatArg::Text) => BriefFormat::Text,
            Some(BriefFormatArg::Json) => BriefFormat::Json,
            Some(BriefFormatArg::Markdown) => BriefFormat::Markdown,
            Some(BriefFormatArg::Html) => BriefFormat::Html,
        };
        Ok(output::write(None, |out| {
            report::render(format, report, &options, out)
        })?)
    }
}

fn print(failure: &DocumentFailure) {
    let message = if failure.document == "notes" || Path::new(&failure.document).exists() {
        failure.error.clone()
    } else {
        format!("{}: {}", failure.document, failure.error)
    };
    Failure::new(message, failure.hint.clone()).print();
}
