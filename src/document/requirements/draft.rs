//! What the readers of the formats find: headings and items, each word with where it comes from.

/// Where the words of a field stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// In a file of text, from a byte on.
    Bytes {
        /// The place of the file in [`Found::files`].
        file: usize,
        /// The byte.
        at: usize,
    },
    /// In a cell of a workbook.
    Cell {
        /// The place of the sheet in [`Found::sheets`].
        sheet: usize,
        /// The row, from 0.
        row: u32,
        /// The column, from 0.
        column: u32,
    },
}

/// Words, and where they stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The words, as a person sees them.
    pub words: String,
    /// Where they stand.
    pub origin: Origin,
}

impl Field {
    /// Makes a field of words without the white space around them; none of nothing.
    pub fn of(words: &str, origin: Origin) -> Option<Self> {
        let words = words.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}');
        (!words.is_empty()).then(|| Self {
            words: words.replace("\r\n", "\n").replace('\r', "\n"),
            origin,
        })
    }
}

/// A requirement as its file tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Its id.
    pub id: Option<Field>,
    /// Its name.
    pub title: Option<Field>,
    /// What it demands.
    pub text: Vec<Field>,
    /// What else is said of it, each by its name.
    pub also: Vec<(String, Field)>,
    /// The ids of others that it names as its parents and the like.
    pub links: Vec<Field>,
}

impl Draft {
    /// Tells whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.title.is_none() && self.text.is_empty()
    }
}

/// A part of a file, in its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A heading.
    Heading {
        /// Its level, from 1.
        level: usize,
        /// Its words.
        words: Field,
    },
    /// Words between requirements.
    Prose(Field),
    /// A requirement.
    Item(Draft),
}

/// A file that words come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path, where the document consists of several files.
    pub path: Option<String>,
    /// Its text.
    pub text: String,
}

/// How the words of items are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Markup {
    /// As plain text.
    #[default]
    Plain,
    /// As Markdown.
    Markdown,
}

/// All that a file holds.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The document's title.
    pub title: Option<Field>,
    /// Headings and items, in order.
    pub entries: Vec<Entry>,
    /// How the words are written.
    pub markup: Markup,
    /// The files of text.
    pub files: Vec<File>,
    /// The names of sheets.
    pub sheets: Vec<String>,
    /// What was left out.
    pub remarks: Vec<String>,
}

impl Found {
    /// Makes an empty one of a single file.
    pub fn in_file(text: String) -> Self {
        Self {
            files: vec![File { path: None, text }],
            ..Self::default()
        }
    }
}
