//! Anchoring: 100 quotes in a document of about 200 KB, a quarter of them with a changed word, a quarter reformatted.

use clarify::answer::anchor::{Finder, Hint};
use clarify::document::Document;
use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;

const SPEC: &str = include_str!("../fixtures/specs/instant-returns.md");

/// Repeats the fixture with numbered words, so that no two copies are alike.
fn long_document() -> Document {
    let copies = (0..).map(|copy| SPEC.replace("the ", &format!("the {copy}th ")));
    let mut text = String::new();
    for copy in copies {
        text.push_str(&copy);
        if text.len() > 200_000 {
            break;
        }
    }
    Document::new("long.md".into(), "long.md".into(), text)
}

fn quotes(document: &Document) -> Vec<String> {
    let words: Vec<&str> = document.text().split_whitespace().collect();
    let starts = (0..100).map(|number| number * (words.len() - 20) / 100);
    let changed = starts.enumerate().map(|(number, start)| {
        let mut quote = words[start..start + 14].to_vec();
        if number % 4 == 1 {
            quote[7] = "really";
        }
        quote.join(if number % 4 == 2 { "\n   " } else { " " })
    });
    changed.collect()
}

fn anchoring(criterion: &mut Criterion) {
    let document = long_document();
    let quotes = quotes(&document);
    criterion.bench_function("anchor 100 quotes in 200 KB", |bench| {
        bench.iter(|| {
            let finder = Finder::new(&document);
            quotes
                .iter()
                .filter(|quote| finder.find(black_box(quote), Hint::default()).is_some())
                .count()
        });
    });
}

criterion_group!(benches, anchoring);
criterion_main!(benches);
