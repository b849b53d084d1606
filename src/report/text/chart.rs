//! Bars of characters for a terminal. Each severity has a fill of its own, so that a bar is understood without colour.

use super::page::{Ink, Page};
use crate::domain::Severity;

/// Returns the character that a severity's part of a bar is filled with.
pub fn fill(severity: Severity) -> char {
    match severity {
        Severity::Blocker => '█',
        Severity::Major => '▓',
        Severity::Minor => '▒',
        Severity::Note => '░',
    }
}

/// Returns what the fills mean, in one line.
pub fn legend(page: &Page<'_>) -> String {
    let named = Severity::ALL.map(|severity| {
        let sample = page.ink(Ink::Of(severity), &fill(severity).to_string());
        format!("{sample} {severity}")
    });
    named.join("  ")
}

/// Draws counts by severity as one bar, the worst first; `most` fills all of the room.
pub fn bar(page: &Page<'_>, counts: [usize; 4], most: usize, room: usize) -> String {
    let parts = Severity::ALL.into_iter().zip(columns(counts, most, room));
    let drawn = parts.filter(|(_, length)| *length > 0).map(|(severity, length)| {
        let filled: String = std::iter::repeat_n(fill(severity), length).collect();
        page.ink(Ink::Of(severity), &filled)
    });
    drawn.collect()
}

/// Returns the columns of each part: in proportion, but none of what there is, however little, is drawn as nothing.
fn columns(counts: [usize; 4], most: usize, room: usize) -> [usize; 4] {
    let mut columns = counts.map(|count| match count {
        0 => 0,
        count => (count * room / most.max(1)).max(1),
    });
    while columns.iter().sum::<usize>() > room.max(columns.len()) {
        if let Some(longest) = columns.iter_mut().max() {
            *longest -= 1;
        }
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_in_proportion_and_what_there_is_is_seen() {
        assert_eq!(columns([1, 0, 1, 998], 1000, 40), [1, 0, 1, 38]);
        assert_eq!(columns([10, 10, 0, 0], 20, 40), [20, 20, 0, 0]);
        assert_eq!(columns([0, 0, 0, 0], 0, 40), [0, 0, 0, 0]);
        assert_eq!(columns([5, 0, 0, 0], 10, 40), [20, 0, 0, 0]);
    }

    #[test]
    fn no_bar_is_longer_than_its_room() {
        for counts in [[7, 7, 7, 7], [1, 1, 1, 28], [9, 0, 1, 1], [0, 0, 0, 3]] {
            let all: usize = counts.iter().sum();
            for room in 4..60 {
                assert!(
                    columns(counts, all, room).iter().sum::<usize>() <= room,
                    "{counts:?} in {room}"
                );
            }
        }
    }
}
