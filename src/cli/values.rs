//! Values on the command line that clap has no parser for.

use crate::domain::Reader;
use crate::domain::brief::FactId;
use crate::engine::Release;

/// Reads the name of a reader.
pub fn reader(name: &str) -> Result<Reader, String> {
    let known = Reader::ALL.into_iter().find(|reader| reader.name() == name);
    known.ok_or_else(|| format!("the readers are {}", Reader::ALL.map(Reader::name).join(", ")))
}

/// Reads a team's name.
pub fn team(name: &str) -> Result<String, String> {
    let name = name.trim();
    let is_name = name.contains(char::is_alphanumeric);
    is_name
        .then(|| name.to_owned())
        .ok_or_else(|| "give a team's name, such as engineering".into())
}

/// Reads the id of a fact, and the team that it is let through to.
pub fn release(text: &str) -> Result<Release, String> {
    let (id, team) = match text.split_once(':') {
        Some((id, team)) => (id.trim(), Some(self::team(team)?)),
        None => (text.trim(), None),
    };
    if !id.starts_with("n-") {
        return Err(
            "give the id of a fact as author.md shows it, such as n-1a2b3c4d or n-1a2b3c4d:support".into(),
        );
    }
    Ok(Release {
        fact: FactId(id.to_owned()),
        team,
    })
}

/// Reads an amount in US dollars.
pub fn dollars(amount: &str) -> Result<f64, String> {
    let amount: f64 = amount
        .trim_start_matches('$')
        .parse()
        .map_err(|_| "give US dollars, such as 0.50".to_owned())?;
    if amount.is_finite() && amount >= 0.0 {
        Ok(amount)
    } else {
        Err("give an amount of 0 or more".into())
    }
}

/// Reads a day.
pub fn day(day: &str) -> Result<jiff::civil::Date, String> {
    let day = day.trim().parse();
    day.map_err(|_| "give a day, such as 2027-03-31".to_owned())
}

/// Reads a time in whole seconds.
pub fn seconds(time: &str) -> Result<u64, String> {
    let time = time.trim_end_matches('s');
    time.parse()
        .ok()
        .filter(|seconds| *seconds > 0)
        .ok_or_else(|| "give whole seconds, such as 120".into())
}

/// Reads a part of a whole, such as `2/8`.
pub fn shard(part: &str) -> Result<(usize, usize), String> {
    let numbers = part.split_once('/').and_then(|(index, of)| {
        let (index, of): (usize, usize) = (index.trim().parse().ok()?, of.trim().parse().ok()?);
        Some((index, of))
    });
    numbers
        .filter(|(index, of)| (1..=*of).contains(index))
        .ok_or_else(|| "give the part and their number, such as 2/8".into())
}

#[cfg(test)]
mod tests {
    use super::shard;

    #[test]
    fn a_part_lies_within_the_whole() {
        assert_eq!(shard("2/8"), Ok((2, 8)));
        for wrong in ["0/8", "9/8", "8", "1/0", "-1/2", "a/b"] {
            assert!(shard(wrong).is_err(), "{wrong}");
        }
    }
}
