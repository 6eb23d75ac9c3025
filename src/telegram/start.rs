//! What is said to Telegram at the start: who we are, which commands there are. And what of it keeps people from us.

use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use teloxide::payloads::{
    GetMe, GetMyCommands, GetMyCommandsSetters, GetMyDescription, GetMyShortDescription, SetMyCommands,
    SetMyCommandsSetters, SetMyDescription, SetMyDescriptionSetters, SetMyShortDescription,
    SetMyShortDescriptionSetters,
};
use teloxide::requests::Payload;
use teloxide::types::{BotCommand, BotCommandScope, BotDescription, BotShortDescription, Me};

use super::api::{Api, Fault};
use super::backoff::Backoff;
use super::entities::shorten;
use super::runner::WrongToken;
use crate::knowledge::{ENGLISH, KnowledgeBase, Wording};
use crate::reply::chat::{ChatCommand, description, short_description};

/// Telegram's limits on both descriptions, in UTF-16 units.
const LONGEST_DESCRIPTION: usize = 512;
const LONGEST_SHORT_DESCRIPTION: usize = 120;
/// What the profile says is not worth more attempts.
const ATTEMPTS: usize = 5;

/// Who the bot is; asked until there is an answer, since without one nothing can be served.
pub(super) async fn who_are_we(api: &Api) -> Result<Me, WrongToken> {
    let mut backoff = Backoff::new();
    loop {
        let fault = match api.call(&GetMe::new()).await {
            Ok(me) => return Ok(me),
            Err(Fault::Refused { code: 401 | 404, .. }) => return Err(WrongToken),
            Err(fault) => fault,
        };
        let pause = if let Fault::Wait(pause) = fault { pause } else { backoff.pause() };
        tracing::warn!(seconds = pause.as_secs_f32(), "Telegram does not say who we are: {fault}; asking again");
        tokio::time::sleep(pause).await;
    }
}

/// Warns of settings at BotFather that keep people from being answered.
pub(super) fn warn(me: &Me) {
    let username = me.user.username.as_deref().unwrap_or_default();
    tracing::info!(username, "serving");
    if !me.can_join_groups {
        tracing::warn!("this bot cannot be added to groups: allow it at BotFather with /setjoingroups");
    } else if !me.can_read_all_group_messages {
        tracing::warn!(
            "group privacy is on: in groups only commands and replies to the bot arrive, mentions do not; \
             people ask with /ask, or turn it off at BotFather with /setprivacy"
        );
    }
    if !me.supports_inline_queries {
        tracing::warn!("inline mode is off: turn it on at BotFather with /setinline");
    }
}

/// Tells Telegram the commands and the descriptions where it has others.
pub(super) async fn introduce(api: Arc<Api>, about: About) {
    for (scope, without) in
        [(BotCommandScope::AllPrivateChats, None), (BotCommandScope::AllGroupChats, Some(ChatCommand::Start))]
    {
        let wanted = commands(without, &about.wording);
        let get = GetMyCommands::new().scope(scope.clone());
        let set = SetMyCommands::new(wanted.clone()).scope(scope);
        differ(&api, "commands", &get, |known: &Vec<BotCommand>| *known == wanted, &set).await;
    }
    let set = SetMyDescription::new().description(about.description.clone());
    let is_same = |known: &BotDescription| known.description == about.description;
    differ(&api, "description", &GetMyDescription::new(), is_same, &set).await;
    let set = SetMyShortDescription::new().short_description(about.short.clone());
    let is_same = |known: &BotShortDescription| known.short_description == about.short;
    differ(&api, "short description", &GetMyShortDescription::new(), is_same, &set).await;
}

/// What the profile is to say.
pub(super) struct About {
    wording: Wording,
    description: String,
    short: String,
}

impl About {
    pub(super) fn new(knowledge: &KnowledgeBase) -> Self {
        let wording = knowledge.wording(ENGLISH);
        About {
            wording: wording.clone(),
            description: shorten(&description(knowledge, wording), LONGEST_DESCRIPTION),
            short: shorten(&short_description(knowledge, wording), LONGEST_SHORT_DESCRIPTION),
        }
    }
}

fn commands(without: Option<ChatCommand>, wording: &Wording) -> Vec<BotCommand> {
    let listed = ChatCommand::ALL.into_iter().filter(|&command| Some(command) != without);
    listed.map(|command| BotCommand::new(command.id(), command.explain(wording))).collect()
}

/// Sets something where what Telegram knows is not the same: it bears few changes, and a start is no reason for one.
async fn differ<G, S, T>(api: &Api, what: &str, get: &G, is_same: impl Fn(&T) -> bool, set: &S)
where
    G: Payload + Serialize,
    S: Payload + Serialize,
    T: DeserializeOwned,
{
    match attempt::<_, T>(api, get).await {
        Ok(known) if is_same(&known) => {}
        Ok(_) => match attempt::<_, bool>(api, set).await {
            Ok(_) => tracing::info!("Telegram knows our {what} now"),
            Err(fault) => tracing::warn!("our {what} could not be set: {fault}"),
        },
        Err(fault) => tracing::warn!("Telegram does not say what our {what} is: {fault}"),
    }
}

async fn attempt<P, R>(api: &Api, payload: &P) -> Result<R, Fault>
where
    P: Payload + Serialize,
    R: DeserializeOwned,
{
    let mut backoff = Backoff::new();
    let mut left = ATTEMPTS;
    loop {
        left -= 1;
        match api.call(payload).await {
            Err(Fault::Wait(pause)) if left > 0 && pause < Duration::from_secs(60) => tokio::time::sleep(pause).await,
            Err(Fault::Server(_) | Fault::Unsent(_) | Fault::Unknown(_) | Fault::Garbled) if left > 0 => {
                tokio::time::sleep(backoff.pause()).await;
            }
            ended => return ended,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::telegram::entities::units;

    #[test]
    fn commands_and_descriptions_obey_telegrams_rules() {
        let about = About::new(&KnowledgeBase::built_in());
        for command in commands(None, &about.wording) {
            assert!(command.command.chars().all(|c| c.is_ascii_lowercase() || c == '_'), "{command:?}");
            assert!((1..=256).contains(&command.description.len()), "{command:?}");
        }
        assert!(units(&about.description) <= LONGEST_DESCRIPTION && units(&about.short) <= LONGEST_SHORT_DESCRIPTION);
        assert!(!about.short.ends_with('…'), "{}", about.short);
    }
}
