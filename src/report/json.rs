//! The report for programs: all of it, in the published format.

use super::clean;
use crate::domain::{REVIEW_FORMAT_VERSION, ReviewReport};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::ser::{Formatter, PrettyFormatter, Serializer};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Writes a whole report and a line break.
pub fn write(report: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut serializer = Serializer::with_formatter(&mut *out, Disarming::default());
    report.serialize(&mut serializer).map_err(io::Error::from)?;
    writeln!(out)
}

/// Returns the JSON Schema (draft 2020-12) of the JSON report.
pub fn schema() -> Value {
    schema_of::<ReviewReport>("clarify.review", "clarify review report", REVIEW_FORMAT_VERSION)
}

/// Returns the JSON Schema of a report of any job.
pub fn schema_of<T: JsonSchema>(format: &str, title: &str, version: u32) -> Value {
    let mut schema = schemars::schema_for!(T).to_value();
    schema["title"] = json!(format!("{title}, version {version}"));
    schema["properties"]["format"]["const"] = json!(format);
    schema["properties"]["version"]["const"] = json!(version);
    schema
}

/// Lays JSON out for people, and escapes what a terminal could be misled by: the value read back is the same.
#[derive(Default)]
struct Disarming {
    pretty: PrettyFormatter<'static>,
}

impl Formatter for Disarming {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, found)) = rest.char_indices().find(|(_, found)| misleads(*found)) {
            writer.write_all(&rest.as_bytes()[..at])?;
            for unit in found.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            rest = &rest[at + found.len_utf8()..];
        }
        writer.write_all(rest.as_bytes())
    }

    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.begin_array(writer)
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.end_array(writer)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.pretty.begin_array_value(writer, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.end_array_value(writer)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.begin_object(writer)
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.end_object(writer)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.pretty.begin_object_key(writer, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.end_object_value(writer)
    }
}

fn misleads(found: char) -> bool {
    found.is_control() || clean::reorders(found) || clean::is_unseen(found)
}
