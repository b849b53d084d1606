//! Edits as people make them: new paragraphs and sentences, sections moved, lines wrapped anew, words set in bold, paragraphs
//! taken out.

use proptest::prelude::*;

/// One edit; numbers are taken modulo what there is.
#[derive(Clone, Debug)]
pub enum Edit {
    /// A new paragraph before a block.
    Insert(usize, usize),
    /// A new sentence at the end of a paragraph.
    Append(usize, usize),
    /// A section put elsewhere.
    Move(usize, usize),
    /// A paragraph wrapped to so many columns.
    Rewrap(usize, usize),
    /// A word set in bold.
    Emphasise(usize, usize),
    /// A paragraph taken out.
    Remove(usize),
}

/// Words that the rules and the scripted model stumble over, so that copies of findings come up in other places.
const SENTENCES: [(&str, &str); 6] = [
    ("The team in", "answers as soon as possible."),
    ("TBD with the vendor in", "and others."),
    ("The page for", "should load fast and be easy to use."),
    ("A refund in", "is checked within a reasonable time."),
    ("Parcels from", "are handled in the same way, etc."),
    ("The label for", "is printed on plain paper."),
];

/// Makes each sentence one of its kind, as those of people are.
const TOWNS: [&str; 10] = [
    "Aalst", "Breda", "Calais", "Dover", "Essen", "Fulda", "Genk", "Hull", "Izmir", "Jena",
];

/// Makes random edits.
pub fn edit() -> impl Strategy<Value = Edit> {
    let number = 0..1_000usize;
    prop_oneof![
        3 => (number.clone(), 0..SENTENCES.len()).prop_map(|(at, which)| Edit::Insert(at, which)),
        3 => (number.clone(), 0..SENTENCES.len()).prop_map(|(at, which)| Edit::Append(at, which)),
        2 => (number.clone(), number.clone()).prop_map(|(from, to)| Edit::Move(from, to)),
        2 => (number.clone(), 30..120usize).prop_map(|(at, width)| Edit::Rewrap(at, width)),
        2 => (number.clone(), number.clone()).prop_map(|(at, word)| Edit::Emphasise(at, word)),
        1 => number.prop_map(Edit::Remove),
    ]
}

/// A spec as sections of blocks.
pub struct Text {
    sections: Vec<Vec<String>>,
    written: usize,
}

impl Text {
    /// Takes a Markdown text apart, at second-level headings and blank lines.
    pub fn of(text: &str) -> Self {
        let mut sections: Vec<Vec<String>> = vec![Vec::new()];
        for block in text
            .split("\n\n")
            .map(str::trim_end)
            .filter(|block| !block.trim().is_empty())
        {
            if block.starts_with("## ") {
                sections.push(Vec::new());
            }
            sections
                .last_mut()
                .unwrap()
                .push(block.trim_start_matches('\n').to_owned());
        }
        Self { sections, written: 0 }
    }

    /// Puts it together again.
    pub fn joined(&self) -> String {
        let blocks: Vec<&str> = self.sections.iter().flatten().map(String::as_str).collect();
        blocks.join("\n\n") + "\n"
    }

    pub fn apply(&mut self, edit: &Edit) {
        match *edit {
            Edit::Insert(at, which) => {
                let Some((section, block)) = self.block(at, |_| true) else {
                    return;
                };
                // Not before a heading: that would put it into the section above.
                let block = block.max(1);
                let sentence = self.sentence(which);
                self.sections[section].insert(block, sentence);
            }
            Edit::Append(at, which) => {
                let sentence = self.sentence(which);
                self.change(at, |block| format!("{block} {sentence}"));
            }
            Edit::Move(from, to) if self.sections.len() > 2 => {
                let movable = self.sections.len() - 1;
                let section = self.sections.remove(1 + from % movable);
                self.sections.insert(1 + to % movable, section);
            }
            Edit::Move(..) => {}
            Edit::Rewrap(at, width) => self.change(at, |block| {
                let words = block.split_whitespace().collect::<Vec<_>>().join(" ");
                textwrap::fill(
                    &words,
                    textwrap::Options::new(width)
                        .break_words(false)
                        .word_splitter(textwrap::WordSplitter::NoHyphenation),
                )
            }),
            Edit::Emphasise(at, word) => self.change(at, |block| emphasised(block, word)),
            Edit::Remove(at) => {
                let Some((section, block)) = self.block(at, is_paragraph) else {
                    return;
                };
                if self.sections[section].len() > 2 && is_paragraph(&self.sections[section][block]) {
                    self.sections[section].remove(block);
                }
            }
        }
    }

    fn sentence(&mut self, which: usize) -> String {
        let (start, end) = SENTENCES[which];
        self.written += 1;
        format!("{start} {} {end}", TOWNS[self.written % TOWNS.len()])
    }

    /// Changes a paragraph.
    fn change(&mut self, at: usize, edit: impl Fn(&str) -> String) {
        let Some((section, block)) = self.block(at, is_paragraph) else {
            return;
        };
        let block = &mut self.sections[section][block];
        if is_paragraph(block) {
            *block = edit(block);
        }
    }

    fn block(&self, at: usize, wanted: impl Fn(&str) -> bool) -> Option<(usize, usize)> {
        let places = self.sections.iter().enumerate();
        let places =
            places.flat_map(|(section, blocks)| (0..blocks.len()).map(move |block| (section, block)));
        let places: Vec<_> = places
            .filter(|(section, block)| wanted(&self.sections[*section][*block]))
            .collect();
        let index = at.checked_rem(places.len())?;
        Some(places[index])
    }
}

/// Tells whether a block is a paragraph that ends a sentence, and can be wrapped anew without becoming something else.
fn is_paragraph(block: &str) -> bool {
    let begins = block.starts_with(|first: char| first.is_alphabetic());
    let is_plain = !block.contains(['|', '`', '<', '[', '*', '_', '#', '-', '+'])
        && !block.contains(|letter: char| letter.is_ascii_digit());
    begins && block.ends_with('.') && is_plain
}

/// Sets one whole word in bold.
fn emphasised(block: &str, word: usize) -> String {
    let mut words: Vec<String> = block.split(' ').map(str::to_owned).collect();
    let index = word % words.len();
    let is_word = words[index].chars().all(char::is_alphabetic) && !words[index].is_empty();
    if is_word {
        words[index] = format!("**{}**", words[index]);
    }
    words.join(" ")
}
