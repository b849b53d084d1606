//! `clarify questions`: the open questions of specs in, a pack by whom they are for out.

use super::failure::Failure;
use super::job::{self, Outcome};
use super::progress::Progress;
use super::settings::AnswerSource;
use super::settings::questions::Settings;
use super::{dry_run, output, review, stack};
use crate::context::Context;
use crate::document::Document;
use crate::domain::TrackedDocument;
use crate::engine::pack::{Asking, NobodyAsked, gather, only_for};
use crate::engine::{EngineError, Plan, Reviewed, Reviewer};
use crate::prompt::Templates;
use crate::report::{plain_line, render_pack};
use futures::future::join_all;
use std::sync::Arc;

/// A spec, and what is remembered of it.
type Spec = (Arc<Document>, Option<TrackedDocument>);

/// Everything a run works with.
struct Run<'a> {
    settings: &'a Settings,
    templates: Templates,
    context: Context,
    progress: Arc<Progress>,
    specs: Vec<Spec>,
}

/// Gathers the questions and writes the pack.
pub fn run(settings: &Settings) -> Result<Outcome, Failure> {
    let context = Context::read(&settings.job.places, settings.job.stakeholders.clone())?;
    let specs = settings.specs.iter().map(|(path, folder)| {
        let document = job::read(path, "spec.md", &context)?;
        let state = folder.load(&folder.name_of(path))?;
        Ok((Arc::new(document), state))
    });
    let run = Run {
        settings,
        templates: Templates::new(settings.job.prompts.as_deref())?,
        specs: specs.collect::<Result<_, Failure>>()?,
        progress: Arc::new(Progress::new(
            settings.specs.len(),
            settings.job.quiet,
            settings.job.verbose,
        )),
        context,
    };
    if settings.job.dry_run {
        return run.dry_run();
    }
    let Some(asking) = run.asking()? else {
        run.progress.clear();
        job::interrupted(&settings.job, "the questions were gathered").print();
        return Ok(Outcome::Interrupted);
    };
    run.progress.clear();
    run.write(asking)
}

impl Run<'_> {
    /// Returns the specs of which nothing is remembered.
    fn untracked(&self) -> Vec<Arc<Document>> {
        let specs = self.specs.iter().filter(|(_, state)| state.is_none());
        specs.map(|(document, _)| document.clone()).collect()
    }

    fn reviewer<'r>(&'r self, plan: &'r Plan) -> Reviewer<'r> {
        Reviewer {
            templates: &self.templates,
            context: &self.context,
            model: None,
            plan,
            observer: self.progress.as_ref(),
        }
    }

    fn dry_run(&self) -> Result<Outcome, Failure> {
        let plan = review::plan(&self.settings.job, &self.settings.reading);
        let specs: Vec<_> = self.untracked().into_iter().map(|spec| (spec, None)).collect();
        let plans = dry_run::of_review(&self.reviewer(&plan), &specs)?;
        dry_run::run(&self.settings.job.source, plans)?;
        Ok(Outcome::Clear)
    }

    /// Returns the questions of each spec, in order: those remembered, else those of a review. None where the person
    /// stopped it.
    fn asking(&self) -> Result<Option<Vec<Asking>>, Failure> {
        let Some(reviews) = self.reviews()? else {
            return Ok(None);
        };
        let mut reviews = reviews.into_iter();
        let mut asking = Vec::new();
        for (document, state) in &self.specs {
            match state {
                Some(state) => asking.push(Asking::of_state(state, document)),
                None => asking.extend(
                    reviews
                        .next()
                        .transpose()?
                        .map(|reviewed| Asking::of_review(&reviewed.review)),
                ),
            }
        }
        Ok(Some(asking))
    }

    /// Reviews the specs of which nothing is remembered.
    fn reviews(&self) -> Result<Option<Vec<Result<Reviewed, EngineError>>>, Failure> {
        let specs = self.untracked();
        if specs.is_empty() {
            return Ok(Some(Vec::new()));
        }
        if matches!(self.settings.job.source, AnswerSource::Rules { .. }) {
            return Err(nothing_to_ask(&specs));
        }
        job::announce(&self.settings.job, &self.context, &self.progress);
        let stack = stack::build(&self.settings.job, &self.templates, &self.progress)?;
        let plan = Plan {
            price_source: stack.price_source.clone(),
            ..review::plan(&self.settings.job, &self.settings.reading)
        };
        let reviewer = Reviewer {
            model: stack.model.as_deref(),
            ..self.reviewer(&plan)
        };
        Ok(job::runtime()?.block_on(async {
            tokio::select! {
                reviewed = join_all(specs.iter().map(|spec| reviewer.review(spec))) => Some(reviewed),
                _ = tokio::signal::ctrl_c() => None,
            }
        }))
    }

    fn write(&self, asking: Vec<Asking>) -> Result<Outcome, Failure> {
        let settings = self.settings;
        let mut pack = gather(asking, &self.context.stakeholders, settings.wanted_by.clone());
        if let Some(name) = &settings.to {
            pack = only_for(name, pack).map_err(|error| nobody(&error))?;
        }
        let width = job::width(settings.file.is_some());
        output::write(settings.file.as_deref(), |out| {
            render_pack(settings.format, &pack, width, out)
        })?;
        if pack.questions() == 0 {
            self.progress.notice(settings.job.quiet, "no question is open");
        }
        Ok(Outcome::Clear)
    }
}

fn nothing_to_ask(specs: &[Arc<Document>]) -> Failure {
    let names: Vec<&str> = specs.iter().map(|spec| spec.path()).collect();
    let message = format!(
        "nothing is remembered of {}, and no model is configured to review it",
        names.join(", ")
    );
    let hint = "track it first (clarify review SPEC --track), or set OPENAI_API_KEY and OPENAI_MODEL, or --base-url and \
                --model; a recording is replayed with --replay DIR";
    Failure::new(message, Some(hint.into()))
}

fn nobody(error: &NobodyAsked) -> Failure {
    let asked: Vec<String> = error.asked.iter().map(|name| plain_line(name)).collect();
    let hint = match (&error.near, asked.as_slice()) {
        (Some(near), _) => format!(
            "did you mean {}? Questions go to {}",
            plain_line(near),
            asked.join("; ")
        ),
        (None, []) => "no question is open".to_owned(),
        (None, _) => format!("questions go to {}", asked.join("; ")),
    };
    Failure::new(error.to_string(), Some(hint))
}
