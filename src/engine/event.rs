//! What happens during a job, told to whoever watches. The engine itself never prints.

use crate::domain::Origin;

/// Something that happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Event<'a> {
    /// Work on a document began.
    Started {
        /// The document's path, as given.
        document: &'a str,
    },
    /// A request went out.
    Asking {
        /// What it is for.
        purpose: &'a str,
    },
    /// An answer came.
    Answered {
        /// What it was for.
        purpose: &'a str,
        /// Where it came from.
        origin: Origin,
        /// Tokens read and written for it in this run.
        tokens: u64,
        /// What it cost in this run, in US dollars, where a price is known.
        cost_usd: Option<f64>,
    },
    /// An answer could not be used, and the model is shown why.
    Repairing {
        /// What it was for.
        purpose: &'a str,
        /// What was wrong.
        problem: &'a str,
    },
    /// Work on a document ended, well or not.
    Finished {
        /// The document's path, as given.
        document: &'a str,
    },
    /// All that an audit does with a document is done.
    Done {
        /// Whether any of it failed.
        failed: bool,
    },
}

/// Watches a job.
pub trait Observer: Send + Sync {
    /// Takes note of an event.
    fn event(&self, event: Event<'_>);
}
