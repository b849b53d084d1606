//! What most reviews look like: with a model, with the rules alone, and of a spec that leaves nothing to ask.

use super::build::*;
use crate::document::Document;
use crate::domain::*;

const SPEC: &str = "# Self-service returns

## Goal

Support gets too many contacts about returns. We will build a returns portal by the end of Q3.

## Scope

Customers can return items bought online within 30 days and receive a refund quickly. Items bought
in a store follow the existing process. Guests may return orders without an account.

## Behaviour

- The customer signs in, picks an order and prints a label.
- Refunds above 500 EUR must be approved by a manager before they are paid out.
- Returned items are checked at the warehouse and restocked where possible.
- Every refund is paid within one hour of the parcel being scanned, whatever its amount.

## Rollout

We start with Germany and France, then other markets as appropriate. To grow revenue, the portal shows
three offers before the label can be printed.
";

const STRATEGY: &str = "# Strategy for this year

## Goals

1. Halve the contacts per order by December without adding steps to the customer's way.
2. Be the most trusted shop in our markets.
3. Enter two further countries by the end of next year.
";

/// A review with findings of every sort, more than are shown.
pub fn typical() -> Sample {
    let spec = document("specs/returns.md", SPEC);
    let strategy = document("strategy/goals.md", STRATEGY);
    let review = Review {
        summary: Some(
            "The flow is clear for a signed-in customer. When money moves, who approves it and how success is \
             measured are open."
                .into(),
        ),
        flags: flags(&spec, &strategy),
        assumptions: assumptions(&spec),
        questions: questions(),
        coverage: coverage(),
        strategy: fits(&spec, &strategy),
        set_aside: vec![
            aside("refund currency undefined", "refunds in local currency", "quote not found in the document"),
            aside("label format unclear", "prints a label", "no second reading"),
            aside("partial returns missing", "return part of an order", "quote not found in the document"),
        ],
        context: vec![ContextUse {
            document: "strategy/goals.md".into(),
            role: Role::Strategy,
            tokens: 61,
            left_out: vec!["Appendix: market sizes".into(), "Appendix: history".into()],
        }],
        usage: Usage {
            requests: 3,
            stored: 1,
            input_tokens: 14_210,
            output_tokens: 3_871,
            estimated: false,
            cost_usd: Some(0.0213),
            price_source: Some("clarify.toml".into()),
        },
        provenance: vec![
            answer("review.detect", Origin::Store, "2026-11-20T08:00:00Z"),
            answer("review.verify", Origin::Live, "2026-11-23T09:12:00Z"),
            answer("review.verify", Origin::Live, "2026-11-23T09:12:04Z"),
        ],
        ..review(&spec, Depth::Standard)
    };
    Sample::new(vec![review], &[spec, strategy])
}

fn flags(spec: &Document, strategy: &Document) -> Vec<Flag> {
    use {FlagKind as Kind, Severity as Level};
    let said = |quote| quoted(spec, Role::Spec, quote);
    let planned = |quote| quoted(strategy, Role::Strategy, quote);
    let mut approximate = said("Guests may return orders without an account");
    approximate.matched = Match::Approximate;
    vec![
        flag(
            1,
            Kind::Contradiction,
            Level::Blocker,
            "Are large refunds approved first or paid within the hour?",
            vec![
                said("must be approved by a manager before they are paid out"),
                said("Every refund is paid within one hour of the parcel being scanned, whatever its amount"),
            ],
        )
        .read_as(
            "A refund above 500 EUR waits for a manager, however long that takes",
            "Every refund is paid within the hour; the manager looks at it later",
            "A parcel worth 800 EUR is scanned on Friday at 20:00: is the money gone by 21:00?",
        ),
        flag(
            2,
            Kind::StrategyConflict,
            Level::Blocker,
            "Do three offers before the label serve the customer?",
            vec![
                said("the portal shows\nthree offers before the label can be printed"),
                planned("without adding steps to the customer's way"),
            ],
        )
        .because("The strategy forbids added steps; the offers are three of them"),
        flag(
            3,
            Kind::AmbiguousTiming,
            Level::Major,
            "From which day do the 30 days run?",
            vec![said("within 30 days")],
        )
        .read_as(
            "30 days from the day of the order",
            "30 days from the day of delivery",
            "Ordered on 1 March, delivered on 10 March, returned on 5 April: refunded or refused?",
        )
        .suggest("within 30 days of delivery, the day of delivery not counted")
        .by(Source::Both),
        flag(
            5,
            Kind::AmbiguousScope,
            Level::Major,
            "Does the portal serve guests?",
            vec![approximate, said("The customer signs in")],
        )
        .read_as(
            "Guests use the portal and identify by order number",
            "Guests return by the existing process",
            "A guest opens the portal with an order number but no account: a label or a sign-in page?",
        )
        .remarked("lowered from blocker: the second reading is unlikely"),
        flag(
            6,
            Kind::MissingMetric,
            Level::Major,
            "By which number will the portal be called a success?",
            vec![said("We will build a returns portal by the end of Q3")],
        )
        .because("A date and an output are given, no change in contacts that would count as success"),
        flag(
            8,
            Kind::MissingCase,
            Level::Minor,
            "What happens to an item that fails the check?",
            vec![said("checked at the warehouse and restocked where possible")],
        )
        .because("The money may be paid before the check, and nobody is named to claim it back")
        .suggest("An item that fails the check is sent back; its refund is not paid"),
        flag(
            9,
            Kind::GoalWithoutRequirement,
            Level::Minor,
            "Which requirement earns trust?",
            vec![planned("Be the most trusted shop in our markets")],
        )
        .because("Nothing in the spec works towards it"),
        flag(
            10,
            Kind::VagueTerm,
            Level::Note,
            "How quick is quickly?",
            vec![said("quickly")],
        )
        .because("Quickly cannot be tested")
        .suggest("within two working days of the scan")
        .by(Source::Rules),
        flag(
            11,
            Kind::EscapeClause,
            Level::Note,
            "Which markets are appropriate?",
            vec![said("as appropriate")],
        )
        .because("Nobody can tell when this is done")
        .by(Source::Rules),
        flag(
            12,
            Kind::EscapeClause,
            Level::Note,
            "When is restocking possible?",
            vec![said("where possible")],
        )
        .because("Nobody can tell when this is done")
        .by(Source::Rules),
    ]
}

fn assumptions(spec: &Document) -> Vec<Assumption> {
    let said = |quote| vec![quoted(spec, Role::Spec, quote)];
    vec![
        assumption(
            4,
            AssumptionKind::User,
            Severity::Major,
            [
                "Customers have a printer at home",
                "They call support for a label, and contacts rise",
                "Count label requests in last month's contacts",
                "Head of Support",
            ],
            said("prints a label"),
        ),
        assumption(
            7,
            AssumptionKind::Operational,
            Severity::Minor,
            [
                "The warehouse scans parcels at the weekend",
                "Refunds miss their hour from Friday to Monday",
                "Ask for the weekend rota",
                "Warehouse lead",
            ],
            vec![],
        ),
    ]
}

fn questions() -> Vec<Question> {
    vec![
        question(
            1,
            "Mara Lindt (Finance)",
            "May a refund above 500 EUR be paid before a manager has approved it?",
            &[1],
        )
        .offering(
            &[
                "No: it waits, and the customer is told so",
                "Yes, up to 1,000 EUR; the manager looks at it afterwards",
            ],
            Some(0),
        )
        .because("Your team answers for money paid out by mistake")
        .otherwise("large refunds wait for approval"),
        question(
            2,
            "Head of Product",
            "Are the three offers worth the extra steps, given the goal to halve contacts?",
            &[2],
        )
        .offering(
            &[
                "Drop the offers",
                "Show them after the label",
                "Keep them and change the goal",
            ],
            Some(1),
        )
        .otherwise("offers are shown after the label"),
        question(
            3,
            "Mara Lindt (Finance)",
            "Do the 30 days run from order or from delivery?",
            &[3, 5],
        ),
    ]
}

fn coverage() -> Vec<Coverage> {
    use {Area as At, CoverageState as Is};
    vec![
        covered(At::ProblemAndGoal, Is::Clear, ""),
        covered(At::Users, Is::Partial, "guests"),
        covered(At::Scope, Is::Clear, ""),
        covered(At::Behaviour, Is::Partial, "items that fail the check"),
        covered(At::Data, Is::Missing, ""),
        covered(
            At::EdgeCasesAndFailures,
            Is::Missing,
            "lost parcels, partial returns",
        ),
        covered(At::Qualities, Is::Missing, ""),
        covered(At::Dependencies, Is::Partial, "the payment provider"),
        covered(At::RolloutAndSupport, Is::Clear, ""),
        covered(At::MeasuresOfSuccess, Is::Missing, ""),
    ]
}

fn fits(spec: &Document, strategy: &Document) -> Vec<GoalFit> {
    let planned = |quote| quoted(strategy, Role::Strategy, quote);
    let said = |quote| Some(quoted(spec, Role::Spec, quote));
    vec![
        goal(
            planned("Halve the contacts per order by December without adding steps to the customer's way"),
            Fit::Conflicts,
            said("three offers before the label can be printed"),
            "the offers are added steps",
        ),
        goal(
            planned("Be the most trusted shop in our markets"),
            Fit::Silent,
            None,
            "",
        ),
        goal(
            planned("Enter two further countries by the end of next year"),
            Fit::Serves,
            said("We start with Germany and France"),
            "",
        ),
    ]
}

/// A review without a model.
pub fn rules_only() -> Sample {
    let spec = document("specs/returns.md", SPEC);
    let rule = |rank, kind, quote, title, try_this| {
        flag(
            rank,
            kind,
            Severity::Minor,
            title,
            vec![quoted(&spec, Role::Spec, quote)],
        )
        .because("It cannot be tested")
        .suggest(try_this)
        .by(Source::Rules)
    };
    let flags = vec![
        rule(
            1,
            FlagKind::VagueTerm,
            "quickly",
            "“quickly” has no measure",
            "a number and what it is measured by",
        ),
        rule(
            2,
            FlagKind::EscapeClause,
            "where possible",
            "“where possible” lets anything pass",
            "the cases in which it is done",
        ),
    ];
    let review = Review {
        flags,
        ..review(&spec, Depth::Rules)
    };
    Sample::new(vec![review], &[spec])
}

/// A review, from a tape, that found nothing.
pub fn clear() -> Sample {
    let spec = document(
        "clear.txt",
        "Opening hours\n=============\n\nThe shop opens at 09:00 and closes at 18:00, Monday to Friday, Berlin time.\n",
    );
    let mut played = answer("review.detect", Origin::Tape, "2026-10-02T10:00:00Z");
    played.note = Some("recorded from a real endpoint".into());
    let review = Review {
        summary: Some("Ready to be built.".into()),
        usage: Usage {
            stored: 1,
            ..Usage::default()
        },
        provenance: vec![played],
        warnings: vec!["the strategy folder holds no documents".into()],
        ..review(&spec, Depth::Quick)
    };
    Sample::new(vec![review], &[spec])
}
