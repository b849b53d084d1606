//! Placeholders that no list of words finds: brackets to be filled in, and reminders in HTML comments.

use memchr::memchr2;
use std::ops::Range;

/// Marks that stand for work to do, also in a comment.
const REMINDERS: &[&str] = &["TBD", "TODO", "FIXME", "TBC", "TBA", "XXX"];

/// Words with which a bracket asks to be filled in.
const REQUESTS: &[&str] = &[
    "insert",
    "enter",
    "your",
    "fill",
    "add",
    "replace",
    "describe",
    "specify",
    "choose",
    "provide",
    "needs",
    "tbd",
    "tbc",
    "tba",
    "todo",
    "placeholder",
];

/// What a bracket of one or two words may ask for.
const BLANKS: &[&str] = &[
    "name", "date", "amount", "number", "owner", "link", "url", "title", "team", "product", "company",
    "customer", "feature", "price", "author", "email", "version",
];

/// The longest bracket that is read, in bytes.
const LONGEST: usize = 200;

/// Finds the brackets in a text that ask to be filled in: `[amount]`, `<product name>`, `[NEEDS CLARIFICATION: …]`.
pub fn brackets(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if memchr2(b'[', b'<', text.as_bytes()).is_none() {
        return found;
    }
    let mut open: Option<(usize, char)> = None;
    for (at, char) in text.char_indices() {
        match (char, open) {
            ('[', _) => open = Some((at, ']')),
            ('<', _) => open = Some((at, '>')),
            (_, Some((start, close))) if char == close => {
                let is_link = text[at + 1..].starts_with(['(', '[', ':']);
                if at - start <= LONGEST && !is_link && asks(&text[start + 1..at]) {
                    found.push(start..at + 1);
                }
                open = None;
            }
            _ => {}
        }
    }
    found
}

/// Tells whether what Markdown takes for a tag is a bracket that asks to be filled in: `<insert date>`.
pub fn is_tag(gap: &str) -> bool {
    let inside = gap.strip_prefix('<').and_then(|gap| gap.strip_suffix('>'));
    inside
        .is_some_and(|inside| inside.len() <= LONGEST && !["link", "title"].contains(&inside) && asks(inside))
}

/// Finds the reminders in the comments of an HTML block.
pub fn reminders(html: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (start, end) in comments(html) {
        let comment = &html[start..end];
        for reminder in REMINDERS {
            found.extend(
                comment
                    .match_indices(reminder)
                    .map(|(at, _)| start + at..start + at + reminder.len()),
            );
        }
    }
    found.retain(|range| is_whole(html, range));
    found
}

fn comments(html: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = html[from..].find("<!--").map(|at| from + at + 4) {
        let end = html[start..].find("-->").map_or(html.len(), |at| start + at);
        found.push((start, end));
        from = end;
    }
    found
}

fn is_whole(text: &str, range: &Range<usize>) -> bool {
    let is_word = |char: char| char.is_ascii_alphanumeric() || char == '_';
    !text[..range.start].ends_with(is_word) && !text[range.end..].starts_with(is_word)
}

/// Tells whether what stands in a bracket asks to be filled in.
fn asks(inside: &str) -> bool {
    let words: Vec<String> = inside
        .split(|char: char| !char.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let is_in = |list: &[&str], word: &String| list.contains(&word.as_str());
    let has_markup = inside.contains(['=', '/', '"', '.', '(']);
    match words.as_slice() {
        [] => inside.len() >= 3 && inside.chars().all(|char| matches!(char, '_' | '…' | '.' | '?')),
        _ if inside.starts_with("NEEDS CLARIFICATION") => true,
        _ if has_markup || inside != inside.trim() => false,
        [only] => is_in(&REQUESTS[11..], only) || is_in(BLANKS, only),
        [first, .., last] => is_in(REQUESTS, first) || (words.len() <= 3 && is_in(BLANKS, last)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        brackets(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn brackets_to_fill_in_are_found() {
        assert_eq!(
            found(
                "Free above [amount] euros, by <insert date>, for [customer name] [NEEDS CLARIFICATION: which?] [___]"
            ),
            [
                "[amount]",
                "<insert date>",
                "[customer name]",
                "[NEEDS CLARIFICATION: which?]",
                "[___]"
            ]
        );
    }

    #[test]
    fn other_brackets_are_not() {
        assert_eq!(
            found("[x] [1] [link name](u) [ ] a < b > c [sic] [EU customers] <br> [date]: u [RFC 2119]"),
            [""; 0]
        );
    }

    #[test]
    fn reminders_count_in_comments_only() {
        let html = "<p>TODO</p><!-- TODO: price; TODOS; FIXME --><b>TBD</b><!-- TBD";
        let found: Vec<_> = reminders(html).into_iter().map(|range| &html[range]).collect();
        assert_eq!(found, ["TODO", "FIXME", "TBD"]);
    }
}
