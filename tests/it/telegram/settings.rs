//! The bot's settings: every source of them, and the table that explains them.

use std::ffi::OsString;

use ibid::settings::{DEFAULTS, Flags, LogFormat, Settings};

#[track_caller]
fn read(variables: &[(&str, &str)]) -> Result<Settings, String> {
    let variables = variables.iter().map(|(name, value)| (OsString::from(name), OsString::from(value)));
    Settings::read(&Flags::default(), variables).map(|read| read.settings).map_err(|error| error.to_string())
}

#[test]
fn the_environment_sets_what_has_an_underscore_in_its_name() {
    let settings = read(&[
        ("IBID__TELEGRAM__API_URL", "http://127.0.0.1:8081"),
        ("IBID__TELEGRAM__POLL_SECONDS", "7"),
        ("IBID__TELEGRAM__TOKEN_FILE", "/run/token"),
        ("IBID__LIMITS__OUTBOUND_GROUP_PER_MINUTE", "0"),
        ("IBID__ACCESS__CHATS", "-100123, 5"),
        ("IBID__ACCESS__USERS", "7"),
        ("IBID__LOG__FORMAT", "json"),
    ])
    .unwrap();
    assert_eq!(settings.telegram.api_url, "http://127.0.0.1:8081");
    assert_eq!(settings.telegram.poll_seconds, 7);
    assert_eq!(settings.telegram.token_file().unwrap().to_str(), Some("/run/token"));
    assert_eq!(settings.limits.outbound_group_per_minute, 0);
    assert_eq!((&settings.access.chats[..], &settings.access.users[..]), (&[-100_123, 5][..], &[7][..]));
    assert_eq!(settings.log.format, LogFormat::Json);
}

#[test]
fn a_file_may_hold_lists() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "[access]\nchats = [-5, 6]\nusers = 7\n").unwrap();
    let flags = Flags { config: Some(file.path().to_owned()), ..Flags::default() };
    let settings = Settings::read(&flags, []).unwrap().settings;
    assert_eq!((&settings.access.chats[..], &settings.access.users[..]), (&[-5, 6][..], &[7][..]));
}

#[test]
fn what_is_wrong_is_said() {
    for (name, value, said) in [
        ("IBID__TELEGRAM__API_ULR", "x", "did you mean IBID__TELEGRAM__API_URL?"),
        ("IBID__TELEGRAM__POLL_SECONDS", "60", "telegram.poll_seconds is 60: write 1 to 50"),
        ("IBID__TELEGRAM__POLL_SECONDS", "x", "telegram.poll_seconds"),
        ("IBID__TELEGRAM__QUEUE", "0", "must be 1 or more"),
        ("IBID__TELEGRAM__API_URL", "ftp://x", "https://"),
        ("IBID__LIMITS__INBOUND_PER_SECOND", "-1", "limits.inbound_per_second"),
        ("IBID__ACCESS__CHATS", "me", "is not the number of a chat"),
        ("IBID__LOG__FORMAT", "xml", "write text or json"),
        ("IBID__TELEGRAM__MODE", "push", "write poll or webhook"),
        ("IBID__STORE__URL", "mysql://me:hush@host", "store.url: write memory:, sqlite:FILE"),
        ("IBID__STORE__MESSAGES", "soon", "is no length of time"),
        ("IBID__JOURNAL__KEEP", "0s", "from 1s to 10 years"),
        ("IBID__WEBHOOK__URL", "http://x", "https://"),
        ("IBID__WEBHOOK__LISTEN", "8080", "write an address and a port"),
        ("IBID__WEBHOOK__CONNECTIONS", "200", "1 to 100"),
        ("IBID__WEBHOOK__SECRET", "hush hush", "webhook.secret"),
        ("IBID__MONITOR__LISTEN", "on", "write an address and a port"),
    ] {
        let fault = read(&[(name, value)]).unwrap_err();
        assert!(!fault.contains("hush"), "a secret is shown: {fault}");
        assert!(fault.contains(said), "{name}={value} should say {said:?}, not {fault:?}");
    }
}

#[test]
fn the_table_of_settings_is_that_of_the_defaults() {
    let table = include_str!("../../../README.md");
    let defaults: toml::Table = DEFAULTS.parse().unwrap();
    for section in ["telegram", "limits", "access", "store", "journal", "webhook", "monitor", "log"] {
        for (key, value) in defaults[section].as_table().unwrap() {
            let row = format!("| `{section}.{key}` | `{value}` |");
            assert!(table.contains(&row), "the table lacks {row}");
        }
    }
}
