//! A document laid out as HTML, with passages marked and their cards beside them.
//!
//! The Markdown parser's events are rewritten, and its own writer makes HTML of them, so that nothing but the rewriting
//! is ours: words are cut and marked, a card follows the block in which its passage begins, and what a stranger could do
//! harm with is taken out. HTML is shown as text, images by their words, links only where they lead to the web.

use super::ink::{Ink, Words, words_of};
use crate::document::{BlockKind, Document};
use crate::domain::Severity;
use maud::{Markup, html};
use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd};
use std::ops::Range;

/// What a link may begin with; all others are shown and lead nowhere.
const SAFE: [&str; 3] = ["https://", "http://", "mailto:"];
/// The level of a document's first heading: it stands under that of its section in the page.
const TOP_LEVEL: usize = 3;

/// Lays a document out. `card` gives the card that is to stand beside a passage, where one is.
pub fn html(document: &Document, ink: &Ink, card: &dyn Fn(usize) -> Option<Markup>) -> String {
    let mut page = Page::new(ink, card);
    match document.events() {
        Some(events) => {
            for (event, range) in events {
                page.take(event, &range, document.text());
            }
        }
        None => page.plain_text(document),
    }
    page.put_cards();
    let mut html = String::with_capacity(document.text().len() * 2);
    pulldown_cmark::html::push_html(&mut html, page.events.into_iter());
    html
}

/// The events of the page as far as they are written.
struct Page<'p> {
    ink: &'p Ink,
    card: &'p dyn Fn(usize) -> Option<Markup>,
    events: Vec<Event<'p>>,
    /// The passages of the mark that is open; empty where none is.
    marked: Vec<usize>,
    /// Passages that ended, whose number is still to be written.
    ended: Vec<usize>,
    /// Cards that wait for the end of their block.
    cards: Vec<Markup>,
    /// What ends each link, image or code that is open: no number can stand in it.
    links: Vec<Event<'p>>,
    headings: Vec<HeadingLevel>,
    tables: usize,
    in_table: bool,
    in_head: bool,
}

impl<'p> Page<'p> {
    fn new(ink: &'p Ink, card: &'p dyn Fn(usize) -> Option<Markup>) -> Self {
        Self {
            ink,
            card,
            events: Vec::new(),
            marked: Vec::new(),
            ended: Vec::new(),
            cards: Vec::new(),
            links: Vec::new(),
            headings: Vec::new(),
            tables: 0,
            in_table: false,
            in_head: false,
        }
    }

    fn take(&mut self, event: Event<'p>, range: &Range<usize>, text: &str) {
        if let Event::Text(_) | Event::SoftBreak = event {
            return self.words_of(&event, range, text);
        }
        self.close_mark();
        match &event {
            Event::Start(tag) => self.start(tag.clone()),
            Event::End(tag) => self.end(*tag),
            Event::Code(_) => self.wrapped(("<code>", "</code>"), &event, range, text),
            Event::InlineHtml(tag) if is_line_break(tag) => self.events.push(Event::HardBreak),
            Event::Html(_) => self.words_of(&event, range, text),
            Event::InlineHtml(_) => {
                self.wrapped(("<span class=\"raw\">", "</span>"), &event, range, text);
            }
            Event::FootnoteReference(_) => self.wrapped(("<sup>", "</sup>"), &event, range, text),
            Event::TaskListMarker(is_done) => self.raw(if *is_done { "☑ " } else { "☐ " }),
            _ => self.events.push(event),
        }
    }

    /// Writes words within an element of their own.
    fn wrapped(
        &mut self,
        (start, end): (&'p str, &'p str),
        event: &Event<'_>,
        range: &Range<usize>,
        text: &str,
    ) {
        self.raw(start);
        self.links.push(Event::Text("".into()));
        self.words_of(event, range, text);
        self.close_mark();
        self.links.pop();
        self.raw(end);
        self.put_numbers();
    }

    fn words_of(&mut self, event: &Event<'_>, range: &Range<usize>, text: &str) {
        if let Some(words) = words_of(event, range, text) {
            self.words(&words);
        }
    }

    /// Writes words, each piece under the mark that it belongs to.
    fn words(&mut self, words: &Words<'_>) {
        for piece in self.ink.pieces(words) {
            let over = self.ink.over(&piece);
            if over != self.marked {
                self.close_mark();
                self.begin_passages(&piece);
                self.open_mark(over);
            } else {
                self.begin_passages(&piece);
            }
            self.events.push(Event::Text(CowStr::from(piece.text.to_owned())));
            let ended = self.ink.ending_in(&piece);
            if !ended.is_empty() {
                self.close_mark();
                self.ended.extend(ended);
                self.put_numbers();
            }
        }
    }

    /// Makes the places that cards lead to, and calls for the cards.
    fn begin_passages(&mut self, piece: &Words<'_>) {
        for index in self.ink.beginning_in(piece) {
            let id = &self.ink.passage(index).id;
            self.raw(html! { span.at id=(id) {} }.into_string());
            self.cards.extend((self.card)(index));
        }
    }

    fn open_mark(&mut self, over: Vec<usize>) {
        let passages = || over.iter().map(|index| self.ink.passage(*index));
        let Some(severity) = passages().map(|passage| passage.severity).min() else {
            return;
        };
        let mut cards: Vec<&str> = passages().map(|passage| passage.card.as_str()).collect();
        cards.dedup();
        self.raw(format!(
            "<mark class=\"{}\" data-cards=\"{}\">",
            severity.as_str(),
            cards.join(" ")
        ));
        self.marked = over;
    }

    fn close_mark(&mut self) {
        if !self.marked.is_empty() {
            self.marked.clear();
            self.raw("</mark>");
        }
    }

    /// Writes the numbers of passages that ended; a link cannot stand within another, so there they wait.
    fn put_numbers(&mut self) {
        if !self.links.is_empty() {
            return;
        }
        let mut ended = std::mem::take(&mut self.ended);
        ended.dedup_by_key(|index| self.ink.passage(*index).number);
        for index in ended {
            let passage = self.ink.passage(index);
            self.raw(number(passage.number, passage.severity, &passage.card).into_string());
        }
    }

    /// Writes the cards that wait.
    fn put_cards(&mut self) {
        if self.in_table {
            return;
        }
        for card in std::mem::take(&mut self.cards) {
            self.events.push(Event::Html(card.into_string().into()));
        }
    }

    fn start(&mut self, tag: Tag<'p>) {
        if is_block(&tag) {
            self.put_cards();
        }
        match tag {
            Tag::Heading { level, .. } => self.heading(level),
            Tag::HtmlBlock | Tag::MetadataBlock(_) => self.raw("<pre class=\"raw\">"),
            Tag::Table(columns) => self.table(columns.len()),
            Tag::FootnoteDefinition(name) => {
                self.raw("<div class=\"footnote\"><sup>");
                self.events.push(Event::Text(name));
                self.raw("</sup> ");
            }
            Tag::Link {
                link_type, dest_url, ..
            } => self.link(link_type, dest_url),
            Tag::Image { .. } => {
                self.raw("<span class=\"image\">");
                self.links.push(Event::InlineHtml("</span>".into()));
            }
            Tag::CodeBlock(_) => self.events.push(Event::Start(Tag::CodeBlock(
                pulldown_cmark::CodeBlockKind::Indented,
            ))),
            Tag::TableHead => {
                self.in_head = true;
                self.events.push(Event::Start(tag));
            }
            tag => self.events.push(Event::Start(tag)),
        }
    }

    /// Begins a heading, one level below those above it whatever its own: no level is left out, as readers of the page's
    /// outline expect.
    fn heading(&mut self, level: HeadingLevel) {
        self.headings.retain(|above| *above < level);
        self.headings.push(level);
        self.events.push(Event::Start(Tag::Heading {
            level: self.level(),
            id: None,
            classes: Vec::new(),
            attrs: Vec::new(),
        }));
    }

    /// Begins a table that can be moved sideways where it is wider than the page.
    fn table(&mut self, columns: usize) {
        self.in_table = true;
        self.tables += 1;
        self.raw(format!(
            "<div class=\"wide\" role=\"region\" aria-label=\"Table {}\" tabindex=\"0\">",
            self.tables
        ));
        // The policy lets no style attribute in, by which columns would be aligned.
        let columns = vec![pulldown_cmark::Alignment::None; columns];
        self.events.push(Event::Start(Tag::Table(columns)));
    }

    fn level(&self) -> HeadingLevel {
        let level = (TOP_LEVEL - 1 + self.headings.len()).min(6);
        HeadingLevel::try_from(level).unwrap_or(HeadingLevel::H6)
    }

    /// Writes a link, or, where it may lead nowhere, its words alone.
    fn link(&mut self, link_type: LinkType, target: CowStr<'p>) {
        let lower = target.to_ascii_lowercase();
        let is_mail = link_type == LinkType::Email;
        if is_mail || SAFE.iter().any(|scheme| lower.starts_with(scheme)) {
            self.links.push(Event::End(TagEnd::Link));
            let tag = Tag::Link {
                link_type,
                dest_url: target,
                title: "".into(),
                id: "".into(),
            };
            self.events.push(Event::Start(tag));
        } else {
            self.links.push(Event::InlineHtml("</span>".into()));
            self.raw("<span class=\"link\">");
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Item | TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition => self.put_cards(),
            _ => {}
        }
        match tag {
            TagEnd::Heading(_) => {
                let level = self.level();
                self.events.push(Event::End(TagEnd::Heading(level)));
            }
            TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) => self.raw("</pre>\n"),
            TagEnd::Table => {
                self.events.push(Event::End(tag));
                self.raw("</div>\n");
                self.in_table = false;
            }
            TagEnd::TableHead => {
                self.in_head = false;
                self.events.push(Event::End(tag));
            }
            TagEnd::TableCell => {
                // A head without words would be read out as nothing.
                if self.in_head && matches!(self.events.last(), Some(Event::Start(Tag::TableCell))) {
                    self.raw("<span class=\"unseen\">column</span>");
                }
                self.events.push(Event::End(tag));
            }
            TagEnd::FootnoteDefinition => self.raw("</div>\n"),
            TagEnd::Link | TagEnd::Image => {
                let end = self.links.pop();
                self.events.extend(end);
                self.put_numbers();
            }
            tag => self.events.push(Event::End(tag)),
        }
        match tag {
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::MetadataBlock(_)
            | TagEnd::Table => self.put_cards(),
            _ => {}
        }
    }

    /// Writes the blocks of plain text, their lines as they are.
    fn plain_text(&mut self, document: &Document) {
        for block in document.blocks() {
            let (start, end) = match block.kind {
                BlockKind::Heading => ("<h3>", "</h3>\n"),
                BlockKind::ListItem => ("<p class=\"plain item\">", "</p>\n"),
                _ => ("<p class=\"plain\">", "</p>\n"),
            };
            self.raw(start);
            self.words(&Words {
                text: document.words_at(block.span),
                range: block.span.range(),
                exact: true,
            });
            self.close_mark();
            self.raw(end);
            self.put_cards();
        }
    }

    fn raw(&mut self, html: impl Into<CowStr<'p>>) {
        self.events.push(Event::InlineHtml(html.into()));
    }
}

/// Returns the number that leads from a passage to its card.
fn number(number: usize, severity: Severity, card: &str) -> Markup {
    let label = format!("finding {number}, {severity}");
    html! {
        a class={ "number " (severity) } href={ "#" (card) } aria-label=(label) { (number) }
    }
}

fn is_line_break(tag: &str) -> bool {
    let name = tag.trim_start_matches('<').trim_end_matches(['>', '/', ' ']);
    name.eq_ignore_ascii_case("br")
}

/// Tells whether a tag opens a block, so that the words before it in a list's item are at their end.
fn is_block(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Paragraph
            | Tag::Heading { .. }
            | Tag::BlockQuote(_)
            | Tag::CodeBlock(_)
            | Tag::HtmlBlock
            | Tag::List(_)
            | Tag::Table(_)
            | Tag::FootnoteDefinition(_)
            | Tag::MetadataBlock(_)
    )
}
