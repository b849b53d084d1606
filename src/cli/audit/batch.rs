//! `--batch`: the folder handed to the provider's own Batch API, and its answers collected into the store, from which a
//! plain run reports.
//!
//! What is to be submitted is found by a run that answers from the store alone and notes what it misses: so the requests
//! of a second look go out once the first readings are collected.

use super::{Desk, store_folder};
use crate::cli::args::BatchArg;
use crate::cli::failure::Failure;
use crate::cli::job::{self, Outcome};
use crate::cli::progress::Progress;
use crate::cli::review;
use crate::cli::settings::{AnswerSource, EndpointSettings, Spending};
use crate::cli::{output, stack};
use crate::domain::Origin;
use crate::engine::Reviewer;
use crate::engine::audit::{AuditPlan, Auditor, Stop};
use crate::model::batch::{BatchState, Batches, Collected, Submitted};
use crate::model::{Answered, AskError, Model, OpenAi, Request, Store};
use crate::report::plain_line;
use futures::FutureExt;
use futures::future::BoxFuture;
use std::collections::HashSet;
use std::io::{self, Write};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex};

/// How many requests wait to be written while others are found.
const WAITING: usize = 64;

/// Does one step of a batch.
pub fn run(
    desk: &Desk<'_>,
    plan: &AuditPlan,
    step: BatchArg,
    progress: &Arc<Progress>,
) -> Result<Outcome, Failure> {
    let settings = desk.settings;
    let AnswerSource::Live {
        endpoint, spending, ..
    } = &settings.job.source
    else {
        return Err(Failure::new(
            "--batch needs an endpoint to hand the requests to",
            Some("set OPENAI_API_KEY and OPENAI_MODEL, or --base-url and --model".into()),
        ));
    };
    let Some(folder) = store_folder(settings) else {
        return Err(Failure::new(
            "--batch needs a store, which the answers are collected into",
            Some("leave out --no-store and --record, or name a folder with --store".into()),
        ));
    };
    let client = client(desk, endpoint, spending, progress)?;
    let store = Store::new(folder);
    let batches = Batches::new(&client, &store, folder.join("batches"));
    match step {
        BatchArg::Submit => submit(desk, plan, &batches, &store, endpoint, progress),
        BatchArg::Status => status(&batches),
        BatchArg::Collect => collect(&batches),
    }
}

fn client(
    desk: &Desk<'_>,
    endpoint: &EndpointSettings,
    spending: &Spending,
    progress: &Arc<Progress>,
) -> Result<OpenAi, Failure> {
    let (meter, _) = stack::meter(endpoint, spending)?;
    stack::client(
        endpoint,
        &meter,
        &desk.templates,
        desk.settings.job.quiet,
        progress,
    )
}

/// Answers from the store alone, and passes on what it misses. Each request is passed on once.
struct Missing<'a> {
    store: &'a Store,
    model: &'a str,
    missing: Mutex<HashSet<String>>,
    found: SyncSender<Request>,
}

impl Model for Missing<'_> {
    fn ask<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<Answered, AskError>> {
        async move {
            let key = request.key();
            let kept = self.store.get(&key, self.model).ok().flatten();
            if let Some(exchange) = kept.filter(|exchange| exchange.answer.is_reusable()) {
                return Ok(Answered::new(exchange, Origin::Store));
            }
            let mut missing = self
                .missing
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner);
            if missing.insert(key) {
                // A submission that failed has nobody who listens any more; it tells of it itself.
                let _ = self.found.send(request.clone());
            }
            Err(AskError::Settings("its answer is to come from a batch".into()))
        }
        .boxed()
    }
}

fn submit(
    desk: &Desk<'_>,
    plan: &AuditPlan,
    batches: &Batches<'_>,
    store: &Store,
    endpoint: &EndpointSettings,
    progress: &Arc<Progress>,
) -> Result<Outcome, Failure> {
    let reading = review::plan(&desk.settings.job, &desk.settings.reading);
    let stop = Stop::default();
    let (found, missing) = sync_channel(WAITING);
    let finder = Missing {
        store,
        model: &endpoint.model,
        missing: Mutex::default(),
        found,
    };
    let runtime = job::runtime()?;
    let submitted = std::thread::scope(|scope| {
        let handle = runtime.handle();
        let (reading, stop) = (&reading, &stop);
        scope.spawn(move || {
            let finder = finder;
            let silent = Progress::new(0, true, false);
            let auditor = Auditor {
                reviewer: Reviewer {
                    model: Some(&finder),
                    ..desk.reviewer(reading, &silent)
                },
                fresh: None,
                sources: &desk.sources,
                plan,
                stop,
                on_review: &|_| {},
            };
            let prepared = auditor.prepare();
            auditor.run(prepared, handle)
        });
        let submitted = runtime.block_on(batches.submit(missing));
        stop.soon("the submission has ended");
        submitted
    })?;
    progress.clear();
    output::write(None, |out| show_submitted(out, &submitted))?;
    Ok(Outcome::Clear)
}

fn show_submitted(out: &mut dyn Write, submitted: &Submitted) -> io::Result<()> {
    for batch in &submitted.batches {
        writeln!(out, "submitted {}", plain_line(batch))?;
    }
    let Submitted {
        requests, pending, ..
    } = submitted;
    writeln!(out, "{requests} requests are out now, {pending} were out already")?;
    match (requests, pending) {
        (0, 0) => writeln!(
            out,
            "nothing is missing: the same command without --batch reports"
        ),
        _ => writeln!(out, "next: --batch status, then --batch collect"),
    }
}

fn status(batches: &Batches<'_>) -> Result<Outcome, Failure> {
    let states = job::runtime()?.block_on(batches.status())?;
    let troubles = states.iter().filter(|state| state.is_err()).count();
    output::write(None, |out| {
        if states.is_empty() {
            writeln!(out, "nothing is out for this endpoint and model")?;
        }
        for state in &states {
            match state {
                Ok(state) => writeln!(out, "{}", line(state))?,
                Err(error) => writeln!(out, "{}", plain_line(&error.to_string()))?,
            }
        }
        Ok(())
    })?;
    Ok(if troubles == 0 {
        Outcome::Clear
    } else {
        Outcome::Incomplete
    })
}

fn line(state: &BatchState) -> String {
    let failed = if state.failed > 0 {
        format!(", {} failed", state.failed)
    } else {
        String::new()
    };
    let problem = state
        .problem
        .as_deref()
        .map(|problem| format!(": {problem}"))
        .unwrap_or_default();
    plain_line(&format!(
        "{}  {}  {} of {} answered{failed}, submitted {}{problem}",
        state.batch, state.status, state.completed, state.total, state.submitted
    ))
}

fn collect(batches: &Batches<'_>) -> Result<Outcome, Failure> {
    let collected = job::runtime()?.block_on(batches.collect())?;
    output::write(None, |out| show_collected(out, &collected))?;
    let is_whole =
        collected.failed.is_empty() && collected.troubles.is_empty() && collected.pending.is_empty();
    Ok(if is_whole {
        Outcome::Clear
    } else {
        Outcome::Incomplete
    })
}

/// How many failures of single requests are shown.
const SHOWN: usize = 10;

fn show_collected(out: &mut dyn Write, collected: &Collected) -> io::Result<()> {
    for state in collected.finished.iter().chain(&collected.pending) {
        writeln!(out, "{}", line(state))?;
    }
    for (batch, error) in &collected.troubles {
        writeln!(out, "{}: {}", plain_line(batch), plain_line(&error.to_string()))?;
    }
    for failure in collected.failed.iter().take(SHOWN) {
        writeln!(
            out,
            "failed: {} {}: {}",
            plain_line(&failure.purpose),
            failure.key,
            plain_line(&failure.reason)
        )?;
    }
    if collected.failed.len() > SHOWN {
        writeln!(out, "and {} more failed", collected.failed.len() - SHOWN)?;
    }
    let tokens = &collected.tokens;
    writeln!(
        out,
        "{} answers are kept now ({} tokens in, {} out); {} were kept already, {} failed, {} lines could not be read",
        collected.answered,
        tokens.input,
        tokens.output,
        collected.already,
        collected.failed.len(),
        collected.unreadable
    )?;
    match (collected.pending.is_empty(), collected.failed.is_empty()) {
        (false, _) => writeln!(out, "the provider still works on the rest: collect again later"),
        (true, false) => writeln!(
            out,
            "--batch submit hands out what failed once more; without --batch it is asked live"
        ),
        (true, true) => writeln!(
            out,
            "--batch submit hands out what follows from these answers; without --batch the report is made"
        ),
    }
}
