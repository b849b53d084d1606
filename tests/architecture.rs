//! The house, enforced: a module imports only from floors below its own, guest crates stay in their rooms, and no module
//! but `cli` speaks.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Each module and the modules it may import, from the ground up.
const FLOORS: [(&str, &[&str]); 13] = [
    ("domain", &[]),
    ("tokens", &[]),
    ("document", &["domain"]),
    ("model", &["domain", "tokens"]),
    ("rules", &["domain", "document"]),
    ("context", &["domain", "tokens", "document"]),
    ("answer", &["domain", "document"]),
    ("report", &["domain", "document"]),
    ("replies", &["domain"]),
    ("state", &["domain", "document", "answer"]),
    (
        "prompt",
        &["domain", "tokens", "document", "model", "context", "answer"],
    ),
    (
        "engine",
        &[
            "domain", "tokens", "document", "model", "rules", "context", "answer", "state", "prompt",
        ],
    ),
    (
        "cli",
        &[
            "domain", "tokens", "document", "model", "rules", "context", "answer", "report", "replies",
            "state", "prompt", "engine",
        ],
    ),
];

/// Guest crates and the only places that may name them.
const GUESTS: [(&str, &[&str]); 24] = [
    ("async_openai", &["model/openai.rs", "model/openai/"]),
    ("tiktoken_rs", &["tokens.rs"]),
    ("indicatif", &["cli/progress.rs"]),
    ("clap", &["cli/"]),
    ("clap_complete", &["cli/"]),
    ("regex", &["answer/support/", "rules/"]),
    ("reqwest", &["model/"]),
    ("pulldown_cmark", &["document/", "report/html/"]),
    ("minijinja", &["prompt/"]),
    ("whatlang", &["rules/language.rs"]),
    ("annotate_snippets", &["report/"]),
    ("calamine", &["document/requirements/workbook.rs"]),
    ("roxmltree", &["document/requirements/reqif.rs"]),
    ("saphyr_parser", &["document/requirements/doorstop.rs"]),
    ("zip", &["document/requirements/archive.rs"]),
    ("csv", &["document/requirements/", "report/", "replies/table.rs"]),
    ("dialoguer", &["cli/answer/"]),
    ("similar", &["report/diff.rs"]),
    ("percent_encoding", &["report/place.rs"]),
    ("maud", &["report/html/"]),
    ("sha2", &["report/html/"]),
    ("base64", &["report/html/"]),
    ("quick_junit", &["report/junit.rs"]),
    ("rust_xlsxwriter", &["report/xlsx.rs"]),
];

fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let name = path
                    .strip_prefix(&root)
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .replace('\\', "/");
                found.push((name, code_of(&fs::read_to_string(&path).unwrap())));
            }
        }
    }
    // Tests in files of their own may reach further, as those at the end of a file do.
    found.retain(|(name, _)| !name.ends_with("/tests.rs") && !name.contains("/samples"));
    assert!(found.len() > 30, "the sources were not found");
    found
}

/// Leaves comments out, and the tests at the end of a file, which may reach further.
fn code_of(text: &str) -> String {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    code.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

fn floor_of(file: &str) -> &str {
    file.split(['/', '.']).next().unwrap()
}

/// Returns the names that follow `path`, such as `crate::`, also within braces.
fn named_after(code: &str, path: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, _) in code.match_indices(path) {
        if code[..at].ends_with(|letter: char| letter.is_alphanumeric() || letter == '_') {
            continue;
        }
        let rest = &code[at + path.len()..];
        let list = rest
            .strip_prefix('{')
            .and_then(|rest| rest.split_once('}'))
            .map(|(list, _)| list);
        for item in list
            .unwrap_or(rest)
            .split(',')
            .take(if list.is_some() { usize::MAX } else { 1 })
        {
            let name: String = item
                .trim()
                .chars()
                .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
                .collect();
            names.push(name);
        }
    }
    names
}

#[test]
fn modules_import_only_from_the_floors_below() {
    let allowed: BTreeMap<&str, &[&str]> = FLOORS.into_iter().collect();
    let mut wrong = Vec::new();
    for (file, code) in sources() {
        let floor = floor_of(&file);
        let Some(below) = allowed.get(floor) else { continue };
        for name in named_after(&code, "crate::") {
            if allowed.contains_key(name.as_str()) && name != floor && !below.contains(&name.as_str()) {
                wrong.push(format!("{file} imports {name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_module_has_its_floor() {
    let root = include_str!("../src/lib.rs");
    let modules: Vec<&str> = root
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    assert_eq!(modules.len(), FLOORS.len());
    for module in modules {
        assert!(
            FLOORS.iter().any(|(floor, _)| *floor == module),
            "{module} has no floor"
        );
    }
}

#[test]
fn guest_crates_stay_in_their_rooms() {
    let mut wrong = Vec::new();
    for (file, code) in sources() {
        for (guest, rooms) in GUESTS {
            let names = |path: &str| {
                code.match_indices(path).any(|(at, _)| {
                    !code[..at]
                        .ends_with(|letter: char| letter.is_alphanumeric() || letter == '_' || letter == ':')
                })
            };
            if names(&format!("{guest}::")) && !rooms.iter().any(|room| file.starts_with(room)) {
                wrong.push(format!("{file} names {guest}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_checks_see_what_they_look_for() {
    assert_eq!(
        named_after(
            "use crate::{report, engine::Plan};\nlet x = crate::cli::run();",
            "crate::"
        ),
        ["report", "engine", "cli"]
    );
    assert!(named_after("mycrate::x", "crate::").is_empty());
}
