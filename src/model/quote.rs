//! What requests would take, told before any is sent, and how that stands to the limits.

use super::budget::{DEFAULT_OUTPUT_LIMIT, Limits, Meter};
use super::ledger::Spend;
use super::request::Request;
use crate::tokens::Tokens;

/// How requests stand to a limit on spending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// They stay within it, or there is none.
    Within,
    /// They pass it if answers are long.
    MayPass,
    /// They pass it by what is read alone, or one of them is not let through by itself.
    Passes,
}

/// What requests would take, told before any is sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// Tokens to read, for each request.
    pub inputs: Vec<Tokens>,
    /// The most tokens each answer may have.
    pub output_limit: u32,
    /// The most that all of it can cost in US dollars, where a price is known: every answer as long as it may be.
    pub max_cost_usd: Option<f64>,
    /// Whether the tokens are counted in the model's own encoding.
    pub is_exact: bool,
    /// The least that all of it can take: every answer empty.
    least: Spend,
    /// The most that all of it can take.
    most: Spend,
    /// The most that one of the requests can take.
    most_of_one: Spend,
}

impl Quote {
    /// Counts requests; loads the vocabulary, sends nothing.
    pub fn new(requests: &[Request], meter: &Meter) -> Self {
        let inputs: Vec<Tokens> = requests.iter().map(|request| meter.input(request)).collect();
        let least = inputs.iter().map(|input| meter.least_reading(*input));
        let each: Vec<Spend> = inputs.iter().map(|input| meter.most_reading(*input)).collect();
        let most = each.iter().copied().fold(Spend::default(), Spend::plus);
        Self {
            output_limit: meter.max_output_tokens.unwrap_or(DEFAULT_OUTPUT_LIMIT),
            max_cost_usd: meter.price.map(|_| most.usd),
            is_exact: meter.encoding.is_exact(),
            least: least.fold(Spend::default(), Spend::plus),
            most,
            most_of_one: each.into_iter().fold(Spend::default(), Spend::greater),
            inputs,
        }
    }

    /// Tells how the requests stand to the limit on cost.
    pub fn against_cost(&self, limits: &Limits) -> Standing {
        self.against(&Limits {
            max_tokens: None,
            ..*limits
        })
    }

    /// Tells how the requests stand to the limit on tokens.
    pub fn against_tokens(&self, limits: &Limits) -> Standing {
        self.against(&Limits {
            max_cost_usd: None,
            ..*limits
        })
    }

    fn against(&self, limits: &Limits) -> Standing {
        match (
            self.most.fits(limits),
            self.least.fits(limits) && self.most_of_one.fits(limits),
        ) {
            (true, _) => Standing::Within,
            (false, true) => Standing::MayPass,
            (false, false) => Standing::Passes,
        }
    }

    /// Returns the tokens to read in all.
    pub fn input(&self) -> Tokens {
        self.inputs.iter().copied().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::super::budget::INSTRUCTION;
    use super::super::price::PriceTable;
    use super::super::samples::request;
    use super::*;
    use crate::tokens::Encoding;

    fn meter(model: &str) -> Meter {
        Meter {
            price: PriceTable::default().price_for(model).map(|(price, _)| price),
            encoding: Encoding::for_model(model),
            max_output_tokens: Some(1_000),
        }
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

    #[test]
    fn a_quote_counts_each_request_and_bounds_the_cost() {
        let requests = [request("a"), request("a rather longer question")];
        let quote = Quote::new(&requests, &meter("gpt-5-mini"));
        assert!(quote.is_exact && quote.inputs[0] < quote.inputs[1]);
        let read = (quote.input().0 + 2 * INSTRUCTION) as f64;
        let most = (read * 0.25 + 2.0 * 1_000.0 * 2.0) / 1e6;
        assert!((quote.max_cost_usd.unwrap() - most).abs() < 1e-12);
        assert_eq!(Quote::new(&requests, &meter("local")).max_cost_usd, None);
        assert_eq!(Quote::new(&[], &meter("gpt-5")).max_cost_usd, Some(0.0));
    }

    #[test]
    fn a_quote_tells_whether_a_limit_is_kept_may_be_passed_or_is_passed() {
        let requests = [request("a"), request("b")];
        let quote = Quote::new(&requests, &meter("gpt-5-mini"));
        // Each reads some 20 tokens, 200 more are kept for its form, and it may write 1,000.
        for (limit, standing) in [
            (3_000, Standing::Within),
            (1_500, Standing::MayPass),
            (1_100, Standing::Passes),
            (10, Standing::Passes),
        ] {
            assert_eq!(quote.against_tokens(&tokens(limit)), standing, "{limit}");
            assert_eq!(quote.against_cost(&tokens(limit)), Standing::Within);
        }
        assert_eq!(quote.against_cost(&dollars(0.003)), Standing::MayPass);
        assert_eq!(quote.against_cost(&Limits::default()), Standing::Within);
    }
}
