//! What belongs to conversations and messages: sealed texts under keys, each with its owner and its end.

use super::engine::{Statement, Value};
use super::keys::Purpose;
use super::{Changes, Fault, Store};

/// No text is kept that is longer than this, in bytes: questions and conversations are bounded long before.
const LONGEST: usize = 64 * 1024;

impl Store {
    /// The conversation of a user in a chat, as it was written.
    pub async fn conversation(&self, chat: i64, user: i64) -> Result<Option<String>, Fault> {
        self.memo(Purpose::Conversation, &[chat, user]).await
    }

    /// Writes a conversation.
    pub fn converse(&self, changes: &mut Changes, chat: i64, user: i64, conversation: &str) {
        let until = self.now() + self.keep.conversations.millis();
        self.write(changes, (Purpose::Conversation, &[chat, user]), user, conversation, until);
    }

    /// Ends a conversation.
    pub fn end_conversation(&self, changes: &mut Changes, chat: i64, user: i64) {
        let key = self.keys.id(Purpose::Conversation, &[chat, user]);
        changes.push(Statement::new("DELETE FROM ibid_memo WHERE key = $1", [key.into()]));
    }

    /// The messages that answer a message.
    pub async fn answers(&self, chat: i64, message: i32) -> Result<Option<Vec<i32>>, Fault> {
        let memo = self.memo(Purpose::Answers, &[chat, message.into()]).await?;
        Ok(memo.map(|numbers| numbers.split(' ').filter_map(|number| number.parse().ok()).collect()))
    }

    /// The question that a message of ours answers.
    pub async fn question(&self, chat: i64, answer: i32) -> Result<Option<String>, Fault> {
        self.memo(Purpose::Question, &[chat, answer.into()]).await
    }

    /// A user's message was answered with others, which say this to a question.
    pub fn answered(
        &self,
        changes: &mut Changes,
        (chat, user): (i64, i64),
        message: i32,
        answers: &[i32],
        question: Option<&str>,
    ) {
        let until = self.now() + self.keep.messages.millis();
        let numbers: Vec<String> = answers.iter().map(i32::to_string).collect();
        self.write(changes, (Purpose::Answers, &[chat, message.into()]), user, &numbers.join(" "), until);
        for &answer in answers {
            if let Some(question) = question {
                self.write(changes, (Purpose::Question, &[chat, answer.into()]), user, question, until);
            }
        }
    }

    /// Whether a chat has been told that only text is read.
    pub async fn is_told(&self, chat: i64) -> Result<bool, Fault> {
        Ok(self.memo(Purpose::Told, &[chat]).await?.is_some())
    }

    /// A chat has been told.
    pub fn told(&self, changes: &mut Changes, chat: i64, user: i64) {
        let until = self.now() + self.keep.messages.millis();
        self.write(changes, (Purpose::Told, &[chat]), user, "", until);
    }

    /// Deletes everything that belongs to a user, in all chats, with what is recorded and waits for its answer. If an
    /// update of a bot's says so, what is recorded after it stays.
    pub async fn forget(&self, user: i64, by: Option<(i64, u32)>) -> Result<(), Fault> {
        let owner = self.keys.id(Purpose::Owner, &[user]);
        self.run(vec![
            self.drop_recorded(owner.clone(), by).promised(),
            Statement::new("DELETE FROM ibid_memo WHERE owner = $1", [owner.clone().into()]),
            Statement::new("DELETE FROM ibid_feedback WHERE owner = $1", [owner.into()]),
        ])
        .await
        .map(drop)
    }

    async fn memo(&self, purpose: Purpose, ids: &[i64]) -> Result<Option<String>, Fault> {
        let key = self.keys.id(purpose, ids);
        let asked = Statement::new(
            "SELECT sealed FROM ibid_memo WHERE key = $1 AND expires > $2",
            [key.clone().into(), self.now().into()],
        );
        let rows = self.run(vec![asked]).await?;
        let sealed = rows.first().and_then(|rows| rows.first()?.first()?.bytes());
        Ok(sealed.and_then(|sealed| self.keys.open(&key, sealed)))
    }

    fn write(&self, changes: &mut Changes, (purpose, ids): (Purpose, &[i64]), user: i64, text: &str, until: i64) {
        let key = self.keys.id(purpose, ids);
        let text = &text[..text.floor_char_boundary(LONGEST)];
        let Some(sealed) = self.keys.seal(&key, text) else { return };
        let owner = self.keys.id(Purpose::Owner, &[user]);
        let (bot, number) = changes.update();
        changes.push(Statement::new(
            "INSERT INTO ibid_memo (key, owner, sealed, expires) SELECT $1, $2, $3, $4
             WHERE NOT EXISTS (SELECT 1 FROM ibid_claim WHERE bot = $5 AND number = $6 AND length(holder) = 0)
             ON CONFLICT (key) DO UPDATE SET owner = excluded.owner, sealed = excluded.sealed, expires = excluded.expires",
            [key.into(), owner.into(), sealed.into(), Value::Int(until), bot, number],
        ));
    }
}
