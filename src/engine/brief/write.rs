//! One team's brief: written, held against the facts, mended once, put together.

use super::draft::{self, Line};
use super::view::View;
use crate::answer::brief::{BriefAnswer, BriefPart, MendAnswer};
use crate::domain::brief::{Brief, FactId, LeftOut, Sentence, TeamQuestion, Unsupported, Why};
use crate::engine::ask::{Asker, EngineError, Ledger};
use crate::model::Request;
use crate::prompt::Templates;
use crate::prompt::brief::{self as prompts, MEND_FIELD, ShownFault, WRITE_FIELD, Writing};
use crate::rules::readability;
use serde_json::{Map, Value};
use std::collections::HashSet;

/// A brief, and what became of what it does not say.
#[derive(Debug, Default)]
pub struct Written {
    /// The brief; empty where the notes hold nothing for the team.
    pub brief: Brief,
    /// What was kept out of it.
    pub unsupported: Vec<Unsupported>,
    /// Facts that concern the team and were left out, each with the reason.
    pub left_out: Vec<(FactId, LeftOut)>,
    /// Whether the brief could be written at all.
    pub is_written: bool,
}

impl Written {
    /// Stands for a brief that could not be written.
    pub fn failed(team: &str) -> Self {
        Self {
            brief: Brief {
                team: team.to_owned(),
                ..Brief::default()
            },
            ..Self::default()
        }
    }
}

/// What writing came to: the brief, and what failed on the way though the brief could be written.
type Outcome = Result<(Written, Option<EngineError>), EngineError>;

/// Writes a team's brief. Nothing is asked where the notes hold nothing for the team.
pub async fn write(
    asker: &Asker<'_>,
    templates: &Templates,
    view: &View<'_>,
    parameters: &Map<String, Value>,
) -> (Outcome, Ledger) {
    let mut ledger = Ledger::default();
    let outcome = written(asker, templates, view, parameters, &mut ledger).await;
    (outcome, ledger)
}

async fn written(
    asker: &Asker<'_>,
    templates: &Templates,
    view: &View<'_>,
    parameters: &Map<String, Value>,
    ledger: &mut Ledger,
) -> Outcome {
    let concerns: Vec<String> = view.concerning().map(|(label, _)| label.clone()).collect();
    if concerns.is_empty() {
        let written = Written {
            is_written: true,
            ..Written::failed(&view.team.name)
        };
        return Ok((written, None));
    }
    let writing = Writing {
        facts: &view.shown_facts(),
        goals: &view.shown_goals(),
        concerns: &concerns,
        team: view.team,
        parameters,
    };
    let request = prompts::write(templates, &writing)?;
    let answer: BriefAnswer = asker.ask(&request, WRITE_FIELD, ledger).await?;
    let mut assembly = Assembly::new(&answer, view);
    let faults = assembly.faults();
    let mut error = None;
    if !faults.is_empty() {
        match mend(asker, templates, &request, &answer, &faults, ledger).await {
            Ok(mended) => assembly.mend(mended),
            Err(failed) => error = Some(failed),
        }
    }
    Ok((assembly.finish(&answer), error))
}

async fn mend(
    asker: &Asker<'_>,
    templates: &Templates,
    request: &Request,
    answer: &BriefAnswer,
    faults: &[ShownFault],
    ledger: &mut Ledger,
) -> Result<MendAnswer, EngineError> {
    let said = serde_json::to_string(answer).unwrap_or_default();
    let mending = prompts::mend(templates, request, &said, faults)?;
    asker.ask(&mending, MEND_FIELD, ledger).await
}

/// The lines of a brief on their way into it.
struct Assembly<'v, 'l> {
    view: &'v View<'l>,
    lines: Vec<Line>,
    unsupported: Vec<Unsupported>,
    left_out: Vec<(FactId, String)>,
}

impl<'v, 'l> Assembly<'v, 'l> {
    fn new(answer: &BriefAnswer, view: &'v View<'l>) -> Self {
        let named = answer.left_out.iter().filter(|left| !left.reason.is_empty());
        let left_out = named
            .filter_map(|left| Some((view.fact(&left.fact)?.1.id.clone(), left.reason.clone())))
            .collect();
        Self {
            view,
            lines: draft::lines(answer, view),
            unsupported: Vec::new(),
            left_out,
        }
    }

    /// Returns what goes back to the writer: lines that do not hold, and facts that concern the team and are not there.
    /// Suggestions that do not hold are not worth a second writing.
    fn faults(&self) -> Vec<ShownFault> {
        let broken = self
            .lines
            .iter()
            .filter(|line| !line.holds() && line.part != BriefPart::Suggestion);
        let named: HashSet<&FactId> = self.lines.iter().flat_map(|line| &line.facts).collect();
        let missing = self.missing(&named);
        let asked = missing.iter().map(|(label, fact)| ShownFault {
            label: label.clone(),
            part: "",
            text: String::new(),
            reasons: vec![format!(
                "this fact concerns {} and is passed on nowhere, nor left out with a reason: {}",
                self.view.team.name, fact
            )],
        });
        broken.map(Line::shown).chain(asked).collect()
    }

    /// Returns the facts that concern the team, stand in no line and were not left out with a reason.
    fn missing(&self, told: &HashSet<&FactId>) -> Vec<(String, String)> {
        let is_left_out = |id: &FactId| self.left_out.iter().any(|(left, _)| left == id);
        let concerning = self.view.concerning();
        let missing = concerning.filter(|(_, fact)| !told.contains(&fact.id) && !is_left_out(&fact.id));
        missing
            .map(|(label, fact)| (label.clone(), fact.statement.clone()))
            .collect()
    }

    /// Takes in the second writing. A line that does not hold even then stays out.
    fn mend(&mut self, answer: MendAnswer) {
        for mended in answer.mended {
            let label = mended
                .label
                .trim_matches(|letter: char| !letter.is_alphanumeric())
                .to_ascii_uppercase();
            let because = mended.left_out_because.clone();
            match self
                .lines
                .iter()
                .position(|line| line.label == label && !line.holds())
            {
                Some(place) if mended.text.is_empty() => {
                    let facts = self.lines[place].facts.clone();
                    self.leave_out(facts, &because);
                    self.lines[place]
                        .reasons
                        .push("left out at the second writing".into());
                }
                Some(place) => {
                    let line = self.lines[place].rewritten(mended, self.view);
                    let first = std::mem::replace(&mut self.lines[place], line);
                    if self.lines[place].holds() {
                        self.keep_out(&first, true);
                    } else {
                        self.lines[place]
                            .reasons
                            .extend(first.reasons.iter().map(|reason| format!("at first: {reason}")));
                    }
                }
                None => self.take_missing(&label, mended, &because),
            }
        }
    }

    /// Takes in a sentence on a fact that was missing.
    fn take_missing(&mut self, label: &str, mended: crate::answer::brief::WireMended, because: &str) {
        let Some((_, fact)) = self.view.fact(label) else {
            return;
        };
        if mended.text.is_empty() {
            return self.leave_out(vec![fact.id.clone()], because);
        }
        let part = mended
            .part
            .filter(|part| *part != BriefPart::Answer && *part != BriefPart::Why);
        let blank = draft::blank(label, part.unwrap_or(BriefPart::Changes));
        self.lines.push(blank.rewritten(mended, self.view));
    }

    fn leave_out(&mut self, facts: Vec<FactId>, because: &str) {
        if !because.trim().is_empty() {
            self.left_out
                .extend(facts.into_iter().map(|fact| (fact, because.to_owned())));
        }
    }

    fn keep_out(&mut self, line: &Line, mended: bool) {
        self.unsupported.push(Unsupported {
            team: self.view.team.name.clone(),
            part: line.part.name().to_owned(),
            text: line.text.clone(),
            facts: line.facts.clone(),
            reasons: line.reasons.clone(),
            mended,
        });
    }

    fn finish(mut self, answer: &BriefAnswer) -> Written {
        let broken: Vec<Line> = self.lines.iter().filter(|line| !line.holds()).cloned().collect();
        broken.iter().for_each(|line| self.keep_out(line, false));
        self.lines.retain(Line::holds);
        let mut brief = Brief {
            team: self.view.team.name.clone(),
            ..Brief::default()
        };
        for line in &self.lines {
            self.place(&mut brief, line);
        }
        brief.questions.extend(self.unanswered(answer));
        let told: HashSet<FactId> = brief.facts().cloned().collect();
        let told: HashSet<&FactId> = told.iter().collect();
        let quoted = self.missing(&told);
        brief.quoted = quoted
            .iter()
            .filter_map(|(label, _)| self.view.fact(label))
            .map(|(_, fact)| fact.id.clone())
            .collect();
        if brief.why.is_none() && !brief.is_empty() {
            brief.why = self.plain_why(&told);
        }
        let is_out = |fact: &FactId| !told.contains(fact);
        let left_out = self
            .left_out
            .iter()
            .filter(|(fact, _)| is_out(fact))
            .map(|(fact, reason)| {
                (
                    fact.clone(),
                    LeftOut {
                        team: self.view.team.name.clone(),
                        reason: reason.clone(),
                    },
                )
            });
        let left_out = left_out.collect();
        measure(&mut brief);
        Written {
            brief,
            unsupported: self.unsupported,
            left_out,
            is_written: true,
        }
    }

    fn place(&self, brief: &mut Brief, line: &Line) {
        let sentence = Sentence {
            text: line.text.clone(),
            facts: line.facts.clone(),
        };
        match line.part {
            BriefPart::Why => {
                let goal = self.view.goal(&line.goal).map(|touch| touch.goal.clone());
                brief.why = Some(Why { sentence, goal });
            }
            BriefPart::Decided => brief.decided.push(sentence),
            BriefPart::Changes => brief.changes.push(sentence),
            BriefPart::Unchanged => brief.unchanged.push(sentence),
            BriefPart::Open => brief.open.push(sentence),
            BriefPart::Needed => brief.needed.push(sentence),
            BriefPart::Suggestion => brief.suggestions.push(sentence.text),
            BriefPart::Answer => {
                let question = line.question.clone().unwrap_or_default();
                if draft::question_fault(&question, self.view).is_none() {
                    brief.questions.push(TeamQuestion {
                        text: question,
                        answer: Some(sentence),
                    });
                }
            }
        }
    }

    /// Returns the questions that have no answer, or lost theirs. One that names what the team may not know stays out.
    fn unanswered(&mut self, answer: &BriefAnswer) -> Vec<TeamQuestion> {
        let answered: HashSet<&str> = self
            .lines
            .iter()
            .filter_map(|line| line.question.as_deref())
            .collect();
        let open: Vec<String> = answer
            .questions
            .iter()
            .map(|question| question.question.clone())
            .filter(|question| !question.is_empty() && !answered.contains(question.as_str()))
            .collect();
        let mut kept = Vec::new();
        for text in open {
            match draft::question_fault(&text, self.view) {
                None => kept.push(TeamQuestion { text, answer: None }),
                Some(reason) => self.unsupported.push(Unsupported {
                    team: self.view.team.name.clone(),
                    part: "question".into(),
                    text,
                    facts: Vec::new(),
                    reasons: vec![reason],
                    mended: false,
                }),
            }
        }
        kept
    }

    /// Ties the brief to a goal in plain words of the tool, so that none hides the goal it serves.
    fn plain_why(&self, told: &HashSet<&FactId>) -> Option<Why> {
        let touched = |facts: &[FactId]| {
            facts
                .iter()
                .filter(|fact| told.contains(fact))
                .cloned()
                .collect::<Vec<_>>()
        };
        let (_, touch) = self
            .view
            .goals
            .iter()
            .max_by_key(|(_, touch)| touched(&touch.facts).len())?;
        let facts = touched(&touch.facts);
        let text = "It bears on a goal of the strategy.".to_owned();
        (!facts.is_empty()).then(|| Why {
            sentence: Sentence { text, facts },
            goal: Some(touch.goal.clone()),
        })
    }
}

/// Counts the words and takes the reading grade.
fn measure(brief: &mut Brief) {
    let mut texts: Vec<&str> = brief.sentences().map(|sentence| sentence.text.as_str()).collect();
    for question in &brief.questions {
        texts.push(&question.text);
        texts.extend(question.answer.iter().map(|answer| answer.text.as_str()));
    }
    texts.extend(brief.suggestions.iter().map(String::as_str));
    let words = texts.iter().flat_map(|text| text.split_whitespace());
    let count = words.filter(|word| word.contains(char::is_alphanumeric)).count();
    let grade = readability::grade(texts);
    brief.words = count;
    brief.reading_grade = grade;
}
