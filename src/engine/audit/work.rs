//! The work on all documents, many at once: each is reviewed and held against others. How many requests are really under
//! way is the model stack's to decide; what one document meets never stops the others.

use super::digest::{Digest, digest};
use super::goals;
use super::judge::{self, CompareError, Compared};
use super::rollup::{self, Gathered};
use super::{AuditError, Audited, Auditor, Failed, Prepared};
use crate::context::Context;
use crate::domain::{Depth, Goal, Left, SetAside};
use crate::engine::ask::{Asker, EngineError, Ledger};
use crate::engine::event::Event;
use crate::engine::review::Reviewer;
use crate::model::{AskError, Model};
use futures::StreamExt;
use futures::stream::FuturesUnordered;
use std::num::NonZero;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::runtime::Handle;

/// What came of one document.
#[derive(Default)]
pub struct Worked {
    /// Its review, if there is one.
    pub digest: Option<Digest>,
    /// What the comparison with others gave.
    pub compared: Option<Compared>,
    /// What the comparison took.
    pub ledger: Ledger,
    /// What failed.
    pub failed: Vec<AuditError>,
    /// What a limit forbade.
    pub left: Vec<Left>,
}

/// The goals of the strategy, and what could not be proven of them.
type Stated = (Vec<Goal>, Vec<SetAside>);

/// Documents of which no request gets through, one after the other, before the run gives up.
const UNREACHABLE: usize = 3;

impl Auditor<'_> {
    /// Audits the documents that were chosen and rolls everything up.
    pub fn run(&self, prepared: Prepared, handle: &Handle) -> Audited {
        let settled = judge::settled(self.reviewer.context);
        let next = AtomicUsize::new(0);
        let worked: Mutex<Vec<Option<Worked>>> = Mutex::new(prepared.chosen.iter().map(|_| None).collect());
        let mut ledger = Ledger::default();
        let mut stated = None;
        std::thread::scope(|scope| {
            for share in self.shares() {
                let (prepared, settled, next, worked) = (&prepared, &settled, &next, &worked);
                scope.spawn(move || handle.block_on(self.work(prepared, settled, next, share, worked)));
            }
            stated = self.goals(handle, &mut ledger).transpose();
        });
        let worked = worked
            .into_inner()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        self.gather(prepared, worked, stated, ledger)
    }

    /// Shares the documents that are worked on at once among threads. Without a model there is nothing to wait for.
    fn shares(&self) -> Vec<usize> {
        let processors = std::thread::available_parallelism()
            .map_or(1, NonZero::get)
            .min(8);
        if self.reviewer.model.is_none() {
            return vec![1; processors];
        }
        // A few more than may be asked about at once, so that the next is at hand when one is answered.
        let most = self.plan.jobs + self.plan.jobs / 4 + 1;
        let threads = processors.min(most);
        (0..threads)
            .map(|number| most / threads + usize::from(number < most % threads))
            .collect()
    }

    async fn work(
        &self,
        prepared: &Prepared,
        settled: &Context,
        next: &AtomicUsize,
        share: usize,
        worked: &Mutex<Vec<Option<Worked>>>,
    ) {
        let mut running = FuturesUnordered::new();
        let mut told = std::pin::pin!(self.stop.wait());
        loop {
            while running.len() < share && !self.stop.is_told() {
                let turn = next.fetch_add(1, Ordering::SeqCst);
                let Some(document) = prepared.chosen.get(turn) else {
                    break;
                };
                running.push(async move { (turn, self.document(prepared, settled, *document).await) });
            }
            tokio::select! {
                done = running.next() => match done {
                    Some((turn, done)) => {
                        let mut worked = worked.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                        worked[turn] = Some(done);
                    }
                    None => return,
                },
                () = &mut told => return,
            }
        }
    }

    async fn document(&self, prepared: &Prepared, settled: &Context, number: usize) -> Worked {
        let model = self.model_for(number);
        let review = self.review(number, model);
        let comparison = self.compare(prepared, settled, number, model);
        let (mut worked, compared) = futures::join!(review, comparison);
        worked.compared = compared.compared;
        worked.ledger = compared.ledger;
        worked.failed.extend(compared.failed);
        worked.left.extend(compared.left);
        self.reviewer.observer.event(Event::Done {
            failed: !worked.failed.is_empty(),
        });
        worked
    }

    async fn review(&self, number: usize, model: Option<&dyn Model>) -> Worked {
        let mut worked = Worked::default();
        let document = match self.sources[number].read() {
            Ok(document) => document,
            Err(error) => {
                worked.failed.push(error.into());
                return worked;
            }
        };
        let reviewer = Reviewer {
            model,
            ..self.reviewer
        };
        match reviewer.review(&document).await {
            Ok(reviewed) => {
                if reviewed.incomplete.is_empty() {
                    self.stop.reached();
                }
                for error in reviewed.incomplete {
                    self.note(&mut worked, number, "second look", error);
                }
                (self.on_review)(&reviewed.review);
                worked.digest = Some(digest(reviewed.review));
            }
            Err(error) => self.note(&mut worked, number, "review", error),
        }
        worked
    }

    async fn compare(
        &self,
        prepared: &Prepared,
        settled: &Context,
        number: usize,
        model: Option<&dyn Model>,
    ) -> Worked {
        let mut worked = Worked::default();
        let candidates = &prepared.candidates[number];
        let Some(model) =
            model.filter(|_| !candidates.is_empty() && self.reviewer.plan.depth != Depth::Rules)
        else {
            return worked;
        };
        match self.judge(prepared, settled).comparison(number, candidates) {
            Ok(comparison) => match comparison.ask(&self.asker(model), &mut worked.ledger).await {
                Ok(compared) => worked.compared = Some(compared),
                Err(error) => self.note(&mut worked, number, "comparison", error),
            },
            // A document that cannot be read is told of by its own review; the other side of a pair has its own turn.
            Err(CompareError::Load(_)) => {}
            Err(error) => worked.failed.push(error.into()),
        }
        worked
    }

    /// Files an error: what a limit forbids is left for another run, anything else failed.
    fn note(&self, worked: &mut Worked, number: usize, work: &str, error: EngineError) {
        match &error {
            EngineError::Ask(AskError::Budget { .. }) => {
                let left = Left {
                    work: work.into(),
                    document: self.sources[number].shown(),
                    reason: error.to_string(),
                };
                return worked.left.push(left);
            }
            EngineError::Ask(
                AskError::Network { timed_out: false, .. }
                | AskError::Status {
                    status: 401 | 403, ..
                },
            ) => {
                let most = self.plan.jobs.max(UNREACHABLE);
                self.stop.unreachable(most, &error.to_string());
            }
            _ => {}
        }
        worked.failed.push(error.into());
    }

    fn model_for(&self, number: usize) -> Option<&dyn Model> {
        let is_anew = self.plan.anew.contains(&self.sources[number].label);
        self.fresh.filter(|_| is_anew).or(self.reviewer.model)
    }

    fn asker<'m>(&'m self, model: &'m dyn Model) -> Asker<'m> {
        Asker {
            templates: self.reviewer.templates,
            model,
            observer: self.reviewer.observer,
            price_source: self.reviewer.plan.price_source.as_deref(),
        }
    }

    /// Takes the goals from the strategy; `None` where no model is asked or there is no strategy.
    fn goals(&self, handle: &Handle, ledger: &mut Ledger) -> Result<Option<Stated>, EngineError> {
        let Some(model) = self
            .reviewer
            .model
            .filter(|_| self.reviewer.plan.depth != Depth::Rules)
        else {
            return Ok(None);
        };
        let requests = self.goal_requests()?;
        if requests.is_empty() {
            return Ok(None);
        }
        let asker = self.asker(model);
        handle.block_on(async {
            tokio::select! {
                goals = goals::ask(&asker, self.reviewer.context, &requests, ledger) => goals.map(Some),
                () = self.stop.wait() => Ok(None),
            }
        })
    }

    fn gather(
        &self,
        prepared: Prepared,
        worked: Vec<Option<Worked>>,
        stated: Option<Result<Stated, EngineError>>,
        ledger: Ledger,
    ) -> Audited {
        let mut failed = Vec::new();
        let mut gathered = Gathered::new(prepared, ledger);
        match stated {
            Some(Ok((goals, set_aside))) => {
                gathered.goals = Some(goals);
                gathered.set_aside.extend(set_aside);
            }
            Some(Err(EngineError::Ask(error @ AskError::Budget { .. }))) => {
                gathered.goals = Some(Vec::new());
                gathered.left.push(Left {
                    work: "goals of the strategy".into(),
                    document: String::new(),
                    reason: error.to_string(),
                });
            }
            Some(Err(error)) => {
                gathered.goals = Some(Vec::new());
                failed.push(Failed {
                    document: None,
                    error: error.into(),
                });
            }
            None => {}
        }
        let chosen = gathered.chosen.clone();
        for (document, worked) in chosen.into_iter().zip(worked) {
            match worked {
                Some(mut worked) => {
                    let errors = std::mem::take(&mut worked.failed).into_iter();
                    failed.extend(errors.map(|error| Failed {
                        document: Some(document),
                        error,
                    }));
                    gathered.take(document, worked);
                }
                None => gathered.left.push(Left {
                    work: "review".into(),
                    document: self.sources[document].shown(),
                    reason: self.stop.reason().unwrap_or_else(|| "the run was stopped".into()),
                }),
            }
        }
        Audited {
            report: rollup::report(self, gathered),
            failed,
        }
    }
}
