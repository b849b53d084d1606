//! The names in a text: capitalised words within a sentence, abbreviations, and words with digits or inner capitals. At
//! the head of a sentence a capital tells nothing, so a word there counts only where it is known to be a name.

use super::figures;
use std::collections::HashSet;

/// A word of a text.
#[derive(Clone, Debug)]
struct Word<'t> {
    text: &'t str,
    /// Whether a capital letter here is a matter of grammar.
    leads: bool,
    start: usize,
}

/// Capitalised words that name nothing.
const NO_NAMES: [&str; 10] = ["I", "I'm", "I'd", "I'll", "I've", "OK", "A", "TBC", "TBD", "Mr"];

/// Returns the names in a text, each as written. `known` holds names in lower case that count at the head of a sentence.
pub fn of<'t>(text: &'t str, known: &HashSet<String>) -> Vec<&'t str> {
    let figures = figures::of(text);
    let is_figure = |word: &Word<'_>| figures.iter().any(|figure| figure.range.contains(&word.start));
    let found = words(text)
        .into_iter()
        .filter(|word| !is_figure(word) && is_name(word, known));
    found.map(|word| word.text).collect()
}

/// Returns what may be names, the words after a colon and the speakers before one among them.
pub fn possible<'t>(text: &'t str, known: &HashSet<String>) -> Vec<&'t str> {
    let words = words(text);
    let mut found = of(text, known);
    let has_colon = |word: &Word<'_>| {
        text[word.start + word.text.len()..]
            .trim_start_matches(['*', '_', ']'])
            .starts_with(':')
    };
    let follows = |word: &Word<'_>| {
        text[..word.start]
            .trim_end_matches(['*', '_', ' ', '['])
            .ends_with(':')
    };
    let near = words.iter().filter(|word| has_colon(word) || follows(word));
    found.extend(
        near.filter(|word| word.text.starts_with(char::is_uppercase))
            .map(|word| word.text),
    );
    found
}

/// Returns the words that are names wherever a text's author put a capital within a sentence, in lower case; those that
/// also stand in lower case are no names.
pub fn known(text: &str) -> HashSet<String> {
    let words = words(text);
    let plain: HashSet<String> = words
        .iter()
        .filter(|word| !word.text.starts_with(char::is_uppercase))
        .map(|word| stem(word.text))
        .collect();
    let none = HashSet::new();
    let names = words
        .iter()
        .filter(|word| is_name(word, &none))
        .map(|word| stem(word.text));
    let speakers = text.lines().filter_map(speaker).map(stem);
    names
        .chain(speakers)
        .filter(|name| !plain.contains(name))
        .collect()
}

/// Returns the one word before the colon that a line of a transcript begins with.
fn speaker(line: &str) -> Option<&str> {
    let (head, _) = line.split_once(':')?;
    let head = head.trim_matches(|letter: char| !letter.is_alphanumeric());
    let is_one = !head.contains(char::is_whitespace) && head.starts_with(char::is_uppercase);
    is_one.then_some(head)
}

/// Returns every word of a text in the form in which names are compared.
pub fn stems(text: &str) -> HashSet<String> {
    let words = words(text);
    let parts = words.iter().flat_map(|word| word.text.split(['-', '/']));
    let whole = words.iter().map(|word| word.text);
    whole
        .chain(parts)
        .filter(|word| !word.is_empty())
        .map(stem)
        .collect()
}

/// Tells whether a name stands among the stems: whole, part by part, or as another form of the same word, such as
/// "Austrian" for "Austria".
pub fn stands_in(name: &str, stems: &HashSet<String>) -> bool {
    let mut parts = name.split(['-', '/']).filter(|part| !part.is_empty());
    is_known(name, stems) || parts.all(|part| is_known(part, stems) || is_plain(part))
}

/// The letters that two forms of a word share at least, and those that the longer may have more.
const FORM: (usize, usize) = (5, 3);

fn is_known(name: &str, stems: &HashSet<String>) -> bool {
    let name = stem(name);
    let is_form = |known: &String| {
        let (short, long) = if known.len() < name.len() {
            (known, &name)
        } else {
            (&name, known)
        };
        short.chars().count() >= FORM.0
            && long.starts_with(short.as_str())
            && long.len() - short.len() <= FORM.1
    };
    stems.contains(&name) || stems.iter().any(is_form) || is_of_country(&name, stems)
}

/// Countries and what is called after them, where the words differ more than in their endings.
const COUNTRIES: [(&str, &str); 18] = [
    ("denmark", "danish"),
    ("netherland", "dutch"),
    ("france", "french"),
    ("spain", "spanish"),
    ("poland", "polish"),
    ("sweden", "swedish"),
    ("finland", "finnish"),
    ("norway", "norwegian"),
    ("britain", "british"),
    ("england", "english"),
    ("ireland", "irish"),
    ("switzerland", "swiss"),
    ("belgium", "belgian"),
    ("greece", "greek"),
    ("portugal", "portuguese"),
    ("turkey", "turkish"),
    ("europe", "european"),
    ("china", "chinese"),
];

fn is_of_country(name: &str, stems: &HashSet<String>) -> bool {
    COUNTRIES.iter().any(|(country, adjective)| {
        (name == *country && stems.contains(*adjective)) || (name == *adjective && stems.contains(*country))
    })
}

fn is_plain(part: &str) -> bool {
    part.chars().all(|letter| letter.is_lowercase())
}

/// Folds case, the possessive and the plural.
pub fn stem(word: &str) -> String {
    let word = word.to_lowercase().replace('’', "'");
    let word = word
        .strip_suffix("'s")
        .or(word.strip_suffix('\''))
        .unwrap_or(&word);
    let is_plural = word.len() > 3 && word.ends_with('s') && !word.ends_with("ss");
    if is_plural {
        word[..word.len() - 1].to_owned()
    } else {
        word.to_owned()
    }
}

fn is_name(word: &Word<'_>, known: &HashSet<String>) -> bool {
    let text = word.text;
    if NO_NAMES.contains(&text) {
        return false;
    }
    let letters = text.chars().filter(|letter| letter.is_alphabetic());
    let capitals = letters.clone().filter(|letter| letter.is_uppercase()).count();
    let has_letters = letters.clone().count() > 0;
    let has_digits = text.chars().any(char::is_numeric);
    let inner = text.chars().skip(1).any(char::is_uppercase);
    let is_abbreviation = capitals > 1 || inner;
    let first = text.starts_with(char::is_uppercase);
    match () {
        () if !has_letters => false,
        () if is_abbreviation && !text.contains('-') => true,
        () if has_digits && first => true,
        () if first && !word.leads => true,
        () if first => known.contains(&stem(text)),
        () => is_abbreviation,
    }
}

/// Parts a text into words and tells which stand where grammar asks for a capital.
fn words(text: &str) -> Vec<Word<'_>> {
    let mut found: Vec<Word<'_>> = Vec::new();
    let mut leads = true;
    for (start, token) in tokens(text) {
        let trimmed = token.trim_matches(|letter: char| !letter.is_alphanumeric());
        let offset = token.find(trimmed).unwrap_or(0);
        let opens = token[..offset].contains(['“', '"', '*', '#', '>', '•']) && !trimmed.is_empty();
        if !trimmed.is_empty() {
            found.push(Word {
                text: trimmed,
                leads: leads || opens,
                start: start + offset,
            });
        }
        let tail = &token[(offset + trimmed.len()).min(token.len())..];
        let is_mark = trimmed.is_empty() && !token.is_empty();
        leads = match () {
            () if tail.contains(['.', '!', '?', ':', '…']) => !is_initial(trimmed, tail),
            () if is_mark => true,
            () => false,
        };
    }
    found
}

/// "J." is no end of a sentence.
fn is_initial(word: &str, tail: &str) -> bool {
    tail.starts_with('.') && word.chars().count() == 1
}

fn tokens(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let base = text.as_ptr() as usize;
    text.lines().flat_map(move |line| {
        // A new line of notes is a new sentence: an empty token says so.
        let at = line.as_ptr() as usize - base;
        let head = std::iter::once((at, "\u{2022}"));
        head.chain(
            line.split_whitespace()
                .map(move |word| (word.as_ptr() as usize - base, word)),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<&str> {
        of(text, &HashSet::new())
    }

    #[test]
    fn capitals_within_a_sentence_are_names_and_at_its_head_are_not() {
        assert_eq!(
            names("We open Austria with Mads Kjeldsen. Then we rest."),
            ["Austria", "Mads", "Kjeldsen"]
        );
        assert_eq!(names("Decided: Keep the form."), Vec::<&str>::new());
        assert_eq!(names("The API of B2B and iOS stays"), ["API", "B2B", "iOS"]);
    }

    #[test]
    fn dates_and_pronouns_are_no_names() {
        assert!(names("On Friday 3 March I go, in Q3.").is_empty());
    }

    #[test]
    fn a_known_name_counts_at_the_head_of_a_sentence() {
        let known = known("We spoke with Mads about trade. Trade is slow.");
        assert!(known.contains("mad") || known.contains("mads"), "{known:?}");
        assert!(!known.contains("trade"));
        assert_eq!(of("Mads agrees. Trade is slow.", &known), ["Mads"]);
    }

    #[test]
    fn possessives_plurals_and_parts_are_folded() {
        let stems = stems("Saskia's checkout team and the Trailhead-members");
        assert!(
            stands_in("Saskia", &stems)
                && stands_in("Trailhead", &stems)
                && stands_in("Trailhead-member", &stems)
        );
        assert!(!stands_in("Pieter", &stems));
        let stems = self::stems("Austria opens for Jon");
        assert!(stands_in("Austrian", &stems) && !stands_in("Jonas", &stems));
        assert!(
            stands_in("Danish", &self::stems("Denmark")) && stands_in("Netherlands", &self::stems("Dutch"))
        );
    }
}
