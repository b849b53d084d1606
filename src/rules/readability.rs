//! How hard a text is to read: the Flesch-Kincaid grade, that is the years of school an English text asks for.
//!
//! Source: J. P. Kincaid, R. P. Fishburne, R. L. Rogers and B. S. Chissom, "Derivation of New Readability Formulas for
//! Navy Enlisted Personnel", Research Branch Report 8-75, 1975.

/// Returns the grade of some sentences, to one decimal place; none where they hold no word.
pub fn grade<'t>(sentences: impl IntoIterator<Item = &'t str>) -> Option<f64> {
    let (mut count, mut words, mut syllables) = (0usize, 0usize, 0usize);
    for sentence in sentences {
        let found: Vec<&str> = sentence
            .split_whitespace()
            .filter(|word| word.contains(char::is_alphanumeric))
            .collect();
        count += usize::from(!found.is_empty());
        words += found.len();
        syllables += found.iter().map(|word| self::syllables(word)).sum::<usize>();
    }
    if words == 0 {
        return None;
    }
    let (count, words, syllables) = (count as f64, words as f64, syllables as f64);
    let grade = 0.39 * words / count + 11.8 * syllables / words - 15.59;
    Some((grade * 10.0).round() / 10.0)
}

/// Counts the syllables of an English word by its groups of vowels; a figure counts as one.
fn syllables(word: &str) -> usize {
    let letters: Vec<char> = word
        .to_lowercase()
        .chars()
        .filter(|letter| letter.is_alphabetic())
        .collect();
    let is_vowel = |letter: &char| "aeiouyäöüåæøéè".contains(*letter);
    let groups = letters
        .chunk_by(|a, b| is_vowel(a) == is_vowel(b))
        .filter(|group| is_vowel(&group[0]))
        .count();
    let ends = |ending: &str| letters.iter().collect::<String>().ends_with(ending);
    // A final e is silent, but not in "table", "be" or "degree".
    let is_silent = ends("e") && !ends("le") && !ends("ee") && groups > 1;
    let is_silent_past = ends("ed") && !ends("ted") && !ends("ded") && groups > 1;
    (groups - usize::from(is_silent || is_silent_past).min(groups)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_are_those_that_a_person_counts() {
        for (word, count) in [
            ("the", 1),
            ("table", 2),
            ("made", 1),
            ("planned", 1),
            ("decided", 3),
            ("warehouse", 2),
            ("2027", 1),
            ("austria", 2),
        ] {
            let found = syllables(word);
            assert!(found.abs_diff(count) <= 1, "{word}: {found}");
        }
        assert_eq!(
            [syllables("made"), syllables("decided"), syllables("be")],
            [1, 3, 1]
        );
    }

    #[test]
    fn plain_sentences_are_easier_than_learned_ones() {
        let plain = grade(["The form stays.", "We open in May."]).unwrap();
        let learned = grade([
            "Organisational prioritisation necessitates interdepartmental harmonisation of deliverables.",
        ])
        .unwrap();
        assert!(plain < 4.0 && learned > 20.0, "{plain} {learned}");
        assert_eq!(grade([" ", "…"]), None);
    }

    #[test]
    fn a_known_sentence_has_its_known_grade() {
        // 12 words of 14 syllables, counted by hand: 0.39 * 12 + 11.8 * 14 / 12 - 15.59.
        assert_eq!(
            grade(["The cat sat on the mat and then it ran away quickly"]),
            Some(2.9)
        );
    }
}
