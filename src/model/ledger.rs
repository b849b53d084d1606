//! The books of a budget: what was spent, what is reserved for requests under way, and whether one more fits.

use super::budget::Limits;
use super::failure::AskError;
use crate::tokens::Tokens;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// An amount in both currencies.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Spend {
    /// US dollars.
    pub usd: f64,
    /// Tokens.
    pub tokens: u64,
}

impl Spend {
    pub fn plus(self, other: Self) -> Self {
        Self {
            usd: self.usd + other.usd,
            tokens: self.tokens + other.tokens,
        }
    }

    /// Returns the greater of each currency.
    pub fn greater(self, other: Self) -> Self {
        Self {
            usd: self.usd.max(other.usd),
            tokens: self.tokens.max(other.tokens),
        }
    }

    pub fn fits(self, limits: &Limits) -> bool {
        // Sums of many small amounts: a billionth of a dollar is not worth a refusal.
        let usd = limits.max_cost_usd.is_none_or(|limit| self.usd <= limit + 1e-9);
        usd && limits.max_tokens.is_none_or(|limit| self.tokens <= limit)
    }
}

#[derive(Debug, Default)]
struct Accounts {
    spent: Spend,
    /// What requests under way may take at most.
    reserved: Vec<(u64, Spend)>,
    next_id: u64,
}

impl Accounts {
    fn reserved(&self) -> Spend {
        self.reserved
            .iter()
            .fold(Spend::default(), |sum, (_, spend)| sum.plus(*spend))
    }
}

/// The books of one run.
#[derive(Debug)]
pub(super) struct Ledger {
    limits: Limits,
    accounts: Mutex<Accounts>,
    settled: Notify,
}

/// The right to one request. Dropped without being settled, as after an error, it gives back what it reserved.
#[derive(Debug)]
pub(super) struct Reserved<'a> {
    ledger: &'a Ledger,
    id: u64,
}

impl Ledger {
    /// Opens the books.
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            accounts: Mutex::default(),
            settled: Notify::new(),
        }
    }

    /// Returns what was spent.
    pub fn spent(&self) -> Spend {
        self.accounts().spent
    }

    /// Reserves the most that a request may take.
    ///
    /// Where it would fit but for what others have reserved, it waits until they are settled, since they mostly take
    /// far less. Where it can never fit, it is refused at once.
    pub async fn reserve(&self, next: Spend) -> Result<Reserved<'_>, AskError> {
        loop {
            let settled = self.settled.notified();
            tokio::pin!(settled);
            // Registered before the books are read: a settlement in between is not missed.
            settled.as_mut().enable();
            if let Some(reserved) = self.try_reserve(next)? {
                return Ok(reserved);
            }
            settled.await;
        }
    }

    fn try_reserve(&self, next: Spend) -> Result<Option<Reserved<'_>>, AskError> {
        let mut accounts = self.accounts();
        let alone = accounts.spent.plus(next);
        if !alone.fits(&self.limits) {
            return Err(self.refusal(accounts.spent, next));
        }
        if !alone.plus(accounts.reserved()).fits(&self.limits) {
            return Ok(None);
        }
        let id = accounts.next_id;
        accounts.next_id += 1;
        accounts.reserved.push((id, next));
        Ok(Some(Reserved { ledger: self, id }))
    }

    fn refusal(&self, spent: Spend, next: Spend) -> AskError {
        match self.limits.max_cost_usd {
            Some(limit)
                if !spent.plus(next).fits(&Limits {
                    max_tokens: None,
                    ..self.limits
                }) =>
            {
                AskError::Budget {
                    limit: format!("${limit}"),
                    spent: dollars(spent.usd),
                    next: dollars(next.usd),
                }
            }
            _ => AskError::Budget {
                limit: in_tokens(self.limits.max_tokens.unwrap_or_default()),
                spent: in_tokens(spent.tokens),
                next: in_tokens(next.tokens),
            },
        }
    }

    fn accounts(&self) -> MutexGuard<'_, Accounts> {
        self.accounts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn dollars(usd: f64) -> String {
    format!("${usd:.4}")
}

fn in_tokens(tokens: u64) -> String {
    let plural = if tokens == 1 { "" } else { "s" };
    let tokens = Tokens(usize::try_from(tokens).unwrap_or(usize::MAX));
    format!("{tokens} token{plural}")
}

impl Reserved<'_> {
    /// Books what the request took.
    pub fn settle(self, took: Spend) {
        let mut accounts = self.ledger.accounts();
        accounts.spent = accounts.spent.plus(took);
        // Dropping `self` ends the reservation; the books must not be held then.
        drop(accounts);
    }
}

impl Drop for Reserved<'_> {
    fn drop(&mut self) {
        self.ledger.accounts().reserved.retain(|(id, _)| *id != self.id);
        self.ledger.settled.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::FutureExt;

    fn ledger(max_tokens: u64) -> Ledger {
        Ledger::new(Limits {
            max_tokens: Some(max_tokens),
            max_cost_usd: None,
        })
    }

    fn tokens(tokens: u64) -> Spend {
        Spend { usd: 0.0, tokens }
    }

    #[tokio::test]
    async fn what_is_reserved_and_not_used_is_given_back() {
        let ledger = ledger(100);
        drop(ledger.reserve(tokens(100)).await.unwrap());
        ledger.reserve(tokens(100)).await.unwrap().settle(tokens(30));
        assert_eq!(ledger.spent(), tokens(30));
        assert!(ledger.reserve(tokens(71)).await.is_err());
        assert!(ledger.reserve(tokens(70)).await.is_ok());
    }

    #[tokio::test]
    async fn a_request_that_fits_but_for_others_waits_for_them() {
        let ledger = ledger(100);
        let first = ledger.reserve(tokens(80)).await.unwrap();
        let mut second = Box::pin(ledger.reserve(tokens(50)));
        assert!(second.as_mut().now_or_never().is_none());
        first.settle(tokens(10));
        assert!(second.await.is_ok());
    }

    #[tokio::test]
    async fn a_waiting_request_is_refused_when_others_took_too_much() {
        let ledger = ledger(100);
        let first = ledger.reserve(tokens(80)).await.unwrap();
        let mut second = Box::pin(ledger.reserve(tokens(50)));
        assert!(second.as_mut().now_or_never().is_none());
        first.settle(tokens(80));
        let error = second.await.unwrap_err().to_string();
        assert!(
            error.contains("100 tokens") && error.contains("80 tokens spent"),
            "{error}"
        );
    }
}
