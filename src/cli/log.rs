//! The log: where it goes, and how much of it there is, which can change while the program runs.

use std::io;

use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Registry, fmt, reload};

use super::Error;
use crate::settings::{Log, LogFormat};

/// The log of a running program.
pub(super) struct Logging(reload::Handle<EnvFilter, Registry>);

impl Logging {
    /// Opens the log.
    pub(super) fn open(log: &Log) -> Result<Logging, Error> {
        let (filter, handle) = reload::Layer::new(filter(log)?);
        let subscriber = tracing_subscriber::registry().with(filter);
        let lines = fmt::layer().with_writer(io::stderr).with_target(false);
        match log.format {
            LogFormat::Text => {
                subscriber.with(lines.with_ansi(io::IsTerminal::is_terminal(&io::stderr()))).init();
            }
            LogFormat::Json => subscriber.with(lines.json()).init(),
        }
        Ok(Logging(handle))
    }

    /// Whether a change could be made.
    pub(super) fn check(&self, log: &Log) -> Result<(), Error> {
        filter(log).map(drop)
    }

    /// Logs by another filter from now on.
    pub(super) fn change(&self, log: &Log) -> Result<(), Error> {
        let changed = self.0.reload(filter(log)?);
        changed.map_err(|error| Error::Report(format!("ibid: the log cannot be changed: {error}")))
    }
}

fn filter(log: &Log) -> Result<EnvFilter, Error> {
    EnvFilter::try_new(&log.filter).map_err(|error| Error::Report(format!("ibid: log.filter cannot be read: {error}")))
}
