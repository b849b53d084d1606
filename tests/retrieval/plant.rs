//! The seeded script: takes rules from documents and plants others, in other words, that collide with them.

use std::collections::BTreeSet;
use std::path::Path;

/// What is wrong between a rule and what was planted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Number,
    Unit,
    Date,
    Owner,
    Rule,
    Meaning,
    Name,
    Duplicate,
    Dependency,
}

const KINDS: [Kind; 9] = [
    Kind::Number,
    Kind::Unit,
    Kind::Date,
    Kind::Owner,
    Kind::Rule,
    Kind::Meaning,
    Kind::Name,
    Kind::Duplicate,
    Kind::Dependency,
];

/// A planted collision.
#[derive(Clone, Debug)]
pub struct Planted {
    pub kind: Kind,
    pub source: String,
    pub original: String,
    pub target: String,
    pub text: String,
}

/// A generator that gives the same numbers on every machine.
struct Dice(u64);

impl Dice {
    fn next(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }
}

/// Reads the documents of a folder by their labels.
pub fn read(folder: &Path) -> Vec<(String, String)> {
    let paths = clarify::document::documents_in(folder).unwrap();
    assert!(!paths.is_empty(), "{} holds no document", folder.display());
    let read = |path: std::path::PathBuf| {
        let label = path.strip_prefix(folder).unwrap().display().to_string();
        (label, std::fs::read_to_string(path).unwrap())
    };
    paths.into_iter().map(read).collect()
}

/// Plants `each` collisions of every kind, as far as there are rules for it.
pub fn plant(documents: &mut [(String, String)], seed: u64, each: usize) -> Vec<Planted> {
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let rules = rules(documents);
    let mut used = BTreeSet::new();
    let mut planted = Vec::new();
    for kind in KINDS {
        let start = dice.next(rules.len());
        let in_turn = rules.iter().cycle().skip(start).take(rules.len());
        let mut left = each;
        for (source, original) in in_turn {
            let Some(text) = collide(kind, original, &mut dice).filter(|text| text != original) else {
                continue;
            };
            if left == 0 || !used.insert(original.clone()) {
                continue;
            }
            let target = (source + 1 + dice.next(documents.len() - 1)) % documents.len();
            planted.push(Planted {
                kind,
                source: documents[*source].0.clone(),
                original: original.clone(),
                target: documents[target].0.clone(),
                text: text.clone(),
            });
            let body = &mut documents[target].1;
            body.push_str(&format!("\n\n{text}\n"));
            left -= 1;
        }
    }
    planted
}

/// Lists the sentences that rule on something and stand in one place only.
fn rules(documents: &[(String, String)]) -> Vec<(usize, String)> {
    let mut all: Vec<(usize, String)> = Vec::new();
    for (number, (_, text)) in documents.iter().enumerate() {
        let lines = text
            .lines()
            .map(str::trim)
            .filter(|line| !line.starts_with(['#', '|', '>', '`']));
        for line in lines {
            let body = line.trim_start_matches(|letter: char| !letter.is_alphabetic());
            let body = body.split_once("**: ").map_or(body, |(_, rest)| rest);
            let body = body
                .split_once("** ")
                .map_or(body, |(id, rest)| if id.len() < 10 { rest } else { body });
            let body = if body.as_bytes().get(3) == Some(&b'-') {
                body.split_once(": ").map_or(body, |(_, rest)| rest)
            } else {
                body
            };
            let words = body.split_whitespace().count();
            let is_rule = VERBS.iter().any(|verb| body.contains(verb));
            if is_rule
                && (9..=34).contains(&words)
                && body.ends_with('.')
                && !body.contains("](")
                && !body.contains(". ")
            {
                all.push((number, body.to_owned()));
            }
        }
    }
    let once = |rule: &(usize, String)| {
        documents
            .iter()
            .filter(|(_, text)| text.contains(&rule.1))
            .count()
            == 1
    };
    let rules: Vec<(usize, String)> = all.into_iter().filter(once).collect();
    assert!(
        rules.len() > 20,
        "too few rules to plant collisions with: {}",
        rules.len()
    );
    rules
}

/// Words without which a sentence rules on nothing.
const VERBS: [&str; 12] = [
    " must ", " MUST ", " shall ", " SHALL ", " should ", " can ", " is ", " are ", " gets ", " goes ",
    " has ", " may ",
];

/// Writes another sentence on the same subject that collides with the rule, or nothing where the rule has no place for it.
fn collide(kind: Kind, rule: &str, dice: &mut Dice) -> Option<String> {
    let changed = match kind {
        Kind::Number => other_number(rule)?,
        Kind::Unit => swap(
            rule,
            &[
                ("seconds", "minutes"),
                ("minutes", "hours"),
                ("days", "weeks"),
                ("months", "weeks"),
                ("hours", "days"),
                ("ms", "seconds"),
                ("KB", "MB"),
                ("MB", "GB"),
                ("bytes", "KB"),
                ("kg", "g"),
                ("euros", "cents"),
                ("%", " per mille"),
                ("€", "DKK "),
            ],
        )?,
        Kind::Date => swap(
            rule,
            &[
                ("January", "March"),
                ("February", "May"),
                ("March", "June"),
                ("April", "September"),
                ("December", "October"),
                ("September", "November"),
                ("2025", "2026"),
                ("2026", "2027"),
                ("2027", "2028"),
                ("Monday", "Thursday"),
                ("daily", "weekly"),
                ("night", "week"),
                ("every month", "once a year"),
                ("quarter", "year"),
            ],
        )?,
        Kind::Owner => swap(
            rule,
            &[
                ("System MUST", "Administrators MUST"),
                ("The system", "The administrator"),
                ("Users", "Administrators"),
                ("users", "administrators"),
                ("Finance", "Marketing"),
                ("finance", "marketing"),
                ("customer service", "the warehouse"),
                ("Sales", "Legal"),
                ("The customer", "The carrier"),
                ("The team lead", "The data team"),
                ("team lead", "data team"),
                ("Aylin Demir", "Mads Kjeldsen"),
                ("the carrier", "the warehouse"),
                ("we ", "the carrier "),
                ("We ", "The carrier "),
            ],
        )?,
        Kind::Rule => swap(
            rule,
            &[
                ("MUST NOT", "MUST"),
                ("MUST", "MUST NOT"),
                ("must not", "must"),
                ("must", "must not"),
                ("cannot", "can"),
                ("can ", "cannot "),
                ("should", "should not"),
                ("shall", "shall not"),
                ("are not", "are"),
                (" are ", " are never "),
                (" is ", " is never "),
                ("goes", "never goes"),
            ],
        )?,
        Kind::Meaning => format!(
            "By “{}” this document means something else: only {}",
            head(rule)?,
            tail(rule)?
        ),
        Kind::Name => swap(rule, &NAMES)?,
        Kind::Duplicate => {
            return Some(format!(
                "{}{}",
                OPENINGS[dice.next(OPENINGS.len())],
                lower(&reworded(rule))
            ));
        }
        Kind::Dependency => {
            return Some(format!(
                "{}{}",
                RELIANCE[dice.next(RELIANCE.len())],
                lower(&reworded(rule))
            ));
        }
    };
    Some(reworded(&changed))
}

/// Other names for things that requirements speak of.
const NAMES: [(&str, &str); 14] = [
    ("parcel", "consignment"),
    ("customer", "shopper"),
    ("invoice", "bill"),
    ("newsletter", "mailing"),
    ("voucher", "coupon"),
    ("refund", "payback"),
    ("server", "backend"),
    ("tool", "function"),
    ("user", "operator"),
    ("token", "credential"),
    ("config", "settings"),
    ("log", "journal"),
    ("page", "screen"),
    ("order", "purchase"),
];

const OPENINGS: [&str; 4] = [
    "As agreed, ",
    "Please note that ",
    "For the sake of completeness: ",
    "It goes without saying that ",
];
const RELIANCE: [&str; 3] = [
    "This relies on another team, so that ",
    "We take for granted that, for everybody and at any time, ",
    "Our part begins once ",
];

/// Says the same in words that people choose as well.
const SYNONYMS: [(&str, &str); 12] = [
    (" within ", " in less than "),
    (" shows ", " displays "),
    (" starts ", " begins "),
    (" and ", " as well as "),
    (" when ", " once "),
    (" MUST ", " SHALL "),
    (" all ", " the whole set of "),
    (" for ", " on behalf of "),
    (" without ", " free of "),
    (" after ", " following "),
    (" because ", " since "),
    (" gets ", " receives "),
];

fn reworded(rule: &str) -> String {
    let mut text = match (rule.find('('), rule.find(')')) {
        (Some(open), Some(close))
            if open < close && !rule[open..close].contains(|letter: char| letter.is_ascii_digit()) =>
        {
            format!("{}{}", rule[..open].trim_end(), &rule[close + 1..])
        }
        _ => rule.to_owned(),
    };
    for (word, other) in SYNONYMS {
        text = text.replacen(word, other, 1);
    }
    text
}

fn swap(rule: &str, pairs: &[(&str, &str)]) -> Option<String> {
    let (from, to) = pairs.iter().find(|(from, _)| rule.contains(from))?;
    Some(rule.replacen(from, to, 1))
}

fn other_number(rule: &str) -> Option<String> {
    let words: Vec<&str> = rule.split(' ').collect();
    let at = words
        .iter()
        .position(|word| word.parse::<u64>().is_ok_and(|number| number > 1))?;
    let number: u64 = words[at].parse().ok()?;
    let other = (number * 2 + 1).to_string();
    Some(
        words
            .iter()
            .enumerate()
            .map(|(index, word)| if index == at { other.as_str() } else { word })
            .collect::<Vec<_>>()
            .join(" "),
    )
}

fn head(rule: &str) -> Option<String> {
    let words: Vec<&str> = rule.split_whitespace().collect();
    Some(words.get(..words.len() / 2)?.join(" "))
}

fn tail(rule: &str) -> Option<String> {
    let words: Vec<&str> = rule.split_whitespace().collect();
    Some(words.get(words.len() / 2..)?.join(" "))
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_lowercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}
