//! `--dry-run`: what would be asked, how long it is and what it would cost at most. Sends nothing.

use super::failure::Failure;
use super::settings::{AnswerSource, EndpointSettings, Keep, Spending};
use super::{output, stack};
use crate::document::Document;
use crate::domain::Depth;
use crate::engine::Reviewer;
use crate::model::{Limits, Meter, PriceSource, Quote, Request, Standing, Store, recorded};
use crate::report::plain_line;
use crate::state::Survey;
use crate::tokens::Tokens;
use std::io::{self, Write};
use std::sync::Arc;

/// A request that would be sent, or whose answer is kept.
pub struct Planned {
    request: Request,
    kept: bool,
    /// Whether the request depends on earlier answers, so that its length is a guess: that of the first reading.
    guessed: bool,
}

impl Planned {
    /// Plans a request that is known.
    pub fn known(request: Request) -> Self {
        Self {
            request,
            kept: false,
            guessed: false,
        }
    }

    /// Plans a request that depends on earlier answers, taken to be as long as `like`.
    pub fn guess(like: Request, purpose: &str) -> Self {
        Self {
            request: Request {
                purpose: purpose.into(),
                ..like
            },
            kept: false,
            guessed: true,
        }
    }
}

/// Prints what would be asked about each document.
pub fn run(source: &AnswerSource, mut plans: Vec<(String, Vec<Planned>)>) -> Result<(), Failure> {
    let AnswerSource::Live {
        endpoint,
        keep,
        spending,
    } = source
    else {
        return Err(Failure::new("a dry run needs an endpoint to plan for", None));
    };
    let (meter, price) = stack::meter(endpoint, spending)?;
    let all = plans.iter_mut().flat_map(|(_, planned)| planned);
    all.filter(|planned| !planned.guessed)
        .for_each(|planned| planned.kept = is_kept(keep, &planned.request, &endpoint.model));
    Ok(output::write(None, |out| {
        show(out, &plans, endpoint, spending, &meter, price.as_ref())
    })?)
}

/// Plans what a review of the specs would ask.
pub fn of_review(
    reviewer: &Reviewer<'_>,
    specs: &[(Arc<Document>, Option<Survey>)],
) -> Result<Vec<(String, Vec<Planned>)>, Failure> {
    let plans = specs.iter().map(|(spec, known)| {
        let planned = planned(reviewer, spec, known.as_ref())?;
        Ok((spec.path().to_owned(), planned))
    });
    plans.collect()
}

fn planned(
    reviewer: &Reviewer<'_>,
    spec: &Document,
    known: Option<&Survey>,
) -> Result<Vec<Planned>, Failure> {
    let requests = reviewer.first_requests(spec, known)?;
    let looks_again = matches!(reviewer.plan.depth, Depth::Standard | Depth::Deep);
    let readers = if reviewer.plan.depth == Depth::Deep {
        reviewer.plan.readers.len().max(1)
    } else {
        1
    };
    let again = requests.iter().step_by(readers).filter(|_| looks_again).cloned();
    let again: Vec<Planned> = again
        .map(|request| Planned::guess(request, "review.verify"))
        .collect();
    let first = requests.into_iter().map(Planned::known);
    Ok(first.chain(again).collect())
}

fn is_kept(keep: &Keep, request: &Request, model: &str) -> bool {
    let (folder, store) = match keep {
        Keep::Store {
            folder,
            refresh: false,
        } => (None, folder.as_ref()),
        Keep::Tape {
            folder,
            refresh: false,
            store,
            ..
        } => (Some(folder), store.as_ref()),
        _ => return false,
    };
    let key = request.key();
    let taped = folder.and_then(|folder| recorded(folder, &key, model));
    let stored = || Store::new(store?).get(&key, model).ok().flatten();
    let found = taped.or_else(stored);
    found.is_some_and(|exchange| exchange.answer.is_reusable())
}

fn show(
    out: &mut dyn Write,
    plans: &[(String, Vec<Planned>)],
    endpoint: &EndpointSettings,
    spending: &Spending,
    meter: &Meter,
    price: Option<&PriceSource>,
) -> io::Result<()> {
    for (path, planned) in plans {
        writeln!(out, "{}", plain_line(path))?;
        let requests: Vec<Request> = planned.iter().map(|planned| planned.request.clone()).collect();
        let quote = Quote::new(&requests, meter);
        for (planned, tokens) in planned.iter().zip(&quote.inputs) {
            let note = match (planned.kept, planned.guessed) {
                (true, _) => "kept from an earlier run: costs nothing",
                (_, true) => "a guess: it depends on the first answers",
                _ => "",
            };
            let line = format!(
                "  {:<16}{:>9} tokens in   {note}",
                planned.request.purpose, tokens
            );
            writeln!(out, "{}", line.trim_end())?;
        }
    }
    let asked: Vec<Request> = plans
        .iter()
        .flat_map(|(_, planned)| planned.iter().filter(|planned| !planned.kept))
        .map(|planned| planned.request.clone())
        .collect();
    total(out, &Quote::new(&asked, meter), endpoint, spending, price)
}

fn total(
    out: &mut dyn Write,
    quote: &Quote,
    endpoint: &EndpointSettings,
    spending: &Spending,
    price: Option<&PriceSource>,
) -> io::Result<()> {
    let (requests, input) = (quote.inputs.len(), quote.input());
    let output = Tokens(requests * quote.output_limit as usize);
    let plural = if requests == 1 { "" } else { "s" };
    writeln!(
        out,
        "\n{requests} request{plural} to {}: {input} tokens in, at most {output} out",
        plain_line(&endpoint.model)
    )?;
    match (quote.max_cost_usd, price) {
        (Some(cost), Some(source)) => writeln!(out, "at most ${cost:.2} (price: {source})")?,
        _ => writeln!(
            out,
            "no price is known for this model: give one as [prices.\"NAME\"] in clarify.toml"
        )?,
    }
    if !quote.is_exact {
        writeln!(
            out,
            "its tokens are counted with o200k_base and a margin, since its own encoding is not known"
        )?;
    }
    limited(out, quote, &spending.limits)?;
    writeln!(out, "nothing was sent")
}

/// Says where a limit that was given would stop the run.
fn limited(out: &mut dyn Write, quote: &Quote, limits: &Limits) -> io::Result<()> {
    let cost = limits.max_cost_usd.map(|limit| {
        let limit = format!("${limit} (--max-cost)");
        (quote.against_cost(limits), limit)
    });
    let tokens = limits.max_tokens.map(|limit| {
        let limit = Tokens(usize::try_from(limit).unwrap_or(usize::MAX));
        (
            quote.against_tokens(limits),
            format!("{limit} tokens (--max-tokens)"),
        )
    });
    for (standing, limit) in cost.into_iter().chain(tokens) {
        let words = match standing {
            Standing::Within => continue,
            Standing::MayPass => "may be reached, if answers are long",
            Standing::Passes => "would be passed",
        };
        let then = "the run stops before that and keeps what was answered";
        writeln!(out, "the limit of {limit} {words}: {then}")?;
    }
    Ok(())
}
