//! The problem: whether the document tells one, and whether it comes before the solution.

use super::brief::Brief;
use super::cues::{PROBLEM, PROBLEM_HEADING, SOLUTION, SOLUTION_HEADING};
use crate::domain::{FlagKind, Severity, Span};
use crate::rules::check::Hit;
use crate::rules::passage::Passage;
use crate::rules::standing::Standing;

/// How many passages must speak of something wrong where no heading promises a problem.
const SIGNS: usize = 2;

/// The share of a document, in parts of a hundred, within which a problem comes early enough.
const EARLY: usize = 30;

const ASK: &str = "What goes wrong today, for whom, how often, and how do we know?";

/// Finds a spec without a problem, or one that lays down its solution long before it.
pub fn missing(brief: &Brief<'_>) -> Vec<Hit> {
    match place_of_problem(brief) {
        Some(problem) => late(brief, problem).into_iter().collect(),
        None => vec![absent(brief)],
    }
}

/// Returns where the document first tells what is wrong.
fn place_of_problem(brief: &Brief<'_>) -> Option<Span> {
    let heading = brief.heading(&PROBLEM_HEADING).map(|heading| heading.span);
    let signs = brief.subject.passages.iter().filter(|passage| tells(passage));
    let passages: Vec<_> = signs.take(SIGNS).collect();
    let told = passages
        .first()
        .filter(|_| passages.len() == SIGNS)
        .map(|passage| brief.subject.block(passage).span);
    [heading, told]
        .into_iter()
        .flatten()
        .min_by_key(|span| span.start())
}

/// Tells whether a passage says that something is wrong, rather than what must be.
fn tells(passage: &Passage) -> bool {
    let text = passage.prose.text();
    let demands = [" must ", " shall ", " MUST ", " SHALL "]
        .iter()
        .any(|word| text.contains(word));
    passage.standing != Standing::Asked && !demands && PROBLEM.is_match(passage.prose.lower())
}

fn absent(brief: &Brief<'_>) -> Hit {
    if let Some((passage, at)) = brief.passage(&SOLUTION)
        && let Some(span) = brief.subject.sentence(passage, at)
    {
        let message = "a solution, and nowhere the problem that it solves (looked for what is wrong today, in headings and text)";
        return Hit::new(FlagKind::SolutionWithoutProblem, span, message.to_owned(), ASK)
            .weighing(Severity::Minor)
            .of_absence();
    }
    let message = "no problem statement: no heading or sentence tells what is wrong today";
    Hit::new(FlagKind::MissingProblem, brief.opening, message.to_owned(), ASK).of_absence()
}

/// Finds a solution that stands long before the problem.
fn late(brief: &Brief<'_>, problem: Span) -> Option<Hit> {
    let solution = brief
        .headings(&SOLUTION_HEADING)
        .find(|heading| heading.span != brief.opening)?;
    let length = brief.subject.document.text().len();
    let is_late = problem.start() > solution.span.end() && problem.start() * 100 > length * EARLY;
    let message = "the solution is laid down long before any problem is told".to_owned();
    let hit = || {
        Hit::new(
            FlagKind::SolutionWithoutProblem,
            solution.span,
            message,
            "Which problem does it solve, and whose? Tell that first.",
        )
    };
    is_late.then(|| hit().weighing(Severity::Minor).with(vec![problem]).of_absence())
}
