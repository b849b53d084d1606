//! A pack for a spreadsheet: one row a question, room for the answer in the last columns but one.

use super::wording;
use crate::domain::pack::{Desk, Pack, PackQuestion, letter};
use crate::report::clean;
use crate::report::csv::disarmed;
use ::csv::Writer;
use std::io::{self, Write};

/// The heads of the columns. The last three are read back.
const HEAD: [&str; 12] = [
    "to",
    "question",
    "why it matters",
    "passage",
    "where",
    "if nobody answers",
    "urgency",
    "options",
    "suggested by clarify",
    "answer",
    "answered by",
    "reference",
];

/// Writes the pack.
pub fn render(pack: &Pack, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = Writer::from_writer(out);
    writer.write_record(HEAD).map_err(io::Error::from)?;
    for desk in &pack.desks {
        for question in &desk.questions {
            let row = row(pack, desk, question);
            writer
                .write_record(row.map(|cell| disarmed(&clean::line(&cell))))
                .map_err(io::Error::from)?;
        }
    }
    writer.flush()
}

fn row(pack: &Pack, desk: &Desk, question: &PackQuestion) -> [String; HEAD.len()] {
    let (passages, _) = wording::passages(question);
    let quotes: Vec<String> = passages.iter().map(|anchor| clean::line(&anchor.quote)).collect();
    let places: Vec<String> = passages
        .iter()
        .map(|anchor| wording::place(pack, anchor))
        .collect();
    let options = question.options.iter().enumerate();
    let options: Vec<String> = options
        .map(|(place, option)| format!("{}) {option}", letter(place)))
        .collect();
    let filled = [question.choice.clone(), question.answer.clone()];
    [
        wording::addressee(desk),
        question.text.clone(),
        question.why.clone(),
        quotes.join(" / "),
        places.join(" / "),
        wording::default(question).unwrap_or_default(),
        wording::urgency(question),
        options.join("; "),
        question.suggested.map(letter).unwrap_or_default(),
        filled.into_iter().flatten().collect::<Vec<_>>().join(") "),
        desk.answered_by.clone().unwrap_or_default(),
        wording::ids(&question.ids).join(", "),
    ]
}
