//! The review of one spec: a first reading, a second look, the rules beside them, merged and ranked.

use super::again::{self, Again};
use super::ask::{Asker, EngineError, Ledger};
use super::event::{Event, Observer};
use super::pool::Pool;
use super::rank::{self, Findings};
use super::windows;
use crate::answer::prove::{self, Claims, Evidence};
use crate::answer::wire::{ReviewAnswer, VerifyAnswer};
use crate::context::{self, Context, Excerpt};
use crate::document::Document;
use crate::domain::{Depth, Reader, Review, Role};
use crate::model::{Model, Request};
use crate::prompt::review::{self as prompts, Candidate, DETECT_FIELD, Focus, Material, Part, VERIFY_FIELD};
use crate::prompt::{PromptError, Templates};
use crate::rules::{self, Checked, Policy};
use crate::state::{self, SETTLED_PATH, Survey};
use crate::tokens::Tokens;
use futures::future::join_all;
use serde_json::{Map, Value};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

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
    /// What a second review found out about what was known.
    pub again: Again,
}

/// What one request shows of a spec: all of it, a part, or what changed.
#[derive(Clone)]
struct Stretch {
    /// From 1; the whole spec counts as its only part.
    number: usize,
    part: Option<Part>,
    focus: Option<Focus>,
}

/// One reading: a stretch of the spec, through the eyes of one reader.
struct Reading {
    stretch: Stretch,
    reader: Option<Reader>,
}

impl Reviewer<'_> {
    /// Reviews one spec. Fails only where nothing at all could be had from the model.
    pub async fn review(&self, spec: &Document) -> Result<Reviewed, EngineError> {
        self.review_again(spec, None).await
    }

    /// Reviews one spec, knowing what earlier reviews raised and people settled: a model is asked about what changed.
    pub async fn review_again(
        &self,
        spec: &Document,
        known: Option<&Survey>,
    ) -> Result<Reviewed, EngineError> {
        let Some(model) = self.model.filter(|_| self.plan.depth != Depth::Rules) else {
            return Ok(self.review_by_rules(spec, known));
        };
        self.observer.event(Event::Started {
            document: spec.path(),
        });
        let reviewed = self.with_model(spec, model, known).await;
        self.observer.event(Event::Finished {
            document: spec.path(),
        });
        reviewed
    }

    /// Reviews one spec by the rules alone.
    pub fn review_by_rules(&self, spec: &Document, known: Option<&Survey>) -> Reviewed {
        let document = spec.path();
        self.observer.event(Event::Started { document });
        let reviewed = self.with_rules(spec, known);
        self.observer.event(Event::Finished { document });
        reviewed
    }

    /// Returns the requests of the first reading, which can be known before anything is asked.
    pub fn first_requests(
        &self,
        spec: &Document,
        known: Option<&Survey>,
    ) -> Result<Vec<Request>, PromptError> {
        let excerpts = self.excerpts(spec, known);
        let readings = self.readings(spec, known);
        readings
            .iter()
            .map(|reading| self.detect_request(spec, &excerpts, reading))
            .collect()
    }

    fn with_rules(&self, spec: &Document, known: Option<&Survey>) -> Reviewed {
        let mut checked = rules::check(spec, &self.plan.policy);
        let mut pool = Pool::default();
        if let Some(survey) = known {
            again::without_settled(&mut checked.hits, spec, survey);
            pool.carry(again::carried(survey), |_| 1);
            again::complete(&mut pool, survey);
        }
        // Where a model has read the spec before, the rules stand back as they do beside it.
        let model_read = known.is_some_and(|survey| survey.was_read);
        let findings = rank::findings(spec, &mut pool, checked.hits, model_read, known);
        let mut review = review(spec, Depth::Rules, findings, pool, &[], Ledger::default());
        review.warnings.extend(checked.warnings);
        review.warnings.extend(checked.suppressions.warnings());
        Reviewed {
            review,
            incomplete: Vec::new(),
            again: Again::default(),
        }
    }

    /// Returns what goes along with a spec: its context, and with it what people settled.
    fn excerpts(&self, spec: &Document, known: Option<&Survey>) -> Vec<Excerpt> {
        let mut excerpts = self.context.for_spec(spec, self.plan.context_tokens);
        let label = self
            .context
            .label_for("settled-points.md", Path::new(SETTLED_PATH));
        let settled = known.and_then(|survey| state::settled_points(survey, label));
        let settled = settled.map(|document| Excerpt {
            role: Role::Decisions,
            document: Arc::new(document),
            left_out: Vec::new(),
        });
        excerpts.splice(0..0, settled);
        excerpts
    }

    async fn with_model(
        &self,
        spec: &Document,
        model: &dyn Model,
        known: Option<&Survey>,
    ) -> Result<Reviewed, EngineError> {
        let asker = Asker {
            templates: self.templates,
            model,
            observer: self.observer,
            price_source: self.plan.price_source.as_deref(),
        };
        let excerpts = self.excerpts(spec, known);
        let documents = excerpts
            .iter()
            .map(|excerpt| (excerpt.role, excerpt.document.as_ref()));
        let shown = known.map(Survey::changed).unwrap_or_default();
        let evidence = Evidence::new(spec, documents).preferring(shown);
        let mut work = Work {
            pool: Pool::default(),
            ledger: Ledger::default(),
            incomplete: Vec::new(),
            again: Again::default(),
        };
        if let Some(survey) = known {
            self.carry(spec, survey, &mut work);
        }
        self.read(&asker, spec, known, &excerpts, &evidence, &mut work)
            .await?;
        let is_seen_twice = self.plan.depth != Depth::Quick
            && self
                .look_again(&asker, spec, known, &excerpts, &evidence, &mut work)
                .await;
        let depth = if is_seen_twice {
            self.plan.depth
        } else {
            Depth::Quick
        };
        let Checked {
            mut hits,
            warnings,
            suppressions,
        } = rules::check(spec, &self.plan.policy);
        work.pool.suppress(spec, &suppressions);
        if let Some(survey) = known {
            again::without_settled(&mut hits, spec, survey);
            again::complete(&mut work.pool, survey);
            work.again.decided = std::mem::take(&mut work.pool.decided);
        }
        let findings = rank::findings(spec, &mut work.pool, hits, true, known);
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
            again: work.again,
        })
    }

    /// Carries over what is known and still stands.
    fn carry(&self, spec: &Document, survey: &Survey, work: &mut Work) {
        let stretches = self.stretches(spec, Some(survey));
        let part_of = |at: usize| {
            let shows = |stretch: &&Stretch| stretch.shows(at);
            stretches.iter().find(shows).map_or(0, |stretch| stretch.number)
        };
        work.pool.carry(again::carried(survey), part_of);
        work.again.asked = survey.changes();
    }

    fn readings(&self, spec: &Document, known: Option<&Survey>) -> Vec<Reading> {
        let readers: Vec<Option<Reader>> = match self.plan.depth {
            Depth::Deep => self.plan.readers.iter().copied().map(Some).collect(),
            _ => vec![None],
        };
        let of_stretch = |stretch: Stretch| {
            readers
                .iter()
                .map(move |reader| Reading {
                    stretch: stretch.clone(),
                    reader: *reader,
                })
                .collect::<Vec<_>>()
        };
        self.stretches(spec, known)
            .into_iter()
            .flat_map(of_stretch)
            .collect()
    }

    /// Returns the stretches of the spec that a model is asked about: the whole, its parts where it is long, or what
    /// changed since the review before, and nothing where nothing did.
    fn stretches(&self, spec: &Document, known: Option<&Survey>) -> Vec<Stretch> {
        match known {
            Some(survey) if !survey.is_all_new() => self.changed(spec, &survey.changed()),
            _ => {
                let parts = windows::parts(spec, self.plan.spec_tokens);
                let whole = parts.is_empty().then(|| Stretch::of(None));
                whole
                    .into_iter()
                    .chain(parts.into_iter().map(|part| Stretch::of(Some(part))))
                    .collect()
            }
        }
    }

    fn changed(&self, spec: &Document, ranges: &[Range<usize>]) -> Vec<Stretch> {
        let groups = windows::groups(spec, ranges, self.plan.spec_tokens).into_iter();
        let stretches = groups.enumerate().map(|(index, ranges)| {
            let query: String = ranges.iter().map(|range| &spec.text()[range.clone()]).collect();
            let elsewhere = context::elsewhere(spec, &ranges, &query, self.elsewhere_tokens());
            Stretch {
                number: index + 1,
                part: None,
                focus: Some(Focus { ranges, elsewhere }),
            }
        });
        stretches.collect()
    }

    fn elsewhere_tokens(&self) -> Tokens {
        Tokens(self.plan.spec_tokens.0 / ELSEWHERE)
    }

    /// Reads the spec for the first time, in all its parts and through all eyes.
    async fn read(
        &self,
        asker: &Asker<'_>,
        spec: &Document,
        known: Option<&Survey>,
        excerpts: &[Excerpt],
        evidence: &Evidence<'_>,
        work: &mut Work,
    ) -> Result<(), EngineError> {
        let readings = self.readings(spec, known);
        let requests: Vec<Request> = readings
            .iter()
            .map(|reading| self.detect_request(spec, excerpts, reading))
            .collect::<Result<_, _>>()?;
        let asked = requests.len();
        let answers = ask_all::<ReviewAnswer>(asker, &requests, DETECT_FIELD).await;
        for (reading, (answer, ledger)) in readings.iter().zip(answers) {
            work.ledger.add(ledger);
            match answer {
                Ok(answer) => work.take(prove::prove(answer, evidence), known, reading.stretch.number),
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
        known: Option<&Survey>,
        excerpts: &[Excerpt],
        evidence: &Evidence<'_>,
        work: &mut Work,
    ) -> bool {
        let requests = match self.verify_requests(spec, known, excerpts, &work.pool) {
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
            &self.material(spec, excerpts, &reading.stretch),
            reading.reader,
        )
    }

    /// Makes the requests of the second look, each with the number of its part.
    fn verify_requests(
        &self,
        spec: &Document,
        known: Option<&Survey>,
        excerpts: &[Excerpt],
        pool: &Pool,
    ) -> Result<Vec<(usize, Request)>, PromptError> {
        let mut requests = Vec::new();
        for stretch in self.stretches(spec, known) {
            let candidates = pool.candidates(stretch.number);
            if !candidates.is_empty() {
                let elsewhere = self.elsewhere(spec, &stretch, &candidates);
                let material = self.material(spec, excerpts, &stretch);
                let request = prompts::verify(self.templates, &material, &candidates, &elsewhere)?;
                requests.push((stretch.number, request));
            }
        }
        Ok(requests)
    }

    /// Returns what other parts of the spec say on the candidates of one part.
    fn elsewhere(&self, spec: &Document, stretch: &Stretch, candidates: &[Candidate]) -> String {
        let shown = stretch.ranges();
        if shown.is_empty() {
            return String::new();
        }
        let words = |candidate: &Candidate| format!("{} {}\n", candidate.title, candidate.quotes.join(" "));
        let query: String = candidates.iter().map(words).collect();
        context::elsewhere(spec, &shown, &query, self.elsewhere_tokens())
    }

    fn material<'m>(&'m self, spec: &'m Document, context: &'m [Excerpt], stretch: &Stretch) -> Material<'m> {
        Material {
            spec,
            part: stretch.part.clone(),
            focus: stretch.focus.clone(),
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

impl Stretch {
    /// Makes the stretch of a part; none stands for the whole.
    fn of(part: Option<Part>) -> Self {
        Self {
            number: part.as_ref().map_or(1, |part| part.number),
            part,
            focus: None,
        }
    }

    /// Returns the bytes that are shown; none where all are.
    fn ranges(&self) -> Vec<Range<usize>> {
        let part = self.part.iter().map(|part| part.range.clone());
        let focus = self.focus.iter().flat_map(|focus| focus.ranges.iter().cloned());
        part.chain(focus).collect()
    }

    fn shows(&self, at: usize) -> bool {
        let ranges = self.ranges();
        ranges.is_empty() || ranges.iter().any(|range| range.contains(&at))
    }
}

/// What was gathered so far.
struct Work {
    pool: Pool,
    ledger: Ledger,
    incomplete: Vec<EngineError>,
    again: Again,
}

impl Work {
    /// Takes in what a reading claimed, but for what people settled.
    fn take(&mut self, mut claims: Claims, known: Option<&Survey>, part: usize) {
        if let Some(survey) = known {
            self.again.settled_again += again::set_settled_aside(&mut claims, survey);
        }
        self.pool.take(claims, part);
    }
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
        tracking: None,
    }
}
