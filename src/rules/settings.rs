//! The settings of the rules as written: which rules and terms are off, low or on, and where. What they come to is for
//! [`policy`](super::policy) to say.

use super::lexicon::Loudness;
use super::roster::raised;
use crate::domain::{FlagKind, Severity};
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IntoDeserializer, MapAccess, Visitor, value};
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use toml::Spanned;

/// The rules' settings: the `[rules]` table of `clarify.toml`. A rule's code stands for a level (`"off"`, `"low"`,
/// `"on"`) or a table; `paths` holds what is set for some documents only.
#[derive(Clone, Debug, Default)]
pub struct RuleSettings {
    /// What is set for all documents, by rule.
    pub rules: BTreeMap<FlagKind, RuleSetting>,
    /// What is set for some documents; of several that fit, the last decides.
    pub paths: Vec<PathSettings>,
}

/// What is set for the documents that fit a pattern.
#[derive(Clone, Debug, Default)]
pub struct PathSettings {
    /// Patterns as in `.gitignore`, relative to the settings file.
    pub files: Vec<Spanned<String>>,
    /// What is set for them, by rule.
    pub rules: BTreeMap<FlagKind, RuleSetting>,
}

/// What is set for a rule.
#[derive(Clone, Debug, Default)]
pub struct RuleSetting {
    /// How loudly the rule reports.
    pub level: Option<Loudness>,
    /// How much its hits hurt.
    pub severity: Option<Severity>,
    /// Terms that are added to the rule, made low, or switched off.
    pub terms: BTreeMap<Spanned<String>, Loudness>,
}

impl RuleSettings {
    /// Lays these settings over others, rule by rule and term by term; patterns are taken as a whole.
    pub fn over(self, below: Self) -> Self {
        let mut rules = below.rules;
        for (kind, setting) in self.rules {
            let below = rules.remove(&kind).unwrap_or_default();
            let mut terms = below.terms;
            terms.extend(setting.terms);
            let both = RuleSetting {
                level: setting.level.or(below.level),
                severity: setting.severity.or(below.severity),
                terms,
            };
            rules.insert(kind, both);
        }
        let paths = if self.paths.is_empty() {
            below.paths
        } else {
            self.paths
        };
        Self { rules, paths }
    }
}

/// A rule's setting as a table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
struct SettingTable {
    level: Option<Loudness>,
    severity: Option<Severity>,
    terms: BTreeMap<Spanned<String>, Loudness>,
}

impl<'de> Deserialize<'de> for RuleSettings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (rules, paths) = deserializer.deserialize_map(Table::new("paths"))?;
        let paths = paths.unwrap_or_default();
        Ok(Self { rules, paths })
    }
}

impl<'de> Deserialize<'de> for PathSettings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (rules, files) = deserializer.deserialize_map(Table::new("files"))?;
        let files = files.ok_or_else(|| D::Error::missing_field("files"))?;
        Ok(Self { files, rules })
    }
}

impl<'de> Deserialize<'de> for RuleSetting {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SettingVisitor)
    }
}

struct SettingVisitor;

impl<'de> Visitor<'de> for SettingVisitor {
    type Value = RuleSetting;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\"off\", \"low\", \"on\", or a table with level, severity and terms")
    }

    fn visit_str<E: Error>(self, level: &str) -> Result<RuleSetting, E> {
        let level = Loudness::deserialize(level.into_deserializer())?;
        Ok(RuleSetting {
            level: Some(level),
            ..RuleSetting::default()
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<RuleSetting, A::Error> {
        let SettingTable {
            level,
            severity,
            terms,
        } = SettingTable::deserialize(value::MapAccessDeserializer::new(map))?;
        Ok(RuleSetting {
            level,
            severity,
            terms,
        })
    }
}

/// Reads a table of rules in which one name is taken for something else.
struct Table<T> {
    reserved: &'static str,
    of: PhantomData<T>,
}

impl<T> Table<T> {
    fn new(reserved: &'static str) -> Self {
        Self {
            reserved,
            of: PhantomData,
        }
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Table<T> {
    type Value = (BTreeMap<FlagKind, RuleSetting>, Option<T>);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a table of rules and {}", self.reserved)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (mut rules, mut reserved) = (BTreeMap::new(), None);
        while let Some(name) = map.next_key_seed(Name(self.reserved))? {
            match name {
                Some(kind) => {
                    rules.insert(kind, map.next_value()?);
                }
                None => reserved = Some(map.next_value()?),
            }
        }
        Ok((rules, reserved))
    }
}

/// Reads the code of a rule, or the name that is none.
struct Name(&'static str);

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Option<FlagKind>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Name {
    type Value = Option<FlagKind>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the code of a rule")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        if name == self.0 {
            return Ok(None);
        }
        match raised().find(|kind| kind.code() == name) {
            Some(kind) => Ok(Some(kind)),
            None => {
                let codes: Vec<&str> = raised().map(FlagKind::code).collect();
                let known = codes.join(", ");
                Err(E::custom(format!(
                    "unknown rule `{name}`; there are {}, {known}",
                    self.0
                )))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        toml::from_str::<RuleSettings>(text).unwrap_err().to_string()
    }

    #[test]
    fn a_rule_is_set_by_a_level_or_a_table() {
        let settings: RuleSettings = toml::from_str(
            "weak-modal = \"off\"\n[vague-term]\nlevel = \"low\"\nseverity = \"major\"\nterms = { snappy = \"on\" }\n[[paths]]\nfiles = [\"drafts/\"]\nplaceholder = \"low\"\n",
        )
        .unwrap();
        assert_eq!(settings.rules[&FlagKind::WeakModal].level, Some(Loudness::Off));
        let vague = &settings.rules[&FlagKind::VagueTerm];
        assert_eq!(
            (vague.level, vague.severity),
            (Some(Loudness::Low), Some(Severity::Major))
        );
        assert_eq!(vague.terms.len(), 1);
        assert_eq!(settings.paths[0].files[0].get_ref(), "drafts/");
        assert!(settings.paths[0].rules.contains_key(&FlagKind::Placeholder));
    }

    #[test]
    fn unknown_codes_keys_and_levels_are_refused_with_their_line_and_what_there_is() {
        let rule = error("weak-modal = \"off\"\nvage-term = \"off\"\n");
        assert!(rule.contains("line 2") && rule.contains("vague-term"), "{rule}");
        let key = error("\n[vague-term]\nlevle = \"off\"\n");
        assert!(key.contains("line 3") && key.contains("level"), "{key}");
        let level = error("\n\nvague-term = \"loud\"\n");
        assert!(level.contains("line 3") && level.contains("`low`"), "{level}");
        let term = error("[vague-term]\nterms = { fast = 1 }\n");
        assert!(term.contains("line 2"), "{term}");
        let files = error("[[paths]]\nvague-term = \"off\"\n");
        assert!(files.contains("files"), "{files}");
    }
}
