//! Made-up reviews that every renderer is tested on.

mod audit;
mod build;
mod limits;
mod strange;
mod typical;

pub use audit::{audits, rendered_audit};
pub use build::{Sample, anchor_at, document, flag_at, quoted};
pub use limits::at_the_word_limits;
pub use strange::{failed, hostile, hostile_words, many, wide};
pub use typical::{clear, rules_only, typical};

use super::{Format, Options, render};

/// All of them by name, but for the one with many findings.
pub fn all() -> Vec<(&'static str, Sample)> {
    vec![
        ("typical", typical()),
        ("rules_only", rules_only()),
        ("clear", clear()),
        ("hostile", hostile()),
        ("wide", wide()),
        ("failed", failed()),
        ("limits", at_the_word_limits()),
    ]
}

/// Renders a sample.
pub fn rendered(format: Format, sample: &Sample, options: &Options) -> String {
    let mut out = Vec::new();
    render(format, &sample.report, &sample.sources, options, &mut out)
        .expect("writing to memory does not fail");
    String::from_utf8(out).expect("reports are UTF-8")
}
