//! The sections that only the bot reads.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::{Deserializer, Error, SeqAccess, Visitor};

use super::store::Secret;

/// How Telegram is reached, and how much of it is taken on at once.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Telegram {
    /// How updates come.
    pub mode: Mode,
    /// Where the Bot API is.
    pub api_url: String,
    token_file: PathBuf,
    /// How many seconds Telegram may hold a poll open.
    pub poll_seconds: u32,
    /// Whether no other process polls for this bot, whatever database it has.
    pub alone: bool,
    /// How many updates of one chat may wait.
    pub queue: usize,
    /// How many chats may be at work at once.
    pub chats: usize,
    /// How many seconds finishing may take after a signal to stop.
    pub drain_seconds: u32,
}

impl Telegram {
    /// The file that holds the token, if one is named.
    pub fn token_file(&self) -> Option<&Path> {
        (!self.token_file.as_os_str().is_empty()).then_some(self.token_file.as_path())
    }
}

/// How updates come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Mode {
    /// The bot asks for them.
    Poll,
    /// Telegram sends them.
    Webhook,
}

impl TryFrom<String> for Mode {
    type Error = String;

    fn try_from(word: String) -> Result<Self, String> {
        match word.as_str() {
            "poll" => Ok(Mode::Poll),
            "webhook" => Ok(Mode::Webhook),
            _ => Err(format!("telegram.mode is {word:?}: write poll or webhook")),
        }
    }
}

/// How Telegram reaches the bot, where it does.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Webhook {
    /// The address that Telegram sends updates to.
    pub url: String,
    /// Where the bot listens, behind a proxy.
    pub listen: String,
    /// What Telegram proves itself with.
    pub secret: Secret,
    secret_file: PathBuf,
    /// How many updates Telegram may send at once.
    pub connections: u8,
}

impl Webhook {
    /// The file that holds the secret, if one is named.
    pub fn secret_file(&self) -> Option<&Path> {
        (!self.secret_file.as_os_str().is_empty()).then_some(self.secret_file.as_path())
    }
}

/// Where the bot tells how it is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Monitor {
    listen: String,
}

/// Where the bot tells how it is when nothing else is said, and Telegram sends it its updates.
const MONITOR: &str = "127.0.0.1:9464";

impl Monitor {
    /// The address to listen on, if any.
    pub fn listen(&self, mode: Mode) -> Option<&str> {
        match (self.listen.as_str(), mode) {
            ("off", _) | ("auto", Mode::Poll) => None,
            ("auto", Mode::Webhook) => Some(MONITOR),
            (address, _) => Some(address),
        }
    }
}

/// How much is answered and sent; 0 is without a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Messages answered in one chat.
    pub inbound_chat_per_minute: u32,
    /// Messages answered in all.
    pub inbound_per_second: u32,
    /// Messages sent in all.
    pub outbound_per_second: u32,
    /// Messages sent to one chat.
    pub outbound_chat_per_second: u32,
    /// Messages sent to one group.
    pub outbound_group_per_minute: u32,
}

/// Who is answered; empty is everyone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Access {
    /// Chats, everyone in them.
    #[serde(deserialize_with = "one_or_many")]
    pub chats: Vec<i64>,
    /// Users, wherever they write.
    #[serde(deserialize_with = "one_or_many")]
    pub users: Vec<i64>,
    /// Users who may look after the bot.
    #[serde(deserialize_with = "one_or_many")]
    pub admins: Vec<i64>,
}

/// What is logged, and how.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// As `RUST_LOG` is written.
    pub filter: String,
    /// How lines look.
    pub format: LogFormat,
}

/// How lines of the log look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum LogFormat {
    /// For people.
    Text,
    /// One object a line.
    Json,
}

impl TryFrom<String> for LogFormat {
    type Error = String;

    fn try_from(word: String) -> Result<Self, String> {
        match word.as_str() {
            "text" => Ok(LogFormat::Text),
            "json" => Ok(LogFormat::Json),
            _ => Err(format!("log.format is {word:?}: write text or json")),
        }
    }
}

/// What the types of these sections cannot say.
pub(super) fn check(telegram: &Telegram, limits: &Limits) -> Result<(), String> {
    if !(1..=50).contains(&telegram.poll_seconds) {
        return Err(format!("telegram.poll_seconds is {}: write 1 to 50", telegram.poll_seconds));
    }
    if telegram.queue == 0 || telegram.chats == 0 {
        return Err("telegram.queue and telegram.chats must be 1 or more".to_owned());
    }
    if !telegram.api_url.starts_with("https://") && !telegram.api_url.starts_with("http://") {
        return Err(format!("telegram.api_url is {:?}: write an address with https://", telegram.api_url));
    }
    // A second has a thousand milliseconds; what is more would be no limit.
    let most = [limits.outbound_per_second, limits.outbound_chat_per_second, limits.inbound_per_second];
    if most.into_iter().any(|rate| rate > 1_000_000) {
        return Err("a limit a second is at most 1000000; write 0 for none".to_owned());
    }
    Ok(())
}

/// The same for what only a webhook needs.
pub(super) fn check_webhook(telegram: &Telegram, webhook: &Webhook, monitor: &Monitor) -> Result<(), String> {
    let address = |name: &str, address: &str| match address.parse::<std::net::SocketAddr>() {
        Ok(_) => Ok(()),
        Err(_) => Err(format!("{name} is {address:?}: write an address and a port, as 127.0.0.1:8080")),
    };
    if let Some(listen) = monitor.listen(telegram.mode) {
        address("monitor.listen", listen)?;
    }
    if !(1..=100).contains(&webhook.connections) {
        return Err(format!("webhook.connections is {}: write 1 to 100", webhook.connections));
    }
    if !webhook.url.is_empty() && !webhook.url.starts_with("https://") {
        return Err(format!("webhook.url is {:?}: Telegram only sends to an address with https://", webhook.url));
    }
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if webhook.secret.reveal().is_some_and(|secret| secret.len() > 256 || !secret.chars().all(is_plain)) {
        return Err("webhook.secret: write 1 to 256 letters of A-Z, a-z, 0-9, _ and -".to_owned());
    }
    address("webhook.listen", &webhook.listen)
}

/// A list of numbers, or one, or (from the environment, which has only strings) several with commas in between.
fn one_or_many<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<i64>, D::Error> {
    struct Numbers;

    impl<'de> Visitor<'de> for Numbers {
        type Value = Vec<i64>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a list of numbers")
        }

        fn visit_i64<E: Error>(self, number: i64) -> Result<Vec<i64>, E> {
            Ok(vec![number])
        }

        fn visit_u64<E: Error>(self, number: u64) -> Result<Vec<i64>, E> {
            i64::try_from(number).map(|number| vec![number]).map_err(E::custom)
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<Vec<i64>, E> {
            let text = text.trim().trim_start_matches('[').trim_end_matches(']');
            let numbers = text.split(',').map(str::trim).filter(|number| !number.is_empty());
            numbers
                .map(|number| number.parse().map_err(|_| E::custom(format!("{number:?} is not the number of a chat"))))
                .collect()
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<i64>, A::Error> {
            let mut numbers = Vec::new();
            while let Some(number) = list.next_element()? {
                numbers.push(number);
            }
            Ok(numbers)
        }
    }

    deserializer.deserialize_any(Numbers)
}
