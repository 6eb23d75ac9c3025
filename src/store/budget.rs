//! When messages may be sent, where several processes send for one bot: each reserves its places in time here.

use super::engine::{Statement, Value};
use super::keys::Purpose;
use super::{Fault, Store};

/// The pace that Telegram bears, in milliseconds between messages; 0 is without a limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pace {
    /// To all chats together.
    pub overall: i64,
    /// To one chat.
    pub chat: i64,
    /// To one group in the long run: a minute divided by how many messages it may get in one.
    pub group: i64,
}

/// Something to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Send {
    /// Where to, if anywhere in particular.
    pub chat: Option<i64>,
    /// Whether it is a message, which counts in its chat, or only touches one.
    pub is_message: bool,
}

/// So many milliseconds ahead of its pace a group may be: the minute that Telegram counts in.
const MINUTE: i64 = 60_000;

impl Store {
    /// Reserves a place; gives how many milliseconds are left until it.
    pub async fn reserve(&self, send: Send, pace: Pace) -> Result<i64, Fault> {
        let now = self.now();
        let mut statements = Vec::new();
        if let Some(chat) = send.chat {
            // Later places come after a freeze; who takes none only looks.
            statements.push(if send.is_message && pace.chat > 0 {
                self.place(&[chat, 0], now, pace.chat, 0)
            } else {
                let key = self.keys.id(Purpose::Budget, &[chat, 0]);
                Statement::new("SELECT next FROM ibid_budget WHERE key = $1", [key.into()])
            });
            if chat < 0 && send.is_message && pace.group > 0 {
                statements.push(self.place(&[chat, 1], now, pace.group, MINUTE - pace.group));
            }
        }
        if pace.overall > 0 {
            statements.push(self.place(&[], now, pace.overall, 0));
        }
        if statements.is_empty() {
            return Ok(0);
        }
        let rows = self.run(statements).await?;
        let places = rows.iter().filter_map(|rows| rows.first()).map(|row| row[0].int());
        Ok(places.max().unwrap_or(now).saturating_sub(now).max(0))
    }

    /// Keeps a chat from getting anything for so many milliseconds.
    pub async fn freeze(&self, chat: i64, pause: i64) -> Result<(), Fault> {
        let until = self.now() + pause;
        let frozen = Statement::new(
            "INSERT INTO ibid_budget (key, next) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE
             SET next = CASE WHEN ibid_budget.next > excluded.next THEN ibid_budget.next ELSE excluded.next END",
            [self.keys.id(Purpose::Budget, &[chat, 0]).into(), until.into()],
        );
        self.run(vec![frozen]).await.map(drop)
    }

    /// Takes the next place of a row of places `space` apart, as many of which may be taken early as fit `ahead`.
    fn place(&self, of: &[i64], now: i64, space: i64, ahead: i64) -> Statement {
        Statement::new(
            "INSERT INTO ibid_budget (key, next)
             VALUES ($1, CAST($2 AS BIGINT) + CAST($3 AS BIGINT))
             ON CONFLICT (key) DO UPDATE SET next =
                 CASE WHEN ibid_budget.next > $2 THEN ibid_budget.next ELSE CAST($2 AS BIGINT) END + CAST($3 AS BIGINT)
             RETURNING next - CAST($3 AS BIGINT) - CAST($4 AS BIGINT)",
            [self.keys.id(Purpose::Budget, of).into(), Value::Int(now), Value::Int(space), Value::Int(ahead)],
        )
    }
}
