//! Sensitive passages of notes, by their words: marks such as "not for sharing", over the line, list or section they
//! stand in, and topics such as pay or health. A net under the model's own judgement, never in its place.

use crate::document::Document;
use crate::domain::Span;
use crate::domain::brief::SensitiveReason;
use regex::Regex;
use serde::Deserialize;
use std::ops::Range;
use std::sync::LazyLock;

/// A passage that is sensitive by its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The bytes that are sensitive.
    pub range: Range<usize>,
    /// The words that say so.
    pub word: String,
    /// Why.
    pub reason: SensitiveReason,
}

impl Passage {
    /// Tells whether a span shares bytes with the passage.
    pub fn touches(&self, span: Span) -> bool {
        self.range.start < span.end() && span.start() < self.range.end
    }
}

#[derive(Deserialize)]
struct Lexicon {
    marks: Vec<String>,
    topics: std::collections::BTreeMap<SensitiveReason, Vec<String>>,
}

struct Patterns {
    marks: Regex,
    topics: Vec<(SensitiveReason, Regex)>,
}

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    // The lexicon is compiled in and a test reads it.
    let lexicon: Lexicon =
        toml::from_str(include_str!("lexicon/sensitive.toml")).expect("the lexicon is read by a test");
    let topics = lexicon
        .topics
        .iter()
        .map(|(reason, words)| (*reason, pattern(words)));
    Patterns {
        marks: pattern(&lexicon.marks),
        topics: topics.collect(),
    }
});

fn pattern(words: &[String]) -> Regex {
    Regex::new(&format!(r"(?i)\b(?:{})\b", words.join("|"))).expect("the lexicon is read by a test")
}

/// Finds what is sensitive by its words.
pub fn passages(notes: &Document) -> Vec<Passage> {
    let text = notes.text();
    let lines = lines(text);
    let mut found = Vec::new();
    for hit in PATTERNS.marks.find_iter(text) {
        let reach = reach(notes, &lines, hit.range());
        found.extend(reach.map(|range| passage(range, hit.as_str(), SensitiveReason::MarkedConfidential)));
    }
    for (reason, words) in &PATTERNS.topics {
        found.extend(
            words
                .find_iter(text)
                .map(|hit| passage(hit.range(), hit.as_str(), *reason)),
        );
    }
    found
}

fn passage(range: Range<usize>, word: &str, reason: SensitiveReason) -> Passage {
    Passage {
        range,
        word: word.split_whitespace().collect::<Vec<_>>().join(" "),
        reason,
    }
}

/// A line of the notes: its bytes, and how far it is indented.
struct Line {
    range: Range<usize>,
    indent: usize,
    is_blank: bool,
}

fn lines(text: &str) -> Vec<Line> {
    let mut start = 0;
    let line = |line: &str| {
        let range = start..start + line.len();
        start = range.end;
        Line {
            range,
            indent: line.len() - line.trim_start().len(),
            is_blank: line.trim().is_empty(),
        }
    };
    text.split_inclusive('\n').map(line).collect()
}

/// The words a remark may have that says nothing but "keep that between us", and so speaks of what was said before it.
const REMARK: usize = 8;

/// Says what a mark reaches over: the section whose heading it is, else its line with what is indented below it, with the
/// list that it introduces, or, where it is a bare remark, with the line before it.
fn reach(notes: &Document, lines: &[Line], mark: Range<usize>) -> Option<Range<usize>> {
    let text = notes.text();
    let index = lines.iter().position(|line| line.range.contains(&mark.start))?;
    let own = &lines[index];
    let words = text[own.range.clone()].trim();
    if let Some(section) = headed(notes, &mark) {
        return Some(section);
    }
    let mut end = below(lines, index);
    if words.trim_end_matches(['*', '_', ')']).ends_with(':') {
        end = list_after(lines, end);
    }
    let is_remark = end == index + 1 && words.split_whitespace().count() <= REMARK;
    let start = if is_remark { before(lines, index) } else { index };
    Some(lines[start].range.start..lines[end - 1].range.end)
}

/// Returns the section that a marked heading opens, with what stands below it.
fn headed(notes: &Document, mark: &Range<usize>) -> Option<Range<usize>> {
    let sections = notes.sections();
    let place = sections
        .iter()
        .position(|section| section.span.range().contains(&mark.start))?;
    let section = &sections[place];
    let heading = notes.text()[section.span.range()]
        .lines()
        .next()
        .map_or(0, str::len);
    if section.level == 0 || mark.start > section.span.start() + heading {
        return None;
    }
    let inner = sections[place + 1..]
        .iter()
        .take_while(|other| other.level > section.level);
    let end = inner.last().map_or(section.span.end(), |last| last.span.end());
    Some(section.span.start()..end)
}

/// Returns the line after the last that is indented below a line.
fn below(lines: &[Line], index: usize) -> usize {
    let rest = lines[index + 1..].iter();
    let inner = rest.take_while(|line| line.is_blank || line.indent > lines[index].indent);
    let taken: Vec<bool> = inner.map(|line| !line.is_blank).collect();
    index
        + 1
        + taken
            .iter()
            .rposition(|is_full| *is_full)
            .map_or(0, |last| last + 1)
}

/// Returns the line after the paragraph or list that follows, a blank line between or not.
fn list_after(lines: &[Line], from: usize) -> usize {
    let start = from + usize::from(lines.get(from).is_some_and(|line| line.is_blank));
    let full = lines[start.min(lines.len())..]
        .iter()
        .take_while(|line| !line.is_blank)
        .count();
    if full == 0 { from } else { start + full }
}

/// Returns the nearest line with words before a line.
fn before(lines: &[Line], index: usize) -> usize {
    lines[..index]
        .iter()
        .rposition(|line| !line.is_blank)
        .unwrap_or(index)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str) -> Vec<(String, SensitiveReason)> {
        let notes = Document::new("notes.md".into(), "notes.md".into(), text.into());
        let found = passages(&notes).into_iter();
        found
            .map(|passage| (text[passage.range].trim().to_owned(), passage.reason))
            .collect()
    }

    #[test]
    fn a_mark_reaches_over_its_line_and_what_is_indented_below() {
        let found =
            marked("- Austria opens\n- not for sharing: Jonas leaves\n  - in April\n- the form stays\n");
        assert_eq!(
            found,
            [(
                "- not for sharing: Jonas leaves\n  - in April".into(),
                SensitiveReason::MarkedConfidential
            )]
        );
    }

    #[test]
    fn a_marked_heading_reaches_over_its_section_and_those_below() {
        let found =
            marked("# A\n\nopen\n\n## Confidential\n\nsecret\n\n### More\n\nsecret too\n\n## B\n\nopen\n");
        assert_eq!(found.len(), 1);
        assert!(found[0].0.ends_with("secret too"));
    }

    #[test]
    fn a_mark_that_introduces_a_list_reaches_over_it() {
        let found = marked("Please do not share:\n\n- one\n- two\n\nopen\n");
        assert!(found[0].0.ends_with("- two"), "{found:?}");
    }

    #[test]
    fn a_bare_remark_speaks_of_what_was_said_before_it() {
        let found = marked(
            "Open thing.\n\nMads: we may buy Kolding Outdoor\nPieter: keep that between us please\n\nOpen thing.\n",
        );
        assert_eq!(
            found[0].0,
            "Mads: we may buy Kolding Outdoor\nPieter: keep that between us please"
        );
    }

    #[test]
    fn topics_are_known_by_their_words_and_harmless_uses_are_not_meant() {
        let reasons = |text: &str| {
            marked(text)
                .into_iter()
                .map(|(_, reason)| reason)
                .collect::<Vec<_>>()
        };
        assert_eq!(reasons("Two layoffs in Venlo"), [SensitiveReason::Layoffs]);
        assert_eq!(reasons("Eva is on sick leave"), [SensitiveReason::Health]);
        assert_eq!(reasons("the salary of the new head"), [SensitiveReason::Pay]);
        assert!(reasons("customer acquisition costs, server redundancy and a shared inbox").is_empty());
    }
}
