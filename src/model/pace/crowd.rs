//! How many attempts are under way, and how many may be: halved when the server refuses, one more after each round of
//! answers, never above the limit (additive increase, multiplicative decrease, as TCP does it).

use tokio::time::Instant;

#[derive(Debug)]
pub(super) struct Crowd {
    most: usize,
    allowed: usize,
    under_way: usize,
    /// Answers since the last change.
    answers: usize,
    /// Refusals since the last answer.
    refusals: u32,
    halved: Option<Instant>,
}

impl Crowd {
    /// Starts at the limit; at least one may be under way.
    pub fn new(most: usize) -> Self {
        let most = most.max(1);
        Self {
            most,
            allowed: most,
            under_way: 0,
            answers: 0,
            refusals: 0,
            halved: None,
        }
    }

    pub fn has_room(&self) -> bool {
        self.under_way < self.allowed
    }

    pub fn enter(&mut self) {
        self.under_way += 1;
    }

    pub fn leave(&mut self) {
        self.under_way -= 1;
    }

    /// Counts an answer to an attempt sent then. What was sent before the last halving says nothing of the time since.
    pub fn answered(&mut self, sent: Instant) {
        if self.is_stale(sent) {
            return;
        }
        self.refusals = 0;
        self.answers += 1;
        if self.answers >= self.allowed {
            self.allowed = self.most.min(self.allowed + 1);
            self.answers = 0;
        }
    }

    /// Counts a refusal of an attempt sent then, and returns how many came in a row; none where it was sent before the
    /// last halving, and so is news no more.
    pub fn refused(&mut self, sent: Instant, now: Instant) -> Option<u32> {
        if self.is_stale(sent) {
            return None;
        }
        self.halved = Some(now);
        self.allowed = (self.allowed / 2).max(1);
        self.answers = 0;
        self.refusals = self.refusals.saturating_add(1);
        Some(self.refusals)
    }

    fn is_stale(&self, sent: Instant) -> bool {
        self.halved.is_some_and(|halved| sent <= halved)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn after(seconds: u64, start: Instant) -> Instant {
        start + Duration::from_secs(seconds)
    }

    #[tokio::test(start_paused = true)]
    async fn refusals_of_one_round_halve_once_and_those_of_the_next_again() {
        let start = Instant::now();
        let mut crowd = Crowd::new(32);
        assert_eq!(crowd.refused(start, after(1, start)), Some(1));
        assert_eq!(crowd.refused(start, after(2, start)), None);
        assert_eq!(crowd.allowed, 16);
        assert_eq!(crowd.refused(after(3, start), after(4, start)), Some(2));
        assert_eq!(crowd.allowed, 8);
    }

    #[tokio::test(start_paused = true)]
    async fn each_round_of_answers_lets_one_more_through_up_to_the_limit() {
        let start = Instant::now();
        let mut crowd = Crowd::new(4);
        crowd.refused(start, start);
        let rounds: Vec<usize> = (0..12)
            .map(|_| {
                crowd.answered(after(1, start));
                crowd.allowed
            })
            .collect();
        assert_eq!(rounds, [2, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4]);
    }

    #[tokio::test(start_paused = true)]
    async fn one_is_always_let_through() {
        let mut crowd = Crowd::new(0);
        assert!(crowd.has_room());
        crowd.refused(Instant::now(), Instant::now());
        assert!(crowd.has_room());
    }

    #[tokio::test(start_paused = true)]
    async fn answers_to_what_was_sent_before_the_halving_do_not_count() {
        let start = Instant::now();
        let mut crowd = Crowd::new(8);
        crowd.refused(start, after(1, start));
        (0..100).for_each(|_| crowd.answered(start));
        assert_eq!(crowd.allowed, 4);
    }
}
