//! What stands above a spec: how it is, what to fix first, what it covers and how it stands to the strategy.

use super::note::{Note, Notes};
use super::parts;
use crate::domain::{Coverage, CoverageState, Depth, Fit, GoalFit, Review, Severity};
use crate::report::view::View;
use crate::report::words;
use maud::{Markup, html};

/// The most findings that are named as what to fix first.
const FIRST: usize = 5;

/// Says that no model was asked, and how to ask one.
pub const RULES_ONLY: &str = "Only the wording rules ran: no model was asked, so nothing is said of meaning or strategy. \
                              To ask one, set OPENAI_BASE_URL, OPENAI_MODEL and, where the server wants one, OPENAI_API_KEY.";

/// Lays the head of a review out.
pub fn headline(view: &View<'_>) -> Markup {
    let review = view.review;
    let title = review.title.as_deref().filter(|title| !title.trim().is_empty());
    html! {
        header.head {
            h1 { (title.unwrap_or(&review.document)) }
            p.about {
                span.path { (review.document) } " · " (words::count(review.words, "word")) " · " (depth(review.depth))
            }
            @if review.depth == Depth::Rules { p.notice { (RULES_ONLY) } }
            @if view.is_clear() { p.clear { (parts::capital(&view.verdict())) } }
            @else { (parts::counts(&view.counts)) }
            @if let Some(summary) = review.summary.as_deref().filter(|summary| !summary.trim().is_empty()) {
                p.summary { (summary) }
            }
        }
    }
}

fn depth(depth: Depth) -> &'static str {
    match depth {
        Depth::Rules => "wording rules",
        Depth::Quick => "read once",
        Depth::Standard => "read, and each finding looked at twice",
        Depth::Deep => "read by several readers, and each finding looked at twice",
    }
}

/// Lays out what to know before reading on.
pub fn overview(review: &Review, notes: &Notes<'_>) -> Markup {
    let first: Vec<&Note<'_>> = notes
        .notes
        .iter()
        .filter(|note| note.finding.severity() <= Severity::Major)
        .take(FIRST)
        .collect();
    html! {
        @if !first.is_empty() || !review.coverage.is_empty() || !review.strategy.is_empty() {
            div.overview {
                @if !first.is_empty() { (fix_first(&first, &notes.prefix)) }
                @if !review.coverage.is_empty() { (coverage(&review.coverage, &notes.prefix)) }
                @if !review.strategy.is_empty() { (fit(&review.strategy, &notes.prefix)) }
            }
        }
    }
}

fn fix_first(notes: &[&Note<'_>], prefix: &str) -> Markup {
    html! {
        section.first aria-labelledby={ (prefix) "first" } {
            h2 #{ (prefix) "first" } { "Fix first" }
            ol {
                @for note in notes {
                    li {
                        span.rank.(note.finding.severity().as_str()) aria-hidden="true" { (note.finding.rank()) }
                        span { a href={ "#" (note.id) } { (note.finding.title()) } " " (parts::severity(note.finding.severity())) }
                    }
                }
            }
        }
    }
}

fn coverage(areas: &[Coverage], prefix: &str) -> Markup {
    html! {
        section.coverage aria-labelledby={ (prefix) "coverage" } {
            h2 #{ (prefix) "coverage" } { "What it covers" }
            ul {
                @for covered in areas {
                    @let (class, word) = state(covered.state);
                    li class=(class) {
                        span.area { (parts::capital(covered.area.title())) }
                        span.state { (word) }
                        @if let Some(note) = covered.note.as_deref().filter(|note| !note.trim().is_empty()) { span.fine { (note) } }
                    }
                }
            }
        }
    }
}

fn state(state: CoverageState) -> (&'static str, &'static str) {
    match state {
        CoverageState::Clear => ("is-clear", "clear"),
        CoverageState::Partial => ("is-partial", "partial"),
        CoverageState::Missing => ("is-missing", "missing"),
    }
}

fn fit(goals: &[GoalFit], prefix: &str) -> Markup {
    let count = |fit| goals.iter().filter(|goal| goal.fit == fit).count();
    let all = [
        (Fit::Conflicts, "conflicts", "in conflict"),
        (Fit::Serves, "serves", "served"),
        (Fit::Silent, "silent", "not touched"),
    ];
    html! {
        section.fit aria-labelledby={ (prefix) "fit" } {
            h2 #{ (prefix) "fit" } { "Fit to the strategy" }
            ul {
                @for (fit, class, words) in all {
                    @if count(fit) > 0 { li class=(class) { strong { (count(fit)) } " " (words) } }
                }
            }
            p.fine { a href={ "#" (prefix) "strategy" } { "Goal by goal" } }
        }
    }
}

/// Lays out how a spec stands to each goal, what conflicts first.
pub fn strategy(goals: &[GoalFit]) -> Markup {
    let mut goals: Vec<&GoalFit> = goals.iter().collect();
    goals.sort_by_key(|goal| match goal.fit {
        Fit::Conflicts => 0,
        Fit::Serves => 1,
        Fit::Silent => 2,
    });
    html! {
        ul.goals { @for goal in goals { (goal_item(goal)) } }
    }
}

fn goal_item(goal: &GoalFit) -> Markup {
    let (class, word) = match goal.fit {
        Fit::Conflicts => ("conflicts", "Conflicts"),
        Fit::Serves => ("serves", "Serves"),
        Fit::Silent => ("silent", "Silent"),
    };
    html! {
        li class=(class) {
            p.verdict { (word) @if let Some(note) = goal.note.as_deref().filter(|note| !note.trim().is_empty()) { span { ": " (note) } } }
            div.ends {
                div { p.label { "The strategy says" } (parts::quote(&goal.goal, None)) }
                @if let Some(spec) = &goal.spec { div { p.label { "The spec says" } (parts::quote(spec, None)) } }
            }
        }
    }
}
