//! What a store needs now and then: claims renewed, what has expired deleted, and a look whether it works again.

use std::time::Duration;

use tokio::time::{Instant, interval};

use super::claims::LEASE;
use super::engine::Statement;
use super::{Fault, Store};

/// How often a store that is down is tried.
const PROBE: Duration = Duration::from_secs(1);
/// How often claims are renewed: twice may fail.
const RENEW: Duration = Duration::from_secs(LEASE.as_secs() / 3);
/// How often the store is cleared of what has expired, at most and at least.
const CLEAR: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(60));
/// How much is deleted at a time: people are waiting in between.
const CHUNK: i64 = 1000;
/// How long Telegram may send an update again.
const DAY: i64 = 24 * 60 * 60 * 1000;

/// Looks after a store as long as it is polled.
pub async fn tend(store: &Store) {
    let clear = store.keep.shortest().div_f64(4.0).clamp(CLEAR.0, CLEAR.1);
    let mut ticks = interval(PROBE);
    let (mut renewed, mut cleared) = (Instant::now(), Instant::now());
    // Faults are noted by the store itself, and everything here is tried again.
    let _ = store.greet().await;
    loop {
        ticks.tick().await;
        if !store.is_up() {
            let _ = store.greet().await;
            continue;
        }
        if store.catch_up().await.is_err() {
            continue;
        }
        if renewed.elapsed() >= RENEW {
            renewed = Instant::now();
            let _ = store.run(vec![store.renewal()]).await;
        }
        if cleared.elapsed() >= clear {
            cleared = Instant::now();
            if let Ok(deleted @ 1..) = store.clear().await {
                tracing::debug!(deleted, "what had expired or was too much is deleted");
            }
        }
    }
}

impl Store {
    /// Tries whether the store works; compares clocks and secrets with it.
    pub async fn greet(&self) -> Result<(), Fault> {
        if let Some(sql) = self.engine.clock() {
            let rows = self.attempt(vec![Statement::new(sql, [])]).await?;
            let ahead = rows[0].first().map_or(0, |row| row[0].int()) - (self.clock)();
            self.skew.store(ahead, std::sync::atomic::Ordering::Relaxed);
        }
        let own = self.keys.of_text("mark");
        let rows = self
            .attempt(vec![
                Statement::new(
                    "INSERT INTO ibid_mark (name, value) VALUES ('key', $1) ON CONFLICT (name) DO NOTHING",
                    [own.clone().into()],
                ),
                Statement::new("SELECT value FROM ibid_mark WHERE name = 'key'", []),
                // A full disk can be read well enough, so something has to be written.
                Statement::new(
                    "INSERT INTO ibid_mark (name, value) VALUES ('greeting', $1)
                     ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                    [self.now().to_le_bytes().to_vec().into()],
                ),
            ])
            .await?;
        if rows[1].first().and_then(|row| row[0].bytes()) != Some(&own) {
            tracing::error!(
                "store.key is not the one that this database was begun with: what is remembered of people cannot be \
                 read with it, nor forgotten at their wish; give every process the first key"
            );
        }
        Ok(())
    }

    /// Deletes what has expired, and the oldest of what is too much; gives how much that was.
    pub async fn clear(&self) -> Result<usize, Fault> {
        let now = self.now();
        let day = now - DAY;
        let expired: [(&'static str, i64); 6] = [
            (
                "DELETE FROM ibid_memo WHERE key IN (SELECT key FROM ibid_memo WHERE expires < $1 LIMIT $2) RETURNING 1",
                now,
            ),
            (
                "DELETE FROM ibid_claim WHERE (bot, number) IN
                     (SELECT bot, number FROM ibid_claim WHERE done > 0 AND done < $1 LIMIT $2) RETURNING 1",
                now - self.keep.updates.millis(),
            ),
            (
                "DELETE FROM ibid_claim WHERE (bot, number) IN
                     (SELECT bot, number FROM ibid_claim WHERE done = 0 AND until < $1 AND body IS NULL LIMIT $2)
                 RETURNING 1",
                day,
            ),
            (
                "DELETE FROM ibid_feedback WHERE key IN
                     (SELECT key FROM ibid_feedback WHERE at < $1 LIMIT $2) RETURNING 1",
                now - self.keep.journal.millis(),
            ),
            (
                "DELETE FROM ibid_unanswered WHERE key IN
                     (SELECT key FROM ibid_unanswered WHERE last < $1 LIMIT $2) RETURNING 1",
                now - self.keep.journal.millis(),
            ),
            (
                "DELETE FROM ibid_budget WHERE key IN
                     (SELECT key FROM ibid_budget WHERE next < $1 LIMIT $2) RETURNING 1",
                now - 120_000,
            ),
        ];
        let mut deleted = 0;
        for (sql, before) in expired {
            deleted += self.delete(sql, before).await?;
        }
        if self.keep.questions > 0 {
            // Of those beyond the most that are kept, in order from the newest, there may be none. Of several processes
            // each finds the same ones, so that none goes too far.
            let beyond = "DELETE FROM ibid_unanswered WHERE key IN
                 (SELECT key FROM ibid_unanswered ORDER BY last DESC LIMIT $2 OFFSET $1) RETURNING 1";
            deleted += self.delete(beyond, self.keep.questions.into()).await?;
        }
        Ok(deleted)
    }

    /// Deletes by a statement as long as there is something: its values are a bound, and how much to delete at a time.
    async fn delete(&self, sql: &'static str, bound: i64) -> Result<usize, Fault> {
        let mut deleted = 0;
        loop {
            let rows = self.run(vec![Statement::new(sql, [bound.into(), CHUNK.into()])]).await?;
            deleted += rows[0].len();
            if rows[0].len() < CHUNK as usize {
                return Ok(deleted);
            }
        }
    }
}
