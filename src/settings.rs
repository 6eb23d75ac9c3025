//! Settings: the defaults compiled in, then a file, then the environment, then flags; each wins over those before it.
//!
//! `config/default.toml` is the only home of defaults and of the list of keys. Every fault of a file or of the
//! environment is reported at once, with where it stands and the nearest right key.

mod keys;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use config::{Config, Environment, FileFormat};
use serde::Deserialize;

use keys::Keys;

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
}

/// What is answered from.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Knowledge {
    path: PathBuf,
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
#[serde(rename_all = "lowercase")]
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

    /// As settings and flags write it.
    pub fn id(self) -> &'static str {
        match self {
            Colour::Auto => "auto",
            Colour::Always => "always",
            Colour::Never => "never",
        }
    }
}

/// What the command line says about settings.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// A settings file.
    pub config: Option<PathBuf>,
    /// Stands for `knowledge.path`.
    pub knowledge: Option<PathBuf>,
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
            return Err(SettingsError(faults));
        }
        let source = flags.config.as_deref().map(|path| path.display().to_string()).unwrap_or_default();
        let settings =
            merge(flags, &file, environment).map_err(|error| SettingsError(vec![explain(&error, &source)]))?;
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
        Ok(())
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
            if upper.starts_with("IBID_") {
                let nearest =
                    keys.nearest(&upper["IBID_".len()..].replace("__", "_").replacen('_', ".", 1).to_lowercase());
                let hint = nearest.map(|key| format!("; did you mean {}?", variable(key))).unwrap_or_default();
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

fn merge(flags: &Flags, file: &str, environment: Vec<(String, String)>) -> Result<Settings, config::ConfigError> {
    // Values of the environment stay strings until a field asks for a number: `try_parsing` would turn 007 into 7 first.
    let environment = Environment::with_prefix("IBID")
        .prefix_separator("__")
        .separator("__")
        .source(Some(environment.into_iter().collect()));
    Config::builder()
        .add_source(config::File::from_str(DEFAULTS, FileFormat::Toml))
        .add_source(config::File::from_str(file, FileFormat::Toml))
        .add_source(environment)
        .set_override_option(
            "knowledge.path",
            flags.knowledge.as_ref().map(|path| path.to_string_lossy().into_owned()),
        )?
        .set_override_option("terminal.colour", flags.colour.map(Colour::id))?
        .build()?
        .try_deserialize()
}

/// The error with the name of the file it is about, which was handed over as text.
fn explain(error: &config::ConfigError, file: &str) -> String {
    let message = error.to_string();
    if file.is_empty() || message.contains("the environment") { message } else { format!("{message} ({file})") }
}
