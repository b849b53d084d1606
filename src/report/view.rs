//! What a report shows of a review: one order over flags and assumptions, the cut, the counts and what refers to
//! what. Decided here once, for text and Markdown alike.

use super::ranked::Finding;
use super::words;
use crate::domain::{
    Assumption, Depth, DocumentFailure, FindingId, Flag, Question, Review, ReviewReport, Severity,
};
use std::collections::HashMap;

/// The most questions that are shown while findings are cut too.
const MAX_QUESTIONS: usize = 7;

/// A point that explains a finding: its label, and the words.
pub type Point<'a> = (String, &'a str);

/// A review in the order and to the extent that it is shown.
#[derive(Debug)]
pub struct View<'a> {
    /// The review.
    pub review: &'a Review,
    /// The findings shown, by rank.
    pub findings: Vec<Finding<'a>>,
    /// The findings cut off: what they are, and how many.
    pub rest: Vec<(String, usize)>,
    /// The questions shown, by rank.
    pub questions: Vec<&'a Question>,
    /// How many questions are cut off.
    pub questions_left: usize,
    /// How many findings there are of each severity, the worst first.
    pub counts: [usize; Severity::ALL.len()],
    asked: HashMap<&'a FindingId, &'a Question>,
    ranks: HashMap<&'a FindingId, usize>,
}

impl<'a> View<'a> {
    /// Orders a review and cuts it, unless `max` is `None`: at most `max` findings and no notes by the rules alone, and
    /// at most seven questions.
    pub fn new(review: &'a Review, max: Option<usize>) -> Self {
        let mut findings = ranked(review);
        let ranks = findings
            .iter()
            .map(|finding| (finding.id(), finding.rank()))
            .collect();
        let counts = Severity::ALL.map(|severity| of_severity(&findings, severity));
        let rest = findings.split_off(max.map_or(findings.len(), |max| max.min(worth_showing(&findings))));
        let mut questions: Vec<&Question> = review.questions.iter().collect();
        questions.sort_by_key(|question| question.rank);
        let asked = asked(&questions);
        let shown = max.map_or(usize::MAX, |_| MAX_QUESTIONS).min(questions.len());
        let questions_left = questions.split_off(shown).len();
        Self {
            review,
            findings,
            rest: words::tally(rest.into_iter().map(Finding::noun)),
            questions,
            questions_left,
            counts,
            asked,
            ranks,
        }
    }

    /// Tells whether nothing at or above minor was found.
    pub fn is_clear(&self) -> bool {
        self.counts[..Severity::ALL.len() - 1]
            .iter()
            .all(|count| *count == 0)
    }

    /// Returns the verdict in one line: the counts by severity, or plainly that there is nothing to raise.
    pub fn verdict(&self) -> String {
        let notes = self.counts[Severity::ALL.len() - 1];
        // The rules alone cannot tell that a spec is clear.
        let is_read = self.review.depth != Depth::Rules;
        match (self.is_clear(), notes) {
            (true, 0) if is_read => "clear: nothing to raise".into(),
            (true, _) if is_read => format!("clear: nothing to raise ({})", words::count(notes, "note")),
            (true, 0) => "nothing raised by the wording rules".into(),
            _ => severities(&self.counts),
        }
    }

    /// Counts the findings that are cut off.
    pub fn findings_left(&self) -> usize {
        self.rest.iter().map(|(_, count)| count).sum()
    }

    /// Returns the first question that the finding waits for.
    pub fn question_for(&self, finding: Finding<'_>) -> Option<&'a Question> {
        self.asked.get(finding.id()).copied()
    }

    /// Says which findings wait for the question, by rank; `None` where none does.
    pub fn blocks(&self, question: &Question) -> Option<String> {
        let ranks = self.blocked_by(question);
        let plural = if ranks.len() == 1 { "" } else { "s" };
        let named: Vec<String> = ranks.iter().map(ToString::to_string).collect();
        (!ranks.is_empty()).then(|| format!("blocks finding{plural} {}", named.join(", ")))
    }

    fn blocked_by(&self, question: &Question) -> Vec<usize> {
        let ranks = question
            .blocks
            .iter()
            .filter_map(|id| self.ranks.get(id).copied());
        let mut ranks: Vec<usize> = ranks.collect();
        ranks.sort_unstable();
        ranks.dedup();
        ranks
    }

    /// Returns what explains a finding, most telling first. Where two readings and a case show the trouble, why it
    /// matters goes without saying; where a question settles it, suggested wording waits for the answer.
    pub fn points(&self, finding: Finding<'a>) -> Vec<Point<'a>> {
        let mut points = match finding {
            Finding::Flag(flag) => self.flag_points(flag),
            Finding::Assumption(assumption) => self.assumption_points(assumption),
        };
        points.extend(
            finding
                .remarks()
                .iter()
                .map(|remark| ("remark".to_owned(), remark.as_str())),
        );
        if let Some(question) = self.question_for(finding) {
            points.push((
                format!("question {}", question.rank),
                short_name(address(&question.to)),
            ));
        }
        points.retain(|(_, words)| !words.trim().is_empty());
        points
    }

    fn flag_points(&self, flag: &'a Flag) -> Vec<Point<'a>> {
        let reading =
            |(index, reading): (usize, &'a String)| (format!("reading {}", index + 1), reading.as_str());
        let mut points: Vec<Point<'a>> = flag.readings.iter().enumerate().map(reading).collect();
        points.extend(matter(flag));
        if !self.asked.contains_key(&flag.id) {
            points.extend(
                flag.suggestion
                    .as_deref()
                    .map(|wording| ("try".to_owned(), wording)),
            );
        }
        points
    }

    fn assumption_points(&self, assumption: &'a Assumption) -> Vec<Point<'a>> {
        let mut points = vec![
            ("if false".to_owned(), assumption.if_false.as_str()),
            ("check".to_owned(), assumption.check.as_str()),
        ];
        let asked = self
            .asked
            .get(&assumption.id)
            .map(|question| short_name(&question.to));
        let who = assumption
            .who
            .as_deref()
            .filter(|who| Some(short_name(who)) != asked);
        points.extend(who.map(|who| ("ask".to_owned(), who)));
        points
    }
}

/// Puts counts by severity into words, leaving out what there is none of.
pub fn severities(counts: &[usize; Severity::ALL.len()]) -> String {
    let counted = Severity::ALL
        .into_iter()
        .zip(counts)
        .filter(|(_, count)| **count > 0);
    let named = counted.map(|(severity, count)| match severity {
        Severity::Blocker | Severity::Note => words::count(*count, severity.as_str()),
        Severity::Major | Severity::Minor => format!("{} {severity}", words::grouped(*count as u64)),
    });
    let named: Vec<String> = named.collect();
    if named.is_empty() {
        "nothing to raise".into()
    } else {
        named.join(", ")
    }
}

/// Tells whether the review is the place to say that no model was asked: once at the head of the report where that
/// holds for all of it, or else with each review of which it holds.
pub fn is_notice_due(report: &ReviewReport, index: usize) -> bool {
    let is_by_rules = |review: &Review| review.depth == Depth::Rules;
    let is_first = index == 0 || !report.reviews.iter().all(is_by_rules);
    is_first && report.reviews.get(index).is_some_and(is_by_rules)
}

/// Tells whether a failure is of a part of a document's review: the rest of it stands in the report.
pub fn is_partial(report: &ReviewReport, failure: &DocumentFailure) -> bool {
    let mut reviewed = report.reviews.iter().map(|review| &review.document);
    reviewed.any(|document| *document == failure.document)
}

/// Adds up the findings of a report by severity, the worst first.
pub fn total(report: &ReviewReport) -> [usize; Severity::ALL.len()] {
    let mut counts = [0; Severity::ALL.len()];
    for review in &report.reviews {
        let of_review = View::new(review, Some(0)).counts;
        counts
            .iter_mut()
            .zip(of_review)
            .for_each(|(sum, count)| *sum += count);
    }
    counts
}

/// Returns who is asked, or a word for nobody.
pub fn address(to: &str) -> &str {
    if to.trim().is_empty() {
        "whoever decides"
    } else {
        to
    }
}

/// Returns a stakeholder's name without the role that follows in brackets.
pub fn short_name(to: &str) -> &str {
    match to.split_once('(') {
        Some((name, _)) if !name.trim().is_empty() => name.trim(),
        _ => to.trim(),
    }
}

/// Says how many claims were set aside for which reasons, the most frequent first; `None` where there are none. The
/// reasons are not clean.
pub fn set_aside(review: &Review) -> Option<String> {
    let reasons = words::tally(review.set_aside.iter().map(|aside| aside.reason.as_str())).into_iter();
    let reasons: Vec<String> = reasons
        .map(|(reason, count)| format!("{reason}: {count}"))
        .collect();
    let claims = words::count(review.set_aside.len(), "claim");
    (!reasons.is_empty()).then(|| format!("{claims} ({})", reasons.join("; ")))
}

fn ranked(review: &Review) -> Vec<Finding<'_>> {
    let flags = review.flags.iter().map(Finding::Flag);
    let mut findings: Vec<_> = flags
        .chain(review.assumptions.iter().map(Finding::Assumption))
        .collect();
    findings.sort_by_key(|finding| finding.rank());
    findings
}

/// Counts the findings before the notes that only the rules raised: those rank last, and are many.
fn worth_showing(findings: &[Finding<'_>]) -> usize {
    let is_worth = |finding: &Finding<'_>| finding.severity() != Severity::Note || !finding.is_by_rules();
    findings.iter().rposition(is_worth).map_or(0, |last| last + 1)
}

fn of_severity(findings: &[Finding<'_>], severity: Severity) -> usize {
    findings
        .iter()
        .filter(|finding| finding.severity() == severity)
        .count()
}

/// Maps each finding to the first question that it waits for.
fn asked<'a>(questions: &[&'a Question]) -> HashMap<&'a FindingId, &'a Question> {
    let mut asked = HashMap::new();
    for question in questions {
        for id in &question.blocks {
            asked.entry(id).or_insert(*question);
        }
    }
    asked
}

/// Returns the one line that shows why a flag matters: the case in which two readings part, else what goes wrong.
fn matter(flag: &Flag) -> Option<Point<'_>> {
    let case = flag.scenario.as_deref().filter(|case| !case.trim().is_empty());
    let case = case.map(|case| ("case".to_owned(), case));
    let why = Some(flag.why.as_str()).filter(|why| !why.trim().is_empty());
    let why = why.map(|why| ("why".to_owned(), why));
    if flag.readings.is_empty() {
        why.or(case)
    } else {
        case.or(why)
    }
}
