//! A review of ten findings whose words are as many as the model is allowed.

use super::build::*;
use crate::domain::*;

const SPEC: &str = "# Export\n\nUsers can export all reports of their team as a file within the usual time after \
they were closed, unless an administrator has switched the export off for this group of users. The file is kept \
for a while and then removed from the storage together with all copies of it that were made before the change.\n";

/// Words that count: `words(3)` is three of them.
fn words(number: usize) -> String {
    let pool = [
        "the", "export", "leaves", "out", "archived", "reports", "of", "former", "members",
    ];
    let mut words: Vec<&str> = pool.iter().copied().cycle().take(number).collect();
    if let Some(first) = words.first_mut() {
        *first = "The";
    }
    words.join(" ")
}

/// Three ambiguities, a contradiction, a strategy conflict, three gaps and two assumptions; a question each for half.
pub fn at_the_word_limits() -> Sample {
    let spec = document("specs/export.md", SPEC);
    let strategy = document(
        "strategy.md",
        "# Goals\n\nEverything a team writes belongs to that team for ever.\n",
    );
    let said = |quote| quoted(&spec, Role::Spec, quote);
    let planned = quoted(&strategy, Role::Strategy, "belongs to that team for ever");
    let read = |rank, kind, anchors| {
        flag(rank, kind, Severity::Major, &words(10), anchors)
            .read_as(&words(14), &words(14), &words(22))
            .because(&words(16))
    };
    let told =
        |rank, kind, anchors| flag(rank, kind, Severity::Major, &words(10), anchors).because(&words(16));
    let taken = |rank, quote| {
        let (statement, if_false, check) = (words(10), words(10), words(8));
        assumption(
            rank,
            AssumptionKind::User,
            Severity::Minor,
            [&statement, &if_false, &check, "Head of Support"],
            vec![said(quote)],
        )
    };
    let review = Review {
        flags: vec![
            read(
                1,
                FlagKind::AmbiguousScope,
                vec![said("all reports of their team")],
            ),
            read(
                2,
                FlagKind::AmbiguousTiming,
                vec![said("within the usual time after they were closed")],
            ),
            read(
                3,
                FlagKind::AmbiguousCondition,
                vec![said("unless an administrator has switched the export off")],
            ),
            told(
                4,
                FlagKind::Contradiction,
                vec![said("kept for a while"), said("all copies of it")],
            ),
            told(
                5,
                FlagKind::StrategyConflict,
                vec![said("removed from the storage"), planned],
            ),
            told(6, FlagKind::MissingCase, vec![said("as a file")]),
            told(
                7,
                FlagKind::MissingMetric,
                vec![said("Users can export all reports of their team")],
            ),
            told(8, FlagKind::UndefinedTerm, vec![said("this group of users")]).suggest(&words(10)),
        ],
        assumptions: vec![taken(9, "Users can export"), taken(10, "made before the change")],
        questions: (1..=5)
            .map(|rank| question(rank, "Head of Support", "Which?", &[rank]))
            .collect(),
        ..review(&spec, Depth::Standard)
    };
    Sample::new(vec![review], &[spec, strategy])
}
