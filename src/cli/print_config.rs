//! The settings that hold, written as a `clarify.toml` would be; of a key it says only that there is one.

use super::settings::{
    AnswerSource, BriefSettings, Job, Keep, Output, Reading, Settings, apply, audit, questions,
};
use crate::domain::{FlagKind, Reader, Role, Severity};
use crate::rules::{Loudness, RuleSetting, raised};
use std::collections::BTreeMap;
use toml::{Table, Value};

/// Writes the settings of a review.
pub fn of_review(settings: &Settings) -> String {
    let mut review = review(&settings.job, &settings.reading, &settings.output);
    review.insert("track".into(), settings.tracking.is_some().into());
    if let Some(tracking) = &settings.tracking {
        review.insert(
            "state".into(),
            tracking.folder.path().display().to_string().into(),
        );
    }
    text(&settings.job, vec![("review", review)], None)
}

/// Writes the settings of an audit.
pub fn of_audit(settings: &audit::Settings) -> String {
    let review = review(&settings.job, &settings.reading, &settings.output);
    text(
        &settings.job,
        vec![("review", review), ("audit", audit(settings))],
        None,
    )
}

/// Writes the settings of question packs.
pub fn of_questions(settings: &questions::Settings) -> String {
    let review = reading(&settings.job, &settings.reading);
    text(&settings.job, vec![("review", review)], None)
}

/// Writes the settings of what carries decisions into a spec.
pub fn of_apply(settings: &apply::Settings) -> String {
    let mut table = Table::new();
    if let Some(file) = &settings.decisions_file {
        table.insert("decisions_file".into(), file.display().to_string().into());
    }
    text(&settings.job, vec![("apply", table)], None)
}

/// Writes the settings of a brief.
pub fn of_brief(settings: &BriefSettings) -> String {
    let teams = settings
        .teams
        .iter()
        .filter_map(|team| Table::try_from(team).ok());
    let teams = teams.map(Value::Table).collect();
    text(
        &settings.job,
        vec![("brief", brief(settings))],
        Some(("teams", teams)),
    )
}

fn text(job: &Job, own: Vec<(&str, Table)>, more: Option<(&str, Vec<Value>)>) -> String {
    let from = job
        .config_path
        .as_ref()
        .map_or_else(|| "none found".to_owned(), |path| path.display().to_string());
    let mut table = Table::new();
    table.insert("model".into(), Value::Table(model(job)));
    table.insert("context".into(), Value::Table(context(job)));
    let is_brief = own.iter().any(|(name, _)| *name == "brief");
    for (name, settings) in own {
        table.insert(name.into(), Value::Table(settings));
    }
    table.insert("store".into(), Value::Table(store(job)));
    table.insert("rules".into(), Value::Table(rules(job)));
    let people = job
        .stakeholders
        .iter()
        .filter_map(|person| Table::try_from(person).ok().map(Value::Table));
    table.insert("stakeholders".into(), Value::Array(people.collect()));
    table.extend(more.map(|(name, entries)| (name.to_owned(), Value::Array(entries))));
    let body = toml::to_string_pretty(&table).unwrap_or_default();
    let yours = job.own_config_path.as_ref();
    let yours = yours.map_or_else(String::new, |path| {
        format!("# your own settings file: {}\n", path.display())
    });
    format!(
        "# settings file: {from}\n{yours}# {}\n{body}",
        answers(job, is_brief)
    )
}

fn brief(settings: &BriefSettings) -> Table {
    let mut table = Table::new();
    table.insert("notes_tokens".into(), integer(settings.notes_tokens));
    table.insert("citations".into(), settings.output.citations.into());
    if let Some(prompts) = &settings.job.prompts {
        table.insert("prompts".into(), prompts.display().to_string().into());
    }
    table
}

fn answers(job: &Job, is_brief: bool) -> String {
    match &job.source {
        AnswerSource::Rules { .. } if is_brief => {
            "answers: none, since no endpoint is configured; a brief cannot be written without one".into()
        }
        AnswerSource::Rules { wanted: true } => "answers: none, only the wording rules run".into(),
        AnswerSource::Rules { wanted: false } => {
            "answers: none, only the wording rules run, since no endpoint is configured".into()
        }
        AnswerSource::Tape { folder, .. } => format!("answers: from the tape {}", folder.display()),
        AnswerSource::Live { endpoint, .. } => {
            let key = if endpoint.api_key.is_some() {
                "with a key"
            } else {
                "without a key"
            };
            format!("answers: from the endpoint, {key}")
        }
    }
}

fn model(job: &Job) -> Table {
    let mut table = Table::new();
    table.insert("jobs".into(), integer(job.jobs));
    if let AnswerSource::Live { endpoint, .. } = &job.source {
        table.insert("name".into(), endpoint.model.clone().into());
        table.insert("base_url".into(), without_user(&endpoint.base_url).into());
        table.insert("timeout".into(), integer(endpoint.timeout.as_secs() as usize));
        table.insert("attempts".into(), integer(endpoint.attempts));
        if let Some(organization) = &endpoint.organization {
            table.insert("organization".into(), organization.clone().into());
        }
        if let Some(limit) = endpoint.pace.requests_per_minute {
            table.insert("rpm".into(), Value::Integer(limit.into()));
        }
        if let Some(limit) = endpoint.pace.tokens_per_minute {
            table.insert(
                "tpm".into(),
                integer(usize::try_from(limit).unwrap_or(usize::MAX)),
            );
        }
        if let Some(limit) = endpoint.max_output_tokens {
            table.insert("max_output_tokens".into(), integer(limit as usize));
        }
    }
    if let Ok(parameters) = Value::try_from(&job.parameters)
        && !job.parameters.is_empty()
    {
        table.insert("parameters".into(), parameters);
    }
    table
}

/// Takes user and password out of an address.
fn without_user(url: &str) -> String {
    match (url.split_once("://"), url.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}://{host}"),
        _ => url.to_owned(),
    }
}

fn context(job: &Job) -> Table {
    let mut table = Table::new();
    for (name, role) in [
        ("strategy", Role::Strategy),
        ("glossary", Role::Glossary),
        ("decisions", Role::Decisions),
    ] {
        let paths = job.places.iter().filter(|place| place.role == role);
        let paths = paths
            .map(|place| Value::from(place.path.display().to_string()))
            .collect();
        table.insert(name.into(), Value::Array(paths));
    }
    table.insert("tokens".into(), integer(job.context_tokens));
    table
}

fn audit(settings: &audit::Settings) -> Table {
    let globs = |globs: &[String]| Value::Array(globs.iter().cloned().map(Value::from).collect());
    let limit = |limit: Option<Severity>| Value::from(limit.map_or("never", Severity::as_str));
    let mut table = Table::new();
    table.insert("include".into(), globs(&settings.selection.include));
    table.insert("exclude".into(), globs(&settings.selection.exclude));
    table.insert("blocked_at".into(), limit(settings.rules.blocked_at));
    table.insert("needs_answers_at".into(), limit(settings.rules.needs_answers_at));
    table.insert("comparisons".into(), integer(settings.comparisons));
    table
}

fn reading(job: &Job, reading: &Reading) -> Table {
    let mut table = Table::new();
    let depth = Value::try_from(reading.depth).unwrap_or_else(|_| Value::from("standard"));
    table.insert("depth".into(), depth);
    let readers = reading
        .readers
        .iter()
        .copied()
        .map(Reader::name)
        .map(Value::from)
        .collect();
    table.insert("readers".into(), Value::Array(readers));
    table.insert("spec_tokens".into(), integer(reading.spec_tokens));
    let columns: Vec<Value> = reading.columns.choices().map(Value::from).collect();
    if !columns.is_empty() {
        table.insert("columns".into(), Value::Array(columns));
    }
    if let Some(prompts) = &job.prompts {
        table.insert("prompts".into(), prompts.display().to_string().into());
    }
    table
}

fn review(job: &Job, reading: &Reading, output: &Output) -> Table {
    let mut table = self::reading(job, reading);
    if let Some(max) = output.max {
        table.insert("max".into(), integer(max));
    }
    let fail_on = output.fail_on.map_or("never", Severity::as_str);
    table.insert("fail_on".into(), fail_on.into());
    table
}

/// Shows every rule as it holds, the terms that are set, and what is set for some paths.
fn rules(job: &Job) -> Table {
    let mut table = Table::new();
    for kind in raised() {
        let level = job.policy.base().of(kind);
        let mut rule = Table::new();
        rule.insert("level".into(), level.level.as_str().into());
        let severity = level.severity.unwrap_or(kind.default_severity());
        rule.insert("severity".into(), severity.as_str().into());
        if let Some(setting) = job.rules.rules.get(&kind).filter(|set| !set.terms.is_empty()) {
            rule.insert("terms".into(), Value::Table(terms(setting)));
        }
        table.insert(kind.code().into(), Value::Table(rule));
    }
    let paths = job.rules.paths.iter().map(|path| {
        let mut set = written(&path.rules);
        let files = path.files.iter().map(|file| Value::from(file.get_ref().as_str()));
        set.insert("files".into(), Value::Array(files.collect()));
        Value::Table(set)
    });
    let paths: Vec<Value> = paths.collect();
    if !paths.is_empty() {
        table.insert("paths".into(), Value::Array(paths));
    }
    table
}

/// Shows rules as they were written.
fn written(rules: &BTreeMap<FlagKind, RuleSetting>) -> Table {
    let mut table = Table::new();
    for (kind, setting) in rules {
        let mut rule = Table::new();
        let level = setting.level.map(Loudness::as_str);
        rule.extend(level.map(|level| ("level".into(), level.into())));
        let severity = setting.severity.map(crate::domain::Severity::as_str);
        rule.extend(severity.map(|severity| ("severity".into(), severity.into())));
        if !setting.terms.is_empty() {
            rule.insert("terms".into(), Value::Table(terms(setting)));
        }
        table.insert(kind.code().into(), Value::Table(rule));
    }
    table
}

fn terms(setting: &RuleSetting) -> Table {
    let terms = setting.terms.iter();
    terms
        .map(|(term, loudness)| (term.get_ref().clone(), loudness.as_str().into()))
        .collect()
}

fn store(job: &Job) -> Table {
    let mut table = Table::new();
    if let AnswerSource::Live { keep, .. } = &job.source {
        match keep {
            Keep::Store {
                folder: Some(folder), ..
            } => {
                table.insert("enabled".into(), true.into());
                table.insert("folder".into(), folder.display().to_string().into());
            }
            _ => {
                table.insert("enabled".into(), false.into());
            }
        }
    }
    table
}

fn integer(number: usize) -> Value {
    Value::Integer(i64::try_from(number).unwrap_or(i64::MAX))
}
