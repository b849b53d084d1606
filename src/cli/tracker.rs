//! What a review does with the state of a document: finds it before, holds it against the text, and takes the review in
//! after.

use super::failure::Failure;
use super::keeping;
use super::settings::TrackingSettings;
use crate::context::Context;
use crate::document::Document;
use crate::domain::{Act, Depth, Role, TrackedDocument};
use crate::engine::Reviewed;
use crate::state::{self, Survey};
use jiff::tz::TimeZone;
use std::path::Path;

/// Tracks the documents of one run.
pub struct Tracker<'a> {
    settings: &'a TrackingSettings,
    context: &'a Context,
    depth: Depth,
    act: Act,
}

/// What was known of a document before its review.
pub struct Before {
    /// Its name in the state files.
    name: String,
    /// Its state, where it was kept under another name.
    renamed: Option<TrackedDocument>,
    /// What is known, held against the text.
    pub survey: Survey,
    /// What the person should know about how the review is made.
    pub notice: Option<String>,
}

impl<'a> Tracker<'a> {
    /// Makes the tracker of a run that reads to a depth.
    pub fn new(settings: &'a TrackingSettings, context: &'a Context, depth: Depth) -> Self {
        Self {
            act: keeping::act(settings.by.as_deref(), &settings.folder),
            settings,
            context,
            depth,
        }
    }

    /// Finds what is known of a document.
    pub fn before(&self, spec: &Document) -> Result<Before, Failure> {
        let folder = &self.settings.folder;
        let name = folder.name_of(Path::new(spec.path()));
        let own = folder.load(&name)?;
        let renamed = match own {
            None => folder.renamed(&name, spec)?,
            Some(_) => None,
        };
        let mut state = own
            .or_else(|| renamed.clone())
            .unwrap_or_else(|| TrackedDocument::new(name.clone()));
        state.expire(TimeZone::UTC.to_datetime(self.act.at).date(), &self.act);
        let why_whole = self.why_whole(&state);
        let documents = self.context.documents.iter();
        let documents = documents.map(|entry| (entry.role, entry.document.as_ref()));
        let survey = Survey::new(&state, spec, documents, why_whole.is_some());
        let was = renamed
            .as_ref()
            .map(|state| format!("{name} was {} before: its findings go with it", state.document));
        let whole = why_whole.map(|why| format!("{}: {why}, so all of it is read again", spec.path()));
        Ok(Before {
            notice: was.or(whole),
            name,
            renamed,
            survey,
        })
    }

    /// Returns why a document is read again as a whole, where it is.
    fn why_whole(&self, state: &TrackedDocument) -> Option<&'static str> {
        if self.depth == Depth::Rules {
            return None;
        }
        let last = state.runs.iter().rfind(|run| run.depth != Depth::Rules)?;
        let is_deeper = rank(self.depth) > rank(last.depth);
        match (
            self.settings.whole,
            last.context != self.context_hash(),
            is_deeper,
        ) {
            (true, ..) => Some("--whole was given"),
            (_, true, _) => Some("the strategy or the glossary changed since the last review"),
            (.., true) => Some("the last review did not go so far"),
            _ => None,
        }
    }

    /// Hashes what a document is held against, but for decisions: those only settle.
    fn context_hash(&self) -> Option<String> {
        let documents = self.context.documents.iter();
        let held = documents.filter(|entry| entry.role != Role::Decisions);
        let hashes: String = held.map(|entry| state::hash(entry.document.text())).collect();
        (!hashes.is_empty()).then(|| state::hash(&hashes))
    }

    /// Takes the review into the state, and into the review what became of each finding.
    pub fn after(&self, spec: &Document, before: &Before, reviewed: &mut Reviewed) -> Result<(), Failure> {
        let folder = &self.settings.folder;
        let name = |path: &str| match path {
            state::SETTLED_PATH => path.to_owned(),
            path => folder.name_of(Path::new(path)),
        };
        let reading = state::Reading {
            spec,
            review: &reviewed.review,
            survey: &before.survey,
            decided: &reviewed.again.decided,
            asked: reviewed.again.asked,
            settled_again: reviewed.again.settled_again,
            is_complete: reviewed.incomplete.is_empty(),
            context: self.context_hash(),
            name: &name,
            act: &self.act,
        };
        let change = |state: &mut TrackedDocument| -> Result<_, Failure> {
            if let Some(renamed) = before.renamed.as_ref().filter(|_| state.runs.is_empty()) {
                *state = renamed.clone();
                let former = std::mem::replace(&mut state.document, before.name.clone());
                state.formerly.push(former);
            }
            let mut tracking = reading.record(state);
            if self.settings.baseline {
                state.accept(&self.act);
                tracking.accept();
            }
            Ok(tracking)
        };
        let mut tracking = folder.update(&before.name, change)?;
        if let Some(renamed) = &before.renamed {
            folder.remove(&renamed.document)?;
        }
        tracking.state = folder.file_of(&before.name).display().to_string();
        reviewed.review.tracking = Some(tracking);
        Ok(())
    }
}

fn rank(depth: Depth) -> u8 {
    match depth {
        Depth::Rules => 0,
        Depth::Quick => 1,
        Depth::Standard => 2,
        Depth::Deep => 3,
    }
}
