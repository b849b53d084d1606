//! `clarify apply`: the answers of a tracked spec in, a diff or a changed file out.

mod rewrite;
mod summary;

use super::failure::Failure;
use super::job::{self, Outcome};
use super::progress::Progress;
use super::settings::AnswerSource;
use super::settings::apply::Settings;
use super::{dry_run, output, stack};
use crate::context::Context;
use crate::document::{Document, replaced};
use crate::domain::amendment::{Amendment, Decision};
use crate::engine::{Applied, Applier, ApplyPlan, Decided, EngineError, decided};
use crate::prompt::Templates;
use crate::report::{self, decisions as record};
use crate::tokens::Tokens;
use std::io::IsTerminal;
use std::sync::Arc;

/// Everything a run works with.
struct Run<'a> {
    settings: &'a Settings,
    templates: Templates,
    plan: ApplyPlan,
    progress: Arc<Progress>,
    spec: Document,
    /// The decisions file as it is, where there is one already.
    file: Option<String>,
}

/// Carries the answers into the spec.
pub fn run(settings: &Settings) -> Result<Outcome, Failure> {
    let progress = Arc::new(Progress::new(1, settings.job.quiet, settings.job.verbose));
    let run = Run {
        settings,
        templates: Templates::new(settings.job.prompts.as_deref())?,
        plan: ApplyPlan {
            spec_tokens: Tokens(settings.spec_tokens),
            parameters: settings.job.parameters.clone(),
            price_source: None,
        },
        spec: read_spec(settings)?,
        file: settings
            .decisions_file
            .as_deref()
            .map(rewrite::read_existing)
            .transpose()?
            .flatten(),
        progress,
    };
    let decided = run.decided()?;
    run.tell(&decided);
    if decided.decisions.is_empty() {
        return Ok(Outcome::Clear);
    }
    if settings.job.dry_run {
        return run.dry_run(&decided.decisions);
    }
    job::announce(&settings.job, &Context::default(), &run.progress);
    let Some(applied) = run.amend(&decided.decisions)? else {
        run.progress.clear();
        job::interrupted(&settings.job, "the edits were proposed").print();
        return Ok(Outcome::Interrupted);
    };
    run.progress.clear();
    run.finish(&decided.decisions, applied?)
}

fn read_spec(settings: &Settings) -> Result<Document, Failure> {
    if settings.spec.as_os_str() == "-" {
        let hint = "name the file that the review was tracked for";
        return Err(Failure::new(
            "decisions are carried into a file, not into standard input",
            Some(hint.into()),
        ));
    }
    Ok(job::read(&settings.spec, "spec.md", &Context::default())?)
}

impl Run<'_> {
    /// Returns what was decided about the spec, and is not written down already.
    fn decided(&self) -> Result<Decided, Failure> {
        let folder = &self.settings.state;
        let state = folder.load(&folder.name_of(&self.settings.spec))?;
        let state = state.ok_or_else(|| super::keeping::untracked(&self.settings.spec))?;
        let texts = [Some(self.spec.text()), self.file.as_deref()];
        Ok(decided(&state, &self.spec, |id| {
            texts.iter().flatten().any(|text| record::is_recorded(text, id))
        }))
    }

    /// Says what is not carried into the text, and why.
    fn tell(&self, decided: &Decided) {
        let path = self.spec.path();
        for id in &decided.outdated {
            self.progress.notice(
                false,
                &format!("{id} is left out: the words it was asked about are gone; review {path} again with --track"),
            );
        }
        for id in &decided.disputed {
            self.progress.notice(
                false,
                &format!("{id} is left out: people answered differently; clarify answer {path} settles it"),
            );
        }
        if decided.decisions.is_empty() {
            let text = format!("nothing to carry into {path}: no answer that it does not hold already");
            self.progress.notice(self.settings.job.quiet, &text);
        }
    }

    fn applier<'r>(&'r self, plan: &'r ApplyPlan) -> Applier<'r> {
        Applier {
            templates: &self.templates,
            plan,
            observer: self.progress.as_ref(),
        }
    }

    fn dry_run(&self, decisions: &[Decision]) -> Result<Outcome, Failure> {
        let requests = self.applier(&self.plan).first_requests(&self.spec, decisions)?;
        let planned = requests.into_iter().map(dry_run::Planned::known).collect();
        dry_run::run(
            &self.settings.job.source,
            vec![(self.spec.path().to_owned(), planned)],
        )?;
        Ok(Outcome::Clear)
    }

    /// Has the edits proposed; none where the person stopped it. Without a model no passage changes.
    fn amend(&self, decisions: &[Decision]) -> Result<Option<Result<Applied, EngineError>>, Failure> {
        let stack = stack::build(&self.settings.job, &self.templates, &self.progress)?;
        let Some(model) = stack.model.as_deref() else {
            return Ok(Some(Ok(Applied {
                amendment: Amendment::default(),
                incomplete: Vec::new(),
            })));
        };
        let plan = ApplyPlan {
            price_source: stack.price_source.clone(),
            ..self.plan.clone()
        };
        let applier = self.applier(&plan);
        Ok(job::runtime()?.block_on(async {
            tokio::select! {
                applied = applier.apply(&self.spec, decisions, model) => Some(applied),
                _ = tokio::signal::ctrl_c() => None,
            }
        }))
    }

    fn finish(&self, decisions: &[Decision], applied: Applied) -> Result<Outcome, Failure> {
        let amendment = &applied.amendment;
        let (spec, file) = self.texts(decisions, amendment);
        if self.settings.write {
            self.write(&spec, file.as_deref())?;
        } else {
            self.show(&spec, file.as_deref())?;
        }
        let asked = !matches!(self.settings.job.source, AnswerSource::Rules { .. });
        summary::print(
            self.settings,
            &self.progress,
            self.spec.path(),
            decisions,
            asked.then_some(amendment),
        );
        let is_whole = applied.incomplete.is_empty();
        applied
            .incomplete
            .into_iter()
            .for_each(|error| Failure::from(error).print());
        Ok(if is_whole {
            Outcome::Clear
        } else {
            Outcome::Incomplete
        })
    }

    /// Returns the spec's new text, and that of the decisions file where there is one.
    fn texts(&self, decisions: &[Decision], amendment: &Amendment) -> (String, Option<String>) {
        let edits = amendment.edits.iter();
        let mut edits: Vec<_> = edits
            .map(|edit| (edit.passage.span, edit.replacement.as_str()))
            .collect();
        if self.settings.decisions_file.is_some() {
            let file = record::decisions_file(self.file.as_deref(), self.spec.path(), decisions);
            return (replaced(&self.spec, edits), Some(file));
        }
        let section = record::clarifications(&self.spec, decisions);
        edits.extend(section.iter().map(|(span, text)| (*span, text.as_str())));
        (replaced(&self.spec, edits), None)
    }

    fn show(&self, spec: &str, file: Option<&str>) -> Result<(), Failure> {
        let is_terminal = std::io::stdout().is_terminal();
        let color = job::is_coloured(self.settings.job.color, false);
        let name = self
            .settings
            .decisions_file
            .as_ref()
            .map(|path| path.display().to_string());
        Ok(output::write(None, |out| {
            report::unified(self.spec.path(), self.spec.text(), spec, is_terminal, color, out)?;
            match (name, file) {
                (Some(name), Some(after)) => {
                    let before = self.file.as_deref().unwrap_or_default();
                    report::unified(&name, before, after, is_terminal, color, out)
                }
                _ => Ok(()),
            }
        })?)
    }

    /// Writes the decisions file first: should the spec then have changed, nothing that was decided is lost.
    fn write(&self, spec: &str, file: Option<&str>) -> Result<(), Failure> {
        rewrite::refuse_changed(&self.settings.spec, Some(self.spec.text()))?;
        if let (Some(path), Some(text)) = (&self.settings.decisions_file, file) {
            rewrite::replace(path, self.file.as_deref(), text)?;
        }
        if spec == self.spec.text() {
            return Ok(());
        }
        rewrite::replace(&self.settings.spec, Some(self.spec.text()), spec)
    }
}
