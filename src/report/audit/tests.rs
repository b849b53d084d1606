//! What holds for every report of an audit, over the made-up audits.

use super::AuditFormat;
use crate::domain::Severity;
use crate::report::samples::{audits, rendered_audit};
use crate::report::{Options, clean};
use unicode_width::UnicodeWidthStr;

/// All formats that are text.
const AS_TEXT: [AuditFormat; 7] = [
    AuditFormat::Text,
    AuditFormat::Json,
    AuditFormat::Markdown,
    AuditFormat::Sarif,
    AuditFormat::Github,
    AuditFormat::Junit,
    AuditFormat::Csv,
];

fn with_charts() -> Options {
    Options {
        charts: true,
        ..Options::default()
    }
}

#[test]
fn audits_look_like_this() {
    for (name, sample) in audits() {
        insta::assert_snapshot!(
            format!("text_{name}"),
            rendered_audit(AuditFormat::Text, &sample, &Options::default())
        );
        insta::assert_snapshot!(
            format!("charts_{name}"),
            rendered_audit(AuditFormat::Text, &sample, &with_charts())
        );
        if name != "many" {
            for (format, of) in [
                (AuditFormat::Github, "github"),
                (AuditFormat::Junit, "junit"),
                (AuditFormat::Csv, "csv"),
            ] {
                let options = Options {
                    fail_on: Some(Severity::Major),
                    ..Options::default()
                };
                insta::assert_snapshot!(format!("{of}_{name}"), rendered_audit(format, &sample, &options));
            }
        }
    }
}

#[test]
fn charts_fit_the_terminal_and_are_left_out_where_there_is_none() {
    for (name, sample) in audits() {
        for width in [60, 80, 100] {
            let report = rendered_audit(
                AuditFormat::Text,
                &sample,
                &Options {
                    width,
                    ..with_charts()
                },
            );
            for line in report.lines() {
                assert!(line.width() <= width, "{name}: {} columns: {line}", line.width());
            }
        }
        let plain = rendered_audit(AuditFormat::Text, &sample, &Options::default());
        assert!(!plain.contains(['█', '▓', '▒', '░', '●', '✗']), "{name}: {plain}");
    }
}

#[test]
fn charts_are_the_same_words_with_and_without_colour() {
    for (name, sample) in audits() {
        let coloured = rendered_audit(
            AuditFormat::Text,
            &sample,
            &Options {
                color: true,
                ..with_charts()
            },
        );
        let plain = rendered_audit(AuditFormat::Text, &sample, &with_charts());
        assert_eq!(
            anstream::adapter::strip_str(&coloured).to_string(),
            plain,
            "{name}"
        );
    }
}

#[test]
fn hostile_words_of_a_folder_reach_no_terminal_and_no_program() {
    for (name, sample) in audits() {
        for format in AS_TEXT {
            let report = rendered_audit(
                format,
                &sample,
                &Options {
                    max: None,
                    ..with_charts()
                },
            );
            let is_bad = |found: char| (found.is_control() && found != '\n') || clean::reorders(found);
            let bad: Vec<char> = report.chars().filter(|found| is_bad(*found)).collect();
            assert!(bad.is_empty(), "{name} as {format:?}: {bad:?}");
        }
    }
}
