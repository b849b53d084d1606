//! The small print: what was set aside or left out, what to know, and where the answers came from at what cost.

use super::page::{Ink, Page};
use crate::domain::Review;
use crate::report::{clean, footing, view, words};
use std::io;

/// Writes how many claims were not let through and why, and which, where that was asked for.
pub fn set_aside(page: &mut Page<'_>, review: &Review, is_listed: bool) -> io::Result<()> {
    let Some(counted) = view::set_aside(review) else {
        return Ok(());
    };
    page.gap()?;
    page.put("", 2, &format!("Set aside: {}", clean::line(&counted)))?;
    if !is_listed {
        return Ok(());
    }
    for aside in &review.set_aside {
        let quote = clean::line(&aside.quote);
        let quote = if quote.is_empty() {
            quote
        } else {
            format!(" “{}”", words::clip(&quote, 60))
        };
        let claim = format!("{} ({}){quote}: {}", aside.claim, aside.sort, aside.reason);
        page.put("- ", 2, &clean::line(&claim))?;
    }
    Ok(())
}

/// Writes which sections of the context did not fit the budget.
pub fn context(page: &mut Page<'_>, review: &Review) -> io::Result<()> {
    let mut cut = review
        .context
        .iter()
        .filter(|used| !used.left_out.is_empty())
        .peekable();
    if cut.peek().is_none() {
        return Ok(());
    }
    page.gap()?;
    for used in cut {
        let headings: Vec<String> = used.left_out.iter().map(|heading| clean::line(heading)).collect();
        let left_out = format!("{}: {}", clean::line(&used.document), headings.join("; "));
        page.put("Not sent for want of room: ", 2, &left_out)?;
    }
    Ok(())
}

/// Writes what the reader should know about how the review came about.
pub fn warnings(page: &mut Page<'_>, review: &Review) -> io::Result<()> {
    if !review.warnings.is_empty() {
        page.gap()?;
    }
    for warning in &review.warnings {
        page.put("Warning: ", 2, &clean::line(warning))?;
    }
    Ok(())
}

/// Writes where the answers came from, and what they took.
pub fn origin(page: &mut Page<'_>, review: &Review) -> io::Result<()> {
    let lines = [footing::answers(&review.provenance), footing::cost(&review.usage)];
    let mut lines = lines.iter().filter(|line| !line.is_empty()).peekable();
    if lines.peek().is_some() {
        page.gap()?;
    }
    for line in lines {
        let line = page.ink(Ink::Faint, &clean::line(line));
        page.put("", 2, &line)?;
    }
    Ok(())
}
