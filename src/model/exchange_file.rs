//! An exchange as a file: `<key>.<model>.json`, pretty JSON with a line break at its end. Store and tape share it.
//!
//! Files are written beside their place and renamed into it, so that several processes can share a folder and a file
//! is whole or absent.

use super::exchange::{EXCHANGE_FORMAT_VERSION, Exchange};
use super::failure::AskError;
use serde::Deserialize;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The longest slug of a model's name.
const SLUG: usize = 60;

/// Who may read a written file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Readers {
    /// The user alone: documents may be confidential.
    Owner,
    /// Whoever the user's umask allows.
    Umask,
}

/// Returns the file name of an exchange.
pub(super) fn name(key: &str, model: &str) -> String {
    format!("{key}.{}.json", slug(model))
}

/// Returns the key in a file name, where it is the name of an exchange.
pub(super) fn key_in(name: &str) -> Option<&str> {
    let (key, rest) = name.split_once('.')?;
    let is_key = key.len() == 32 && key.bytes().all(|byte| byte.is_ascii_hexdigit());
    (is_key && rest.ends_with(".json")).then_some(key)
}

/// Makes a model's name fit for a file name; where that changes it, a hash keeps it apart from its likes.
fn slug(model: &str) -> String {
    let plain =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "._-".contains(letter);
    let fit = |letter: char| if plain(letter) { letter } else { '-' };
    let slug: String = model.to_ascii_lowercase().chars().map(fit).take(SLUG).collect();
    if slug == model && !slug.is_empty() {
        return slug;
    }
    let hash = blake3::hash(model.as_bytes()).to_hex();
    format!("{slug}-{}", &hash[..8])
}

/// Reads the exchange stored under a key; none where there is no such file.
///
/// # Errors
///
/// [`AskError::BadExchange`] where the file cannot be read, is of another version, or does not hold what its name says.
pub(super) fn read(path: &Path, key: &str) -> Result<Option<Exchange>, AskError> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(bad(path, &error.to_string())),
    };
    let exchange = parse(&bytes).map_err(|message| bad(path, &message))?;
    if exchange.key != key || exchange.computed_key() != key {
        return Err(bad(
            path,
            "what it holds is not what its name says; it was changed or renamed",
        ));
    }
    Ok(Some(exchange))
}

/// The part of a file that every version has.
#[derive(Deserialize)]
struct Head {
    format: String,
    version: u32,
}

fn parse(bytes: &[u8]) -> Result<Exchange, String> {
    let head: Head = serde_json::from_slice(bytes).map_err(|error| format!("it is broken: {error}"))?;
    match (head.format.as_str(), head.version) {
        ("clarify.exchange", EXCHANGE_FORMAT_VERSION) => {
            serde_json::from_slice(bytes).map_err(|error| format!("it is broken: {error}"))
        }
        ("clarify.exchange", version) => Err(format!(
            "it is of version {version}, this program reads version {EXCHANGE_FORMAT_VERSION}"
        )),
        (format, _) => Err(format!("it is no exchange but a {format:?}")),
    }
}

pub(super) fn bad(path: &Path, message: &str) -> AskError {
    AskError::BadExchange {
        path: path.to_owned(),
        message: message.to_owned(),
    }
}

/// Writes an exchange into a folder, which is made where it is missing. A file of the same name is replaced, and only by
/// a whole one.
pub(super) fn write(folder: &Path, exchange: &Exchange, readers: Readers) -> Result<PathBuf, AskError> {
    write_by(folder, exchange, readers, |file, text| file.write_all(text))
}

fn write_by(
    folder: &Path,
    exchange: &Exchange,
    readers: Readers,
    fill: impl FnOnce(&mut tempfile::NamedTempFile, &[u8]) -> io::Result<()>,
) -> Result<PathBuf, AskError> {
    let path = folder.join(name(&exchange.key, &exchange.request.model));
    let written = || -> io::Result<()> {
        fs::create_dir_all(folder)?;
        let mut text = serde_json::to_vec_pretty(exchange)?;
        text.push(b'\n');
        let mut file = temporary(folder, readers)?;
        fill(&mut file, &text)?;
        file.persist(&path).map_err(|error| error.error)?;
        Ok(())
    };
    match written() {
        Ok(()) => Ok(path),
        Err(source) => Err(AskError::Store { path, source }),
    }
}

fn temporary(folder: &Path, readers: Readers) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".exchange-").suffix(".tmp");
    #[cfg(unix)]
    if readers == Readers::Umask {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    #[cfg(not(unix))]
    let _ = readers;
    builder.tempfile_in(folder)
}

#[cfg(test)]
mod tests {
    use super::super::samples::{exchange, request};
    use super::*;

    #[test]
    fn a_plain_model_name_is_its_own_slug_and_others_get_a_hash() {
        assert_eq!(name("k", "gpt-5-mini"), "k.gpt-5-mini.json");
        let routed = slug("openai/gpt-5");
        assert!(routed.starts_with("openai-gpt-5-") && routed != slug("openai-gpt-5"));
        assert_ne!(slug("Qwen"), slug("qwen"));
        assert!(slug(&"x".repeat(300)).len() < 80);
        assert!(slug("../../etc").chars().all(|letter| letter != '/'));
    }

    #[test]
    fn a_key_is_read_from_the_names_of_exchanges_only() {
        let key = request("a").key();
        assert_eq!(key_in(&name(&key, "m")), Some(key.as_str()));
        for other in [
            "README.md",
            "key.m.json",
            ".exchange-abc.tmp",
            &format!("{key}.m.txt"),
        ] {
            assert_eq!(key_in(other), None, "{other}");
        }
    }

    #[test]
    fn what_is_written_is_read_back_and_ends_in_a_line_break() {
        let folder = tempfile::tempdir().unwrap();
        let exchange = exchange("a", "m");
        let path = write(&folder.path().join("new/deep"), &exchange, Readers::Umask).unwrap();
        assert_eq!(read(&path, &exchange.key).unwrap(), Some(exchange));
        assert!(fs::read_to_string(&path).unwrap().ends_with("}\n"));
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn on_a_full_disk_what_was_there_stays_and_no_half_file_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let old = exchange("a", "m");
        let path = write(folder.path(), &old, Readers::Owner).unwrap();
        let mut new = old.clone();
        new.answer.text = "new".into();
        let full = |file: &mut tempfile::NamedTempFile, text: &[u8]| {
            file.write_all(&text[..text.len() / 2])?;
            Err(io::ErrorKind::StorageFull.into())
        };
        let error = write_by(folder.path(), &new, Readers::Owner, full).unwrap_err();
        assert!(
            matches!(&error, AskError::Store { path: told, source } if *told == path && source.kind() == io::ErrorKind::StorageFull),
            "{error}"
        );
        assert_eq!(read(&path, &old.key).unwrap(), Some(old));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_missing_file_is_none_and_a_bad_one_says_why() {
        let folder = tempfile::tempdir().unwrap();
        let exchange = exchange("a", "m");
        let path = folder.path().join("x.json");
        assert_eq!(read(&path, &exchange.key).unwrap(), None);
        let whole = serde_json::to_string(&exchange).unwrap();
        for (text, why) in [
            ("{\"format\":".to_owned(), "broken"),
            (whole.replace("\"version\":1", "\"version\":2"), "version 2"),
            (whole.replace("clarify.exchange", "clarify.review"), "no exchange"),
            (whole.replace("\"purpose\"", "\"unknown\""), "broken"),
            (
                whole.replace("Question a", "Question b"),
                "not what its name says",
            ),
        ] {
            fs::write(&path, text).unwrap();
            let error = read(&path, &exchange.key).unwrap_err().to_string();
            assert!(error.contains(why), "{error}");
        }
    }
}
