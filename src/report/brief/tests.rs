use super::*;
use crate::answer::prove::anchor;
use crate::document::Document;
use crate::domain::brief::*;
use crate::domain::{Anchor, Match, Role, Source};
use pulldown_cmark::{Event, Options as Markdown, Parser, Tag};
use unicode_width::UnicodeWidthStr;

fn at(role: Role, path: &str, quote: &str) -> Anchor {
    let text = format!("# Head\n\n{quote}\n");
    let document = Document::new(path.into(), path.into(), text);
    let span = document.span(8..8 + quote.len()).unwrap();
    anchor(&document, role, span, Match::Exact)
}

fn fact(number: usize, kind: FactKind, words: &str) -> Fact {
    Fact {
        id: FactId(format!("n-{number:08}")),
        number,
        kind,
        statement: words.into(),
        anchors: vec![at(Role::Notes, "notes.md", words)],
        speaker: None,
        hedge: None,
        owner: Some("Pieter".into()),
        due: None,
        question: None,
        sensitivity: None,
        taken_back_by: None,
        teams: vec!["support".into()],
        for_nobody: None,
        remarks: vec![],
    }
}

fn cites(text: &str, number: usize) -> Sentence {
    Sentence {
        text: text.into(),
        facts: vec![FactId(format!("n-{number:08}"))],
    }
}

/// A report with one of everything, in which `words` stand wherever a stranger's words can.
fn sample(words: &str) -> BriefReport {
    let said = |own: &str| format!("{own} {words}").trim().to_owned();
    let sensitivity = Sensitivity {
        reason: SensitiveReason::Pay,
        note: Some(said("a raise")),
        loss: Some(said("nothing.")),
        source: Source::Both,
    };
    let mut secret = fact(3, FactKind::Background, &said("The salary round is 2.5%."));
    secret.sensitivity = Some(sensitivity.clone());
    let facts = vec![
        fact(1, FactKind::Decision, &said("Austria opens on 1 September.")),
        fact(2, FactKind::OpenPoint, &said("Who pays for returns is open.")),
        secret,
    ];
    let id = |number: usize| FactId(format!("n-{number:08}"));
    let goal = at(Role::Strategy, "goals.md", &said("Open Austria."));
    let brief = Brief {
        team: said("support"),
        why: Some(Why {
            sentence: cites(&said("Customers will write."), 1),
            goal: Some(goal.clone()),
        }),
        decided: vec![cites(&said("Austria opens."), 1)],
        open: vec![cites(&said("Who pays for returns."), 2)],
        quoted: vec![id(2)],
        questions: vec![TeamQuestion {
            text: said("When?"),
            answer: None,
        }],
        suggestions: vec![said("Ask for macros.")],
        words: 40,
        reading_grade: Some(6.1),
        ..Brief::default()
    };
    let mut report = BriefReport::new();
    report.notes = vec![Notes {
        document: "notes.md".into(),
        title: Some(said("Planning")),
        words: 700,
        standing: Standing::Draft,
        standing_quote: Some(at(Role::Notes, "notes.md", &said("Planning (draft)"))),
    }];
    report.author = AuthorPage {
        coverage: vec![
            FactCoverage {
                fact: id(1),
                teams: vec![said("support")],
                left_out: vec![],
                reason: None,
            },
            FactCoverage {
                fact: id(3),
                teams: vec![],
                left_out: vec![],
                reason: Some(said("held back: pay")),
            },
        ],
        held_back: vec![HeldBack {
            fact: id(3),
            sensitivity,
            concerns: vec![said("support")],
            released_to: vec![],
        }],
        open_points: vec![OpenPoint {
            fact: id(2),
            question: said("Who pays?"),
            to: said("Pieter"),
            by: Some(said("10 December")),
        }],
        contradictions: vec![id(2)],
        unsupported: vec![Unsupported {
            team: said("support"),
            part: "decided".into(),
            text: said("Austria opens on 2 September."),
            facts: vec![id(1)],
            reasons: vec![said("“2 September” stands in none of the quotes of N1")],
            mended: false,
        }],
        differences: vec![Difference {
            fact: id(1),
            told: vec![
                Told {
                    team: said("support"),
                    text: said("one"),
                },
                Told {
                    team: "sales".into(),
                    text: said("two"),
                },
            ],
            what: said("“1” for one team, “2” for the other"),
        }],
        goals: vec![GoalTouch {
            goal,
            stance: GoalStance::Serves,
            facts: vec![id(1)],
            note: Some(said("the date")),
        }],
    };
    report.facts = facts;
    report.briefs = vec![
        brief,
        Brief {
            team: "data".into(),
            ..Brief::default()
        },
    ];
    report.warnings = vec![said("read in parts")];
    report
}

const OPTIONS: BriefOptions = BriefOptions {
    citations: true,
    width: 80,
    color: false,
};

fn rendered(format: BriefFormat, report: &BriefReport, options: &BriefOptions) -> String {
    let mut out = Vec::new();
    render(format, report, options, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_typical_report_reads_like_this() {
    let report = sample("");
    insta::assert_snapshot!("markdown", rendered(BriefFormat::Markdown, &report, &OPTIONS));
    insta::assert_snapshot!(
        "text",
        rendered(
            BriefFormat::Text,
            &report,
            &BriefOptions {
                citations: false,
                ..OPTIONS
            }
        )
    );
}

#[test]
fn strangers_words_can_do_no_harm_in_any_format() {
    let report =
        sample("\u{1b}[31m<script>x</script> \u{202e}evil | [a](javascript:b) <!-- --> @team\r\n# Head\n");
    for format in [
        BriefFormat::Markdown,
        BriefFormat::Text,
        BriefFormat::Json,
        BriefFormat::Html,
    ] {
        let out = rendered(format, &report, &OPTIONS);
        assert!(!out.contains(['\u{1b}', '\u{202e}', '\r']), "{format:?}");
    }
    let page = rendered(BriefFormat::Html, &report, &OPTIONS);
    assert_eq!(page.matches("<script").count(), 1);
    assert!(!page.contains("<!--") && !page.contains("href=\"javascript"));
    let markdown = rendered(BriefFormat::Markdown, &report, &OPTIONS);
    let harmful = |event: &Event<'_>| {
        matches!(
            event,
            Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::Link { .. } | Tag::Image { .. })
        )
    };
    let options = Markdown::ENABLE_TABLES | Markdown::ENABLE_FOOTNOTES;
    assert!(
        !Parser::new_ext(&markdown, options).any(|event| harmful(&event)),
        "{markdown}"
    );
    let heads = markdown.lines().filter(|line| line.starts_with("# "));
    assert_eq!(heads.count(), 3, "two briefs and the author's page");
    let columns = |line: &str| line.matches(" | ").count();
    let rows = markdown
        .lines()
        .filter(|line| line.starts_with("| ") && line.contains("decision"));
    assert!(rows.into_iter().all(|row| columns(row) == 3), "{markdown}");
}

#[test]
fn a_page_offers_each_brief_to_be_copied_and_never_what_is_held_back() {
    let page = rendered(BriefFormat::Html, &sample(""), &OPTIONS);
    let copied: Vec<&str> = page
        .split("<template")
        .skip(1)
        .filter_map(|rest| rest.split("</template>").next())
        .collect();
    assert_eq!(copied.len(), 2, "two briefs; the author's page is not to be sent");
    assert!(copied[0].contains("# Brief for support") && copied[0].contains("Austria opens"));
    assert!(page.contains("salary") && !copied.iter().any(|brief| brief.contains("salary")));
    for part in [
        "id=\"author\"",
        "id=\"brief1\"",
        "id=\"brief2\"",
        "id=\"brief1-n1\"",
    ] {
        assert_eq!(page.matches(part).count(), 1, "{part}");
    }
}

#[test]
fn text_fits_its_width() {
    let report =
        sample("and many more words that make the line longer than any terminal would bear without a break");
    for width in [40, 80, 100] {
        let out = rendered(BriefFormat::Text, &report, &BriefOptions { width, ..OPTIONS });
        let longest = out.lines().map(UnicodeWidthStr::width).max().unwrap();
        assert!(longest <= width, "{longest} of {width}");
    }
}

#[test]
fn files_hold_no_more_than_their_team_may_read() {
    let files = files(&sample(""), true).unwrap();
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["brief-support.md", "brief-data.md", "author.md"]);
    assert!(!files[0].content.contains("salary") && files[2].content.contains("salary"));
    assert!(files.iter().all(|file| is_unedited(&file.content)));
}
