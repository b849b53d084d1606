//! Decisions carried into one spec: edits asked for, held against spec and answers, mended once. Refuses to write them.

mod decisions;

pub use decisions::{Decided, decided};

use super::ask::{Asker, EngineError, Ledger};
use super::event::{Event, Observer};
use super::windows;
use crate::answer::amend::{EditsAnswer, MendedEdits, Proof, Proposal, WireEdit, without_edit};
use crate::document::Document;
use crate::domain::amendment::{Amendment, Decision, Edit, RefusedEdit, Unplaced};
use crate::model::{Model, Request};
use crate::prompt::apply::{self as prompts, Carrying, EDIT_FIELD, MEND_FIELD};
use crate::prompt::review::Part;
use crate::prompt::{PromptError, Templates};
use crate::tokens::Tokens;
use serde_json::{Map, Value};

/// How decisions are to be carried into a spec.
#[derive(Clone, Debug)]
pub struct ApplyPlan {
    /// The most tokens of a spec in one request, by estimate.
    pub spec_tokens: Tokens,
    /// Further body parameters for the model.
    pub parameters: Map<String, Value>,
    /// Which prices costs are computed with.
    pub price_source: Option<String>,
}

/// Carries decisions into specs.
pub struct Applier<'a> {
    /// What to say to the model.
    pub templates: &'a Templates,
    /// How to go about it.
    pub plan: &'a ApplyPlan,
    /// Who watches.
    pub observer: &'a dyn Observer,
}

/// What the decisions change, and what could not be done.
#[derive(Debug)]
pub struct Applied {
    /// The changes.
    pub amendment: Amendment,
    /// Parts of the work that failed.
    pub incomplete: Vec<EngineError>,
}

/// A part of the spec and the decisions that bear on it, each with its label.
type Portion<'d> = (Option<Part>, Vec<(String, &'d Decision)>);

impl Applier<'_> {
    /// Returns the requests for edits, which can be known before anything is asked.
    pub fn first_requests(
        &self,
        spec: &Document,
        decisions: &[Decision],
    ) -> Result<Vec<Request>, PromptError> {
        let portions = self.portions(spec, decisions).into_iter();
        portions
            .map(|(part, labelled)| self.request(spec, part, &labelled))
            .collect()
    }

    /// Asks for the edits that the decisions imply. Fails only where nothing at all could be had from the model.
    pub async fn apply(
        &self,
        spec: &Document,
        decisions: &[Decision],
        model: &dyn Model,
    ) -> Result<Applied, EngineError> {
        let document = spec.path();
        self.observer.event(Event::Started { document });
        let applied = self.applied(spec, decisions, model).await;
        self.observer.event(Event::Finished { document });
        applied
    }

    async fn applied(
        &self,
        spec: &Document,
        decisions: &[Decision],
        model: &dyn Model,
    ) -> Result<Applied, EngineError> {
        let asker = Asker {
            templates: self.templates,
            model,
            observer: self.observer,
            price_source: self.plan.price_source.as_deref(),
        };
        let mut work = Work::default();
        let portions = self.portions(spec, decisions);
        let asked = portions.len();
        // One after the other: what one part's edits change, another's must not.
        for (part, labelled) in portions {
            if let Err(error) = self.carry(&asker, spec, part, labelled, &mut work).await {
                work.incomplete.push(error);
            }
        }
        match work.incomplete.pop() {
            Some(error) if work.incomplete.len() + 1 == asked => Err(error),
            error => {
                work.incomplete.extend(error);
                Ok(work.finish(decisions))
            }
        }
    }

    /// Goes through one part of the spec.
    async fn carry(
        &self,
        asker: &Asker<'_>,
        spec: &Document,
        part: Option<Part>,
        labelled: Vec<(String, &Decision)>,
        work: &mut Work,
    ) -> Result<(), EngineError> {
        let request = self.request(spec, part, &labelled)?;
        let answer: EditsAnswer = asker.ask(&request, EDIT_FIELD, &mut work.ledger).await?;
        let proof = Proof::new(spec, labelled);
        work.note_bearings(&answer, &proof);
        let refused = work.take(proof.prove(&numbered(&answer.edits), &work.edits));
        if refused.is_empty() {
            return Ok(());
        }
        let said = serde_json::to_string(&answer).unwrap_or_default();
        let mending = prompts::mend(self.templates, &request, &said, &refused)?;
        match asker
            .ask::<MendedEdits>(&mending, MEND_FIELD, &mut work.ledger)
            .await
        {
            Ok(mended) => work.mend(mended, refused, &proof),
            Err(error) => {
                work.refused
                    .extend(refused.into_iter().map(|(_, refused)| refused));
                work.incomplete.push(error);
            }
        }
        Ok(())
    }

    fn request(
        &self,
        spec: &Document,
        part: Option<Part>,
        decisions: &[(String, &Decision)],
    ) -> Result<Request, PromptError> {
        let parameters = &self.plan.parameters;
        prompts::edit(
            self.templates,
            &Carrying {
                spec,
                part,
                decisions,
                parameters,
            },
        )
    }

    /// Parts a spec that is too long for one request. Each part gets the decisions that were asked about words in it.
    fn portions<'d>(&self, spec: &Document, decisions: &'d [Decision]) -> Vec<Portion<'d>> {
        let labelled = decisions.iter().enumerate();
        let labelled = labelled.map(|(index, decision)| (format!("D{}", index + 1), decision));
        let labelled: Vec<(String, &Decision)> = labelled.collect();
        let parts = windows::parts(spec, self.plan.spec_tokens);
        if parts.is_empty() {
            return vec![(None, labelled)];
        }
        let portions = parts.into_iter().map(|part| {
            let bears = |decision: &Decision| is_asked_in(decision, &part);
            let bearing = labelled
                .iter()
                .filter(|(_, decision)| bears(decision))
                .cloned()
                .collect();
            (Some(part), bearing)
        });
        portions
            .filter(|(_, bearing): &Portion<'d>| !bearing.is_empty())
            .collect()
    }
}

fn is_asked_in(decision: &Decision, part: &Part) -> bool {
    decision
        .places
        .iter()
        .any(|place| part.range.contains(&place.start()))
}

/// Gives each edit a label of its own, whatever the model called it.
fn numbered(edits: &[WireEdit]) -> Vec<WireEdit> {
    let numbered = edits.iter().enumerate().map(|(index, edit)| WireEdit {
        label: format!("E{}", index + 1),
        ..edit.clone()
    });
    numbered.collect()
}

/// What was gathered so far.
#[derive(Default)]
struct Work {
    edits: Vec<Edit>,
    refused: Vec<RefusedEdit>,
    /// Why a decision changes nothing, in the model's words.
    bearings: Vec<Unplaced>,
    ledger: Ledger,
    incomplete: Vec<EngineError>,
}

impl Work {
    fn note_bearings(&mut self, answer: &EditsAnswer, proof: &Proof<'_>) {
        let idle = answer
            .decisions
            .iter()
            .filter(|bearing| !bearing.no_edit_because.is_empty());
        self.bearings.extend(idle.filter_map(|bearing| {
            Some(Unplaced {
                decision: proof.decision(&bearing.label)?.id.clone(),
                reason: bearing.no_edit_because.clone(),
            })
        }));
    }

    /// Keeps the edits that hold, and returns the others.
    fn take(&mut self, proposals: Vec<Proposal>) -> Vec<(String, RefusedEdit)> {
        let mut refused = Vec::new();
        for proposal in proposals {
            match proposal.outcome {
                Ok(edit) => self.edits.push(edit),
                Err(edit) => refused.push((proposal.label, edit)),
            }
        }
        refused
    }

    /// Takes in what mends the refused edits. One that does not hold even then is left out, with both reasons.
    fn mend(&mut self, answer: MendedEdits, refused: Vec<(String, RefusedEdit)>, proof: &Proof<'_>) {
        for (label, mut first) in refused {
            let mended = answer
                .mended
                .iter()
                .find(|mended| mended.label.trim().eq_ignore_ascii_case(&label));
            match mended {
                Some(mended) if !mended.edits.is_empty() => {
                    let again = self.take(proof.prove(&mended.edits, &self.edits));
                    self.refused.extend(again.into_iter().map(|(_, refused)| refused));
                }
                given_up => {
                    let because = given_up
                        .map(|mended| mended.given_up_because.as_str())
                        .unwrap_or_default();
                    first
                        .reasons
                        .extend((!because.is_empty()).then(|| format!("given up: {because}")));
                    self.refused.push(first);
                }
            }
        }
    }

    fn finish(mut self, decisions: &[Decision]) -> Applied {
        self.edits.sort_by_key(|edit| edit.passage.span);
        let unplaced = without_edit(decisions, &self.edits).into_iter().map(|id| {
            let said = self.bearings.iter().find(|unplaced| unplaced.decision == *id);
            let reason = said.map(|unplaced| unplaced.reason.clone()).unwrap_or_default();
            Unplaced {
                decision: id.clone(),
                reason,
            }
        });
        let amendment = Amendment {
            unplaced: unplaced.collect(),
            edits: self.edits,
            refused: self.refused,
            usage: self.ledger.usage,
            provenance: self.ledger.provenance,
        };
        Applied {
            amendment,
            incomplete: self.incomplete,
        }
    }
}
