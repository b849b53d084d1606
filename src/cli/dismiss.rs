//! `clarify dismiss`: a finding is not to be raised, and why.

use super::args::DismissArgs;
use super::failure::Failure;
use super::{keeping, output};
use crate::domain::{FindingId, TrackedDocument};
use crate::report::plain_line;
use jiff::tz::TimeZone;

/// Dismisses the findings named.
pub fn run(args: &DismissArgs) -> Result<(), Failure> {
    let folder = keeping::folder(&args.state, std::path::Path::new("."))?;
    let act = keeping::act(args.by.as_deref(), &folder);
    let today = TimeZone::UTC.to_datetime(act.at).date();
    if args.until.is_some_and(|until| until < today) {
        let hint = format!("today is {today}: name a later day, or leave --until out");
        return Err(Failure::new("--until lies in the past", Some(hint)));
    }
    // All are looked up before any is changed.
    let ids: Vec<FindingId> = args.ids.iter().map(|id| FindingId(id.clone())).collect();
    let names: Vec<String> = ids
        .iter()
        .map(|id| keeping::holding(&folder, id, args.spec.as_deref()).map(|state| state.document))
        .collect::<Result<_, _>>()?;
    let mut said = String::new();
    for (id, name) in ids.iter().zip(&names) {
        let dismiss = |state: &mut TrackedDocument| -> Result<String, Failure> {
            state.dismiss(id, &args.reason, args.until, &act)?;
            Ok(state
                .finding(id)
                .map(|finding| finding.title.clone())
                .unwrap_or_default())
        };
        let title = folder.update(name, dismiss)?;
        said.push_str(&format!(
            "dismissed {id} of {}: {}\n",
            plain_line(name),
            plain_line(&title)
        ));
    }
    Ok(output::write(None, |out| out.write_all(said.as_bytes()))?)
}
