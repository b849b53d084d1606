//! The report for a run of GitHub Actions: workflow commands, which become annotations of the files. GitHub shows ten
//! annotations of each level from one step and drops the rest unsaid, so the worst are written as commands, and all of them
//! as plain lines in a group of the log. Strangers' words can neither begin a command nor end one.

use super::issue::{Issue, Issues, Level, Listing};
use super::place::Region;
use super::{Options, Sources, clean, place, view, words};
use crate::domain::{DocumentFailure, SeverityCounts};
use std::io::{self, Write};

/// The most annotations of one level that GitHub shows from one step.
const SHOWN: usize = 10;

/// One command: a level, what it is about, and the message.
struct Annotation {
    level: Level,
    properties: Vec<(&'static str, String)>,
    message: String,
}

/// Writes annotations for what is worst, then everything in a group of the log.
pub fn render(
    listing: &Listing<'_>,
    sources: &Sources,
    options: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    let all = annotations(listing, sources, options);
    let worst = |level| {
        all.iter()
            .filter(move |annotation| annotation.level == level)
            .take(SHOWN)
    };
    let shown: Vec<&Annotation> = Level::ALL.into_iter().flat_map(worst).collect();
    shown
        .iter()
        .try_for_each(|annotation| annotate(out, annotation))?;
    listing.documents.iter().try_for_each(|of| group(out, of))?;
    summary(out, listing, shown.len())
}

/// Returns what could be annotated, the worst first.
fn annotations(listing: &Listing<'_>, sources: &Sources, options: &Options) -> Vec<Annotation> {
    let failures = listing
        .failures
        .iter()
        .map(|failure| of_failure(failure, sources));
    let issues = listing.by_severity().into_iter();
    let issues = issues.filter(|(_, issue)| issue.is_worth_a_comment(options));
    failures
        .chain(issues.map(|(document, issue)| of_issue(document, issue, sources)))
        .collect()
}

fn of_failure(failure: &DocumentFailure, sources: &Sources) -> Annotation {
    Annotation {
        level: Level::Error,
        properties: vec![
            ("file", path(&failure.document, sources)),
            ("title", "could not be done".into()),
        ],
        message: logged(&failure.error),
    }
}

fn of_issue(document: &str, issue: &Issue<'_>, sources: &Sources) -> Annotation {
    let (document, region) = match issue.place {
        Some(anchor) => (anchor.document.as_str(), Region::in_characters(anchor)),
        None => (document, Region::START),
    };
    let mut properties = vec![
        ("file", path(document, sources)),
        ("line", region.start_line.to_string()),
        ("endLine", region.end_line.to_string()),
    ];
    // GitHub takes columns only where both are of one line.
    if region.start_line == region.end_line {
        properties.push(("col", region.start_column.to_string()));
        properties.push(("endColumn", region.end_column.to_string()));
    }
    properties.push((
        "title",
        format!("clarify: {} ({})", issue.page.code, issue.severity),
    ));
    Annotation {
        level: issue.level(),
        properties,
        message: message(issue),
    }
}

fn annotate(out: &mut dyn Write, annotation: &Annotation) -> io::Result<()> {
    let properties = annotation.properties.iter();
    let properties: Vec<String> = properties
        .map(|(name, value)| format!("{name}={}", property(value)))
        .collect();
    let (level, message) = (name(annotation.level), data(&annotation.message));
    writeln!(out, "::{level} {}::{message}", properties.join(","))
}

fn name(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    }
}

fn path(document: &str, sources: &Sources) -> String {
    clean::line(&place::path(document, sources))
}

fn message(issue: &Issue<'_>) -> String {
    let others = issue.others.iter().map(|anchor| {
        let (role, document) = (anchor.role.as_str(), logged(&anchor.document));
        format!(
            "{role}: “{}” ({document}:{})",
            logged(&anchor.quote),
            anchor.position.line
        )
    });
    let details = issue
        .details
        .iter()
        .map(|(label, words)| format!("{label}: {}", logged(words)));
    let lines = [logged(issue.title)].into_iter().chain(others).chain(details);
    lines.chain([logged(&issue.id.0)]).collect::<Vec<_>>().join("\n")
}

/// Escapes what follows the second `::`, as the runner undoes it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property, as the runner undoes it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// Writes all that was found in a document as lines of the log.
fn group(out: &mut dyn Write, of: &Issues<'_>) -> io::Result<()> {
    if of.issues.is_empty() {
        return Ok(());
    }
    let count = words::count(of.issues.len(), "finding");
    let document = logged(of.document);
    writeln!(out, "::group::{}", data(&format!("{document}: {count}")))?;
    for (index, issue) in of.issues.iter().enumerate() {
        let place = issue
            .anchors()
            .next()
            .map(|anchor| format!(" ({})", logged(&anchor.place())));
        let (severity, code, title) = (issue.severity, issue.page.code, logged(issue.title));
        writeln!(
            out,
            "{}. {severity}: {title}{} {code}",
            index + 1,
            place.unwrap_or_default()
        )?;
    }
    writeln!(out, "::endgroup::")
}

/// Strangers' words within a line of the log: the runner takes `##[` for a command wherever it stands.
fn logged(text: &str) -> String {
    clean::line(text).replace("##[", "# #[")
}

/// Says what was found, and how much of it is not annotated.
fn summary(out: &mut dyn Write, listing: &Listing<'_>, annotated: usize) -> io::Result<()> {
    let severities = listing.by_severity().into_iter().map(|(_, issue)| issue.severity);
    let counts: SeverityCounts = severities.collect();
    let all: usize = counts.in_order().iter().sum::<usize>() + listing.failures.len();
    let left = match all.saturating_sub(annotated) {
        0 => String::new(),
        left => format!(
            "; {left} without an annotation (GitHub shows {SHOWN} errors, warnings and notices a step; notes of the rules \
             are annotated with --all): see the groups above"
        ),
    };
    writeln!(
        out,
        "clarify {}: {}{left}",
        listing.job,
        view::severities(&counts.in_order())
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Severity;
    use crate::report::Format;
    use crate::report::samples::{self, rendered};

    fn commands(report: &str) -> Vec<&str> {
        report.lines().filter(|line| line.starts_with("::")).collect()
    }

    fn level_count(report: &str, level: &str) -> usize {
        commands(report)
            .iter()
            .filter(|line| line.starts_with(&format!("::{level} ")))
            .count()
    }

    #[test]
    fn values_are_escaped_as_the_runner_undoes_it() {
        assert_eq!(data("100%\r\n%0A::error::x"), "100%25%0D%0A%250A::error::x");
        assert_eq!(property("a:b,c%3A\n"), "a%3Ab%2Cc%253A%0A");
    }

    #[test]
    fn strangers_words_begin_no_command_and_end_none() {
        let report = rendered(
            Format::Github,
            &samples::hostile(),
            &Options {
                max: None,
                ..Options::default()
            },
        );
        for line in report.lines() {
            let line = line.trim_start();
            let is_ours = [
                "::error file=",
                "::warning file=",
                "::notice file=",
                "::group::",
                "::endgroup::",
            ]
            .iter()
            .any(|ours| line.starts_with(ours));
            assert!(is_ours || !line.starts_with("::"), "{line}");
            assert!(!line.contains("##["), "{line}");
            let is_plain = |found: char| !found.is_control() && !clean::reorders(found);
            assert!(line.chars().all(is_plain), "{line}");
        }
        assert!(report.contains("%250A::error::"), "{report}");
    }

    #[test]
    fn ten_of_each_level_are_annotated_and_the_rest_is_said() {
        let report = rendered(Format::Github, &samples::many(500), &Options::default());
        for level in ["error", "warning", "notice"] {
            assert_eq!(level_count(&report, level), SHOWN, "{level}");
        }
        let last = report.lines().last().unwrap();
        assert!(
            last.starts_with(
                "clarify review: 125 blockers, 125 major, 125 minor, 125 notes; 470 without an annotation"
            ),
            "{last}"
        );
        let listed = report
            .lines()
            .filter(|line| line.contains(": Finding ") && !line.starts_with("::"));
        assert_eq!(listed.count(), 500);
    }

    #[test]
    fn notes_of_the_rules_are_annotated_only_on_request() {
        let mut sample = samples::rules_only();
        sample.report.reviews[0].flags[0].severity = Severity::Note;
        let all = Options {
            max: None,
            ..Options::default()
        };
        let usual = rendered(Format::Github, &sample, &Options::default());
        assert!(
            level_count(&usual, "notice") < level_count(&rendered(Format::Github, &sample, &all), "notice")
        );
        assert!(
            usual.contains("notes of the rules are annotated with --all"),
            "{usual}"
        );
    }

    #[test]
    fn columns_are_told_only_within_a_line() {
        let report = rendered(Format::Github, &samples::wide(), &Options::default());
        for line in commands(&report).iter().filter(|line| line.contains("file=")) {
            let value = |name: &str| {
                line.split(&format!("{name}="))
                    .nth(1)
                    .and_then(|rest| rest.split([',', ':']).next())
            };
            assert_eq!(
                value("line") == value("endLine"),
                value("col").is_some(),
                "{line}"
            );
        }
    }
}
