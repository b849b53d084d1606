//! The words by which gates and standing tell demands from talk: data, with the two functions that look words up.

/// Splits a text into words.
pub fn words(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.split(|char: char| !char.is_alphanumeric() && !matches!(char, '\'' | '’' | '%')).filter(|word| !word.is_empty())
}

/// Tells whether a word stands in a list, whatever its letter case.
pub fn is_one_of(word: &str, list: &[&str]) -> bool {
    list.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// Words after “TODO” that make it a thing instead of a reminder.
pub const THINGS: &[&str] = &["app", "apps", "application", "list", "lists", "item", "items", "manager"];

/// Words that make a sentence a requirement.
pub const DEMANDS: &[&str] = &[
    "must", "shall", "should", "need", "needs", "required", "requires", "ensure", "ensures",
    "guarantee", "want", "wants", "expect", "expects", "goal", "target",
];

/// Words that make a sentence a requirement where a document has no stronger ones.
pub const OFFERS: &[&str] = &[
    "can", "allows", "lets", "supports", "provides",
];

/// Words that name what a comparison is made with.
pub const BASES: &[&str] = &[
    "than", "compared", "comparison", "versus", "vs", "relative", "existing", "current", "currently",
    "today", "previous", "previously",
];

/// Words that begin a question, also where its mark is missing.
pub const ASKING: &[&str] = &[
    "how", "what", "what's", "which", "why", "who", "whether",
];

/// Words for us.
pub const SPEAKERS: &[&str] = &[
    "we", "we're", "we've", "we'll", "i", "i'm",
];

/// Words after “we” that make it a demand.
pub const NEEDS: &[&str] = &[
    "need", "want", "must", "expect", "require",
];

/// Words that take a claim back.
pub const TEMPERING: &[&str] = &[
    "not", "no", "never", "without", "cannot", "as", "how", "too", "so",
];

/// Words that make a “will” a guess.
pub const GUESSES: &[&str] = &[
    "likely", "probably", "we",
];

/// Words that begin a condition.
pub const CONDITIONS: &[&str] = &[
    "given", "when", "whenever", "if", "while", "after", "once", "because", "since", "unless",
];

/// Words after “should” that make it a guess, or a condition turned round.
pub const LIKELY: &[&str] = &[
    "we", "you", "the", "it", "they", "i", "there", "this", "any", "likely", "probably", "already",
    "just", "help", "mean", "save", "suffice", "work", "hopefully", "still", "make", "give",
];

/// Words that make a “should” an opinion, or part of a question.
pub const OPINIONS: &[&str] = &[
    "we", "you", "i", "think", "believe", "why", "whether", "how", "what", "which", "whoever", "one",
];

/// Words before a number that make it a limit.
pub const LIMITS: &[&str] = &[
    "within", "under", "below", "than", "to", "least", "most", "over", "above", "exceed", "exceeding",
    "exactly", "by",
];

/// Words that may stand between a number and what it measures.
pub const UNITS: &[&str] = &[
    "%", "percent", "per", "ms", "s", "sec", "secs", "second", "seconds", "min", "mins", "minute",
    "minutes", "h", "hour", "hours", "day", "days", "week", "weeks", "month", "months", "year", "years",
    "kb", "mb", "gb", "tb", "kib", "mib", "gib", "bytes", "px", "fps", "users", "items", "rows",
    "requests", "clicks", "steps", "characters", "lines", "times", "euros", "dollars",
];

/// Parts of words in titles over what is told, not asked for.
pub const STORY: &[&str] = &[
    "background", "context", "motivation", "problem", "alternative", "rationale", "history", "change
    log", "changelog", "reference", "appendix", "non-goal", "non goal", "out of scope", "not in scope",
    "assumption", "related", "prior art", "glossary", "definitions", "why", "acknowledg", "discussion",
    "note", "introduction", "independent test", "commit", "future", "status quo", "input",
];

/// Parts of words in titles over what is asked for.
pub const ASKED: &[&str] = &[
    "requirement", "criteria", "criterion", "acceptance", "goal", "objective", "outcome", "metric", "in
    scope", "behaviour", "behavior", "constraint", "definition of done", "user stor", "success", "edge
    case", "deliverable", "guarantee", "service level",
];
