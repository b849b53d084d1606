//! Zip archives, which workbooks are too: unpacked within bounds.

use super::error::FormatError;
use std::io::{self, Cursor, Read};
use zip::ZipArchive;

/// The most bytes to which an archive may unpack.
pub const LIMIT: u64 = 64 * 1024 * 1024;
/// The most files in an archive.
const FILES: usize = 4096;

/// An archive whose files together stay within the limit.
pub type Archive<'b> = ZipArchive<Cursor<&'b [u8]>>;

/// Opens an archive, and unpacks all of it once into nothing: what its files say of their size may be wrong.
///
/// # Errors
///
/// Where it is none, is damaged, or unpacks to more than [`LIMIT`].
pub fn open<'b>(bytes: &'b [u8], format: &'static str) -> Result<Archive<'b>, FormatError> {
    let broken = |error: &dyn std::fmt::Display| FormatError::malformed(format, error);
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    if archive.len() > FILES {
        return Err(FormatError::Bomb);
    }
    let mut total = 0;
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(|error| broken(&error))?;
        let read = io::copy(&mut file.take(LIMIT + 1 - total), &mut io::sink());
        total += read.map_err(|error| broken(&error))?;
        if total > LIMIT {
            return Err(FormatError::Bomb);
        }
    }
    Ok(archive)
}
