//! The difference of two texts as a unified diff, which `patch` and `git apply` take.

use anstyle::{AnsiColor, Style};
use similar::TextDiff;
use std::io::{self, Write};

/// The lines of context round a change.
const CONTEXT: usize = 3;

/// Writes how a file changes. For a terminal, control characters are disarmed; for a program, every byte stays.
pub fn unified(
    path: &str,
    before: &str,
    after: &str,
    for_terminal: bool,
    color: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let diff = TextDiff::from_lines(before, after);
    let (old, new) = (format!("a/{}", shown(path)), format!("b/{}", shown(path)));
    let text = diff
        .unified_diff()
        .context_radius(CONTEXT)
        .header(&old, &new)
        .to_string();
    for line in text.split_inclusive('\n') {
        let line = if for_terminal {
            disarmed(line)
        } else {
            line.to_owned()
        };
        match style(&line).filter(|_| color) {
            Some(style) => writeln!(out, "{style}{}{style:#}", line.trim_end_matches(['\r', '\n']))?,
            None => out.write_all(line.as_bytes())?,
        }
    }
    Ok(())
}

/// Returns a path as it stands behind `a/`, with no way out of its line.
fn shown(path: &str) -> String {
    super::plain_line(path)
        .trim_start_matches("./")
        .trim_start_matches('/')
        .to_owned()
}

fn disarmed(line: &str) -> String {
    let words = line.trim_end_matches(['\r', '\n']);
    let shown: String = words
        .split(' ')
        .map(super::clean::fold)
        .collect::<Vec<_>>()
        .join(" ");
    format!("{shown}\n")
}

fn style(line: &str) -> Option<Style> {
    let color = match line.as_bytes() {
        [b'+', b'+', b'+', ..] | [b'-', b'-', b'-', ..] => return Some(Style::new().bold()),
        [b'+', ..] => AnsiColor::Green,
        [b'-', ..] => AnsiColor::Red,
        [b'@', b'@', ..] => AnsiColor::Cyan,
        _ => return None,
    };
    Some(color.on_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diff(before: &str, after: &str, for_terminal: bool) -> String {
        let mut out = Vec::new();
        unified("./specs/a.md", before, after, for_terminal, false, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_change_is_shown_with_its_context_and_line_ends() {
        let text = diff("a\r\nb\r\nc\r\n", "a\r\nB\r\nc\r\n", false);
        assert_eq!(
            text,
            "--- a/specs/a.md\n+++ b/specs/a.md\n@@ -1,3 +1,3 @@\n a\r\n-b\r\n+B\r\n c\r\n"
        );
        assert_eq!(diff("a\n", "a\n", false), "");
        assert!(diff("a", "b", false).contains("\\ No newline at end of file"));
    }

    #[test]
    fn a_terminal_is_shown_no_commands() {
        let hostile = "a \u{1b}[2J  b\u{202e}\n";
        assert!(!diff("x\n", hostile, true).contains(['\u{1b}', '\u{202e}']));
        assert!(
            diff("x\n", hostile, false).contains('\u{1b}'),
            "a patch is byte for byte"
        );
        assert!(diff("x\n", "a   b\n", true).contains("+a   b"), "blanks stay");
    }
}
