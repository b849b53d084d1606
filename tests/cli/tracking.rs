//! Findings from review to review: what is remembered, what is asked again, what comes back, and broken state files.

use crate::answers::{self, SPEC, flag, raising};
use crate::desk::{Desk, Run, files, run};
use crate::server::Server;
use serde_json::{Value, json};
use std::fs;

const WINDOW: &str = "A customer may return an order within 30 days.";
const REFUND: &str = "The refund is paid to the original card 2 hours after hand-over.";

/// Raises the flags whose words the request shows, in words that differ from request to request.
fn scripted() -> Server {
    Server::new(|seen, number| {
        if seen.looks_again() {
            return answers::all_kept(&seen.candidates()).into();
        }
        let (_, spec) = seen
            .user()
            .split_once("role=\"spec\" label=\"spec.md\">")
            .unwrap();
        let (shown, _) = spec.split_once("</document").unwrap();
        let wanted = [
            ("ambiguous-timing", "major", "within 30 days"),
            ("ambiguous-condition", "minor", "2 hours after hand-over"),
            ("missing-case", "blocker", "once the parcel is inspected"),
        ];
        let shown = wanted.iter().filter(|(.., quote)| shown.contains(quote));
        let flags: Vec<Value> = shown
            .enumerate()
            .map(|(index, (kind, severity, quote))| {
                let mut flag = flag(&format!("F{}", index + 1), kind, severity, quote);
                flag["title"] = json!(format!("In other words, for the {number}th time: {quote}?"));
                flag
            })
            .collect();
        raising(&flags).into()
    })
}

fn tracked(desk: &Desk, server: &Server) -> Value {
    desk.json(server, &["spec.md", "--track", "--by", "Ann", "--no-store"])
}

fn id_of(report: &Value, kind: &str) -> String {
    let flags = report["reviews"][0]["flags"].as_array().unwrap();
    let flag = flags
        .iter()
        .find(|flag| flag["kind"] == kind)
        .unwrap_or_else(|| panic!("{kind}: {report:#}"));
    flag["id"].as_str().unwrap().to_owned()
}

fn fate(report: &Value, id: &str) -> Value {
    let changes = report["reviews"][0]["tracking"]["changes"].as_array().unwrap();
    let change = changes.iter().find(|change| change["id"] == id);
    change.map_or(Value::Null, |change| change["fate"].clone())
}

fn count(report: &Value, what: &str) -> u64 {
    report["reviews"][0]["tracking"][what].as_u64().unwrap()
}

fn state(desk: &Desk) -> String {
    fs::read_to_string(desk.path(".clarify/spec.md.toml")).unwrap()
}

fn dismiss(desk: &Desk, args: &[&str]) -> Run {
    let all: Vec<&str> = ["dismiss"].iter().chain(args).copied().collect();
    run(&mut desk.clarify(&all))
}

#[test]
fn nothing_is_written_unless_it_is_asked_for() {
    let (desk, server) = (Desk::new(), scripted());
    let report = desk.json(&server, &["spec.md"]);
    assert!(report["reviews"][0].get("tracking").is_none());
    assert!(!desk.path(".clarify").exists());
    desk.put("clarify.toml", "[review]\ntrack = true\n");
    desk.review(&server, &["spec.md", "--no-track"]).ends(0);
    assert!(!desk.path(".clarify").exists());
    desk.review(&server, &["spec.md"])
        .ends(0)
        .shows(&["tracked for the first time: 3 new"]);
    assert_eq!(
        files(&desk.path(".clarify")),
        [desk.path(".clarify/spec.md.toml")]
    );
}

#[test]
fn what_did_not_change_is_not_asked_about_and_costs_nothing() {
    let (desk, server) = (Desk::new(), scripted());
    let first = tracked(&desk, &server);
    let asked = server.seen().len();
    let second = tracked(&desk, &server);
    assert_eq!(server.seen().len(), asked);
    assert_eq!(second["reviews"][0]["usage"]["requests"], 0);
    assert_eq!(count(&second, "open"), 3);
    assert_eq!(first["reviews"][0]["flags"], second["reviews"][0]["flags"]);
    desk.review(&server, &["spec.md", "--track"]).ends(0).shows(&[
        "3 still open",
        "No section changed since the last review, so nothing was asked.",
    ]);
}

#[test]
fn only_changed_sections_are_asked_about_and_a_reworded_finding_keeps_its_id() {
    let (desk, server) = (Desk::new(), scripted());
    let first = tracked(&desk, &server);
    let before = server.seen().len();
    desk.put(
        "spec.md",
        SPEC.replace("Guests are refunded by voucher.", "Guests are refunded in cash."),
    );
    let second = tracked(&desk, &server);
    let asked = &server.seen()[before];
    let (_, task) = asked.user().split_once("Review the spec").unwrap();
    let (documents, _) = asked.user().split_once("Review the spec").unwrap();
    assert!(
        documents.contains("## Window\n[not changed since the last review]"),
        "{documents}"
    );
    assert!(
        !documents.contains("30 days") && documents.contains("in cash"),
        "{documents}"
    );
    assert!(task.contains("This spec was reviewed before."), "{task}");
    for kind in ["ambiguous-timing", "ambiguous-condition", "missing-case"] {
        assert_eq!(id_of(&first, kind), id_of(&second, kind));
    }
    assert_eq!(
        (
            count(&second, "new"),
            count(&second, "open"),
            count(&second, "asked")
        ),
        (0, 3, 1)
    );
}

#[test]
fn the_requests_of_a_review_that_is_not_tracked_are_as_ever() {
    let (desk, server) = (Desk::new(), scripted());
    desk.json(&server, &["spec.md", "--no-store"]);
    tracked(&desk, &server);
    let seen = server.seen();
    assert_eq!(seen[0].body, seen[2].body);
}

#[test]
fn ids_survive_a_move_a_new_wrapping_and_emphasis() {
    let (desk, server) = (Desk::new(), scripted());
    let first = tracked(&desk, &server);
    let window = format!("## Window\n\n{WINDOW}\n\n");
    let moved = format!(
        "{}\n## Window\n\nA customer may return an order **within\n30** days.\n",
        SPEC.replace(&window, "")
    );
    desk.put("spec.md", moved);
    let second = tracked(&desk, &server);
    assert_eq!(
        id_of(&first, "ambiguous-timing"),
        id_of(&second, "ambiguous-timing")
    );
    assert_eq!(second["reviews"][0]["usage"]["requests"], 0);
}

#[test]
fn a_dismissed_finding_does_not_come_back_while_its_words_stand() {
    let (desk, server) = (Desk::new(), scripted());
    let id = id_of(&tracked(&desk, &server), "ambiguous-condition");
    dismiss(
        &desk,
        &[&id, "--reason", "agreed with the carrier", "--by", "Bea"],
    )
    .ends(0)
    .shows(&["dismissed", &id, "spec.md"]);
    desk.put(
        "spec.md",
        SPEC.replace("Guests are refunded by voucher.", "Guests are refunded in cash."),
    );
    let before = server.seen().len();
    let second = tracked(&desk, &server);
    assert_eq!(fate(&second, &id), "dismissed");
    assert_eq!(
        (count(&second, "dismissed"), count(&second, "settled_again")),
        (1, 1)
    );
    assert!(
        second["reviews"][0]["flags"]
            .as_array()
            .unwrap()
            .iter()
            .all(|flag| flag["id"] != id.as_str())
    );
    let asked = server.seen()[before].user().to_owned();
    assert!(
        asked.contains("role=\"decisions\" label=\"settled-points.md\""),
        "{asked}"
    );
    assert!(
        asked.contains("Not to be raised, says Bea: agreed with the carrier"),
        "{asked}"
    );
    let third = desk.review(
        &server,
        &["spec.md", "--track", "--whole", "--show-set-aside", "--no-store"],
    );
    third.ends(0).shows(&[
        "1 point that is settled was raised again",
        &format!("{id} is dismissed"),
    ]);
}

#[test]
fn a_finding_whose_text_changed_under_its_dismissal_is_open_again() {
    let (desk, server) = (Desk::new(), scripted());
    let id = id_of(&tracked(&desk, &server), "ambiguous-timing");
    dismiss(&desk, &[&id, "--reason", "known"]).ends(0);
    desk.put(
        "spec.md",
        SPEC.replace(WINDOW, "A guest can send everything back within 30 days or so."),
    );
    let report = tracked(&desk, &server);
    assert_eq!(fate(&report, &id), "reopened");
    assert_eq!(id_of(&report, "ambiguous-timing"), id);
    desk.put(
        "spec.md",
        SPEC.replace(WINDOW, "A customer may return an order until 31 March."),
    );
    assert_eq!(fate(&tracked(&desk, &server), &id), "resolved");
}

#[test]
fn what_the_text_no_longer_says_is_resolved_and_the_report_leads_with_it() {
    let (desk, server) = (Desk::new(), scripted());
    let id = id_of(&tracked(&desk, &server), "ambiguous-condition");
    desk.put(
        "spec.md",
        SPEC.replace(REFUND, "The refund is paid when the carrier scans the parcel."),
    );
    let text = desk
        .review(&server, &["spec.md", "--track", "--no-store"])
        .ends(0);
    let lead: Vec<&str> = text.out.lines().take(3).collect();
    assert!(lead[1].contains("1 resolved, 2 still open"), "{lead:?}");
    assert!(lead[2].contains("1 of 4 sections changed"), "{lead:?}");
    text.shows(&[&format!("resolved {id} minor")]);
    desk.put("spec.md", SPEC);
    let back = tracked(&desk, &server);
    assert_eq!(
        (fate(&back, &id), count(&back, "reopened")),
        (json!("reopened"), 1)
    );
    let markdown = desk.review(&server, &["spec.md", "--track", "--format", "markdown"]);
    markdown.ends(0).shows(&["**since ", "still open**"]);
}

#[test]
fn a_second_look_that_finds_the_point_decided_in_the_text_resolves_it() {
    let desk = Desk::new();
    let server = Server::new(|seen, _| {
        let decided = "Hand-over is the scan by the carrier.";
        if seen.looks_again() && seen.user().contains(decided) {
            let verdicts: Vec<Value> = seen
                .candidates()
                .iter()
                .map(|label| {
                    let mut verdict = answers::kept(label);
                    verdict["settled_by"] = answers::passage("spec.md", decided);
                    verdict
                })
                .collect();
            return answers::verdicts(&verdicts).into();
        }
        match seen.looks_again() {
            true => answers::all_kept(&seen.candidates()).into(),
            false if seen.user().contains(decided) => raising(&[]).into(),
            false => raising(&[flag(
                "F1",
                "ambiguous-condition",
                "major",
                "2 hours after hand-over",
            )])
            .into(),
        }
    });
    let id = id_of(&tracked(&desk, &server), "ambiguous-condition");
    desk.put(
        "spec.md",
        SPEC.replace(REFUND, &format!("{REFUND} Hand-over is the scan by the carrier.")),
    );
    let second = tracked(&desk, &server);
    assert_eq!(fate(&second, &id), "resolved");
    assert!(
        state(&desk).contains("the text decides it at spec.md:9"),
        "{}",
        state(&desk)
    );
}

#[test]
fn a_dismissal_that_ran_out_opens_the_finding_again() {
    let (desk, server) = (Desk::new(), scripted());
    let id = id_of(&tracked(&desk, &server), "ambiguous-timing");
    dismiss(
        &desk,
        &[&id, "--reason", "after the pilot", "--until", "2020-01-01"],
    )
    .ends(2)
    .says(&["--until lies in the past"]);
    dismiss(
        &desk,
        &[&id, "--reason", "after the pilot", "--until", "2999-01-01"],
    )
    .ends(0);
    assert_eq!(fate(&tracked(&desk, &server), &id), "dismissed");
    desk.put(
        ".clarify/spec.md.toml",
        state(&desk).replace("2999-01-01", "2020-01-01"),
    );
    let report = tracked(&desk, &server);
    assert_eq!(fate(&report, &id), "reopened");
    assert_eq!(id_of(&report, "ambiguous-timing"), id);
}

#[test]
fn a_baseline_lets_only_new_findings_fail_a_build() {
    let (desk, server) = (Desk::new(), scripted());
    desk.review(&server, &["spec.md", "--track", "--fail-on", "minor"])
        .ends(1);
    desk.review(&server, &["spec.md", "--baseline", "--fail-on", "minor"])
        .ends(0)
        .shows(&["3 of the open ones in the baseline"]);
    desk.put(
        "spec.md",
        SPEC.replace("Exchanges are", "The exchange happens within 30 days. Others are"),
    );
    let third = desk.review(&server, &["spec.md", "--track", "--fail-on", "minor"]);
    third
        .ends(1)
        .shows(&["1 new, 3 still open (3 of the open ones in the baseline)"]);
}

#[test]
fn a_renamed_spec_takes_its_findings_along() {
    let (desk, server) = (Desk::new(), scripted());
    let id = id_of(&tracked(&desk, &server), "ambiguous-timing");
    dismiss(&desk, &[&id, "--reason", "known"]).ends(0);
    fs::create_dir_all(desk.path("specs")).unwrap();
    fs::rename(desk.path("spec.md"), desk.path("specs/returns.md")).unwrap();
    let diff = run(&mut desk.clarify(&["diff", "specs/returns.md"]));
    diff.ends(0).shows(&[&id, "known"]);
    let asked = server.seen().len();
    desk.review(&server, &["specs/returns.md", "--track"])
        .ends(0)
        .says(&["specs/returns.md was spec.md before"])
        .shows(&["2 still open, 1 dismissed"]);
    assert_eq!(server.seen().len(), asked);
    assert_eq!(
        files(&desk.path(".clarify")),
        [desk.path(".clarify/specs/returns.md.toml")]
    );
    let kept = fs::read_to_string(desk.path(".clarify/specs/returns.md.toml")).unwrap();
    assert!(
        kept.contains("document = \"specs/returns.md\"") && kept.contains("\"spec.md\""),
        "{kept}"
    );
}

#[test]
fn a_broken_state_file_stops_the_run_before_anything_is_paid_and_is_left_alone() {
    let (desk, server) = (Desk::new(), scripted());
    tracked(&desk, &server);
    let asked = server.seen().len();
    let whole = state(&desk);
    let cases = [
        (
            whole.replace("status = \"open\"", "status = \"perhaps\""),
            "git checkout",
        ),
        (whole.replace("version = 1", "version = 7"), "use a newer clarify"),
        ("hello".to_owned(), "mend it by hand"),
        (
            format!("<<<<<<< HEAD\n{whole}=======\n{whole}>>>>>>> other\n"),
            "clarify merge-state",
        ),
    ];
    for (broken, remedy) in cases {
        desk.put(".clarify/spec.md.toml", &broken);
        let run = desk.review(&server, &["spec.md", "--track"]).ends(2);
        run.says(&["the state file", "spec.md.toml cannot be used", remedy]);
        assert_eq!(state(&desk), broken);
        dismiss(&desk, &["f-00000000", "--reason", "x"]).ends(2);
        run_status(&desk).ends(2).says(&["cannot be used"]);
    }
    assert_eq!(server.seen().len(), asked);
}

fn run_status(desk: &Desk) -> Run {
    run(&mut desk.clarify(&["status"]))
}

#[test]
fn two_people_who_dismissed_and_answered_on_two_branches_lose_nothing() {
    let (desk, server) = (Desk::new(), scripted());
    let first = tracked(&desk, &server);
    let (one, other) = (id_of(&first, "ambiguous-timing"), id_of(&first, "missing-case"));
    let base = state(&desk);
    dismiss(&desk, &[&one, "--reason", "known", "--by", "Ann"]).ends(0);
    let ours = state(&desk);
    desk.put(".clarify/spec.md.toml", base);
    dismiss(&desk, &[&other, "--reason", "out of scope", "--by", "Bea"]).ends(0);
    let theirs = state(&desk);
    desk.put(
        ".clarify/spec.md.toml",
        format!("<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> other\n"),
    );
    run(&mut desk.clarify(&["merge-state", ".clarify/spec.md.toml"])).ends(0);
    let joined = tracked(&desk, &server);
    assert_eq!(
        (fate(&joined, &one), fate(&joined, &other)),
        (json!("dismissed"), json!("dismissed"))
    );
}

#[test]
fn an_id_that_is_not_there_is_an_error_that_names_those_near_it() {
    let (desk, server) = (Desk::new(), scripted());
    let id = id_of(&tracked(&desk, &server), "ambiguous-timing");
    let typed = format!(
        "{}{}",
        &id[..id.len() - 1],
        if id.ends_with('0') { "1" } else { "0" }
    );
    let before = state(&desk);
    dismiss(&desk, &[&id, &typed, "--reason", "x"]).ends(2).says(&[
        "has a finding",
        &typed,
        "did you mean",
        &id,
    ]);
    assert_eq!(state(&desk), before);
    dismiss(&desk, &["f-ffffffff0000", "--reason", "x"])
        .ends(2)
        .says(&["clarify diff"]);
    dismiss(&desk, &[&id, "--reason", " "])
        .ends(2)
        .says(&["no reason is given"]);
    run(&mut desk.clarify(&["explain", &typed]))
        .ends(2)
        .says(&["did you mean"]);
}

#[test]
fn a_finding_is_shown_whole_with_its_place_and_history() {
    let (desk, server) = (Desk::new(), scripted());
    let id = id_of(&tracked(&desk, &server), "ambiguous-timing");
    dismiss(&desk, &[&id, "--reason", "\u{1b}[31mred", "--by", "Bea"]).ends(0);
    let shown = run(&mut desk.clarify(&["explain", &id])).ends(0);
    assert!(!shown.out.contains('\u{1b}'));
    shown.shows(&[
        &format!("{id} dismissed, ambiguous-timing flag of spec.md, found by the model"),
        "spec.md:5:32 under “Window”",
        "reading 1: from the order",
        "case: Ordered on 1 March",
        "why: Two teams count two ways",
        "raised by clarify",
        "dismissed by Bea",
    ]);
    desk.put("spec.md", SPEC.replace(WINDOW, "No window."));
    run(&mut desk.clarify(&["explain", &id]))
        .ends(0)
        .shows(&["not in the text any more under “Window”"]);
}

#[test]
fn the_trend_over_the_reviews_is_shown_as_plain_text() {
    let (desk, server) = (Desk::new(), scripted());
    run_status(&desk).ends(2).says(&["nothing is tracked", "--track"]);
    tracked(&desk, &server);
    run_status(&desk)
        .ends(0)
        .shows(&["reviewed once", "open: 1 blocker, 1 major, 1 minor"]);
    desk.put(
        "spec.md",
        SPEC.replace("once the parcel is inspected", "two days later"),
    );
    tracked(&desk, &server);
    let status = run_status(&desk).ends(0);
    assert!(!status.out.contains('\u{1b}'));
    status.shows(&[
        "getting clearer",
        "resolved: 1 blocker",
        "3 open, 0 settled",
        "2 open, 1 settled",
    ]);
}

#[test]
fn the_difference_is_told_without_asking_and_names_what_was_not_read_yet() {
    let (desk, server) = (Desk::new(), scripted());
    run(&mut desk.clarify(&["diff", "spec.md"]))
        .ends(2)
        .says(&["spec.md is not tracked", "--track"]);
    tracked(&desk, &server);
    desk.put("spec.md", SPEC.replace(WINDOW, "No window."));
    let diff = run(&mut desk.clarify(&["diff", "spec.md"]));
    diff.ends(0)
        .shows(&["3 new", "changed since that review, and not read yet: Window"]);
    let json = run(&mut desk.clarify(&["diff", "spec.md", "--format", "json"]))
        .ends(0)
        .json();
    assert_eq!(json["tracking"]["new"], 3);
    run(&mut desk.clarify(&["diff", "spec.md", "--format", "markdown"]))
        .ends(0)
        .shows(&["- **new** `f-"]);
}

#[test]
fn standard_input_has_no_name_to_be_remembered_by() {
    let (desk, server) = (Desk::new(), scripted());
    let run = run(desk.with(&server, &["review", "-", "--track"]).write_stdin(SPEC));
    run.ends(2).says(&["standard input cannot be tracked"]);
}

#[test]
fn a_reading_that_failed_is_made_up_for_at_the_next_review() {
    let desk = Desk::new();
    let server = Server::new(|seen, number| match (number, seen.looks_again()) {
        (1, _) => crate::server::Reply::Status(400, "no".into()),
        (_, true) => answers::all_kept(&seen.candidates()).into(),
        _ => raising(&[flag("F1", "ambiguous-timing", "major", "within 30 days")]).into(),
    });
    desk.review(&server, &["spec.md", "--track", "--no-store"])
        .ends(2);
    let before = server.seen().len();
    let second = tracked(&desk, &server);
    assert!(server.seen().len() > before);
    assert_eq!(count(&second, "open"), 1);
}

#[test]
fn the_wording_rules_alone_are_tracked_too_and_cost_nothing() {
    let desk = Desk::new();
    desk.put(
        "spec.md",
        "# X\n\nThe page loads fast.\n\nSupport answers quickly. TBD.\n",
    );
    let review = || {
        let run = run(&mut desk.clarify(&[
            "review",
            "spec.md",
            "--rules-only",
            "--track",
            "--format",
            "json",
            "--by",
            "Ann",
        ]));
        run.ends(0).json()
    };
    let first = review();
    let id = id_of(&first, "placeholder");
    dismiss(&desk, &[&id, "--reason", "on purpose"]).ends(0);
    desk.put(
        "spec.md",
        "# X\n\nTBD by Monday.\n\nThe page loads fast.\n\nSupport answers quickly. TBD.\n",
    );
    let second = review();
    assert_eq!(fate(&second, &id), "dismissed");
    let again = id_of(&second, "placeholder");
    assert!(again != id && fate(&second, &again) == "new", "{again}");
}
