//! Convergence: over random edits of a fixture spec, findings of untouched passages keep their ids, and no dismissed
//! finding returns. The edits are made up; spec, rules, engine and state are the real ones; the model is scripted: it raises
//! what it is shown, each time in other words.

mod edits;

use clarify::context::Context;
use clarify::document::Document;
use clarify::domain::{Act, Depth, FindingId, Origin, Sort, Source, Status, TrackedDocument, TrackedFinding};
use clarify::engine::{Event, Observer, Plan, Reviewed, Reviewer};
use clarify::model::{Answer, Answered, AskError, Conveyed, Exchange, Finish, Model, Request};
use clarify::prompt::Templates;
use clarify::rules::Policy;
use clarify::state::{Reading, Survey, stands_at};
use clarify::tokens::Tokens;
use edits::{Edit, Text};
use futures::FutureExt;
use futures::future::BoxFuture;
use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

const SPEC: &str = include_str!("../../fixtures/specs/instant-returns.md");

/// What the model raises wherever it is shown: words of the fixture, and a kind.
const POINTS: [(&str, &str, &str); 8] = [
    (
        "within 2 hours after the parcel has been handed over to the carrier",
        "ambiguous-timing",
        "major",
    ),
    (
        "the product pages viewed in the last 90 days",
        "missing-decision",
        "blocker",
    ),
    ("14 days after the return is started", "contradiction", "major"),
    ("without a mention of instant refunds", "missing-case", "major"),
    (
        "parcel lockers, which are emptied once a day",
        "ambiguous-condition",
        "minor",
    ),
    (
        "a last one on day 18, three days before the code expires",
        "ambiguous-scope",
        "minor",
    ),
    ("as soon as possible", "untestable-outcome", "minor"),
    ("within a reasonable time", "missing-metric", "major"),
];

/// A model that raises what it is shown, in words that differ from request to request.
#[derive(Default)]
struct Scripted {
    asked: AtomicUsize,
}

impl Model for Scripted {
    fn ask<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<Answered, AskError>> {
        let number = self.asked.fetch_add(1, Ordering::Relaxed);
        let user = &request.messages[1].content;
        let text = match request.purpose.as_str() {
            "review.verify" => verdicts(user),
            _ => claims(user, number),
        };
        let answer = Answer {
            model: "scripted".into(),
            text: text.to_string(),
            refusal: None,
            finish: Finish::Stop,
            conveyed: Conveyed::JsonSchema,
            tokens: None,
            system_fingerprint: None,
        };
        let exchange = Exchange::new(request, "scripted", answer, None);
        async move { Ok(Answered::new(exchange, Origin::Live)) }.boxed()
    }
}

fn claims(user: &str, number: usize) -> Value {
    let (_, shown) = user.split_once("role=\"spec\"").unwrap();
    let (shown, _) = shown.split_once("</document").unwrap();
    let plain = plain(shown);
    let points = POINTS
        .iter()
        .filter(|(quote, ..)| plain.contains(&self::plain(quote)));
    let flags: Vec<Value> = points
        .enumerate()
        .map(|(index, (quote, kind, severity))| {
            json!({
                "label": format!("F{index}"), "kind": kind, "severity": severity, "title": format!("Wording {number} of {quote}"),
                "passages": [{"document": "spec.md", "section": "", "quote": quote}],
                "reading_one": "this way", "reading_two": "that way", "scenario": "On 1 March at 10:01, paid or not?",
                "why": "Two teams build two things", "suggestion": "",
            })
        })
        .collect();
    json!({"goals": [], "coverage": [], "flags": flags, "assumptions": [], "questions": [], "summary": ""})
}

fn verdicts(user: &str) -> Value {
    let (_, shown) = user.split_once("role=\"candidates\"").unwrap();
    let label = |line: &str| Some(line.split_once(" [")?.0.to_owned());
    let labels = shown
        .lines()
        .filter_map(label)
        .filter(|label| label.starts_with('F'));
    let verdicts: Vec<Value> = labels
        .map(|label| json!({"label": label, "settled_by": null, "difference": "two things", "same_as": ""}))
        .collect();
    json!({ "verdicts": verdicts })
}

fn plain(text: &str) -> String {
    let bare: String = text
        .chars()
        .filter(|letter| !matches!(letter, '*' | '_'))
        .collect();
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

struct Silent;

impl Observer for Silent {
    fn event(&self, _: Event<'_>) {}
}

/// A desk on which one spec is reviewed again and again.
struct Desk {
    templates: Templates,
    context: Context,
    plan: Plan,
    model: Scripted,
    state: TrackedDocument,
    reviews: i64,
}

impl Desk {
    fn new() -> Self {
        Self {
            templates: Templates::new(None).unwrap(),
            context: Context::default(),
            plan: Plan {
                depth: Depth::Standard,
                readers: Vec::new(),
                spec_tokens: Tokens(16_000),
                context_tokens: Tokens(16_000),
                parameters: serde_json::Map::new(),
                price_source: None,
                policy: Policy::default(),
            },
            model: Scripted::default(),
            state: TrackedDocument::new("spec.md".into()),
            reviews: 0,
        }
    }

    fn review(&mut self, text: &str) -> (Document, Reviewed) {
        let spec = Document::new("spec.md".into(), "spec.md".into(), text.into());
        let survey = Survey::new(&self.state, &spec, [], false);
        let reviewer = Reviewer {
            templates: &self.templates,
            context: &self.context,
            model: Some(&self.model),
            plan: &self.plan,
            observer: &Silent,
        };
        let reviewed = futures::executor::block_on(reviewer.review_again(&spec, Some(&survey))).unwrap();
        self.reviews += 1;
        let act = act(self.reviews);
        Reading {
            spec: &spec,
            review: &reviewed.review,
            survey: &survey,
            decided: &reviewed.again.decided,
            asked: reviewed.again.asked,
            settled_again: reviewed.again.settled_again,
            is_complete: reviewed.incomplete.is_empty(),
            context: None,
            name: &str::to_owned,
            act: &act,
        }
        .record(&mut self.state);
        (spec, reviewed)
    }

    /// Dismisses every third finding.
    fn dismiss_some(&mut self) -> Vec<FindingId> {
        let open = self
            .state
            .findings
            .iter()
            .filter(|finding| finding.sort == Sort::Flag);
        let ids: Vec<FindingId> = open.map(|finding| finding.id.clone()).step_by(3).collect();
        for id in &ids {
            self.state.dismiss(id, "known", None, &act(self.reviews)).unwrap();
        }
        ids
    }
}

fn act(review: i64) -> Act {
    Act {
        by: "Ann".into(),
        at: Timestamp::from_second(1_800_000_000 + 100 * review).unwrap(),
    }
}

/// What a finding is about, whatever its id: its kind, its words and the sentence round them.
fn about(finding: &TrackedFinding) -> (String, String, Option<String>) {
    let passage = &finding.passages[0];
    (
        finding.kind.clone(),
        plain(&passage.quote).to_lowercase(),
        passage.within.clone(),
    )
}

/// Checks one review after an edit against the state before it.
fn check(
    before: &TrackedDocument,
    desk: &Desk,
    spec: &Document,
    reviewed: &Reviewed,
    dismissed: &[FindingId],
) {
    for id in dismissed {
        let known = desk.state.finding(id).unwrap();
        let stands = stands_at(spec, &known.passages[0]).is_some();
        assert!(
            known.status == Status::Dismissed || !stands,
            "{id} is {} again: {known:#?}",
            known.status
        );
        assert!(
            reviewed.review.flags.iter().all(|flag| flag.id != *id),
            "{id} was raised again"
        );
    }
    let mut known: BTreeMap<_, Vec<&FindingId>> = BTreeMap::new();
    for finding in before
        .findings
        .iter()
        .filter(|finding| finding.status != Status::Resolved)
    {
        known.entry(about(finding)).or_default().push(&finding.id);
    }
    for (about_it, ids) in &known {
        let now = desk
            .state
            .findings
            .iter()
            .filter(|finding| finding.status != Status::Resolved);
        let now: Vec<&FindingId> = now
            .filter(|finding| about(finding) == *about_it)
            .map(|finding| &finding.id)
            .collect();
        // A copy may go or come; what is there under another id, though as many were known, has lost its own.
        let strangers = now.iter().filter(|id| !ids.contains(id)).count();
        let lost = ids.iter().filter(|id| !now.contains(id)).count();
        assert!(
            strangers == 0 || lost == 0,
            "{about_it:?} was {ids:?} and is {now:?}"
        );
    }
    for finding in before
        .findings
        .iter()
        .filter(|finding| finding.status == Status::Open && finding.source != Source::Rules)
    {
        let quote = &finding.passages[0].quote;
        let same = |other: &&TrackedFinding| {
            other.kind == finding.kind
                && plain(&other.passages[0].quote) == plain(quote)
                && other.status != Status::Resolved
        };
        let places = clarify::answer::anchor::Finder::new(spec).places(quote).len();
        let (was, is) = (
            before.findings.iter().filter(same).count(),
            desk.state.findings.iter().filter(same).count(),
        );
        assert!(
            is >= was.min(places),
            "{quote} stands in {places} places, {was} were known and {is} are"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, max_shrink_iters: 0, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn over_ten_random_edits_ids_stay_and_no_dismissed_finding_returns(edits in prop::collection::vec(edits::edit(), 10)) {
        let mut desk = Desk::new();
        let mut text = Text::of(SPEC);
        desk.review(&text.joined());
        prop_assert!(desk.state.findings.len() >= 10, "the fixture gives rise to {}", desk.state.findings.len());
        let dismissed = desk.dismiss_some();
        for edit in &edits {
            let before = desk.state.clone();
            text.apply(edit);
            let (spec, reviewed) = desk.review(&text.joined());
            check(&before, &desk, &spec, &reviewed, &dismissed);
        }
    }
}

#[test]
fn a_spec_that_did_not_change_is_not_asked_about() {
    let mut desk = Desk::new();
    desk.review(SPEC);
    let asked = desk.model.asked.load(Ordering::Relaxed);
    let moved = [Edit::Rewrap(9, 40), Edit::Emphasise(12, 2), Edit::Move(2, 5)];
    let mut text = Text::of(SPEC);
    moved.iter().for_each(|edit| text.apply(edit));
    assert_ne!(text.joined(), SPEC);
    let ids = |reviewed: &Reviewed| -> Vec<FindingId> {
        let mut ids: Vec<_> = reviewed.review.flags.iter().map(|flag| flag.id.clone()).collect();
        ids.sort();
        ids
    };
    let (_, second) = desk.review(&text.joined());
    assert_eq!(desk.model.asked.load(Ordering::Relaxed), asked);
    let (_, third) = desk.review(SPEC);
    assert_eq!(desk.model.asked.load(Ordering::Relaxed), asked);
    assert_eq!(ids(&second), ids(&third));
}
