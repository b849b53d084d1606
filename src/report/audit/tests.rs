//! The forms of an audit.
