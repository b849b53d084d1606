//! JSON schemas for structured outputs, in the strict subset that providers enforce: every field required, no
//! further fields, no limits or formats, no `oneOf`.

use schemars::generate::SchemaSettings;
use schemars::transform::{Transform, transform_subschemas};
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value, json};

/// Derives the strict schema of a type, without references, so that servers which ignore `$ref` understand it.
pub fn strict<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| settings.inline_subschemas = true);
    settings
        .with_transform(Strict)
        .into_generator()
        .into_root_schema_for::<T>()
        .into()
}

/// Words of JSON Schema that the strict subset does not know.
const DROPPED: [&str; 7] = [
    "$schema", "title", "format", "default", "minimum", "maximum", "$defs",
];

#[derive(Clone, Debug)]
struct Strict;

impl Transform for Strict {
    fn transform(&mut self, schema: &mut Schema) {
        transform_subschemas(self, schema);
        let Some(object) = schema.as_object_mut() else {
            return;
        };
        DROPPED.iter().for_each(|word| {
            object.remove(*word);
        });
        flatten_choice(object);
        close(object);
        fold_white_space(object);
    }
}

/// Requires every field and forbids others.
fn close(object: &mut Map<String, Value>) {
    let Some(fields) = object.get("properties").and_then(Value::as_object) else {
        return;
    };
    let names: Vec<Value> = fields.keys().map(|name| json!(name)).collect();
    object.insert("required".into(), Value::Array(names));
    object.insert("additionalProperties".into(), json!(false));
}

/// Turns a choice of documented constants into one flat `enum`, any other choice into `anyOf`.
fn flatten_choice(object: &mut Map<String, Value>) {
    let Some(Value::Array(options)) = object.remove("oneOf") else {
        return;
    };
    let constants: Option<Vec<Vec<Value>>> = options.iter().map(constants).collect();
    match constants {
        Some(constants) => {
            object.insert("type".into(), json!("string"));
            object.insert("enum".into(), constants.concat().into());
        }
        None => {
            object.insert("anyOf".into(), options.into());
        }
    }
}

fn constants(option: &Value) -> Option<Vec<Value>> {
    if let Some(constant) = option.get("const") {
        return Some(vec![constant.clone()]);
    }
    option.get("enum").and_then(Value::as_array).cloned()
}

/// Descriptions come from doc comments, wrapped for the eyes of programmers.
fn fold_white_space(object: &mut Map<String, Value>) {
    if let Some(Value::String(description)) = object.get_mut("description") {
        *description = description.split_whitespace().collect::<Vec<_>>().join(" ");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::wire::audit::{GoalsAnswer, JudgeAnswer};
    use crate::answer::wire::{ReviewAnswer, VerifyAnswer};

    const ALLOWED: [&str; 8] = [
        "type",
        "description",
        "properties",
        "required",
        "additionalProperties",
        "items",
        "enum",
        "anyOf",
    ];

    fn violations(value: &Value, at: &str, found: &mut Vec<String>) {
        let Some(object) = value.as_object() else { return };
        for (word, inner) in object {
            if !ALLOWED.contains(&word.as_str()) {
                found.push(format!("{at}: {word}"));
            }
            match (word.as_str(), inner) {
                ("properties", Value::Object(fields)) => {
                    let required = object.get("required").and_then(Value::as_array);
                    if required.map(Vec::len) != Some(fields.len())
                        || object["additionalProperties"] != json!(false)
                    {
                        found.push(format!("{at}: not closed"));
                    }
                    fields
                        .iter()
                        .for_each(|(name, field)| violations(field, &format!("{at}.{name}"), found));
                }
                ("items", inner) => violations(inner, &format!("{at}[]"), found),
                ("anyOf", Value::Array(options)) => {
                    options
                        .iter()
                        .for_each(|option| violations(option, &format!("{at}|"), found));
                }
                _ => {}
            }
        }
    }

    #[test]
    fn the_answer_schemas_lie_in_the_strict_subset() {
        let reviews = [strict::<ReviewAnswer>(), strict::<VerifyAnswer>()];
        for schema in reviews
            .into_iter()
            .chain([strict::<JudgeAnswer>(), strict::<GoalsAnswer>()])
        {
            let mut found = Vec::new();
            violations(&schema, "$", &mut found);
            assert!(found.is_empty(), "{found:?}\n{schema:#}");
            assert_eq!(schema["type"], "object");
        }
    }

    #[test]
    fn fields_keep_the_order_in_which_a_model_should_think() {
        let schema = strict::<ReviewAnswer>();
        let fields: Vec<_> = schema["properties"]["flags"]["items"]["properties"]
            .as_object()
            .unwrap()
            .keys()
            .collect();
        assert_eq!(fields.first().map(|name| name.as_str()), Some("label"));
        assert_eq!(fields.last().map(|name| name.as_str()), Some("severity"));
    }
}
