//! What holds for every report, over the made-up reviews.

use super::samples::{self, Sample, rendered};
use super::{Format, Options};

#[test]
fn peek() {
    for (name, sample) in samples::all() {
        println!(
            "=== {name}\n{}",
            rendered(Format::Text, &sample, &Options::default())
        );
    }
}
