//! A Bot API of our own on loopback: it keeps updates as Telegram does, notes what is sent, holds every request to the
//! API's rules, and fails in whatever way a test wants it to.
//!
//! HTTP is spoken by hand ([`http`]), since a server made to be reliable cannot break a connection halfway.

#![allow(dead_code, unreachable_pub, clippy::unwrap_used, reason = "shared by the tests and the benchmark")]

pub mod cable;
pub mod database;
mod deliver;
mod http;
mod methods;
pub mod process;
pub mod random;
mod rules;

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::runtime::Runtime;
use tokio::sync::Notify;

/// The token that the fake takes for its bot's.
pub const TOKEN: &str = "4242:TheSecretOfTheTestBot";
/// The bot's user id and name.
pub const BOT: i64 = 4242;
pub const USERNAME: &str = "ibid_test_bot";

/// How a request goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// 429; with or without saying for how many seconds.
    TooMany(Option<u64>),
    /// A 5xx with a page of HTML.
    Html(u16),
    /// A 5xx with an object.
    Internal,
    /// The connection breaks before anything was done.
    CutBefore,
    /// Everything is done, and then the connection breaks.
    CutAfter,
    /// Everything is done, and the reply breaks off in the middle.
    Half,
    /// The reply takes a while.
    Slow(Duration),
    /// A refusal with this status and description.
    Refuse(u16, &'static str),
    /// The group has become a supergroup.
    Migrated(i64),
}

/// A message that the bot sent.
#[derive(Clone, Debug)]
pub struct Sent {
    pub chat: i64,
    pub id: i64,
    pub text: String,
    pub replies_to: Option<i64>,
    pub request: Value,
    /// Whether the bot cannot know that it was sent, for the connection broke.
    pub is_uncertain: bool,
}

/// How fast messages may come in; `None` is not looked at.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rates {
    pub overall: Option<usize>,
    pub chat_per_second: Option<usize>,
    pub group_per_minute: Option<usize>,
}

type Script = Box<dyn FnMut(&str, &Value) -> Option<Fault> + Send>;
type Mangle = Box<dyn FnMut(&mut Vec<String>) + Send>;

/// Everything the fake knows.
pub struct State {
    pub updates: BTreeMap<u32, String>,
    pub next_update: u32,
    pub next_message: i64,
    pub sent: Vec<Sent>,
    pub sent_count: usize,
    pub edited: Vec<Sent>,
    pub deleted: Vec<i64>,
    /// Each request that is kept: its method in small letters, and its parameters.
    pub calls: Vec<(String, Value)>,
    /// Callback queries not answered yet, and the words of those that are.
    pub open_queries: HashSet<String>,
    pub answered_queries: HashMap<String, String>,
    pub inline_answers: HashMap<String, Value>,
    /// Everything a request did that the API does not allow.
    pub violations: Vec<String>,
    pub me: Value,
    pub commands: HashMap<String, Value>,
    pub description: String,
    pub short_description: String,
    /// How often an update had to be sent again.
    pub redelivered: usize,
    /// What was told about a webhook.
    pub webhook: Value,
    pub rates: Rates,
    pub first_poll: Option<Instant>,
    pub polls: usize,
    /// Only counts what is sent: a benchmark has no memory for it.
    pub only_counts: bool,
    script: Option<Script>,
    mangle: Option<Mangle>,
    times: VecDeque<(Instant, i64)>,
}

/// The fake, running until it is dropped.
pub struct Fake {
    address: SocketAddr,
    shared: Arc<Shared>,
    runtime: Option<Runtime>,
}

pub struct Shared {
    state: Mutex<State>,
    arrived: Notify,
}

impl Shared {
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }
}

impl Fake {
    /// Starts a fake on a port that is free.
    pub fn start() -> Fake {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let shared = Arc::new(Shared { state: Mutex::new(State::new()), arrived: Notify::new() });
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        runtime.spawn(http::serve(listener, Arc::clone(&shared)));
        Fake { address, shared, runtime: Some(runtime) }
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.shared.state()
    }

    /// Lets `script` decide how each request goes.
    pub fn script(&self, script: impl FnMut(&str, &Value) -> Option<Fault> + Send + 'static) {
        self.state().script = Some(Box::new(script));
    }

    /// Lets `mangle` change the updates of each poll on their way.
    pub fn mangle(&self, mangle: impl FnMut(&mut Vec<String>) + Send + 'static) {
        self.state().mangle = Some(Box::new(mangle));
    }

    /// No more faults.
    pub fn heal(&self) {
        let mut state = self.state();
        state.script = None;
        state.mangle = None;
    }

    /// Adds an update of a kind; gives its number.
    pub fn update(&self, kind: &str, value: &Value) -> u32 {
        let id = self.state().add(kind, value);
        self.shared.arrived.notify_waiters();
        id
    }

    /// Adds many updates of one kind at once.
    pub fn update_all(&self, kind: &str, values: impl IntoIterator<Item = Value>) {
        let mut state = self.state();
        for value in values {
            state.add(kind, &value);
        }
        drop(state);
        self.shared.arrived.notify_waiters();
    }

    /// Somebody writes; gives the message's number.
    pub fn say(&self, chat: i64, text: &str) -> i64 {
        let message = self.message(chat, json!({ "text": text }));
        self.update("message", &message);
        message["message_id"].as_i64().unwrap()
    }

    /// A message that is about to be written, with whatever is to be in it.
    pub fn message(&self, chat: i64, more: Value) -> Value {
        let id = self.state().new_message();
        message(chat, id, more)
    }

    /// Somebody presses a button under a message of the bot's; gives the query's id.
    pub fn press(&self, message: &Sent, data: &str, with_original: bool) -> String {
        let mut state = self.state();
        let id = format!("q{}", state.next_update);
        state.open_queries.insert(id.clone());
        let original = message.replies_to.filter(|_| with_original);
        let question = original.and_then(|id| state.find_question(id));
        drop(state);
        let mut shown = json!({
            "message_id": message.id, "date": 1_700_000_000, "chat": chat(message.chat), "text": message.text,
            "from": {"id": BOT, "is_bot": true, "first_name": "ibid", "username": USERNAME},
        });
        if let Some(question) = question {
            shown["reply_to_message"] = question;
        }
        self.update(
            "callback_query",
            &json!({"id": id, "from": user(message.chat), "chat_instance": "1", "data": data, "message": shown}),
        );
        id
    }

    /// Waits until something is so; panics after `patience`.
    #[track_caller]
    pub fn wait<T>(&self, what: &str, patience: Duration, mut find: impl FnMut(&mut State) -> Option<T>) -> T {
        let until = Instant::now() + patience;
        loop {
            if let Some(found) = find(&mut self.state()) {
                return found;
            }
            if Instant::now() > until {
                let state = self.state();
                panic!(
                    "waited {patience:?} for {what}; sent {}, updates left {}, last calls {:?}, violations {:?}",
                    state.sent_count,
                    state.updates.len(),
                    state.calls.iter().rev().take(5).collect::<Vec<_>>(),
                    state.violations
                );
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// The `n`th message sent in a chat, once it is there.
    #[track_caller]
    pub fn sent(&self, chat: i64, n: usize) -> Sent {
        self.wait("a message", Duration::from_secs(20), |state| {
            state.sent.iter().filter(|sent| sent.chat == chat).nth(n).cloned()
        })
    }

    /// Waits until everything is confirmed.
    #[track_caller]
    pub fn settled(&self, patience: Duration) {
        self.wait("all updates to be confirmed", patience, |state| state.updates.is_empty().then_some(()));
    }

    /// No request broke a rule.
    #[track_caller]
    pub fn check(&self) {
        let state = self.state();
        assert!(state.violations.is_empty(), "{:#?}", state.violations);
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl State {
    fn new() -> State {
        State {
            updates: BTreeMap::new(),
            next_update: 700_000_000,
            next_message: 1,
            sent: Vec::new(),
            sent_count: 0,
            edited: Vec::new(),
            deleted: Vec::new(),
            calls: Vec::new(),
            open_queries: HashSet::new(),
            answered_queries: HashMap::new(),
            inline_answers: HashMap::new(),
            violations: Vec::new(),
            me: json!({
                "id": BOT, "is_bot": true, "first_name": "ibid", "username": USERNAME, "can_join_groups": true,
                "can_read_all_group_messages": true, "supports_inline_queries": true, "has_main_web_app": false,
            }),
            commands: HashMap::new(),
            description: String::new(),
            short_description: String::new(),
            redelivered: 0,
            webhook: Value::Null,
            rates: Rates::default(),
            first_poll: None,
            polls: 0,
            only_counts: false,
            script: None,
            mangle: None,
            times: VecDeque::new(),
        }
    }

    fn add(&mut self, kind: &str, value: &Value) -> u32 {
        let id = self.next_update;
        self.next_update += 1;
        self.updates.insert(id, format!("{{\"update_id\":{id},\"{kind}\":{value}}}"));
        id
    }

    fn new_message(&mut self) -> i64 {
        self.next_message += 1;
        self.next_message
    }

    fn find_question(&self, id: i64) -> Option<Value> {
        let asked = self.calls.iter().find(|(method, value)| method == "said" && value["message_id"] == id);
        asked.map(|(_, value)| value.clone())
    }

    /// Keeps a message of a user's, so that a button under its answer can show it.
    pub fn remember(&mut self, message: &Value) {
        self.calls.push(("said".to_owned(), message.clone()));
    }
}

/// A message of a user's.
pub fn message(to: i64, id: i64, more: Value) -> Value {
    let mut message =
        json!({"message_id": id, "date": 1_700_000_000, "from": user(to), "chat": chat(to), "text": "hi"});
    if more.get("text").is_none() {
        message.as_object_mut().unwrap().remove("text");
    }
    let Value::Object(more) = more else { panic!("fields of a message") };
    message.as_object_mut().unwrap().extend(more);
    message
}

/// The user who writes in a chat.
pub fn user(chat: i64) -> Value {
    json!({"id": chat.unsigned_abs(), "is_bot": false, "first_name": "Ada"})
}

/// A chat: a private one where the number is positive, else a supergroup.
pub fn chat(id: i64) -> Value {
    if id > 0 {
        json!({"id": id, "type": "private", "first_name": "Ada"})
    } else {
        json!({"id": id, "type": "supergroup", "title": "Readers"})
    }
}
