//! The sections about what is remembered.

use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;

/// A setting that no log and no error may show.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// What it is; `None` if it is not set.
    pub fn reveal(&self) -> Option<&str> {
        (!self.0.is_empty()).then_some(self.0.as_str())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "not set" } else { "set" })
    }
}

/// A length of time, written as `90 days` or `1h 30m`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Span(pub Duration);

impl TryFrom<String> for Span {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let fault = || format!("{text:?} is no length of time: write one as \"90 days\", \"24h\" or \"1h 30m\"");
        let span = humantime::parse_duration(text.trim()).map_err(|_| fault())?;
        // What is kept for ever is nobody's retention; what ends at once is nobody's memory.
        let is_sensible = (Duration::from_secs(1)..=Duration::from_secs(10 * 366 * 86_400)).contains(&span);
        is_sensible.then_some(Span(span)).ok_or_else(|| format!("{text:?}: write a length of time from 1s to 10 years"))
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.as_secs();
        let (count, unit) = match seconds {
            s if s % 86_400 == 0 => (s / 86_400, "day"),
            s if s % 3600 == 0 => (s / 3600, "hour"),
            s if s % 60 == 0 => (s / 60, "minute"),
            s => (s, "second"),
        };
        write!(f, "{count} {unit}{}", if count == 1 { "" } else { "s" })
    }
}

/// Where the bot remembers, and for how long.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Store {
    /// The database.
    pub url: Secret,
    ca_file: PathBuf,
    /// What ids are hashed with.
    pub key: Secret,
    key_file: PathBuf,
    /// How long a conversation is remembered after its last question.
    pub conversations: Span,
    /// How long it is remembered which message answers which.
    pub messages: Span,
    /// How long the numbers of answered updates are remembered.
    pub updates: Span,
}

/// What is kept for the curator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Journal {
    /// Whether questions without an answer are kept in words.
    pub questions: bool,
    /// How many different ones are kept; 0 is without a limit.
    pub most: u32,
    /// How long.
    pub keep: Span,
}

/// How long what is kept, and how much of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keep {
    /// Conversations.
    pub conversations: Span,
    /// Which message answers which.
    pub messages: Span,
    /// Numbers of updates.
    pub updates: Span,
    /// The journal.
    pub journal: Span,
    /// How many different questions of the journal; 0 is without a limit.
    pub questions: u32,
}

impl Keep {
    /// The shortest of them.
    pub fn shortest(&self) -> Duration {
        self.conversations.0.min(self.messages.0).min(self.updates.0).min(self.journal.0)
    }
}

impl Span {
    /// In milliseconds.
    pub fn millis(self) -> i64 {
        i64::try_from(self.0.as_millis()).unwrap_or(i64::MAX / 4)
    }
}

/// Where the store is, by what the settings write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StorePlace {
    /// Nowhere: in memory.
    Memory,
    /// In a SQLite file.
    File(PathBuf),
    /// In PostgreSQL, at an address.
    Server(Secret),
}

impl Store {
    /// Where the database is. Without a setting, a file in the folder for state that `variable` tells.
    pub fn place(&self, variable: impl Fn(&str) -> Option<OsString>) -> Result<StorePlace, String> {
        let Some(url) = self.url.reveal() else { return Ok(StorePlace::File(state(variable)?.join("ibid.db"))) };
        if url == "memory:" {
            return Ok(StorePlace::Memory);
        }
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            return Ok(StorePlace::File(PathBuf::from(path)));
        }
        Ok(StorePlace::Server(self.url.clone()))
    }

    /// The file that holds the key. Without a setting it is beside the database, or in the folder for state.
    pub fn key_file(&self, place: &StorePlace, variable: impl Fn(&str) -> Option<OsString>) -> Result<PathBuf, String> {
        if !self.key_file.as_os_str().is_empty() {
            return Ok(self.key_file.clone());
        }
        Ok(match place {
            StorePlace::File(file) => file.with_extension("key"),
            // A key in the settings needs no file.
            StorePlace::Memory => PathBuf::new(),
            StorePlace::Server(_) if self.key.reveal().is_some() => PathBuf::new(),
            StorePlace::Server(_) => state(variable)?.join("ibid.key"),
        })
    }

    /// The certificates that are trusted, if not the usual ones.
    pub fn ca_file(&self) -> Option<&Path> {
        (!self.ca_file.as_os_str().is_empty()).then_some(self.ca_file.as_path())
    }

    /// How long what is kept.
    pub fn keep(&self, journal: &Journal) -> Keep {
        Keep {
            conversations: self.conversations,
            messages: self.messages,
            updates: self.updates,
            journal: journal.keep,
            questions: journal.most,
        }
    }

    /// What the types cannot say.
    pub(super) fn check(&self) -> Result<(), String> {
        let schemes = ["memory:", "sqlite:", "postgres://", "postgresql://"];
        match self.url.reveal() {
            // It may hold a password, so it is not repeated.
            Some(url) if !schemes.iter().any(|scheme| url.starts_with(scheme)) => {
                Err("store.url: write memory:, sqlite:FILE or postgres://USER:PASSWORD@HOST/DATABASE".to_owned())
            }
            _ => Ok(()),
        }
    }
}

/// The folder for state: systemd's, or the user's.
fn state(variable: impl Fn(&str) -> Option<OsString>) -> Result<PathBuf, String> {
    let folder = |name: &str| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
    if let Some(state) = folder("STATE_DIRECTORY") {
        return Ok(state);
    }
    let state = folder("XDG_STATE_HOME").or_else(|| folder("HOME").map(|home| home.join(".local/state")));
    let none = || "there is no folder for state: set HOME, or store.url to memory: or to sqlite:FILE".to_owned();
    state.map(|state| state.join("ibid")).ok_or_else(none)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store(url: &str) -> Store {
        let span = Span(Duration::from_secs(1));
        Store {
            url: Secret(url.to_owned()),
            ca_file: PathBuf::new(),
            key: Secret::default(),
            key_file: PathBuf::new(),
            conversations: span,
            messages: span,
            updates: span,
        }
    }

    #[track_caller]
    fn check(url: &str, variables: &[(&str, &str)], place: &str, key: &str) {
        let find = |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into());
        let store = store(url);
        store.check().unwrap();
        let found = store.place(find).unwrap();
        let shown = match &found {
            StorePlace::Memory => "memory",
            StorePlace::File(file) => file.to_str().unwrap(),
            StorePlace::Server(url) => url.reveal().unwrap(),
        };
        assert_eq!((shown, store.key_file(&found, find).unwrap().to_str().unwrap()), (place, key), "{url}");
    }

    #[test]
    fn the_store_has_a_place() {
        let home = ("HOME", "/home/me");
        check("", &[home], "/home/me/.local/state/ibid/ibid.db", "/home/me/.local/state/ibid/ibid.key");
        check("", &[home, ("XDG_STATE_HOME", "/s")], "/s/ibid/ibid.db", "/s/ibid/ibid.key");
        check("", &[home, ("STATE_DIRECTORY", "/var/lib/ibid")], "/var/lib/ibid/ibid.db", "/var/lib/ibid/ibid.key");
        check("memory:", &[], "memory", "");
        check("sqlite:/data/bot.db", &[], "/data/bot.db", "/data/bot.key");
        check("sqlite:///data/bot.db", &[], "/data/bot.db", "/data/bot.key");
        check("postgres://a:b@c/d", &[home], "postgres://a:b@c/d", "/home/me/.local/state/ibid/ibid.key");
        assert!(store("").place(|_| None).unwrap_err().contains("store.url"));
        assert!(!store("mysql://a:hush@b").check().unwrap_err().contains("hush"));
    }

    #[test]
    fn a_secret_is_not_shown() {
        assert_eq!(format!("{:?} {:?}", Secret("hush".to_owned()), Secret::default()), "set not set");
    }

    #[test]
    fn lengths_of_time_are_read_and_said() {
        for (text, said) in [
            ("90 days", "90 days"),
            ("24h", "1 day"),
            ("1h 30m", "90 minutes"),
            ("3600s", "1 hour"),
            ("61s", "61 seconds"),
        ] {
            assert_eq!(Span::try_from(text.to_owned()).unwrap().to_string(), said);
        }
        for text in ["", "soon", "0s", "100 years", "-1h"] {
            assert!(Span::try_from(text.to_owned()).is_err(), "{text}");
        }
    }
}
