//! Progress on standard error: a spinner on a terminal, a line a step with `--verbose`, else nothing.

use crate::domain::Origin;
use crate::engine::{Event, Observer};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::Duration;

/// Shows what happens.
pub struct Progress {
    shown: Shown,
    state: Mutex<State>,
}

enum Shown {
    Nothing,
    Lines,
    Spinner(ProgressBar),
}

#[derive(Default)]
struct State {
    documents: usize,
    finished: usize,
    asking: usize,
    answered: usize,
}

impl Progress {
    /// Chooses how to show progress over `documents` documents.
    pub fn new(documents: usize, quiet: bool, verbose: bool) -> Self {
        let shown = match (quiet, verbose) {
            (true, _) => Shown::Nothing,
            (false, true) => Shown::Lines,
            (false, false) if std::io::stderr().is_terminal() => Shown::Spinner(spinner()),
            (false, false) => Shown::Nothing,
        };
        Self {
            shown,
            state: Mutex::new(State {
                documents,
                ..State::default()
            }),
        }
    }

    /// Tells something that a person should know, unless quiet was asked for.
    pub fn notice(&self, quiet: bool, text: &str) {
        if !quiet {
            self.line(text);
        }
    }

    /// Tells a step.
    pub fn step(&self, text: &str) {
        if matches!(self.shown, Shown::Lines) {
            self.line(text);
        }
    }

    fn line(&self, text: &str) {
        let text = crate::report::plain_line(text);
        match &self.shown {
            Shown::Spinner(bar) => bar.suspend(|| eprintln!("clarify: {text}")),
            _ => eprintln!("clarify: {text}"),
        }
    }

    /// Clears the spinner.
    pub fn clear(&self) {
        if let Shown::Spinner(bar) = &self.shown {
            bar.finish_and_clear();
        }
    }

    fn show(&self, state: &State) {
        if let Shown::Spinner(bar) = &self.shown {
            bar.set_message(state.to_string());
        }
    }
}

fn spinner() -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    let style = ProgressStyle::with_template("{spinner} {msg} ({elapsed})");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

impl std::fmt::Display for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.documents > 1 {
            write!(f, "{} of {} reviewed, ", self.finished, self.documents)?;
        }
        write!(f, "{} answered, waiting for {}", self.answered, self.asking)
    }
}

impl Observer for Progress {
    fn event(&self, event: Event<'_>) {
        // A panic elsewhere must not take the progress down with it.
        let mut state = self
            .state
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        match event {
            Event::Started { document } => self.step(&format!("reading {document}")),
            Event::Asking { purpose } => {
                state.asking += 1;
                self.step(&format!("asking: {purpose}"));
            }
            Event::Answered { purpose, origin } => {
                state.asking = state.asking.saturating_sub(1);
                state.answered += 1;
                self.step(&format!("answered: {purpose} ({})", origin_words(origin)));
            }
            Event::Repairing { purpose, problem } => {
                self.step(&format!("asking again: {purpose}, since {problem}"));
            }
            Event::Finished { document } => {
                state.finished += 1;
                self.step(&format!("finished {document}"));
            }
        }
        self.show(&state);
    }
}

fn origin_words(origin: Origin) -> &'static str {
    match origin {
        Origin::Live => "asked now",
        Origin::Store => "kept from an earlier run",
        Origin::Tape => "from the tape",
    }
}
