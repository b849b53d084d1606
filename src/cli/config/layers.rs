//! One settings file over another, entry by entry.

use super::{
    ApplyConfig, AuditConfig, BriefConfig, Config, ContextConfig, ModelConfig, ReviewConfig, StoreConfig,
};

impl Config {
    /// Lays these settings over others, entry by entry.
    pub(super) fn over(self, below: Self) -> Self {
        let mut prices = below.prices;
        prices.extend(self.prices);
        Self {
            model: self.model.over(below.model),
            context: self.context.over(below.context),
            review: self.review.over(below.review),
            brief: BriefConfig {
                notes_tokens: self.brief.notes_tokens.or(below.brief.notes_tokens),
                citations: self.brief.citations.or(below.brief.citations),
            },
            audit: self.audit.over(below.audit),
            apply: ApplyConfig {
                decisions_file: self.apply.decisions_file.or(below.apply.decisions_file),
            },
            store: StoreConfig {
                folder: self.store.folder.or(below.store.folder),
                enabled: self.store.enabled.or(below.store.enabled),
            },
            rules: self.rules.over(below.rules),
            prices,
            stakeholders: filled(self.stakeholders, below.stakeholders),
            teams: filled(self.teams, below.teams),
            trusted_endpoints: filled(self.trusted_endpoints, below.trusted_endpoints),
            endpoint_from: self.endpoint_from.or(below.endpoint_from),
        }
    }
}

impl ModelConfig {
    fn over(self, below: Self) -> Self {
        let mut parameters = below.parameters;
        parameters.extend(self.parameters);
        // A key goes with the address that it was named for.
        let key_below = below.api_key_env.filter(|_| self.base_url.is_none());
        Self {
            name: self.name.or(below.name),
            base_url: self.base_url.or(below.base_url),
            api_key_env: self.api_key_env.or(key_below),
            organization: self.organization.or(below.organization),
            timeout: self.timeout.or(below.timeout),
            attempts: self.attempts.or(below.attempts),
            jobs: self.jobs.or(below.jobs),
            rpm: self.rpm.or(below.rpm),
            tpm: self.tpm.or(below.tpm),
            max_output_tokens: self.max_output_tokens.or(below.max_output_tokens),
            parameters,
        }
    }
}

impl ContextConfig {
    fn over(self, below: Self) -> Self {
        Self {
            strategy: filled(self.strategy, below.strategy),
            glossary: filled(self.glossary, below.glossary),
            decisions: filled(self.decisions, below.decisions),
            tokens: self.tokens.or(below.tokens),
        }
    }
}

impl ReviewConfig {
    fn over(self, below: Self) -> Self {
        Self {
            depth: self.depth.or(below.depth),
            readers: filled(self.readers, below.readers),
            spec_tokens: self.spec_tokens.or(below.spec_tokens),
            columns: filled(self.columns, below.columns),
            prompts: self.prompts.or(below.prompts),
            max: self.max.or(below.max),
            fail_on: self.fail_on.or(below.fail_on),
            track: self.track.or(below.track),
            state: self.state.or(below.state),
        }
    }
}

impl AuditConfig {
    fn over(self, below: Self) -> Self {
        Self {
            depth: self.depth.or(below.depth),
            include: filled(self.include, below.include),
            exclude: filled(self.exclude, below.exclude),
            blocked_at: self.blocked_at.or(below.blocked_at),
            needs_answers_at: self.needs_answers_at.or(below.needs_answers_at),
            comparisons: self.comparisons.or(below.comparisons),
        }
    }
}

/// Takes a list of the one file as a whole, or that of the other where the one has none.
fn filled<T>(list: Vec<T>, other: Vec<T>) -> Vec<T> {
    if list.is_empty() { other } else { list }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Config {
        toml::from_str(text).unwrap()
    }

    #[test]
    fn the_file_of_the_project_lies_over_that_of_the_user_entry_by_entry() {
        let own = parsed(
            "trusted_endpoints = [\"https://t/v1\"]\n[model]\nname = \"own\"\njobs = 9\n[model.parameters]\nseed = 1\ntop_p = 1\n\
             [review]\nmax = 3\n[prices.a]\ninput = 1\noutput = 1\n[context]\nstrategy = [\"own\"]\nglossary = [\"own\"]\n",
        );
        let project = parsed(
            "[model]\nname = \"project\"\n[model.parameters]\nseed = 2\n[prices.b]\ninput = 2\noutput = 2\n\
             [context]\nstrategy = [\"project\"]\n",
        );
        let both = project.over(own);
        assert_eq!(
            (both.model.name.as_deref(), both.model.jobs),
            (Some("project"), Some(9))
        );
        assert_eq!(
            (&both.model.parameters["seed"], &both.model.parameters["top_p"]),
            (&2.into(), &1.into())
        );
        assert_eq!((both.review.max, both.prices.len()), (Some(3), 2));
        assert_eq!(
            (both.context.strategy, both.context.glossary),
            (vec!["project".into()], vec!["own".into()])
        );
        assert_eq!(both.trusted_endpoints, ["https://t/v1"]);
    }

    #[test]
    fn a_rule_that_the_project_sets_keeps_what_the_user_set_beside_it() {
        let own = parsed(
            "[rules]\nand-or = \"off\"\n[rules.placeholder]\nseverity = \"blocker\"\nterms.tbf = \"on\"\n",
        );
        let both = parsed("[rules.placeholder]\nlevel = \"low\"\n")
            .over(own)
            .rules
            .rules;
        let placeholder = &both[&crate::domain::FlagKind::Placeholder];
        assert!(placeholder.level.is_some() && placeholder.severity.is_some());
        assert_eq!((placeholder.terms.len(), both.len()), (1, 2));
    }

    #[test]
    fn a_key_that_the_user_named_for_one_address_does_not_go_with_that_of_a_project() {
        let own = || parsed("[model]\nbase_url = \"https://own/v1\"\napi_key_env = \"OWN_API_KEY\"\n");
        let elsewhere = parsed("[model]\nbase_url = \"https://project/v1\"\n").over(own());
        assert_eq!(elsewhere.model.api_key_env, None);
        let same = parsed("[model]\nname = \"m\"\n").over(own());
        assert_eq!(same.model.api_key_env.as_deref(), Some("OWN_API_KEY"));
    }
}
