use super::*;
use crate::domain::{Role, Source};
use jiff::civil::date;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).unwrap()
}

fn act(by: &str, second: i64) -> Act {
    Act {
        by: by.into(),
        at: at(second),
    }
}

fn answer(text: &str, by: &str, second: i64) -> Answer {
    Answer {
        text: text.into(),
        authorship: Authorship::Own,
        by: by.into(),
        at: at(second),
    }
}

fn finding(id: &str, sort: Sort, severity: Severity, blocks: &[&str]) -> TrackedFinding {
    let mut finding = TrackedFinding {
        id: FindingId(id.into()),
        sort,
        kind: if sort == Sort::Question {
            "question"
        } else {
            "missing-case"
        }
        .into(),
        severity,
        source: Source::Model,
        status: Status::Open,
        title: format!("What of {id}?"),
        to: (sort == Sort::Question).then(|| "Ann".into()),
        why: String::new(),
        readings: Vec::new(),
        scenario: None,
        suggestion: None,
        check: None,
        who: None,
        remarks: Vec::new(),
        options: Vec::new(),
        suggested: None,
        default: None,
        blocks: blocks.iter().map(|id| FindingId((*id).into())).collect(),
        accepted: None,
        passages: vec![Passage {
            quote: "within 30 days".into(),
            document: None,
            role: Role::Spec,
            section: Some("Window".into()),
            within: None,
        }],
        answers: Vec::new(),
        dismissal: None,
        deferral: None,
        history: Vec::new(),
    };
    finding.note(&act("clarify", 0), What::Raised, None);
    finding
}

/// Two flags; one waits for one question, the other for both.
fn document() -> TrackedDocument {
    let mut document = TrackedDocument::new("spec.md".into());
    document.insert(finding("f-1", Sort::Flag, Severity::Major, &[]));
    document.insert(finding("f-2", Sort::Flag, Severity::Blocker, &[]));
    document.insert(finding("q-1", Sort::Question, Severity::Blocker, &["f-1", "f-2"]));
    document.insert(finding("q-2", Sort::Question, Severity::Major, &["f-2"]));
    document
}

fn id(id: &str) -> FindingId {
    FindingId(id.into())
}

fn status(document: &TrackedDocument, of: &str) -> Status {
    document.finding(&id(of)).unwrap().status
}

#[test]
fn findings_stand_in_the_order_of_importance_and_questions_behind() {
    let document = document();
    let ids: Vec<&str> = document
        .findings
        .iter()
        .map(|finding| finding.id.0.as_str())
        .collect();
    assert_eq!(ids, ["f-2", "f-1", "q-1", "q-2"]);
}

#[test]
fn an_answer_settles_what_waits_for_it_alone() {
    let mut document = document();
    let answered = document.answer(&id("q-1"), answer("14 days", "Ann", 1)).unwrap();
    assert_eq!(answered.settled, [id("f-1")]);
    assert_eq!(status(&document, "f-2"), Status::Open);
    document.answer(&id("q-2"), answer("Both", "Bea", 2)).unwrap();
    assert_eq!(status(&document, "f-2"), Status::Answered);
    document
        .reopen(&id("q-1"), "the text changed", &act("clarify", 3))
        .unwrap();
    assert_eq!(status(&document, "f-1"), Status::Open);
    assert_eq!(status(&document, "f-2"), Status::Open);
}

#[test]
fn a_person_may_change_an_answer_and_the_old_one_stays_in_the_history() {
    let mut document = document();
    document.answer(&id("q-1"), answer("14 days", "Ann", 1)).unwrap();
    let changed = document.answer(&id("q-1"), answer("21 days", "Ann", 2)).unwrap();
    assert_eq!(changed.replaced.unwrap().text, "14 days");
    let question = document.finding(&id("q-1")).unwrap();
    assert_eq!(question.answer().unwrap().text, "21 days");
    assert!(
        question
            .history
            .iter()
            .any(|event| event.note.as_deref() == Some("14 days"))
    );
}

#[test]
fn two_people_who_answer_differently_keep_both_answers_and_the_question_open() {
    let mut document = document();
    document.answer(&id("q-1"), answer("14 days", "Ann", 1)).unwrap();
    let second = document.answer(&id("q-1"), answer("21 days", "Bea", 2)).unwrap();
    assert_eq!(second.disputed[0].text, "14 days");
    let question = document.finding(&id("q-1")).unwrap();
    assert!(question.is_disputed() && question.answer().is_none());
    assert_eq!(status(&document, "q-1"), Status::Open);
    assert_eq!(status(&document, "f-1"), Status::Open);
    document
        .answer(&id("q-1"), answer("21  days.", "Ann", 3))
        .unwrap();
    assert_eq!(status(&document, "q-1"), Status::Answered);
}

#[test]
fn the_same_holds_when_their_files_are_joined_whichever_comes_first() {
    let (mut ours, mut theirs) = (document(), document());
    ours.answer(&id("q-1"), answer("14 days", "Ann", 1)).unwrap();
    theirs.answer(&id("q-1"), answer("21 days", "Bea", 2)).unwrap();
    theirs
        .dismiss(&id("f-2"), "out of scope", None, &act("Bea", 3))
        .unwrap();
    let (mut one, mut other) = (ours.clone(), theirs.clone());
    one.join(theirs);
    other.join(ours);
    for joined in [&one, &other] {
        let question = joined.finding(&id("q-1")).unwrap();
        let texts: Vec<&str> = question
            .answers
            .iter()
            .map(|answer| answer.text.as_str())
            .collect();
        assert_eq!(texts, ["14 days", "21 days"]);
        assert_eq!(status(joined, "q-1"), Status::Open);
        assert_eq!(status(joined, "f-1"), Status::Open);
        assert_eq!(status(joined, "f-2"), Status::Dismissed);
        assert!(question.history.iter().any(|event| event.what == What::Disputed));
    }
    assert_eq!(one, other);
}

#[test]
fn the_same_answer_on_both_sides_is_no_dispute() {
    let (mut ours, mut theirs) = (document(), document());
    ours.answer(&id("q-1"), answer("14 days", "Ann", 1)).unwrap();
    theirs.answer(&id("q-1"), answer("14 days", "Bea", 2)).unwrap();
    ours.join(theirs);
    assert_eq!(status(&ours, "q-1"), Status::Answered);
    assert_eq!(status(&ours, "f-1"), Status::Answered);
}

#[test]
fn a_dismissal_needs_a_reason_and_ends_on_its_day() {
    let mut document = document();
    let empty = document.dismiss(&id("f-1"), " ", None, &act("Ann", 1));
    assert_eq!(empty.unwrap_err().to_string(), "no reason is given for f-1");
    let until = date(2027, 1, 15);
    document
        .dismiss(&id("f-1"), "later", Some(until), &act("Ann", 1))
        .unwrap();
    assert!(document.expire(until, &act("clarify", 2)).is_empty());
    assert_eq!(
        document.expire(until.tomorrow().unwrap(), &act("clarify", 3)),
        [id("f-1")]
    );
    let last = document.finding(&id("f-1")).unwrap().history.last().unwrap();
    assert_eq!(
        (last.what, last.note.as_deref()),
        (What::Expired, Some("was: later"))
    );
}

#[test]
fn nothing_can_be_done_with_what_is_not_there_or_resolved() {
    let mut document = document();
    let unknown = document.answer(&id("q-9"), answer("x", "Ann", 1)).unwrap_err();
    assert_eq!(unknown, TrackError::UnknownId { id: id("q-9") });
    document
        .resolve(&id("f-1"), "the passage is gone", &act("clarify", 1))
        .unwrap();
    let gone = document.defer(&id("f-1"), "Bea", &act("Ann", 2)).unwrap_err();
    assert_eq!(gone, TrackError::Resolved { id: id("f-1") });
}

#[test]
fn a_question_that_is_handed_on_is_asked_of_the_other() {
    let mut document = document();
    document.defer(&id("q-1"), "Legal", &act("Ann", 1)).unwrap();
    let question = document.finding(&id("q-1")).unwrap();
    assert_eq!(
        (question.addressee(), question.status),
        (Some("Legal"), Status::Open)
    );
}

#[test]
fn what_a_baseline_took_for_granted_does_not_count() {
    let mut document = document();
    assert_eq!(document.accept(&act("Ann", 1)), 2);
    assert!(!document.finding(&id("f-1")).unwrap().counts());
    document.insert(finding("f-3", Sort::Flag, Severity::Minor, &[]));
    assert!(document.finding(&id("f-3")).unwrap().counts());
}
