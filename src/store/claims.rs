//! Which updates are being answered, by whom, and which are done: so that of several processes one answers each, and a
//! process that dies leaves nothing undone.
//!
//! A claim is a lease. Who holds it renews it; what nobody renews is free for the next one.

use std::time::Duration;

use super::engine::{Statement, Value};
use super::keys::Purpose;
use super::{Changes, Fault, Store};

/// How long a claim holds that is not renewed: the longest that a dead process keeps others from its updates.
pub(super) const LEASE: Duration = Duration::from_secs(15);
/// How many recorded updates are taken over at a time.
const MOST: i64 = 500;

/// What comes of asking for an update.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// It is this process that answers it.
    Ours,
    /// It has been answered.
    Done,
    /// Another process is at work on it, or on another update of its chat.
    Theirs,
}

/// An update that Telegram will not send again, since it was told that we have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Its number.
    pub number: u32,
    /// The update itself, as it came.
    pub body: String,
}

impl Store {
    /// Claims an update. Where `chat` is given, no other update of that chat may be at work.
    pub async fn claim(&self, bot: i64, number: u32, chat: Option<i64>) -> Result<Claim, Fault> {
        let (now, number, was_up) = (self.now(), i64::from(number), self.is_up());
        let chat = chat.map(|chat| self.keys.id(Purpose::Chat, &[chat]));
        let claimed = self.claim_at(now, bot, number, chat).await;
        if claimed.is_err() && was_up {
            // It may have been done all the same: without an answer nobody knows. Until it is claimed again, it is free.
            self.late.keep([Statement::new(
                "UPDATE ibid_claim SET until = 0
                 WHERE bot = $1 AND number = $2 AND done = 0 AND holder = $3 AND until = $4",
                [bot.into(), number.into(), self.holder.clone().into(), until(now).into()],
            )]);
        }
        claimed
    }

    async fn claim_at(&self, now: i64, bot: i64, number: i64, chat: Option<Vec<u8>>) -> Result<Claim, Fault> {
        let holder = || Value::from(self.holder.clone());
        let inserted = || {
            Statement::new(
                "INSERT INTO ibid_claim (bot, number, chat, holder, until, done) VALUES ($1, $2, $3, $4, $5, 0)
                 ON CONFLICT DO NOTHING RETURNING number",
                [bot.into(), number.into(), chat.clone().into(), holder(), until(now).into()],
            )
        };
        // Nearly always nobody had it before.
        if !self.run(vec![inserted()]).await?[0].is_empty() {
            return Ok(Claim::Ours);
        }
        let rows = self
            .run(vec![
                // What a dead process left unfinished in this chat must not close it; Telegram sends it again.
                Statement::new(
                    "DELETE FROM ibid_claim
                     WHERE bot = $1 AND chat = $2 AND done = 0 AND body IS NULL AND until < $3 AND number <> $4",
                    [bot.into(), chat.clone().into(), now.into(), number.into()],
                ),
                inserted(),
                Statement::new(
                    "UPDATE ibid_claim SET holder = $1, until = $2
                     WHERE bot = $3 AND number = $4 AND done = 0 AND (until < $5 OR holder = $1) RETURNING number",
                    [holder(), until(now).into(), bot.into(), number.into(), now.into()],
                ),
                Statement::new(
                    "SELECT done FROM ibid_claim WHERE bot = $1 AND number = $2",
                    [bot.into(), number.into()],
                ),
            ])
            .await?;
        let is_done = rows[3].first().is_some_and(|row| row[0].int() > 0);
        let is_ours = !rows[1].is_empty() || !rows[2].is_empty();
        Ok(if is_done {
            Claim::Done
        } else if is_ours {
            Claim::Ours
        } else {
            Claim::Theirs
        })
    }

    /// An update has been answered. What it was is deleted with that.
    pub fn finish(&self, changes: &mut Changes, bot: i64, number: u32) {
        let now = self.now();
        changes.ends.push(Statement::new(
            "INSERT INTO ibid_claim (bot, number, holder, until, done) VALUES ($1, $2, $3, 0, $4)
             ON CONFLICT (bot, number) DO UPDATE SET done = excluded.done, chat = NULL, body = NULL, owner = NULL",
            [bot.into(), i64::from(number).into(), self.holder.clone().into(), now.into()],
        ));
    }

    /// Gives an update back unanswered.
    pub fn release(&self, changes: &mut Changes, bot: i64, number: u32) {
        changes.ends.push(Statement::new(
            "UPDATE ibid_claim SET until = 0 WHERE bot = $1 AND number = $2 AND holder = $3 AND done = 0",
            [bot.into(), i64::from(number).into(), self.holder.clone().into()],
        ));
    }

    /// Keeps an update of a user's until it is answered, so that Telegram need not.
    pub async fn record(&self, bot: i64, number: u32, user: Option<i64>, body: &str) -> Result<(), Fault> {
        let (now, number) = (self.now(), i64::from(number));
        let Some(sealed) = self.keys.seal(&body_key(bot, number), body) else {
            return Err(Fault("the system gives no random numbers".to_owned()));
        };
        let until = until(now);
        let owner = user.map(|user| self.keys.id(Purpose::Owner, &[user]));
        let recorded = Statement::new(
            "INSERT INTO ibid_claim (bot, number, holder, until, done, body, owner) VALUES ($1, $2, $3, $4, 0, $5, $6)
             ON CONFLICT (bot, number) DO UPDATE SET
                 body = CASE WHEN ibid_claim.done = 0 THEN excluded.body END,
                 owner = CASE WHEN ibid_claim.done = 0 THEN excluded.owner END",
            [bot.into(), number.into(), self.holder.clone().into(), until.into(), sealed.into(), owner.into()],
        );
        self.run(vec![recorded.promised()]).await.map(drop)
    }

    /// Takes over recorded updates that nobody is at work on, oldest first.
    pub async fn take_over(&self, bot: i64) -> Result<Vec<Recorded>, Fault> {
        let now = self.now();
        let until = until(now);
        let was_up = self.is_up();
        let taken = self
            .run(vec![Statement::new(
                "UPDATE ibid_claim SET holder = $1, until = $2 WHERE bot = $3 AND done = 0 AND until < $4 AND number IN
                     (SELECT number FROM ibid_claim
                      WHERE bot = $3 AND done = 0 AND until < $4 AND body IS NOT NULL ORDER BY number LIMIT $5)
                 RETURNING number, body",
                [self.holder.clone().into(), until.into(), bot.into(), now.into(), MOST.into()],
            )])
            .await;
        if taken.is_err() && was_up {
            self.late.keep([Statement::new(
                "UPDATE ibid_claim SET until = 0
                 WHERE bot = $1 AND body IS NOT NULL AND done = 0 AND holder = $2 AND until = $3",
                [bot.into(), self.holder.clone().into(), until.into()],
            )]);
        }
        let rows = taken?;
        let recorded = rows[0].iter().filter_map(|row| {
            let body = self.keys.open(&body_key(bot, row[0].int()), row[1].bytes()?)?;
            Some(Recorded { number: u32::try_from(row[0].int()).ok()?, body })
        });
        let mut recorded: Vec<_> = recorded.collect();
        recorded.sort_by_key(|recorded| recorded.number);
        Ok(recorded)
    }

    /// Frees all claims of other processes: for who knows that it is the only one.
    pub async fn succeed(&self, bot: i64) -> Result<(), Fault> {
        let freed = Statement::new(
            "UPDATE ibid_claim SET until = 0 WHERE bot = $1 AND done = 0 AND holder <> $2",
            [bot.into(), self.holder.clone().into()],
        );
        self.run(vec![freed]).await.map(drop)
    }

    /// Ends the recorded updates of a user that came before this one: those that wait are not answered, and the one at
    /// work, which its empty holder tells, leaves nothing behind ([`Changes::of`]).
    pub(super) fn drop_recorded(&self, owner: Vec<u8>, before: Option<(i64, u32)>) -> Statement {
        // No bot has the number 0.
        let (bot, number) = before.unwrap_or_default();
        Statement::new(
            "UPDATE ibid_claim SET done = $1, chat = NULL, body = NULL, owner = NULL, holder = $2
             WHERE done = 0 AND owner = $3 AND NOT (bot = $4 AND number >= $5)",
            [self.now().into(), Vec::new().into(), owner.into(), bot.into(), i64::from(number).into()],
        )
    }

    /// Renews all claims of this process.
    pub(super) fn renewal(&self) -> Statement {
        let until = until(self.now());
        Statement::new(
            "UPDATE ibid_claim SET until = $1 WHERE done = 0 AND holder = $2 AND until > 0",
            [until.into(), self.holder.clone().into()],
        )
    }
}

/// When a claim ends that is made now and not renewed.
fn until(now: i64) -> i64 {
    now + LEASE.as_millis() as i64
}

/// The place that the body of an update is sealed for.
fn body_key(bot: i64, number: i64) -> Vec<u8> {
    [bot.to_le_bytes(), number.to_le_bytes()].concat()
}
