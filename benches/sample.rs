//! What a default report shows, to be judged by eye: `CLARIFY_DOCUMENTS=DIR CLARIFY_SEED=N cargo bench --bench sample`.
//!
//! Checks every document under DIR with the default settings and prints some of the hits with the sentences round them,
//! drawn by the seed. Notes wait for `--all`, so they are drawn only where there are too few other hits, and marked.

use clarify::document::{self, Document};
use clarify::domain::Severity;
use clarify::rules::{self, Hit, Policy};
use std::collections::BTreeMap;
use std::path::Path;

/// How many hits are drawn.
const DRAWN: usize = 100;

/// How much is printed on each side of the words at most, in bytes.
const AROUND: usize = 240;

fn main() {
    let Some(folder) = std::env::var_os("CLARIFY_DOCUMENTS") else {
        println!("CLARIFY_DOCUMENTS names no folder of documents: nothing to draw from");
        return;
    };
    let seed =
        std::env::var("CLARIFY_SEED").map_or(1, |seed| seed.parse().expect("CLARIFY_SEED is a number"));
    let documents = read(Path::new(&folder));
    let policy = Policy::default();
    let checked = documents.iter().flat_map(|document| {
        rules::check(document, &policy)
            .hits
            .into_iter()
            .map(move |hit| (document, hit))
    });
    let (notes, shown): (Vec<_>, Vec<_>) = checked.partition(|(_, hit)| hit.severity == Severity::Note);
    println!(
        "{} documents, {} words, seed {seed}: {} hits that a report shows, {} notes that wait for --all",
        documents.len(),
        documents.iter().map(Document::words).sum::<usize>(),
        shown.len(),
        notes.len()
    );
    let mut sample = drawn(shown, DRAWN, seed);
    let left = DRAWN - sample.len();
    if left > 0 {
        println!("fewer than {DRAWN} are shown: notes fill up the sample, marked as such");
    }
    sample.extend(drawn(notes, left, seed));
    print(&sample);
}

fn read(folder: &Path) -> Vec<Document> {
    let paths = document::documents_in(folder).expect("the folder can be read");
    let read = paths.iter().map(|path| {
        let label = path.strip_prefix(folder).unwrap_or(path).display().to_string();
        document::read_file(path, label)
    });
    read.filter_map(Result::ok).collect()
}

/// Draws so many: those whose numbers, mixed with the seed, come first.
fn drawn<T>(all: Vec<T>, count: usize, seed: u64) -> Vec<T> {
    let mut numbered: Vec<_> = all.into_iter().enumerate().collect();
    numbered.sort_by_key(|(number, _)| mixed(seed, *number as u64));
    numbered.truncate(count);
    numbered.sort_by_key(|(number, _)| *number);
    numbered.into_iter().map(|(_, one)| one).collect()
}

/// Mixes by SplitMix64: the finalizer over the seed's own stream.
fn mixed(seed: u64, number: u64) -> u64 {
    let step = seed.wrapping_mul(0xD134_2543_DE82_EF95) ^ number;
    let mut mixed = step.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

fn print(sample: &[(&Document, Hit)]) {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for (number, (document, hit)) in sample.iter().enumerate() {
        let kind = hit.kind.code();
        *kinds.entry(kind).or_default() += 1;
        println!("\n{}. {kind} ({}): {}", number + 1, hit.severity, hit.message);
        let line = document.position(hit.span.start()).line;
        println!("   {}:{line}: {}", document.label(), context(document, hit));
    }
    println!("\n| rule | drawn |\n|---|--:|");
    for (kind, count) in kinds {
        println!("| {kind} | {count} |");
    }
}

/// Returns the words between marks, in their paragraph, on one line.
fn context(document: &Document, hit: &Hit) -> String {
    let text = document.text();
    let (start, end) = (hit.span.start(), hit.span.end());
    let from = text[..start]
        .rfind("\n\n")
        .unwrap_or(0)
        .max(start.saturating_sub(AROUND));
    let to = text[end..]
        .find("\n\n")
        .map_or(text.len(), |at| end + at)
        .min(end + AROUND);
    let from = text.ceil_char_boundary(from);
    let to = text.floor_char_boundary(to);
    let words = document.words_at(hit.span);
    let marked = format!("{}»{words}«{}", &text[from..start], &text[end..to]);
    marked.split_whitespace().collect::<Vec<_>>().join(" ")
}
