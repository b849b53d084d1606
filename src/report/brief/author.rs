//! The sheet for the author: what to settle and to know before any brief is sent.

use super::sheet::{Block, Run, Sheet, Words, plain, quoted, standing, strong, when};
use crate::domain::brief::{
    BriefReport, Fact, FactCoverage, FactId, GoalStance, GoalTouch, HeldBack, OpenPoint, Unsupported,
};
use crate::report::{footing, words};

/// The length of a brief that its reader finishes.
const LENGTH: std::ops::RangeInclusive<usize> = 150..=300;

/// Lays the author's page out.
pub fn sheet(report: &BriefReport) -> Sheet {
    let mut sheet = Sheet {
        title: "For the author".into(),
        mark: "author".into(),
        ..Sheet::default()
    };
    sheet.paragraph(vec![plain(headline(report))]);
    standing(report)
        .into_iter()
        .for_each(|words| sheet.paragraph(words));
    let page = &report.author;
    held_back(&mut sheet, report);
    sheet.list(
        "Open: take back to the executives",
        page.open_points
            .iter()
            .map(|point| open_point(report, point))
            .collect(),
    );
    let contradictions = page.contradictions.iter().filter_map(|id| report.fact(id));
    sheet.list("Contradictions", contradictions.map(contradiction).collect());
    sheet.list("Told differently to two teams", differences(report));
    sheet.list(
        "Kept out of the briefs",
        page.unsupported
            .iter()
            .filter(|kept| !kept.mended)
            .map(unsupported)
            .collect(),
    );
    sheet.list(
        "Written anew after a check",
        page.unsupported
            .iter()
            .filter(|kept| kept.mended)
            .map(unsupported)
            .collect(),
    );
    goals(&mut sheet, report);
    sheet.table(
        "What became of each fact",
        vec!["", "fact", "kind", "teams"],
        page.coverage
            .iter()
            .filter_map(|covered| coverage(report, covered))
            .collect(),
    );
    sheet.table(
        "Length and reading level",
        vec!["team", "words", "grade", ""],
        lengths(report),
    );
    small_print(&mut sheet, report);
    sheet
}

fn headline(report: &BriefReport) -> String {
    let page = &report.author;
    let held = page
        .held_back
        .iter()
        .filter(|held| held.released_to.is_empty())
        .count();
    let kept_out = page.unsupported.iter().filter(|kept| !kept.mended).count();
    let counts = [
        (held, "sensitive point", "held back"),
        (page.open_points.len(), "open point", ""),
        (page.contradictions.len(), "contradiction", ""),
        (page.differences.len(), "difference", "between teams"),
        (kept_out, "sentence", "kept out"),
    ];
    let counted = counts.iter().filter(|(count, ..)| *count > 0);
    let counted: Vec<String> = counted
        .map(|(count, noun, more)| format!("{} {more}", words::count(*count, noun)).trim().to_owned())
        .collect();
    let briefs = words::count(report.briefs.len(), "brief");
    let facts = words::count(report.facts.len(), "fact");
    if counted.is_empty() {
        return format!("{briefs} from {facts}. Nothing stands in the way of sending them.");
    }
    format!(
        "{briefs} from {facts}. Before you send them: {}.",
        counted.join(", ")
    )
}

fn held_back(sheet: &mut Sheet, report: &BriefReport) {
    let held = &report.author.held_back;
    if held.is_empty() {
        return;
    }
    sheet.blocks.push(Block::Heading(
        "Held back: no brief tells this unless you say so".into(),
    ));
    let items = held
        .iter()
        .filter_map(|held| Some(held_item(report.fact(&held.fact)?, held)));
    sheet.blocks.push(Block::List(items.collect()));
    let example = held
        .first()
        .map(|held| format!("--release {}", held.fact))
        .unwrap_or_default();
    let one_team = held
        .first()
        .map(|held| format!("--release {}:TEAM", held.fact))
        .unwrap_or_default();
    sheet.paragraph(vec![
        plain("To let one through, run again with "),
        Run::Code(example),
        plain(", or for one team "),
        Run::Code(one_team),
        plain("; the notes are not read again."),
    ]);
}

fn held_item(fact: &Fact, held: &HeldBack) -> Words {
    let reason = held.sensitivity.reason.title();
    let note = held
        .sensitivity
        .note
        .as_deref()
        .map(|note| format!(", {note}"))
        .unwrap_or_default();
    let mut words = vec![
        Run::Code(fact.id.0.clone()),
        plain(" "),
        strong(format!("{reason}{note}: ")),
    ];
    words.extend(fact.anchors.first().map(quoted).unwrap_or_default());
    let whom = if held.concerns.is_empty() {
        "no team".into()
    } else {
        held.concerns.join(", ")
    };
    let loss = held
        .sensitivity
        .loss
        .clone()
        .unwrap_or_else(|| format!("it would have gone to {whom}."));
    words.push(Run::Break);
    words.push(plain(format!("Without it: {loss}")));
    if !held.concerns.is_empty() && held.sensitivity.loss.is_some() {
        words.push(plain(format!(" (would go to {whom})")));
    }
    if !held.released_to.is_empty() {
        words.push(strong(format!(
            " Let through to {}.",
            held.released_to.join(", ")
        )));
    }
    words
}

fn open_point(report: &BriefReport, point: &OpenPoint) -> Words {
    let by = point
        .by
        .as_deref()
        .map(|by| format!(" ({})", when(by)))
        .unwrap_or_default();
    let mut words = vec![
        strong(format!("{}: ", point.to)),
        plain(format!("{}{by}", point.question)),
    ];
    if let Some(anchor) = report.fact(&point.fact).and_then(|fact| fact.anchors.first()) {
        words.push(Run::Break);
        words.extend(quoted(anchor));
    }
    words
}

fn contradiction(fact: &Fact) -> Words {
    let mut words = vec![plain(fact.statement.clone())];
    for anchor in &fact.anchors {
        words.push(Run::Break);
        words.extend(quoted(anchor));
    }
    words
}

fn differences(report: &BriefReport) -> Vec<Words> {
    let found = report.author.differences.iter().map(|difference| {
        let number = report.fact(&difference.fact).map_or(0, |fact| fact.number);
        let mut words = vec![strong(format!("Fact {number}: ")), plain(difference.what.clone())];
        for told in &difference.told {
            words.push(Run::Break);
            words.push(plain(format!("{}: ", told.team)));
            words.push(Run::Quote(told.text.clone()));
        }
        words
    });
    found.collect()
}

fn unsupported(kept: &Unsupported) -> Words {
    let mut words = vec![
        strong(format!("{}, {}: ", kept.team, kept.part)),
        Run::Quote(kept.text.clone()),
    ];
    words.push(Run::Break);
    words.push(plain(kept.reasons.join("; ")));
    words
}

fn goals(sheet: &mut Sheet, report: &BriefReport) {
    let order = [
        GoalStance::Conflicts,
        GoalStance::Moves,
        GoalStance::Serves,
        GoalStance::Ignores,
    ];
    let mut touches: Vec<&GoalTouch> = report.author.goals.iter().collect();
    touches.sort_by_key(|touch| order.iter().position(|stance| *stance == touch.stance));
    let first_ignored = touches.partition_point(|touch| touch.stance != GoalStance::Ignores);
    let in_short = if touches.len() - first_ignored > FEW_GOALS {
        touches.split_off(first_ignored)
    } else {
        Vec::new()
    };
    sheet.table(
        "Goals of the strategy",
        vec!["goal", "by these notes", "facts", "why"],
        touches.into_iter().map(|touch| goal(report, touch)).collect(),
    );
    let ignored = in_short.iter().map(|touch| quoted(&touch.goal)).collect();
    sheet.list("Goals that these notes do not speak of", ignored);
}

/// So many goals that notes do not speak of are each told with the reason; more are listed by their words.
const FEW_GOALS: usize = 6;

fn goal(report: &BriefReport, touch: &GoalTouch) -> Vec<Words> {
    let stance = match touch.stance {
        GoalStance::Conflicts => "worked against",
        GoalStance::Moves => "moved",
        GoalStance::Serves => "served",
        GoalStance::Ignores => "not spoken of",
    };
    vec![
        quoted(&touch.goal),
        vec![plain(stance)],
        vec![plain(numbers(report, &touch.facts))],
        vec![plain(touch.note.clone().unwrap_or_default())],
    ]
}

fn numbers(report: &BriefReport, ids: &[FactId]) -> String {
    let numbers = ids
        .iter()
        .filter_map(|id| report.fact(id))
        .map(|fact| fact.number.to_string());
    numbers.collect::<Vec<_>>().join(", ")
}

fn coverage(report: &BriefReport, covered: &FactCoverage) -> Option<Vec<Words>> {
    let fact = report.fact(&covered.fact)?;
    let mut teams = covered.teams.join(", ");
    if covered.teams.is_empty() {
        teams = format!(
            "none: {}",
            covered.reason.as_deref().unwrap_or("no reason was given")
        );
    } else if !covered.left_out.is_empty() {
        let left = covered
            .left_out
            .iter()
            .map(|left| format!("{}: {}", left.team, left.reason));
        teams.push_str(&format!("; not {}", left.collect::<Vec<_>>().join("; not ")));
    }
    Some(vec![
        vec![plain(fact.number.to_string())],
        vec![plain(fact.statement.clone())],
        vec![plain(fact.kind.title())],
        vec![plain(teams)],
    ])
}

fn lengths(report: &BriefReport) -> Vec<Vec<Words>> {
    let rows = report.briefs.iter().map(|brief| {
        let grade = brief
            .reading_grade
            .map(|grade| format!("{grade:.1}"))
            .unwrap_or_default();
        let note = match brief.words {
            0 => "nothing for this team",
            words if words > *LENGTH.end() => "longer than 300 words",
            words if words < *LENGTH.start() => "short: the notes hold little for this team",
            _ => "",
        };
        [
            brief.team.clone(),
            brief.words.to_string(),
            grade,
            note.to_owned(),
        ]
        .map(|cell| vec![plain(cell)])
        .to_vec()
    });
    rows.collect()
}

fn small_print(sheet: &mut Sheet, report: &BriefReport) {
    let mut lines: Vec<Words> = Vec::new();
    for aside in &report.set_aside {
        let claim = words::clip(&crate::report::clean::line(&aside.claim), 120);
        lines.push(vec![
            plain(format!("Set aside, since {}: {claim} ", aside.reason)),
            Run::Quote(aside.quote.clone()),
        ]);
    }
    for fact in report.facts.iter().filter(|fact| !fact.remarks.is_empty()) {
        lines.push(vec![plain(format!(
            "Fact {}: {}",
            fact.number,
            fact.remarks.join("; ")
        ))]);
    }
    for used in report.context.iter().filter(|used| !used.left_out.is_empty()) {
        let left_out = used.left_out.join("; ");
        lines.push(vec![
            plain("Not sent for want of room: "),
            Run::Code(used.document.clone()),
            plain(format!(": {left_out}")),
        ]);
    }
    lines.extend(
        report
            .warnings
            .iter()
            .map(|warning| vec![plain(format!("Warning: {warning}"))]),
    );
    for failure in &report.errors {
        let hint = failure
            .hint
            .as_deref()
            .map(|hint| format!(" ({hint})"))
            .unwrap_or_default();
        lines.push(vec![
            strong("Not done: "),
            Run::Code(failure.document.clone()),
            plain(format!(": {}{hint}", failure.error)),
        ]);
    }
    let footing = [footing::answers(&report.provenance), footing::cost(&report.usage)];
    lines.extend(
        footing
            .into_iter()
            .filter(|line| !line.is_empty())
            .map(|line| vec![plain(line)]),
    );
    sheet.list("About these briefs", lines);
}
