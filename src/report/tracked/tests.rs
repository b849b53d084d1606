use super::*;
use crate::domain::{FindingId, Run, Severity, SeverityCounts, TrackedDocument};
use crate::report::Options;
use jiff::Timestamp;

fn change(fate: Fate, title: &str) -> Change {
    Change {
        id: FindingId("f-1a2b3c4d".into()),
        sort: Sort::Flag,
        kind: "missing-case".into(),
        severity: Severity::Major,
        title: title.into(),
        fate,
        accepted: false,
        note: Some("a \u{1b}[31m<b>note</b>".into()),
    }
}

fn tracking() -> Tracking {
    Tracking {
        previous: Some("2026-11-26T10:00:00Z".into()),
        new: 2,
        open: 3,
        resolved: 6,
        sections: 9,
        asked: 2,
        settled_again: 1,
        changes: vec![change(Fate::Resolved, "Who <script>pays</script>?")],
        ..Tracking::default()
    }
}

fn diff(format: DiffFormat) -> String {
    let diff = Diff {
        format: "clarify.diff",
        version: 1,
        document: "a\u{202e}.md".into(),
        tracking: tracking(),
        unread: vec![String::new(), "Window".into()],
    };
    let mut out = Vec::new();
    render_diff(format, &diff, &Options::default(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn the_lead_counts_what_became_of_findings() {
    assert_eq!(
        lead(&tracking()),
        "since 2026-11-26: 6 resolved, 2 new, 3 still open"
    );
    let remarks = remarks(&tracking(), Depth::Standard);
    assert_eq!(
        remarks[0],
        "2 of 9 sections changed since the last review: only they were asked about."
    );
    assert!(remarks[1].starts_with("1 point that is settled"));
    assert!(super::remarks(&Tracking::default(), Depth::Rules).is_empty());
}

#[test]
fn what_strangers_wrote_is_harmless_in_every_form() {
    for format in [DiffFormat::Text, DiffFormat::Markdown, DiffFormat::Json] {
        let shown = diff(format);
        assert!(
            !shown.contains('\u{1b}') && !shown.contains('\u{202e}'),
            "{shown}"
        );
    }
    assert!(!diff(DiffFormat::Markdown).contains("<script>"));
    assert!(diff(DiffFormat::Text).contains("(before the first heading); Window"));
}

fn run(second: i64, open: [usize; 4]) -> Run {
    let [blocker, major, minor, note] = open;
    let open = SeverityCounts {
        blocker,
        major,
        minor,
        note,
    };
    Run {
        at: Timestamp::from_second(1_800_000_000 + second).unwrap(),
        by: "Ann".into(),
        depth: Depth::Standard,
        context: None,
        words: 100,
        asked: 1,
        open,
        answered: SeverityCounts::default(),
        dismissed: SeverityCounts::default(),
        resolved: SeverityCounts::default(),
        questions: 0,
    }
}

#[test]
fn a_document_gets_clearer_when_less_harm_is_open() {
    let trend = |runs: &[[usize; 4]]| {
        let runs: Vec<Run> = runs
            .iter()
            .enumerate()
            .map(|(index, open)| run(index as i64, *open))
            .collect();
        Trend::of(&runs)
    };
    assert_eq!(trend(&[]), Trend::First);
    assert_eq!(trend(&[[1, 0, 0, 0]]), Trend::First);
    assert_eq!(trend(&[[1, 0, 0, 0], [0, 9, 0, 0]]), Trend::Clearer);
    assert_eq!(trend(&[[0, 2, 0, 0], [0, 2, 0, 7]]), Trend::Level);
    assert_eq!(trend(&[[0, 0, 3, 0], [0, 1, 0, 0]]), Trend::Worse);
    assert_eq!(trend(&[[0, 0, 3, 0], [0, 0, 0, 4]]), Trend::Clear);
}

#[test]
fn the_chart_keeps_to_the_width_of_the_page() {
    let mut state = TrackedDocument::new("spec.md".into());
    state.runs = vec![run(0, [40, 300, 77, 0]), run(1, [0, 1, 0, 0])];
    let mut out = Vec::new();
    let options = Options {
        width: 60,
        ..Options::default()
    };
    render_status(&[state], &options, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert!(text.lines().all(|line| line.chars().count() <= 66), "{text}");
    assert!(
        text.contains("417 open, 0 settled") && text.contains("1 open, 0 settled"),
        "{text}"
    );
}
