//! The briefs of one set of notes: the notes read once into facts, a brief for each team written from them, held against
//! them, mended once, compared; and the author's page.

mod author;
mod compare;
mod draft;
mod facts;
mod gather;
mod hold;
mod view;
mod write;

use super::ask::{Asker, EngineError, Ledger};
use super::event::{Event, Observer};
use super::windows;
use crate::answer::brief::FactsAnswer;
use crate::answer::facts::{self as proving, NotesClaims};
use crate::answer::prove::Evidence;
use crate::context::{Context, Excerpt};
use crate::document::Document;
use crate::domain::brief::{BriefReport, FactId, Notes, Standing};
use crate::domain::{Anchor, Role, Team};
use crate::model::{Model, Request};
use crate::prompt::brief::{self as prompts, FACTS_FIELD, Reading};
use crate::prompt::review::Part;
use crate::prompt::{PromptError, Templates};
use crate::tokens::{self, Tokens};
use facts::FactList;
use futures::future::join_all;
use serde_json::{Map, Value};
use std::sync::Arc;
use view::View;
use write::Written;

/// How notes are to be read and for whom briefs are to be written.
#[derive(Clone, Debug)]
pub struct BriefPlan {
    /// Every team that is known: whom a fact may concern.
    pub known: Vec<Team>,
    /// The teams that get a brief.
    pub teams: Vec<Team>,
    /// Sensitive facts that the author lets through.
    pub releases: Vec<Release>,
    /// The most tokens of notes in one request, by estimate.
    pub notes_tokens: Tokens,
    /// The most tokens of context in one request, by estimate.
    pub context_tokens: Tokens,
    /// Further body parameters for the model.
    pub parameters: Map<String, Value>,
    /// Which prices costs are computed with.
    pub price_source: Option<String>,
}

/// A sensitive fact that the author lets through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// The fact.
    pub fact: FactId,
    /// The one team that may know it; none stands for all.
    pub team: Option<String>,
}

/// Writes briefs of notes.
pub struct Briefer<'a> {
    /// What to say to the model.
    pub templates: &'a Templates,
    /// What the notes are held against.
    pub context: &'a Context,
    /// How to read and for whom to write.
    pub plan: &'a BriefPlan,
    /// Who watches.
    pub observer: &'a dyn Observer,
}

/// Briefs, and what could not be done of them.
#[derive(Debug)]
pub struct Briefed {
    /// The briefs and what they rest on.
    pub report: BriefReport,
    /// What failed, and of which document or team it was a part.
    pub incomplete: Vec<(String, EngineError)>,
}

/// Notes, whole or in part.
type NotesPart<'n> = (&'n Document, Option<Part>);

impl Briefer<'_> {
    /// Returns the requests that take the notes apart, which can be known before anything is asked.
    pub fn first_requests(&self, notes: &[Arc<Document>]) -> Result<Vec<Request>, PromptError> {
        let excerpts = self.excerpts(notes);
        let batches = self.batches(notes);
        batches
            .iter()
            .map(|batch| self.facts_request(batch, &excerpts))
            .collect()
    }

    /// Writes the briefs. Fails only where no facts at all could be had from the model.
    pub async fn brief(&self, notes: &[Arc<Document>], model: &dyn Model) -> Result<Briefed, EngineError> {
        for document in notes {
            self.observer.event(Event::Started {
                document: document.path(),
            });
        }
        let briefed = self.briefed(notes, model).await;
        for document in notes {
            self.observer.event(Event::Finished {
                document: document.path(),
            });
        }
        briefed
    }

    async fn briefed(&self, notes: &[Arc<Document>], model: &dyn Model) -> Result<Briefed, EngineError> {
        let asker = Asker {
            templates: self.templates,
            model,
            observer: self.observer,
            price_source: self.plan.price_source.as_deref(),
        };
        let excerpts = self.excerpts(notes);
        let mut work = Work::default();
        let claims = self.read(&asker, notes, &excerpts, &mut work).await?;
        let list = FactList::new(
            claims,
            notes,
            &self.plan.known,
            &excerpts,
            &self.context.stakeholders,
        );
        let written = self.write(&asker, &list, &mut work).await;
        let mut report = report(notes, &excerpts, &list, work.ledger);
        author::finish(&mut report, list, written, self.plan);
        report.warnings.extend(parts_warning(self.batches(notes).len()));
        Ok(Briefed {
            report,
            incomplete: work.incomplete,
        })
    }

    fn excerpts(&self, notes: &[Arc<Document>]) -> Vec<Excerpt> {
        match notes {
            [one] => self.context.for_spec(one, self.plan.context_tokens),
            many => {
                let text: Vec<&str> = many.iter().map(|document| document.body()).collect();
                let joined = Document::new("notes".into(), "notes".into(), text.join("\n\n"));
                let excerpts = self
                    .context
                    .for_spec(&joined, self.plan.context_tokens)
                    .into_iter();
                let is_notes = |excerpt: &Excerpt| {
                    many.iter()
                        .any(|document| document.path() == excerpt.document.path())
                };
                excerpts.filter(|excerpt| !is_notes(excerpt)).collect()
            }
        }
    }

    /// Groups the notes into what one request holds: all together where they fit, else each document, or part of it, by
    /// itself.
    fn batches<'n>(&self, notes: &'n [Arc<Document>]) -> Vec<Vec<NotesPart<'n>>> {
        let limit = self.plan.notes_tokens;
        let total: Tokens = notes
            .iter()
            .map(|document| tokens::estimate(document.text()))
            .sum();
        if total <= limit {
            return vec![notes.iter().map(|document| (document.as_ref(), None)).collect()];
        }
        let mut batches = Vec::new();
        for document in notes {
            let parts = windows::parts(document, limit);
            if parts.is_empty() {
                batches.push(vec![(document.as_ref(), None)]);
            }
            batches.extend(
                parts
                    .into_iter()
                    .map(|part| vec![(document.as_ref(), Some(part))]),
            );
        }
        batches
    }

    fn facts_request(&self, batch: &[NotesPart<'_>], excerpts: &[Excerpt]) -> Result<Request, PromptError> {
        let reading = Reading {
            notes: batch,
            context: excerpts,
            stakeholders: &self.context.stakeholders,
            teams: &self.plan.known,
            parameters: &self.plan.parameters,
        };
        prompts::facts(self.templates, &reading)
    }

    /// Takes the notes apart.
    async fn read(
        &self,
        asker: &Asker<'_>,
        notes: &[Arc<Document>],
        excerpts: &[Excerpt],
        work: &mut Work,
    ) -> Result<Vec<NotesClaims>, EngineError> {
        let own = notes.iter().map(|document| (Role::Notes, document.as_ref()));
        let context = excerpts
            .iter()
            .map(|excerpt| (excerpt.role, excerpt.document.as_ref()));
        let evidence = Evidence::of(own.chain(context));
        let documents: Vec<&Document> = notes.iter().map(Arc::as_ref).collect();
        let batches = self.batches(notes);
        let requests: Vec<Request> = batches
            .iter()
            .map(|batch| self.facts_request(batch, excerpts))
            .collect::<Result<_, _>>()?;
        let answers = requests.iter().map(|request| async move {
            let mut ledger = Ledger::default();
            let answer = asker.ask::<FactsAnswer>(request, FACTS_FIELD, &mut ledger).await;
            (answer, ledger)
        });
        let mut claims = Vec::new();
        let mut failed = Vec::new();
        for (batch, (answer, ledger)) in batches.iter().zip(join_all(answers).await) {
            work.ledger.add(ledger);
            match answer {
                Ok(answer) => claims.push(proving::prove(answer, &documents, &evidence)),
                Err(error) => failed.push((place(batch), error)),
            }
        }
        match failed.pop() {
            Some((_, error)) if claims.is_empty() => Err(error),
            last => {
                work.incomplete.extend(failed.into_iter().chain(last));
                Ok(claims)
            }
        }
    }

    /// Writes all briefs at once; how many requests are really under way is the model stack's to decide.
    async fn write(&self, asker: &Asker<'_>, list: &FactList, work: &mut Work) -> Vec<Written> {
        let views: Vec<View<'_>> = self
            .plan
            .teams
            .iter()
            .map(|team| View::new(team, list, self.plan))
            .collect();
        let writing = views
            .iter()
            .map(|view| write::write(asker, self.templates, view, &self.plan.parameters));
        let mut written = Vec::new();
        for (view, (outcome, ledger)) in views.iter().zip(join_all(writing).await) {
            work.ledger.add(ledger);
            let (outcome, error) = match outcome {
                Ok((outcome, error)) => (outcome, error),
                Err(error) => (Written::failed(&view.team.name), Some(error)),
            };
            work.incomplete
                .extend(error.map(|error| (format!("brief for {}", view.team.name), error)));
            written.push(outcome);
        }
        written
    }
}

/// What was gathered so far.
#[derive(Default)]
struct Work {
    ledger: Ledger,
    incomplete: Vec<(String, EngineError)>,
}

fn place(batch: &[NotesPart<'_>]) -> String {
    let names: Vec<String> = batch
        .iter()
        .map(|(document, part)| match part {
            Some(part) => format!("{}, part {} of {}", document.path(), part.number, part.of),
            None => document.path().to_owned(),
        })
        .collect();
    names.join(", ")
}

fn parts_warning(requests: usize) -> Option<String> {
    (requests > 1).then(|| {
        format!("the notes were read in {requests} parts: what one part takes back of another, or contradicts in it, may be missed")
    })
}

fn report(notes: &[Arc<Document>], excerpts: &[Excerpt], list: &FactList, ledger: Ledger) -> BriefReport {
    let mut report = BriefReport::new();
    report.notes = notes.iter().map(|document| notes_of(document, list)).collect();
    report.context = excerpts.iter().map(Excerpt::usage).collect();
    report.usage = ledger.usage;
    report.provenance = ledger.provenance;
    report
}

fn notes_of(document: &Document, list: &FactList) -> Notes {
    let found = list
        .standings
        .iter()
        .find(|(_, anchor)| anchor.document == document.path());
    let sensitive = list.facts.iter().filter(|fact| fact.sensitivity.is_some());
    let held: Vec<&Anchor> = sensitive.flat_map(|fact| &fact.anchors).collect();
    // Every brief shows these words: they must not be those of something that is held back.
    let quote = found.map(|(_, anchor)| anchor);
    let quote = quote.filter(|anchor| !held.iter().any(|held| hold::overlap(anchor, held)));
    Notes {
        document: document.path().to_owned(),
        title: document.title().map(str::to_owned),
        words: document.words(),
        standing: found.map_or(Standing::Unsaid, |(standing, _)| *standing),
        standing_quote: quote.cloned(),
    }
}
