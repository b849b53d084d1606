//! What a spec is held against: strategy, glossary and recorded decisions, cut to a budget where they are too long.
//!
//! What bears on the spec is kept, and what is left out is said: nothing is cut silently.

use crate::document::{self, BlockKind, Document, LoadError, WalkError};
use crate::domain::{ContextUse, Role, Span, Stakeholder};
use crate::tokens::{self, Tokens};
use std::collections::HashSet;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Says why the context could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ContextError {
    /// A document could not be read.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// A folder could not be walked.
    #[error(transparent)]
    Walk(#[from] WalkError),
    /// A folder holds no document.
    #[error("{} holds no Markdown or text file", folder.display())]
    NothingIn {
        /// The folder.
        folder: PathBuf,
    },
}

/// A document of the context and the part it plays.
#[derive(Clone, Debug)]
pub struct ContextDocument {
    /// The part it plays.
    pub role: Role,
    /// The document.
    pub document: Arc<Document>,
}

/// Everything a spec is held against.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// The documents: decisions and glossary first, then the strategy.
    pub documents: Vec<ContextDocument>,
    /// The people who decide.
    pub stakeholders: Vec<Stakeholder>,
    /// What the reader should know about how the context was read.
    pub warnings: Vec<String>,
}

/// Where the documents of one role are: files, and folders of files.
#[derive(Clone, Debug)]
pub struct Place {
    /// The part the documents play.
    pub role: Role,
    /// A file or folder.
    pub path: PathBuf,
}

/// A document as it goes into a prompt: whole, or with sections left out.
#[derive(Clone, Debug)]
pub struct Excerpt {
    /// The part it plays.
    pub role: Role,
    /// The document.
    pub document: Arc<Document>,
    /// The sections that are left out, as places in its outline.
    pub left_out: Vec<usize>,
}

impl Context {
    /// Reads the context. Empty files in a folder are passed over with a warning; any other trouble is an error, since
    /// a review without its strategy would mislead.
    pub fn read(places: &[Place], stakeholders: Vec<Stakeholder>) -> Result<Self, ContextError> {
        let mut context = Self {
            stakeholders,
            ..Self::default()
        };
        for place in places {
            context.read_place(place)?;
        }
        let order = |role| {
            [Role::Decisions, Role::Glossary, Role::Strategy, Role::Spec]
                .iter()
                .position(|r| *r == role)
        };
        context.documents.sort_by_key(|entry| order(entry.role));
        Ok(context)
    }

    fn read_place(&mut self, place: &Place) -> Result<(), ContextError> {
        if !place.path.is_dir() {
            let label = unused_label(&file_name(&place.path), self.documents.iter());
            let document = document::read_file(&place.path, label)?;
            self.push(place.role, document);
            return Ok(());
        }
        let files = document::documents_in(&place.path)?;
        if files.is_empty() {
            return Err(ContextError::NothingIn {
                folder: place.path.clone(),
            });
        }
        for file in files {
            let label = unused_label(&label_within(&place.path, &file), self.documents.iter());
            match document::read_file(&file, label) {
                Ok(document) => self.push(place.role, document),
                Err(error @ LoadError::Empty { .. }) => self.warnings.push(format!("{error}: left out")),
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    fn push(&mut self, role: Role, document: Document) {
        self.documents.push(ContextDocument {
            role,
            document: Arc::new(document),
        });
    }

    /// Makes a label for a spec that no other document of the context has, so that a quote names one document.
    pub fn label_for(&self, wanted: &str, spec: &Path) -> String {
        let others = self.documents.iter();
        let others = others.filter(|entry| !is_same_file(entry.document.path(), &spec.to_string_lossy()));
        unused_label(wanted, others)
    }

    /// Chooses what goes along with a spec: everything, or, where that is longer than `budget`, what bears on the spec
    /// most. The spec itself never goes along as its own context.
    pub fn for_spec(&self, spec: &Document, budget: Tokens) -> Vec<Excerpt> {
        let others = self
            .documents
            .iter()
            .filter(|entry| !is_same_file(entry.document.path(), spec.path()));
        let mut excerpts: Vec<Excerpt> = others
            .map(|entry| Excerpt {
                role: entry.role,
                document: entry.document.clone(),
                left_out: vec![],
            })
            .collect();
        let sizes: Vec<Vec<Tokens>> = excerpts.iter().map(section_sizes).collect();
        let total: usize = sizes.iter().flatten().map(|size| size.0).sum();
        if total > budget.0 {
            leave_out(&mut excerpts, &sizes, spec, budget);
        }
        excerpts
    }
}

impl Excerpt {
    /// Returns the text as it goes into a prompt: left-out sections show their heading and say that they were left out.
    pub fn text(&self) -> String {
        if self.left_out.is_empty() {
            return self.document.body().to_owned();
        }
        let sections = self.document.sections().iter().enumerate();
        sections
            .map(|(index, section)| self.section_text(index, section))
            .collect()
    }

    fn section_text(&self, index: usize, section: &document::Section) -> String {
        if self.left_out.contains(&index) {
            let marks = "#".repeat(section.level);
            return format!("{marks} {}\n[left out for length]\n\n", section.title);
        }
        self.document
            .words_at(section.span)
            .trim_start_matches('\u{feff}')
            .to_owned()
    }

    /// Says how much of the document goes along.
    pub fn usage(&self) -> ContextUse {
        let title = |index: &usize| {
            let title = &self.document.sections()[*index].title;
            if title.is_empty() {
                "(before the first heading)".to_owned()
            } else {
                title.clone()
            }
        };
        ContextUse {
            document: self.document.path().to_owned(),
            role: self.role,
            tokens: tokens::estimate(&self.text()).0,
            left_out: self.left_out.iter().map(title).collect(),
        }
    }
}

/// Makes a label that none of the documents has.
fn unused_label<'a>(wanted: &str, documents: impl Iterator<Item = &'a ContextDocument>) -> String {
    let used: HashSet<&str> = documents.map(|entry| entry.document.label()).collect();
    let numbered = (2..).map(|number| format!("{wanted} ({number})"));
    std::iter::once(wanted.to_owned())
        .chain(numbered)
        .find(|label| !used.contains(label.as_str()))
        .unwrap_or_default()
}

/// Tells whether two paths, as given, lead to one file.
fn is_same_file(one: &str, other: &str) -> bool {
    let file = |path: &str| Path::new(path).canonicalize().ok();
    one == other || file(one).is_some_and(|found| Some(found) == file(other))
}

fn section_sizes(excerpt: &Excerpt) -> Vec<Tokens> {
    let sections = excerpt.document.sections().iter();
    sections
        .map(|section| tokens::estimate(excerpt.document.words_at(section.span)))
        .collect()
}

/// A section that competes for the budget.
struct Candidate {
    excerpt: usize,
    section: usize,
    text: String,
    standing: u8,
    size: usize,
}

/// Leaves out the sections that bear least on the spec until the rest fits.
fn leave_out(excerpts: &mut [Excerpt], sizes: &[Vec<Tokens>], spec: &Document, budget: Tokens) {
    let mut candidates = Vec::new();
    for (excerpt, (entry, sizes)) in excerpts.iter().zip(sizes).enumerate() {
        for (section, size) in sizes.iter().enumerate() {
            let found = &entry.document.sections()[section];
            let text = entry.document.words_at(found.span).to_owned();
            let standing = standing(entry.role, &found.title, &found.parents);
            candidates.push(Candidate {
                excerpt,
                section,
                text,
                standing,
                size: size.0,
            });
        }
    }
    let texts: Vec<&str> = candidates
        .iter()
        .map(|candidate| candidate.text.as_str())
        .collect();
    let scores = relevance(&texts, spec.body());
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_by(|a, b| {
        let by_standing = candidates[*b].standing.cmp(&candidates[*a].standing);
        by_standing.then(scores[*b].total_cmp(&scores[*a])).then(a.cmp(b))
    });
    let mut left = budget.0;
    for candidate in order.into_iter().map(|index| &candidates[index]) {
        match left.checked_sub(candidate.size) {
            Some(rest) => left = rest,
            None => excerpts[candidate.excerpt].left_out.push(candidate.section),
        }
    }
    excerpts
        .iter_mut()
        .for_each(|excerpt| excerpt.left_out.sort_unstable());
}

/// Words in a heading that announce what every spec must be held against, whatever words it uses.
const GUIDING: [&str; 10] = [
    "north star",
    "goal",
    "objective",
    "principle",
    "vision",
    "mission",
    "non-goal",
    "will not",
    "key result",
    "okr",
];

/// Decisions come before what guides, and that before the rest.
fn standing(role: Role, title: &str, parents: &[String]) -> u8 {
    let guides = |heading: &String| GUIDING.iter().any(|word| heading.to_lowercase().contains(word));
    match role {
        Role::Decisions => 2,
        _ if guides(&title.to_owned()) || parents.iter().any(guides) => 1,
        _ => 0,
    }
}

/// Scores each text by BM25 against a query.
fn relevance(texts: &[&str], query: &str) -> Vec<f32> {
    let engine =
        bm25::SearchEngineBuilder::<u32>::with_corpus(bm25::Language::English, texts.iter().copied()).build();
    let mut scores = vec![0.0; texts.len()];
    for result in engine.search(query, None) {
        scores[result.document.id as usize] = result.score;
    }
    scores
}

/// Returns the blocks of a spec outside the parts shown that bear most on `query`, each group under its heading, within `budget`.
pub fn elsewhere(spec: &Document, shown: &[Range<usize>], query: &str, budget: Tokens) -> String {
    let is_outside = |lines: &Range<usize>| {
        shown
            .iter()
            .all(|part| lines.end <= part.start || lines.start >= part.end)
    };
    let blocks = spec.blocks().iter();
    let blocks = blocks.filter(|block| block.kind != BlockKind::Heading);
    let mut passages: Vec<Range<usize>> = blocks.map(|block| whole_lines(spec.text(), block.span)).collect();
    passages.retain(is_outside);
    passages.dedup();
    let texts: Vec<&str> = passages
        .iter()
        .map(|lines| spec.text()[lines.clone()].trim())
        .collect();
    let scores = relevance(&texts, query);
    let mut order: Vec<usize> = (0..passages.len()).filter(|index| scores[*index] > 0.0).collect();
    order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
    let mut left = budget.0;
    let fits = |index: &usize| match left.checked_sub(tokens::estimate(texts[*index]).0) {
        Some(rest) => {
            left = rest;
            true
        }
        None => false,
    };
    let mut chosen: Vec<usize> = order.into_iter().filter(fits).collect();
    chosen.sort_unstable();
    under_headings(
        spec,
        chosen
            .into_iter()
            .map(|index| (passages[index].start, texts[index])),
    )
}

/// Returns the lines that a block stands in, so that a cell comes with its row.
fn whole_lines(text: &str, block: Span) -> Range<usize> {
    let start = text[..block.start()].rfind('\n').map_or(0, |end| end + 1);
    let end = text[block.end()..]
        .find('\n')
        .map_or(text.len(), |end| block.end() + end);
    start..end
}

fn under_headings<'a>(spec: &Document, passages: impl Iterator<Item = (usize, &'a str)>) -> String {
    let mut text = String::new();
    let mut heading = "";
    for (offset, words) in passages {
        let here = spec.section_at(offset).map_or("", |section| &section.title);
        if here != heading {
            text.push_str(&format!("[{here}]\n\n"));
            heading = here;
        }
        text.push_str(words);
        text.push_str("\n\n");
    }
    text
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}

/// Names a file by its folder's name and its place in it, with `/` on every system.
pub fn label_within(folder: &Path, file: &Path) -> String {
    let inner = file.strip_prefix(folder).unwrap_or(file);
    let inner: Vec<_> = inner.iter().map(|part| part.to_string_lossy()).collect();
    let folder = folder
        .canonicalize()
        .map(|folder| file_name(&folder))
        .unwrap_or_default();
    format!("{folder}/{}", inner.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn context(texts: &[(Role, &str)]) -> Context {
        let document = |(index, (role, text)): (usize, &(Role, &str))| ContextDocument {
            role: *role,
            document: Arc::new(Document::new(
                format!("{index}.md"),
                format!("{index}.md"),
                (*text).into(),
            )),
        };
        Context {
            documents: texts.iter().enumerate().map(document).collect(),
            ..Context::default()
        }
    }

    fn spec(text: &str) -> Document {
        Document::new("spec.md".into(), "spec.md".into(), text.into())
    }

    #[test]
    fn what_fits_goes_along_whole() {
        let context = context(&[(Role::Strategy, "# Goals\n\nGrow.\n")]);
        let excerpts = context.for_spec(&spec("Returns"), Tokens(1000));
        assert_eq!(excerpts[0].text(), "# Goals\n\nGrow.\n");
        assert!(excerpts[0].usage().left_out.is_empty());
    }

    #[test]
    fn what_bears_on_the_spec_stays_and_what_is_left_out_is_named() {
        let filler = "Offices and furniture and plants. ".repeat(40);
        let returns = "A refund for a returned parcel is paid by the warehouse. ".repeat(20);
        let text = format!("# Goals\n\nKeep customers.\n\n# Offices\n\n{filler}\n\n# Refunds\n\n{returns}\n");
        let context = context(&[(Role::Strategy, &text)]);
        let excerpts = context.for_spec(
            &spec("The warehouse pays a refund when the parcel returns"),
            Tokens(400),
        );
        let usage = excerpts[0].usage();
        assert_eq!(usage.left_out, ["Offices"]);
        let sent = excerpts[0].text();
        assert!(sent.contains("Keep customers") && sent.contains("refund for a returned"));
        assert!(sent.contains("# Offices\n[left out for length]"));
    }

    #[test]
    fn what_other_parts_say_on_a_point_is_found_with_its_row_and_heading() {
        let text = "# Limits\n\nThe window is long.\n\n# Figures\n\n| what | value |\n|---|---|\n| return window | 30 days |\n| staff | 12 |\n\n# Offices\n\nPlants and chairs.\n";
        let spec = spec(text);
        let part = 0..text.find("# Figures").unwrap();
        let found = elsewhere(
            &spec,
            std::slice::from_ref(&part),
            "How long is the return window?",
            Tokens(100),
        );
        assert_eq!(found, "[Figures]\n\n| return window | 30 days |\n\n");
        assert_eq!(
            elsewhere(&spec, std::slice::from_ref(&part), "return window", Tokens(2)),
            ""
        );
    }

    #[test]
    fn the_spec_is_not_its_own_context() {
        let context = context(&[(Role::Strategy, "# Goals\n")]);
        let spec = Document::new("0.md".into(), "0.md".into(), "# Goals\n".into());
        assert!(context.for_spec(&spec, Tokens(1000)).is_empty());
    }

    #[test]
    fn labels_are_short_and_unique() {
        let folder = tempfile::tempdir().unwrap();
        let strategy = folder.path().join("strategy");
        std::fs::create_dir(&strategy).unwrap();
        std::fs::write(strategy.join("goals.md"), "# G").unwrap();
        std::fs::write(strategy.join("empty.md"), " ").unwrap();
        let place = Place {
            role: Role::Strategy,
            path: strategy,
        };
        let context = Context::read(&[place.clone(), place], vec![]).unwrap();
        let labels: Vec<_> = context
            .documents
            .iter()
            .map(|entry| entry.document.label())
            .collect();
        assert_eq!(labels, ["strategy/goals.md", "strategy/goals.md (2)"]);
        assert_eq!(context.warnings.len(), 2);
    }

    #[test]
    fn a_folder_without_documents_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place {
            role: Role::Strategy,
            path: folder.path().to_owned(),
        };
        let error = Context::read(&[place], vec![]).unwrap_err();
        assert!(
            error.to_string().ends_with("holds no Markdown or text file"),
            "{error}"
        );
    }
}
