//! A folder handed to the provider's Batch API by the real program: what is answered is reported, what is not is handed
//! out again, and nothing is asked live.

use crate::provider::{Line, Provider};
use serde_json::{Value, json};
use std::path::Path;
use std::process::{Command, Output};

struct Folder {
    place: tempfile::TempDir,
    provider: Provider,
}

impl Folder {
    fn new() -> Self {
        let place = tempfile::tempdir().unwrap();
        let folder = Self {
            place,
            provider: Provider::new(),
        };
        folder.put(
            "reqs/a.md",
            "# A\n\nA parcel must wait at the pick-up point for 7 days.\n",
        );
        folder.put(
            "reqs/b.md",
            "# B\n\nA parcel must wait at the pick-up point for 10 days, says the carrier.\n",
        );
        folder.put("goals.md", "# Goals\n\nCut contacts from 14 to 11.\n");
        folder
    }

    fn put(&self, name: &str, text: &str) {
        let path = self.place.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn audit(&self, more: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_clarify"));
        command
            .env_clear()
            .env("HOME", self.place.path())
            .current_dir(self.place.path());
        let url = self.provider.server.url();
        command.args([
            "audit",
            "reqs",
            "--strategy",
            "goals.md",
            "--store",
            "store",
            "--model",
            "m",
            "--api-key",
            "k",
        ]);
        command.args(["--base-url", &url, "--attempts", "1"]).args(more);
        command.output().unwrap()
    }

    fn says(&self, more: &[&str], code: i32, words: &str) -> String {
        let output = self.audit(more);
        let (out, err) = (
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr),
        );
        assert_eq!(output.status.code(), Some(code), "{out}{err}");
        assert!(out.contains(words), "“{words}” is not in\n{out}{err}");
        out.into_owned()
    }
}

/// What a model would say to the last message of a request.
fn reply(question: &str) -> Value {
    if question.contains("Each pair above shows") {
        return json!({"verdicts": [{
            "label": "P1", "verdict": "contradiction", "title": "How long does it wait?",
            "left": "pick-up point for", "right": "pick-up point for", "severity": "blocker",
        }]});
    }
    if question.contains("List what these strategy documents") {
        return json!({"goals": [{"goal": {"document": "goals.md", "section": "", "quote": "Cut contacts"}, "sort": "goal", "title": "Contacts"}]});
    }
    if question.contains("Take a second look") {
        return json!({"verdicts": [{"label": "F1", "settled_by": null, "difference": "two things", "same_as": ""}]});
    }
    json!({"goals": [], "coverage": [], "assumptions": [], "questions": [], "summary": "", "flags": [{
        "label": "F1", "kind": "missing-case", "severity": "minor", "title": "What if it is lost?", "why": "Nobody knows",
        "passages": [{"document": "", "section": "", "quote": "A parcel must wait"}],
    }]})
}

fn answered(question: &str) -> Option<Line> {
    Some(Line::Answer(reply(question).to_string()))
}

fn is_reading(request: &Value) -> bool {
    let messages = request["body"]["messages"].to_string();
    messages.contains("Review the spec")
}

#[test]
fn a_folder_goes_out_comes_back_in_steps_and_is_reported_without_a_live_request() {
    let folder = Folder::new();
    folder.says(
        &["--batch", "submit"],
        0,
        "4 requests are out now, 0 were out already",
    );
    folder.says(
        &["--batch", "submit"],
        0,
        "0 requests are out now, 4 were out already",
    );
    folder.says(&["--batch", "status"], 0, "batch_0 in_progress");
    folder.says(&["--batch", "collect"], 2, "the provider still works on the rest");
    folder.provider.state().end(0, "completed", answered);
    folder.says(&["--batch", "collect"], 0, "4 answers are kept now");
    // The second look follows from the first answers.
    folder.says(&["--batch", "submit"], 0, "2 requests are out now");
    folder.provider.state().end(1, "completed", answered);
    folder.says(&["--batch", "collect"], 0, "2 answers are kept now");
    folder.says(&["--batch", "submit"], 0, "nothing is missing");
    let report = folder.says(&[], 0, "How long does it wait?");
    assert!(report.contains("No request was sent"), "{report}");
    assert_eq!(folder.provider.times("POST /v1/chat/completions"), 0);
}

#[test]
fn what_expired_or_failed_is_told_and_handed_out_again() {
    let folder = Folder::new();
    folder.says(
        &["--batch", "submit", "--depth", "quick"],
        0,
        "4 requests are out now",
    );
    folder.provider.state().end(0, "expired", |question| {
        if question.contains("Each pair above shows") {
            return Some(Line::Error(500, json!({"error": {"message": "out of luck"}})));
        }
        if question.contains("Review the spec") {
            Some(Line::Expired)
        } else {
            answered(question)
        }
    });
    let told = folder.says(
        &["--batch", "collect", "--depth", "quick"],
        2,
        "1 answers are kept now",
    );
    assert!(
        told.contains("audit.judge") && told.contains("review.detect"),
        "{told}"
    );
    folder.says(
        &["--batch", "submit", "--depth", "quick"],
        0,
        "3 requests are out now",
    );
    let again = folder.provider.state().requests(1);
    assert_eq!(again.iter().filter(|request| is_reading(request)).count(), 2);
    folder.provider.state().end(1, "completed", answered);
    folder.says(
        &["--batch", "collect", "--depth", "quick"],
        0,
        "3 answers are kept now",
    );
    folder.says(&["--depth", "quick"], 0, "cross-contradiction");
}

#[test]
fn without_an_endpoint_or_a_store_a_batch_is_refused() {
    let folder = Folder::new();
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_clarify"));
        command
            .env_clear()
            .env("HOME", Path::new("/nowhere"))
            .current_dir(folder.place.path());
        let output = command
            .args(["audit", "reqs", "--batch", "submit"])
            .args(arguments)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    assert!(run(&[]).contains("needs an endpoint"));
    assert!(
        run(&[
            "--no-store",
            "--model",
            "m",
            "--base-url",
            "http://127.0.0.1:1/v1"
        ])
        .contains("--no-store")
    );
}
