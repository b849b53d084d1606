//! Whom a key is sent to: a project that was checked out has no say in it, its user has.

use crate::answers::raising;
use crate::desk::{Desk, KEY, Run, run};
use crate::server::Server;

const GATEWAY: &str = "[model]\nname = \"m\"\nbase_url = \"https://gateway.example/v1\"\n";

/// Plans a review with a key in the environment; what is planned would be sent.
fn plan(desk: &Desk, args: &[&str]) -> Run {
    let all = [&["review", "spec.md", "--dry-run"], args].concat();
    run(desk.clarify(&all).env("OPENAI_API_KEY", KEY))
}

#[test]
fn a_key_does_not_go_where_a_project_says_and_what_to_type_is_told() {
    let desk = Desk::new();
    desk.put("clarify.toml", GATEWAY);
    let own = desk.home().join("config/clarify/config.toml");
    for args in [
        &[][..],
        &["--config", "clarify.toml"],
        &["--print-config"],
        &["--api-key", KEY],
    ] {
        plan(&desk, args).ends(2).says(&[
            "error: clarify.toml sets the endpoint https://gateway.example/v1: your documents and your key would be sent there",
            "add --trust-project-endpoint",
            &format!("at the top of {}: trusted_endpoints = [\"https://gateway.example/v1\"]", own.display()),
        ]);
    }
}

#[test]
fn a_project_cannot_pick_the_key_or_trust_itself() {
    let desk = Desk::new();
    desk.put(
        "clarify.toml",
        format!("{GATEWAY}api_key_env = \"OTHER_API_KEY\"\n"),
    );
    let mut command = desk.clarify(&["review", "spec.md"]);
    run(command.env("OTHER_API_KEY", KEY))
        .ends(2)
        .says(&["your key would be sent there"]);
    desk.put(
        "clarify.toml",
        format!("trusted_endpoints = [\"https://gateway.example/v1\"]\n{GATEWAY}"),
    );
    plan(&desk, &[]).ends(2).says(&[
        "holds `trusted_endpoints`, which is not for a project to say",
        "your own file",
    ]);
}

#[test]
fn an_address_that_only_looks_trusted_or_local_is_not() {
    let desk = Desk::new();
    desk.own("trusted_endpoints = [\"https://gateway.example/v1\"]\n");
    for address in [
        "http://gateway.example/v1",
        "https://gateway.example/v2",
        "https://gateway.example:444/v1",
        "https://gateway.example@evil.example/v1",
        "https://gateway.example.evil.example/v1",
        "http://127.0.0.1@evil.example/v1",
        "http://localhost.evil.example/v1",
    ] {
        desk.put(
            "clarify.toml",
            GATEWAY.replace("https://gateway.example/v1", address),
        );
        let refused = plan(&desk, &[]).ends(2);
        assert!(
            refused.err.contains("your key would be sent there"),
            "{address}: {}",
            refused.err
        );
    }
}

#[test]
fn the_user_can_trust_an_endpoint_once_or_for_good() {
    let desk = Desk::new();
    desk.put("clarify.toml", GATEWAY);
    plan(&desk, &["--trust-project-endpoint"])
        .ends(0)
        .shows(&["nothing was sent"]);
    desk.own("trusted_endpoints = [\"https://gateway.example/v1/\"]\n");
    plan(&desk, &[]).ends(0).shows(&["nothing was sent"]);
}

#[test]
fn what_the_user_names_and_this_machine_need_no_trust() {
    let (desk, server) = (Desk::new(), Server::reading(raising(&[])));
    plan(&desk, &["--base-url", "https://typed.example/v1", "--model", "m"]).ends(0);
    desk.own(GATEWAY);
    plan(&desk, &[]).ends(0);
    desk.own("");
    desk.put(
        "clarify.toml",
        format!("[model]\nname = \"m\"\nbase_url = \"{}\"\n", server.url()),
    );
    let mut command = desk.clarify(&["review", "spec.md"]);
    run(command.env("OPENAI_API_KEY", KEY))
        .ends(0)
        .says(&["as clarify.toml says"]);
    assert_eq!(server.seen().len(), 1);
    // Where nobody is asked, nothing is sent.
    desk.put("clarify.toml", GATEWAY);
    let mut command = desk.clarify(&["review", "spec.md", "--rules-only"]);
    run(command.env("OPENAI_API_KEY", KEY)).ends(0);
}

#[test]
fn without_a_key_too_documents_do_not_go_where_a_project_says() {
    let desk = Desk::new();
    desk.put("clarify.toml", GATEWAY);
    run(&mut desk.clarify(&["review", "spec.md"]))
        .ends(2)
        .says(&["your documents and your key would be sent there"]);
}

#[test]
fn the_users_own_file_lies_below_that_of_the_project() {
    let desk = Desk::new();
    desk.own("[model]\nname = \"own\"\nbase_url = \"http://127.0.0.1:9/v1\"\nrpm = 30\n[review]\nmax = 4\n");
    desk.put("clarify.toml", "[review]\nmax = 7\n");
    run(&mut desk.clarify(&["review", "spec.md", "--print-config"]))
        .ends(0)
        .shows(&[
            "settings file: clarify.toml",
            "your own settings file: ",
            "name = \"own\"",
            "rpm = 30",
            "max = 7",
        ]);
    desk.own("[model]\napi_key = \"sk-in-a-file\"\n");
    let refused = run(&mut desk.clarify(&["review", "spec.md"])).ends(2);
    assert!(!refused.err.contains("sk-in-a-file"));
    refused.says(&["config.toml holds a key in line 2"]);
}
