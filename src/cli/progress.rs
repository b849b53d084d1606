//! Progress on standard error: a spinner on a terminal, or a bar over a folder; a line a step with `--verbose`; elsewhere
//! nothing, or over a folder a line now and then.

use crate::domain::Origin;
use crate::engine::{Event, Observer};
use indicatif::{HumanDuration, ProgressBar, ProgressState, ProgressStyle};
use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Shows what happens.
pub struct Progress {
    shown: Shown,
    state: Mutex<State>,
}

enum Shown {
    Nothing,
    Lines,
    Spinner(ProgressBar),
    /// A bar over a folder.
    Bar(ProgressBar),
    /// A line now and then.
    Log(Mutex<Instant>),
}

#[derive(Default)]
struct State {
    documents: usize,
    finished: usize,
    asking: usize,
    answered: usize,
    done: usize,
    failed: usize,
    tokens: u64,
    cost_usd: Option<f64>,
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

    /// Chooses how to show progress over a folder: a bar on a terminal, a line now and then elsewhere.
    pub fn over_folder(quiet: bool, verbose: bool) -> Self {
        let shown = match (quiet, verbose) {
            (true, _) => Shown::Nothing,
            (false, true) => Shown::Lines,
            (false, false) if std::io::stderr().is_terminal() => Shown::Bar(bar()),
            (false, false) => Shown::Log(Mutex::new(Instant::now())),
        };
        Self {
            shown,
            state: Mutex::default(),
        }
    }

    /// Says over how many documents the work goes.
    pub fn expect(&self, documents: usize) {
        self.state
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .documents = documents;
        if let Shown::Bar(bar) = &self.shown {
            bar.set_length(documents as u64);
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
            Shown::Spinner(bar) | Shown::Bar(bar) => bar.suspend(|| eprintln!("clarify: {text}")),
            _ => eprintln!("clarify: {text}"),
        }
    }

    /// Clears the spinner.
    pub fn clear(&self) {
        if let Shown::Spinner(bar) | Shown::Bar(bar) = &self.shown {
            bar.finish_and_clear();
        }
    }

    fn show(&self, state: &State) {
        match &self.shown {
            Shown::Spinner(bar) => bar.set_message(state.to_string()),
            Shown::Bar(bar) => {
                bar.set_position(state.done as u64);
                bar.set_message(state.over_folder());
            }
            Shown::Log(last) => {
                let mut last = last.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                if last.elapsed() >= BETWEEN_LINES {
                    *last = Instant::now();
                    self.line(&format!(
                        "{} of {} documents, {}",
                        state.done,
                        state.documents,
                        state.over_folder()
                    ));
                }
            }
            Shown::Nothing | Shown::Lines => {}
        }
    }
}

/// How long a log stays silent between two lines on the progress.
const BETWEEN_LINES: Duration = Duration::from_secs(10);

fn bar() -> ProgressBar {
    let bar = ProgressBar::new(0);
    let style = ProgressStyle::with_template("{bar:24} {pos} of {len} documents, {msg}; {elapsed}{left}");
    let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
    bar.set_style(style.with_key("left", time_left));
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// Tells how long it will take, as soon as there is something to judge by.
fn time_left(state: &ProgressState, out: &mut dyn std::fmt::Write) {
    if state.pos() > 0 {
        // Where the line cannot be written to, nobody misses the words.
        let _ = write!(out, ", about {:#} left", HumanDuration(state.eta()));
    }
}

impl State {
    fn over_folder(&self) -> String {
        let failed = if self.failed > 0 {
            format!(", {} failed", self.failed)
        } else {
            String::new()
        };
        let cost = self
            .cost_usd
            .map(|cost| format!(", ${cost:.2}"))
            .unwrap_or_default();
        format!("{} under way{failed}, {} tokens{cost}", self.asking, self.tokens)
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
            Event::Answered {
                purpose,
                origin,
                tokens,
                cost_usd,
            } => {
                state.asking = state.asking.saturating_sub(1);
                state.answered += 1;
                state.tokens += tokens;
                if let Some(cost) = cost_usd {
                    *state.cost_usd.get_or_insert(0.0) += cost;
                }
                self.step(&format!("answered: {purpose} ({})", origin_words(origin)));
            }
            Event::Repairing { purpose, problem } => {
                self.step(&format!("asking again: {purpose}, since {problem}"));
            }
            Event::Finished { document } => {
                state.finished += 1;
                self.step(&format!("finished {document}"));
            }
            Event::Done { failed } => {
                state.done += 1;
                state.failed += usize::from(failed);
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
