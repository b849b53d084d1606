//! The report for code scanning: SARIF 2.1.0 (OASIS), complete. Columns count Unicode code points, and say so. A blocker or
//! major finding is an `error`, a minor one a `warning`, a note a `note`. Words are cleaned, and brackets escaped, so that
//! none of them becomes a link.

mod log;
mod rules;
#[cfg(test)]
mod tests;

use super::issue::{Issue, Issues, Level, Listing};
use super::{Sources, clean, json, place};
use crate::domain::{Anchor, Change, DocumentFailure, Fate, FindingId, catalogue};
use log::*;
use rules::Rules;
use std::collections::HashMap;
use std::io::{self, Write};

/// Where the standard's schema is published.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Writes what is pointed out as a SARIF log.
pub fn render(listing: &Listing<'_>, sources: &Sources, out: &mut dyn Write) -> io::Result<()> {
    let mut rules = Rules::default();
    let results = results(listing, sources, &mut rules);
    let log = Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: driver(rules),
            },
            automation_details: AutomationDetails {
                id: format!("clarify-{}/", listing.job),
            },
            invocations: [invocation(listing, sources)],
            original_uri_base_ids: UriBases {
                root: UriBase {
                    description: Text::new("The folder in which clarify ran."),
                },
            },
            column_kind: "unicodeCodePoints",
            artifacts: artifacts(listing, sources),
            results,
        }],
    };
    json::write(&log, out)
}

fn driver(rules: Rules) -> Driver {
    Driver {
        name: "clarify",
        semantic_version: env!("CARGO_PKG_VERSION"),
        short_description: Text::new(env!("CARGO_PKG_DESCRIPTION")),
        rules: rules.list,
    }
}

fn artifacts(listing: &Listing<'_>, sources: &Sources) -> Vec<Artifact> {
    let artifact = |document: &str| Artifact {
        location: artifact(document, sources),
        roles: ["analysisTarget"],
    };
    listing.documents.iter().map(|of| artifact(of.document)).collect()
}

fn results(listing: &Listing<'_>, sources: &Sources, rules: &mut Rules) -> Vec<ResultEntry> {
    let mut results = Vec::new();
    let mut seen = HashMap::new();
    for of in &listing.documents {
        for issue in &of.issues {
            let times = seen.entry((of.document, &issue.id.0)).or_insert(0);
            *times += 1;
            results.push(result(issue, of.document, *times, sources, rules));
        }
        let dismissed = of.dismissed.iter();
        results.extend(dismissed.filter_map(|change| dismissed_result(change, of.document, sources, rules)));
    }
    // Where one result says how it stands, the standard wants all to.
    if listing.documents.iter().any(Issues::is_tracked) {
        for result in &mut results {
            result.baseline_state.get_or_insert("new");
            result.suppressions.get_or_insert_default();
        }
    }
    results
}

fn result(
    issue: &Issue<'_>,
    document: &str,
    occurrence: usize,
    sources: &Sources,
    rules: &mut Rules,
) -> ResultEntry {
    let related = issue.others.iter().enumerate();
    ResultEntry {
        rule_id: issue.page.code,
        rule_index: rules.index_of(issue.page),
        level: level(issue.level()),
        message: message(issue),
        locations: [issue.place.map_or_else(
            || location(document, place::Region::START, sources),
            |anchor| at(anchor, sources),
        )],
        related_locations: related
            .map(|(index, anchor)| related_at(index + 1, anchor, sources))
            .collect(),
        partial_fingerprints: fingerprints(issue.id, occurrence),
        baseline_state: issue.change.map(|change| baseline(change.fate)),
        suppressions: issue
            .is_accepted()
            .then(|| vec![suppression("accepted with the baseline")]),
        properties: ResultProperties {
            severity: issue.severity.as_str(),
            source: issue.source,
        },
    }
}

/// Returns a result for what was dismissed, suppressed with the reason. Its words may be gone: it stands at the beginning.
fn dismissed_result(
    change: &Change,
    document: &str,
    sources: &Sources,
    rules: &mut Rules,
) -> Option<ResultEntry> {
    let page = catalogue::page(&change.kind)?;
    Some(ResultEntry {
        rule_id: page.code,
        rule_index: rules.index_of(page),
        level: level(Level::of(change.severity)),
        message: Text::new(plain(&change.title)),
        locations: [location(document, place::Region::START, sources)],
        related_locations: Vec::new(),
        partial_fingerprints: fingerprints(&change.id, 1),
        baseline_state: Some(baseline(change.fate)),
        suppressions: Some(vec![suppression(change.note.as_deref().unwrap_or("dismissed"))]),
        properties: ResultProperties {
            severity: change.severity.as_str(),
            source: "state",
        },
    })
}

fn fingerprints(id: &FindingId, occurrence: usize) -> Fingerprints {
    let id = clean::line(&id.0);
    Fingerprints {
        primary_location_line_hash: format!("{id}:{occurrence}"),
        finding: id,
    }
}

fn suppression(reason: &str) -> Suppression {
    Suppression {
        kind: "external",
        status: "accepted",
        justification: plain(reason),
    }
}

fn baseline(fate: Fate) -> &'static str {
    match fate {
        Fate::New => "new",
        Fate::Reopened => "updated",
        Fate::Open | Fate::Answered | Fate::Dismissed => "unchanged",
        Fate::Resolved => "absent",
    }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    }
}

/// Says what there is to say; other words that it rests on are told with a link to their location.
fn message(issue: &Issue<'_>) -> Text {
    let others = issue.others.iter().enumerate().map(|(index, anchor)| {
        let place = match anchor.item {
            Some(_) => anchor.place(),
            None => format!("{}:{}", anchor.document, anchor.position.line),
        };
        format!("{} [{}]({})", said(anchor), plain(&place), index + 1)
    });
    let details = issue
        .details
        .iter()
        .map(|(label, words)| format!("{label}: {}", plain(words)));
    let lines: Vec<String> = [plain(issue.title)]
        .into_iter()
        .chain(others)
        .chain(details)
        .collect();
    Text::new(lines.join("\n"))
}

fn said(anchor: &Anchor) -> String {
    format!("{}: “{}”", anchor.role.as_str(), plain(&anchor.quote))
}

/// Strangers' words in one line; brackets are escaped, since `[words](address)` would be a link.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for found in clean::line(text).chars() {
        if matches!(found, '[' | ']' | '\\') {
            plain.push('\\');
        }
        plain.push(found);
    }
    plain
}

fn at(anchor: &Anchor, sources: &Sources) -> Location {
    location(&anchor.document, place::Region::in_characters(anchor), sources)
}

fn related_at(id: usize, anchor: &Anchor, sources: &Sources) -> Location {
    Location {
        id: Some(id),
        message: Some(Text::new(said(anchor))),
        ..at(anchor, sources)
    }
}

fn location(document: &str, region: place::Region, sources: &Sources) -> Location {
    Location {
        id: None,
        physical_location: PhysicalLocation {
            artifact_location: artifact(document, sources),
            region: Region {
                start_line: region.start_line,
                start_column: region.start_column,
                end_line: region.end_line,
                end_column: region.end_column,
            },
        },
        message: None,
    }
}

fn artifact(document: &str, sources: &Sources) -> ArtifactLocation {
    let (uri, is_relative) = place::uri(document, sources);
    ArtifactLocation {
        uri,
        uri_base_id: is_relative.then_some("%SRCROOT%"),
    }
}

/// Says how the run went: what failed is an error, what the reader should know a note.
fn invocation(listing: &Listing<'_>, sources: &Sources) -> Invocation {
    let failures = listing.failures.iter().map(|failure| failed(failure, sources));
    let warnings = listing.warnings.iter().map(|warning| Notification {
        level: "note",
        message: Text::new(plain(warning)),
        locations: Vec::new(),
    });
    Invocation {
        execution_successful: listing.failures.is_empty(),
        tool_execution_notifications: failures.chain(warnings).collect(),
    }
}

fn failed(failure: &DocumentFailure, sources: &Sources) -> Notification {
    let hint = failure.hint.as_deref().map(|hint| format!(" ({})", plain(hint)));
    Notification {
        level: "error",
        message: Text::new(plain(&failure.error) + &hint.unwrap_or_default()),
        locations: vec![location(&failure.document, place::Region::START, sources)],
    }
}
