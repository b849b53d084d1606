//! A brief before it is a brief: sentences as a model wrote them, each held against the facts it names.

use super::facts::ground;
use super::view::View;
use crate::answer::brief::{BriefAnswer, BriefPart, WireMended, WireSentence};
use crate::answer::support::{self, Fault, Ground};
use crate::domain::brief::{FactId, FactKind};
use crate::prompt::brief::ShownFault;

/// A sentence as written, and what was found about it.
#[derive(Clone, Debug)]
pub struct Line {
    /// How mending names it.
    pub label: String,
    /// The part it belongs to.
    pub part: BriefPart,
    /// The words.
    pub text: String,
    /// The labels it names.
    pub named: Vec<String>,
    /// The goal it names, for the part that says why.
    pub goal: String,
    /// The question it answers.
    pub question: Option<String>,
    /// The facts it names that may be told.
    pub facts: Vec<FactId>,
    /// What is wrong with it, for the author.
    pub reasons: Vec<String>,
    /// The same, for the model: what is held back is not told.
    told: Vec<String>,
}

impl Line {
    fn new(label: String, part: BriefPart, sentence: WireSentence) -> Self {
        Self {
            label,
            part,
            text: sentence.text,
            named: sentence.facts,
            goal: String::new(),
            question: None,
            facts: Vec::new(),
            reasons: Vec::new(),
            told: Vec::new(),
        }
    }

    /// Tells whether it stands.
    pub fn holds(&self) -> bool {
        self.reasons.is_empty()
    }

    /// Returns the point as shown to the writer.
    pub fn shown(&self) -> ShownFault {
        ShownFault {
            label: self.label.clone(),
            part: self.part.name(),
            text: self.text.clone(),
            reasons: self.told.clone(),
        }
    }

    /// Puts a second writing in the place of the first.
    pub fn rewritten(&self, mended: WireMended, view: &View<'_>) -> Self {
        let sentence = WireSentence {
            text: mended.text,
            facts: mended.facts,
        };
        let stays = matches!(self.part, BriefPart::Why | BriefPart::Answer);
        let part = mended.part.filter(|_| !stays).unwrap_or(self.part);
        let mut line = Self::new(self.label.clone(), part, sentence);
        line.goal = self.goal.clone();
        line.question = self.question.clone();
        line.judge(view);
        line
    }

    /// Holds the line against its facts.
    pub fn judge(&mut self, view: &View<'_>) {
        self.text = without_labels(&self.text);
        let found: Vec<_> = self.named.iter().filter_map(|label| view.fact(label)).collect();
        self.facts = found.iter().map(|(_, fact)| fact.id.clone()).collect();
        self.facts.dedup();
        let unknown = self.named.iter().filter(|label| view.fact(label).is_none());
        let mut faults: Vec<Fault> = unknown.map(|label| Fault::UnknownFact(label.clone())).collect();
        let mut grounds: Vec<Ground<'_>> = found.iter().map(|(label, fact)| ground(fact, label)).collect();
        let goal = view.goal(&self.goal).filter(|_| self.part == BriefPart::Why);
        if let (Some(touch), false) = (goal, grounds.is_empty()) {
            grounds.push(goal_ground(&self.goal, &touch.goal.quote));
        }
        if self.part == BriefPart::Suggestion {
            faults = support::invented(&self.text, &view.grounds(), view.known);
        } else {
            faults.extend(support::faults(&self.text, self.part, &grounds, view.known));
        }
        self.reasons = faults.iter().map(Fault::to_string).collect();
        self.told = self.reasons.clone();
        if let Some(leak) = view.held.given_away(&self.text) {
            self.reasons.push(format!("it gives away {leak}"));
            self.told
                .push("it holds words that must not be told to this team".into());
        }
    }
}

fn goal_ground<'g>(label: &'g str, quote: &'g str) -> Ground<'g> {
    Ground {
        label,
        kind: FactKind::Goal,
        quotes: Vec::new(),
        beside: vec![quote],
        speaker: None,
    }
}

/// Takes out labels that were written into a sentence in spite of everything: "… (N3, N4)".
fn without_labels(text: &str) -> String {
    let mut rest = text.trim().to_owned();
    while let Some((start, end)) = label_group(&rest) {
        rest.replace_range(start..end, "");
    }
    rest.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace(" .", ".")
        .replace(" ,", ",")
}

fn label_group(text: &str) -> Option<(usize, usize)> {
    for (start, open) in text.match_indices(['[', '(']) {
        let close = if open == "[" { ']' } else { ')' };
        let end = start + text[start..].find(close)?;
        let inner = &text[start + 1..end];
        let mut parts = inner
            .split([',', ';', ' '])
            .filter(|part| !part.is_empty())
            .peekable();
        let is_label = |part: &str| {
            part.len() > 1
                && part.starts_with(['N', 'G'])
                && part[1..].bytes().all(|byte| byte.is_ascii_digit())
        };
        if parts.peek().is_some() && parts.all(is_label) {
            return Some((start, end + 1));
        }
    }
    None
}

/// Makes a line with nothing on it yet, for a fact that was missing.
pub fn blank(label: &str, part: BriefPart) -> Line {
    Line::new(label.to_owned(), part, WireSentence::default())
}

/// Takes an answer apart into lines and holds each against its facts.
pub fn lines(answer: &BriefAnswer, view: &View<'_>) -> Vec<Line> {
    let mut lines = Vec::new();
    if let Some(why) = answer.why.clone().filter(|why| !why.text.is_empty()) {
        let mut line = Line::new(
            String::new(),
            BriefPart::Why,
            WireSentence {
                text: why.text,
                facts: why.facts,
            },
        );
        line.goal = why.goal;
        lines.push(line);
    }
    let parts = [
        (BriefPart::Decided, &answer.decided),
        (BriefPart::Changes, &answer.changes),
        (BriefPart::Unchanged, &answer.unchanged),
        (BriefPart::Open, &answer.open),
        (BriefPart::Needed, &answer.needed),
    ];
    for (part, sentences) in parts {
        let full = sentences.iter().filter(|sentence| !sentence.text.is_empty());
        lines.extend(full.map(|sentence| Line::new(String::new(), part, sentence.clone())));
    }
    for question in answer
        .questions
        .iter()
        .filter(|question| !question.answer.is_empty())
    {
        let sentence = WireSentence {
            text: question.answer.clone(),
            facts: question.facts.clone(),
        };
        let mut line = Line::new(String::new(), BriefPart::Answer, sentence);
        line.question = Some(question.question.clone());
        lines.push(line);
    }
    for suggestion in answer
        .suggestions
        .iter()
        .filter(|suggestion| !suggestion.trim().is_empty())
    {
        let sentence = WireSentence {
            text: suggestion.clone(),
            facts: Vec::new(),
        };
        lines.push(Line::new(String::new(), BriefPart::Suggestion, sentence));
    }
    for (index, line) in lines.iter_mut().enumerate() {
        line.label = format!("S{}", index + 1);
        line.judge(view);
    }
    lines
}

/// Tells what is wrong with a question: it may name only what the team may be told.
pub fn question_fault(question: &str, view: &View<'_>) -> Option<String> {
    let faults = support::invented(question, &view.grounds(), view.known);
    let fault = faults.first().map(Fault::to_string);
    fault.or_else(|| {
        view.held
            .given_away(question)
            .map(|leak| format!("it gives away {leak}"))
    })
}

#[cfg(test)]
mod tests {
    use super::without_labels;

    #[test]
    fn labels_in_a_sentence_are_taken_out() {
        assert_eq!(
            without_labels("Austria opens in May (N3, N4)."),
            "Austria opens in May."
        );
        assert_eq!(
            without_labels("The form [N12] stays (as it is) [N1]"),
            "The form stays (as it is)"
        );
        assert_eq!(without_labels("a (b [c"), "a (b [c");
    }
}
