//! The sheet of one team's brief.

use super::sheet::{Block, Footnote, Run, Sheet, Words, plain, quoted, standing, strong, when};
use crate::domain::brief::{Brief, BriefReport, Fact, FactKind, Sentence, Why};
use std::collections::BTreeSet;

/// Lays a brief out.
pub fn sheet(brief: &Brief, report: &BriefReport, citations: bool) -> Sheet {
    let page = Layout { report, citations };
    let mut sheet = Sheet {
        title: format!("Brief for {}", brief.team),
        mark: super::files::slug(&brief.team),
        ..Sheet::default()
    };
    standing(report)
        .into_iter()
        .for_each(|words| sheet.paragraph(words));
    if brief.is_empty() {
        sheet.paragraph(vec![plain(
            "Nothing changes for you in what is shared from these notes.",
        )]);
    }
    if let Some(why) = &brief.why {
        sheet.paragraph(page.why(why));
    }
    sheet.list("Decided", page.sentences(&brief.decided));
    if brief.changes.is_empty() && !brief.is_empty() {
        sheet.blocks.push(Block::Heading("What changes for you".into()));
        sheet.paragraph(vec![plain(
            "Nothing changes in your own work by what these notes say so far.",
        )]);
    }
    sheet.list("What changes for you", page.sentences(&brief.changes));
    sheet.list("What does not change", page.sentences(&brief.unchanged));
    sheet.list(
        "Not decided yet",
        brief.open.iter().map(|sentence| page.open(sentence)).collect(),
    );
    sheet.list("What we need from you", page.sentences(&brief.needed));
    let facts = brief.quoted.iter().filter_map(|id| report.fact(id));
    sheet.list(
        "Also said, in the notes' own words",
        facts.map(|fact| page.own_words(fact)).collect(),
    );
    sheet.list("Questions you may have", page.questions(brief));
    let suggestions = brief.suggestions.iter().map(|text| vec![plain(text.clone())]);
    sheet.list(
        "Suggestions by clarify, not from the notes",
        suggestions.collect(),
    );
    sheet.footnotes = page.footnotes(brief);
    sheet.paragraph(page.footing());
    sheet
}

struct Layout<'r> {
    report: &'r BriefReport,
    citations: bool,
}

impl Layout<'_> {
    fn why(&self, why: &Why) -> Words {
        let mut words = vec![strong("Why: ")];
        words.extend(self.sentence(&why.sentence));
        if let Some(goal) = &why.goal {
            words.push(plain(" The goal: "));
            words.extend(quoted(goal));
        }
        words
    }

    fn sentences(&self, sentences: &[Sentence]) -> Vec<Words> {
        sentences.iter().map(|sentence| self.sentence(sentence)).collect()
    }

    fn sentence(&self, sentence: &Sentence) -> Words {
        let mut words = vec![plain(sentence.text.clone())];
        if self.citations {
            let numbers = sentence
                .facts
                .iter()
                .filter_map(|id| self.report.fact(id))
                .map(|fact| fact.number);
            words.extend(numbers.map(Run::Cite));
        }
        words
    }

    /// Says who decides and by when, as far as the notes do.
    fn open(&self, sentence: &Sentence) -> Words {
        let mut words = self.sentence(sentence);
        let facts: Vec<&Fact> = sentence
            .facts
            .iter()
            .filter_map(|id| self.report.fact(id))
            .collect();
        let open = facts
            .iter()
            .find(|fact| fact.kind == FactKind::OpenPoint)
            .or(facts.first());
        let Some(fact) = open else { return words };
        let said = match (&fact.owner, &fact.due) {
            (Some(owner), Some(due)) => format!(" Decides: {owner}, {}.", when(due)),
            (Some(owner), None) => format!(" Decides: {owner}; the notes do not say by when."),
            (None, Some(due)) => format!(" To be settled {}; the notes do not say by whom.", when(due)),
            (None, None) => " The notes do not say who decides, or by when.".into(),
        };
        words.push(plain(said));
        words
    }

    fn own_words(&self, fact: &Fact) -> Words {
        let mut words = match &fact.speaker {
            Some(speaker) => vec![plain(format!("{speaker}: "))],
            None => Vec::new(),
        };
        words.extend(fact.anchors.first().map(quoted).unwrap_or_default());
        if self.citations {
            words.push(Run::Cite(fact.number));
        }
        words
    }

    fn questions(&self, brief: &Brief) -> Vec<Words> {
        let asked = brief.questions.iter().map(|question| {
            let mut words = vec![strong(question.text.clone()), plain(" ")];
            match &question.answer {
                Some(answer) => words.extend(self.sentence(answer)),
                None => words.push(plain("The notes do not say.")),
            }
            words
        });
        asked.collect()
    }

    fn footnotes(&self, brief: &Brief) -> Vec<Footnote> {
        if !self.citations {
            return Vec::new();
        }
        let ids: BTreeSet<usize> = brief
            .facts()
            .filter_map(|id| self.report.fact(id))
            .map(|fact| fact.number)
            .collect();
        let cited = self.report.facts.iter().filter(|fact| ids.contains(&fact.number));
        cited
            .map(|fact| Footnote {
                number: fact.number,
                words: self.proof(fact),
            })
            .collect()
    }

    fn proof(&self, fact: &Fact) -> Words {
        let mut words = Vec::new();
        for anchor in &fact.anchors {
            if !words.is_empty() {
                words.push(plain(" "));
            }
            words.extend(quoted(anchor));
        }
        words
    }

    /// Says where the brief comes from.
    fn footing(&self) -> Words {
        let mut words = vec![plain("Written by clarify from ")];
        for (index, notes) in self.report.notes.iter().enumerate() {
            if index > 0 {
                words.push(plain(", "));
            }
            words.push(Run::Code(notes.document.clone()));
        }
        words.push(plain("; each sentence was held against the notes' words."));
        words
    }
}
