//! Why a file of requirements could not be read.

use super::archive::LIMIT;

/// Says why a file of requirements could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    /// No column is known to hold the requirements.
    #[error("has no column that is known to hold requirements{}", there_are(.there))]
    NoTextColumn {
        /// The cells of its first row.
        there: Vec<String>,
    },
    /// A column that was asked for is not there.
    #[error("has no column {wanted:?}{}", there_are(.there))]
    NoSuchColumn {
        /// The column's name, as given.
        wanted: String,
        /// The cells of its first row.
        there: Vec<String>,
    },
    /// It breaks the rules of its format.
    #[error("is not {format}: {message}")]
    Malformed {
        /// What it should be.
        format: &'static str,
        /// What is wrong, and where.
        message: String,
    },
    /// It unpacks to more than the limit allows.
    #[error("unpacks to more than {} MiB", LIMIT / 1024 / 1024)]
    Bomb,
    /// There are no requirements in it.
    #[error("holds no requirements")]
    NoItems,
}

impl FormatError {
    /// Says what to do about it.
    pub fn hint(&self) -> String {
        let (name, exclude) = ("--column text=NAME", "or leave the file out: --exclude FILE");
        match self {
            Self::NoTextColumn { .. } => {
                format!(
                    "say which column holds them: {name}, or its number where there is no head; {exclude}"
                )
            }
            Self::NoSuchColumn { .. } => format!("name a column as its head does: {name}; {exclude}"),
            Self::Malformed { .. } => format!("export it anew from the tool that wrote it, {exclude}"),
            Self::Bomb => format!("split it into several files, {exclude}"),
            Self::NoItems => format!("check that it is the file you mean, {exclude}"),
        }
    }

    /// Makes an error of what a parser says.
    pub fn malformed(format: &'static str, message: impl ToString) -> Self {
        let message = message.to_string();
        Self::Malformed { format, message }
    }
}

/// The most columns that an error names.
const NAMED: usize = 12;

fn there_are(columns: &[String]) -> String {
    let named: Vec<String> = columns
        .iter()
        .filter(|name| !name.is_empty())
        .take(NAMED)
        .map(|name| format!("“{}”", name.chars().take(40).collect::<String>()))
        .collect();
    match named.as_slice() {
        [] => String::new(),
        named => format!(" (its first row: {})", named.join(", ")),
    }
}
