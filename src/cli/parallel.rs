//! Work that needs no network, spread over the machine's cores.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Does the work for each item, on as many threads as there are cores, and returns what came of it in the items' order.
pub fn each<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    if cores.min(items.len()) <= 1 {
        return items.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        while let Some((index, item)) = claim(&next, items) {
            done.push((index, work(item)));
        }
        done
    };
    let mut all: Vec<(usize, R)> = thread::scope(|scope| {
        let threads: Vec<_> = (0..cores.min(items.len())).map(|_| scope.spawn(take)).collect();
        let joined = threads.into_iter().map(thread::ScopedJoinHandle::join);
        joined
            .flat_map(|done| done.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    all.sort_by_key(|(index, _)| *index);
    all.into_iter().map(|(_, done)| done).collect()
}

fn claim<'a, T>(next: &AtomicUsize, items: &'a [T]) -> Option<(usize, &'a T)> {
    let index = next.fetch_add(1, Ordering::Relaxed);
    Some((index, items.get(index)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_done_at_once_comes_back_in_order() {
        let items: Vec<usize> = (0..1_000).collect();
        let doubled = each(&items, |item| {
            if item % 7 == 0 {
                thread::yield_now();
            }
            item * 2
        });
        assert!(
            doubled
                .iter()
                .enumerate()
                .all(|(index, double)| index * 2 == *double)
        );
        assert!(each(&[] as &[usize], |item| *item).is_empty());
    }
}
