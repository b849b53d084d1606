//! What tokens cost: prices from the configuration, and a small dated table of list prices that is compiled in.

use super::endpoint::settings;
use super::exchange::TokenCount;
use super::failure::AskError;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

/// The price of a model, in US dollars per million tokens.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Price {
    /// Tokens read.
    pub input: f64,
    /// Tokens read from the provider's prompt cache; as `input` where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cached_input: Option<f64>,
    /// Tokens written to the provider's prompt cache, where that costs more than reading them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cache_write: Option<f64>,
    /// Tokens written, reasoning among them.
    pub output: f64,
    /// The price of a request with a long input, where it is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub long: Option<LongPrice>,
}

/// The price of a whole request whose input is longer than a number of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LongPrice {
    /// The longest input that has the ordinary price.
    pub over: u64,
    /// Tokens read.
    pub input: f64,
    /// Tokens read from the provider's prompt cache; as `input` where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cached_input: Option<f64>,
    /// Tokens written to the provider's prompt cache, where that costs more than reading them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cache_write: Option<f64>,
    /// Tokens written.
    pub output: f64,
}

impl Price {
    /// Computes what an exchange costs, in US dollars.
    ///
    /// Servers do not tell here what they wrote into their cache: where that costs extra, all that was not read from
    /// the cache is taken as written to it, so that the figure is never too low.
    pub fn cost(&self, tokens: &TokenCount) -> f64 {
        let price = self.at(tokens.input);
        let cached = tokens.cached_input.min(tokens.input);
        let fresh =
            (tokens.input - cached) as f64 * price.cache_write.unwrap_or(price.input).max(price.input);
        let reread = cached as f64 * price.cached_input.unwrap_or(price.input);
        (fresh + reread + tokens.output as f64 * price.output) / 1e6
    }

    fn at(&self, input: u64) -> Self {
        match self.long {
            Some(long) if input > long.over => Self {
                input: long.input,
                cached_input: long.cached_input,
                cache_write: long.cache_write,
                output: long.output,
                long: None,
            },
            _ => *self,
        }
    }

    fn is_sound(&self) -> bool {
        let long = self.long.map(|long| {
            [
                Some(long.input),
                long.cached_input,
                long.cache_write,
                Some(long.output),
            ]
        });
        let own = [
            Some(self.input),
            self.cached_input,
            self.cache_write,
            Some(self.output),
        ];
        let mut figures = own.into_iter().chain(long.into_iter().flatten()).flatten();
        figures.all(|figure| figure.is_finite() && figure >= 0.0)
    }
}

/// Where a price comes from; shown as such.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PriceSource {
    /// The configuration.
    Configuration,
    /// The table that is compiled in, as known on a date.
    BuiltIn(String),
}

impl fmt::Display for PriceSource {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Configuration => out.write_str("clarify.toml"),
            Self::BuiltIn(date) => write!(out, "built-in table of {date}"),
        }
    }
}

/// Prices by the names of models.
#[derive(Clone, Debug, Default)]
pub struct PriceTable {
    configured: BTreeMap<String, Price>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BuiltIn {
    as_known: String,
    models: BTreeMap<String, Price>,
}

static BUILT_IN: LazyLock<BuiltIn> = LazyLock::new(|| {
    // Compiled in, and read by a test.
    toml::from_str(include_str!("prices.toml")).expect("the built-in price table is sound")
});

impl PriceTable {
    /// Makes a table of the configured prices over those built in.
    ///
    /// # Errors
    ///
    /// [`AskError::Settings`] where a price is negative or no number.
    pub fn new(configured: BTreeMap<String, Price>) -> Result<Self, AskError> {
        match configured.iter().find(|(_, price)| !price.is_sound()) {
            Some((name, _)) => {
                let rule = "must be 0 or more, in US dollars per million tokens";
                Err(settings(&format!("the prices of {name:?} {rule}")))
            }
            None => Ok(Self { configured }),
        }
    }

    /// Finds the price of a model, and where it comes from. A configured price wins over one built in; a version with a
    /// date (`gpt-5-2025-08-07`) costs what the model without it costs, unless it has its own entry.
    pub fn price_for(&self, model: &str) -> Option<(Price, PriceSource)> {
        let configured = find(&self.configured, model).map(|price| (price, PriceSource::Configuration));
        configured.or_else(|| {
            let source = PriceSource::BuiltIn(BUILT_IN.as_known.clone());
            find(&BUILT_IN.models, model).map(|price| (price, source))
        })
    }
}

fn find(prices: &BTreeMap<String, Price>, model: &str) -> Option<Price> {
    let exact = prices.get(model);
    exact.or_else(|| prices.get(without_date(model)?)).copied()
}

/// Takes a date such as `-2025-08-07` off a name.
fn without_date(model: &str) -> Option<&str> {
    let (name, date) = model.split_at_checked(model.len().checked_sub("-2025-08-07".len())?)?;
    let shape = date.bytes().enumerate().all(|(place, byte)| match place {
        0 | 5 | 8 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    shape.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(entries: &[(&str, f64)]) -> PriceTable {
        let price = |input: f64| Price {
            input,
            cached_input: None,
            cache_write: None,
            output: 2.0 * input,
            long: None,
        };
        let entries = entries
            .iter()
            .map(|(name, input)| ((*name).to_owned(), price(*input)));
        PriceTable::new(entries.collect()).unwrap()
    }

    fn count(input: u64, cached_input: u64, output: u64) -> TokenCount {
        TokenCount {
            input,
            cached_input,
            output,
        }
    }

    #[test]
    fn every_built_in_price_is_sound_and_output_costs_more_than_input() {
        assert!(BUILT_IN.models.len() > 20);
        for (name, price) in &BUILT_IN.models {
            assert!(price.is_sound() && price.output > price.input, "{name}");
            assert!(
                price.cached_input.is_none_or(|cached| cached < price.input),
                "{name}"
            );
        }
    }

    #[test]
    fn a_configured_price_wins_and_says_where_it_comes_from() {
        let table = table(&[("gpt-5", 7.0), ("local", 0.0)]);
        let (price, source) = table.price_for("gpt-5").unwrap();
        assert_eq!((price.input, source.to_string().as_str()), (7.0, "clarify.toml"));
        assert_eq!(table.price_for("local").unwrap().0.output, 0.0);
        let (_, built_in) = table.price_for("gpt-5-mini").unwrap();
        assert!(built_in.to_string().starts_with("built-in table of 2026-"));
    }

    #[test]
    fn a_date_in_a_name_is_passed_over_unless_it_has_its_own_price() {
        let table = table(&[("mine", 1.0)]);
        assert_eq!(table.price_for("mine-2025-08-07").unwrap().0.input, 1.0);
        assert_eq!(table.price_for("gpt-5-mini-2025-08-07").unwrap().0.input, 0.25);
        assert_eq!(table.price_for("gpt-4o-2024-05-13").unwrap().0.input, 5.0);
        assert_eq!(table.price_for("gpt-4o-2024-08-06").unwrap().0.input, 2.5);
    }

    #[test]
    fn an_unknown_model_has_no_price_however_alike_its_name() {
        for name in ["gpt-5-turbo", "gpt-5-2025", "mein-2025-08-0é", "", "llama"] {
            assert_eq!(table(&[]).price_for(name), None, "{name}");
        }
    }

    #[test]
    fn cached_tokens_cost_less_and_long_inputs_more() {
        let (mini, _) = table(&[]).price_for("gpt-5-mini").unwrap();
        let cost = mini.cost(&count(1_000_000, 400_000, 100_000));
        assert!((cost - (0.6 * 0.25 + 0.4 * 0.025 + 0.1 * 2.0)).abs() < 1e-9);
        let (large, _) = table(&[]).price_for("gpt-5.4").unwrap();
        assert!((large.cost(&count(272_000, 0, 0)) - 0.272 * 2.5).abs() < 1e-9);
        assert!((large.cost(&count(272_001, 0, 0)) - 0.272_001 * 5.0).abs() < 1e-9);
    }

    #[test]
    fn where_writing_the_cache_costs_extra_the_cost_is_never_too_low() {
        let (price, _) = table(&[]).price_for("gpt-6-sol").unwrap();
        assert!((price.cost(&count(1_000, 0, 0)) - 0.0025).abs() < 1e-9);
    }

    #[test]
    fn a_price_below_zero_is_refused() {
        let price = Price {
            input: -1.0,
            cached_input: None,
            cache_write: None,
            output: 1.0,
            long: None,
        };
        let error = PriceTable::new([("m".to_owned(), price)].into()).unwrap_err();
        assert!(error.to_string().contains("\"m\""));
    }
}
