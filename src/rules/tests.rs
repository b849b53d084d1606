//! The rules from end to end: made-up prose in, hits out.

mod roster;

use super::{Hit, Policy};
use crate::document::Document;
use crate::domain::{FlagKind, Severity};
use proptest::prelude::*;

fn document(text: &str) -> Document {
    Document::new("a.md".into(), "a".into(), text.into())
}

fn check(document: &Document) -> Vec<Hit> {
    super::check(document, &Policy::default()).hits
}

/// Checks a text and shows each hit that is not low as its code and words.
fn found(text: &str) -> Vec<String> {
    let document = document(text);
    let show = |hit: &Hit| format!("{} {}", hit.kind, document.words_at(hit.span));
    let hits = check(&document);
    hits.iter().filter(|hit| !hit.low).map(show).collect()
}

/// Checks a text and shows each hit that is low.
fn noted(text: &str) -> Vec<String> {
    let document = document(text);
    let show = |hit: &Hit| format!("{} {}", hit.kind, document.words_at(hit.span));
    let hits = check(&document);
    hits.iter().filter(|hit| hit.low).map(show).collect()
}

/// Checks a text and shows what is said of several requirements in one.
fn visible_or_note(text: &str) -> Vec<String> {
    let mut all = found(text);
    all.extend(noted(text));
    all.retain(|hit| hit.starts_with("combined"));
    all
}

fn finds(text: &str, expected: &[&str]) {
    assert_eq!(found(text), expected, "{text}");
}

fn is_silent_on(text: &str) {
    finds(text, &[]);
}

#[test]
fn placeholders_are_found() {
    finds("Delivery is free above TBD euros.", &["placeholder TBD"]);
    finds("Refund window: to be decided.", &["placeholder to be decided"]);
    finds("Vouchers expire after [number of days].", &[]);
    finds(
        "Vouchers expire after [insert number of days].",
        &["placeholder [insert number of days]"],
    );
    finds(
        "Owner: [name]\n\nLimit: ???\n",
        &["placeholder [name]", "placeholder ???"],
    );
}

#[test]
fn brackets_that_look_like_tags_are_found() {
    finds(
        "<company name> pays out by <insert date> to <name>",
        &[
            "placeholder <company name>",
            "placeholder <insert date>",
            "placeholder <name>",
        ],
    );
    is_silent_on("Prices<br>and *dates* in <b>bold</b> and <link>.");
}

#[test]
fn what_only_looks_like_a_placeholder_is_not() {
    is_silent_on("The demo is a TODO app, and a todo is an item in it.");
    is_silent_on("See [the price list](https://example.com/prices) and note [1].");
    is_silent_on("- [ ] Prices agreed\n- [x] Dates agreed\n");
}

#[test]
fn a_reminder_in_a_comment_is_a_note() {
    let document = document("Prices are fixed.\n\n<!-- TODO: ask finance -->\n");
    let hits = check(&document);
    assert_eq!(hits.len(), 1);
    assert_eq!(
        (hits[0].kind, hits[0].severity),
        (FlagKind::Placeholder, Severity::Note)
    );
    assert_eq!(document.words_at(hits[0].span), "TODO");
}

#[test]
fn escape_clauses_are_found() {
    finds(
        "The app keeps drafts offline where possible.",
        &["escape-clause where possible"],
    );
    finds(
        "Support agents must be told as appropriate.",
        &["escape-clause as appropriate"],
    );
    finds(
        "Agents must call the customer back if necessary.",
        &["escape-clause if necessary"],
    );
}

#[test]
fn escape_clauses_outside_demands_are_not() {
    is_silent_on("# Sync\n\n## Background\n\nThe old app kept drafts where possible.");
    is_silent_on("We could add a second queue later if needed.");
    is_silent_on("Could we avoid a second login where possible?");
}

#[test]
fn open_ended_lists_are_found() {
    finds(
        "Orders can be exported to CSV, Excel, etc.",
        &["open-ended-list etc."],
    );
    finds(
        "The report must name all carriers, including but not limited to the national post.",
        &["open-ended-list including but not limited to"],
    );
}

#[test]
fn lists_that_end_and_passing_examples_are_not() {
    is_silent_on("Orders are exported to CSV and Excel.");
    is_silent_on("Questions get longer and more detailed every month.");
    is_silent_on("Shops pack with what they have at hand (paper, straw, etc.) or buy boxes.");
    finds(
        "The export must take the usual formats (CSV, Excel, etc.).",
        &["open-ended-list etc."],
    );
    is_silent_on("Shops of every kind use it (bakers, florists like Rosa, etc.) today.");
}

#[test]
fn vague_terms_are_found() {
    finds("Search results must appear quickly.", &["vague-timing quickly"]);
    finds(
        "The checkout must be intuitive and robust.",
        &["subjective-quality intuitive", "vague-term robust"],
    );
    finds(
        "## Goals\n\n- Seamless returns\n",
        &["subjective-quality Seamless"],
    );
}

#[test]
fn vague_terms_with_a_measure_or_without_a_demand_are_not() {
    is_silent_on("Search must be fast (p95 under 300 ms).");
    is_silent_on("Results must appear quickly, within 2 seconds.");
    is_silent_on("The bus ride was quick and the driver efficient.");
    is_silent_on("We released the pilot quickly to learn.");
    is_silent_on("The page must not be fast-tracked; is it fast?");
    is_silent_on("The Quick Pay team must sign off.");
}

#[test]
fn unbounded_quantities_are_found() {
    finds(
        "Customers must be able to attach several large files.",
        &["unbounded-quantity several", "unbounded-quantity large"],
    );
    finds("Users can save a few addresses.", &["unbounded-quantity a few"]);
}

#[test]
fn bounded_and_told_quantities_are_not() {
    is_silent_on("Customers must be able to attach several files, up to 10 MB each.");
    is_silent_on("There are several ways to pay today.");
    is_silent_on("Given several open orders, the list must show the newest first.");
    is_silent_on("How many addresses must users save?");
}

#[test]
fn a_should_stands_out_among_musts() {
    let musts = "Orders must be paid. Orders must be numbered. Receipts must be sent. ";
    finds(
        &format!("{musts}The confirmation should list the refund date."),
        &["weak-modal should"],
    );
    is_silent_on("The confirmation should list the refund date.");
    is_silent_on(&format!("{musts}How should the date be shown?"));
    is_silent_on(&format!("{musts}The receipt SHOULD carry a logo."));
    is_silent_on(&format!(
        "{musts}I think we should wait. Should the bank refuse, nothing is sent."
    ));
    is_silent_on(&format!(
        "{musts}Keywords are used as in RFC 2119. A logo should be shown."
    ));
}

#[test]
fn wishes_are_weak_modals() {
    finds("A dark theme is nice to have.", &["weak-modal nice to have"]);
    is_silent_on("# Shop\n\n## Out of scope\n\nA dark theme would be nice.");
}

#[test]
fn comparatives_without_a_base_are_found() {
    finds(
        "The new checkout must make paying easier and faster.",
        &[
            "comparative-without-base easier",
            "comparative-without-base faster",
        ],
    );
    finds(
        "# Shop\n\n## Goals\n\n- Faster checkout\n",
        &["comparative-without-base Faster"],
    );
    is_silent_on("# Shop\n\n## Goals\n\nThe counter stands by the door, which makes it easier to queue.");
    is_silent_on("The old checkout made paying easier, which left better margins.");
}

#[test]
fn comparatives_with_a_base_are_not() {
    is_silent_on("Paying is faster than at the till.");
    is_silent_on("Checkout gets faster by 20 %.");
    is_silent_on("Median checkout gets faster, from 90 s to 60 s.");
    is_silent_on("Sooner or later, and no later than Friday, at least one of them wins.");
    is_silent_on("The more they order, the better.");
}

#[test]
fn code_links_headings_quotes_and_quotations_are_passed_over() {
    is_silent_on("# Must be fast, TBD\n\nUse `as needed` and https://example.com/fast/TBD here.");
    is_silent_on("```\nTBD: must be fast\n```\n\n<p>must be quick</p>\n");
    is_silent_on("> It must be fast, etc.\n\nSee [the list](https://example.com/?q=as+needed).");
    is_silent_on("---\nstatus: TBD\n---\n\nThe button must say “Fast” or \"TBD\".");
    is_silent_on("| must be fast TBD |\n|---|\n| Yes |\n");
}

#[test]
fn cells_and_items_are_read() {
    finds("| Need |\n|---|\n| Must be fast |\n", &["vague-timing fast"]);
    finds("- one\n  - must be fast\n", &["vague-timing fast"]);
}

#[test]
fn phrases_are_found_across_soft_breaks_and_emphasis() {
    finds(
        "Refunds must be sent as soon\nas possible.",
        &["vague-timing as soon\nas possible"],
    );
    finds(
        "Refunds are paid **where** *possible*.",
        &["escape-clause where** *possible"],
    );
    finds(
        "> quoted\n\n- Drafts are kept\r\n  where\r\n  possible.\r\n",
        &["escape-clause where\r\n  possible"],
    );
}

#[test]
fn code_between_words_parts_a_phrase() {
    is_silent_on("Drafts go where `x` possible.");
}

#[test]
fn wide_characters_and_line_ends_keep_offsets_true() {
    finds(
        "\u{feff}送料は TBD 円。\r\n\r\n尽快：**TBD**\r\n",
        &["placeholder TBD", "placeholder TBD"],
    );
    finds("送料はTBD円。", &["placeholder TBD"]);
    finds("Naïve café — it must be fast…\r\n", &["vague-timing fast"]);
}

#[test]
fn plain_text_is_read_too() {
    let text = "Shop\n====\n\n  - pages must load\n    quickly\n";
    let document = Document::new("a.txt".into(), "a".into(), text.into());
    let hits = check(&document);
    assert_eq!(hits.len(), 1);
    assert_eq!(document.words_at(hits[0].span), "quickly");
}

#[test]
fn a_hit_says_what_is_wrong_and_what_to_ask() {
    let hits = check(&document("Where\npossible, drafts are kept."));
    assert_eq!(hits[0].term.as_deref(), Some("where possible"));
    assert!(
        hits[0].message.contains("“Where possible”"),
        "{}",
        hits[0].message
    );
    assert!(hits[0].ask.contains("not possible"), "{}", hits[0].ask);
}

#[test]
fn a_megabyte_of_hits_in_one_line_is_read_in_linear_time() {
    let time = |count: usize| {
        let document = document(&"must be fast,robust etc.,[name]'".repeat(count));
        let start = std::time::Instant::now();
        assert!(!check(&document).is_empty());
        start.elapsed()
    };
    let (short, long) = (time(1_000), time(16_000));
    assert!(
        long < short * 64 + std::time::Duration::from_millis(200),
        "{short:?} {long:?}"
    );
}

#[test]
fn qualities_without_a_measure_are_found_and_those_with_one_are_not() {
    finds(
        "The claims form must be self-explanatory.",
        &["subjective-quality self-explanatory"],
    );
    is_silent_on("The claims form must be easy to fill in (9 of 10 testers in under 4 minutes).");
}

#[test]
fn vague_times_are_found_and_limits_are_not() {
    finds(
        "Couriers must be told promptly about a changed gate.",
        &["vague-timing promptly"],
    );
    is_silent_on("Couriers must be told promptly, within 5 minutes, about a changed gate.");
}

#[test]
fn superlatives_without_a_target_are_found_and_those_with_one_are_not() {
    finds(
        "The planner must minimise the courier's waiting time.",
        &["superlative minimise"],
    );
    is_silent_on("The planner must minimise waiting, to at most 4 minutes.");
    is_silent_on("The pilot was the best week of last year.");
}

#[test]
fn and_or_is_found_and_either_is_not() {
    finds(
        "Refunds must be announced by mail and/or in the app.",
        &["and-or and/or"],
    );
    is_silent_on("Refunds are announced by mail, in the app, or both, as the member chooses.");
}

#[test]
fn absolutes_are_found_and_shares_are_not() {
    finds(
        "The order service must be available at all times.",
        &["absolute at all times"],
    );
    is_silent_on("The order service must be available for 99.9 % of each month.");
    is_silent_on("The depot was staffed at all times last winter.");
}

#[test]
fn a_negative_requirement_is_a_note_and_a_question_is_none() {
    assert_eq!(
        noted("The till must not accept expired vouchers."),
        ["negative-requirement not"]
    );
    assert_eq!(noted("Why must the till not accept expired vouchers?"), [""; 0]);
    is_silent_on("The till must not accept expired vouchers.");
}

#[test]
fn duties_without_anybody_to_do_them_are_found() {
    finds(
        "Refunds above 500 euros must be approved before they are paid out.",
        &["missing-actor must be approved"],
    );
    finds(
        "Depot rotas shall first be reviewed on Fridays.",
        &["missing-actor shall first be reviewed"],
    );
}

#[test]
fn duties_of_somebody_and_what_machines_do_are_not() {
    is_silent_on("Refunds above 500 euros must be approved by a support lead.");
    is_silent_on("The support team's rota must be reviewed on Fridays.");
    is_silent_on("The refund must be shown in the order list.");
    is_silent_on("# Depot\n\n## Background\n\nIn those days rotas must be approved twice.");
}

#[test]
fn several_requirements_in_one_sentence_are_a_note() {
    assert_eq!(
        visible_or_note("Members must confirm the pause, and finance must see past pauses."),
        ["combined-requirement must"]
    );
}

#[test]
fn one_requirement_with_its_condition_is_no_several() {
    assert_eq!(
        visible_or_note("When a member must pay first, the app must say so."),
        [""; 0]
    );
    assert_eq!(
        visible_or_note("The list must show plans that must be renewed."),
        [""; 0]
    );
}

#[test]
fn pronouns_with_two_nouns_in_reach_are_noted() {
    assert_eq!(
        noted("When the courier hands the parcel to the neighbour, the app must show it on the map."),
        ["unclear-reference it"]
    );
    assert_eq!(
        noted("The drivers must scan the parcels before they leave."),
        ["unclear-reference they"]
    );
}

#[test]
fn pronouns_with_one_noun_in_reach_or_none_meant_are_not() {
    assert_eq!(noted("The scanner must beep when it reads a label."), [""; 0]);
    assert_eq!(
        noted("When the depot closes, it must be possible to leave parcels."),
        [""; 0]
    );
    assert_eq!(
        noted("The parcels must be scanned before Rosa takes them."),
        [""; 0]
    );
}

#[test]
fn words_that_say_which_only_to_insiders_are_low() {
    let hits = check(&document("The app must show other relevant parcels."));
    let shown: Vec<_> = hits.iter().map(|hit| (hit.term.as_deref(), hit.low)).collect();
    assert_eq!(shown, [(Some("other"), true), (Some("relevant"), false)]);
    assert!(hits[0].severity == Severity::Note && hits[1].severity == Severity::Minor);
}

#[test]
fn what_is_told_rather_than_asked_for_is_said_low() {
    let text = "# Depot\n\n## Background\n\nDrafts were kept where possible.";
    assert_eq!(noted(text), ["escape-clause where possible"]);
    is_silent_on(text);
}

#[test]
fn items_are_read_with_their_lead_in() {
    finds(
        "The courier app shall:\n\n- load quickly\n- keep several scans\n",
        &["vague-timing quickly"],
    );
    is_silent_on("Last year's visitors told us:\n\n- pages load quickly\n");
}

#[test]
fn the_benefit_in_a_user_story_asks_for_nothing() {
    finds(
        "As a courier, I want an intuitive map, so that I arrive quickly.",
        &["subjective-quality intuitive"],
    );
}

#[test]
fn a_scenario_asks_in_its_outcome_only() {
    finds(
        "Given an efficient depot, when a van arrives, then its parcels are unloaded quickly.",
        &["vague-timing quickly"],
    );
}

const MUSTS: &str = "Orders must be paid. Orders must be numbered. Receipts must be sent.\n\n";

#[test]
fn a_should_is_one_decision_for_the_whole_document() {
    let text = document(&format!(
        "# Shop\n\n## Requirements\n\n{MUSTS}The mail should list the date.\n\nThe page should name the bank.\n\nThe bank should agree.\n"
    ));
    let hits: Vec<_> = check(&text).into_iter().filter(|hit| !hit.low).collect();
    let places: Vec<_> = hits.iter().map(|hit| (hit.kind, hit.also.len())).collect();
    assert_eq!(places, [(FlagKind::WeakModal, 2)]);
    assert_eq!(text.words_at(hits[0].also[1]), "should");
}

#[test]
fn a_should_whose_verb_is_left_out_or_that_tells_an_effect_asks_for_nothing() {
    is_silent_on(&format!(
        "{MUSTS}The till stays silent where it should (at night)."
    ));
    is_silent_on(&format!("{MUSTS}This should allow us to drop the second till."));
    is_silent_on(
        "The queue is cut in two. This will make it easier to find the end, and paying becomes faster.",
    );
}

#[test]
fn stories_among_musts_tell_and_do_not_demand() {
    let story = "As a courier, I want an efficient tour, so that I am home at six.";
    finds(story, &["vague-term efficient"]);
    is_silent_on(&format!("{MUSTS}{story}"));
    is_silent_on(&format!(
        "{MUSTS}A courier wants to quickly see the next address."
    ));
    finds(
        &format!("{MUSTS}The courier must quickly see the next address."),
        &["vague-timing quickly"],
    );
}

#[test]
fn brackets_that_say_which_settle_a_quality_and_examples_do_not() {
    is_silent_on("The list must show appropriate status signs (paid, sent, refused).");
    finds(
        "The list must show an appropriate command (e.g. the one for refunds).",
        &["vague-term appropriate"],
    );
    is_silent_on("The export must hold the seller, the buyer and the voucher (if applicable).");
}

#[test]
fn items_under_a_suggestion_are_suggestions() {
    is_silent_on("It would help to look at:\n\n- mail and/or letters\n- packing by hand where possible\n");
}

#[test]
fn a_long_quotation_behind_a_colon_is_quoted_to_the_end() {
    let wish = "Send it back as soon as possible, if possible. ".repeat(10);
    is_silent_on(&format!("What the shop wrote: \"{wish}\""));
}

#[test]
fn duties_that_follow_a_procedure_and_plans_are_low() {
    let text = "Price changes should be approved following the review process on the wiki.";
    assert_eq!(noted(text), ["missing-actor should be approved"]);
    assert_eq!(
        noted("The winners will be announced in June."),
        ["missing-actor will be announced"]
    );
    is_silent_on("The price will be determined when we plan the summer sale.");
}

#[test]
fn other_languages_are_named_and_not_flagged() {
    let german = "Die Rückgabe muss schnell und intuitiv sein. Der Kunde bekommt sein Geld zurück, sobald das Paket im Lager angekommen ist und geprüft wurde. Die Frist beträgt dreißig Tage, danach wird der Antrag abgelehnt. Beträge über 500 Euro müssen vorher von der Buchhaltung freigegeben werden. Grenze: TBD. Der Status „intuitive“ etc. bleibt.";
    let checked = super::check(&document(german), &Policy::default());
    let shown: Vec<_> = checked.hits.iter().map(|hit| hit.term.as_deref()).collect();
    assert_eq!(shown, [Some("TBD")]);
    assert!(
        checked.warnings[0].contains("looks German"),
        "{:?}",
        checked.warnings
    );
}

#[test]
fn short_texts_are_not_guessed_at() {
    let checked = super::check(&document("Die App must load quickly."), &Policy::default());
    assert_eq!((checked.hits.len(), checked.warnings.len()), (1, 0));
}

#[test]
fn settings_switch_add_and_weigh_words() {
    let settings = toml::from_str(
        "weak-modal = \"off\"\nplaceholder = { severity = \"blocker\" }\nunclear-reference = \"on\"\n[vague-term.terms]\nrobust = \"off\"\nsnappy = \"on\"\nrelevant = \"low\"\n",
    );
    let policy = Policy::new(&settings.unwrap(), std::path::Path::new("")).unwrap();
    let text = document(
        "The robust app must be snappy on relevant phones: TBD. If the app has lost the map, it must beep.",
    );
    let shown: Vec<_> = super::check(&text, &policy)
        .hits
        .iter()
        .map(|hit| (text.words_at(hit.span).to_owned(), hit.severity))
        .collect();
    let expected = [
        ("snappy", Severity::Minor),
        ("relevant", Severity::Note),
        ("TBD", Severity::Blocker),
        ("it", Severity::Minor),
    ];
    assert_eq!(
        shown,
        expected.map(|(words, severity)| (words.to_owned(), severity))
    );
}

#[test]
fn suppressions_hold_for_rules_of_every_sort() {
    let text = "<!-- clarify: ignore vague-timing, missing-actor, placeholder agreed on 3 May -->\nRefunds must be approved quickly and paid after TBD days.\n\nRefunds must be paid quickly.\n";
    finds(text, &["vague-timing quickly"]);
    let checked = super::check(&document(text), &Policy::default());
    assert_eq!(checked.suppressions.warnings(), [""; 0]);
}

proptest! {
    #[test]
    fn any_text_gives_true_ordered_spans(
        parts in prop::collection::vec(
            prop_oneof![
                "\\PC{0,12}",
                Just("must be fast ".to_owned()), Just("as soon\r\nas **possible** ".to_owned()),
                Just("\n\n".to_owned()), Just("尽快TBD。".to_owned()), Just("<!-- TODO ".to_owned()),
                Just("~~etc.~~ ".to_owned()), Just("[name] ".to_owned()), Just("| a |\n|---|\n| ".to_owned()),
                Just("“\"'`".to_owned()), Just("&amp; \\* ".to_owned()), Just("\u{feff}\u{a0}".to_owned()),
            ],
            0..24,
        ),
        ending in prop_oneof![Just("a.md"), Just("a.txt")],
    ) {
        let text = parts.concat();
        let document = Document::new(ending.into(), "a".into(), text.clone());
        let hits = check(&document);
        for hit in &hits {
            prop_assert!(text.get(hit.span.range()).is_some_and(|words| !words.is_empty()));
        }
        for pair in hits.windows(2) {
            prop_assert!(pair[0].span.start() <= pair[1].span.start());
        }
        for (index, hit) in hits.iter().enumerate() {
            let mut later = hits[index + 1..].iter();
            prop_assert!(!later.any(|next| next.kind == hit.kind && next.span.overlaps(hit.span)));
        }
    }
}
