//! Carries requests over HTTP: one tower service that owns sending at the right pace, buffering whole answers, and trying
//! again. Refuses to know what is asked; it lets through what its path lets expect.

use super::fault::{Failed, Fault};
use super::pace::{Pace, Pass};
use super::problem::Problem;
use super::reply;
use super::response::{self, Expected};
use super::retry::{Backoff, OnRetry, Retry, may_pass, next_wait};
use super::secrets::Secrets;
use crate::tokens;
use backon::{ExponentialBuilder, Retryable};
use bytes::{Bytes, BytesMut};
use futures::future::BoxFuture;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

/// The longest answer read, in bytes.
const LONGEST: usize = 64 * 1024 * 1024;
/// The longest file read, in bytes.
const LONGEST_FILE: usize = 512 * 1024 * 1024;

/// A request that is built anew for each attempt.
pub(super) trait Rebuild: Send + Sync + 'static {
    /// Builds it; fails with words fit to be shown.
    fn rebuild(&self) -> BoxFuture<'_, Result<reqwest::Request, String>>;
}

/// How long and how often is tried.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    /// Attempts at most, the first among them.
    pub attempts: usize,
    /// The longest wait that a server may ask for.
    pub max_wait: Duration,
    /// The delays where it asks for none.
    pub backoff: Backoff,
    /// The most tokens an answer may have; 0 where that is left to the server.
    pub max_output_tokens: u64,
}

impl Patience {
    fn delays(&self) -> ExponentialBuilder {
        ExponentialBuilder::default()
            .with_min_delay(self.backoff.min)
            .with_max_delay(self.backoff.max)
            .with_max_times(self.attempts.saturating_sub(1))
            .with_jitter()
    }
}

/// The service: sends to one server.
#[derive(Clone)]
pub(super) struct Transport {
    http: reqwest::Client,
    host: Arc<str>,
    secrets: Arc<Secrets>,
    patience: Patience,
    pace: Arc<Pace>,
    on_retry: OnRetry,
    /// Whether the server refused the key, and has not answered since.
    refused: Arc<AtomicBool>,
}

impl<B: Rebuild> tower::Service<B> for Transport {
    type Response = reqwest::Response;
    type Error = Failed;
    type Future = BoxFuture<'static, Result<reqwest::Response, Failed>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Failed>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: B) -> Self::Future {
        let transport = self.clone();
        Box::pin(async move { transport.send(&request).await })
    }
}

impl Transport {
    /// Makes a transport to the server called `host`, which is all of its address that is ever shown.
    pub fn new(
        http: reqwest::Client,
        host: &str,
        secrets: Secrets,
        patience: Patience,
        pace: Pace,
        on_retry: OnRetry,
    ) -> Self {
        Self {
            http,
            host: host.into(),
            secrets: Arc::new(secrets),
            patience,
            pace: Arc::new(pace),
            on_retry,
            refused: Arc::default(),
        }
    }

    async fn send(&self, request: &impl Rebuild) -> Result<reqwest::Response, Failed> {
        let attempts = AtomicUsize::new(0);
        let attempt = || {
            attempts.fetch_add(1, Ordering::Relaxed);
            self.attempt(request)
        };
        let outcome = attempt
            .retry(self.patience.delays())
            .when(|fault| self.may_pass(fault))
            .adjust(|fault, delay| self.next_wait(fault, delay))
            .notify(|fault, wait| self.tell(fault, wait, attempts.load(Ordering::Relaxed)))
            .await;
        match outcome {
            Ok(body) => Ok(http::Response::new(body).into()),
            Err(fault) => Err(fault.given_up(
                self.host.to_string(),
                attempts.into_inner(),
                self.patience.max_wait,
            )),
        }
    }

    /// Makes one attempt when its turn comes. Waiting between attempts holds nobody else up.
    async fn attempt(&self, request: &impl Rebuild) -> Result<Bytes, Fault> {
        let request = request.rebuild().await.map_err(Fault::Unbuilt)?;
        let path = request.url().path();
        let expected = Expected::at(path);
        // Sent twice, a batch is paid twice.
        let once = request.method() == http::Method::POST && path.ends_with("/batches");
        let pass = self.pace.admit(self.most_tokens(&request, expected)).await;
        let pass = pass.map_err(Fault::closed)?;
        let outcome = self.exchange(request, expected).await;
        self.report(pass, &outcome);
        outcome.map_err(|fault| if once { fault.uncertain() } else { fault })
    }

    async fn exchange(&self, request: reqwest::Request, expected: Expected) -> Result<Bytes, Fault> {
        let response = self
            .http
            .execute(request)
            .await
            .map_err(|error| self.lost(error))?;
        let (status, headers) = (response.status(), response.headers().clone());
        let longest = match expected {
            Expected::Content => LONGEST_FILE,
            Expected::Completion | Expected::Object => LONGEST,
        };
        let body = self.secrets.redact(self.whole(response, longest).await?);
        let judged = response::judge(expected, status, &headers, body, &self.secrets);
        self.remember(&judged);
        judged
    }

    /// Estimates what servers reckon with before they answer: what is read, and all that may be written.
    fn most_tokens(&self, request: &reqwest::Request, expected: Expected) -> u64 {
        if expected != Expected::Completion {
            return 0;
        }
        let body = request.body().and_then(reqwest::Body::as_bytes);
        let text = String::from_utf8_lossy(body.unwrap_or_default());
        tokens::estimate(&text).0 as u64 + self.patience.max_output_tokens
    }

    /// Tells the pace how an attempt went.
    fn report(&self, pass: Pass<'_>, outcome: &Result<Bytes, Fault>) {
        match outcome {
            Ok(body) => pass.answered(reply::tokens_in(body)),
            Err(fault) if self.asks_for_less(fault) => pass.refused(fault.asked()),
            Err(_) => {}
        }
    }

    /// Tells whether a server says that it is asked too much, and not that something else is wrong.
    fn asks_for_less(&self, fault: &Fault) -> bool {
        match fault {
            Fault::Answered {
                status,
                problem,
                asked,
            } => {
                let status = effective_status(*status, problem);
                let busy = matches!(status, 503 | 529) && asked.is_some();
                (status == 429 || busy) && self.may_pass(fault)
            }
            _ => false,
        }
    }

    /// Reads an answer to its end; one that breaks off is lost.
    async fn whole(&self, mut response: reqwest::Response, longest: usize) -> Result<Bytes, Fault> {
        let mut body = BytesMut::new();
        while let Some(piece) = response.chunk().await.map_err(|error| self.lost(error))? {
            body.extend_from_slice(&piece);
            if body.len() > longest {
                let limit = longest / (1024 * 1024);
                return Err(Fault::Garbage(format!("the answer is longer than {limit} MiB")));
            }
        }
        Ok(body.freeze())
    }

    fn lost(&self, error: reqwest::Error) -> Fault {
        Fault::lost(error, &self.secrets)
    }

    fn remember(&self, judged: &Result<Bytes, Fault>) {
        match judged {
            Ok(_) => self.refused.store(false, Ordering::Relaxed),
            Err(Fault::Answered {
                status: 401 | 403, ..
            }) => self.refused.store(true, Ordering::Relaxed),
            Err(_) => {}
        }
    }

    fn may_pass(&self, fault: &Fault) -> bool {
        match fault {
            Fault::Answered { status, problem, .. } => {
                let refused = self.refused.load(Ordering::Relaxed);
                may_pass(effective_status(*status, problem), problem, refused)
            }
            Fault::Lost { may_pass, .. } => *may_pass,
            Fault::Garbage(_) => true,
            Fault::Unbuilt(_) | Fault::Uncertain(_) => false,
        }
    }

    fn next_wait(&self, fault: &Fault, delay: Option<Duration>) -> Option<Duration> {
        let asked = fault.asked();
        let too_long = asked.is_some_and(|asked| asked > self.patience.max_wait);
        if too_long { None } else { next_wait(asked, delay) }
    }

    fn tell(&self, fault: &Fault, wait: Duration, attempt: usize) {
        (self.on_retry)(&Retry {
            host: self.host.to_string(),
            what: fault.what(),
            wait,
            attempt,
            of: self.patience.attempts,
        });
    }
}

/// Returns the status that counts: of an error in a success, the one that it names itself.
fn effective_status(status: u16, problem: &Problem) -> u16 {
    if status < 300 {
        problem.code.unwrap_or(500)
    } else {
        status
    }
}
