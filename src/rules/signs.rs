//! Signs: what the words of a passage promise, read once, so that a rule need not read a passage that has nothing for it.

use super::grammar::{Grammar, words};

/// Which words a passage holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signs {
    /// How many words bind: “must”, “shall”.
    pub binding: usize,
    /// How many words wish: “should”.
    pub wishing: usize,
    /// Whether a word binds where nothing stronger does.
    pub has_duty: bool,
    /// Whether a pronoun stands in it.
    pub has_pronoun: bool,
    /// Whether a week, quarter or other span of the calendar is named.
    pub has_season: bool,
    /// Whether a digit stands in it.
    pub has_digit: bool,
}

impl Signs {
    /// Reads the signs off a text.
    pub fn of(text: &str, grammar: &Grammar) -> Self {
        let mut signs = Self {
            has_digit: text.bytes().any(|byte| byte.is_ascii_digit()),
            ..Self::default()
        };
        for word in words(text).filter(|word| grammar.signs.has(word)) {
            signs.binding += usize::from(grammar.binding.has(word));
            signs.wishing += usize::from(grammar.wishing.has(word));
            signs.has_duty |= grammar.duties.has(word);
            signs.has_pronoun |= grammar.singular_pronouns.has(word) || grammar.plural_pronouns.has(word);
            signs.has_season |= grammar.seasons.has(word);
        }
        signs
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::language;

    #[test]
    fn words_of_each_sort_are_seen_and_others_are_not() {
        let signs = |text| Signs::of(text, &language::spoken()[0].grammar);
        assert_eq!(signs("Parcels leave the depot."), Signs::default());
        let all = signs("They must leave it by next week, and should by 9.");
        assert_eq!((all.binding, all.wishing), (1, 1));
        assert!(all.has_duty && all.has_pronoun && all.has_season && all.has_digit);
    }
}
