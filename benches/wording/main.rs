//! How well the wording rules do on labelled requirements: `CLARIFY_WORDING=DIR cargo bench --bench wording`.
//!
//! DIR holds `arta-ds2-ds3.csv` (requirements with the words that mark each of eight smells; Zakeri-Nasrabadi and Parsa
//! 2024) and `reqeval-training.tsv` (sentences with a pronoun that is ambiguous to readers or not; ReqEval 2020). Neither
//! is part of this repository. Each requirement is checked as a document of its own.

mod arta;
mod reqeval;
mod score;

use clarify::document::Document;
use clarify::rules::{self, Hit, Policy};
use std::path::PathBuf;

/// Decides which rows are for tuning and which are held out.
const SEED: u64 = 2024;

fn main() {
    let Some(folder) = std::env::var_os("CLARIFY_WORDING").map(PathBuf::from) else {
        println!(
            "CLARIFY_WORDING names no folder with arta-ds2-ds3.csv and reqeval-training.tsv: nothing to measure"
        );
        return;
    };
    let policy = Policy::default();
    arta::report(&folder.join("arta-ds2-ds3.csv"), &policy);
    reqeval::report(&folder.join("reqeval-training.tsv"), &policy);
}

/// Checks a text as a document of its own.
fn hits(text: &str, policy: &Policy) -> (Document, Vec<Hit>) {
    let document = Document::new("requirement.md".into(), "requirement.md".into(), text.into());
    let hits = rules::check(&document, policy).hits;
    (document, hits)
}

/// Tells whether a row is for tuning: by the finalizer of SplitMix64 over its number.
fn is_for_tuning(row: usize) -> bool {
    let mut mixed = (SEED ^ row as u64).wrapping_add(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    (mixed ^ (mixed >> 31)) & 1 == 0
}
