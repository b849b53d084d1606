//! What to say in the terminal when the briefs went into files.

use super::files::BriefFile;
use crate::domain::brief::BriefReport;
use crate::report::{clean, words};
use std::io::{self, Write};

/// Lists the files, and what the author should look at first.
pub fn summary(
    report: &BriefReport,
    folder: &str,
    files: &[BriefFile],
    out: &mut dyn Write,
) -> io::Result<()> {
    let names: Vec<String> = files
        .iter()
        .map(|file| clean::line(&format!("{folder}/{}", file.name)))
        .collect();
    let column = names.iter().map(|name| words::columns(name)).max().unwrap_or(0);
    for (name, brief) in names.iter().zip(report.briefs.iter().map(Some).chain([None])) {
        let said = match brief {
            Some(brief) if brief.is_empty() => "nothing changes for this team".to_owned(),
            Some(brief) => {
                let grade = brief
                    .reading_grade
                    .map(|grade| format!(", reading grade {grade:.1}"))
                    .unwrap_or_default();
                format!("{}{grade}", words::count(brief.words, "word"))
            }
            None => "for you alone".to_owned(),
        };
        let gap = " ".repeat(column - words::columns(name));
        writeln!(out, "{name}{gap}  {said}")?;
    }
    let page = &report.author;
    let held = page
        .held_back
        .iter()
        .filter(|held| held.released_to.is_empty())
        .count();
    let kept_out = page.unsupported.iter().filter(|kept| !kept.mended).count();
    let lines = [
        (held, "sensitive point", "held back"),
        (
            page.open_points.len(),
            "open point",
            "to take back to the executives",
        ),
        (page.contradictions.len(), "contradiction", ""),
        (page.differences.len(), "fact", "told differently to two teams"),
        (kept_out, "sentence", "kept out of the briefs"),
    ];
    let counted = lines.iter().filter(|(count, ..)| *count > 0);
    let counted: Vec<String> = counted
        .map(|(count, noun, more)| format!("{} {more}", words::count(*count, noun)).trim().to_owned())
        .collect();
    if report.unsettled_notes().next().is_some() {
        writeln!(
            out,
            "The notes are not final by their own words; every brief says so."
        )?;
    }
    match counted.as_slice() {
        [] => writeln!(out, "Nothing stands in the way of sending them."),
        found => writeln!(out, "Read author.md first: {}.", found.join(", ")),
    }
}
