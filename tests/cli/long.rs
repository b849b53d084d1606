//! Long documents: specs are read in parts, context is cut to what bears on the spec, and both are said.

use crate::answers::{all_kept, flag, kept, passage, raising, verdicts};
use crate::desk::{Desk, flags};
use crate::server::{Reply, Seen, Server};
use serde_json::json;

/// Three sections of which two fit no request of 150 tokens together.
fn long_spec() -> String {
    let section = |name: &str| {
        let filler = format!("The {name} page shows the order, its parcels and what they cost. ").repeat(7);
        format!("## {name}\n\nThe {name} limit is 30 days.\n\n{filler}\n\n")
    };
    format!(
        "# Limits\n\n{}{}{}",
        section("Alpha"),
        section("Beta"),
        section("Gamma")
    )
}

const PARTS: [&str; 3] = ["spec.md", "--spec-tokens", "150"];

/// The name of the section that a part holds.
fn part_of(seen: &Seen) -> &'static str {
    let names = ["Alpha", "Beta", "Gamma"];
    let (_, part) = seen.user().split_once(" of 3:\n").unwrap();
    let (part, _) = part.split_once("\n</document-").unwrap();
    let holds = |name: &&&str| part.contains(&format!("The {name} limit is 30 days."));
    names.iter().find(holds).unwrap()
}

/// Flags the limit of each part.
fn answer(seen: &Seen) -> Reply {
    if seen.looks_again() {
        return all_kept(&seen.candidates()).into();
    }
    let name = part_of(seen);
    let quote = format!("The {name} limit is 30 days.");
    let mut flag = flag("F1", "ambiguous-timing", "major", &quote);
    flag["title"] = json!(format!("Which limit of {name}?"));
    raising(&[flag]).into()
}

fn desk() -> Desk {
    let desk = Desk::new();
    desk.put("spec.md", long_spec());
    desk
}

#[test]
fn a_long_spec_is_sent_in_parts_with_its_outline() {
    let (desk, server) = (desk(), Server::new(|seen, _| answer(seen)));
    desk.review(&server, &PARTS).ends(0);
    let seen = server.seen();
    let first: Vec<&Seen> = seen.iter().filter(|seen| !seen.looks_again()).collect();
    assert_eq!((first.len(), seen.len()), (3, 6));
    for request in &first {
        let user = request.user();
        assert!(
            user.contains("Its outline:\n- Limits\n  - Alpha\n  - Beta\n  - Gamma\n"),
            "{user}"
        );
        let number = ["Alpha", "Beta", "Gamma"]
            .iter()
            .position(|name| *name == part_of(request))
            .unwrap()
            + 1;
        assert!(user.contains(&format!("Part {number} of 3:")));
        assert_eq!(user.matches("limit is 30 days.").count(), 1);
    }
}

#[test]
fn quotes_of_every_part_are_found_in_the_whole() {
    let (desk, server) = (desk(), Server::new(|seen, _| answer(seen)));
    let report = desk.json(&server, &PARTS);
    let mut places: Vec<_> = flags(&report)
        .iter()
        .map(|flag| {
            let anchor = &flag["anchors"][0];
            (
                anchor["line"].as_u64().unwrap(),
                anchor["section"].as_str().unwrap().to_owned(),
            )
        })
        .collect();
    places.sort();
    let expected = [(5, "Alpha"), (11, "Beta"), (17, "Gamma")];
    assert_eq!(places, expected.map(|(line, section)| (line, section.to_owned())));
}

#[test]
fn each_part_is_looked_at_again_with_its_own_candidates() {
    let (desk, server) = (desk(), Server::new(|seen, _| answer(seen)));
    desk.review(&server, &PARTS).ends(0);
    let seen = server.seen();
    for request in seen.iter().filter(|seen| seen.looks_again()) {
        assert_eq!(request.candidates().len(), 1);
        assert!(
            request
                .user()
                .contains(&format!("Which limit of {}?", part_of(request)))
        );
    }
}

#[test]
fn a_part_that_fails_leaves_the_others_reviewed() {
    let desk = desk();
    let server = Server::new(|seen, _| match part_of(seen) {
        "Beta" => Reply::Status(400, "{\"error\": {\"message\": \"beta is out of order\"}}".into()),
        _ => answer(seen),
    });
    let run = desk.review(&server, &PARTS).ends(2).shows(&[
        "Which limit of Alpha?",
        "Which limit of Gamma?",
        "part of the work failed: ",
        "could not be reviewed in full: spec.md: ",
        "beta is out of order",
    ]);
    assert!(!run.out.contains("Which limit of Beta?") && !run.out.contains("1 spec:"));
    let report = desk
        .review(&server, &[&PARTS[..], &["--format", "json"]].concat())
        .ends(2)
        .json();
    assert_eq!(
        (flags(&report).len(), report["errors"].as_array().unwrap().len()),
        (2, 1)
    );
    let mended = Server::new(|seen, _| answer(seen));
    desk.review(&mended, &PARTS).ends(0);
    let seen = mended.seen();
    let first: Vec<_> = seen
        .iter()
        .filter(|seen| !seen.looks_again())
        .map(part_of)
        .collect();
    assert_eq!(first, ["Beta"], "only what failed is read again");
    let again: Vec<_> = seen
        .iter()
        .filter(|seen| seen.looks_again())
        .map(part_of)
        .collect();
    assert_eq!(again, ["Beta"], "what other parts raised was looked at before");
}

#[test]
fn a_point_that_another_part_settles_is_seen_in_the_second_look() {
    let desk = desk();
    let settled = "Every limit of Alpha counts from the day of delivery.";
    desk.put("spec.md", format!("{}\n## Delta\n\n{settled}\n", long_spec()));
    let server = Server::new(move |seen, _| {
        if !seen.looks_again() {
            return match seen.user().contains("The Alpha limit is 30 days.\n") {
                true => raising(&[flag(
                    "F1",
                    "ambiguous-timing",
                    "major",
                    "The Alpha limit is 30 days.",
                )]),
                false => raising(&[]),
            }
            .into();
        }
        assert!(seen.user().contains(settled), "{}", seen.user());
        let mut verdict = kept("F1");
        verdict["settled_by"] = passage("spec.md", settled);
        verdicts(&[verdict]).into()
    });
    let report = desk.json(&server, &PARTS);
    assert_eq!(flags(&report)[0]["severity"], "note");
    let remark = flags(&report)[0]["remarks"][0].to_string();
    assert!(remark.contains("settled at spec.md:"), "{remark}");
}

#[test]
fn where_every_part_fails_the_spec_is_not_reviewed() {
    let (desk, server) = (
        desk(),
        Server::new(|_, _| Reply::Status(400, "out of order".into())),
    );
    let run = desk
        .review(&server, &PARTS)
        .ends(2)
        .shows(&["could not be reviewed: spec.md:", "out of order"]);
    assert!(!run.out.contains("Limits ("));
}

#[test]
fn what_two_parts_say_of_the_same_words_is_not_lost() {
    let desk = desk();
    let server = Server::new(|seen, _| match seen.looks_again() {
        true => all_kept(&seen.candidates()).into(),
        false => raising(&[flag(
            "F1",
            "ambiguous-timing",
            "major",
            "The Beta limit is 30 days.",
        )])
        .into(),
    });
    let report = desk.json(&server, &PARTS);
    assert_eq!(
        flags(&report).len(),
        1,
        "three parts raise it, the report does once"
    );
}

#[test]
fn a_long_context_is_cut_and_the_report_says_what_was_left_out() {
    let desk = Desk::new();
    let offices = "Plants, desks and chairs are bought by the office team. ".repeat(40);
    let strategy = format!("# Goals\n\nEvery customer is paid back in money.\n\n# Offices\n\n{offices}\n");
    desk.put("strategy.md", &strategy);
    let server = Server::new(|_, _| raising(&[]).into());
    let args = ["spec.md", "--strategy", "strategy.md", "--context-tokens", "100"];
    desk.review(&server, &args)
        .ends(0)
        .shows(&["Not sent for want of room: strategy.md: Offices"]);
    let sent = &server.seen()[0];
    assert!(sent.user().contains("# Offices\n[left out for length]") && !sent.user().contains("Plants"));
    assert!(sent.user().contains("paid back in money"));
    let report = desk.json(&server, &args);
    assert_eq!(report["reviews"][0]["context"][0]["left_out"], json!(["Offices"]));
    let whole = desk.review(&server, &args[..3]).ends(0);
    assert!(!whole.out.contains("Not sent"));
}
