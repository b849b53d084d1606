//! What can go wrong with one attempt to ask, and the error it becomes when no attempt is left.

use super::failure::AskError;
use super::problem::Problem;
use super::secrets::Secrets;
use std::error::Error;
use std::time::Duration;

/// What went wrong with one attempt.
#[derive(Debug)]
pub(super) enum Fault {
    /// The server answered with an error.
    Answered {
        /// The HTTP status; a success where the error stood in one.
        status: u16,
        /// What the server said.
        problem: Problem,
        /// How long it asks to wait.
        asked: Option<Duration>,
    },
    /// The answer was lost on the way.
    Lost {
        /// What happened.
        message: String,
        /// Whether the time allowed ran out.
        timed_out: bool,
        /// Whether another attempt makes sense.
        may_pass: bool,
        /// Whether there was a connection, so that the request may have arrived.
        connected: bool,
    },
    /// The server answered a success that is no chat completion.
    Garbage(String),
    /// The request could not be built.
    Unbuilt(String),
    /// A request that must not be sent twice may have been taken all the same.
    Uncertain(Box<Self>),
}

/// Why there is no answer, with what the server said of it.
#[derive(Debug, thiserror::Error)]
#[error("{error}")]
pub(super) struct Failed {
    /// The error, as the caller gets it.
    pub error: AskError,
    /// The status, 0 where there was none.
    pub status: u16,
    /// What the server said, to look for words in.
    pub problem: Problem,
    /// Whether the server may have done all the same what it must not do twice.
    pub uncertain: bool,
}

impl From<AskError> for Failed {
    fn from(error: AskError) -> Self {
        let problem = Problem::default();
        Self {
            error,
            status: 0,
            problem,
            uncertain: false,
        }
    }
}

impl Fault {
    /// Reads a failure of the network. A certificate that is not trusted will not be so on the next attempt either.
    pub fn lost(error: reqwest::Error, secrets: &Secrets) -> Self {
        let (timed_out, connecting) = (error.is_timeout(), error.is_connect());
        let cause = secrets.clean(&root_cause(&error.without_url()));
        let certificate = cause.to_lowercase().contains("certificate");
        let message = match (timed_out, connecting) {
            (true, true) => "the time allowed for connecting ran out".into(),
            (true, false) => "the time allowed for an answer ran out".into(),
            _ if certificate => format!("its certificate is not trusted: {cause}"),
            (false, true) => format!("could not connect: {cause}"),
            (false, false) => format!("the connection was lost: {cause}"),
        };
        Self::Lost {
            message,
            timed_out,
            may_pass: !certificate,
            connected: !connecting,
        }
    }

    /// Makes the fault of an attempt that was not made, since the server asked to be left alone for longer.
    pub fn closed(rest: Duration) -> Self {
        Self::Answered {
            status: 429,
            problem: Problem::default().saying("it asked for a long pause, so no more was sent"),
            asked: Some(rest),
        }
    }

    /// Returns how long the server asks to wait; no time at all is no wish.
    pub fn asked(&self) -> Option<Duration> {
        match self {
            Self::Answered { asked, .. } => asked.filter(|asked| !asked.is_zero()),
            Self::Uncertain(fault) => fault.asked(),
            _ => None,
        }
    }

    /// Marks what may have been taken by the server all the same, unless it said that it was not.
    pub fn uncertain(self) -> Self {
        let was_refused = match &self {
            Self::Answered { status, .. } => (400..500).contains(status) && *status != 408,
            Self::Lost { connected, .. } => !connected,
            Self::Unbuilt(_) => true,
            Self::Garbage(_) | Self::Uncertain(_) => false,
        };
        if was_refused {
            self
        } else {
            Self::Uncertain(Box::new(self))
        }
    }

    /// Says what happened, in a few words.
    pub fn what(&self) -> String {
        match self {
            Self::Answered { status, problem, .. } => format!("{status}: {}", problem.message),
            Self::Lost { message, .. } | Self::Garbage(message) | Self::Unbuilt(message) => message.clone(),
            Self::Uncertain(fault) => fault.what(),
        }
    }

    /// Becomes the error of a request that is given up. A wait is told where it was the reason for giving up.
    pub fn given_up(self, host: String, attempts: usize, max_wait: Duration) -> Failed {
        match self {
            Self::Answered {
                status,
                problem,
                asked,
            } => Failed {
                error: AskError::Status {
                    host,
                    status,
                    kind: problem.kind.clone(),
                    message: problem.message.clone(),
                    attempts,
                    retry_after: asked.filter(|asked| *asked > max_wait),
                },
                status,
                problem,
                uncertain: false,
            },
            Self::Lost {
                message, timed_out, ..
            } => Failed::from(AskError::Network {
                host,
                message,
                attempts,
                timed_out,
            }),
            Self::Garbage(message) => Failed::from(AskError::Protocol {
                host,
                message,
                attempts,
            }),
            Self::Unbuilt(message) => Failed::from(AskError::Settings(message)),
            Self::Uncertain(fault) => Failed {
                uncertain: true,
                ..fault.given_up(host, attempts, max_wait)
            },
        }
    }
}

/// Returns the innermost cause: the outer ones only say that sending failed.
fn root_cause(error: &reqwest::Error) -> String {
    let mut cause: &dyn Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}
