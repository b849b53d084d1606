//! What axe-core and a narrow window find wrong with the pages: nothing.

use crate::driver::{Browser, skip};
use crate::pages::Page;
use serde_json::Value;

/// The script of axe-core, where `CLARIFY_AXE` names it.
fn axe(test: &str) -> Option<String> {
    let Ok(path) = std::env::var("CLARIFY_AXE") else {
        skip(test, "CLARIFY_AXE does not name axe.min.js");
        return None;
    };
    Some(std::fs::read_to_string(path).unwrap())
}

fn violations(browser: &Browser, axe: &str) -> Vec<String> {
    browser.run(axe);
    let found = browser.run_async(
        "const done = arguments[0]; axe.run().then(done, (error) => done({error: String(error)}));",
    );
    assert!(found["error"].is_null(), "{found}");
    assert!(
        found["passes"].as_array().is_some_and(|passes| passes.len() > 15),
        "axe looked at next to nothing"
    );
    let violations = found["violations"].as_array().unwrap().iter();
    violations.map(described).collect()
}

fn described(violation: &Value) -> String {
    let nodes = violation["nodes"].as_array().unwrap();
    let html: Vec<String> = nodes
        .iter()
        .take(3)
        .map(|node| format!("{} {}", node["html"], node["failureSummary"]))
        .collect();
    format!(
        "{} ({} times): {}",
        violation["help"],
        nodes.len(),
        html.join(" | ")
    )
}

fn assert_accessible(test: &str, page: &Page) {
    let Some(browser) = Browser::open(test) else {
        return;
    };
    let Some(axe) = axe(test) else { return };
    for scheme in ["light", "dark"] {
        browser.prefer(scheme);
        browser.open_file(&page.path);
        browser.run("document.querySelectorAll('details').forEach((each) => { each.open = true; })");
        let found = violations(&browser, &axe);
        assert!(found.is_empty(), "{scheme}: {found:#?}");
    }
}

#[test]
fn axe_finds_nothing_wrong_with_a_review_light_or_dark() {
    assert_accessible("axe on a review", &Page::review());
}

#[test]
fn axe_finds_nothing_wrong_with_an_audit_light_or_dark() {
    assert_accessible("axe on an audit", &Page::audit());
}

#[test]
fn axe_finds_nothing_wrong_with_briefs_light_or_dark() {
    assert_accessible("axe on briefs", &Page::brief());
}

#[test]
fn no_page_is_wider_than_a_phone() {
    let Some(browser) = Browser::open("pages on a phone") else {
        return;
    };
    browser.resize(390);
    for page in [Page::review(), Page::audit(), Page::brief()] {
        browser.open_file(&page.path);
        let width = browser.run("return document.documentElement.scrollWidth");
        assert_eq!(width, 390, "{}", page.path.display());
    }
}
