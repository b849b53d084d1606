//! Whatever a file holds, reading it ends, and every place in what was read leads back into the file.

use super::draft::Found;
use super::*;
use proptest::prelude::*;

const CSV: &str = "id;text;title\nA-1;\"The shop \"\"must\"\"\nopen é\";Doors\n;Heading;\nA-2;x 尽快 y;\n";
const SDOC: &str = "[DOCUMENT]\nTITLE: Dörs\n\n[REQUIREMENT]\nUID: P-1\nSTATEMENT: >>>\nThe door must\nöpen.\n<<<\nRELATIONS:\n- TYPE: Parent\n  VALUE: S-1\n";
const ITEM: &str = "active: true\nheader: |\n  Bëlls\nlevel: 1.1\nlinks:\n- S1: x\ntext: |\n  - The bell\n    must *ring*.\n\n  # Twice\n";
const REQIF: &str = "<REQ-IF><A><ATTRIBUTE-DEFINITION-STRING IDENTIFIER='t' LONG-NAME='Text'/></A><SPEC-OBJECT IDENTIFIER='o'><VALUES><ATTRIBUTE-VALUE-XHTML><DEFINITION><R>t</R></DEFINITION><THE-VALUE><div><p>wéll &amp; pump</p><ul><li>one</li></ul></div></THE-VALUE></ATTRIBUTE-VALUE-XHTML></VALUES></SPEC-OBJECT></REQ-IF>";

/// Takes characters out of a text, and puts others in.
fn mutated(text: &str, changes: &[(usize, char, bool)]) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for (at, letter, is_in) in changes {
        let at = at % letters.len().max(1);
        match is_in {
            true => letters.insert(at.min(letters.len()), *letter),
            false if letters.is_empty() => {}
            false => {
                letters.remove(at);
            }
        }
    }
    letters.into_iter().collect()
}

fn assert_whole(found: Found) {
    let Ok(document) = finish(found, "x".into(), "x".into()) else {
        return;
    };
    let text = document.text();
    for (at, _) in text.char_indices() {
        let position = document.position(at);
        assert!(position.line > 0 && position.column > 0);
        document.item_place(at);
    }
    for block in document.blocks() {
        for run in &block.runs {
            assert!(document.span(run.range()).is_some());
            assert!(block.span.contains(*run));
        }
    }
    let sections = document.sections();
    assert!(
        sections
            .windows(2)
            .all(|pair| pair[0].span.end() == pair[1].span.start())
    );
    let register = document.register().unwrap();
    for item in register.items() {
        assert!(!document.words_at(register.words_of(item.span)).is_empty());
    }
}

fn changes() -> impl Strategy<Value = Vec<(usize, char, bool)>> {
    let letters = prop_oneof![
        Just('"'),
        Just('\n'),
        Just(';'),
        Just(':'),
        Just('<'),
        Just('>'),
        Just('['),
        Just('&'),
        Just(' '),
        Just('-'),
        Just('é'),
        Just('\u{feff}'),
        Just('\r'),
        any::<char>()
    ];
    prop::collection::vec((0_usize..400, letters, any::<bool>()), 0..12)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_files_lead_to_an_error_or_to_places_that_are_there(changes in changes()) {
        let columns = Columns::default();
        let read = [
            csv::read(mutated(CSV, &changes), Path::new("x.csv"), &columns),
            strictdoc::read(mutated(SDOC, &changes)),
            reqif::read(mutated(REQIF, &changes), &columns),
        ];
        read.into_iter().flatten().for_each(assert_whole);
        let item = doorstop::read_item(&mutated(ITEM, &changes), Path::new("A1.yml"));
        item.into_iter().flatten().for_each(assert_whole);
    }
}

#[test]
fn the_whole_files_are_read() {
    let columns = Columns::default();
    let read = [
        csv::read(CSV.into(), Path::new("x.csv"), &columns),
        strictdoc::read(SDOC.into()),
        reqif::read(REQIF.into(), &columns),
        doorstop::read_item(ITEM, Path::new("A1.yml")).unwrap(),
    ];
    for found in read {
        let laid = layout::lay_out(found.unwrap());
        assert!(!laid.register.items().is_empty());
    }
}

#[test]
fn what_is_nested_without_end_overflows_nothing() {
    let deep = 100_000;
    assert!(doorstop::read_item(&"[".repeat(deep), Path::new("A1.yml")).is_none());
    let xml = format!("{}{}", "<REQ-IF>".repeat(deep), "</REQ-IF>".repeat(deep));
    let _ = reqif::read(xml, &Columns::default());
}
