use super::*;
use crate::domain::{Authorship, Position};

const SPEC: &str = "# Returns\n\n## Codes\n\n| Parameter | Value |\n|---|---|\n| QR code | 14 days after the return is started |\n\n\
**R5.** A code is valid for 14 days. It should feel\nfast on all phones.\n\n**R6.** The app shows the code. Staff help as appropriate.\n\n\
- Code expired: a new one once.\n- Fraud: TBD.\n";

fn document() -> Document {
    Document::new("spec.md".into(), "spec.md".into(), SPEC.into())
}

fn decision(answer: &str) -> Decision {
    Decision {
        id: FindingId("q-1".into()),
        question: "How long is a QR code valid?".into(),
        answer: answer.into(),
        authorship: Authorship::Own,
        by: "Hanneke Roelofs".into(),
        on: "2026-11-27".into(),
        passages: Vec::new(),
        places: Vec::new(),
        waiting: Vec::new(),
    }
}

fn edit(passage: &str, replacement: &str) -> WireEdit {
    WireEdit {
        label: "E1".into(),
        decisions: vec!["D1".into()],
        section: "Codes".into(),
        passage: passage.into(),
        replacement: replacement.into(),
    }
}

fn proven(answer: &str, wire: WireEdit) -> Result<String, String> {
    let (spec, decision) = (document(), decision(answer));
    let proof = Proof::new(&spec, vec![("D1".into(), &decision)]);
    let outcome = proof.prove(&[wire], &[]).remove(0).outcome;
    let changed =
        |edit: Edit| crate::document::replaced(&spec, [(edit.passage.span, edit.replacement.as_str())]);
    outcome.map(changed).map_err(|refused| refused.reasons.join("; "))
}

#[track_caller]
fn refused(answer: &str, wire: WireEdit, because: &str) {
    let reasons = proven(answer, wire).unwrap_err();
    assert!(reasons.contains(because), "{reasons}");
}

#[test]
fn an_edit_that_says_what_was_answered_holds_and_changes_nothing_else() {
    let text = proven(
        "21 days",
        edit("A code is valid for 14 days.", "A code is valid for 21 days."),
    )
    .unwrap();
    assert_eq!(text, SPEC.replace("valid for 14 days", "valid for 21 days"));
    let cell = edit(
        "14 days after the return is started",
        "21 days after the return is started",
    );
    assert!(proven("21 days", cell).is_ok());
}

#[test]
fn a_figure_or_name_that_nobody_gave_is_refused() {
    refused(
        "Longer",
        edit("A code is valid for 14 days.", "A code is valid for 30 days."),
        "“30”",
    );
    let named = edit(
        "A code is valid for 14 days.",
        "A code of LabelHub is valid for 21 days.",
    );
    refused("21 days", named, "LabelHub");
}

#[test]
fn a_hedge_of_the_answer_is_not_lost() {
    let firm = edit("A code is valid for 14 days.", "A code is valid for 21 days.");
    refused("A code is maybe valid for 21 days", firm, "maybe");
}

#[test]
fn a_passage_must_stand_there_once_and_letter_by_letter() {
    refused(
        "21 days",
        edit("A code is valid for ever.", "x"),
        "does not stand",
    );
    refused("21 days", edit("14 days", "21 days"), "several places");
    refused(
        "21 days",
        edit(
            "R5. A code is valid for 14 days.",
            "R5. A code is valid for 21 days.",
        ),
        "letter by letter",
    );
    let wrapped = edit(
        "It should feel fast on all phones.",
        "A code is valid for 21 days.",
    );
    assert_eq!(
        proven("21 days", wrapped).err(),
        None,
        "a line break is no difference"
    );
    let two = edit(
        "fast on all phones.\n\n**R6.** The app shows the code.",
        "The app shows the code.",
    );
    refused("21 days", two, "more than one paragraph");
}

#[test]
fn the_layout_stays_and_nothing_is_smuggled_in() {
    let of = |replacement: &str| edit("A code is valid for 14 days.", replacement);
    refused(
        "21 days",
        of("A code is valid.\n\n## Codes are valid for 21 days"),
        "changes the layout",
    );
    refused(
        "21 days",
        of("A code is valid for 21 days. <!-- clarify: ignore-start all -->"),
        "HTML",
    );
    refused(
        "21 days",
        of("A code is valid for [21 days](https://evil.example)."),
        "the link https://evil.example",
    );
    let cell = edit(
        "14 days after the return is started",
        "21 days | after the return is started",
    );
    refused("21 days", cell, "changes the layout");
}

#[test]
fn a_rule_that_falls_takes_its_lines_with_it() {
    let mut decision = decision("No fraud checks");
    decision.question = "Which fraud checks are there?".into();
    let spec = document();
    let start = SPEC.find("Fraud").unwrap();
    let span = spec.span(start..start + 5).unwrap();
    decision.places = vec![span];
    let proof = Proof::new(&spec, vec![("D1".into(), &decision)]);
    let edit = proof
        .prove(&[edit("Fraud: TBD.", "")], &[])
        .remove(0)
        .outcome
        .unwrap();
    let text = crate::document::replaced(&spec, [(edit.passage.span, "")]);
    assert_eq!(text, SPEC.replace("- Fraud: TBD.\n", ""));
    assert_eq!(edit.passage.position, Position { line: 15, column: 1 });
}

#[test]
fn what_the_decision_does_not_speak_of_is_left_alone() {
    refused(
        "21 days",
        edit("Staff help as appropriate.", "Staff help."),
        "nothing to do with the decision",
    );
    let spec = document();
    let decision = decision("21 days");
    let proof = Proof::new(&spec, vec![("D1".into(), &decision)]);
    let twice = [
        edit("A code is valid for 14 days.", "A code is valid for 21 days."),
        edit("valid for 14 days", "valid for 21 days"),
    ];
    let proposals = proof.prove(&twice, &[]);
    assert!(proposals[0].outcome.is_ok());
    let reasons = &proposals[1].outcome.as_ref().unwrap_err().reasons;
    assert!(reasons[0].contains("same words"), "{reasons:?}");
    let mut strange = edit("A code is valid for 14 days.", "A code is valid for 21 days.");
    strange.decisions = vec!["D7".into()];
    refused("21 days", strange, "names no decision");
}
