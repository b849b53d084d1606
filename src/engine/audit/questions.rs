//! The open questions of a whole folder, by the one who decides: the same question of several documents is one.

use super::sketch::Sketcher;
use crate::domain::{Asked, CrossFinding, OpenQuestion, Question, Severity, Source};
use crate::engine::alike::{Alike, addressee};
use std::collections::BTreeMap;

/// Merges the questions of documents and those between them.
pub fn merged(of_documents: Vec<(String, Vec<Question>)>, across: &[CrossFinding]) -> Vec<Asked> {
    let mut desks: BTreeMap<String, Desk> = BTreeMap::new();
    let sketcher = Sketcher::default();
    let between = across.iter().filter_map(of_finding);
    let within = of_documents.into_iter().flat_map(|(document, questions)| {
        questions
            .into_iter()
            .map(move |question| of_document(&document, question))
    });
    for (to, question) in between.chain(within) {
        let desk = desks.entry(addressee(&to)).or_insert_with(|| Desk::of(to));
        desk.take(question, &sketcher);
    }
    let mut asked: Vec<Asked> = desks.into_values().map(Desk::in_order).collect();
    asked.sort_by(|a, b| urgency(b).cmp(&urgency(a)).then_with(|| a.to.cmp(&b.to)));
    asked
}

fn of_finding(finding: &CrossFinding) -> Option<(String, OpenQuestion)> {
    let question = finding.question.as_ref()?;
    let open = OpenQuestion {
        id: finding.id.clone(),
        text: question.text.clone(),
        why: finding.why.clone(),
        severity: finding.severity,
        options: finding.readings.clone(),
        suggested: None,
        default: None,
        documents: finding.documents().into_iter().map(str::to_owned).collect(),
        blocks: vec![finding.id.clone()],
        source: finding.source,
    };
    Some((question.to.clone(), open))
}

fn of_document(document: &str, question: Question) -> (String, OpenQuestion) {
    let open = OpenQuestion {
        id: question.id,
        text: question.text,
        why: question.why,
        severity: question.severity,
        options: question.options,
        suggested: question.suggested,
        default: question.default,
        documents: vec![document.to_owned()],
        blocks: question.blocks,
        source: Source::Model,
    };
    (question.to, open)
}

/// The questions for one person so far.
struct Desk {
    to: String,
    questions: Vec<OpenQuestion>,
    texts: Alike,
}

impl Desk {
    fn of(to: String) -> Self {
        Self {
            to,
            questions: Vec::new(),
            texts: Alike::default(),
        }
    }

    fn take(&mut self, question: OpenQuestion, sketcher: &Sketcher) {
        match self.texts.place(sketcher.terms(&question.text)) {
            Some(index) => join(&mut self.questions[index], question),
            None => self.questions.push(question),
        }
    }

    fn in_order(mut self) -> Asked {
        self.questions.sort_by(|a, b| {
            a.severity
                .cmp(&b.severity)
                .then(b.documents.len().cmp(&a.documents.len()))
                .then_with(|| a.id.cmp(&b.id))
        });
        Asked {
            to: self.to,
            questions: self.questions,
        }
    }
}

/// The first wording stays; the worse severity counts.
fn join(known: &mut OpenQuestion, other: OpenQuestion) {
    known.severity = known.severity.min(other.severity);
    for document in other.documents {
        if !known.documents.contains(&document) {
            known.documents.push(document);
        }
    }
    for id in other.blocks {
        if !known.blocks.contains(&id) {
            known.blocks.push(id);
        }
    }
    if known.options.is_empty() {
        known.options = other.options;
        known.suggested = other.suggested;
    }
    known.default = known.default.take().or(other.default);
}

fn urgency(asked: &Asked) -> (usize, usize, usize) {
    let of = |severity: Severity| {
        asked
            .questions
            .iter()
            .filter(|question| question.severity == severity)
            .count()
    };
    (of(Severity::Blocker), of(Severity::Major), asked.questions.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{FindingId, QuestionKind};

    fn question(to: &str, text: &str, severity: Severity, blocks: &str) -> Question {
        Question {
            id: FindingId(format!("q-{blocks}")),
            rank: 1,
            kind: QuestionKind::Question,
            severity,
            source: Source::Model,
            to: to.into(),
            text: text.into(),
            why: String::new(),
            blocks: vec![FindingId(blocks.into())],
            anchors: Vec::new(),
            options: Vec::new(),
            suggested: None,
            default: None,
        }
    }

    #[test]
    fn the_same_question_of_two_documents_is_one_and_lists_both() {
        let asked = merged(
            vec![
                (
                    "a.md".into(),
                    vec![question(
                        "Pieter Claes",
                        "May refunds be paid before the parcel is received?",
                        Severity::Minor,
                        "f-1",
                    )],
                ),
                (
                    "b.md".into(),
                    vec![
                        question(
                            "Pieter Claes (Finance Director)",
                            "May the refund be paid before a parcel was received?",
                            Severity::Blocker,
                            "f-2",
                        ),
                        question(
                            "Pieter Claes",
                            "Which amount counts as fraud?",
                            Severity::Major,
                            "f-3",
                        ),
                    ],
                ),
            ],
            &[],
        );
        assert_eq!(asked.len(), 1);
        let first = &asked[0].questions[0];
        assert_eq!(first.documents, ["a.md", "b.md"]);
        assert_eq!((first.severity, first.blocks.len()), (Severity::Blocker, 2));
        assert_eq!(asked[0].questions.len(), 2);
    }

    #[test]
    fn the_same_words_to_two_people_stay_two_questions() {
        let of = |to: &str| question(to, "Who pays for the label?", Severity::Minor, "f-1");
        let asked = merged(vec![("a.md".into(), vec![of("Finance"), of("Operations")])], &[]);
        assert_eq!(asked.len(), 2);
    }
}
