//! The report for a run of GitHub Actions: workflow commands, which become annotations of the files. GitHub shows ten
//! annotations of each level from one step and drops the rest unsaid, so the worst are written as commands, and all of them
//! as plain lines in a group of the log. Strangers' words can neither begin a command nor end one.

use super::issue::{Issue, Issues, Listing};
use super::place::Region;
use super::{Options, Sources, clean, place, words};
use crate::domain::Severity;
use std::io::{self, Write};

/// The most annotations of one level that GitHub shows from one step.
const SHOWN: usize = 10;

/// What annotations are called, the worst first.
const LEVELS: [&str; 3] = ["error", "warning", "notice"];

/// Writes annotations for what is worst, then everything in a group of the log.
pub fn render(
    listing: &Listing<'_>,
    sources: &Sources,
    options: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    let shown = |issue: &Issue<'_>| options.max.is_none() || !issue.is_slight();
    let mut room = [SHOWN; LEVELS.len()];
    for failure in listing.failures {
        let error = logged(&failure.error);
        annotate(
            out,
            &mut room,
            0,
            &[
                ("file", &path(&failure.document, sources)),
                ("title", "could not be done"),
            ],
            &error,
        )?;
    }
    for (document, issue) in listing.by_severity() {
        if shown(issue) {
            write_issue(out, &mut room, document, issue, sources)?;
        }
    }
    for of in &listing.documents {
        group(out, of)?;
    }
    summary(out, listing, &shown)
}

fn write_issue(
    out: &mut dyn Write,
    room: &mut [usize; LEVELS.len()],
    document: &str,
    issue: &Issue<'_>,
    sources: &Sources,
) -> io::Result<()> {
    let (document, region) = match issue.place {
        Some(anchor) => (anchor.document.as_str(), Region::in_characters(anchor)),
        None => (document, Region::START),
    };
    let (file, title) = (path(document, sources), title(issue));
    let numbers = [
        region.start_line,
        region.end_line,
        region.start_column,
        region.end_column,
    ];
    let [line, end_line, column, end_column] = numbers.map(|number| number.to_string());
    let mut properties = vec![("file", file.as_str()), ("line", &line), ("endLine", &end_line)];
    // GitHub takes columns only where both are of one line.
    if region.start_line == region.end_line {
        properties.extend([("col", column.as_str()), ("endColumn", end_column.as_str())]);
    }
    properties.push(("title", &title));
    annotate(out, room, level(issue.severity), &properties, &message(issue))
}

/// Writes one command, where there is room for another of its level.
fn annotate(
    out: &mut dyn Write,
    room: &mut [usize; LEVELS.len()],
    level: usize,
    properties: &[(&str, &str)],
    message: &str,
) -> io::Result<()> {
    if room[level] == 0 {
        return Ok(());
    }
    room[level] -= 1;
    let properties: Vec<String> = properties
        .iter()
        .map(|(name, value)| format!("{name}={}", property(value)))
        .collect();
    writeln!(
        out,
        "::{} {}::{}",
        LEVELS[level],
        properties.join(","),
        data(message)
    )
}

fn level(severity: Severity) -> usize {
    match severity {
        Severity::Blocker | Severity::Major => 0,
        Severity::Minor => 1,
        Severity::Note => 2,
    }
}

fn path(document: &str, sources: &Sources) -> String {
    clean::line(&place::path(document, sources))
}

fn title(issue: &Issue<'_>) -> String {
    format!("clarify: {} ({})", issue.page.code, issue.severity)
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

/// Says what was found, and what GitHub is not told to annotate.
fn summary(out: &mut dyn Write, listing: &Listing<'_>, shown: &dyn Fn(&Issue<'_>) -> bool) -> io::Result<()> {
    let mut counts = [0; Severity::ALL.len()];
    let mut of_level = [0; LEVELS.len()];
    of_level[0] = listing.failures.len();
    for (_, issue) in listing.by_severity() {
        counts[issue.severity as usize] += 1;
        of_level[level(issue.severity)] += usize::from(shown(issue));
    }
    let annotated: usize = of_level.iter().map(|count| *count.min(&SHOWN)).sum();
    let all: usize = counts.iter().sum::<usize>() + listing.failures.len();
    let found = super::view::severities(&counts);
    let left = match all - annotated {
        0 => String::new(),
        left => format!(
            "; {left} without an annotation (GitHub shows {SHOWN} errors, warnings and notices a step; notes of the rules \
             are annotated with --all): see the groups above"
        ),
    };
    writeln!(out, "clarify {}: {found}{left}", listing.job)
}

#[cfg(test)]
mod tests {
    use super::*;
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
        for level in LEVELS {
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
