//! What was sent within the last minute. A window that slides with the clock keeps to the limit whichever minute a
//! server counts; a bucket that starts full lets through twice the limit in its first.

use super::PaceLimits;
use std::collections::VecDeque;
use std::time::Duration;
use tokio::time::Instant;

const MINUTE: Duration = Duration::from_secs(60);

#[derive(Debug, Default)]
pub(super) struct LastMinute {
    sent: VecDeque<Sent>,
    /// The sum of the tokens in `sent`.
    tokens: u64,
    /// The number of the first in `sent`.
    first: u64,
}

#[derive(Debug)]
struct Sent {
    at: Instant,
    tokens: u64,
}

impl LastMinute {
    /// Returns when there will be room for one more that takes so many tokens; none where there is now.
    pub fn room_at(&mut self, now: Instant, limits: &PaceLimits, tokens: u64) -> Option<Instant> {
        self.forget(now);
        let fits = |count: usize, sum: u64| {
            let requests = limits
                .requests_per_minute
                .is_none_or(|limit| count < limit.max(1) as usize);
            let alone = count == 0;
            requests && (alone || limits.tokens_per_minute.is_none_or(|limit| sum + tokens <= limit))
        };
        let (mut count, mut sum) = (self.sent.len(), self.tokens);
        let mut time = None;
        for sent in &self.sent {
            if fits(count, sum) {
                break;
            }
            count -= 1;
            sum -= sent.tokens;
            time = Some(sent.at + MINUTE);
        }
        time
    }

    /// Enters one that is sent now, and returns its number.
    pub fn enter(&mut self, now: Instant, tokens: u64) -> u64 {
        self.sent.push_back(Sent { at: now, tokens });
        self.tokens += tokens;
        self.first + self.sent.len() as u64 - 1
    }

    /// Puts what one really took in place of what it might have taken; after its minute it does not matter.
    pub fn correct(&mut self, number: u64, tokens: u64) {
        let place = number.checked_sub(self.first);
        let sent = place.and_then(|place| self.sent.get_mut(usize::try_from(place).ok()?));
        if let Some(sent) = sent {
            self.tokens = self.tokens - sent.tokens + tokens;
            sent.tokens = tokens;
        }
    }

    fn forget(&mut self, now: Instant) {
        while let Some(sent) = self.sent.front().filter(|sent| sent.at + MINUTE <= now) {
            self.tokens -= sent.tokens;
            self.first += 1;
            self.sent.pop_front();
        }
    }
}
