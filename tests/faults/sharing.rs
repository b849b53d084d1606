//! Several writers share a store: threads of one process, and several processes.

use crate::subject::request;
use clarify::model::{Answer, Conveyed, Exchange, Finish, Store};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const FOLDER: &str = "CLARIFY_TEST_STORE";
const REQUESTS: usize = 40;
const ROUNDS: usize = 10;

fn exchange(topic: usize, writer: &str) -> Exchange {
    let answer = Answer {
        model: writer.into(),
        text: writer.repeat(2_000),
        refusal: None,
        finish: Finish::Stop,
        conveyed: Conveyed::Text,
        tokens: None,
        system_fingerprint: None,
    };
    Exchange::new(&request(&topic.to_string()), "m", answer, None)
}

fn write_all(folder: &Path, writer: &str) {
    let store = Store::new(folder);
    for topic in (0..ROUNDS).flat_map(|_| 0..REQUESTS) {
        let exchange = exchange(topic, writer);
        store.put(&exchange).unwrap();
        let found = store.get(&exchange.key, "m").unwrap().expect("it was put there");
        assert_eq!(found.answer.text, found.answer.model.repeat(2_000));
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] })
        .collect()
}

/// The part of another process in the test below; does nothing by itself.
#[test]
fn a_writer_in_a_process_of_its_own() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        write_all(Path::new(&folder), &std::process::id().to_string());
    }
}

/// Reads each topic until it is there; whatever is found is whole.
fn read_all(folder: &Path) {
    let store = Store::new(folder);
    let ends = Instant::now() + Duration::from_secs(60);
    for topic in 0..REQUESTS {
        let key = exchange(topic, "any").key;
        let found = loop {
            assert!(Instant::now() < ends, "the writers never came");
            if let Some(found) = store.get(&key, "m").unwrap() {
                break found;
            }
        };
        assert_eq!(found.answer.text, found.answer.model.repeat(2_000));
    }
}

/// The part of another process in the test below; does nothing by itself.
#[test]
fn a_reader_in_a_process_of_its_own() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        (0..ROUNDS).for_each(|_| read_all(Path::new(&folder)));
    }
}

#[test]
fn threads_and_processes_write_and_read_whole_files_in_one_store() {
    let folder = tempfile::tempdir().unwrap();
    let program = std::env::current_exe().unwrap();
    let process = |part: &str| {
        let mut command = Command::new(&program);
        command.args(["--exact", &format!("sharing::a_{part}_in_a_process_of_its_own")]);
        command.env(FOLDER, folder.path()).stdout(Stdio::null());
        command.spawn().unwrap()
    };
    let processes = ["reader", "writer", "writer", "reader"].map(process);
    thread::scope(|scope| {
        scope.spawn(|| write_all(folder.path(), "one"));
        scope.spawn(|| write_all(folder.path(), "two"));
    });
    for mut process in processes {
        assert!(process.wait().unwrap().success());
    }
    // Nothing else is left: no temporary file, no second copy.
    assert_eq!(files(folder.path()).len(), REQUESTS);
}
