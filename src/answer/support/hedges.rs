//! Hedges: the words that keep a statement from being certain, and whether a sentence that passes the statement on keeps
//! them. A clause's hedge binds a sentence that speaks of that clause.

use super::names;
use regex::Regex;
use std::collections::HashSet;
use std::sync::LazyLock;

/// How a hedge keeps a statement from being certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sort {
    /// It may not be so: "maybe", "likely", "to be confirmed", "explore".
    Possibility,
    /// It depends: "if", "subject to", "once".
    Condition,
    /// It is wanted: "aim to", "hope", "plan to".
    Intention,
}

/// A hedge as written, and the words round it that it bears on.
#[derive(Clone, Debug, PartialEq)]
pub struct Hedge {
    /// The words.
    pub text: String,
    /// How it hedges.
    pub sort: Sort,
    /// The stems of the clause it bears on.
    clause: HashSet<String>,
}

const POSSIBILITY: &str = r"maybe|perhaps|might|may|possibl[ey]|possibility|potential(?:ly)?|probabl[ey]|(?:un)?likely|tentative(?:ly)?|provisional(?:ly)?|preliminary|tb[acd]|to be (?:confirmed|decided|determined|agreed|seen)|not (?:yet )?(?:confirmed|decided|agreed|signed off|approved|final|sure|certain|settled|clear)|un(?:confirmed|decided|certain|clear|sure)|undecided|still open|open (?:point|question)|awaiting|waiting for|could|would|i think|we think|thinks?|i guess|i believe|seems?|looks like|leaning|explor\w+|consider\w*|look(?:ing)? (?:at|into)|investigat\w+|evaluat\w+|(?:to|under) discuss(?:ion)?|discussing|propos\w+|suggest\w*|option(?:al(?:ly)?)?|idea|in principle|rough idea|not ruled out|proviso";
const CONDITION: &str = r"if|unless|subject to|depend\w*|pending|provided(?: that)?|as long as|on condition|condition(?:al|ally)?|assuming|once|until|only when|in case|whether";
const INTENTION: &str = r"aim\w*|hop(?:e|es|ed|ing)|plan(?:s|ned|ning)? (?:to|for|is)|planned|intend\w*|intention|target\w*|want\w*|would like|ideally|ambition|expect\w*|should|try|trying|goal|prefer\w*|wish";

fn compiled(words: &str) -> Option<Regex> {
    Regex::new(&format!(r"(?i)\b(?:{words})\b")).ok()
}

static PATTERNS: LazyLock<[(Sort, Option<Regex>); 3]> = LazyLock::new(|| {
    [
        (Sort::Possibility, compiled(POSSIBILITY)),
        (Sort::Condition, compiled(CONDITION)),
        (Sort::Intention, compiled(INTENTION)),
    ]
});

/// Finds the hedges of a text.
pub fn of(text: &str) -> Vec<Hedge> {
    let mut found: Vec<Hedge> = Vec::new();
    for sentence in sentences(text) {
        for clause in clauses(sentence) {
            for (sort, pattern) in PATTERNS.iter() {
                // A condition bears on the whole sentence, any other hedge on its clause.
                let bears_on = if *sort == Sort::Condition {
                    sentence
                } else {
                    clause
                };
                let hits = pattern.iter().flat_map(|pattern| pattern.find_iter(clause));
                found.extend(hits.filter(|hit| !is_no_hedge(clause, hit)).map(|hit| Hedge {
                    text: hit.as_str().to_owned(),
                    sort: *sort,
                    clause: content(bears_on),
                }));
            }
        }
    }
    found
}

/// Tells whether a word only looks like a hedge: "until" and "once" that tell the time, a goal
/// called by its number, the month of May.
fn is_no_hedge(clause: &str, hit: &regex::Match<'_>) -> bool {
    let after = clause[hit.end()..].trim_start();
    let head: String = after.chars().take(24).collect();
    match hit.as_str().to_lowercase().as_str() {
        "until"
            if ["then", "now", "today", "further"]
                .iter()
                .any(|next| after.starts_with(next)) =>
        {
            true
        }
        "until" => super::figures::of(&head)
            .first()
            .is_some_and(|figure| figure.range.start < 4),
        "goal" => after.starts_with(|next: char| next.is_ascii_digit()),
        "once" => ["a ", "per ", "every ", "more"]
            .iter()
            .any(|next| after.starts_with(next)),
        _ => is_month(clause, hit),
    }
}

/// Tells whether a "may" is the month.
fn is_month(clause: &str, hit: &regex::Match<'_>) -> bool {
    let before = clause[..hit.start()].trim_end();
    hit.as_str() == "May" && !before.is_empty()
}

/// Returns the hedges of a proof that a sentence loses: it speaks of what they bear on, and holds none that is as weak.
pub fn lost<'h>(sentence: &str, hedges: &'h [Hedge]) -> Vec<&'h Hedge> {
    let kept: HashSet<Sort> = of(sentence).into_iter().map(|hedge| hedge.sort).collect();
    let spoken_of = content(sentence);
    let is_lost = |hedge: &&Hedge| !is_kept(hedge.sort, &kept) && touches(&hedge.clause, &spoken_of);
    hedges.iter().filter(is_lost).collect()
}

/// Returns, of several quotes, those that a sentence speaks of most: whose hedges bind it.
pub fn spoken_of<'q>(sentence: &str, quotes: &[&'q str]) -> Vec<&'q str> {
    let said = content(sentence);
    let shared: Vec<usize> = quotes
        .iter()
        .map(|quote| content(quote).intersection(&said).count())
        .collect();
    let most = shared.iter().copied().max().unwrap_or(0);
    let bound = quotes.iter().zip(&shared).filter(|(_, count)| **count == most);
    bound.map(|(quote, _)| *quote).collect()
}

/// A hedge may be passed on as one of its sort, or as one that leaves more open.
fn is_kept(sort: Sort, kept: &HashSet<Sort>) -> bool {
    match sort {
        Sort::Possibility => kept.contains(&Sort::Possibility) || kept.contains(&Sort::Condition),
        Sort::Condition => kept.contains(&Sort::Condition),
        Sort::Intention => !kept.is_empty(),
    }
}

/// Tells whether a sentence speaks of a clause: it shares half of the words of the shorter.
fn touches(clause: &HashSet<String>, sentence: &HashSet<String>) -> bool {
    let shared = clause.intersection(sentence).count();
    shared > 0 && shared * 2 >= clause.len().min(sentence.len())
}

fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(['?', '!', '\n', ';'])
        .flat_map(|part| part.split(". "))
        .filter(|part| !part.trim().is_empty())
}

fn clauses(sentence: &str) -> impl Iterator<Item = &str> {
    sentence
        .split(", ")
        .flat_map(|part| part.split(" – "))
        .flat_map(|part| part.split(" - "))
        .flat_map(|part| part.split(" but "))
        .flat_map(|part| part.split([':', '(', ')']))
        .filter(|part| !part.trim().is_empty())
}

/// Words that say little by themselves.
const EMPTY: [&str; 60] = [
    "the", "and", "for", "with", "that", "this", "from", "will", "are", "was", "were", "has", "have", "had",
    "not", "but", "its", "our", "your", "their", "they", "you", "all", "any", "can", "than", "then", "there",
    "when", "what", "which", "who", "how", "into", "out", "over", "per", "also", "only", "more", "most",
    "some", "such", "been", "being", "does", "did", "one", "two", "until", "yet", "still", "now", "just",
    "say", "said", "whether", "about", "after", "before",
];

/// Returns the stems of the words that say something.
pub fn content(text: &str) -> HashSet<String> {
    let stems = names::stems(text).into_iter();
    stems
        .filter(|stem| stem.chars().count() > 2 && !EMPTY.contains(&stem.as_str()))
        .map(|stem| shortened(&stem))
        .collect()
}

/// Cuts the endings that verbs and nouns of one root differ in.
fn shortened(stem: &str) -> String {
    for ending in [
        "ation", "ments", "ment", "ings", "ing", "ions", "ion", "edly", "ed", "ers", "er", "ly", "es", "e",
    ] {
        if let Some(root) = stem.strip_suffix(ending).filter(|root| root.chars().count() > 3) {
            return root.to_owned();
        }
    }
    stem.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lost_words(sentence: &str, proof: &str) -> Vec<String> {
        let hedges = of(proof);
        lost(sentence, &hedges)
            .iter()
            .map(|hedge| hedge.text.to_lowercase())
            .collect()
    }

    #[test]
    fn maybe_in_a_quarter_does_not_become_in_that_quarter() {
        let proof = "the locker pilot starts maybe in Q3";
        assert_eq!(lost_words("The locker pilot starts in Q3.", proof), ["maybe"]);
        assert!(lost_words("The locker pilot may start in Q3.", proof).is_empty());
        assert!(lost_words("The locker pilot starts in Q3 if at all.", proof).is_empty());
    }

    #[test]
    fn a_condition_survives_only_as_a_condition() {
        let proof = "If the carrier signs, we start the locker pilot on 1 March";
        assert_eq!(lost_words("The locker pilot starts on 1 March.", proof), ["if"]);
        assert_eq!(
            lost_words("The locker pilot may start on 1 March.", proof),
            ["if"]
        );
        assert!(
            lost_words(
                "The locker pilot starts on 1 March, provided that the carrier signs.",
                proof
            )
            .is_empty()
        );
    }

    #[test]
    fn an_aim_is_not_a_promise() {
        let proof = "We aim to answer every Austrian contact within 8 hours";
        assert_eq!(
            lost_words("Every Austrian contact is answered within 8 hours.", proof),
            ["aim"]
        );
        assert!(
            lost_words(
                "The aim is to answer every Austrian contact within 8 hours.",
                proof
            )
            .is_empty()
        );
    }

    #[test]
    fn a_hedge_binds_only_the_clause_it_stands_in() {
        let proof = "Austria opens on 1 September, maybe with a pop-up shop in Graz";
        assert!(lost_words("Austria opens on 1 September.", proof).is_empty());
        assert_eq!(lost_words("There is a pop-up shop in Graz.", proof), ["maybe"]);
    }

    #[test]
    fn a_wish_told_beside_a_decision_does_not_bind_it() {
        let proof = "No discount codes before 1 March. Mads wanted a January code for members; we said no";
        assert!(lost_words("There are no discount codes before 1 March.", proof).is_empty());
        assert_eq!(lost_words("Members get a January code.", proof), ["wanted"]);
    }

    #[test]
    fn what_tells_the_time_hedges_nothing() {
        assert!(of("we start in May").is_empty());
        assert!(
            of("the freeze holds until 10 January, the report comes once a week, and nothing until then")
                .is_empty()
        );
        assert!(of("a box is what goal 3 calls one").is_empty());
        assert_eq!(of("nothing outside until the carrier has signed").len(), 1);
    }
}
