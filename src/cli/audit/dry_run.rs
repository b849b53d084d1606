//! `--dry-run` over a folder: how many documents and requests, how long they are, what they would cost at most, and how
//! much of it is kept already. Sends nothing.

use crate::cli::failure::Failure;
use crate::cli::job::Outcome;
use crate::cli::output;
use crate::cli::settings::{AnswerSource, EndpointSettings, Keep};
use crate::cli::stack;
use crate::domain::Depth;
use crate::engine::audit::{AuditError, Auditor};
use crate::model::{Meter, PriceSource, Quote, Request, Store};
use crate::report::plain_line;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// What is planned for one purpose.
#[derive(Default)]
struct Sum {
    requests: usize,
    kept: usize,
    tokens: usize,
    output: usize,
    cost: Option<f64>,
}

/// Adds up what an audit would ask.
struct Estimate<'a> {
    meter: Meter,
    keep: &'a Keep,
    model: &'a str,
    sums: BTreeMap<String, Sum>,
    is_exact: bool,
}

/// Prints what an audit would ask.
pub fn run(auditor: &Auditor<'_>, source: &AnswerSource) -> Result<Outcome, Failure> {
    let AnswerSource::Live {
        endpoint,
        keep,
        spending,
    } = source
    else {
        return Err(Failure::new("a dry run needs an endpoint to plan for", None));
    };
    let (meter, price) = stack::meter(endpoint, spending)?;
    let mut estimate = Estimate {
        meter,
        keep,
        model: &endpoint.model,
        sums: BTreeMap::new(),
        is_exact: true,
    };
    let prepared = auditor.prepare();
    let mut failures = 0;
    for request in auditor.goal_requests()? {
        estimate.add(&request, false);
    }
    let looks_again = matches!(auditor.reviewer.plan.depth, Depth::Standard | Depth::Deep);
    for document in &prepared.chosen {
        match auditor.requests(&prepared, *document) {
            Ok(requests) => estimate.add_document(&requests, looks_again, auditor),
            Err(error) => {
                failures += 1;
                tell(error);
            }
        }
    }
    let documents = prepared.chosen.len();
    output::write(None, |out| {
        estimate.show(out, documents, endpoint, price.as_ref())
    })?;
    Ok(if failures == 0 {
        Outcome::Clear
    } else {
        Outcome::Incomplete
    })
}

fn tell(error: AuditError) {
    Failure::from(error).print();
}

impl Estimate<'_> {
    fn add_document(&mut self, requests: &[Request], looks_again: bool, auditor: &Auditor<'_>) {
        let readers = match auditor.reviewer.plan.depth {
            Depth::Deep => auditor.reviewer.plan.readers.len().max(1),
            _ => 1,
        };
        for request in requests {
            self.add(request, false);
        }
        let readings = requests
            .iter()
            .filter(|request| request.purpose == "review.detect");
        for request in readings.step_by(readers).filter(|_| looks_again) {
            let guessed = Request {
                purpose: "review.verify".into(),
                ..request.clone()
            };
            self.add(&guessed, true);
        }
    }

    fn add(&mut self, request: &Request, guessed: bool) {
        let kept = !guessed && is_kept(self.keep, request, self.model);
        let sum = self.sums.entry(request.purpose.clone()).or_default();
        sum.requests += 1;
        if kept {
            sum.kept += 1;
            return;
        }
        let quote = Quote::new(std::slice::from_ref(request), &self.meter);
        sum.tokens += quote.input().0;
        sum.output += quote.output_limit as usize;
        sum.cost = match (sum.cost, quote.max_cost_usd) {
            (Some(cost), Some(more)) => Some(cost + more),
            (None, more) => more,
            (cost, None) => cost,
        };
        self.is_exact &= quote.is_exact;
    }

    fn show(
        &self,
        out: &mut dyn Write,
        documents: usize,
        endpoint: &EndpointSettings,
        price: Option<&PriceSource>,
    ) -> io::Result<()> {
        writeln!(out, "{documents} documents")?;
        for (purpose, sum) in &self.sums {
            let guess = if purpose == "review.verify" {
                "   a guess: it depends on the first answers"
            } else {
                ""
            };
            writeln!(
                out,
                "  {purpose:<16}{:>7} requests, {:>7} kept, {:>12} tokens in{guess}",
                sum.requests,
                sum.kept,
                grouped(sum.tokens)
            )?;
        }
        let all = || self.sums.values();
        let requests: usize = all().map(|sum| sum.requests - sum.kept).sum();
        let (tokens, output): (usize, usize) = (
            all().map(|sum| sum.tokens).sum(),
            all().map(|sum| sum.output).sum(),
        );
        writeln!(
            out,
            "\n{} requests to {}: {} tokens in, at most {} out",
            grouped(requests),
            plain_line(&endpoint.model),
            grouped(tokens),
            grouped(output)
        )?;
        match (all().filter_map(|sum| sum.cost).reduce(|a, b| a + b), price) {
            (Some(cost), Some(source)) => writeln!(out, "at most ${cost:.2} (price: {source})")?,
            (None, Some(_)) => writeln!(out, "at most $0.00: everything is kept")?,
            _ => writeln!(
                out,
                "no price is known for this model: give one as [prices.\"NAME\"] in clarify.toml"
            )?,
        }
        if !self.is_exact {
            writeln!(
                out,
                "its tokens are counted with o200k_base and a margin, since its own encoding is not known"
            )?;
        }
        writeln!(out, "nothing was sent")
    }
}

fn is_kept(keep: &Keep, request: &Request, model: &str) -> bool {
    let Keep::Store {
        folder: Some(folder),
        refresh: false,
    } = keep
    else {
        return false;
    };
    let found = Store::new(folder).get(&request.key(), model);
    found
        .ok()
        .flatten()
        .is_some_and(|exchange| exchange.answer.is_reusable())
}

/// Writes a number with a comma between thousands.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let groups = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(|group| String::from_utf8_lossy(group));
    groups.collect::<Vec<_>>().join(",")
}
