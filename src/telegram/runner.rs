//! The poll loop: takes updates from Telegram, hands them to their chats' queues, and confirms what is finished.
//!
//! What is promised: an update is confirmed only when it has been answered, so whatever a crash interrupts comes again.
//! Telegram shows at most a hundred unconfirmed updates at a time, so one chat that has to wait would keep all others
//! waiting once a hundred have gathered behind it. Only then, its update is confirmed early, and the store keeps it.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::Deserialize;
use serde_json::value::RawValue;
use teloxide::payloads::{GetUpdates, GetUpdatesSetters};
use teloxide::types::{AllowedUpdate, Update, UpdateKind};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use super::api::{Api, Fault};
use super::backoff::Backoff;
use super::intake::Claims;
use super::memory::number;
use super::metrics::Metrics;
use super::queue::{Ended, Handle, Key, Queues};
use super::standby::Turn;
use super::window::Window;

/// Telegram gives at most as many updates at a time.
const BATCH: u8 = 100;
/// The kinds of updates the handlers know.
pub(super) const ALLOWED: [AllowedUpdate; 4] =
    [AllowedUpdate::Message, AllowedUpdate::EditedMessage, AllowedUpdate::CallbackQuery, AllowedUpdate::InlineQuery];
/// How long an update that keeps others from being seen is waited for, before it is held in memory.
const HOLD_AFTER: Duration = Duration::from_secs(3);
/// How many updates may be held: those a crash would lose while there is no store.
const MOST_HELD: usize = 1000;
/// How long to look at nothing new before looking again, while something is unfinished: from, to.
const LOOK_AGAIN: (Duration, Duration) = (Duration::from_millis(5), Duration::from_millis(250));
/// How often to look for recorded updates that nobody is at work on.
const SWEEP: Duration = Duration::from_secs(5);
/// A long poll that comes back empty faster than this was not held open, and must not make the loop spin.
const TOO_FAST: Duration = Duration::from_millis(50);

/// How much the runner takes on, and how long it waits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// How long Telegram may hold a poll open.
    pub(super) poll: Duration,
    /// How many updates of a chat may wait.
    pub(super) queue: usize,
    /// How many chats may be at work.
    pub(super) chats: usize,
    /// How long finishing may take.
    pub(super) drain: Duration,
}

/// The token is not a bot's.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct WrongToken;

/// Whether a chat has to wait for Telegram before it can be answered.
pub(super) type Waits = Arc<dyn Fn(Key) -> bool + Send + Sync>;

/// The loop's state.
pub(super) struct Runner {
    api: Arc<Api>,
    bounds: Bounds,
    window: Window,
    queues: Queues<Update>,
    finished: UnboundedReceiver<(u32, Ended)>,
    waits: Waits,
    claims: Claims,
    metrics: Arc<Metrics>,
    /// What is unfinished.
    started: HashMap<u32, Started>,
    /// When recorded updates were last looked for; `None` before the claims of the dead were freed.
    swept: Option<Instant>,
}

/// An update at work.
struct Started {
    key: Key,
    since: Instant,
    owner: Option<i64>,
    body: Box<str>,
}

/// Why polling ended.
enum Over {
    /// The bot is to stop.
    Stopped,
    /// Another process polls.
    Passed,
}

/// What a poll brought.
#[derive(Clone, Copy, Default)]
struct Polled {
    all: usize,
    new: usize,
}

impl Runner {
    pub(super) fn new(
        api: Arc<Api>,
        bounds: Bounds,
        handle: Handle<Update>,
        waits: Waits,
        claims: Claims,
        metrics: Arc<Metrics>,
    ) -> Self {
        let (done, finished) = unbounded_channel();
        let queues = Queues::new(handle, done, bounds.queue);
        let (window, started, swept) = (Window::default(), HashMap::new(), None);
        Runner { api, bounds, window, queues, finished, waits, claims, metrics, started, swept }
    }

    /// Serves whenever it is this process's turn, until `stop` turns true; then finishes what there is, as far as time
    /// allows, and confirms it.
    pub(super) async fn run(mut self, mut turn: Turn, mut stop: watch::Receiver<bool>) -> Result<(), WrongToken> {
        while !*stop.borrow_and_update() {
            tokio::select! {
                biased;
                _ = stop.changed() => break,
                () = turn.comes() => {}
            }
            self.swept = None;
            if let Over::Stopped = self.serve(&mut stop, &mut turn).await? {
                break;
            }
            self.drain(stop.clone(), false).await;
            self.window = Window::default();
        }
        self.drain(stop, true).await;
        Ok(())
    }

    async fn serve(&mut self, stop: &mut watch::Receiver<bool>, turn: &mut Turn) -> Result<Over, WrongToken> {
        let contested = turn.contested();
        let passes = turn.passes();
        tokio::pin!(passes);
        let mut backoff = Backoff::new();
        let mut pause = LOOK_AGAIN.0;
        while !*stop.borrow_and_update() {
            if futures::poll!(&mut passes).is_ready() {
                return Ok(Over::Passed);
            }
            self.note_finished();
            self.sweep().await;
            if self.queues.len() >= self.bounds.chats {
                // Telegram keeps what there is no room for.
                self.finish_some(self.window.unfinished(), LOOK_AGAIN.1, stop).await;
                continue;
            }
            let is_idle = self.window.lowest().is_none();
            let began = Instant::now();
            let polled = tokio::select! {
                biased;
                _ = stop.changed() => break,
                () = &mut passes => return Ok(Over::Passed),
                polled = self.poll(if is_idle { self.bounds.poll } else { Duration::ZERO }) => polled,
            };
            match polled {
                Ok(updates) => {
                    backoff.reset();
                    let polled = self.take(&updates);
                    if polled.new > 0 {
                        pause = LOOK_AGAIN.0;
                    }
                    if self.window.lowest().is_some() {
                        self.hold_if_full(polled).await;
                        let half = self.window.open().count() / 2;
                        self.finish_some(half, pause, stop).await;
                        pause = (pause * 2).min(LOOK_AGAIN.1);
                    } else if polled.all == 0 && is_idle && began.elapsed() < TOO_FAST {
                        self.rest(TOO_FAST, stop).await;
                    }
                }
                Err(Fault::Refused { code: 401 | 404, .. }) => return Err(WrongToken),
                Err(fault) => {
                    let pause = match fault {
                        Fault::Wait(pause) => pause,
                        _ => backoff.pause(),
                    };
                    if let Fault::Refused { code: 409, .. } = fault {
                        contested.notify_one();
                    }
                    complain(&fault, pause);
                    self.rest(pause, stop).await;
                }
            }
        }
        Ok(Over::Stopped)
    }

    /// Takes on recorded updates that nobody is at work on. Whoever polls is the only one, so the first time that is all.
    async fn sweep(&mut self) {
        if self.swept.is_some_and(|at| at.elapsed() < SWEEP) || !self.claims.store.is_up() {
            return;
        }
        if self.swept.is_none() && self.claims.store.succeed(self.claims.bot).await.is_err() {
            return;
        }
        self.swept = Some(Instant::now());
        for recorded in self.claims.store.take_over(self.claims.bot).await.unwrap_or_default() {
            if self.window.recover(recorded.number) {
                self.start(recorded.number, recorded.body.into());
            }
        }
    }

    /// Hands an update to its chat's queue.
    fn start(&mut self, id: u32, body: Box<str>) {
        let known = serde_json::from_str::<Update>(&body).ok().and_then(|update| Some((key(&update)?, update)));
        match known {
            Some((key, update)) => {
                self.started.insert(id, Started { key, since: Instant::now(), owner: owner(&update), body });
                self.queues.push(key, id, update);
            }
            None => {
                tracing::debug!(update = id, "nothing for us");
                self.window.finish(id);
            }
        }
        self.metrics.waiting.set(self.window.unfinished() as i64);
    }

    async fn poll(&self, hold: Duration) -> Result<Vec<Box<RawValue>>, Fault> {
        let mut payload = GetUpdates::new()
            .limit(BATCH)
            .timeout(u32::try_from(hold.as_secs()).unwrap_or(0))
            // With every poll: after one that failed, Telegram would otherwise go on with an older list.
            .allowed_updates(ALLOWED);
        payload.offset = self.window.offset().and_then(|offset| i32::try_from(offset).ok());
        self.api.poll(&payload, hold).await
    }

    /// Hands the new ones among some updates to their queues, in order of their numbers.
    fn take(&mut self, updates: &[Box<RawValue>]) -> Polled {
        let mut numbered: Vec<(u32, &RawValue)> = Vec::with_capacity(updates.len());
        for raw in updates {
            match serde_json::from_str::<Numbered>(raw.get()) {
                Ok(Numbered { update_id }) => numbered.push((update_id, raw)),
                Err(_) => tracing::warn!("an update without a number cannot be confirmed and is passed over"),
            }
        }
        numbered.sort_by_key(|&(id, _)| id);
        let mut new = 0;
        for (id, raw) in numbered {
            if !self.window.accept(id) {
                continue;
            }
            new += 1;
            self.start(id, raw.get().into());
        }
        Polled { all: updates.len(), new }
    }

    /// Holds what keeps Telegram from showing more, if there may be more. The store keeps it, so that a crash loses nothing;
    /// without a store it is held nevertheless, since others are waiting.
    async fn hold_if_full(&mut self, polled: Polled) {
        if polled.all < usize::from(BATCH) || polled.new > 0 {
            return;
        }
        let stuck: Vec<u32> = self
            .window
            .open()
            .take_while(|id| {
                let started = self.started.get(id);
                started.is_some_and(|started| started.since.elapsed() > HOLD_AFTER || (self.waits)(started.key))
            })
            .collect();
        for id in stuck {
            if self.window.held() >= MOST_HELD {
                return;
            }
            if let Some(started) = self.started.get(&id) {
                let _ = self.claims.store.record(self.claims.bot, id, started.owner, &started.body).await;
            }
            self.window.hold(id);
        }
    }

    fn note(&mut self, (id, ended): (u32, Ended)) {
        match ended {
            Ended::Answered => self.window.finish(id),
            Ended::NotNow => self.window.give_up(id),
        }
        self.started.remove(&id);
        self.metrics.waiting.set(self.window.unfinished() as i64);
    }

    fn note_finished(&mut self) {
        while let Ok(done) = self.finished.try_recv() {
            self.note(done);
        }
    }

    /// Waits until at most `few` updates are open, or for `longest`, or for the signal to stop.
    async fn finish_some(&mut self, few: usize, longest: Duration, stop: &mut watch::Receiver<bool>) {
        let mut open = self.window.open().count();
        let until = sleep(longest);
        tokio::pin!(until);
        loop {
            tokio::select! {
                biased;
                _ = stop.changed() => { stop.mark_changed(); return }
                done = self.finished.recv() => {
                    if let Some(done) = done {
                        self.note(done);
                        open = open.saturating_sub(1);
                        if open <= few { return }
                    }
                }
                () = &mut until => return,
            }
        }
    }

    async fn rest(&mut self, pause: Duration, stop: &mut watch::Receiver<bool>) {
        tokio::select! {
            biased;
            _ = stop.changed() => stop.mark_changed(),
            () = sleep(pause) => {}
        }
    }

    /// Finishes what there is until the time is up or a second signal comes, then confirms what is finished, unless
    /// another process polls by now, and gives back what is not.
    async fn drain(&mut self, mut stop: watch::Receiver<bool>, confirms: bool) {
        self.note_finished();
        tracing::info!(unfinished = self.window.unfinished(), "stopping");
        stop.mark_unchanged();
        let longest = self.bounds.drain;
        let all = async {
            while self.window.unfinished() > 0 {
                match self.finished.recv().await {
                    Some(done) => self.note(done),
                    None => break,
                }
            }
        };
        tokio::select! {
            _ = timeout(longest, all) => {}
            _ = stop.changed() => {}
        }
        // Whoever is still at work must not answer what is not confirmed, for it will be answered after a restart.
        self.queues.abort().await;
        self.note_finished();
        self.claims.release(self.window.all()).await;
        if let Some(offset) = self.window.offset().filter(|_| confirms).and_then(|offset| i32::try_from(offset).ok()) {
            let confirm = GetUpdates::new().offset(offset).limit(1).timeout(0).allowed_updates(ALLOWED);
            let confirmed = timeout(Duration::from_secs(5), self.api.poll(&confirm, Duration::ZERO)).await;
            if !matches!(confirmed, Ok(Ok(_))) {
                tracing::warn!("what was answered last could not be confirmed, and may be answered again");
            }
        }
        match self.window.unfinished() {
            0 => tracing::info!("stopped"),
            left => tracing::warn!(left, held = self.window.held(), "stopped before everything was answered"),
        }
    }
}

/// The one field that every update must have.
#[derive(Deserialize)]
struct Numbered {
    update_id: u32,
}

/// Whose queue an update belongs to; `None` for one that is nobody's.
pub(super) fn key(update: &Update) -> Option<Key> {
    match &update.kind {
        UpdateKind::Message(message) | UpdateKind::EditedMessage(message) => Some(Key::Chat(message.chat.id.0)),
        UpdateKind::CallbackQuery(query) => Some(match &query.message {
            Some(message) => Key::Chat(message.chat().id.0),
            None => Key::Inline(query.from.id.0),
        }),
        UpdateKind::InlineQuery(query) => Some(Key::Inline(query.from.id.0)),
        _ => None,
    }
}

/// Whom an update belongs to: the user who wrote it, or else its chat.
pub(super) fn owner(update: &Update) -> Option<i64> {
    update.from().map(|user| number(user.id)).or_else(|| update.chat().map(|chat| chat.id.0))
}

fn complain(fault: &Fault, pause: Duration) {
    let seconds = pause.as_secs_f32();
    match fault {
        Fault::Refused { code: 409, description } => {
            tracing::error!(seconds, "another process or a webhook takes this bot's updates: {description}");
        }
        fault => tracing::warn!(seconds, "no updates: {fault}; trying again"),
    }
}
