//! The program as a person meets it: start-up, the rules alone, and a review whose answers are all at hand.

use criterion::{Criterion, criterion_group, criterion_main};
use std::process::{Command, Stdio};

fn run(arguments: &[&str]) {
    let root = env!("CARGO_MANIFEST_DIR");
    let mut command = Command::new(env!("CARGO_BIN_EXE_clarify"));
    command.current_dir(root).args(arguments).stdout(Stdio::null());
    let status = command.status().expect("the program starts");
    assert!(status.success(), "{arguments:?} failed");
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
    criterion.bench_function("--help", |bench| bench.iter(|| run(&["review", "--help"])));
    criterion.bench_function("rules alone", |bench| {
        bench.iter(|| run(&["review", spec, "--rules-only"]))
    });
    criterion.bench_function("load to report, answers at hand", |bench| {
        bench.iter(|| run(&replay))
    });
}

criterion_group!(benches, program);
criterion_main!(benches);
