//! The command line: arguments into settings, settings into work, failures into words. The only floor that prints.

mod answer;
mod apply;
mod args;
mod audit;
mod brief;
mod config;
mod diff;
mod dismiss;
mod dry_run;
mod explain;
mod explain_finding;
#[allow(clippy::print_stderr)]
mod failure;
mod folder;
mod job;
mod keeping;
mod merge_state;
mod output;
mod parallel;
mod print_config;
#[allow(clippy::print_stderr)]
mod progress;
mod questions;
mod review;
mod settings;
mod stack;
mod status;
mod tracker;
mod values;

use args::{ApplyArgs, AuditArgs, BriefArgs, Cli, Command, JobArgs, QuestionsArgs, ReviewArgs, SchemaArg};
use clap::parser::ValueSource;
use clap::{CommandFactory, FromArgMatches};
use failure::Failure;
use job::Outcome;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Runs the program and returns its exit code.
pub fn run() -> ExitCode {
    let matches = Cli::command().get_matches();
    let key_is_typed = matches
        .subcommand()
        .is_some_and(|(_, review)| matches!(typed(review, "api_key"), Some(ValueSource::CommandLine)));
    let cli = Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    match dispatch(cli.command, key_is_typed) {
        Ok(Outcome::Clear) => ExitCode::SUCCESS,
        Ok(Outcome::Found) => ExitCode::from(1),
        Ok(Outcome::Incomplete) => ExitCode::from(2),
        Ok(Outcome::Interrupted) => ExitCode::from(130),
        Err(failure) => {
            failure.print();
            ExitCode::from(2)
        }
    }
}

fn typed(matches: &clap::ArgMatches, name: &str) -> Option<ValueSource> {
    matches
        .try_contains_id(name)
        .ok()
        .filter(|found| *found)
        .and_then(|_| matches.value_source(name))
}

fn dispatch(command: Command, key_is_typed: bool) -> Result<Outcome, Failure> {
    match command {
        Command::Review(args) => review(*args, key_is_typed),
        Command::Brief(args) => brief(*args, key_is_typed),
        Command::Audit(args) => audit(*args, key_is_typed),
        Command::Questions(args) => questions(*args, key_is_typed),
        Command::Answer(args) => answer::run(&args),
        Command::Apply(args) => apply(*args, key_is_typed),
        Command::Diff(args) => diff::run(&args).map(|()| Outcome::Clear),
        Command::Dismiss(args) => dismiss::run(&args).map(|()| Outcome::Clear),
        Command::Status(args) => status::run(&args),
        Command::MergeState(args) => merge_state::run(&args).map(|()| Outcome::Clear),
        Command::Explain(args) => explain::run(&args).map(|()| Outcome::Clear),
        Command::Schema(args) => schema(args.report),
        Command::Completions(args) => {
            let mut script = Vec::new();
            clap_complete::generate(args.shell, &mut Cli::command(), "clarify", &mut script);
            print(&script)
        }
        Command::Man => {
            let mut page = Vec::new();
            let rendered = manual(&mut page);
            rendered
                .map_err(|error| Failure::new(format!("the manual could not be written: {error}"), None))?;
            print(&page)
        }
    }
}

fn review(args: ReviewArgs, key_is_typed: bool) -> Result<Outcome, Failure> {
    let found = found(&args.job, &args.specs)?;
    let only_print = args.job.run.print_config;
    let settings = settings::resolve(args, &found, key_is_typed)?;
    if only_print {
        print(print_config::of_review(&settings).as_bytes())
    } else {
        review::run(&settings)
    }
}

fn brief(args: BriefArgs, key_is_typed: bool) -> Result<Outcome, Failure> {
    let found = found(&args.job, &args.notes)?;
    let only_print = args.job.run.print_config;
    let settings = settings::resolve_brief(args, &found, key_is_typed)?;
    if only_print {
        print(print_config::of_brief(&settings).as_bytes())
    } else {
        brief::run(&settings)
    }
}

fn questions(args: QuestionsArgs, key_is_typed: bool) -> Result<Outcome, Failure> {
    let found = found(&args.job, &args.specs)?;
    let only_print = args.job.run.print_config;
    let settings = settings::questions::resolve(args, &found, key_is_typed)?;
    if only_print {
        print(print_config::of_questions(&settings).as_bytes())
    } else {
        questions::run(&settings)
    }
}

fn apply(args: ApplyArgs, key_is_typed: bool) -> Result<Outcome, Failure> {
    let found = config::find(args.run.config.as_deref(), &folder_of(&args.spec))?;
    let only_print = args.run.print_config;
    let settings = settings::apply::resolve(args, &found, key_is_typed)?;
    if only_print {
        print(print_config::of_apply(&settings).as_bytes())
    } else {
        apply::run(&settings)
    }
}

/// Finds the settings file for a job: the one named, else that of the first document's folder or one above.
fn found(job: &JobArgs, documents: &[PathBuf]) -> Result<config::Found, Failure> {
    let first = documents.first();
    let start = first.map_or_else(|| PathBuf::from("."), |document| folder_of(document));
    Ok(config::find(job.run.config.as_deref(), &start)?)
}

fn audit(args: AuditArgs, key_is_typed: bool) -> Result<Outcome, Failure> {
    let start = args.folders.first().map_or(Path::new("."), PathBuf::as_path);
    let start = if start.is_file() {
        folder_of(start)
    } else {
        start.to_owned()
    };
    let found = config::find(args.job.run.config.as_deref(), &start)?;
    let only_print = args.job.run.print_config;
    let settings = settings::audit::resolve(args, &found, key_is_typed)?;
    if only_print {
        print(print_config::of_audit(&settings).as_bytes())
    } else {
        audit::run(&settings)
    }
}

fn folder_of(document: &Path) -> PathBuf {
    let folder = document.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.map_or_else(|| PathBuf::from("."), Path::to_owned)
}

fn schema(report: SchemaArg) -> Result<Outcome, Failure> {
    let schema = match report {
        SchemaArg::Review => crate::report::schema(),
        SchemaArg::Brief => crate::report::brief::schema(),
        SchemaArg::Audit => crate::report::audit_schema(),
        SchemaArg::Questions => crate::report::pack_schema(),
    };
    print(format!("{schema:#}\n").as_bytes())
}

/// Writes the manual: one page for the program and one for each command.
fn manual(page: &mut Vec<u8>) -> std::io::Result<()> {
    let mut command = Cli::command();
    command.build();
    clap_mangen::Man::new(command.clone()).render(page)?;
    for inner in command
        .get_subcommands()
        .filter(|inner| inner.get_name() != "help")
    {
        clap_mangen::Man::new(inner.clone()).render(page)?;
    }
    Ok(())
}

fn print(text: &[u8]) -> Result<Outcome, Failure> {
    output::write(None, |out: &mut dyn Write| out.write_all(text))?;
    Ok(Outcome::Clear)
}
