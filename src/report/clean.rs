//! Strangers' text made fit to be shown: one line, no control characters, nothing that reorders or hides words.

/// Folds text into one line without white space at its ends.
pub fn line(text: &str) -> String {
    fold(text).trim().to_owned()
}

/// Folds each stretch of white space into one space, keeping one at either end, and disarms every character.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for shown in text.chars().filter_map(disarm) {
        if shown != ' ' || !folded.ends_with(' ') {
            folded.push(shown);
        }
    }
    folded
}

/// Disarms every character of a text of many lines and leaves its layout, and letters that take no room, as they are: for
/// where neither columns nor lines matter.
pub fn text(text: &str) -> std::borrow::Cow<'_, str> {
    let is_harmful = |found: char| (found.is_control() && !matches!(found, '\n' | '\t')) || reorders(found);
    if !text.contains(is_harmful) {
        return text.into();
    }
    let shown = text.chars().filter(|found| *found != '\r');
    let shown = shown.map(|found| {
        if is_harmful(found) {
            disarm(found).unwrap_or(' ')
        } else {
            found
        }
    });
    shown.collect::<String>().into()
}

/// Returns what is shown for a character: controls as their pictures, marks that reorder text as `U+FFFD`; `None`
/// for what would hide words or break the alignment.
fn disarm(found: char) -> Option<char> {
    match found {
        '\u{1b}' => Some('\u{241b}'),
        _ if found.is_whitespace() => Some(' '),
        '\0'..='\u{1f}' => char::from_u32(0x2400 + found as u32),
        '\u{7f}' => Some('\u{2421}'),
        '\u{80}'..='\u{9f}' => Some(char::REPLACEMENT_CHARACTER),
        _ if reorders(found) => Some(char::REPLACEMENT_CHARACTER),
        // A colour of skin takes two columns in some terminals and none in others.
        '\u{1f3fb}'..='\u{1f3ff}' => None,
        _ if is_unseen(found) => None,
        _ => Some(found),
    }
}

/// Tells whether a character changes the direction of the text around it.
pub fn reorders(found: char) -> bool {
    matches!(
        found,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    )
}

/// Tells whether a character takes no room and is no mark on the letter before it: joiners, variation selectors, tags,
/// fillers.
pub fn is_unseen(found: char) -> bool {
    matches!(
        found,
        '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_are_shown_as_pictures_and_never_sent() {
        assert_eq!(line("a\u{1b}[31mred\u{7}\u{9b}2J\u{7f}"), "a␛[31mred␇\u{fffd}2J␡");
    }

    #[test]
    fn line_ends_and_white_space_are_folded() {
        assert_eq!(line(" a\r\n\tb\u{2028}c\u{a0}\u{3000}d "), "a b c d");
        assert_eq!(fold(" a \n"), " a ");
    }

    #[test]
    fn marks_that_reorder_are_replaced_and_unseen_ones_dropped() {
        assert_eq!(
            line("pay \u{202e}desrever\u{2069} no\u{200b}w\u{feff}\u{e0041}"),
            "pay \u{fffd}desrever\u{fffd} now"
        );
    }

    #[test]
    fn letters_of_all_scripts_and_their_marks_stay() {
        let text = "cafe\u{301} 尽快 👍 שלום สวัสดี";
        assert_eq!(line(text), text);
    }
}
