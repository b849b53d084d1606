//! The report for what shows test results: JUnit XML, a suite for each document and a case for each finding. A case fails
//! where its finding is at least as severe as the limit that the run was given; below it, or where a baseline took it for
//! granted, it passes and tells in its output what was found.

use super::issue::{Issue, Issues, Listing};
use super::{Options, clean};
use crate::domain::{DocumentFailure, Severity};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use std::io::{self, Write};

/// Writes what is pointed out.
pub fn render(listing: &Listing<'_>, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let mut report = Report::new(format!("clarify {}", listing.job));
    report.add_test_suites(
        listing
            .documents
            .iter()
            .map(|of| suite(of, listing, options.fail_on)),
    );
    let is_reviewed =
        |failure: &&DocumentFailure| listing.documents.iter().any(|of| of.document == failure.document);
    report.add_test_suites(
        listing
            .failures
            .iter()
            .filter(|failure| !is_reviewed(failure))
            .map(|failure| {
                let mut suite = TestSuite::new(clean::line(&failure.document));
                suite.add_test_case(failed(failure));
                suite
            }),
    );
    let xml = report.to_string().map_err(io::Error::other)?;
    out.write_all(xml.as_bytes())
}

fn suite(of: &Issues<'_>, listing: &Listing<'_>, fail_on: Option<Severity>) -> TestSuite {
    let mut suite = TestSuite::new(clean::line(of.document));
    suite.add_test_cases(of.issues.iter().map(|issue| case(issue, of.document, fail_on)));
    let failures = listing
        .failures
        .iter()
        .filter(|failure| failure.document == of.document);
    suite.add_test_cases(failures.map(failed));
    if suite.test_cases.is_empty() {
        suite.add_test_case(named(
            "nothing to raise".into(),
            of.document,
            TestCaseStatus::success(),
        ));
    }
    suite
}

fn case(issue: &Issue<'_>, document: &str, fail_on: Option<Severity>) -> TestCase {
    let title = clean::line(issue.title);
    let is_failure = !issue.is_accepted() && fail_on.is_some_and(|limit| issue.severity <= limit);
    let status = if is_failure {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status
            .set_type(issue.severity.as_str())
            .set_message(title.clone())
            .set_description(described(issue));
        status
    } else {
        TestCaseStatus::success()
    };
    let name = format!("{}: {title} [{}]", issue.page.code, clean::line(&issue.id.0));
    let mut case = named(name, document, status);
    if !is_failure {
        case.set_system_out(described(issue));
    }
    if let Some(anchor) = issue.place {
        case.extra
            .insert("line".into(), anchor.position.line.to_string().into());
    }
    case
}

fn named(name: String, document: &str, status: TestCaseStatus) -> TestCase {
    let document = clean::line(document);
    let mut case = TestCase::new(name, status);
    case.set_classname(document.clone());
    case.extra.insert("file".into(), document.into());
    case
}

fn failed(failure: &DocumentFailure) -> TestCase {
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
    status.set_message(clean::line(&failure.error));
    if let Some(hint) = &failure.hint {
        status.set_description(clean::line(hint));
    }
    named("could not be done".into(), &failure.document, status)
}

/// Says all about a finding: what it is, the words it rests on, what explains it.
fn described(issue: &Issue<'_>) -> String {
    let head = format!("{}: {}", issue.severity, clean::line(issue.title));
    let quotes = issue.anchors().map(|anchor| {
        format!(
            "{}: “{}”",
            clean::line(&anchor.place()),
            clean::line(&anchor.quote)
        )
    });
    let details = issue
        .details
        .iter()
        .map(|(label, words)| format!("{label}: {}", clean::line(words)));
    let lines: Vec<String> = [head].into_iter().chain(quotes).chain(details).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Format;
    use crate::report::samples::{self, Sample, rendered};

    fn read(sample: &Sample, fail_on: Option<Severity>) -> Report {
        let report = rendered(
            Format::Junit,
            sample,
            &Options {
                fail_on,
                ..Options::default()
            },
        );
        Report::deserialize_from_str(&report).unwrap_or_else(|error| panic!("{error}: {report}"))
    }

    #[test]
    fn a_case_fails_from_the_limit_on() {
        let sample = samples::many(500);
        assert_eq!(
            (read(&sample, None).tests, read(&sample, None).failures),
            (500, 0)
        );
        assert_eq!(read(&sample, Some(Severity::Blocker)).failures, 125);
        assert_eq!(read(&sample, Some(Severity::Minor)).failures, 375);
        assert_eq!(read(&sample, Some(Severity::Note)).failures, 500);
    }

    #[test]
    fn a_clear_document_is_a_suite_of_one_case_that_passes() {
        let report = read(&samples::clear(), Some(Severity::Note));
        assert_eq!(
            (report.test_suites.len(), report.tests, report.failures),
            (1, 1, 0)
        );
    }

    #[test]
    fn what_a_baseline_took_for_granted_fails_no_case() {
        let blockers = |sample: &Sample| read(sample, Some(Severity::Blocker)).failures;
        assert_eq!(
            (blockers(&samples::typical()), blockers(&samples::tracked())),
            (2, 1)
        );
    }

    #[test]
    fn documents_that_failed_are_errors() {
        let report = read(&samples::failed(), None);
        assert_eq!(report.errors, 2);
        let names: Vec<&str> = report
            .test_suites
            .iter()
            .map(|suite| suite.name.as_str())
            .collect();
        assert!(names.ends_with(&["specs/empty.md", "specs/late.md"]), "{names:?}");
    }

    #[test]
    fn hostile_words_are_text_of_well_formed_xml() {
        let sample = samples::hostile();
        let raw = rendered(Format::Junit, &sample, &Options::default());
        let is_bad = |found: char| (found.is_control() && found != '\n') || clean::reorders(found);
        assert!(!raw.contains(is_bad), "{raw}");
        assert!(!raw.contains("<script"), "{raw}");
        let report = read(&sample, Some(Severity::Note));
        let names: Vec<&str> = report
            .test_suites
            .iter()
            .flat_map(|suite| &suite.test_cases)
            .map(|case| case.name.as_str())
            .collect();
        assert!(
            names
                .iter()
                .any(|name| name.contains("<script>alert(1)</script>")),
            "{names:?}"
        );
    }
}
