//! Every rule against prose as it stands in specs: a passage that it must object to, and the same passage mended, or one
//! that only looks alike, on which it must be silent.

use super::{check, document};
use crate::domain::{Family, FlagKind};
use crate::rules::raised;
use std::collections::HashSet;

/// What a rule objects to, and what it leaves alone.
struct Case {
    kind: FlagKind,
    flawed: &'static str,
    sound: &'static str,
}

const fn case(kind: FlagKind, flawed: &'static str, sound: &'static str) -> Case {
    Case { kind, flawed, sound }
}

/// A short spec that tells all that a product rule asks for, in its parts.
const HEAD: &str = "# Moving a delivery to another day\n\nOwner: Ines Prado, product manager, Delivery.\n\n";
const PROBLEM: &str = "## Problem\n\nTwo customers in ten are not at home when the van comes. Drivers bring 1,900 parcels a week back to the depot, and the \
    help desk answers 640 calls about them.\n\n";
const USERS: &str =
    "## Users\n\nCustomers who wait for a parcel, and the dispatchers who plan the vans in the evening.\n\n";
const FLOW: &str = "## How it works\n\nThe tracking page offers the next five delivery days until 18:00 on the day before. The dispatcher sees the moved \
    parcels in the plan of their new day. A mail confirms the new day. The list for the van shows the parcel on the new day only, and the label keeps \
    its number. A parcel can be moved twice; after that the page shows the address of the nearest shop that keeps it for seven days.\n\n";
const MEASURES: &str = "## Success measures\n\n- Parcels brought back to the depot: from 1,900 to 1,200 a week by 31 March 2027\n\n";
const OUT: &str = "## Out of scope\n\nDelivery windows of an hour, and parcels from abroad.\n\n";
const GOALS: &str = "## Goals\n\n- Customers get their parcel at the first try\n";

const CASES: [Case; 26] = [
    case(
        FlagKind::VagueTerm,
        "The importer must reject a file with an appropriate message.",
        "The importer must reject a file with a message that names the row and the column.",
    ),
    case(
        FlagKind::UnboundedQuantity,
        "A claim must take several photos of the damage.",
        "A claim must take up to 12 photos of the damage.",
    ),
    case(
        FlagKind::OpenEndedList,
        "The customer can pay by card, PayPal, invoice, etc.",
        "The customer can pay by card, PayPal or invoice.",
    ),
    case(
        FlagKind::EscapeClause,
        "The driver app must keep scans while offline, if possible.",
        "The driver app must keep up to 500 scans while offline; the next one is refused with a message.",
    ),
    case(
        FlagKind::WeakModal,
        "A refund must name its order. A refund must show its amount. Refunds must be logged. The mail should name the bank account.",
        "A refund must name its order. A refund must show its amount. Refunds must be logged. The mail must name the bank account.",
    ),
    case(
        FlagKind::UnclearReference,
        "When the supplier changes the price list, the shop must confirm it before it is used.",
        "When the supplier changes the price list, the shop must confirm the list before the new prices are used.",
    ),
    case(
        FlagKind::MissingActor,
        "Discounts above 30 % must be approved before the campaign starts.",
        "Discounts above 30 % must be approved by the head of sales before the campaign starts.",
    ),
    case(
        FlagKind::ComparativeWithoutBase,
        "Exporting the ledger must become faster.",
        "Exporting the ledger must become faster than today’s 40 s: at most 10 s for 50,000 rows.",
    ),
    case(
        FlagKind::Placeholder,
        "Vouchers expire after TBD months.",
        "Vouchers expire after 24 months.",
    ),
    case(
        FlagKind::CombinedRequirement,
        "The picker must scan the shelf, and the app must show the next one.",
        "The picker must scan the shelf. The app must show the next one.",
    ),
    case(
        FlagKind::SubjectiveQuality,
        "Booking a slot must be easy.",
        "Nine of ten first-time visitors must book a slot in under three minutes.",
    ),
    case(
        FlagKind::VagueTiming,
        "The seller must be told promptly that a payout failed.",
        "The seller must be told within 15 minutes that a payout failed.",
    ),
    case(
        FlagKind::Superlative,
        "The planner must minimise empty kilometres.",
        "The planner must keep empty kilometres below 12 % of each tour.",
    ),
    case(
        FlagKind::AndOr,
        "The invoice must be sent by mail and/or put into the portal.",
        "The invoice must be put into the portal; where the customer asked for it, it must also be sent by mail.",
    ),
    case(
        FlagKind::Absolute,
        "The order service must be available at all times.",
        "The order service must be available for 99.9 % of each month.",
    ),
    case(
        FlagKind::NegativeRequirement,
        "The kiosk must not accept vouchers from abroad.",
        "The kiosk must reject vouchers from abroad and name the shops that take them.",
    ),
    case(
        FlagKind::UnexpandedAbbreviation,
        "The MHD is printed on each label. Without the MHD a pallet is not stored.",
        "The minimum holding date (MHD) is printed on each label. Without the MHD a pallet is not stored.",
    ),
    case(
        FlagKind::UndefinedTerm,
        "The shop refunds an Eligible Order at once. Each Eligible Order carries a code.\n\n## Definitions\n\n- **Return Window**: 30 days.",
        "The shop refunds an Eligible Order at once. Each Eligible Order carries a code.\n\n## Definitions\n\n- **Eligible Order**: an order above 50 euros.",
    ),
    case(
        FlagKind::InconsistentTerm,
        "The cart holds ten items. The cart is kept for a week.\n\nThe customer pays from the basket. The basket is then emptied.",
        "The cart holds ten items. The cart is kept for a week.\n\nThe customer pays from the cart. The cart is then emptied.",
    ),
    case(
        FlagKind::Contradiction,
        "The return window is 30 days.\n\nItems go back within a return window of 14 days.",
        "The return window is 30 days.\n\nItems go back within a return window of 30 days.",
    ),
    case(
        FlagKind::MissingUnit,
        "The session timeout is 30.",
        "The session timeout is 30 minutes.",
    ),
    case(
        FlagKind::DanglingReference,
        "## 1. Refunds\n\nThe limits stand in section 4.2.\n\n## 2. Limits\n\nA refund is at most 500 euros.",
        "## 1. Refunds\n\nThe limits stand in section 2.\n\n## 2. Limits\n\nA refund is at most 500 euros.",
    ),
    case(
        FlagKind::DuplicateIdentifier,
        "- FR-7: Guests must pay by card.\n- FR-8: A receipt must be sent.\n- FR-7: The receipt must list the tax.",
        "- FR-7: Guests must pay by card.\n- FR-8: A receipt must be sent.\n- FR-9: The receipt must list the tax.",
    ),
    case(
        FlagKind::MissingIdentifier,
        "- FR-1: Guests must pay by card.\n- FR-2: A receipt must be sent.\n- FR-3: The receipt must list the tax.\n- The receipt must name the shop.",
        "- FR-1: Guests must pay by card.\n- FR-2: A receipt must be sent.\n- FR-3: The receipt must list the tax.\n- FR-4: The receipt must name the shop.",
    ),
    case(
        FlagKind::AmbiguousDate,
        "The pilot ends on 03/04/2027.",
        "The pilot ends on 3 April 2027.",
    ),
    case(
        FlagKind::MissingCase,
        "When the courier scans the parcel, the app shall show the address.\n\nWhen the customer signs, the app shall send the receipt.\n\nWhen the tour ends, the app shall upload the scans.",
        "When the courier scans the parcel, the app shall show the address.\n\nWhen the customer signs, the app shall send the receipt.\n\nIf the upload fails, then the app shall keep the scans.",
    ),
];

/// What to write for which parts of the spec, that a product rule may object.
const CHANGES: [(FlagKind, &[(&str, &str)]); 8] = [
    (FlagKind::MissingProblem, &[(PROBLEM, "")]),
    (
        FlagKind::SolutionWithoutProblem,
        &[(
            PROBLEM,
            "## Solution\n\nWe will build a calendar into the tracking page.\n\n",
        )],
    ),
    (
        FlagKind::MissingUser,
        &[
            (USERS, ""),
            (
                "Two customers in ten are not at home",
                "Two doors in ten stay shut",
            ),
            ("Drivers bring", "The vans bring"),
            ("The dispatcher sees", "The depot has"),
            ("Customers get their parcel", "Parcels arrive"),
            ("product manager, ", ""),
            ("Owner", "Contact"),
        ],
    ),
    (FlagKind::MissingMetric, &[(MEASURES, "")]),
    (
        FlagKind::IncompleteMeasure,
        &[(
            "Parcels brought back to the depot: from 1,900 to 1,200 a week by 31 March 2027",
            "Number of parcels brought back to the depot",
        )],
    ),
    (FlagKind::MissingOutOfScope, &[(OUT, "")]),
    (
        FlagKind::MissingOwner,
        &[("Owner: Ines Prado, product manager, Delivery.", "")],
    ),
    (
        FlagKind::OutputNotOutcome,
        &[(
            "- Customers get their parcel at the first try",
            "- Launch the calendar on the tracking page by 1 March 2027\n- Publish the address list of the shops",
        )],
    ),
];

fn raises(kind: FlagKind, text: &str) -> bool {
    check(&document(text)).iter().any(|hit| hit.kind == kind)
}

#[test]
fn each_rule_objects_to_one_passage_and_leaves_its_mended_form_alone() {
    for case in CASES {
        assert!(raises(case.kind, case.flawed), "{}: {}", case.kind, case.flawed);
        assert!(!raises(case.kind, case.sound), "{}: {}", case.kind, case.sound);
    }
}

#[test]
fn each_product_rule_misses_the_part_that_goes_from_a_whole_spec() {
    let whole = [HEAD, PROBLEM, USERS, FLOW, MEASURES, OUT, GOALS].concat();
    for (kind, changes) in CHANGES {
        assert!(!raises(kind, &whole), "{kind}");
        let changed = changes.iter().fold(whole.clone(), |text, (part, instead)| {
            assert!(text.contains(part), "{kind}: {part}");
            text.replace(part, instead)
        });
        assert!(raises(kind, &changed), "{kind}: {changed}");
    }
}

#[test]
fn every_rule_stands_in_one_of_the_tables() {
    let shown = CASES.iter().map(|case| case.kind);
    let shown: HashSet<FlagKind> = shown.chain(CHANGES.map(|(kind, _)| kind)).collect();
    let raised: HashSet<FlagKind> = raised().collect();
    assert_eq!(shown, raised);
}

#[test]
fn the_example_of_each_wording_page_is_one() {
    let words = raised().filter(|kind| kind.page().family == Family::Wording);
    // A “should” is weak only among the “must” of a whole document.
    for kind in words.filter(|kind| *kind != FlagKind::WeakModal) {
        assert!(
            raises(kind, kind.page().example),
            "{kind}: {}",
            kind.page().example
        );
    }
}
