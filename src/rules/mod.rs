//! stub
use crate::{
    document::Document,
    domain::{FlagKind, Severity, Span},
};
/// h
pub struct Hit {
    /// k
    pub kind: FlagKind,
    /// s
    pub severity: Severity,
    /// s
    pub span: Span,
    /// m
    pub message: String,
    /// a
    pub ask: String,
}
/// c
pub fn check(_: &Document) -> Vec<Hit> {
    vec![]
}
