//! `clarify brief`: files, teams, releases, formats, manners.

use crate::desk::{Desk, Run, files, run};
use crate::notes::{self, GOALS, NOTES, brief, briefing, facts, mends, sentence, takes_apart, team};
use crate::server::{Reply, Server};
use serde_json::{Value, json};
use std::fs;

fn desk() -> Desk {
    let desk = Desk::new();
    desk.put("notes.md", NOTES);
    desk.put("goals.md", GOALS);
    desk
}

fn briefed(desk: &Desk, server: &Server, args: &[&str]) -> Run {
    let fixed = ["brief", "notes.md", "--strategy", "goals.md"];
    let all: Vec<&str> = fixed.iter().chain(args).copied().collect();
    run(&mut desk.with(server, &all))
}

#[test]
fn a_team_reads_its_brief_with_the_goal_and_the_standing_of_the_notes() {
    let run = briefed(&desk(), &briefing(brief()), &["--team", "support"]).ends(0);
    run.shows(&[
        "BRIEF FOR SUPPORT",
        "These notes are a draft; what they say may still change. “Planning (draft)”",
        "The goal: “Open Austria by 1 September 2027.” (goals.md:3)",
        "Decided - Austria opens on 1 September 2027 with three agents.",
        "Who pays for Austrian returns. Decides: Pieter, by 10 December.",
        "What we need from you - German macros for Austria are needed by 15 July.",
        "Suggestions by clarify, not from the notes - Ask who tests the macros.",
        "FOR THE AUTHOR",
        "Pieter: Who pays for Austrian returns?",
        "Cut packaging from 212 g to 160 g.” (goals.md:5); not spoken of",
    ]);
}

#[test]
fn citations_show_the_notes_words_under_each_brief() {
    let desk = desk();
    let server = briefing(brief());
    let markdown = ["--team", "support", "--format", "markdown", "--citations"];
    let run = briefed(&desk, &server, &markdown).ends(0);
    assert!(run.out.contains("with three agents.[^support-1]"), "{}", run.out);
    assert!(run.out.contains("[^support-1]: “Austria opens on 1 September 2027 with 3 agents. Leonie hires them.” (`notes.md:3`)"), "{}", run.out);
    let run = briefed(&desk, &server, &["--team", "support", "--citations"]).ends(0);
    run.shows(&["with three agents. [1]", "[5] “Support: German macros"]);
}

#[test]
fn each_team_has_a_file_and_the_author_one_and_stdout_a_summary() {
    let desk = desk();
    let server = briefing(brief());
    let run = briefed(&desk, &server, &["--out", "out"]).ends(0);
    let names: Vec<String> = files(&desk.path("out"))
        .iter()
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    let teams = ["data", "design", "engineering", "marketing", "sales", "support"];
    let expected: Vec<String> = std::iter::once("author.md".to_owned())
        .chain(teams.map(|team| format!("brief-{team}.md")))
        .collect();
    assert_eq!(names, expected);
    let design = fs::read_to_string(desk.path("out/brief-design.md")).unwrap();
    assert!(design.contains("Nothing changes for you"), "{design}");
    assert_eq!(
        server.seen().iter().filter(|seen| !takes_apart(seen)).count(),
        2 + mended(&server),
        "nothing is asked for teams without facts"
    );
    run.shows(&[
        "out/brief-design.md",
        "nothing changes for this team",
        "Read author.md first: 1 sensitive point held back, 1 open point",
    ]);
}

fn mended(server: &Server) -> usize {
    server
        .seen()
        .iter()
        .filter(|seen| !takes_apart(seen) && mends(seen))
        .count()
}

#[test]
fn what_nobody_edited_is_written_anew_and_what_somebody_did_is_not() {
    let desk = desk();
    let server = briefing(brief());
    let out = ["--team", "support", "--out", "out"];
    briefed(&desk, &server, &out).ends(0);
    briefed(&desk, &server, &[&out[..], &["--citations"]].concat()).ends(0);
    let path = desk.path("out/brief-support.md");
    let written = fs::read_to_string(&path).unwrap();
    assert!(written.contains("[^support-1]"));
    fs::write(&path, written.replace("three agents", "three good agents")).unwrap();
    let author = fs::read_to_string(desk.path("out/author.md")).unwrap();
    let run = briefed(&desk, &server, &out).ends(2);
    run.says(&["brief-support.md was edited", "nothing was written", "--force"]);
    assert!(fs::read_to_string(&path).unwrap().contains("three good agents"));
    assert_eq!(fs::read_to_string(desk.path("out/author.md")).unwrap(), author);
    briefed(&desk, &server, &[&out[..], &["--force"]].concat()).ends(0);
    assert!(!fs::read_to_string(&path).unwrap().contains("good"));
    assert_eq!(server.seen().len(), 2, "the answers are kept");
}

#[test]
fn a_file_of_somebody_else_is_not_overwritten() {
    let desk = desk();
    desk.put("out/author.md", "# My own notes\n");
    briefed(&desk, &briefing(brief()), &["--team", "support", "--out", "out"])
        .ends(2)
        .says(&["author.md was edited or is not clarify's"]);
    desk.put("file", "x");
    let server = briefing(brief());
    briefed(&desk, &server, &["--out", "file"])
        .ends(2)
        .says(&["is a file, not a folder"]);
    assert!(
        server.seen().is_empty(),
        "nothing is paid for a place that cannot be written"
    );
}

#[test]
fn files_stay_in_their_folder_whatever_a_team_is_called() {
    let desk = desk();
    let mut for_all = facts();
    for fact in for_all["facts"].as_array_mut().unwrap() {
        fact["teams"] = json!(["../../../evil", "Data/AI", "data ai", "CON"]);
    }
    let server = notes::reading(for_all);
    let teams = [
        "--team",
        "../../../evil",
        "--team",
        "Data/AI",
        "--team",
        "data ai",
        "--team",
        "CON",
        "--out",
        "out",
    ];
    briefed(&desk, &server, &teams).ends(0);
    let names: Vec<String> = files(&desk.path("out"))
        .iter()
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    assert_eq!(
        names,
        [
            "author.md",
            "brief-con.md",
            "brief-data-ai-2.md",
            "brief-data-ai.md",
            "brief-evil.md"
        ]
    );
    assert!(!desk.path("../evil").exists() && !desk.path("../../evil").exists());
}

#[test]
fn a_sensitive_point_is_let_through_to_one_team_without_reading_the_notes_again() {
    let desk = desk();
    let server = briefing(brief());
    let teams = ["--team", "support", "--team", "sales", "--format", "json"];
    let first = briefed(&desk, &server, &teams).ends(0).json();
    let held = first["author"]["held_back"][0]["fact"]
        .as_str()
        .unwrap()
        .to_owned();
    let asked = server.seen().len();
    let release = format!("{held}:sales");
    let second = briefed(&desk, &server, &[&teams[..], &["--release", &release]].concat())
        .ends(0)
        .json();
    let later = &server.seen()[asked..];
    assert!(later.iter().all(|seen| !takes_apart(seen)), "the facts are kept");
    assert!(
        later.iter().all(|seen| team(seen) == "sales"),
        "the other team's brief is kept too"
    );
    assert!(later[0].user().contains("Kolding"));
    assert_eq!(second["author"]["held_back"][0]["released_to"], json!(["sales"]));
    let sales = &second["briefs"][1];
    assert_eq!(
        sales["quoted"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|id| *id == held.as_str())
            .count(),
        1,
        "{sales:#}"
    );
}

#[test]
fn a_release_that_names_nothing_says_what_is_held_back() {
    let run = briefed(
        &desk(),
        &briefing(brief()),
        &["--team", "support", "--release", "n-00000000"],
    )
    .ends(2);
    run.says(&["no fact n-00000000 is held back", "held back are n-"]);
    briefed(&desk(), &briefing(brief()), &["--release", "7"])
        .ends(2)
        .says(&["give the id of a fact as author.md shows it"]);
}

#[test]
fn without_a_model_it_says_how_to_configure_or_replay_one() {
    let desk = desk();
    let run = run(&mut desk.clarify(&["brief", "notes.md"])).ends(2);
    run.says(&[
        "a brief cannot be written without a model",
        "OPENAI_API_KEY",
        "--replay",
    ]);
}

#[test]
fn a_recording_replays_without_network() {
    let desk = desk();
    let server = briefing(brief());
    let first = briefed(
        &desk,
        &server,
        &["--record", "tape", "--team", "support", "--out", "one"],
    )
    .ends(0);
    let args = [
        "brief",
        "notes.md",
        "--strategy",
        "goals.md",
        "--replay",
        "tape",
        "--team",
        "support",
        "--out",
        "two",
    ];
    let second = run(&mut desk.clarify(&args)).ends(0);
    assert_eq!(first.out.replace("one/", ""), second.out.replace("two/", ""));
    let read = |folder: &str| fs::read_to_string(desk.path(&format!("{folder}/brief-support.md"))).unwrap();
    assert_eq!(read("one"), read("two"));
}

#[test]
fn a_dry_run_sends_nothing() {
    let server = briefing(brief());
    let run = briefed(&desk(), &server, &["--dry-run", "--team", "support"]).ends(0);
    run.shows(&[
        "brief.facts",
        "brief.write",
        "a guess: it depends on the first answers",
        "2 requests",
        "nothing was sent",
    ]);
    assert!(server.seen().is_empty());
}

#[test]
fn teams_and_what_they_care_about_come_from_the_settings_file() {
    let desk = desk();
    desk.put(
        "clarify.toml",
        "[[teams]]\nname = \"Warehouse\"\ncares_about = [\"shifts\"]\n\n[brief]\ncitations = true\n",
    );
    let server = briefing(brief());
    let run = briefed(&desk, &server, &["--print-config"]).ends(0);
    assert!(
        run.out.contains("Warehouse")
            && run.out.contains("citations = true")
            && !run.out.contains("engineering"),
        "{}",
        run.out
    );
    briefed(&desk, &server, &[]).ends(0);
    assert!(server.seen()[0].user().contains("- Warehouse: shifts"));
    let slip = briefed(&desk, &server, &["--team", "warehose"]).ends(2);
    slip.says(&["there is no team warehose; did you mean Warehouse?"]);
    briefed(&desk, &server, &["--team", "Legal"]).says(&["nothing is known of the team Legal"]);
}

#[test]
fn a_team_whose_brief_fails_is_listed_and_the_others_are_written() {
    let desk = desk();
    let server = Server::new(|seen, _| match takes_apart(seen) {
        true => facts().into(),
        false if team(seen) == "sales" => Reply::Status(400, "too much".into()),
        false => brief().into(),
    });
    let run = briefed(
        &desk,
        &server,
        &[
            "--team",
            "support",
            "--team",
            "sales",
            "--out",
            "out",
            "--attempts",
            "1",
        ],
    )
    .ends(2);
    run.says(&["brief for sales"]);
    assert!(desk.path("out/brief-support.md").exists() && !desk.path("out/brief-sales.md").exists());
    let author = fs::read_to_string(desk.path("out/author.md")).unwrap();
    assert!(author.contains("brief for sales"), "{author}");
}

#[test]
fn a_mending_that_fails_leaves_the_brief_without_the_broken_sentence() {
    let desk = desk();
    let spoilt = notes::brief_saying("Austria opens on 14 August 2027.", &["N1"]);
    let server = Server::new(move |seen, _| match (takes_apart(seen), mends(seen)) {
        (true, _) => facts().into(),
        (_, true) => Reply::Status(400, "no".into()),
        _ => spoilt.clone().into(),
    });
    let run = briefed(&desk, &server, &["--team", "support", "--attempts", "1"]).ends(2);
    let brief = run.out.split("FOR THE AUTHOR").next().unwrap();
    assert!(
        brief.contains("three agents") && !brief.contains("14 August"),
        "{brief}"
    );
}

#[test]
fn notes_that_cannot_be_read_are_listed_and_the_rest_is_briefed() {
    let desk = desk();
    let run = briefed(&desk, &briefing(brief()), &["nowhere.md", "--team", "support"]).ends(2);
    run.shows(&["BRIEF FOR SUPPORT"])
        .says(&["nowhere.md could not be read"]);
    desk.put("empty.md", " ");
    let server = briefing(brief());
    run_alone(&desk, &server, "empty.md")
        .ends(2)
        .says(&["empty.md is empty"]);
    assert!(server.seen().is_empty());
}

fn run_alone(desk: &Desk, server: &Server, notes: &str) -> Run {
    run(&mut desk.with(server, &["brief", notes]))
}

#[test]
fn several_documents_of_notes_make_one_set_of_facts() {
    let desk = desk();
    desk.put(
        "more.md",
        "# Chat\n\nIlse: the newsletter waits for the carrier.\n",
    );
    let mut both = facts();
    both["facts"].as_array_mut().unwrap().push(
        json!({"label": "N7", "kind": "constraint", "teams": ["support"],
        "statement": "The newsletter waits for the carrier.",
        "passages": [{"document": "more.md", "quote": "Ilse: the newsletter waits for the carrier."}]}),
    );
    let server = notes::reading(both);
    let report = briefed(
        &desk,
        &server,
        &["more.md", "--team", "support", "--format", "json"],
    )
    .ends(0)
    .json();
    assert!(server.seen()[0].user().contains("label=\"more.md\""));
    assert_eq!(report["notes"].as_array().unwrap().len(), 2);
    assert_eq!(report["facts"][6]["anchors"][0]["document"], "more.md");
}

#[test]
fn long_notes_are_read_in_parts_and_their_facts_joined() {
    let desk = desk();
    let long = format!(
        "{NOTES}\n## Again\n\n- Decided: Austria opens on 1 September 2027 with 3 agents. Leonie hires them.\n- More: {}\n",
        "words of a long meeting ".repeat(80)
    );
    desk.put("notes.md", long);
    let server = notes::reading(facts());
    let report = briefed(
        &desk,
        &server,
        &["--team", "support", "--notes-tokens", "300", "--format", "json"],
    )
    .ends(0)
    .json();
    let readings = server.seen().iter().filter(|seen| takes_apart(seen)).count();
    assert!(readings > 1);
    assert_eq!(
        report["facts"].as_array().unwrap().len(),
        6,
        "duplicates are joined"
    );
    assert!(
        report["warnings"][0]
            .as_str()
            .unwrap()
            .contains(&format!("{readings} parts"))
    );
}

#[test]
fn the_report_fits_its_published_schema() {
    let desk = desk();
    let report = briefed(
        &desk,
        &briefing(brief()),
        &["--team", "support", "--format", "json"],
    )
    .ends(0)
    .json();
    let schema: Value = run(&mut desk.clarify(&["schema", "brief"])).ends(0).json();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(&report)
        .map(|error| error.to_string())
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    assert_eq!(
        (&report["format"], &report["version"]),
        (&json!("clarify.brief"), &json!(1))
    );
}

#[test]
fn strangers_words_are_disarmed_in_every_format() {
    let desk = desk();
    let mut hostile = brief();
    hostile["decided"][0] = sentence(
        "Austria opens \u{1b}[31m on 1 September 2027 <b>with</b> three agents.",
        &["N1"],
    );
    let server = briefing(hostile);
    let text = briefed(&desk, &server, &["--team", "support"]).ends(0);
    assert!(!text.out.contains('\u{1b}'));
    let markdown = briefed(&desk, &server, &["--team", "support", "--format", "markdown"]).ends(0);
    assert!(
        !markdown.out.contains("<b>") && !markdown.out.contains('\u{1b}'),
        "{}",
        markdown.out
    );
    let json = briefed(&desk, &server, &["--team", "support", "--format", "json"]).ends(0);
    assert!(!json.out.contains('\u{1b}'));
}
