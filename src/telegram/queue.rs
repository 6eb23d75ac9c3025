//! A queue a chat: within a chat one update after the other, chats beside each other.

use std::collections::{HashMap, VecDeque};
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use futures::FutureExt;
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::JoinSet;

/// What is kept in order: a chat, or one user's inline queries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    /// Messages, edits and buttons of a chat.
    Chat(i64),
    /// Inline queries of a user.
    Inline(u64),
}

/// How an update ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// There is nothing more to do.
    Answered,
    /// It cannot be answered now, and is to come again.
    NotNow,
}

/// One thing to do for an update.
#[derive(Clone, Debug)]
pub(super) struct Job<U> {
    /// The update's number.
    pub(super) id: u32,
    /// Its queue.
    pub(super) key: Key,
    /// When it arrived.
    pub(super) since: Instant,
    /// The update.
    pub(super) update: U,
    /// It came when the queue was full: it is to be told off instead of answered.
    pub(super) is_too_much: bool,
}

/// Answers one update.
pub(super) type Handle<U> = Arc<dyn Fn(Job<U>) -> Pin<Box<dyn Future<Output = Ended> + Send>> + Send + Sync>;

type Waiting<U> = Arc<Mutex<HashMap<Key, VecDeque<Job<U>>>>>;

/// All queues, and the tasks that empty them: there is one for each chat that has something to do, and none else.
pub(super) struct Queues<U> {
    waiting: Waiting<U>,
    tasks: JoinSet<()>,
    handle: Handle<U>,
    done: UnboundedSender<(u32, Ended)>,
    longest: usize,
}

impl<U: Send + 'static> Queues<U> {
    /// Queues of at most `longest` jobs each. The number of each finished update goes to `done`.
    pub(super) fn new(handle: Handle<U>, done: UnboundedSender<(u32, Ended)>, longest: usize) -> Self {
        Queues { waiting: Waiting::default(), tasks: JoinSet::new(), handle, done, longest }
    }

    /// How many chats are at work.
    pub(super) fn len(&self) -> usize {
        lock(&self.waiting).len()
    }

    /// Adds an update to its chat's queue. The first one beyond the queue's end is kept, to say that it is too much;
    /// those after it are dropped, and with that finished.
    pub(super) fn push(&mut self, key: Key, id: u32, update: U) {
        let mut waiting = lock(&self.waiting);
        if let Some(queue) = waiting.get_mut(&key) {
            let is_too_much = queue.len() >= self.longest;
            if queue.len() > self.longest {
                drop(waiting);
                // The receiver lives as long as the runner that calls this.
                let _ = self.done.send((id, Ended::Answered));
                return;
            }
            queue.push_back(Job { id, key, since: Instant::now(), update, is_too_much });
            return;
        }
        waiting.insert(key, VecDeque::new());
        drop(waiting);
        // Finished tasks are let go, lest their handles pile up.
        while self.tasks.try_join_next().is_some() {}
        let job = Job { id, key, since: Instant::now(), update, is_too_much: false };
        self.tasks.spawn(work(key, job, Arc::clone(&self.waiting), Arc::clone(&self.handle), self.done.clone()));
    }

    /// Ends all tasks at once, whatever they are doing.
    pub(super) async fn abort(&mut self) {
        self.tasks.shutdown().await;
    }
}

/// Does all jobs of one chat, in order, until there is none left.
async fn work<U>(key: Key, first: Job<U>, waiting: Waiting<U>, handle: Handle<U>, done: UnboundedSender<(u32, Ended)>) {
    let mut next = Some(first);
    while let Some(job) = next {
        let id = job.id;
        // A panic costs the message it happened at, and nothing else.
        let ended = AssertUnwindSafe(async { handle(job).await }).catch_unwind().await;
        let _ = done.send((id, ended.unwrap_or(Ended::Answered)));
        let mut waiting = lock(&waiting);
        next = waiting.get_mut(&key).and_then(VecDeque::pop_front);
        if next.is_none() {
            waiting.remove(&key);
        }
    }
}

/// Nothing panics while it holds the lock, so a poisoned one is as good as any.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::sync::mpsc::unbounded_channel;

    use super::*;

    fn handle(f: impl Fn(Job<u32>) -> Duration + Send + Sync + 'static) -> Handle<u32> {
        Arc::new(move |job| {
            let pause = f(job);
            Box::pin(async move {
                tokio::time::sleep(pause).await;
                Ended::Answered
            })
        })
    }

    #[tokio::test(start_paused = true)]
    async fn one_chat_does_not_delay_another_and_keeps_its_order() {
        let (done, mut finished) = unbounded_channel();
        let slow = handle(|job| Duration::from_secs(if job.update == 1 { 10 } else { 1 }));
        let mut queues = Queues::new(slow, done, 10);
        queues.push(Key::Chat(1), 1, 1);
        queues.push(Key::Chat(1), 2, 1);
        queues.push(Key::Chat(2), 3, 2);
        assert_eq!(queues.len(), 2);
        let mut order = Vec::new();
        for _ in 0..3 {
            order.push(finished.recv().await.unwrap().0);
        }
        assert_eq!(order, [3, 1, 2]);
        tokio::task::yield_now().await;
        assert_eq!(queues.len(), 0);
    }

    #[tokio::test]
    async fn a_panic_costs_its_own_message_only() {
        let (done, mut finished) = unbounded_channel();
        let panics = handle(|job| if job.update == 1 { panic!("on purpose") } else { Duration::ZERO });
        let mut queues = Queues::new(panics, done, 10);
        for id in 0..3 {
            queues.push(Key::Chat(1), id, id);
        }
        for id in 0..3 {
            assert_eq!(finished.recv().await, Some((id, Ended::Answered)));
        }
    }

    #[tokio::test]
    async fn a_full_queue_says_so_once() {
        let (done, mut finished) = unbounded_channel();
        let told = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&told);
        let notes = handle(move |job| {
            seen.lock().unwrap().push((job.id, job.is_too_much));
            Duration::from_millis(1)
        });
        let mut queues = Queues::new(notes, done, 2);
        for id in 0..6 {
            queues.push(Key::Chat(1), id, id);
        }
        let mut all = Vec::new();
        for _ in 0..6 {
            all.push(finished.recv().await.unwrap().0);
        }
        all.sort_unstable();
        assert_eq!(all, [0, 1, 2, 3, 4, 5]);
        assert_eq!(*told.lock().unwrap(), [(0, false), (1, false), (2, false), (3, true)]);
    }
}
