//! The goals of the strategy: taken from it once, in its own words, and what the reviews say of them gathered under them.

use crate::answer::prove::Evidence;
use crate::answer::wire::audit::{GoalSort, GoalsAnswer};
use crate::context::Context;
use crate::document::Document;
use crate::domain::{Anchor, Goal, GoalFit, Role, SetAside, Span, Standing};
use crate::engine::ask::{Asker, EngineError, Ledger};
use crate::engine::windows;
use crate::model::Request;
use crate::prompt::audit::{self as prompts, GOALS_FIELD, Stretch};
use crate::prompt::{PromptError, Templates};
use crate::tokens::{self, Tokens};
use serde_json::{Map, Value};
use std::sync::Arc;

/// Makes the requests that take the goals from the strategy: one, or as many as its length needs.
pub fn requests(
    context: &Context,
    templates: &Templates,
    limit: Tokens,
    parameters: &Map<String, Value>,
) -> Result<Vec<Request>, PromptError> {
    let mut groups: Vec<(usize, Vec<Stretch>)> = Vec::new();
    for stretch in strategy(context)
        .iter()
        .flat_map(|document| stretches(document, limit))
    {
        let size = tokens::estimate(&stretch.text).0;
        match groups.last_mut() {
            Some((total, group)) if *total + size <= limit.0 => {
                *total += size;
                group.push(stretch);
            }
            _ => groups.push((size, vec![stretch])),
        }
    }
    let requests = groups
        .iter()
        .map(|(_, group)| prompts::goals(templates, group, parameters));
    requests.collect()
}

fn strategy(context: &Context) -> Vec<Arc<Document>> {
    let documents = context
        .documents
        .iter()
        .filter(|entry| entry.role == Role::Strategy);
    documents.map(|entry| entry.document.clone()).collect()
}

fn stretches(document: &Arc<Document>, limit: Tokens) -> Vec<Stretch> {
    let stretch = |text: &str| Stretch {
        label: document.label().to_owned(),
        under: String::new(),
        text: text.to_owned(),
    };
    let parts = windows::parts(document, limit);
    if parts.is_empty() {
        return vec![stretch(document.body())];
    }
    parts
        .into_iter()
        .map(|part| stretch(&document.text()[part.range]))
        .collect()
}

/// Asks for the goals, and keeps those whose words stand in the strategy, each once, in its order.
pub async fn ask(
    asker: &Asker<'_>,
    context: &Context,
    requests: &[Request],
    ledger: &mut Ledger,
) -> Result<(Vec<Goal>, Vec<SetAside>), EngineError> {
    let documents = strategy(context);
    let evidence = Evidence::of(
        documents
            .iter()
            .map(|document| (Role::Strategy, document.as_ref())),
    );
    let (mut goals, mut set_aside): (Vec<Goal>, Vec<SetAside>) = (Vec::new(), Vec::new());
    for request in requests {
        let answer: GoalsAnswer = asker.ask(request, GOALS_FIELD, ledger).await?;
        for stated in answer.goals {
            let Some(anchor) = evidence.anchor(&stated.goal, 0) else {
                set_aside.push(SetAside {
                    claim: stated.title,
                    sort: "goal".into(),
                    quote: stated.goal.quote,
                    reason: "the goal stands in no strategy document".into(),
                });
                continue;
            };
            let overlaps =
                |goal: &Goal| goal.goal.document == anchor.document && goal.goal.span.overlaps(anchor.span);
            if !goals.iter().any(overlaps) {
                goals.push(Goal {
                    title: if stated.title.is_empty() {
                        anchor.quote.clone()
                    } else {
                        stated.title
                    },
                    goal: anchor,
                    is_limit: stated.sort == Some(GoalSort::Limit),
                    documents: Vec::new(),
                });
            }
        }
    }
    goals.sort_by_key(|goal| (place(&documents, &goal.goal), goal.goal.span));
    Ok((goals, set_aside))
}

fn place(documents: &[Arc<Document>], anchor: &Anchor) -> Option<usize> {
    documents
        .iter()
        .position(|document| document.path() == anchor.document)
}

/// Gathers how the documents stand to the goals. Words that no goal holds become a goal of their own.
pub fn gather(goals: &mut Vec<Goal>, context: &Context, document: &str, fits: Vec<GoalFit>) {
    for fit in fits {
        let found = find(goals, context, &fit.goal);
        let index = found.unwrap_or_else(|| {
            goals.push(Goal {
                title: fit.goal.quote.clone(),
                goal: fit.goal.clone(),
                is_limit: false,
                documents: Vec::new(),
            });
            goals.len() - 1
        });
        add(
            &mut goals[index].documents,
            Standing {
                document: document.to_owned(),
                fit: fit.fit,
                words: fit.spec,
                note: fit.note,
            },
        );
    }
}

/// A document stands to a goal in one way: a conflict is worse than service is good.
fn add(standings: &mut Vec<Standing>, standing: Standing) {
    use crate::domain::Fit;
    match standings
        .iter_mut()
        .find(|known| known.document == standing.document)
    {
        Some(known) if standing.fit == Fit::Conflicts && known.fit != Fit::Conflicts => *known = standing,
        Some(_) => {}
        None => standings.push(standing),
    }
}

/// Finds the goal that words of the strategy belong to: that whose words they are, else that of the same paragraph, else
/// the nearest before them in the same section, else the section's first.
fn find(goals: &[Goal], context: &Context, words: &Anchor) -> Option<usize> {
    let same_document = |goal: &&(usize, &Goal)| goal.1.goal.document == words.document;
    let here: Vec<(usize, &Goal)> = goals
        .iter()
        .enumerate()
        .filter(|entry| same_document(&entry))
        .collect();
    let document = strategy(context)
        .into_iter()
        .find(|document| document.path() == words.document)?;
    let overlapping = here.iter().find(|(_, goal)| goal.goal.span.overlaps(words.span));
    let block = block(&document, words.span);
    let in_block = || {
        here.iter()
            .find(|(_, goal)| block.is_some_and(|block| block.overlaps(goal.goal.span)))
    };
    let section = document.section_at(words.span.start())?.span;
    let in_section = || {
        let mut inside: Vec<&(usize, &Goal)> = here
            .iter()
            .filter(|(_, goal)| section.contains(goal.goal.span))
            .collect();
        inside.sort_by_key(|(_, goal)| goal.goal.span);
        let before = inside
            .iter()
            .rev()
            .find(|(_, goal)| goal.goal.span.start() <= words.span.start());
        before.or(inside.first()).copied()
    };
    overlapping
        .or_else(in_block)
        .or_else(in_section)
        .map(|(index, _)| *index)
}

fn block(document: &Document, span: Span) -> Option<Span> {
    let block = document.blocks().iter().find(|block| block.span.overlaps(span))?;
    Some(block.span)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::ContextDocument;
    use crate::domain::{Fit, Match};

    const STRATEGY: &str = "# Goals\n\n## Cost\n\nCost falls from 6.40 to 5.60. Two measures feed it:\n\n- contacts fall to 11\n\n\
                            ## Never\n\n- We sell no data.\n- We rank nobody.\n";

    fn context() -> Context {
        let document = Arc::new(Document::new("s.md".into(), "s.md".into(), STRATEGY.into()));
        Context {
            documents: vec![ContextDocument {
                role: Role::Strategy,
                document,
            }],
            ..Context::default()
        }
    }

    fn anchor(quote: &str) -> Anchor {
        let document = Document::new("s.md".into(), "s.md".into(), STRATEGY.into());
        let start = STRATEGY.find(quote).unwrap();
        let span = document.span(start..start + quote.len()).unwrap();
        crate::answer::prove::anchor(&document, Role::Strategy, span, Match::Exact)
    }

    fn goal(quote: &str) -> Goal {
        Goal {
            goal: anchor(quote),
            title: quote.into(),
            is_limit: false,
            documents: Vec::new(),
        }
    }

    fn fit(quote: &str, fit: Fit) -> GoalFit {
        GoalFit {
            goal: anchor(quote),
            fit,
            spec: None,
            note: None,
        }
    }

    #[test]
    fn words_find_their_goal_by_paragraph_and_by_section() {
        let mut goals = vec![
            goal("Cost falls from 6.40 to 5.60."),
            goal("We sell no data."),
            goal("We rank nobody."),
        ];
        let fits = vec![
            fit("contacts fall to 11", Fit::Serves),
            fit("rank nobody", Fit::Conflicts),
            fit("Two measures", Fit::Conflicts),
        ];
        gather(&mut goals, &context(), "a.md", fits);
        assert_eq!(goals.len(), 3);
        assert_eq!(goals[0].documents.len(), 1);
        assert_eq!(
            goals[0].documents[0].fit,
            Fit::Conflicts,
            "a conflict outweighs service"
        );
        assert_eq!(goals[2].count(Fit::Conflicts), 1);
        assert!(goals[1].is_unserved());
    }

    #[test]
    fn words_of_no_goal_become_one() {
        let mut goals = vec![goal("We rank nobody.")];
        gather(
            &mut goals,
            &context(),
            "a.md",
            vec![fit("Cost falls", Fit::Serves)],
        );
        assert_eq!(goals[1].title, "Cost falls");
    }

    #[test]
    fn a_long_strategy_is_read_in_parts() {
        let templates = Templates::new(None).unwrap();
        let requests = |limit| {
            requests(&context(), &templates, Tokens(limit), &Map::new())
                .unwrap()
                .len()
        };
        assert_eq!(requests(1000), 1);
        assert!(requests(25) > 1);
    }
}
