//! What a document calls by name: ids of requirements, given or mentioned, and links to other documents.

use crate::document::{BlockKind, Document, ENDINGS, REQUIREMENT_ENDINGS};
use crate::domain::Span;

/// A name and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The id, or the link's target.
    pub name: String,
    /// Where it stands.
    pub span: Span,
}

/// The references of a document.
#[derive(Clone, Debug, Default)]
pub struct References {
    /// The ids that are given to requirements.
    pub defined: Vec<Named>,
    /// Every id that is named.
    pub mentioned: Vec<Named>,
    /// The ids that requirements name as their parents and the like.
    pub parents: Vec<Named>,
    /// Links to files near by.
    pub links: Vec<Named>,
}

/// Gathers the references of a document with these passages.
pub fn references(document: &Document, passages: &[Span]) -> References {
    let headings = document
        .blocks()
        .iter()
        .filter(|block| block.kind == BlockKind::Heading);
    let mut places: Vec<Span> = headings
        .map(|block| block.span)
        .chain(passages.iter().copied())
        .collect();
    places.sort_unstable();
    let mut found = References::default();
    for place in places {
        let ids = ids(document, place);
        let text = document.words_at(place);
        let lead = text.len()
            - text
                .trim_start_matches(|letter: char| !letter.is_alphanumeric())
                .len();
        found.defined.extend(
            ids.iter()
                .find(|id| id.span.start() == place.start() + lead)
                .cloned(),
        );
        found.mentioned.extend(ids);
    }
    items(document, &mut found);
    found.links = links(document);
    found
}

/// Adds what a file of requirements says by itself: which ids it gives, and which it refers to.
fn items(document: &Document, found: &mut References) {
    let named = |span: Span| Named {
        name: document.words_at(span).to_owned(),
        span,
    };
    let Some(register) = document.register() else {
        return;
    };
    found.defined = register
        .items()
        .iter()
        .filter_map(|item| item.id_span)
        .map(named)
        .collect();
    let links = register.items().iter().flat_map(|item| &item.links);
    found.parents = links.copied().map(named).collect();
}

fn ids(document: &Document, place: Span) -> Vec<Named> {
    let text = document.words_at(place);
    let starts = text.char_indices().filter(|(at, letter)| {
        let before = text[..*at].chars().next_back();
        letter.is_ascii_uppercase()
            && before
                .is_none_or(|before| !before.is_alphanumeric() && !matches!(before, '-' | '_' | '/' | '.'))
    });
    let found = starts.filter_map(|(at, _)| {
        let name = id_at_start(&text[at..])?;
        let start = place.start() + at;
        let span = document.span(start..start + name.len())?;
        Some(Named {
            name: name.to_owned(),
            span,
        })
    });
    found.collect()
}

/// Returns the id with which a text begins, such as `REQ-12`, `FR-001` or `PAY-REF-4.2`: capitals and figures in parts,
/// the last of which begins with a figure.
pub fn id_at_start(text: &str) -> Option<&str> {
    let is_part = |letter: char| letter.is_ascii_uppercase() || letter.is_ascii_digit();
    let end = text
        .find(|letter: char| !is_part(letter) && !matches!(letter, '-' | '_' | '.'))
        .unwrap_or(text.len());
    let name = text[..end].trim_end_matches(['-', '_', '.']);
    let follows = text[name.len()..].chars().next();
    let (prefix, number) = name.rsplit_once(['-', '_'])?;
    let is_id = prefix.starts_with(|letter: char| letter.is_ascii_uppercase())
        && prefix.len() >= 2
        && number.starts_with(|letter: char| letter.is_ascii_digit())
        && number
            .chars()
            .all(|letter| letter.is_ascii_digit() || letter == '.')
        && !follows.is_some_and(char::is_alphanumeric);
    is_id.then_some(name)
}

/// Returns the part of an id that it shares with its like.
pub fn prefix(id: &str) -> &str {
    let bare = |id: &'_ str| {
        id.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '.')
            .len()
    };
    id.rsplit_once(['-', '_'])
        .map_or_else(|| &id[..bare(id)], |(prefix, _)| prefix)
}

fn links(document: &Document) -> Vec<Named> {
    let near = document.links().iter().filter_map(|link| {
        let path = link.target.split(['#', '?']).next().unwrap_or_default();
        is_document_path(path).then(|| Named {
            name: path.to_owned(),
            span: link.span,
        })
    });
    near.collect()
}

/// Tells whether a link leads to a document near by: no address with a scheme, no place from the root.
fn is_document_path(path: &str) -> bool {
    let ending = path
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase());
    let is_document = ending.is_some_and(|ending| {
        let mut known = ENDINGS.iter().chain(&REQUIREMENT_ENDINGS);
        known.any(|known| *known == ending)
    });
    is_document && !path.contains("://") && !path.starts_with(['/', '\\']) && !path.starts_with("mailto:")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::audit::passage::passages;

    fn of(text: &str) -> References {
        let document = Document::new("x.md".into(), "x.md".into(), text.into());
        references(&document, &passages(&document))
    }

    fn names(named: &[Named]) -> Vec<&str> {
        named.iter().map(|named| named.name.as_str()).collect()
    }

    #[test]
    fn an_id_is_defined_where_a_passage_or_heading_begins_with_it() {
        let found = of(
            "## PAY-3 Refunds\n\n- **REQ-12**: see FR-001.2 and UTF-8x, not a-B-1\n- also REQ-12 here again\n",
        );
        assert_eq!(names(&found.defined), ["PAY-3", "REQ-12"]);
        assert_eq!(names(&found.mentioned), ["PAY-3", "REQ-12", "FR-001.2", "REQ-12"]);
    }

    #[test]
    fn links_to_documents_near_by_are_kept_and_others_are_not() {
        let found = of(
            "[a](other.md#part) [b](https://x.org/y.md) [c](#here) [d](/root.md) [e](../up/z.txt) [f](p.png)\n",
        );
        assert_eq!(names(&found.links), ["other.md", "../up/z.txt"]);
    }

    #[test]
    fn prefixes_tell_ids_of_one_sort() {
        assert_eq!((prefix("REQ-12"), prefix("PAY-REF-4")), ("REQ", "PAY-REF"));
        assert_eq!((prefix("REQ007"), prefix("12")), ("REQ", ""));
        assert_eq!(id_at_start("A-1"), None);
        assert_eq!(id_at_start("REQ-12a"), None);
    }
}
