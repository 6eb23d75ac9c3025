//! Settings: the defaults compiled in, then a file, then the environment, then flags; each wins over those before it.
//!
//! `config/default.toml` is the only home of defaults and of the list of keys. Every fault of a file or of the
//! environment is reported at once, with where it stands and the nearest right key.

mod bot;
mod keys;
mod store;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use config::{Config, ConfigError, Environment, FileFormat, Value, ValueKind};
use serde::Deserialize;

pub use bot::{Access, Limits, Log, LogFormat, Mode, Monitor, Telegram, Webhook};
use keys::Keys;
pub use store::{Journal, Keep, Secret, Span, Store, StorePlace};

/// The file of all defaults, which explains each of them.
pub const DEFAULTS: &str = include_str!("../config/default.toml");

/// Every setting.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// What is answered from.
    pub knowledge: Knowledge,
    /// When an answer is given.
    pub matching: Matching,
    /// How the terminal looks.
    pub terminal: Terminal,
    /// How Telegram is reached.
    pub telegram: Telegram,
    /// How much is answered and sent.
    pub limits: Limits,
    /// Who is answered.
    pub access: Access,
    /// Where the bot remembers.
    pub store: Store,
    /// What is kept for the curator.
    pub journal: Journal,
    /// How Telegram reaches the bot, where it does.
    pub webhook: Webhook,
    /// Where the bot tells how it is.
    pub monitor: Monitor,
    /// What is logged.
    pub log: Log,
}

/// What is answered from.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Knowledge {
    path: PathBuf,
    /// Whether the bot loads the folder again when something in it changes.
    pub watch: bool,
    /// Whether facts that are marked as drafts answer too.
    pub drafts: bool,
}

impl Knowledge {
    /// The folder that holds one folder a document; `None` is the knowledge base that is built in.
    pub fn path(&self) -> Option<&Path> {
        (!self.path.as_os_str().is_empty()).then_some(self.path.as_path())
    }
}

/// When an answer is given.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matching {
    /// How many times worse a false answer is than silence: finite and not negative.
    pub caution: f64,
}

/// How the terminal looks.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terminal {
    /// When replies are coloured.
    pub colour: Colour,
    /// Whether what is typed is kept for the next time.
    pub history: bool,
}

/// When replies are coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Colour {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Colour {
    /// The words for them, as settings and flags write them.
    pub const ALL: [(&str, Colour); 3] = [("auto", Colour::Auto), ("always", Colour::Always), ("never", Colour::Never)];
}

impl TryFrom<String> for Colour {
    type Error = String;

    fn try_from(word: String) -> Result<Self, String> {
        let found = Colour::ALL.into_iter().find(|&(known, _)| known == word);
        found
            .map(|(_, colour)| colour)
            .ok_or_else(|| format!("{word:?} is none of {}", Colour::ALL.map(|(known, _)| known).join(", ")))
    }
}

/// What the command line says about settings.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// A settings file.
    pub config: Option<PathBuf>,
    /// Stands for `knowledge.path`.
    pub knowledge: Option<PathBuf>,
    /// Stands for `knowledge.drafts` where it is set.
    pub drafts: bool,
    /// Stands for `terminal.colour`.
    pub colour: Option<Colour>,
}

/// Settings, and what is odd about where they came from.
#[derive(Debug)]
pub struct Read {
    /// The settings.
    pub settings: Settings,
    /// Things that were probably meant as settings but are none.
    pub warnings: Vec<String>,
}

/// Everything that is wrong with the settings, one line each.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct SettingsError(pub Vec<String>);

/// What the names of our environment variables begin with.
const PREFIX: &str = "IBID__";

impl Settings {
    /// Reads settings from the defaults, the file that `flags` name, `environment` and the flags themselves.
    pub fn read(
        flags: &Flags,
        environment: impl IntoIterator<Item = (OsString, OsString)>,
    ) -> Result<Read, SettingsError> {
        let keys = Keys::of_defaults(DEFAULTS);
        let mut faults = Vec::new();
        let file = flags.config.as_deref().map(|path| read_file(path, &keys, &mut faults)).unwrap_or_default();
        let (environment, warnings) = ours(environment, &keys, &mut faults);
        if !faults.is_empty() {
            // What was misspelt may be why something is missing, so it is said with the faults.
            return Err(SettingsError(faults.into_iter().chain(warnings).collect()));
        }
        let source = flags.config.as_deref().map(|path| path.display().to_string()).unwrap_or_default();
        let merged = merge(&file, environment).map_err(|error| SettingsError(vec![explain(&error, &source)]))?;
        let faults: Vec<_> = wrong_types(&merged, &keys).iter().map(|error| explain(error, &source)).collect();
        if !faults.is_empty() {
            return Err(SettingsError(faults));
        }
        let mut settings: Settings =
            merged.try_deserialize().map_err(|error| SettingsError(vec![explain(&error, &source)]))?;
        if let Some(path) = &flags.knowledge {
            settings.knowledge.path.clone_from(path);
        }
        settings.knowledge.drafts |= flags.drafts;
        settings.terminal.colour = flags.colour.unwrap_or(settings.terminal.colour);
        settings.check().map_err(|fault| SettingsError(vec![fault]))?;
        Ok(Read { settings, warnings })
    }

    /// What the types cannot say.
    fn check(&self) -> Result<(), String> {
        let caution = self.matching.caution;
        if !caution.is_finite() || caution < 0.0 {
            return Err(format!(
                "matching.caution is {caution}: write how many times worse a false answer is than silence, 0 or more"
            ));
        }
        self.store.check()?;
        bot::check(&self.telegram, &self.limits)?;
        bot::check_webhook(&self.telegram, &self.webhook, &self.monitor)
    }
}

/// The text of the settings file, with its faults noted.
fn read_file(path: &Path, keys: &Keys, faults: &mut Vec<String>) -> String {
    match std::fs::read_to_string(path) {
        Ok(text) => {
            faults.extend(keys.faults_of_file(path, &text));
            text
        }
        Err(error) => {
            faults.push(format!("{}: {error}", path.display()));
            String::new()
        }
    }
}

/// The variables that are meant for us, with the faults of their names noted; and warnings about near misses.
fn ours(
    environment: impl IntoIterator<Item = (OsString, OsString)>,
    keys: &Keys,
    faults: &mut Vec<String>,
) -> (Vec<(String, String)>, Vec<String>) {
    let (mut variables, mut warnings) = (Vec::new(), Vec::new());
    let mut named: Vec<_> =
        environment.into_iter().map(|(name, value)| (name.to_string_lossy().into_owned(), value)).collect();
    named.sort();
    for (name, value) in named {
        let upper = name.to_uppercase();
        let Some(key) = upper.strip_prefix(PREFIX) else {
            if let Some(rest) = upper.strip_prefix("IBID_") {
                let meant = rest.replace("__", "_").replacen('_', ".", 1).to_lowercase();
                let hint =
                    keys.nearest(&meant).map(|key| format!("; did you mean {}?", variable(key))).unwrap_or_default();
                warnings.push(format!("{name} is not a setting: settings begin with {PREFIX}{hint}"));
            }
            continue;
        };
        let key = key.replace("__", ".").to_lowercase();
        if !keys.contains(&key) {
            let hint = keys.nearest(&key).map(|key| format!("; did you mean {}?", variable(key))).unwrap_or_default();
            faults.push(format!("{name}: there is no setting of this name{hint}"));
            continue;
        }
        match value.into_string() {
            Ok(value) => variables.push((upper, value)),
            Err(_) => faults.push(format!("{name}: its value is not valid UTF-8")),
        }
    }
    (variables, warnings)
}

/// The environment variable that sets `key`.
fn variable(key: &str) -> String {
    format!("{PREFIX}{}", key.replace('.', "__").to_uppercase())
}

/// The defaults, the file and the environment, the later over the earlier.
fn merge(file: &str, environment: Vec<(String, String)>) -> Result<Config, ConfigError> {
    // Values of the environment stay strings until a field asks for a number: `try_parsing` would turn 007 into 7 first.
    let environment = Environment::with_prefix("IBID")
        .prefix_separator("__")
        .separator("__")
        .source(Some(environment.into_iter().collect()));
    defaults().add_source(config::File::from_str(file, FileFormat::Toml)).add_source(environment).build()
}

fn defaults() -> config::ConfigBuilder<config::builder::DefaultState> {
    Config::builder().add_source(config::File::from_str(DEFAULTS, FileFormat::Toml))
}

/// Every value that is not of the kind that its default is of: deserialising would stop at the first one.
fn wrong_types(merged: &Config, keys: &Keys) -> Vec<ConfigError> {
    let Ok(defaults) = defaults().build() else { return Vec::new() };
    let checked = keys.iter().map(|key| match defaults.get::<Value>(key).map(|value| value.kind) {
        Ok(ValueKind::Float(_)) => merged.get_float(key).map(drop),
        Ok(ValueKind::I64(_)) => merged.get_int(key).map(drop),
        Ok(ValueKind::Boolean(_)) => merged.get_bool(key).map(drop),
        Ok(ValueKind::String(_)) => merged.get_string(key).map(drop),
        _ => Ok(()),
    });
    checked.filter_map(Result::err).collect()
}

/// The error with the name of the file it is about, which was handed over as text.
fn explain(error: &ConfigError, file: &str) -> String {
    let message = error.to_string();
    if file.is_empty() || message.contains("the environment") { message } else { format!("{file}: {message}") }
}
