//! The secrets of a bot: its token, and what Telegram proves itself with.

use secrecy::SecretString;

use super::Error;
use crate::settings::Settings;

/// The variable that holds the token.
const TOKEN: &str = "TELOXIDE_TOKEN";

/// The token from the environment, or from the file that the settings name.
pub(super) fn token(settings: &Settings) -> Result<SecretString, Error> {
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
        !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit()) && !secret.is_empty() && is_plain(secret)
    });
    if is_one {
        Ok(SecretString::from(token.to_owned()))
    } else {
        Err(Error::Token("the token is not one: @BotFather gives one as 123456:letters".to_owned()))
    }
}

/// The secret of the webhook. There must be one: whoever found the address could otherwise write in anybody's name.
pub(super) fn webhook_secret(settings: &Settings) -> Result<SecretString, Error> {
    let written = match (settings.webhook.secret.reveal(), settings.webhook.secret_file()) {
        (Some(secret), _) => secret.to_owned(),
        (None, Some(path)) => std::fs::read_to_string(path)
            .map_err(|error| Error::Token(format!("webhook.secret_file {}: {error}", path.display())))?,
        (None, None) => {
            let hint = "there is no secret for the webhook: set webhook.secret, or webhook.secret_file to a file";
            return Err(Error::Token(hint.to_owned()));
        }
    };
    let secret = written.trim();
    if secret.is_empty() || secret.len() > 256 || !is_plain(secret) {
        return Err(Error::Token("the webhook's secret is 1 to 256 of A-Z, a-z, 0-9, _ and -".to_owned()));
    }
    Ok(SecretString::from(secret.to_owned()))
}

fn is_plain(secret: &str) -> bool {
    secret.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}
