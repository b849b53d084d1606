//! The jobs, end to end: documents in, reviews and briefs out. Refuses to print, or to know which endpoint, format or terminal is
//! in use.

mod again;
mod alike;
mod apply;
mod ask;
pub mod audit;
mod brief;
mod event;
mod identity;
pub mod pack;
mod pool;
mod rank;
mod review;
mod windows;

pub use again::Again;
pub use apply::{Applied, Applier, ApplyPlan, Decided, decided};
pub use ask::{EngineError, Unusable};
pub use brief::{BriefPlan, Briefed, Briefer, Release};
pub use event::{Event, Observer};
pub use review::{Plan, Reviewed, Reviewer};
