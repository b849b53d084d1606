//! Batches: each request once, every answer that there is, whatever happens on the way.

use crate::provider::{Line, Provider, answer};
use crate::server::Reply;
use crate::subject::{KEY, Subject, client, endpoint, request};
use clarify::domain::Origin;
use clarify::model::batch::{Batches, Collected, PartLimits};
use clarify::model::{AskError, Conveyed, Endpoint, Model, Request, Store, Stored};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// A provider, a client of it, a store and a journal.
struct Scene {
    provider: Provider,
    subject: Subject,
    folder: tempfile::TempDir,
    store: Store,
}

impl Scene {
    fn new() -> Self {
        let provider = Provider::new();
        let folder = tempfile::tempdir().unwrap();
        Self {
            subject: client(Endpoint {
                timeout: Duration::from_secs(5),
                ..endpoint(&provider.server)
            }),
            store: Store::new(folder.path().join("store")),
            provider,
            folder,
        }
    }

    fn journal(&self) -> PathBuf {
        self.folder.path().join("state")
    }

    fn batches(&self) -> Batches<'_> {
        Batches::new(&self.subject.client, &self.store, self.journal())
    }

    async fn submit(&self, topics: &[&str]) -> clarify::model::batch::Submitted {
        self.batches().submit(requests(topics)).await.unwrap()
    }

    async fn collect(&self) -> Collected {
        let collected = self.batches().collect().await.unwrap();
        assert!(collected.troubles.is_empty(), "{:?}", collected.troubles);
        collected
    }

    /// Ends a batch with an answer to each question.
    fn answer_all(&self, batch: usize) {
        let answered = |question: &str| Some(Line::Answer(format!("to {question}")));
        self.provider.state().end(batch, "completed", answered);
    }

    fn kept(&self, topic: &str) -> Option<String> {
        let found = self.store.get(&request(topic).key(), "asked").unwrap();
        found.map(|exchange| exchange.answer.text)
    }
}

fn requests(topics: &[&str]) -> Vec<Request> {
    topics.iter().map(|topic| request(topic)).collect()
}

fn reasons(collected: &Collected) -> Vec<(String, &str)> {
    let failed = collected.failed.iter();
    failed
        .map(|failure| (failure.key.clone(), failure.reason.as_str()))
        .collect()
}

fn files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn what_is_submitted_and_collected_is_found_by_a_plain_run() {
    let scene = Scene::new();
    let submitted = scene.submit(&["a", "b", "a"]).await;
    assert_eq!((submitted.requests, submitted.batches.len()), (2, 1));
    let states = scene.batches().status().await.unwrap();
    let state = states[0].as_ref().unwrap();
    assert_eq!(
        (state.status.as_str(), state.is_over, state.total),
        ("in_progress", false, 2)
    );
    let early = scene.collect().await;
    assert_eq!((early.answered, early.pending.len()), (0, 1));

    scene.answer_all(0);
    let collected = scene.collect().await;
    assert_eq!((collected.answered, collected.finished.len()), (2, 1));
    assert_eq!((collected.tokens.input, collected.tokens.output), (20, 4));
    assert!(collected.failed.is_empty() && collected.unreadable == 0);

    let on_warning = Arc::new(|warning: &AskError| panic!("{warning}"));
    let store = scene.store.clone();
    let plain = Stored::new(scene.subject.client, "asked", store, false, on_warning);
    let answered = plain.ask(&request("a")).await.unwrap();
    assert_eq!(answered.origin, Origin::Store);
    assert_eq!(answered.exchange.answer.text, "to Question a");
    assert_eq!(answered.exchange.answer.model, "served-batch");
    assert_eq!(scene.provider.times("POST /v1/chat/completions"), 0);
}

#[tokio::test]
async fn a_line_holds_the_request_exactly_as_it_would_be_sent_live() {
    let scene = Scene::new();
    scene.submit(&["a"]).await;
    let line = scene.provider.state().requests(0).remove(0);
    assert_eq!(line["custom_id"], json!(request("a").key()));
    assert_eq!(
        (&line["method"], &line["url"]),
        (&json!("POST"), &json!("/v1/chat/completions"))
    );
    scene.subject.client.ask(&request("a")).await.unwrap();
    let live = scene.provider.server.sent().pop().unwrap();
    assert_eq!(line["body"], live.body);
    assert_eq!(line["body"]["response_format"]["type"], "json_schema");
}

#[tokio::test]
async fn what_is_kept_or_out_is_not_submitted_again() {
    let scene = Scene::new();
    scene.submit(&["a", "b"]).await;
    let again = scene.submit(&["a", "b", "c"]).await;
    assert_eq!((again.requests, again.pending, again.kept), (1, 2, 0));
    assert!(scene.batches().out().unwrap().contains(&request("c").key()));
    scene.answer_all(0);
    scene.answer_all(1);
    assert_eq!(scene.collect().await.answered, 3);
    assert!(scene.batches().out().unwrap().is_empty());
    let after = scene.submit(&["a", "b", "c", "d"]).await;
    assert_eq!((after.requests, after.pending, after.kept), (1, 0, 3));
    let asked: usize = (0..3)
        .map(|batch| scene.provider.state().requests(batch).len())
        .sum();
    assert_eq!(asked, 4);
}

#[tokio::test]
async fn collecting_twice_is_harmless_and_replaces_nothing() {
    let scene = Scene::new();
    scene.submit(&["a", "b"]).await;
    scene.answer_all(0);
    // In the meantime a plain run asked for one of them.
    let live = scene.subject.client.ask(&request("a")).await.unwrap();
    scene.store.put(&live.exchange).unwrap();
    let first = scene.collect().await;
    assert_eq!((first.answered, first.already), (1, 1));
    assert_eq!(scene.kept("a").as_deref(), Some("live"));
    let second = scene.collect().await;
    assert_eq!((second.answered, second.finished.len()), (0, 0));
}

#[tokio::test]
async fn parts_stay_within_their_limits() {
    let scene = Scene::new();
    let lines = PartLimits {
        lines: 2,
        bytes: usize::MAX,
    };
    let batches = scene.batches().in_parts_of(lines);
    let submitted = batches
        .submit(requests(&["a", "b", "c", "d", "e"]))
        .await
        .unwrap();
    assert_eq!((submitted.batches.len(), submitted.requests), (3, 5));
    let sizes = |range: std::ops::Range<usize>| -> Vec<usize> {
        range
            .map(|batch| scene.provider.state().requests(batch).len())
            .collect()
    };
    assert_eq!(sizes(0..3), [2, 2, 1]);
    // One line is some 480 bytes long: two fit, and a part is never empty.
    for (bytes, expected) in [(1_200, vec![2, 2, 1]), (1, vec![1, 1, 1, 1, 1])] {
        let before = scene.provider.state().batches.len();
        let limits = PartLimits { lines: 100, bytes };
        let topics: Vec<String> = (0..5).map(|number| format!("{bytes}-{number}")).collect();
        let requests: Vec<Request> = topics.iter().map(|topic| request(topic)).collect();
        scene
            .batches()
            .in_parts_of(limits)
            .submit(requests)
            .await
            .unwrap();
        let after = scene.provider.state().batches.len();
        assert_eq!(sizes(before..after), expected);
    }
}

#[tokio::test]
async fn an_expired_batch_keeps_what_it_has_and_the_rest_can_be_submitted_again() {
    let scene = Scene::new();
    scene.submit(&["a", "b", "c"]).await;
    scene
        .provider
        .state()
        .end(0, "expired", |question| match question {
            "Question a" => Some(Line::Answer("{}".into())),
            "Question b" => Some(Line::Expired),
            _ => None,
        });
    let collected = scene.collect().await;
    assert_eq!(collected.answered, 1);
    let told = reasons(&collected);
    assert_eq!(told[0].0, request("b").key());
    assert!(told[0].1.contains("completion window expired"), "{told:?}");
    assert_eq!(
        told[1],
        (
            request("c").key(),
            "the batch ended as expired before it was answered"
        )
    );
    let again = scene.submit(&["a", "b", "c"]).await;
    assert_eq!((again.requests, again.kept), (2, 1));
}

#[tokio::test]
async fn a_cancelled_batch_and_one_refused_as_a_whole_are_told_with_their_reason() {
    let scene = Scene::new();
    scene.submit(&["a"]).await;
    scene.submit(&["b"]).await;
    let half = |question: &str| (question == "none").then(|| Line::Answer(String::new()));
    scene.provider.state().end(0, "cancelled", half);
    scene.provider.state().end(1, "failed", |_| None);
    scene.provider.state().batches[1]["errors"] =
        json!({"data": [{"code": "token_limit_exceeded", "message": "Enqueued token limit reached"}]});
    let collected = scene.collect().await;
    assert_eq!(
        reasons(&collected),
        [
            (
                request("a").key(),
                "the batch ended as cancelled before it was answered"
            ),
            (
                request("b").key(),
                "the batch ended as failed: Enqueued token limit reached"
            ),
        ]
    );
    assert_eq!(collected.finished.len(), 2);
}

#[tokio::test]
async fn an_error_in_a_line_is_told_and_the_other_lines_are_kept() {
    let scene = Scene::new();
    scene.submit(&["a", "b", "c"]).await;
    let error = json!({"error": {"message": "This model's maximum context length is 8192 tokens", "code": "context_length_exceeded"}});
    scene
        .provider
        .state()
        .end(0, "completed", |question| match question {
            "Question b" => Some(Line::Error(400, error.clone())),
            _ => Some(Line::Answer("{}".into())),
        });
    let collected = scene.collect().await;
    assert_eq!(collected.answered, 2);
    assert_eq!(
        reasons(&collected),
        [(
            request("b").key(),
            "400: This model's maximum context length is 8192 tokens"
        )]
    );
    assert_eq!(collected.failed[0].purpose, "test");
}

#[tokio::test]
async fn a_form_that_is_refused_in_the_lines_is_put_differently_the_next_time() {
    let scene = Scene::new();
    scene.submit(&["a"]).await;
    let error = json!({"error": {"message": "response_format is not supported"}});
    let refused = |_: &str| Some(Line::Error(400, error.clone()));
    scene.provider.state().end(0, "completed", refused);
    assert_eq!(scene.collect().await.failed.len(), 1);
    scene.submit(&["a"]).await;
    let line = scene.provider.state().requests(1).remove(0);
    assert_eq!(line["body"]["response_format"]["type"], "json_object");
    scene
        .provider
        .state()
        .end(1, "completed", |_| Some(Line::Answer("{}".into())));
    scene.collect().await;
    let kept = scene.store.get(&request("a").key(), "asked").unwrap().unwrap();
    assert_eq!(kept.answer.conveyed, Conveyed::JsonObject);
}

#[tokio::test]
async fn a_file_that_is_cut_is_downloaded_again_and_then_its_whole_lines_are_kept() {
    let scene = Scene::new();
    scene.submit(&["a", "b"]).await;
    scene.answer_all(0);
    let line = "GET /v1/files/file-output_file_id-0/content";
    let whole = scene.provider.state().files["file-output_file_id-0"].clone();
    let cut = Reply::new("200 OK", "", &whole[..whole.len() - 30]);
    scene.provider.state().instead.push((line, false, cut));
    assert_eq!(scene.collect().await.answered, 2);

    scene.submit(&["c", "d"]).await;
    let ids: Vec<Value> = scene
        .provider
        .state()
        .requests(1)
        .iter()
        .map(|line| line["custom_id"].clone())
        .collect();
    let broken = answer(&ids[1], "{}");
    let text = format!("{}\n{}", answer(&ids[0], "{}"), &broken[..broken.len() - 30]);
    scene.provider.state().finish(1, "completed", text, String::new());
    let collected = scene.collect().await;
    assert_eq!((collected.answered, collected.unreadable), (1, 1));
    assert_eq!(
        reasons(&collected),
        [(
            request("d").key(),
            "the batch is completed and holds no line for it"
        )]
    );
    assert_eq!(scene.submit(&["c", "d"]).await.requests, 1);
}

#[tokio::test]
async fn lines_of_others_and_second_lines_are_counted_and_not_believed() {
    let scene = Scene::new();
    scene.submit(&["a"]).await;
    let id = json!(request("a").key());
    let text = answer(&id, "first") + &answer(&id, "second") + &answer(&json!("other"), "{}") + "not JSON\n";
    scene.provider.state().finish(0, "completed", text, String::new());
    let collected = scene.collect().await;
    assert_eq!((collected.answered, collected.unreadable), (1, 3));
    assert_eq!(scene.kept("a").as_deref(), Some("first"));
}

#[tokio::test]
async fn an_answer_that_is_not_whole_is_kept_and_told() {
    let scene = Scene::new();
    scene.submit(&["a"]).await;
    let cut = answer(&json!(request("a").key()), "{\"flags\":").replace("\"stop\"", "\"length\"");
    scene.provider.state().finish(0, "completed", cut, String::new());
    let collected = scene.collect().await;
    assert_eq!(
        reasons(&collected),
        [(
            request("a").key(),
            "the answer was cut off at the limit on its length"
        )]
    );
    assert_eq!(
        (collected.answered, scene.kept("a").as_deref()),
        (0, Some("{\"flags\":"))
    );
    assert_eq!(scene.submit(&["a"]).await.requests, 1);
}

#[tokio::test]
async fn a_batch_whose_start_was_not_heard_is_found_and_not_started_twice() {
    let lost = || Reply::ok().cut(20, Duration::ZERO);
    let broken = || Reply::error("500 Internal Server Error", "oops");
    for reply in [lost(), broken(), Reply::hang_up()] {
        let scene = Scene::new();
        let start = "POST /v1/batches";
        scene.provider.state().instead.push((start, true, reply));
        let submitted = scene.submit(&["a"]).await;
        assert_eq!(
            (submitted.batches, submitted.requests),
            (vec!["batch_0".to_owned()], 1)
        );
        assert_eq!(
            (scene.provider.times(start), scene.provider.state().batches.len()),
            (1, 1)
        );
        scene.answer_all(0);
        assert_eq!(scene.collect().await.answered, 1);
    }
}

#[tokio::test]
async fn a_run_that_stopped_midway_is_brought_to_its_end_by_the_next() {
    // Stopped before the upload, before the start, and after a start that was not entered into the journal.
    let broken = |times: usize| (0..times).map(|_| Reply::error("503 Service Unavailable", "down"));
    for (line, carried_out) in [
        ("POST /v1/files", false),
        ("POST /v1/batches", false),
        ("POST /v1/batches", true),
    ] {
        let scene = Scene::new();
        for reply in broken(3) {
            scene.provider.state().instead.push((line, carried_out, reply));
            if carried_out {
                break;
            }
        }
        // Nor can it be looked up just then.
        for reply in broken(3) {
            scene
                .provider
                .state()
                .instead
                .push(("GET /v1/batches", false, reply));
        }
        let error = scene.batches().submit(requests(&["a", "b"])).await.unwrap_err();
        assert!(matches!(error, AskError::Status { status: 503, .. }), "{error}");
        scene.provider.state().instead.clear();
        let submitted = scene.submit(&["b", "c"]).await;
        assert_eq!(
            (submitted.batches.len(), submitted.pending, submitted.requests),
            (2, 1, 3),
            "{line}"
        );
        let batches = scene.provider.state().batches.len();
        assert_eq!(batches, 2, "{line}");
        scene.answer_all(0);
        scene.answer_all(1);
        assert_eq!(scene.collect().await.answered, 3);
    }
}

#[tokio::test]
async fn a_part_that_is_refused_for_good_can_be_submitted_again() {
    let scene = Scene::new();
    let refused = Reply::error("400 Bad Request", "billing hard limit has been reached");
    scene
        .provider
        .state()
        .instead
        .push(("POST /v1/batches", false, refused));
    let error = scene.batches().submit(requests(&["a"])).await.unwrap_err();
    assert!(error.to_string().contains("billing hard limit"), "{error}");
    assert_eq!(scene.submit(&["a"]).await.requests, 1);
    assert_eq!(scene.provider.state().batches.len(), 1);
}

#[tokio::test]
async fn trouble_with_one_batch_does_not_stop_the_others_and_is_tried_again() {
    let scene = Scene::new();
    scene.submit(&["a"]).await;
    scene.submit(&["b"]).await;
    scene.answer_all(0);
    scene.answer_all(1);
    let hidden = scene.provider.state().batches.remove(0);
    let collected = scene.batches().collect().await.unwrap();
    assert_eq!((collected.answered, collected.troubles.len()), (1, 1));
    assert_eq!(collected.troubles[0].0, "batch_0");
    assert!(collected.troubles[0].1.to_string().contains("404"));
    scene.provider.state().batches.insert(0, hidden);
    assert_eq!(scene.collect().await.answered, 1);
}

#[tokio::test]
async fn an_output_that_is_gone_is_told_and_a_batch_can_be_forgotten() {
    let scene = Scene::new();
    scene.submit(&["a"]).await;
    scene.answer_all(0);
    scene.provider.state().files.remove("file-output_file_id-0");
    let collected = scene.collect().await;
    assert_eq!(
        reasons(&collected)[0].1,
        "the provider does not have the answers any more"
    );
    scene.submit(&["a"]).await;
    assert!(scene.batches().forget("batch_1").unwrap());
    assert!(!scene.batches().forget("batch_1").unwrap());
    assert_eq!(scene.submit(&["a"]).await.requests, 1);
}

#[tokio::test]
async fn answers_that_cannot_be_kept_stay_with_the_provider_until_they_can() {
    let scene = Scene::new();
    scene.submit(&["a"]).await;
    scene.answer_all(0);
    let place = scene.folder.path().join("store");
    fs::write(&place, "no folder").unwrap();
    let collected = scene.batches().collect().await.unwrap();
    assert!(matches!(
        collected.troubles[0].1,
        AskError::BadExchange { .. } | AskError::Store { .. }
    ));
    fs::remove_file(place).unwrap();
    assert_eq!(scene.collect().await.answered, 1);
}

#[tokio::test]
async fn the_documents_may_have_changed_since_and_nothing_secret_is_left_behind() {
    let scene = Scene::new();
    scene.submit(&["a"]).await;
    let state = scene.journal();
    for name in files(&state) {
        let text = fs::read_to_string(state.join(&name)).unwrap();
        for word in [KEY, &scene.provider.server.host(), "127.0.0.1"] {
            assert!(!text.contains(word), "{name}: {word}");
        }
    }
    assert_eq!(files(&state).len(), 3);
    scene.answer_all(0);
    // Nothing but the journal and what lies beside it is needed to collect.
    assert_eq!(scene.collect().await.answered, 1);
    assert_eq!(files(&state), ["batches.jsonl", "batches.lock"]);
}

#[tokio::test]
async fn batches_of_another_endpoint_or_model_are_left_alone() {
    let scene = Scene::new();
    scene.submit(&["a"]).await;
    scene.answer_all(0);
    let other = client(Endpoint {
        model: "other".into(),
        ..endpoint(&scene.provider.server)
    });
    let batches = Batches::new(&other.client, &scene.store, scene.journal());
    assert!(batches.status().await.unwrap().is_empty());
    assert_eq!(batches.collect().await.unwrap().finished.len(), 0);
    assert_eq!(batches.submit(requests(&["a"])).await.unwrap().requests, 1);
    assert_eq!(scene.collect().await.answered, 1);
}

#[tokio::test]
async fn a_journal_that_broke_off_loses_one_step_and_one_of_another_version_is_not_guessed_at() {
    let scene = Scene::new();
    scene.submit(&["a"]).await;
    let path = scene.batches().journal();
    let text = fs::read_to_string(&path).unwrap();
    // The step that broke off is the start: the batch is found again.
    fs::write(&path, &text[..text.len() - 10]).unwrap();
    let again = scene.submit(&["a", "b"]).await;
    assert_eq!((again.pending, scene.provider.state().batches.len()), (1, 2));
    scene.answer_all(0);
    scene.answer_all(1);
    assert_eq!(scene.collect().await.answered, 2);
    fs::write(&path, text.replace("\"version\":1", "\"version\":2")).unwrap();
    let error = scene.batches().submit(requests(&["c"])).await.unwrap_err();
    assert!(matches!(error, AskError::Journal { .. }), "{error}");
    assert!(
        error.to_string().contains("line 1: it is of version 2"),
        "{error}"
    );
}

#[tokio::test]
async fn two_runs_at_once_do_not_submit_the_same() {
    let scene = Scene::new();
    let slow = Reply::json("200 OK", json!({"id": "file-9"})).after(Duration::from_millis(300));
    scene
        .provider
        .state()
        .instead
        .push(("POST /v1/files", false, slow));
    let (first, second) = (scene.batches(), scene.batches());
    let (first, second) = tokio::join!(first.submit(requests(&["a"])), second.submit(requests(&["a"])));
    assert!(first.is_ok());
    assert!(
        second
            .unwrap_err()
            .to_string()
            .contains("another run is submitting")
    );
}
