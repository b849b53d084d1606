//! References by number or name, “see section 4.2”, “Figure 3”, to a place that the document does not have.
//!
//! A reference is judged only where the document shows that it numbers such places itself; one to another document
//! (“section 5 of the GDPR”, “RFC 9110, section 4”) is left alone.

use crate::document::BlockKind;
use crate::domain::FlagKind;
use crate::rules::check::Hit;
use crate::rules::passage::Passage;
use crate::rules::subject::Subject;
use crate::rules::text::{head, tail};
use regex::{Captures, Regex};
use std::collections::HashSet;
use std::sync::LazyLock;

/// How far the rule looks to either side of a reference, in bytes.
const REACH: usize = 60;

static REFERENCE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?x-u) \b ( [Ss]ections? | [Cc]hapters? | [Ff]igures? | [Ff]ig\. | [Tt]ables? | [Aa]ppendix | [Aa]ppendices | [Aa]nnex ) \ ( [0-9]{1,3} (?: \.[0-9]{1,3} )* | [A-H] ) \b")
        .expect("the pattern is valid")
});

/// A place that carries its number: at the head of a heading, caption or paragraph.
static PLACE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?x-u) ^ (?u:[^A-Za-z0-9]){0,6} (?: ( section | chapter | figure | fig\. | table | appendix | annex ) \ ( [0-9]{1,3} (?: \.[0-9]{1,3} )* | [a-h] ) \b | ( [0-9]{1,3} (?: \.[0-9]{1,3} )* ) (?: [.):]? \ | [.):]?$ ) )")
        .expect("the pattern is valid")
});

/// What follows, or stands before, a reference into another document.
static ELSEWHERE_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?xi-u) ^ [,)]? \ ? (?: of | in | from | on | to ) \ (?: the | our | its | that | a | an )? \b | ^ \ ? \( | ^ [.-][0-9A-Za-z]").expect("the pattern is valid")
});

static ELSEWHERE_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?x-u) (?: [A-Z][A-Za-z]*(?:’|')?s? | [0-9] | (?u:\x{fffc}) | ’s | 's | spec | constitution | policy | standard | act | law | its | their ) [,:;]? \ ? (?: in\ |see\ )? (?: “|\x22 )? $").expect("the pattern is valid")
});

/// The sorts of places that are numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Sort {
    Section,
    Figure,
    Table,
    Appendix,
}

impl Sort {
    fn of(word: &str) -> Self {
        match word.to_ascii_lowercase().as_bytes() {
            [b'f', ..] => Self::Figure,
            [b't', ..] => Self::Table,
            [b'a', ..] => Self::Appendix,
            _ => Self::Section,
        }
    }
}

type Places = HashSet<(Sort, String)>;

/// Finds references to places that are not there.
pub fn dangling(subject: &Subject<'_>) -> Vec<Hit> {
    let mut doubtful = subject
        .passages
        .iter()
        .flat_map(|passage| references(passage).map(move |found| (passage, found)))
        .peekable();
    if doubtful.peek().is_none() {
        return Vec::new();
    }
    let places = places(subject);
    doubtful
        .filter_map(|(passage, found)| lost(subject, passage, &found, &places))
        .collect()
}

fn references(passage: &Passage) -> impl Iterator<Item = Captures<'_>> {
    let text = passage.prose.text();
    REFERENCE.captures_iter(text).filter(move |found| {
        let Some(whole) = found.get(0) else { return false };
        let (before, after) = (
            tail(&text[..whole.start()], REACH),
            head(&text[whole.end()..], REACH),
        );
        let is_caption = before
            .trim_matches(|char: char| !char.is_alphanumeric())
            .is_empty();
        !is_caption
            && !ELSEWHERE_AFTER.is_match(after)
            && !ELSEWHERE_BEFORE.is_match(before)
            && !passage.prose.is_quoted(whole.start())
    })
}

fn lost(subject: &Subject<'_>, passage: &Passage, found: &Captures<'_>, places: &Places) -> Option<Hit> {
    let (sort, number) = (Sort::of(&found[1]), found[2].to_lowercase());
    let numbers_itself = places.iter().any(|(known, _)| *known == sort) || sort != Sort::Section;
    if !numbers_itself || places.contains(&(sort, number)) {
        return None;
    }
    let whole = found.get(0)?;
    let span = subject.span(passage, whole.range())?;
    let message = format!("there is no “{}” in this document", whole.as_str());
    Some(Hit::new(
        FlagKind::DanglingReference,
        span,
        message,
        "Which place is meant? Correct the reference, or bring back what it pointed to.",
    ))
}

/// Gathers the numbered places: headings, captions and the like.
fn places(subject: &Subject<'_>) -> Places {
    let mut places = Places::new();
    for heading in &subject.headings {
        gather(&heading.name, &mut places);
    }
    for passage in subject.passages {
        let is_item = subject.block(passage).kind == BlockKind::ListItem;
        let opening = head(passage.prose.text(), REACH).to_lowercase();
        if !is_item
            && PLACE
                .captures(&opening)
                .is_some_and(|found| found.get(1).is_some())
        {
            gather(&opening, &mut places);
        }
    }
    for image in subject.document.links() {
        gather(
            &head(subject.document.words_at(image.span), REACH).to_lowercase(),
            &mut places,
        );
    }
    places
}

fn gather(opening: &str, places: &mut Places) {
    let Some(found) = PLACE.captures(opening) else {
        return;
    };
    let named = found.get(1).zip(found.get(2));
    let (sort, number) = match (named, found.get(3)) {
        (Some((word, number)), _) => (Sort::of(word.as_str()), number.as_str()),
        (None, Some(number)) => (Sort::Section, number.as_str()),
        (None, None) => return,
    };
    places.insert((sort, number.to_owned()));
}

#[cfg(test)]
mod tests {
    use crate::rules::document::tests::found;

    fn dangling(text: &str) -> Vec<String> {
        found("dangling-reference", text)
    }

    #[test]
    fn a_reference_to_a_section_that_is_not_there_is_found() {
        let text =
            "# 1. Returns\n\nThe limits stand in section 7.2.\n\n## 1.1 Limits\n\nAs in section 1.1.\n";
        assert_eq!(dangling(text), ["section 7.2"]);
    }

    #[test]
    fn a_figure_table_or_appendix_without_its_caption_is_found() {
        assert_eq!(
            dangling("The flow is shown in figure 3, the fees in table 2, the rest in appendix B."),
            ["figure 3", "table 2", "appendix B"]
        );
        let text = "The flow is shown in figure 3, the fees in table 2.\n\n![Figure 3: the flow](flow.png)\n\nTable 2: fees\n";
        assert_eq!(dangling(text), [""; 0]);
    }

    #[test]
    fn a_reference_into_another_document_or_where_nothing_is_numbered_is_not() {
        for text in [
            "# 1. Returns\n\nSection 5 of the contract, RFC 9110 section 4.2 and the policy's section 3 hold.\n",
            "# Returns\n\nThe limits stand in section 7.2.\n",
            "# 1. Returns\n\nWe seat them at table 4 in the restaurant, “see section 9”.\n",
        ] {
            assert_eq!(dangling(text), [""; 0], "{text}");
        }
    }
}
