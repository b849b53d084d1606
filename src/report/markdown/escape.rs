//! Strangers' words made harmless in GitHub Flavored Markdown: no mark-up, no HTML, no link, no mention, no reference.

use crate::report::clean;

/// Breaks a mention or a reference without being seen.
const BREAK: char = '\u{200b}';

/// Turns text into one line that shows the same words and nothing else, at any place of a Markdown text.
pub fn text(text: &str) -> String {
    let line = clean::line(text);
    let mut escaped = String::with_capacity(line.len() + 16);
    let mut before = None;
    let number = line.bytes().take_while(u8::is_ascii_digit).count();
    let mut rest = line.char_indices().peekable();
    while let Some((at, found)) = rest.next() {
        let next = rest.peek().map(|(_, next)| *next);
        if is_marker(at, number, found, next) {
            escaped.push('\\');
        }
        put(&mut escaped, before, found, next);
        before = Some(found);
    }
    escaped
}

fn put(escaped: &mut String, before: Option<char>, found: char, next: Option<char>) {
    if is_markup(found) || begins_link(before, found, next) {
        escaped.push('\\');
    }
    escaped.push(found);
    if refers(before, found, next) {
        escaped.push(BREAK);
    }
}

/// Tells whether a character can open mark-up anywhere in a line.
fn is_markup(found: char) -> bool {
    matches!(
        found,
        '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$' | '{' | '}'
    )
}

/// Tells whether a character opens a list, heading or rule at the beginning of a line. `number` is the count of digits
/// that the line begins with.
fn is_marker(at: usize, number: usize, found: char, next: Option<char>) -> bool {
    match found {
        '#' | '+' | '-' | '=' => at == 0,
        '.' | ')' => at > 0 && at == number && next.is_none_or(|next| next == ' '),
        _ => false,
    }
}

/// Tells whether a character belongs to what is made a link without mark-up: `https://…`, `www.…`.
fn begins_link(before: Option<char>, found: char, next: Option<char>) -> bool {
    match found {
        ':' => next == Some('/'),
        '.' => before.is_some_and(|before| before.eq_ignore_ascii_case(&'w')),
        _ => false,
    }
}

/// Tells whether a character begins a mention (`@name`), an address (`a@b.c`) or a reference (`#123`, `GH-123`).
fn refers(before: Option<char>, found: char, next: Option<char>) -> bool {
    let is_word = next.is_some_and(char::is_alphanumeric);
    match found {
        '@' => is_word,
        '#' => next.is_some_and(|next| next.is_ascii_digit()),
        '-' => {
            next.is_some_and(|next| next.is_ascii_digit())
                && before.is_some_and(|before| before.eq_ignore_ascii_case(&'h'))
        }
        _ => false,
    }
}

/// Turns text into one line that shows the same words within an element of HTML, and nothing else.
pub fn html(text: &str) -> String {
    let line = clean::line(text);
    let mut escaped = String::with_capacity(line.len() + 16);
    let mut before = None;
    let mut rest = line.chars().peekable();
    while let Some(found) = rest.next() {
        let next = rest.peek().copied();
        if begins_link(before, found, next) {
            escaped.push(BREAK);
        }
        match found {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            found => escaped.push(found),
        }
        if refers(before, found, next) {
            escaped.push(BREAK);
        }
        before = Some(found);
    }
    escaped
}

/// Shows text as code, such as a path: nothing in it is read as mark-up.
pub fn code(text: &str) -> String {
    let line = clean::line(text);
    let longest = line.split(|found| found != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if line.is_empty() || line.starts_with('`') || line.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{line}{pad}{fence}")
}

/// Makes Markdown, code included, fit for a table's cell.
pub fn cell(markdown: &str) -> String {
    let mut cell = String::with_capacity(markdown.len());
    for found in markdown.chars() {
        if found == '|' && !cell.ends_with('\\') {
            cell.push('\\');
        }
        cell.push(found);
    }
    cell
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mark_up_is_shown_as_written() {
        assert_eq!(
            text("**a** [b](javascript:x) <i>|`c`"),
            r"\*\*a\*\* \[b\](javascript:x) \<i\>\|\`c\`"
        );
        assert_eq!(text("- a\n# b"), r"\- a # b");
        assert_eq!(text("1. a, 2.5 b"), r"1\. a, 2.5 b");
        assert_eq!(text("the end of 2026) is near 7."), "the end of 2026) is near 7.");
    }

    #[test]
    fn mentions_and_references_reach_nobody() {
        assert_eq!(text("@team #12 a@b.c"), "@\u{200b}team #\u{200b}12 a@\u{200b}b.c");
        assert_eq!(text("GH-7"), "GH-\u{200b}7");
        assert_eq!(text("https://x.y www.z.y"), r"https\://x.y www\.z.y");
    }

    #[test]
    fn html_is_shown_as_written() {
        assert_eq!(
            html("</summary><script>\"a\" & 'b' @team #12\nhttps://x.y www.z.y"),
            "&lt;/summary&gt;&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39; @\u{200b}team #\u{200b}12 https\u{200b}://x.y www\u{200b}.z.y"
        );
    }

    #[test]
    fn code_outlasts_the_ticks_in_it() {
        assert_eq!(code("a`b``c"), "```a`b``c```");
        assert_eq!(code("`"), "`` ` ``");
    }
}
