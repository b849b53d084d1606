//! How fast an endpoint is asked: requests under way at once, requests and tokens a minute, and the pauses that it asks
//! for. The one place that decides concurrency.
//!
//! One attempt, not one request, holds a place: while a request waits to be tried again, its place is another's. What a
//! server says to one attempt (429) holds for all: everybody pauses, and afterwards fewer are under way.

mod crowd;
mod minute;

use super::retry::Backoff;
use crowd::Crowd;
use minute::LastMinute;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

/// How fast an endpoint may be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaceLimits {
    /// Requests under way at once, at most; at least one is let through.
    pub jobs: usize,
    /// Requests sent within any minute, at most.
    pub requests_per_minute: Option<u32>,
    /// Tokens read and written within any minute, at most. A request that takes more by itself is sent alone.
    pub tokens_per_minute: Option<u64>,
}

impl Default for PaceLimits {
    /// Four at once, with no limit by the minute.
    fn default() -> Self {
        Self {
            jobs: 4,
            requests_per_minute: None,
            tokens_per_minute: None,
        }
    }
}

/// Lets attempts through, in the order in which they came.
pub(super) struct Pace {
    limits: PaceLimits,
    backoff: Backoff,
    /// The longest pause that is waited for.
    max_wait: Duration,
    /// Held by the one attempt that is next; the others queue for it.
    turn: tokio::sync::Mutex<()>,
    state: Mutex<State>,
    changed: Notify,
}

struct State {
    crowd: Crowd,
    minute: LastMinute,
    /// Until when nobody is let through.
    pause: Option<Instant>,
}

/// What the next attempt may do.
enum Next<'a> {
    Go(Pass<'a>),
    WaitUntil(Instant),
    WaitForPlace,
    /// The server asked for a pause that is longer than is waited.
    Closed(Duration),
}

/// The right to one attempt. Dropped without a word, as after an error, it only gives its place back.
pub(super) struct Pass<'a> {
    pace: &'a Pace,
    sent: Instant,
    entry: Option<u64>,
}

impl Pace {
    /// Sets the limits; `backoff` gives the pauses after a refusal that names none.
    pub fn new(limits: PaceLimits, backoff: Backoff, max_wait: Duration) -> Self {
        let state = State {
            crowd: Crowd::new(limits.jobs),
            minute: LastMinute::default(),
            pause: None,
        };
        Self {
            limits,
            backoff,
            max_wait,
            turn: tokio::sync::Mutex::default(),
            state: Mutex::new(state),
            changed: Notify::new(),
        }
    }

    /// Waits until an attempt that may take so many tokens can be made.
    ///
    /// # Errors
    ///
    /// The rest of the pause, where the server asked for one that is longer than the limit on waiting.
    pub async fn admit(&self, tokens: u64) -> Result<Pass<'_>, Duration> {
        let _turn = self.turn.lock().await;
        loop {
            match self.next(tokens, Instant::now()) {
                Next::Go(pass) => return Ok(pass),
                Next::Closed(rest) => return Err(rest),
                Next::WaitForPlace => self.changed.notified().await,
                Next::WaitUntil(time) => tokio::select! {
                    () = sleep_until(time) => {}
                    () = self.changed.notified() => {}
                },
            }
        }
    }

    fn next(&self, tokens: u64, now: Instant) -> Next<'_> {
        let mut state = self.state();
        if let Some(pause) = state.pause.filter(|pause| *pause > now) {
            return match pause - now {
                rest if rest > self.max_wait => Next::Closed(rest),
                _ => Next::WaitUntil(pause),
            };
        }
        if !state.crowd.has_room() {
            return Next::WaitForPlace;
        }
        if let Some(time) = state.minute.room_at(now, &self.limits, tokens) {
            return Next::WaitUntil(time);
        }
        state.crowd.enter();
        let is_limited = self.limits.requests_per_minute.is_some() || self.limits.tokens_per_minute.is_some();
        let entry = is_limited.then(|| state.minute.enter(now, tokens));
        Next::Go(Pass {
            pace: self,
            sent: now,
            entry,
        })
    }

    /// Pauses that no server named double from one refusal to the next.
    fn unnamed_pause(&self, refusals: u32) -> Duration {
        let doubled = 2_u32.saturating_pow(refusals.saturating_sub(1));
        self.backoff.min.saturating_mul(doubled).min(self.backoff.max)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Pass<'_> {
    /// Tells that the attempt was answered, and how many tokens it really took, where the server said so.
    pub fn answered(self, tokens: Option<u64>) {
        let mut state = self.pace.state();
        state.crowd.answered(self.sent);
        if let (Some(entry), Some(tokens)) = (self.entry, tokens) {
            state.minute.correct(entry, tokens);
        }
    }

    /// Tells that the server is asked too much, and how long it asks to wait, where it said so.
    ///
    /// Attempts that were under way together are refused together: only the first of them counts.
    pub fn refused(self, asked: Option<Duration>) {
        let now = Instant::now();
        let mut state = self.pace.state();
        let refusals = state.crowd.refused(self.sent, now);
        let pause = asked.or_else(|| refusals.map(|refusals| self.pace.unnamed_pause(refusals)));
        if let Some(until) = pause.and_then(|pause| now.checked_add(pause)) {
            state.pause = state.pause.max(Some(until));
        }
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        self.pace.state().crowd.leave();
        self.pace.changed.notify_one();
    }
}

#[cfg(test)]
mod tests;
