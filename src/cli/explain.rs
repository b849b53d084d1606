//! `clarify explain`: the pages of the catalogue, or one tracked finding.

use super::args::ExplainArgs;
use super::failure::Failure;
use super::{explain_finding, output};
use crate::domain::catalogue::{self, Page};
use std::io::{self, Write};

const WIDTH: usize = 80;

/// Prints one page, the list of all, or one finding.
pub fn run(args: &ExplainArgs) -> Result<(), Failure> {
    match args.code.as_deref() {
        Some(id) if is_id(id) => explain_finding::run(args, id),
        None => Ok(output::write(None, list)?),
        Some(code) => match catalogue::page(code) {
            Some(page) => Ok(output::write(None, |out| show(page, out))?),
            None => Err(unknown(code)),
        },
    }
}

/// Tells whether what was typed is the id of a finding: a letter for its sort, and a hash.
fn is_id(typed: &str) -> bool {
    let hash = ["f-", "a-", "q-"]
        .into_iter()
        .find_map(|sort| typed.strip_prefix(sort));
    hash.is_some_and(|hash| {
        hash.starts_with(|first: char| first.is_ascii_hexdigit())
            && hash.contains(|l: char| l.is_ascii_digit())
    })
}

fn list(out: &mut dyn Write) -> io::Result<()> {
    let mut family = None;
    for page in catalogue::pages() {
        if family != Some(page.family) {
            let gap = if family.is_some() { "\n" } else { "" };
            writeln!(out, "{gap}{}", page.family.as_str())?;
            family = Some(page.family);
        }
        let head = format!("  {:<26}", page.code);
        let options = textwrap::Options::new(WIDTH)
            .initial_indent(&head)
            .subsequent_indent(INDENT);
        writeln!(out, "{}", textwrap::fill(page.flags, options))?;
    }
    Ok(())
}

const INDENT: &str = "                            ";

fn show(page: &Page, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{} ({})\n", page.code, page.family.as_str())?;
    let parts = [
        ("What it flags", page.flags),
        ("Why it hurts", page.hurts),
        ("Example", page.example),
        ("Ask instead", page.ask),
        ("Source", page.source),
    ];
    for (name, text) in parts {
        let options = textwrap::Options::new(WIDTH)
            .initial_indent("  ")
            .subsequent_indent("  ");
        writeln!(out, "{name}\n{}\n", textwrap::fill(text, options))?;
    }
    Ok(())
}

fn unknown(code: &str) -> Failure {
    let code = crate::report::plain_line(code);
    let near = catalogue::pages().map(|page| (strsim::jaro_winkler(page.code, &code), page.code));
    let near = near
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let hint = match near {
        Some((_, near)) => format!("did you mean {near}? `clarify explain` lists all"),
        None => "`clarify explain` lists all".to_owned(),
    };
    Failure::new(format!("there is no kind of finding called {code}"), Some(hint))
}
