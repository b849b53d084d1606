//! How much of what collides is found before any model is asked: collisions are planted into a folder by a seeded script,
//! and it is counted how many of the planted pairs are among the candidates, of which there are at most five a document.
//!
//! The folder is `fixtures/requirements`; with `CLARIFY_RETRIEVAL_FOLDER` it is any other one as well.

mod plant;

use clarify::engine::audit::retrieve::candidates;
use clarify::engine::audit::{MOST_CANDIDATES, Source, scan};
use plant::{Kind, Planted};
use std::collections::BTreeMap;
use std::path::Path;

/// Of the planted pairs, so many in a hundred have to be found.
const WANTED: usize = 90;

/// Copies the folder with collisions planted into it, looks for candidates, and returns which plants were found.
fn found(folder: &Path, seed: u64, each: usize) -> Vec<(Planted, bool)> {
    let place = tempfile::tempdir().unwrap();
    let mut documents = plant::read(folder);
    let planted = plant::plant(&mut documents, seed, each);
    let mut sources = Vec::new();
    for (label, text) in &documents {
        let path = place.path().join(label);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        sources.push(Source {
            path,
            label: label.clone(),
            ..Source::default()
        });
    }
    let scan = scan(&sources);
    let chosen = candidates(&scan.index, MOST_CANDIDATES);
    assert!(chosen.iter().all(|of_one| of_one.len() <= MOST_CANDIDATES));
    let words = |place: usize| {
        let (label, text) = &documents[scan.index.document(place)];
        (label.as_str(), &text[scan.index.range(place)])
    };
    let pairs: Vec<_> = chosen
        .iter()
        .flatten()
        .map(|pair| (words(pair.place), words(pair.other)))
        .collect();
    let is_found = |planted: &Planted| {
        let is = |(label, words): (&str, &str), of: &str, text: &str| {
            label == of && (words.contains(text) || text.contains(words))
        };
        pairs.iter().any(|(one, other)| {
            let either = [(one, other), (other, one)];
            either.into_iter().any(|(one, other)| {
                is(*one, &planted.source, &planted.original) && is(*other, &planted.target, &planted.text)
            })
        })
    };
    planted
        .into_iter()
        .map(|planted| {
            let found = is_found(&planted);
            (planted, found)
        })
        .collect()
}

fn assert_found(folder: &Path, seeds: &[u64], each: usize, fewest: usize) {
    let mut by_kind: BTreeMap<Kind, (usize, usize)> = BTreeMap::new();
    for seed in seeds {
        let all = found(folder, *seed, each);
        assert!(all.len() >= fewest, "only {} were planted", all.len());
        let hits = all.iter().filter(|(_, found)| *found).count();
        for (planted, found) in &all {
            let (hits, count) = by_kind.entry(planted.kind).or_default();
            *hits += usize::from(*found);
            *count += 1;
            if !found {
                println!(
                    "missed {:?}: {} | {}",
                    planted.kind, planted.original, planted.text
                );
            }
        }
        println!("seed {seed}: {hits} of {} planted pairs found", all.len());
        assert!(
            hits * 100 >= all.len() * WANTED,
            "seed {seed}: {hits} of {}",
            all.len()
        );
    }
    println!("{by_kind:?}");
}

#[test]
fn nine_in_ten_planted_collisions_are_among_the_candidates() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/requirements");
    assert_found(&folder, &[1, 2, 3], 4, 30);
}

#[test]
fn nine_in_ten_are_found_in_a_folder_of_ones_own() {
    let Some(folder) = std::env::var_os("CLARIFY_RETRIEVAL_FOLDER") else {
        println!("not run: name a folder of at least 30 documents with CLARIFY_RETRIEVAL_FOLDER");
        return;
    };
    assert_found(Path::new(&folder), &[1, 2, 3], 5, 30);
}
