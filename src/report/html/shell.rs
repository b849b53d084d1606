//! The frame of every page: head, policy, the way past the navigation, and the writing of it all.

use crate::report::clean;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};
use std::io::{self, Write};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// A page before it is framed.
pub struct Page<'a> {
    /// The title of the window.
    pub title: &'a str,
    /// The job whose report it is, such as `Review`.
    pub job: &'static str,
    /// The program that wrote it, with its version.
    pub tool: &'a str,
    /// Where the navigation leads: ids and words.
    pub contents: Vec<(String, String)>,
    /// Everything between the navigation and the footing.
    pub body: Markup,
}

/// Writes a page. Characters that a reader cannot see, or that put words into another order, are disarmed at the end for
/// all of it, so that none slips through.
pub fn write(page: &Page<'_>, out: &mut dyn Write) -> io::Result<()> {
    let html = framed(page).into_string();
    out.write_all(clean::text(&html).as_bytes())
}

fn framed(page: &Page<'_>) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy());
                meta http-equiv="x-dns-prefetch-control" content="off";
                meta name="referrer" content="no-referrer";
                meta name="robots" content="noindex";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (page.title) " · " (page.job) " by clarify" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#main" { "Skip to the report" }
                (banner(page))
                main #main tabindex="-1" { (page.body) }
                footer.foot { p { "Written by " (page.tool) ". This page loads nothing and sends nothing." } }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    }
}

fn banner(page: &Page<'_>) -> Markup {
    html! {
        header.bar {
            p.brand { strong { "clarify" } " " span { (page.job) } }
            nav aria-label="Contents" {
                ul { @for (id, words) in &page.contents { li { a href={ "#" (id) } { (words) } } } }
            }
        }
    }
}

/// Lets this page's own style and script in, and nothing else.
fn policy() -> String {
    let (style, script) = (hash(STYLE), hash(SCRIPT));
    format!(
        "default-src 'none'; style-src '{style}'; script-src '{script}'; base-uri 'none'; form-action 'none'"
    )
}

fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}
