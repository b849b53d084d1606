//! The program as a person meets it: start-up, the rules alone, a review from a tape, and one of a long spec from the
//! store.

#[allow(dead_code)]
#[path = "../tests/cli/answers.rs"]
mod answers;
#[allow(dead_code)]
#[path = "../tests/cli/server.rs"]
mod server;

use criterion::{Criterion, criterion_group, criterion_main};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The first reading of the main spec, as recorded.
const READING: &str = "fixtures/recordings/16dd7abdeb5f6699a490418d06ae877b.relay.json";

fn clarify(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_clarify"));
    command.current_dir(ROOT).args(arguments).stdout(Stdio::null());
    command
}

fn run(mut command: Command) {
    let status = command.status().expect("the program starts");
    assert!(status.success(), "{command:?} failed");
}

/// A folder with a spec of about 3,000 words and a store that holds the answers to its review.
struct LongSpec {
    folder: TempDir,
    server: server::Server,
}

impl LongSpec {
    /// Joins the specs of the fixtures under the name of the main one, whose recorded first reading then fits, and reviews
    /// the whole once, so that the answers are in the store.
    fn stored() -> Self {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        let specs = [
            "instant-returns.md",
            "address-book.md",
            "checkout-limits.md",
            "supplier-portal.md",
            "loyalty-notes.txt",
        ];
        let text = |name: &&str| {
            fs::read(Path::new(ROOT).join("fixtures/specs").join(name)).expect("the fixture is there")
        };
        let joined: Vec<u8> = specs.iter().flat_map(text).collect();
        fs::write(folder.path().join("instant-returns.md"), joined).expect("the spec can be written");
        let recorded = fs::read_to_string(Path::new(ROOT).join(READING)).expect("the recording is there");
        let recorded: serde_json::Value = serde_json::from_str(&recorded).expect("a recording is JSON");
        let answer = recorded["answer"]["text"].as_str().expect("it holds an answer");
        let answer = serde_json::from_str(answer).expect("the answer is JSON");
        let stored = Self {
            folder,
            server: server::Server::reading(answer),
        };
        run(stored.review());
        assert_eq!(stored.server.seen().len(), 2, "the first run asks");
        run(stored.review());
        assert_eq!(stored.server.seen().len(), 2, "the second does not");
        stored
    }

    fn review(&self) -> Command {
        let path = |name: &str| self.folder.path().join(name).display().to_string();
        let (spec, store) = (path("instant-returns.md"), path("store"));
        let mut command = clarify(&[
            "review",
            &spec,
            "--strategy",
            "fixtures/strategy",
            "--config",
            "fixtures/clarify.toml",
        ]);
        command.args([
            "--base-url",
            &self.server.url(),
            "--model",
            "m",
            "--store",
            &store,
        ]);
        command
    }
}

fn program(criterion: &mut Criterion) {
    let spec = "fixtures/specs/instant-returns.md";
    let replay = [
        "review",
        spec,
        "--strategy",
        "fixtures/strategy",
        "--replay",
        "fixtures/recordings",
    ];
    criterion.bench_function("--help", |bench| {
        bench.iter(|| run(clarify(&["review", "--help"])))
    });
    criterion.bench_function("rules alone", |bench| {
        bench.iter(|| run(clarify(&["review", spec, "--rules-only"])))
    });
    criterion.bench_function("load to report, answers on a tape", |bench| {
        bench.iter(|| run(clarify(&replay)))
    });
    let long = LongSpec::stored();
    criterion.bench_function("load to report, 3,000 words, answers in the store", |bench| {
        bench.iter(|| run(long.review()))
    });
}

criterion_group!(benches, program);
criterion_main!(benches);
