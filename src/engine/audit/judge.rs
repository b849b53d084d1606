//! The judgement of candidates: both stretches are shown to the model, and what it says is proven on both sides.

use super::folder::Source;
use super::retrieve::{Candidate, Index, Place};
use crate::answer::across::{self, CrossClaim, Judged, Shown};
use crate::answer::prove::Evidence;
use crate::answer::wire::audit::JudgeAnswer;
use crate::context::{Context, Excerpt};
use crate::document::{Document, LoadError};
use crate::domain::Role;
use crate::engine::ask::{Asker, EngineError, Ledger};
use crate::model::Request;
use crate::prompt::audit::{self as prompts, JUDGE_FIELD, Pair, Stretch};
use crate::prompt::{PromptError, Templates};
use crate::tokens::Tokens;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

/// How much is shown round a passage, in bytes.
const ROOM: usize = 700;

/// What every comparison of a folder has in common.
pub struct Judge<'a> {
    /// What to say to the model.
    pub templates: &'a Templates,
    /// Decisions, glossary and stakeholders.
    pub settled: &'a Context,
    /// How much of it goes along at most.
    pub context_tokens: Tokens,
    /// Further body parameters for the model.
    pub parameters: &'a Map<String, Value>,
    /// The documents.
    pub sources: &'a [Source],
    /// Their passages.
    pub index: &'a Index,
}

/// A comparison that is ready to be asked for.
pub struct Comparison {
    /// The request.
    pub request: Request,
    shown: HashMap<String, [Shown; 2]>,
    places: HashMap<String, (Place, Place)>,
    excerpts: Vec<Excerpt>,
}

/// What came of a comparison.
#[derive(Debug, Default)]
pub struct Compared {
    /// What is wrong, proven.
    pub claims: Vec<CrossClaim>,
    /// The passages of the pairs that were judged.
    pub judged: Vec<(Place, Place)>,
    /// What could not be let through.
    pub set_aside: Vec<crate::domain::SetAside>,
}

/// Says why a comparison cannot be asked for.
#[derive(Debug, thiserror::Error)]
pub enum CompareError {
    /// A document could not be read again.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// A document is not the same as at the first pass.
    #[error("{0} was changed while it was audited")]
    Changed(String),
    /// The prompt could not be rendered.
    #[error(transparent)]
    Prompt(#[from] PromptError),
}

impl Judge<'_> {
    /// Makes the request that judges the candidates of a document; the documents of the other sides are read for it.
    pub fn comparison(&self, document: usize, candidates: &[Candidate]) -> Result<Comparison, CompareError> {
        let mut read: BTreeMap<usize, Arc<Document>> = BTreeMap::new();
        let (mut shown, mut places, mut pairs) = (HashMap::new(), HashMap::new(), Vec::new());
        for (number, candidate) in candidates.iter().enumerate() {
            let label = format!("P{}", number + 1);
            let left = self.shown(candidate.place, &mut read)?;
            let right = self.shown(candidate.other, &mut read)?;
            pairs.push(Pair {
                label: label.clone(),
                left: stretch(&left),
                right: stretch(&right),
            });
            places.insert(label.clone(), (candidate.place, candidate.other));
            shown.insert(label, [left, right]);
        }
        let subject = &self.sources[document].label;
        let excerpts = match read.get(&document) {
            Some(document) => self.settled.for_spec(document, self.context_tokens),
            None => Vec::new(),
        };
        let stakeholders = &self.settled.stakeholders;
        let request = prompts::judge(
            self.templates,
            subject,
            &pairs,
            &excerpts,
            stakeholders,
            self.parameters,
        )?;
        Ok(Comparison {
            request,
            shown,
            places,
            excerpts,
        })
    }

    fn shown(&self, place: Place, read: &mut BTreeMap<usize, Arc<Document>>) -> Result<Shown, CompareError> {
        let number = self.index.document(place);
        let document = match read.get(&number) {
            Some(document) => document.clone(),
            None => {
                let document = Arc::new(self.sources[number].read()?);
                read.insert(number, document.clone());
                document
            }
        };
        let passage = self.index.range(place);
        if document.span(passage.clone()).is_none() {
            return Err(CompareError::Changed(document.path().to_owned()));
        }
        let range = window(&document, passage);
        Ok(Shown { document, range })
    }
}

impl Comparison {
    /// Asks for the judgement.
    pub async fn ask(self, asker: &Asker<'_>, ledger: &mut Ledger) -> Result<Compared, EngineError> {
        let answer: JudgeAnswer = asker.ask(&self.request, JUDGE_FIELD, ledger).await?;
        let settled = self
            .excerpts
            .iter()
            .map(|excerpt| (excerpt.role, excerpt.document.as_ref()));
        let Judged {
            claims,
            labels,
            set_aside,
        } = across::prove(answer, &self.shown, &Evidence::of(settled));
        let judged = labels
            .iter()
            .filter_map(|label| self.places.get(label).copied())
            .collect();
        Ok(Compared {
            claims,
            judged,
            set_aside,
        })
    }
}

/// Takes decisions and glossary out of a context: what may settle a point between two documents.
pub fn settled(context: &Context) -> Context {
    let settles = |role: Role| matches!(role, Role::Decisions | Role::Glossary);
    Context {
        documents: context
            .documents
            .iter()
            .filter(|entry| settles(entry.role))
            .cloned()
            .collect(),
        ..context.clone()
    }
}

fn stretch(shown: &Shown) -> Stretch {
    let document = &shown.document;
    let text = &document.text()[shown.range.clone()];
    let section = document.section_at(shown.range.end.saturating_sub(1));
    let under = section.map(|section| {
        let headings = section.parents.iter().chain([&section.title]);
        headings
            .filter(|title| !title.is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join(" > ")
    });
    Stretch {
        label: document.label().to_owned(),
        under: under.unwrap_or_default(),
        text: text.trim_start_matches('\u{feff}').trim().to_owned(),
    }
}

/// Returns the passage with whole lines round it, within its section, as far as there is room.
fn window(document: &Document, passage: Range<usize>) -> Range<usize> {
    let text = document.text();
    let section = document
        .section_at(passage.start)
        .map_or(0..text.len(), |section| section.span.range());
    let mut range = whole_lines(document, passage);
    loop {
        let room = ROOM.saturating_sub(range.len());
        let before = previous_line(text, range.start).filter(|start| *start >= section.start);
        let after = next_line(text, range.end).filter(|end| *end <= section.end);
        let grown = match (before, after) {
            (Some(start), _) if range.start - start <= room => start..range.end,
            (_, Some(end)) if end - range.end <= room => range.start..end,
            _ => return range,
        };
        range = grown;
    }
}

fn whole_lines(document: &Document, passage: Range<usize>) -> Range<usize> {
    let lines = document.span(passage.clone()).map(|span| document.lines_of(span));
    let lines = lines.unwrap_or(passage.clone());
    // A paragraph may be one line of any length: then the passage itself has to do, with the words next to it.
    if lines.len() <= ROOM * 2 {
        return lines;
    }
    let text = document.text();
    let start = text.floor_char_boundary(passage.start.saturating_sub(ROOM / 2).max(lines.start));
    let end = text.ceil_char_boundary((passage.end + ROOM / 2).min(lines.end));
    start..end
}

fn previous_line(text: &str, start: usize) -> Option<usize> {
    let head = text[..start].strip_suffix('\n')?;
    Some(head.rfind('\n').map_or(0, |end| end + 1))
}

fn next_line(text: &str, end: usize) -> Option<usize> {
    let rest = text.get(end..)?;
    let line = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n'))?;
    let start = text.len() - line.len();
    (!line.is_empty()).then(|| line.find('\n').map_or(text.len(), |at| start + at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_is_shown_with_whole_lines_of_its_section() {
        let text = "# A\n\nelsewhere\n\n# B\n\nThese limits hold:\n\n- one parcel a day\n- two parcels a week\n\n# C\n\nend\n";
        let document = Document::new("x.md".into(), "x.md".into(), text.into());
        let at = text.find("two parcels").unwrap();
        let shown = &text[window(&document, at..at + 18)];
        assert!(
            shown.trim().starts_with("# B") && shown.trim().ends_with("two parcels a week"),
            "{shown:?}"
        );
    }

    #[test]
    fn a_line_without_end_is_cut_round_the_passage() {
        let text = format!("{} here it is {}", "a ".repeat(5000), "b ".repeat(5000));
        let document = Document::new("x.md".into(), "x.md".into(), text.clone());
        let at = text.find("here").unwrap();
        let range = window(&document, at..at + 10);
        assert!(range.len() < ROOM * 2 && range.contains(&at), "{range:?}");
    }
}
