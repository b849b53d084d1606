//! StrictDoc: a document of nodes, each a mark in brackets and fields below it. No crate reads it; its grammar is one of
//! lines, read here as its manual describes it.

use super::draft::{Draft, Entry, Field, Found, Origin};
use super::error::FormatError;

const FORMAT: &str = "a StrictDoc document";

/// A node: its mark, and its fields in order.
#[derive(Debug, Default)]
struct Node {
    mark: String,
    fields: Vec<(String, Field)>,
    links: Vec<Field>,
}

impl Node {
    fn take(&mut self, name: &str) -> Option<Field> {
        let at = self.fields.iter().position(|(field, _)| field == name)?;
        Some(self.fields.remove(at).1)
    }
}

/// Reads a document.
///
/// # Errors
///
/// Where it does not begin as one, or a field of several lines never ends.
pub fn read(text: String) -> Result<Found, FormatError> {
    let mut found = Found::default();
    let mut depth = 1;
    for mut node in nodes(&text)? {
        match node.mark.trim_matches(['[', ']']) {
            "DOCUMENT" => found.title = node.take("TITLE"),
            "SECTION" => {
                let title = node.take("TITLE");
                found
                    .entries
                    .extend(title.map(|words| Entry::Heading { level: depth, words }));
                depth += 1;
            }
            "/SECTION" => depth = (depth - 1).max(1),
            "TEXT" | "FREETEXT" => found.entries.extend(node.take("STATEMENT").map(Entry::Prose)),
            mark if mark.starts_with('/') || matches!(mark, "GRAMMAR" | "DOCUMENT_FROM_FILE") => {}
            _ => {
                let draft = draft(node);
                if !draft.is_empty() {
                    found.entries.push(Entry::Item(draft));
                }
            }
        }
    }
    Ok(Found {
        files: Found::in_file(text).files,
        ..found
    })
}

/// Fields that people read; others, such as STATUS, are kept out of the text.
const ALSO: [(&str, &str); 3] = [
    ("RATIONALE", "Rationale"),
    ("COMMENT", "Comment"),
    ("ACCEPTANCE_CRITERIA", "Acceptance criteria"),
];

fn draft(mut node: Node) -> Draft {
    let mut also = Vec::new();
    for (name, shown) in ALSO {
        while let Some(field) = node.take(name) {
            also.push((shown.to_owned(), field));
        }
    }
    Draft {
        id: node.take("UID"),
        title: node.take("TITLE"),
        text: node.take("STATEMENT").into_iter().collect(),
        also,
        links: node.links,
    }
}

fn nodes(text: &str) -> Result<Vec<Node>, FormatError> {
    let mut nodes: Vec<Node> = Vec::new();
    let mut lines = lines(text).peekable();
    while let Some((at, line)) = lines.next() {
        let trimmed = line.trim_end();
        if is_mark(trimmed) {
            nodes.push(Node {
                mark: trimmed.to_owned(),
                ..Node::default()
            });
            continue;
        }
        let Some(node) = nodes.last_mut() else {
            if trimmed.is_empty() {
                continue;
            }
            return Err(FormatError::malformed(
                FORMAT,
                "it does not begin with [DOCUMENT]",
            ));
        };
        if node.mark == "[FREETEXT]" && !trimmed.is_empty() {
            // Text as older versions write it: up to the closing mark.
            let rest = std::iter::from_fn(|| lines.next_if(|(_, line)| !is_mark(line.trim_end())));
            let end = rest.last().map_or(at + line.len(), |(at, line)| at + line.len());
            let words = Field::of(&text[at..end], Origin::Bytes { file: 0, at });
            node.fields
                .extend(words.map(|words| ("STATEMENT".to_owned(), words)));
            continue;
        }
        let Some((name, value)) = trimmed.trim_start().trim_start_matches("- ").split_once(':') else {
            continue;
        };
        let at = at + trimmed.len() - value.len();
        let field = match value.trim() {
            ">>>" => block(text, at, &mut lines)?,
            _ => Field::of(value, Origin::Bytes { file: 0, at }),
        };
        match (name, field) {
            ("VALUE", Some(field)) => node.links.push(field),
            (name, Some(field)) => node.fields.push((name.to_owned(), field)),
            _ => {}
        }
    }
    if nodes.first().is_none_or(|node| node.mark != "[DOCUMENT]") {
        return Err(FormatError::malformed(
            FORMAT,
            "it does not begin with [DOCUMENT]",
        ));
    }
    Ok(nodes)
}

/// Takes the lines of a field up to `<<<`.
fn block<'t>(
    text: &'t str,
    opened: usize,
    lines: &mut impl Iterator<Item = (usize, &'t str)>,
) -> Result<Option<Field>, FormatError> {
    let mut start = None;
    for (at, line) in lines {
        if line.trim_end() == "<<<" {
            let start = start.unwrap_or(at);
            return Ok(Field::of(&text[start..at], Origin::Bytes { file: 0, at: start }));
        }
        start = start.or(Some(at));
    }
    let line = text[..opened].matches('\n').count() + 1;
    Err(FormatError::malformed(
        FORMAT,
        format!("the text that line {line} opens with >>> has no end <<<"),
    ))
}

fn is_mark(line: &str) -> bool {
    let inner = line.strip_prefix('[').and_then(|line| line.strip_suffix(']'));
    inner.is_some_and(|inner| {
        let name = inner.trim_matches(['[', ']']).trim_start_matches('/');
        !name.is_empty()
            && name
                .chars()
                .all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == '_')
    })
}

fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        // A byte order mark is no part of the first mark.
        (
            start,
            if start == 0 {
                line.trim_start_matches('\u{feff}')
            } else {
                line
            },
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "[DOCUMENT]\nTITLE: Parcels\n\n[[SECTION]]\nTITLE: Doors\n\n[REQUIREMENT]\nUID: P-1\nSTATUS: Draft\nTITLE: Knock\nSTATEMENT: >>>\nThe courier must\nknock: twice.\n<<<\nRATIONALE: Dogs\nRELATIONS:\n- TYPE: Parent\n  VALUE: SYS-4\n\n[[/SECTION]]\n\n[TEXT]\nSTATEMENT: That is all.\n";

    #[test]
    fn nodes_have_their_fields_and_relations() {
        let found = read(TEXT.into()).unwrap();
        assert_eq!(found.title.as_ref().unwrap().words, "Parcels");
        let [
            Entry::Heading { level: 1, .. },
            Entry::Item(item),
            Entry::Prose(_),
        ] = found.entries.as_slice()
        else {
            panic!("{found:?}")
        };
        assert_eq!(item.id.as_ref().unwrap().words, "P-1");
        assert_eq!(item.text[0].words, "The courier must\nknock: twice.");
        assert_eq!(item.also[0].1.words, "Dogs");
        assert_eq!(item.links[0].words, "SYS-4");
    }

    #[test]
    fn a_text_without_an_end_and_a_file_of_another_sort_are_told() {
        let open = read("[DOCUMENT]\nTITLE: x\n\n[REQUIREMENT]\nSTATEMENT: >>>\nabc\n".into()).unwrap_err();
        assert!(open.to_string().contains("line 5"), "{open}");
        let other = read("# Heading\n".into()).unwrap_err();
        assert!(other.to_string().contains("[DOCUMENT]"), "{other}");
    }

    #[test]
    fn text_as_older_versions_write_it_is_read() {
        let found =
            read("[DOCUMENT]\nTITLE: x\n\n[FREETEXT]\nOne: two.\nThree.\n[/FREETEXT]\n".into()).unwrap();
        assert!(matches!(&found.entries[0], Entry::Prose(words) if words.words == "One: two.\nThree."));
    }
}
