//! `ibid bot`: serves people in Telegram.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;

use super::log::Logging;
use super::{Error, Verdict, load, store, token};
use crate::settings::{Flags, Mode, Settings};
use crate::telegram::{Config, Fresh, Load, Signals, Stopped, serve};

/// What `ibid bot` is given.
#[derive(Debug, Args)]
pub(super) struct Bot {}

impl Bot {
    pub(super) fn run(&self, settings: &Settings, flags: &Flags) -> Result<Verdict, Error> {
        let token = token::token(settings)?;
        let webhook = match settings.telegram.mode {
            Mode::Poll => None,
            Mode::Webhook => Some((settings.webhook.listen.clone(), token::webhook_secret(settings)?)),
        };
        let logging = Logging::open(&settings.log)?;
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let served = runtime.block_on(async {
            let signals = signals()?;
            let (store, kept) = store::open(settings)?;
            let config = Config {
                telegram: settings.telegram.clone(),
                limits: settings.limits,
                webhook,
                monitor: settings.monitor.listen(settings.telegram.mode).map(str::to_owned),
                store,
                kept,
                watched: watched(settings, flags),
            };
            Ok::<_, Error>(serve(config, &token, loader(settings, flags, logging), signals).await)
        });
        // Whatever is still being loaded is of no use any more.
        runtime.shutdown_background();
        match served? {
            Ok(()) => Ok(Verdict::Pass),
            Err(Stopped::WrongToken) => Err(Error::Token(Stopped::<Error>::WrongToken.to_string())),
            Err(Stopped::Engine(fault)) => Err(fault),
            Err(stopped) => Err(Error::Report(format!("ibid: {stopped}"))),
        }
    }
}

/// Reads what can change while the bot runs: the first time by the settings there are, later by what they have become.
fn loader(settings: &Settings, flags: &Flags, logging: Logging) -> Load<Error> {
    let (first, flags) = (std::sync::Mutex::new(Some(settings.clone())), flags.clone());
    Arc::new(move || {
        let first = first.lock().ok().and_then(|mut first| first.take());
        let settings = match first {
            Some(settings) => settings,
            None => {
                let settings = Settings::read(&flags, std::env::vars_os())?.settings;
                logging.check(&settings.log)?;
                settings
            }
        };
        let fresh = Fresh { engine: load::engine(&settings)?, access: settings.access.clone() };
        // Only now, when everything else is known to be right.
        logging.change(&settings.log)?;
        Ok(fresh)
    })
}

/// What is looked at for changes: the knowledge base, and the settings that can change with it.
fn watched(settings: &Settings, flags: &Flags) -> Vec<PathBuf> {
    let both = [settings.knowledge.path(), flags.config.as_deref()];
    both.into_iter().flatten().filter(|_| settings.knowledge.watch).map(PathBuf::from).collect()
}

/// Stops on SIGINT and SIGTERM, at once on each further one; loads anew on SIGHUP.
fn signals() -> io::Result<Signals> {
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let mut hang_up: Signal = signal(SignalKind::hangup())?;
    let (stop, stopped) = watch::channel(false);
    let (reload, reloaded) = watch::channel(());
    tokio::spawn(async move {
        loop {
            tokio::select! {
                _ = interrupt.recv() => drop(stop.send_replace(true)),
                _ = terminate.recv() => drop(stop.send_replace(true)),
                _ = hang_up.recv() => reload.send_replace(()),
            }
        }
    });
    Ok(Signals { stop: stopped, reload: reloaded })
}
