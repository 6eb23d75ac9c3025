//! The fake as a sender of updates: each chat's in order, chats at once, again until there is a 200.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::Value;
use tokio::sync::{Mutex, Semaphore};

use super::{Fake, Shared};

/// How long to wait before an update is sent again.
const AGAIN: (Duration, Duration) = (Duration::from_millis(20), Duration::from_millis(500));

struct Sender {
    client: reqwest::Client,
    shared: Arc<Shared>,
    targets: Vec<String>,
    secret: String,
    next: AtomicUsize,
    places: Semaphore,
    waiting: Mutex<HashMap<i64, VecDeque<(u32, String)>>>,
}

impl Fake {
    /// Sends updates to these addresses in turn, as a proxy would spread them, at most so many at once.
    pub fn deliver(&self, targets: &[String], secret: &str, connections: usize) {
        let sender = Arc::new(Sender {
            client: reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(60)).build().unwrap(),
            shared: Arc::clone(&self.shared),
            targets: targets.to_vec(),
            secret: secret.to_owned(),
            next: AtomicUsize::new(0),
            places: Semaphore::new(connections),
            waiting: Mutex::default(),
        });
        self.runtime.as_ref().unwrap().spawn(sender.serve());
    }
}

impl Sender {
    async fn serve(self: Arc<Self>) {
        let mut seen = 0;
        loop {
            let fresh: Vec<(u32, String)> = {
                let state = self.shared.state();
                state.updates.range(seen..).map(|(&id, body)| (id, body.clone())).collect()
            };
            for (id, body) in fresh {
                seen = id + 1;
                let chat = chat_of(&body);
                let mut waiting = self.waiting.lock().await;
                if let Some(queue) = waiting.get_mut(&chat) {
                    queue.push_back((id, body));
                } else {
                    waiting.insert(chat, VecDeque::new());
                    tokio::spawn(Arc::clone(&self).work(chat, id, body));
                }
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    async fn work(self: Arc<Self>, chat: i64, mut id: u32, mut body: String) {
        loop {
            self.send(id, &body).await;
            let mut waiting = self.waiting.lock().await;
            match waiting.get_mut(&chat).and_then(VecDeque::pop_front) {
                Some(next) => (id, body) = next,
                None => {
                    waiting.remove(&chat);
                    return;
                }
            }
        }
    }

    async fn send(&self, id: u32, body: &str) {
        let mut pause = AGAIN.0;
        loop {
            let place = self.places.acquire().await;
            let target = &self.targets[self.next.fetch_add(1, Ordering::Relaxed) % self.targets.len()];
            let sent = self
                .client
                .post(target)
                .header("X-Telegram-Bot-Api-Secret-Token", &self.secret)
                .header("content-type", "application/json")
                .body(body.to_owned())
                .send()
                .await;
            drop(place);
            let is_taken = sent.is_ok_and(|reply| reply.status() == 200);
            {
                let mut state = self.shared.state();
                if is_taken {
                    state.updates.remove(&id);
                    return;
                }
                state.redelivered += 1;
            }
            tokio::time::sleep(pause).await;
            pause = (2 * pause).min(AGAIN.1);
        }
    }
}

fn chat_of(body: &str) -> i64 {
    let update: Value = serde_json::from_str(body).unwrap();
    let message = [&update["message"], &update["edited_message"], &update["callback_query"]["message"]];
    let chat = message.iter().find_map(|message| message["chat"]["id"].as_i64());
    chat.or_else(|| update["inline_query"]["from"]["id"].as_i64()).unwrap_or_default()
}
