//! The settings of a brief.

use super::{AnswerSource, Job, SettingsError};
use crate::cli::args::{BriefArgs, BriefFormatArg};
use crate::cli::config::Found;
use crate::domain::Team;
use crate::engine::Release;
use std::path::PathBuf;

/// About 48 KB of English text: a meeting of three hours.
const DEFAULT_NOTES_TOKENS: usize = 12_000;
/// How alike a name must be to one that is known to be taken for a slip.
const SLIP: f64 = 0.75;

/// The settings of a brief.
#[derive(Debug)]
pub struct BriefSettings {
    pub notes: Vec<PathBuf>,
    pub job: Job,
    /// Every team that facts may concern.
    pub known: Vec<Team>,
    /// The teams that get a brief.
    pub teams: Vec<Team>,
    /// Teams that were typed and that nothing is known of but their name.
    pub strangers: Vec<String>,
    pub releases: Vec<Release>,
    pub notes_tokens: usize,
    pub output: BriefOutput,
}

/// What comes out.
#[derive(Debug)]
pub struct BriefOutput {
    /// The form of the report on standard output; none where only files were asked for.
    pub format: Option<BriefFormatArg>,
    pub folder: Option<PathBuf>,
    pub force: bool,
    pub citations: bool,
}

/// Puts flags, environment, file and defaults together. `key_is_typed` says that the key stood on the command line.
pub fn resolve_brief(
    args: BriefArgs,
    found: &Found,
    key_is_typed: bool,
) -> Result<BriefSettings, SettingsError> {
    let config = &found.config;
    let only_prints = args.job.run.print_config;
    let source = super::source(&args.job, config, key_is_typed)?;
    if matches!(source, AnswerSource::Rules { .. }) && !only_prints {
        return Err(SettingsError::NothingToAsk);
    }
    let teams = teams(&args.audience.team, &config.teams)?;
    Ok(BriefSettings {
        notes: args.notes,
        job: Job::new(args.job, found, source),
        known: teams.known,
        teams: teams.chosen,
        strangers: teams.strangers,
        releases: args.audience.release,
        notes_tokens: args
            .audience
            .notes_tokens
            .or(config.brief.notes_tokens)
            .unwrap_or(DEFAULT_NOTES_TOKENS),
        output: BriefOutput {
            format: args.output.format,
            folder: args.output.out,
            force: args.output.force,
            citations: args.output.citations || config.brief.citations.unwrap_or(false),
        },
    })
}

#[derive(Debug)]
struct Teams {
    known: Vec<Team>,
    chosen: Vec<Team>,
    strangers: Vec<String>,
}

/// The teams of the settings file take the place of the built-in ones; a typed team is one of either, or a name alone.
/// Which teams are chosen does not change which are known, so that the facts of a run serve the next.
fn teams(typed: &[String], written: &[Team]) -> Result<Teams, SettingsError> {
    let mut known = if written.is_empty() {
        Team::defaults()
    } else {
        written.to_vec()
    };
    if typed.is_empty() {
        return Ok(Teams {
            chosen: known.clone(),
            known,
            strangers: Vec::new(),
        });
    }
    let mut named = known.clone();
    named.extend(Team::defaults());
    let (mut chosen, mut strangers): (Vec<Team>, Vec<String>) = (Vec::new(), Vec::new());
    for name in typed {
        let team = match named.iter().chain(&chosen).find(|team| team.is_called(name)) {
            Some(team) => team.clone(),
            None => {
                if let Some(meant) = slip(name, &named) {
                    return Err(SettingsError::UnknownTeam {
                        name: name.clone(),
                        meant,
                    });
                }
                strangers.push(name.trim().to_owned());
                Team {
                    name: name.trim().to_owned(),
                    cares_about: Vec::new(),
                }
            }
        };
        if !known.contains(&team) {
            known.push(team.clone());
        }
        if !chosen.contains(&team) {
            chosen.push(team);
        }
    }
    Ok(Teams {
        known,
        chosen,
        strangers,
    })
}

/// Finds the team whose name was probably meant.
fn slip(name: &str, teams: &[Team]) -> Option<String> {
    let name = name.trim().to_lowercase();
    let alike = teams
        .iter()
        .map(|team| (strsim::jaro_winkler(&name, &team.name.to_lowercase()), team));
    let alike =
        alike.filter(|(_, team)| strsim::normalized_levenshtein(&name, &team.name.to_lowercase()) >= SLIP);
    let best = alike.max_by(|(one, _), (two, _)| one.total_cmp(two));
    best.map(|(_, team)| team.name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(names: &[&str], written: &[Team]) -> Result<Teams, SettingsError> {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        teams(&names, written)
    }

    fn names(teams: &[Team]) -> Vec<&str> {
        teams.iter().map(|team| team.name.as_str()).collect()
    }

    #[test]
    fn choosing_teams_does_not_change_which_are_known() {
        let all = typed(&[], &[]).unwrap();
        let some = typed(&["Support", "design", "support"], &[]).unwrap();
        assert_eq!(all.known, some.known);
        assert_eq!(names(&some.chosen), ["support", "design"]);
    }

    #[test]
    fn teams_of_the_file_take_the_place_of_the_built_in_ones() {
        let own = Team {
            name: "Warehouse".into(),
            cares_about: vec!["shifts".into()],
        };
        let teams = typed(&[], std::slice::from_ref(&own)).unwrap();
        assert_eq!(
            (names(&teams.chosen), names(&teams.known)),
            (vec!["Warehouse"], vec!["Warehouse"])
        );
        let both = typed(&["sales"], &[own]).unwrap();
        assert_eq!(
            (names(&both.chosen), names(&both.known)),
            (vec!["sales"], vec!["Warehouse", "sales"])
        );
    }

    #[test]
    fn a_slip_is_an_error_and_a_new_name_a_team() {
        let slip = typed(&["enginering"], &[]).unwrap_err().to_string();
        assert!(
            slip.contains("enginering") && slip.contains("engineering"),
            "{slip}"
        );
        let new = typed(&["warehouse"], &[]).unwrap();
        assert_eq!(new.strangers, ["warehouse"]);
    }
}
