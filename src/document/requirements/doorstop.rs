//! Doorstop: one YAML file a requirement, in a folder with a mark. The folder is the document; its items stand in the
//! order of their levels.

use super::draft::{Draft, Entry, Field, File, Found, Markup, Origin};
use super::error::FormatError;
use crate::document::load::{self, LoadError};
use saphyr_parser::{Event, Parser};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The file by which a folder is known as a document of doorstop's.
pub const MARK: &str = ".doorstop.yml";
const FORMAT: &str = "a doorstop item";
/// The deepest folder in which items are looked for.
const DEEPEST: usize = 8;

/// An item, read.
struct Read {
    level: Vec<u32>,
    entry: Option<Entry>,
}

/// Reads all items of a folder; one that cannot be read is left out, with a remark.
pub fn read_folder(folder: &Path) -> Result<Found, LoadError> {
    let mut paths = Vec::new();
    items_in(folder, 0, &mut paths).map_err(|source| LoadError::Unreadable {
        document: folder.display().to_string(),
        source,
    })?;
    paths.sort();
    let mut found = Found {
        markup: Markup::Markdown,
        ..Found::default()
    };
    let mut items = Vec::new();
    let mut length = 0;
    for path in paths {
        let shown = path.display().to_string();
        let text = load::bytes_of(&path).and_then(|bytes| load::text_of(bytes, &shown));
        let text = match text {
            Ok(text) => text,
            Err(error) => {
                found.remarks.push(format!("{error}: left out"));
                continue;
            }
        };
        length += text.len() as u64;
        if length > load::MAX_BYTES {
            return Err(LoadError::TooLarge {
                document: folder.display().to_string(),
            });
        }
        match item(&text, &stem(&path), found.files.len()) {
            Ok(item) => {
                items.push((item, shown.clone()));
                found.files.push(File {
                    path: Some(shown),
                    text,
                });
            }
            Err(error) => found.remarks.push(format!("{shown} {error}: it was left out")),
        }
    }
    items.sort_by(|(a, a_path), (b, b_path)| (&a.level, a_path).cmp(&(&b.level, b_path)));
    found.entries = items.into_iter().filter_map(|(item, _)| item.entry).collect();
    Ok(found)
}

/// Reads a single item; `None` where the file is YAML of another sort.
pub fn read_item(text: &str, path: &Path) -> Option<Result<Found, FormatError>> {
    let values = values(text, 0).ok()?;
    if !(values.contains_key("text") && values.contains_key("level") && values.contains_key("active")) {
        return None;
    }
    let found = item(text, &stem(path), 0).map(|item| Found {
        markup: Markup::Markdown,
        entries: item.entry.into_iter().collect(),
        ..Found::in_file(text.to_owned())
    });
    Some(found)
}

fn stem(path: &Path) -> String {
    path.file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// Lists the files of items below a folder, without those of documents further down.
fn items_in(folder: &Path, depth: usize, paths: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let is_hidden = path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if is_hidden {
            continue;
        }
        if path.is_dir() && depth < DEEPEST && !super::is_doorstop(&path) {
            items_in(&path, depth + 1, paths)?;
        } else if path.is_file() && super::may_be_item(&path) {
            paths.push(path);
        }
    }
    Ok(())
}

fn item(text: &str, id: &str, file: usize) -> Result<Read, FormatError> {
    let mut values = values(text, file)?;
    let mut take = |name: &str| values.remove(name).unwrap_or_default();
    let says_no = |fields: Vec<Field>| fields.first().is_some_and(|field| field.words == "false");
    let level = take("level")
        .first()
        .map(|level| level.words.clone())
        .unwrap_or_default();
    let level: Vec<u32> = level.split('.').map(|part| part.parse().unwrap_or(0)).collect();
    let is_heading = says_no(take("normative")) && level.len() > 1 && level.last() == Some(&0);
    let is_active = !says_no(take("active"));
    let draft = Draft {
        id: Field::of(id, Origin::Bytes { file, at: 0 }),
        title: take("header").into_iter().next(),
        text: take("text"),
        links: take("links"),
        also: take("rationale")
            .into_iter()
            .map(|field| ("Rationale".to_owned(), field))
            .collect(),
    };
    let entry = match draft {
        _ if !is_active => None,
        draft if draft.is_empty() => None,
        draft if is_heading => {
            let depth = level.len() - 1;
            let mut words = draft.title.into_iter().chain(draft.text);
            words.next().map(|words| Entry::Heading { level: depth, words })
        }
        draft => Some(Entry::Item(draft)),
    };
    Ok(Read { level, entry })
}

/// Reads the values of a mapping: scalars, and of lists the scalars and the names of their mappings.
///
/// # Errors
///
/// Where it is no YAML, no mapping, or names a value to repeat it elsewhere: a few such lines can unfold to gigabytes.
fn values(text: &str, file: usize) -> Result<BTreeMap<String, Vec<Field>>, FormatError> {
    let body = text.trim_start_matches('\u{feff}');
    let base = text.len() - body.len();
    let starts: Vec<usize> = body.char_indices().map(|(at, _)| at).collect();
    let mut values: BTreeMap<String, Vec<Field>> = BTreeMap::new();
    // The mappings and lists around, each with whether a key comes next.
    let mut around: Vec<(bool, bool)> = Vec::new();
    let mut key = String::new();
    for event in Parser::new_from_str(body) {
        let (event, span) = event.map_err(|error| FormatError::malformed(FORMAT, error))?;
        match event {
            Event::Alias(_) => {
                return Err(FormatError::malformed(
                    FORMAT,
                    "it refers to values of its own (*name)",
                ));
            }
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                pass(&mut around);
                around.push((matches!(event, Event::MappingStart(..)), true));
            }
            Event::MappingEnd | Event::SequenceEnd => {
                around.pop();
            }
            Event::Scalar(words, ..) => {
                let at = base + starts.get(span.start.index()).copied().unwrap_or(body.len());
                let is_key = pass(&mut around);
                take(
                    &mut values,
                    &mut key,
                    &around,
                    is_key,
                    Field::of(&words, Origin::Bytes { file, at }),
                    words,
                );
            }
            _ => {}
        }
        if around.is_empty() && !values.is_empty() {
            break;
        }
    }
    if values.is_empty() {
        return Err(FormatError::malformed(
            FORMAT,
            "it is no list of names and values",
        ));
    }
    Ok(values)
}

/// Counts a value in the mapping or list around it, and tells whether it is a key.
fn pass(around: &mut [(bool, bool)]) -> bool {
    match around.last_mut() {
        Some((true, next_is_key)) => std::mem::replace(next_is_key, !*next_is_key),
        _ => false,
    }
}

fn take(
    values: &mut BTreeMap<String, Vec<Field>>,
    key: &mut String,
    around: &[(bool, bool)],
    is_key: bool,
    field: Option<Field>,
    words: Cow<'_, str>,
) {
    let is_listed_name = is_key && around.len() == 3 && !around[1].0;
    match around.len() {
        1 if is_key => {
            *key = words.into_owned();
            values.entry(key.clone()).or_default();
        }
        1 | 2 if !is_key => values.entry(key.clone()).or_default().extend(field),
        _ if is_listed_name => values.entry(key.clone()).or_default().extend(field),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ITEM: &str = "active: true\nderived: false\nheader: |\n  Parcels\nlevel: 1.2\nlinks:\n- SYS001: abc=\n- SYS002\nnormative: true\nreviewed: null\ntext: |\n  A parcel must\n  arrive.\n";

    #[test]
    fn an_item_has_the_id_of_its_file_and_the_links_it_lists() {
        let found = read_item(ITEM, Path::new("a/REQ007.yml")).unwrap().unwrap();
        let [Entry::Item(item)] = found.entries.as_slice() else {
            panic!("{found:?}")
        };
        assert_eq!(item.id.as_ref().unwrap().words, "REQ007");
        assert_eq!(item.title.as_ref().unwrap().words, "Parcels");
        assert_eq!(item.text[0].words, "A parcel must\narrive.");
        let links: Vec<&str> = item.links.iter().map(|link| link.words.as_str()).collect();
        assert_eq!(links, ["SYS001", "SYS002"]);
    }

    #[test]
    fn other_yaml_is_none_and_values_that_refer_to_each_other_are_refused() {
        assert!(read_item("openapi: 3.0\ninfo: {}\n", Path::new("api.yml")).is_none());
        assert!(read_item("- a\n- b\n", Path::new("list.yml")).is_none());
        let error = values("a: &x [1, 2]\ntext: *x\n", 0).unwrap_err();
        assert!(error.to_string().contains("refers to values"), "{error}");
    }

    #[test]
    fn a_folder_is_read_by_level_and_what_is_broken_is_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        write(MARK, "settings:\n  prefix: REQ\n");
        write("REQ2.yml", "active: true\nlevel: 1.1\ntext: second must hold\n");
        write("REQ1.yml", "active: true\nlevel: 1.2\ntext: third must hold\n");
        write(
            "REQ0.yml",
            "active: true\nlevel: 1.0\nnormative: false\ntext: Head\n",
        );
        write("REQ4.yml", "active: false\nlevel: 1.3\ntext: gone\n");
        write("REQ5.yml", "text: [unclosed\n");
        let found = read_folder(folder.path()).unwrap();
        let words: Vec<&str> = found
            .entries
            .iter()
            .map(|entry| match entry {
                Entry::Heading { words, .. } | Entry::Prose(words) => words.words.as_str(),
                Entry::Item(item) => item.text[0].words.as_str(),
            })
            .collect();
        assert_eq!(words, ["Head", "second must hold", "third must hold"]);
        assert_eq!(found.remarks.len(), 1);
        assert!(found.remarks[0].contains("REQ5.yml"));
    }
}
