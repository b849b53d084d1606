//! Requirements one a row or item: sheets, doorstop, StrictDoc and ReqIF, reviewed and audited.

use crate::desk::{Desk, Run, run};
use crate::workbook::{Sheet, packed, parts};
use serde_json::Value;
use std::io::{Read, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;

const CSV: &str = "Req ID,Requirement,Parent\nSTK-1,\"The shop must answer \"\"fast\"\" and\nTBD.\",SYS-9\nSTK-2,The shop must be easy to use.,STK-1\n";
const SDOC: &str = "[DOCUMENT]\nTITLE: Doors\n\n[REQUIREMENT]\nUID: D-1\nSTATEMENT: >>>\nThe door must open\nquickly.\n<<<\n";
const REQIF: &str = r#"<REQ-IF xmlns="http://www.omg.org/spec/ReqIF/20110401/reqif.xsd"><CORE-CONTENT><REQ-IF-CONTENT>
<SPEC-TYPES><SPEC-OBJECT-TYPE IDENTIFIER="t"><SPEC-ATTRIBUTES>
<ATTRIBUTE-DEFINITION-STRING IDENTIFIER="i" LONG-NAME="ReqIF.ForeignID"/>
<ATTRIBUTE-DEFINITION-XHTML IDENTIFIER="x" LONG-NAME="ReqIF.Text"/>
</SPEC-ATTRIBUTES></SPEC-OBJECT-TYPE></SPEC-TYPES>
<SPEC-OBJECTS><SPEC-OBJECT IDENTIFIER="o1"><VALUES>
<ATTRIBUTE-VALUE-STRING THE-VALUE="W-7"><DEFINITION><ATTRIBUTE-DEFINITION-STRING-REF>i</ATTRIBUTE-DEFINITION-STRING-REF></DEFINITION></ATTRIBUTE-VALUE-STRING>
<ATTRIBUTE-VALUE-XHTML><DEFINITION><ATTRIBUTE-DEFINITION-XHTML-REF>x</ATTRIBUTE-DEFINITION-XHTML-REF></DEFINITION><THE-VALUE><div xmlns="http://www.w3.org/1999/xhtml"><p>The well &amp; the pump</p><p>must be <b>robust</b> enough.</p></div></THE-VALUE></ATTRIBUTE-VALUE-XHTML>
</VALUES></SPEC-OBJECT></SPEC-OBJECTS></REQ-IF-CONTENT></CORE-CONTENT></REQ-IF>"#;
const ITEM: &str = "active: true\nlevel: 1.1\nlinks:\n- SYS001: null\ntext: |\n  The bell must ring\n  user-friendly tones.\n";
const RULES: Sheet<'_> = (
    "Rules",
    &[
        &["Delivery rules"],
        &["ID", "Text", "Prio"],
        &["R-1", "The van must be quick.", "1"],
    ],
);

fn rules_only(desk: &Desk, more: &[&str]) -> Run {
    let all: Vec<&str> = more.iter().chain(&["--rules-only", "--all"]).copied().collect();
    run(&mut desk.clarify(&all))
}

fn review(desk: &Desk, specs: &[&str]) -> Run {
    let all: Vec<&str> = ["review"].iter().chain(specs).copied().collect();
    rules_only(desk, &all)
}

/// All anchors of a report, wherever they stand.
fn anchors<'v>(report: &'v Value, found: &mut Vec<&'v Value>) {
    match report {
        Value::Object(fields) => {
            if fields.contains_key("quote") && fields.contains_key("byte_start") {
                found.push(report);
            }
            fields.values().for_each(|value| anchors(value, found));
        }
        Value::Array(values) => values.iter().for_each(|value| anchors(value, found)),
        _ => {}
    }
}

fn anchor_of(report: &Value, quote: &str) -> Value {
    let mut found = Vec::new();
    anchors(report, &mut found);
    let anchor = found.iter().find(|anchor| anchor["quote"] == quote);
    (*anchor.unwrap_or_else(|| panic!("no {quote:?} in {report:#}"))).clone()
}

#[test]
fn every_format_shows_id_and_place_of_what_is_found() {
    let desk = Desk::new();
    desk.put("a.csv", CSV);
    desk.put("b.sdoc", SDOC);
    desk.put("c.reqif", REQIF);
    desk.put("d/.doorstop.yml", "settings:\n  prefix: BELL\n");
    desk.put("d/BELL001.yml", ITEM);
    desk.put("e.xlsx", packed(&parts(&[RULES])));
    desk.put("f.reqifz", packed(&[("x/y.reqif".into(), REQIF.into())]));
    let specs = ["a.csv", "b.sdoc", "c.reqif", "d", "e.xlsx", "f.reqifz"];
    let text = review(&desk, &specs).out;
    for place in [
        "a.csv:3:1 (STK-1)",
        "a.csv:4:24 (STK-2)",
        "b.sdoc:8:1 (D-1)",
        "c.reqif:8:",
        "robust",
        "(W-7)",
        "d/BELL001.yml:7:3 (BELL001)",
        "e.xlsx:Rules!B3 (R-1)",
        "x/y.reqif:",
    ] {
        assert!(text.contains(place), "{place} is not in\n{text}");
    }
    let all: Vec<&str> = specs.iter().chain(&["--format", "json"]).copied().collect();
    let report = review(&desk, &all).json();
    let cell = anchor_of(&report, "quick");
    assert_eq!((&cell["line"], &cell["column"]), (&3.into(), &2.into()));
    assert_eq!(cell["item"]["id"], "R-1");
    assert_eq!(cell["item"]["cell"], "Rules!B3");
    let bell = anchor_of(&report, "user-friendly");
    assert_eq!(bell["item"]["file"], "d/BELL001.yml");
    assert_eq!(bell["document"], "d");
}

#[test]
fn an_audit_takes_the_formats_of_a_folder_and_reports_what_it_cannot_read() {
    let desk = Desk::new();
    desk.put("reqs/a.csv", CSV);
    desk.put("reqs/b.sdoc", SDOC);
    desk.put("reqs/c.reqif", REQIF);
    desk.put("reqs/bells/.doorstop.yml", "settings:\n  prefix: BELL\n");
    desk.put("reqs/bells/BELL001.yml", ITEM);
    desk.put("reqs/bells/deep/BELL002.yml", ITEM);
    desk.put("reqs/other/api.yml", "openapi: 3.0\n");
    desk.put("reqs/e.xlsx", packed(&parts(&[RULES])));
    desk.put("reqs/~$e.xlsx", "lock");
    desk.put("reqs/figures.csv", "year,sum\n2026,12\n");
    desk.put("reqs/broken.xlsx", "PK\u{3}\u{4}nothing");
    let run = rules_only(&desk, &["audit", "reqs", "--format", "json"]);
    assert_eq!(run.code, Some(2), "{}", run.err);
    let report = run.json();
    assert_eq!(report["errors"].as_array().unwrap().len(), 2);
    let errors = report["errors"].to_string();
    assert!(
        errors.contains("figures.csv") && errors.contains("“year”"),
        "{errors}"
    );
    assert!(errors.contains("--column text=NAME"), "{errors}");
    assert!(errors.contains("broken.xlsx is not an XLSX workbook"), "{errors}");
    let across = report["across"].to_string();
    assert!(across.contains("What does “SYS-9” refer to?"), "{across}");
    assert!(across.contains("What does “SYS001” refer to?"), "{across}");
    assert!(
        !across.contains("What does “STK-1”"),
        "an id that is there: {across}"
    );
}

#[test]
fn an_id_that_two_files_give_is_found_with_both_items() {
    let desk = Desk::new();
    desk.put("reqs/a.csv", "id,text\nBX001,The box must float on water.\n");
    desk.put("reqs/b.csv", "id,text\nBX001,The lid must close by itself.\n");
    let report = rules_only(&desk, &["audit", "reqs", "--format", "json"]).json();
    let finding = &report["across"][0];
    assert_eq!(finding["kind"], "duplicate-id", "{report:#}");
    let quotes: Vec<&str> = finding["sides"]
        .as_array()
        .unwrap()
        .iter()
        .map(|side| side["quote"].as_str().unwrap())
        .collect();
    assert_eq!(
        quotes,
        ["The box must float on water.", "The lid must close by itself."]
    );
    let csv = rules_only(&desk, &["audit", "reqs", "--format", "csv"]).out;
    let head = csv.lines().next().unwrap();
    assert!(head.ends_with(",item,other_item"), "{head}");
    assert!(csv.contains(",BX001,BX001"), "{csv}");
    let markdown = rules_only(&desk, &["audit", "reqs", "--format", "markdown"]).out;
    assert!(markdown.contains("`reqs/a.csv:2:7 (BX001)`"), "{markdown}");
}

#[test]
fn columns_are_chosen_by_flag_and_by_settings() {
    let desk = Desk::new();
    desk.put("a.csv", "nr,what,state\n7,The shop must be fast.,open\n");
    let unknown = review(&desk, &["a.csv"]);
    assert_eq!(unknown.code, Some(2));
    assert!(unknown.out.contains("--column text=NAME"), "{}", unknown.out);
    let chosen = review(&desk, &["a.csv", "--column", "text=What"]);
    assert!(chosen.out.contains("a.csv:2:20 (7)"), "{}", chosen.out);
    let wrong = review(&desk, &["a.csv", "--column", "text=Whatt"]);
    assert!(wrong.out.contains("no column \"Whatt\""), "{}", wrong.out);
    let typed = review(&desk, &["a.csv", "--column", "what"]);
    assert_eq!(typed.code, Some(2));
    assert!(typed.err.contains("text=NAME"), "{}", typed.err);
    desk.put("clarify.toml", "[review]\ncolumns = [\"text=what\"]\n");
    assert!(review(&desk, &["a.csv"]).out.contains("a.csv:2:20 (7)"));
    desk.put("clarify.toml", "[review]\ncolumns = [\"body=what\"]\n");
    let refused = review(&desk, &["a.csv"]);
    assert!(refused.err.contains("names no column"), "{}", refused.err);
}

#[test]
fn what_would_unfold_without_bounds_is_refused() {
    let desk = Desk::new();
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive
        .start_file("xl/sharedStrings.xml", SimpleFileOptions::default())
        .unwrap();
    let zeros = vec![b'0'; 1 << 20];
    (0..80).for_each(|_| archive.write_all(&zeros).unwrap());
    desk.put("bomb.xlsx", archive.finish().unwrap().into_inner());
    desk.put(
        "laughs.reqif",
        "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><REQ-IF>&b;</REQ-IF>",
    );
    desk.put("d/.doorstop.yml", "settings: {}\n");
    desk.put("d/A1.yml", "a: &x [1,2]\nb: &y [*x,*x]\ntext: *y\n");
    let run = review(&desk, &["bomb.xlsx", "laughs.reqif", "d"]);
    assert_eq!(run.code, Some(2));
    assert!(run.out.contains("unpacks to more than 64 MiB"), "{}", run.out);
    assert!(
        run.out.contains("laughs.reqif is not a ReqIF file"),
        "{}",
        run.out
    );
    assert!(run.out.contains("holds no requirements"), "{}", run.out);
}

#[test]
fn a_cell_far_away_costs_no_memory() {
    let desk = Desk::new();
    let mut parts = parts(&[RULES]);
    let far = "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData>";
    parts[0].1 = parts[0].1.replace("</sheetData>", far);
    desk.put("far.xlsx", packed(&parts));
    let run = review(&desk, &["far.xlsx"]);
    assert!(run.out.contains("Rules!B3 (R-1)"), "{}{}", run.out, run.err);
}

#[test]
fn a_sheet_without_requirements_is_left_out_with_a_word_about_it() {
    let desk = Desk::new();
    let notes: Sheet<'_> = ("Notes", &[&["Meeting"], &["Ask Finance"]]);
    desk.put("two.xlsx", packed(&parts(&[notes, RULES])));
    let run = review(&desk, &["two.xlsx"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.out.contains("sheet “Notes”"), "{}", run.out);
}

/// The reminders of the made-up shop, which its finance team keeps in a workbook.
const REMINDERS: [Sheet<'_>; 2] = [
    (
        "Rules",
        &[
            &["Reminders for open invoices, Joris Maes, 14 October 2026"],
            &["No", "Requirement", "Depends on", "Hours a month"],
            &[
                "REC-1",
                "Company invoices are payable within 14 days of the invoice date without deduction.",
                "B2B-4",
                "4",
            ],
            &[
                "REC-2",
                "The credit line is set by Finance, after a check of the company, and never by the team that sells.",
                "",
                "12",
            ],
            &[
                "REC-3",
                "Part payments count towards the oldest invoice.",
                "",
                "6",
            ],
            &[
                "REC-4",
                "Reminders stop while a complaint about the delivery is open, up to 60 days.",
                "SVC-2",
                "3",
            ],
        ],
    ),
    (
        "Steps",
        &[
            &["No", "Title", "Requirement"],
            &[
                "REC-10",
                "First reminder",
                "A friendly e-mail goes to the buyer 5 days after the due date.",
            ],
            &[
                "REC-11",
                "Second reminder",
                "A letter with a fee of €10 goes to the company 15 days after the due date.",
            ],
            &[
                "REC-12",
                "Closing",
                "30 days after the due date the account is closed for orders on account; Pieter Claes decides on collection.",
            ],
            &[
                "REC-13",
                "Aim",
                "Open invoices older than 60 days go from 4.1% to 2.5% of the volume on account by September 2027.",
            ],
        ],
    ),
];

#[test]
fn the_workbook_of_the_fixtures_holds_these_sheets() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/requirements/receivables.xlsx");
    let parts = parts(&REMINDERS);
    if std::env::var_os("CLARIFY_WRITE_FIXTURES").is_some() {
        std::fs::write(&path, packed(&parts)).unwrap();
    }
    let mut archive = zip::ZipArchive::new(std::fs::File::open(&path).unwrap()).unwrap();
    for (name, wanted) in parts {
        let mut found = String::new();
        archive
            .by_name(&name)
            .unwrap()
            .read_to_string(&mut found)
            .unwrap();
        assert_eq!(found, wanted, "{name}: CLARIFY_WRITE_FIXTURES=1 writes it anew");
    }
}
