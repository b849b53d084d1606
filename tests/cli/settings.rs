//! Settings: flags over environment over file over default, and mistakes that are told with what is right.

use crate::answers::raising;
use crate::desk::{Desk, KEY, Run, run};
use crate::server::Server;

/// What is left after reading the settings with this file and these flags.
fn printed(desk: &Desk, file: &str, args: &[&str]) -> Run {
    desk.put("clarify.toml", file);
    let all = [&["review", "spec.md", "--print-config"], args].concat();
    run(&mut desk.clarify(&all)).ends(0)
}

#[test]
fn a_file_above_the_spec_is_found_and_its_paths_are_its_own() {
    let (desk, server) = (Desk::new(), Server::reading(raising(&[])));
    desk.put("a/b/deep.md", "# Deep\n\nThe button is green.\n");
    desk.put(
        "a/clarify.toml",
        "[context]\nstrategy = [\"goals\"]\n[model]\nname = \"scripted-2\"\n",
    );
    desk.put("a/goals/north.md", "# North\n\nGrow.\n");
    let mut command = desk.with(&server, &["review", "a/b/deep.md"]);
    run(command.env_remove("OPENAI_MODEL")).ends(0);
    let sent = &server.seen()[0];
    assert_eq!(sent.body["model"], "scripted-2");
    assert!(sent.user().contains("label=\"goals/north.md\""));
}

#[test]
fn the_nearest_file_alone_counts_and_a_named_one_before_it() {
    let desk = Desk::new();
    desk.put("a/spec.md", "# A\n");
    desk.put("clarify.toml", "[review]\nmax = 3\n");
    desk.put("a/clarify.toml", "[review]\nspec_tokens = 500\n");
    desk.put("named.toml", "[review]\nmax = 9\n");
    let near = run(&mut desk.clarify(&["review", "a/spec.md", "--print-config"])).ends(0);
    let near = near.shows(&["settings file: a/clarify.toml", "spec_tokens = 500"]);
    assert!(near.out.contains("max = 10"), "{}", near.out);
    let named = ["review", "a/spec.md", "--print-config", "--config", "named.toml"];
    run(&mut desk.clarify(&named))
        .ends(0)
        .shows(&["settings file: named.toml", "max = 9"]);
}

#[test]
fn flags_win_over_the_environment_and_that_over_the_file() {
    let (desk, server) = (Desk::new(), Server::reading(raising(&[])));
    desk.put("clarify.toml", "[model]\nname = \"of-the-file\"\n");
    let model = |environment: &str, flag: &[&str]| {
        let mut command = desk.with(&server, &[&["review", "spec.md"], flag].concat());
        run(command.env("OPENAI_MODEL", environment)).ends(0);
        server.seen().last().unwrap().body["model"].clone()
    };
    assert_eq!(model("", &[]), "of-the-file");
    assert_eq!(model("of-the-environment", &[]), "of-the-environment");
    assert_eq!(model("of-the-environment", &["--model", "typed"]), "typed");
}

#[test]
fn the_printed_settings_can_be_read_back() {
    let desk = Desk::new();
    let file = "[model]\nname = \"m\"\nbase_url = \"http://127.0.0.1:9/v1\"\n[review]\ndepth = \"quick\"\nmax = 3\n\
        [[stakeholders]]\nname = \"Mara Lindt\"\nrole = \"Finance\"\ndecides = [\"refunds\"]\n";
    let first = printed(
        &desk,
        file,
        &["--strategy", "strategy.md", "--spec-tokens", "700"],
    );
    let first = first.shows(&[
        "base_url = \"http://127.0.0.1:9/v1\"",
        "max = 3",
        "strategy = [\"strategy.md\"]",
    ]);
    let settings = |run: &Run| {
        run.out
            .lines()
            .filter(|line| !line.starts_with('#'))
            .collect::<Vec<_>>()
            .join("\n")
    };
    let again = printed(&desk, &settings(&first), &[]);
    assert_eq!(settings(&first), settings(&again));
}

#[test]
fn the_pace_comes_from_the_file_and_flags_win() {
    let desk = Desk::new();
    let file =
        "[model]\nname = \"m\"\nbase_url = \"http://127.0.0.1:9/v1\"\njobs = 9\nrpm = 60\ntpm = 90000\n";
    printed(&desk, file, &["--rpm", "30", "--jobs", "2"]).shows(&["jobs = 2", "rpm = 30", "tpm = 90000"]);
    for (flag, value) in [("--rpm", "0"), ("--tpm", "0"), ("--jobs", "0")] {
        run(&mut desk.clarify(&["review", "spec.md", flag, value]))
            .ends(2)
            .says(&[flag]);
    }
}

#[test]
fn the_printed_settings_tell_of_the_key_only_that_there_is_one() {
    let (desk, server) = (Desk::new(), Server::reading(raising(&[])));
    let run = desk
        .review(&server, &["--print-config"])
        .ends(0)
        .shows(&["answers: from the endpoint, with a key"]);
    assert!(!run.out.contains(KEY));
    printed(&desk, "", &[])
        .shows(&["answers: none, only the wording rules run, since no endpoint is configured"]);
    printed(&desk, "", &["--rules-only"]).shows(&["answers: none, only the wording rules run"]);
    assert_eq!(server.seen().len(), 0);
}

#[test]
fn an_unknown_entry_is_told_with_its_line_and_the_names_that_exist() {
    let desk = Desk::new();
    for (file, words) in [
        (
            "[model]\nname = \"m\"\nbase_ulr = \"x\"\n",
            ["line 3", "base_ulr", "`base_url`"],
        ),
        ("[revue]\nmax = 3\n", ["line 1", "revue", "`review`"]),
        ("[review]\nfail_on = \"mayor\"\n", ["line 2", "mayor", "`major`"]),
        ("[review\n", ["line 1", "clarify.toml has an error", "help: "]),
    ] {
        desk.put("clarify.toml", file);
        run(&mut desk.clarify(&["review", "spec.md"]))
            .ends(2)
            .says(&words);
    }
}

#[test]
fn a_missing_settings_file_that_was_named_is_an_error() {
    let run = run(&mut Desk::new().clarify(&["review", "spec.md", "--config", "nowhere.toml"])).ends(2);
    run.says(&[
        "the settings file nowhere.toml could not be read",
        "check the path given to --config",
    ]);
}

#[test]
fn the_key_may_come_from_a_variable_that_the_file_names() {
    let (desk, server) = (Desk::new(), Server::reading(raising(&[])));
    desk.put("clarify.toml", "[model]\napi_key_env = \"GATEWAY_API_KEY\"\n");
    let mut command = desk.with(&server, &["review", "spec.md"]);
    run(command.env("GATEWAY_API_KEY", "of-the-gateway")).ends(0);
    assert_eq!(
        server.seen()[0].header("authorization"),
        Some("Bearer of-the-gateway")
    );
    desk.put("clarify.toml", "[model]\napi_key_env = \"HOME\"\n");
    desk.review(&server, &["spec.md", "--refresh"])
        .ends(2)
        .says(&["does not end in API_KEY", "GATEWAY_API_KEY"]);
    assert_eq!(server.seen().len(), 1);
}

#[test]
fn an_endpoint_without_a_key_is_asked_without_one() {
    let (desk, server) = (Desk::new(), Server::reading(raising(&[])));
    let url = server.url();
    let args = ["review", "spec.md", "--base-url", &url, "--model", "local"];
    run(&mut desk.clarify(&args)).ends(0);
    assert_eq!(server.seen()[0].header("authorization"), None);
}

#[test]
fn an_endpoint_without_a_model_is_an_error_with_a_remedy() {
    let (desk, server) = (Desk::new(), Server::reading(raising(&[])));
    let mut command = desk.with(&server, &["review", "spec.md"]);
    let run = run(command.env_remove("OPENAI_MODEL")).ends(2);
    run.says(&["no model is named for", "--model or OPENAI_MODEL", "--rules-only"]);
    assert_eq!(server.seen().len(), 0);
}

#[test]
fn an_address_that_is_none_is_an_error_with_an_example() {
    let args = [
        "review",
        "spec.md",
        "--base-url",
        "localhost:8080/v1",
        "--model",
        "m",
    ];
    run(&mut Desk::new().clarify(&args))
        .ends(2)
        .says(&["the base URL is not an http:// or https:// address"]);
}

#[test]
fn the_store_can_be_turned_off_or_moved_by_the_file() {
    let (desk, server) = (Desk::new(), Server::reading(raising(&[])));
    desk.put("clarify.toml", "[store]\nenabled = false\n");
    desk.review(&server, &["spec.md"]).ends(0);
    assert_eq!(crate::desk::files(&desk.home()).len(), 0);
    desk.put("clarify.toml", "[store]\nfolder = \"kept\"\n");
    desk.review(&server, &["spec.md"]).ends(0);
    assert_eq!(crate::desk::files(&desk.path("kept")).len(), 1);
}
