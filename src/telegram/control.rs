//! Telling Telegram where to send updates: done once, by a command, and never by a process that serves.

use secrecy::{ExposeSecret, SecretString};
use teloxide::payloads::{DeleteWebhook, GetWebhookInfo, SetWebhook};
use teloxide::types::WebhookInfo;

use super::api::{Api, Fault};
use super::runner::ALLOWED;
use crate::settings::{Telegram, Webhook};

/// What a command asks of Telegram.
#[derive(Clone, Copy, Debug)]
pub enum Control<'c> {
    /// To send updates there, proving itself with the secret.
    Set {
        /// The settings of the webhook.
        webhook: &'c Webhook,
        /// The secret.
        secret: &'c SecretString,
        /// Whether to drop what is waiting.
        drop_pending: bool,
    },
    /// To say how it is.
    Info,
    /// To send no more updates.
    Delete {
        /// Whether to drop what is waiting.
        drop_pending: bool,
    },
}

/// Asks Telegram, and says what came of it in lines for people.
pub async fn control(telegram: &Telegram, token: &SecretString, control: Control<'_>) -> Result<String, String> {
    let api = Api::new(&telegram.api_url, token)?;
    let explain = |fault: Fault| match fault {
        Fault::Refused { code: 401 | 404, .. } => "Telegram refuses the token: take it anew from @BotFather".to_owned(),
        fault => format!("Telegram did not do it: {fault}"),
    };
    match control {
        Control::Set { webhook, secret, drop_pending } => {
            let url = reqwest::Url::parse(&webhook.url).map_err(|error| {
                format!("webhook.url is {:?}: write the public address, with https:// ({error})", webhook.url)
            })?;
            let mut payload = SetWebhook::new(url);
            payload.max_connections = Some(webhook.connections);
            payload.allowed_updates = Some(ALLOWED.to_vec());
            payload.drop_pending_updates = Some(drop_pending);
            payload.secret_token = Some(secret.expose_secret().to_owned());
            api.call::<_, bool>(&payload).await.map_err(explain)?;
            Ok(format!("Telegram sends updates to {}", webhook.url))
        }
        Control::Info => {
            let info: WebhookInfo = api.call(&GetWebhookInfo::new()).await.map_err(explain)?;
            Ok(describe(&info))
        }
        Control::Delete { drop_pending } => {
            let mut payload = DeleteWebhook::new();
            payload.drop_pending_updates = Some(drop_pending);
            api.call::<_, bool>(&payload).await.map_err(explain)?;
            Ok("Telegram sends no updates; the bot can poll".to_owned())
        }
    }
}

fn describe(info: &WebhookInfo) -> String {
    let Some(url) = &info.url else {
        return format!("no webhook is set\nupdates waiting: {}", info.pending_update_count);
    };
    let mut lines = vec![format!("url: {url}"), format!("updates waiting: {}", info.pending_update_count)];
    lines.extend(info.max_connections.map(|most| format!("connections: {most}")));
    lines.extend(info.ip_address.iter().map(|address| format!("address: {address}")));
    if let (Some(at), Some(error)) = (info.last_error_date, &info.last_error_message) {
        lines.push(format!("last error, {at}: {error}"));
    }
    lines.join("\n")
}
