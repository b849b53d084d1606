//! Links that lead nowhere: to a heading that the document does not have, to a file that is not there, or to a link
//! definition that nobody wrote.

use crate::document::{BlockKind, Link};
use crate::domain::{FlagKind, Span};
use crate::rules::check::Hit;
use crate::rules::passage::Passage;
use crate::rules::subject::Subject;
use regex::Regex;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// The attributes by which HTML, and the braces by which some dialects of Markdown, name a place.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?i-u)(?:(?:id|name)=["']([A-Za-z0-9_.:%-]{1,200})["']|\{#([A-Za-z0-9_.:-]{1,200}))"#)
        .expect("the pattern is valid")
});

static UNDEFINED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\[([^\[\]]{1,120})\]\[([^\[\]]{0,120})\]").expect("the pattern is valid"));

/// Finds links whose target is not there. Files are looked for only where the document is one itself.
pub fn dangling(subject: &Subject<'_>) -> Vec<Hit> {
    let mut places = Places::of(subject);
    let links = subject.document.links().iter();
    let mut hits: Vec<_> = links.filter_map(|link| places.lost(subject, link)).collect();
    hits.extend(
        subject
            .passages
            .iter()
            .flat_map(|passage| undefined(subject, passage)),
    );
    hits
}

/// Where the links of a document may lead.
struct Places {
    anchors: Option<HashSet<String>>,
    folder: Option<PathBuf>,
    files: HashMap<String, bool>,
}

impl Places {
    fn of(subject: &Subject<'_>) -> Self {
        let path = Path::new(subject.document.path());
        let has_links = !subject.document.links().is_empty();
        let folder = (has_links && path.is_file()).then(|| path.parent().map(Path::to_owned));
        Self {
            anchors: None,
            folder: folder.flatten(),
            files: HashMap::new(),
        }
    }

    fn lost(&mut self, subject: &Subject<'_>, link: &Link) -> Option<Hit> {
        let target = link.target.trim();
        let message = match target.strip_prefix('#') {
            Some("" | "top") => return None,
            Some(name) if self.has_anchor(subject, name) => return None,
            Some(name) => format!("no heading or anchor here is called “#{name}”"),
            None => {
                let file = self.missing_file(target)?;
                format!("there is no file “{file}” beside this document")
            }
        };
        Some(hit(link.span, message))
    }

    fn has_anchor(&mut self, subject: &Subject<'_>, name: &str) -> bool {
        let anchors = self.anchors.get_or_insert_with(|| anchors(subject));
        let name = decoded(name);
        // A leading section number, emoji or mark is treated differently from site to site.
        anchors.contains(&plain(&name))
    }

    /// Returns the relative path that a link names, where there is no such file.
    fn missing_file<'t>(&mut self, target: &'t str) -> Option<&'t str> {
        let folder = self.folder.as_ref()?;
        let path = target.split(['#', '?']).next().unwrap_or_default();
        let is_address =
            path.is_empty() || path.starts_with(['/', '\\', '<', '{', '$', '~']) || path.contains(':');
        if is_address || path.len() > 1000 {
            return None;
        }
        let exists = self.files.entry(path.to_owned()).or_insert_with(|| {
            let file = decoded(path);
            // Sites leave out the ending of a page.
            [file.clone(), format!("{file}.md")]
                .iter()
                .any(|file| folder.join(file).exists())
        });
        (!*exists).then_some(path)
    }
}

fn hit(span: Span, message: String) -> Hit {
    Hit::new(
        FlagKind::DanglingReference,
        span,
        message,
        "Where should it lead? Correct the link, or take it out.",
    )
}

/// Returns the names of all places in a document, in the plain spelling of [`plain`].
fn anchors(subject: &Subject<'_>) -> HashSet<String> {
    let document = subject.document;
    let mut found = HashSet::new();
    let mut given: HashMap<String, usize> = HashMap::new();
    for section in document.sections() {
        let slug = plain(&section.title);
        let times = given.entry(slug.clone()).or_default();
        if *times > 0 {
            found.insert(format!("{slug}{times}"));
        }
        *times += 1;
        found.insert(slug);
    }
    let may_name = |kind: BlockKind| kind != BlockKind::Code;
    for block in document.blocks().iter().filter(|block| may_name(block.kind)) {
        for name in NAMED.captures_iter(document.words_at(block.span)) {
            let name = name.get(1).or_else(|| name.get(2));
            found.extend(name.map(|name| plain(name.as_str())));
        }
    }
    found
}

/// Spells a place with letters and digits alone, since sites differ in what they make of the rest.
fn plain(name: &str) -> String {
    let name = name.split("{#").next().unwrap_or_default();
    name.chars()
        .filter(|char| char.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Decodes the percent signs of an address; what cannot be decoded stays.
fn decoded(address: &str) -> String {
    let bytes = address.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = (bytes[at] == b'%').then(|| address.get(at + 1..at + 3)).flatten();
        let byte = code.and_then(|code| u8::from_str_radix(code, 16).ok());
        plain.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    String::from_utf8(plain).unwrap_or_else(|_| address.to_owned())
}

/// Finds links by reference whose definition is nowhere: Markdown shows them with all their brackets.
fn undefined(subject: &Subject<'_>, passage: &Passage) -> Vec<Hit> {
    let text = passage.prose.text();
    if !text.contains("][") {
        return Vec::new();
    }
    let is_link = |words: &str| {
        words.contains(|char: char| char.is_alphabetic()) && !words.contains(['"', '\'', '=', '$'])
    };
    let found = UNDEFINED
        .captures_iter(text)
        .filter(|link| is_link(&link[1]) && (link[2].is_empty() || is_link(&link[2])));
    let spans = found.filter_map(|link| {
        Some((
            subject.span(passage, link.get(0)?.range())?,
            if link[2].is_empty() {
                link[1].to_owned()
            } else {
                link[2].to_owned()
            },
        ))
    });
    spans
        .map(|(span, name)| {
            hit(
                span,
                format!("the link’s definition “{name}” is nowhere in the document"),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::rules::document::tests::{found, found_in};

    fn dangling(text: &str) -> Vec<String> {
        found("dangling-reference", text)
    }

    #[test]
    fn a_link_to_a_heading_that_is_not_there_is_found() {
        let text = "# Refunds\n\nSee [limits](#spending-limits).\n\n## Spending rules\n\nNone.\n";
        assert_eq!(dangling(text), ["[limits](#spending-limits)"]);
    }

    #[test]
    fn a_link_to_a_heading_or_anchor_is_not() {
        let text = "# Refunds & returns: *all* of them\n\n<a id=\"fees\"></a>\n\nSee [1](#refunds--returns-all-of-them), [2](#fees), \
                    [3](#caf%C3%A9), [4](#caf%C3%A9-1), [5](#x), [6](#).\n\n## Café\n\n## Café\n\n## Limits {#x}\n";
        assert_eq!(dangling(text), [""; 0]);
    }

    #[test]
    fn a_link_without_its_definition_is_found_and_one_with_it_is_not() {
        let text =
            "See [the limits][limits] and [the fees][fees], and list[0][1].\n\n[fees]: https://example.com\n";
        assert_eq!(dangling(text), ["[the limits][limits]"]);
    }

    #[test]
    fn a_file_that_is_not_there_is_found_where_the_document_is_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("spec.md");
        let text = "See [a](other%20page.md#top), [b](gone.md), [c](https://x.y/z.md), [d](/root.md), [e](other%20page).";
        std::fs::write(&path, text).unwrap();
        std::fs::write(folder.path().join("other page.md"), "x").unwrap();
        assert_eq!(
            found_in(path.to_str().unwrap(), "dangling-reference", text),
            ["[b](gone.md)"]
        );
        assert_eq!(found_in("-", "dangling-reference", text), [""; 0]);
    }
}
