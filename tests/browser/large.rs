//! A page of many findings opens and filters without delay.

use crate::desk::{Desk, run};
use crate::driver::Browser;
use crate::pages::Page;
use std::io::Write;

/// Far longer than either takes; the figures are printed.
const PATIENCE_MS: f64 = 10_000.0;

fn many() -> String {
    let line = |index| format!("- Requirement {index}: the answer is given quickly.\n");
    let desk = Desk::new();
    desk.put("long.md", (1..=500).map(line).collect::<String>());
    let run = run(&mut desk.clarify(&["review", "long.md", "--rules-only", "--format", "html"]));
    assert_eq!(run.code, Some(0), "{}", run.err);
    run.out
}

#[test]
fn five_hundred_findings_open_and_filter_without_delay() {
    let Some(browser) = Browser::open("five hundred findings") else {
        return;
    };
    let page = Page::of(&many());
    browser.open_file(&page.path);
    let cards = browser
        .run("return document.querySelectorAll('.card').length")
        .as_u64()
        .unwrap();
    assert!(cards >= 500, "{cards}");
    let loaded = browser
        .run("document.body.offsetHeight; return performance.getEntriesByType('navigation')[0].loadEventEnd");
    let filtered = browser.run(
        "const box = document.querySelector('.filters input'); const begun = performance.now();
         box.click(); document.body.offsetHeight; return performance.now() - begun",
    );
    let left = browser.run(
        "return [...document.querySelectorAll('.card')].filter((card) => card.checkVisibility()).length",
    );
    assert!(left.as_u64() < Some(cards));
    let (loaded, filtered) = (loaded.as_f64().unwrap(), filtered.as_f64().unwrap());
    let _ = writeln!(
        std::io::stderr(),
        "{cards} findings: loaded in {loaded:.0} ms, filtered in {filtered:.0} ms"
    );
    assert!(
        loaded < PATIENCE_MS && filtered < PATIENCE_MS,
        "{loaded} {filtered}"
    );
}
