//! The roll-up: verdicts, the worst first, kinds by frequency, goals, open questions, and the one thing to fix.

use super::Prepared;
use super::known::{self, Draft};
use super::work::Worked;
use super::{Auditor, Part};
use super::{digest, goals, questions};
use crate::answer::across::CrossClaim;
use crate::answer::prove::anchor;
use crate::domain::{
    AUDIT_FORMAT_VERSION, AnswerOrigin, Asked, AuditReport, CoverageState, CrossFinding, CrossKind,
    CrossQuestion, Depth, DocumentEntry, FindingId, Fit, Goal, GoalCoverage, GoalFit, KindCount, Left, Match,
    OneThing, Question, Role, Scope, SetAside, Severity, SeverityCounts, Source as Raised, Usage, Verdict,
};
use crate::engine::ask::Ledger;
use crate::engine::identity::Identities;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Everything that the work brought in.
pub struct Gathered {
    /// What was known before.
    pub prepared: Prepared,
    /// The documents that the run is about.
    pub chosen: Vec<usize>,
    /// The goals of the strategy, where a model took them from it.
    pub goals: Option<Vec<Goal>>,
    /// What was not done.
    pub left: Vec<Left>,
    entries: BTreeMap<usize, DocumentEntry>,
    reviewed: HashSet<usize>,
    questions: Vec<(String, Vec<Question>)>,
    fits: Vec<(String, Vec<GoalFit>)>,
    kinds: HashMap<&'static str, (usize, usize)>,
    claims: Vec<CrossClaim>,
    judged: HashSet<(usize, usize)>,
    /// What could not be proven.
    pub set_aside: Vec<SetAside>,
    usage: Usage,
    answers: Vec<AnswerOrigin>,
}

impl Gathered {
    /// Begins with what was known before, and what the goals took.
    pub fn new(mut prepared: Prepared, ledger: Ledger) -> Self {
        let chosen = std::mem::take(&mut prepared.chosen);
        let mut gathered = Self {
            prepared,
            chosen,
            goals: None,
            left: Vec::new(),
            entries: BTreeMap::new(),
            reviewed: HashSet::new(),
            questions: Vec::new(),
            fits: Vec::new(),
            kinds: HashMap::new(),
            claims: Vec::new(),
            judged: HashSet::new(),
            set_aside: Vec::new(),
            usage: Usage::default(),
            answers: Vec::new(),
        };
        gathered.enter(ledger);
        gathered
    }

    fn enter(&mut self, ledger: Ledger) {
        self.usage.add(&ledger.usage);
        for origin in digest::origins(&ledger.provenance) {
            digest::add(&mut self.answers, origin);
        }
    }

    /// Takes in what came of a document.
    pub fn take(&mut self, document: usize, worked: Worked) {
        self.enter(worked.ledger);
        self.left.extend(worked.left);
        if let Some(compared) = worked.compared {
            self.judged.extend(compared.judged);
            self.claims.extend(compared.claims);
            self.set_aside.extend(compared.set_aside);
        }
        let Some(digest) = worked.digest else { return };
        self.reviewed.insert(document);
        self.usage.add(&digest.usage);
        for origin in digest.answers {
            digest::add(&mut self.answers, origin);
        }
        for (kind, count) in digest.kinds {
            let (findings, documents) = self.kinds.entry(kind).or_default();
            *findings += count;
            *documents += 1;
        }
        let path = digest.entry.document.clone();
        self.questions.push((path.clone(), digest.questions));
        self.fits.push((path, digest.goals));
        self.entries.insert(document, digest.entry);
    }
}

/// Makes the report, but for the failures.
pub fn report(auditor: &Auditor<'_>, mut gathered: Gathered) -> AuditReport {
    let known = known::known(
        &gathered.prepared.scan,
        auditor.sources,
        &gathered.prepared.candidates,
    );
    let across = across(auditor, &mut gathered, known.drafts);
    let mut documents = entries(auditor, &mut gathered, &across);
    let questions = questions::merged(std::mem::take(&mut gathered.questions), &across);
    let coverage = coverage(auditor, &mut gathered, &documents);
    documents.sort_by_key(|entry| {
        let counts = entry.findings.in_order().map(std::cmp::Reverse);
        (entry.verdict, counts, std::cmp::Reverse(entry.across.len()))
    });
    AuditReport {
        format: "clarify.audit".into(),
        version: AUDIT_FORMAT_VERSION,
        tool: concat!("clarify ", env!("CARGO_PKG_VERSION")).into(),
        scope: scope(auditor, &gathered, &documents),
        depth: match auditor.reviewer.model {
            Some(_) => auditor.reviewer.plan.depth,
            None => Depth::Rules,
        },
        rules: auditor.plan.rules,
        verdicts: documents.iter().map(|entry| entry.verdict).collect(),
        one_thing: one_thing(&documents, &across, &questions),
        kinds: kinds(&gathered, &across),
        documents,
        across,
        coverage,
        questions,
        left: gathered.left,
        errors: Vec::new(),
        set_aside: gathered.set_aside,
        context: Vec::new(),
        usage: gathered.usage,
        answers: gathered.answers,
        warnings: known.warnings,
    }
}

fn scope(auditor: &Auditor<'_>, gathered: &Gathered, documents: &[DocumentEntry]) -> Scope {
    let (shard, since) = match &auditor.plan.part {
        Part::All => (None, None),
        Part::Shard { index, of } => (Some(format!("{index}/{of}")), None),
        Part::Since { revision, .. } => (None, Some(revision.clone())),
    };
    Scope {
        folders: auditor.plan.folders.clone(),
        found: auditor.sources.len(),
        audited: documents.len(),
        words: documents.iter().map(|entry| entry.words).sum(),
        shard,
        since,
        neighbours: gathered.prepared.neighbours,
    }
}

/// Puts the model's claims and what needs no model in order, and gives them ids. Of what a model has judged, its word
/// counts.
fn across(auditor: &Auditor<'_>, gathered: &mut Gathered, drafts: Vec<Draft>) -> Vec<CrossFinding> {
    let chosen: HashSet<usize> = gathered.chosen.iter().copied().collect();
    let is_open = |pair: (usize, usize)| {
        !gathered.judged.contains(&pair) && !gathered.judged.contains(&(pair.1, pair.0))
    };
    let drafts = drafts.into_iter().filter(|draft| {
        draft.sides.iter().any(|(document, _)| chosen.contains(document)) && draft.pair.is_none_or(is_open)
    });
    let mut findings = read_sides(auditor, drafts.collect());
    findings.extend(std::mem::take(&mut gathered.claims).into_iter().map(of_claim));
    let mut seen = HashSet::new();
    findings.retain(|finding| seen.insert(places(finding)));
    findings.sort_by(|a, b| order(a).cmp(&order(b)));
    let mut ids = Identities::default();
    for (index, finding) in findings.iter_mut().enumerate() {
        finding.rank = index + 1;
        finding.id = ids.across(finding.kind.code(), &finding.sides);
    }
    findings
}

/// Returns kind and places, by which a finding is known as the same.
fn places(finding: &CrossFinding) -> (CrossKind, Vec<(String, usize)>) {
    let mut places: Vec<(String, usize)> = finding
        .sides
        .iter()
        .map(|side| (side.document.clone(), side.span.start()))
        .collect();
    places.sort();
    (finding.kind, places)
}

type Order<'f> = (
    Severity,
    CrossKind,
    bool,
    std::cmp::Reverse<usize>,
    Vec<(&'f str, usize)>,
);

fn order(finding: &CrossFinding) -> Order<'_> {
    let places = finding
        .sides
        .iter()
        .map(|side| (side.document.as_str(), side.span.start()));
    (
        finding.severity,
        finding.kind,
        finding.source == Raised::Rules,
        std::cmp::Reverse(finding.also.len()),
        places.collect(),
    )
}

fn of_claim(claim: CrossClaim) -> CrossFinding {
    let settled = claim.settled.as_ref().map(|anchor| {
        format!(
            "settled at {}:{}, “{}”",
            anchor.document, anchor.position.line, anchor.quote
        )
    });
    CrossFinding {
        id: FindingId(String::new()),
        rank: 0,
        kind: claim.kind,
        severity: claim.severity,
        source: Raised::Model,
        title: claim.title,
        sides: claim.sides.into(),
        also: Vec::new(),
        readings: claim.readings,
        scenario: claim.scenario,
        why: claim.why,
        question: claim.question.map(|(to, text)| CrossQuestion { to, text }),
        remarks: settled.into_iter().collect(),
    }
}

/// Reads the documents of drafts once more, one at a time, for the words on each side.
fn read_sides(auditor: &Auditor<'_>, drafts: Vec<Draft>) -> Vec<CrossFinding> {
    let mut wanted: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    for (number, draft) in drafts.iter().enumerate() {
        for (side, (document, _)) in draft.sides.iter().enumerate() {
            wanted.entry(*document).or_default().push((number, side));
        }
    }
    let mut anchors: Vec<Vec<Option<crate::domain::Anchor>>> =
        drafts.iter().map(|draft| vec![None; draft.sides.len()]).collect();
    for (document, places) in wanted {
        let Ok(document) = auditor.sources[document].read() else {
            continue;
        };
        for (number, side) in places {
            let span = drafts[number].sides[side].1;
            // A document that was changed meanwhile may have no such place any more.
            let range = match drafts[number].kind {
                // An id by itself shows nothing of what it stands for.
                CrossKind::DuplicateId => span.start()..document.lines_of(span).end.max(span.end()),
                _ => span.range(),
            };
            if let Some(span) = document.span(range) {
                anchors[number][side] = Some(anchor(&document, Role::Spec, span, Match::Exact));
            }
        }
    }
    let whole = drafts.into_iter().zip(anchors).filter_map(|(draft, sides)| {
        let sides: Vec<_> = sides.into_iter().collect::<Option<_>>()?;
        Some(of_draft(auditor, draft, sides))
    });
    whole.collect()
}

fn of_draft(auditor: &Auditor<'_>, draft: Draft, sides: Vec<crate::domain::Anchor>) -> CrossFinding {
    CrossFinding {
        id: FindingId(String::new()),
        rank: 0,
        kind: draft.kind,
        severity: draft.severity,
        source: Raised::Rules,
        title: draft.title,
        sides,
        also: draft
            .also
            .iter()
            .map(|document| auditor.sources[*document].shown())
            .collect(),
        readings: Vec::new(),
        scenario: None,
        why: draft.why,
        question: None,
        remarks: Vec::new(),
    }
}

/// Completes the entries: what lies between a document and others counts for each of them.
fn entries(auditor: &Auditor<'_>, gathered: &mut Gathered, across: &[CrossFinding]) -> Vec<DocumentEntry> {
    let mut touching: HashMap<&str, Vec<&CrossFinding>> = HashMap::new();
    for finding in across {
        for document in finding.documents() {
            touching.entry(document).or_default().push(finding);
        }
    }
    let unfinished: HashSet<&str> = gathered
        .left
        .iter()
        .filter(|left| left.work == "review")
        .map(|left| left.document.as_str())
        .collect();
    let mut entries = Vec::new();
    for number in &gathered.chosen {
        let path = auditor.sources[*number].shown();
        let is_reviewed = gathered.reviewed.contains(number) && !unfinished.contains(path.as_str());
        let mut entry = gathered.entries.remove(number).unwrap_or_else(|| unread(&path));
        let between = touching.get(path.as_str()).map(Vec::as_slice).unwrap_or_default();
        entry.across = between.iter().map(|finding| finding.id.clone()).collect();
        if is_reviewed {
            let mut counts: SeverityCounts = entry.findings;
            between.iter().for_each(|finding| counts.add(finding.severity));
            entry.verdict = auditor.plan.rules.judge(&counts);
        }
        if entry.measures.is_none() && is_reviewed {
            let has = gathered.prepared.scan.names[*number].measures;
            entry.measures = Some(if has {
                CoverageState::Clear
            } else {
                CoverageState::Missing
            });
        }
        entries.push(entry);
    }
    entries
}

fn unread(path: &str) -> DocumentEntry {
    DocumentEntry {
        document: path.to_owned(),
        title: None,
        words: 0,
        verdict: Verdict::Unknown,
        summary: None,
        findings: SeverityCounts::default(),
        questions: 0,
        across: Vec::new(),
        leading: Vec::new(),
        measures: None,
        warnings: Vec::new(),
    }
}

fn coverage(auditor: &Auditor<'_>, gathered: &mut Gathered, documents: &[DocumentEntry]) -> GoalCoverage {
    let lacks = |entry: &&DocumentEntry| entry.measures == Some(CoverageState::Missing);
    let without_measure = documents
        .iter()
        .filter(lacks)
        .map(|entry| entry.document.clone())
        .collect();
    let Some(mut goals) = gathered.goals.take() else {
        return GoalCoverage {
            without_measure,
            ..GoalCoverage::default()
        };
    };
    let fits = std::mem::take(&mut gathered.fits);
    let serving: HashSet<String> = fits
        .iter()
        .filter(|(_, fits)| fits.iter().any(|fit| fit.fit == Fit::Serves))
        .map(|(document, _)| document.clone())
        .collect();
    let serving_none = fits
        .iter()
        .map(|(document, _)| document)
        .filter(|document| !serving.contains(*document));
    let serving_none = serving_none.cloned().collect();
    for (document, fits) in fits {
        goals::gather(&mut goals, auditor.reviewer.context, &document, fits);
    }
    GoalCoverage {
        judged: true,
        goals,
        serving_none,
        without_measure,
    }
}

fn kinds(gathered: &Gathered, across: &[CrossFinding]) -> Vec<KindCount> {
    let mut counts: Vec<KindCount> = gathered
        .kinds
        .iter()
        .map(|(kind, (findings, documents))| KindCount {
            kind: (*kind).to_owned(),
            findings: *findings,
            documents: *documents,
        })
        .collect();
    for kind in CrossKind::ALL {
        let of_kind: Vec<&CrossFinding> = across.iter().filter(|finding| finding.kind == *kind).collect();
        if !of_kind.is_empty() {
            let documents: HashSet<&str> = of_kind.iter().flat_map(|finding| finding.documents()).collect();
            counts.push(KindCount {
                kind: kind.code().to_owned(),
                findings: of_kind.len(),
                documents: documents.len(),
            });
        }
    }
    counts.sort_by(|a, b| b.findings.cmp(&a.findings).then_with(|| a.kind.cmp(&b.kind)));
    counts
}

/// Chooses the decision for which most documents wait, the more severe the more; the findings between documents first,
/// then the questions, then the worst finding of a document.
fn one_thing(documents: &[DocumentEntry], across: &[CrossFinding], asked: &[Asked]) -> Option<OneThing> {
    let between = across
        .iter()
        .filter(|finding| finding.kind != CrossKind::DuplicateRequirement)
        .map(|finding| {
            let thing = OneThing {
                text: finding.title.clone(),
                to: finding.question.as_ref().map(|question| question.to.clone()),
                findings: vec![finding.id.clone()],
                documents: finding.documents().into_iter().map(str::to_owned).collect(),
            };
            (worth(finding.severity, thing.documents.len()), thing)
        });
    let questions = asked
        .iter()
        .flat_map(|asked| asked.questions.iter().map(move |question| (asked, question)));
    let questions = questions.map(|(asked, question)| {
        let thing = OneThing {
            text: question.text.clone(),
            to: Some(asked.to.clone()),
            findings: question.blocks.clone(),
            documents: question.documents.clone(),
        };
        (worth(question.severity, thing.documents.len()), thing)
    });
    let leads = documents.iter().filter_map(|entry| {
        let lead = entry.leading.first()?;
        let thing = OneThing {
            text: lead.title.clone(),
            to: None,
            findings: vec![lead.id.clone()],
            documents: vec![entry.document.clone()],
        };
        Some((worth(lead.severity, 1), thing))
    });
    let mut best: Option<(usize, OneThing)> = None;
    for (worth, thing) in between.chain(questions).chain(leads) {
        if worth > best.as_ref().map_or(0, |(most, _)| *most) {
            best = Some((worth, thing));
        }
    }
    best.map(|(_, thing)| thing)
}

fn worth(severity: Severity, documents: usize) -> usize {
    let weight = match severity {
        Severity::Blocker => 9,
        Severity::Major => 3,
        Severity::Minor => 1,
        Severity::Note => 0,
    };
    weight * documents
}
