//! Places of a document as programs name them: from one line and column to another, counted as a format wants it, and paths
//! as a repository knows them.

use super::Sources;
use crate::document::Document;
use crate::domain::Anchor;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::path::{Component, Path, PathBuf};

/// Where words begin and end, counted from 1; the end lies behind the last of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// The line of the first character.
    pub start_line: usize,
    /// The column of the first character.
    pub start_column: usize,
    /// The line of the last character.
    pub end_line: usize,
    /// The column behind the last character.
    pub end_column: usize,
}

impl Region {
    /// The beginning of a document: the place of what is said of all of it.
    pub const START: Self = Self {
        start_line: 1,
        start_column: 1,
        end_line: 1,
        end_column: 1,
    };

    /// Returns where an anchor's words stand, columns counted in characters (Unicode code points).
    pub fn in_characters(anchor: &Anchor) -> Self {
        let first = (anchor.position.line, anchor.position.column);
        if anchor.item.is_some() {
            // In the file, marks of its format may stand between the words: only their beginning is known.
            return Self::along(first, "", str::len);
        }
        Self::along(first, &anchor.quote, |words| words.chars().count())
    }

    /// Returns where an anchor's words stand, columns counted in bytes of UTF-8, a byte order mark among them; `None` where
    /// the document does not hold them, or its text is not that of its file.
    pub fn in_bytes(anchor: &Anchor, document: &Document) -> Option<Self> {
        if anchor.item.is_some() {
            return None;
        }
        let span = anchor.span.range();
        let before = document.text().get(..span.start)?;
        document.text().get(span).filter(|words| *words == anchor.quote)?;
        let line = before.rsplit('\n').next().unwrap_or(before);
        Some(Self::along(
            (anchor.position.line, line.len() + 1),
            &anchor.quote,
            str::len,
        ))
    }

    /// Walks from the first character to the end of a quote, white space at its end left out.
    fn along((start_line, start_column): (usize, usize), quote: &str, length: fn(&str) -> usize) -> Self {
        let quote = quote.trim_end();
        let breaks = quote.matches('\n').count();
        let last = quote.rsplit('\n').next().unwrap_or(quote);
        Self {
            start_line,
            start_column,
            end_line: start_line + breaks,
            end_column: length(last) + if breaks == 0 { start_column } else { 1 },
        }
    }
}

/// Returns a path without detours, with `/` between its parts: from the root of the sources where it lies below it, else
/// as it was given.
pub fn path(path: &str, sources: &Sources) -> String {
    let path = Path::new(path);
    let inner = path.strip_prefix(sources.root()).unwrap_or(path);
    let mut plain = PathBuf::new();
    for part in inner.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if plain.file_name().is_some() => {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    let shown = plain.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' {
        shown.into_owned()
    } else {
        shown.replace(std::path::MAIN_SEPARATOR, "/")
    }
}

/// What stands as itself in the path of a URI. A colon does not: before the first `/` it would end a scheme.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/');

/// Returns a path as a URI, and whether that is relative.
pub fn uri(given: &str, sources: &Sources) -> (String, bool) {
    let plain = path(given, sources);
    let encoded = utf8_percent_encode(&plain, PLAIN).to_string();
    if Path::new(&plain).is_absolute() {
        (
            format!(
                "file://{}{encoded}",
                if plain.starts_with('/') { "" } else { "/" }
            ),
            false,
        )
    } else {
        (encoded, true)
    }
}

/// Returns a relative path as a link within a page.
pub fn link(path: &str) -> String {
    utf8_percent_encode(path, PLAIN).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Role;
    use crate::report::samples::{document, quoted};

    fn rooted() -> Sources {
        Sources::new().rooted(PathBuf::from("/srv/shop"))
    }

    #[test]
    fn columns_are_counted_in_characters_or_in_bytes() {
        let spec = document("s.md", "# A\r\n尽快 👩🏽 é reply soon\r\n");
        let anchor = quoted(&spec, Role::Spec, "soon");
        let characters = Region::in_characters(&anchor);
        assert_eq!(
            (
                characters.start_line,
                characters.start_column,
                characters.end_column
            ),
            (2, 15, 19)
        );
        let bytes = Region::in_bytes(&anchor, &spec).unwrap();
        assert_eq!(
            (bytes.start_line, bytes.start_column, bytes.end_column),
            (2, 26, 30)
        );
    }

    #[test]
    fn a_byte_order_mark_is_bytes_and_no_column() {
        let spec = document("s.md", "\u{feff}soon");
        let anchor = quoted(&spec, Role::Spec, "soon");
        assert_eq!(Region::in_characters(&anchor).start_column, 1);
        assert_eq!(Region::in_bytes(&anchor, &spec).unwrap().start_column, 4);
    }

    #[test]
    fn words_over_several_lines_end_on_the_last_and_not_behind_its_end() {
        let spec = document("s.md", "one two\nthree four\n\nfive");
        let anchor = quoted(&spec, Role::Spec, "two\nthree four\n\n");
        let region = Region::in_characters(&anchor);
        assert_eq!(
            region,
            Region {
                start_line: 1,
                start_column: 5,
                end_line: 2,
                end_column: 11
            }
        );
    }

    #[test]
    fn an_anchor_that_lies_about_its_place_has_no_bytes() {
        let spec = document("s.md", "one two");
        let mut anchor = quoted(&spec, Role::Spec, "two");
        anchor.quote = "three".into();
        assert_eq!(Region::in_bytes(&anchor, &spec), None);
    }

    #[test]
    fn paths_are_those_of_the_repository() {
        for (given, plain) in [
            ("./specs/../specs/a.md", "specs/a.md"),
            ("/srv/shop/specs/a.md", "specs/a.md"),
            ("/elsewhere/a.md", "/elsewhere/a.md"),
            ("../other/a.md", "../other/a.md"),
        ] {
            assert_eq!(path(given, &rooted()), plain);
        }
    }

    #[test]
    fn paths_are_encoded_as_uris() {
        assert_eq!(
            uri("Größe & Maß/a b.md", &rooted()).0,
            "Gr%C3%B6%C3%9Fe%20%26%20Ma%C3%9F/a%20b.md"
        );
        assert_eq!(uri("a:b#c?d%e.md", &rooted()).0, "a%3Ab%23c%3Fd%25e.md");
        assert_eq!(
            uri("/elsewhere/a b.md", &rooted()),
            ("file:///elsewhere/a%20b.md".into(), false)
        );
        assert_eq!(uri("<stdin>", &rooted()), ("%3Cstdin%3E".into(), true));
    }
}
