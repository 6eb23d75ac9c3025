//! `ibid bot`: serves people in Telegram.

use std::io;

use clap::Args;
use secrecy::SecretString;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tracing_subscriber::EnvFilter;

use super::{Error, Verdict, load};
use crate::settings::{Log, LogFormat, Settings};
use crate::telegram::{Config, Stopped, serve};

/// The variable that holds the token.
const TOKEN: &str = "TELOXIDE_TOKEN";

/// What `ibid bot` is given.
#[derive(Debug, Args)]
pub(super) struct Bot {}

impl Bot {
    pub(super) fn run(&self, settings: &Settings) -> Result<Verdict, Error> {
        let token = token(settings)?;
        open_log(&settings.log)?;
        let config =
            Config { telegram: settings.telegram.clone(), limits: settings.limits, access: settings.access.clone() };
        let settings = settings.clone();
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let served = runtime.block_on(async {
            let stop = stop_on_signals()?;
            Ok::<_, io::Error>(serve(config, &token, move || load::engine(&settings), stop).await)
        })?;
        // Whatever is still being loaded is of no use any more.
        runtime.shutdown_background();
        match served {
            Ok(()) => Ok(Verdict::Pass),
            Err(Stopped::WrongToken) => Err(Error::Token(Stopped::<Error>::WrongToken.to_string())),
            Err(Stopped::Address(fault)) => Err(Error::Report(format!("ibid: {}", Stopped::<Error>::Address(fault)))),
            Err(Stopped::Engine(fault)) => Err(fault),
        }
    }
}

/// The token from the environment, or from the file that the settings name.
fn token(settings: &Settings) -> Result<SecretString, Error> {
    let written = match (std::env::var(TOKEN), settings.telegram.token_file()) {
        (Ok(token), _) => token,
        (Err(_), Some(path)) => std::fs::read_to_string(path)
            .map_err(|error| Error::Token(format!("telegram.token_file {}: {error}", path.display())))?,
        (Err(_), None) => {
            return Err(Error::Token(format!("there is no token: set {TOKEN}, or telegram.token_file to a file")));
        }
    };
    let token = written.trim();
    // Anything else could not be part of an address, and would only be refused less clearly later.
    let is_one = token.split_once(':').is_some_and(|(id, secret)| {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit()) && !secret.is_empty() && secret.chars().all(is_plain)
    });
    if is_one {
        Ok(SecretString::from(token.to_owned()))
    } else {
        Err(Error::Token("the token is not one: @BotFather gives one as 123456:letters".to_owned()))
    }
}

fn open_log(log: &Log) -> Result<(), Error> {
    let filter = EnvFilter::try_new(&log.filter)
        .map_err(|error| Error::Report(format!("ibid: log.filter cannot be read: {error}")))?;
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).with_target(false);
    match log.format {
        LogFormat::Text => lines.with_ansi(io::IsTerminal::is_terminal(&io::stderr())).init(),
        LogFormat::Json => lines.json().init(),
    }
    Ok(())
}

/// Turns true on SIGINT and SIGTERM, and again on each further one.
fn stop_on_signals() -> io::Result<watch::Receiver<bool>> {
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let (sender, receiver) = watch::channel(false);
    tokio::spawn(async move {
        loop {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            sender.send_replace(true);
        }
    });
    Ok(receiver)
}
