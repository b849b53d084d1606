//! Pages as people use them: filters, keyboard, copying, without the script, on paper.

use crate::driver::Browser;
use crate::pages::Page;
use serde_json::{Value, json};

const TAB: char = '\u{e004}';
const ENTER: char = '\u{e007}';

/// Chooses in a filter as a person would.
fn choose(browser: &Browser, name: &str, value: &str) {
    browser.run(&format!(
        "const each = document.querySelector('.filters [name={name}]'); each.value = '{value}'; \
         each.dispatchEvent(new Event('change', {{bubbles: true}}));"
    ));
}

/// The cards that are shown: severity, kind and who raised each.
fn shown(browser: &Browser) -> Vec<Value> {
    let cards = browser.run(
        "return [...document.querySelectorAll('.card')].filter((card) => card.checkVisibility())
           .map((card) => [card.dataset.severity, card.dataset.kind, card.dataset.source, card.dataset.people])",
    );
    cards.as_array().unwrap().clone()
}

#[test]
fn filters_leave_what_was_chosen_and_nothing_else() {
    let Some(browser) = Browser::open("filters") else {
        return;
    };
    browser.open_file(&Page::review().path);
    let all = shown(&browser).len();
    assert!(all > 30);
    let leave = |name: &str, value: &str, place: usize| {
        choose(&browser, name, value);
        let left = shown(&browser);
        assert!(!left.is_empty() && left.len() < all, "{name}: {}", left.len());
        let is_chosen = |card: &Value| card[place].as_str().unwrap().split(' ').any(|each| each == value);
        assert!(left.iter().all(is_chosen), "{name}: {left:?}");
        let said = browser.run("return document.querySelector('.filters output').value");
        assert_eq!(said, format!("{} of {all} findings", left.len()));
        let lit = browser.run("return document.querySelectorAll('mark:not(.off)').length");
        assert!(
            lit.as_u64()
                < browser
                    .run("return document.querySelectorAll('mark').length")
                    .as_u64()
        );
        choose(&browser, name, "");
    };
    leave("kind", "missing-case", 1);
    leave("source", "rules", 2);
    leave("people", "0", 3);
    browser.run("document.querySelector('.filters [value=minor]').click()");
    assert!(shown(&browser).iter().all(|card| card[0] != "minor"));
    browser.run("document.querySelector('.filters button').click()");
    browser.run_async("setTimeout(arguments[0], 100)");
    assert_eq!(shown(&browser).len(), all);
}

#[test]
fn the_keyboard_reaches_every_control_and_each_shows_that_it_is_reached() {
    let Some(browser) = Browser::open("the keyboard") else {
        return;
    };
    browser.open_file(&Page::review().path);
    let controls = "[...document.querySelectorAll('a[href], button, select, input, summary, [tabindex=\"0\"]')].filter((each) => each.checkVisibility())";
    let count = browser
        .run(&format!("return {controls}.length"))
        .as_u64()
        .unwrap();
    assert!(count > 100);
    browser.run("window.reached = new Set(); window.bare = [];");
    for _ in 0..count {
        browser.press(TAB);
        browser.run(
            "const at = document.activeElement; reached.add(at);
             if (getComputedStyle(at).outlineStyle === 'none') bare.push(at.outerHTML.slice(0, 80));",
        );
    }
    let missed = browser.run(&format!(
        "return {controls}.filter((each) => !reached.has(each)).map((each) => each.outerHTML.slice(0, 80))"
    ));
    assert_eq!(missed, json!([]));
    assert_eq!(browser.run("return bare"), json!([]));
}

#[test]
fn a_number_in_the_text_unfolds_its_card_beside_it() {
    let Some(browser) = Browser::open("numbers") else {
        return;
    };
    browser.open_file(&Page::review().path);
    browser.run("document.querySelector('.number[href=\"#f12\"]').focus()");
    assert_eq!(
        browser.run("return document.querySelector('#f12 details').open"),
        false
    );
    browser.press(ENTER);
    browser.run_async("setTimeout(arguments[0], 600)");
    let state = browser.run(
        "const card = document.getElementById('f12');
         const place = document.getElementById('f12-1').getBoundingClientRect();
         return [card.querySelector('details').open, document.activeElement === card, Math.abs(card.getBoundingClientRect().top - place.top) < 40]",
    );
    assert_eq!(state, json!([true, true, true]));
}

#[test]
fn no_card_lies_over_another_in_the_margin() {
    let Some(browser) = Browser::open("the margin") else {
        return;
    };
    browser.open_file(&Page::review().path);
    browser.run_async("setTimeout(arguments[0], 300)");
    let over = browser.run(
        "const boxes = [...document.querySelectorAll('.spec .card')].map((card) => card.getBoundingClientRect()).sort((a, b) => a.top - b.top);
         return boxes.filter((box, at) => at && box.top < boxes[at - 1].bottom).length",
    );
    assert_eq!(over, 0);
}

#[test]
fn a_copy_button_copies_the_questions_for_one_person() {
    let Some(browser) = Browser::open("copying") else {
        return;
    };
    let page = Page::review();
    browser.open_file(&page.path);
    browser.run("navigator.clipboard.writeText = async (text) => { window.copied = text; }; document.querySelector('.copy').click();");
    let copied =
        browser.run_async("const done = arguments[0]; setTimeout(() => done(window.copied ?? null), 100)");
    let copied = copied.as_str().unwrap();
    assert!(copied.starts_with("Questions for Aylin Demir\n\n1. "), "{copied}");
    assert!(
        copied.contains("\n   a) ") && copied.contains("If nobody answers: "),
        "{copied}"
    );
}

#[test]
fn without_the_script_everything_is_there_but_the_filters() {
    let Some(browser) = Browser::open("a page without its script") else {
        return;
    };
    browser.tell("Emulation.setScriptExecutionDisabled", &json!({"value": true}));
    let page = Page::review();
    browser.open_file(&page.path);
    let html = browser.tell("DOM.getDocument", &json!({}));
    let root = html["root"]["nodeId"].clone();
    let count = |selector: &str| {
        let found = browser.tell(
            "DOM.querySelectorAll",
            &json!({"nodeId": root, "selector": selector}),
        );
        found["nodeIds"].as_array().unwrap().len()
    };
    assert!(count(".card") > 30 && count("mark") > 30 && count(".card details[open]") > 1);
    assert_eq!(
        (count(".filters:not([hidden])"), count(".copy:not([hidden])")),
        (0, 0)
    );
}

#[test]
fn on_paper_every_card_is_unfolded() {
    let Some(browser) = Browser::open("print") else {
        return;
    };
    browser.open_file(&Page::review().path);
    browser.tell("Emulation.setEmulatedMedia", &json!({"media": "print"}));
    let hidden = browser.run("return [...document.querySelectorAll('.card .body')].filter((body) => body.offsetHeight < 10).length");
    let filters = browser.run("return document.querySelector('.filters').checkVisibility()");
    assert_eq!((hidden, filters), (json!(0), json!(false)));
    let pdf = browser.tell("Page.printToPDF", &json!({"printBackground": false}));
    assert!(pdf["data"].as_str().unwrap().len() > 20_000);
}
