use super::*;
use crate::domain::Authorship;
use crate::domain::ReviewReport;
use crate::engine::pack::{Asking, gather};
use crate::replies::{self, Asked};
use crate::report::samples;
use pulldown_cmark::{Event, Options, Parser, Tag};
use unicode_width::UnicodeWidthStr;

fn pack_of(report: &ReviewReport) -> Pack {
    let asking = report.reviews.iter().map(Asking::of_review).collect();
    let mut pack = gather(asking, &[], Some("4 December 2026".into()));
    pack.tool = "clarify 0.0.0".into();
    pack
}

fn rendered(format: PackFormat, pack: &Pack) -> String {
    let mut out = Vec::new();
    render_pack(format, pack, 72, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

const FORMATS: [(&str, PackFormat); 4] = [
    ("markdown", PackFormat::Markdown),
    ("text", PackFormat::Text),
    ("csv", PackFormat::Csv),
    ("json", PackFormat::Json),
];

#[test]
fn packs_look_like_this() {
    let pack = pack_of(&samples::typical().report);
    for (name, format) in FORMATS {
        insta::assert_snapshot!(name, rendered(format, &pack));
    }
}

#[test]
fn packs_of_hostile_words_look_like_this() {
    let pack = pack_of(&samples::hostile().report);
    for (name, format) in FORMATS.into_iter().take(3) {
        insta::assert_snapshot!(format!("hostile_{name}"), rendered(format, &pack));
    }
}

#[test]
fn hostile_words_stay_words() {
    let pack = pack_of(&samples::hostile().report);
    for (name, format) in FORMATS {
        let form = rendered(format, &pack);
        assert!(
            !form.contains(['\u{1b}', '\u{202e}', '\u{9b}']) || name == "json",
            "{name}"
        );
    }
    let markdown = rendered(PackFormat::Markdown, &pack);
    for event in Parser::new_ext(&markdown, Options::ENABLE_TASKLISTS | Options::ENABLE_TABLES) {
        let is_foreign = matches!(
            event,
            Event::Html(_)
                | Event::InlineHtml(_)
                | Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::Table(_))
        );
        assert!(!is_foreign, "{event:?}");
    }
}

#[test]
fn no_line_of_text_is_wider_than_asked() {
    for (_, sample) in samples::all() {
        for line in rendered(PackFormat::Text, &pack_of(&sample.report)).lines() {
            assert!(line.width() <= 72, "{} columns: {line}", line.width());
        }
    }
}

/// Fills a pack in as a person would, and reads it back.
#[test]
fn every_form_that_is_filled_in_is_read_back() {
    for (sample_name, sample) in samples::all() {
        let mut pack = pack_of(&sample.report);
        let questions = pack
            .desks
            .iter()
            .flat_map(|desk| desk.questions.iter().map(move |question| (desk, question)));
        let asked: Vec<Asked> = questions
            .map(|(desk, question)| Asked {
                id: question.ids[0].clone(),
                to: desk.to.clone(),
                options: question.options.clone(),
                suggested: question.suggested,
            })
            .filter(|asked| asked.id.0.starts_with("q-"))
            .collect();
        for (index, question) in pack
            .desks
            .iter_mut()
            .flat_map(|desk| &mut desk.questions)
            .enumerate()
        {
            match question.suggested {
                Some(place) if index % 2 == 0 => question.choice = Some(crate::domain::pack::letter(place)),
                _ => question.answer = Some("=1+1 is 2 *per* day, see #3".into()),
            }
        }
        for (name, format) in FORMATS {
            let replies = replies::read(&rendered(format, &pack));
            if pack.questions() == 0 {
                continue;
            }
            let read = replies::held_against(&replies.unwrap(), &asked);
            assert_eq!(read.empty, 0, "{sample_name} {name}");
            assert_eq!(
                read.answers.len(),
                asked.len(),
                "{sample_name} {name}: {:?}",
                read.problems
            );
            for (answer, asked) in read.answers.iter().zip(&asked) {
                match answer.authorship {
                    Authorship::AcceptedSuggestion => assert_eq!(
                        Some(&answer.text),
                        asked.suggested.map(|place| &asked.options[place])
                    ),
                    Authorship::Own => {
                        assert!(answer.text.starts_with("=1+1 is 2"), "{name}: {}", answer.text)
                    }
                }
            }
        }
    }
}
