//! What a product spec has to tell, and whether this one does: the problem, the users, the measures, the limits of its
//! scope, the owner. Judged from headings, whatever words they use, and from the text; silent on documents that are no
//! product spec.

use super::check::Hit;
use super::subject::Subject;

mod brief;
mod cues;
mod goal;
mod measure;
mod missing;
mod problem;
#[cfg(test)]
mod tests;

use brief::Brief;

/// A rule over a product spec.
type Rule = fn(&Brief<'_>) -> Vec<Hit>;

const RULES: [Rule; 7] = [
    problem::missing,
    missing::user,
    missing::out_of_scope,
    missing::owner,
    measure::missing,
    measure::incomplete,
    goal::output_not_outcome,
];

/// Asks a document what a product spec has to tell.
pub fn hits(subject: &Subject<'_>) -> Vec<Hit> {
    let Some(brief) = Brief::of(subject) else {
        return Vec::new();
    };
    RULES.iter().flat_map(|rule| rule(&brief)).collect()
}
