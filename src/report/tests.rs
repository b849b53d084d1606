//! What holds for every report, over the made-up reviews.

use super::samples::{self, Sample, anchor_at, document, rendered};
use super::{Format, Options, clean, schema};
use crate::domain::{FlagKind, ReviewReport, Role, Severity};
use crate::report::passage;
use crate::report::samples::flag_at;
use proptest::prelude::*;
use pulldown_cmark::{Event, Options as Markdown, Parser, Tag};
use unicode_width::UnicodeWidthStr;

/// What begins a command to a terminal.
const ESCAPE: char = '\u{1b}';

fn text(sample: &Sample) -> String {
    rendered(Format::Text, sample, &Options::default())
}

fn everything() -> Options {
    Options {
        max: None,
        show_set_aside: true,
        ..Options::default()
    }
}

/// The part of a text report between the headline and the questions.
fn findings_of(report: &str) -> &str {
    let start = report.find("\n 1. ").expect("there are findings");
    let end = report.find("\nQuestions\n").unwrap_or(report.len());
    &report[start..end]
}

fn assert_fits(report: &str, width: usize) {
    for line in report.lines() {
        assert!(line.width() <= width, "{} columns: {line}", line.width());
    }
}

#[test]
fn text_reports_look_like_this() {
    for (name, sample) in samples::all() {
        insta::assert_snapshot!(format!("text_{name}"), text(&sample));
    }
    insta::assert_snapshot!(
        "text_typical_in_full",
        rendered(Format::Text, &samples::typical(), &everything())
    );
}

#[test]
fn markdown_reports_look_like_this() {
    for (name, sample) in samples::all() {
        let report = rendered(Format::Markdown, &sample, &Options::default());
        insta::assert_snapshot!(format!("markdown_{name}"), report);
    }
}

#[test]
fn json_reports_look_like_this() {
    insta::assert_snapshot!(
        "json_clear",
        rendered(Format::Json, &samples::clear(), &Options::default())
    );
}

/// What programs and comments read, but for the workbook, which is no text.
const FOR_PROGRAMS: [Format; 5] = [
    Format::Sarif,
    Format::Github,
    Format::Rdjson,
    Format::Junit,
    Format::Csv,
];

/// The samples that every renderer is looked at with.
fn shown() -> [(&'static str, Sample); 4] {
    [
        ("typical", samples::typical()),
        ("hostile", samples::hostile()),
        ("clear", samples::clear()),
        ("many", samples::many(500)),
    ]
}

/// The first and last lines of a report, and how much there is between them.
fn ends_of(report: &str) -> String {
    let lines: Vec<&str> = report.lines().collect();
    if lines.len() <= 700 {
        return report.to_owned();
    }
    let (head, tail) = (lines[..60].join("\n"), lines[lines.len() - 20..].join("\n"));
    let between = lines.len() - 80;
    format!(
        "{head}\n… {between} lines, {} bytes in all …\n{tail}\n",
        report.len()
    )
}

#[test]
fn reports_for_programs_look_like_this() {
    for (name, sample) in shown() {
        for format in FOR_PROGRAMS {
            let options = Options {
                fail_on: Some(Severity::Major),
                ..Options::default()
            };
            let report = rendered(format, &sample, &options);
            insta::assert_snapshot!(format!("{}_{name}", format.name()), ends_of(&report));
        }
    }
}

#[test]
fn comments_look_like_this() {
    let options = Options {
        compact: true,
        ..Options::default()
    };
    for (name, sample) in shown() {
        let comment = rendered(Format::Markdown, &sample, &options);
        insta::assert_snapshot!(format!("compact_{name}"), comment);
    }
}

#[test]
fn workbooks_look_like_this() {
    use calamine::Reader;
    for (name, sample) in shown() {
        let mut out = Vec::new();
        let options = Options::default();
        super::render(Format::Xlsx, &sample.report, &sample.sources, &options, &mut out).unwrap();
        let mut book = calamine::Xlsx::new(std::io::Cursor::new(out)).unwrap();
        let mut shown = String::new();
        for (sheet, cells) in book.worksheets() {
            shown += &format!("{sheet}\n");
            for row in cells.rows() {
                let row: Vec<String> = row.iter().map(|cell| format!("{cell:?}")).collect();
                shown += &format!("{}\n", row.join(" | "));
            }
        }
        insta::assert_snapshot!(format!("xlsx_{name}"), ends_of(&shown));
    }
}

#[test]
fn no_line_of_text_is_wider_than_the_terminal() {
    for (_, sample) in samples::all() {
        for width in [60, 80, 132] {
            let options = Options {
                width,
                ..everything()
            };
            assert_fits(&rendered(Format::Text, &sample, &options), width);
        }
    }
}

#[test]
fn hostile_words_reach_no_terminal() {
    let all = [Format::Text, Format::Json, Format::Markdown];
    for format in all.into_iter().chain(FOR_PROGRAMS) {
        let report = rendered(format, &samples::hostile(), &everything());
        let is_bad = |found: char| (found.is_control() && found != '\n') || clean::reorders(found);
        let bad: Vec<char> = report.chars().filter(|found| is_bad(*found)).collect();
        assert!(bad.is_empty(), "{format:?}: {bad:?}");
    }
    let report = text(&samples::hostile());
    assert!(!report.contains(clean::is_unseen));
}

#[test]
fn colour_comes_only_when_asked_for_and_changes_no_word() {
    for (name, sample) in samples::all() {
        let plain = text(&sample);
        let coloured = rendered(
            Format::Text,
            &sample,
            &Options {
                color: true,
                ..Options::default()
            },
        );
        assert!(!plain.contains('\u{1b}'), "{name}");
        assert!(coloured.contains("\u{1b}[1m"), "{name}");
        assert_eq!(
            anstream::adapter::strip_str(&coloured).to_string(),
            plain,
            "{name}"
        );
    }
}

#[test]
fn ten_findings_at_the_word_limits_take_less_than_six_hundred_words() {
    let report = text(&samples::at_the_word_limits());
    let words = findings_of(&report)
        .split_whitespace()
        .filter(|word| word.contains(char::is_alphanumeric));
    let words = words.count();
    assert!(words < 600, "{words} words");
}

#[test]
fn a_report_by_the_rules_alone_begins_by_saying_so() {
    let report = text(&samples::rules_only());
    let first = report.lines().next().unwrap_or_default();
    assert_eq!(
        first,
        "Only the wording rules ran: no model was asked. To ask one, set OPENAI_BASE_URL,"
    );
    assert!(!report.contains("clear"), "the rules alone cannot tell");
    assert_eq!(text(&samples::failed()).matches("no model was asked").count(), 1);
}

#[test]
fn a_clear_document_is_called_clear() {
    for format in [Format::Text, Format::Markdown] {
        let report = rendered(format, &samples::clear(), &Options::default());
        assert!(report.contains("clear: nothing to raise"), "{report}");
    }
}

#[test]
fn five_hundred_findings_are_ranked_cut_and_counted() {
    let sample = samples::many(500);
    let report = text(&sample);
    assert_fits(&report, 80);
    assert!(report.contains("125 blockers, 125 major, 125 minor, 125 notes"));
    assert!(report.contains("and 490 more: ") && report.contains("and 13 more (--all shows them)"));
    assert!(report.find(" 1. ") < report.find("10. ") && !report.contains("\n11. "));
    let full = rendered(Format::Text, &sample, &everything());
    let ranks = full.lines().filter(|line| line.contains(": Finding "));
    let ranks: Vec<usize> = ranks
        .filter_map(|line| line.trim().split('.').next()?.parse().ok())
        .collect();
    assert_eq!(ranks, (1..=500).collect::<Vec<_>>());
    assert!(!full.contains("--all"));
}

#[test]
fn json_is_complete_and_reads_back_as_it_was() {
    let samples = samples::all()
        .into_iter()
        .map(|(_, sample)| sample)
        .chain([samples::many(50)]);
    for sample in samples {
        let options = Options {
            max: Some(0),
            color: true,
            ..Options::default()
        };
        let json = rendered(Format::Json, &sample, &options);
        let read: ReviewReport = serde_json::from_str(&json).unwrap();
        assert_eq!(read, sample.report);
        assert!(json.ends_with("}\n"));
    }
}

#[test]
fn json_reports_keep_to_the_published_schema() {
    let schema = schema();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert_eq!(schema["title"], "clarify review report, version 1");
    assert!(schema.get("$id").is_none());
    let validator = jsonschema::validator_for(&schema).unwrap();
    for (name, sample) in samples::all() {
        let report = serde_json::to_value(&sample.report).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(&report)
            .map(|error| error.to_string())
            .collect();
        assert_eq!(errors, Vec::<String>::new(), "{name}");
    }
    let mut other = serde_json::to_value(&samples::typical().report).unwrap();
    other["version"] = 2.into();
    assert!(!validator.is_valid(&other));
    other["version"] = 1.into();
    other["reviews"][0]["flags"][0]["anchors"][0]["line"] = "one".into();
    assert!(!validator.is_valid(&other));
}

fn parsed(markdown: &str) -> Vec<Event<'_>> {
    let options = Markdown::ENABLE_TABLES | Markdown::ENABLE_STRIKETHROUGH | Markdown::ENABLE_TASKLISTS;
    let options = options | Markdown::ENABLE_FOOTNOTES | Markdown::ENABLE_GFM | Markdown::ENABLE_MATH;
    Parser::new_ext(markdown, options).collect()
}

#[test]
fn strangers_words_are_no_markdown() {
    let markdown = rendered(Format::Markdown, &samples::hostile(), &everything());
    for event in parsed(&markdown) {
        let is_bad = match &event {
            Event::Html(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) | Event::InlineMath(_) => {
                true
            }
            Event::Start(tag) => matches!(
                tag,
                Tag::Link { .. }
                    | Tag::Image { .. }
                    | Tag::HtmlBlock
                    | Tag::Emphasis
                    | Tag::Strikethrough
                    | Tag::CodeBlock(_)
                    | Tag::FootnoteDefinition(_)
            ),
            Event::Text(words) => words.contains("@everyone") || words.contains("#12"),
            _ => false,
        };
        assert!(!is_bad, "{event:?}");
    }
    let outside = outside_code(&markdown).replace("\\://", "");
    assert!(!outside.contains("://") && !outside.contains("www."), "{outside}");
}

/// The Markdown without what stands in code spans.
fn outside_code(markdown: &str) -> String {
    let mut outside = markdown.to_owned();
    let events = Parser::new_ext(markdown, Markdown::ENABLE_TABLES).into_offset_iter();
    let codes = events.filter(|(event, _)| matches!(event, Event::Code(_)));
    for (_, range) in codes.collect::<Vec<_>>().into_iter().rev() {
        outside.replace_range(range, "");
    }
    outside
}

#[test]
fn markdown_tables_lists_and_checklists_are_read_as_such() {
    let markdown = rendered(Format::Markdown, &samples::typical(), &Options::default());
    let events = parsed(&markdown);
    let count = |is: fn(&Event<'_>) -> bool| events.iter().filter(|event| is(event)).count();
    assert_eq!(count(|event| matches!(event, Event::Start(Tag::Table(_)))), 3);
    assert_eq!(
        count(|event| matches!(event, Event::Start(Tag::List(Some(1))))),
        1
    );
    assert_eq!(count(|event| matches!(event, Event::TaskListMarker(false))), 3);
    assert_eq!(
        count(|event| matches!(event, Event::Start(Tag::BlockQuote(_)))),
        11
    );
    assert_eq!(count(|event| matches!(event, Event::Start(Tag::Strong))), 11);
}

#[test]
fn pipes_in_strangers_words_make_no_cells() {
    let markdown = rendered(Format::Markdown, &samples::hostile(), &everything());
    let mut cells = 0;
    for event in parsed(&markdown) {
        match event {
            Event::Start(Tag::TableRow | Tag::TableHead) => cells = 0,
            Event::Start(Tag::TableCell) => cells += 1,
            _ => {}
        }
        assert!(cells <= 6);
    }
    let rows: Vec<&str> = markdown.lines().filter(|line| line.starts_with("| ")).collect();
    let words =
        Parser::new_ext(&markdown, Markdown::ENABLE_TABLES).filter(|event| matches!(event, Event::Text(_)));
    assert!(words.count() > rows.len(), "the rows are not cut short");
}

#[test]
fn the_line_under_quoted_words_begins_and_ends_with_them() {
    let report = text(&samples::wide());
    let lines: Vec<&str> = report.lines().collect();
    for (quote, index) in [("尽快", 0), ("re\u{301}sume\u{301}s orders soon", 1)] {
        let at = lines
            .iter()
            .position(|line| line.contains('│') && line.contains(quote))
            .unwrap();
        let before = &lines[at][..lines[at].find(quote).unwrap()];
        let under = lines[at + 1];
        let start = under.find('━').unwrap();
        assert_eq!(under[..start].width(), before.width(), "sample {index}");
        assert_eq!(under[start..].width(), quote.width(), "sample {index}");
    }
}

#[test]
fn a_passage_of_an_unknown_document_is_shown_by_its_quote() {
    let mut sample = samples::typical();
    sample.sources = super::Sources::new();
    let report = text(&sample);
    assert!(report.contains("│ within 30 days\n"), "{report}");
}

#[test]
fn a_cut_report_keeps_the_ranks_its_questions_refer_to() {
    let options = Options {
        max: Some(1),
        ..Options::default()
    };
    let report = rendered(Format::Text, &samples::typical(), &options);
    assert!(report.contains("and 11 more: 2 escape-clause, "), "{report}");
    assert!(report.contains("blocks findings 3, 5"));
}

#[test]
fn a_reader_that_goes_away_is_an_error_and_no_panic() {
    struct Closed;
    impl std::io::Write for Closed {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let sample = samples::typical();
    let all = [Format::Text, Format::Json, Format::Markdown, Format::Xlsx];
    for format in all.into_iter().chain(FOR_PROGRAMS) {
        let error = super::render(
            format,
            &sample.report,
            &sample.sources,
            &Options::default(),
            &mut Closed,
        );
        assert_eq!(
            error.map_err(|error| error.kind()),
            Err(std::io::ErrorKind::BrokenPipe),
            "{format:?}"
        );
    }
}

/// Documents of words, wide letters, marks, controls and all sorts of line ends.
fn any_document() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-z]{1,12}".prop_map(|word| word + " "),
        1 => Just("\r\n".to_owned()), 1 => Just("\n\n".to_owned()), 1 => Just("\n- ".to_owned()),
        1 => Just("\u{feff}".to_owned()), 1 => Just("\u{301}".to_owned()), 1 => Just("尽快响应。".to_owned()),
        1 => Just("👩\u{200d}💻".to_owned()), 1 => Just("\u{1b}[31m\u{202e}".to_owned()), 1 => Just("| a |\t".to_owned()),
        1 => any::<char>().prop_map(String::from), 1 => "[a-z]{90}",
    ];
    prop::collection::vec(piece, 1..60).prop_map(|pieces| pieces.concat())
}

/// The nearest character boundary at or before a place.
fn snapped(text: &str, at: usize) -> usize {
    (0..=at.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}

proptest! {
    #[test]
    fn any_span_of_any_document_is_shown_without_a_panic(text in any_document(), a in 0usize..2000, b in 0usize..2000, width in 40usize..120) {
        let spec = document("s.md", &text);
        let ends = [snapped(&text, a % (text.len() + 1)), snapped(&text, b % (text.len() + 1))];
        let anchor = anchor_at(&spec, Role::Spec, ends[0].min(ends[1])..ends[0].max(ends[1]));
        let rows = passage::rows(&anchor, &[spec.clone()].into_iter().collect(), width, 3);
        for row in &rows {
            prop_assert!(row.text.width() <= width, "{:?}", row);
            prop_assert!(row.text.get(row.mark.clone()).is_some());
        }
        let sample = flag_at(FlagKind::VagueTerm, Severity::Minor, anchor, spec);
        for format in [Format::Text, Format::Markdown] {
            let report = rendered(format, &sample, &Options { width, ..Options::default() });
            prop_assert!(!report.contains(ESCAPE));
        }
    }

    #[test]
    fn an_anchor_that_lies_about_its_place_is_shown_by_its_quote(text in any_document(), start in 0usize..500, length in 0usize..500) {
        let spec = document("s.md", &text);
        let mut anchor = anchor_at(&spec, Role::Spec, 0..0);
        anchor.quote = "made up".into();
        anchor.span = crate::domain::Span::new(start, start + length).unwrap();
        let sample = flag_at(FlagKind::VagueTerm, Severity::Minor, anchor, spec);
        let report = rendered(Format::Text, &sample, &Options::default());
        prop_assert!(report.contains("│ made up\n"));
    }
}
