//! Stopping: at once when the person says so; before anything new is asked when what is paid for could not be kept, or
//! nobody answers.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use tokio::sync::Notify;

/// Tells a running audit to stop. The first reason counts.
#[derive(Debug, Default)]
pub struct Stop {
    at_once: AtomicBool,
    soon: AtomicBool,
    reason: Mutex<Option<String>>,
    told: Notify,
    unanswered: AtomicUsize,
}

impl Stop {
    /// Gives up what is under way.
    pub fn at_once(&self, reason: &str) {
        self.give(reason);
        self.at_once.store(true, Ordering::SeqCst);
        self.told.notify_waiters();
    }

    /// Begins nothing new.
    pub fn soon(&self, reason: &str) {
        self.give(reason);
    }

    fn give(&self, reason: &str) {
        let mut given = self
            .reason
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        given.get_or_insert_with(|| reason.to_owned());
        self.soon.store(true, Ordering::SeqCst);
    }

    /// Returns why it was stopped, if it was.
    pub fn reason(&self) -> Option<String> {
        self.reason
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .clone()
    }

    /// Tells whether nothing new should be begun.
    pub fn is_told(&self) -> bool {
        self.soon.load(Ordering::SeqCst)
    }

    /// Waits until what is under way should be given up.
    pub async fn wait(&self) {
        let told = self.told.notified();
        if !self.at_once.load(Ordering::SeqCst) {
            told.await;
        }
    }

    /// Counts a document for which nobody could be reached; after `most` in a row nothing new is begun.
    pub fn unreachable(&self, most: usize, why: &str) {
        if self.unanswered.fetch_add(1, Ordering::SeqCst) + 1 >= most {
            self.soon(why);
        }
    }

    /// Notes that somebody answered.
    pub fn reached(&self) {
        self.unanswered.store(0, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_first_reason_counts_and_a_late_listener_is_told_too() {
        let stop = Stop::default();
        stop.soon("the disk is full");
        stop.at_once("interrupted");
        stop.wait().await;
        assert_eq!(stop.reason().as_deref(), Some("the disk is full"));
    }

    #[test]
    fn only_failures_in_a_row_stop_a_run() {
        let stop = Stop::default();
        stop.unreachable(2, "gone");
        stop.reached();
        stop.unreachable(2, "gone");
        assert!(!stop.is_told());
        stop.unreachable(2, "gone");
        assert!(stop.is_told());
    }
}
