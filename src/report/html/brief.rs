//! The page of briefs: what the author should know first, then what each team is sent, ready to be copied.

use super::parts;
use super::shell::{self, Page};
use crate::domain::brief::BriefReport;
use crate::report::brief::{Block, Run, Sheet, Words};
use crate::report::words;
use maud::{Markup, html};
use std::io;

/// A sheet of the page: that of the author, or a brief.
struct Section<'s> {
    id: String,
    name: String,
    sheet: &'s Sheet,
    /// The brief as it is copied; the author's sheet is not to be sent.
    copied: Option<&'s str>,
}

/// Writes the page. `briefs` holds the sheet of each brief and the text that is copied of it, in the report's order.
pub fn render(
    report: &BriefReport,
    author: &Sheet,
    briefs: &[(Sheet, String)],
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let teams = report.briefs.iter().zip(briefs).enumerate();
    let sections: Vec<Section<'_>> = std::iter::once(Section {
        id: "author".into(),
        name: "For the author".into(),
        sheet: author,
        copied: None,
    })
    .chain(teams.map(|(index, (brief, (sheet, copied)))| Section {
        id: format!("brief{}", index + 1),
        name: parts::capital(&brief.team),
        sheet,
        copied: Some(copied),
    }))
    .collect();
    let title = title(report);
    let page = Page {
        title: &title,
        job: "Briefs",
        tool: &report.tool,
        contents: sections
            .iter()
            .map(|section| (section.id.clone(), section.name.clone()))
            .collect(),
        body: body(report, &title, &sections),
    };
    shell::write(&page, out)
}

fn title(report: &BriefReport) -> String {
    let names = report
        .notes
        .iter()
        .map(|notes| notes.title.as_deref().unwrap_or(&notes.document));
    names.collect::<Vec<_>>().join(", ")
}

fn body(report: &BriefReport, title: &str, sections: &[Section<'_>]) -> Markup {
    let notes: Vec<&str> = report.notes.iter().map(|notes| notes.document.as_str()).collect();
    html! {
        header.head {
            h1 { (title) }
            p.about {
                span.path { (notes.join(", ")) } " · " (words::count(report.facts.len(), "fact")) " · " (words::count(report.briefs.len(), "brief"))
            }
            p.notice { "This page is for the author: it holds what is kept back from the teams. Copy a brief to send it, not the page." }
        }
        @for section in sections { (laid_out(section)) }
    }
}

fn laid_out(section: &Section<'_>) -> Markup {
    let title = format!("{}-title", section.id);
    let copied = format!("{}-text", section.id);
    html! {
        section.part.sheet.brief #(section.id) aria-labelledby=(title) {
            header {
                h2 #(title) { (section.sheet.title) }
                @if section.copied.is_some() { (parts::copy_button(&copied, &format!("the brief for {}", section.name))) }
            }
            @if let Some(text) = section.copied { (parts::to_copy(&copied, text)) }
            @for (index, block) in section.sheet.blocks.iter().enumerate() {
                (self::block(block, section.sheet.blocks.get(index.wrapping_sub(1)), section))
            }
            @if !section.sheet.footnotes.is_empty() {
                ul.footnotes {
                    @for footnote in &section.sheet.footnotes {
                        li #{ (section.id) "-n" (footnote.number) } { "[" (footnote.number) "] " (line(&footnote.words, section)) }
                    }
                }
            }
        }
    }
}

/// Lays out a block; that before it, where it is a heading, names a table.
fn block(block: &Block, before: Option<&Block>, section: &Section<'_>) -> Markup {
    html! {
        @match block {
            Block::Heading(heading) => h3 { (heading) },
            Block::Paragraph(words) => p { (line(words, section)) },
            Block::List(items) => ul { @for item in items { li { (line(item, section)) } } },
            Block::Table(head, rows) => {
                @let name = if let Some(Block::Heading(heading)) = before { heading } else { "Table" };
                (table(name, head, rows, section))
            }
        }
    }
}

fn table(name: &str, head: &[&str], rows: &[Vec<Words>], section: &Section<'_>) -> Markup {
    html! {
        div.wide role="region" aria-label=(name) tabindex="0" {
            table {
                thead { tr { @for name in head { th scope="col" { @if name.is_empty() { span.unseen { "Number or remark" } } @else { (parts::capital(name)) } } } } }
                tbody { @for row in rows { tr { @for words in row { td { (line(words, section)) } } } } }
            }
        }
    }
}

fn line(words: &Words, section: &Section<'_>) -> Markup {
    html! {
        @for run in words {
            @match run {
                Run::Plain(words) => (words),
                Run::Strong(words) => strong { (words) },
                Run::Quote(words) => q { (words) },
                Run::Code(words) => code { (words) },
                Run::Cite(number) => sup { a href={ "#" (section.id) "-n" (number) } aria-label={ "note " (number) } { "[" (number) "]" } },
                Run::Break => br;,
            }
        }
    }
}
