//! The pace in virtual time: every second is exact.

use super::*;
use std::sync::Arc;

const SECOND: Duration = Duration::from_secs(1);

fn pace(jobs: usize, rpm: Option<u32>, tpm: Option<u64>) -> Arc<Pace> {
    let limits = PaceLimits {
        jobs,
        requests_per_minute: rpm,
        tokens_per_minute: tpm,
    };
    let backoff = Backoff {
        min: SECOND,
        max: 5 * SECOND,
    };
    Arc::new(Pace::new(limits, backoff, Duration::from_secs(90)))
}

/// Sends so many attempts at once, each under way for a time; returns the second at which each was let through.
async fn seconds(pace: &Arc<Pace>, attempts: usize, tokens: u64, takes: Duration) -> Vec<u64> {
    let start = Instant::now();
    let tasks: Vec<_> = (0..attempts)
        .map(|_| {
            let pace = Arc::clone(pace);
            tokio::spawn(async move {
                let pass = pace.admit(tokens).await.unwrap();
                let at = start.elapsed().as_secs();
                tokio::time::sleep(takes).await;
                pass.answered(None);
                at
            })
        })
        .collect();
    let mut seconds = Vec::new();
    for task in tasks {
        seconds.push(task.await.unwrap());
    }
    seconds
}

#[tokio::test(start_paused = true)]
async fn so_many_and_no_more_are_under_way_in_the_order_in_which_they_came() {
    let at = seconds(&pace(3, None, None), 8, 0, 10 * SECOND).await;
    assert_eq!(at, [0, 0, 0, 10, 10, 10, 20, 20]);
}

#[tokio::test(start_paused = true)]
async fn no_minute_holds_more_requests_than_the_limit() {
    let at = seconds(&pace(1000, Some(60), None), 181, 0, SECOND).await;
    let count = |second: u64| at.iter().filter(|at| **at == second).count();
    assert_eq!((count(0), count(60), count(120), count(180)), (60, 60, 60, 1));
}

#[tokio::test(start_paused = true)]
async fn no_minute_holds_more_tokens_than_the_limit() {
    let at = seconds(&pace(1000, None, Some(100_000)), 5, 50_000, SECOND).await;
    assert_eq!(at, [0, 0, 60, 60, 120]);
}

#[tokio::test(start_paused = true)]
async fn requests_sent_over_a_minute_make_room_one_by_one() {
    let pace = pace(10, Some(2), None);
    seconds(&pace, 1, 0, SECOND).await;
    tokio::time::sleep(19 * SECOND).await;
    // One was sent 20 seconds ago, one goes now; the next have to wait for each of them to be a minute old.
    assert_eq!(seconds(&pace, 3, 0, SECOND).await, [0, 40, 60]);
}

#[tokio::test(start_paused = true)]
async fn what_was_reserved_and_not_used_is_given_back() {
    let pace = pace(10, None, Some(100_000));
    pace.admit(90_000).await.unwrap().answered(Some(2_000));
    assert_eq!(seconds(&pace, 1, 90_000, SECOND).await, [0]);
    // And what took more than it was thought to is charged for it.
    let pace = self::pace(10, None, Some(100_000));
    pace.admit(1_000).await.unwrap().answered(Some(99_500));
    assert_eq!(seconds(&pace, 1, 1_000, SECOND).await, [60]);
}

#[tokio::test(start_paused = true)]
async fn a_request_larger_than_the_limit_goes_alone() {
    let pace = pace(10, None, Some(1_000));
    assert_eq!(seconds(&pace, 1, 400, SECOND).await, [0]);
    assert_eq!(seconds(&pace, 2, 250_000, SECOND).await, [59, 119]);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_pauses_everybody_for_as_long_as_the_server_asks() {
    let pace = pace(8, None, None);
    pace.admit(0).await.unwrap().refused(Some(30 * SECOND));
    // Four at a time from then on, and one more after each round of answers.
    let at = seconds(&pace, 10, 0, SECOND).await;
    assert_eq!(at, [30, 30, 30, 30, 31, 31, 31, 31, 31, 32]);
}

#[tokio::test(start_paused = true)]
async fn a_pause_that_comes_while_others_wait_holds_for_them_too() {
    let pace = pace(2, None, None);
    let (first, second) = (pace.admit(0).await.unwrap(), pace.admit(0).await.unwrap());
    let start = Instant::now();
    let waiting = tokio::spawn({
        let pace = Arc::clone(&pace);
        async move {
            pace.admit(0).await.unwrap();
            start.elapsed().as_secs()
        }
    });
    tokio::time::sleep(SECOND).await;
    first.refused(Some(10 * SECOND));
    tokio::time::sleep(SECOND).await;
    second.refused(Some(20 * SECOND));
    assert_eq!(waiting.await.unwrap(), 22);
}

#[tokio::test(start_paused = true)]
async fn pauses_that_no_server_named_double_up_to_the_longest_and_end_with_an_answer() {
    let pace = pace(1, None, None);
    let mut at = Vec::new();
    let start = Instant::now();
    for _ in 0..6 {
        pace.admit(0).await.unwrap().refused(None);
        at.push(start.elapsed().as_secs());
        tokio::time::advance(Duration::from_millis(1)).await;
    }
    assert_eq!(at, [0, 1, 3, 7, 12, 17]);
    pace.admit(0).await.unwrap().answered(None);
    pace.admit(0).await.unwrap().refused(None);
    let before = Instant::now();
    pace.admit(0).await.unwrap().answered(None);
    assert_eq!(before.elapsed(), SECOND);
}

#[tokio::test(start_paused = true)]
async fn a_pause_beyond_the_limit_on_waiting_closes_the_door_until_it_is_near() {
    let pace = pace(4, None, None);
    pace.admit(0).await.unwrap().refused(Some(100 * SECOND));
    assert_eq!(pace.admit(0).await.err(), Some(100 * SECOND));
    tokio::time::sleep(20 * SECOND).await;
    let start = Instant::now();
    assert!(pace.admit(0).await.is_ok());
    assert_eq!(start.elapsed(), 80 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn one_that_gives_up_waiting_or_fails_leaves_its_place_to_the_next() {
    let pace = pace(1, None, None);
    let held = pace.admit(0).await.unwrap();
    let given_up = tokio::time::timeout(SECOND, pace.admit(0)).await;
    assert!(given_up.is_err());
    drop(held);
    assert_eq!(seconds(&pace, 1, 0, SECOND).await, [0]);
}
