//! An audit of many documents, measured as a person meets it: how much of the ideal throughput it reaches against a server
//! of fixed latency, how long a stored run takes, and how time and memory grow with the folder.
//!
//! `CLARIFY_BENCH_PYTHON=python` runs the same requests through the openai package beside it (`asyncio_client.py`).

mod documents;
mod server;

use server::Server;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const DOCUMENTS: usize = 1_000;
/// For growth and memory.
const MANY: usize = 10_000;
const JOBS: usize = 32;
const LATENCY: Duration = Duration::from_millis(200);

fn main() {
    // Cargo passes its own flags on.
    throughput();
    growth();
    stored();
}

fn audit(folder: &Path, server: Option<&Server>, more: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_clarify"));
    command.env_clear().env("HOME", folder).current_dir(folder);
    command
        .args([
            "audit",
            "reqs",
            "--quiet",
            "--format",
            "json",
            "-o",
            "report.json",
        ])
        .args(more);
    match server {
        Some(server) => {
            let jobs = JOBS.to_string();
            command.args([
                "--depth",
                "quick",
                "--comparisons",
                "0",
                "--model",
                "m",
                "--base-url",
                &server.url(),
                "--jobs",
                &jobs,
            ]);
        }
        None => {
            command.arg("--rules-only");
        }
    }
    command
}

fn throughput() {
    let folder = tempfile::tempdir().unwrap();
    documents::short(&folder.path().join("reqs"), DOCUMENTS);
    let server = Server::start(LATENCY);
    let ideal = LATENCY.as_secs_f64() * DOCUMENTS.div_ceil(JOBS) as f64;
    let start = Instant::now();
    let status = audit(folder.path(), Some(&server), &[]).status().unwrap();
    let live = start.elapsed().as_secs_f64();
    assert!(status.success());
    assert_eq!(server.requests(), DOCUMENTS);
    println!(
        "{DOCUMENTS} documents, {JOBS} jobs, {LATENCY:?} each: {live:.2} s; the ideal is {ideal:.2} s, reached to {:.1} %",
        100.0 * ideal / live
    );
    measured(
        "the same again, stored",
        DOCUMENTS,
        audit(folder.path(), Some(&server), &[]),
    );
    assert_eq!(server.requests(), DOCUMENTS, "a stored run asks nothing");
    if let Some(python) = std::env::var_os("CLARIFY_BENCH_PYTHON") {
        let bodies = folder.path().join("bodies.jsonl");
        std::fs::write(&bodies, server.bodies()).unwrap();
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/audit/asyncio_client.py");
        let status = Command::new(python)
            .arg(script)
            .arg(server.url())
            .arg(&bodies)
            .arg(JOBS.to_string())
            .arg(ideal.to_string())
            .status();
        assert!(
            status.unwrap().success(),
            "the client of the openai package failed"
        );
    }
}

fn growth() {
    for count in [100, 1_000, 10_000] {
        let folder = tempfile::tempdir().unwrap();
        documents::long(&folder.path().join("reqs"), count);
        measured(
            &format!("{count:>6} documents of 30 rules, rules alone"),
            count,
            audit(folder.path(), None, &[]),
        );
    }
}

/// Many documents with a model: all asked once, and then from the store.
fn stored() {
    let folder = tempfile::tempdir().unwrap();
    documents::short(&folder.path().join("reqs"), MANY);
    let server = Server::start(Duration::ZERO);
    for how in ["asked", "stored"] {
        measured(
            &format!("{MANY} short documents, {how}"),
            MANY,
            audit(folder.path(), Some(&server), &[]),
        );
    }
    assert_eq!(server.requests(), MANY, "a stored run asks nothing");
}

/// Runs an audit and tells how long it took and how much memory at most.
fn measured(what: &str, documents: usize, mut command: Command) {
    let start = Instant::now();
    let mut child = command.stdout(Stdio::null()).spawn().unwrap();
    let (mut peak, mut cpu) = (0, 0.0);
    let status = loop {
        peak = peak.max(resident(child.id()).unwrap_or_default());
        cpu = processor_time(child.id()).unwrap_or(cpu);
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        std::thread::sleep(Duration::from_millis(10));
    };
    let took = start.elapsed().as_secs_f64();
    assert!(status.success());
    println!(
        "{what}: {took:.2} s, {cpu:.2} s of processor time, {:.2} ms a document, {} MB at most",
        1000.0 * took / documents as f64,
        peak / 1024
    );
}

/// Reads the processor time that a process took so far, in seconds: what is left of its time on a machine that others use.
fn processor_time(id: u32) -> Option<f64> {
    const TICKS: f64 = 100.0;
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let fields: Vec<&str> = stat.rsplit(") ").next()?.split_whitespace().collect();
    let ticks = |field: usize| fields.get(field)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / TICKS)
}

/// Reads the most memory that a process had so far, in KB.
fn resident(id: u32) -> Option<usize> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
