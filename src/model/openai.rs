//! The live client: asks an endpoint that speaks OpenAI's Chat Completions. This file and those below it alone name
//! async_openai.
//!
//! Requests and replies are JSON of our own (`create_byot`): typed replies reject what many servers answer. Its default
//! retry is replaced by our transport. It logs whole bodies through `tracing` at ERROR when it cannot read one, and
//! headers at WARN: whoever sets up logging has to turn `async_openai` off.

mod batches;

use super::dialect::{Dialect, Memory, RESERVED};
use super::endpoint::{Address, Endpoint, settings};
use super::exchange::{Answer, Answered, Exchange};
use super::failure::AskError;
use super::fault::Failed;
use super::pace::Pace;
use super::request::Request;
use super::retry::OnRetry;
use super::secrets::Secrets;
use super::transport::{Patience, Rebuild, Transport};
use super::{Model, reply};
use crate::domain::Origin;
use async_openai::Client;
use async_openai::config::Config;
use async_openai::error::OpenAIError;
use async_openai::middleware::HttpRequestFactory;
use futures::FutureExt;
use futures::future::BoxFuture;
use http::HeaderMap;
use secrecy::SecretString;
use serde_json::Value;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A live endpoint.
pub struct OpenAi {
    client: Client<Access>,
    endpoint: Endpoint,
    known: Mutex<Known>,
    memory: Memory,
}

/// What this server is known to understand.
#[derive(Clone, Copy, Debug)]
struct Known {
    dialect: Dialect,
    /// Whether that was learnt in an earlier run, and not yet seen to hold in this one.
    recalled: bool,
}

impl OpenAi {
    /// Makes a client; sends nothing. `on_retry` is told of each retry before its wait.
    ///
    /// # Errors
    ///
    /// [`AskError::Settings`] where the address, key, organisation, model or instruction cannot be used.
    pub fn new(endpoint: Endpoint, on_retry: OnRetry) -> Result<Self, AskError> {
        endpoint.check()?;
        let address = Address::read(&endpoint.base_url)?;
        let headers = endpoint.headers()?;
        let http = http_client(&endpoint, &address)?;
        let key = endpoint.key().map(str::to_owned);
        let secrets = Secrets::new(address.secrets.iter().cloned().chain(key));
        let patience = Patience {
            attempts: endpoint.max_attempts.max(1),
            max_wait: endpoint.max_wait,
            backoff: endpoint.backoff,
            max_output_tokens: u64::from(endpoint.max_output_tokens.unwrap_or(0)),
        };
        let pace = Pace::new(endpoint.pace, patience.backoff, patience.max_wait);
        let transport = Transport::new(http.clone(), &address.host, secrets, patience, pace, on_retry);
        let memory = Memory::of(endpoint.dialects.as_deref(), &address.identity(&endpoint.model));
        let recalled = memory.recall();
        let known = Mutex::new(Known {
            dialect: recalled.unwrap_or(Dialect::first(address.is_openai)),
            recalled: recalled.is_some(),
        });
        let access = Access {
            address,
            headers,
            no_key: SecretString::default(),
        };
        Ok(Self {
            client: Client::build(http, access).with_http_service(transport),
            endpoint,
            known,
            memory,
        })
    }

    /// Returns the model that is asked.
    pub fn model(&self) -> &str {
        &self.endpoint.model
    }

    /// Asks until the server is spoken to in words it understands.
    async fn answer(&self, request: &Request) -> Result<Answer, AskError> {
        let mut dialect = self.known().dialect;
        loop {
            match self.send(&self.body(request, dialect)).await {
                Ok(reply) => {
                    self.learn(dialect);
                    return Ok(reply::read(&reply, &self.endpoint.model, dialect.conveyed));
                }
                Err(failed) => match dialect.after(&failed).or_else(|| self.unlearn(&failed)) {
                    Some(next) => dialect = next,
                    None => return Err(self.explained(failed.error)),
                },
            }
        }
    }

    /// Puts a request into the body of a call, in these words.
    pub(super) fn body(&self, request: &Request, dialect: Dialect) -> Value {
        let endpoint = &self.endpoint;
        let instruction = &endpoint.schema_instruction;
        dialect.body(&endpoint.model, request, endpoint.max_output_tokens, instruction)
    }

    async fn send(&self, body: &Value) -> Result<Value, Failed> {
        let reply = self.client.chat().create_byot(body).await;
        reply.map_err(|error| self.failed(error))
    }

    /// Takes out what the transport put in; the client itself has little that can fail.
    fn failed(&self, error: OpenAIError) -> Failed {
        let message = "the client could not send the request or read the reply";
        let host = self.client.config().address.host.clone();
        let own = || {
            Failed::from(AskError::Protocol {
                host,
                message: message.into(),
                attempts: 1,
            })
        };
        match error {
            OpenAIError::Boxed(inner) => inner
                .downcast::<Failed>()
                .map_or_else(|_| own(), |failed| *failed),
            _ => own(),
        }
    }

    /// Says of an address that was not found what is most likely wrong with it.
    fn explained(&self, error: AskError) -> AskError {
        match error {
            AskError::Status {
                host,
                status: 404,
                kind,
                message,
                attempts,
                retry_after,
            } if !self.client.config().address.has_path => AskError::Status {
                host,
                status: 404,
                kind,
                message: format!(
                    "{message} (the base URL has no path; most servers expect one that ends in /v1)"
                ),
                attempts,
                retry_after,
            },
            other => other,
        }
    }

    /// Returns the words in which the server is asked next.
    pub(super) fn dialect(&self) -> Dialect {
        self.known().dialect
    }

    /// Returns what stands for endpoint and model where no address may stand.
    pub(super) fn identity(&self) -> String {
        self.client.config().address.identity(self.model())
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps in which words the server could be asked.
    pub(super) fn learn(&self, worked: Dialect) {
        let mut known = self.known();
        let before = known.dialect;
        known.dialect.learn(worked);
        known.recalled = false;
        if known.dialect != before {
            self.memory.keep(known.dialect);
        }
    }

    /// Gives up what an earlier run learnt where the server refuses it now, and starts afresh, once.
    fn unlearn(&self, failed: &Failed) -> Option<Dialect> {
        let mut known = self.known();
        if !known.recalled || !Dialect::is_refused(failed) {
            return None;
        }
        self.memory.forget();
        known.recalled = false;
        known.dialect = Dialect::first(self.client.config().address.is_openai);
        Some(known.dialect)
    }
}

impl Model for OpenAi {
    fn ask<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<Answered, AskError>> {
        async move {
            check_parameters(request)?;
            let answer = self.answer(request).await?;
            let exchange = Exchange::new(request, self.model(), answer, None);
            Ok(Answered::new(exchange, Origin::Live))
        }
        .boxed()
    }
}

pub(super) fn check_parameters(request: &Request) -> Result<(), AskError> {
    let reserved = |name: &&String| RESERVED.contains(&name.as_str());
    match request.parameters.keys().find(reserved) {
        Some(name) => Err(settings(&format!(
            "the parameter `{name}` is set by clarify itself; take it out of the parameters"
        ))),
        None => Ok(()),
    }
}

/// Builds the client that sends. Without encryption no certificates are loaded, so that a machine that has none can
/// ask a local server; this machine is never asked through a proxy.
fn http_client(endpoint: &Endpoint, address: &Address) -> Result<reqwest::Client, AskError> {
    let mut builder = reqwest::Client::builder()
        .user_agent(concat!("clarify/", env!("CARGO_PKG_VERSION")))
        .redirect(reqwest::redirect::Policy::none())
        .timeout(endpoint.timeout)
        .connect_timeout(endpoint.connect_timeout);
    if address.is_plain {
        builder = builder.tls_certs_only([]);
    }
    if address.is_loopback {
        builder = builder.no_proxy();
    }
    let built = builder.build();
    built.map_err(|error| {
        settings(&format!(
            "the HTTP client could not be set up: {}",
            error.without_url()
        ))
    })
}

/// Where and as whom to ask, as async_openai wants to know it.
struct Access {
    address: Address,
    headers: HeaderMap,
    /// The key travels in the headers, which are checked and marked sensitive; async_openai is given none.
    no_key: SecretString,
}

impl Config for Access {
    fn headers(&self) -> HeaderMap {
        self.headers.clone()
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address.base)
    }

    fn query(&self) -> Vec<(&str, &str)> {
        let pairs = self.address.query.iter();
        pairs
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect()
    }

    fn api_base(&self) -> &str {
        &self.address.base
    }

    fn api_key(&self) -> &SecretString {
        &self.no_key
    }
}

impl Rebuild for HttpRequestFactory {
    fn rebuild(&self) -> BoxFuture<'_, Result<reqwest::Request, String>> {
        async move {
            let built = self.build().await;
            built.map_err(|_| "the request could not be built; check the base URL".to_owned())
        }
        .boxed()
    }
}

impl From<Failed> for OpenAIError {
    fn from(failed: Failed) -> Self {
        Self::Boxed(Box::new(failed))
    }
}
