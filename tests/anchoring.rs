//! Properties of anchoring over whole documents: what is found stands there, and what does not stand there is not found.
//!
//! Runs over the fixtures, and over any other folder of documents named by the variable `CLARIFY_DOCUMENTS`.

use clarify::answer::anchor::{Finder, Hint};
use clarify::answer::normalise;
use clarify::document::{Document, documents_in, read_file};
use clarify::domain::Match;
use proptest::prelude::*;
use proptest::sample::Index;
use std::path::Path;
use std::sync::LazyLock;

static DOCUMENTS: LazyLock<Vec<Document>> = LazyLock::new(|| {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let more = std::env::var_os("CLARIFY_DOCUMENTS").map(std::path::PathBuf::from);
    let folders = std::iter::once(fixtures).chain(more);
    let paths = folders.flat_map(|folder| documents_in(&folder).unwrap());
    let documents: Vec<Document> = paths
        .filter_map(|path| read_file(&path, path.display().to_string()).ok())
        .collect();
    assert!(documents.len() >= 5, "the documents were not found");
    documents
});

/// Takes some consecutive words of a document, with whatever stands between them.
fn stretch(document: &Document, at: Index, length: usize) -> Option<std::ops::Range<usize>> {
    let text = document.text();
    let words: Vec<(usize, usize)> = text
        .split_whitespace()
        .map(|word| word.as_ptr() as usize - text.as_ptr() as usize)
        .zip(text.split_whitespace().map(str::len))
        .collect();
    let first = at.index(words.len());
    let last = (first + length).min(words.len()) - 1;
    let range = words[first].0..words[last].0 + words[last].1;
    (normalise::quote(&text[range.clone()]).len() >= 12).then_some(range)
}

/// Writes a quote as models do: without marks, with other white space, with typographic signs.
fn rewritten(quote: &str, how: u8) -> String {
    let words = quote
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(if how & 1 == 0 { " " } else { "\n  " });
    let plain = if how & 2 == 0 {
        words
    } else {
        words.replace("**", "").replace('`', "")
    };
    let signs = if how & 4 == 0 {
        plain
    } else {
        plain.replace('"', "”").replace('\'', "’").replace(" - ", " – ")
    };
    if how & 8 == 0 {
        signs
    } else {
        format!("“{signs}”")
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn every_stretch_of_words_is_found_where_it_stands(which: Index, at: Index, length in 3usize..40) {
        let document = which.get(&DOCUMENTS);
        let Some(range) = stretch(document, at, length) else { return Ok(()) };
        let quote = &document.text()[range];
        let found = Finder::new(document).find(quote, Hint::default());
        let found = found.ok_or_else(|| TestCaseError::fail(format!("not found in {}: {quote:?}", document.path())))?;
        prop_assert_eq!(found.matched, Match::Exact);
        prop_assert_eq!(document.words_at(found.span), quote);
    }

    #[test]
    fn a_rewritten_stretch_is_found_and_its_own_words_are_shown(
        which: Index, at: Index, length in 3usize..40, how in 0u8..16,
    ) {
        let document = which.get(&DOCUMENTS);
        let Some(range) = stretch(document, at, length) else { return Ok(()) };
        // A stretch that begins or ends inside a tag or a link is not one that anybody quotes.
        prop_assume!(!document.text()[range.clone()].contains(['<', '>', '[', ']']));
        let quote = rewritten(&document.text()[range], how);
        let found = Finder::new(document).find(&quote, Hint::default());
        let found = found.ok_or_else(|| TestCaseError::fail(format!("not found in {}: {quote:?}", document.path())))?;
        prop_assert_eq!(document.span(found.span.range()), Some(found.span));
        if found.matched != Match::Approximate {
            prop_assert_eq!(normalise::quote(document.words_at(found.span)), normalise::quote(&quote));
        }
    }

    #[test]
    fn words_that_do_not_stand_there_are_not_found(which: Index, words in "([b-z]{4,9} ){6,20}") {
        let document = which.get(&DOCUMENTS);
        prop_assert_eq!(Finder::new(document).find(&words, Hint::default()), None);
    }

    #[test]
    fn a_changed_number_is_never_taken_for_the_documents(which: Index, at: Index, length in 6usize..30) {
        let document = which.get(&DOCUMENTS);
        let Some(range) = stretch(document, at, length) else { return Ok(()) };
        let quote = document.text()[range].replace(|letter: char| letter.is_ascii_digit(), "7");
        if let Some(found) = Finder::new(document).find(&quote, Hint::default()) {
            let digits = |text: &str| normalise::quote(text).chars().filter(char::is_ascii_digit).collect::<String>();
            prop_assert_eq!(digits(document.words_at(found.span)), digits(&quote));
        }
    }
}
