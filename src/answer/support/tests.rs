use super::*;

fn ground<'f>(label: &'f str, kind: FactKind, quote: &'f str) -> Ground<'f> {
    Ground {
        label,
        kind,
        quotes: vec![quote],
        beside: Vec::new(),
        speaker: None,
    }
}

fn found(sentence: &str, part: BriefPart, grounds: &[Ground<'_>]) -> Vec<String> {
    faults(sentence, part, grounds, &Known::default())
        .iter()
        .map(Fault::to_string)
        .collect()
}

const QUOTE: &str = "Decision: we open Austria on 1 September 2027 with 3 agents, Leonie hires them by July";

#[test]
fn a_sentence_of_the_notes_own_words_holds() {
    let grounds = [ground("N1", FactKind::Decision, QUOTE)];
    assert_eq!(
        found(
            "Austria opens on 1 September 2027 with three agents.",
            BriefPart::Decided,
            &grounds
        ),
        Vec::<String>::new()
    );
}

#[test]
fn an_invented_date_and_a_changed_number_are_named() {
    let grounds = [ground("N1", FactKind::Decision, QUOTE)];
    let faults = found(
        "Austria opens on 14 September 2027 with 4 agents.",
        BriefPart::Decided,
        &grounds,
    );
    assert_eq!(
        faults,
        [
            "“14 September 2027” stands in none of the quotes of N1",
            "“4” stands in none of the quotes of N1"
        ]
    );
}

#[test]
fn a_name_that_was_not_said_is_named_and_a_stakeholders_full_name_is_allowed() {
    let grounds = [ground("N1", FactKind::Decision, QUOTE)];
    let faults = found(
        "We open Austria with PostNord on 1 September.",
        BriefPart::Decided,
        &grounds,
    );
    assert_eq!(faults, ["the name “PostNord” stands in none of the quotes of N1"]);
    let known = Known {
        people: vec![Person::new("Leonie Brandt", "Head of Customer Service")],
        ..Known::default()
    };
    let sentence = "By July the agents are hired by Leonie Brandt.";
    assert!(faults_of(sentence, &grounds, &known).is_empty());
    assert!(!faults_of(sentence, &grounds, &Known::default()).is_empty());
}

fn faults_of(sentence: &str, grounds: &[Ground<'_>], known: &Known) -> Vec<Fault> {
    faults(sentence, BriefPart::Decided, grounds, known)
}

#[test]
fn an_opinion_is_no_decision() {
    let mut opinion = ground(
        "N2",
        FactKind::Opinion,
        "Mads: we should drop the printed catalogue",
    );
    opinion.speaker = Some("Mads");
    let grounds = [opinion];
    let faults = found("The printed catalogue is dropped.", BriefPart::Changes, &grounds);
    assert!(
        faults.iter().any(|fault| fault.contains("is an opinion of Mads")),
        "{faults:?}"
    );
    assert!(
        found(
            "Mads thinks that the printed catalogue should be dropped.",
            BriefPart::Changes,
            &grounds
        )
        .is_empty()
    );
    let decided = found(
        "Mads thinks that the printed catalogue should be dropped.",
        BriefPart::Decided,
        &grounds,
    );
    assert_eq!(
        decided,
        ["N2 is no decision (opinion), and stands among what was decided"]
    );
}

#[test]
fn what_is_told_as_open_needs_something_open() {
    let settled = [ground("N1", FactKind::Decision, QUOTE)];
    assert_eq!(
        found("Austria may open on 1 September.", BriefPart::Open, &settled).len(),
        1
    );
    let open = [ground(
        "N3",
        FactKind::OpenPoint,
        "who pays the customs fees is open, Pieter decides",
    )];
    assert!(found("Who pays the customs fees.", BriefPart::Open, &open).is_empty());
}

#[test]
fn an_ask_needs_somebody_who_asked() {
    let background = [ground(
        "N4",
        FactKind::Background,
        "the help pages for Austria are in German",
    )];
    let faults = found(
        "Check the help pages for Austria.",
        BriefPart::Needed,
        &background,
    );
    assert_eq!(
        faults,
        ["no action, owner, date, constraint or open point asks for it: it belongs in the suggestions"]
    );
}

#[test]
fn a_sentence_that_leaves_its_facts_behind_says_more() {
    let grounds = [ground(
        "N4",
        FactKind::Action,
        "support: German macros for Austria by July",
    )];
    let faults = found(
        "Build a switchable library toggle behind feature flags with rollback dashboards.",
        BriefPart::Needed,
        &grounds,
    );
    assert!(faults[0].starts_with("it says more than N4"), "{faults:?}");
}

#[test]
fn words_of_decision_need_a_decision() {
    let grounds = [ground(
        "N5",
        FactKind::Goal,
        "return parcels go from 19.5 to 17.0 per 100 orders",
    )];
    let faults = found(
        "It is approved that return parcels go from 19.5 to 17.0 per 100 orders.",
        BriefPart::Decided,
        &grounds,
    );
    assert_eq!(faults, ["“approved” is firmer than N5"]);
    assert!(
        found(
            "Return parcels, not yet approved, go from 19.5 to 17.0 per 100 orders.",
            BriefPart::Decided,
            &grounds
        )
        .is_empty()
    );
}
