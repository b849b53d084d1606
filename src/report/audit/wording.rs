//! What all forms of an audit's report say in the same words.

use crate::domain::{
    AnswerOrigin, AuditReport, Depth, DocumentEntry, Origin, Severity, SeverityCounts, Verdict, VerdictRules,
};
use crate::report::words;

/// Says what was audited.
pub fn scope(report: &AuditReport) -> String {
    let scope = &report.scope;
    let documents = words::count(scope.audited, "document");
    let part = match (&scope.shard, &scope.since) {
        (Some(shard), _) => format!(", shard {shard} of {}", words::grouped(scope.found as u64)),
        (_, Some(since)) => format!(
            " of {}: changed since {since}, and {}",
            words::grouped(scope.found as u64),
            words::count(scope.neighbours, "neighbour")
        ),
        _ => String::new(),
    };
    format!("{documents}{part}, {}", words::count(scope.words, "word"))
}

/// Counts the documents by verdict; leaves out what there is none of.
pub fn verdicts(report: &AuditReport) -> String {
    let counted = Verdict::ALL.into_iter().filter_map(|verdict| {
        let count = report.verdicts.of(verdict);
        (count > 0).then(|| format!("{} {}", words::grouped(count as u64), title(report, verdict)))
    });
    let counted: Vec<String> = counted.collect();
    if counted.is_empty() {
        "nothing to audit".into()
    } else {
        counted.join(", ")
    }
}

/// Returns the name of a verdict. The rules alone cannot tell that a document is ready.
pub fn title(report: &AuditReport, verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Ready if report.depth == Depth::Rules => "passed by the rules",
        verdict => verdict.title(),
    }
}

/// Says by which rules the verdicts were given.
pub fn rules(rules: &VerdictRules) -> String {
    let from = |limit: Option<Severity>| {
        limit.map_or("never".to_owned(), |limit| match limit {
            Severity::Blocker => "with a blocker".into(),
            limit => format!("with a {limit} finding or worse"),
        })
    };
    format!(
        "A document is blocked {}, and needs answers {}, in it or between it and another ([audit] in clarify.toml).",
        from(rules.blocked_at),
        from(rules.needs_answers_at)
    )
}

/// Counts findings by severity; leaves out what there is none of.
pub fn counts(counts: &SeverityCounts) -> String {
    super::super::view::severities(&counts.in_order())
}

/// Returns what there is in and around a document.
pub fn findings(entry: &DocumentEntry) -> String {
    let mut parts = vec![counts(&entry.findings)];
    if entry.findings.worst().is_none() {
        parts.clear();
    }
    if !entry.across.is_empty() {
        parts.push(format!("{} across", entry.across.len()));
    }
    if parts.is_empty() {
        "nothing raised".into()
    } else {
        parts.join(", ")
    }
}

/// Returns a path as short as the folders under audit allow: they all begin alike.
pub fn short<'p>(report: &AuditReport, path: &'p str) -> &'p str {
    let [folder] = report.scope.folders.as_slice() else {
        return path;
    };
    let inner = path
        .strip_prefix(folder.as_str())
        .map(|inner| inner.trim_start_matches(['/', '\\']));
    inner.filter(|inner| !inner.is_empty()).unwrap_or(path)
}

/// Names documents, at most `most` of them.
pub fn names(report: &AuditReport, documents: &[String], most: usize) -> String {
    let shown: Vec<&str> = documents
        .iter()
        .take(most)
        .map(|path| short(report, path))
        .collect();
    match documents.len().saturating_sub(most) {
        0 => shown.join(", "),
        left => format!("{} and {left} more", shown.join(", ")),
    }
}

/// Says who answered.
pub fn answers(answers: &[AnswerOrigin]) -> String {
    let origin = |answer: &AnswerOrigin| {
        let how = match answer.origin {
            Origin::Live => "live",
            Origin::Store => "stored",
            Origin::Tape => "taped",
        };
        format!(
            "{} {how} on {} by {}",
            words::grouped(answer.answers as u64),
            answer.day,
            answer.model
        )
    };
    let origins: Vec<String> = answers.iter().map(origin).collect();
    let notes = words::tally(answers.iter().filter_map(|answer| answer.note.as_deref()));
    let notes = notes.into_iter().map(|(note, _)| note.to_owned());
    [format!("Answers: {}", origins.join(", "))]
        .into_iter()
        .chain(notes)
        .collect::<Vec<_>>()
        .join("; ")
}

/// Says what was left undone, by kind of work and reason.
pub fn left(report: &AuditReport) -> Vec<String> {
    let reasons = words::tally(
        report
            .left
            .iter()
            .map(|left| (left.work.as_str(), reason(&left.reason))),
    );
    let line = |((work, reason), count): ((&str, &str), usize)| {
        format!("{} not done: {reason}", words::count(count, work))
    };
    reasons.into_iter().map(line).collect()
}

/// The amounts in a reason differ from document to document; the limit does not.
fn reason(reason: &str) -> &str {
    reason.split(": ").next().unwrap_or(reason)
}

/// Says how to go on.
pub const GO_ON: &str =
    "Run the same command again to go on: what was answered so far is kept and not paid twice.";

/// Says that no model was asked.
pub const RULES_ONLY: &str =
    "Only the rules ran: no model was asked, so nothing is said of meaning or strategy.";
