//! The audit for a person at a terminal: the whole folder on a page.

mod across;
mod bars;
mod strategy;

use super::wording;
use crate::domain::{AuditReport, Depth, DocumentEntry, OpenQuestion, Severity, Verdict};
use crate::report::text::page::{Ink, Page};
use crate::report::{Options, clean, footing, words};
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
    bars::severities(page, report, &cut)?;
    documents(page, report, &cut)?;
    across::across(page, report, &cut)?;
    strategy::coverage(page, report, &cut)?;
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
            page.put("", PATH, &head)?;
            page.put(&" ".repeat(PATH), PATH, &counts_faint)?;
        }
    }
    match worst(report, entry).filter(|_| entry.verdict < Verdict::Ready) {
        Some(title) => page.put(&" ".repeat(PATH), PATH, &clean::line(title)),
        None => Ok(()),
    }
}

/// Returns what hurts most in a document, or between it and another where that hurts more.
fn worst<'r>(report: &'r AuditReport, entry: &'r DocumentEntry) -> Option<&'r str> {
    let own = entry
        .leading
        .first()
        .map(|lead| (lead.severity, lead.title.as_str()));
    let between = report
        .across
        .iter()
        .find(|finding| entry.across.contains(&finding.id));
    let between = between.map(|finding| (finding.severity, finding.title.as_str()));
    let worst = match (own, between) {
        (Some(own), Some(between)) if between.0 < own.0 => Some(between),
        (own, between) => own.or(between),
    };
    worst
        .filter(|(severity, _)| *severity <= Severity::Major)
        .map(|(_, title)| title)
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
        page.put("", 2, &format!("{to} ({})", asked.questions.len()))?;
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
