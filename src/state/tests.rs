use super::*;
use crate::domain::{
    Act, Answer, Authorship, FindingId, Severity, Sort, Source, Status, TrackedDocument, TrackedFinding, What,
};
use std::path::Path;

pub(super) fn question(id: &str, text: &str) -> TrackedFinding {
    let mut question = TrackedFinding {
        id: FindingId(id.into()),
        sort: Sort::Question,
        kind: "question".into(),
        severity: Severity::Major,
        source: Source::Model,
        status: Status::Open,
        title: text.into(),
        to: Some("Ann".into()),
        why: String::new(),
        readings: Vec::new(),
        scenario: None,
        suggestion: None,
        check: None,
        who: None,
        remarks: Vec::new(),
        options: vec!["14 days".into(), "21 days".into()],
        suggested: Some(1),
        default: None,
        blocks: Vec::new(),
        accepted: None,
        passages: Vec::new(),
        answers: Vec::new(),
        dismissal: None,
        deferral: None,
        history: Vec::new(),
    };
    question.note(&Act::now("clarify"), What::Raised, None);
    question
}

fn state(name: &str) -> TrackedDocument {
    let mut state = TrackedDocument::new(name.into());
    state.insert(question("q-1a2b3c4d", "How long?\n<<<<<<< \"'''\u{1b}[31m"));
    state.insert(question("q-5e6f7a8b", "Who pays?"));
    state
}

fn answered(by: &str, text: &str) -> Answer {
    let Act { by, at } = Act::now(by);
    Answer {
        text: text.into(),
        authorship: Authorship::Own,
        by,
        at,
    }
}

fn folder(root: &Path) -> Folder {
    Folder::new(root.join(FOLDER_NAME), root.to_owned())
}

#[test]
fn a_state_comes_back_as_it_was_written_whatever_is_in_it() {
    let mut state = state("specs/a.md");
    let id = FindingId("q-1a2b3c4d".into());
    state.answer(&id, answered("Ann", "two\nlines")).unwrap();
    let text = to_text(&state).unwrap();
    assert!(!text.contains('\u{1b}'));
    assert_eq!(from_text(&text).unwrap(), state);
    assert_eq!(to_text(&from_text(&text).unwrap()).unwrap(), text);
}

#[test]
fn nonsense_is_refused_with_its_place() {
    let text = to_text(&state("a.md")).unwrap();
    let refused = |text: &str| from_text(text).unwrap_err().to_string();
    assert!(refused("hello").contains("line 1"));
    assert!(refused("").contains("format"));
    assert!(refused(&text.replace("clarify.state", "other")).contains("its format is not clarify.state"));
    assert!(refused(&text.replace("status = \"open\"", "status = \"done\"")).contains("dismissed"));
    assert!(refused(&text.replace("severity =", "weight =")).contains("weight"));
    assert!(
        refused(&text.replace("suggested = 1", "suggested = 7")).contains("q-1a2b3c4d suggests an option")
    );
    assert!(refused(&text.replace("version = 1", "version = 9")).contains("a newer clarify wrote it"));
}

#[test]
fn the_marks_of_a_failed_merge_are_named_and_both_sides_can_be_joined() {
    let mut ours = TrackedDocument::new("a.md".into());
    ours.insert(question("q-5e6f7a8b", "Who pays?"));
    let mut theirs = ours.clone();
    let id = FindingId("q-5e6f7a8b".into());
    ours.answer(&id, answered("Ann", "Finance")).unwrap();
    theirs.answer(&id, answered("Bea", "The carrier")).unwrap();
    let merged = format!(
        "<<<<<<< HEAD\n{}=======\n{}>>>>>>> other\n",
        to_text(&ours).unwrap(),
        to_text(&theirs).unwrap()
    );
    let error = from_text(&merged).unwrap_err();
    assert!(matches!(error, FileError::Conflict { line: 1 }), "{error}");
    let (left, right) = sides(&merged);
    let mut joined = from_text(&left).unwrap();
    joined.join(from_text(&right).unwrap());
    let question = joined.finding(&id).unwrap();
    assert!(question.is_disputed());
    assert_eq!(question.answers.len(), 2);
}

#[test]
fn a_finding_that_a_merge_by_lines_left_twice_is_joined() {
    let mut twice = state("a.md");
    twice.findings.push(twice.findings[0].clone());
    let read = from_text(&to_text(&twice).unwrap()).unwrap();
    assert_eq!(read, state_like(&twice));
}

fn state_like(twice: &TrackedDocument) -> TrackedDocument {
    let mut once = twice.clone();
    once.findings.pop();
    once
}

#[test]
fn a_file_lies_in_the_folder_whatever_the_document_is_called() {
    let temp = tempfile::tempdir().unwrap();
    let folder = folder(temp.path());
    let inside = |name: &str| {
        folder
            .file_of(name)
            .strip_prefix(folder.path())
            .unwrap()
            .to_owned()
    };
    assert_eq!(inside("specs/a b.md"), Path::new("specs/a b.md.toml"));
    let names = [
        "../../x.md",
        "a\nb.md",
        "/etc/passwd",
        "..",
        "a/../../b.md",
        "C:\\x.md",
        &"é".repeat(300),
    ];
    for name in names {
        let path = inside(name);
        assert!(
            path.components()
                .all(|part| matches!(part, std::path::Component::Normal(_))),
            "{path:?}"
        );
        assert!(path.as_os_str().len() < 255, "{path:?}");
    }
    assert_ne!(inside("a:b.md"), inside("a?b.md"));
}

#[test]
fn documents_are_named_from_the_root_wherever_one_stands() {
    let temp = tempfile::tempdir().unwrap();
    let root = temp.path().join("project");
    std::fs::create_dir_all(root.join("specs")).unwrap();
    let folder = folder(&root);
    assert_eq!(folder.name_of(&root.join("specs/a.md")), "specs/a.md");
    assert_eq!(folder.name_of(&root.join("specs/../b.md")), "b.md");
    assert_eq!(folder.name_of(&temp.path().join("c.md")), "../c.md");
}

#[test]
fn what_was_saved_is_loaded_and_a_change_of_nothing_writes_nothing() {
    let temp = tempfile::tempdir().unwrap();
    let folder = folder(temp.path());
    assert!(folder.load("a.md").unwrap().is_none());
    assert!(folder.load_all().unwrap().is_empty());
    folder
        .update("a.md", |document| -> Result<(), StateError> {
            *document = state("a.md");
            Ok(())
        })
        .unwrap();
    assert_eq!(folder.load("a.md").unwrap().unwrap(), state("a.md"));
    let written = std::fs::metadata(folder.file_of("a.md"))
        .unwrap()
        .modified()
        .unwrap();
    folder.update("a.md", |_| Ok::<(), StateError>(())).unwrap();
    let now = std::fs::metadata(folder.file_of("a.md"))
        .unwrap()
        .modified()
        .unwrap();
    assert_eq!(written, now);
}

#[test]
fn writers_at_the_same_moment_lose_nothing() {
    let temp = tempfile::tempdir().unwrap();
    let folder = folder(temp.path());
    std::thread::scope(|scope| {
        for writer in 0..8 {
            let folder = &folder;
            scope.spawn(move || {
                for turn in 0..5 {
                    let id = format!("q-{writer}-{turn}");
                    let insert = |document: &mut TrackedDocument| -> Result<(), StateError> {
                        document.insert(question(&id, "Who?"));
                        Ok(())
                    };
                    folder.update("a.md", insert).unwrap();
                }
            });
        }
    });
    assert_eq!(folder.load("a.md").unwrap().unwrap().findings.len(), 40);
}

#[test]
fn a_file_that_cannot_be_used_is_left_as_it_is() {
    let temp = tempfile::tempdir().unwrap();
    let folder = folder(temp.path());
    std::fs::create_dir_all(folder.path()).unwrap();
    std::fs::write(folder.file_of("a.md"), "nonsense").unwrap();
    let failed = folder.update("a.md", |_| Ok::<(), StateError>(()));
    assert!(matches!(failed, Err(StateError::Broken { .. })));
    assert_eq!(
        std::fs::read_to_string(folder.file_of("a.md")).unwrap(),
        "nonsense"
    );
}

#[test]
fn an_id_that_is_not_there_is_answered_with_those_near_it() {
    let temp = tempfile::tempdir().unwrap();
    let folder = folder(temp.path());
    folder
        .update("a.md", |document| -> Result<(), StateError> {
            *document = state("a.md");
            Ok(())
        })
        .unwrap();
    let (found, near) = folder.find(&FindingId("q-1a2b3c4e".into())).unwrap();
    assert!(found.is_empty());
    assert_eq!(near, [FindingId("q-1a2b3c4d".into())]);
    let (found, _) = folder.find(&FindingId("q-5e6f7a8b".into())).unwrap();
    assert_eq!(found[0].document, "a.md");
}
