//! The audit for a person at a terminal: the whole folder on a page.

use super::wording;
use crate::domain::{
    Anchor, AuditReport, CrossFinding, Depth, DocumentEntry, Fit, Goal, OpenQuestion, Severity, Verdict,
};
use crate::report::text::excerpt;
use crate::report::text::page::{Ink, Page};
use crate::report::{Options, Sources, clean, footing, passage, words};
use std::io::{self, Write};

/// The column at which everything but the head of a finding begins.
const INDENT: usize = 4;
/// The column at which the words behind a label begin.
const COLUMN: usize = INDENT + "question: ".len();
/// The column at which a document's path begins.
const PATH: usize = 17;

/// Writes the report.
pub fn render(report: &AuditReport, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let page = &mut Page::new(out, options);
    let cut = Cut::of(options);
    headline(page, report)?;
    documents(page, report, &cut)?;
    across(page, report, &cut)?;
    coverage(page, report, &cut)?;
    kinds(page, report, &cut)?;
    questions(page, report, &cut)?;
    undone(page, report, options)?;
    footer(page, report)
}

/// How much is shown.
struct Cut {
    documents: usize,
    across: usize,
    goals: usize,
    kinds: usize,
    questions: usize,
    names: usize,
}

impl Cut {
    fn of(options: &Options) -> Self {
        let most = options.max.unwrap_or(usize::MAX);
        Self {
            documents: most.saturating_mul(2),
            across: most,
            goals: most.saturating_mul(2),
            kinds: if options.max.is_some() { 8 } else { usize::MAX },
            questions: if options.max.is_some() { 3 } else { usize::MAX },
            names: if options.max.is_some() { 8 } else { usize::MAX },
        }
    }
}

fn headline(page: &mut Page<'_>, report: &AuditReport) -> io::Result<()> {
    if report.depth == Depth::Rules {
        page.put("", 0, wording::RULES_ONLY)?;
        page.gap()?;
    }
    let folders = clean::line(&report.scope.folders.join(", "));
    let head = page.ink(Ink::Strong, &folders);
    page.put(
        "",
        2,
        &format!("{head}: {}", clean::line(&wording::scope(report))),
    )?;
    let worst = report.worst().unwrap_or(Severity::Note);
    let verdicts = page.ink(Ink::Of(worst), &wording::verdicts(report));
    page.put("", 2, &verdicts)?;
    let Some(thing) = &report.one_thing else {
        return Ok(());
    };
    page.gap()?;
    let to = thing
        .to
        .as_deref()
        .map(|to| format!("{}: ", clean::line(to)))
        .unwrap_or_default();
    let waiting = match thing.documents.len() {
        1 => "1 document waits".to_owned(),
        count => format!("{count} documents wait"),
    };
    let names = wording::names(report, &thing.documents, 4);
    let head = page.ink(Ink::Strong, "If you fix one thing: ");
    page.put(
        "",
        2,
        &format!(
            "{head}{to}{} ({waiting}: {})",
            clean::line(&thing.text),
            clean::line(&names)
        ),
    )
}

fn documents(page: &mut Page<'_>, report: &AuditReport, cut: &Cut) -> io::Result<()> {
    page.heading("Documents, the worst first")?;
    for (index, entry) in report.documents.iter().take(cut.documents).enumerate() {
        document(page, report, index, entry)?;
    }
    let rest = report.documents.get(cut.documents..).unwrap_or_default();
    if rest.is_empty() {
        return Ok(());
    }
    let tally = words::tally(rest.iter().map(|entry| entry.verdict));
    let tally: Vec<String> = tally
        .into_iter()
        .map(|(verdict, count)| format!("{count} {}", wording::title(report, verdict)))
        .collect();
    page.put(
        "",
        2,
        &format!("and {} more: {} (--all shows them)", rest.len(), tally.join(", ")),
    )
}

fn document(
    page: &mut Page<'_>,
    report: &AuditReport,
    index: usize,
    entry: &DocumentEntry,
) -> io::Result<()> {
    let ink = match entry.verdict {
        Verdict::Blocked => Ink::Of(Severity::Blocker),
        Verdict::NeedsAnswers => Ink::Of(Severity::Minor),
        Verdict::Ready | Verdict::Unknown => Ink::Faint,
    };
    let verdict = match wording::title(report, entry.verdict) {
        "passed by the rules" => "passed",
        title => title,
    };
    let verdict = page.ink(ink, &format!("{verdict:<13}"));
    let path = clean::line(wording::short(report, &entry.document));
    let head = format!("{:>2} {verdict} {path}", index + 1);
    let counts = wording::findings(entry);
    let taken = PATH + words::columns(&path);
    let counts_faint = page.ink(Ink::Faint, &counts);
    match page.width().checked_sub(taken + words::columns(&counts)) {
        Some(space @ 2..) => page.line(&format!("{head}{:space$}{counts_faint}", ""))?,
        _ => {
            page.line(&head)?;
            page.line(&format!("{:PATH$}{counts_faint}", ""))?;
        }
    }
    match entry.leading.first() {
        Some(lead) if entry.verdict < Verdict::Ready && lead.severity <= Severity::Major => {
            page.put(&" ".repeat(PATH), PATH, &clean::line(&lead.title))
        }
        _ => Ok(()),
    }
}

fn across(page: &mut Page<'_>, report: &AuditReport, cut: &Cut) -> io::Result<()> {
    if report.across.is_empty() {
        return Ok(());
    }
    page.heading("Across documents")?;
    for (index, finding) in report.across.iter().take(cut.across).enumerate() {
        if index > 0 {
            page.gap()?;
        }
        cross_finding(page, report, finding)?;
    }
    let rest = report.across.get(cut.across..).unwrap_or_default();
    if rest.is_empty() {
        return Ok(());
    }
    let tally = words::tally(rest.iter().map(|finding| finding.kind.code()));
    let tally: Vec<String> = tally
        .into_iter()
        .map(|(kind, count)| format!("{count} {kind}"))
        .collect();
    page.gap()?;
    page.put(
        "",
        2,
        &format!("and {} more: {} (--all shows them)", rest.len(), tally.join(", ")),
    )
}

fn cross_finding(page: &mut Page<'_>, report: &AuditReport, finding: &CrossFinding) -> io::Result<()> {
    let severity = page.ink(Ink::Of(finding.severity), &format!("{}:", finding.severity));
    let title = page.ink(Ink::Strong, &clean::line(&finding.title));
    page.put(
        &format!("{:>2}. ", finding.rank),
        INDENT,
        &format!("{severity} {title}"),
    )?;
    let about = page.ink(
        Ink::Faint,
        &format!("{}  {} {}", finding.kind, finding.source.as_str(), finding.id),
    );
    page.line(&format!("{:INDENT$}{about}", ""))?;
    for side in &finding.sides {
        quote(page, finding.severity, side)?;
    }
    if !finding.also.is_empty() {
        page.labelled(
            INDENT,
            "also: ",
            COLUMN,
            &wording::names(report, &finding.also, 6),
        )?;
    }
    for (reading, name) in finding.readings.iter().zip(["first: ", "second: "]) {
        page.labelled(INDENT, name, COLUMN, reading)?;
    }
    match (&finding.scenario, finding.why.is_empty()) {
        (Some(case), _) => page.labelled(INDENT, "case: ", COLUMN, case)?,
        (None, false) => page.labelled(INDENT, "why: ", COLUMN, &finding.why)?,
        _ => {}
    }
    for remark in &finding.remarks {
        page.labelled(INDENT, "remark: ", COLUMN, remark)?;
    }
    match &finding.question {
        Some(question) => page.labelled(INDENT, "ask: ", COLUMN, &question.to),
        None => Ok(()),
    }
}

fn quote(page: &mut Page<'_>, severity: Severity, anchor: &Anchor) -> io::Result<()> {
    let path = clean::line(&anchor.document);
    page.line(&format!(
        "{:INDENT$}{path}:{}:{}",
        "", anchor.position.line, anchor.position.column
    ))?;
    let width = page.width().saturating_sub(INDENT + excerpt::GUTTER);
    let rows = passage::rows(anchor, &Sources::new(), width, 2);
    if rows.is_empty() {
        return Ok(());
    }
    let indent = " ".repeat(INDENT - 1);
    for line in excerpt::draw(&rows, severity, page.is_coloured()) {
        page.line(&format!("{indent}{line}"))?;
    }
    Ok(())
}

/// A matrix with more documents than this would be too wide for any terminal.
const WIDEST: usize = 60;
/// The columns of one document.
const COLUMN_OF_DOCUMENT: usize = 2;
/// The fewest columns in which a goal's name is understood.
const GOAL: usize = 28;

fn coverage(page: &mut Page<'_>, report: &AuditReport, cut: &Cut) -> io::Result<()> {
    let coverage = &report.coverage;
    if coverage.judged {
        page.heading("Strategy")?;
        let documents = report.documents.len();
        let name = page.width().saturating_sub(documents * COLUMN_OF_DOCUMENT + 2);
        if documents <= WIDEST && name >= GOAL {
            matrix(page, report, name.min(60))?;
        } else {
            coverage
                .goals
                .iter()
                .take(cut.goals)
                .try_for_each(|goal| counted(page, goal))?;
        }
        let unserved: Vec<String> = coverage
            .goals
            .iter()
            .filter(|goal| goal.is_unserved())
            .map(|goal| clean::line(&goal.title))
            .collect();
        listed(page, "Goals that no document serves", &unserved.join("; "))?;
        let none = wording::names(report, &coverage.serving_none, cut.names);
        listed(page, "Documents that serve no goal", &none)?;
    }
    let without = wording::names(report, &coverage.without_measure, cut.names);
    listed(page, "Documents without a measure of success", &without)
}

fn listed(page: &mut Page<'_>, label: &str, names: &str) -> io::Result<()> {
    if names.is_empty() {
        return Ok(());
    }
    page.gap()?;
    let head = page.ink(Ink::Strong, &format!("{label}: "));
    page.put("", 2, &format!("{head}{}", clean::line(names)))
}

/// Writes what documents serve or break, and counts the limits that nobody touches. The numbers of the documents stand
/// upright, so that there is room for the names of the goals.
fn matrix(page: &mut Page<'_>, report: &AuditReport, name: usize) -> io::Result<()> {
    let count = report.documents.len();
    let digits = |digit: fn(usize) -> String| -> String {
        (1..=count).map(|number| format!(" {}", digit(number))).collect()
    };
    let tens = |number: usize| {
        if number < 10 {
            " ".to_owned()
        } else {
            (number / 10).to_string()
        }
    };
    let units = |number: usize| (number % 10).to_string();
    if count > 9 {
        let head = page.ink(Ink::Faint, &format!("{:name$}{}", "", digits(tens)));
        page.line(&head)?;
    }
    let head = page.ink(
        Ink::Faint,
        &format!("{:<name$}{}", "+ serves, ! conflicts", digits(units)),
    );
    page.line(&head)?;
    let is_shown = |goal: &&Goal| !goal.is_limit || !goal.documents.is_empty();
    for goal in report.coverage.goals.iter().filter(is_shown) {
        let title = words::clip(&clean::line(&goal.title), name - 1);
        let pad = name.saturating_sub(words::columns(&title));
        let marks: String = report
            .documents
            .iter()
            .map(|entry| format!(" {}", mark(goal, entry)))
            .collect();
        page.line(&format!("{title}{:pad$}{marks}", ""))?;
    }
    match report
        .coverage
        .goals
        .iter()
        .filter(|goal| !is_shown(goal))
        .count()
    {
        0 => Ok(()),
        untouched => page.line(&format!(
            "and {} that no document touches",
            words::count(untouched, "limit")
        )),
    }
}

fn mark(goal: &Goal, entry: &DocumentEntry) -> char {
    let standing = goal
        .documents
        .iter()
        .find(|standing| standing.document == entry.document);
    match standing.map(|standing| standing.fit) {
        Some(Fit::Serves) => '+',
        Some(Fit::Conflicts) => '!',
        _ => '·',
    }
}

fn counted(page: &mut Page<'_>, goal: &Goal) -> io::Result<()> {
    let counts = format!(
        "serves {:>4}, conflicts {:>4}",
        goal.count(Fit::Serves),
        goal.count(Fit::Conflicts)
    );
    let room = page.width().saturating_sub(words::columns(&counts) + 2);
    let title = words::clip(&clean::line(&goal.title), room);
    let pad = room.saturating_sub(words::columns(&title)) + 2;
    page.line(&format!("{title}{:pad$}{counts}", ""))
}

fn kinds(page: &mut Page<'_>, report: &AuditReport, cut: &Cut) -> io::Result<()> {
    if report.kinds.is_empty() {
        return Ok(());
    }
    page.heading("Most frequent kinds")?;
    let shown = report.kinds.iter().take(cut.kinds);
    let named: Vec<String> = shown
        .map(|kind| {
            format!(
                "{} {} in {}",
                kind.findings,
                kind.kind,
                words::count(kind.documents, "document")
            )
        })
        .collect();
    page.put("", 2, &named.join("; "))
}

fn questions(page: &mut Page<'_>, report: &AuditReport, cut: &Cut) -> io::Result<()> {
    if report.questions.is_empty() {
        return Ok(());
    }
    page.heading("Open questions")?;
    for asked in &report.questions {
        let to = page.ink(Ink::Strong, &clean::line(&asked.to));
        page.line(&format!("{to} ({})", asked.questions.len()))?;
        asked
            .questions
            .iter()
            .take(cut.questions)
            .try_for_each(|open| question(page, report, open))?;
        if asked.questions.len() > cut.questions {
            page.line(&format!(
                "    and {} more (--all shows them)",
                asked.questions.len() - cut.questions
            ))?;
        }
    }
    Ok(())
}

fn question(page: &mut Page<'_>, report: &AuditReport, open: &OpenQuestion) -> io::Result<()> {
    let severity = page.ink(Ink::Of(open.severity), open.severity.as_str());
    let documents = page.ink(
        Ink::Faint,
        &format!("[{}]", clean::line(&wording::names(report, &open.documents, 4))),
    );
    page.put(
        "  - ",
        INDENT,
        &format!("{severity}: {} {documents}", clean::line(&open.text)),
    )
}

/// Writes what failed, what is left and what was not let through.
fn undone(page: &mut Page<'_>, report: &AuditReport, options: &Options) -> io::Result<()> {
    if !report.errors.is_empty() {
        page.heading("Failed")?;
    }
    for failure in &report.errors {
        let (document, error) = (clean::line(&failure.document), clean::line(&failure.error));
        let told = if error.contains(&document) {
            error
        } else {
            format!("{document}: {error}")
        };
        page.put("", 2, &told)?;
        if let Some(hint) = &failure.hint {
            page.labelled(2, "hint: ", "  hint: ".len(), hint)?;
        }
    }
    let left = wording::left(report);
    if !left.is_empty() {
        page.heading("Left to do")?;
        left.iter()
            .try_for_each(|line| page.put("", 2, &clean::line(line)))?;
        page.put("", 2, wording::GO_ON)?;
    }
    if options.show_set_aside && !report.set_aside.is_empty() {
        page.heading("Set aside")?;
        for aside in &report.set_aside {
            page.put(
                "",
                2,
                &format!(
                    "{}: {} (“{}”)",
                    clean::line(&aside.reason),
                    clean::line(&aside.claim),
                    clean::line(&aside.quote)
                ),
            )?;
        }
    }
    Ok(())
}

fn footer(page: &mut Page<'_>, report: &AuditReport) -> io::Result<()> {
    page.gap()?;
    let faint = |page: &mut Page<'_>, text: &str| {
        let text = page.ink(Ink::Faint, &clean::line(text));
        page.put("", 2, &text)
    };
    faint(page, &wording::rules(&report.rules))?;
    for warning in &report.warnings {
        faint(page, &format!("Note: {warning}."))?;
    }
    if !report.set_aside.is_empty() {
        let aside = words::count(report.set_aside.len(), "claim");
        faint(
            page,
            &format!(
                "{aside} on documents side by side, or on goals, could not be proven and are set aside (--show-set-aside)."
            ),
        )?;
    }
    if !report.answers.is_empty() {
        faint(page, &wording::answers(&report.answers))?;
    }
    match footing::cost(&report.usage) {
        cost if cost.is_empty() => Ok(()),
        cost => faint(page, &cost),
    }
}
