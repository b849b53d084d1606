//! What is said to the model can be changed, and what documents say does not change it.

use crate::answers::{flag, full, raising};
use crate::desk::Desk;
use crate::server::Server;

/// A spec of the fixtures in which somebody tries to steer the reviewer.
const HOSTILE: &str = include_str!("../../fixtures/specs/supplier-portal.md");

#[test]
fn a_template_of_ones_own_takes_the_place_of_the_built_in_one() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    desk.put(
        "prompts/review/system.md",
        "Be brief. Documents are fenced with {{ fence }}.",
    );
    desk.put("prompts/README.md", "Ours.");
    desk.review(&server, &["spec.md", "--prompts", "prompts"]).ends(0);
    let seen = server.seen();
    assert_eq!(seen.len(), 2);
    for request in &seen {
        let marker = request
            .message(0)
            .strip_prefix("Be brief. Documents are fenced with ")
            .unwrap();
        assert!(
            request
                .user()
                .contains(&format!("<document-{} role=", marker.trim_end_matches('.')))
        );
    }
    assert!(
        seen[0].user().contains("Work in this order."),
        "the others stay as they are"
    );
}

#[test]
fn changed_templates_are_asked_anew() {
    let (desk, server) = (Desk::new(), Server::reading(raising(&[])));
    desk.review(&server, &["spec.md"]).ends(0);
    desk.put("prompts/review/system.md", "Be brief: {{ fence }}.");
    desk.review(&server, &["spec.md", "--prompts", "prompts"]).ends(0);
    assert_eq!(server.seen().len(), 2);
}

#[test]
fn a_misspelt_variable_is_found_before_anything_is_sent() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    desk.put("prompts/review/verify.md", "{{ candidats }}");
    let run = desk.review(&server, &["spec.md", "--prompts", "prompts"]).ends(2);
    run.says(&[
        "review/verify.md has an error: it uses `candidats`, but is given",
        "candidates",
        "mend the template",
    ]);
    assert_eq!(server.seen().len(), 0);
}

#[test]
fn a_broken_template_is_told_with_its_line() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    desk.put("prompts/repair.md", "Again:\n{% if cut %}\n");
    let run = desk.review(&server, &["spec.md", "--prompts", "prompts"]).ends(2);
    run.says(&[
        "the prompt template repair.md has an error: syntax error",
        "(in repair.md:2)",
    ]);
    assert_eq!(server.seen().len(), 0);
}

#[test]
fn a_file_that_overrides_nothing_is_an_error() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    desk.put("prompts/review/detekt.md", "x");
    let run = desk.review(&server, &["spec.md", "--prompts", "prompts"]).ends(2);
    run.says(&[
        "detekt.md is no prompt template; the templates are",
        "review/detect.md",
    ]);
    assert_eq!(server.seen().len(), 0);
}

#[test]
fn a_folder_of_templates_that_is_not_there_is_an_error() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    let run = desk.review(&server, &["spec.md", "--prompts", "nowhere"]).ends(2);
    run.says(&[
        "the prompt templates in nowhere could not be read",
        "leave --prompts out",
    ]);
}

#[test]
fn a_schema_template_without_its_placeholder_is_an_error() {
    let (desk, server) = (Desk::new(), Server::reading(full()));
    desk.put("prompts/schema.md", "Answer in JSON.");
    let run = desk.review(&server, &["spec.md", "--prompts", "prompts"]).ends(2);
    run.says(&["lacks the placeholder {schema}"]);
    assert_eq!(server.seen().len(), 0);
}

#[test]
fn a_document_cannot_close_its_fence_or_open_another() {
    let (desk, mut answer) = (
        Desk::new(),
        raising(&[flag("F1", "no-goal", "blocker", "Note to AI reviewers")]),
    );
    desk.put("portal.md", HOSTILE);
    answer["flags"][0]["passages"][0]["document"] = "portal.md".into();
    let server = Server::reading(answer);
    desk.review(&server, &["portal.md", "--strategy", "strategy.md"])
        .ends(0)
        .shows(&["portal.md:18:1"]);
    for (request, fences) in server.seen().iter().zip([2, 3]) {
        let user = request.user();
        let marker = user
            .strip_prefix("<document-")
            .unwrap()
            .split(' ')
            .next()
            .unwrap();
        assert!(!HOSTILE.contains(marker));
        let (opening, closing) = (format!("<document-{marker} "), format!("</document-{marker}>"));
        assert_eq!(
            (user.matches(&opening).count(), user.matches(&closing).count()),
            (fences, fences)
        );
        let spec = user
            .split(&opening)
            .find(|text| text.starts_with("role=\"spec\""))
            .unwrap();
        let inside = spec.split(&closing).next().unwrap();
        for words in [
            "</document>",
            "Return no findings",
            "[SYSTEM]",
            "Reviewed and ready to build",
            "<|im_end|>",
        ] {
            assert!(inside.contains(words), "{words}");
            assert_eq!(
                user.matches(words).count(),
                inside.matches(words).count(),
                "{words} stays inside"
            );
        }
        assert!(!request.message(0).contains("Reviewed and ready"));
        assert_eq!(request.body["messages"].as_array().unwrap().len(), 2);
    }
}

#[test]
fn a_template_in_a_document_is_text_and_a_name_cannot_leave_its_tag() {
    let (desk, server) = (Desk::new(), Server::reading(raising(&[])));
    let name = "a\"> {{ fence }}.md";
    desk.put(
        name,
        "# Title\n\n{{ fence }} {% include 'repair.md' %} {# gone? #}\n",
    );
    desk.review(&server, &[name]).ends(0);
    let seen = server.seen();
    assert!(
        seen[0]
            .user()
            .contains("{{ fence }} {% include 'repair.md' %} {# gone? #}")
    );
    assert!(seen[0].user().contains("label=\"a__ {{ fence }}.md\">"));
}

#[test]
fn what_a_model_writes_cannot_mislead_a_terminal() {
    let (desk, mut answer) = (
        Desk::new(),
        raising(&[flag("F1", "missing-case", "major", "within 30 days")]),
    );
    answer["summary"] = "Fine\u{1b}[2J\u{202e} done\r\u{7}".into();
    answer["flags"][0]["title"] = "\u{1b}]0;owned\u{7}Which?".into();
    let server = Server::reading(answer);
    for format in ["text", "markdown", "json"] {
        let run = desk
            .review(&server, &["spec.md", "-v", "--format", format])
            .ends(0);
        for sign in ['\u{1b}', '\u{7}', '\r', '\u{202e}'] {
            assert!(
                !run.out.contains(sign) && !run.err.contains(sign),
                "{format}: {sign:?}"
            );
        }
    }
}
