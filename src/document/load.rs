//! Reading documents from files and standard input, and refusing what is no text.

use super::Document;
use super::requirements::FormatError;
use std::io::{self, Read};
use std::path::Path;

/// The largest document that is read, in bytes.
pub const MAX_BYTES: u64 = 4 * 1024 * 1024;

/// Says why a document could not be read.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The file system said no.
    #[error("{document} could not be read: {source}")]
    Unreadable {
        /// The path, as given.
        document: String,
        /// The cause.
        source: io::Error,
    },
    /// The path is a folder.
    #[error("{document} is a folder")]
    Folder {
        /// The path, as given.
        document: String,
    },
    /// There are no words in it.
    #[error("{document} is empty")]
    Empty {
        /// The path, as given.
        document: String,
    },
    /// It is longer than [`MAX_BYTES`].
    #[error("{document} is larger than {} MiB", MAX_BYTES / 1024 / 1024)]
    TooLarge {
        /// The path, as given.
        document: String,
    },
    /// It is not text.
    #[error("{document} is not a text file: it looks like {looks_like}")]
    Binary {
        /// The path, as given.
        document: String,
        /// What it looks like.
        looks_like: &'static str,
    },
    /// It is text in another encoding.
    #[error("{document} is not UTF-8: the byte at offset {offset} does not fit")]
    NotUtf8 {
        /// The path, as given.
        document: String,
        /// The first byte that is not UTF-8, counted from 0.
        offset: usize,
    },
    /// It is of a format that holds requirements one a row or item, and could not be read as such.
    #[error("{document} {error}")]
    Requirements {
        /// The path, as given.
        document: String,
        /// What is wrong.
        error: FormatError,
    },
}

impl LoadError {
    /// Says what to do about it.
    pub fn hint(&self) -> String {
        match self {
            Self::Unreadable { source, .. } => match source.kind() {
                io::ErrorKind::NotFound => "check the path; use - to read from standard input".into(),
                io::ErrorKind::PermissionDenied => "allow yourself to read it (chmod u+r)".into(),
                _ => "check that the file is in reach and try again".into(),
            },
            Self::Folder { .. } => "name the files in it, such as folder/*.md".into(),
            Self::Empty { .. } => "write something first, or leave the file out".into(),
            Self::TooLarge { .. } => "split it into several documents".into(),
            Self::Requirements { error, .. } => error.hint(),
            Self::Binary { looks_like, .. } if looks_like.contains("document") => {
                "export it as Markdown or plain text (pandoc does this: pandoc FILE -t gfm -o FILE.md)".into()
            }
            Self::Binary { .. } => "name a Markdown or plain text file".into(),
            Self::NotUtf8 { .. } => {
                "save it as UTF-8 (for Latin-1: iconv -f LATIN1 -t UTF-8 FILE > FILE.utf8)".into()
            }
        }
    }
}

/// Reads a file. `label` is the short name the document goes by in prompts.
pub fn read_file(path: &Path, label: String) -> Result<Document, LoadError> {
    from_bytes(bytes_of(path)?, path.display().to_string(), label)
}

/// Reads the bytes of a file, no more of them than a document may have.
pub(super) fn bytes_of(path: &Path) -> Result<Vec<u8>, LoadError> {
    let document = path.display().to_string();
    if path.is_dir() {
        return Err(LoadError::Folder { document });
    }
    let file = std::fs::File::open(path).map_err(|source| LoadError::Unreadable {
        document: document.clone(),
        source,
    })?;
    bounded(file, document)
}

/// Reads standard input, or whatever stands for it.
pub fn read(input: impl Read, document: String, label: String) -> Result<Document, LoadError> {
    from_bytes(bounded(input, document.clone())?, document, label)
}

fn bounded(input: impl Read, document: String) -> Result<Vec<u8>, LoadError> {
    let mut bytes = Vec::new();
    input
        .take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|source| LoadError::Unreadable {
            document: document.clone(),
            source,
        })?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(LoadError::TooLarge { document });
    }
    Ok(bytes)
}

/// Makes a document of bytes, refusing what is no UTF-8 text.
pub fn from_bytes(bytes: Vec<u8>, document: String, label: String) -> Result<Document, LoadError> {
    let text = text_of(bytes, &document)?;
    Ok(Document::new(document, label, text))
}

/// Takes bytes for text, and refuses what is no UTF-8 text or says nothing.
pub(super) fn text_of(bytes: Vec<u8>, document: &str) -> Result<String, LoadError> {
    let document = document.to_owned();
    if let Some(looks_like) = other_format(&bytes) {
        return Err(LoadError::Binary { document, looks_like });
    }
    let text = String::from_utf8(bytes).map_err(|error| LoadError::NotUtf8 {
        document: document.clone(),
        offset: error.utf8_error().valid_up_to(),
    })?;
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        return Err(LoadError::Empty { document });
    }
    Ok(text)
}

/// Recognises formats that people hand in by mistake.
fn other_format(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [b'%', b'P', b'D', b'F', ..] => Some("a PDF document"),
        [b'P', b'K', 3, 4, ..] => Some("a Word, Excel or other zipped document"),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Some("an old Office document"),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Some("UTF-16 text"),
        _ if memchr::memchr(0, bytes).is_some() => Some("binary data"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(bytes: &[u8]) -> String {
        let error = from_bytes(bytes.to_vec(), "x.md".into(), "x.md".into()).unwrap_err();
        format!("{error}; {}", error.hint())
    }

    #[test]
    fn what_is_no_text_is_refused_with_a_remedy() {
        assert!(refused(b" \r\n\t").contains("x.md is empty"));
        assert!(refused(b"\xef\xbb\xbf\n").contains("x.md is empty"));
        assert!(refused(b"%PDF-1.7").contains("pandoc"));
        assert!(refused(b"abc\0def").contains("binary data"));
        assert!(refused(b"caf\xe9 au lait").contains("offset 3"));
        assert!(refused(&[0xff, 0xfe, b'a', 0]).contains("UTF-16"));
    }

    #[test]
    fn too_large_input_is_refused_without_reading_it_all() {
        let error = read(io::repeat(b'a'), "big.md".into(), "big.md".into()).unwrap_err();
        assert!(error.to_string().contains("larger than 4 MiB"), "{error}");
    }
}
