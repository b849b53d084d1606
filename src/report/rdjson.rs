//! The report for reviewdog: its Diagnostic Format (rdjson), columns in bytes of UTF-8 as it wants them. A blocker or major
//! finding is an `ERROR`, a minor one a `WARNING`, a note `INFO`. It becomes comments on a pull request, so the words are
//! escaped as Markdown.

use super::issue::{Issue, Level, Listing};
use super::markdown::escape::{code, text};
use super::{Options, Sources, json, place};
use crate::domain::DocumentFailure;
use serde::Serialize;
use std::io::{self, Write};

/// The whole result (`DiagnosticResult`).
#[derive(Debug, Serialize)]
struct DiagnosticResult {
    source: Source,
    severity: &'static str,
    diagnostics: Vec<Diagnostic>,
}

#[derive(Debug, Serialize)]
struct Source {
    name: &'static str,
}

#[derive(Debug, Serialize)]
struct Diagnostic {
    message: String,
    location: Location,
    severity: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<Code>,
}

#[derive(Debug, Serialize)]
struct Code {
    value: &'static str,
}

#[derive(Debug, Serialize)]
struct Location {
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
}

#[derive(Debug, Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Debug, Serialize)]
struct Position {
    line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
}

/// Writes what is pointed out. Notes by the rules alone are left out unless everything is to be shown: each would become a
/// comment.
pub fn render(
    listing: &Listing<'_>,
    sources: &Sources,
    options: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    let of_documents = listing.documents.iter().flat_map(|of| {
        let issues = of.issues.iter().filter(|issue| issue.is_worth_a_comment(options));
        issues.map(move |issue| diagnostic(issue, of.document, sources))
    });
    let failures = listing.failures.iter().map(|failure| failed(failure, sources));
    let result = DiagnosticResult {
        source: Source { name: "clarify" },
        severity: "WARNING",
        diagnostics: failures.chain(of_documents).collect(),
    };
    json::write(&result, out)
}

fn diagnostic(issue: &Issue<'_>, document: &str, sources: &Sources) -> Diagnostic {
    Diagnostic {
        message: message(issue),
        location: location(issue, document, sources),
        severity: match issue.level() {
            Level::Error => "ERROR",
            Level::Warning => "WARNING",
            Level::Note => "INFO",
        },
        code: Some(Code {
            value: issue.page.code,
        }),
    }
}

fn failed(failure: &DocumentFailure, sources: &Sources) -> Diagnostic {
    Diagnostic {
        message: text(&failure.error),
        location: Location {
            path: place::path(&failure.document, sources),
            range: None,
        },
        severity: "ERROR",
        code: None,
    }
}

fn message(issue: &Issue<'_>) -> String {
    let head = format!("**{}: {}**", issue.severity, text(issue.title));
    let others = issue.others.iter().map(|anchor| {
        let place = code(&format!("{}:{}", anchor.document, anchor.position.line));
        format!("- {}: “{}” ({place})", anchor.role.as_str(), text(&anchor.quote))
    });
    let details = issue
        .details
        .iter()
        .map(|(label, words)| format!("- {label}: {}", text(words)));
    let details: Vec<String> = others.chain(details).collect();
    let foot = format!("{}, raised by {}", code(&issue.id.0), issue.source);
    let parts = [head, details.join("\n"), foot];
    let parts: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    parts.join("\n\n")
}

/// Returns the place in bytes, or its line alone where the document is not at hand.
fn location(issue: &Issue<'_>, document: &str, sources: &Sources) -> Location {
    let Some(anchor) = issue.place else {
        return Location {
            path: place::path(document, sources),
            range: None,
        };
    };
    let known = sources.get(&anchor.document);
    let region = known.and_then(|document| place::Region::in_bytes(anchor, document));
    let is_counted = region.is_some();
    let region = region.unwrap_or_else(|| place::Region::in_characters(anchor));
    let position = |line, column| Position {
        line,
        column: is_counted.then_some(column),
    };
    Location {
        path: place::path(&anchor.document, sources),
        range: Some(Range {
            start: position(region.start_line, region.start_column),
            end: position(region.end_line, region.end_column),
        }),
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::{Flag, Review, Severity};
    use crate::report::samples::{self, rendered};
    use crate::report::{Format, Options};
    use serde::Deserialize;

    /// The format as reviewdog documents it; nothing else may stand in it.
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Read {
        source: Named,
        severity: String,
        diagnostics: Vec<ReadDiagnostic>,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Named {
        name: String,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct ReadDiagnostic {
        message: String,
        location: ReadLocation,
        severity: String,
        code: Option<ReadCode>,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct ReadCode {
        value: String,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct ReadLocation {
        path: String,
        range: Option<ReadRange>,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct ReadRange {
        start: ReadPosition,
        end: ReadPosition,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct ReadPosition {
        line: usize,
        column: Option<usize>,
    }

    fn read(sample: &samples::Sample, max: Option<usize>) -> Read {
        let report = rendered(
            Format::Rdjson,
            sample,
            &Options {
                max,
                ..Options::default()
            },
        );
        serde_json::from_str(&report).unwrap()
    }

    #[test]
    fn every_report_keeps_to_the_documented_format() {
        let samples = samples::all().into_iter().map(|(_, sample)| sample);
        for sample in samples.chain([samples::many(500)]) {
            let read = read(&sample, None);
            assert_eq!(
                (read.source.name.as_str(), read.severity.as_str()),
                ("clarify", "WARNING")
            );
            for diagnostic in read.diagnostics {
                assert!(["ERROR", "WARNING", "INFO"].contains(&diagnostic.severity.as_str()));
                assert!(!diagnostic.message.is_empty() && !diagnostic.location.path.is_empty());
                assert!(diagnostic.code.is_none_or(|code| !code.value.is_empty()));
            }
        }
    }

    #[test]
    fn the_bytes_named_are_those_quoted() {
        for (name, sample) in samples::all() {
            let own = |review: &Review, flag: &Flag| {
                let mut own = flag
                    .anchors
                    .iter()
                    .filter(|anchor| anchor.document == review.document);
                own.next().map(|anchor| anchor.quote.clone())
            };
            let quotes = sample.report.reviews.iter();
            let quotes = quotes.flat_map(|review| review.flags.iter().filter_map(|flag| own(review, flag)));
            let mut quotes: Vec<String> = quotes.collect();
            quotes.sort();
            let mut found: Vec<String> = Vec::new();
            let flagged = |code: &str| crate::domain::FlagKind::from_code(code).is_some();
            for diagnostic in read(&sample, None).diagnostics {
                if !diagnostic.code.is_some_and(|code| flagged(&code.value)) {
                    continue;
                }
                let Some(range) = diagnostic.location.range else {
                    continue;
                };
                let text = sample.sources.get(&diagnostic.location.path).unwrap().text();
                let byte = |position: &ReadPosition| {
                    let before = text.split_inclusive('\n').take(position.line - 1).map(str::len);
                    before.sum::<usize>() + position.column.unwrap() - 1
                };
                found.push(text[byte(&range.start)..byte(&range.end)].to_owned());
            }
            found.sort();
            let quotes: Vec<&str> = quotes.iter().map(|quote| quote.trim_end()).collect();
            assert_eq!(found, quotes, "{name}");
        }
    }

    #[test]
    fn without_the_document_only_lines_are_named() {
        let mut sample = samples::typical();
        sample.sources = crate::report::Sources::new();
        let read = read(&sample, None);
        assert!(read.diagnostics.iter().all(|diagnostic| {
            let range = diagnostic.location.range.as_ref();
            range.is_none_or(|range| {
                range.start.column.is_none()
                    && range.end.column.is_none()
                    && range.end.line >= range.start.line
            })
        }));
    }

    #[test]
    fn notes_of_the_rules_become_comments_only_on_request() {
        let mut sample = samples::rules_only();
        sample.report.reviews[0].flags[0].severity = Severity::Note;
        assert!(read(&sample, Some(10)).diagnostics.len() < read(&sample, None).diagnostics.len());
    }
}
