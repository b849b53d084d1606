//! Precision, recall and what is made of them.

/// Counts of what was raised rightly, wrongly, and missed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Score {
    pub right: usize,
    pub wrong: usize,
    pub missed: usize,
    /// Rightly left alone; counted only where every case is one of four.
    pub left: usize,
}

impl Score {
    /// Counts one case of two classes.
    pub fn take(&mut self, raised: bool, wanted: bool) {
        match (raised, wanted) {
            (true, true) => self.right += 1,
            (true, false) => self.wrong += 1,
            (false, true) => self.missed += 1,
            (false, false) => self.left += 1,
        }
    }

    pub fn add(&mut self, other: Score) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.missed += other.missed;
        self.left += other.left;
    }

    pub fn precision(self) -> f64 {
        share(self.right, self.right + self.wrong)
    }

    pub fn recall(self) -> f64 {
        share(self.right, self.right + self.missed)
    }

    pub fn f1(self) -> f64 {
        share(2 * self.right, 2 * self.right + self.wrong + self.missed)
    }

    /// Returns Cohen's kappa.
    pub fn kappa(self) -> f64 {
        let all = (self.right + self.wrong + self.missed + self.left) as f64;
        let agreed = (self.right + self.left) as f64 / all;
        let raised = (self.right + self.wrong) as f64 / all;
        let wanted = (self.right + self.missed) as f64 / all;
        let by_chance = raised * wanted + (1.0 - raised) * (1.0 - wanted);
        (agreed - by_chance) / (1.0 - by_chance)
    }

    /// Returns a row of a Markdown table.
    pub fn row(self, name: &str) -> String {
        format!(
            "| {name} | {} | {} | {} | {:.2} | {:.2} | {:.2} |",
            self.right,
            self.wrong,
            self.missed,
            self.precision(),
            self.recall(),
            self.f1()
        )
    }
}

pub const HEAD: &str =
    "| what | right | wrong | missed | precision | recall | F1 |\n|---|---|---|---|---|---|---|";

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}
