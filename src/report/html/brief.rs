//! The page of briefs.
use crate::domain::brief::BriefReport;
use std::io;
/// Writes.
pub fn render(_report: &BriefReport, _out: &mut dyn io::Write) -> io::Result<()> { Ok(()) }
