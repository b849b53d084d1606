//! What holds for every page, over the made-up reviews, and for the marking of passages in any document.

use super::document;
use super::ink::{Ink, Passage};
use crate::document::Document;
use crate::domain::{FlagKind, Role, Severity, Span};
use crate::report::samples::{self, Sample, anchor_at, flag_at, rendered};
use crate::report::{Format, Options};
use proptest::prelude::*;
use regex::Regex;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

fn page(sample: &Sample) -> String {
    rendered(Format::Html, sample, &Options::default())
}

/// The page without its style and script, which are the same for all.
fn words_of(page: &str) -> String {
    let style = Regex::new("(?s)<style>.*</style>").unwrap();
    let script = Regex::new("(?s)<script>.*</script>").unwrap();
    let policy = Regex::new("sha256-[^']*").unwrap();
    let page = style.replace(page, "<style></style>");
    let page = script.replace(&page, "<script></script>");
    let page = policy.replace_all(&page, "sha256-…");
    // A line a block, so that a change is seen where it is made.
    let block = Regex::new(
        "(<(?:article|section|header|div|li|p|h[1-6]|form|details|figure|tr|main|nav|footer)[ >])",
    )
    .unwrap();
    block.replace_all(&page, "\n$1").into_owned()
}

fn all_of<'p>(pattern: &str, page: &'p str) -> Vec<&'p str> {
    let pattern = Regex::new(pattern).unwrap();
    let found = pattern.captures_iter(page);
    found.map(|found| found.get(1).unwrap().as_str()).collect()
}

fn unescaped(html: &str) -> String {
    let plain = html
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"");
    plain.replace("&#39;", "'").replace("&amp;", "&")
}

#[test]
fn pages_of_reviews_look_like_this() {
    for (name, sample) in samples::all() {
        insta::assert_snapshot!(format!("page_{name}"), words_of(&page(&sample)));
    }
}

#[test]
fn five_hundred_findings_have_a_card_and_a_mark_each() {
    let page = page(&samples::many(500));
    assert_eq!(page.matches("<article class=\"card").count(), 500);
    assert_eq!(page.matches("<mark ").count(), 500);
    assert_eq!(page.matches("class=\"number ").count(), 500);
}

#[test]
fn every_id_is_there_once_and_every_link_within_the_page_leads_somewhere() {
    let mut samples = samples::all();
    samples.push(("many", samples::many(60)));
    for (name, sample) in samples {
        let page = page(&sample);
        let ids = all_of(" id=\"([^\"]*)\"", &page);
        let known: HashSet<&str> = ids.iter().copied().collect();
        assert_eq!(known.len(), ids.len(), "{name}");
        for target in all_of(" href=\"#([^\"]*)\"", &page) {
            assert!(known.contains(target), "{name}: {target}");
        }
        for cards in all_of(" data-cards=\"([^\"]*)\"", &page) {
            assert!(
                cards.split(' ').all(|card| known.contains(card)),
                "{name}: {cards}"
            );
        }
    }
}

#[test]
fn strangers_words_make_no_element_and_lead_nowhere_but_to_the_web() {
    let page = page(&samples::hostile());
    for (element, count) in [
        ("<script", 1),
        ("<style", 1),
        ("<img", 0),
        ("<svg", 0),
        ("<iframe", 0),
        ("<!--", 0),
    ] {
        assert_eq!(page.matches(element).count(), count, "{element}");
    }
    for target in all_of(" href=\"([^\"]*)\"", &page) {
        assert!(target.starts_with('#') || target.starts_with("http"), "{target}");
    }
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    let attributes = all_of("<[a-z0-9]+((?: [a-z-]+(?:=\"[^\"]*\")?)*)>", &page);
    let names: HashSet<&str> = attributes
        .iter()
        .flat_map(|list| all_of("([a-z-]+)=\"", list))
        .collect();
    assert!(
        !names
            .iter()
            .any(|name| name.starts_with("on") || *name == "style" || *name == "src"),
        "{names:?}"
    );
}

#[test]
fn nothing_that_hides_or_turns_words_reaches_the_page() {
    let page = page(&samples::hostile());
    let is_bad = |found: char| (found.is_control() && found != '\n') || crate::report::clean::reorders(found);
    assert_eq!(
        page.chars().filter(|found| is_bad(*found)).collect::<String>(),
        ""
    );
}

#[test]
fn the_policy_lets_in_this_style_and_script_alone() {
    use base64::Engine;
    use sha2::{Digest, Sha256};
    let page = page(&samples::clear());
    for element in ["style", "script"] {
        let inner = all_of(&format!("(?s)<{element}>(.*?)</{element}>"), &page);
        let [inner] = inner.as_slice() else {
            panic!("{element} is there {} times", inner.len())
        };
        let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(inner));
        assert!(
            page.contains(&format!("{element}-src 'sha256-{hash}'")),
            "{element}"
        );
    }
    let policy = all_of(
        "http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\"",
        &page,
    );
    assert!(policy[0].starts_with("default-src 'none';"), "{policy:?}");
    assert!(
        !policy[0].contains("unsafe") && !policy[0].contains('*'),
        "{policy:?}"
    );
}

#[test]
fn findings_that_point_to_no_word_of_the_spec_are_shown_all_the_same() {
    let mut sample = samples::typical();
    assert!(page(&sample).contains("Said nowhere in the spec"));
    sample.sources = crate::report::Sources::new();
    let page = page(&sample);
    assert_eq!(page.matches("<article class=\"card").count(), 12);
    assert!(!page.contains("<mark "));
}

/// Marks spans of a Markdown text, each as a finding of its own: `c1`, `c2` and so on.
fn marked(text: &str, spans: &[Range<usize>]) -> String {
    marked_as("s.md", text, spans)
}

fn marked_as(path: &str, text: &str, spans: &[Range<usize>]) -> String {
    let document = Document::new(path.into(), "s".into(), text.into());
    let passages = spans.iter().enumerate().map(|(index, span)| Passage {
        span: Span::new(span.start, span.end).unwrap(),
        severity: Severity::ALL[index % 4],
        number: index + 1,
        id: format!("c{}-1", index + 1),
        card: format!("c{}", index + 1),
    });
    let ink = Ink::new(&document, passages.collect());
    document::html(&document, &ink, &|_| None)
}

/// The words that are marked for a finding, as a reader sees them.
fn words_marked(html: &str, card: &str) -> String {
    static MARK: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new("<mark class=\"[a-z]+\" data-cards=\"([^\"]*)\">([^<]*)</mark>").unwrap()
    });
    let of_card = MARK
        .captures_iter(html)
        .filter(|found| found[1].split(' ').any(|of| of == card));
    of_card.map(|found| unescaped(&found[2])).collect()
}

fn at(text: &str, words: &str) -> Range<usize> {
    let start = text.find(words).unwrap();
    start..start + words.len()
}

#[test]
fn a_passage_that_begins_in_one_sort_of_text_and_ends_in_another_is_marked_whole() {
    let cases = [
        ("a **bold b** c *d* e", "bold b** c *d", "bold b c d"),
        (
            "a [link to](https://x.y) b",
            "link to](https://x.y) b",
            "link to b",
        ),
        ("a `code of it` b", "code of", "code of"),
        ("| h | i |\n|---|---|\n| one | two |\n", "one | two", "onetwo"),
        ("- one\n  - two\n- three\n", "one\n  - two\n- thr", "onetwothr"),
        ("# Head\n\nText\n", "Head\n\nText", "HeadText"),
        ("> quoted\n> text\n", "quoted\n> text", "quoted\ntext"),
        ("```rust\nlet x = 1;\nlet y;\n```\n", "x = 1;\nlet", "x = 1;\nlet"),
        ("a &lt;b&gt; c", "&lt;b", "<b"),
        ("a \\*b\\* c", "\\*b\\*", "*b*"),
        ("a <br> <b>c</b>", "<b>c</b>", "<b>c</b>"),
        ("see ![a picture](x.png) b", "a picture](x.png) b", "a picture b"),
        ("one\r\ntwo\r\n", "one\r\ntwo", "one\ntwo"),
        ("\u{feff}尽快 响应", "快 响", "快 响"),
    ];
    for (text, quote, words) in cases {
        let html = marked(text, &[at(text, quote)]);
        assert_eq!(words_marked(&html, "c1"), words, "{html}");
        assert_eq!(html.matches("class=\"number ").count(), 1, "{html}");
    }
}

#[test]
fn passages_within_and_over_each_other_keep_their_own_words() {
    let text = "one **two three** four five";
    let html = marked(
        text,
        &[
            at(text, text),
            at(text, "two three** four"),
            at(text, "three"),
            at(text, "four five"),
        ],
    );
    for (card, words) in [
        ("c1", "one two three four five"),
        ("c2", "two three four"),
        ("c3", "three"),
        ("c4", "four five"),
    ] {
        assert_eq!(words_marked(&html, card), words, "{html}");
    }
    assert!(
        html.contains("<mark class=\"blocker\" data-cards=\"c1 c2 c3\">three</mark>"),
        "{html}"
    );
}

#[test]
fn a_number_never_stands_within_a_link_or_code() {
    let text = "a [b c](https://x.y) `d e` f";
    let html = marked(text, &[at(text, "b"), at(text, "d")]);
    for inner in all_of("(?s)<(?:a href=\"https|code)(.*?)</(?:a|code)>", &html) {
        assert!(!inner.contains("class=\"number"), "{html}");
    }
    assert_eq!(html.matches("class=\"number ").count(), 2, "{html}");
}

#[test]
fn words_that_are_not_shown_make_no_mark() {
    let text = "[a](https://x.y/secret)\n\n[ref]: https://z\n";
    let html = marked(text, &[at(text, "secret"), at(text, "https://z")]);
    assert!(
        !html.contains("<mark") && !html.contains("class=\"number"),
        "{html}"
    );
}

#[test]
fn plain_text_keeps_its_lines() {
    let text = "Head\n====\n\nOne\ntwo <b>\n\n- item\n";
    let html = marked_as("s.txt", text, &[at(text, "two <b>")]);
    assert_eq!(words_marked(&html, "c1"), "two <b>");
    assert!(html.contains("<h3>Head</h3>") && html.contains("One\n"), "{html}");
}

#[test]
fn what_a_document_links_to_is_followed_only_on_the_web() {
    let text = "[a](javascript:alert(1)) [b](JAVASCRIPT:x) [c](data:text/html,x) [d](//x.y) [e](https://x.y) [f](vbscript:x) \
                <javascript:x> [g](java\tscript:x) ![h](http://x.y/i.png) [i](mailto:a@b.c) [j](&#106;avascript:x)\n";
    let html = marked(text, &[]);
    let targets = all_of(" href=\"([^\"]*)\"", &html);
    assert_eq!(targets, ["https://x.y", "mailto:a@b.c"], "{html}");
    assert!(
        !html.contains("<img") && html.contains("<span class=\"image\">h</span>"),
        "{html}"
    );
}

/// Words as written and as shown.
#[derive(Clone, Debug)]
struct Piece {
    before: &'static str,
    words: String,
    after: &'static str,
    shown: String,
}

fn piece() -> impl Strategy<Value = Piece> {
    let dressed = prop_oneof![
        Just(("", "")),
        Just(("**", "**")),
        Just(("*", "*")),
        Just(("`", "`")),
        Just(("~~", "~~")),
        Just(("[", "](https://x.y/z)")),
        Just(("[", "](javascript:x)")),
        Just(("![", "](i.png)")),
        Just(("**[", "](https://x.y)**")),
        Just(("`` ", " ``")),
    ];
    let word = prop_oneof![4 => "[a-z]{1,8}", 1 => Just("尽快".to_owned()), 1 => Just("e\u{301}👩\u{200d}💻".to_owned())];
    let plain = (dressed, word).prop_map(|((before, after), words)| Piece {
        before,
        shown: words.clone(),
        words,
        after,
    });
    let signs = prop_oneof![
        Just(("&amp;", "&")),
        Just(("&#64;", "@")),
        Just(("\\*", "*")),
        Just(("\\`", "`")),
        Just(("<b>", "<b>")),
        Just(("a&lt;b", "a<b")),
    ];
    let signs = signs.prop_map(|(words, shown)| Piece {
        before: "",
        words: words.into(),
        after: "",
        shown: shown.into(),
    });
    prop_oneof![5 => plain, 1 => signs]
}

/// Where a piece stands with and without its marks, and how it is shown.
type Place = (Range<usize>, Range<usize>, String);

/// A document of blocks of all sorts, and where each piece of it stands.
fn written(blocks: &[(usize, Vec<Piece>)]) -> (String, Vec<Place>) {
    let (mut text, mut places) = (String::new(), Vec::new());
    for (sort, pieces) in blocks {
        let (start, between, end) = [
            ("", " ", "\n\n"),
            ("## ", " ", "\n\n"),
            ("- ", " ", "\n"),
            ("  - ", "\n    ", "\n"),
            ("> ", "\n> ", "\n\n"),
            ("\n| h |\n|---|\n| ", " |\n| ", " |\n\n"),
            ("1. ", " ", "\n\n"),
            ("", "\r\n", "\r\n\r\n"),
        ][*sort];
        text.push_str(start);
        text.push_str("so");
        for piece in pieces {
            text.push_str(if between.contains('|') { between } else { " " });
            let from = text.len();
            text.push_str(piece.before);
            let inner = text.len()..text.len() + piece.words.len();
            text.push_str(&piece.words);
            text.push_str(piece.after);
            places.push((from..text.len(), inner, piece.shown.clone()));
            if !between.contains('|') && between.contains('\n') {
                text.push_str(between);
                text.push_str("and");
            }
        }
        text.push_str(end);
    }
    (text, places)
}

fn without_tags(html: &str) -> String {
    static OURS: LazyLock<Regex> =
        LazyLock::new(|| Regex::new("<a class=\"number [^>]*>[0-9]+</a>|<[^>]*>").unwrap());
    OURS.replace_all(html, "").into_owned()
}

fn without_space(text: &str) -> String {
    text.split_whitespace().collect()
}

fn assert_balanced(html: &str) {
    let mut open = Vec::new();
    static TAG: LazyLock<Regex> = LazyLock::new(|| Regex::new("<(/?)([a-z0-9]+)[^>]*?(/?)>").unwrap());
    for found in TAG.captures_iter(html) {
        match (&found[1], &found[2], &found[3]) {
            (_, "br" | "hr", _) | (_, _, "/") => {}
            ("/", name, _) => assert_eq!(open.pop().as_deref(), Some(name), "{html}"),
            (_, name, _) => open.push(name.to_owned()),
        }
    }
    assert!(open.is_empty(), "{open:?}: {html}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn what_is_marked_is_what_a_reader_sees_of_the_passage(
        blocks in prop::collection::vec((0usize..8, prop::collection::vec(piece(), 1..5)), 1..6),
        ends in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<bool>(), any::<bool>()), 1..5),
    ) {
        let (text, places) = written(&blocks);
        let chosen: Vec<_> = ends.iter().map(|(one, two, outer_start, outer_end)| {
            let (one, two) = (one.index(places.len()), two.index(places.len()));
            let (first, last) = (one.min(two), one.max(two));
            let start = if *outer_start { places[first].0.start } else { places[first].1.start };
            let end = if *outer_end { places[last].0.end } else { places[last].1.end };
            (start..end, first..last + 1)
        }).collect();
        let spans: Vec<Range<usize>> = chosen.iter().map(|(span, _)| span.clone()).collect();
        let html = marked(&text, &spans);
        assert_balanced(&html);
        for (index, (span, pieces)) in chosen.iter().enumerate() {
            let words = without_space(&words_marked(&html, &format!("c{}", index + 1)));
            let shown: Vec<String> = places[pieces.clone()].iter().map(|(_, _, shown)| without_space(shown)).collect();
            for piece in &shown {
                prop_assert!(words.contains(piece), "{piece} in {words}\n{text}\n{html}");
            }
            prop_assert!(words.starts_with(&shown[0]) && words.ends_with(&shown[shown.len() - 1]), "{shown:?} {words}\n{html}");
            // The words between pieces are shown too: what is marked is the text of the page over that stretch.
            let quote = without_space(&without_tags(&marked(&text, &[])));
            prop_assert!(unescaped(&quote).contains(&words), "{span:?} {words}\n{text}\n{html}");
        }
        prop_assert_eq!(without_tags(&html), without_tags(&marked(&text, &[])));
    }

    #[test]
    fn any_span_of_any_text_can_be_marked_and_changes_no_word(
        pieces in prop::collection::vec(prop_oneof![
            3 => "[a-z]{1,6} ", 1 => Just("**".to_owned()), 1 => Just("`".to_owned()), 1 => Just("\n\n".to_owned()), 1 => Just("\r\n- ".to_owned()),
            1 => Just("> ".to_owned()), 1 => Just("| a | b |\n|---|---|\n| ".to_owned()), 1 => Just("```\n".to_owned()), 1 => Just("[".to_owned()),
            1 => Just("](https://x.y)".to_owned()), 1 => Just("&amp;".to_owned()), 1 => Just("<div>\n".to_owned()), 1 => Just("<!-- ".to_owned()),
            1 => Just("---\na: b\n---\n".to_owned()), 1 => Just("[^1]".to_owned()), 1 => Just("\n[^1]: ".to_owned()), 1 => Just("- [x] ".to_owned()),
            1 => Just("    ".to_owned()), 1 => Just("尽\u{301}".to_owned()), 1 => any::<char>().prop_map(String::from),
        ], 1..40),
        ends in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..6),
        is_plain in any::<bool>(),
    ) {
        let text = pieces.concat();
        let boundaries: Vec<usize> = (0..=text.len()).filter(|at| text.is_char_boundary(*at)).collect();
        let spans: Vec<Range<usize>> = ends.iter().map(|(one, two)| {
            let (one, two) = (one.index(boundaries.len()), two.index(boundaries.len()));
            boundaries[one.min(two)]..boundaries[one.max(two)]
        }).collect();
        let path = if is_plain { "s.txt" } else { "s.md" };
        let html = marked_as(path, &text, &spans);
        prop_assert_eq!(without_tags(&html), without_tags(&marked_as(path, &text, &[])));
        assert_balanced(&html);
    }

    #[test]
    fn an_anchor_that_lies_about_its_place_is_shown_by_its_quote(start in 0usize..60, length in 0usize..60) {
        let spec = samples::document("s.md", "Ein Text mit Wörtern, die es gibt.\n\nUnd noch einer.\n");
        let mut anchor = anchor_at(&spec, Role::Spec, 0..0);
        anchor.quote = "made up".into();
        anchor.span = Span::new(start, start + length).unwrap();
        let page = page(&flag_at(FlagKind::VagueTerm, Severity::Minor, anchor, spec));
        prop_assert!(page.contains("<p>made up</p>") && !page.contains("<mark "));
    }
}
