//! `ibid webhook`: tells Telegram where to send updates.

use std::io::{self, Write};

use clap::{Args, Subcommand};

use super::{Error, Verdict, token};
use crate::settings::Settings;
use crate::telegram::{Control, control};

/// What `ibid webhook` is given.
#[derive(Debug, Args)]
pub(super) struct Webhook {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Have Telegram send updates to webhook.url
    Set {
        /// Drop the updates that are waiting
        #[arg(long)]
        drop_pending: bool,
    },
    /// Show what Telegram says of the webhook
    Info,
    /// Have Telegram send no more updates, so that the bot can poll
    Delete {
        /// Drop the updates that are waiting
        #[arg(long)]
        drop_pending: bool,
    },
}

impl Webhook {
    pub(super) fn run(&self, settings: &Settings) -> Result<Verdict, Error> {
        let bot = token::token(settings)?;
        let secret = match self.action {
            Action::Set { .. } => token::webhook_secret(settings)?,
            Action::Info | Action::Delete { .. } => String::new().into(),
        };
        let asked = match self.action {
            Action::Set { drop_pending } => Control::Set { webhook: &settings.webhook, secret: &secret, drop_pending },
            Action::Info => Control::Info,
            Action::Delete { drop_pending } => Control::Delete { drop_pending },
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let said = runtime.block_on(control(&settings.telegram, &bot, asked));
        writeln!(io::stdout(), "{}", said.map_err(|fault| Error::Report(format!("ibid: {fault}")))?)?;
        Ok(Verdict::Pass)
    }
}
