//! What happens to every update, whichever way it came: it is claimed, answered, and done, so that it is answered once.

use std::future::Future;
use std::ops::ControlFlow;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use teloxide::types::Update;
use tokio::sync::watch;
use tokio::time::{Instant, sleep};

use super::desk::Desk;
use super::handlers::TooMuch;
use super::metrics::Metrics;
use super::queue::{Ended, Handle, Job, Key};
use super::schema;
use crate::store::{Claim, Store};

/// How long to wait for another process that is at work on the same update or chat, before Telegram is told to wait.
const OTHERS: Duration = Duration::from_secs(10);
/// How often to look whether it is done.
const LOOK: (Duration, Duration) = (Duration::from_millis(20), Duration::from_millis(500));

/// How updates are claimed.
#[derive(Clone)]
pub(super) struct Claims {
    /// Where.
    pub(super) store: Arc<Store>,
    /// For which bot.
    pub(super) bot: i64,
    /// Whether Telegram waits for each, so that what cannot be claimed now can be put off. It also means that other
    /// processes get updates of the same chats.
    pub(super) can_put_off: bool,
}

/// What comes of a claim.
enum Claimed {
    /// Answer it.
    Ours,
    /// There is nothing to do.
    Done,
    /// Not now.
    NotNow,
}

impl Claims {
    async fn claim(&self, number: u32, key: Key) -> Claimed {
        let chat = match key {
            Key::Chat(chat) if self.can_put_off => Some(chat),
            Key::Chat(_) | Key::Inline(_) => None,
        };
        let began = Instant::now();
        let mut pause = LOOK.0;
        loop {
            match self.store.claim(self.bot, number, chat).await {
                Ok(Claim::Ours) => return Claimed::Ours,
                Ok(Claim::Done) => return Claimed::Done,
                Ok(Claim::Theirs) if self.can_put_off && began.elapsed() > OTHERS => return Claimed::NotNow,
                Ok(Claim::Theirs) => sleep(pause).await,
                // Without a store nobody else can be asked. A poller is alone; of several processes none may guess.
                Err(_) if self.can_put_off => return Claimed::NotNow,
                Err(_) => return Claimed::Ours,
            }
            pause = (2 * pause).min(LOOK.1);
        }
    }

    /// Gives updates back that will not be answered here.
    pub(super) async fn release(&self, numbers: impl Iterator<Item = u32>) {
        let mut changes = crate::store::Changes::default();
        numbers.for_each(|number| self.store.release(&mut changes, self.bot, number));
        // What is not given back becomes free by itself.
        let _ = self.store.commit(changes).await;
    }
}

/// Answers an update by the handler tree, once there is a desk.
pub(super) fn handle(
    desk: watch::Receiver<Option<Arc<Desk>>>,
    claims: Claims,
    metrics: Arc<Metrics>,
) -> Handle<Update> {
    let tree = Arc::new(schema::schema());
    Arc::new(move |job: Job<Update>| {
        let (tree, mut desk, claims, metrics) = (Arc::clone(&tree), desk.clone(), claims.clone(), Arc::clone(&metrics));
        let answered = async move {
            let Some(desk) = desk.wait_for(Option::is_some).await.ok().and_then(|desk| desk.clone()) else {
                return Ended::NotNow;
            };
            let since = job.since;
            match claims.claim(job.id, job.key).await {
                Claimed::Ours => {}
                Claimed::Done => {
                    metrics.ended("repeated", since.elapsed());
                    return Ended::Answered;
                }
                Claimed::NotNow => {
                    metrics.ended("put_off", since.elapsed());
                    return Ended::NotNow;
                }
            }
            let desk = Arc::new(desk.for_update(claims.bot, job.id));
            let dependencies = schema::dependencies(Arc::clone(&desk), job.update, TooMuch(job.is_too_much));
            // A panic costs the message it happened at, and nothing else.
            let outcome = match AssertUnwindSafe(tree.dispatch(dependencies)).catch_unwind().await {
                Err(_) => {
                    tracing::error!(update = job.id, "a handler panicked; this message goes unanswered");
                    "panicked"
                }
                Ok(ControlFlow::Break(Err(lost))) if lost.is_goodbye() => {
                    tracing::info!(update = job.id, "{lost}");
                    "lost"
                }
                Ok(ControlFlow::Break(Err(lost))) => {
                    tracing::warn!(update = job.id, "{lost}");
                    "lost"
                }
                Ok(ControlFlow::Break(Ok(())) | ControlFlow::Continue(_)) => "answered",
            };
            // What was said and that it was said go in together. If that fails it may be said again after a crash.
            let mut changes = desk.memory.take();
            claims.store.finish(&mut changes, claims.bot, job.id);
            let _ = claims.store.commit(changes).await;
            metrics.ended(outcome, since.elapsed());
            Ended::Answered
        };
        Box::pin(answered) as Pin<Box<dyn Future<Output = Ended> + Send>>
    })
}
