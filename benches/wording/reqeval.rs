//! ReqEval's pronouns: is each ambiguous to readers (nocuous) or not?

use crate::score::Score;
use clarify::domain::FlagKind;
use clarify::rules::Policy;
use std::path::Path;

const OPEN: &str = "<referential>";
const CLOSE: &str = "</referential>";

/// Prints the table: both halves, and what it would be to flag every pronoun.
pub fn report(path: &Path, policy: &Policy) {
    let text = std::fs::read_to_string(path).expect("the labelled pronouns can be read");
    let mut halves = [Score::default(); 2];
    let mut every = Score::default();
    for (row, line) in text.lines().skip(1).enumerate() {
        let mut columns = line.split('\t').skip(1);
        let (Some(sentence), Some(label)) = (columns.next(), columns.next()) else {
            continue;
        };
        let is_wanted = label == "NOCUOUS";
        let is_raised = is_raised(sentence, policy);
        every.take(true, is_wanted);
        halves[usize::from(!super::is_for_tuning(row))].take(is_raised, is_wanted);
        if std::env::var_os("CLARIFY_WORDING_WORDS").is_some() && is_raised != is_wanted {
            println!("{} {sentence}", if is_raised { "wrong " } else { "missed" });
        }
    }
    let mut all = halves[0];
    all.add(halves[1]);
    println!("\n### ReqEval: ambiguous pronouns\n");
    println!("| what | right | wrong | missed | left alone rightly | precision | recall | F1 | kappa |");
    println!("|---|---|---|---|---|---|---|---|---|");
    let rows = [
        ("tuning half", halves[0]),
        ("held-out half", halves[1]),
        ("all", all),
        ("every pronoun flagged", every),
    ];
    for (name, score) in rows {
        println!(
            "| {name} | {} | {} | {} | {} | {:.2} | {:.2} | {:.2} | {:.2} |",
            score.right,
            score.wrong,
            score.missed,
            score.left,
            score.precision(),
            score.recall(),
            score.f1(),
            score.kappa()
        );
    }
}

/// Tells whether the tagged pronoun, or one of several, is flagged.
fn is_raised(sentence: &str, policy: &Policy) -> bool {
    let mut text = String::new();
    let mut tagged = Vec::new();
    for (index, part) in sentence.split(OPEN).enumerate() {
        match part.split_once(CLOSE).filter(|_| index > 0) {
            Some((pronoun, rest)) => {
                tagged.push(text.len()..text.len() + pronoun.len());
                text.push_str(pronoun);
                text.push_str(rest);
            }
            None => text.push_str(part),
        }
    }
    let (_, hits) = super::hits(&text, policy);
    let mut pronouns = hits.iter().filter(|hit| hit.kind == FlagKind::UnclearReference);
    pronouns.any(|hit| {
        tagged
            .iter()
            .any(|range| range.start < hit.span.end() && hit.span.start() < range.end)
    })
}
