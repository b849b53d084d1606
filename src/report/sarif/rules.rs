//! The rules of a SARIF log: the catalogue's page of each kind that was raised, once.

use super::log::{Help, Rule, RuleProperties, Text};
use crate::domain::catalogue::Page;
use std::collections::HashMap;

/// The rules in the order in which they were first raised.
#[derive(Debug, Default)]
pub struct Rules {
    pub list: Vec<Rule>,
    places: HashMap<&'static str, usize>,
}

impl Rules {
    /// Returns the place of a page's rule, which is added where it is not there. Pages with one code share a rule: a rule is
    /// known by its id alone.
    pub fn index_of(&mut self, page: &'static Page) -> usize {
        let list = &mut self.list;
        *self.places.entry(page.code).or_insert_with(|| {
            list.push(rule(page));
            list.len() - 1
        })
    }
}

fn rule(page: &'static Page) -> Rule {
    Rule {
        id: page.code,
        short_description: Text::new(page.title),
        full_description: Text::new(page.flags),
        help: Help {
            text: format!(
                "{}\n\nWhy it hurts: {}\n\nExample: {}\n\nAsk: {}\n\nSource: {}",
                page.flags, page.hurts, page.example, page.ask, page.source
            ),
            markdown: format!(
                "{}\n\n**Why it hurts:** {}\n\n**Example:** {}\n\n**Ask:** {}\n\n*Source: {}*",
                page.flags, page.hurts, page.example, page.ask, page.source
            ),
        },
        properties: RuleProperties {
            tags: vec!["requirements", page.family.as_str()],
        },
    }
}
