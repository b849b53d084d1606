//! Asking for an answer that can be used: one request, and where its answer cannot be read, one more that shows the model
//! what was wrong.

use super::event::{Event, Observer};
use crate::answer::parse::{self, ParseError};
use crate::domain::{Origin, Provenance, Usage};
use crate::model::{Answered, AskError, Finish, Model, Request};
use crate::prompt::{self, Problem, PromptError, Templates};
use serde::de::DeserializeOwned;

/// Says why a job could not be done.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// A prompt could not be rendered.
    #[error(transparent)]
    Prompt(#[from] PromptError),
    /// The model could not be asked.
    #[error(transparent)]
    Ask(#[from] AskError),
    /// The model answered, twice, with nothing that can be used.
    #[error("the answer of {model} to {purpose} cannot be used: {why}")]
    Unusable {
        /// What was asked for.
        purpose: String,
        /// The model that answered.
        model: String,
        /// What was wrong.
        why: Unusable,
    },
}

/// Says why an answer cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// The model refused.
    #[error("it refused: {0}")]
    Refused(String),
    /// A filter of the provider stopped it.
    #[error("the provider's content filter stopped it")]
    Filtered,
    /// It ran into the limit on its length.
    #[error("it was cut off at the limit on its length")]
    Cut,
    /// It cannot be read.
    #[error(transparent)]
    Unreadable(#[from] ParseError),
}

/// What asking took: to be added to a review's usage and provenance.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// Requests, tokens, cost.
    pub usage: Usage,
    /// Where each answer came from.
    pub provenance: Vec<Provenance>,
}

/// Asks models and keeps the books.
pub struct Asker<'a> {
    /// The templates, for the repair.
    pub templates: &'a Templates,
    /// The model.
    pub model: &'a dyn Model,
    /// Who watches.
    pub observer: &'a dyn Observer,
    /// Which prices the costs were computed with.
    pub price_source: Option<&'a str>,
}

impl Asker<'_> {
    /// Asks for an answer with a field `field`; after one unusable answer, asks once more.
    pub async fn ask<T: DeserializeOwned>(
        &self,
        request: &Request,
        field: &str,
        ledger: &mut Ledger,
    ) -> Result<T, EngineError> {
        let first = self.answer(request, ledger).await?;
        let why = match usable(&first, field) {
            Ok(answer) => return Ok(answer),
            Err(why) => why,
        };
        let Some(problem) = repairable(&why) else {
            return Err(unusable(request, &first, why));
        };
        self.observer.event(Event::Repairing {
            purpose: &request.purpose,
            problem: &problem.message,
        });
        let repair = prompt::repair(self.templates, request, &first.exchange.answer.text, &problem)?;
        let second = self.answer(&repair, ledger).await?;
        usable(&second, field).map_err(|why| unusable(request, &second, why))
    }

    async fn answer(&self, request: &Request, ledger: &mut Ledger) -> Result<Answered, AskError> {
        self.observer.event(Event::Asking {
            purpose: &request.purpose,
        });
        let answered = self.model.ask(request).await?;
        let taken = usage(&answered, None);
        self.observer.event(Event::Answered {
            purpose: &request.purpose,
            origin: answered.origin,
            tokens: taken.input_tokens + taken.output_tokens,
            cost_usd: taken.cost_usd,
        });
        ledger.enter(&answered, self.price_source);
        Ok(answered)
    }
}

impl Ledger {
    fn enter(&mut self, answered: &Answered, price_source: Option<&str>) {
        let exchange = &answered.exchange;
        self.usage.add(&usage(answered, price_source));
        self.provenance.push(Provenance {
            exchange: exchange.key.clone(),
            purpose: exchange.purpose.clone(),
            model: exchange.answer.model.clone(),
            date: exchange.recorded.date.clone(),
            origin: answered.origin,
            note: exchange.recorded.note.clone(),
        });
    }

    /// Adds another ledger.
    pub fn add(&mut self, other: Ledger) {
        self.usage.add(&other.usage);
        self.provenance.extend(other.provenance);
    }
}

fn usage(answered: &Answered, price_source: Option<&str>) -> Usage {
    if answered.origin != Origin::Live {
        return Usage {
            stored: 1,
            ..Usage::default()
        };
    }
    let tokens = answered.tokens();
    Usage {
        requests: 1,
        stored: 0,
        input_tokens: tokens.map_or(0, |count| count.input),
        output_tokens: tokens.map_or(0, |count| count.output),
        estimated: answered.exchange.answer.tokens.is_none(),
        cost_usd: answered.cost_usd,
        price_source: answered.cost_usd.and(price_source).map(str::to_owned),
    }
}

fn usable<T: DeserializeOwned>(answered: &Answered, field: &str) -> Result<T, Unusable> {
    let answer = &answered.exchange.answer;
    if let Some(refusal) = &answer.refusal {
        return Err(Unusable::Refused(refusal.clone()));
    }
    // Some servers cut nothing and say `length` all the same: a whole answer is taken whatever they say.
    match (parse::parse(&answer.text, field), &answer.finish) {
        (Ok(answer), _) => Ok(answer),
        (Err(_), Finish::ContentFilter) => Err(Unusable::Filtered),
        (Err(_), Finish::Length) => Err(Unusable::Cut),
        (Err(error), _) => Err(error.into()),
    }
}

/// Says what to show the model, where a second answer could be better.
fn repairable(why: &Unusable) -> Option<Problem> {
    match why {
        Unusable::Refused(_) | Unusable::Filtered => None,
        Unusable::Cut => Some(Problem {
            message: why.to_string(),
            cut: true,
        }),
        Unusable::Unreadable(error) => Some(Problem {
            message: error.to_string(),
            cut: false,
        }),
    }
}

fn unusable(request: &Request, answered: &Answered, why: Unusable) -> EngineError {
    let model = answered.exchange.answer.model.clone();
    EngineError::Unusable {
        purpose: request.purpose.clone(),
        model,
        why,
    }
}
