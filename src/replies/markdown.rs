//! A pack filled in as Markdown or text, as mail programs and editors hand it back: marks and blanks vary, lines are quoted
//! or wrapped. An answer belongs to the reference that follows it, never to that of another question.

use super::PackError;
use crate::domain::FindingId;
use crate::domain::pack::{ANSWER, ANSWERED_BY, REFERENCE, Reply, Ticked};

/// Reads the replies, in order.
pub fn read(text: &str) -> Result<Vec<Reply>, PackError> {
    let mut reader = Reader::default();
    let is_quoted = is_quoted(text);
    for (index, line) in text.lines().enumerate() {
        let line = if is_quoted { unquoted(line) } else { line };
        reader.take(line.trim(), index + 1);
    }
    reader.lose();
    if reader.references == 0 {
        return Err(PackError::NoQuestion);
    }
    Ok(reader.replies)
}

/// Tells whether the whole pack was quoted, as a mail program does when it answers.
fn is_quoted(text: &str) -> bool {
    let references = text
        .lines()
        .filter(|line| label(unquoted(line).trim(), REFERENCE).is_some());
    let mut references = references.peekable();
    references.peek().is_some() && references.all(|line| line.trim_start().starts_with('>'))
}

fn unquoted(line: &str) -> &str {
    let line = line.trim_start();
    line.strip_prefix('>').unwrap_or(line)
}

#[derive(Default)]
struct Reader {
    replies: Vec<Reply>,
    references: usize,
    by: Option<String>,
    /// What was filled in since the last reference.
    open: Reply,
    /// Whether lines belong to an answer.
    writing: bool,
    /// Whether lines may belong to the option before them.
    ticking: bool,
}

impl Reader {
    fn take(&mut self, line: &str, number: usize) {
        if let Some(name) = label(line, ANSWERED_BY) {
            self.by = Some(plain(name)).filter(|name| !name.is_empty());
        } else if let Some(ids) = label(line, REFERENCE) {
            self.close(ids, number);
        } else if begins_question(line) {
            self.lose();
        } else if let Some(words) = label(line, ANSWER) {
            (self.writing, self.ticking) = (true, false);
            self.write(words, number);
        } else if self.writing {
            self.write(line, number);
        } else {
            self.tick(line, number);
        }
    }

    fn write(&mut self, words: &str, number: usize) {
        let words = plain(words);
        if words.is_empty() {
            return;
        }
        self.place(number);
        match &mut self.open.text {
            Some(text) => *text = format!("{text} {words}"),
            empty => *empty = Some(words),
        }
    }

    fn tick(&mut self, line: &str, number: usize) {
        let Some((is_ticked, rest)) = option(line) else {
            return self.go_on(line);
        };
        self.ticking = is_ticked;
        if is_ticked {
            self.place(number);
            self.open.ticked.push(ticked(rest));
        }
    }

    /// Takes a line that goes on with a ticked option, which was too long for one.
    fn go_on(&mut self, line: &str) {
        if line.is_empty() || line.starts_with('>') {
            self.ticking = false;
        }
        if self.ticking
            && let Some(Ticked { text: Some(text), .. }) = self.open.ticked.last_mut()
        {
            *text = option_words(&format!("{text} {}", plain(line)));
        }
    }

    fn place(&mut self, number: usize) {
        if self.open.is_empty() {
            self.open.line = number;
        }
    }

    fn close(&mut self, ids: &str, number: usize) {
        self.references += 1;
        let mut reply = std::mem::take(&mut self.open);
        reply.ids = ids_in(ids);
        reply.by = self.by.clone();
        if reply.is_empty() {
            reply.line = number;
        }
        self.replies.push(reply);
        (self.writing, self.ticking) = (false, false);
    }

    /// Keeps what was filled in where the reference is gone: it belongs to no question.
    fn lose(&mut self) {
        if !self.open.is_empty() {
            self.replies.push(std::mem::take(&mut self.open));
        }
        (self.writing, self.ticking) = (false, false);
    }
}

/// Returns what follows a label at the head of a line, whatever marks stand round it.
fn label<'l>(line: &'l str, label: &str) -> Option<&'l str> {
    let line = line.trim_start_matches(['*', '_', ' ', '\u{a0}']);
    let head = line.get(..label.len())?;
    head.eq_ignore_ascii_case(label)
        .then(|| line[label.len()..].trim_start_matches(['*', '_', ' ', '\u{a0}']))
}

fn begins_question(line: &str) -> bool {
    let is_heading = line.starts_with('#') && line.trim_start_matches('#').starts_with(' ');
    let number = line
        .strip_prefix("Question ")
        .and_then(|rest| rest.split_once('.'));
    is_heading
        || number.is_some_and(|(number, _)| number.parse::<usize>().is_ok())
        || line.starts_with("FOR ")
}

/// Takes an option apart: whether it is ticked, and what follows its box.
fn option(line: &str) -> Option<(bool, &str)> {
    let line = line.trim_start_matches(['-', '*', '+', ' ', '\u{a0}']);
    for (sign, is_ticked) in [('☐', false), ('☑', true), ('☒', true), ('✅', true), ('✔', true)] {
        if let Some(rest) = line.strip_prefix(sign) {
            return Some((is_ticked, rest));
        }
    }
    let line = line.strip_prefix('\\').unwrap_or(line);
    let (mark, rest) = line.strip_prefix('[')?.split_once(']')?;
    let mark = mark.trim_end_matches('\\').trim();
    // A longer one is a link, or words in brackets.
    (mark.chars().count() <= 2 && !rest.starts_with('(')).then_some((!mark.is_empty(), rest))
}

fn ticked(rest: &str) -> Ticked {
    let words = plain(rest);
    let mut letters = words.chars();
    let (first, second) = (letters.next(), letters.next());
    let letter =
        first.filter(|letter| letter.is_ascii_alphabetic() && matches!(second, Some(')' | '.') | None));
    let text = if letter.is_some() {
        words.get(2..).unwrap_or_default()
    } else {
        words.as_str()
    };
    Ticked {
        letter: letter.map(|letter| letter.to_ascii_lowercase()),
        text: Some(option_words(text)).filter(|text| !text.is_empty()),
    }
}

/// Returns an option's words without the tool's remark on them.
fn option_words(text: &str) -> String {
    text.trim()
        .trim_end_matches("(suggested by clarify)")
        .trim_end()
        .to_owned()
}

fn ids_in(text: &str) -> Vec<FindingId> {
    let words = text.split(|letter: char| letter.is_whitespace() || ",;`".contains(letter));
    let words = words.filter(|word| !word.is_empty());
    words.map(|word| FindingId(word.to_owned())).collect()
}

/// Returns words without the escapes and marks of Markdown that packs are written with.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars().filter(|letter| *letter != '\u{200b}').peekable();
    while let Some(letter) = letters.next() {
        let is_escape = letter == '\\' && letters.peek().is_some_and(char::is_ascii_punctuation);
        match letter {
            _ if is_escape => plain.extend(letters.next()),
            '*' => {}
            '\u{a0}' => plain.push(' '),
            letter => plain.push(letter),
        }
    }
    plain.trim().to_owned()
}
