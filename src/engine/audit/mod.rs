//! The audit of a folder: a pass over all documents that needs no model, the review of each, the comparison of what may
//! collide, and everything rolled up into one report.
//!
//! Documents are read when they are needed and dropped when they are done with; what stays of each is its sketch and its
//! digest.

mod cross;
mod digest;
mod folder;
mod goals;
mod judge;
mod known;
mod passage;
mod questions;
mod reference;
pub mod retrieve;
mod rollup;
pub(in crate::engine) mod sketch;
mod stop;
mod work;

pub use folder::{Scan, Source, scan};
pub use judge::CompareError;
pub use retrieve::MOST_CANDIDATES;
pub use stop::Stop;

use super::ask::EngineError;
use super::review::Reviewer;
use crate::document::LoadError;
use crate::domain::{AuditReport, Review, VerdictRules};
use crate::model::{Model, Request};
use crate::prompt::PromptError;
use judge::Judge;
use retrieve::Candidate;
use std::collections::{BTreeSet, HashSet};

/// Which documents of the folder a run is about.
#[derive(Clone, Debug, Default)]
pub enum Part {
    /// All of them.
    #[default]
    All,
    /// Those of one shard.
    Shard {
        /// Which one, from 1.
        index: usize,
        /// Of how many.
        of: usize,
    },
    /// Those that changed since a revision, and what has something in common with them.
    Since {
        /// The revision, as given.
        revision: String,
        /// The numbers of the documents that changed.
        changed: BTreeSet<usize>,
    },
}

/// How a folder is to be audited.
#[derive(Clone, Debug)]
pub struct AuditPlan {
    /// The folders and files, as given.
    pub folders: Vec<String>,
    /// Which documents the run is about.
    pub part: Part,
    /// How many documents are worked on at once.
    pub jobs: usize,
    /// The most pairs that are judged for one document.
    pub candidates: usize,
    /// By which rules verdicts are given.
    pub rules: VerdictRules,
    /// The labels of the documents that are asked about anew, even where an answer is kept.
    pub anew: HashSet<String>,
}

/// Audits a folder.
pub struct Auditor<'a> {
    /// Reviews each document, and knows model, templates and context.
    pub reviewer: Reviewer<'a>,
    /// A model that gives no kept answers, for documents that are asked about anew.
    pub fresh: Option<&'a dyn Model>,
    /// The documents, in order.
    pub sources: &'a [Source],
    /// How to go about it.
    pub plan: &'a AuditPlan,
    /// Who may stop it.
    pub stop: &'a Stop,
    /// Takes each whole review before only its digest is kept.
    pub on_review: &'a (dyn Fn(&Review) + Sync),
}

/// What is known before anything is asked.
#[derive(Debug)]
pub struct Prepared {
    /// What the first pass learnt.
    pub scan: Scan,
    /// The pairs to be judged, for each document.
    pub candidates: Vec<Vec<Candidate>>,
    /// The numbers of the documents that the run is about, in order.
    pub chosen: Vec<usize>,
    /// How many of these are there only as neighbours of a changed one.
    pub neighbours: usize,
}

/// Why something of an audit could not be done.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// A document could not be read.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// The model could not be asked, or its answer not be used.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// Two documents could not be held against each other.
    #[error(transparent)]
    Compare(#[from] CompareError),
}

/// Something that failed, and of which document; `None` stands for the folder as a whole.
#[derive(Debug)]
pub struct Failed {
    /// The document's number.
    pub document: Option<usize>,
    /// Why.
    pub error: AuditError,
}

/// What came of an audit.
#[derive(Debug)]
pub struct Audited {
    /// The report, but for the failures: what to do about them is for others to say.
    pub report: AuditReport,
    /// What failed, in the order of the documents.
    pub failed: Vec<Failed>,
}

impl Auditor<'_> {
    /// Passes over the folder and chooses what the run is about. Asks nothing.
    pub fn prepare(&self) -> Prepared {
        let scan = folder::scan(self.sources);
        let candidates = retrieve::candidates(&scan.index, self.plan.candidates);
        let (chosen, neighbours) = self.chosen(&scan, &candidates);
        Prepared {
            scan,
            candidates,
            chosen,
            neighbours,
        }
    }

    fn chosen(&self, scan: &Scan, candidates: &[Vec<Candidate>]) -> (Vec<usize>, usize) {
        let all = 0..self.sources.len();
        match &self.plan.part {
            Part::All => (all.collect(), 0),
            Part::Shard { index, of } => {
                let is_mine = |number: &usize| self.sources[*number].shard(*of) + 1 == *index;
                (all.filter(is_mine).collect(), 0)
            }
            Part::Since { changed, .. } => {
                let mut chosen = changed.clone();
                for pair in candidates.iter().flatten() {
                    let (one, other) = (scan.index.document(pair.place), scan.index.document(pair.other));
                    if changed.contains(&one) || changed.contains(&other) {
                        chosen.extend([one, other]);
                    }
                }
                let neighbours = chosen.len() - changed.len();
                (chosen.into_iter().collect(), neighbours)
            }
        }
    }

    /// Returns the requests about a document that can be known before anything is asked: its first reading, and the
    /// comparison with others.
    pub fn requests(&self, prepared: &Prepared, document: usize) -> Result<Vec<Request>, AuditError> {
        let read = self.sources[document].read()?;
        let mut requests = self
            .reviewer
            .first_requests(&read, None)
            .map_err(EngineError::from)?;
        let candidates = &prepared.candidates[document];
        if !candidates.is_empty() {
            let settled = judge::settled(self.reviewer.context);
            requests.push(
                self.judge(prepared, &settled)
                    .comparison(document, candidates)?
                    .request,
            );
        }
        Ok(requests)
    }

    /// Returns the requests that take the goals from the strategy.
    pub fn goal_requests(&self) -> Result<Vec<Request>, PromptError> {
        let plan = self.reviewer.plan;
        goals::requests(
            self.reviewer.context,
            self.reviewer.templates,
            plan.context_tokens,
            &plan.parameters,
        )
    }

    fn judge<'j>(&'j self, prepared: &'j Prepared, settled: &'j crate::context::Context) -> Judge<'j> {
        let plan = self.reviewer.plan;
        Judge {
            templates: self.reviewer.templates,
            settled,
            context_tokens: plan.context_tokens,
            parameters: &plan.parameters,
            sources: self.sources,
            index: &prepared.scan.index,
        }
    }
}
