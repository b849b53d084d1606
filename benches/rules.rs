//! The rules over real documents: how many megabytes a second, and whether twice the text takes twice the time; then
//! the same for input made to be awkward.
//!
//! `CLARIFY_DOCUMENTS=DIR cargo bench --bench rules` takes the Markdown and text files under a folder; without it the
//! fixtures are taken again and again, and the output says so.

use clarify::document::{Document, documents_in};
use clarify::rules::{self, Policy};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

const MB: usize = 1_000_000;

/// How often each measurement of the tables is taken; the best counts, since other work only ever adds.
const ROUNDS: usize = 5;

fn texts() -> Vec<String> {
    let named = std::env::var_os("CLARIFY_DOCUMENTS");
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    match &named {
        Some(folder) => eprintln!("documents under {}", folder.display()),
        None => {
            eprintln!("the fixtures, again and again (set CLARIFY_DOCUMENTS to a folder of real documents)")
        }
    }
    let folder = named.map_or(fixtures, Into::into);
    let paths = documents_in(&folder).expect("the folder can be read");
    let read = |path| std::fs::read_to_string(path).ok();
    let texts: Vec<_> = paths.into_iter().filter_map(read).collect();
    assert!(
        !texts.is_empty(),
        "there are no documents in {}",
        folder.display()
    );
    texts
}

/// Makes documents of the texts, over and over, until they hold so many bytes.
fn documents(texts: &[String], bytes: usize) -> Vec<Document> {
    let mut total = 0;
    let again = texts.iter().cycle();
    let enough = again.take_while(|text| {
        let goes_on = total < bytes;
        total += text.len();
        goes_on
    });
    enough.map(|text| document(text.clone())).collect()
}

fn document(text: String) -> Document {
    Document::new("bench.md".into(), "bench".into(), text)
}

/// Returns the first bytes of the texts, joined over and over: one long document.
fn long(texts: &[String], bytes: usize) -> String {
    let mut text = String::new();
    for next in texts.iter().cycle() {
        text.push_str(next);
        text.push_str("\n\n");
        if text.len() >= bytes {
            break;
        }
    }
    let cut = (0..=bytes)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0);
    text.truncate(cut);
    text
}

fn throughput(criterion: &mut Criterion) {
    let policy = Policy::default();
    let texts = texts();
    let documents = documents(&texts, 5 * MB);
    let bytes: usize = documents.iter().map(|document| document.text().len()).sum();
    let mut group = criterion.benchmark_group("rules");
    group.throughput(Throughput::Bytes(bytes as u64)).sample_size(10);
    group.bench_function("check documents", |bench| {
        bench.iter(|| {
            documents
                .iter()
                .map(|document| rules::check(black_box(document), &policy).hits.len())
                .sum::<usize>()
        });
    });
    group.bench_function("read and check documents", |bench| {
        bench.iter(|| {
            let again = documents.iter().map(|read| document(read.text().to_owned()));
            again
                .map(|document| rules::check(&document, &policy).hits.len())
                .sum::<usize>()
        });
    });
    group.finish();
    growth("real documents as one", |bytes| long(&texts, bytes));
    for (name, make) in AWKWARD {
        growth(name, make);
    }
}

/// Shows how the time grows over 1, 2, 4 and 8 MB.
fn growth(name: &str, make: impl Fn(usize) -> String) {
    let sizes = [1, 2, 4, 8];
    let times = sizes.map(|size| best(&document(make(size * MB))));
    let ratios = times
        .windows(2)
        .map(|pair| format!("{:.2}", pair[1].as_secs_f64() / pair[0].as_secs_f64()));
    let times = times
        .map(|time| format!("{:.0} ms", time.as_secs_f64() * 1000.0))
        .join(", ");
    println!(
        "{name:<40} 1, 2, 4, 8 MB: {times:<44} growth {}",
        ratios.collect::<Vec<_>>().join(", ")
    );
}

fn best(document: &Document) -> Duration {
    let policy = Policy::default();
    let times = (0..ROUNDS).map(|_| {
        let start = Instant::now();
        black_box(rules::check(black_box(document), &policy));
        start.elapsed()
    });
    times.min().unwrap_or_default()
}

fn filled(unit: impl Fn(usize) -> String, bytes: usize) -> String {
    let mut text = String::new();
    for number in 0.. {
        text.push_str(&unit(number));
        if text.len() >= bytes {
            break;
        }
    }
    text
}

type Make = fn(usize) -> String;

/// Input that nobody writes and programs send.
const AWKWARD: [(&str, Make); 12] = [
    ("no blank", |bytes| "a".repeat(bytes)),
    ("no full stop", |bytes| "must be fast ".repeat(bytes / 13)),
    ("one bracket", |bytes| "[".repeat(bytes)),
    ("full stops", |bytes| ". ".repeat(bytes / 2)),
    ("quotation marks", |bytes| "\" “".repeat(bytes / 5)),
    ("nested lists", |bytes| {
        filled(
            |number| format!("{}- deep must be fast\n", "  ".repeat(number % 60)),
            bytes,
        )
    }),
    ("list items", |bytes| {
        filled(|number| format!("- item {number} must load in 3\n"), bytes)
    }),
    ("headings", |bytes| {
        filled(|number| format!("## {number}. Heading\n\n"), bytes)
    }),
    ("table rows", |bytes| {
        filled(
            |number| {
                format!(
                    "{}| R-{number} | Timeout {number} | {number} s |\n",
                    if number == 0 {
                        "| a | b | c |\n|---|---|---|\n"
                    } else {
                        ""
                    }
                )
            },
            bytes,
        )
    }),
    ("abbreviations", |bytes| {
        filled(|number| format!("The {} is down. ", letters(number)), bytes)
    }),
    ("dates and amounts", |bytes| {
        filled(
            |number| format!("The limit is {number} days on 03/04/{}. ", 2000 + number % 90),
            bytes,
        )
    }),
    ("identifiers and references", |bytes| {
        filled(
            |number| {
                format!(
                    "- R-{number}: The app must do as R-{} and section {number} say.\n",
                    number + 7
                )
            },
            bytes,
        )
    }),
];

fn letters(number: usize) -> String {
    let letter = |place: u32| char::from(b'A' + (number / 26_usize.pow(place) % 26) as u8);
    (0..4).map(letter).collect()
}

criterion_group!(benches, throughput);
criterion_main!(benches);
