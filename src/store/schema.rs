//! The tables, as a list of steps that only grows: a database knows how many of them it has had.
//!
//! `{bytes}` is what a column of bytes is called. A step that has been released is never changed.

use super::engine::Why;

/// All steps, oldest first.
const STEPS: &[&str] = &[
    "
    -- What belongs to a conversation or a message, sealed. `owner` is whom it belongs to.
    CREATE TABLE ibid_memo (
        key {bytes} PRIMARY KEY,
        owner {bytes} NOT NULL,
        sealed {bytes} NOT NULL,
        expires BIGINT NOT NULL
    );
    CREATE INDEX ibid_memo_owner ON ibid_memo (owner);
    CREATE INDEX ibid_memo_expires ON ibid_memo (expires);

    -- Updates: who is at work on them, and which are done. `body` is the update itself, sealed, where Telegram has been
    -- told that it need not send it again.
    CREATE TABLE ibid_claim (
        bot BIGINT NOT NULL,
        number BIGINT NOT NULL,
        chat {bytes},
        holder {bytes} NOT NULL,
        until BIGINT NOT NULL,
        done BIGINT NOT NULL,
        body {bytes},
        PRIMARY KEY (bot, number)
    );
    -- Of a chat, one update at a time.
    CREATE UNIQUE INDEX ibid_claim_chat ON ibid_claim (bot, chat) WHERE done = 0 AND chat IS NOT NULL;
    CREATE INDEX ibid_claim_open ON ibid_claim (until) WHERE done = 0;
    CREATE INDEX ibid_claim_done ON ibid_claim (done) WHERE done > 0;

    -- Votes. `key` is the message and the voter, so that a second press changes the first.
    CREATE TABLE ibid_feedback (
        key {bytes} PRIMARY KEY,
        owner {bytes} NOT NULL,
        good BIGINT NOT NULL,
        fact TEXT,
        at BIGINT NOT NULL
    );
    CREATE INDEX ibid_feedback_owner ON ibid_feedback (owner);
    CREATE INDEX ibid_feedback_at ON ibid_feedback (at);

    -- Questions that got no answer or a bad one, each once, with nothing of who asked.
    CREATE TABLE ibid_unanswered (
        key {bytes} PRIMARY KEY,
        question TEXT,
        reason TEXT NOT NULL,
        fact TEXT,
        times BIGINT NOT NULL,
        last BIGINT NOT NULL
    );
    CREATE INDEX ibid_unanswered_times ON ibid_unanswered (times, last);
    CREATE INDEX ibid_unanswered_last ON ibid_unanswered (last);

    -- When the next message may be sent: in all, and to each chat.
    CREATE TABLE ibid_budget (
        key {bytes} PRIMARY KEY,
        next BIGINT NOT NULL
    );
    CREATE INDEX ibid_budget_next ON ibid_budget (next);

    -- A mark of the key that ids are hashed with.
    CREATE TABLE ibid_mark (name TEXT PRIMARY KEY, value {bytes} NOT NULL);
",
    "
    -- Whom a recorded update belongs to, so that it can be forgotten with everything else.
    ALTER TABLE ibid_claim ADD COLUMN owner {bytes};
",
];

/// The steps that a database at `version` still lacks, each with the version it leads to.
pub(super) fn steps(version: i64, bytes: &str) -> Result<Vec<(i64, String)>, Why> {
    let latest = STEPS.len() as i64;
    if version > latest {
        return Err(format!(
            "the database is of a newer ibid (version {version}, this one knows {latest}): upgrade ibid"
        ));
    }
    let lacking = (1..).zip(STEPS).skip_while(|&(step, _)| step <= version);
    Ok(lacking.map(|(step, sql)| (step, sql.replace("{bytes}", bytes))).collect())
}
