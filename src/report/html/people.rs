//! The people a page can be filtered by: each once, however they are written.

use crate::report::view;

/// Names of people, each with the number by which the page knows them.
#[derive(Debug, Default)]
pub struct People {
    names: Vec<String>,
}

impl People {
    /// Returns the number of a person, and takes note of one who is new. A role in brackets makes nobody another person.
    pub fn number(&mut self, name: &str) -> usize {
        let name = view::address(name).trim();
        if let Some(known) = self.find(name) {
            return known;
        }
        self.names.push(name.to_owned());
        self.names.len() - 1
    }

    /// Returns the names in the order of their numbers.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    fn find(&self, name: &str) -> Option<usize> {
        let key = |name: &str| view::short_name(name).to_lowercase();
        self.names.iter().position(|known| key(known) == key(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_has_one_number_with_or_without_a_role() {
        let mut people = People::default();
        assert_eq!(people.number("Mara Lindt (Finance)"), 0);
        assert_eq!(people.number(" mara lindt"), 0);
        assert_eq!(people.number(""), 1);
        assert_eq!(people.names(), ["Mara Lindt (Finance)", "whoever decides"]);
    }
}
