//! Made-up audits over the made-up reviews: each review is one document of the folder.

use super::build::id;
use super::{Sample, clear, hostile, many, typical};
use crate::domain::*;
use crate::report::{AuditFormat, Options, Sources, render_audit};

/// An audit, and the whole reviews of its documents.
pub struct AuditSample {
    pub report: AuditReport,
    pub reviews: Vec<Review>,
}

/// Audits of a usual folder, a hostile one, one of many findings, and an empty one.
pub fn audits() -> Vec<(&'static str, AuditSample)> {
    vec![
        (
            "typical",
            audit_of(vec![typical(), clear()], "How long is a refund held?"),
        ),
        (
            "hostile",
            audit_of(vec![hostile(), typical()], &super::hostile_words()),
        ),
        (
            "many",
            audit_of(vec![many(500), typical(), clear()], "How fast is fast?"),
        ),
        ("empty", audit_of(vec![], "")),
    ]
}

/// Renders an audit as text.
pub fn rendered_audit(format: AuditFormat, sample: &AuditSample, options: &Options) -> String {
    let mut out = Vec::new();
    render_audit(
        format,
        &sample.report,
        &sample.reviews,
        &Sources::new(),
        options,
        &mut out,
    )
    .expect("writing to memory does not fail");
    String::from_utf8(out).expect("reports are UTF-8")
}

/// An audit in which the first document collides with the second, serves one goal and breaks another.
fn audit_of(samples: Vec<Sample>, title: &str) -> AuditSample {
    let reviews: Vec<Review> = samples
        .into_iter()
        .flat_map(|sample| sample.report.reviews)
        .collect();
    let documents: Vec<DocumentEntry> = reviews.iter().map(entry).collect();
    let sides: Vec<Anchor> = reviews.iter().filter_map(first_anchor).take(2).collect();
    let across = if sides.len() == 2 {
        vec![collision(sides.clone(), title)]
    } else {
        vec![]
    };
    let goals = sides.first().map(|side| goals(side, &reviews[0].document, title));
    let mut report = AuditReport {
        format: "clarify.audit".into(),
        version: AUDIT_FORMAT_VERSION,
        tool: "clarify 0.0.0".into(),
        scope: Scope {
            folders: vec!["specs".into()],
            found: documents.len(),
            audited: documents.len(),
            ..Scope::default()
        },
        depth: Depth::Standard,
        rules: VerdictRules::default(),
        verdicts: documents.iter().map(|entry| entry.verdict).collect(),
        one_thing: None,
        documents,
        across,
        kinds: vec![],
        coverage: GoalCoverage {
            judged: goals.is_some(),
            goals: goals.unwrap_or_default(),
            ..GoalCoverage::default()
        },
        questions: reviews.iter().flat_map(asked).collect(),
        left: vec![],
        errors: vec![],
        set_aside: vec![],
        context: vec![],
        usage: Usage::default(),
        answers: vec![],
        warnings: vec![],
    };
    for entry in &mut report.documents {
        let concerns = |finding: &&CrossFinding| finding.documents().contains(&entry.document.as_str());
        entry.across = report
            .across
            .iter()
            .filter(concerns)
            .map(|finding| finding.id.clone())
            .collect();
    }
    AuditSample { report, reviews }
}

fn first_anchor(review: &Review) -> Option<Anchor> {
    review
        .flags
        .iter()
        .min_by_key(|flag| flag.rank)?
        .anchors
        .first()
        .cloned()
}

fn entry(review: &Review) -> DocumentEntry {
    let flags = review.flags.iter().map(|flag| flag.severity);
    let findings: SeverityCounts = flags
        .chain(review.assumptions.iter().map(|taken| taken.severity))
        .collect();
    let leading = review
        .flags
        .iter()
        .min_by_key(|flag| flag.rank)
        .map(|flag| LeadFinding {
            id: flag.id.clone(),
            kind: flag.kind.code().into(),
            severity: flag.severity,
            title: flag.title.clone(),
            anchor: flag.anchors.first().cloned(),
        });
    DocumentEntry {
        document: review.document.clone(),
        title: review.title.clone(),
        words: review.words,
        verdict: VerdictRules::default().judge(&findings),
        summary: review.summary.clone(),
        findings,
        questions: review.questions.len(),
        across: vec![],
        leading: leading.into_iter().collect(),
        measures: None,
        warnings: vec![],
    }
}

fn collision(sides: Vec<Anchor>, title: &str) -> CrossFinding {
    CrossFinding {
        id: id(900),
        rank: 1,
        kind: CrossKind::CrossContradiction,
        severity: Severity::Blocker,
        source: Source::Model,
        title: title.into(),
        sides,
        also: vec![],
        readings: vec![title.into(), "the other".into()],
        scenario: Some(title.into()),
        why: title.into(),
        question: Some(CrossQuestion {
            to: title.into(),
            text: title.into(),
        }),
        remarks: vec![],
    }
}

fn goals(side: &Anchor, document: &str, title: &str) -> Vec<Goal> {
    let goal = |title: &str, fit| Goal {
        goal: side.clone(),
        title: title.into(),
        is_limit: false,
        documents: vec![Standing {
            document: document.into(),
            fit,
            words: Some(side.clone()),
            note: None,
        }],
    };
    vec![
        goal("Fewer contacts per order", Fit::Serves),
        goal(title, Fit::Conflicts),
    ]
}

fn asked(review: &Review) -> Option<Asked> {
    let question = review.questions.first()?;
    Some(Asked {
        to: question.to.clone(),
        questions: vec![OpenQuestion {
            id: question.id.clone(),
            text: question.text.clone(),
            why: question.why.clone(),
            severity: question.severity,
            options: question.options.clone(),
            suggested: question.suggested,
            default: question.default.clone(),
            documents: vec![review.document.clone()],
            blocks: question.blocks.clone(),
            source: question.source,
        }],
    })
}
