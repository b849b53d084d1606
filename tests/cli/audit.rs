//! The audit of a folder: what is found in it, between its documents and against the strategy.

use crate::desk::{Desk, Run, run};
use crate::folder::{Purpose, answer, folder, judgements, pairs, purpose, read_document, server};
use crate::server::{Reply, Server};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const USUAL: [&str; 6] = ["audit", "reqs", "--strategy", "strategy.md", "--depth", "quick"];

fn audit(desk: &Desk, server: &Server, more: &[&str]) -> Run {
    let all: Vec<&str> = USUAL.iter().chain(more).copied().collect();
    run(&mut desk.with(server, &all))
}

fn json_of(desk: &Desk, server: &Server, more: &[&str]) -> Value {
    let all: Vec<&str> = more.iter().chain(&["--format", "json"]).copied().collect();
    audit(desk, server, &all).json()
}

fn paths(list: &Value) -> Vec<&str> {
    list.as_array()
        .unwrap()
        .iter()
        .map(|item| item.as_str().unwrap())
        .collect()
}

#[test]
fn the_whole_picture_is_in_one_report() {
    let (desk, server) = (folder(), server());
    let report = json_of(&desk, &server, &[]);
    assert_eq!(report["format"], "clarify.audit");
    assert_eq!(report["scope"]["audited"], 3);
    assert_eq!(
        report["verdicts"],
        json!({"blocked": 2, "needs_answers": 1, "ready": 0, "unknown": 0})
    );
    let documents = report["documents"].as_array().unwrap();
    assert_eq!(documents[2]["document"], "reqs/sub/office.md", "the worst first");
    assert_eq!(documents[2]["verdict"], "needs-answers");
    assert_eq!(report["coverage"]["goals"][1]["documents"], json!([]));
    assert_eq!(
        report["coverage"]["goals"][0]["documents"][0]["document"],
        "reqs/messages.md"
    );
    assert_eq!(
        paths(&report["coverage"]["serving_none"]),
        ["reqs/parcels.md", "reqs/sub/office.md"]
    );
    assert_eq!(report["coverage"]["without_measure"].as_array().unwrap().len(), 3);
    let asked = report["questions"].as_array().unwrap();
    let mara = asked.iter().find(|asked| asked["to"] == "Mara Lindt").unwrap();
    assert_eq!(
        mara["questions"].as_array().unwrap().len(),
        1,
        "the same question of three documents is one"
    );
    assert_eq!(mara["questions"][0]["documents"].as_array().unwrap().len(), 3);
    assert_eq!(report["one_thing"]["text"], "How long does a parcel wait?");
    let schema: Value =
        serde_json::from_str(&run(&mut desk.clarify(&["schema", "audit"])).ends(0).out).unwrap();
    jsonschema::validate(&schema, &report).unwrap();
}

#[test]
fn both_sides_of_a_collision_are_the_documents_own_bytes() {
    let (desk, server) = (folder(), server());
    let report = json_of(&desk, &server, &[]);
    let finding = &report["across"][0];
    assert_eq!(
        (&finding["kind"], &finding["severity"]),
        (&json!("cross-contradiction"), &json!("blocker"))
    );
    let documents: BTreeSet<&str> = finding["sides"]
        .as_array()
        .unwrap()
        .iter()
        .map(|side| side["document"].as_str().unwrap())
        .collect();
    assert_eq!(documents, BTreeSet::from(["reqs/messages.md", "reqs/parcels.md"]));
    for side in finding["sides"].as_array().unwrap() {
        let text = std::fs::read_to_string(desk.path(side["document"].as_str().unwrap())).unwrap();
        let place = |name: &str| usize::try_from(side[name].as_u64().unwrap()).unwrap();
        assert_eq!(&text[place("byte_start")..place("byte_end")], side["quote"]);
    }
}

#[test]
fn a_quote_of_the_wrong_side_is_set_aside() {
    let desk = folder();
    let server = Server::new(|seen, _| {
        if purpose(seen) != Purpose::Comparison {
            return answer(seen);
        }
        let mut answer = judgements(seen);
        for verdict in answer["verdicts"].as_array_mut().unwrap() {
            let left = verdict["left"].take();
            verdict["left"] = verdict["right"].take();
            verdict["right"] = left;
        }
        answer.into()
    });
    let report = json_of(&desk, &server, &[]);
    let of_model = |finding: &&Value| finding["source"] != "rules";
    assert_eq!(
        report["across"]
            .as_array()
            .unwrap()
            .iter()
            .filter(of_model)
            .count(),
        0
    );
    assert_eq!(
        report["set_aside"][0]["reason"],
        "the left side's quote was not shown"
    );
}

#[test]
fn without_a_model_copies_broken_references_and_other_figures_are_found() {
    let desk = folder();
    desk.put(
        "reqs/copy.md",
        "# Copy\n\nThe customer must show the code from the message at the counter.\n",
    );
    desk.put(
        "reqs/copy2.md",
        "# Copy\n\n- The customer must show the code from the message at the counter.\n",
    );
    desk.put(
        "reqs/a.md",
        "A boat must be returned within 7 days to the harbour.\n",
    );
    desk.put(
        "reqs/b.md",
        "A boat must be returned within 9 days to the harbour.\n",
    );
    let run = run(&mut desk.clarify(&["audit", "reqs", "--rules-only", "--format", "json"])).ends(0);
    let report = run.json();
    let kinds: Vec<&str> = report["across"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f["kind"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        [
            "cross-contradiction",
            "duplicate-requirement",
            "dangling-reference"
        ]
    );
    assert_eq!(report["across"][2]["sides"][0]["quote"], "[the rota](rota.md)");
    assert_eq!(report["coverage"]["judged"], false);
    let text = crate::desk::run(&mut desk.clarify(&["audit", "reqs", "--rules-only"])).ends(0);
    text.shows(&[
        "Only the rules ran: no model was asked",
        "passed by the rules",
        "Which of the two figures holds?",
    ]);
}

#[test]
fn a_second_run_asks_nothing_and_a_changed_document_only_what_it_touches() {
    let (desk, server) = (folder(), server());
    audit(&desk, &server, &[]).ends(0);
    let first = server.seen().len();
    let again = audit(&desk, &server, &[]).ends(0);
    assert_eq!(server.seen().len(), first);
    again.shows(&["this run cost nothing"]);
    desk.put(
        "reqs/sub/office.md",
        "# Office\n\nPlants on the third floor are watered by nobody at all.\n",
    );
    audit(&desk, &server, &[]).ends(0);
    let more = server.seen().split_off(first);
    let readings: Vec<String> = more
        .iter()
        .filter(|seen| purpose(seen) == Purpose::Reading)
        .map(read_document)
        .collect();
    assert_eq!(readings, ["reqs/sub/office.md"]);
}

#[test]
fn one_failing_document_stops_no_other_and_is_listed() {
    let desk = folder();
    desk.put("reqs/binary.md", b"%PDF-1.7 no text");
    let failing = Server::new(|seen, _| match purpose(seen) {
        Purpose::Reading if read_document(seen) == "reqs/parcels.md" => Reply::Status(400, "no".into()),
        _ => answer(seen),
    });
    let run = audit(&desk, &failing, &[]).ends(2);
    run.shows(&[
        "2 not reviewed",
        "Failed",
        "reqs/binary.md is not a text file",
        "reqs/parcels.md: ",
        "answered 400",
    ]);
    let server = server();
    let fixed = audit(&desk, &server, &[]).ends(2);
    assert_eq!(server.seen().len(), 1, "only what is missing is asked");
    fixed.shows(&["1 not reviewed"]);
}

#[test]
fn an_answer_that_cannot_be_used_is_asked_for_anew_with_retry_failed() {
    let desk = folder();
    let silly = Server::new(|seen, _| match purpose(seen) {
        Purpose::Reading if read_document(seen) == "reqs/parcels.md" => Reply::Text("I like it.".into()),
        _ => answer(seen),
    });
    audit(&desk, &silly, &[]).ends(2);
    let server = server();
    audit(&desk, &server, &[]).ends(2);
    assert_eq!(server.seen().len(), 0, "the useless answers are kept");
    audit(&desk, &server, &["--retry-failed"]).ends(0);
    assert!(server.seen().iter().any(|seen| purpose(seen) == Purpose::Reading));
    let asked = server.seen().len();
    audit(&desk, &server, &[]).ends(0);
    assert_eq!(server.seen().len(), asked);
    let other = folder();
    audit(&other, &server, &["--retry-failed"])
        .ends(2)
        .says(&["no earlier run of this audit is known"]);
}

#[test]
fn a_limit_stops_before_it_is_passed_and_the_next_run_goes_on() {
    let (desk, server) = (folder(), server());
    let stopped = audit(
        &desk,
        &server,
        &[
            "--max-tokens",
            "5000",
            "--max-output-tokens",
            "1000",
            "--jobs",
            "1",
        ],
    )
    .ends(2);
    stopped.shows(&[
        "Left to do",
        "not done: the limit of 5,000 tokens",
        "Run the same command again to go on",
    ]);
    let asked = server.seen().len();
    assert!((1..6).contains(&asked), "{asked}");
    audit(&desk, &server, &["--max-output-tokens", "1000"]).ends(0);
    let keys: Vec<String> = server
        .seen()
        .iter()
        .map(|seen| seen.body["messages"].to_string())
        .collect();
    assert_eq!(
        keys.iter().collect::<BTreeSet<_>>().len(),
        keys.len(),
        "nothing is asked twice"
    );
}

#[test]
fn shards_share_the_work_and_a_plain_run_reports_all_of_it() {
    let (desk, server) = (folder(), server());
    for shard in ["1/3", "2/3", "3/3"] {
        audit(&desk, &server, &["--shard", shard]).shows(&[&format!("shard {shard} of 3")]);
    }
    let asked = server.seen().len();
    let report = json_of(&desk, &server, &[]);
    assert_eq!(server.seen().len(), asked);
    assert_eq!(report["scope"]["audited"], 3);
    assert_eq!(report["across"][0]["kind"], "cross-contradiction");
    audit(&desk, &server, &["--shard", "4/3"])
        .ends(2)
        .says(&["give the part and their number"]);
}

fn git(desk: &Desk, args: &[&str]) {
    let status = std::process::Command::new("git")
        .args([
            "-c",
            "user.name=t",
            "-c",
            "user.email=t@t",
            "-c",
            "commit.gpgsign=false",
        ])
        .args(args)
        .current_dir(desk.path(""))
        .env("HOME", desk.home())
        .output()
        .unwrap();
    assert!(
        status.status.success(),
        "{}",
        String::from_utf8_lossy(&status.stderr)
    );
}

#[test]
fn since_a_revision_means_what_changed_and_its_neighbours() {
    let (desk, server) = (folder(), server());
    desk.put(
        "reqs/far.md",
        "# Far\n\nNobody else speaks of zeppelins over Greenland.\n",
    );
    audit(&desk, &server, &["--since", "HEAD"])
        .ends(2)
        .says(&["git cannot say what changed"]);
    git(&desk, &["init", "-q"]);
    git(&desk, &["add", "reqs"]);
    git(&desk, &["commit", "-qm", "first"]);
    audit(&desk, &server, &["--since", "nowhere"])
        .ends(2)
        .says(&["git cannot say", "nowhere"]);
    audit(&desk, &server, &["--since", "-x"]).ends(2);
    desk.put(
        "reqs/parcels.md",
        crate::folder::PARCELS.replace("7 days", "8 days"),
    );
    desk.put(
        "reqs/new.md",
        "# New\n\nQuite another matter, such as oranges, is written here.\n",
    );
    let report = json_of(&desk, &server, &["--since", "HEAD"]);
    let mut documents: Vec<&str> = report["documents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["document"].as_str().unwrap())
        .collect();
    documents.sort_unstable();
    assert_eq!(documents, ["reqs/messages.md", "reqs/new.md", "reqs/parcels.md"]);
    assert_eq!(
        (&report["scope"]["since"], &report["scope"]["neighbours"]),
        (&json!("HEAD"), &json!(1))
    );
}

#[test]
fn a_dry_run_counts_and_sends_nothing() {
    let (desk, server) = (folder(), server());
    let plan = audit(&desk, &server, &["--dry-run"]).ends(0);
    plan.shows(&[
        "3 documents",
        "audit.goals 1 requests",
        "audit.judge 1 requests, 0 kept",
        "review.detect 3 requests",
        "nothing was sent",
    ]);
    assert!(server.seen().is_empty());
    audit(&desk, &server, &[]).ends(0);
    audit(&desk, &server, &["--dry-run"])
        .shows(&["review.detect 3 requests, 3 kept", "0 requests to scripted-1"]);
}

#[test]
fn the_rules_of_the_verdicts_can_be_set_and_are_said() {
    let (desk, server) = (folder(), server());
    desk.put(
        "clarify.toml",
        "[audit]\nblocked_at = \"never\"\nneeds_answers_at = \"blocker\"\nexclude = [\"sub/\"]\n",
    );
    let report = json_of(&desk, &server, &[]);
    assert_eq!(report["verdicts"]["needs_answers"], 2);
    assert_eq!(report["scope"]["audited"], 2);
    audit(&desk, &server, &[]).shows(&["blocked never, and needs answers with a blocker"]);
    audit(&desk, &server, &["--fail-on", "blocker"]).ends(1);
    let shown = run(&mut desk.clarify(&["audit", "reqs", "--rules-only", "--print-config"])).ends(0);
    shown.shows(&["blocked_at = \"never\"", "exclude = [\"sub/\"]"]);
}

#[test]
fn a_spreadsheet_gets_rows_and_no_formula() {
    let (desk, server) = (
        folder(),
        Server::new(|seen, _| {
            if purpose(seen) != Purpose::Reading {
                return answer(seen);
            }
            let mut answer = crate::folder::reading(&read_document(seen));
            answer["flags"][0]["title"] = json!("=HYPERLINK(\"http://evil\")");
            answer.into()
        }),
    );
    let run = audit(&desk, &server, &["--format", "csv"]).ends(0);
    let head = run.out.lines().next().unwrap();
    assert!(head.starts_with("row,id,document,line,verdict"));
    assert!(
        run.out.contains("'=HYPERLINK")
            && !run.out.contains(",=HYPERLINK")
            && !run.out.contains("\"=HYPERLINK")
    );
    let rows: BTreeSet<&str> = run
        .out
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').next())
        .collect();
    assert_eq!(
        rows,
        BTreeSet::from(["across", "document", "finding", "goal", "question"])
    );
}

#[test]
fn strangers_words_are_harmless_in_markdown_and_on_a_terminal() {
    let desk = folder();
    desk.put("reqs/evil.md", "# <script>x</script> \u{1b}[31m\n\nA | b must be done as [soon](http://x) as <b>possible</b> \u{202e}.\n");
    let server = server();
    let markdown = audit(&desk, &server, &["--format", "markdown", "--all"]);
    assert!(
        !markdown.out.contains("<script>")
            && !markdown.out.contains('\u{1b}')
            && !markdown.out.contains('\u{202e}')
    );
    markdown.shows(&[
        "## Audit of `reqs`",
        "### Documents, the worst first",
        "| goal (+ serves, ! conflicts) |",
        "### Open questions",
    ]);
    let text = audit(&desk, &server, &["--all"]);
    assert!(!text.out.contains('\u{1b}') && !text.out.contains('\u{202e}'));
}

#[test]
fn a_page_shows_the_folder_and_leads_to_the_page_of_each_document() {
    let desk = folder();
    desk.put(
        "reqs/evil.md",
        "# <script>x</script>\n\nThe answer must be sent as soon as possible.\n",
    );
    let server = server();
    let to = [
        "--format",
        "html",
        "--output",
        "out/audit.html",
        "--reviews",
        "out/pages",
    ];
    std::fs::create_dir_all(desk.path("out")).unwrap();
    audit(&desk, &server, &to).ends(0);
    let page = std::fs::read_to_string(desk.path("out/audit.html")).unwrap();
    let report = json_of(&desk, &server, &[]);
    for entry in report["documents"].as_array().unwrap() {
        let label = entry["document"].as_str().unwrap();
        assert!(page.contains(&format!("href=\"pages/{label}.html\"")), "{label}");
        let own = std::fs::read_to_string(desk.path(&format!("out/pages/{label}.html"))).unwrap();
        assert!(
            own.starts_with("<!DOCTYPE html>") && (own.contains("<mark ") || label != "reqs/evil.md"),
            "{label}"
        );
        assert!(desk.path(&format!("out/pages/{label}.json")).exists());
    }
    let count = |words: &str| page.matches(words).count();
    assert_eq!(count("<script"), 1);
    assert_eq!(
        count("<article class=\"card crossing"),
        report["across"].as_array().unwrap().len()
    );
    let goals = report["coverage"]["goals"].as_array().unwrap();
    let standings = goals
        .iter()
        .map(|goal| goal["documents"].as_array().unwrap().len())
        .sum::<usize>();
    assert_eq!(
        count("<td class=\"serves\">") + count("<td class=\"conflicts\">"),
        standings
    );
}

#[test]
fn whole_reviews_are_written_beside_the_report() {
    let (desk, server) = (folder(), server());
    audit(&desk, &server, &["--reviews", "out"]).ends(0);
    let review: Value =
        serde_json::from_str(&std::fs::read_to_string(desk.path("out/reqs/sub/office.md.json")).unwrap())
            .unwrap();
    assert_eq!(review["format"], "clarify.review");
    assert_eq!(review["reviews"][0]["document"], "reqs/sub/office.md");
}

#[test]
fn the_comparison_sees_both_documents_and_the_decisions() {
    let (desk, server) = (folder(), server());
    desk.put("decisions.md", "# Decisions\n\nParcels wait for 10 days.\n");
    audit(&desk, &server, &["--decisions", "decisions.md"]).ends(0);
    let comparison = server
        .seen()
        .into_iter()
        .find(|seen| purpose(seen) == Purpose::Comparison)
        .unwrap();
    assert!(
        comparison
            .user()
            .contains("role=\"decisions\" label=\"decisions.md\"")
    );
    assert!(
        !comparison.user().contains("Cut contacts"),
        "the strategy has no part in it"
    );
    let shown = pairs(&comparison);
    assert!(shown[0].1.contains("7 days") || shown[0].2.contains("7 days"));
    assert!(
        comparison.user().contains("label=\"reqs/parcels.md\"")
            && comparison.user().contains("label=\"reqs/messages.md\"")
    );
}

#[test]
fn a_tape_of_an_audit_replays_without_a_network() {
    let (desk, server) = (folder(), server());
    let live = json_of(&desk, &server, &["--record", "tape"]);
    let all: Vec<&str> = USUAL
        .iter()
        .chain(&["--replay", "tape", "--format", "json"])
        .copied()
        .collect();
    let replayed = run(&mut desk.clarify(&all)).ends(0).json();
    for part in ["documents", "across", "coverage", "questions", "verdicts"] {
        assert_eq!(live[part], replayed[part], "{part}");
    }
}

#[test]
fn nothing_to_audit_and_wrong_globs_are_told() {
    let desk = folder();
    desk.put("empty/x.png", "x");
    run(&mut desk.clarify(&["audit", "empty", "--rules-only"]))
        .ends(2)
        .says(&["there is no document to audit in empty"]);
    run(&mut desk.clarify(&["audit", "reqs", "--rules-only", "--include", "a["]))
        .ends(2)
        .says(&["the glob \"a[\" cannot be used"]);
    run(&mut desk.clarify(&["audit", "nowhere", "--rules-only"]))
        .ends(2)
        .says(&["nowhere could not be read"]);
}

#[test]
fn what_is_context_is_not_audited_too() {
    let (desk, server) = (folder(), server());
    desk.put("reqs/goals.md", "# Goals\n\nWin everything there is to win.\n");
    let run = audit(
        &desk,
        &server,
        &["--strategy", "reqs/goals.md", "--format", "json"],
    )
    .ends(0);
    let report = run.json();
    assert_eq!(report["scope"]["audited"], 3);
    assert!(
        report["warnings"]
            .to_string()
            .contains("1 document is context here")
    );
}
