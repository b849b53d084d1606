//! Limits on spending over the live client, and the whole stack as it is put together for a run.

use crate::server::{Reply, Server};
use crate::subject::{client, endpoint, request};
use clarify::domain::Origin;
use clarify::model::{AskError, Budgeted, Endpoint, Limits, Meter, Model, OpenAi, PriceTable, Store, Stored};
use clarify::tokens::Encoding;
use serde_json::json;
use std::path::Path;
use std::sync::Arc;

const MODEL: &str = "gpt-5-mini";

fn stack(server: &Server, folder: &Path, limits: Limits) -> Stored<Budgeted<OpenAi>> {
    let max_output_tokens = limits.output_limit(None);
    let meter = Meter {
        price: PriceTable::default().price_for(MODEL).map(|(price, _)| price),
        encoding: Encoding::for_model(MODEL),
        max_output_tokens,
    };
    let live = client(Endpoint {
        model: MODEL.into(),
        max_output_tokens,
        ..endpoint(server)
    })
    .client;
    let budgeted = Budgeted::new(live, MODEL, limits, meter).unwrap();
    let on_warning = Arc::new(|warning: &AskError| panic!("{warning}"));
    Stored::new(budgeted, MODEL, Store::new(folder), false, on_warning)
}

#[tokio::test]
async fn a_run_that_reached_its_limit_still_gives_what_is_stored() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start([Reply::ok()]);
    let limits = Limits {
        max_tokens: Some(16_260),
        ..Limits::default()
    };
    let model = stack(&server, folder.path(), limits);
    let first = model.ask(&request("one")).await.unwrap();
    assert!(first.cost_usd.unwrap() > 0.0);
    assert_eq!(server.sent()[0].body["max_completion_tokens"], json!(16_000));
    for topic in ["two", "three", "four", "five", "six"] {
        let _ = model.ask(&request(topic)).await;
    }
    assert!(matches!(
        model.ask(&request("seven")).await,
        Err(AskError::Budget { .. })
    ));
    assert_eq!(server.times(), 3);
    let again = model.ask(&request("one")).await.unwrap();
    assert_eq!((again.origin, again.cost_usd), (Origin::Store, Some(0.0)));
}

#[tokio::test]
async fn a_failed_request_gives_back_what_it_reserved() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start([Reply::error("400 Bad Request", "no"), Reply::ok()]);
    let limits = Limits {
        max_cost_usd: Some(0.04),
        ..Limits::default()
    };
    let model = stack(&server, folder.path(), limits);
    assert!(matches!(
        model.ask(&request("one")).await,
        Err(AskError::Status { .. })
    ));
    assert!(model.ask(&request("one")).await.is_ok());
}
