//! Which columns of a sheet, or attributes of an item, hold what: by their heads, or as the person says.

use super::draft::{Draft, Entry, Field};
use super::error::FormatError;
use serde::Deserialize;
use std::str::FromStr;

/// What a column can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// What is demanded.
    Text,
    /// The requirement's id.
    Id,
    /// The requirement's name.
    Title,
    /// Something else that is said of it.
    Also,
    /// The ids of others that it refers to.
    Links,
}

impl Column {
    const ALL: [Self; 5] = [Self::Text, Self::Id, Self::Title, Self::Also, Self::Links];

    /// Returns the word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Id => "id",
            Self::Title => "title",
            Self::Also => "also",
            Self::Links => "links",
        }
    }

    /// Returns the heads by which it is known, the surest first.
    fn heads(self) -> &'static [&'static str] {
        match self {
            Self::Text => &[
                "requirement text",
                "requirement",
                "statement",
                "text",
                "shall statement",
                "object text",
                "description",
                "specification",
                "user story",
                "story",
                "content",
            ],
            Self::Id => &[
                "id",
                "uid",
                "key",
                "issue key",
                "requirement id",
                "req id",
                "req. id",
                "foreignid",
                "object identifier",
                "identifier",
                "number",
                "no",
                "no.",
                "nr",
                "nr.",
                "ref",
                "#",
            ],
            Self::Title => &["title", "name", "summary", "short name", "object heading"],
            Self::Also => &[
                "rationale",
                "acceptance criteria",
                "acceptance criterion",
                "acceptance",
                "fit criterion",
                "comment",
                "comments",
                "note",
                "notes",
            ],
            Self::Links => &[
                "links",
                "parent",
                "parents",
                "parent id",
                "depends on",
                "dependencies",
                "traces to",
                "refers to",
            ],
        }
    }
}

/// Says which columns hold what, where their heads do not say it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Columns {
    named: Vec<(Column, String)>,
}

/// Says why a column cannot be chosen so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} names no column: write text=NAME, id=NAME, title=NAME, also=NAME or links=NAME")]
pub struct ColumnsError(String);

impl FromStr for Columns {
    type Err = ColumnsError;

    /// Reads one choice, such as `text=Description`.
    fn from_str(typed: &str) -> Result<Self, ColumnsError> {
        let wrong = || ColumnsError(typed.to_owned());
        let (column, name) = typed.split_once('=').ok_or_else(wrong)?;
        let column = Column::ALL
            .into_iter()
            .find(|known| known.as_str() == column.trim());
        let name = name.trim().to_owned();
        match column {
            Some(column) if !name.is_empty() => Ok(Self {
                named: vec![(column, name)],
            }),
            _ => Err(wrong()),
        }
    }
}

impl TryFrom<String> for Columns {
    type Error = ColumnsError;

    fn try_from(typed: String) -> Result<Self, ColumnsError> {
        typed.parse()
    }
}

impl FromIterator<Columns> for Columns {
    fn from_iter<I: IntoIterator<Item = Columns>>(all: I) -> Self {
        let named = all.into_iter().flat_map(|columns| columns.named);
        Self {
            named: named.collect(),
        }
    }
}

impl Columns {
    /// Spells the choices as they are written.
    pub fn choices(&self) -> impl Iterator<Item = String> {
        let choices = self.named.iter();
        choices.map(|(column, name)| format!("{}={name}", column.as_str()))
    }

    fn named(&self, column: Column) -> impl Iterator<Item = &str> {
        let of = self.named.iter().filter(move |(named, _)| *named == column);
        of.map(|(_, name)| name.as_str())
    }

    /// Finds the columns under these heads; none where no head is known to stand above requirements.
    pub fn under(&self, heads: &[String]) -> Option<Layout> {
        let mut layout = Layout {
            text: self.find(Column::Text, heads)?,
            id: self.find(Column::Id, heads)?.first().copied(),
            title: self.find(Column::Title, heads)?.first().copied(),
            also: self.find(Column::Also, heads)?,
            links: self.find(Column::Links, heads)?,
            heads: heads.to_vec(),
        };
        if self.named(Column::Text).next().is_none() && layout.text.len() > 1 {
            // The surest head is the requirement's; what else is known as text is said of it.
            layout.also.extend(layout.text.drain(1..));
        }
        let is_known = !layout.text.is_empty() || layout.title.is_some();
        is_known.then_some(layout)
    }

    /// Finds the columns that hold something, those that were asked for or those that are known; `None` where one that
    /// was asked for is not there.
    fn find(&self, column: Column, heads: &[String]) -> Option<Vec<usize>> {
        let place = |name: &str| heads.iter().position(|head| is_head(head, name));
        let mut named = self.named(column).peekable();
        if named.peek().is_some() {
            return named.map(place).collect();
        }
        let taken = |index: &usize| {
            let by = |(_, name): &(Column, String)| is_head(&heads[*index], name);
            self.named.iter().any(by)
        };
        let known = column.heads().iter().filter_map(|name| place(name));
        Some(known.filter(|index| !taken(index)).collect())
    }

    /// Takes the columns by their numbers, from 1, where all that were asked for are numbers.
    pub fn by_number(&self) -> Option<Layout> {
        let numbers = |column| {
            let named = self.named(column);
            let numbers = named.map(|name| name.parse::<usize>().ok()?.checked_sub(1));
            numbers.collect::<Option<Vec<usize>>>()
        };
        let text = numbers(Column::Text).filter(|text| !text.is_empty())?;
        Some(Layout {
            text,
            id: numbers(Column::Id)?.first().copied(),
            title: numbers(Column::Title)?.first().copied(),
            also: numbers(Column::Also)?,
            links: numbers(Column::Links)?,
            heads: Vec::new(),
        })
    }

    /// Says what is wrong with a sheet in which no head is known.
    pub fn refuse(&self, there: Vec<String>) -> FormatError {
        let missing = self
            .named
            .iter()
            .find(|(_, name)| !there.iter().any(|head| is_head(head, name)));
        match missing {
            Some((_, wanted)) => FormatError::NoSuchColumn {
                wanted: wanted.clone(),
                there,
            },
            None => FormatError::NoTextColumn { there },
        }
    }
}

fn is_head(head: &str, name: &str) -> bool {
    let head = head.trim().trim_end_matches(':');
    let head = head.strip_prefix("ReqIF.").unwrap_or(head);
    head.replace('_', " ").to_lowercase() == name.trim().replace('_', " ").to_lowercase()
}

/// The places of a sheet's columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    text: Vec<usize>,
    id: Option<usize>,
    title: Option<usize>,
    also: Vec<usize>,
    links: Vec<usize>,
    heads: Vec<String>,
}

impl Layout {
    /// Reads a row; none where it holds no requirement. Where there are ids, a few words alone in a row are a heading.
    pub fn entry(&self, row: &mut [Option<Field>]) -> Option<Entry> {
        if self.id.is_some() && row.iter().flatten().count() == 1 {
            let lone = row
                .iter_mut()
                .find(|field| field.as_ref().is_some_and(is_heading));
            if let Some(words) = lone.and_then(Option::take) {
                return Some(Entry::Heading { level: 1, words });
            }
        }
        let mut take = |index: usize| row.get_mut(index).and_then(Option::take);
        let draft = Draft {
            id: self.id.and_then(&mut take),
            title: self.title.and_then(&mut take),
            text: self.text.iter().filter_map(|index| take(*index)).collect(),
            also: self
                .also
                .iter()
                .filter_map(|index| Some((self.head(*index), take(*index)?)))
                .collect(),
            links: self
                .links
                .iter()
                .filter_map(|index| take(*index))
                .flat_map(|field| ids(&field))
                .collect(),
        };
        (!draft.is_empty()).then_some(Entry::Item(draft))
    }

    fn head(&self, index: usize) -> String {
        let known = self.heads.get(index).map(|head| head.trim());
        known.filter(|head| !head.is_empty()).unwrap_or("Also").to_owned()
    }
}

/// The most words of a heading.
const HEADING: usize = 8;

/// Tells whether a lone cell reads like a heading: no sentence, and no id.
fn is_heading(field: &Field) -> bool {
    let is_id = !field.words.contains(' ') && field.words.contains(|letter: char| letter.is_ascii_digit());
    !is_id && field.words.split_whitespace().count() <= HEADING && !field.words.ends_with('.')
}

/// Parts a cell that lists ids.
pub fn ids(field: &Field) -> Vec<Field> {
    let words = field
        .words
        .split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | ';'));
    words.filter_map(|word| Field::of(word, field.origin)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_names_what_and_where() {
        assert!("text=Description".parse::<Columns>().is_ok());
        for wrong in ["text", "text=", "body=x", "=x"] {
            assert!(wrong.parse::<Columns>().is_err(), "{wrong}");
        }
    }
}
