//! How fast messages go out: Telegram's own limits, kept by waiting before each, so that it need not tell us off.
//!
//! A place in time is reserved for each message, so that waiting messages go in order and none wakes in vain.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep, sleep_until};

use crate::settings::Limits;
use crate::store::{Pace, Reserved, Send, Store};

/// The time in which groups get so many messages.
const MINUTE: Duration = Duration::from_secs(60);
/// Telegram counts at its own end of the line, where messages may arrive a little closer together than they left.
const MARGIN: Duration = Duration::from_millis(30);
/// A chat that waits no longer than this is not said to wait.
const NOTICEABLE: Duration = Duration::from_millis(200);
/// Chats are forgotten when there are so many and they have been quiet.
const MANY: usize = 4096;

/// All limits on what is sent.
#[derive(Debug)]
pub(super) struct Gates {
    overall: Option<Duration>,
    chat: Option<Duration>,
    group_per_minute: usize,
    state: Mutex<State>,
    /// Where the pace is kept for all processes together, if there may be others; and what it is.
    shared: Option<(Arc<Store>, Pace)>,
}

#[derive(Debug, Default)]
struct State {
    next: Option<Instant>,
    chats: HashMap<i64, ChatGate>,
    forget_at: usize,
}

#[derive(Debug, Default)]
struct ChatGate {
    /// When the next message may go, by our own limits.
    next: Option<Instant>,
    /// Until when Telegram closed it.
    closed: Option<Instant>,
    /// When the last messages went, as many as a group may get in a minute.
    sent: VecDeque<Instant>,
}

impl Gates {
    pub(super) fn new(limits: &Limits, store: &Arc<Store>) -> Self {
        let spaced = |rate: u32| (rate > 0).then(|| Duration::from_secs(1) / rate);
        let millis = |rate: u32, of: i64| if rate > 0 { (of + i64::from(rate) - 1) / i64::from(rate) } else { 0 };
        let margin = MARGIN.as_millis() as i64;
        let pace = Pace {
            overall: millis(limits.outbound_per_second, 1000),
            chat: millis(limits.outbound_chat_per_second, 1000 + margin),
            group: millis(limits.outbound_group_per_minute, MINUTE.as_millis() as i64 + margin),
        };
        Gates {
            shared: store.is_shared().then(|| (Arc::clone(store), pace)),
            overall: spaced(limits.outbound_per_second),
            chat: spaced(limits.outbound_chat_per_second).map(|space| space + MARGIN),
            group_per_minute: limits.outbound_group_per_minute as usize,
            state: Mutex::default(),
        }
    }

    /// Waits until a message may go to a chat. What is no message (`is_message` false) passes the chat's gate unless
    /// Telegram closed it. A chat's messages come one after the other, from its queue.
    pub(super) async fn pass(&self, chat: Option<i64>, is_message: bool) {
        if let Some(chat) = chat {
            while let Some(at) = self.opens(chat, is_message) {
                sleep_until(at).await;
            }
        }
        if let Some(at) = self.place_overall() {
            sleep_until(at).await;
        }
        if let Some((store, pace)) = &self.shared {
            // A store that fails leaves each process to its own pace.
            let millis = |left: i64| Duration::from_millis(u64::try_from(left).unwrap_or(0));
            loop {
                match store.reserve(Send { chat, is_message }, *pace).await.unwrap_or(Reserved::In(0)) {
                    Reserved::Closed(left) => sleep(millis(left)).await,
                    Reserved::In(0) => break,
                    Reserved::In(left) => {
                        sleep(millis(left)).await;
                        break;
                    }
                }
            }
        }
        // Only now does it go: what it waited for the others must not bring it closer to the chat's next one.
        if let Some(chat) = chat.filter(|_| is_message) {
            self.count(chat);
        }
    }

    /// When the chat's gate opens; `None` when it is open.
    fn opens(&self, chat: i64, is_message: bool) -> Option<Instant> {
        let now = Instant::now();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let gate = state.chats.get_mut(&chat)?;
        let closed = if is_message { gate.next.max(gate.closed) } else { gate.closed };
        if closed.is_some_and(|until| until > now) {
            return closed;
        }
        if !is_message || gate.sent.len() < self.group_per_minute {
            return None;
        }
        let opens = gate.sent.front().map(|&first| first + MINUTE + MARGIN);
        opens.filter(|&opens| opens > now)
    }

    /// A message goes to a chat.
    fn count(&self, chat: i64) {
        let is_limited_group = chat < 0 && self.group_per_minute > 0;
        if self.chat.is_none() && !is_limited_group {
            return;
        }
        let now = Instant::now();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.forget_quiet(now);
        let gate = state.chats.entry(chat).or_default();
        gate.next = self.chat.map(|space| now + space);
        if is_limited_group {
            gate.sent.push_back(now);
            while gate.sent.len() > self.group_per_minute {
                gate.sent.pop_front();
            }
        }
    }

    fn place_overall(&self) -> Option<Instant> {
        let space = self.overall?;
        let now = Instant::now();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let place = state.next.map_or(now, |next| next.max(now));
        state.next = Some(place + space);
        (place > now).then_some(place)
    }

    /// Closes a chat's gate for a while, because Telegram asks for it or a request failed.
    pub(super) async fn close(&self, chat: i64, pause: Duration) {
        self.close_here(chat, pause);
        if let Some((store, _)) = &self.shared {
            let _ = store.freeze(chat, i64::try_from(pause.as_millis()).unwrap_or(0)).await;
        }
    }

    fn close_here(&self, chat: i64, pause: Duration) {
        let now = Instant::now();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.forget_quiet(now);
        let gate = state.chats.entry(chat).or_default();
        gate.closed = gate.closed.max(Some(now + pause));
    }

    /// Whether a chat has to wait for a while.
    pub(super) fn waits(&self, chat: i64) -> bool {
        let opens = self.opens(chat, true);
        opens.is_some_and(|opens| opens > Instant::now() + NOTICEABLE)
    }
}

impl State {
    /// Forgets the chats that no limit still has to know of, once there are many.
    fn forget_quiet(&mut self, now: Instant) {
        if self.chats.len() < self.forget_at.max(MANY) {
            return;
        }
        self.chats.retain(|_, gate| {
            gate.next.max(gate.closed).is_some_and(|until| until > now)
                || gate.sent.back().is_some_and(|&sent| sent + MINUTE > now)
        });
        self.chats.shrink_to(MANY);
        self.forget_at = 2 * self.chats.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gates(second: u32, chat: u32, group: u32) -> Gates {
        let limits = Limits {
            inbound_chat_per_minute: 0,
            inbound_per_second: 0,
            outbound_per_second: second,
            outbound_chat_per_second: chat,
            outbound_group_per_minute: group,
        };
        Gates::new(&limits, &crate::telegram::tests::store())
    }

    async fn times(gates: &Gates, chats: &[i64]) -> Vec<u128> {
        let began = Instant::now();
        let mut times = Vec::new();
        for &chat in chats {
            gates.pass(Some(chat), true).await;
            times.push(began.elapsed().as_millis());
        }
        times
    }

    #[tokio::test(start_paused = true)]
    async fn a_chat_gets_one_message_a_second() {
        let times = times(&gates(0, 1, 0), &[1, 1, 2, 1]).await;
        assert!(times[0] == 0 && times[1] >= 1000 && times[2] == times[1] && times[3] >= 2000, "{times:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn all_chats_together_get_thirty_a_second() {
        let chats: Vec<i64> = (1..=91).collect();
        let times = times(&gates(30, 1, 20), &chats).await;
        for window in times.windows(31) {
            assert!(window[30] - window[0] >= 999, "{times:?}");
        }
        assert!(times[90] < 3200, "{times:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_group_gets_twenty_a_minute() {
        let times = times(&gates(0, 0, 20), &[-5; 45]).await;
        assert_eq!(times[19], 0);
        for window in times.windows(21) {
            assert!(window[20] - window[0] >= 60_000, "{times:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_closed_chat_waits_and_the_others_do_not() {
        let gates = gates(0, 0, 0);
        gates.close(1, Duration::from_secs(7)).await;
        assert!(gates.waits(1) && !gates.waits(2));
        let times = times(&gates, &[2, 1, 2]).await;
        assert!(times[0] == 0 && times[1] >= 7000 && times[2] == times[1], "{times:?}");
        assert!(!gates.waits(1));
    }

    #[tokio::test(start_paused = true)]
    async fn quiet_chats_are_forgotten() {
        let gates = gates(0, 1, 20);
        for chat in 0..20_000 {
            gates.pass(Some(chat), true).await;
            tokio::time::advance(Duration::from_millis(1)).await;
        }
        assert!(gates.state.lock().unwrap().chats.len() <= 2 * MANY);
    }
}
