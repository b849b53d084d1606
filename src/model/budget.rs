//! Limits on what a run may spend, in US dollars or tokens, and what it did spend.
//!
//! A request is let through only where its greatest possible cost still fits; what it really took is settled after the
//! answer. What a provider bills for attempts that gave no answer is not known here, and not counted.

use super::Model;
use super::endpoint::settings;
use super::exchange::{Answered, TokenCount};
use super::failure::AskError;
use super::ledger::{Ledger, Spend};
use super::price::Price;
use super::request::Request;
use crate::tokens::{Encoding, Tokens};
use futures::FutureExt;
use futures::future::BoxFuture;

/// The most tokens an answer may have where a limit on spending is set and none on answers.
pub const DEFAULT_OUTPUT_LIMIT: u32 = 16_000;

/// Room, in tokens, for the instruction that conveys a schema where the server takes none.
pub(super) const INSTRUCTION: usize = 200;

/// How much a run may spend.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Limits {
    /// US dollars at most.
    pub max_cost_usd: Option<f64>,
    /// Tokens at most, read and written together.
    pub max_tokens: Option<u64>,
}

impl Limits {
    /// Tells whether any limit is set.
    pub fn any(&self) -> bool {
        self.max_cost_usd.is_some() || self.max_tokens.is_some()
    }

    /// Returns the limit on an answer that the client must be given: without one, nothing could be promised.
    pub fn output_limit(&self, configured: Option<u32>) -> Option<u32> {
        configured.or(self.any().then_some(DEFAULT_OUTPUT_LIMIT))
    }
}

/// What requests are counted with.
#[derive(Clone, Copy, Debug)]
pub struct Meter {
    /// The price of the model, where one is known.
    pub price: Option<Price>,
    /// How its tokens are counted.
    pub encoding: Encoding,
    /// The most tokens an answer may have, as the client was told.
    pub max_output_tokens: Option<u32>,
}

impl Meter {
    /// Counts what a request makes the model read: messages, the schema, and a few tokens that frame each message.
    ///
    /// A quarter is added where the model's own encoding is not known.
    pub fn input(&self, request: &Request) -> Tokens {
        let framed = |text: &str| self.encoding.count(text) + Tokens(4);
        let messages: Tokens = request
            .messages
            .iter()
            .map(|message| framed(&message.content))
            .sum();
        let Tokens(counted) = messages + framed(&request.form.schema.to_string());
        let margin = if self.encoding.is_exact() { 0 } else { counted / 4 };
        Tokens(counted + margin)
    }

    /// Computes the most that a request can take, the words that may have to convey its schema included.
    fn most(&self, request: &Request) -> Spend {
        self.most_reading(self.input(request))
    }

    pub(super) fn most_reading(&self, input: Tokens) -> Spend {
        self.spend(&TokenCount {
            input: (input.0 + INSTRUCTION) as u64,
            cached_input: 0,
            output: u64::from(self.max_output_tokens.unwrap_or(DEFAULT_OUTPUT_LIMIT)),
        })
    }

    pub(super) fn least_reading(&self, input: Tokens) -> Spend {
        self.spend(&TokenCount {
            input: input.0 as u64,
            cached_input: 0,
            output: 0,
        })
    }

    fn spend(&self, tokens: &TokenCount) -> Spend {
        Spend {
            usd: self.price.map_or(0.0, |price| price.cost(tokens)),
            tokens: tokens.input + tokens.output,
        }
    }

    /// Counts what the server did not: the reasoning of a model stays unseen, so this is an estimate.
    fn estimate(&self, request: &Request, answered: &Answered) -> TokenCount {
        TokenCount {
            input: self.input(request).0 as u64,
            cached_input: 0,
            output: self.encoding.count(&answered.exchange.answer.text).0 as u64,
        }
    }
}

/// A model that is not asked where that could pass a limit, and whose answers say what they cost.
pub struct Budgeted<M> {
    inner: M,
    limits: Limits,
    meter: Meter,
    ledger: Ledger,
}

impl<M: Model> Budgeted<M> {
    /// Wraps the model of that name. The inner client must have been given [`Limits::output_limit`], which is
    /// [`Meter::max_output_tokens`].
    ///
    /// # Errors
    ///
    /// [`AskError::Settings`] where a limit is no amount, the cost is limited and the price not known, or spending is
    /// limited and answers are not.
    pub fn new(inner: M, model: &str, limits: Limits, meter: Meter) -> Result<Self, AskError> {
        check(model, &limits, &meter)?;
        let ledger = Ledger::new(limits);
        Ok(Self {
            inner,
            limits,
            meter,
            ledger,
        })
    }

    /// Returns what was spent so far: US dollars, where a price is known, and tokens.
    pub fn spent(&self) -> (Option<f64>, u64) {
        let spent = self.ledger.spent();
        (self.meter.price.map(|_| spent.usd), spent.tokens)
    }

    /// Fills in what an answer took, by the server's count or else by ours.
    fn priced(&self, request: &Request, mut answered: Answered) -> (Answered, TokenCount) {
        let tokens = answered.exchange.answer.tokens.unwrap_or_else(|| {
            let estimate = self.meter.estimate(request, &answered);
            answered.estimated = Some(estimate);
            estimate
        });
        answered.cost_usd = self.meter.price.map(|price| price.cost(&tokens));
        (answered, tokens)
    }
}

impl<M: Model> Model for Budgeted<M> {
    fn ask<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<Answered, AskError>> {
        async move {
            let next = if self.limits.any() {
                self.meter.most(request)
            } else {
                Spend::default()
            };
            let reserved = self.ledger.reserve(next).await?;
            let (answered, tokens) = self.priced(request, self.inner.ask(request).await?);
            reserved.settle(self.meter.spend(&tokens));
            Ok(answered)
        }
        .boxed()
    }
}

fn check(model: &str, limits: &Limits, meter: &Meter) -> Result<(), AskError> {
    let is_amount = |usd: f64| usd.is_finite() && usd >= 0.0;
    if !limits.max_cost_usd.is_none_or(is_amount) {
        return Err(settings(
            "the limit on cost must be an amount of US dollars, 0 or more",
        ));
    }
    if limits.any() && meter.max_output_tokens.is_none() {
        return Err(settings(
            "a limit on spending needs a limit on the length of answers",
        ));
    }
    if limits.max_cost_usd.is_some() && meter.price.is_none() {
        return Err(settings(&format!(
            "the cost cannot be limited: no price is known for the model {model:?}; give one in clarify.toml under \
             [prices.{model:?}] with `input` and `output` in US dollars per million tokens"
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::exchange::Answer;
    use super::super::price::PriceTable;
    use super::super::samples::{Parrot, answer, request};
    use super::*;
    use futures::future::join_all;

    fn meter(model: &str) -> Meter {
        Meter {
            price: PriceTable::default().price_for(model).map(|(price, _)| price),
            encoding: Encoding::for_model(model),
            max_output_tokens: Some(1_000),
        }
    }

    fn budgeted(answer: Answer, limits: Limits) -> Budgeted<Parrot> {
        Budgeted::new(Parrot::new(answer), "gpt-5-mini", limits, meter("gpt-5-mini")).unwrap()
    }

    fn tokens(limit: u64) -> Limits {
        Limits {
            max_tokens: Some(limit),
            ..Limits::default()
        }
    }

    fn dollars(limit: f64) -> Limits {
        Limits {
            max_cost_usd: Some(limit),
            ..Limits::default()
        }
    }

    #[tokio::test]
    async fn an_answer_costs_what_the_server_counted() {
        let model = budgeted(answer("{}"), Limits::default());
        let answered = model.ask(&request("a")).await.unwrap();
        let cost = answered.cost_usd.unwrap();
        assert!((cost - (100.0 * 0.25 + 10.0 * 2.0) / 1e6).abs() < 1e-12);
        assert_eq!(answered.estimated, None);
        assert_eq!(model.spent(), (Some(cost), 110));
    }

    #[tokio::test]
    async fn without_a_count_of_the_server_the_cost_is_marked_as_an_estimate() {
        let uncounted = Answer {
            tokens: None,
            ..answer("hello world")
        };
        let model = budgeted(uncounted, Limits::default());
        let answered = model.ask(&request("a")).await.unwrap();
        let estimated = answered.estimated.unwrap();
        assert_eq!(estimated.output, 2);
        assert_eq!(
            (answered.tokens(), answered.exchange.answer.tokens),
            (Some(estimated), None)
        );
        assert!(answered.cost_usd.unwrap() > 0.0);
    }

    #[tokio::test]
    async fn a_model_without_a_price_has_no_cost() {
        let model = Budgeted::new(
            Parrot::new(answer("{}")),
            "local",
            Limits::default(),
            meter("local"),
        )
        .unwrap();
        assert_eq!(model.ask(&request("a")).await.unwrap().cost_usd, None);
        assert_eq!(model.spent(), (None, 110));
    }

    #[tokio::test]
    async fn a_request_that_could_pass_a_limit_is_not_sent() {
        for (limits, limit) in [(tokens(1_000), "1,000 tokens"), (dollars(0.001), "$0.001")] {
            let model = budgeted(answer("{}"), limits);
            let error = model.ask(&request("a")).await.unwrap_err();
            assert_eq!(model.inner.times(), 0);
            let AskError::Budget { limit: told, .. } = error else {
                panic!("{error}")
            };
            assert_eq!(told, limit);
        }
    }

    #[tokio::test]
    async fn requests_at_the_same_time_never_pass_the_limit_together() {
        let model = budgeted(answer("{}"), tokens(1_500));
        let requests: Vec<_> = (0..20).map(|number| request(&number.to_string())).collect();
        let outcomes = join_all(requests.iter().map(|request| model.ask(request))).await;
        let answered = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        // Each takes 110 tokens and may take some 1,200: three fit one after another, none beside another.
        assert_eq!((answered, model.inner.times()), (3, 3));
        assert!(model.spent().1 <= 1_500);
    }

    #[test]
    fn a_limit_on_cost_without_a_price_says_how_to_give_one() {
        let parrot = Parrot::new(answer("{}"));
        let refused = Budgeted::new(parrot, "my/model", dollars(1.0), meter("my/model"));
        let error = refused.err().unwrap().to_string();
        assert!(
            error.contains("clarify.toml") && error.contains("[prices.\"my/model\"]"),
            "{error}"
        );
    }

    #[test]
    fn a_limit_on_cost_must_be_an_amount() {
        for limit in [-1.0, f64::NAN, f64::INFINITY] {
            let parrot = Parrot::new(answer("{}"));
            assert!(Budgeted::new(parrot, "gpt-5", dollars(limit), meter("gpt-5")).is_err());
        }
    }

    #[test]
    fn a_limit_on_spending_limits_answers_too() {
        let unbounded = Meter {
            max_output_tokens: None,
            ..meter("gpt-5")
        };
        assert!(Budgeted::new(Parrot::new(answer("{}")), "gpt-5", tokens(1), unbounded).is_err());
        assert_eq!(Limits::default().output_limit(None), None);
        assert_eq!(dollars(1.0).output_limit(None), Some(DEFAULT_OUTPUT_LIMIT));
        assert_eq!(tokens(1).output_limit(Some(500)), Some(500));
    }
}
