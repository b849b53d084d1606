//! A sheet: where its head is, and the requirements in the rows below it.

use super::columns::Columns;
use super::draft::{Entry, Field};
use super::error::FormatError;

/// How many rows above the head of a sheet may say something else.
const ABOVE: usize = 10;

/// Reads the rows of a sheet: where its head is, and what stands below it. Returns the entries and how many rows that
/// say something hold no requirement.
///
/// # Errors
///
/// Where no head is known, or a column that was asked for is not there.
pub fn entries(
    mut rows: Vec<Vec<Option<Field>>>,
    columns: &Columns,
) -> Result<(Vec<Entry>, usize), FormatError> {
    let heads = |row: &[Option<Field>]| -> Vec<String> {
        let words = row
            .iter()
            .map(|field| field.as_ref().map(|field| field.words.clone()));
        words.map(Option::unwrap_or_default).collect()
    };
    let found = rows
        .iter()
        .take(ABOVE)
        .enumerate()
        .find_map(|(index, row)| Some((index + 1, columns.under(&heads(row))?)));
    let (first, layout) = match found.or_else(|| Some((0, columns.by_number()?))) {
        Some(found) => found,
        None => {
            let fullest = rows
                .iter()
                .take(ABOVE)
                .rev()
                .max_by_key(|row| row.iter().flatten().count());
            return Err(columns.refuse(fullest.map(|row| heads(row)).unwrap_or_default()));
        }
    };
    // What stands above the head says what the sheet is about.
    let above = rows[..first.saturating_sub(1)].iter_mut().flatten();
    let mut entries: Vec<Entry> = above.filter_map(|cell| cell.take().map(Entry::Prose)).collect();
    let mut left_out = 0;
    for row in &mut rows[first..] {
        let says_something = row.iter().any(Option::is_some);
        match layout.entry(row) {
            Some(entry) => entries.push(entry),
            None => left_out += usize::from(says_something),
        }
    }
    Ok((entries, left_out))
}

/// Says how many rows were left out.
pub fn left_out(count: usize, place: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("one row{place} holds no requirement and was left out")),
        count => Some(format!(
            "{count} rows{place} hold no requirement and were left out"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::super::draft::Origin;
    use super::*;

    fn row(cells: &[&str]) -> Vec<Option<Field>> {
        let origin = |column| Origin::Cell {
            sheet: 0,
            row: 0,
            column,
        };
        let field = |(column, words): (usize, &&str)| Field::of(words, origin(column as u32));
        cells.iter().enumerate().map(field).collect()
    }

    fn chosen(choices: &[&str]) -> Columns {
        choices
            .iter()
            .map(|choice| choice.parse::<Columns>().unwrap())
            .collect()
    }

    #[test]
    fn columns_are_known_by_their_heads_below_a_title() {
        let rows = vec![
            row(&["Delivery rules, version 3"]),
            row(&["Req ID", "Prio", "Summary", "Description", "Rationale"]),
            row(&["D-1", "1", "Speed", "Fast.", "Asked for"]),
            row(&["Returns"]),
            row(&["D-2", "1"]),
        ];
        let (entries, left_out) = entries(rows, &Columns::default()).unwrap();
        let [
            Entry::Prose(above),
            Entry::Item(item),
            Entry::Heading { words, .. },
        ] = entries.as_slice()
        else {
            panic!("{entries:?}")
        };
        assert_eq!(above.words, "Delivery rules, version 3");
        assert_eq!(item.id.as_ref().unwrap().words, "D-1");
        assert_eq!(item.title.as_ref().unwrap().words, "Speed");
        assert_eq!(item.text[0].words, "Fast.");
        assert_eq!(item.also[0].0, "Rationale");
        assert_eq!((words.words.as_str(), left_out), ("Returns", 1));
    }

    #[test]
    fn what_the_person_says_goes_before_the_heads() {
        let rows = vec![row(&["id", "text", "wording"]), row(&["1", "draft", "final"])];
        let (entries, _) = entries(rows, &chosen(&["text=Wording"])).unwrap();
        let [Entry::Item(item)] = entries.as_slice() else {
            panic!()
        };
        assert_eq!(item.text[0].words, "final");
    }

    #[test]
    fn a_sheet_without_a_head_is_read_by_numbers_or_refused_with_what_it_has() {
        let rows = || vec![row(&["A-1", "The shop must open."])];
        let error = entries(rows(), &Columns::default()).unwrap_err();
        assert!(error.to_string().contains("“A-1”"), "{error}");
        let (found, _) = entries(rows(), &chosen(&["text=2", "id=1"])).unwrap();
        assert!(matches!(found.as_slice(), [Entry::Item(_)]));
        let error = entries(rows(), &chosen(&["text=Gone"])).unwrap_err();
        assert!(error.to_string().contains("no column \"Gone\""), "{error}");
    }
}
