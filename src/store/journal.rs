//! What a curator wants to know: which questions got no answer or a bad one, and how the answers were judged.

use super::engine::{Rows, Statement, Value};
use super::keys::Purpose;
use super::{Changes, Fault, Store};
use crate::question::Question;

/// A question that got no answer, or a bad one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missed<'m> {
    /// What was asked.
    pub question: &'m str,
    /// Why there was no answer, in a machine's words; or `down_voted`.
    pub reason: &'m str,
    /// The fact that was nearest, or that the bad answer was.
    pub fact: Option<&'m str>,
}

/// A thumb under a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vote<'v> {
    /// The chat.
    pub chat: i64,
    /// The message judged.
    pub message: i32,
    /// Who judged.
    pub user: i64,
    /// Up or down.
    pub good: bool,
    /// The fact that the answer was.
    pub fact: Option<&'v str>,
}

/// A question of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unanswered {
    /// What was asked, where texts are kept.
    pub question: Option<String>,
    /// Why there was no answer; or `down_voted`.
    pub reason: String,
    /// The fact that was nearest.
    pub fact: Option<String>,
    /// How often.
    pub times: i64,
    /// When last, in milliseconds since 1970.
    pub last: i64,
}

/// How the answers of a fact were judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The fact.
    pub fact: Option<String>,
    /// How many thumbs up.
    pub good: i64,
    /// How many down.
    pub bad: i64,
}

/// One vote, without who gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The fact.
    pub fact: Option<String>,
    /// Up or down.
    pub good: bool,
    /// When, in milliseconds since 1970.
    pub at: i64,
}

/// How much there is of everything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Different questions without an answer.
    pub unanswered: i64,
    /// Thumbs up.
    pub good: i64,
    /// Thumbs down.
    pub bad: i64,
}

/// What an export reads at a time.
const PAGE: i64 = 1000;
/// A question without words is not looked for by its words.
const WORDLESS: &str = "-";

impl Store {
    /// Notes a question; its text only where the settings want that, and never who asked.
    pub fn missed(&self, changes: &mut Changes, missed: Missed<'_>) {
        let question = Question::new(missed.question);
        let key = if self.questions { question.key() } else { WORDLESS };
        let fact = missed.fact.unwrap_or_default();
        let key = self.keys.of_text(&format!("{}\n{fact}\n{key}", missed.reason));
        let question = self.questions.then_some(missed.question);
        changes.push(Statement::of_shared(
            "INSERT INTO ibid_unanswered (key, question, reason, fact, times, last) VALUES ($1, $2, $3, $4, 1, $5)
             ON CONFLICT (key) DO UPDATE SET times = ibid_unanswered.times + 1, last = excluded.last",
            [key.into(), question.into(), missed.reason.into(), missed.fact.into(), self.now().into()],
        ));
    }

    /// Notes a vote; a later one of the same user on the same message takes its place.
    pub fn voted(&self, changes: &mut Changes, vote: Vote<'_>) {
        let key = self.keys.id(Purpose::Vote, &[vote.chat, vote.message.into(), vote.user]);
        let owner = self.keys.id(Purpose::Owner, &[vote.user]);
        let (bot, number) = changes.update();
        changes.push(Statement::new(
            "INSERT INTO ibid_feedback (key, owner, good, fact, at) SELECT $1, $2, $3, $4, $5
             WHERE NOT EXISTS (SELECT 1 FROM ibid_claim WHERE bot = $6 AND number = $7 AND length(holder) = 0)
             ON CONFLICT (key) DO UPDATE SET good = excluded.good, fact = excluded.fact, at = excluded.at",
            [key.into(), owner.into(), i64::from(vote.good).into(), vote.fact.into(), self.now().into(), bot, number],
        ));
    }

    /// The questions asked most often, at most so many.
    pub async fn unanswered(&self, most: i64) -> Result<Vec<Unanswered>, Fault> {
        let asked = Statement::new(
            "SELECT question, reason, fact, times, last FROM ibid_unanswered ORDER BY times DESC, last DESC LIMIT $1",
            [most.into()],
        );
        Ok(self.run(vec![asked]).await?[0].iter().map(|row| unanswered(row)).collect())
    }

    /// All questions, page by page, each handed to `take`.
    pub async fn export_unanswered(&self, mut take: impl FnMut(Unanswered)) -> Result<(), Fault> {
        let page = |after: Vec<u8>| {
            Statement::new(
                "SELECT question, reason, fact, times, last, key FROM ibid_unanswered
                 WHERE key > $1 ORDER BY key LIMIT $2",
                [after.into(), PAGE.into()],
            )
        };
        let mut rows = self.run(vec![page(Vec::new())]).await?;
        while let Some(last) = last_key(&rows[0]) {
            rows[0].iter().for_each(|row| take(unanswered(row)));
            rows = self.run(vec![page(last)]).await?;
        }
        Ok(())
    }

    /// All votes, page by page, each handed to `take`.
    pub async fn export_feedback(&self, mut take: impl FnMut(Judged)) -> Result<(), Fault> {
        let page = |after: Vec<u8>| {
            Statement::new(
                "SELECT fact, good, at, key FROM ibid_feedback WHERE key > $1 ORDER BY key LIMIT $2",
                [after.into(), PAGE.into()],
            )
        };
        let mut rows = self.run(vec![page(Vec::new())]).await?;
        while let Some(last) = last_key(&rows[0]) {
            for row in &rows[0] {
                take(Judged { fact: owned(&row[0]), good: row[1].int() > 0, at: row[2].int() });
            }
            rows = self.run(vec![page(last)]).await?;
        }
        Ok(())
    }

    /// How each fact's answers were judged, the worst first.
    pub async fn feedback(&self) -> Result<Vec<Tally>, Fault> {
        let asked = Statement::new(
            "SELECT fact, CAST(sum(good) AS BIGINT), CAST(sum(1 - good) AS BIGINT) FROM ibid_feedback
             GROUP BY fact ORDER BY 3 DESC, 2, 1",
            [],
        );
        let rows = self.run(vec![asked]).await?;
        let tally = |row: &Vec<Value>| Tally { fact: owned(&row[0]), good: row[1].int(), bad: row[2].int() };
        Ok(rows[0].iter().map(tally).collect())
    }

    /// How much there is.
    pub async fn counts(&self) -> Result<Counts, Fault> {
        let rows = self
            .run(vec![
                Statement::new("SELECT count(*) FROM ibid_unanswered", []),
                Statement::new(
                    "SELECT CAST(coalesce(sum(good), 0) AS BIGINT), CAST(coalesce(sum(1 - good), 0) AS BIGINT)
                     FROM ibid_feedback",
                    [],
                ),
            ])
            .await?;
        Ok(Counts { unanswered: rows[0][0][0].int(), good: rows[1][0][0].int(), bad: rows[1][0][1].int() })
    }

    /// Deletes all questions.
    pub async fn forget_questions(&self) -> Result<(), Fault> {
        self.run(vec![Statement::new("DELETE FROM ibid_unanswered", []).promised()]).await.map(drop)
    }
}

fn unanswered(row: &[Value]) -> Unanswered {
    Unanswered {
        question: owned(&row[0]),
        reason: row[1].text().unwrap_or_default().to_owned(),
        fact: owned(&row[2]),
        times: row[3].int(),
        last: row[4].int(),
    }
}

fn owned(value: &Value) -> Option<String> {
    value.text().map(str::to_owned)
}

/// The key, in the last column, of the last row.
fn last_key(rows: &Rows) -> Option<Vec<u8>> {
    rows.last()?.last()?.bytes().map(<[u8]>::to_vec)
}
