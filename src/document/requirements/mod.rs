//! Requirements kept one a row or item: sheets (CSV, XLSX), doorstop, StrictDoc and ReqIF. Each file, or doorstop
//! folder, becomes one document: its items one below the other, each with its id, in words that stand in the file.
//!
//! A reader for each format says which items there are and where their words stand; [`layout`] makes one text of them;
//! [`Register`] leads from that text back to the file. What is hostile is bounded: archives by [`archive`], documents by
//! [`MAX_BYTES`], and neither XML entities nor YAML aliases are followed.

mod archive;
mod columns;
mod csv;
mod doorstop;
mod draft;
mod error;
mod layout;
mod register;
mod reqif;
mod sheet;
mod strictdoc;
mod workbook;

pub use columns::{Column, Columns, ColumnsError};
pub use error::FormatError;
pub use register::{Item, Register};

use super::load::{self, LoadError};
use super::{Document, MAX_BYTES};
use std::path::Path;

/// The endings of files that hold requirements one a row or item.
pub const REQUIREMENT_ENDINGS: [&str; 6] = ["csv", "tsv", "xlsx", "sdoc", "reqif", "reqifz"];
/// The endings of doorstop's items.
const ITEM_ENDINGS: [&str; 2] = ["yml", "yaml"];

/// The formats of requirements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Csv,
    Workbook,
    StrictDoc,
    ReqIf,
    ReqIfArchive,
    Doorstop,
}

impl Format {
    /// Returns the format of which a file's name speaks.
    fn of(path: &Path) -> Option<Self> {
        match ending(path)?.as_str() {
            "csv" | "tsv" => Some(Self::Csv),
            "xlsx" => Some(Self::Workbook),
            "sdoc" => Some(Self::StrictDoc),
            "reqif" => Some(Self::ReqIf),
            "reqifz" => Some(Self::ReqIfArchive),
            "yml" | "yaml" => Some(Self::Doorstop),
            _ => None,
        }
    }
}

/// Returns the ending of a file's name, in small letters.
pub fn ending(path: &Path) -> Option<String> {
    path.extension()
        .and_then(|ending| ending.to_str())
        .map(str::to_ascii_lowercase)
}

/// Tells whether a file may be an item of a doorstop document.
pub fn may_be_item(path: &Path) -> bool {
    ending(path).is_some_and(|ending| ITEM_ENDINGS.contains(&ending.as_str()))
}

/// Tells whether a folder is a document of doorstop's.
pub fn is_doorstop(folder: &Path) -> bool {
    folder.join(doorstop::MARK).is_file()
}

/// Reads a spec: a file of requirements or a doorstop folder by its items, any other file as text. `label` is the short
/// name it goes by in prompts.
pub fn read_spec(path: &Path, label: String, columns: &Columns) -> Result<Document, LoadError> {
    let document = path.display().to_string();
    if path.is_dir() && is_doorstop(path) {
        return finish(doorstop::read_folder(path)?, document, label);
    }
    let Some(format) = Format::of(path).filter(|_| !path.is_dir()) else {
        return load::read_file(path, label);
    };
    let bytes = load::bytes_of(path)?;
    let found = match format {
        Format::Workbook => workbook::read(&bytes, columns),
        Format::ReqIfArchive => reqif::read_archive(&bytes, columns),
        Format::Csv => csv::read(load::text_of(bytes, &document)?, path, columns),
        Format::StrictDoc => strictdoc::read(load::text_of(bytes, &document)?),
        Format::ReqIf => reqif::read(load::text_of(bytes, &document)?, columns),
        Format::Doorstop => {
            let text = load::text_of(bytes, &document)?;
            match doorstop::read_item(&text, path) {
                Some(found) => found,
                // Any other YAML file is read as it is.
                None => return Ok(Document::new(document, label, text)),
            }
        }
    };
    finish(
        found.map_err(|error| malformed(&document, error))?,
        document,
        label,
    )
}

fn finish(found: draft::Found, document: String, label: String) -> Result<Document, LoadError> {
    let laid = layout::lay_out(found);
    if laid.register.items().is_empty() {
        return Err(malformed(&document, FormatError::NoItems));
    }
    if laid.text.len() as u64 > MAX_BYTES {
        return Err(LoadError::TooLarge { document });
    }
    Ok(Document::of_requirements(document, label, laid))
}

fn malformed(document: &str, error: FormatError) -> LoadError {
    LoadError::Requirements {
        document: document.to_owned(),
        error,
    }
}

pub(super) use layout::Laid;

#[cfg(test)]
mod tests;
