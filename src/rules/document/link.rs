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

/// How many files a document links to at least, none of them there, before it counts as moved.
const AWAY: usize = 3;

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
    let mut hits: Vec<_> = links
        .filter_map(|link| places.lost_anchor(subject, link))
        .collect();
    hits.extend(places.lost_files(subject));
    hits.extend(undefined(subject));
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

    fn lost_anchor(&mut self, subject: &Subject<'_>, link: &Link) -> Option<Hit> {
        match link.target.trim().strip_prefix('#')? {
            "" | "top" => None,
            name if self.has_anchor(subject, name) => None,
            name => Some(hit(
                link.span,
                format!("no heading or anchor here is called “#{name}”"),
            )),
        }
    }

    /// Finds links to files that are not there; where none of several is, the document was moved, which is said once.
    fn lost_files(&mut self, subject: &Subject<'_>) -> Vec<Hit> {
        let links = subject.document.links().iter();
        let lost: Vec<_> = links
            .filter_map(|link| Some((link.span, self.missing_file(link.target.trim())?)))
            .collect();
        if self.is_away() {
            return astray(&lost, self.files.len()).into_iter().collect();
        }
        lost.into_iter()
            .map(|(span, file)| hit(span, format!("there is no file “{file}” beside this document")))
            .collect()
    }

    /// Tells whether the document seems to stand elsewhere than it was written for.
    fn is_away(&self) -> bool {
        self.files.len() >= AWAY && self.files.values().all(|exists| !exists)
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

/// Says of all links to files at once that they lead nowhere.
fn astray(lost: &[(Span, &str)], files: usize) -> Option<Hit> {
    let (&(first, _), others) = lost.split_first()?;
    let hit = Hit::new(
        FlagKind::DanglingReference,
        first,
        format!("none of the {files} files that the document links to is there"),
        "Was the document moved or copied? Check it where its links lead somewhere, or correct them.",
    );
    Some(
        hit.with(others.iter().map(|(span, _)| *span).collect())
            .low_where(true),
    )
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

/// Finds links by reference whose definition is nowhere, each name once: Markdown shows them with all their brackets.
/// A site often defines the images of its badges for all its pages, so that these are said low.
fn undefined(subject: &Subject<'_>) -> Vec<Hit> {
    let mut names: Vec<(String, Vec<Span>)> = Vec::new();
    let mut seen: HashMap<String, usize> = HashMap::new();
    for (span, name) in subject
        .passages
        .iter()
        .flat_map(|passage| unmade(subject, passage))
    {
        let at = *seen.entry(name.to_lowercase()).or_insert(names.len());
        match names.get_mut(at) {
            Some((_, spans)) => spans.push(span),
            None => names.push((name.to_owned(), vec![span])),
        }
    }
    let hits = names.into_iter().filter_map(|(name, spans)| {
        let (first, others) = spans.split_first()?;
        let message = format!("the link’s definition “{name}” is nowhere in the document");
        let is_image = subject.document.text()[..first.start()].ends_with('!');
        Some(hit(*first, message).with(others.to_vec()).low_where(is_image))
    });
    hits.collect()
}

/// Returns the links by reference that Markdown left as words, with the names of their definitions.
fn unmade<'a>(subject: &Subject<'_>, passage: &'a Passage) -> Vec<(Span, &'a str)> {
    let text = passage.prose.text();
    if !text.contains("][") {
        return Vec::new();
    }
    let is_link = |words: &str| {
        words.contains(|char: char| char.is_alphabetic()) && !words.contains(['"', '\'', '=', '$'])
    };
    let found = UNDEFINED.captures_iter(text).filter_map(|link| {
        let (words, name) = (link.get(1)?.as_str(), link.get(2)?.as_str());
        let is_meant = is_link(words) && (name.is_empty() || is_link(name));
        let span = subject.span(passage, link.get(0)?.range())?;
        is_meant.then_some((span, if name.is_empty() { words } else { name }))
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use crate::document::Document;
    use crate::domain::Severity;
    use crate::rules::check::check;
    use crate::rules::document::tests::{found, found_in};
    use crate::rules::policy::Policy;

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
    fn an_image_without_its_definition_is_a_note() {
        let severity = |text: &str| {
            let document = Document::new("a.md".into(), "a".into(), text.into());
            check(&document, &Policy::default()).hits[0].severity
        };
        assert_eq!(severity("Open to all: ![Help wanted][badge]"), Severity::Note);
        assert_eq!(severity("Open to all: see the [list][all]"), Severity::Minor);
    }

    #[test]
    fn a_definition_that_is_missing_is_said_once() {
        let text = "See [the limits][limits].\n\nThe [same limits][Limits] hold, as [fees][] do.\n";
        assert_eq!(
            dangling(text),
            ["[the limits][limits] ~ [same limits][Limits]", "[fees][]"]
        );
    }

    #[test]
    fn a_document_none_of_whose_files_is_there_is_told_so_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("spec.md");
        let text = "See [a](a.md), [b](b.md#x), [c](c.md) and [a again](a.md).";
        std::fs::write(&path, text).unwrap();
        let lost = || found_in(path.to_str().unwrap(), "dangling-reference", text);
        assert_eq!(lost(), ["[a](a.md) ~ [b](b.md#x) ~ [c](c.md) ~ [a again](a.md)"]);
        std::fs::write(folder.path().join("b.md"), "x").unwrap();
        assert_eq!(lost(), ["[a](a.md)", "[c](c.md)", "[a again](a.md)"]);
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
