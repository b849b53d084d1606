//! The page of an audit.
use crate::domain::AuditReport;
use std::io;
/// Writes.
pub fn render(_report: &AuditReport, _out: &mut dyn io::Write) -> io::Result<()> { Ok(()) }
