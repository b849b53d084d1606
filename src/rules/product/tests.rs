//! The product rules from end to end: a whole made-up spec, and what is missed when a part of it goes.

use crate::rules::document::tests::{found, found_in};

const TITLE: &str = "# Gift wrapping at the basket\n\n";
const OWNER: &str = "Owner: Bram Jacobs, product manager, Checkout.\n\n";
const PROBLEM: &str = "## Why\n\nIn December one order in nine is a present. Customers write wishes into the address field, and the dock throws them away. \
    Last winter 640 people complained that a present had arrived in a bare box.\n\n";
const USERS: &str = "## Who\n\nShoppers who send a present to another address, and packers at the dock in Venlo, who have gloves on and no time to read.\n\n";
const FLOW: &str = "## How it works\n\nThe basket has a box to tick for each item. Ticking it adds 3 euros to the total and shows a preview of the paper. A card with up to 120 \
    characters is printed at the dock. The packer sees a red frame on the screen, takes the paper from the bay on the left and scans the item again when it is wrapped. \
    The price of wrapping is shown on the receipt and refunded with the item. The paper is the same all year round, and it carries no brand.\n\n";
const MEASURES: &str = "## Success looks like\n\n- Share of December orders with wrapping: 4% by 31 December 2027, from 0% today\n- Complaints about bare boxes fall from 640 to 200\n\n";
const OUT: &str = "## What we leave out\n\nGift cards, wrapping for business customers, and orders that leave from shops.\n\n";

fn spec(without: &str) -> String {
    [TITLE, OWNER, PROBLEM, USERS, FLOW, MEASURES, OUT]
        .into_iter()
        .filter(|part| *part != without)
        .collect()
}

const CODES: [&str; 8] = [
    "missing-problem",
    "solution-without-problem",
    "missing-user",
    "missing-metric",
    "incomplete-measure",
    "missing-out-of-scope",
    "missing-owner",
    "output-not-outcome",
];

/// Returns the product codes found in a text.
fn codes(text: &str) -> Vec<&'static str> {
    CODES
        .into_iter()
        .filter(|code| !found(code, text).is_empty())
        .collect()
}

#[test]
fn a_whole_spec_lacks_nothing_whatever_words_its_headings_use() {
    assert_eq!(codes(&spec("")), [""; 0]);
    let other = spec("")
        .replace("## Why", "## Background")
        .replace("## Who", "## Audience")
        .replace("Success looks like", "KPIs")
        .replace("What we leave out", "Non-goals");
    assert_eq!(codes(&other), [""; 0]);
}

#[test]
fn each_part_that_goes_is_missed_and_nothing_else() {
    assert_eq!(codes(&spec(PROBLEM)), ["missing-problem"]);
    assert_eq!(codes(&spec(OWNER)), ["missing-owner"]);
    assert_eq!(codes(&spec(OUT)), ["missing-out-of-scope"]);
    assert_eq!(codes(&spec(MEASURES)), ["missing-metric"]);
}

#[test]
fn what_is_absent_is_asked_for_at_the_title_or_where_it_belongs() {
    assert_eq!(
        found("missing-owner", &spec(OWNER)),
        ["Gift wrapping at the basket"]
    );
    let scoped = spec(OUT).replace("## How it works", "## Scope");
    assert_eq!(found("missing-out-of-scope", &scoped), ["Scope"]);
    let aimed = spec(MEASURES).replace(
        "## How it works",
        "## Goals\n\nPresents that look like presents.\n\n## How it works",
    );
    assert_eq!(found("missing-metric", &aimed), ["Goals"]);
}

#[test]
fn a_solution_with_no_problem_is_shown_by_its_own_sentence() {
    let text = spec(PROBLEM).replace("The basket has", "We will add a wrapping service. The basket has");
    assert_eq!(
        found("solution-without-problem", &text),
        ["We will add a wrapping service."]
    );
    assert_eq!(found("missing-problem", &text), [""; 0]);
}

#[test]
fn a_problem_told_long_after_the_solution_is_found_and_one_told_first_is_not() {
    let text = format!("{TITLE}{OWNER}{FLOW}{USERS}{MEASURES}{OUT}{PROBLEM}");
    assert_eq!(found("solution-without-problem", &text), ["How it works ~ Why"]);
    assert_eq!(found("solution-without-problem", &spec("")), [""; 0]);
}

#[test]
fn users_of_nothing_in_particular_are_nobody() {
    let nobody = spec(USERS)
        .replace("Customers write", "Users write")
        .replace("640 people", "640 of them")
        .replace("The packer sees", "The dock has")
        .replace("for business customers", "by hand");
    let nobody = nobody.replace(
        "Owner: Bram Jacobs, product manager, Checkout.",
        "Written by Bram Jacobs.",
    );
    assert_eq!(
        found("missing-user", &nobody),
        ["Users write wishes into the address field, and the dock throws them away."]
    );
    assert_eq!(found("missing-user", &spec(USERS)), [""; 0]);
}

#[test]
fn a_measure_without_its_target_or_baseline_is_found() {
    let text = spec(MEASURES)
        + "## Measures\n\n- Number of wrapped orders\n- Complaints about bare boxes fall by 30%, more thank-you cards\n- Fewer complaints than the 640 of last winter: 200\n";
    assert_eq!(
        found("incomplete-measure", &text),
        [
            "Number of wrapped orders",
            "Complaints about bare boxes fall by 30%, more thank-you cards"
        ]
    );
    let table = spec(MEASURES)
        + "## Measures\n\n| Measure | Baseline | Target |\n|---|---|---|\n| Wrapped orders | 0% | 4% |\n| Complaints | – | 200 |\n| Returns of presents | 12% | TBD |\n";
    assert_eq!(
        found("incomplete-measure", &table),
        ["Complaints", "Returns of presents"]
    );
}

#[test]
fn goals_that_are_things_to_make_are_found() {
    let text = spec("")
        + "## Goals\n\n- Launch wrapping in the Netherlands by 1 November\n- Build the packing screen\n";
    assert_eq!(
        found("output-not-outcome", &text),
        ["Launch wrapping in the Netherlands by 1 November ~ Build the packing screen"]
    );
    let sentence =
        spec("") + "Our main goal is to launch the wrapping service on 1 November 2027. It is red.\n";
    assert_eq!(
        found("output-not-outcome", &sentence),
        ["Our main goal is to launch the wrapping service on 1 November 2027."]
    );
}

#[test]
fn goals_that_change_something_for_someone_are_not() {
    let text = spec("")
        + "## Goals\n\n- Launch wrapping so that presents arrive as presents\n- Build trust: complaints down to 200\n\nThe goal is to reduce complaints.\n";
    assert_eq!(found("output-not-outcome", &text), [""; 0]);
}

#[test]
fn documents_that_are_no_product_spec_are_left_alone() {
    let minutes = spec(PROBLEM).replace("## Who", "## Attendees");
    assert_eq!(codes(&minutes), [""; 0]);
    let glossary = spec(PROBLEM).replace("# Gift wrapping at the basket", "# Glossary");
    assert_eq!(codes(&glossary), [""; 0]);
    assert_eq!(
        found_in(
            "docs/roadmap.md",
            "missing-problem",
            &spec(PROBLEM).replace("# Gift wrapping", "# Wrapping")
        ),
        [""; 0]
    );
    assert_eq!(codes("The shop must wrap presents."), [""; 0]);
    let list: String = (1..60)
        .map(|number| format!("- R{number}: The basket must show a box for item {number}.\n"))
        .collect();
    assert_eq!(
        codes(&format!(
            "# Wrapping requirements\n\n## Basket\n\n{list}\n## Dock\n\n{list}"
        )),
        [""; 0]
    );
}
