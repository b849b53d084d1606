//! An audit that is killed again and again: nothing that was answered is lost, nothing is paid for twice, and in the end
//! the report is whole.
#![cfg(unix)]

use crate::desk::{Desk, files, run};
use crate::folder::answer;
use crate::server::Server;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const DOCUMENTS: usize = 60;

/// After so long an answer that was sent lies in the store, however busy the machine is.
const AT_LATEST: Duration = Duration::from_millis(300);

/// Requests by what was asked: when the answers were on their way.
type Log = Arc<Mutex<BTreeMap<String, Vec<Instant>>>>;

fn desk() -> Desk {
    let desk = Desk::new();
    for number in 0..DOCUMENTS {
        let letter = |place: usize| char::from(b'a' + place as u8).to_string();
        let name = letter(number / 8).repeat(2) + &letter(number % 8).repeat(3);
        let text = format!(
            "# About {name}\n\nThe {name} lamp must burn for {number} days before the oil is changed.\n"
        );
        desk.put(&format!("reqs/{name}.md"), text);
    }
    desk
}

fn server(log: &Log) -> Server {
    let log = log.clone();
    Server::new(move |seen, number| {
        std::thread::sleep(Duration::from_millis(20 + (number as u64 * 7) % 60));
        let key = seen.body["messages"].to_string();
        let reply = answer(seen);
        log.lock().unwrap().entry(key).or_default().push(Instant::now());
        reply
    })
}

/// What is kept: the conversations whose answers lie whole in the store.
fn kept(desk: &Desk) -> BTreeSet<String> {
    let exchanges = files(&desk.store()).into_iter().filter(|path| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        name.ends_with(".json") && !path.to_string_lossy().contains("audits")
    });
    exchanges
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            let exchange: Value =
                serde_json::from_str(&text).unwrap_or_else(|_| panic!("{} is torn", path.display()));
            exchange["request"]["messages"].to_string()
        })
        .collect()
}

const ARGS: [&str; 10] = [
    "audit",
    "reqs",
    "--strategy",
    "strategy.md",
    "--depth",
    "quick",
    "--jobs",
    "6",
    "--format",
    "json",
];

#[test]
fn killed_at_any_moment_it_goes_on_and_pays_for_nothing_twice() {
    let (desk, log) = (desk(), Log::default());
    let server = server(&log);
    let mut seed: u64 = 20_261_124;
    let mut rounds = 0;
    let mut lost_at_most = 0;
    loop {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        let before = kept(&desk);
        let asked_before: BTreeMap<String, usize> = log
            .lock()
            .unwrap()
            .iter()
            .map(|(key, times)| (key.clone(), times.len()))
            .collect();
        let began = Instant::now();
        let mut child = desk
            .bare_with(&server, &ARGS)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(100 + seed % 500));
        let ended = child.try_wait().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        let killed = Instant::now();
        // What was under way reaches the log before the next round begins.
        std::thread::sleep(Duration::from_millis(120));
        let after = kept(&desk);
        assert!(before.is_subset(&after), "a kept answer is gone");
        let log = log.lock().unwrap();
        for (key, times) in log.iter() {
            let is_again = times.len() > asked_before.get(key).copied().unwrap_or_default();
            assert!(
                !(is_again && before.contains(key)),
                "what was kept was asked again"
            );
            let answered = times.last().unwrap();
            // Of those under way when it was killed, some came too late to be kept.
            let had_come = *answered >= began && *answered + AT_LATEST < killed;
            assert!(
                !had_come || after.contains(key),
                "an answer that had come is lost"
            );
        }
        lost_at_most += 6;
        rounds += 1;
        if ended.is_some() || rounds == 8 {
            break;
        }
    }
    assert!(rounds > 2, "it was never killed while it worked");
    let report = run(&mut desk.with(&server, &ARGS)).ends(0).json();
    assert_eq!(report["scope"]["audited"], DOCUMENTS);
    assert_eq!(report["verdicts"]["unknown"], 0);
    let untouched = self::desk();
    let whole = run(&mut untouched.with(&self::server(&Log::default()), &ARGS))
        .ends(0)
        .json();
    for part in ["documents", "across", "coverage", "questions"] {
        assert_eq!(report[part], whole[part], "{part}");
    }
    let log = log.lock().unwrap();
    let twice: usize = log.values().map(|times| times.len() - 1).sum();
    assert!(
        twice <= lost_at_most,
        "{twice} requests were sent again, more than were under way"
    );
}

#[test]
fn a_store_that_takes_nothing_stops_the_asking() {
    let (desk, log) = (desk(), Log::default());
    let server = server(&log);
    // A file where the folder should be stands for a disk that takes nothing.
    desk.put("full", "");
    let mut args = ARGS.to_vec();
    args.extend(["--store", "full"]);
    let stopped = run(&mut desk.with(&server, &args)).ends(2);
    let report = stopped.json();
    assert!(
        log.lock().unwrap().len() <= 20,
        "{} were asked",
        log.lock().unwrap().len()
    );
    assert!(!report["left"].as_array().unwrap().is_empty());
    assert!(report["warnings"].to_string().contains("could not be stored"));
}

#[test]
fn a_dead_network_ends_the_run_early() {
    let desk = desk();
    let mut args = ARGS.to_vec();
    args.extend([
        "--base-url",
        "http://127.0.0.1:9/v1",
        "--model",
        "m",
        "--api-key",
        "k",
        "--attempts",
        "1",
    ]);
    let report = run(&mut desk.clarify(&args)).ends(2).json();
    let (left, errors) = (
        report["left"].as_array().unwrap(),
        report["errors"].as_array().unwrap(),
    );
    assert!(left.len() > 5, "{} left", left.len());
    assert!(errors.len() < 3 * DOCUMENTS);
    assert!(
        report["warnings"]
            .to_string()
            .contains("no answer from 127.0.0.1:9")
    );
}
