//! A batch as the provider tells of it, read leniently.

use crate::model::problem::Problem;
use crate::model::secrets::Secrets;
use serde_json::Value;

/// A batch as the provider tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::model) struct RemoteBatch {
    pub id: String,
    /// The provider's word.
    pub status: String,
    pub output_file: Option<String>,
    pub error_file: Option<String>,
    pub total: u64,
    pub completed: u64,
    pub failed: u64,
    /// Why it was refused as a whole.
    pub problem: Option<String>,
}

impl RemoteBatch {
    /// Reads a batch; none where it has no id.
    pub fn read(json: &Value) -> Option<Self> {
        let text = |name: &str| {
            json[name]
                .as_str()
                .filter(|text| !text.is_empty())
                .map(str::to_owned)
        };
        let count = |name: &str| json["request_counts"][name].as_u64().unwrap_or_default();
        Some(Self {
            id: text("id")?,
            status: text("status").unwrap_or_else(|| "unknown".into()),
            output_file: text("output_file_id"),
            error_file: text("error_file_id"),
            total: count("total"),
            completed: count("completed"),
            failed: count("failed"),
            problem: problem(&json["errors"]),
        })
    }

    /// Tells whether nothing more is to come.
    pub fn is_over(&self) -> bool {
        matches!(
            self.status.as_str(),
            "completed" | "failed" | "expired" | "cancelled" | "canceled"
        )
    }
}

/// Finds the first of the errors that a batch was refused for.
fn problem(errors: &Value) -> Option<String> {
    let first = errors["data"].get(0).or_else(|| errors.get(0))?;
    let problem = Problem::from_json(first, &Secrets::default());
    (!problem.message.is_empty()).then_some(problem.message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_batch_is_read_however_little_is_told_of_it() {
        let bare = RemoteBatch::read(&json!({"id": "batch_1", "status": "in_progress"})).unwrap();
        assert!(!bare.is_over() && bare.output_file.is_none() && bare.total == 0);
        assert_eq!(RemoteBatch::read(&json!({"status": "completed"})), None);
        let full = RemoteBatch::read(&json!({
            "id": "batch_1", "status": "failed", "output_file_id": null, "error_file_id": "",
            "errors": {"object": "list", "data": [{"code": "invalid", "message": "line 3 is\nno JSON", "line": 3}]},
            "request_counts": {"total": 3, "completed": 1, "failed": 2},
        }))
        .unwrap();
        assert!(full.is_over() && full.error_file.is_none());
        assert_eq!((full.total, full.completed, full.failed), (3, 1, 2));
        assert_eq!(full.problem.as_deref(), Some("line 3 is no JSON"));
    }
}
