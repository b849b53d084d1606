//! What a report shows of a review: one order over flags and assumptions, the cut, the counts and what refers to
//! what. Decided here once, for text and Markdown alike.

use super::words;
use crate::domain::{Anchor, Assumption, Depth, Family, FindingId, Flag, Question, Review, Severity, Source};
use std::collections::HashMap;

/// The most questions that are shown while findings are cut too.
const MAX_QUESTIONS: usize = 7;

/// A flag or an assumption: what is ranked in one order.
#[derive(Clone, Copy, Debug)]
pub enum Finding<'a> {
    /// An ambiguity, contradiction, gap or strategy conflict.
    Flag(&'a Flag),
    /// Something taken for granted.
    Assumption(&'a Assumption),
}

impl<'a> Finding<'a> {
    /// Returns the finding's id.
    pub fn id(self) -> &'a FindingId {
        match self {
            Self::Flag(flag) => &flag.id,
            Self::Assumption(assumption) => &assumption.id,
        }
    }

    /// Returns the place in the one order.
    pub fn rank(self) -> usize {
        match self {
            Self::Flag(flag) => flag.rank,
            Self::Assumption(assumption) => assumption.rank,
        }
    }

    /// Returns how much it would hurt.
    pub fn severity(self) -> Severity {
        match self {
            Self::Flag(flag) => flag.severity,
            Self::Assumption(assumption) => assumption.severity,
        }
    }

    /// Returns who raised it.
    pub fn source(self) -> Source {
        match self {
            Self::Flag(flag) => flag.source,
            Self::Assumption(assumption) => assumption.source,
        }
    }

    /// Returns the code of its kind.
    pub fn code(self) -> &'static str {
        match self {
            Self::Flag(flag) => flag.kind.code(),
            Self::Assumption(assumption) => assumption.kind.code(),
        }
    }

    /// Returns what it is, in a word or two: the code, and for assumptions that word.
    pub fn noun(self) -> String {
        match self {
            Self::Flag(_) => self.code().to_owned(),
            Self::Assumption(_) => format!("{} {}", self.code(), Family::Assumption.as_str()),
        }
    }

    /// Returns the line that stands for it.
    pub fn title(self) -> &'a str {
        match self {
            Self::Flag(flag) => &flag.title,
            Self::Assumption(assumption) => &assumption.statement,
        }
    }

    /// Returns its passages.
    pub fn anchors(self) -> &'a [Anchor] {
        match self {
            Self::Flag(flag) => &flag.anchors,
            Self::Assumption(assumption) => &assumption.anchors,
        }
    }

    /// Returns what the second look changed.
    pub fn remarks(self) -> &'a [String] {
        match self {
            Self::Flag(flag) => &flag.remarks,
            Self::Assumption(assumption) => &assumption.remarks,
        }
    }
}

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
    /// Orders a review and cuts it: at most `max` findings, and at most seven questions unless `max` is `None`.
    pub fn new(review: &'a Review, max: Option<usize>) -> Self {
        let mut findings = ranked(review);
        let ranks = findings
            .iter()
            .map(|finding| (finding.id(), finding.rank()))
            .collect();
        let counts = Severity::ALL.map(|severity| of_severity(&findings, severity));
        let rest = findings.split_off(max.unwrap_or(usize::MAX).min(findings.len()));
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
        let clear = match self.review.depth {
            Depth::Rules => "nothing raised by the wording rules",
            Depth::Quick | Depth::Standard | Depth::Deep => "clear: nothing to raise",
        };
        match (self.is_clear(), notes) {
            (true, 0) => clear.to_owned(),
            (true, _) => format!("{clear} but {}", words::count(notes, "note")),
            (false, _) => severities(&self.counts),
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

    /// Returns the ranks of the findings that wait for the question.
    pub fn blocked_by(&self, question: &Question) -> Vec<usize> {
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
            points.push((format!("question {}", question.rank), short_name(&question.to)));
        }
        points.retain(|(_, words)| !words.trim().is_empty());
        points
    }

    fn flag_points(&self, flag: &'a Flag) -> Vec<Point<'a>> {
        let reading =
            |(index, reading): (usize, &'a String)| (format!("reading {}", index + 1), reading.as_str());
        let mut points: Vec<Point<'a>> = flag.readings.iter().enumerate().map(reading).collect();
        points.extend(
            flag.scenario
                .as_deref()
                .map(|scenario| ("case".to_owned(), scenario)),
        );
        if flag.readings.is_empty() {
            points.push(("why".to_owned(), flag.why.as_str()));
        }
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

/// Returns a stakeholder's name without the role that follows in brackets.
pub fn short_name(to: &str) -> &str {
    match to.split_once('(') {
        Some((name, _)) if !name.trim().is_empty() => name.trim(),
        _ => to.trim(),
    }
}

/// Returns how many claims were set aside for each reason, the most frequent first.
pub fn reasons(review: &Review) -> Vec<(&str, usize)> {
    words::tally(review.set_aside.iter().map(|aside| aside.reason.as_str()))
}

fn ranked(review: &Review) -> Vec<Finding<'_>> {
    let flags = review.flags.iter().map(Finding::Flag);
    let mut findings: Vec<_> = flags
        .chain(review.assumptions.iter().map(Finding::Assumption))
        .collect();
    findings.sort_by_key(|finding| finding.rank());
    findings
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
