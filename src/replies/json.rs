//! A pack filled in as JSON: `choice` and `answer` of each question.

use super::PackError;
use crate::domain::pack::{Desk, PACK_FORMAT_VERSION, Pack, PackQuestion, Reply, Ticked};
use serde::Deserialize;

#[derive(Deserialize)]
struct Version {
    format: String,
    version: u32,
}

/// Reads the replies, in order.
pub fn read(text: &str) -> Result<Vec<Reply>, PackError> {
    let broken = |error: serde_json::Error| PackError::Json(error.to_string());
    let version: Version = serde_json::from_str(text).map_err(broken)?;
    if version.format != Pack::FORMAT {
        return Err(PackError::Json(format!(
            "its format is {:?}, not {:?}",
            version.format,
            Pack::FORMAT
        )));
    }
    if version.version > PACK_FORMAT_VERSION {
        return Err(PackError::Version(version.version));
    }
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let pack: Pack = serde_path_to_error::deserialize(&mut deserializer)
        .map_err(|error| PackError::Json(format!("{} at {}", error.inner(), error.path())))?;
    let replies = pack
        .desks
        .iter()
        .flat_map(|desk| desk.questions.iter().map(|question| reply(desk, question)));
    Ok(replies.collect())
}

fn reply(desk: &Desk, question: &PackQuestion) -> Reply {
    let filled = |text: &Option<String>| {
        let text = text
            .as_deref()
            .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
        text.filter(|text| !text.is_empty())
    };
    let choice = filled(&question.choice);
    let ticked = choice.map(|choice| Ticked {
        letter: Some(choice.trim_end_matches([')', '.']))
            .filter(|choice| choice.len() == 1)
            .and_then(|choice| choice.chars().next()),
        text: Some(choice).filter(|choice| choice.trim_end_matches([')', '.']).len() > 1),
    });
    Reply {
        ids: question.ids.clone(),
        ticked: ticked.into_iter().collect(),
        text: filled(&question.answer),
        by: filled(&desk.answered_by).or_else(|| filled(&Some(desk.to.clone()))),
        line: 0,
    }
}
