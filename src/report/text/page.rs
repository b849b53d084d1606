//! The sheet a text report is written on: wraps to the terminal's width and colours where it was asked to.

use crate::domain::Severity;
use crate::report::{Options, clean, words};
use anstyle::{AnsiColor, Style};
use std::io::{self, Write};

/// The fewest columns that a report is laid out for.
const MIN_WIDTH: usize = 40;

/// What a stretch of text is, and so how it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// A title.
    Strong,
    /// A label, or what only some readers look for.
    Faint,
    /// A severity.
    Of(Severity),
}

/// Writes lines of at most a given width.
pub struct Page<'a> {
    out: &'a mut dyn Write,
    width: usize,
    color: bool,
    charts: bool,
}

impl<'a> Page<'a> {
    /// Makes a page on a writer.
    pub fn new(out: &'a mut dyn Write, options: &Options) -> Self {
        Self {
            out,
            width: options.width.max(MIN_WIDTH),
            color: options.color,
            charts: options.charts,
        }
    }

    /// Returns the columns of a line.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Tells whether the page is coloured.
    pub fn is_coloured(&self) -> bool {
        self.color
    }

    /// Tells whether the page bears bars and marks beside words.
    pub fn is_drawn_on(&self) -> bool {
        self.charts
    }

    /// Gives text its look. The text must be clean.
    pub fn ink(&self, ink: Ink, text: &str) -> String {
        if !self.color {
            return text.to_owned();
        }
        let style = style(ink);
        format!("{style}{text}{style:#}")
    }

    /// Leaves a line empty.
    pub fn gap(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    /// Writes a line as it is.
    pub fn line(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.out, "{}", line.trim_end())
    }

    /// Writes text behind a head, wrapped, with the following lines indented by `hang` columns.
    pub fn put(&mut self, head: &str, hang: usize, text: &str) -> io::Result<()> {
        let indent = " ".repeat(hang);
        let settings = words::options(self.width)
            .initial_indent(head)
            .subsequent_indent(&indent);
        for line in textwrap::wrap(text, settings) {
            self.line(&line)?;
        }
        Ok(())
    }

    /// Writes strangers' text behind a faint label.
    pub fn labelled(&mut self, indent: usize, label: &str, column: usize, text: &str) -> io::Result<()> {
        let label = format!("{label:<width$}", width = column.saturating_sub(indent));
        let head = format!("{}{}", " ".repeat(indent), self.ink(Ink::Faint, &label));
        self.put(&head, column, &clean::line(text))
    }

    /// Writes a heading, with an empty line before it.
    pub fn heading(&mut self, heading: &str) -> io::Result<()> {
        self.gap()?;
        let heading = self.ink(Ink::Strong, heading);
        self.line(&heading)
    }
}

fn style(ink: Ink) -> Style {
    match ink {
        Ink::Strong => Style::new().bold(),
        Ink::Faint => Style::new().dimmed(),
        Ink::Of(Severity::Blocker) => AnsiColor::BrightRed.on_default().bold(),
        Ink::Of(Severity::Major) => AnsiColor::Red.on_default().bold(),
        Ink::Of(Severity::Minor) => AnsiColor::Yellow.on_default().bold(),
        Ink::Of(Severity::Note) => AnsiColor::Blue.on_default().bold(),
    }
}
