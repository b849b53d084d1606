//! What a run may take, told before and kept to.

use crate::answers::full;
use crate::desk::{Desk, files, run};
use crate::server::Server;

const PRICE: &str = "[prices.\"scripted-1\"]\ninput = 2.0\noutput = 10.0\n";

#[test]
fn a_dry_run_sends_nothing_and_shows_requests_tokens_and_cost() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    desk.put("clarify.toml", PRICE);
    let run = desk.review(&server, &["spec.md", "--dry-run"]).ends(0).shows(&[
        "spec.md review.detect",
        "review.verify",
        "tokens in a guess: it depends on the first answers",
        "2 requests to scripted-1:",
        "at most $0.",
        "(price: clarify.toml)",
        "nothing was sent",
    ]);
    assert!(!run.out.contains("no price is known"));
    assert_eq!((server.seen().len(), files(&desk.home()).len()), (0, 0));
}

#[test]
fn a_dry_run_says_that_a_limit_would_be_passed_or_may_be() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    desk.put("clarify.toml", PRICE);
    let dry = |limits: &[&str]| {
        desk.review(&server, &[&["spec.md", "--dry-run"], limits].concat())
            .ends(0)
    };
    dry(&["--max-tokens", "1500", "--max-cost", "0.00001"]).shows(&[
        "the limit of 1,500 tokens (--max-tokens) would be passed: the run stops before that and keeps what was answered",
        "the limit of $0.00001 (--max-cost) would be passed",
    ]);
    dry(&["--max-tokens", "25000"])
        .shows(&["the limit of 25,000 tokens (--max-tokens) may be reached, if answers are long"]);
    let generous = dry(&["--max-tokens", "1000000", "--max-cost", "5"]);
    assert!(!generous.out.contains("limit"), "{}", generous.out);
    assert_eq!(server.seen().len(), 0);
}

#[test]
fn a_dry_run_names_what_is_kept_and_what_has_no_price() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    desk.review(&server, &["spec.md"]).ends(0);
    let run = desk.review(&server, &["spec.md", "--dry-run"]).ends(0);
    run.shows(&[
        "kept from an earlier run: costs nothing",
        "1 request to",
        "no price is known for this model",
    ]);
    assert_eq!(server.seen().len(), 2);
}

#[test]
fn a_dry_run_reports_specs_that_cannot_be_read() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    let run = desk
        .review(&server, &["spec.md", "missing.md", "--dry-run"])
        .ends(2);
    run.says(&["missing.md could not be read"])
        .shows(&["spec.md review.detect"]);
}

#[test]
fn a_dry_run_needs_an_endpoint_to_plan_for() {
    let desk = Desk::new();
    let run = run(&mut desk.clarify(&["review", "spec.md", "--dry-run"])).ends(2);
    run.says(&["--dry-run needs a model to ask", "--base-url and --model"]);
}

#[test]
fn a_limit_on_cost_stops_before_anything_is_sent() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    desk.put("clarify.toml", PRICE);
    let run = desk.review(&server, &["spec.md", "--max-cost", "0"]).ends(2);
    run.shows(&[
        "the limit of $0",
        "would be passed",
        "raise --max-cost or --max-tokens",
    ]);
    assert_eq!(server.seen().len(), 0);
}

#[test]
fn a_limit_on_tokens_stops_before_anything_is_sent() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    let run = desk.review(&server, &["spec.md", "--max-tokens", "1"]).ends(2);
    run.shows(&[
        "the limit of 1 token",
        "would be passed",
        "raise --max-cost or --max-tokens",
    ]);
    assert_eq!(server.seen().len(), 0);
}

/// The tokens that a dry run counts for the first request.
fn counted(dry_run: &str) -> usize {
    let line = dry_run
        .lines()
        .find(|line| line.contains("review.detect"))
        .unwrap();
    line.split_whitespace()
        .nth(1)
        .unwrap()
        .replace(',', "")
        .parse()
        .unwrap()
}

#[test]
fn a_limit_that_is_reached_midway_keeps_what_was_answered() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    desk.put("other.md", "# Other\n\nThe button on the order page is green.\n");
    let args = [
        "spec.md",
        "other.md",
        "--depth",
        "quick",
        "--jobs",
        "1",
        "--max-output-tokens",
        "256",
    ];
    let plan = desk.review(&server, &[&args[..], &["--dry-run"]].concat());
    // Enough for the one request, with what is reserved for conveying the schema, and not for another after it.
    let limit = (counted(&plan.out) + 256 + 300).to_string();
    let run = desk
        .review(&server, &[&args[..], &["--max-tokens", &limit]].concat())
        .ends(2);
    run.shows(&[
        "which is meant?",
        "1 live on",
        "could not be reviewed: other.md: the limit of",
        "1,200 tokens spent",
    ]);
    assert_eq!(server.seen().len(), 1);
    desk.review(&server, &args)
        .ends(0)
        .shows(&["1 live on", "1 stored on"]);
    assert_eq!(server.seen().len(), 2);
}

#[test]
fn kept_answers_cost_nothing_under_any_limit() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    desk.review(&server, &["spec.md"]).ends(0);
    desk.review(&server, &["spec.md", "--max-tokens", "1"]).ends(0);
    assert_eq!(server.seen().len(), 2);
}

#[test]
fn a_limit_on_cost_without_a_price_is_refused_with_the_remedy() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    let run = desk.review(&server, &["spec.md", "--max-cost", "1"]).ends(2);
    run.says(&[
        "no price is known for the model \"scripted-1\"",
        "[prices.\"scripted-1\"]",
    ]);
    assert_eq!(server.seen().len(), 0);
}

#[test]
fn a_limit_on_answers_travels_with_the_request() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    desk.review(&server, &["spec.md", "--max-output-tokens", "4096"])
        .ends(0);
    assert_eq!(server.seen()[0].body["max_completion_tokens"], 4096);
    let other = Server::reading(full());
    desk.review(&other, &["spec.md", "--no-store"]).ends(0);
    assert_eq!(other.seen()[0].body.get("max_completion_tokens"), None);
}

#[test]
fn what_a_run_cost_is_told_with_its_price() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    desk.put("clarify.toml", PRICE);
    let run = desk.review(&server, &["spec.md", "--max-cost", "$5"]).ends(0);
    // Two answers of 1,000 tokens in and 200 out each, as the server counts.
    run.shows(&["2 requests, 2,000 tokens in and 400 out, $0.0080 (price: clarify.toml)"]);
}

#[test]
fn amounts_that_are_none_are_refused() {
    let desk = Desk::new();
    for (amount, words) in [
        ("cheap", "give US dollars, such as 0.50"),
        ("-1", "0 or more"),
        ("NaN", "0 or more"),
    ] {
        let limit = format!("--max-cost={amount}");
        run(&mut desk.clarify(&["review", "spec.md", &limit]))
            .ends(2)
            .says(&[words]);
    }
}
