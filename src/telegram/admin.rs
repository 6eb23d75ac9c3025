//! What those who look after the bot may ask it, in a chat of their own with it. To anybody else these commands do not
//! exist.

use teloxide::types::Message;

use super::desk::Desk;
use super::reload::Request;
use crate::reply::Reply;
use crate::reply::operate::{self, Operation, Running, Stats, Vain};
use crate::store::cluster;

/// How many questions are looked at, and how many clusters of them are shown.
const MOST: (i64, usize) = (2000, 15);

/// The reply to a command, if it is one of these and comes from one of them.
pub(super) async fn reply(desk: &Desk, message: &Message, name: &str) -> Option<Reply> {
    let user = message.from.as_ref().and_then(|user| i64::try_from(user.id.0).ok())?;
    if !message.chat.is_private() || !desk.access.admins.contains(&user) {
        return None;
    }
    Some(match Operation::of(name)? {
        Operation::Version => operate::version(&running(desk)),
        Operation::Stats => stats(desk).await,
        Operation::Unanswered => unanswered(desk).await,
        Operation::Reload => {
            // The one who loads lives as long as the bot does.
            let _ = desk.office.reload.send(Request::Of(message.chat.id));
            operate::loading()
        }
    })
}

/// What a desk works with.
pub(super) fn running(desk: &Desk) -> Running {
    let knowledge = desk.engine.knowledge();
    Running {
        knowledge: desk.version.to_string(),
        facts: knowledge.facts().len(),
        documents: knowledge.documents().len(),
        since: desk.office.started.elapsed(),
    }
}

async fn stats(desk: &Desk) -> Reply {
    let count = |outcome| desk.office.metrics.count(outcome);
    let journal = desk.office.store.counts().await.ok();
    let stats = Stats {
        answers: count("answer"),
        clarifications: count("clarify"),
        silences: count("no_answer"),
        small_talk: count("small_talk"),
        journal: journal.map(|counts| (counts.unanswered, counts.good, counts.bad)),
    };
    operate::stats(&stats, desk.office.started.elapsed())
}

async fn unanswered(desk: &Desk) -> Reply {
    let Ok(questions) = desk.office.store.unanswered(MOST.0).await else { return operate::vain(None) };
    let vain = cluster(questions).into_iter().take(MOST.1).map(|cluster| Vain {
        question: cluster.first.question,
        reason: cluster.first.reason,
        fact: cluster.first.fact,
        times: cluster.times,
        others: cluster.others.len(),
    });
    operate::vain(Some(&vain.collect::<Vec<_>>()))
}
