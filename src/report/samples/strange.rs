//! Reviews that try a renderer: hostile words, wide scripts, long lines, many findings, failed documents.

use super::build::*;
use crate::domain::*;

/// What a stranger may write to mislead a terminal or a wiki.
const HOSTILE: &str = "=cmd|' /C calc'!A0; =1 %0A::error::x ##[error]y \u{1b}[2J\u{1b}]8;;http://evil.example\u{7}click\u{202e}drowssap\u{2066}\u{200b} @everyone #12 GH-3 \
<script>alert(1)</script> [x](javascript:alert(1)) ![i](http://evil.example/i.png) | `code` **b** _i_ ~~s~~ \
https://evil.example www.evil.example a@evil.example &lt; $x$ <!-- c --> [^1] \u{9b}31m\r";

/// Words that are hostile to every format.
pub fn hostile_words() -> String {
    HOSTILE.to_owned()
}

/// A review in which every text is hostile.
pub fn hostile() -> Sample {
    let path = "spec\u{1b}[31m`|\u{202e}.md";
    let text = format!("# {HOSTILE}\r\n\r\n{HOSTILE} please\r\n\r\n- [ ] # 1. {HOSTILE}\r\n");
    let spec = document(path, &text);
    let anchor = quoted(&spec, Role::Spec, &format!("{HOSTILE} please"));
    let whole = anchor_at(&spec, Role::Spec, 0..text.len());
    let folded = "# title\n\n- item\n\n```\n1. one\n| a | b |\n".to_owned() + HOSTILE;
    let mut flag = flag(
        1,
        FlagKind::VagueTerm,
        Severity::Blocker,
        &folded,
        vec![anchor.clone(), whole, anchor.clone(), anchor.clone()],
    )
    .read_as(&folded, HOSTILE, HOSTILE)
    .suggest(HOSTILE)
    .remarked(&folded);
    flag.id = FindingId(HOSTILE.into());
    let mut question = question(1, HOSTILE, HOSTILE, &[])
        .offering(&[HOSTILE, &folded], Some(1))
        .because(HOSTILE)
        .otherwise(&folded);
    question.blocks = vec![flag.id.clone()];
    let mut answer = answer(HOSTILE, Origin::Live, HOSTILE);
    answer.model = HOSTILE.into();
    let review = Review {
        title: Some(HOSTILE.into()),
        summary: Some(folded.clone()),
        flags: vec![flag],
        assumptions: vec![assumption(
            2,
            AssumptionKind::Legal,
            Severity::Note,
            [HOSTILE; 4],
            vec![],
        )],
        questions: vec![question],
        coverage: vec![covered(Area::Data, CoverageState::Missing, HOSTILE)],
        strategy: vec![goal(anchor.clone(), Fit::Serves, Some(anchor), HOSTILE)],
        set_aside: vec![aside(HOSTILE, HOSTILE, HOSTILE)],
        context: vec![ContextUse {
            document: path.into(),
            role: Role::Strategy,
            tokens: 1,
            left_out: vec![folded],
        }],
        usage: Usage {
            requests: 1,
            price_source: Some(HOSTILE.into()),
            cost_usd: Some(1.0),
            ..Usage::default()
        },
        provenance: vec![answer],
        warnings: vec![HOSTILE.into()],
        ..review(&spec, Depth::Deep)
    };
    let mut sample = Sample::new(vec![review], &[spec]);
    sample.report.errors.push(DocumentFailure {
        document: path.into(),
        error: HOSTILE.into(),
        hint: Some(HOSTILE.into()),
    });
    sample
}

/// A review of a document with a byte order mark, CR LF, wide and combining letters, emoji and long lines.
pub fn wide() -> Sample {
    let long = "the service answers every request of every user as soon as it reasonably can ".repeat(16);
    let text = format!(
        "\u{feff}# 退货流程\r\n\r\n客户可以在三十天内退货，并尽快收到退款，除非商品已经使用过或者包装已经损坏无法再次销售给其他客户。\r\n\r\n\
         The cafe\u{301} owner 👍🏽 re\u{301}sume\u{301}s orders soon, 👩‍💻 approves.\r\n\r\n{long}and {long}end.\r\n"
    );
    let spec = document("spécs/退货.md", &text);
    let said = |quote: &str| quoted(&spec, Role::Spec, quote);
    let flags = vec![
        flag(
            1,
            FlagKind::VagueTerm,
            Severity::Major,
            "“尽快”是多快？客户在付款之后需要等待几天才能收到退款，由谁来决定这个期限",
            vec![said("尽快")],
        )
        .because(
            "无法测试，因为没有人知道多少天算是尽快，也没有人知道从哪一天开始计算这个期限，更没有人负责",
        ),
        flag(
            2,
            FlagKind::AmbiguousTiming,
            Severity::Minor,
            "When is soon?",
            vec![said("re\u{301}sume\u{301}s orders soon")],
        )
        .read_as(
            "the same day 👍🏽",
            "the next day",
            "An order re\u{301}sume\u{301}d at 23:59 👩‍💻",
        ),
        flag(
            3,
            FlagKind::VagueTerm,
            Severity::Note,
            "How soon?",
            vec![said("as soon as it reasonably can the service")],
        ),
        flag(
            4,
            FlagKind::CombinedRequirement,
            Severity::Note,
            "One thing at a time?",
            vec![said(long.trim_end())],
        ),
        flag(
            5,
            FlagKind::VagueTerm,
            Severity::Note,
            "A title of one word that is far wider than any terminal: "
                .repeat(3)
                .as_str(),
            vec![said("👩‍💻 approves.\r\n\r\nthe service")],
        )
        .because(&"unbreakable".repeat(20)),
    ];
    let review = Review {
        flags,
        ..review(&spec, Depth::Quick)
    };
    Sample::new(vec![review], &[spec])
}

/// A review with many findings and questions.
pub fn many(number: usize) -> Sample {
    let line = |index| {
        format!("- Requirement {index}: the answer is given quickly and the page is fast for the user.\n")
    };
    let text: String = (1..=number).map(line).collect();
    let spec = document("specs/long.md", &text);
    let flag = |rank: usize| {
        let start = text.find(&format!("Requirement {rank}:")).expect("it is there");
        let quote = anchor_at(&spec, Role::Spec, start..start + 20);
        let kind = FlagKind::ALL[rank % FlagKind::ALL.len()];
        flag(
            rank,
            kind,
            Severity::ALL[rank * 4 / (number + 1)],
            &format!("Finding {rank}?"),
            vec![quote],
        )
    };
    let review = Review {
        // Out of order, to be put in order.
        flags: (1..=number).rev().map(flag).collect(),
        questions: (1..=20)
            .map(|rank| question(rank, "Head of Support", "Which?", &[rank]))
            .collect(),
        ..review(&spec, Depth::Standard)
    };
    Sample::new(vec![review], &[spec])
}

/// Two reviews, and two documents that could not be reviewed.
pub fn failed() -> Sample {
    let (mut sample, clear) = (super::rules_only(), super::clear());
    sample.report.reviews.extend(clear.report.reviews);
    let failure = |document: &str, error: &str, hint: Option<&str>| DocumentFailure {
        document: document.into(),
        error: error.into(),
        hint: hint.map(Into::into),
    };
    sample.report.errors = vec![
        failure(
            "specs/empty.md",
            "specs/empty.md is empty",
            Some("write something first, or leave the file out"),
        ),
        failure(
            "specs/late.md",
            "the model did not answer within 120 seconds",
            None,
        ),
    ];
    sample
}
