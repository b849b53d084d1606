//! The marks that version control leaves in a file that it could not merge.

/// Tells in which line, from 1, the marks of a failed merge begin, if there are any.
pub fn line(text: &str) -> Option<usize> {
    let mut begun = None;
    let mut is_parted = false;
    for (index, line) in text.lines().enumerate() {
        match mark(line) {
            Some(Mark::Ours) => begun = begun.or(Some(index + 1)),
            Some(Mark::Theirs) => is_parted = begun.is_some(),
            Some(Mark::End) if is_parted => return begun,
            _ => {}
        }
    }
    None
}

/// Takes the two sides of a merge out of a file that holds both.
pub fn sides(text: &str) -> (String, String) {
    let (mut ours, mut theirs) = (String::new(), String::new());
    let mut side = None;
    for line in text.split_inclusive('\n') {
        match (mark(line.trim_end()), side) {
            (Some(Mark::Ours), _) => side = Some(Mark::Ours),
            (Some(Mark::Base), Some(_)) => side = Some(Mark::Base),
            (Some(Mark::Theirs), Some(_)) => side = Some(Mark::Theirs),
            (Some(Mark::End), Some(_)) => side = None,
            (_, Some(Mark::Ours)) => ours.push_str(line),
            (_, Some(Mark::Theirs)) => theirs.push_str(line),
            (_, Some(Mark::Base)) => {}
            _ => {
                ours.push_str(line);
                theirs.push_str(line);
            }
        }
    }
    (ours, theirs)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Ours,
    Base,
    Theirs,
    End,
}

fn mark(line: &str) -> Option<Mark> {
    let is = |sign: &str| {
        line.strip_prefix(sign)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    match line {
        _ if is("<<<<<<<") => Some(Mark::Ours),
        _ if is("|||||||") => Some(Mark::Base),
        _ if is("=======") => Some(Mark::Theirs),
        _ if is(">>>>>>>") => Some(Mark::End),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MERGED: &str = "a\n<<<<<<< HEAD\nb\n||||||| base\nx\n=======\nc\n>>>>>>> other\nd\n";

    #[test]
    fn both_sides_are_taken_whole() {
        assert_eq!(line(MERGED), Some(2));
        assert_eq!(sides(MERGED), ("a\nb\nd\n".into(), "a\nc\nd\n".into()));
    }

    #[test]
    fn a_line_that_only_looks_like_a_mark_is_none() {
        assert_eq!(line("======= \nTitle\n=======\n>>>>>>> x\n"), None);
        assert_eq!(line("<<<<<<< a\n"), None);
    }
}
