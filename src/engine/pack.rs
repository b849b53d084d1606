//! Question packs: the open questions of one or several specs gathered by whom they are for. The same question of two
//! specs to one person is asked once.

use super::alike::{Alike, addressee};
use super::audit::sketch::Sketcher;
use crate::answer::anchor::{Finder, Hint};
use crate::document::Document;
use crate::domain::pack::{Desk, PACK_FORMAT_VERSION, Pack, PackDocument, PackPassage, PackQuestion};
use crate::domain::{
    Anchor, Passage, Question, Review, Stakeholder, Status, TrackedDocument, TrackedFinding,
};

/// A spec and its open questions.
#[derive(Clone, Debug)]
pub struct Asking {
    /// The spec.
    pub document: PackDocument,
    /// Its questions, the most important first, each with whom it is for.
    pub questions: Vec<(String, PackQuestion)>,
}

impl Asking {
    /// Takes the questions of a review.
    pub fn of_review(review: &Review) -> Self {
        let questions = review.questions.iter();
        let asked = questions.map(|question| (question.to.clone(), of_question(review, question)));
        Self {
            questions: asked.collect(),
            document: PackDocument {
                path: review.document.clone(),
                title: review.title.clone(),
            },
        }
    }

    /// Takes the open questions of a spec that is tracked.
    pub fn of_state(state: &TrackedDocument, spec: &Document) -> Self {
        let finder = Finder::new(spec);
        let questions = state.questions(Status::Open);
        let asked = questions.map(|question| {
            let to = question.addressee().unwrap_or_default().to_owned();
            (to, of_finding(state, question, &finder))
        });
        Self {
            questions: asked.collect(),
            document: PackDocument {
                path: spec.path().to_owned(),
                title: spec.title().map(str::to_owned),
            },
        }
    }
}

fn of_question(review: &Review, question: &Question) -> PackQuestion {
    let question = question.clone();
    let waiting = waiting(review, &question);
    PackQuestion {
        ids: vec![question.id],
        documents: vec![review.document.clone()],
        severity: question.severity,
        text: question.text,
        why: question.why,
        passages: question.anchors.iter().map(at_anchor).collect(),
        suggested: question.suggested.filter(|place| *place < question.options.len()),
        options: question.options,
        default: question.default,
        waiting,
        choice: None,
        answer: None,
    }
}

fn at_anchor(anchor: &Anchor) -> PackPassage {
    PackPassage {
        document: anchor.document.clone(),
        line: Some(anchor.position.line),
        section: anchor.section.clone(),
        quote: anchor.quote.clone(),
    }
}

fn waiting(review: &Review, question: &Question) -> Vec<String> {
    let flags = review.flags.iter().map(|flag| (&flag.id, flag.rank, &flag.title));
    let assumptions = review.assumptions.iter();
    let assumptions = assumptions.map(|assumption| (&assumption.id, assumption.rank, &assumption.statement));
    let all = flags.chain(assumptions);
    let mut blocked: Vec<_> = all.filter(|(id, ..)| question.blocks.contains(id)).collect();
    blocked.sort_by_key(|(_, rank, _)| *rank);
    blocked.into_iter().map(|(.., title)| title.clone()).collect()
}

/// Makes a question of a pack of one that is remembered.
pub fn of_finding(state: &TrackedDocument, question: &TrackedFinding, finder: &Finder<'_>) -> PackQuestion {
    let waiting = question.blocks.iter().filter_map(|id| state.finding(id));
    let waiting = waiting.filter(|waiting| waiting.status == Status::Open);
    PackQuestion {
        ids: vec![question.id.clone()],
        documents: vec![finder.document().path().to_owned()],
        severity: question.severity,
        text: question.title.clone(),
        why: question.why.clone(),
        passages: state
            .passages(question)
            .iter()
            .map(|passage| at_passage(passage, finder))
            .collect(),
        options: question.options.clone(),
        suggested: question.suggested.filter(|place| *place < question.options.len()),
        default: question.default.clone(),
        waiting: waiting.map(|waiting| waiting.title.clone()).collect(),
        choice: None,
        answer: None,
    }
}

/// Finds where a passage stands now, where it is the spec's own.
fn at_passage(passage: &Passage, finder: &Finder<'_>) -> PackPassage {
    let spec = finder.document();
    let hint = Hint {
        section: passage.section.as_deref(),
        earlier: 0,
    };
    let is_own = passage.document.is_none();
    let found = is_own.then(|| finder.find(&passage.quote, hint)).flatten();
    PackPassage {
        document: passage.document.clone().unwrap_or_else(|| spec.path().to_owned()),
        line: found.map(|found| spec.position(found.span.start()).line),
        section: passage.section.clone(),
        quote: passage.quote.clone(),
    }
}

/// Gathers the questions. `wanted_by` is the day by which answers are wanted, where one was given.
pub fn gather(asking: Vec<Asking>, stakeholders: &[Stakeholder], wanted_by: Option<String>) -> Pack {
    let documents = asking.iter().map(|asking| asking.document.clone()).collect();
    let sketcher = Sketcher::default();
    let mut tables: Vec<Table> = Vec::new();
    for (to, question) in asking.into_iter().flat_map(|asking| asking.questions) {
        let (to, role) = person(&to, stakeholders);
        let place = tables
            .iter()
            .position(|table| addressee(&table.desk.to) == addressee(&to));
        let place = place.unwrap_or_else(|| {
            tables.push(Table::of(to, role));
            tables.len() - 1
        });
        tables[place].take(question, &sketcher);
    }
    let mut desks: Vec<Desk> = tables.into_iter().map(Table::in_order).collect();
    // A stable sort: those with equally pressing questions stay in the order in which they first came up.
    desks.sort_by_key(|desk| desk.questions.first().map(|question| question.severity));
    Pack {
        format: Pack::FORMAT.into(),
        version: PACK_FORMAT_VERSION,
        tool: concat!("clarify ", env!("CARGO_PKG_VERSION")).into(),
        documents,
        wanted_by,
        desks,
    }
}

/// Finds the stakeholder whom a question is addressed to by name or by role.
fn person(to: &str, stakeholders: &[Stakeholder]) -> (String, Option<String>) {
    let wanted = addressee(to);
    let is_meant = |person: &&Stakeholder| {
        [&person.name, &person.role]
            .iter()
            .any(|name| addressee(name) == wanted)
    };
    match stakeholders.iter().find(is_meant) {
        Some(person) => (
            person.name.clone(),
            Some(person.role.clone()).filter(|role| !role.is_empty()),
        ),
        None => (to.trim().to_owned(), None),
    }
}

/// The questions for one person so far.
struct Table {
    desk: Desk,
    texts: Alike,
}

impl Table {
    fn of(to: String, role: Option<String>) -> Self {
        let desk = Desk {
            answered_by: None,
            to,
            role,
            questions: Vec::new(),
        };
        Self {
            desk,
            texts: Alike::default(),
        }
    }

    fn take(&mut self, question: PackQuestion, sketcher: &Sketcher) {
        match self.texts.place(sketcher.terms(&question.text)) {
            Some(place) => join(&mut self.desk.questions[place], question),
            None => self.desk.questions.push(question),
        }
    }

    fn in_order(mut self) -> Desk {
        self.desk.questions.sort_by_key(|question| question.severity);
        self.desk
    }
}

/// The first wording stays; the worse severity counts.
fn join(known: &mut PackQuestion, other: PackQuestion) {
    known.severity = known.severity.min(other.severity);
    known.ids.extend(other.ids);
    known.documents.extend(other.documents);
    known.passages.extend(other.passages);
    known.waiting.extend(other.waiting);
    if known.options.is_empty() {
        known.options = other.options;
        known.suggested = other.suggested;
    }
    known.default = known.default.take().or(other.default);
}

/// Says that nobody of a name is asked anything.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no question goes to {name}")]
pub struct NobodyAsked {
    /// The name, as typed.
    pub name: String,
    /// Whom questions go to.
    pub asked: Vec<String>,
    /// The one that was probably meant.
    pub near: Option<String>,
}

/// How alike a name must be to one that is known to be taken for a slip.
const SLIP: f64 = 0.8;

/// Returns the part of a pack that is for one person, by name or role, whole or a word of it.
pub fn only_for(name: &str, mut pack: Pack) -> Result<Pack, NobodyAsked> {
    let wanted = name.trim().to_lowercase();
    let whole = |desk: &Desk| names(desk).contains(&wanted);
    let in_part = |desk: &Desk| {
        names(desk)
            .iter()
            .any(|known| known.split_whitespace().any(|word| word == wanted))
    };
    let fits: Vec<bool> = match pack.desks.iter().any(whole) {
        true => pack.desks.iter().map(whole).collect(),
        false => pack.desks.iter().map(in_part).collect(),
    };
    if !fits.contains(&true) {
        return Err(nobody(name, &wanted, &pack));
    }
    let mut fits = fits.into_iter();
    pack.desks.retain(|_| fits.next().unwrap_or(false));
    let is_concerned = |document: &PackDocument| {
        let mut questions = pack.desks.iter().flat_map(|desk| &desk.questions);
        questions.any(|question| question.documents.contains(&document.path))
    };
    pack.documents = pack
        .documents
        .iter()
        .filter(|document| is_concerned(document))
        .cloned()
        .collect();
    Ok(pack)
}

fn names(desk: &Desk) -> Vec<String> {
    [Some(&desk.to), desk.role.as_ref()]
        .into_iter()
        .flatten()
        .map(|name| name.to_lowercase())
        .collect()
}

fn nobody(name: &str, wanted: &str, pack: &Pack) -> NobodyAsked {
    let known = pack.desks.iter().flat_map(|desk| {
        let parts = names(desk).into_iter().flat_map(|name| {
            let words: Vec<String> = name.split_whitespace().map(str::to_owned).collect();
            words.into_iter().chain([name])
        });
        parts
            .map(|part| (strsim::jaro_winkler(&part, wanted), &desk.to))
            .collect::<Vec<_>>()
    });
    let near = known
        .filter(|(likeness, _)| *likeness >= SLIP)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    NobodyAsked {
        name: name.to_owned(),
        asked: pack.desks.iter().map(|desk| desk.to.clone()).collect(),
        near: near.map(|(_, name)| name.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{FindingId, Severity};

    fn question(id: &str, to: &str, text: &str, severity: Severity) -> (String, PackQuestion) {
        let question = PackQuestion {
            ids: vec![FindingId(id.into())],
            documents: Vec::new(),
            severity,
            text: text.into(),
            why: String::new(),
            passages: Vec::new(),
            options: vec!["Yes".into()],
            suggested: None,
            default: None,
            waiting: vec![format!("waits for {id}")],
            choice: None,
            answer: None,
        };
        (to.into(), question)
    }

    fn asking(path: &str, mut questions: Vec<(String, PackQuestion)>) -> Asking {
        let document = PackDocument {
            path: path.into(),
            title: None,
        };
        for (_, question) in &mut questions {
            question.documents = vec![path.into()];
        }
        Asking { document, questions }
    }

    fn pieter() -> Stakeholder {
        Stakeholder {
            name: "Pieter Claes".into(),
            role: "Finance Director".into(),
            decides: Vec::new(),
        }
    }

    fn pack() -> Pack {
        let first = vec![
            question(
                "q-1",
                "Mads Kjeldsen",
                "Which countries come first?",
                Severity::Minor,
            ),
            question(
                "q-2",
                "Pieter Claes",
                "May refunds be paid before the parcel is received?",
                Severity::Major,
            ),
        ];
        let second = vec![
            question(
                "q-3",
                "finance director",
                "May the refund be paid before a parcel was received?",
                Severity::Blocker,
            ),
            question(
                "q-4",
                "Legal",
                "May the refund be paid before a parcel was received?",
                Severity::Minor,
            ),
        ];
        gather(
            vec![asking("a.md", first), asking("b.md", second)],
            &[pieter()],
            None,
        )
    }

    #[test]
    fn the_same_question_to_one_person_is_asked_once_and_names_both_specs() {
        let pack = pack();
        let to: Vec<&str> = pack.desks.iter().map(|desk| desk.to.as_str()).collect();
        assert_eq!(
            to,
            ["Pieter Claes", "Mads Kjeldsen", "Legal"],
            "the most pressing first"
        );
        let merged = &pack.desks[0].questions[0];
        assert_eq!(merged.documents, ["a.md", "b.md"]);
        assert_eq!(merged.ids.len(), 2);
        assert_eq!(merged.severity, Severity::Blocker);
        assert_eq!(pack.questions(), 3);
    }

    #[test]
    fn a_pack_for_one_is_found_by_name_role_or_a_word_of_either() {
        for name in ["pieter claes", "Finance Director", "Claes", "finance"] {
            let pack = only_for(name, pack()).unwrap();
            assert_eq!(pack.desks.len(), 1, "{name}");
        }
        assert_eq!(
            only_for("Mads", pack()).unwrap().documents.len(),
            1,
            "only the specs that ask"
        );
        let slip = only_for("Peter Claes", pack()).unwrap_err();
        assert_eq!(slip.near.as_deref(), Some("Pieter Claes"));
        assert_eq!(only_for("Zoë", pack()).unwrap_err().near, None);
    }
}
