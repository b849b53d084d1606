//! The audit for a wiki or a pull request, as GitHub Flavored Markdown.

use super::wording;
use crate::domain::{Anchor, AuditReport, CrossFinding, Depth, Fit, Goal};
use crate::report::markdown::escape::{code, text};
use crate::report::{Options, footing, passage, words};
use std::io::{self, Write};

/// Writes the report.
pub fn render(report: &AuditReport, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let most = options.max.unwrap_or(usize::MAX);
    headline(out, report)?;
    documents(out, report, most.saturating_mul(5))?;
    across(out, report, most)?;
    coverage(out, report)?;
    kinds(out, report)?;
    questions(out, report, if options.max.is_some() { 5 } else { usize::MAX })?;
    undone(out, report)?;
    footer(out, report)
}

fn headline(out: &mut dyn Write, report: &AuditReport) -> io::Result<()> {
    if report.depth == Depth::Rules {
        writeln!(out, "{}\n", wording::RULES_ONLY)?;
    }
    writeln!(out, "## Audit of {}\n", code(&report.scope.folders.join(", ")))?;
    writeln!(
        out,
        "**{}** ({})",
        wording::verdicts(report),
        text(&wording::scope(report))
    )?;
    let Some(thing) = &report.one_thing else {
        return Ok(());
    };
    let to = thing
        .to
        .as_deref()
        .map(|to| format!("{}: ", text(to)))
        .unwrap_or_default();
    let documents: Vec<String> = thing
        .documents
        .iter()
        .map(|path| code(wording::short(report, path)))
        .collect();
    writeln!(
        out,
        "\n**If you fix one thing:** {to}{} ({})",
        text(&thing.text),
        documents.join(", ")
    )
}

fn documents(out: &mut dyn Write, report: &AuditReport, most: usize) -> io::Result<()> {
    writeln!(out, "\n### Documents, the worst first\n")?;
    writeln!(
        out,
        "| # | verdict | document | blockers | major | minor | notes | across | questions | first |"
    )?;
    writeln!(
        out,
        "| ---: | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |"
    )?;
    for (index, entry) in report.documents.iter().take(most).enumerate() {
        let [blockers, majors, minors, notes] = entry.findings.in_order();
        let first = entry
            .leading
            .first()
            .map(|lead| text(&lead.title))
            .unwrap_or_default();
        writeln!(
            out,
            "| {} | {} | {} | {blockers} | {majors} | {minors} | {notes} | {} | {} | {first} |",
            index + 1,
            wording::title(report, entry.verdict),
            cell(wording::short(report, &entry.document)),
            entry.across.len(),
            entry.questions
        )?;
    }
    match report.documents.len().saturating_sub(most) {
        0 => Ok(()),
        left => writeln!(out, "\nand {left} more (`--all` shows them)"),
    }
}

/// A bar would end a cell, even within code.
fn cell(path: &str) -> String {
    code(&path.replace('|', "¦"))
}

fn across(out: &mut dyn Write, report: &AuditReport, most: usize) -> io::Result<()> {
    if report.across.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n### Across documents")?;
    for finding in report.across.iter().take(most) {
        writeln!(out)?;
        cross_finding(out, finding)?;
    }
    match report.across.len().saturating_sub(most) {
        0 => Ok(()),
        left => writeln!(out, "\nand {left} more (`--all` shows them)"),
    }
}

fn cross_finding(out: &mut dyn Write, finding: &CrossFinding) -> io::Result<()> {
    let number = format!("{}. ", finding.rank);
    let indent = " ".repeat(number.len());
    writeln!(
        out,
        "{number}**{}: {}**\\",
        finding.severity,
        text(&finding.title)
    )?;
    writeln!(
        out,
        "{indent}{}, raised by {}, {}",
        finding.kind,
        finding.source.as_str(),
        code(&finding.id.0)
    )?;
    for side in &finding.sides {
        quote(out, &indent, side)?;
    }
    let mut points: Vec<(&str, String)> = Vec::new();
    if !finding.also.is_empty() {
        let also: Vec<String> = finding.also.iter().map(|path| code(path)).collect();
        points.push(("also", also.join(", ")));
    }
    let readings = finding.readings.iter().zip(["first", "second"]);
    points.extend(readings.map(|(reading, name)| (name, text(reading))));
    points.extend(finding.scenario.iter().map(|case| ("case", text(case))));
    if finding.scenario.is_none() && !finding.why.is_empty() {
        points.push(("why", text(&finding.why)));
    }
    points.extend(finding.remarks.iter().map(|remark| ("remark", text(remark))));
    points.extend(
        finding
            .question
            .iter()
            .map(|question| ("ask", text(&question.to))),
    );
    writeln!(out)?;
    points
        .iter()
        .try_for_each(|(label, words)| writeln!(out, "{indent}- {label}: {words}"))
}

fn quote(out: &mut dyn Write, indent: &str, anchor: &Anchor) -> io::Result<()> {
    writeln!(out)?;
    for paragraph in passage::paragraphs(&anchor.quote).iter().take(4) {
        writeln!(out, "{indent}> {}\\", text(paragraph))?;
    }
    writeln!(out, "{indent}> {}", code(&anchor.place()))
}

/// A table with more columns than this is of no use to anybody.
const WIDEST: usize = 30;

fn coverage(out: &mut dyn Write, report: &AuditReport) -> io::Result<()> {
    let coverage = &report.coverage;
    if coverage.judged {
        writeln!(out, "\n### Strategy\n")?;
        if report.documents.len() <= WIDEST {
            matrix(out, report)?;
        } else {
            counted(out, report)?;
        }
        let unserved: Vec<String> = coverage
            .goals
            .iter()
            .filter(|goal| goal.is_unserved())
            .map(|goal| text(&goal.title))
            .collect();
        listed(out, "Goals that no document serves", &unserved)?;
        listed(
            out,
            "Documents that serve no goal",
            &paths(report, &coverage.serving_none),
        )?;
    }
    listed(
        out,
        "Documents without a measure of success",
        &paths(report, &coverage.without_measure),
    )
}

fn paths(report: &AuditReport, documents: &[String]) -> Vec<String> {
    documents
        .iter()
        .map(|path| code(wording::short(report, path)))
        .collect()
}

fn listed(out: &mut dyn Write, label: &str, names: &[String]) -> io::Result<()> {
    if names.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n**{label}:** {}", names.join("; "))
}

fn matrix(out: &mut dyn Write, report: &AuditReport) -> io::Result<()> {
    let numbers: Vec<String> = (1..=report.documents.len())
        .map(|number| number.to_string())
        .collect();
    writeln!(out, "| goal (+ serves, ! conflicts) | {} |", numbers.join(" | "))?;
    writeln!(out, "| --- |{}", " :-: |".repeat(numbers.len()))?;
    for goal in &report.coverage.goals {
        let marks: Vec<&str> = report
            .documents
            .iter()
            .map(|entry| mark(goal, &entry.document))
            .collect();
        writeln!(out, "| {} | {} |", text(&goal.title), marks.join(" | "))?;
    }
    Ok(())
}

fn mark(goal: &Goal, document: &str) -> &'static str {
    match goal
        .documents
        .iter()
        .find(|standing| standing.document == document)
        .map(|standing| standing.fit)
    {
        Some(Fit::Serves) => "+",
        Some(Fit::Conflicts) => "!",
        _ => " ",
    }
}

fn counted(out: &mut dyn Write, report: &AuditReport) -> io::Result<()> {
    writeln!(out, "| goal | served by | in conflict |")?;
    writeln!(out, "| --- | ---: | ---: |")?;
    report.coverage.goals.iter().try_for_each(|goal| {
        writeln!(
            out,
            "| {} | {} | {} |",
            text(&goal.title),
            goal.count(Fit::Serves),
            goal.count(Fit::Conflicts)
        )
    })
}

fn kinds(out: &mut dyn Write, report: &AuditReport) -> io::Result<()> {
    if report.kinds.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n### Most frequent kinds\n")?;
    writeln!(out, "| kind | findings | documents |")?;
    writeln!(out, "| --- | ---: | ---: |")?;
    report.kinds.iter().take(12).try_for_each(|kind| {
        writeln!(
            out,
            "| {} | {} | {} |",
            text(&kind.kind),
            kind.findings,
            kind.documents
        )
    })
}

fn questions(out: &mut dyn Write, report: &AuditReport, most: usize) -> io::Result<()> {
    if report.questions.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n### Open questions")?;
    for asked in &report.questions {
        writeln!(out, "\n**{}** ({})\n", text(&asked.to), asked.questions.len())?;
        for open in asked.questions.iter().take(most) {
            let documents = paths(report, &open.documents);
            writeln!(
                out,
                "- {}: {} ({})",
                open.severity,
                text(&open.text),
                documents.join(", ")
            )?;
        }
        if asked.questions.len() > most {
            writeln!(
                out,
                "- and {} more (`--all` shows them)",
                asked.questions.len() - most
            )?;
        }
    }
    Ok(())
}

fn undone(out: &mut dyn Write, report: &AuditReport) -> io::Result<()> {
    if !report.errors.is_empty() {
        writeln!(out, "\n### Failed\n")?;
    }
    for failure in &report.errors {
        let hint = failure
            .hint
            .as_deref()
            .map(|hint| format!(" ({})", text(hint)))
            .unwrap_or_default();
        writeln!(
            out,
            "- {}: {}{hint}",
            code(&failure.document),
            text(&failure.error)
        )?;
    }
    let left = wording::left(report);
    if left.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n### Left to do\n")?;
    left.iter()
        .try_for_each(|line| writeln!(out, "- {}", text(line)))?;
    writeln!(out, "\n{}", wording::GO_ON)
}

fn footer(out: &mut dyn Write, report: &AuditReport) -> io::Result<()> {
    writeln!(out, "\n---\n\n{}", text(&wording::rules(&report.rules)))?;
    for warning in &report.warnings {
        writeln!(out, "\nNote: {}.", text(warning))?;
    }
    if !report.set_aside.is_empty() {
        let aside = words::count(report.set_aside.len(), "claim");
        writeln!(
            out,
            "\n{aside} on documents side by side, or on goals, could not be proven and are set aside."
        )?;
    }
    if !report.answers.is_empty() {
        writeln!(out, "\n{}", text(&wording::answers(&report.answers)))?;
    }
    match footing::cost(&report.usage) {
        cost if cost.is_empty() => Ok(()),
        cost => writeln!(out, "\n{}", text(&cost)),
    }
}
