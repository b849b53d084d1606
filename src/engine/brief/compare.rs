//! Comparing briefs: no decision, date or number of one fact may differ between teams.

use crate::answer::support::figures::{self, Figure, Value};
use crate::answer::support::hedges;
use crate::domain::brief::{Brief, Difference, Fact, FactId, Sentence, Told};

/// What one brief says of a fact.
struct Saying<'b> {
    team: &'b str,
    text: &'b str,
    is_decided: bool,
    is_open: bool,
}

/// Finds the facts that two briefs tell differently.
pub fn differences(facts: &[Fact], briefs: &[Brief]) -> Vec<Difference> {
    facts.iter().filter_map(|fact| difference(fact, briefs)).collect()
}

fn difference(fact: &Fact, briefs: &[Brief]) -> Option<Difference> {
    let sayings: Vec<Saying<'_>> = briefs.iter().flat_map(|brief| sayings(&fact.id, brief)).collect();
    for (index, one) in sayings.iter().enumerate() {
        for other in sayings[index + 1..].iter().filter(|other| other.team != one.team) {
            if let Some(what) = differ(fact, one, other) {
                return Some(Difference {
                    fact: fact.id.clone(),
                    told: vec![told(one), told(other)],
                    what,
                });
            }
        }
    }
    None
}

fn sayings<'b>(fact: &FactId, brief: &'b Brief) -> Vec<Saying<'b>> {
    let answers = brief
        .questions
        .iter()
        .filter_map(|question| question.answer.as_ref());
    let sentences = brief
        .sentences()
        .chain(answers)
        .filter(|sentence| sentence.facts.contains(fact));
    let saying = |sentence: &'b Sentence| Saying {
        team: &brief.team,
        text: &sentence.text,
        is_decided: brief.decided.contains(sentence),
        is_open: brief.open.contains(sentence),
    };
    sentences.map(saying).collect()
}

fn told(saying: &Saying<'_>) -> Told {
    Told {
        team: saying.team.to_owned(),
        text: saying.text.to_owned(),
    }
}

fn differ(fact: &Fact, one: &Saying<'_>, other: &Saying<'_>) -> Option<String> {
    if (one.is_decided && other.is_open) || (one.is_open && other.is_decided) {
        return Some("decided for one team, open for the other".into());
    }
    let proof: Vec<Figure> = fact
        .anchors
        .iter()
        .flat_map(|anchor| figures::of(&anchor.quote))
        .collect();
    let of_fact = |text: &str| -> Vec<Figure> {
        figures::of(text)
            .into_iter()
            .filter(|figure| proof.iter().any(|known| known.may_equal(figure)))
            .collect()
    };
    let (mine, theirs) = (of_fact(one.text), of_fact(other.text));
    // Where one says more than the other, both tell the same story.
    let lacks = |these: &[Figure], those: &[Figure]| {
        let missing = these
            .iter()
            .find(|figure| !those.iter().any(|other| figure.may_equal(other)));
        missing.cloned()
    };
    let (first, second) = (lacks(&mine, &theirs)?, lacks(&theirs, &mine)?);
    (is_rival(&first, &second) && speak_alike(one.text, other.text, &[&first, &second]))
        .then(|| format!("“{}” for one team, “{}” for the other", first.text, second.text))
}

/// Tells whether two figures answer the same question: both times, or both numbers of one unit.
fn is_rival(one: &Figure, other: &Figure) -> bool {
    match (one.values.first(), other.values.first()) {
        (Some(Value::Number { unit: mine, .. }), Some(Value::Number { unit: theirs, .. })) => mine == theirs,
        (Some(Value::Number { .. }), _) | (_, Some(Value::Number { .. })) => false,
        (Some(_), Some(_)) => true,
        _ => false,
    }
}

/// Tells whether two sentences are about one thing: most words of the shorter, figures aside, stand in the other.
/// A fact may hold two measures, and two teams may each be told another.
fn speak_alike(one: &str, other: &str, figures: &[&Figure]) -> bool {
    let subject = |text: &str| {
        let bare = figures
            .iter()
            .fold(text.to_owned(), |text, figure| text.replace(&figure.text, " "));
        hedges::content(&bare)
    };
    let (mine, theirs) = (subject(one), subject(other));
    let shared = mine.intersection(&theirs).count();
    let shorter = mine.len().min(theirs.len());
    shorter == 0 || 2 * shared > shorter
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::prove::anchor;
    use crate::document::Document;
    use crate::domain::brief::FactKind;
    use crate::domain::{Match, Role};

    fn fact(quote: &str) -> Fact {
        let document = Document::new("n.md".into(), "n.md".into(), quote.into());
        let span = document.span(0..quote.len()).unwrap();
        Fact {
            id: FactId("n-1".into()),
            number: 1,
            kind: FactKind::Decision,
            statement: quote.into(),
            anchors: vec![anchor(&document, Role::Notes, span, Match::Exact)],
            speaker: None,
            hedge: None,
            owner: None,
            due: None,
            question: None,
            sensitivity: None,
            taken_back_by: None,
            teams: vec![],
            for_nobody: None,
            remarks: vec![],
        }
    }

    fn brief(team: &str, text: &str) -> Brief {
        let sentence = Sentence {
            text: text.into(),
            facts: vec![FactId("n-1".into())],
        };
        Brief {
            team: team.into(),
            decided: vec![sentence],
            ..Brief::default()
        }
    }

    fn found(one: &str, other: &str) -> Vec<String> {
        let facts = [fact("first 15 March was meant, then 1 April, with 3 or 5 people")];
        let found = differences(&facts, &[brief("design", one), brief("sales", other)]);
        found.into_iter().map(|difference| difference.what).collect()
    }

    #[test]
    fn two_dates_of_one_fact_are_two_stories() {
        assert_eq!(
            found("It starts on 15 March.", "It starts on 1 April."),
            ["“15 March” for one team, “1 April” for the other"]
        );
        assert_eq!(
            found("3 people go.", "5 people go."),
            ["“3” for one team, “5” for the other"]
        );
    }

    #[test]
    fn more_detail_is_the_same_story() {
        assert!(found("It starts on 1 April.", "It starts on 1 April with 5 people.").is_empty());
        assert!(found("It starts in April.", "It starts on 1 April.").is_empty());
        assert!(found("It starts on 1 April.", "5 people go.").is_empty());
    }

    #[test]
    fn two_measures_of_one_fact_are_not_held_against_each_other() {
        let facts = [fact(
            "brand personas by the end of Q1, an internal brand repository by Q4",
        )];
        let told = [
            brief("design", "Updated personas and a narrative come by Q1."),
            brief("marketing", "An internal repository is delivered by Q4."),
        ];
        assert!(differences(&facts, &told).is_empty());
        let rival = brief("sales", "The internal repository is delivered by Q1.");
        assert_eq!(differences(&facts, &[told[1].clone(), rival]).len(), 1);
    }

    #[test]
    fn decided_and_open_are_two_stories() {
        let facts = [fact("we start on 1 April, if the carrier signs")];
        let mut open = brief("sales", "");
        open.open = vec![Sentence {
            text: "Whether it starts on 1 April.".into(),
            facts: vec![FactId("n-1".into())],
        }];
        open.decided.clear();
        let found = differences(
            &facts,
            &[
                brief("design", "It starts on 1 April if the carrier signs."),
                open,
            ],
        );
        assert_eq!(found[0].what, "decided for one team, open for the other");
    }
}
