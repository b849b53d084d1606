//! The templates: compiled in, overridable one by one from a folder, checked before anything is asked.

use minijinja::{Environment, UndefinedBehavior};
use std::path::{Path, PathBuf};

/// Says what is wrong with a template.
#[derive(Debug, thiserror::Error)]
pub enum PromptError {
    /// The folder or a file in it could not be read.
    #[error("the prompt templates in {} could not be read: {source}", path.display())]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
    },
    /// A file in the folder overrides nothing.
    #[error("{} is no prompt template; the templates are {}", path.display(), names())]
    UnknownTemplate {
        /// The file.
        path: PathBuf,
    },
    /// A template has an error, or uses a variable that is not given.
    #[error("the prompt template {name} has an error: {message}")]
    Template {
        /// The template's name.
        name: String,
        /// What is wrong, with its line.
        message: String,
    },
}

/// A template as compiled in: its name, its text, and the variables it is given.
struct Builtin {
    name: &'static str,
    text: &'static str,
    variables: &'static [&'static str],
}

const DOCUMENTS: [&str; 6] = ["fence", "context", "stakeholders", "part", "outline", "spec"];

const BUILTIN: [Builtin; 18] = [
    Builtin {
        name: "documents.md",
        text: include_str!("../../prompts/documents.md"),
        variables: &DOCUMENTS,
    },
    Builtin {
        name: "review/system.md",
        text: include_str!("../../prompts/review/system.md"),
        variables: &["fence", "kinds", "assumption_kinds"],
    },
    Builtin {
        name: "review/detect.md",
        text: include_str!("../../prompts/review/detect.md"),
        variables: &[
            "fence",
            "context",
            "stakeholders",
            "part",
            "outline",
            "spec",
            "reader",
        ],
    },
    Builtin {
        name: "review/again.md",
        text: include_str!("../../prompts/review/again.md"),
        variables: &["fence", "spec", "elsewhere"],
    },
    Builtin {
        name: "review/verify.md",
        text: include_str!("../../prompts/review/verify.md"),
        variables: &[
            "fence",
            "context",
            "stakeholders",
            "part",
            "outline",
            "spec",
            "candidates",
            "elsewhere",
        ],
    },
    Builtin {
        name: "brief/system.md",
        text: include_str!("../../prompts/brief/system.md"),
        variables: &["fence"],
    },
    Builtin {
        name: "brief/facts.md",
        text: include_str!("../../prompts/brief/facts.md"),
        variables: &["fence", "context", "stakeholders", "teams", "notes"],
    },
    Builtin {
        name: "brief/write.md",
        text: include_str!("../../prompts/brief/write.md"),
        variables: &["fence", "facts", "goals", "concerns", "team"],
    },
    Builtin {
        name: "brief/mend.md",
        text: include_str!("../../prompts/brief/mend.md"),
        variables: &["faults"],
    },
    Builtin {
        name: "audit/system.md",
        text: include_str!("../../prompts/audit/system.md"),
        variables: &["fence"],
    },
    Builtin {
        name: "audit/judge.md",
        text: include_str!("../../prompts/audit/judge.md"),
        variables: &["fence", "context", "stakeholders", "subject", "pairs"],
    },
    Builtin {
        name: "audit/goals-system.md",
        text: include_str!("../../prompts/audit/goals-system.md"),
        variables: &["fence"],
    },
    Builtin {
        name: "audit/goals.md",
        text: include_str!("../../prompts/audit/goals.md"),
        variables: &["fence", "strategy"],
    },
    Builtin {
        name: "apply/system.md",
        text: include_str!("../../prompts/apply/system.md"),
        variables: &["fence"],
    },
    Builtin {
        name: "apply/edit.md",
        text: include_str!("../../prompts/apply/edit.md"),
        variables: &["fence", "part", "outline", "spec", "decisions"],
    },
    Builtin {
        name: "apply/mend.md",
        text: include_str!("../../prompts/apply/mend.md"),
        variables: &["faults"],
    },
    Builtin {
        name: "repair.md",
        text: include_str!("../../prompts/repair.md"),
        variables: &["problem", "cut"],
    },
    Builtin {
        name: "schema.md",
        text: include_str!("../../prompts/schema.md"),
        variables: &[],
    },
];

fn names() -> String {
    BUILTIN.map(|template| template.name).join(", ")
}

/// The templates, ready to render.
pub struct Templates {
    environment: Environment<'static>,
}

impl Templates {
    /// Takes the templates of `folder`, where it has them, and the compiled-in ones otherwise.
    pub fn new(folder: Option<&Path>) -> Result<Self, PromptError> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
        if let Some(folder) = folder {
            refuse_strange_files(folder)?;
        }
        for builtin in &BUILTIN {
            let text = text_of(builtin, folder)?;
            environment
                .add_template_owned(builtin.name, text)
                .map_err(|error| template_error(builtin.name, &error))?;
            refuse_strange_variables(&environment, builtin)?;
        }
        Ok(Self { environment })
    }

    /// Renders a template.
    pub fn render(&self, name: &str, values: minijinja::Value) -> Result<String, PromptError> {
        let template = self
            .environment
            .get_template(name)
            .map_err(|error| template_error(name, &error))?;
        let text = template
            .render(values)
            .map_err(|error| template_error(name, &error))?;
        Ok(text.trim().to_owned())
    }

    /// Returns a template that has no variables.
    pub fn text(&self, name: &str) -> Result<String, PromptError> {
        self.render(name, minijinja::Value::UNDEFINED)
    }
}

fn text_of(builtin: &Builtin, folder: Option<&Path>) -> Result<String, PromptError> {
    let Some(path) = folder
        .map(|folder| folder.join(builtin.name))
        .filter(|path| path.exists())
    else {
        return Ok(builtin.text.to_owned());
    };
    std::fs::read_to_string(&path).map_err(|source| PromptError::Unreadable { path, source })
}

/// A misspelt file name would otherwise override nothing without a word.
fn refuse_strange_files(folder: &Path) -> Result<(), PromptError> {
    let unreadable = |source| PromptError::Unreadable {
        path: folder.to_owned(),
        source,
    };
    std::fs::read_dir(folder).map_err(unreadable)?;
    for path in crate::document::documents_in(folder).unwrap_or_default() {
        let inner = path.strip_prefix(folder).unwrap_or(&path);
        if !BUILTIN.iter().any(|template| Path::new(template.name) == inner) && !is_readme(inner) {
            return Err(PromptError::UnknownTemplate { path });
        }
    }
    Ok(())
}

fn is_readme(path: &Path) -> bool {
    path.file_stem()
        .is_some_and(|stem| stem.eq_ignore_ascii_case("readme"))
}

fn refuse_strange_variables(environment: &Environment<'_>, builtin: &Builtin) -> Result<(), PromptError> {
    let template = environment
        .get_template(builtin.name)
        .map_err(|error| template_error(builtin.name, &error))?;
    let mut strange: Vec<String> = template.undeclared_variables(false).into_iter().collect();
    strange.retain(|name| !builtin.variables.contains(&name.as_str()));
    strange.sort();
    match strange.first() {
        None => Ok(()),
        Some(name) => Err(PromptError::Template {
            name: builtin.name.to_owned(),
            message: format!("it uses `{name}`, but is given {}", builtin.variables.join(", ")),
        }),
    }
}

/// The engine's own words name the template and the line.
fn template_error(name: &str, error: &minijinja::Error) -> PromptError {
    PromptError::Template {
        name: error.name().unwrap_or(name).to_owned(),
        message: error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(name: &str, text: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        folder
    }

    fn refused(name: &str, text: &str) -> String {
        let folder = folder_with(name, text);
        Templates::new(Some(folder.path())).err().unwrap().to_string()
    }

    #[test]
    fn a_template_in_the_folder_overrides_the_compiled_in_one() {
        let folder = folder_with("repair.md", "Again: {{ problem }}{% if cut %}!{% endif %}");
        let templates = Templates::new(Some(folder.path())).unwrap();
        let values = minijinja::context! { problem => "cut", cut => false };
        assert_eq!(templates.render("repair.md", values).unwrap(), "Again: cut");
        assert!(templates.text("schema.md").unwrap().contains("{schema}"));
    }

    #[test]
    fn errors_in_templates_are_found_before_anything_is_asked() {
        assert!(refused("repair.md", "{{ problm }}").contains("it uses `problm`, but is given problem, cut"));
        assert!(refused("repair.md", "a\n{% if %}").contains("repair.md has an error"));
        assert!(refused("review/detekt.md", "x").contains("is no prompt template"));
        assert!(Templates::new(Some(Path::new("/nowhere"))).is_err());
    }

    #[test]
    fn a_missing_attribute_is_an_error_and_document_text_is_not_rendered() {
        let folder = folder_with("repair.md", "{{ problem.words }}");
        let templates = Templates::new(Some(folder.path())).unwrap();
        assert!(
            templates
                .render("repair.md", minijinja::context! { problem => "x" })
                .is_err()
        );
        let templates = Templates::new(None).unwrap();
        let text = templates.render(
            "repair.md",
            minijinja::context! { problem => "{{ cut }}", cut => true },
        );
        assert!(text.unwrap().contains("{{ cut }}"));
    }
}
