//! What a report rests on, in words: who answered and when, and what it took.

use super::words;
use crate::domain::{Origin, Provenance, Usage};

/// Says who answered, where the answers came from and of which day they are, the same origins counted once; empty
/// where no model was asked.
pub fn answers(provenance: &[Provenance]) -> String {
    let models = words::tally(provenance.iter().map(|answer| answer.model.as_str()));
    let mut parts: Vec<String> = models
        .into_iter()
        .map(|(model, _)| answered(provenance, model))
        .collect();
    let notes = words::tally(provenance.iter().filter_map(|answer| answer.note.as_deref()));
    parts.extend(notes.into_iter().map(|(note, _)| note.to_owned()));
    parts.join("; ")
}

fn answered(provenance: &[Provenance], model: &str) -> String {
    let answers = provenance.iter().filter(|answer| answer.model == model);
    let origins = words::tally(answers.map(origin)).into_iter();
    let origins: Vec<String> = origins
        .map(|(origin, count)| format!("{count} {origin}"))
        .collect();
    format!("Answered by {model}: {}", origins.join(", "))
}

/// Says where an answer came from and of which day it is.
fn origin(answer: &Provenance) -> String {
    let day = answer.date.split('T').next().unwrap_or_default();
    match answer.origin {
        Origin::Live => format!("live on {day}"),
        Origin::Store => format!("stored on {day}"),
        Origin::Tape => format!("taped on {day}"),
    }
}

/// Says what the requests of this run took; empty where there were none, and none were spared.
pub fn cost(usage: &Usage) -> String {
    match (usage.requests, usage.stored) {
        (0, 0) => String::new(),
        (0, _) => "No request was sent: this run cost nothing".into(),
        (requests, _) => format!(
            "{}, {}, {}",
            words::count(requests, "request"),
            tokens(usage),
            price(usage)
        ),
    }
}

fn tokens(usage: &Usage) -> String {
    let estimated = if usage.estimated { " (estimated)" } else { "" };
    let (input, output) = (
        words::grouped(usage.input_tokens),
        words::grouped(usage.output_tokens),
    );
    format!("{input} tokens in and {output} out{estimated}")
}

fn price(usage: &Usage) -> String {
    let source = usage
        .price_source
        .as_deref()
        .map(|source| format!(" (price: {source})"));
    match usage.cost_usd {
        Some(cost) => format!("{}{}", dollars(cost), source.unwrap_or_default()),
        None => "cost unknown: no price is known for this model".into(),
    }
}

/// Writes an amount with as many decimals as it takes to tell it from nothing.
pub fn dollars(cost: f64) -> String {
    if cost == 0.0 || cost >= 0.995 {
        format!("${cost:.2}")
    } else {
        format!("${cost:.4}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_amounts_are_not_rounded_to_nothing() {
        assert_eq!(dollars(0.0213), "$0.0213");
        assert_eq!(dollars(12.3), "$12.30");
        assert_eq!(dollars(0.0), "$0.00");
    }

    #[test]
    fn an_unknown_price_is_no_price_of_nothing() {
        let usage = Usage {
            requests: 1,
            input_tokens: 1200,
            ..Usage::default()
        };
        assert_eq!(
            cost(&usage),
            "1 request, 1,200 tokens in and 0 out, cost unknown: no price is known for this model"
        );
    }
}
