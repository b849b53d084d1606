//! Leaks: held-back words in a text that is to be shared. A name, a figure in whatever form, or a run of words counts
//! where it stands in what is held back and in nothing that may be shared.

use super::normalise;
use super::support::{figures, names};
use std::collections::HashSet;

/// How many words in a row give a quote away.
const RUN: usize = 4;

/// What must not be told.
#[derive(Clone, Debug, Default)]
pub struct HeldBack {
    names: HashSet<String>,
    figures: Vec<figures::Figure>,
    runs: HashSet<String>,
}

impl HeldBack {
    /// Gathers what stands in the held-back texts and in none that may be shared.
    pub fn new<'t>(
        held: impl IntoIterator<Item = &'t str>,
        shared: impl IntoIterator<Item = &'t str>,
        known: &HashSet<String>,
    ) -> Self {
        let shared: Vec<&str> = shared.into_iter().collect();
        let public: HashSet<String> = shared.iter().flat_map(|text| names::stems(text)).collect();
        let told: Vec<figures::Figure> = shared.iter().flat_map(|text| figures::of(text)).collect();
        let said: HashSet<String> = shared.iter().flat_map(|text| runs(text)).collect();
        let mut found = Self::default();
        for text in held {
            let names = names::possible(text, known).into_iter().map(names::stem);
            found.names.extend(names.filter(|name| !public.contains(name)));
            let figures = figures::of(text).into_iter();
            found
                .figures
                .extend(figures.filter(|figure| !told.iter().any(|other| figure.may_equal(other))));
            found
                .runs
                .extend(runs(text).into_iter().filter(|run| !said.contains(run)));
        }
        found
    }

    /// Returns what a text gives away, in a few words for the author.
    pub fn given_away(&self, text: &str) -> Option<String> {
        let stems = names::stems(text);
        if let Some(name) = self.names.iter().find(|name| stems.contains(*name)) {
            return Some(format!("the held-back name “{name}”"));
        }
        let figures = figures::of(text);
        if let Some(figure) = figures
            .iter()
            .find(|figure| self.figures.iter().any(|held| held.may_equal(figure)))
        {
            return Some(format!("the held-back figure “{}”", figure.text));
        }
        let run = runs(text).into_iter().find(|run| self.runs.contains(run));
        run.map(|run| format!("the held-back words “{run}”"))
    }
}

/// Returns the runs of words of a text that hold two telling words or more.
fn runs(text: &str) -> HashSet<String> {
    let normal = normalise::quote(text);
    let words: Vec<&str> = normal
        .split(|letter: char| !letter.is_alphanumeric() && letter != '\'')
        .filter(|word| !word.is_empty())
        .collect();
    let telling = |words: &[&str]| words.iter().filter(|word| word.chars().count() > 4).count() >= 2;
    words
        .windows(RUN)
        .filter(|run| telling(run))
        .map(|run| run.join(" "))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HELD: &str = "Keep between us: Jonas leaves in April and the Kolding deal is worth 4.2M";
    const SHARED: &str = "Austria opens on 1 September, the team grows by 3";

    fn given_away(text: &str) -> Option<String> {
        HeldBack::new([HELD], [SHARED], &HashSet::new()).given_away(text)
    }

    #[test]
    fn a_held_back_name_gives_itself_away_in_any_form() {
        assert!(given_away("Ask Jonas about it.").is_some_and(|found| found.contains("jona")));
        assert!(given_away("Kolding's orders grow.").is_some());
        assert_eq!(given_away("Austria opens on 1 September."), None);
    }

    #[test]
    fn a_held_back_figure_gives_itself_away_in_any_form() {
        for text in [
            "It brings 4,200,000.",
            "It brings 4.2 million euros.",
            "It brings €4.2m.",
        ] {
            assert!(
                given_away(text).is_some_and(|found| found.contains("figure")),
                "{text}"
            );
        }
        assert_eq!(given_away("The team grows by three."), None);
    }

    #[test]
    fn a_run_of_held_back_words_gives_itself_away_without_name_or_figure() {
        let held = "two of the warehouse supervisors will be replaced before the summer";
        let held_back = HeldBack::new([held], [SHARED], &HashSet::new());
        assert!(
            held_back
                .given_away("Know that warehouse supervisors will be replaced soon.")
                .is_some()
        );
        assert_eq!(held_back.given_away("The warehouse opens in summer."), None);
    }

    #[test]
    fn what_may_be_shared_is_no_leak_though_it_is_held_back_elsewhere() {
        let held_back = HeldBack::new(["Austria opens with 3 people less"], [SHARED], &HashSet::new());
        assert_eq!(held_back.given_away("The team in Austria grows by 3."), None);
    }
}
