//! stub
use super::{AssumptionKind, FlagKind};
/// p
pub struct Page {
    /// f
    pub flags: &'static str,
}
static P: Page = Page { flags: "x" };
impl FlagKind {
    /// p
    pub fn page(self) -> &'static Page {
        &P
    }
}
impl AssumptionKind {
    /// p
    pub fn page(self) -> &'static Page {
        &P
    }
}
