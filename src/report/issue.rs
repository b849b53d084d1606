//! Findings as things that are pointed out at a place of a document: what code scanning, annotations and test results show.
//! Order, details and what is worth showing are decided here once, for reviews and audits alike.

use super::Options;
use super::ranked::Finding;
use super::view::{self, View};
use crate::domain::catalogue::Page;
use crate::domain::{
    Anchor, AuditReport, CrossFinding, Depth, DocumentFailure, FindingId, Question, Review, ReviewReport,
    Severity, Source,
};

/// A finding, a finding between documents or an assumption, in the form in which all are pointed out.
#[derive(Clone, Debug)]
pub struct Issue<'a> {
    /// The finding's id.
    pub id: &'a FindingId,
    /// The page of its kind.
    pub page: &'static Page,
    /// How much it would hurt.
    pub severity: Severity,
    /// Who raised it.
    pub source: &'static str,
    /// The decision to take, or what is taken for granted.
    pub title: &'a str,
    /// Where it stands in the document; `None` for what is said of all of it.
    pub place: Option<&'a Anchor>,
    /// What else it rests on, in this document or another.
    pub others: Vec<&'a Anchor>,
    /// What explains it: labels, and words of strangers.
    pub details: Vec<(String, String)>,
}

impl<'a> Issue<'a> {
    /// Returns all its words, the first of them those it stands at.
    pub fn anchors(&self) -> impl Iterator<Item = &'a Anchor> {
        self.place.into_iter().chain(self.others.iter().copied())
    }

    /// Returns how loudly it is pointed out.
    pub fn level(&self) -> Level {
        match self.severity {
            Severity::Blocker | Severity::Major => Level::Error,
            Severity::Minor => Level::Warning,
            Severity::Note => Level::Note,
        }
    }

    /// Tells whether it is worth an annotation or a comment: notes by the rules alone are many, seldom harmful, and shown
    /// only where everything is.
    pub fn is_worth_a_comment(&self, options: &Options) -> bool {
        let is_slight = self.severity == Severity::Note && self.source == Source::Rules.as_str();
        options.max.is_none() || !is_slight
    }
}

/// How loudly an issue is pointed out, in the three steps that other tools know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// Blocker and major findings, and documents that failed.
    Error,
    /// Minor findings.
    Warning,
    /// Notes.
    Note,
}

impl Level {
    /// All levels, the loudest first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Note];
}

/// The issues of one document, by rank.
#[derive(Clone, Debug)]
pub struct Issues<'a> {
    /// The document's path, as given.
    pub document: &'a str,
    /// What is pointed out in it.
    pub issues: Vec<Issue<'a>>,
}

/// Everything that one run points out.
#[derive(Clone, Debug)]
pub struct Listing<'a> {
    /// The job, as on the command line.
    pub job: &'static str,
    /// The documents, in the report's order, those with nothing to point out too.
    pub documents: Vec<Issues<'a>>,
    /// The documents that failed.
    pub failures: &'a [DocumentFailure],
    /// What the reader should know about how the report came about.
    pub warnings: Vec<&'a str>,
}

impl<'a> Listing<'a> {
    /// Lists what a review points out.
    pub fn of_review(report: &'a ReviewReport) -> Self {
        Self {
            job: "review",
            documents: report.reviews.iter().map(of_document).collect(),
            failures: &report.errors,
            warnings: report.reviews.iter().flat_map(warnings).collect(),
        }
    }

    /// Lists what an audit points out: what lies between documents with the first of them, then what `reviews` found in
    /// each.
    pub fn of_audit(report: &'a AuditReport, reviews: &'a [Review]) -> Self {
        let of_entry = |entry: &'a crate::domain::DocumentEntry| {
            let is_first = |finding: &&CrossFinding| {
                finding
                    .sides
                    .first()
                    .is_some_and(|side| side.document == entry.document)
            };
            let across = report.across.iter().filter(is_first).map(across);
            let within = reviews.iter().filter(|review| review.document == entry.document);
            Issues {
                document: &entry.document,
                issues: across
                    .chain(within.flat_map(|review| of_document(review).issues))
                    .collect(),
            }
        };
        Self {
            job: "audit",
            documents: report.documents.iter().map(of_entry).collect(),
            failures: &report.errors,
            warnings: report.warnings.iter().map(String::as_str).collect(),
        }
    }

    /// Returns all issues with their documents, the worst first.
    pub fn by_severity(&self) -> Vec<(&str, &Issue<'a>)> {
        let issues = self
            .documents
            .iter()
            .flat_map(|of| of.issues.iter().map(|issue| (of.document, issue)));
        let mut all: Vec<_> = issues.collect();
        all.sort_by_key(|(_, issue)| issue.severity);
        all
    }
}

fn warnings(review: &Review) -> impl Iterator<Item = &str> {
    let by_rules = (review.depth == Depth::Rules).then_some("only the wording rules ran: no model was asked");
    by_rules
        .into_iter()
        .chain(review.warnings.iter().map(String::as_str))
}

fn of_document(review: &Review) -> Issues<'_> {
    let view = View::new(review, None);
    let issues = view.findings.iter().map(|finding| of_finding(&view, *finding));
    Issues {
        document: &review.document,
        issues: issues.collect(),
    }
}

fn of_finding<'a>(view: &View<'a>, finding: Finding<'a>) -> Issue<'a> {
    let is_question = |label: &str| label.starts_with("question ");
    let points = view.points(finding).into_iter();
    let mut details: Vec<(String, String)> = points
        .filter(|(label, _)| !is_question(label))
        .map(|(label, words)| (label, words.to_owned()))
        .collect();
    details.extend(view.question_for(finding).map(asked));
    let (place, others) = parted(finding.anchors(), &view.review.document);
    Issue {
        id: finding.id(),
        page: finding.page(),
        severity: finding.severity(),
        source: finding.source(),
        title: finding.title(),
        place,
        others,
        details,
    }
}

/// Parts the first words that stand in a document from all others.
fn parted<'a>(anchors: &'a [Anchor], document: &str) -> (Option<&'a Anchor>, Vec<&'a Anchor>) {
    let own = anchors.iter().position(|anchor| anchor.document == document);
    let others = anchors
        .iter()
        .enumerate()
        .filter(|(index, _)| Some(*index) != own);
    (
        own.and_then(|index| anchors.get(index)),
        others.map(|(_, anchor)| anchor).collect(),
    )
}

fn asked(question: &Question) -> (String, String) {
    let to = view::short_name(view::address(&question.to));
    ("ask".into(), format!("{to}: {}", question.text))
}

fn across(finding: &CrossFinding) -> Issue<'_> {
    let readings = finding.readings.iter().zip(["first", "second"]);
    let mut details: Vec<(String, String)> = readings
        .map(|(reading, label)| (label.to_owned(), reading.clone()))
        .collect();
    let case = finding.scenario.iter().map(|case| ("case", case));
    let why = Some(("why", &finding.why)).filter(|_| finding.scenario.is_none());
    let more = case
        .chain(why)
        .chain(finding.remarks.iter().map(|remark| ("remark", remark)));
    details.extend(more.map(|(label, words)| (label.to_owned(), words.clone())));
    details.extend(
        finding
            .also
            .iter()
            .map(|path| ("also in".to_owned(), path.clone())),
    );
    let question = finding.question.iter();
    details.extend(question.map(|question| ("ask".into(), format!("{}: {}", question.to, question.text))));
    details.retain(|(_, words)| !words.trim().is_empty());
    let first = finding.sides.first().map_or("", |side| &side.document);
    let (place, others) = parted(&finding.sides, first);
    Issue {
        id: &finding.id,
        page: finding.kind.page(),
        severity: finding.severity,
        source: finding.source.as_str(),
        title: &finding.title,
        place,
        others,
        details,
    }
}
