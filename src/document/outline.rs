//! The outline of a document: its sections and blocks, with byte spans, and the runs of prose in each block.
//!
//! Markdown is read by pulldown-cmark; plain text is split at blank lines, with underlined headings.

use crate::domain::Span;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// A heading and what stands under it, up to the next heading of any level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The heading's words; empty for what stands before the first heading.
    pub title: String,
    /// The heading's level from 1; 0 for what stands before the first heading.
    pub level: usize,
    /// The headings above it, outermost first, without its own.
    pub parents: Vec<String>,
    /// From the heading to the next heading.
    pub span: Span,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// A heading.
    Heading,
    /// A paragraph outside lists.
    Paragraph,
    /// The words of a list item, without its sub-lists.
    ListItem,
    /// A cell of a table's head.
    HeadCell,
    /// A cell of a table's body.
    Cell,
    /// A code block.
    Code,
    /// An HTML block or comment.
    Html,
    /// Metadata at the head of the file.
    FrontMatter,
}

/// A block of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Whether it stands in a block quote.
    pub quoted: bool,
    /// The block's bytes.
    pub span: Span,
    /// The stretches of prose in it: no inline code, link targets, inline HTML or Markdown marks.
    pub runs: Vec<Span>,
}

/// A link of a document, or an image that it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where it leads, as written.
    pub target: String,
    /// The link's bytes, marks and target included.
    pub span: Span,
}

/// The sections and blocks of a document, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// The sections; together they cover the text, but for blank text before the first heading.
    pub sections: Vec<Section>,
    /// The blocks.
    pub blocks: Vec<Block>,
    /// The links and images.
    pub links: Vec<Link>,
}

/// Reads a Markdown text as the parser's events, each with its bytes.
pub fn events(text: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    Parser::new_ext(text, options).into_offset_iter()
}

/// Reads the outline of a Markdown text. `base` is added to every offset.
pub fn of_markdown(text: &str, base: usize) -> Outline {
    let mut reader = Reader {
        base,
        ..Reader::default()
    };
    for (event, range) in events(text) {
        reader.take(&event, range, text);
    }
    let headings = std::mem::take(&mut reader.headings);
    Outline {
        sections: sections(&headings, text, base),
        blocks: reader.blocks,
        links: reader.links,
    }
}

/// Reads the outline of a plain text. `base` is added to every offset.
pub fn of_plain_text(text: &str, base: usize) -> Outline {
    let mut blocks = Vec::new();
    let mut headings = Vec::new();
    for paragraph in paragraphs(text) {
        for (kind, range) in plain_blocks(text, paragraph) {
            let span = shifted(&range, base);
            if kind == BlockKind::Heading {
                headings.push(Heading {
                    level: 1,
                    title: text[range.clone()].trim().into(),
                    range,
                });
            }
            blocks.push(Block {
                kind,
                quoted: false,
                span,
                runs: vec![span],
            });
        }
    }
    Outline {
        sections: sections(&headings, text, base),
        blocks,
        links: Vec::new(),
    }
}

/// A heading as it was met.
#[derive(Debug, Default)]
pub(super) struct Heading {
    /// Its level, from 1.
    pub level: usize,
    /// Its words.
    pub title: String,
    /// Its bytes.
    pub range: Range<usize>,
}

/// Follows the parser's events and gathers blocks and headings.
#[derive(Default)]
struct Reader {
    base: usize,
    blocks: Vec<Block>,
    links: Vec<Link>,
    headings: Vec<Heading>,
    open: Option<Open>,
    quotes: usize,
    items: usize,
    in_head: bool,
    in_image: usize,
}

/// A block whose end was not met yet.
struct Open {
    kind: BlockKind,
    range: Range<usize>,
    runs: Vec<Range<usize>>,
    /// Opened by inline text inside a tight list item, and so closed by the next block.
    implied: bool,
}

impl Reader {
    fn take(&mut self, event: &Event<'_>, range: Range<usize>, text: &str) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(end) => self.end(*end, range, text),
            Event::Text(words) => self.inline(range, Some(words)),
            Event::Code(words) => {
                if let Some(heading) = self.headings.last_mut().filter(|heading| heading.range.end == 0) {
                    heading.title.push_str(words);
                }
                self.inline(range, None);
            }
            Event::InlineHtml(_) | Event::SoftBreak | Event::HardBreak | Event::FootnoteReference(_) => {
                if matches!(event, Event::SoftBreak)
                    && let Some(heading) = self.headings.last_mut().filter(|heading| heading.range.end == 0)
                {
                    heading.title.push(' ');
                }
                self.inline(range, None);
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        if let Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } = tag {
            self.links.push(Link {
                target: dest_url.to_string(),
                span: shifted(&range, self.base),
            });
        }
        let kind = match tag {
            Tag::Heading { level, .. } => {
                let level = heading_level(*level);
                self.headings.push(Heading {
                    level,
                    title: String::new(),
                    range: range.start..0,
                });
                BlockKind::Heading
            }
            Tag::Paragraph if self.items > 0 => BlockKind::ListItem,
            Tag::Paragraph => BlockKind::Paragraph,
            Tag::CodeBlock(_) => BlockKind::Code,
            Tag::HtmlBlock => BlockKind::Html,
            Tag::MetadataBlock(_) => BlockKind::FrontMatter,
            Tag::TableCell if self.in_head => BlockKind::HeadCell,
            Tag::TableCell => BlockKind::Cell,
            Tag::BlockQuote(_) => return self.enter(|reader| reader.quotes += 1),
            Tag::Item => return self.enter(|reader| reader.items += 1),
            Tag::TableHead => return self.in_head = true,
            Tag::Image { .. } => return self.in_image += 1,
            Tag::List(_) => return self.close_implied(),
            _ => return,
        };
        self.close_implied();
        self.open = Some(Open {
            kind,
            range,
            runs: Vec::new(),
            implied: false,
        });
    }

    fn enter(&mut self, count: impl FnOnce(&mut Self)) {
        self.close_implied();
        count(self);
    }

    fn end(&mut self, end: TagEnd, range: Range<usize>, text: &str) {
        match end {
            TagEnd::Heading(_) => {
                if let Some(heading) = self.headings.last_mut() {
                    heading.range.end = range.end;
                }
                self.close(text);
            }
            TagEnd::Paragraph
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::MetadataBlock(_)
            | TagEnd::TableCell => self.close(text),
            TagEnd::BlockQuote(_) => {
                self.close_implied();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::Item => {
                self.close_implied();
                self.items = self.items.saturating_sub(1);
            }
            TagEnd::TableHead => self.in_head = false,
            TagEnd::Image => self.in_image = self.in_image.saturating_sub(1),
            _ => {}
        }
    }

    fn inline(&mut self, range: Range<usize>, words: Option<&str>) {
        if let Some(heading) = self.headings.last_mut().filter(|heading| heading.range.end == 0) {
            heading.title.push_str(words.unwrap_or_default());
        }
        let open = self.open.get_or_insert_with(|| Open {
            kind: BlockKind::ListItem,
            range: range.clone(),
            runs: Vec::new(),
            implied: true,
        });
        if open.implied {
            open.range.end = open.range.end.max(range.end);
        }
        let is_prose = !matches!(
            open.kind,
            BlockKind::Code | BlockKind::Html | BlockKind::FrontMatter
        );
        if words.is_some() && is_prose && self.in_image == 0 {
            open.runs.push(range);
        }
    }

    fn close_implied(&mut self) {
        if let Some(open) = self.open.take_if(|open| open.implied) {
            self.push(open);
        }
    }

    fn close(&mut self, text: &str) {
        if let Some(mut open) = self.open.take() {
            let body = &text[open.range.clone()];
            open.range.end = open.range.start + body.trim_end().len();
            self.push(open);
        }
    }

    fn push(&mut self, open: Open) {
        self.blocks.push(Block {
            kind: open.kind,
            quoted: self.quotes > 0,
            span: shifted(&open.range, self.base),
            runs: open.runs.iter().map(|run| shifted(run, self.base)).collect(),
        });
    }
}

fn heading_level(level: HeadingLevel) -> usize {
    level as usize
}

fn shifted(range: &Range<usize>, base: usize) -> Span {
    Span::new(range.start + base, range.end.max(range.start) + base).expect("start is not behind end")
}

/// Makes the sections that headings begin.
pub(super) fn sections(headings: &[Heading], text: &str, base: usize) -> Vec<Section> {
    let mut sections = Vec::with_capacity(headings.len() + 1);
    let first = headings.first().map_or(text.len(), |heading| heading.range.start);
    if !text[..first].trim().is_empty() || headings.is_empty() {
        sections.push(Section {
            title: String::new(),
            level: 0,
            parents: vec![],
            span: shifted(&(0..first), base),
        });
    }
    let mut above: Vec<&Heading> = Vec::new();
    for (index, heading) in headings.iter().enumerate() {
        above.retain(|parent| parent.level < heading.level);
        let end = headings
            .get(index + 1)
            .map_or(text.len(), |next| next.range.start);
        sections.push(Section {
            title: heading.title.trim().to_owned(),
            level: heading.level,
            parents: above
                .iter()
                .map(|parent| parent.title.trim().to_owned())
                .collect(),
            span: shifted(&(heading.range.start..end), base),
        });
        above.push(heading);
    }
    sections
}

/// Splits a text at blank lines.
fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut current: Option<Range<usize>> = None;
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let range = offset..offset + line.trim_end().len();
        offset += line.len();
        if line.trim().is_empty() {
            found.extend(current.take());
        } else {
            current = Some(current.map_or(range.start, |open| open.start)..range.end);
        }
    }
    found.extend(current);
    found
}

/// Splits a paragraph of plain text into an underlined heading, list items and the rest.
fn plain_blocks(text: &str, paragraph: Range<usize>) -> Vec<(BlockKind, Range<usize>)> {
    let mut blocks: Vec<(BlockKind, Range<usize>)> = Vec::new();
    let mut offset = paragraph.start;
    for line in text[paragraph].split_inclusive('\n') {
        let range = offset + (line.len() - line.trim_start().len())..offset + line.trim_end().len();
        offset += line.len();
        let is_first = blocks.len() == 1;
        match blocks.last_mut() {
            Some((kind, block)) if is_first && is_underline(line) => {
                *kind = BlockKind::Heading;
                block.end = range.start.min(block.end);
            }
            Some((kind, block)) if *kind != BlockKind::Heading && !is_bullet(line) => block.end = range.end,
            _ => {
                let kind = if is_bullet(line) {
                    BlockKind::ListItem
                } else {
                    BlockKind::Paragraph
                };
                blocks.push((kind, range));
            }
        }
    }
    blocks
}

fn is_underline(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 3 && (line.bytes().all(|byte| byte == b'=') || line.bytes().all(|byte| byte == b'-'))
}

/// Tells whether a line begins with a list marker, such as `-`, `*`, `•`, `1.` or `a)`.
fn is_bullet(line: &str) -> bool {
    let line = line.trim_start();
    let Some((marker, _)) = line.split_once(char::is_whitespace) else {
        return false;
    };
    if matches!(marker, "-" | "*" | "+" | "•" | "–" | "—" | "·") {
        return true;
    }
    let Some(label) = marker.strip_suffix(['.', ')']) else {
        return false;
    };
    let is_number = !label.is_empty() && label.len() <= 3 && label.bytes().all(|byte| byte.is_ascii_digit());
    is_number || (label.len() == 1 && label.bytes().all(|byte| byte.is_ascii_alphabetic()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, outline: &Outline) -> Vec<(BlockKind, String)> {
        outline
            .blocks
            .iter()
            .map(|block| (block.kind, text[block.span.range()].to_owned()))
            .collect()
    }

    #[test]
    fn markdown_blocks_keep_their_bytes() {
        let text = "---\na: b\n---\n# One *two*\n\nText `code` and\nmore [link](http://x).\n\n- tight\n  wrapped\n- b\n  1. deep\n\n| h | i |\n|---|---|\n| c \\| d | 尽快 |\n\n```rust\nlet x;\n```\n<!-- note -->\n> said\n";
        let outline = of_markdown(text, 0);
        let blocks = shown(text, &outline);
        let expected = [
            (BlockKind::FrontMatter, "---\na: b\n---"),
            (BlockKind::Heading, "# One *two*"),
            (BlockKind::Paragraph, "Text `code` and\nmore [link](http://x)."),
            (BlockKind::ListItem, "tight\n  wrapped"),
            (BlockKind::ListItem, "b"),
            (BlockKind::ListItem, "deep"),
        ];
        for (block, (kind, words)) in blocks.iter().zip(expected) {
            assert_eq!((block.0, block.1.as_str()), (kind, words));
        }
        assert!(
            blocks
                .iter()
                .any(|(kind, words)| *kind == BlockKind::Cell && words.contains("尽快"))
        );
        assert!(
            blocks
                .iter()
                .any(|(kind, words)| *kind == BlockKind::Html && words == "<!-- note -->")
        );
        assert!(outline.blocks.last().is_some_and(|block| block.quoted));
        assert_eq!(
            outline.sections.last().map(|section| section.title.as_str()),
            Some("One two")
        );
    }

    #[test]
    fn runs_leave_out_code_and_link_targets() {
        let text = "Text `code` and [link](http://x) end.\n";
        let outline = of_markdown(text, 0);
        let runs: Vec<_> = outline.blocks[0]
            .runs
            .iter()
            .map(|run| &text[run.range()])
            .collect();
        assert_eq!(runs, ["Text ", " and ", "link", " end."]);
    }

    #[test]
    fn sections_cover_the_text_and_know_their_parents() {
        let text = "intro\n\n# A\n\na\n\n## B\n\nb\n\n# C\n";
        let outline = of_markdown(text, 0);
        let whole: String = outline
            .sections
            .iter()
            .map(|section| &text[section.span.range()])
            .collect();
        assert_eq!(whole, text);
        assert_eq!(outline.sections[2].parents, ["A"]);
        assert!(outline.sections[3].parents.is_empty());
    }

    #[test]
    fn plain_text_has_headings_items_and_paragraphs() {
        let text = "Loyalty\r\n=======\r\n\r\nWe want this\r\nsoon:\r\n  - one\r\n    more\r\n  2) two\r\n";
        let outline = of_plain_text(text, 0);
        let kinds: Vec<_> = outline.blocks.iter().map(|block| block.kind).collect();
        assert_eq!(
            kinds,
            [
                BlockKind::Heading,
                BlockKind::Paragraph,
                BlockKind::ListItem,
                BlockKind::ListItem
            ]
        );
        assert_eq!(&text[outline.blocks[2].span.range()], "- one\r\n    more");
        assert_eq!(outline.sections[0].title, "Loyalty");
    }
}
