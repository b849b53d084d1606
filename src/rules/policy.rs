//! The policy: which rules and terms are looked for in which documents, and how loudly they are reported. Made of the
//! vocabulary and the settings; the default is what is built in.

use super::check::Hit;
use super::lexicon::Loudness;
use super::roster::default_level;
use super::settings::{RuleSetting, RuleSettings};
use super::vocabulary::Vocabulary;
use crate::domain::{FlagKind, Severity};
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, LazyLock};

static BUILT_IN: LazyLock<Policy> = LazyLock::new(|| {
    Policy::new(&RuleSettings::default(), Path::new("")).expect("the terms compiled in make an automaton")
});

/// Says why settings make no policy.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct PolicyError {
    message: String,
    /// The bytes of the settings file that are wrong, where they are known.
    pub place: Option<Range<usize>>,
}

/// Which rules and terms are looked for, where, and how loudly. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Policy(Arc<Resolved>);

#[derive(Debug)]
struct Resolved {
    vocabulary: Vocabulary,
    base: Levels,
    paths: Vec<PathLevels>,
    root: PathBuf,
}

/// What is set for some paths, on top of what holds for all.
#[derive(Debug)]
struct PathLevels {
    files: Gitignore,
    rules: BTreeMap<FlagKind, RuleSetting>,
}

/// How loudly rules and terms are reported in one document.
#[derive(Clone, Debug, Default)]
pub struct Levels {
    rules: BTreeMap<FlagKind, RuleLevel>,
    /// By the term's place in the vocabulary.
    terms: Vec<Loudness>,
}

/// How loudly a rule is reported, and how much its hits hurt where that is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RuleLevel {
    /// Its loudness.
    pub level: Loudness,
    /// The severity that is set for it.
    pub severity: Option<Severity>,
}

impl Default for Policy {
    fn default() -> Self {
        BUILT_IN.clone()
    }
}

impl Policy {
    /// Puts the settings on top of what is built in. Patterns are relative to `root`.
    pub fn new(settings: &RuleSettings, root: &Path) -> Result<Self, PolicyError> {
        let mut vocabulary = vocabulary(settings)?;
        let mut base = Levels {
            rules: BTreeMap::new(),
            terms: vocabulary.defaults(),
        };
        base.apply(&settings.rules, &vocabulary);
        let paths = paths(settings)?;
        let mut loudest = base.terms.clone();
        for path in &paths {
            let mut levels = base.clone();
            levels.apply(&path.rules, &vocabulary);
            let terms = loudest.iter_mut().zip(&levels.terms);
            terms.for_each(|(loudest, level)| *loudest = (*loudest).max(*level));
        }
        vocabulary
            .look_for(|place| loudest[place] != Loudness::Off)
            .map_err(|error| PolicyError {
                message: format!("the rules' terms could not be compiled: {error}"),
                place: None,
            })?;
        let root = plain(root);
        Ok(Self(Arc::new(Resolved {
            vocabulary,
            base,
            paths,
            root,
        })))
    }

    /// Says whether the settings of one file hold, which takes no automaton.
    pub fn validate(settings: &RuleSettings) -> Result<(), PolicyError> {
        vocabulary(settings)?;
        paths(settings).map(drop)
    }

    /// Returns the vocabulary.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.0.vocabulary
    }

    /// Returns what holds for all documents but for their paths.
    pub fn base(&self) -> &Levels {
        &self.0.base
    }

    /// Returns what holds for the document at a path.
    pub fn levels_for(&self, path: &str) -> Cow<'_, Levels> {
        let resolved = &*self.0;
        if resolved.paths.is_empty() {
            return Cow::Borrowed(&resolved.base);
        }
        let path = plain(Path::new(path));
        let Ok(path) = path.strip_prefix(&resolved.root) else {
            return Cow::Borrowed(&resolved.base);
        };
        let mut levels = Cow::Borrowed(&resolved.base);
        for set in &resolved.paths {
            if set.files.matched_path_or_any_parents(path, false).is_ignore() {
                levels.to_mut().apply(&set.rules, &resolved.vocabulary);
            }
        }
        levels
    }
}

impl Levels {
    fn apply(&mut self, rules: &BTreeMap<FlagKind, RuleSetting>, vocabulary: &Vocabulary) {
        for (kind, setting) in rules {
            let mut level = self.of(*kind);
            level.level = setting.level.unwrap_or(level.level);
            level.severity = setting.severity.or(level.severity);
            self.rules.insert(*kind, level);
            for (term, loudness) in &setting.terms {
                for place in vocabulary.places(*kind, term.get_ref()) {
                    self.terms[place] = *loudness;
                }
            }
        }
    }

    /// Returns how a rule is reported.
    pub fn of(&self, kind: FlagKind) -> RuleLevel {
        let default = || RuleLevel {
            level: default_level(kind),
            severity: None,
        };
        self.rules.get(&kind).copied().unwrap_or_else(default)
    }

    /// Returns how loudly each term is reported, by its place in the vocabulary.
    pub fn terms(&self) -> &[Loudness] {
        &self.terms
    }

    /// Gives a hit the weight that is set for its rule; drops it where the rule is off.
    pub fn weigh(&self, mut hit: Hit) -> Option<Hit> {
        let RuleLevel { level, severity } = self.of(hit.kind);
        hit.low |= level == Loudness::Low;
        if hit.low {
            hit.severity = Severity::Note;
        } else if hit.severity == hit.kind.default_severity() {
            hit.severity = severity.unwrap_or(hit.severity);
        }
        (level != Loudness::Off).then_some(hit)
    }
}

/// Gathers what is built in and what the settings add to it.
fn vocabulary(settings: &RuleSettings) -> Result<Vocabulary, PolicyError> {
    let mut vocabulary = Vocabulary::built_in();
    let of_paths = settings.paths.iter().map(|path| &path.rules);
    for rules in std::iter::once(&settings.rules).chain(of_paths) {
        add_terms(&mut vocabulary, rules)?;
    }
    Ok(vocabulary)
}

fn paths(settings: &RuleSettings) -> Result<Vec<PathLevels>, PolicyError> {
    let paths = settings.paths.iter().map(|path| {
        let files = patterns(&path.files)?;
        let rules = path.rules.clone();
        Ok(PathLevels { files, rules })
    });
    paths.collect()
}

fn add_terms(
    vocabulary: &mut Vocabulary,
    rules: &BTreeMap<FlagKind, RuleSetting>,
) -> Result<(), PolicyError> {
    for (kind, setting) in rules {
        for (term, loudness) in &setting.terms {
            let words = term.get_ref();
            let wrong = |message: String| PolicyError {
                message,
                place: Some(term.span()),
            };
            if vocabulary.terms_of(*kind).next().is_none() {
                return Err(wrong(format!(
                    "{kind} looks at sentences and has no terms to set"
                )));
            }
            if words.trim().is_empty() || words.trim() != words {
                return Err(wrong(format!(
                    "a term of {kind} is blank or begins or ends with a blank"
                )));
            }
            if !vocabulary.places(*kind, words).is_empty() {
                continue;
            }
            if *loudness == Loudness::Off {
                return Err(wrong(unknown_term(vocabulary, *kind, words)));
            }
            vocabulary.add(*kind, words);
        }
    }
    Ok(())
}

fn unknown_term(vocabulary: &Vocabulary, kind: FlagKind, words: &str) -> String {
    let near = vocabulary
        .terms_of(kind)
        .map(|(term, _)| (strsim::jaro_winkler(term, words), term))
        .max_by(|one, other| one.0.total_cmp(&other.0));
    let near = near.filter(|(likeness, _)| *likeness > 0.8);
    let hint = near.map_or(String::new(), |(_, term)| format!("; did you mean “{term}”?"));
    format!("{kind} has no term “{words}” to switch off{hint}")
}

fn patterns(files: &[toml::Spanned<String>]) -> Result<Gitignore, PolicyError> {
    let mut builder = GitignoreBuilder::new("");
    for pattern in files {
        let wrong = |error: ignore::Error| PolicyError {
            message: format!("“{}” is no pattern: {error}", pattern.get_ref()),
            place: Some(pattern.span()),
        };
        builder.add_line(None, pattern.get_ref()).map_err(wrong)?;
    }
    builder.build().map_err(|error| PolicyError {
        message: error.to_string(),
        place: None,
    })
}

/// Makes a path absolute and takes `.` and `..` out of it, without a look at the file system.
fn plain(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path)
        .or_else(|_| std::env::current_dir())
        .unwrap_or_default();
    let mut plain = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(text: &str) -> Result<Policy, PolicyError> {
        Policy::new(&toml::from_str(text).unwrap(), Path::new("/specs"))
    }

    fn refused(text: &str) -> String {
        let error = policy(text).unwrap_err();
        let place = error.place.clone().expect("the place is known");
        format!("{error} at {}", &text[place])
    }

    #[test]
    fn the_last_pattern_that_fits_decides() {
        let policy = policy(
            "placeholder = \"low\"\n[[paths]]\nfiles = [\"drafts/\"]\nplaceholder = \"off\"\n[[paths]]\nfiles = [\"*-final.md\"]\nplaceholder = { level = \"on\", severity = \"blocker\" }\n",
        )
        .unwrap();
        let level = |path: &str| policy.levels_for(path).of(FlagKind::Placeholder);
        assert_eq!(level("/specs/a.md").level, Loudness::Low);
        assert_eq!(level("/specs/drafts/a.md").level, Loudness::Off);
        assert_eq!(
            level("/specs/x/../drafts/a-final.md").severity,
            Some(Severity::Blocker)
        );
        assert_eq!(level("/elsewhere/drafts/a.md").level, Loudness::Low);
        assert_eq!(level("<stdin>").level, Loudness::Low);
    }

    #[test]
    fn what_cannot_be_set_is_refused_with_its_place() {
        let typo = refused("[vague-term]\nterms = { robustt = \"off\" }\n");
        assert!(
            typo.contains("did you mean “robust”?") && typo.ends_with("at robustt"),
            "{typo}"
        );
        let none = refused("[missing-actor]\nterms = { done = \"on\" }\n");
        assert!(none.contains("has no terms"), "{none}");
        let pattern = refused("[[paths]]\nfiles = [\"a{b\"]\n");
        assert!(pattern.contains("is no pattern"), "{pattern}");
    }
}
