//! Parts that made-up reviews are built of.

use crate::document::Document;
use crate::domain::*;
use crate::report::Sources;
use std::ops::Range;
use std::sync::Arc;

/// A report and the documents it points into.
pub struct Sample {
    pub report: ReviewReport,
    pub sources: Sources,
}

impl Sample {
    pub fn new(reviews: Vec<Review>, documents: &[Arc<Document>]) -> Self {
        Self {
            report: ReviewReport::new(reviews, vec![]),
            sources: documents.iter().cloned().collect(),
        }
    }
}

pub fn document(path: &str, text: &str) -> Arc<Document> {
    Arc::new(Document::new(path.into(), path.into(), text.into()))
}

/// An anchor at the first place where the document says so.
pub fn quoted(document: &Document, role: Role, quote: &str) -> Anchor {
    let start = document
        .text()
        .find(quote)
        .unwrap_or_else(|| panic!("{quote:?} is not in the document"));
    anchor_at(document, role, start..start + quote.len())
}

pub fn anchor_at(document: &Document, role: Role, range: Range<usize>) -> Anchor {
    let span = document
        .span(range.clone())
        .expect("a range on character boundaries");
    Anchor {
        document: document.path().into(),
        role,
        quote: document.words_at(span).into(),
        matched: Match::Exact,
        span,
        position: document.position(range.start),
        section: document
            .section_at(range.start)
            .map(|section| section.title.clone()),
        item: document.item_place(range.start),
    }
}

pub fn flag(rank: usize, kind: FlagKind, severity: Severity, title: &str, anchors: Vec<Anchor>) -> Flag {
    Flag {
        id: id(rank),
        rank,
        kind,
        severity,
        source: Source::Model,
        title: title.into(),
        anchors,
        readings: vec![],
        scenario: None,
        why: String::new(),
        suggestion: None,
        remarks: vec![],
    }
}

/// A report of one flag.
pub fn flag_at(kind: FlagKind, severity: Severity, anchor: Anchor, spec: Arc<Document>) -> Sample {
    let flags = vec![flag(1, kind, severity, "A title", vec![anchor])];
    let review = Review {
        flags,
        ..review(&spec, Depth::Quick)
    };
    Sample::new(vec![review], &[spec])
}

impl Flag {
    pub(super) fn read_as(mut self, first: &str, second: &str, scenario: &str) -> Self {
        self.readings = vec![first.into(), second.into()];
        self.scenario = Some(scenario.into());
        self
    }

    pub(super) fn because(mut self, why: &str) -> Self {
        self.why = why.into();
        self
    }

    pub(super) fn suggest(mut self, wording: &str) -> Self {
        self.suggestion = Some(wording.into());
        self
    }

    pub(super) fn by(mut self, source: Source) -> Self {
        self.source = source;
        self
    }

    pub(super) fn remarked(mut self, remark: &str) -> Self {
        self.remarks.push(remark.into());
        self
    }
}

pub fn assumption(
    rank: usize,
    kind: AssumptionKind,
    severity: Severity,
    words: [&str; 4],
    anchors: Vec<Anchor>,
) -> Assumption {
    let [statement, if_false, check, who] = words;
    Assumption {
        id: id(rank),
        rank,
        kind,
        severity,
        source: Source::Model,
        statement: statement.into(),
        anchors,
        if_false: if_false.into(),
        check: check.into(),
        who: Some(who.into()).filter(|who: &String| !who.is_empty()),
        remarks: vec![],
    }
}

pub fn question(rank: usize, to: &str, text: &str, blocks: &[usize]) -> Question {
    Question {
        id: FindingId(format!("q{rank:07x}")),
        rank,
        kind: QuestionKind::Question,
        severity: Severity::Major,
        source: Source::Model,
        to: to.into(),
        text: text.into(),
        why: String::new(),
        blocks: blocks.iter().map(|rank| id(*rank)).collect(),
        anchors: vec![],
        options: vec![],
        suggested: None,
        default: None,
    }
}

impl Question {
    pub(super) fn offering(mut self, options: &[&str], suggested: Option<usize>) -> Self {
        self.options = options.iter().map(ToString::to_string).collect();
        self.suggested = suggested;
        self
    }

    pub(super) fn because(mut self, why: &str) -> Self {
        self.why = why.into();
        self
    }

    pub(super) fn otherwise(mut self, default: &str) -> Self {
        self.default = Some(default.into());
        self
    }
}

/// A finding's id, as different from its neighbours as a real one.
pub fn id(rank: usize) -> FindingId {
    FindingId(format!("{:08x}", (rank as u32).wrapping_mul(2_654_435_761)))
}

pub fn review(document: &Document, depth: Depth) -> Review {
    Review {
        document: document.path().into(),
        title: document.title().map(Into::into),
        words: document.words(),
        depth,
        summary: None,
        flags: vec![],
        assumptions: vec![],
        questions: vec![],
        coverage: vec![],
        strategy: vec![],
        set_aside: vec![],
        context: vec![],
        usage: Usage::default(),
        provenance: vec![],
        warnings: vec![],
        tracking: None,
    }
}

pub fn covered(area: Area, state: CoverageState, note: &str) -> Coverage {
    Coverage {
        area,
        state,
        note: Some(note.into()).filter(|note: &String| !note.is_empty()),
    }
}

pub fn goal(goal: Anchor, fit: Fit, spec: Option<Anchor>, note: &str) -> GoalFit {
    GoalFit {
        goal,
        fit,
        spec,
        note: Some(note.into()).filter(|note: &String| !note.is_empty()),
    }
}

pub fn aside(claim: &str, quote: &str, reason: &str) -> SetAside {
    SetAside {
        claim: claim.into(),
        sort: "flag".into(),
        quote: quote.into(),
        reason: reason.into(),
    }
}

pub fn answer(purpose: &str, origin: Origin, date: &str) -> Provenance {
    Provenance {
        exchange: format!("{purpose}-{date}"),
        purpose: purpose.into(),
        model: "made-up-model-1".into(),
        date: date.into(),
        origin,
        note: None,
    }
}
