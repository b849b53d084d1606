//! Made-up documents, the same at every run.

use std::fmt::Write;
use std::path::Path;

struct Dice(u64);

impl Dice {
    fn next(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }

    /// A word: few are frequent, most are rare.
    fn word(&mut self) -> String {
        let mut rank = (0..3).map(|_| self.next(20_000)).min().unwrap_or_default() + 40;
        let mut word = String::new();
        while rank > 0 {
            word.push(char::from(b"bcdfglmnprst"[rank % 12]));
            rank /= 12;
            word.push(char::from(b"aeiou"[rank % 5]));
            rank /= 5;
        }
        word
    }

    fn rule(&mut self) -> String {
        let count = 8 + self.next(8);
        let words: Vec<String> = (0..count).map(|_| self.word()).collect();
        let modal = ["must", "can", "is"][self.next(3)];
        let unit = ["days", "hours", "seconds"][self.next(3)];
        format!(
            "- The {} {modal} {} within {} {unit}.",
            words.join(" "),
            self.word(),
            2 + self.next(88)
        )
    }
}

/// Writes documents of three rules each.
pub fn short(folder: &Path, count: usize) {
    write(folder, count, 1, 3);
}

/// Writes documents of three sections with ten rules each.
pub fn long(folder: &Path, count: usize) {
    write(folder, count, 3, 10);
}

fn write(folder: &Path, count: usize, sections: usize, rules: usize) {
    let mut dice = Dice(20_261_124);
    for number in 0..count {
        let mut text = format!("# {} {} {number}\n", dice.word(), dice.word());
        for _ in 0..sections {
            write!(text, "\n## {} {}\n\n", dice.word(), dice.word()).unwrap();
            for _ in 0..rules {
                writeln!(text, "{}", dice.rule()).unwrap();
            }
        }
        let shelf = folder.join((number % 50).to_string());
        std::fs::create_dir_all(&shelf).unwrap();
        std::fs::write(shelf.join(format!("{number}.md")), text).unwrap();
    }
}
