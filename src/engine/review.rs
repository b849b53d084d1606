//! The review of one spec: a first reading, a second look, the rules beside them, merged and ranked.

use super::ask::{Asker, EngineError, Ledger};
use super::event::{Event, Observer};
use super::pool::Pool;
use super::rank::{self, Findings};
use super::windows;
use crate::answer::prove::{self, Evidence};
use crate::answer::wire::{ReviewAnswer, VerifyAnswer};
use crate::context::{self, Context, Excerpt};
use crate::document::Document;
use crate::domain::{Depth, Reader, Review};
use crate::model::{Model, Request};
use crate::prompt::review::{self as prompts, Candidate, DETECT_FIELD, Material, Part, VERIFY_FIELD};
use crate::prompt::{PromptError, Templates};
use crate::rules::{self, Checked, Policy};
use crate::tokens::Tokens;
use futures::future::join_all;
use serde_json::{Map, Value};

/// How a spec is to be read.
#[derive(Clone, Debug)]
pub struct Plan {
    /// How far to go.
    pub depth: Depth,
    /// Through whose eyes a deep review reads.
    pub readers: Vec<Reader>,
    /// The most tokens of a spec in one request, by estimate.
    pub spec_tokens: Tokens,
    /// The most tokens of context in one request, by estimate.
    pub context_tokens: Tokens,
    /// Further body parameters for the model.
    pub parameters: Map<String, Value>,
    /// Which prices costs are computed with.
    pub price_source: Option<String>,
    /// Which wording rules hold where.
    pub policy: Policy,
}

/// Reviews specs against one context.
pub struct Reviewer<'a> {
    /// What to say to the model.
    pub templates: &'a Templates,
    /// What specs are held against.
    pub context: &'a Context,
    /// The model; without one, only the rules run.
    pub model: Option<&'a dyn Model>,
    /// How to read.
    pub plan: &'a Plan,
    /// Who watches.
    pub observer: &'a dyn Observer,
}

/// A review, and what could not be done of it.
#[derive(Debug)]
pub struct Reviewed {
    /// The review.
    pub review: Review,
    /// Parts of the work that failed; the review says what it is without them.
    pub incomplete: Vec<EngineError>,
}

/// One reading: a part of the spec, through the eyes of one reader.
struct Reading {
    part: Option<Part>,
    reader: Option<Reader>,
}

impl Reviewer<'_> {
    /// Reviews one spec. Fails only where nothing at all could be had from the model.
    pub async fn review(&self, spec: &Document) -> Result<Reviewed, EngineError> {
        let Some(model) = self.model.filter(|_| self.plan.depth != Depth::Rules) else {
            return Ok(self.review_by_rules(spec));
        };
        self.observer.event(Event::Started {
            document: spec.path(),
        });
        let reviewed = self.with_model(spec, model).await;
        self.observer.event(Event::Finished {
            document: spec.path(),
        });
        reviewed
    }

    /// Reviews one spec by the rules alone.
    pub fn review_by_rules(&self, spec: &Document) -> Reviewed {
        let document = spec.path();
        self.observer.event(Event::Started { document });
        let reviewed = self.with_rules(spec);
        self.observer.event(Event::Finished { document });
        reviewed
    }

    /// Returns the requests of the first reading, which can be known before anything is asked.
    pub fn first_requests(&self, spec: &Document) -> Result<Vec<Request>, PromptError> {
        let excerpts = self.context.for_spec(spec, self.plan.context_tokens);
        let readings = self.readings(spec);
        readings
            .iter()
            .map(|reading| self.detect_request(spec, &excerpts, reading))
            .collect()
    }

    fn with_rules(&self, spec: &Document) -> Reviewed {
        let checked = rules::check(spec, &self.plan.policy);
        let findings = rank::findings(spec, &mut Pool::default(), checked.hits, false);
        let mut review = review(
            spec,
            Depth::Rules,
            findings,
            Pool::default(),
            &[],
            Ledger::default(),
        );
        review.warnings.extend(checked.warnings);
        review.warnings.extend(checked.suppressions.warnings());
        Reviewed {
            review,
            incomplete: Vec::new(),
        }
    }

    async fn with_model(&self, spec: &Document, model: &dyn Model) -> Result<Reviewed, EngineError> {
        let asker = Asker {
            templates: self.templates,
            model,
            observer: self.observer,
            price_source: self.plan.price_source.as_deref(),
        };
        let excerpts = self.context.for_spec(spec, self.plan.context_tokens);
        let documents = excerpts
            .iter()
            .map(|excerpt| (excerpt.role, excerpt.document.as_ref()));
        let evidence = Evidence::new(spec, documents);
        let mut work = Work {
            pool: Pool::default(),
            ledger: Ledger::default(),
            incomplete: Vec::new(),
        };
        self.read(&asker, spec, &excerpts, &evidence, &mut work).await?;
        let is_seen_twice = self.plan.depth != Depth::Quick
            && self
                .look_again(&asker, spec, &excerpts, &evidence, &mut work)
                .await;
        let depth = if is_seen_twice {
            self.plan.depth
        } else {
            Depth::Quick
        };
        let Checked {
            hits,
            warnings,
            suppressions,
        } = rules::check(spec, &self.plan.policy);
        work.pool.suppress(spec, &suppressions);
        let findings = rank::findings(spec, &mut work.pool, hits, true);
        let mut review = review(spec, depth, findings, work.pool, &excerpts, work.ledger);
        review.warnings.extend(
            work.incomplete
                .iter()
                .map(|error| format!("part of the work failed: {error}")),
        );
        if depth != self.plan.depth {
            review.warnings.push(UNVERIFIED.into());
        }
        review.warnings.extend(warnings);
        review.warnings.extend(suppressions.warnings());
        Ok(Reviewed {
            review,
            incomplete: work.incomplete,
        })
    }

    fn readings(&self, spec: &Document) -> Vec<Reading> {
        let readers: Vec<Option<Reader>> = match self.plan.depth {
            Depth::Deep => self.plan.readers.iter().copied().map(Some).collect(),
            _ => vec![None],
        };
        let of_part = |part: Option<Part>| {
            readers
                .iter()
                .map(move |reader| Reading {
                    part: part.clone(),
                    reader: *reader,
                })
                .collect::<Vec<_>>()
        };
        self.parts(spec).into_iter().flat_map(of_part).collect()
    }

    /// Returns the parts of the spec; `None` stands for the whole.
    fn parts(&self, spec: &Document) -> Vec<Option<Part>> {
        let parts = windows::parts(spec, self.plan.spec_tokens);
        if parts.is_empty() {
            vec![None]
        } else {
            parts.into_iter().map(Some).collect()
        }
    }

    /// Reads the spec for the first time, in all its parts and through all eyes.
    async fn read(
        &self,
        asker: &Asker<'_>,
        spec: &Document,
        excerpts: &[Excerpt],
        evidence: &Evidence<'_>,
        work: &mut Work,
    ) -> Result<(), EngineError> {
        let readings = self.readings(spec);
        let requests: Vec<Request> = readings
            .iter()
            .map(|reading| self.detect_request(spec, excerpts, reading))
            .collect::<Result<_, _>>()?;
        let asked = requests.len();
        let answers = ask_all::<ReviewAnswer>(asker, &requests, DETECT_FIELD).await;
        for (reading, (answer, ledger)) in readings.iter().zip(answers) {
            work.ledger.add(ledger);
            match answer {
                Ok(answer) => work
                    .pool
                    .take(prove::prove(answer, evidence), number(&reading.part)),
                Err(error) => work.incomplete.push(error),
            }
        }
        match work.incomplete.pop() {
            Some(error) if work.incomplete.len() + 1 == asked => Err(error),
            error => {
                work.incomplete.extend(error);
                Ok(())
            }
        }
    }

    /// Looks at every claim a second time. Returns whether that could be done.
    async fn look_again(
        &self,
        asker: &Asker<'_>,
        spec: &Document,
        excerpts: &[Excerpt],
        evidence: &Evidence<'_>,
        work: &mut Work,
    ) -> bool {
        let requests = match self.verify_requests(spec, excerpts, &work.pool) {
            Ok(requests) => requests,
            Err(error) => {
                work.incomplete.push(error.into());
                return false;
            }
        };
        let before = work.incomplete.len();
        let (parts, requests): (Vec<usize>, Vec<Request>) = requests.into_iter().unzip();
        let answers = ask_all::<VerifyAnswer>(asker, &requests, VERIFY_FIELD).await;
        for (part, (answer, ledger)) in parts.into_iter().zip(answers) {
            work.ledger.add(ledger);
            match answer {
                Ok(answer) => work.pool.apply(answer, part, evidence),
                Err(error) => work.incomplete.push(error),
            }
        }
        work.incomplete.len() == before
    }

    fn detect_request(
        &self,
        spec: &Document,
        excerpts: &[Excerpt],
        reading: &Reading,
    ) -> Result<Request, PromptError> {
        prompts::detect(
            self.templates,
            &self.material(spec, excerpts, reading.part.clone()),
            reading.reader,
        )
    }

    /// Makes the requests of the second look, each with the number of its part.
    fn verify_requests(
        &self,
        spec: &Document,
        excerpts: &[Excerpt],
        pool: &Pool,
    ) -> Result<Vec<(usize, Request)>, PromptError> {
        let mut requests = Vec::new();
        for part in self.parts(spec) {
            let number = number(&part);
            let candidates = pool.candidates(number);
            if !candidates.is_empty() {
                let elsewhere = self.elsewhere(spec, part.as_ref(), &candidates);
                let material = self.material(spec, excerpts, part);
                let request = prompts::verify(self.templates, &material, &candidates, &elsewhere)?;
                requests.push((number, request));
            }
        }
        Ok(requests)
    }

    /// Returns what other parts of the spec say on the candidates of one part.
    fn elsewhere(&self, spec: &Document, part: Option<&Part>, candidates: &[Candidate]) -> String {
        let Some(part) = part else {
            return String::new();
        };
        let words = |candidate: &Candidate| format!("{} {}\n", candidate.title, candidate.quotes.join(" "));
        let query: String = candidates.iter().map(words).collect();
        context::elsewhere(
            spec,
            &part.range,
            &query,
            Tokens(self.plan.spec_tokens.0 / ELSEWHERE),
        )
    }

    fn material<'m>(
        &'m self,
        spec: &'m Document,
        context: &'m [Excerpt],
        part: Option<Part>,
    ) -> Material<'m> {
        Material {
            spec,
            part,
            context,
            stakeholders: &self.context.stakeholders,
            parameters: &self.plan.parameters,
        }
    }
}

const UNVERIFIED: &str =
    "not all findings were looked at a second time: some may be settled elsewhere, or ranked too high";

/// Other parts of a long spec may take this share of a part's length in the second look: 1 in so many.
const ELSEWHERE: usize = 4;

/// Returns the number of a part, from 1; the whole spec counts as its only part.
fn number(part: &Option<Part>) -> usize {
    part.as_ref().map_or(1, |part| part.number)
}

/// What was gathered so far.
struct Work {
    pool: Pool,
    ledger: Ledger,
    incomplete: Vec<EngineError>,
}

/// Asks everything at once; how many requests are really under way is the model stack's to decide.
async fn ask_all<T: serde::de::DeserializeOwned>(
    asker: &Asker<'_>,
    requests: &[Request],
    field: &str,
) -> Vec<(Result<T, EngineError>, Ledger)> {
    let asked = requests.iter().map(|request| async move {
        let mut ledger = Ledger::default();
        let answer = asker.ask(request, field, &mut ledger).await;
        (answer, ledger)
    });
    join_all(asked).await
}

fn review(
    spec: &Document,
    depth: Depth,
    findings: Findings,
    pool: Pool,
    excerpts: &[Excerpt],
    ledger: Ledger,
) -> Review {
    Review {
        document: spec.path().to_owned(),
        title: spec.title().map(str::to_owned),
        words: spec.words(),
        depth,
        summary: pool.summary,
        flags: findings.flags,
        assumptions: findings.assumptions,
        questions: findings.questions,
        coverage: pool.coverage,
        strategy: pool.goals,
        set_aside: pool.set_aside,
        context: excerpts.iter().map(Excerpt::usage).collect(),
        usage: ledger.usage,
        provenance: ledger.provenance,
        warnings: spec
            .register()
            .map(|register| register.remarks().to_vec())
            .unwrap_or_default(),
    }
}
