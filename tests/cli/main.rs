//! End to end: the real program, each time in a folder of its own, with a cleared environment, against a server that
//! answers as scripted. What travels over the wire is under test in `faults`; here it is what the program does.

mod answering;
mod answers;
mod audit;
mod brief;
mod brief_checks;
mod circle;
mod desk;
mod folder;
mod killed;
mod notes;
mod server;

mod formats;
mod inputs;
mod interrupt;
mod keys;
mod ladder;
mod limits;
mod live;
mod long;
mod manners;
mod output;
mod policy;
mod prompts;
mod proof;
mod repair;
mod report;
mod requirements;
mod rules;
mod settings;
mod store;
mod tape;
mod tracking;
mod trust;
mod workbook;
