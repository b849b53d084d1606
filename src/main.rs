//! The `clarify` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    clarify::cli::run()
}
