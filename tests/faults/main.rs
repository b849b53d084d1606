//! The live client against servers that misbehave: bytes and pauses are dictated, and what was sent is looked at.
//!
//! `replies/` holds replies that real servers gave, byte for byte; their folder names the server.

mod answers;
mod audit;
mod batches;
mod ladder;
mod limits;
mod llmock;
mod pace;
mod provider;
mod refusals;
mod retries;
mod secrecy;
mod server;
mod sharing;
mod subject;
