//! When and after how long a request is tried again.

use super::problem::Problem;
use http::HeaderMap;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// One retry, told before the wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retry {
    /// The server's host name and port.
    pub host: String,
    /// What happened, in a few words fit to be shown.
    pub what: String,
    /// How long is waited before the next attempt.
    pub wait: Duration,
    /// The attempt that failed, from 1.
    pub attempt: usize,
    /// How many attempts there are at most.
    pub of: usize,
}

/// What is told of each retry.
pub type OnRetry = Arc<dyn Fn(&Retry) + Send + Sync>;

/// The delays between attempts, where the server names none: doubling from `min` to `max`, with jitter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backoff {
    /// The first delay.
    pub min: Duration,
    /// The longest delay, before jitter.
    pub max: Duration,
}

impl Default for Backoff {
    fn default() -> Self {
        Self {
            min: Duration::from_millis(500),
            max: Duration::from_secs(20),
        }
    }
}

/// Tells whether a status with its problem may pass by itself.
///
/// `refused_before` says that this server refused the key before: LiteLLM then rests its upstream and calls the
/// refusal a rate limit.
pub(super) fn may_pass(status: u16, problem: &Problem, refused_before: bool) -> bool {
    let hopeless = problem.is_overflow() || problem.is_spent() || refuses_form(status, problem);
    is_passing(status) && !hopeless && !is_disguised(status, problem, refused_before)
}

/// Statuses of faults that pass: timeouts, conflicts, limits, servers in trouble, Cloudflare's 52x.
fn is_passing(status: u16) -> bool {
    matches!(status, 408 | 409 | 425 | 429 | 500 | 502 | 503 | 504 | 520..=529)
}

/// A 500 that refuses the form must reach the fallback at once (llama-cpp-python answers so).
fn refuses_form(status: u16, problem: &Problem) -> bool {
    status == 500 && problem.refuses_form()
}

fn is_disguised(status: u16, problem: &Problem, refused_before: bool) -> bool {
    status == 429 && (problem.is_unauthorised() || (refused_before && problem.is_cooldown()))
}

/// Reads how long the server asks to wait: milliseconds, seconds, a fraction, an HTTP date, or as LiteLLM renames them.
pub(super) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    ["", "llm_provider-"]
        .iter()
        .find_map(|prefix| named_wait(headers, prefix, now))
}

fn named_wait(headers: &HeaderMap, prefix: &str, now: SystemTime) -> Option<Duration> {
    let text = |name: &str| {
        let value = headers.get(format!("{prefix}{name}"))?;
        value.to_str().ok().map(str::trim)
    };
    let milliseconds = text("retry-after-ms").and_then(|value| value.parse::<f64>().ok());
    let exact = milliseconds.and_then(|ms| Duration::try_from_secs_f64(ms / 1000.0).ok());
    exact.or_else(|| wait(text("retry-after")?, now))
}

fn wait(value: &str, now: SystemTime) -> Option<Duration> {
    if let Ok(seconds) = value.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let date = httpdate::parse_http_date(value).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

/// Chooses the wait before the next attempt: what the server asks for, and a little more so that requests refused
/// together do not come back together; else the backoff's delay. None where there is no further attempt.
pub(super) fn next_wait(asked: Option<Duration>, backoff: Option<Duration>) -> Option<Duration> {
    let delay = backoff?;
    match asked {
        Some(asked) if !asked.is_zero() => Some(asked + delay.min(asked / 10)),
        _ => Some(delay),
    }
}

#[cfg(test)]
mod tests {
    use super::super::secrets::Secrets;
    use super::*;
    use http::{HeaderName, HeaderValue};

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect()
    }

    fn problem(words: &str) -> Problem {
        Problem::read(words.as_bytes(), &Secrets::default())
    }

    #[test]
    fn a_wait_is_read_in_every_form() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_770);
        for (pairs, seconds) in [
            (&[("retry-after", "2")][..], Some(2.0)),
            (&[("retry-after", " 1.5 ")], Some(1.5)),
            (&[("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT")], Some(7.0)),
            (&[("retry-after", "Sun, 06 Nov 1994 08:00:00 GMT")], Some(0.0)),
            (&[("retry-after-ms", "250"), ("retry-after", "1")], Some(0.25)),
            (&[("llm_provider-retry-after", "3")], Some(3.0)),
            (&[("llm_provider-retry-after-ms", "3500")], Some(3.5)),
            (&[("retry-after", "-1")], None),
            (&[("retry-after", "NaN")], None),
            (&[("retry-after", "soon")], None),
            (&[], None),
        ] {
            let expected = seconds.map(Duration::from_secs_f64);
            assert_eq!(retry_after(&headers(pairs), now), expected, "{pairs:?}");
        }
    }

    #[test]
    fn passing_statuses_are_tried_again_and_lasting_ones_not() {
        for status in [408, 409, 425, 429, 500, 502, 503, 504, 520, 524, 529] {
            assert!(may_pass(status, &problem("x"), false), "{status}");
        }
        for status in [400, 401, 402, 403, 404, 405, 413, 422, 501, 505, 530] {
            assert!(!may_pass(status, &problem("x"), false), "{status}");
        }
    }

    #[test]
    fn a_cooldown_is_tried_again_unless_the_key_was_refused_before() {
        let cooldown =
            problem("No deployments available. All deployments for selected model are in cooldown.");
        assert!(may_pass(429, &cooldown, false));
        assert!(!may_pass(429, &cooldown, true));
        assert!(!may_pass(
            429,
            &problem("AuthenticationError: Unauthorized"),
            false
        ));
    }

    #[test]
    fn the_servers_wait_wins_over_the_backoff_and_ends_with_it() {
        let second = Duration::from_secs(1);
        let waited = next_wait(Some(second), Some(Duration::from_secs(9)));
        assert_eq!(waited, Some(Duration::from_millis(1100)));
        assert_eq!(next_wait(Some(Duration::ZERO), Some(second)), Some(second));
        assert_eq!(next_wait(None, Some(second)), Some(second));
        assert_eq!(next_wait(Some(second), None), None);
    }
}
