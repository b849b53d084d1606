//! Pages in a real browser: accessible, harmless, usable by keyboard, and quick with many findings. The pages are made by
//! the real program, from recordings and against a server that answers as scripted.

#[allow(dead_code)]
#[path = "../cli/answers.rs"]
mod answers;
#[allow(dead_code)]
#[path = "../cli/desk.rs"]
mod desk;
mod driver;
#[allow(dead_code)]
#[path = "../cli/server.rs"]
mod server;

mod access;
mod canary;
mod hostile;
mod large;
mod pages;
mod picture;
mod use_by_hand;
