//! The files of a run: one a team and one for the author, with safe names, and a mark by which a file that nobody edited
//! is known again.

use super::{author, markdown, team};
use crate::domain::brief::BriefReport;
use std::collections::HashSet;
use std::io;
use unicode_normalization::UnicodeNormalization;

/// A file to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BriefFile {
    /// Its name, without a folder.
    pub name: String,
    /// What it holds.
    pub content: String,
}

/// The name of the author's page.
const AUTHOR: &str = "author.md";
/// What the mark in a file's last line begins and ends with.
const MARK: (&str, &str) = ("<!-- clarify brief, unedited: ", " -->");
/// The longest part of a file's name that a team's name makes.
const LONGEST: usize = 60;

/// Returns the files of a report.
pub fn files(report: &BriefReport, citations: bool) -> io::Result<Vec<BriefFile>> {
    let names = names(report.briefs.iter().map(|brief| brief.team.as_str()));
    let mut files = Vec::new();
    for (brief, name) in report.briefs.iter().zip(names) {
        files.push(file(name, &team::sheet(brief, report, citations))?);
    }
    files.push(file(AUTHOR.into(), &author::sheet(report))?);
    Ok(files)
}

fn file(name: String, sheet: &super::sheet::Sheet) -> io::Result<BriefFile> {
    let content = markdown::to_string(sheet)?;
    Ok(BriefFile {
        name,
        content: marked(&content),
    })
}

fn marked(content: &str) -> String {
    format!("{content}\n{}{}{}\n", MARK.0, digest(content), MARK.1)
}

/// White space that editors and checkouts change is no edit.
fn digest(content: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    for line in content.trim_end().lines() {
        hasher.update(line.trim_end().as_bytes());
        hasher.update(b"\n");
    }
    hasher.finalize().to_hex()[..24].to_owned()
}

/// Tells whether a file was written by this program and is as it was written.
pub fn is_unedited(content: &str) -> bool {
    let body = content.trim_end();
    let Some((body, last)) = body.rsplit_once('\n') else {
        return false;
    };
    let found = last
        .trim()
        .strip_prefix(MARK.0)
        .and_then(|rest| rest.strip_suffix(MARK.1));
    found.is_some_and(|mark| mark == digest(body))
}

/// Names a file for each team; no two alike, on any system.
fn names<'t>(teams: impl Iterator<Item = &'t str>) -> Vec<String> {
    let mut taken = HashSet::new();
    let mut name = |team: &str| {
        let slug = slug(team);
        let numbered = (2..).map(|number| format!("{slug}-{number}"));
        let free = std::iter::once(slug.clone())
            .chain(numbered)
            .find(|slug| taken.insert(slug.clone()));
        format!("brief-{}.md", free.unwrap_or(slug))
    };
    teams.map(&mut name).collect()
}

/// Makes a part of a file's name: lower-case letters and digits of any script, joined by single dashes.
pub fn slug(team: &str) -> String {
    let is_mark = |letter: &char| ('\u{300}'..='\u{36f}').contains(letter);
    let plain: String = team
        .nfkd()
        .filter(|letter| !is_mark(letter))
        .nfc()
        .collect::<String>()
        .to_lowercase();
    let mut slug = String::new();
    for letter in plain.chars() {
        if slug.len() + letter.len_utf8() > LONGEST {
            break;
        }
        match letter {
            letter if letter.is_alphanumeric() => slug.push(letter),
            _ if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() {
        "team".into()
    } else {
        slug.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_whatever_a_team_is_called() {
        for (team, name) in [
            ("engineering", "brief-engineering.md"),
            ("../../etc/passwd", "brief-etc-passwd.md"),
            ("CON", "brief-con.md"),
            ("Kundendienst (Köln)", "brief-kundendienst-koln.md"),
            ("C:\\Windows\\x", "brief-c-windows-x.md"),
            ("設計", "brief-設計.md"),
            ("…", "brief-team.md"),
            ("a\u{202e}b\0c", "brief-a-b-c.md"),
        ] {
            assert_eq!(names([team].into_iter()), [name]);
        }
        assert!(names([&*"x".repeat(500)].into_iter())[0].len() < 80);
    }

    #[test]
    fn two_teams_never_share_a_file() {
        let teams = ["Data & AI", "data, ai", "Data AI", "data-ai-2"];
        let names = names(teams.into_iter());
        let distinct: HashSet<&String> = names.iter().collect();
        assert_eq!(distinct.len(), 4, "{names:?}");
    }

    #[test]
    fn a_file_is_known_as_unedited_until_somebody_edits_it() {
        let content = marked("# Brief\n\nwords\n");
        assert!(is_unedited(&content));
        assert!(is_unedited(&content.replace('\n', "\r\n")));
        assert!(!is_unedited(&content.replace("words", "other words")));
        assert!(!is_unedited("# Brief\n"));
        assert!(!is_unedited(&format!("{content}\nmore\n")));
    }
}
