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

/// What comes of asking for a place in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reserved {
    /// It may go in so many milliseconds.
    In(i64),
    /// Its chat gets nothing for so many milliseconds: ask again then.
    Closed(i64),
}

/// So many milliseconds ahead of its pace a group may be: the minute that Telegram counts in.
const MINUTE: i64 = 60_000;

impl Store {
    /// Reserves a place in time. A chat's messages must be reserved one after the other.
    pub async fn reserve(&self, send: Send, pace: Pace) -> Result<Reserved, Fault> {
        let now = self.now();
        // A chat is waited for first: a place among all taken before that would be lost, or come at a bad time.
        let ahead = MINUTE - pace.group;
        if let Some(chat) = send.chat {
            let keys = [0, 1, 2].map(|part| self.keys.id(Purpose::Budget, &[chat, part]));
            let asked = Statement::new(
                "SELECT key, next FROM ibid_budget WHERE key IN ($1, $2, $3)",
                keys.clone().map(Value::from),
            );
            let rows = self.run(vec![asked]).await?;
            let of = |at: usize| rows[0].iter().find(|row| row[0].bytes() == Some(&keys[at]));
            let opens = |at: usize| of(at).map_or(0, |row| row[1].int());
            let mut closed = opens(0) - now;
            if send.is_message {
                closed = closed.max(opens(1) - now).max(opens(2) - ahead - now);
            }
            if closed > 0 {
                return Ok(Reserved::Closed(closed));
            }
        }
        let place = if pace.overall > 0 {
            let rows = self.run(vec![self.place(&[], now, pace.overall)]).await?;
            rows[0].first().map_or(now, |row| row[0].int()).max(now)
        } else {
            now
        };
        // The chat's next message is counted from when this one goes, not from now.
        let mut statements = Vec::new();
        if let Some(chat) = send.chat.filter(|_| send.is_message) {
            if pace.chat > 0 {
                statements.push(self.place(&[chat, 1], place, pace.chat));
            }
            if pace.group > 0 && chat < 0 {
                statements.push(self.place(&[chat, 2], place, pace.group));
            }
        }
        if !statements.is_empty() {
            self.run(statements).await?;
        }
        Ok(Reserved::In(place - now))
    }

    /// Keeps a chat from getting anything for so many milliseconds.
    pub async fn freeze(&self, chat: i64, pause: i64) -> Result<(), Fault> {
        let until = self.now() + pause;
        let frozen = Statement::of_shared(
            "INSERT INTO ibid_budget (key, next) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE
             SET next = CASE WHEN ibid_budget.next > excluded.next THEN ibid_budget.next ELSE excluded.next END",
            [self.keys.id(Purpose::Budget, &[chat, 0]).into(), until.into()],
        );
        self.run(vec![frozen]).await.map(drop)
    }

    /// Takes the next of a row of places `space` apart, at the earliest `from` then on.
    fn place(&self, of: &[i64], from: i64, space: i64) -> Statement {
        Statement::of_shared(
            "INSERT INTO ibid_budget (key, next) VALUES ($1, CAST($2 AS BIGINT) + CAST($3 AS BIGINT))
             ON CONFLICT (key) DO UPDATE SET next =
                 CASE WHEN ibid_budget.next > $2 THEN ibid_budget.next ELSE CAST($2 AS BIGINT) END + CAST($3 AS BIGINT)
             RETURNING next - CAST($3 AS BIGINT)",
            [self.keys.id(Purpose::Budget, of).into(), Value::Int(from), Value::Int(space)],
        )
    }
}
