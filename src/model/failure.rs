//! Why a model could not be asked, or its exchange not be kept or found.

use std::path::PathBuf;
use std::time::Duration;

/// Says why no answer could be had.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// The server answered with an error status, or with an error in a success.
    #[error("{host} answered {status}{}: {message}{}", attempts_note(*attempts), wait_note(*retry_after))]
    Status {
        /// The server's host name and port.
        host: String,
        /// The HTTP status; 200 where the error stood in a success.
        status: u16,
        /// The provider's type or code of the error, where it gave one.
        kind: String,
        /// The provider's words, shortened, without control characters.
        message: String,
        /// How often it was tried.
        attempts: usize,
        /// How long the server asked to wait, where that was longer than the limit on waiting.
        retry_after: Option<Duration>,
    },
    /// The request or answer was lost on the way.
    #[error("no answer from {host}{}: {message}", attempts_note(*attempts))]
    Network {
        /// The server's host name and port.
        host: String,
        /// What happened.
        message: String,
        /// How often it was tried.
        attempts: usize,
        /// Whether the time allowed for an answer ran out.
        timed_out: bool,
    },
    /// The server answered with something that is no chat completion.
    #[error("{host} did not answer as a Chat Completions endpoint{}: {message}", attempts_note(*attempts))]
    Protocol {
        /// The server's host name and port.
        host: String,
        /// What was wrong with it.
        message: String,
        /// How often it was tried.
        attempts: usize,
    },
    /// Asking would pass a limit set for this run.
    #[error("the limit of {limit} would be passed: {spent} spent, the next request may take {next}")]
    Budget {
        /// The limit, as set.
        limit: String,
        /// What was spent before.
        spent: String,
        /// What the next request may take at most.
        next: String,
    },
    /// The tape holds no answer to this request.
    #[error("the tape {} holds no answer to this request ({purpose}, {key})", tape.display())]
    NotOnTape {
        /// The tape's folder.
        tape: PathBuf,
        /// What the request was for.
        purpose: String,
        /// The request's key.
        key: String,
    },
    /// A stored exchange cannot be used.
    #[error("the exchange {} cannot be used: {message}", path.display())]
    BadExchange {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        message: String,
    },
    /// An exchange could not be stored.
    #[error("the answer could not be stored in {}: {source}", path.display())]
    Store {
        /// The folder or file.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
    },
    /// The journal of batches cannot be read, or is in use.
    #[error("the journal of batches {} cannot be used: {message}", path.display())]
    Journal {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        message: String,
    },
    /// The settings of the client do not hold together.
    #[error("{0}")]
    Settings(String),
}

fn attempts_note(attempts: usize) -> String {
    if attempts > 1 {
        format!(" ({attempts} attempts)")
    } else {
        String::new()
    }
}

fn wait_note(retry_after: Option<Duration>) -> String {
    match retry_after {
        Some(wait) => format!("; it asks to wait {}", in_words(wait)),
        None => String::new(),
    }
}

/// Puts a wait into words: whole seconds, rounded up, beyond two minutes whole minutes.
fn in_words(wait: Duration) -> String {
    let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    match seconds {
        0..=120 => format!("{seconds} s"),
        _ => format!("{} min", seconds.div_ceil(60)),
    }
}
