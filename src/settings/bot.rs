//! The sections that only the bot reads.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::{Deserializer, Error, SeqAccess, Visitor};

/// How Telegram is reached, and how much of it is taken on at once.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Telegram {
    /// Where the Bot API is.
    pub api_url: String,
    token_file: PathBuf,
    /// How many seconds Telegram may hold a poll open.
    pub poll_seconds: u32,
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
