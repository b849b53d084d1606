//! ReqIF: the exchange format of requirement tools, and archives of it. Objects stand in the order of the specification
//! that lists them; their attributes are known by the names that columns have.

use super::archive;
use super::columns::Columns;
use super::draft::{Draft, Entry, Field, File, Found, Origin};
use super::error::FormatError;
use crate::document::MAX_BYTES;
use roxmltree::{Document, Node, ParsingOptions};
use std::collections::{HashMap, HashSet};
use std::io::Read;

const FORMAT: &str = "a ReqIF file";
/// The most elements of a file.
const ELEMENTS: u32 = 2_000_000;
/// The deepest that objects are nested.
const DEEPEST: usize = 64;

/// Reads an archive of ReqIF files.
pub fn read_archive(bytes: &[u8], columns: &Columns) -> Result<Found, FormatError> {
    let mut archive = archive::open(bytes, FORMAT)?;
    let names = archive.file_names().filter_map(Result::ok);
    let mut names: Vec<String> = names.map(|name| name.into_owned()).collect();
    names.retain(|name| name.to_ascii_lowercase().ends_with(".reqif"));
    names.sort();
    let mut all = Found::default();
    for name in names {
        let mut file = archive
            .by_name(&name)
            .map_err(|error| FormatError::malformed(FORMAT, error))?;
        let mut text = String::new();
        file.by_ref()
            .take(MAX_BYTES + 1)
            .read_to_string(&mut text)
            .map_err(|error| FormatError::malformed(FORMAT, error))?;
        if text.len() as u64 > MAX_BYTES {
            return Err(FormatError::Bomb);
        }
        let found = parse(&text, columns, all.files.len())?;
        all.title = all.title.or(found.title);
        all.entries.extend(found.entries);
        all.files.push(File {
            path: Some(name),
            text,
        });
    }
    Ok(all)
}

/// Reads a ReqIF file.
pub fn read(text: String, columns: &Columns) -> Result<Found, FormatError> {
    let found = parse(&text, columns, 0)?;
    Ok(Found {
        files: Found::in_file(text).files,
        ..found
    })
}

fn parse(text: &str, columns: &Columns, file: usize) -> Result<Found, FormatError> {
    let body = text.trim_start_matches('\u{feff}');
    // Without a document type there are no entities that could unfold.
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: ELEMENTS,
        ..ParsingOptions::default()
    };
    let xml =
        Document::parse_with_options(body, options).map_err(|error| FormatError::malformed(FORMAT, error))?;
    if !xml.root_element().has_tag_name_of("REQ-IF") {
        return Err(FormatError::malformed(FORMAT, "its root is no REQ-IF"));
    }
    let reader = Reader::new(&xml, file, text.len() - body.len());
    let mut found = Found {
        title: reader.title(&xml),
        ..Found::default()
    };
    reader.entries(&xml, columns, &mut found);
    Ok(found)
}

/// Names without regard to their namespace, which tools write differently.
trait Named {
    fn has_tag_name_of(&self, name: &str) -> bool;
}

impl Named for Node<'_, '_> {
    fn has_tag_name_of(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }
}

fn child<'d, 'x>(node: Node<'d, 'x>, name: &str) -> Option<Node<'d, 'x>> {
    node.children().find(|child| child.has_tag_name_of(name))
}

/// Returns the words of the reference that an element holds, such as `OBJECT/SPEC-OBJECT-REF`.
fn reference<'d>(node: Node<'d, '_>, name: &str) -> Option<&'d str> {
    let holder = child(node, name)?;
    holder.children().find(Node::is_element)?.text().map(str::trim)
}

struct Reader<'d, 'x> {
    file: usize,
    base: usize,
    objects: HashMap<&'d str, Node<'d, 'x>>,
    /// The names of attributes, by identifier.
    names: HashMap<&'d str, &'d str>,
    /// The objects to which an object leads.
    relations: HashMap<&'d str, Vec<(&'d str, usize)>>,
}

impl<'d, 'x> Reader<'d, 'x> {
    fn new(xml: &'d Document<'x>, file: usize, base: usize) -> Self {
        let mut reader = Self {
            file,
            base,
            objects: HashMap::new(),
            names: HashMap::new(),
            relations: HashMap::new(),
        };
        for node in xml.descendants().filter(Node::is_element) {
            let identifier = node.attribute("IDENTIFIER");
            match (node.tag_name().name(), identifier) {
                ("SPEC-OBJECT", Some(identifier)) => {
                    reader.objects.insert(identifier, node);
                }
                ("SPEC-RELATION", _) => {
                    if let (Some(source), Some(target)) =
                        (reference(node, "SOURCE"), reference(node, "TARGET"))
                    {
                        let at = node.range().start;
                        reader.relations.entry(source).or_default().push((target, at));
                    }
                }
                (name, Some(identifier)) if name.starts_with("ATTRIBUTE-DEFINITION-") => {
                    let name = node.attribute("LONG-NAME").unwrap_or_default();
                    reader.names.insert(identifier, name);
                }
                _ => {}
            }
        }
        reader
    }

    fn origin(&self, at: usize) -> Origin {
        Origin::Bytes {
            file: self.file,
            at: self.base + at,
        }
    }

    fn title(&self, xml: &'d Document<'x>) -> Option<Field> {
        let header = xml
            .descendants()
            .find(|node| node.has_tag_name_of("REQ-IF-HEADER"))?;
        let title = child(header, "TITLE")?;
        Field::of(title.text()?, self.origin(title.range().start))
    }

    fn entries(&self, xml: &'d Document<'x>, columns: &Columns, found: &mut Found) {
        let mut listed = HashSet::new();
        for hierarchy in xml
            .descendants()
            .filter(|node| node.has_tag_name_of("SPEC-HIERARCHY"))
        {
            let above = hierarchy
                .ancestors()
                .filter(|node| node.has_tag_name_of("SPEC-HIERARCHY"));
            let depth = above.take(DEEPEST).count();
            let object = reference(hierarchy, "OBJECT").and_then(|name| self.objects.get_key_value(name));
            if let Some((name, object)) = object
                && listed.insert(*name)
            {
                found.entries.extend(self.entry(name, *object, depth, columns));
            }
        }
        let mut others: Vec<_> = self
            .objects
            .iter()
            .filter(|(name, _)| !listed.contains(*name))
            .collect();
        others.sort_by_key(|(_, object)| object.range().start);
        for (name, object) in others {
            found.entries.extend(self.entry(name, *object, 1, columns));
        }
    }

    fn entry(&self, name: &str, object: Node<'d, 'x>, depth: usize, columns: &Columns) -> Option<Entry> {
        let (heads, mut fields) = self.attributes(object);
        let chapter = heads
            .iter()
            .position(|head| head.eq_ignore_ascii_case("ReqIF.ChapterName"));
        if let Some(words) = chapter.and_then(|index| fields[index].take()) {
            return Some(Entry::Heading { level: depth, words });
        }
        let layout = columns.under(&heads)?;
        let Entry::Item(mut item) = layout.entry(&mut fields)? else {
            return None;
        };
        item.id = item.id.or_else(|| {
            let named = object.attribute("LONG-NAME").unwrap_or(name);
            Field::of(named, self.origin(object.range().start))
        });
        item.links.extend(self.links(name));
        Some(Entry::Item(Draft { ..item }))
    }

    fn links(&self, name: &str) -> impl Iterator<Item = Field> {
        let targets = self.relations.get(name).into_iter().flatten();
        targets.filter_map(|(target, at)| {
            let id = self.objects.get(target).and_then(|object| self.id(*object));
            Field::of(id.as_deref().unwrap_or(target), self.origin(*at))
        })
    }

    fn id(&self, object: Node<'d, 'x>) -> Option<String> {
        let (heads, mut fields) = self.attributes(object);
        let entry = Columns::default().under(&heads)?.entry(&mut fields);
        match entry {
            Some(Entry::Item(item)) => item.id.map(|id| id.words),
            _ => None,
        }
    }

    /// Returns the names and words of an object's attributes.
    fn attributes(&self, object: Node<'d, 'x>) -> (Vec<String>, Vec<Option<Field>>) {
        let values = child(object, "VALUES")
            .into_iter()
            .flat_map(|values| values.children());
        values
            .filter(Node::is_element)
            .filter_map(|value| {
                let name = self.names.get(reference(value, "DEFINITION")?)?;
                Some(((*name).to_owned(), self.value(value)))
            })
            .unzip()
    }

    fn value(&self, value: Node<'d, 'x>) -> Option<Field> {
        if let Some(plain) = value.attribute_node("THE-VALUE") {
            return Field::of(plain.value(), self.origin(plain.range_value().start));
        }
        let rich = child(value, "THE-VALUE")?;
        let mut words = String::new();
        gather(rich, &mut words, 0);
        Field::of(&words, self.origin(rich.range().start))
    }
}

/// Elements that begin a line of their own.
const BLOCKS: [&str; 8] = ["p", "div", "li", "ul", "ol", "br", "tr", "h1"];

/// Gathers the words of rich text; white space between them is one blank.
fn gather(node: Node<'_, '_>, words: &mut String, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    for child in node.children() {
        if child.is_text() {
            for word in child
                .text()
                .unwrap_or_default()
                .split_inclusive(char::is_whitespace)
            {
                match word.trim() {
                    "" if !words.ends_with(char::is_whitespace) => words.push(' '),
                    "" => {}
                    bare => {
                        words.push_str(bare);
                        words.push_str(if bare.len() < word.len() { " " } else { "" });
                    }
                }
            }
        } else if child.is_element() {
            let name = child.tag_name().name();
            if BLOCKS.contains(&name) && !words.trim().is_empty() && !words.ends_with('\n') {
                words.truncate(words.trim_end().len());
                words.push('\n');
            }
            if name == "li" {
                words.push_str("- ");
            }
            gather(child, words, depth + 1);
        }
    }
}
