use super::*;
use crate::domain::{Authorship, FindingId};

fn asked(id: &str) -> Asked {
    Asked {
        id: FindingId(id.into()),
        to: "Aylin Demir".into(),
        options: vec!["Order and return history only".into(), "No score".into()],
        suggested: Some(0),
    }
}

fn kept(text: &str) -> Read {
    held_against(&super::read(text).unwrap(), &[asked("q-1"), asked("q-2")])
}

fn texts(read: &Read) -> Vec<(&str, &str, Authorship)> {
    let answers = read.answers.iter();
    answers
        .map(|answer| (answer.id.0.as_str(), answer.text.as_str(), answer.authorship))
        .collect()
}

#[test]
fn a_tick_is_the_option_and_words_are_the_persons_own() {
    let read = kept(
        "## Aylin\n\nAnswered by: Jo Berg\n\n### 1. Which data?\n\n> [x] quoted words are no tick\n\n\
         - [X] a) Order and return history only *(suggested by clarify)*\n- [ ] b) No score\n\n**Answer:**\n\nReference: `q-1`\n\n\
         ### 2. And then?\n\n- [ ] a) Order and return history only\n- [ ] b) No score\n\n**Answer:** Ask\nagain in\n\n  January.\n\nReference: q-2\n",
    );
    let expected = [
        (
            "q-1",
            "Order and return history only",
            Authorship::AcceptedSuggestion,
        ),
        ("q-2", "Ask again in January.", Authorship::Own),
    ];
    assert_eq!(texts(&read), expected);
    assert_eq!(read.answers[0].by, "Jo Berg");
    assert_eq!(read.answers[0].line, 9);
}

#[test]
fn a_tick_with_words_keeps_both_and_is_the_persons() {
    let read = kept("- [x] a) Order and return history only\nAnswer: For two years.\nReference: q-1\n");
    assert_eq!(
        texts(&read),
        [(
            "q-1",
            "Order and return history only. For two years.",
            Authorship::Own
        )]
    );
    assert_eq!(
        read.answers[0].by, "Aylin Demir",
        "the one asked, where nobody else is named"
    );
}

#[test]
fn whoever_changes_an_option_means_the_words() {
    let read = kept("- [x] a) Order history only, not returns\nReference: q-1\n");
    assert_eq!(
        texts(&read),
        [("q-1", "Order history only, not returns", Authorship::Own)]
    );
}

#[test]
fn a_letter_or_an_options_words_stand_for_the_option() {
    for written in ["b", "b)", "B.", "option b", "no score", "b) No score"] {
        let read = kept(&format!("Answer: {written}\nReference: q-1\n"));
        assert_eq!(texts(&read), [("q-1", "No score", Authorship::Own)], "{written}");
    }
    let read = kept("Answer: b, but only in Denmark\nReference: q-1\n");
    assert_eq!(texts(&read)[0].1, "b, but only in Denmark");
}

#[test]
fn what_mail_programs_do_to_a_pack_is_undone() {
    let quoted = "> ### 1. Which data?\n> - \\[x\\] b) No score\n>\n> **Answer:**\n>\n> Reference: `q-1`\n";
    assert_eq!(texts(&kept(quoted)), [("q-1", "No score", Authorship::Own)]);
    let boxes = "☐ a) Order and return history only\r\n☑ b) No score\r\nAnswer:\u{a0}\r\nReference: q-1\r\n";
    assert_eq!(texts(&kept(boxes)), [("q-1", "No score", Authorship::Own)]);
    let wrapped = "[x] a) Order and return\n       history only\nAnswer:\nReference: q-1\n";
    assert_eq!(
        texts(&kept(wrapped)),
        [(
            "q-1",
            "Order and return history only",
            Authorship::AcceptedSuggestion
        )]
    );
}

#[test]
fn what_fits_no_question_is_said_and_the_rest_is_kept() {
    let read = kept(
        "### 1. a\nAnswer: lost\n### 2. b\n- [x] a)\n- [x] b)\nReference: q-1\n### 3. c\nAnswer: gone\nReference: q-9\n\
         ### 4. d\n- [x] f)\nReference: q-1\n### 5. e\nAnswer: yes\nReference: q-2\n### 6. f\nAnswer:\nReference: q-1\n",
    );
    assert_eq!(texts(&read), [("q-2", "yes", Authorship::Own)]);
    assert_eq!(read.empty, 1);
    let misfits: Vec<String> = read
        .problems
        .iter()
        .map(|problem| problem.misfit.to_string())
        .collect();
    assert!(misfits[0].contains("without its “Reference:”"), "{misfits:?}");
    assert!(misfits[1].contains("2 options are ticked"), "{misfits:?}");
    assert!(misfits[2].contains("no question q-9"), "{misfits:?}");
    assert!(misfits[3].contains("no option f"), "{misfits:?}");
    assert_eq!(
        (read.problems[0].line, read.problems[0].words.as_str()),
        (2, "lost")
    );
}

#[test]
fn one_pack_that_answers_twice_is_not_decided_by_its_order() {
    let read = kept(
        "Answer: yes\nReference: q-1\nAnswer: no\nReference: q-1\nAnswer: no\nReference: q-2\nAnswer: no\nReference: q-2\n",
    );
    assert_eq!(texts(&read), [("q-2", "no", Authorship::Own)]);
    assert_eq!(read.problems.len(), 2);
}

#[test]
fn a_question_of_two_specs_is_answered_for_both() {
    let read = kept("- [x] b) No score\nAnswer:\nReference: `q-1`, `q-2`\n");
    assert_eq!(read.answers.len(), 2);
}

#[test]
fn a_spreadsheet_is_read_by_its_heads_whatever_its_separator() {
    let read =
        kept("\u{feff}question;Answer;Answered by;Reference\r\nx;a;Jo;q-1\r\ny;'-5 days;;q-2\r\n;;;\r\n");
    let expected = [
        (
            "q-1",
            "Order and return history only",
            Authorship::AcceptedSuggestion,
        ),
        ("q-2", "-5 days", Authorship::Own),
    ];
    assert_eq!(texts(&read), expected);
    assert_eq!(
        (read.answers[0].by.as_str(), read.answers[1].by.as_str()),
        ("Jo", "Aylin Demir")
    );
    assert_eq!(
        super::read("to,reference\nx,q-1\n"),
        Err(PackError::NoColumn("answer"))
    );
}

#[test]
fn what_is_no_pack_is_refused() {
    assert_eq!(super::read("# Notes\n\nNothing.\n"), Err(PackError::NoQuestion));
    assert!(
        super::read("{\"format\": \"x\", \"version\": 1}")
            .unwrap_err()
            .to_string()
            .contains("not \"clarify.questions\"")
    );
    assert!(
        super::read("{\"format\"")
            .unwrap_err()
            .to_string()
            .contains("EOF")
    );
    let later = "{\"format\": \"clarify.questions\", \"version\": 9}";
    assert_eq!(super::read(later), Err(PackError::Version(9)));
}
