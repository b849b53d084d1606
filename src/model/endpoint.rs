//! The settings of a live endpoint, checked before anything is sent.

use super::failure::AskError;
use super::pace::PaceLimits;
use super::retry::Backoff;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};
use std::path::PathBuf;
use std::time::Duration;

/// An endpoint that speaks Chat Completions, and how to treat it.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// The base URL, as given to OpenAI's own libraries: `https://api.openai.com/v1`. A query is kept.
    pub base_url: String,
    /// The API key, where the server wants one.
    pub api_key: Option<SecretString>,
    /// The organisation that pays, where there are several.
    pub organization: Option<String>,
    /// The model to ask.
    pub model: String,
    /// The most tokens an answer may have; none leaves it to the server.
    pub max_output_tokens: Option<u32>,
    /// How fast it may be asked.
    pub pace: PaceLimits,
    /// The time allowed for one attempt, up to the last byte of the answer.
    pub timeout: Duration,
    /// The time allowed for connecting.
    pub connect_timeout: Duration,
    /// Attempts at most, the first among them.
    pub max_attempts: usize,
    /// The longest wait that a server may ask for.
    pub max_wait: Duration,
    /// The delays between attempts, where the server asks for none.
    pub backoff: Backoff,
    /// The folder in which is remembered how servers want to be asked; none remembers nothing.
    pub dialects: Option<PathBuf>,
    /// What conveys the form of the answer where the server takes no schema: `{schema}` stands for the JSON schema.
    /// Should hold the word JSON, which OpenAI demands for `json_object`.
    pub schema_instruction: String,
}

impl Endpoint {
    /// Makes an endpoint with the defaults: no key, four requests at once, 10 minutes for an answer, 10 seconds for connecting, 5 attempts,
    /// waits of up to a minute.
    pub fn new(
        base_url: impl Into<String>,
        model: impl Into<String>,
        schema_instruction: impl Into<String>,
    ) -> Self {
        Self {
            base_url: base_url.into(),
            api_key: None,
            organization: None,
            model: model.into(),
            max_output_tokens: None,
            pace: PaceLimits::default(),
            timeout: Duration::from_secs(600),
            connect_timeout: Duration::from_secs(10),
            max_attempts: 5,
            max_wait: Duration::from_secs(60),
            backoff: Backoff::default(),
            dialects: None,
            schema_instruction: schema_instruction.into(),
        }
    }

    /// Checks what is not part of the address or the headers.
    pub(super) fn check(&self) -> Result<(), AskError> {
        if self.model.trim().is_empty() {
            return Err(settings("no model is named"));
        }
        if !self.schema_instruction.contains("{schema}") {
            return Err(settings(
                "the instruction that conveys the schema lacks the placeholder {schema}",
            ));
        }
        Ok(())
    }

    /// Puts together the headers that let one in. The key's is marked sensitive, so that nothing prints it.
    pub(super) fn headers(&self) -> Result<HeaderMap, AskError> {
        let mut headers = HeaderMap::new();
        if let Some(key) = self.key() {
            let mut value = header_value("API key", &format!("Bearer {key}"))?;
            value.set_sensitive(true);
            headers.insert(header::AUTHORIZATION, value);
        }
        if let Some(organization) = trimmed(self.organization.as_deref()) {
            let name = HeaderName::from_static("openai-organization");
            headers.insert(name, header_value("organisation", organization)?);
        }
        Ok(headers)
    }

    /// Returns the key without the blanks and line breaks that come with copying.
    pub(super) fn key(&self) -> Option<&str> {
        trimmed(self.api_key.as_ref().map(ExposeSecret::expose_secret))
    }
}

/// The part of a base URL that may be shown and compared: no user, password or query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicAddress {
    /// Scheme, host, port where it is not the usual one, and path.
    pub text: String,
    /// Whether the server is this machine.
    pub is_loopback: bool,
}

impl PublicAddress {
    /// Reads a base URL.
    ///
    /// # Errors
    ///
    /// [`AskError::Settings`] where it is not a web address.
    pub fn of(base_url: &str) -> Result<Self, AskError> {
        let address = Address::read(base_url)?;
        let scheme = if address.is_plain { "http" } else { "https" };
        Ok(Self {
            text: format!("{scheme}://{}", address.place()),
            is_loopback: address.is_loopback,
        })
    }
}

/// A base URL, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    /// Scheme, host and path, without a slash at the end, query or fragment.
    pub base: String,
    /// The query, for each request.
    pub query: Vec<(String, String)>,
    /// The host name and port: all that is ever shown.
    pub host: String,
    /// What must not be shown: user, password, values of the query.
    pub secrets: Vec<String>,
    /// Whether nothing is encrypted.
    pub is_plain: bool,
    /// Whether the server is this machine.
    pub is_loopback: bool,
    /// Whether this is OpenAI's own server.
    pub is_openai: bool,
    /// Whether there is a path.
    pub has_path: bool,
}

impl Address {
    /// Reads a base URL.
    pub fn read(base_url: &str) -> Result<Self, AskError> {
        let mut url = Url::parse(base_url.trim())
            .ok()
            .filter(is_web)
            .ok_or_else(not_a_url)?;
        let name = url.host_str().ok_or_else(not_a_url)?.to_owned();
        let query: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        let secrets = secrets_in(&url, &query);
        url.set_query(None);
        url.set_fragment(None);
        Ok(Self {
            base: url.as_str().trim_end_matches('/').to_owned(),
            query,
            host: format!("{name}:{}", url.port_or_known_default().unwrap_or_default()),
            secrets,
            is_plain: url.scheme() == "http",
            is_loopback: is_loopback(&name),
            is_openai: name == "api.openai.com",
            has_path: url.path().len() > 1,
        })
    }
}

impl Address {
    /// Returns what stands for this endpoint and a model where no address may stand: a hash of both. User, password and
    /// query are no part of it.
    pub fn identity(&self, model: &str) -> String {
        let named = format!("clarify.endpoint\n{}\n{model}", self.place());
        blake3::hash(named.as_bytes()).to_hex()[..32].to_owned()
    }

    /// Returns host, port and path, without user and password.
    fn place(&self) -> &str {
        let (_, place) = self.base.split_once("//").unwrap_or(("", &self.base));
        let host = place.split('/').next().unwrap_or_default();
        match host.rfind('@') {
            Some(at) => &place[at + 1..],
            None => place,
        }
    }
}

fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}

/// The URL is not repeated: it may hold a password.
fn not_a_url() -> AskError {
    settings("the base URL is not an http:// or https:// address, such as https://api.openai.com/v1")
}

fn secrets_in(url: &Url, query: &[(String, String)]) -> Vec<String> {
    let user = [Some(url.username()), url.password()].into_iter().flatten();
    let values = query.iter().map(|(_, value)| value.as_str());
    user.chain(values).map(str::to_owned).collect()
}

fn is_loopback(name: &str) -> bool {
    let address = name.trim_start_matches('[').trim_end_matches(']');
    let ip = address.parse::<std::net::IpAddr>();
    name == "localhost" || ip.is_ok_and(|ip| ip.is_loopback())
}

fn header_value(what: &str, value: &str) -> Result<HeaderValue, AskError> {
    let words = value.strip_prefix("Bearer ").unwrap_or(value);
    let plain = words.chars().all(|character| character.is_ascii_graphic());
    let value = HeaderValue::from_str(value).ok().filter(|_| plain);
    value.ok_or_else(|| {
        let advice = "copy it again, without blanks, line breaks or quotation marks around it";
        settings(&format!(
            "the {what} holds a character that cannot be sent; {advice}"
        ))
    })
}

fn trimmed(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

pub(super) fn settings(message: &str) -> AskError {
    AskError::Settings(message.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint() -> Endpoint {
        Endpoint::new("http://localhost/v1", "m", "Answer in JSON: {schema}")
    }

    #[test]
    fn a_base_url_loses_its_slash_query_and_fragment() {
        let address = Address::read(" https://u:p@example.org/v1/?api-version=2024-10-21#x ").unwrap();
        assert_eq!(address.base, "https://u:p@example.org/v1");
        assert_eq!(address.query, [("api-version".into(), "2024-10-21".into())]);
        assert_eq!(address.host, "example.org:443");
        assert_eq!(address.secrets, ["u", "p", "2024-10-21"]);
        assert!(address.has_path && !address.is_plain && !address.is_openai);
    }

    #[test]
    fn a_base_url_without_path_is_kept_as_given() {
        let address = Address::read("http://127.0.0.1:8080").unwrap();
        assert_eq!(address.base, "http://127.0.0.1:8080");
        assert!(address.is_plain && address.is_loopback && !address.has_path);
    }

    #[test]
    fn an_endpoint_and_its_model_have_an_identity_that_no_password_changes() {
        let identity = |url: &str, model: &str| Address::read(url).unwrap().identity(model);
        let plain = identity("https://example.org/v1", "m");
        assert_eq!(
            plain,
            identity("https://user:pass@example.org/v1/?version=2", "m")
        );
        assert_ne!(plain, identity("https://example.org/v1", "n"));
        assert_ne!(plain, identity("https://example.com/v1", "m"));
        assert_ne!(plain, identity("https://example.org:8443/v1", "m"));
    }

    #[test]
    fn what_is_shown_of_an_address_holds_no_secret_and_tells_places_apart() {
        let shown = |url: &str| PublicAddress::of(url).unwrap();
        let gateway = shown("https://user:p%40ss@Example.org:443/team/v1/?key=secret#x");
        assert_eq!(gateway.text, "https://example.org/team/v1");
        assert!(!gateway.is_loopback && shown("http://[::1]:8080/v1").is_loopback);
        for other in [
            "http://example.org/team/v1",
            "https://example.org/other/v1",
            "https://example.org:444/team/v1",
            "https://example.org@evil.example/team/v1",
        ] {
            assert_ne!(shown(other), gateway);
        }
        assert_eq!(shown("https://h/a@b/v1").text, "https://h/a@b/v1");
        // Looks local and is not.
        assert!(!shown("http://localhost.evil.example/v1").is_loopback);
        assert!(!shown("http://127.0.0.1@evil.example/v1").is_loopback);
    }

    #[test]
    fn what_is_no_web_address_is_refused_without_repeating_it() {
        for url in ["", "localhost:8080/v1", "ftp://u:secret@x/", "api.openai.com/v1"] {
            let error = Address::read(url).unwrap_err().to_string();
            assert!(
                error.contains("http://") && !error.contains("secret"),
                "{url}: {error}"
            );
        }
    }

    #[test]
    fn a_key_is_trimmed_and_marked_sensitive() {
        let api_key = Some(SecretString::from(" sk-abc\r\n"));
        let headers = Endpoint {
            api_key,
            ..endpoint()
        }
        .headers()
        .unwrap();
        let value = &headers[header::AUTHORIZATION];
        assert_eq!(value, "Bearer sk-abc");
        assert!(value.is_sensitive());
    }

    #[test]
    fn no_key_and_a_blank_key_send_no_header() {
        assert!(endpoint().headers().unwrap().is_empty());
        let api_key = Some(SecretString::from(" \n"));
        let blank = Endpoint {
            api_key,
            ..endpoint()
        };
        assert!(blank.headers().unwrap().is_empty());
    }

    #[test]
    fn a_key_that_cannot_be_sent_is_refused_without_repeating_it() {
        for key in ["sk-a\nb", "sk-ä", "Bearer sk-abc", "“sk-abc”"] {
            let api_key = Some(SecretString::from(key));
            let error = Endpoint {
                api_key,
                ..endpoint()
            }
            .headers()
            .unwrap_err();
            assert!(!error.to_string().contains("sk-"), "{error}");
        }
    }

    #[test]
    fn an_instruction_without_its_placeholder_is_refused() {
        let schema_instruction = "Answer in JSON.".into();
        let broken = Endpoint {
            schema_instruction,
            ..endpoint()
        };
        assert!(broken.check().unwrap_err().to_string().contains("{schema}"));
    }
}
