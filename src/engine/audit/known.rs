//! What can be said of documents side by side without a model: the same demand twice, an id given twice, a reference to
//! nothing, the same sentence with another figure, a term defined in two ways.

use super::folder::{Names, Scan, Source};
use super::reference::prefix;
use super::retrieve::{Candidate, Index, Place, likeness};
use crate::domain::{CrossKind, Severity, Span};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Component, Path, PathBuf};

/// A finding without its words: those are read when it is known which findings there are.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// What it is about.
    pub kind: CrossKind,
    /// How much it would hurt.
    pub severity: Severity,
    /// The decision to take.
    pub title: String,
    /// The documents, by number, and the places in them.
    pub sides: Vec<(usize, Span)>,
    /// Further documents with the same words.
    pub also: Vec<usize>,
    /// What goes wrong if nobody decides.
    pub why: String,
    /// The passages, where a model's judgement of the two makes this finding needless.
    pub pair: Option<(Place, Place)>,
}

/// What was found, and what the reader should know about it.
#[derive(Debug, Default)]
pub struct Known {
    /// The findings.
    pub drafts: Vec<Draft>,
    /// Remarks on the folder.
    pub warnings: Vec<String>,
}

/// Finds what needs no model.
pub fn known(scan: &Scan, sources: &[Source], candidates: &[Vec<Candidate>]) -> Known {
    let (drafts, template) = duplicates(&scan.index);
    let mut known = Known {
        drafts,
        warnings: template.into_iter().collect(),
    };
    known.drafts.extend(figures(&scan.index, candidates));
    known.drafts.extend(definitions(&scan.index, candidates));
    ids(&scan.names, &mut known);
    known.drafts.extend(broken_links(&scan.names, sources));
    known
}

/// A demand with fewer terms says too little to be a copy of another.
const FEWEST_TERMS: usize = 4;
/// Text that stands in more documents than this comes from a template.
const MOST_COPIES: usize = 6;

/// Groups demands in the same words, one finding for all that the same documents share.
fn duplicates(index: &Index) -> (Vec<Draft>, Option<String>) {
    let says_enough =
        |place: &Place| index.manner(*place).demands() && index.terms(*place).len() >= FEWEST_TERMS;
    let places = (0..index.passages()).filter(says_enough);
    let mut by_words: Vec<(u64, Place)> = places.map(|place| (index.words(place), place)).collect();
    by_words.sort_unstable();
    let mut by_documents: BTreeMap<Vec<usize>, Vec<Vec<Place>>> = BTreeMap::new();
    for copies in by_words
        .chunk_by(|one, other| one.0 == other.0)
        .filter(|copies| copies.len() > 1)
    {
        let mut places: Vec<Place> = copies.iter().map(|(_, place)| *place).collect();
        places.dedup_by_key(|place| index.document(*place));
        if places.len() > 1 {
            let documents = places.iter().map(|place| index.document(*place)).collect();
            by_documents.entry(documents).or_default().push(places);
        }
    }
    let (of_templates, copied): (Vec<_>, Vec<_>) = by_documents
        .into_iter()
        .partition(|(documents, _)| documents.len() > MOST_COPIES);
    let stretches: usize = of_templates.iter().map(|(_, copies)| copies.len()).sum();
    let remark = (stretches > 0).then(|| {
        let most = of_templates.iter().map(|(documents, _)| documents.len()).max().unwrap_or_default();
        format!(
            "{stretches} rules stand in more than {MOST_COPIES} documents each, one of them in {most}: taken for those of a template, and not listed as copies"
        )
    });
    let drafts = copied.into_iter().map(|(documents, mut copies)| {
        copies.sort_unstable();
        let title = match copies.len() {
            1 => "Which document owns this requirement?".to_owned(),
            count => format!("Which document owns these {count} requirements?"),
        };
        Draft {
            kind: CrossKind::DuplicateRequirement,
            severity: CrossKind::DuplicateRequirement.default_severity(),
            title,
            sides: copies[0][..2].iter().map(|place| at(index, *place)).collect(),
            also: documents[2..].to_vec(),
            why: "When one copy is changed, the other becomes a contradiction".into(),
            pair: None,
        }
    });
    (drafts.collect(), remark)
}

fn at(index: &Index, place: Place) -> (usize, Span) {
    let range = index.range(place);
    let span = Span::new(range.start, range.end).expect("a passage ends behind its start");
    (index.document(place), span)
}

/// From here on two passages are one sentence, but for their figures.
const ONE_SENTENCE: f32 = 0.92;

/// Finds sentences that differ in a figure alone.
fn figures(index: &Index, candidates: &[Vec<Candidate>]) -> Vec<Draft> {
    let pairs = candidates.iter().flatten().filter(|pair| {
        let like = &pair.likeness;
        let one_each = index.figures(pair.place).len() == 1 && index.figures(pair.other).len() == 1;
        like.figures_differ
            && one_each
            && !like.manners_oppose
            && like.both_demand
            && like.subject >= ONE_SENTENCE
    });
    let drafts = pairs.map(|pair| Draft {
        kind: CrossKind::CrossContradiction,
        severity: CrossKind::CrossContradiction.default_severity(),
        title: "Which of the two figures holds?".into(),
        sides: vec![at(index, pair.place), at(index, pair.other)],
        also: Vec::new(),
        why: "Each team builds by the figure in its own document".into(),
        pair: Some((pair.place, pair.other)),
    });
    drafts.collect()
}

/// From here on two definitions of a term say the same.
const SAME_MEANING: f32 = 0.6;

/// Finds terms that are defined in different words.
fn definitions(index: &Index, candidates: &[Vec<Candidate>]) -> Vec<Draft> {
    let pairs = candidates.iter().flatten();
    let pairs = pairs.filter(|pair| {
        pair.likeness.define_same && likeness(index, pair.place, pair.other).subject < SAME_MEANING
    });
    let drafts = pairs.map(|pair| Draft {
        kind: CrossKind::TermWithTwoMeanings,
        severity: CrossKind::TermWithTwoMeanings.default_severity(),
        title: "Which definition of the term holds?".into(),
        sides: vec![at(index, pair.place), at(index, pair.other)],
        also: Vec::new(),
        why: "Rules and figures about the term do not add up".into(),
        pair: Some((pair.place, pair.other)),
    });
    drafts.collect()
}

/// Where a document gives ids, and which.
type Given<'n> = BTreeMap<&'n str, BTreeMap<usize, Span>>;

/// Finds ids that are given twice and ids that are given nowhere. Ids that most documents number anew, such as `FR-001`,
/// are names within a document: for them only one that its own document and all others lack is a reference to nothing.
fn ids(names: &[Names], known: &mut Known) {
    let mut given: Given<'_> = BTreeMap::new();
    for (document, names) in names.iter().enumerate() {
        for id in &names.defined {
            given
                .entry(&id.name)
                .or_default()
                .entry(document)
                .or_insert(id.span);
        }
    }
    let numbered_anew = numbered_anew(&given);
    let is_anew = |id: &str| numbered_anew.contains(prefix(id));
    for (id, places) in given
        .iter()
        .filter(|(id, places)| places.len() > 1 && !is_anew(id))
    {
        let sides: Vec<(usize, Span)> = places.iter().map(|(document, span)| (*document, *span)).collect();
        known.drafts.push(Draft {
            kind: CrossKind::DuplicateId,
            severity: CrossKind::DuplicateId.default_severity(),
            title: format!("Which requirement is {id}?"),
            also: sides[2..].iter().map(|(document, _)| *document).collect(),
            sides: sides[..2].to_vec(),
            why: "Whoever refers to the id means one of them".into(),
            pair: None,
        });
    }
    dangling_ids(names, &given, known);
    for prefix in numbered_anew {
        let example = given.keys().find(|id| self::prefix(id) == prefix);
        known.warnings.push(format!(
            "ids such as {} are numbered anew in each document: a reference from one document to another cannot be told by them",
            example.copied().unwrap_or(prefix)
        ));
    }
}

/// Returns the prefixes of ids that are names within a document: of which more than a third are given in several.
fn numbered_anew<'n>(given: &Given<'n>) -> BTreeSet<&'n str> {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (id, places) in given {
        let (all, several) = counts.entry(prefix(id)).or_default();
        *all += 1;
        *several += usize::from(places.len() > 1);
    }
    let anew = counts
        .into_iter()
        .filter(|(_, (all, several))| *several > 1 && *several * 3 > *all);
    anew.map(|(prefix, _)| prefix).collect()
}

/// A prefix with fewer ids may be something else, such as the name of a standard.
const FEWEST_IDS: usize = 2;

const UNGIVEN: &str = "no document here gives that id";

fn dangling_ids(names: &[Names], given: &Given<'_>, known: &mut Known) {
    let mut sorts: HashMap<&str, usize> = HashMap::new();
    for id in given.keys() {
        *sorts.entry(prefix(id)).or_default() += 1;
    }
    for (document, names) in names.iter().enumerate() {
        let mut told = BTreeSet::new();
        for id in &names.mentioned {
            let is_sort = sorts
                .get(prefix(&id.name))
                .is_some_and(|count| *count >= FEWEST_IDS);
            if is_sort && !given.contains_key(id.name.as_str()) && told.insert(&id.name) {
                known.drafts.push(dangling(document, id.span, &id.name, UNGIVEN));
            }
        }
        for id in &names.parents {
            if !given.contains_key(id.name.as_str()) && told.insert(&id.name) {
                known.drafts.push(dangling(document, id.span, &id.name, UNGIVEN));
            }
        }
    }
}

fn dangling(document: usize, span: Span, name: &str, why: &str) -> Draft {
    Draft {
        kind: CrossKind::DanglingReference,
        severity: CrossKind::DanglingReference.default_severity(),
        title: format!("What does “{name}” refer to?"),
        sides: vec![(document, span)],
        also: Vec::new(),
        why: format!("What it should settle is unknown: {why}"),
        pair: None,
    }
}

/// Finds links to documents that are not on disk.
fn broken_links(names: &[Names], sources: &[Source]) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (number, (names, source)) in names.iter().zip(sources).enumerate() {
        let mut told = BTreeSet::new();
        let parent = || source.path.parent().unwrap_or(Path::new(""));
        let folder = if names.links.is_empty() || !source.path.is_dir() {
            parent()
        } else {
            &source.path
        };
        for link in &names.links {
            let target = folder.join(decoded(&link.name));
            if !target.exists() && !lexical(&target).exists() && told.insert(&link.name) {
                drafts.push(dangling(number, link.span, &link.name, "there is no such file"));
            }
        }
    }
    drafts
}

/// Writes out spaces that a link cannot hold.
fn decoded(link: &str) -> String {
    link.replace("%20", " ")
}

/// Follows `..` by the words of the path, as editors and web sites do.
fn lexical(path: &Path) -> PathBuf {
    let mut followed = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir if followed.file_name().is_some() => {
                followed.pop();
            }
            Component::CurDir => {}
            part => followed.push(part),
        }
    }
    followed
}

#[cfg(test)]
mod tests {
    use super::super::folder::scan;
    use super::super::retrieve::{MOST_CANDIDATES, candidates};
    use super::*;

    fn found(texts: &[(&str, &str)]) -> Known {
        let folder = tempfile::tempdir().unwrap();
        let sources: Vec<Source> = texts
            .iter()
            .map(|(name, text)| {
                std::fs::write(folder.path().join(name), text).unwrap();
                Source {
                    path: folder.path().join(name),
                    label: (*name).into(),
                    ..Source::default()
                }
            })
            .collect();
        let scan = scan(&sources);
        known(&scan, &sources, &candidates(&scan.index, MOST_CANDIDATES))
    }

    fn kinds(known: &Known) -> Vec<CrossKind> {
        known.drafts.iter().map(|draft| draft.kind).collect()
    }

    #[test]
    fn copies_are_one_finding_for_the_documents_that_share_them() {
        let text = "- A buyer must enter the order number of the company\n- A buyer must choose one delivery address from the list\n";
        let known = found(&[("a.md", text), ("b.md", text)]);
        assert_eq!(kinds(&known), [CrossKind::DuplicateRequirement]);
        assert_eq!(known.drafts[0].title, "Which document owns these 2 requirements?");
    }

    #[test]
    fn the_text_of_a_template_is_one_remark_and_no_finding() {
        let text = "- Every commit must name the person who wrote the change\n";
        let names: Vec<String> = (0..9).map(|number| format!("{number}.md")).collect();
        let folder: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), text)).collect();
        let known = found(&folder);
        assert!(known.drafts.is_empty());
        assert!(known.warnings[0].contains("one of them in 9"));
    }

    #[test]
    fn one_sentence_with_two_figures_needs_no_model() {
        let known = found(&[
            ("a.md", "A parcel must be kept at the pick-up point for 7 days.\n"),
            (
                "b.md",
                "A parcel must be kept at the pick-up point for 10 days.\n",
            ),
        ]);
        assert_eq!(kinds(&known), [CrossKind::CrossContradiction]);
        assert!(known.drafts[0].pair.is_some());
    }

    #[test]
    fn an_id_given_twice_and_an_id_given_nowhere_are_told() {
        let known = found(&[
            (
                "a.md",
                "- REQ-1: The tent is waterproof at the seams\n- REQ-2: The boat floats on calm water\n- REQ-3: The rope is as long as the cliff\n",
            ),
            (
                "b.md",
                "- REQ-1: The stove burns for an hour\n- REQ-7: As REQ-9 says, the bag is warm at night\n",
            ),
        ]);
        assert_eq!(
            kinds(&known),
            [CrossKind::DuplicateId, CrossKind::DanglingReference]
        );
        assert_eq!(known.drafts[1].title, "What does “REQ-9” refer to?");
    }

    #[test]
    fn ids_that_every_document_numbers_anew_are_no_duplicates() {
        let own = |thing: &str| {
            format!(
                "- FR-001: The {thing} opens quickly at dawn\n- FR-002: The {thing} closes slowly at dusk\n"
            )
        };
        let (tent, boat) = (own("tent"), own("boat"));
        let known = found(&[("a.md", &tent), ("b.md", &boat)]);
        assert!(!kinds(&known).contains(&CrossKind::DuplicateId), "{known:?}");
        assert!(known.warnings[0].contains("FR-001"));
    }

    #[test]
    fn a_link_to_a_file_that_is_there_is_no_finding() {
        let known = found(&[
            (
                "a.md",
                "See [the other](b.md#x) and [the lost one](gone.md) and [again](gone.md).\n",
            ),
            ("b.md", "The boat is glued by hand in winter.\n"),
        ]);
        assert_eq!(kinds(&known), [CrossKind::DanglingReference]);
    }
}
