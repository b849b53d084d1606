//! Suppressions: comments in a document that say which findings are settled there, and why.
//!
//! `<!-- clarify: ignore CODE[, CODE] reason -->` holds for the next block (up to the next blank line), or for the block
//! it stands in; `<!-- clarify: ignore-start CODE[, CODE] reason -->` up to `<!-- clarify: ignore-end -->`.

use crate::document::{BlockKind, Document};
use crate::domain::{FlagKind, Span};
use memchr::memmem;
use std::cell::Cell;
use std::ops::Range;

const OPENING: &str = "<!--";
const CLOSING: &str = "-->";
const NAME: &str = "clarify:";

/// The suppressions of a document.
#[derive(Clone, Debug, Default)]
pub struct Suppressions {
    /// By where they begin.
    all: Vec<Suppression>,
    /// The furthest end of all up to each.
    ends: Vec<usize>,
    /// What is wrong with how they are written: the line, and what to say of it.
    flaws: Vec<(usize, String)>,
}

#[derive(Clone, Debug)]
struct Suppression {
    kind: FlagKind,
    line: usize,
    range: Range<usize>,
    used: Cell<bool>,
}

/// A start that waits for its end.
struct Open {
    kinds: Vec<FlagKind>,
    line: usize,
    from: usize,
}

impl Suppressions {
    /// Reads the suppressions off a document's comments, but not in code.
    pub fn of(document: &Document) -> Self {
        let mut found = Self::default();
        let mut open = Vec::new();
        for comment in comments(document) {
            found.take(document, comment, &mut open);
        }
        for start in open {
            found.flaws.push((
                start.line,
                "ignore-start has no ignore-end, so it holds to the end of the document".into(),
            ));
            found.push(&start.kinds, start.line, start.from..document.text().len());
        }
        found.all.sort_by_key(|suppression| suppression.range.start);
        let mut furthest = 0;
        for suppression in &found.all {
            furthest = suppression.range.end.max(furthest);
            found.ends.push(furthest);
        }
        found
    }

    fn take(&mut self, document: &Document, comment: Range<usize>, open: &mut Vec<Open>) {
        let line = document.position(comment.start).line;
        let inside = document.text()[comment.clone()].trim_start_matches(OPENING);
        let words = inside.trim_end_matches(CLOSING).trim();
        let words = words.strip_prefix(NAME).unwrap_or(words).trim();
        let (order, rest) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
        match order {
            "ignore" => {
                let kinds = self.kinds(rest, line);
                self.push(&kinds, line, reach(document, &comment));
            }
            "ignore-start" => {
                let kinds = self.kinds(rest, line);
                let from = comment.end;
                open.push(Open { kinds, line, from });
            }
            "ignore-end" => match open.pop() {
                Some(start) => self.push(&start.kinds, start.line, start.from..comment.start),
                None => self
                    .flaws
                    .push((line, "ignore-end has no ignore-start above it".into())),
            },
            other => self.flaws.push((
                line,
                format!("“{other}” is none of ignore, ignore-start and ignore-end"),
            )),
        }
    }

    /// Reads the codes at the head of a suppression, and asks for the reason behind them.
    fn kinds(&mut self, words: &str, line: usize) -> Vec<FlagKind> {
        let (mut kinds, mut rest) = (Vec::new(), words.trim_start());
        loop {
            let end = rest.find([',', ' ', '\t', '\n', '\r']).unwrap_or(rest.len());
            let (code, behind) = rest.split_at(end);
            match FlagKind::from_code(code) {
                Some(kind) => kinds.push(kind),
                None if code.is_empty() => self.flaws.push((line, "it names no kind of finding".into())),
                None => self
                    .flaws
                    .push((line, format!("there is no kind of finding called “{code}”"))),
            }
            match behind.trim_start().strip_prefix(',') {
                Some(more) => rest = more.trim_start(),
                None => {
                    rest = behind;
                    break;
                }
            }
        }
        if !rest.contains(char::is_alphanumeric) && !kinds.is_empty() {
            self.flaws
                .push((line, "it gives no reason: write one behind the code".into()));
        }
        kinds
    }

    fn push(&mut self, kinds: &[FlagKind], line: usize, range: Range<usize>) {
        self.all.extend(kinds.iter().map(|kind| Suppression {
            kind: *kind,
            line,
            range: range.clone(),
            used: Cell::new(false),
        }));
    }

    /// Tells whether a finding of a kind at a place is suppressed, and remembers that something was.
    pub fn hide(&self, kind: FlagKind, span: Span) -> bool {
        let mut is_hidden = false;
        let begun = self.all.partition_point(|one| one.range.start <= span.start());
        let reaching = (0..begun)
            .rev()
            .take_while(|index| self.ends[*index] > span.start());
        for suppression in reaching.map(|index| &self.all[index]) {
            if suppression.kind == kind && suppression.range.contains(&span.start()) {
                suppression.used.set(true);
                is_hidden = true;
            }
        }
        is_hidden
    }

    /// Says, in the order of lines, what is wrong with suppressions, and which have suppressed nothing so far.
    pub fn warnings(&self) -> Vec<String> {
        let idle = self.all.iter().filter(|suppression| !suppression.used.get());
        let idle = idle.map(|idle| {
            (
                idle.line,
                format!("nothing of kind {} is there to ignore", idle.kind),
            )
        });
        let mut all: Vec<_> = self.flaws.iter().cloned().chain(idle).collect();
        all.sort();
        all.dedup();
        all.into_iter()
            .map(|(line, flaw)| format!("line {line}: a suppression is not as it should be: {flaw}"))
            .collect()
    }
}

/// Finds the comments that speak to the tool, outside of code.
fn comments(document: &Document) -> Vec<Range<usize>> {
    let text = document.text();
    let code: Vec<Span> = document
        .blocks()
        .iter()
        .filter(|block| block.kind == BlockKind::Code)
        .map(|block| block.span)
        .collect();
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = memmem::find(&text.as_bytes()[from..], OPENING.as_bytes()).map(|at| from + at) {
        let inside = start + OPENING.len();
        let end = memmem::find(&text.as_bytes()[inside..], CLOSING.as_bytes());
        let Some(end) = end.map(|at| inside + at + CLOSING.len()) else {
            break;
        };
        let index = code.partition_point(|block| block.end() <= start);
        let is_code = code.get(index).is_some_and(|block| block.start() <= start);
        if !is_code && text[inside..].trim_start().starts_with(NAME) {
            found.push(start..end);
        }
        from = if is_code { inside } else { end };
    }
    found
}

/// How many comments over one block hold for it together.
const STACKED: usize = 64;

/// Returns the bytes that a comment holds for: the block behind it, or the one that it stands in.
fn reach(document: &Document, comment: &Range<usize>) -> Range<usize> {
    let text = document.text();
    let line_start = text[..comment.start].rfind('\n').map_or(0, |at| at + 1);
    let line_rest = text[comment.end..].split('\n').next().unwrap_or_default();
    let is_alone = text[line_start..comment.start].trim().is_empty() && line_rest.trim().is_empty();
    if !is_alone {
        let blocks = document.blocks();
        let index = blocks.partition_point(|block| block.span.end() <= comment.start);
        let here = blocks
            .get(index)
            .filter(|block| block.span.start() <= comment.start);
        return here.map_or(line_start..comment.end + line_rest.len(), |block| {
            block.span.range()
        });
    }
    let mut from = comment.end;
    for _ in 0..STACKED {
        let behind = &text[from..];
        from += behind.len() - behind.trim_start().len();
        match text[from..]
            .strip_prefix(OPENING)
            .and_then(|rest| rest.find(CLOSING))
        {
            Some(end) if is_comment_line(text, from + OPENING.len() + end + CLOSING.len()) => {
                from += OPENING.len() + end + CLOSING.len();
            }
            _ => break,
        }
    }
    from..block_end(text, from)
}

fn is_comment_line(text: &str, end: usize) -> bool {
    text[end..]
        .split('\n')
        .next()
        .is_some_and(|rest| rest.trim().is_empty())
}

fn block_end(text: &str, at: usize) -> usize {
    let mut end = at;
    for line in text[at..].split_inclusive('\n') {
        if end > at && line.trim().is_empty() {
            break;
        }
        end += line.len();
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Document, Suppressions) {
        let document = Document::new("a.md".into(), "a".into(), text.into());
        let suppressions = Suppressions::of(&document);
        (document, suppressions)
    }

    fn hidden(text: &str, words: &str) -> bool {
        let (document, suppressions) = read(text);
        let at = text.find(words).expect("the words are in the text");
        let span = document.span(at..at + words.len()).unwrap();
        suppressions.hide(FlagKind::VagueTerm, span)
    }

    fn warnings(text: &str) -> Vec<String> {
        read(text).1.warnings()
    }

    #[test]
    fn a_comment_holds_for_the_next_block() {
        let text = "fast one\n\n<!-- clarify: ignore vague-term agreed with finance -->\n\nfast two,\nfast three\n\nfast four\n";
        assert!(hidden(text, "fast two") && hidden(text, "fast three"));
        assert!(!hidden(text, "fast one") && !hidden(text, "fast four"));
    }

    #[test]
    fn a_comment_in_a_block_holds_for_that_block() {
        let text = "fast one\nis <!-- clarify: ignore vague-term a name --> here\n\nfast two\n";
        assert!(hidden(text, "fast one") && !hidden(text, "fast two"));
    }

    #[test]
    fn comments_one_under_the_other_hold_together() {
        let text = "<!-- clarify: ignore vague-term a name -->\n<!-- clarify: ignore placeholder later -->\nfast one\n";
        assert!(hidden(text, "fast one"));
    }

    #[test]
    fn a_stretch_reaches_from_start_to_end() {
        let text = "<!-- clarify: ignore-start placeholder, vague-term draft -->\n\nfast one\n\nfast two\n\n<!-- clarify: ignore-end -->\n\nfast three\n";
        assert!(hidden(text, "fast one") && hidden(text, "fast two") && !hidden(text, "fast three"));
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        let said = |text: &str, words: &str| {
            let all = warnings(text).join("\n");
            assert!(all.contains("line 2") && all.contains(words), "{all}");
        };
        said(
            "\n<!-- clarify: ignore vague-term agreed -->\nfast\n",
            "nothing of kind vague-term",
        );
        said(
            "\n<!-- clarify: ignore vage-term agreed -->\nfast\n",
            "“vage-term”",
        );
        said("\n<!-- clarify: ignore vague-term -->\nfast\n", "no reason");
        said("\n<!-- clarify: ignore -->\nfast\n", "names no kind");
        said(
            "\n<!-- clarify: ignore-start vague-term agreed -->\nfast\n",
            "no ignore-end",
        );
        said("\n<!-- clarify: ignore-end -->\nfast\n", "no ignore-start");
        said(
            "\n<!-- clarify: disable vague-term agreed -->\nfast\n",
            "“disable”",
        );
    }

    #[test]
    fn comments_in_code_and_of_others_are_left_alone() {
        assert_eq!(
            warnings(
                "```\n<!-- clarify: ignore vague-term shown -->\n```\n\n<!-- clarify later -->\n<!-- open"
            ),
            [""; 0]
        );
    }
}
